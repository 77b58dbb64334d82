"""How a child bounds itself: memory, processor time, no core file, no output, and an end with its parent."""

from __future__ import annotations

import faulthandler
import os
import re
import signal
import sys
import threading
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path

from bulletin_parse.limits import Limits

# Seconds after the limit: the child measures time itself between pages, and its error says more.
GRACE = 2.0
_LOOK_SECONDS = 1.0  # between two looks at whether the parent is still there
_PR_SET_PDEATHSIG = 1


def silence() -> None:
    """Cuts the process off from the parent's streams and signals: its output would mix with results, and Ctrl-C is the parent's to answer."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
    faulthandler.disable()  # it writes to a copy of stderr
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)


def end_with(parent: int, lifeline: Connection) -> None:
    """Has this process end when its parent does, whatever it is doing.

    Linux kills it even in a loop of C code that lets no other thread run. Elsewhere a thread waits: for the pipe's end on
    Windows, for another parent on other systems, where a child that was forked later may hold the pipe open.

    Args:
        parent: the parent's process id.
        lifeline: a pipe whose other end only the parent holds.
    """
    if sys.platform == "linux":
        import ctypes

        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)

    def watch() -> None:
        with suppress(OSError, EOFError):
            while (sys.platform == "win32" or os.getppid() == parent) and not lifeline.poll(_LOOK_SECONDS):
                pass
        os._exit(1)

    threading.Thread(target=watch, name="bulletin-parse-parent", daemon=True).start()


def bind(limits: Limits) -> None:
    """Bounds this process's memory, and has it leave no core file. What it holds already, such as a fork's inheritance, does not count."""
    if sys.platform == "win32":
        return
    import resource

    held = 0  # writable memory of one's own, and not address space: engines map files and libraries that cost nothing
    with suppress(OSError):
        found = re.search(r"^VmData:\s*(\d+) kB", Path("/proc/self/status").read_text(encoding="ascii", errors="replace"), re.MULTILINE)
        held = int(found[1]) * 1024 if found else 0
    _limit(resource.RLIMIT_DATA, limits.memory + held)
    _limit(resource.RLIMIT_CORE, 0)


def allow_time(seconds: float) -> None:
    """Bounds the next task's processor time, in case the parent dies and nobody is left to end a loop."""
    if sys.platform == "win32":
        return
    import resource

    used = resource.getrusage(resource.RUSAGE_SELF)
    allowed = used.ru_utime + used.ru_stime + (seconds + 2 * GRACE) * (os.cpu_count() or 1)
    _limit(resource.RLIMIT_CPU, int(allowed) + 1 if allowed < sys.maxsize else resource.RLIM_INFINITY)


def _limit(which: int, value: int) -> None:
    """Sets a soft limit, as far as the hard one lets it: a child of a child may need more than its parent had."""
    import resource

    _, hard = resource.getrlimit(which)
    known = [each for each in (value, hard) if each != resource.RLIM_INFINITY]
    with suppress(ValueError, OSError):
        resource.setrlimit(which, (min(known, default=resource.RLIM_INFINITY), hard))
