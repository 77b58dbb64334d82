"""Ingesting processes are bounded in time and memory and really killed; the run goes on, and says what happened."""

from __future__ import annotations

import os
import signal
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest

from bulletin_parse import Archive, ChildUnavailable, Limits, Settings
from bulletin_parse.archive.ingest import jobs
from bulletin_parse.supervise import guard, start
from conftest import MIB
from invented import bulletin_text

pytestmark = pytest.mark.usefixtures("each_start_method")

LARGE = 220  # items: no machine reads them before a signal arrives
SLOW = 1000  # items: twice what a second and 24 MiB read on the fastest machine that ran these tests


@pytest.fixture
def folder(tmp_path):
    """A bulletin, and one that takes seconds to read and hundreds of MiB of memory."""
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "1.md").write_text(bulletin_text(1), encoding="utf-8")
    (tmp_path / "files" / "2.md").write_text(bulletin_text(2, items=LARGE, paragraphs=60), encoding="utf-8")
    return tmp_path / "files"


@pytest.fixture
def slow_folder(folder):
    """The same with a file that passes a limit of one second."""
    (folder / "2.md").write_text(bulletin_text(2, items=SLOW, paragraphs=60), encoding="utf-8")
    return folder


def ingest(folder, *, jobs=1, **limits):
    with Archive.open(folder.parent / "archive.db") as archive:
        report = archive.ingest(folder, jobs=jobs, settings=Settings(limits=Limits(**limits)))
        return report.account, dict(archive.database.execute("SELECT error_type, error_message FROM rejected_files").fetchall())


def descendants(pid: int | str = "self") -> set[int]:
    """The processes below one, those that a server forks among them."""
    found = set()
    with suppress(OSError):  # it has ended
        for task in Path(f"/proc/{pid}/task").iterdir():
            with suppress(OSError):
                found |= {int(child) for child in (task / "children").read_text().split()}
    return found.union(*map(descendants, found)) if found else found


def test_a_file_that_takes_too_long_is_killed_and_the_run_goes_on(slow_folder):
    before = descendants()
    account, errors = ingest(slow_folder, seconds=1.0)
    assert account == (2, 1, 0, 0, 1, 0)
    assert "2.md: it passes the limit of 1 seconds. If the file is a bulletin, raise the limit: limits=Limits(seconds=…)" in errors["LimitExceeded"]
    assert len(descendants() - before) <= 1  # the server that forks


@pytest.mark.slow
def test_a_limit_is_tried_again_under_another_limit_only(slow_folder):
    assert ingest(slow_folder, seconds=1.0)[0] == (2, 1, 0, 0, 1, 0)
    assert ingest(slow_folder, seconds=1.0)[0] == (2, 0, 1, 0, 1, 0)
    assert ingest(slow_folder, seconds=300.0)[0] == (2, 1, 1, 0, 0, 0)


def test_a_file_that_takes_too_much_memory_is_rejected(slow_folder):
    account, errors = ingest(slow_folder, memory=24 * MIB, seconds=600.0)
    assert account == (2, 1, 0, 0, 1, 0)
    ((kind, message),) = errors.items()  # a library in Rust or C++ may end the process where Python says MemoryError
    assert kind in ("LimitExceeded", "EngineCrashed")
    assert "memory" in message


@pytest.mark.parametrize(("times", "account"), [(1, (2, 2, 0, 0, 0, 0)), (2, (2, 1, 0, 0, 1, 0))])
def test_a_child_that_dies_costs_its_file_only(times, account, folder, monkeypatch):
    """It is killed when it has been given the large file."""
    others, killed, files = descendants(), set(), []

    def answered(self, call, answer=guard.Guard._answer):
        files.append(call.source)
        return answer(self, call)

    def killed_and_received(child, received=guard._received):
        if child.is_ready and files[-1].endswith("2.md") and len(killed) < times:
            (pid,) = [pid for pid in descendants() - others - killed if not descendants(pid) - killed]  # and not the server that forked it
            os.kill(pid, signal.SIGSEGV)
            killed.add(pid)  # it is listed until its parent has seen that it is dead
        return received(child)

    monkeypatch.setattr(guard.Guard, "_answer", answered)
    monkeypatch.setattr(guard, "_received", killed_and_received)
    found, errors = ingest(folder)
    assert len(killed) == times
    assert found == account
    assert all("the process that read it died (SIGSEGV)" in message for message in errors.values())


def test_a_system_that_starts_no_process_ends_the_run(monkeypatch, folder):
    def refuse(*_):
        raise BlockingIOError("Resource temporarily unavailable")

    for name in ("_fork", "_fork_elsewhere", "_spawn"):
        monkeypatch.setattr(start, name, refuse)
    with pytest.raises(ChildUnavailable, match="no process can be started to read in"):
        ingest(folder)


def test_an_executor_that_breaks_ends_the_run_in_order(folder):
    with ProcessPoolExecutor(1) as executor:
        executor.submit(os._exit, 1).exception()
        with Archive.open(folder.parent / "archive.db") as archive, pytest.raises(Exception, match="takes no more jobs"):
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
        assert archive.ingest(folder, executor=Losing()).account == (2, 1, 0, 0, 1, 0)
        ((message,),) = archive.database.execute("SELECT error_message FROM rejected_files").fetchall()
    assert "the cluster lost it" in message


@pytest.mark.parametrize(("name", "kind"), [("1.md", jobs.ReadFile), ("none.md", jobs.Failure)])
def test_a_job_gives_an_outcome_whatever_its_file_is(folder, name, kind):
    assert isinstance(jobs.read_guarded(jobs.Job(str(folder / name))).result, kind)
