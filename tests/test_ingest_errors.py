"""What can go wrong with the archive itself: a clear message, exit code 5, and nothing lost."""

from __future__ import annotations

import multiprocessing
import os
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from bulletin_parse import Archive, ArchiveError, BulletinError, main
from bulletin_parse.archive.store import schema
from invented import bulletin_text

NOBODY = 65534


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "files").mkdir()
    for number in range(1, 4):
        (tmp_path / "files" / f"{number}.md").write_text(bulletin_text(number), encoding="utf-8")
    return tmp_path / "files"


@pytest.fixture
def filled(folder, tmp_path):
    """An archive with three bulletins, and one more waiting in the folder."""
    with Archive.open(tmp_path / "archive.db") as archive:
        archive.ingest(folder, jobs=1)
    (folder / "4.md").write_text(bulletin_text(4), encoding="utf-8")
    return tmp_path / "archive.db"


def stored(path) -> int:
    with Archive.open(path) as archive:
        return archive.database.execute("SELECT count(*) FROM bulletins").fetchone()[0]


def run(capsys, folder, path):
    code = main(["ingest", str(folder), "--archive", str(path), "--jobs", "1"])
    _, err = capsys.readouterr()
    assert "Traceback" not in err
    return code, err


def test_another_programs_database_is_left_alone(capsys, folder, tmp_path):
    database = sqlite3.connect(tmp_path / "other.db")
    database.execute("CREATE TABLE letters (text)")
    database.commit()
    database.close()
    before = (tmp_path / "other.db").read_bytes()
    code, err = run(capsys, folder, tmp_path / "other.db")
    assert (code, "it is a database of another program" in err) == (5, True)
    assert (tmp_path / "other.db").read_bytes() == before


def test_a_file_that_is_no_database_is_left_alone(capsys, folder, tmp_path):
    (tmp_path / "letter.txt").write_text("Dear Sir or Madam, " * 100)
    code, err = run(capsys, folder, tmp_path / "letter.txt")
    assert (code, "it is no archive: not an SQLite file" in err) == (5, True)
    assert (tmp_path / "letter.txt").read_text().startswith("Dear Sir")


def test_a_newer_archive_is_not_touched(capsys, folder, filled):
    database = sqlite3.connect(filled)
    database.execute("PRAGMA user_version = 99")
    database.close()
    code, err = run(capsys, folder, filled)
    assert (code, "its schema is version 99" in err) == (5, True)
    assert "Update it: pip install --upgrade bulletin-parse" in err
    with pytest.raises(ArchiveError):
        Archive.open(filled)


def test_a_damaged_archive_is_told(capsys, folder, filled):
    data = bytearray(filled.read_bytes())
    data[4096:] = bytes(len(data) - 4096)
    filled.write_bytes(data)
    code, err = run(capsys, folder, filled)
    assert (code, "the file is damaged" in err) == (5, True)


def test_two_ingests_at_once(capsys, folder, filled):
    with Archive.open(filled) as archive, archive._writing(dry_run=False):
        code, err = run(capsys, folder, filled)
    assert (code, "another ingest is writing to it" in err) == (5, True)
    assert run(capsys, folder, filled) == (0, "")
    assert stored(filled) == 4


def test_a_writer_of_another_kind_is_waited_for(capsys, folder, filled, monkeypatch):
    monkeypatch.setattr("bulletin_parse.archive.store.database.BUSY_SECONDS", 0.1)
    database = sqlite3.connect(filled, isolation_level=None)
    database.execute("BEGIN IMMEDIATE")
    code, err = run(capsys, folder, filled)
    database.execute("ROLLBACK")
    database.close()
    assert (code, "another program is writing to it" in err) == (5, True)
    assert stored(filled) == 3


def in_child(code: str, *arguments, before=None) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", code, *map(str, arguments)], capture_output=True, text=True, preexec_fn=before, check=False)


