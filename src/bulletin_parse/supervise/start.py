"""How a child is started: forked, forked by a server, or as a new interpreter that runs nothing of the working folder."""

from __future__ import annotations

import atexit
import os
import signal
import subprocess
import sys
import threading
import time
import warnings
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from multiprocessing.reduction import send_handle
from pathlib import Path
from typing import Any

from bulletin_parse.errors import ChildUnavailable, ConfigError
from bulletin_parse.limits import Limits
from bulletin_parse.supervise import child
from bulletin_parse.supervise.messages import Terms

METHODS = ("spawn",) if sys.platform == "win32" else ("fork", "forkserver", "spawn")
VARIABLE = "BULLETIN_PARSE_START"
START_SECONDS = 60.0  # to import everything, on a loaded machine
ENDING_SECONDS = 5.0  # for a child that has hung up to be gone, on a loaded machine
_LOOK_SECONDS = 0.005
_TRACES = ("RUST_BACKTRACE", "RUST_LIB_BACKTRACE")  # of the stack, which nobody would see

# What asks for a process's exit code, None while it runs, and what kills it.
_Grip = tuple[Callable[[], int | None], Callable[[], None]]


def method() -> str:
    """How children are started: as the variable ``BULLETIN_PARSE_START`` says, or as suits the system.

    A fork is quick, and safe on Linux where no other thread may hold a lock; a server forks without threads; else it is a new interpreter.

    Raises:
        ConfigError: the variable names no method of this system.
    """
    if chosen := os.environ.get(VARIABLE):
        if chosen not in METHODS:
            raise ConfigError(VARIABLE, f"there is no way {chosen!r} to start a process", remedy=f"Choose one of {', '.join(METHODS)}")
        return chosen
    if sys.platform != "linux":
        return "spawn"
    with suppress(OSError):
        if len(os.listdir("/proc/self/task")) == 1:  # noqa: PTH208 - threads of libraries count as well
            return "fork"
    return "forkserver"


def start(limits: Limits, function: Callable[..., Any]) -> Child:
    """A child that has been told its limits, and whose first call will be of this function; it says when it is ready.

    Raises:
        ChildUnavailable: the system starts none.
        ConfigError: the variable that chooses the method names none.
    """
    return Child({"fork": _fork, "forkserver": _fork_elsewhere, "spawn": _spawn}[method()], limits, function.__module__)


class Child:
    """A process, begun by one of the functions below and told its terms: the parent's end of its pipe, and what asks after it and kills it."""

    def __init__(self, begin: Callable[[Connection], _Grip], limits: Limits, *modules: str) -> None:
        self.is_ready = False
        self._code: int | None = None
        self._lock = threading.RLock()
        with _starting:
            self.pipe, theirs = Pipe()
            _children.add(self)
            with theirs:
                try:
                    self._status, self._kill = begin(theirs)
                except (OSError, EOFError) as error:
                    self.pipe.close()
                    raise ChildUnavailable(sys.executable, f"no process can be started to read in ({error or type(error).__name__})") from error
        with suppress(OSError):  # it is dead, which is seen when it should be ready
            self.pipe.send(Terms(limits, _environment(), _path(), [*[name for name in tuple(sys.modules) if name.startswith("bulletin_parse.")], *modules]))

    def code(self) -> int | None:
        """The process's exit code, None while it runs."""
        with self._lock:
            if self._code is None:
                self._code = self._status()
            return self._code

    def kill(self) -> None:
        """Ends the process at once, unless it has ended and its id may be another's; any thread may call it."""
        with self._lock, suppress(ProcessLookupError):
            if self.code() is None:
                self._kill()

    def ended(self) -> int:
        """The process's exit code; it is killed if it does not end by itself."""
        until = time.monotonic() + ENDING_SECONDS
        while (code := self.code()) is None:
            if time.monotonic() >= until:
                self.kill()
            time.sleep(_LOOK_SECONDS)
        return code

    def close(self) -> None:
        """Kills the process and closes the pipe."""
        self.kill()
        self.ended()
        self.pipe.close()

    def leave(self) -> None:
        """In a fork of the parent, whose process this is not: its pipe must not be held open, and it counts as ended."""
        self.pipe.close()
        self._code, self._lock = 0, threading.RLock()


def _fork(pipe: Connection) -> _Grip:
    parent = os.getpid()
    with warnings.catch_warnings(), _interrupted_later():
        warnings.simplefilter("ignore", DeprecationWarning)  # of other threads: whoever chose this method knows of them
        pid = os.fork()
        if not pid:
            child.serve(pipe, parent)
    return partial(child.exit_code, pid), partial(os.kill, pid, signal.SIGKILL)


