"""What makes ``check`` pleasant in CI and at the terminal: what is known is counted, what is gone is told, what was meant is guessed."""

from __future__ import annotations

import json

import pytest

from bulletin_parse import main
from bulletins import LINKLESS, WHOLE


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An empty current folder, out of reach of any configuration."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def run(folder, capsys):
    def inner(*arguments):
        code = main([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        return code, out, err

    return inner


def put(file, text=WHOLE):
    file.parent.mkdir(exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def write_baseline(run):
    run("check", "b.md", "--write-baseline", "known.json")


def test_known_findings_are_counted_and_shown_on_demand(run, folder):
    put(folder / "b.md", LINKLESS)
    write_baseline(run)
    assert run("check", "b.md", "--baseline", "known.json") == (0, "no findings in 1 file; 1 known\n", "")
    code, out, _ = run("check", "b.md", "--baseline", "known.json", "--show-known")
    assert (code, "BP302" in out, "(known)" in out) == (0, True, True)
    _, out, _ = run("check", "b.md", "--baseline", "known.json", "--format", "json")
    assert [finding["known"] for finding in json.loads(out)] == [True]


def test_an_entry_that_no_longer_occurs_is_told_and_pruned(run, folder):
    put(folder / "b.md", LINKLESS)
    write_baseline(run)
    put(folder / "b.md", WHOLE)
    code, _, err = run("check", "b.md", "--baseline", "known.json")
    assert (code, "1 entry of the checked files no longer found; --prune-baseline takes them out" in err) == (0, True)
    code, _, err = run("check", "b.md", "--baseline", "known.json", "--prune-baseline")
    assert (code, "1 entry no longer found, and taken out" in err) == (0, True)
    assert json.loads((folder / "known.json").read_text())["known"] == []


def test_entries_of_files_that_were_not_checked_are_kept(run, folder):
    put(folder / "b.md", LINKLESS)
    write_baseline(run)
    before = (folder / "known.json").read_bytes()
    put(folder / "other.md", WHOLE.replace("第六六四", "第六六五"))
    assert run("check", "other.md", "--baseline", "known.json", "--prune-baseline", "--select", "BP302") == (0, "no findings in 1 file\n", "")
    assert run("check", "b.md", "--baseline", "known.json", "--prune-baseline", "--select", "BP1")[0] == 0
    assert (folder / "known.json").read_bytes() == before


def test_statistics_count_the_findings_of_each_rule(run, folder):
    put(folder / "b.md", LINKLESS)
    _, out, _ = run("check", "b.md", "--statistics")
    assert "\n1  BP302 link-missing\n" in out


def test_quiet_prints_findings_alone(run, folder):
    put(folder / "b.md")
    put(folder / "notes.xyz", "-")
    assert run("check", ".", "-q") == (0, "", "")
    put(folder / "b.md", LINKLESS)
    code, out, err = run("check", ".", "-q")
    assert (code, "BP302" in out, "findings in" in out, err) == (1, True, False, "")


def test_without_paths_the_configurations_are_checked_or_else_this_folder(run, folder):
    put(folder / "in" / "a.md", LINKLESS)
    put(folder / "out" / "b.md", LINKLESS.replace("第六六四", "第六六五"))
    assert "2 findings in 2 of 2 files" in run("check", "--no-archive")[1]
    put(folder / "bulletin-parse.toml", 'paths = ["in"]\n')
    assert "1 finding in 1 of 1 file" in run("check")[1]
    assert "2 findings in 2 of 2 files" in run("check", "in", "out", "--no-archive")[1]


def test_a_repository_is_checked_without_what_version_control_keeps(run, folder):
    put(folder / "a.md", WHOLE)
    put(folder / ".git" / "COMMIT_EDITMSG.txt", LINKLESS)
    code, out, err = run("check")
    assert (code, out) == (0, "no findings in 1 file\n")
    assert err == "bulletin-parse: 1 file ignored, it is version control's own: ./.git. Nothing: it holds no bulletin\n"


def test_what_is_excluded_is_not_read(run, folder):
    put(folder / "a.md", LINKLESS)
    put(folder / "drafts" / "b.md", LINKLESS)
    assert "in 1 file" in run("check", ".", "--exclude", "drafts/*", "--ignore", "BP302")[1]
    put(folder / "bulletin-parse.toml", 'exclude = ["drafts/*"]\n')
    assert "no findings in 0 files" in run("check", ".", "--exclude", "a.md")[1]


def test_a_file_that_is_named_twice_is_checked_once(run, folder):
    file = put(folder / "b.md", LINKLESS)
    (folder / "link.md").symlink_to(file)
    assert "1 finding in 1 of 1 file" in run("check", "b.md", "./b.md", ".", "link.md")[1]


def test_colour_is_asked_for_and_refused(run, folder, monkeypatch):
    put(folder / "b.md", LINKLESS)

    def is_coloured(*options):
        return "\x1b[" in run("check", "b.md", *options)[1]

    assert not is_coloured()
    assert is_coloured("--color", "always")
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert is_coloured()
    assert not is_coloured("--color", "never")
    monkeypatch.setenv("NO_COLOR", "1")
    assert not is_coloured()


def test_output_format_is_another_name_of_format(run, folder):
    put(folder / "b.md", LINKLESS)
    assert json.loads(run("check", "b.md", "--output-format", "json")[1])[0]["code"] == "BP302"


@pytest.mark.parametrize(
    ("arguments", "meant"),
    [
        (["chek", "a.md"], "check"),
        (["check", "a.md", "--formt", "json"], "--format"),
        (["check", "a.md", "--format", "jsn"], "json"),
        (["correct", "impot", "b.jsonl"], "import"),
        (["correct", "add", "664", "--acept", "BP302"], "--accept"),
        (["correct", "import", "b.jsonl", "--kep", "ours"], "--keep"),
        (["correct", "list", "--stats", "made"], "--state"),
    ],
)
def test_what_was_probably_meant_is_said(arguments, meant, capsys):
    with pytest.raises(SystemExit, match="2"):
        main(arguments)
    assert f"did you mean {meant}?" in capsys.readouterr().err


def test_so_is_a_code(run):
    assert "Did you mean BP302?" in run("rule", "BP3O2")[2]
    code, _, err = run("check", ".", "--select", "BP3O2")
    assert (code, "Did you mean BP302?" in err) == (2, True)
