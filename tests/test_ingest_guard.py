"""Workers are bounded in time and memory and really killed; the run goes on, and says what happened."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import Future, ProcessPoolExecutor
from pathlib import Path

import pytest

from bulletin_parse.archive import guard, jobs, wire
from bulletin_parse.archive.archive import Archive
from bulletin_parse.archive.ingest import Settings
from bulletin_parse.errors import ArchiveError
from invented import bulletin_text


@pytest.fixture
def folder(tmp_path):
    """A bulletin, and one that takes seconds to read and hundreds of MiB of memory."""
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "1.md").write_text(bulletin_text(1), encoding="utf-8")
    (tmp_path / "files" / "2.md").write_text(bulletin_text(2, items=400, paragraphs=60), encoding="utf-8")
    return tmp_path / "files"


def ingest(folder, *, jobs=1, **settings):
    with Archive.open(folder.parent / "archive.db") as archive:
        report = archive.ingest(folder, jobs=jobs, settings=Settings(**settings))
        return report.account, dict(archive.database.execute("SELECT error_type, error_message FROM rejected_files").fetchall())


def children() -> set[int]:
    return {int(pid) for task in Path("/proc/self/task").iterdir() for pid in (task / "children").read_text().split()}


def test_a_file_that_takes_too_long_is_killed_and_the_run_goes_on(folder):
    before, began = children(), time.monotonic()
    account, errors = ingest(folder, seconds=0.5)
    assert account == (2, 1, 0, 0, 1)
    assert errors["TimeLimit"].endswith("2.md: it was not read within 0.5 seconds. Raise the limit: --time-limit")
    assert time.monotonic() - began < 20
    assert children() <= before


def test_a_limit_is_tried_again_under_another_limit_only(folder):
    assert ingest(folder, seconds=0.5)[0] == (2, 1, 0, 0, 1)
    assert ingest(folder, seconds=0.5)[0] == (2, 0, 1, 0, 1)
    assert ingest(folder, seconds=300.0)[0] == (2, 1, 1, 0, 0)


def test_a_file_that_takes_too_much_memory_is_rejected(folder):
    account, errors = ingest(folder, memory=160)
    assert account == (2, 1, 0, 0, 1)
    ((kind, message),) = errors.items()  # a library in Rust or C++ may end the process where Python says MemoryError
    assert kind in ("MemoryLimit", "WorkerDied")
    assert "memory" in message


class Full:
    """A worker that earlier files have left no memory, or that a file fills by itself."""

    def __init__(self, *, alone):
        self.memory, self.alone, self.is_fresh = 1024, alone, False

    def kill(self):
        self.is_fresh = True

    def run(self, work, job, seconds):  # noqa: ARG002
        if self.alone or not self.is_fresh:
            raise guard.WorkerExhausted
        return jobs.Outcome(job.file, None)


@pytest.mark.parametrize(("alone", "kind"), [(False, "NoneType"), (True, "Failure")])
def test_memory_that_earlier_files_took_is_not_put_down_to_the_next(alone, kind, monkeypatch):
    worker = Full(alone=alone)
    monkeypatch.setattr(guard, "worker_of_thread", lambda memory: worker)
    assert type(guard.read_guarded(jobs.Job("a.pdf")).result).__name__ == kind
    assert worker.is_fresh  # the next file finds an empty one


@pytest.mark.parametrize(("times", "account"), [(1, (2, 2, 0, 0, 0)), (2, (2, 1, 0, 0, 1))])
def test_a_worker_that_dies_costs_its_file_only(times, account, folder):
    def kill_soon():
        for _ in range(times):
            kill_one()

    def kill_one():
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            time.sleep(0.05)
            for pid in children():
                if b"bulletin_parse.archive.worker" in Path(f"/proc/{pid}/cmdline").read_bytes() and _cpu(pid) > 1.5:
                    os.kill(pid, signal.SIGSEGV)
                    return

    killer = threading.Thread(target=kill_soon)
    killer.start()
    found, errors = ingest(folder)
    killer.join()
    assert found == account
    assert all("the process that read it died (SIGSEGV)" in message for message in errors.values())


def _cpu(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def test_a_defect_of_ours_costs_its_file_only(folder, monkeypatch):
    worker = guard.Worker(1024)
    try:
        with pytest.raises(guard.DefectFound, match="AttributeError"):
            worker.run("read", "no job", 30)
        assert worker.run("read", jobs.Job(str(folder / "1.md")), 30).result.bulletin_key == "issue 1"
    finally:
        worker.kill()


def test_workers_end_with_their_parent(tmp_path):
    worker = guard.Worker(1024)
    worker.run("read", jobs.Job("none"), 30)
    process = worker._process
    process.stdin.close()
    assert process.wait(timeout=10) == 0
    process.stdout.close()


def test_a_worker_that_cannot_start_is_an_archive_error(monkeypatch, folder):
    monkeypatch.setattr(guard.sys, "executable", "/bin/false")
    with pytest.raises(ArchiveError, match="does not start"):
        ingest(folder)


def test_an_executor_that_breaks_ends_the_run_in_order(folder):
    with ProcessPoolExecutor(1) as executor:
        executor.submit(os._exit, 1).exception()
        with Archive.open(folder.parent / "archive.db") as archive, pytest.raises(ArchiveError, match="takes no more jobs"):
            archive.ingest(folder, executor=executor)


def test_a_job_that_an_executor_gives_up_is_one_rejected_file(folder):
    class Losing:
        def submit(self, function, job):
            future = Future()
            if job.file.endswith("2.md"):
                future.set_exception(RuntimeError("the cluster lost it"))
            else:
                future.set_result(function(job))
            return future

    with Archive.open(folder.parent / "archive.db") as archive:
        assert archive.ingest(folder, executor=Losing()).account == (2, 1, 0, 0, 1)
        ((message,),) = archive.database.execute("SELECT error_message FROM rejected_files").fetchall()
    assert "the cluster lost it" in message


@pytest.mark.parametrize(("name", "kind"), [("1.md", jobs.Reading), ("none.md", jobs.Failure)])
def test_a_worker_answers_until_its_stdin_ends(folder, name, kind):
    process = subprocess.Popen([sys.executable, "-m", "bulletin_parse.archive.worker", "1024"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert wire.receive(process.stdout) == "ready"
    for _ in range(2):
        wire.send(process.stdin, ("read", jobs.Job(str(folder / name)), 60.0))
        assert isinstance(wire.receive(process.stdout).result, kind)
    wire.send(process.stdin, ("read", None, 60.0))
    assert wire.receive(process.stdout).text.startswith("AttributeError")
    process.communicate()
    assert process.returncode == 0
