"""Folders as they are: two hundred files of every kind, hostile ones among them; seven hundred through all that an archive can do; kills while it is kept."""

from __future__ import annotations

import io
import os
import random
import re
import signal
import sqlite3
import subprocess
import sys
import time
import zipfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

import hostile
from archives import made_older
from bulletin_parse import Archive, Settings, main
from bulletin_parse.archive.ingest import jobs
from bulletin_parse.archive.ingest import run as ingest_run
from conftest import FIXTURES, ROOT
from invented import bulletin_text
from words import bulletin as word_bulletin
from words import packed as word_file

PAGE = "<html><body>{}</body></html>"
# Of hostile files, those that cost little; tests/test_hostile.py has the dear ones.
HOSTILE = ("page_tree_loop", "lying_count", "no_pages", "form_loop", "reference_loop", "xref_loop", "huge_numbers", "box_nan", "cut_50", "only_header")
UNREADABLE = {
    "cut.docx": word_file(word_bulletin(1))[:900],
    "bomb.docx": b"PK\3\4" + b"[Content_Types].xml word/document.xml" + bytes(40),
    "deep.html": b"<html>" + b"<div>" * 60_000,
    "noise.html": bytes(range(256)) * 20,
    "noise.zip": b"PK\3\4" + bytes(64),
    "empty.docx": b"",
    "empty.pdf": b"",
    "letter.html": "<html><p>今天天气很好。</p></html>".encode(),
    "password.docx": b"\xd0\xcf\x11\xe0" + bytes(512) + "EncryptedPackage".encode("utf-16-le"),
    "bent.png": b"\x89PNG\r\n\x1a\n" + bytes(40),
}
OTHERS = ("{}.doc", "{}.wps", "{}.ofd", "{}.caj", "~${}.docx", ".{}.pdf", "{}.rar", "{}.xlsx", "{}.mht", "{}.webp", "第{}期", "{}.pdf.bak")


def put(folder: Path, number: int) -> None:
    """A bulletin in a form that its number chooses."""
    text = bulletin_text(number, items=2, paragraphs=1)
    form = ("md", "txt", "docx", "html", "zip")[number % 5]
    path = folder / f"{number}.{form}"
    if form == "docx":
        path.write_bytes(word_file(word_bulletin(number, items=2)))
    elif form == "html":
        lines = [line.strip("# ").strip("<>") for line in text.splitlines() if line.strip()]
        path.write_text(PAGE.format("".join([f"<p>{line.replace('<', '').replace('>', '')}</p>" for line in lines])), encoding="utf-8")
    elif form == "zip":
        with zipfile.ZipFile(path, "w") as made:
            made.writestr(f"2013/第{number}期.md", text)
    else:
        path.write_text(text, encoding="utf-8")


def made(folder: Path) -> int:
    """Two hundred files; returns how many."""
    folder.mkdir()
    for number in range(1, 101):
        put(folder, number)
    for number in range(1, 21):
        (folder / f"copy-{number}.md").write_text(bulletin_text(number * 5, items=2, paragraphs=1), encoding="utf-8")
    for name, data in UNREADABLE.items():
        (folder / name).write_bytes(data)
    for name in HOSTILE:
        (folder / f"{name}.pdf").write_bytes(hostile.HOSTILE[name]())
    for at in range(60):
        (folder / OTHERS[at % len(OTHERS)].format(at)).write_bytes(b"anything")
    return len(list(folder.iterdir()))


