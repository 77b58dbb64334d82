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
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from bulletin_parse.errors import ChildUnavailable, ConfigError
from bulletin_parse.supervise import child, forkserver
from bulletin_parse.supervise.messages import READY, loaded_modules

METHODS = ("spawn",) if sys.platform == "win32" else ("fork", "forkserver", "spawn")
VARIABLE = "BULLETIN_PARSE_START"
START_SECONDS = 60.0  # to import everything, on a loaded machine
ENDING_SECONDS = 5.0  # for a child that has hung up to be gone, on a loaded machine
_LOOK_SECONDS = 0.005


def method() -> str:
    """How children are started: as the variable ``BULLETIN_PARSE_START`` says, or as suits the system.

    A fork costs milliseconds and shares what is imported, but is safe on Linux only, and there only where no other thread runs
    that may hold a lock. A server forks without threads. Elsewhere each child is a new interpreter.

    Raises:
        ConfigError: the variable names no method of this system.
    """
    if chosen := os.environ.get(VARIABLE):
        if chosen not in METHODS:
            raise ConfigError(VARIABLE, f"there is no way {chosen!r} to start a process", remedy=f"Choose one of {', '.join(METHODS)}")
        return chosen
    if sys.platform != "linux":
        return "spawn"
    try:
        alone = len(os.listdir("/proc/self/task")) == 1  # noqa: PTH208 - those of libraries count as well
    except OSError:
        alone = threading.active_count() == 1
    return "fork" if alone else "forkserver"


class Child:
    """A process that was started: the parent's end of its pipe, and what asks after it and kills it."""

    def __init__(self, pipe: Connection, lifeline: Connection, status: Callable[[], int | None], kill: Callable[[], None]) -> None:
        self.pipe = pipe
        self._lifeline = lifeline
        self._status = status
        self._kill = kill
        self._code: int | None = None
        self._lock = threading.Lock()
        _children.add(self)

    def kill(self) -> None:
        """Ends the process at once; any thread may call it. A process id that may be another's by now is left alone."""
        with self._lock:
            if self._look() is None:
                self._kill()

    def ended(self) -> int:
        """The process's exit code; it is killed if it does not end by itself."""
        until = time.monotonic() + ENDING_SECONDS
        while (code := self._looked()) is None:
            if time.monotonic() >= until:
                self.kill()
            time.sleep(_LOOK_SECONDS)
        return code

    def close(self) -> None:
        """Kills the process and closes the pipes."""
        self.kill()
        self.ended()
        self.pipe.close()
        self._lifeline.close()

    def disown(self) -> None:
        """Takes the process for ended, in a fork of its parent: it is not this one's to kill."""
        self._code = 0

    def _looked(self) -> int | None:
        with self._lock:
            return self._look()

    def _look(self) -> int | None:
        if self._code is None:
            self._code = self._status()
        return self._code


# One start at a time: a fork in the midst of another's start would inherit the far ends of its pipes.
_starting = threading.Lock()
_children: weakref.WeakSet[Child] = weakref.WeakSet()
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
        lifeline, held = Pipe(duplex=False)
        _ends.update((ours, held))
        try:
            return Child(ours, held, *begin(theirs, lifeline))
        except (OSError, EOFError) as error:
            ours.close()
            held.close()
            raise ChildUnavailable(sys.executable, f"no process can be started to read in ({error or type(error).__name__})") from error
        finally:
            theirs.close()
            lifeline.close()


def _fork(pipe: Connection, lifeline: Connection) -> _Grip:
    parent = os.getpid()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of other threads: whoever chose this method knows of them
        pid = os.fork()
    if not pid:
        child.serve(pipe, lifeline, parent)
    return partial(forkserver.exit_code, pid), partial(_kill, pid)


def _spawn(pipe: Connection, lifeline: Connection) -> _Grip:
    process = _interpreter("child", pipe, lifeline)
    return process.poll, process.kill


def _fork_elsewhere(pipe: Connection, lifeline: Connection) -> _Grip:
    global _server
    if _server and _server.process.poll() is not None:  # killed
        _server.close()
        _server = None
    server = _server = _server or _Server()
    pid = server.fork(pipe, lifeline)
    return partial(server.exit_code, pid), partial(_kill, pid)


def _kill(pid: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


class _Server:
    """The parent's end of the server that forks; its children are asked after through it, since they are not ours."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.control, theirs = Pipe()
        _ends.add(self.control)
        with theirs:
            self.process = _interpreter("forkserver", theirs)
        self.control.send(loaded_modules())
        if not self.control.poll(START_SECONDS) or self.control.recv() != READY:
            self.close()
            raise EOFError

    def fork(self, *ends: Connection) -> int:
        """Starts a child with two pipes; its process id."""
        from multiprocessing.reduction import send_handle

        with self._lock:
            self.control.send(None)
            for end in ends:
                send_handle(self.control, end.fileno(), 0)
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


def _interpreter(module: str, *ends: Connection) -> subprocess.Popen[bytes]:
    """A new interpreter that runs a module of this package with some pipes.

    ``-P`` and a path of our own keep it from importing what lies in the working folder, ``-E`` and an environment without Python's
    variables from what those name. Our path comes as arguments, and not in the environment, where its own children would find it.
    """
    numbers = [end.fileno() for end in ends]
    inherited: dict[str, Any] = {"pass_fds": numbers}
    if sys.platform == "win32":
        for number in numbers:
            os.set_handle_inheritable(number, True)  # noqa: FBT003
        inherited = {"startupinfo": subprocess.STARTUPINFO(lpAttributeList={"handle_list": numbers})}
    boot = f"import sys; at = sys.argv.index('--'); sys.path[:] = sys.argv[at + 1:]; from bulletin_parse.supervise import {module} as its"
    flags = ["-E", "-P", *["-B"] * sys.dont_write_bytecode, *["-X", "utf8"] * sys.flags.utf8_mode]
    return subprocess.Popen(  # noqa: S603 - our own interpreter and module
        [sys.executable, *flags, "-c", f"{boot}; its.main(*map(int, sys.argv[1:at]))", *map(str, (*numbers, os.getpid())), "--", *path_of_child()],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=environment_of_child(),
        **inherited,
    )


def environment_of_child() -> dict[str, str]:
    """The environment without what changes Python's ways."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}


def path_of_child() -> list[str]:
    """Where a new interpreter finds modules: where this one does, but in the working folder last, so that nothing there stands in for a library."""
    home = str(Path(__file__).parents[2])
    with suppress(OSError):
        here = os.path.realpath(os.getcwd())  # noqa: PTH109 - the folder may be gone
        elsewhere = [path for path in sys.path if os.path.realpath(path) != here]
        return [*elsewhere, *[here] * (len(elsewhere) < len(sys.path)), home]
    return [*sys.path, home]


def _end() -> None:
    """Ends what still runs when the interpreter ends."""
    for each in tuple(_children):
        each.kill()
    if _server:
        _server.close()


def _forget() -> None:
    """In a fork: the parent's children, its server and its lock are not this process's."""
    global _starting, _server
    for each in tuple(_children):
        each.disown()
    for end in tuple(_ends):
        end.close()
    _starting, _server = threading.Lock(), None


atexit.register(_end)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget)
