"""How a child bounds itself: memory, processor time, no core file, no output, and an end with its parent."""

from __future__ import annotations

import faulthandler
import os
import re
import signal
import sys
import threading
import time
from contextlib import suppress
from multiprocessing.connection import wait
from pathlib import Path

from bulletin_parse.limits import Limits

# Extra seconds before a child is killed, so that its own error, which says more, comes first.
GRACE = 2.0
LOOK_SECONDS = 1.0  # between two looks at whether the other process is still there
_PR_SET_PDEATHSIG = 1
_FOR_EVER = 1e9  # seconds
_ROOM = 16  # a process is full that cannot get this part of its limit more


def silence() -> None:
    """Cuts the process off from the parent's streams and signals: its output would mix with results, and Ctrl-C is the parent's to answer."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
    faulthandler.disable()  # it writes to a copy of stderr
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)


def end_with(parent: int) -> None:
    """Has this process end when its parent does, whose process id is given.

    Linux kills it even in a loop of C code that lets no other thread run. Elsewhere a thread looks whose child it is, or waits for the parent.
    """
    if sys.platform == "linux":
        import ctypes

        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)

    def watch() -> None:
        with suppress(OSError):
            if sys.platform == "win32":
                import _winapi

                wait([_winapi.OpenProcess(_winapi.SYNCHRONIZE, False, parent)])  # noqa: FBT003
            while os.getppid() == parent and sys.platform != "win32":
                time.sleep(LOOK_SECONDS)
        os._exit(1)

    threading.Thread(target=watch, name="bulletin-parse-parent", daemon=True).start()


def bind(limits: Limits) -> None:
    """Bounds this process's memory, and has it leave no core file. What it holds already, such as a fork's inheritance, does not count."""
    held = 0  # writable memory of one's own, and not address space: engines map files and libraries that cost nothing
    with suppress(OSError):
        found = re.search(r"^VmData:\s*(\d+) kB", Path("/proc/self/status").read_text(encoding="ascii", errors="replace"), re.MULTILINE)
        held = int(found[1]) * 1024 if found else 0
    _limit("RLIMIT_DATA", limits.memory + held)
    _limit("RLIMIT_CORE", 0)


def is_memory_full(limits: Limits) -> bool:
    """Whether next to no memory is left: libraries in C then tell of faults of another kind, which are none."""
    with suppress(MemoryError):
        bytearray(limits.memory // _ROOM)
        return False
    return True


def allow_time(seconds: float) -> None:
    """Bounds the next task's processor time, in case the parent dies and nobody is left to end a loop."""
    allowed = time.process_time() + (seconds + 2 * GRACE) * (os.cpu_count() or 1)
    _limit("RLIMIT_CPU", int(min(allowed, _FOR_EVER)) + 1)


def _limit(name: str, value: int) -> None:
    """Sets a soft limit, as far as the hard one lets it: a child of a child may need more than its parent had. Windows has none."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        _, hard = resource.getrlimit(getattr(resource, name))
        resource.setrlimit(getattr(resource, name), (value if hard == resource.RLIM_INFINITY else min(value, hard), hard))