@pytest.mark.slow
def test_two_hundred_files_of_every_kind_are_accounted_for(tmp_path, monkeypatch, capsys):
    folder, database = tmp_path / "files", str(tmp_path / "a.db")
    assert made(folder) == 200
    read: list[str] = []
    done = jobs.read_guarded
    monkeypatch.setattr(ingest_run, "read_guarded", lambda job: read.append(job.file) or done(job))
    with ThreadPoolExecutor(2) as pool, Archive.open(database) as archive:
        report = archive.ingest([folder], executor=pool)
        assert report.account.adds_up
        assert report.account == (200, 100, 0, 20, 20, 60)
        assert len(read) == len(set(read))
        rejected = {os.path.relpath(each.file, folder) for each in report.rejected}
        assert rejected == {*UNREADABLE, *[f"{name}.pdf" for name in HOSTILE]}
        for each in report.rejected:
            assert "\n" not in each.message
            assert each.message.startswith(each.file)
            assert ". " in each.message  # a remedy stands behind the reason
        lines = [each.file for each in archive.list(status=None)]
        assert len(lines) == len(set(lines)) == 200
        read.clear()
        again = archive.ingest([folder], executor=pool)
        assert (again.account, read) == ((200, 0, 120, 0, 20, 60), [])
        assert archive.verify(files=True) == ()
    assert main(["parse", str(folder), "--format", "jsonl", "-o", str(tmp_path / "all.jsonl")]) == 3
    _, err = capsys.readouterr()
    assert len((tmp_path / "all.jsonl").read_text(encoding="utf-8").splitlines()) == 120
    assert "Traceback" not in err
    assert len([line for line in err.splitlines() if " ignored, " not in line]) == 20


def walk() -> tuple[str, list[str]]:
    """The cookbook's folder of seven hundred files: what makes it, and the commands."""
    text = (ROOT / "docs" / "cookbook.md").read_text(encoding="utf-8")
    section = text[text.index("## Seven hundred files") :].split("\n## ", 1)[0]
    made, *commands = re.findall(r"```(?:python|sh)\n(.*?)```", section, re.DOTALL)
    return made, [line for block in commands for line in block.splitlines() if line]


