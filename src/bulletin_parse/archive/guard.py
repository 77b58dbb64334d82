"""The parent's end of a worker: one child process that is really killed when a job exceeds its time.

``read_guarded`` is what every executor runs: each thread that calls it has a worker of its own, which stays for the next job.
"""

from __future__ import annotations

import atexit
import math
import os
import select
import signal
import subprocess
import sys
import threading
import time
import weakref
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from bulletin_parse.archive.jobs import Failure, Job, Outcome
from bulletin_parse.archive.wire import LENGTH, Defect, Exhausted, MoreTime, send, unpacked
from bulletin_parse.errors import ArchiveError

START_SECONDS = 60.0  # to import everything, on a loaded machine
ENDING_SECONDS = 5.0  # for a child that has hung up to be gone, on a loaded machine
_PIPE_BYTES = 1 << 20


class WorkerDied(Exception):
    """The child ended in the midst of a job; ``signal`` is what killed it, if a signal did."""

    def __init__(self, code: int | None) -> None:
        self.signal = -code if code is not None and code < 0 else None
        name = signal.Signals(self.signal).name if self.signal else f"exit code {code}"
        super().__init__(name)


class WorkerSlow(Exception):
    """The child did not answer in time."""


class WorkerExhausted(Exception):
    """The work needed more memory than the child has."""


class DefectFound(Exception):
    """The work met an error that it did not expect."""


class Worker:
    """A child process that does one job at a time.

    Args:
        memory: its limit in MiB.
    """

    def __init__(self, memory: int) -> None:
        self.memory = memory
        self._process: subprocess.Popen[bytes] | None = None
        self._over = False
        self._lock = threading.Lock()

    @property
    def is_fresh(self) -> bool:
        """Whether the next job is its process's first."""
        return self._process is None

    def __del__(self) -> None:
        """A worker that nobody can ask any more ends."""
        self.kill()

    def run(self, work: str, job: Any, seconds: float | None) -> Any:
        """What a function of ``jobs`` makes of a job.

        Raises:
            WorkerSlow: it took longer than the limit, and the process was killed.
            WorkerDied: the process ended.
            WorkerExhausted: it had too little memory.
            DefectFound: the work met an error that it did not expect.
        """
        if self._over:
            raise WorkerDied(None)
        process = self._process or self._start()
        assert process.stdin  # noqa: S101 - Popen was asked for it
        try:
            send(process.stdin, (work, job, seconds or 0.0))  # type: ignore[arg-type]  # IO[bytes] writes as BinaryIO does
            return self._answer(process, seconds)
        except WorkerSlow:
            self.kill()
            raise
        except (OSError, EOFError, ValueError) as error:
            code = self.kill()
            raise WorkerDied(code) from error

    def kill(self) -> int | None:
        """Ends the process at once; its exit code. Only the thread that runs jobs may call it: it closes what that thread reads."""
        with self._lock:
            process, self._process = self._process, None
        return _ended(process) if process else None

    def dismiss(self) -> None:
        """Ends the process and takes no more jobs; any thread may call it. The job under way ends with ``WorkerDied``."""
        with self._lock:
            self._over = True
            if self._process:
                self._process.kill()

    def _start(self) -> subprocess.Popen[bytes]:
        home = str(Path(__file__).parents[2])
        paths = [home, *filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))]
        process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            [sys.executable, "-P", "-m", "bulletin_parse.archive.worker", str(self.memory)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
        )
        with self._lock:
            self._process = process
            if self._over:
                process.kill()
        try:
            self._answer(process, START_SECONDS)
        except (WorkerSlow, OSError, EOFError) as error:
            code = self.kill()
            if self._over:
                raise WorkerDied(code) from error
            remedy = "Raise the memory limit, or look at what this prints: python -m bulletin_parse.archive.worker 4096 < /dev/null"
            raise ArchiveError("worker", "the process that reads files does not start", remedy=remedy) from error
        return process

    def _answer(self, process: subprocess.Popen[bytes], seconds: float | None) -> Any:
        assert process.stdout  # noqa: S101 - Popen was asked for it
        answer: Any = MoreTime(0.0)
        while isinstance(answer, MoreTime):
            deadline = None if seconds is None else time.monotonic() + seconds + answer.seconds
            (length,) = LENGTH.unpack(_bytes(process.stdout.fileno(), LENGTH.size, deadline))
            answer = unpacked(_bytes(process.stdout.fileno(), length, deadline))
        if isinstance(answer, Defect):
            raise DefectFound(answer.text)
        if isinstance(answer, Exhausted):
            raise WorkerExhausted
        return answer