MAIN = "import sys; from bulletin_parse.cli.main import main; sys.exit(main(sys.argv[1:]))"


def as_nobody(queue, work, *arguments):
    """Does some work as a user who may write nothing here: root may write everywhere. All modules are loaded by then."""
    if os.getuid() == 0:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)
    try:
        queue.put(work(*arguments))
    except BulletinError as error:
        queue.put(str(error))


def test_an_archive_that_may_not_be_written(folder, filled, tmp_path):
    shared = Path(tempfile.mkdtemp())
    shutil.copy(filled, shared / "archive.db")
    (shared / "archive.db").chmod(0o444)
    shared.chmod(0o555)
    assert reading(shared / "archive.db") == 3
    context = multiprocessing.get_context("fork")
    answers = []
    for work, arguments in ((writing, (folder, shared / "archive.db")), (reading, (shared / "archive.db",))):
        queue = context.SimpleQueue()
        child = context.Process(target=as_nobody, args=(queue, work, *arguments))
        child.start()
        answers.append(queue.get())
        child.join()
    shared.chmod(0o755)
    shutil.rmtree(shared)
    assert answers[1] == 3
    assert answers[0].startswith(f"{shared}/archive.db: it cannot be written (Permission denied)")


def writing(folder, path):
    Archive.open(path).ingest(folder, jobs=1)


def reading(path):
    with Archive.open(path) as archive:
        return len(list(archive.bulletins()))


def test_a_full_disk(folder, filled):
    for number in range(5, 60):
        (folder / f"{number}.md").write_text(bulletin_text(number), encoding="utf-8")
    room = filled.stat().st_size + 100_000

    def bound():
        import signal

        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))

    done = in_child(MAIN, "ingest", folder, "--archive", filled, "--jobs", 1, before=bound)
    assert (done.returncode, done.stderr.count("\n")) == (5, 1)
    assert "disk" in done.stderr
    assert stored(filled) >= 3
    with Archive.open(filled) as archive:
        assert archive.database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert archive.ingest(folder, jobs=1).account.rejected == 0
    assert stored(filled) == 59


def test_a_missing_archive_is_no_empty_one(tmp_path):
    with pytest.raises(ArchiveError, match="there is no such archive"):
        list(Archive.open(tmp_path / "none.db").bulletins())
    assert list(tmp_path.iterdir()) == []


def test_each_migration_leads_to_the_next_version():
    database = sqlite3.connect(":memory:", isolation_level=None)
    assert schema.checked_version(database, "new") == 0
    schema.migrate(database, 0)
    assert schema.checked_version(database, "new") == len(schema.migrations())
    assert database.execute("PRAGMA application_id").fetchone() == (schema.APPLICATION_ID,)
    schema.migrate(database, schema.checked_version(database, "new"))


def test_a_folder_of_bad_files_beside_good_ones(capsys, folder, tmp_path):
    (folder / "empty.pdf").write_bytes(b"")
    (folder / "cut.pdf").write_bytes(b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog")
    (folder / "zeros.txt").write_bytes(bytes(10_000))
    (folder / "huge.md").write_text("无" * 3_000_000, encoding="utf-8")
    os.mkfifo(folder / "pipe.pdf")
    (folder / "folder.pdf").mkdir()
    (folder / "endless.pdf").symlink_to("/dev/zero")
    (folder / "nowhere.pdf").symlink_to(folder / "nothing")
    code, err = run(capsys, folder, tmp_path / "a.db")
    assert code == 3
    names = sorted(line.split("/")[-1].split(":")[0].split(",")[0] for line in err.splitlines())
    assert names == [
        "cut.pdf",
        "empty.pdf",
        "endless.pdf",
        "huge.md",
        "nowhere.pdf",
        "pipe.pdf",
        "zeros.txt",
    ]
    assert stored(tmp_path / "a.db") == 3
    code, err = run(capsys, "/dev/zero", tmp_path / "a.db")
    assert (code, "it is no ordinary file" in err) == (3, True)
