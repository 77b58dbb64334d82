"""Every file of a real folder: read, or named with the reason and what would read it; copies read once; newer readings left alone."""

from __future__ import annotations

import io
import json
import os
import shutil
import zipfile
from pathlib import Path

import pytest

from bulletin_parse import Archive, Settings, Watcher, main
from bulletin_parse.archive.ingest import jobs
from bulletin_parse.archive.ingest import run as ingest_run
from bulletin_parse.archive.ingest.parsers import is_older
from conftest import FIXTURES
from invented import bulletin_text

# What a folder of thirteen years holds beside bulletins, and a word of what is said of it.
OTHERS = {
    "3.doc": "soffice",
    "5.wps": "soffice",
    "6.ofd": "OFD",
    "7.caj": "CAJViewer",
    "9.webp": "Save it as",
    "10.GIF": "Save it as",
    "11.rar": "Unpack",
    "12.xlsx": "workbook",
    "~$13.docx": "Word leaves",
    ".14.pdf": "hidden",
    "Thumbs.db": "operating system",
    "README.pdf": "Name the file itself",
    "README.md": "Name the file itself",
    "第15期": "no suffix",
    "16.pdf.bak": ".bak",
    "17\n\x1b[31m.7z": "Unpack",
    "a" * 250 + ".rar": "Unpack",
}


def put(folder: Path, name: str, number: int, *changes: tuple[str, str]) -> Path:
    text = bulletin_text(number, items=3)
    for was, now in changes:
        assert was in text
        text = text.replace(was, now)
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "files"
    folder.mkdir()
    return folder


@pytest.fixture
def ingest(folder, tmp_path):
    def run(*paths, watcher=None, **settings):
        with Archive.open(tmp_path / "a.db") as archive:
            return archive.ingest(list(paths) or [folder], jobs=1, settings=Settings(**settings), watcher=watcher)

    return run


def query(tmp_path, sql):
    with Archive.open(tmp_path / "a.db") as archive:
        return archive.database.execute(sql).fetchall()


@pytest.fixture
def mixed(folder):
    """Two bulletins, a copy of one in a folder below, an empty PDF, files of every other kind, and a link to a folder."""
    put(folder, "1.md", 1)
    put(folder, "2.md", 2)
    (folder / "copies").mkdir()
    shutil.copy(folder / "1.md", folder / "copies" / "eins.md")
    (folder / "empty.pdf").touch()
    for name in OTHERS:
        (folder / name).write_bytes(b"anything")
    (folder / "link").symlink_to(folder / "copies")
    return folder


def test_every_file_of_a_folder_has_a_line(mixed, ingest, tmp_path):
    report = ingest()
    assert report.account == (len(OTHERS) + 5, 2, 0, 1, 1, len(OTHERS) + 1)
    assert report.account.adds_up
    said = {os.path.basename(each.file): f"{each.reason}. {each.remedy}" for each in report.ignored}  # noqa: PTH119 - as they are named
    assert set(said) == {*OTHERS, "link"}
    assert {name for name, word in OTHERS.items() if word not in said[name]} == set()
    assert [Path(each.file).name for each in report.rejected] == ["empty.pdf"]
    ledger = dict(query(tmp_path, "SELECT file, status FROM ledger"))
    assert len(ledger) == report.account.seen
    assert ledger[str(mixed / "copies" / "eins.md")] == "superseded"
    assert query(tmp_path, "SELECT files_seen, files_ignored FROM runs") == [(report.account.seen, report.account.ignored)]


def test_the_second_run_reads_nothing_and_says_the_same(mixed, ingest, monkeypatch, tmp_path):
    ingest()
    before = query(tmp_path, "SELECT * FROM runs")
    monkeypatch.setattr(ingest_run, "read_guarded", None)
    again = ingest()
    assert again.account == (len(OTHERS) + 5, 0, 3, 0, 1, len(OTHERS) + 1)
    assert (len(again.ignored), len(again.rejected)) == (len(OTHERS) + 1, 1)
    assert query(tmp_path, "SELECT * FROM runs") == before


def test_the_command_names_all_of_them(mixed, tmp_path, capsys):
    assert main(["ingest", str(mixed), "--archive", str(tmp_path / "a.db"), "--jobs", "1", "--format", "json"]) == 3
    out, err = capsys.readouterr()
    told = json.loads(out)
    assert told["seen"] == sum(told[name] for name in ("stored", "unchanged", "superseded", "rejected", "ignored"))
    assert (len(told["ignored_files"]), [Path(each["file"]).name for each in told["rejected_files"]]) == (told["ignored"], ["empty.pdf"])
    assert "\x1b" not in err
    assert "2 files ignored, by its name it describes the folder" in err
    assert len([line for line in err.splitlines() if not line.startswith("bulletin-parse: ")]) == 0


