"""Nothing is overwritten: every command that writes, against everything that may be where it shall write.

What may be lost is decided by what is there: an input of the run, an archive, and what a link to one leads to, never; a stranger's file
or folder only by ``--force``; an earlier output of the same form, an empty file and an empty folder always.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from archives import archive_of
from bulletin_parse import Archive, ExportError, Form, Target, main, parse_text, whole_file, whole_folder, write_report
from bulletin_parse.outputs.forms import BASELINE, FINDINGS, PAGE, RECORDS, SCHEMA
from bulletin_parse.plugins import EXPORTERS
from bulletin_parse.writing import atomic
from bulletin_parse.writing.exchange import swapped
from bulletins import WHOLE
from conftest import WEEKLY

NEVER, FORCED, FREE = "never", "only by force", "free"
EXPORTED_FOLDERS = ("parquet", "markdown")
FILES = {
    **{f"parse {form}": ["parse", "in", "--format", form, "--template", "own.toml", "-o"] for form in RECORDS},
    "parse one file": ["parse", "in/664.md", "--template", "own.toml", "-o"],
    "parse a pattern": ["parse", "in/*.md", "--template", "own.toml", "-o"],
    **{f"check {form}": ["check", "in", "--format", form, "--config", "own-config.toml", "--baseline", "known.json", "-o"] for form in FINDINGS},
    "write a baseline": ["check", "in", "--template", "own.toml", "--write-baseline"],
    "view": ["view", "in/664.md", "--template", "own.toml", "-o"],
    **{f"export {form}": ["export", "archive.db", "--to", form, "-o"] for form in EXPORTERS.built_in if form not in EXPORTED_FOLDERS},
    "schema": ["schema", "-o"],
    "correct export": ["correct", "export", "--archive", "archive.db", "-o"],
}
FOLDERS = {
    **{f"export {form}": ["export", "archive.db", "--to", form, "-o"] for form in EXPORTED_FOLDERS},
    "report": ["report", "archive.db", "-o"],
}
READS = {
    "in/664.md": ("parse", "check", "write", "view"),
    "in/665.md": ("parse j", "parse c", "parse m", "parse s", "parse a", "check", "write"),
    "linked.md": ("parse j", "parse c", "parse m", "parse s", "parse a", "check", "write"),  # by a link that the search finds
    "hard-linked.md": ("parse j", "parse c", "parse m", "parse s", "parse a", "check", "write"),
    "own.toml": ("parse", "write", "view"),
    "own-config.toml": ("check",),
    "known.json": ("check",),
    "archive.corrections.jsonl": ("correct",),  # which the archive knows, and no argument names
}


class Place(NamedTuple):
    """What stands where a command shall write: its path, and what may be lost there."""

    path: str
    rank: str


@pytest.fixture(scope="module")
def stored(tmp_path_factory):
    path = tmp_path_factory.mktemp("stored") / "archive.db"
    archive_of([parse_text(WHOLE)], path).close()
    with Archive.open(path) as archive:
        archive.correct(664, "items[0].source", "新华网", why="so printed", by="甲")
    return path


@pytest.fixture
def stage(stored, tmp_path, monkeypatch):
    """Bulletins, an archive, links to both, what a run reads besides, and what belongs to somebody else."""
    folder = tmp_path / "work"
    (folder / "in").mkdir(parents=True)
    monkeypatch.chdir(folder)
    Path("in/664.md").write_text(WHOLE, encoding="utf-8")
    Path("in/665.md").write_text(WHOLE.replace("六六四", "六六五"), encoding="utf-8")
    shutil.copy(stored, "archive.db")
    shutil.copy(stored, "other.db")
    for name in ("archive.corrections.jsonl", "theirs.corrections.jsonl"):
        shutil.copy(stored.with_suffix(".corrections.jsonl"), name)
    shutil.copy(WEEKLY, "own.toml")
    Path("own-config.toml").write_text('ignore = ["BP9"]\n', encoding="utf-8")
    Path("known.json").write_text('{"version": 1, "known": []}\n', encoding="utf-8")
    Path("thesis.txt").write_text("years of work", encoding="utf-8")
    Path("thesis.json").write_text('{"schema_version": "1.1", "chapters": []}', encoding="utf-8")
    Path("663.md").write_text(WHOLE.replace("六六四", "六六三"), encoding="utf-8")  # a bulletin that this run does not read
    Path("empty").touch()
    for name, leads_to in (("input", "in/664.md"), ("archive", "archive.db"), ("thesis", "thesis.txt")):
        Path(f"soft-{name}").symlink_to(leads_to)
        os.link(leads_to, f"hard-{name}")
    for name, number in (("linked.md", "六六一"), ("hard-linked.md", "六六二")):
        Path(name).write_text(WHOLE.replace("六六四", number), encoding="utf-8")
    Path("in/linked.md").symlink_to("../linked.md")
    os.link("hard-linked.md", "in/hard-linked.md")
    Path("to-nothing").symlink_to("not-yet")
    Path("empty-folder").mkdir()
    for name in ("mine", "with-archive", "with-link"):
        Path(name).mkdir()
    Path("mine/thesis.txt").write_text("years of work", encoding="utf-8")
    shutil.copy("other.db", "with-archive/x.db")
    Path("with-link/archive").symlink_to("../archive.db")
    Path("soft-mine").symlink_to("mine")
    return folder


def contents(folder):
    """Every file's bytes and every link's end, by path; but not what SQLite puts beside a database that it reads."""
    found = {}
    for place, folders, names in os.walk(folder):
        for name in (*names, *folders):
            path = Path(place, name)
            if not name.endswith(("-wal", "-shm")) and (path.is_symlink() or path.is_file()):
                found[path.relative_to(folder).as_posix()] = path.readlink() if path.is_symlink() else path.read_bytes()
    return found


def reads(command, path):
    """Whether a command reads a file of the stage."""
    return command.startswith(READS[path]) or (path == "archive.db" and command.startswith(("export", "report", "correct")))


def crossed(commands, places, share=11):
    """Every command at every place. Any run has each command at an eleventh of the places, from command to command at others; the slow one has the rest."""
    return [
        pytest.param(command, path, marks=[pytest.mark.slow] * bool((row + column) % share), id=f"{command}-{path}")
        for row, command in enumerate(commands)
        for column, path in enumerate(places)
    ]


FILE_PLACES = [
    "linked.md",
    "hard-linked.md",
    "in/664.md",
    "in/665.md",
    "soft-input",
    "hard-input",
    "own.toml",
    "own-config.toml",
    "known.json",
    "archive.db",
    "soft-archive",
    "hard-archive",
]
FILE_PLACES += ["other.db", "archive.db-wal", "archive.db.lock", "thesis.txt", "thesis.json", "soft-thesis", "hard-thesis", "663.md", "empty", "new"]
FILE_PLACES += ["to-nothing", "in/new.out", "mine", "soft-mine", "mine/new", "mine/thesis.txt", "archive.corrections.jsonl", "theirs.corrections.jsonl"]


def rank_of_file(command, path):
    """What may be lost at a place of the stage."""
    if path in ("soft-input", "hard-input"):
        path = "in/664.md"
    if path in READS and reads(command, path):
        return NEVER
    if path.startswith(("archive.db", "soft-archive", "hard-archive", "other.db")) or path in ("mine", "soft-mine"):
        return NEVER
    if path in ("empty", "new", "to-nothing", "in/new.out", "mine/new") or (path == "known.json" and command == "write a baseline"):
        return FREE
    return FORCED


@pytest.mark.parametrize(("command", "path"), crossed(FILES, FILE_PLACES))
def test_a_file_is_written_only_where_nothing_is_lost(command, path, stage, capsys):
    rank = rank_of_file(command, path)
    for force in (False, True):
        before = contents(stage)
        code = main([*FILES[command], path, *["--force"] * force])
        err = capsys.readouterr().err
        after = contents(stage)
        changed = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
        if rank is NEVER or (rank is FORCED and not force):
            assert code == 2
            assert f"{path}: it " in err
            assert "Name a" in err
            assert changed == set()
            continue
        assert code in (0, 1), err
        written = os.path.relpath(os.path.realpath(path), os.path.realpath(stage))
        assert changed <= {written}
        assert after[written]
        if rank is FREE and not force:  # what was written is known again, and replaced whole
            assert main([*FILES[command], path, *["--force"] * (command == "correct export")]) == code  # which may be people's own by now
            capsys.readouterr()
            assert contents(stage) == after or "xlsx" in command  # a workbook holds when it was made


FOLDER_PLACES = {"in": FORCED, "mine": FORCED, "soft-mine": FORCED, "with-archive": NEVER, "with-link": FORCED, "empty-folder": FREE, "new": FREE}
FOLDER_PLACES |= {".": NEVER, "..": NEVER, "archive.db": NEVER, "soft-archive": NEVER, "hard-archive": NEVER, "thesis.txt": FORCED, "soft-thesis": FORCED}
FOLDER_PLACES |= {"to-nothing": FREE}


@pytest.mark.parametrize(("command", "path"), crossed(FOLDERS, FOLDER_PLACES))
def test_a_folder_is_written_only_where_nothing_is_lost(command, path, stage, capsys):
    rank = FOLDER_PLACES[path]
    for force in (False, True):
        before = contents(stage)
        code = main([*FOLDERS[command], path, *["--force"] * force])
        err = capsys.readouterr().err
        after = contents(stage)
        written = os.path.relpath(os.path.realpath(path), os.path.realpath(stage))
        changed = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
        if rank is NEVER or (rank is FORCED and not force):
            assert code == 2
            assert path in err
            assert "Name a" in err
            assert changed == set()
            continue
        assert code == 0, err
        assert {name for name in changed if Path(name).parts[0] != written} == set()
        assert f"{written}/.bulletin-parse-export" in after
        if rank is FREE and not force:
            assert main([*FOLDERS[command], path]) == 0
            assert contents(stage) == after


def test_an_output_found_by_the_search_is_an_input_the_next_time(stage, capsys):
    """The first run found nothing of that name; the second would read it and lose it."""
    command = ["parse", "in", "--format", "markdown", "-o", "in/all.md"]
    assert main(command) == 0
    assert main(command) == 2
    assert "in/all.md: it is read by this run, and would be lost" in capsys.readouterr().err


def test_two_outputs_are_two_files(stage, capsys):
    Path("soft").symlink_to("out.json")
    assert main(["check", "in", "--format", "json", "-o", "out.json", "--write-baseline", "soft"]) == 2
    assert "the report and the baseline name the same file" in capsys.readouterr().err
    assert not Path("out.json").exists()


@pytest.mark.parametrize("command", [*FILES.values(), *FOLDERS.values()], ids=[*FILES, *FOLDERS])
def test_the_guard_stands_before_the_work(command, stage, monkeypatch, capsys):
    def work(*_, **__):
        raise AssertionError("it began to work")

    assert all(EXPORTERS[name] for name in EXPORTERS.built_in)  # imported now: what they take from others would stay exchanged
    for name in (
        "supervise.guard.Guard.run",
        "checking.check_files",
        "archive.export.jsonl.records_in",
        "archive.store.tables.rows",
        "views.report.write._put_pages",
    ):
        monkeypatch.setattr(f"bulletin_parse.{name}", work)
    assert main([*command, "thesis.txt"]) == 2
    assert "thesis.txt: it is there" in capsys.readouterr().err


@pytest.mark.parametrize("form", RECORDS)
def test_a_run_that_reads_nothing_leaves_what_was_there(form, stage):
    assert main(["parse", "in/664.md", "--format", form, "-o", "out"]) == 0
    before = Path("out").read_bytes()
    assert main(["parse", "thesis.txt", "--format", form, "-o", "out"]) == 3
    assert Path("out").read_bytes() == before
    assert main(["parse", "thesis.txt", "--format", form, "-o", "none"]) == 3
    assert not Path("none").exists()


def test_a_form_is_known_by_its_content_and_not_taken_for_another(stage, capsys):
    """What one form wrote is a stranger to every other."""
    made = {}
    for name, command in FILES.items():
        if name not in ("parse one file", "parse a pattern"):
            made[name] = f"out-{name}"
            assert main([*command, made[name]]) in (0, 1)
    empty = ("check json", "export")  # no findings are an empty list, as no records are; an export is the same as what parse writes
    for name, command in FILES.items():
        for other, path in made.items():
            if name != other and not name.startswith(("parse one", "parse a", *empty)) and not other.startswith(empty):
                assert main([*command, path]) == 2, (name, other)
    capsys.readouterr()


def test_a_page_of_a_report_is_not_taken_for_one_of_view(stage, capsys):
    write_report("archive.db", "report")
    for page in ("report/index.html", "report/bulletins/664.html"):
        assert main(["view", "in/664.md", "-o", page]) == 2
        assert "no page of view that this program wrote" in capsys.readouterr().err


@pytest.mark.parametrize("form", [*RECORDS.values(), *FINDINGS.values(), BASELINE, SCHEMA, PAGE], ids=lambda form: form.name)
@pytest.mark.parametrize(
    "stranger",
    [b"x", b"{}", b"[]", b"[1]", b'{"schema_version": "1.4.0", "id": "OSV-1"}', b"file,size\n", b"<!doctype html>", b'{"version": 1}', b"\0\xff" * 9000],
)
def test_what_others_write_is_not_taken_for_ours(form, stranger, tmp_path):
    (tmp_path / "out").write_bytes(stranger)
    assert not form.is_ours(tmp_path / "out")


def test_a_file_that_appears_while_the_work_goes_on_is_not_lost(tmp_path):
    target = Target(tmp_path / "out", Form("text"))
    with pytest.raises(ExportError, match="it is there, and no text that this program wrote"), whole_file(target):
        (tmp_path / "out").write_text("theirs", encoding="utf-8")
    (tmp_path / "theirs").mkdir()
    with pytest.raises(ExportError, match="it holds out"), whole_folder(Target(tmp_path / "theirs", Form("pages"))):
        (tmp_path / "out").rename(tmp_path / "theirs" / "out")
    assert [path.relative_to(tmp_path).as_posix() for path in sorted(tmp_path.rglob("*"))] == ["theirs", "theirs/out"]


def test_a_replaced_file_keeps_its_permissions(stage):
    assert main(["schema", "-o", "schema.json"]) == 0
    Path("schema.json").chmod(0o600)
    assert main(["schema", "-o", "schema.json"]) == 0
    assert Path("schema.json").stat().st_mode & 0o777 == 0o600


def test_a_full_disk_leaves_the_earlier_report(stage, monkeypatch):
    """A report is there whole or not at all."""
    write_report("archive.db", "report")
    before = contents(stage)
    put = Path.write_text

    def full(path, *arguments, **options):
        if path.name == "index.html":
            raise OSError(28, "No space left on device")
        return put(path, *arguments, **options)

    monkeypatch.setattr(Path, "write_text", full)
    with pytest.raises(ExportError, match="it cannot be written .No space left on device"):
        write_report("archive.db", "report")
    with pytest.raises(ExportError, match="it cannot be written .No space left on device"):
        write_report("archive.db", "new")
    assert contents(stage) == before
    monkeypatch.undo()


def test_a_report_that_is_killed_leaves_the_earlier_one_and_stops_no_later_run(stage):
    write_report("archive.db", "report")
    before = contents(stage / "report")
    code = """
