"""A new interpreter that imports once what its children need and forks them: cheap, and free of the caller's threads. Not on Windows.

A request is None, which asks for a child and is followed by the descriptors of its two pipes, or a child's process id, which asks
for its exit code.
"""

from __future__ import annotations

import os
import signal
from contextlib import suppress
from multiprocessing.connection import Connection
from multiprocessing.reduction import recv_handle

from bulletin_parse.supervise import child
from bulletin_parse.supervise.messages import READY

_LOOK_SECONDS = 1.0  # between two looks at whether the parent is still there


def main(number: int, parent: int) -> None:
    """Serves until the parent is gone; its children end with this process.

    Args:
        number: the descriptor of the pipe on which requests come, before them the names of modules to import.
        parent: the parent's process id.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    control = child.connection_of(number)
    with suppress(EOFError, OSError):
        child.load(control.recv())
        control.send(READY)
        while os.getppid() == parent:
            if control.poll(_LOOK_SECONDS):
                pid = control.recv()
                control.send(_forked(control) if pid is None else exit_code(pid))


def _forked(control: Connection) -> int:
    ends = recv_handle(control), recv_handle(control)
    server = os.getpid()
    pid = os.fork()
    if not pid:
        control.close()
        child.main(*ends, server)
    for end in ends:
        os.close(end)
    return pid


def exit_code(pid: int) -> int | None:
    """The exit code of a child of this process, negative for a signal; None while it has none."""
    try:
        ended, status = os.waitpid(pid, os.WNOHANG)
    except ChildProcessError:  # somebody else has asked, or it was another server's
        return -signal.SIGKILL
    return os.waitstatus_to_exitcode(status) if ended else None
