"""Stdout that cannot be written, on a full disk say: an error as of a file, and no traceback."""

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


def _give_up() -> None:
    """Lets what is still in stdout's buffer go nowhere: Python would try to write it again when it ends."""
    with Path(os.devnull).open("wb") as nowhere:
        os.dup2(nowhere.fileno(), sys.stdout.fileno())
