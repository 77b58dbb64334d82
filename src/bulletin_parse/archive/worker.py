"""The child process that reads files: jobs come in on stdin, outcomes go out on stdout, one at a time.

It ends when stdin does, and, should its parent have died while an engine loops, by a timer that needs neither.
"""

from __future__ import annotations

import os
import pickle
import signal
import struct
import sys
import traceback
from collections.abc import Callable
from typing import Any, BinaryIO, NamedTuple

LENGTH = struct.Struct("<Q")
# Seconds after a job's limit at which a worker whose parent has not ended it ends itself.
GRACE = 5.0
_MIB = 1 << 20


def main() -> None:
    """Serves jobs until stdin ends."""
    # What engines print must not get between the outcomes.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    questions = sys.stdin.buffer
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer
    from bulletin_parse.archive import jobs

    memory = int(sys.argv[1])
    _bound(memory)
    send(answers, "ready")
    while (question := receive(questions)) is not None:
        work, job, seconds = question
        _timer(seconds and seconds + GRACE)
        answer = _done(getattr(jobs, work), job)
        _timer(0)
        send(answers, answer)


class Defect(NamedTuple):
    """An error that the work did not expect: a defect of this program, with the end of its traceback."""

    text: str


def _done(work: Callable[[Any], Any], job: Any) -> Any:
    try:
        return work(job)
    except Exception as error:  # noqa: BLE001 - a defect of ours must cost one file and not the run
        frame = traceback.extract_tb(error.__traceback__)[-1]
        return Defect(f"{type(error).__name__}: {error} ({frame.name}, {os.path.basename(frame.filename)}:{frame.lineno})")  # noqa: PTH119


def _bound(memory: int) -> None:
    """Bounds the process's own data, where the system can; what exceeds it is a MemoryError."""
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (memory * _MIB, memory * _MIB))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (ImportError, ValueError, OSError):  # Windows has no such limits
        return


def _timer(seconds: float) -> None:
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)  # without a handler SIGALRM ends the process, whatever it does


def send(stream: BinaryIO, value: object) -> None:
    """Writes a value with its length."""
    data = pickle.dumps(value, protocol=pickle.HIGHEST_PROTOCOL)
    stream.write(LENGTH.pack(len(data)) + data)
    stream.flush()


def receive(stream: BinaryIO) -> Any:
    """The next value, or None at the stream's end."""
    head = stream.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    data = stream.read(LENGTH.unpack(head)[0])
    return pickle.loads(data)  # noqa: S301 - from our own child or parent, over a pipe that nobody else has


if __name__ == "__main__":
    main()
