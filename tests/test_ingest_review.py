"""What a hostile reader of the archive found: each the smallest case that once went wrong."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from bulletin_parse import Archive, ArchiveError, IngestOptions, Settings, main
from bulletin_parse.archive.store import database, schema
from conftest import ROOT
from invented import bulletin_text


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "files").mkdir()
    return tmp_path / "files"


def put(file: Path, number: int, *changes: tuple[str, str], items: int = 5) -> Path:
    text = bulletin_text(number, items=items)
    for was, now in changes:
        assert was in text
        text = text.replace(was, now)
    file.write_text(text, encoding="utf-8")
    return file


def numbers(path) -> list[int | None]:
    with Archive.open(path) as archive:
        return [bulletin.issue_number for bulletin in archive.bulletins()]


def ruling(path) -> dict[int | None, str]:
    with Archive.open(path) as archive:
        return {number: Path(file).name for number, file in archive.database.execute("SELECT issue_number, file FROM bulletins JOIN sources USING (source_id)")}


@pytest.fixture
def ingest(folder, tmp_path):
    def run(*paths, archive="a.db", **settings):
        with Archive.open(tmp_path / archive) as opened:
            return opened.ingest(list(paths) or [folder], jobs=1, settings=Settings(**settings))

    return run


@pytest.mark.parametrize("content", [b"", None], ids=["an empty file", "a file that has its first page only"])
def test_an_archive_killed_at_birth_is_filled_by_the_next_run(folder, tmp_path, content):
    put(folder / "1.md", 1)
    if content is None:
        newborn = sqlite3.connect(tmp_path / "a.db")
        newborn.execute("PRAGMA journal_mode = WAL")
        newborn.close()
    else:
        (tmp_path / "a.db").write_bytes(content)
    assert main(["ingest", str(folder), "--archive", str(tmp_path / "a.db"), "--jobs", "1"]) == 0
    assert numbers(tmp_path / "a.db") == [1]


def test_an_older_archive_is_migrated_by_the_command(folder, tmp_path, monkeypatch, ingest, capsys):
    put(folder / "1.md", 1)
    ingest()
    old = schema.migrations()
    monkeypatch.setattr(schema, "migrations", lambda: [*old, "CREATE TABLE extra (x INTEGER) STRICT;"])
    arguments = ["ingest", str(folder), "--archive", str(tmp_path / "a.db"), "--jobs", "1"]
    assert main([*arguments, "--dry-run"]) == 0
    assert (numbers(tmp_path / "a.db"), version_in(tmp_path / "a.db")) == ([1], len(old))
    assert main(arguments) == 0
    assert (numbers(tmp_path / "a.db"), version_in(tmp_path / "a.db")) == ([1], len(old) + 1)
    kept = tmp_path / f"a.schema-{len(old)}.db"
    assert (numbers(kept), version_in(kept)) == ([1], len(old))
    assert f"it is kept in {kept}" in capsys.readouterr().err


def version_in(path):
    with closing(sqlite3.connect(path)) as database:
        return schema.version_of(database)


def test_names_that_are_no_characters_stay_apart(folder, tmp_path, ingest):
    put(Path(os.fsdecode(os.fsencode(folder) + b"/a\xff.md")), 10)
    put(folder / "a\\xff.md", 11)
    put(folder / "a%FF.md", 12)
    assert ingest().account == (3, 3, 0, 0, 0, 0)
    assert ingest().account == (3, 0, 3, 0, 0, 0)
    assert numbers(tmp_path / "a.db") == [10, 11, 12]


def test_what_a_killed_run_left_is_not_forgotten_where_nothing_can_be_written(folder, tmp_path, monkeypatch, ingest):
    put(folder / "1.md", 1)
    ingest()
    Path(f"{tmp_path}/a.db-wal").write_bytes(b"\x01" * 100)
    real = sqlite3.connect

    def cannot_share(*arguments, **options):
        connection = real(*arguments, **options)
        if "immutable" in str(arguments[0]):
            return connection
        connection.close()

        class Failing:
            def execute(self, *_):
                error = sqlite3.OperationalError("unable to open database file")
                error.sqlite_errorcode = sqlite3.SQLITE_CANTOPEN
                raise error

            def close(self):
                pass

        return Failing()

    monkeypatch.setattr(database.sqlite3, "connect", cannot_share)
    with pytest.raises(ArchiveError, match="left work that is not written back"):
        Archive.open(tmp_path / "a.db")


def test_a_pattern_of_folders_searches_them(tmp_path, ingest):
    for year in ("y2013", "y2014"):
        (tmp_path / year).mkdir()
        put(tmp_path / year / "1.md", int(year[1:]) - 2012)
    assert ingest(f"{tmp_path}/y20*").account == (2, 2, 0, 0, 0, 0)


def test_what_cannot_be_listed_is_rejected_and_not_passed_over(folder, ingest, monkeypatch):
    put(folder / "1.md", 1)
    (folder / "closed").mkdir()
    (folder / "9.md").symlink_to(folder / "nowhere.md")
    real = os.scandir

    def scandir(path):
        if str(path).endswith("closed"):
            raise OSError(5, "Input/output error")
        return real(path)

    monkeypatch.setattr("bulletin_parse.discovery.os.scandir", scandir)
    assert ingest().account == (3, 1, 0, 0, 2, 0)


def test_different_bulletins_of_one_number_and_one_title_stay_two(folder, tmp_path, ingest):
    for name, number, day in (("a.md", 20, "x"), ("b.md", 300, "y")):
        text = bulletin_text(number, items=1).replace(f"第{number}期", "第20期")
        title = text.split("1. ")[1].split("\n")[0]
        (folder / name).write_text(text.replace(title, "要闻摘编") + day, encoding="utf-8")
    assert ingest().account == (2, 2, 0, 0, 0, 0)
    assert numbers(tmp_path / "a.db") == [20, 20]


def test_a_date_that_is_wrong_in_one_copy_does_not_make_it_two(folder, ingest):
    put(folder / "a.md", 20)
    put(folder / "b.md", 20, ("2013年10月25日\n\n### 本期", "2013年10月26日\n\n### 本期"))
    report = ingest()
    assert report.account == (2, 1, 0, 1, 0, 0)
    assert report.differing == [(str(folder / "b.md"), str(folder / "a.md"), ["published"])]


def test_a_copy_is_one_bulletin_whatever_it_was_read_with(folder, tmp_path, ingest):
    template = tmp_path / "other.toml"
    builtin = (ROOT / "src/bulletin_parse/parsing/templates/weekly.toml").read_text(encoding="utf-8")
    template.write_text(builtin.replace("期", "号"), encoding="utf-8")
    ingest(put(folder / "a.md", 20))
    assert numbers(tmp_path / "a.db") == [20]
    assert ingest(put(folder / "b.md", 20), options=IngestOptions(template=str(template))).account.adds_up
    assert len(numbers(tmp_path / "a.db")) == 1


def test_a_copy_that_lost_its_number_line_is_one_bulletin(folder, tmp_path, ingest):
    put(folder / "a.md", 20)
    put(folder / "b.md", 20, ("## （第20期）\n\n", ""))
    report = ingest()
    assert report.account == (2, 1, 0, 1, 0, 0)
    assert "issue_number" in report.differing[0][2]
    assert ruling(tmp_path / "a.db") == {20: "a.md"}


def test_a_file_that_is_gone_rules_no_other(folder, tmp_path, ingest):
    put(folder / "9.md", 9)
    ingest()
    (folder / "9.md").unlink()
    put(folder / "9z.md", 9, ("人民网", "光明网"))
    assert ingest().account == (1, 1, 0, 0, 0, 0)
    assert ruling(tmp_path / "a.db") == {9: "9z.md"}
    (folder / "9z.md").unlink()
    put(folder / "10.md", 10)
    ingest()
    assert numbers(tmp_path / "a.db") == [9, 10]


@pytest.mark.parametrize("order", [("a.md", "b.md"), ("b.md", "a.md")])
def test_among_several_preferred_files_the_order_decides(folder, tmp_path, ingest, order):
    for name in ("0.md", *order):
        put(folder / name, 20)
    for name in ("0.md", *order):
        ingest(folder / name, prefer=("*/[ab].md",))
    ingest(prefer=("*/[ab].md",))
    assert ruling(tmp_path / "a.db") == {20: "a.md"}
    with Archive.open(tmp_path / "a.db") as archive:
        before = archive.database.execute("SELECT count(*) FROM runs").fetchone()
        ingest(prefer=("*/[ab].md",))
        assert archive.database.execute("SELECT count(*) FROM runs").fetchone() == before


def test_preferring_one_bulletin_leaves_another_of_its_number_alone(folder, tmp_path, ingest):
    for name in ("copy", "orig"):
        (folder / name).mkdir()
        put(folder / name / "x.md", 20)
        put(folder / name / "y.md", 21, ("第21期", "第20期"), ("2013年11月1日", "2013年10月25日"))
    ingest(prefer=("*/orig/*",))
    with Archive.open(tmp_path / "a.db") as archive:
        files = [row[0] for row in archive.database.execute("SELECT file FROM bulletins JOIN sources USING (source_id) ORDER BY file")]
    assert files == [str(folder / "orig" / "x.md"), str(folder / "orig" / "y.md")]


def test_a_difference_is_told_though_the_other_file_came_earlier(folder, ingest):
    put(folder / "b.md", 20)
    ingest()
    put(folder / "a.md", 20, ("来源：人民网\n", "来源：光明网\n"))
    assert [(Path(file).name, Path(ruler).name) for file, ruler, _ in ingest().differing] == [("b.md", "a.md")]
    assert ingest().differing == []


def test_a_dry_run_leaves_no_trace(folder, tmp_path, ingest):
    put(folder / "1.md", 1)
    ingest()
    put(folder / "2.md", 2)
    (tmp_path / "a.db.lock").unlink()
    before = (tmp_path / "a.db").read_bytes()
    assert ingest(dry_run=True).account == (2, 1, 1, 0, 0, 0)
    assert (tmp_path / "a.db").read_bytes() == before
    assert not (tmp_path / "a.db.lock").exists()


def test_rules_made_up_for_after_a_kill_leave_no_run_behind(folder, tmp_path, ingest):
    put(folder / "1.md", 1)
    ingest()
    with sqlite3.connect(tmp_path / "a.db") as writer:
        writer.execute("INSERT INTO notes VALUES ('archive_findings', 'stale')")
    writer.close()
    ingest()
    with Archive.open(tmp_path / "a.db") as archive:
        assert archive.database.execute("SELECT status FROM runs").fetchall() == [("finished",)]
        assert archive.database.execute("SELECT name FROM notes").fetchall() == [("terms",)]


def test_names_of_archives_that_are_none(tmp_path, folder, capsys):
    put(folder / "1.md", 1)
    for name in (":memory:", "", str(tmp_path / "no" / "where" / "a.db")):
        assert main(["ingest", str(folder), "--archive", name]) == 5
    assert "Traceback" not in capsys.readouterr().err
    assert not (tmp_path / "no").exists()


def test_an_archive_whose_name_is_no_characters(folder, tmp_path):
    put(folder / "1.md", 1)
    name = os.fsdecode(os.fsencode(tmp_path) + b"/\xff.db")
    with Archive.open(name) as archive:
        assert archive.ingest(folder, jobs=1).account == (1, 1, 0, 0, 0, 0)
        assert len(list(archive.bulletins())) == 1


def test_an_archive_is_locked_by_what_it_is_and_not_by_its_name(folder, tmp_path, ingest):
    put(folder / "1.md", 1)
    ingest()
    (tmp_path / "link.db").symlink_to(tmp_path / "a.db")
    with Archive.open(tmp_path / "a.db") as archive, archive._writing(dry_run=False), pytest.raises(ArchiveError, match="another ingest"):
        ingest(archive="link.db")


def test_json_stays_json_when_records_change(folder, tmp_path, ingest, capsys):
    put(folder / "1.md", 1)
    ingest()
    put(folder / "1.md", 1, ("周报", "周刊"))
    assert main(["ingest", str(folder), "--archive", str(tmp_path / "a.db"), "--jobs", "1", "--format", "json"]) == 0
    facts = json.loads(capsys.readouterr().out)
    assert facts["changed"] == 1
    assert ["title", "全国卫生信息化舆情监测周报", "全国卫生信息化舆情监测周刊"] in facts["changes"][str(folder / "1.md")]


def test_an_empty_folder_is_no_file_of_the_ledger(folder, tmp_path, ingest):
    assert ingest().account == (1, 0, 0, 0, 1, 0)
    put(folder / "1.md", 1)
    ingest()
    with Archive.open(tmp_path / "a.db") as archive:
        assert archive.database.execute("SELECT count(*) FROM rejected_files").fetchone() == (0,)


def test_terms_of_another_unicode_are_made_anew(folder, tmp_path, ingest):
    put(folder / "1.md", 1)
    ingest()
    with sqlite3.connect(tmp_path / "a.db") as writer:
        writer.execute("INSERT INTO item_terms (item_terms) VALUES ('delete-all')")
        writer.execute("UPDATE notes SET value = '0 Unicode 1.1' WHERE name = 'terms'")
    writer.close()
    ingest()
    with Archive.open(tmp_path / "a.db") as archive:
        assert len(archive.search("故事")) == 5


def test_interrupts_at_many_moments_print_no_traceback(folder, tmp_path):
    for number in range(1, 30):
        put(folder / f"{number}.md", number)
    code = (
        "import sys; from bulletin_parse.cli.main import main; import bulletin_parse.archive.archive; print('ready', flush=True); sys.exit(main(sys.argv[1:]))"
    )
    for at in range(6):
        arguments = [sys.executable, "-c", code, "ingest", str(folder), "--archive", str(tmp_path / f"{at}.db"), "--jobs", "2"]
        process = subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        assert process.stdout.readline() == "ready\n"
        try:
            process.wait(0.1 + 0.15 * at)
        except subprocess.TimeoutExpired:
            process.send_signal(2)
        out, err = process.communicate(timeout=300)
        assert "Traceback" not in err
        assert "Exception ignored" not in err
        # An interpreter that is done and ending no longer has a handler.
        assert process.returncode in ((0, 130, -signal.SIGINT) if "files seen" in out else (130,))