@contextmanager
def _interrupted_later() -> Iterator[None]:
    """Ctrl-C waits for the end of the block: in what Python and libraries do at a fork it would be printed and lost."""
    own = signal.getsignal(signal.SIGINT)
    if threading.current_thread() is not threading.main_thread() or not callable(own):
        yield
        return
    caught: list[int] = []
    signal.signal(signal.SIGINT, lambda number, _: caught.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, own)
    if caught:
        signal.raise_signal(signal.SIGINT)


def _fork_elsewhere(pipe: Connection) -> _Grip:
    global _server
    if _server and _server.code() is not None:  # killed
        _end_server()
    server = _server = _server or _Server()
    pid = server.ask(None, pipe.fileno())
    if pid is None:
        raise EOFError
    return partial(server.exit_code, pid), partial(os.kill, pid, signal.SIGKILL)


class _Server(Child):
    """A process that forks children, which are asked after through it, since they are not ours."""

    def __init__(self) -> None:
        super().__init__(partial(_spawn, function="fork_for"), Limits())

    def ask(self, pid: int | None, pipe: int = -1) -> int | None:
        """The exit code of a child, None while it has none; or for None the process id of a new one at the end of a pipe."""
        with self._lock:
            self.pipe.send(pid)
            if pid is None:
                send_handle(self.pipe, pipe, 0)
            if not self.pipe.poll(START_SECONDS):
                self.kill()
            answer: int | None = self.pipe.recv()
            return answer

    def exit_code(self, pid: int) -> int | None:
        """The exit code of a child, which ends with its server."""
        with suppress(OSError, EOFError):
            return self.ask(pid)
        return -signal.SIGKILL


def _spawn(pipe: Connection, function: str = "serve") -> _Grip:
    """Starts a new interpreter that runs a function of ``child`` with a pipe.

    ``-P`` and a path of our own keep it from importing what lies in the working folder, ``-E`` from what Python's variables name. Our path comes as
    arguments, and not in the environment, where its own children would find it.
    """
    number = pipe.fileno()
    options: dict[str, Any] = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.DEVNULL) | {"pass_fds": [number]}
    if sys.platform == "win32":
        os.set_handle_inheritable(number, True)  # noqa: FBT003
        options |= {"pass_fds": (), "startupinfo": subprocess.STARTUPINFO(lpAttributeList={"handle_list": [number]})}
    flags = ["-E", "-P", *["-B"] * sys.dont_write_bytecode, *["-X", "utf8"] * sys.flags.utf8_mode]
    boot = "import sys; sys.path[:] = sys.argv[1:]; from bulletin_parse.supervise import child"
    code = f"{boot}; child.{function}(child.connection({number}), {os.getpid()})"
    process = subprocess.Popen([sys.executable, *flags, "-c", code, *_path()], **options)  # noqa: S603 - our own interpreter and module
    return process.poll, process.kill


def _environment() -> dict[str, str]:
    """The environment without what changes Python's ways, and without what has Rust trace the stack: where memory is short, it waits for itself then."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PYTHON") and name not in _TRACES}


def _path() -> list[str]:
    """Where a child finds modules: where this process does, but in the working folder last, so that nothing there stands in for a library."""
    here = working_folder()
    elsewhere = [path for path in sys.path if here is None or os.path.realpath(path) != os.path.realpath(here)]
    return [*elsewhere, *[here or ""] * (len(elsewhere) < len(sys.path)), str(Path(__file__).parents[2])]


def working_folder() -> str | None:
    """Where this process is; None if that folder is gone."""
    with suppress(OSError):
        return os.getcwd()  # noqa: PTH109
    return None


# One start at a time: a fork in the midst of another's start would inherit the far ends of its pipes. A server is started within a child's start.
_starting = threading.RLock()
_children: weakref.WeakSet[Child] = weakref.WeakSet()
_server: _Server | None = None


def _forget() -> None:
    """In a fork: the parent's children, its server and its lock are not this process's."""
    global _starting, _server
    for each in tuple(_children):
        each.leave()
    _starting, _server = threading.RLock(), None


def _end_server() -> None:
    """At this process's end: the server would end with its pipe, but unwaited for, which Python warns of."""
    global _server
    if _server:
        _server.close()
        _server = None


atexit.register(_end_server)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget)
