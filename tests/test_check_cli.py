"""``bulletin-parse check`` and ``rule``: options, configuration, baseline and exit codes."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys

import pytest

from bulletin_parse import RULES, Config, EngineUnavailable, checking, main
from bulletins import CONTENT, FIRST, HEAD, INDEX, LINKLESS, SECOND, WHOLE
from conftest import FIXTURES, ROOT
from scans import picture_only

# Another title in the item than in the index: errors; a link whose date is not the item's: an info.
RETITLED = HEAD + INDEX + CONTENT + FIRST.replace("甲市医院上线智慧导诊\n\n来源", "甲市医院上线智能导诊\n\n来源") + SECOND
OTHER_DAY = WHOLE.replace("2026/0311", "2026/0211")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An empty current folder, out of reach of any configuration."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def put(file, text=WHOLE):
    file.parent.mkdir(exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


@pytest.fixture
def run(capsys):
    def inner(*arguments):
        code = main([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        return code, out, err

    return inner


def codes(out):
    return [finding["code"] for finding in json.loads(out)]


def test_a_clean_bulletin(folder, run):
    put(folder / "664.md")
    assert run("check", "664.md") == (0, "no findings in 1 file\n", "")


def test_a_finding(folder, run):
    put(folder / "664.md", LINKLESS)
    code, out, err = run("check", "664.md")
    assert (code, err) == (1, "")
    assert out.startswith("664.md\n  line ")
    assert "item 1  error    BP302 " in out
    assert "1 finding in 1 of 1 file: 1 " in out


def test_exit_zero(folder, run):
    put(folder / "664.md", LINKLESS)
    code, out, _ = run("check", "664.md", "--exit-zero", "--format", "json")
    assert (code, codes(out)) == (0, ["BP302"])


def test_infos_do_not_fail(folder, run):
    put(folder / "664.md", OTHER_DAY)
    code, out, _ = run("check", "664.md", "--format", "json")
    assert [(each["code"], each["severity"]) for each in json.loads(out)] == [("BP503", "info")]
    assert code == 0
    put(folder / "bulletin-parse.toml", "[severity]\nBP503 = 'error'\n")
    assert run("check", "664.md")[0] == 1


@pytest.mark.parametrize(
    ("options", "found"),
    [
        ([], ["BP206", "BP302"]),
        (["--select", "BP2"], ["BP206"]),
        (["--select", "bp2, BP302"], ["BP206", "BP302"]),
        (["--select", "BP2", "--select", "BP3"], ["BP206", "BP302"]),
        (["--ignore", "BP206"], ["BP302"]),
        (["--select", "BP2", "--ignore", "BP206"], []),
    ],
)
def test_select_and_ignore(folder, run, options, found):
    put(folder / "664.md", RETITLED.replace("链接：<http://www.cnr.cn/a/20260312/t20260312_1.shtml>\n\n", ""))
    code, out, _ = run("check", "664.md", "--format", "json", "--ignore", "BP304" if not options else "BP1", *options)
    assert [each for each in codes(out) if each != "BP304"] == found
    assert code == (1 if codes(out) else 0)


@pytest.mark.parametrize("option", ["--select", "--ignore"])
def test_an_unknown_code_is_a_usage_error(folder, run, option):
    put(folder / "664.md")
    code, out, err = run("check", "664.md", option, "BP777")
    assert (code, out) == (2, "")
    assert "BP777" in err


def test_files_that_cannot_be_read_never_stop_the_others(folder, run):
    put(folder / "a" / "664.md", LINKLESS)
    (folder / "a" / "bad.pdf").write_bytes(b"")
    code, out, err = run("check", "a", "none*.pdf", "--format", "json")
    assert (code, codes(out)) == (3, ["BP302"])
    assert "bad.pdf: the file is empty" in err
    assert "none*.pdf: no file fits" in err


def test_a_scan_is_a_finding_and_unreadable(folder, run):
    (folder / "scan.pdf").write_bytes(picture_only())
    code, out, err = run("check", "scan.pdf", "--format", "json", "--exit-zero", "--ocr", "never")
    (found,) = json.loads(out)
    assert (code, found["code"], found["file"]) == (3, "BP901", "scan.pdf")
    assert "no text" in err
    assert run("check", "scan.pdf", "--format", "json", "--ignore", "BP9", "--ocr", "never")[1] == "[]\n"


def test_findings_name_the_path(folder, run):
    put(folder / "2013" / "x.md", LINKLESS)
    put(folder / "2014" / "x.md", LINKLESS)
    _, out, _ = run("check", "2013", "2014", "--format", "json", "--no-archive")
    assert [each["file"] for each in json.loads(out)] == ["2013/x.md", "2014/x.md"]


def test_archive_rules_run_over_two_bulletins(folder, run):
    put(folder / "a" / "664.md")
    put(folder / "a" / "664-again.md", WHOLE.replace("乙省", "丙省"))
    code, out, _ = run("check", "a", "--format", "json")
    assert code == 1
    assert "BP606" in codes(out)
    assert run("check", "a", "--no-archive")[0] == 0
    put(folder / "bulletin-parse.toml", "archive = false\n")
    assert run("check", "a")[0] == 0
    assert run("check", "a", "--archive")[0] == 1


@pytest.mark.parametrize("name", ["bulletin-parse.toml", "pyproject.toml"])
def test_the_configuration_is_found_and_options_win(folder, run, monkeypatch, name):
    head = "[tool.bulletin-parse]\n" if name == "pyproject.toml" else ""
    put(folder / name, f"{head}ignore = ['BP3']\n")
    put(folder / "deep" / "664.md", LINKLESS)
    monkeypatch.chdir(folder / "deep")
    assert run("check", "664.md")[0] == 0
    assert run("check", "664.md", "--ignore", "BP1")[0] == 1
    other = put(folder / "other.toml", "exit-zero = true\n")
    assert run("check", "664.md", "--config", other)[0] == 0
    assert run("check", "664.md", "--config", other, "--no-exit-zero")[0] == 1


def test_per_file_ignores(folder, run):
    put(folder / "bulletin-parse.toml", "[per-file-ignores]\n'2013/*' = ['BP302']\n")
    put(folder / "2013" / "1.md", LINKLESS)
    put(folder / "2014" / "1.md", LINKLESS)
    _, out, _ = run("check", "2013", "2014", "--format", "json", "--no-archive")
    assert [each["file"] for each in json.loads(out)] == ["2014/1.md"]


@pytest.mark.parametrize("text", ["selct = []", "select = ['BP777']", "select = ["])
def test_a_wrong_configuration_is_a_usage_error(folder, run, text):
    put(folder / "664.md")
    put(folder / "bulletin-parse.toml", text)
    code, out, err = run("check", "664.md")
    assert (code, out) == (2, "")
    assert "bulletin-parse.toml" in err
    assert run("check", "664.md", "--config", "none.toml")[0] == 2


def test_a_template_or_an_outlet_table_that_is_missing(folder, run):
    put(folder / "664.md")
    assert run("check", "664.md", "--template", "none.toml")[0] == 2
    put(folder / "bulletin-parse.toml", "outlets = 'none.toml'\n")
    code, _, err = run("check", "664.md")
    assert code == 2
    assert "none.toml" in err


def test_outlets_of_ones_own(folder, run):
    put(folder / "664.md", WHOLE.replace("http://www.people.com.cn/n1", "http://www.qinglan.example/n1"))
    assert run("check", "664.md", "--select", "BP502")[0] == 0
    put(folder / "our.toml", "[[outlet]]\nname = '健康青岚'\ndomains = ['qinglan.example']\n")
    put(folder / "bulletin-parse.toml", "outlets = 'our.toml'\n")
    code, out, _ = run("check", "664.md", "--select", "BP502")
    assert code == 1
    assert "健康青岚" in out


def test_baseline_round_trip(folder, run):
    put(folder / "664.md", LINKLESS)
    code, out, err = run("check", "664.md", "--write-baseline", "known.json")
    assert code == 0
    assert "1 known" in out
    assert "known.json: 1 findings written" in err or "known.json: 1 finding written" in err
    code, out, _ = run("check", "664.md", "--baseline", "known.json", "--format", "json")
    assert (code, [each["known"] for each in json.loads(out)]) == (0, [True])
    # Moved down the page and to another file it is the same; the second item's is new.
    put(folder / "moved.md", LINKLESS.replace("# 全国", "\n\n\n# 全国", 1).replace("链接：<http://www.cnr.cn/a/20260312/t20260312_1.shtml>\n\n", ""))
    code, out, _ = run("check", "moved.md", "--baseline", "known.json", "--format", "json")
    assert (code, [(each["item"], each["known"]) for each in json.loads(out)]) == (1, [(1, True), (2, False)])
    put(folder / "bulletin-parse.toml", "baseline = 'known.json'\n")
    assert run("check", "664.md")[0] == 0


def test_a_baseline_that_is_none(folder, run):
    put(folder / "664.md")
    assert run("check", "664.md", "--baseline", "none.json")[0] == 2
    assert run("check", "664.md", "--write-baseline", folder / "no" / "where.json")[0] == 2


@pytest.mark.parametrize("form", ["text", "json", "sarif", "junit", "github"])
def test_every_format_to_a_file(folder, run, form):
    put(folder / "664.md", LINKLESS)
    code, out, _ = run("check", "664.md", "--format", form)
    assert code == 1
    assert run("check", "664.md", "--format", form, "-o", "out") == (1, "", "")
    assert (folder / "out").read_text(encoding="utf-8") == out
    assert run("check", "664.md", "-o", folder / "no" / "where")[0] == 2


def test_engines(folder, run):
    assert run("check", FIXTURES / "word.pdf", "--engine", "acrobat")[0] == 4
    assert run("check", FIXTURES / "word.pdf", "--engine", "pdfium", "--select", "BP1")[0] == 0


def test_cross_check_of_engines_that_agree(folder, run):
    put(folder / "664.md")
    assert run("check", FIXTURES / "word.pdf", folder / "664.md", "--cross-check", "--select", "BP904")[0] == 0


def test_cross_check_of_engines_that_disagree(monkeypatch):
    first = checking.parse_all

    def parse_all(path, *, engine, template, ocr, limits, corrections=None):
        (bulletin,) = first(path, engine=engine, template=template, ocr=ocr, limits=limits)
        return (bulletin.model_copy(update={"publisher": "another"}) if engine == "pdfium" else bulletin,)

    monkeypatch.setattr(checking, "parse_all", parse_all)  # of this process: no child of the command's would have it
    outcome = checking.check_files([FIXTURES / "word.pdf"], Config(select=("BP904",)), cross_check=True)
    (finding,) = outcome.findings
    assert (finding.code, finding.file) == ("BP904", (FIXTURES / "word.pdf").as_posix())


def test_cross_check_needs_a_second_engine(monkeypatch):
    monkeypatch.setattr(checking, "find_spec", lambda _: None)
    with pytest.raises(EngineUnavailable, match="no engine beside"):
        checking.check_files([FIXTURES / "word.pdf"], cross_check=True)


def test_checking_from_python(folder):
    file = put(folder / "664.md", LINKLESS)
    outcome = checking.check_files([file], Config(ignore=("BP1",)))
    assert [finding.code for finding in outcome.findings] == ["BP302"]
    assert (outcome.files, outcome.errors) == ([file.as_posix()], [])


def test_colours_only_on_a_terminal_that_wants_them(folder, run, monkeypatch):
    put(folder / "664.md", LINKLESS)
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    assert "\x1b[" not in run("check", "664.md")[1]
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    assert "\x1b[" in run("check", "664.md")[1]
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[" not in run("check", "664.md")[1]


def test_rule_lists_and_explains(run):
    code, out, _ = run("rule")
    assert code == 0
    assert [line.split() for line in out.splitlines()] == [[rule.code, rule.severity, rule.name] for rule in RULES]
    code, out, _ = run("rule", "bp206")
    assert code == 0
    assert out.startswith("BP206")
    code, out, err = run("rule", "BP777")
    assert (code, out) == (2, "")
    assert "BP777" in err


def test_the_help_states_what_scripts_rely_on(capsys):
    with pytest.raises(SystemExit):
        main(["check", "--help"])
    out = capsys.readouterr().out
    for words in ("two or more bulletins", "--no-archive", "0 clean, 1 findings, 2 usage", "infos"):
        assert words in out


def test_the_action_runs_what_it_is_given_and_nothing_else(folder):
    """The script of the action's last step, with a stand-in for the command."""
    action = (ROOT / "action.yml").read_text(encoding="utf-8")
    script = "".join(line[8:] + "\n" for line in action.split("run: |\n")[-1].splitlines())
    stand_in = put(folder / "bulletin-parse" / "bulletin-parse", f"#!{sys.executable}\nimport json, sys\nprint(json.dumps(sys.argv[1:]))\n")
    stand_in.chmod(0o755)
    (folder / "bulletin-parse" / "bin").symlink_to(folder / "bulletin-parse")
    given = {
        "INPUT_PATHS": "archive/\n\nmy file.pdf\n'2025/*.pdf'\n$(touch owned)\n",
        "INPUT_FORMAT": "github",
        "INPUT_ARGS": "--baseline known.json ; $(touch owned)",
    }
    environment = {"RUNNER_TEMP": str(folder), "PATH": os.environ["PATH"], **given}
    command = [shutil.which("bash") or "bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)  # the project's own script
    assert json.loads(done.stdout) == [
        *("check", "--format", "github", "--baseline", "known.json", ";", "$(touch", "owned)"),
        *("--", "archive/", "my file.pdf", "'2025/*.pdf'", "$(touch owned)"),
    ]
    assert not (folder / "owned").exists()
