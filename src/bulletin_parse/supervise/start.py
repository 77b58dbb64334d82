"""How a child is started: forked, forked by a server, or as a new interpreter that runs nothing of the working folder."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
import warnings
import weakref
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from multiprocessing.reduction import send_handle
from pathlib import Path
from typing import Any

from bulletin_parse.errors import ChildUnavailable, ConfigError
from bulletin_parse.limits import Limits
from bulletin_parse.supervise import child
from bulletin_parse.supervise.messages import READY, Terms

METHODS = ("spawn",) if sys.platform == "win32" else ("fork", "forkserver", "spawn")
VARIABLE = "BULLETIN_PARSE_START"
START_SECONDS = 60.0  # to import everything, on a loaded machine
ENDING_SECONDS = 5.0  # for a child that has hung up to be gone, on a loaded machine
_LOOK_SECONDS = 0.005
_TRACES = ("RUST_BACKTRACE", "RUST_LIB_BACKTRACE")  # of the stack, which nobody would see


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


class Child:
    """A process that was started: the parent's end of its pipe, and what asks after it and kills it."""

    def __init__(self, pipe: Connection, status: Callable[[], int | None], kill: Callable[[], None]) -> None:
        self.pipe = pipe
        self._status = status
        self._kill = kill
        self._code: int | None = None
        self._lock = threading.RLock()
        self._owner = os.getpid()

    def code(self) -> int | None:
        """The process's exit code, None while it runs. In a fork of its parent, whose process it is not, it counts as ended."""
        with self._lock:
            if self._code is None:
                self._code = self._status() if os.getpid() == self._owner else 0
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


# One start at a time: a fork in the midst of another's start would inherit the far ends of its pipes.
_starting = threading.Lock()
# The parent's ends of all pipes, which a fork must not hold open.
_ends: weakref.WeakSet[Connection] = weakref.WeakSet()
_Grip = tuple[Callable[[], int | None], Callable[[], None]]


def start() -> Child:
    """A child that waits for its limits, and then says that it is ready.

    Raises:
        ChildUnavailable: the system starts none.
        ConfigError: the variable that chooses the method names none.
    """
    begin = {"fork": _fork, "forkserver": _fork_elsewhere, "spawn": _spawn}[method()]
    with _starting:
        ours, theirs = Pipe()
        _ends.add(ours)
        with theirs:
            try:
                return Child(ours, *begin(theirs))
            except (OSError, EOFError) as error:
                ours.close()
                raise ChildUnavailable(sys.executable, f"no process can be started to read in ({error or type(error).__name__})") from error


def _fork(pipe: Connection) -> _Grip:
    parent = os.getpid()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of other threads: whoever chose this method knows of them
        pid = os.fork()
    if not pid:
        child.serve(pipe, parent)
    return partial(child.exit_code, pid), partial(os.kill, pid, signal.SIGKILL)


def _spawn(pipe: Connection) -> _Grip:
    process = _interpreter("main", pipe)
    return process.poll, process.kill


def _fork_elsewhere(pipe: Connection) -> _Grip:
    global _server
    if _server and _server.process.poll() is not None:  # killed
        _server.close()
        _server = None
    server = _server = _server or _Server()
    pid = server.fork(pipe)
    return partial(server.exit_code, pid), partial(os.kill, pid, signal.SIGKILL)


class _Server:
    """The parent's end of the server that forks; its children are asked after through it, since they are not ours."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.control, theirs = Pipe()
        _ends.add(self.control)
        with theirs:
            self.process = _interpreter("fork_for", theirs)
        self.control.send(_modules())
        if not self.control.poll(START_SECONDS) or self.control.recv() != READY:
            self.close()
            raise EOFError

    def fork(self, pipe: Connection) -> int:
        """Starts a child at a pipe's end; its process id."""
        with self._lock:
            self.control.send(None)
            send_handle(self.control, pipe.fileno(), 0)
            return int(self.control.recv())

    def exit_code(self, pid: int) -> int | None:
        """A child's exit code, None while it has none; where the server is gone, so is the child."""
        with self._lock:
            try:
                self.control.send(pid)
                code: int | None = self.control.recv()
            except (OSError, EOFError):
                return -signal.SIGKILL
            return code

    def close(self) -> None:
        """Ends the server, and with it its children."""
        self.control.close()
        self.process.kill()
        self.process.wait()


_server: _Server | None = None


def _interpreter(function: str, pipe: Connection) -> subprocess.Popen[bytes]:
    """A new interpreter that runs a function of ``child`` with a pipe.

    ``-P`` and a path of our own keep it from importing what lies in the working folder, ``-E`` and an environment without Python's
    variables from what those name. Our path comes as arguments, and not in the environment, where its own children would find it.
    """
    number = pipe.fileno()
    options: dict[str, Any] = {"pass_fds": [number]}
    if sys.platform == "win32":
        os.set_handle_inheritable(number, True)  # noqa: FBT003
        options = {"startupinfo": subprocess.STARTUPINFO(lpAttributeList={"handle_list": [number]})}
    options |= {"env": _environment(), **dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.DEVNULL)}
    boot = "import sys; at = sys.argv.index('--'); sys.path[:] = sys.argv[at + 1:]; from bulletin_parse.supervise import child"
    flags = ["-E", "-P", *["-B"] * sys.dont_write_bytecode, *["-X", "utf8"] * sys.flags.utf8_mode]
    code = f"{boot}; child.{function}(*map(int, sys.argv[1:at]))"
    command = [sys.executable, *flags, "-c", code, str(number), str(os.getpid()), "--", *_path()]
    return subprocess.Popen(command, **options)  # noqa: S603 - our own interpreter and module


def terms_for(limits: Limits, function: Callable[..., Any]) -> Terms:
    """What a child is told first, whose first call is of this function."""
    return Terms(limits, _environment(), _path(), [*_modules(), function.__module__])


def _modules() -> list[str]:
    return [name for name in tuple(sys.modules) if name.startswith("bulletin_parse.")]


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


def _forget() -> None:
    """In a fork: the parent's pipes, its server and its lock are not this process's."""
    global _starting, _server
    for end in tuple(_ends):
        end.close()
    _starting, _server = threading.Lock(), None


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget)
