"""A child process that reads files for a caller who must survive them.

A malicious file can make an engine's C code loop, take all memory or crash the interpreter; no ``except`` holds against that.
So the command line lets a child read, bounded by the system, and turns its end into one clear error. The child serves
file after file and is replaced when it dies.
"""

from __future__ import annotations

import faulthandler
import multiprocessing
import os
import re
import signal
import sys
import warnings
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Self

from bulletin_parse.errors import BulletinError, EngineCrashed, UnreadableSource
from bulletin_parse.limits import Limits, asking_through, exceeded

# Seconds after the limit: the child measures time itself between pages, and its error says more.
GRACE = 2.0
# A fork shares what is imported and costs milliseconds; only Linux's libraries are sure to bear it.
_START = "fork" if sys.platform == "linux" else "spawn"


class Guard:
    """Runs functions in a child process that is held to time and memory; a context manager.

    Args:
        limits: ``seconds`` and ``memory`` are held from outside; the rest is the called function's affair. On systems
            other than Linux, memory is not bounded.
    """

    def __init__(self, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._process: Any = None
        self._pipe: Connection | None = None
        self._served = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def run(self, source: str, function: Callable[..., Any], *arguments: Any) -> Any:
        """What the function returns; arguments and result must be picklable.

        Args:
            source: what messages call the file that is read, such as its path.
            function: a function of a module, called in the child.
            arguments: its arguments.

        Raises:
            LimitExceeded: it took too long or too much memory.
            EngineCrashed: the child died.
            UnreadableSource: the function raised something that it should not.
            BulletinError: whatever error of this package the function raised.
        """
        while True:
            fresh = self._served == 0
            answer = self._answer(source, function, arguments)
            self._served += 1
            if not isinstance(answer, BulletinError):
                return answer[0]
            if isinstance(answer, UnreadableSource):  # other errors name the template or the option that is to blame
                answer = answer.named(source)
            if not _ends(answer):
                raise answer
            self.close()
            # What earlier files left behind may be to blame for a crash: a fresh child decides.
            if fresh or getattr(answer, "limit", None) == "seconds":
                raise answer

    def close(self) -> None:
        """Ends the child."""
        if self._pipe is not None:
            self._pipe.close()
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self._process.close()
        self._process = self._pipe = None
        self._served = 0

    def _answer(self, source: str, function: Callable[..., Any], arguments: tuple[Any, ...]) -> tuple[Any] | BulletinError:
        pipe = self._pipe or self._start()
        seconds = self._limits.seconds
        try:
            pipe.send((source, function, arguments))
            while True:
                if not pipe.poll(seconds + GRACE):
                    return exceeded(source, "seconds", seconds + GRACE, seconds)
                answer: tuple[Any] | BulletinError | _MoreTime = pipe.recv()
                if not isinstance(answer, _MoreTime):
                    return answer
                seconds = self._limits.seconds + answer.seconds
        except (EOFError, ConnectionError):
            self._process.join()
            return EngineCrashed(source, f"the process that read it died ({_cause(self._process.exitcode)}): a fault in an engine, or no memory left for it")

    def _start(self) -> Connection:
        context: Any = multiprocessing.get_context(_START)
        ours, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs, ours, self._limits), daemon=True)
        with warnings.catch_warnings():
            # The caller's other threads, if it has any, do not matter to a child that only reads files.
            warnings.simplefilter("ignore", DeprecationWarning)
            self._process.start()
        theirs.close()
        self._pipe = ours
        return self._pipe


class _MoreTime(NamedTuple):
    """What a child says before work that takes longer than the limit of time, and is bounded otherwise."""

    seconds: float


def _ends(error: BulletinError) -> bool:
    """Whether a child that gave this answer is of no more use: dead, looping, or full."""
    return isinstance(error, EngineCrashed) or getattr(error, "limit", None) in ("memory", "seconds")


def _cause(code: int | None) -> str:
    """A process's exit code in words: ``SIGSEGV`` or ``exit code 3``."""
    if code is not None and code < 0:
        with suppress(ValueError):
            return signal.Signals(-code).name
    return f"exit code {code}"


def _serve(pipe: Connection, other_end: Connection, limits: Limits) -> None:
    """The child's life: a task in, an answer out, until the parent closes the pipe."""
    if _START == "fork":
        other_end.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent is interrupted as well, and ends the child
    _silence()
    _bind(limits)

    def ask(seconds: float) -> None:
        _allow_time(limits, seconds)
        pipe.send(_MoreTime(seconds))

    asking_through(ask)
    while True:
        try:
            source, function, arguments = pipe.recv()
        except EOFError:
            return
        _allow_time(limits)
        failure = _failure_to_send(pipe, _called(source, function, arguments, limits), source, limits)
        if failure and _failure_to_send(pipe, failure, source, limits):
            os._exit(1)  # the guard tells of a child that died


def _failure_to_send(pipe: Connection, answer: object, source: str, limits: Limits) -> BulletinError | None:
    """Sends an answer; why it could not be sent, None if it was. It is made whole first, so half of it is never sent."""
    try:
        pipe.send(answer)
    except MemoryError:
        return exceeded(source, "memory", limits.memory, limits.memory)
    except Exception as error:  # noqa: BLE001 - what engines hand over may not cross a process's border
        return UnreadableSource(source, f"what was read of it cannot be handed over ({type(error).__name__})", remedy="Report it with the file")
    return None


def _called(source: str, function: Callable[..., Any], arguments: tuple[Any, ...], limits: Limits) -> tuple[Any] | BulletinError:
    try:
        return (function(*arguments),)
    except BulletinError as error:
        return error
    except MemoryError:
        return exceeded(source, "memory", limits.memory, limits.memory)
    except Exception as error:  # noqa: BLE001 - a fault of ours must not stop the other files
        words = f"the parser failed on it ({type(error).__name__}: {error})".replace(": )", ")")
        return UnreadableSource(source, words, remedy="Report it with the file; bulletin_parse.parse() shows where")


def _silence() -> None:
    """Sends what C libraries print to nowhere, so that it mixes with no result and no message."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(nowhere, stream)
    os.close(nowhere)
    faulthandler.disable()  # it writes to a copy of stderr


def _bind(limits: Limits) -> None:
    """Bounds this process's memory, and has it leave no core file."""
    if sys.platform == "win32":
        return
    import resource

    # Writable memory of one's own, and not address space: engines map files and libraries that cost nothing. What the fork
    # inherited is the caller's affair: a notebook may hold gigabytes.
    _lower(resource.RLIMIT_DATA, limits.memory + _inherited())
    _lower(resource.RLIMIT_CORE, 0)


def _inherited() -> int:
    """The bytes of writable memory that this process has already, 0 where the system does not tell."""
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
    except OSError:
        return 0
    found = re.search(r"^VmData:\s*(\d+) kB", status, re.MULTILINE)
    return int(found[1]) * 1024 if found and _START == "fork" else 0


def _allow_time(limits: Limits, more: float = 0.0) -> None:
    """Bounds the next task's processor time, in case the parent dies and nobody is left to end a loop."""
    if sys.platform == "win32":
        return
    import resource

    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = used.ru_utime + used.ru_stime + (limits.seconds + more + 2 * GRACE) * (os.cpu_count() or 1)
    _lower(resource.RLIMIT_CPU, int(seconds) + 1)


def _lower(which: int, value: int) -> None:
    import resource

    _, hard = resource.getrlimit(which)
    bounded = value if hard == resource.RLIM_INFINITY else min(value, hard)
    with suppress(ValueError, OSError):
        resource.setrlimit(which, (bounded, hard))
