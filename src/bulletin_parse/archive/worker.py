"""The child process that reads files: jobs come in on stdin, outcomes go out on stdout, one at a time.

It ends when stdin does, and, should its parent have died while an engine loops, by a timer that needs neither.
"""

from __future__ import annotations

import os
import signal
import sys
import traceback
from collections.abc import Callable
from typing import Any

from bulletin_parse.archive.wire import Defect, Exhausted, MoreTime, receive, send

# Seconds after a job's limit at which a worker whose parent has not ended it ends itself.
GRACE = 5.0
_MIB = 1 << 20
# Of its limit a process needs this much for its code, which the system's limit on data does not count.
_CODE = 64


def main() -> None:
    """Serves jobs until stdin ends."""
    # What engines print must not get between the outcomes.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    questions = sys.stdin.buffer
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer
    from bulletin_parse.archive import jobs
    from bulletin_parse.limits import asking_through

    def ask(more: float) -> None:
        _timer(seconds and seconds + more + GRACE)
        send(answers, MoreTime(more))

    asking_through(ask)
    memory = int(sys.argv[1])
    _bound(memory)
    send(answers, "ready")
    while (question := receive(questions)) is not None:
        work, job, seconds = question
        _timer(seconds and seconds + GRACE)
        try:
            send(answers, _done(getattr(jobs, work), job))
        except MemoryError:  # nothing was written: the answer is made whole before it is sent
            send(answers, Exhausted())
        _timer(0)


def _done(work: Callable[[Any], Any], job: Any) -> Any:
    try:
        return work(job)
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - a defect of ours must cost one file and not the run
        frame = traceback.extract_tb(error.__traceback__)[-1]
        return Defect(f"{type(error).__name__}: {error} ({frame.name}, {os.path.basename(frame.filename)}:{frame.lineno})")  # noqa: PTH119


def _bound(memory: int) -> None:
    """Bounds the process's own data, where the system can; what exceeds it is a MemoryError."""
    try:
        import resource

        data = max(memory - _CODE, memory // 2) * _MIB
        resource.setrlimit(resource.RLIMIT_DATA, (data, data))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (ImportError, ValueError, OSError):  # Windows has no such limits
        return


def _timer(seconds: float) -> None:
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)  # without a handler SIGALRM ends the process, whatever it does


if __name__ == "__main__":
    main()