def test_identical_copies_are_read_once(folder, ingest, monkeypatch, tmp_path):
    for name in ("a.md", "b.md", "c.md"):
        put(folder, name, 1)
    shutil.copy(folder / "a.md", folder / "d.txt")  # read as plain text
    read = []
    done = jobs.read_guarded
    monkeypatch.setattr(ingest_run, "read_guarded", lambda job: read.append(job.file) or done(job))
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(1) as pool, Archive.open(tmp_path / "a.db") as archive:
        report = archive.ingest([folder], executor=pool)
        assert (report.account, [Path(file).name for file in read]) == ((4, 1, 0, 3, 0, 0), ["a.md", "d.txt"])
        put(folder, "e.md", 1)
        assert archive.ingest([folder], executor=pool).account == (5, 0, 4, 1, 0, 0)
    assert len(read) == 2
    names = [json.loads(record)["source"]["name"] for record in records(tmp_path)]
    assert sorted(names) == ["a.md", "b.md", "c.md", "d.txt", "e.md"]


def records(tmp_path) -> list[str]:
    from bulletin_parse.archive.store.rows import record_text

    return [record_text(record) for (record,) in query(tmp_path, "SELECT record FROM records")]


def test_copies_of_a_file_that_cannot_be_read_are_rejected_each(folder, ingest):
    for name in ("a.pdf", "b.pdf"):
        (folder / name).write_bytes(b"%PDF-1.4 and no more")
    report = ingest()
    assert report.account == (2, 0, 0, 0, 2, 0)
    assert all(each.message.startswith(each.file) for each in report.rejected)


def test_a_file_that_was_named_by_itself_is_read_though_its_folder_leaves_it_out(folder, ingest):
    put(folder, "README.md", 1)
    put(folder, "2.md", 2)
    assert ingest(folder).account == (2, 1, 0, 0, 0, 1)
    assert ingest(folder / "README.md").account == (1, 1, 0, 0, 0, 0)
    assert ingest(folder).account == (2, 0, 2, 0, 0, 0)


def test_the_archive_in_its_own_folder_is_none_of_the_files(folder):
    put(folder, "1.md", 1)
    with Archive.open(folder / "archive.db") as archive:
        for _ in range(2):
            assert archive.ingest([folder], jobs=1).account.seen == 1


def test_a_part_of_a_bulletin_carries_its_finding(folder, ingest, tmp_path):
    text = bulletin_text(1, items=3)
    (folder / "1.md").write_text(text[: text.index("具体内容")], encoding="utf-8")
    for _ in range(2):
        (rejected,) = ingest().rejected
        assert [finding.code for finding in rejected.findings] == ["BP909"]
    put(folder, "1.md", 1)
    assert ingest().account == (1, 1, 0, 0, 0, 0)
    assert query(tmp_path, "SELECT code FROM findings WHERE source_id IS NOT NULL") == []


@pytest.mark.parametrize("path", ["nowhere", "nowhere.md", "no*thing.md", "empty"])
def test_no_archive_is_made_for_a_path_that_leads_nowhere(tmp_path, path, capsys):
    (tmp_path / "empty").mkdir()
    assert main(["ingest", str(tmp_path / path), "--archive", str(tmp_path / "a.db")]) == 3
    assert capsys.readouterr().err.count("\n") == 1
    assert {each.name for each in tmp_path.iterdir()} == {"empty"}


def test_a_wrong_path_is_not_remembered(folder, ingest, tmp_path):
    put(folder, "1.md", 1)
    assert ingest(folder, tmp_path / "wrong.md").account == (2, 1, 0, 0, 1, 0)
    assert query(tmp_path, "SELECT count(*) FROM sources") == [(1,)]


def test_an_older_version_leaves_what_a_newer_one_has_read(folder, ingest, monkeypatch):
    put(folder, "1.md", 1)
    monkeypatch.setattr("bulletin_parse.archive.store.store.__version__", "99.1")
    ingest()
    monkeypatch.undo()
    report = ingest()
    assert (report.account, report.newer) == ((1, 0, 1, 0, 0, 0), (str(folder / "1.md"),))
    assert ingest(reparse=True).account.stored == 1
    assert ingest().newer == ()


@pytest.mark.parametrize(("one", "other"), [("0.9", "0.10"), ("1.0rc1", "1.0"), ("1.0.dev3", "1.0"), ("1.0", "1.0.1")])
def test_which_version_is_older(one, other):
    assert (is_older(one, other), is_older(other, one), is_older(one, one)) == (True, False, False)