import os, signal
from bulletin_parse.views.report import write
write._index = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
write.write_report("archive.db", "report")
"""
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode < 0
    assert contents(stage / "report") == before
    write_report("archive.db", "report")
    assert contents(stage / "report") == before


@pytest.mark.parametrize("at_once", [True, False])
def test_a_folder_is_replaced_in_one_step_or_in_two(at_once, stage, monkeypatch):
    """Some systems cannot exchange two names."""
    exchange = atomic.swapped
    monkeypatch.setattr(atomic, "swapped", lambda *names: at_once and exchange(*names))
    for language in ("zh", "en"):
        write_report("archive.db", "report", language=language)
    assert 'lang="en"' in Path("report/index.html").read_text(encoding="utf-8")
    assert [path.name for path in stage.iterdir() if path.name.startswith(".")] == []


@pytest.mark.skipif(sys.platform != "linux", reason="other file systems may not be able to")
def test_names_are_exchanged(tmp_path):
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / f"of-{name}").touch()
    if swapped(tmp_path / "a", tmp_path / "b"):
        assert (tmp_path / "a" / "of-b").exists()
        assert (tmp_path / "b" / "of-a").exists()
    assert not swapped(tmp_path / "a", tmp_path / "none")
    assert (tmp_path / "a").exists()


@pytest.mark.parametrize("form", ["jsonl", "csv", "markdown", "json"])
def test_records_go_to_the_file_as_they_are_read(form, stage, monkeypatch):
    """A run over many holds one of them, the list of JSON the first as well."""
    from bulletin_parse.supervise import pool

    sizes = []

    def read(*given, own=pool._answer):
        sizes.append(sum(path.stat().st_size for path in stage.glob(".bulletin-parse-*.partial")))
        return own(*given)

    monkeypatch.setattr(pool, "_answer", read)
    assert main(["parse", "in", "in", "--format", form, "-o", "out", "--jobs", "1"]) == 0
    assert sizes == sorted(sizes)
    assert len(set(sizes)) == len(sizes) - (form == "json")


@pytest.mark.parametrize("application_id", [0, 7])
def test_an_archive_is_known_by_its_tables_as_well(application_id, stage):
    archive = archive_of([parse_text(WHOLE)], "third.db")
    archive.database.execute(f"PRAGMA application_id = {application_id}")
    archive.close()
    with pytest.raises(ExportError, match="it is an archive"), whole_file(Target(Path("third.db"), Form("text"), force=True)):
        pass


def test_an_archive_whose_work_is_not_written_back_is_known(stage):
    """After a kill, its file may hold no more than a header."""
    archive = archive_of([parse_text(WHOLE)], "open.db")
    for end in ("", "-wal", "-shm"):
        shutil.copy(f"open.db{end}", f"killed.db{end}")
    archive.close()
    with pytest.raises(ExportError, match="it is an archive"), whole_file(Target(Path("killed.db"), Form("text"), force=True)):
        pass
    assert Archive.open("killed.db").bulletin(664)


@pytest.mark.parametrize("link", [shutil.copy, os.link, os.symlink])
def test_a_lock_empties_no_file_of_somebody_else(link, stage, capsys):
    link(stage / "thesis.txt", stage / "new.db.lock")
    before = contents(stage)
    assert main(["ingest", "in", "--archive", "new.db", "--jobs", "1"]) == 5
    assert "new.db" in capsys.readouterr().err
    assert contents(stage) == before


def test_the_api_protects_as_the_command_does(stage):
    with Archive.open("archive.db") as archive:
        with pytest.raises(ExportError, match="it is there"):
            archive.export("thesis.txt", "jsonl")
        archive.export("thesis.txt", "jsonl", force=True)
        with pytest.raises(ExportError, match="it is read by this run"):
            archive.export("hard-archive", "jsonl", force=True)
    with pytest.raises(ExportError, match="an archive is in it: x.db"):
        write_report("archive.db", "with-archive", force=True)
