"""One writer at a time: the lock beside an archive, and the connection that holds it."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from bulletin_parse.archive.store.database import connect, copied
from bulletin_parse.errors import ArchiveError


@contextmanager
def writing(path: str, *, dry_run: bool = False, told: Callable[[str], object] | None = None, patience: float = 0) -> Iterator[sqlite3.Connection]:
    """A connection for writing that nobody else has at the same time.

    Args:
        path: the archive's.
        dry_run: writes to a copy, which is gone at the end.
        told: is given the path of the copy that is kept of an older archive.
        patience: how many seconds to wait for another who writes.

    Raises:
        ArchiveError: another one writes, or it cannot be written.
    """
    if dry_run:
        with closing(copied(path)) as copy:
            yield copy
        return
    folder = Path(path).absolute().parent
    if not folder.is_dir():
        raise ArchiveError(path, f"there is no folder {folder}", remedy="Make it, or name another place")
    place = Path(f"{os.path.realpath(path)}.lock")
    if place.is_file() and place.stat().st_size:  # a lock is empty, and taking it empties the file
        raise ArchiveError(path, f"{place.name} beside it is no lock of this program", remedy="Move that file, or name another archive")
    lock = FileLock(place)
    try:
        lock.acquire(timeout=patience)
    except Timeout as error:
        raise ArchiveError(path, "another ingest is writing to it", remedy="Wait until it has ended, and run it again") from error
    except OSError as error:
        raise ArchiveError(path, f"it cannot be written ({error.strerror})", remedy="Check the permissions of its folder") from error
    try:
        with closing(connect(path, writable=True, told=told)) as database:
            yield database
    finally:
        lock.release()