def test_files_that_are_gone_are_forgotten_on_demand(folder, ingest, tmp_path):
    for number in (1, 2):
        put(folder, f"{number}.md", number)
    (folder / "x.doc").touch()
    (tmp_path / "elsewhere").mkdir()
    put(tmp_path / "elsewhere", "3.md", 3)
    ingest(folder, tmp_path / "elsewhere")
    for gone in (folder / "2.md", folder / "x.doc", tmp_path / "elsewhere" / "3.md"):
        gone.unlink()
    assert ingest(folder).pruned == ()
    assert ingest(folder, prune=True, dry_run=True).pruned == (str(folder / "2.md"), str(folder / "x.doc"))
    assert ingest(folder, prune=True).pruned == (str(folder / "2.md"), str(folder / "x.doc"))
    assert [number for (number,) in query(tmp_path, "SELECT issue_number FROM bulletins ORDER BY 1")] == [1, 3]


def test_a_folder_that_is_empty_all_at_once_is_not_pruned(folder, ingest, tmp_path):
    put(folder, "1.md", 1)
    ingest()
    (folder / "1.md").unlink()  # as a network drive that is not there
    report = ingest(prune=True)
    assert (report.pruned, report.account.rejected) == ((), 1)
    assert query(tmp_path, "SELECT count(*) FROM bulletins") == [(1,)]


def test_a_watcher_is_told_of_ignored_files(folder, ingest):
    class Listening(Watcher):
        def __init__(self):
            self.files = []

        def ignored(self, ignored):
            self.files.append(Path(ignored.file).name)

    (folder / "1.doc").touch()
    put(folder, "1.md", 1)
    watcher = Listening()
    ingest(watcher=watcher)
    assert watcher.files == ["1.doc"]


def test_a_pdf_is_no_less_one_for_its_suffix_in_capitals(folder, ingest):
    shutil.copy(FIXTURES / "word.pdf", folder / "1.PDF")
    assert ingest().account.stored == 1


def test_files_of_one_bulletin_that_differ_are_a_finding_on_it_for_as_long_as_they_do(tmp_path):
    folder, text = tmp_path / "files", bulletin_text(664, items=2)
    folder.mkdir()
    (folder / "664.md").write_text(text, encoding="utf-8")
    other = folder / "664.txt"
    with Archive.open(tmp_path / "a.db") as archive:

        def differences() -> list[tuple[str, int | None]]:
            archive.ingest(folder, jobs=1)
            found = archive.database.execute("SELECT message, bulletin_id FROM findings WHERE code = 'BP606'").fetchall()
            (bulletin,) = archive.database.execute("SELECT bulletin_id FROM bulletins").fetchone()
            assert all(each == bulletin for _, each in found)
            return [message for message, _ in found]

        assert differences() == []
        other.write_text(text.replace("来源：新华网", "来源：光明网"), encoding="utf-8")
        (told,) = differences()
        assert told.startswith(f"{other} differs from {folder / '664.md'}, which is the same bulletin, in ")
        assert "BP606" in archive.list()[0].codes
        assert [finding.code for finding in archive.show(664).findings].count("BP606") == 1
        other.write_bytes(b"")
        assert differences() == []
        other.write_text(text.replace("来源：新华网", "来源：光明网"), encoding="utf-8")
        assert len(differences()) == 1
        other.write_text(text, encoding="utf-8")
        assert differences() == []


def test_a_broken_zip_file_has_a_line_until_it_is_whole(tmp_path):
    folder = tmp_path / "files"
    folder.mkdir()
    zipped, inner = folder / "a.zip", io.BytesIO()
    with zipfile.ZipFile(inner, "w") as made:
        made.writestr("665.md", bulletin_text(665, items=1))
    with Archive.open(tmp_path / "a.db") as archive:

        def lines() -> list[tuple[str, str]]:
            account = archive.ingest(folder, jobs=1).account
            assert account.adds_up
            return [(os.path.relpath(each.file, folder), each.status) for each in archive.list(status=None)]

        def pack(within: bytes) -> None:
            with zipfile.ZipFile(zipped, "w") as made:
                made.writestr("664.md", bulletin_text(664, items=1))
                made.writestr("b.zip", within)

        zipped.write_bytes(b"PK\3\4" + bytes(64))
        assert lines() == lines() == [("a.zip", "rejected")]
        assert archive.database.execute("SELECT count(*) FROM runs").fetchone() == (1,)  # the second has nothing to write
        pack(inner.getvalue()[:40])
        assert lines() == lines() == [("a.zip!/664.md", "stored"), ("a.zip!/b.zip", "rejected")]
        pack(inner.getvalue())
        assert lines() == lines() == [("a.zip!/664.md", "stored"), ("a.zip!/b.zip!/665.md", "stored")]


def test_a_link_that_leads_nowhere_has_a_line_until_it_is_gone(folder, ingest, tmp_path):
    put(folder, "1.md", 1)
    (folder / "2.md").symlink_to(folder / "nowhere.md")
    for _ in range(2):
        assert ingest(prune=True).account[3:5] == (0, 1)
        assert query(tmp_path, "SELECT status FROM sources ORDER BY file") == [("stored",), ("rejected",)]
    (folder / "2.md").unlink()
    assert ingest(prune=True).pruned == (str(folder / "2.md"),)
