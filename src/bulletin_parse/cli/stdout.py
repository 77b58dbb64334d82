"""Streams that cannot be used: a full disk behind stdout is an error as of a file, a closed stream leads to nowhere."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bulletin_parse.errors import ExportError


@contextmanager
def stdout_or_error() -> Iterator[None]:
    """For what is written to stdout inside; it is flushed at the end, so that a failure shows here.

    Raises:
        ExportError: it cannot be written.
        BrokenPipeError: its reader has gone, which is no error.
    """
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        _give_up()
        raise ExportError("stdout", f"it cannot be written ({error.strerror})", remedy="Check the free space, or name a file on another disk") from error


def replace_closed() -> None:
    """Opens to nowhere those of stdin, stdout and stderr that the caller has closed.

    The next file that is opened would get the number of one of them, and what goes to stdout would go into it.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.set_inheritable(os.open(os.devnull, os.O_RDWR), True)  # noqa: FBT003 - it takes no keyword
    if sys.stdout is None:
        sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - for as long as the process lives
    if sys.stderr is None:
        sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115


def _give_up() -> None:
    """Lets what is still in stdout's buffer go nowhere: Python would try to write it again when it ends."""
    with Path(os.devnull).open("wb") as nowhere:
        os.dup2(nowhere.fileno(), sys.stdout.fileno())
