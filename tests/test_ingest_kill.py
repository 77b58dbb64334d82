"""Killed at any moment, the store is whole, and the next run finishes the work to the same content, byte for byte."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from bulletin_parse import Archive, parse
from conftest import FIXTURES, ROOT
from invented import bulletin_text
from test_ingest_guard import descendants

KILLS = [3, pytest.param(30, marks=pytest.mark.slow)]
BULLETINS = 24
FILES = BULLETINS + 4  # and two PDFs, a copy of one, and a bad one
READING = 0.1  # CPU seconds of a process that has begun to read
LONGEST_WAIT = 0.05  # seconds from a file to the kill: some files more, on most machines
# A commit after each file, so that kills fall between and within many of them, and a line for each, so that they fall anywhere.
SCRIPT = """
import sys
from bulletin_parse.archive.ingest import run as ingest
from bulletin_parse import Archive
ingest.COMMIT_SECONDS = 0.0
class Teller(ingest.Watcher):
    def advanced(self, tally):
        print(tally.seen, flush=True)
print("begun", flush=True)
Archive.open(sys.argv[1]).ingest(sys.argv[2], jobs=1, watcher=Teller())
print("done", flush=True)
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("files")
    for number in range(1, BULLETINS + 1):
        (folder / f"{number:03}.md").write_text(bulletin_text(number, paragraphs=2), encoding="utf-8")
    for name in ("story.pdf", "weasyprint.pdf"):
        shutil.copy(FIXTURES / name, folder / name)
    (folder / "copy.md").write_text(parse(FIXTURES / "story.pdf").to_markdown(), encoding="utf-8")
    (folder / "bad.pdf").write_bytes(b"%PDF-1.7\n")
    return folder


def begun(archive, folder):
    process = subprocess.Popen(
        [sys.executable, "-c", SCRIPT, str(archive), str(folder)],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        start_new_session=True,
    )
    assert process.stdout.readline() == b"begun\n"
    return process


def content(archive) -> str:
    with Archive.open(archive) as opened:
        assert opened.database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert opened.database.execute("PRAGMA foreign_key_check").fetchall() == []
        stored = opened.database.execute("SELECT file, status, sha256, bulletin_key, error_message FROM sources ORDER BY file").fetchall()
        findings = opened.database.execute("SELECT scope, code, message FROM findings ORDER BY 1, 2, 3").fetchall()
        return "\n".join([bulletin.to_json(indent=None) for bulletin in opened.bulletins()]) + repr(stored) + repr(findings)


def stored(archive) -> int:
    """How many files a killed run had stored; it may have been killed before it made the first table."""
    with closing(sqlite3.connect(archive)) as database:
        tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master")]
        return database.execute("SELECT count(*) FROM sources").fetchone()[0] if "sources" in tables else 0


def cpu_seconds(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:  # it has ended
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@pytest.mark.parametrize("kills", KILLS)
def test_killed_at_random_moments_it_ends_with_the_same_content(kills, folder, tmp_path):
    process = begun(tmp_path / "whole.db", folder)
    told = process.communicate()[0].splitlines()
    assert told[-1] == b"done"
    expected = content(tmp_path / "whole.db")
    rng = random.Random(20130614)
    reached = []
    for at in range(kills):
        archive = tmp_path / f"{at}.db"
        process = begun(archive, folder)
        for _ in range(rng.randrange(len(told))):
            process.stdout.readline()
        time.sleep(rng.uniform(0.0, LONGEST_WAIT))
        os.kill(process.pid, signal.SIGKILL)
        process.communicate()
        if archive.exists():
            reached.append(stored(archive))
        with Archive.open(archive) as opened:
            report = opened.ingest(folder, jobs=1)
        assert report.account.seen == FILES
        assert content(archive) == expected
        for leftover in tmp_path.glob(f"{at}.db*"):
            leftover.unlink()
    assert len(set(reached)) > kills // 4, f"the kills fell at the same moments: {reached}"


def test_ctrl_c_ends_cleanly_and_the_next_run_goes_on(folder, tmp_path):
    """The first file takes seconds, so that no machine is done before the interruption, which comes when a process reads it."""
    (tmp_path / "0.md").write_text(bulletin_text(99, items=500, paragraphs=60), encoding="utf-8")
    files = [tmp_path / "0.md", folder]
    arguments = [sys.executable, "-m", "bulletin_parse", "ingest", *map(str, files), "--archive", str(tmp_path / "a.db"), "--jobs", "1"]
    process = subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True)
    while not any(cpu_seconds(pid) > READING for pid in descendants(process.pid)) and process.poll() is None:
        time.sleep(0.01)
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=300)
    assert process.returncode == 130
    assert "Traceback" not in err
    assert err.endswith("interrupted; run it again to go on\n")
    assert "files seen" in out
    with Archive.open(tmp_path / "a.db") as archive:
        assert archive.ingest(files, jobs=1).account.seen == FILES + 1
        assert len(list(archive.bulletins())) == BULLETINS + 3
