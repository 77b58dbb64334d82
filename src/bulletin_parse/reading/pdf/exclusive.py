"""One thread at a time in the engines' C code: pdfium is not safe among threads, and MuPDF keeps its warnings for the whole process."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from bulletin_parse.limits import meter

_lock = threading.RLock()


@contextmanager
def exclusive() -> Iterator[None]:
    """Keeps other threads out of the engines, as a ``with`` block or a decorator; the time of waiting is not the file's.

    No generator may be decorated, nor yield inside: its caller would hold the engines between two of its values.
    """
    lock, began = _lock, time.monotonic()
    with lock:
        meter().rest(time.monotonic() - began)
        yield


def _renew() -> None:
    """In a fork: the thread that held the lock is not there to give it back."""
    global _lock
    _lock = threading.RLock()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_renew)