@pytest.mark.slow
def test_seven_hundred_files_through_all_that_an_archive_can_do(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    code, commands = walk()
    subprocess.run([sys.executable, "-c", code], check=True, env={**os.environ, "PYTHONPATH": str(ROOT / "src")})
    assert len([path for path in Path("decade").rglob("*") if path.is_file()]) == 700
    with Archive.open("decade.db") as archive:
        report = archive.ingest(["decade"], jobs=2)
        assert report.account == (700, 650, 0, 20, 20, 10)
        assert [row.issue_number for row in archive.list()] == list(range(1, 651))
        assert (len(archive.list(status="rejected")), len(archive.list(status="ignored")), len(archive.list(status="superseded"))) == (20, 10, 20)
        assert archive.forget(7) == (str(tmp_path / "decade" / "2013" / "7.md"),)
        Path("decade/2013/7.md").unlink()
        replaced = Path("decade/2013/6.md")
        replaced.write_text(replaced.read_text(encoding="utf-8").replace("人民网", "光明网"), encoding="utf-8")
        again = archive.ingest(["decade"], jobs=2)
        assert (again.account, again.changed) == ((699, 1, 668, 0, 20, 10), 1)
        (event,) = archive.history(6)
        assert (event.cause, {change.now for change in event.changes if change.path.endswith("source")}) == ("content", {"光明网"})
    made_older("decade.db", 600, publisher="某中心")
    with Archive.open("decade.db") as archive:
        newer = archive.ingest(["decade"], jobs=2)
        assert (newer.account.adds_up, newer.account.unchanged, newer.changed) == (True, 0, 1)
        assert archive.history(600)[-1].before.parser == "0.0.1"
        assert archive.verify(files=True) == ()
        archive.export("decade.csv", "csv")
    assert [line.split()[1] for line in commands if line.startswith("bulletin-parse")][:2] == ["ingest", "list"]


# A kill falls into a forgetting, a pruning, or between two of them.
KEEPING = """
import sys
from pathlib import Path
from bulletin_parse import Archive, Settings
print("begun", flush=True)
with Archive.open(sys.argv[1]) as archive:
    for number in range(1, 11):
        archive.forget(number)
        print(number, flush=True)
    archive.ingest([sys.argv[2]], jobs=1, settings=Settings(prune=True))
print("done", flush=True)
"""


@pytest.mark.parametrize("kills", [3, pytest.param(25, marks=pytest.mark.slow)])
def test_killed_while_it_forgets_and_prunes_an_archive_is_sound(kills, tmp_path):
    folder, whole = tmp_path / "files", tmp_path / "whole.db"
    folder.mkdir()
    for number in range(1, 31):
        (folder / f"{number}.md").write_text(bulletin_text(number, items=1, paragraphs=1), encoding="utf-8")
    with Archive.open(whole) as archive:
        archive.ingest([folder], jobs=1)
    for number in (*range(1, 11), 20, 21):
        (folder / f"{number}.md").unlink()
    left = [number for number in range(11, 31) if number not in (20, 21)]
    rng = random.Random(kills)
    for kill in range(kills):
        database = tmp_path / f"{kill}.db"
        database.write_bytes(whole.read_bytes())
        command = [sys.executable, "-c", KEEPING, str(database), str(folder)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": str(ROOT / "src")}, start_new_session=True) as process:
            assert process.stdout is not None
            for _ in range(rng.randrange(1, 13)):
                process.stdout.readline()
            time.sleep(rng.random() * 0.05)
            os.killpg(process.pid, signal.SIGKILL)
        with closing(sqlite3.connect(database)) as opened:
            assert opened.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert opened.execute("PRAGMA foreign_key_check").fetchall() == []
        with Archive.open(database) as archive:
            assert archive.verify() == ()
            archive.ingest([folder], jobs=1, settings=Settings(prune=True))
            assert sorted(bulletin.issue_number for bulletin in archive.bulletins()) == left
            assert archive.verify(files=True) == ()


@pytest.mark.parametrize(
    "command", [["ingest", "nowhere", "--archive", "a.db"], ["ingest", "nowhere.zip", "--archive", "a.db"], ["ingest", "a.zip!/b.pdf", "--archive", "a.db"]]
)
def test_no_archive_is_made_for_a_path_that_does_not_exist(command, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(command) == 3
    assert not (tmp_path / "a.db").exists()
    assert "no such file" in capsys.readouterr().err


def test_a_name_says_what_a_file_is_and_its_bytes_decide(tmp_path):
    (tmp_path / "664.md").write_bytes(word_file(word_bulletin(664, items=1)))
    (tmp_path / "665.docx").write_text(bulletin_text(665, items=1), encoding="utf-8")
    (tmp_path / "666.html").write_bytes((FIXTURES / "word.pdf").read_bytes())
    with Archive.open(tmp_path / "a.db") as archive:
        assert archive.ingest([tmp_path], jobs=1).account[:2] == (3, 3)  # and the archive's own file is none of them


def test_a_member_named_by_itself_is_read_again_when_its_zip_file_changes(tmp_path):
    file = tmp_path / "a.zip"
    for source in ("人民网", "光明网"):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as zipped:
            zipped.writestr("1.md", bulletin_text(1, items=1).replace("人民网", source).replace("新华网", source))
        file.write_bytes(out.getvalue())
        with Archive.open(tmp_path / "a.db") as archive:
            assert archive.ingest([f"{file}!/1.md"], jobs=1).account[:2] == (1, 1)
            assert archive.bulletin(1).items[0].source == source


def test_a_document_that_no_reader_was_there_for_is_read_when_there_is_one(tmp_path, monkeypatch):
    file = tmp_path / "664.docx"
    file.write_bytes(word_file(word_bulletin(664, items=1)))
    with Archive.open(tmp_path / "a.db") as archive:
        with monkeypatch.context() as without, ThreadPoolExecutor(1) as pool:
            without.setitem(sys.modules, "docx", None)
            without.setattr(ingest_run, "readers_installed", lambda: "")
            without.setattr(ingest_run, "read_guarded", jobs.read)
            report = archive.ingest([file], executor=pool)
            assert "pip install 'bulletin-parse[office]'" in report.rejected[0].message
            assert archive.ingest([file], executor=pool).account.rejected == 1
        assert archive.ingest([file], jobs=1).account.stored == 1