# Workers of threads that nobody of us made, such as another executor's: they end with their threads, or with this process.
# Those of our own threads are in their crew.
_workers: weakref.WeakSet[Worker] = weakref.WeakSet()
_own = threading.local()


def enlist(crew: set[Worker]) -> None:
    """Puts the workers of the calling thread into a crew, whose owner ends them."""
    _own.crew = crew


def worker_of_thread(memory: int) -> Worker:
    """The calling thread's own worker, with a memory limit in MiB."""
    worker: Worker | None = getattr(_own, "worker", None)
    if worker is None or worker.memory != memory:
        if worker:
            worker.kill()
        worker = _own.worker = Worker(memory)
        getattr(_own, "crew", _workers).add(worker)
    return worker


def read_guarded(job: Job) -> Outcome:
    """Does a job in a process of its own, bounded in time and memory; whatever goes wrong is in the outcome."""
    worker = worker_of_thread(job.memory)
    began = time.perf_counter()
    fresh = worker.is_fresh
    outcome = _read(worker, job, began)
    if isinstance(outcome.result, Failure) and outcome.result.error_type in ("MemoryLimit", "WorkerDied"):
        worker.kill()  # what this file took is not given back, and the next one would have to do without
        if not fresh:  # what earlier files left behind may be to blame: a fresh process decides
            outcome = _read(worker, job, began)
    return outcome


def _read(worker: Worker, job: Job, began: float) -> Outcome:
    try:
        outcome: Outcome = worker.run("read", job, job.seconds)
        return outcome
    except WorkerSlow:
        failure = Failure("TimeLimit", f"{job.file}: it was not read within {job.seconds:g} seconds. Raise the limit: --time-limit", passing=True)
    except WorkerExhausted:
        failure = Failure("MemoryLimit", f"{job.file}: it needs more memory than {job.memory} MiB. Raise the limit: --memory-limit", passing=True)
    except WorkerDied as error:
        failure = Failure(
            "WorkerDied", f"{job.file}: the process that read it died ({error}); the engine cannot cope with this file, or memory ran out", passing=True
        )
    except DefectFound as error:
        failure = Failure("Defect", f"{job.file}: reading it failed by a defect of this program: {error}. Please report it with the file")
    return Outcome(job.file, failure, seconds=time.perf_counter() - began)


def dismiss(crew: Iterable[Worker]) -> None:
    """Ends every worker of a crew, whatever it does."""
    for worker in list(crew):
        worker.dismiss()


atexit.register(dismiss, _workers)


def _ended(process: subprocess.Popen[bytes]) -> int:
    """Ends a child; its own exit code if it was ending anyway."""
    try:
        code = process.wait(timeout=ENDING_SECONDS) if process.poll() is not None or _hung_up(process) else None
    except subprocess.TimeoutExpired:
        code = None
    process.kill()
    for stream in (process.stdin, process.stdout):
        try:
            if stream:
                stream.close()
        except OSError:  # what was not sent is not wanted any more
            continue
    ended = process.wait()
    return code if code is not None else ended


def _bytes(descriptor: int, size: int, deadline: float | None) -> bytes:
    """So many bytes from a pipe.

    Raises:
        WorkerSlow: they did not come by the deadline.
        EOFError: the other end was closed.
    """
    parts, missing = [], size
    while missing:
        left = None if deadline is None else deadline - time.monotonic()
        if left is not None and (left <= 0 or not _readable(descriptor, left)):
            raise WorkerSlow
        part = os.read(descriptor, min(missing, _PIPE_BYTES))
        if not part:
            raise EOFError
        parts.append(part)
        missing -= len(part)
    return b"".join(parts)


def _hung_up(process: subprocess.Popen[bytes]) -> bool:
    """Whether the child has closed its pipe: it is ending, and its own exit code can be waited for."""
    return process.stdout is not None and _readable(process.stdout.fileno(), 0)


def _readable(descriptor: int, seconds: float) -> bool:
    """Whether something comes from a pipe, or its end, within some seconds. Unlike select, poll takes descriptors beyond 1,023."""
    poll = select.poll()
    poll.register(descriptor, select.POLLIN | select.POLLHUP)
    return bool(poll.poll(math.ceil(seconds * 1000)))
