"""Taking files out of an archive."""

from __future__ import annotations

import os
import sqlite3

from bulletin_parse.archive.store.names import printable
from bulletin_parse.archive.store.store import Store
from bulletin_parse.discovery import is_url
from bulletin_parse.errors import NotInArchive


def forgotten(database: sqlite3.Connection, store: Store, what: str | os.PathLike[str] | int, archive: str) -> tuple[str, ...]:
    """Forgets a file, all files below a folder, or all that hold the bulletin of a number; ``store.commit`` makes it last.

    Raises:
        NotInArchive: the archive has none of them.
    """
    files = _of_number(database, what) if isinstance(what, int) else _of_path(database, os.fspath(what))
    if not files:
        named = f"bulletin with number {what}" if isinstance(what, int) else f"file {os.fspath(what)}"
        raise NotInArchive(archive, f"it has no {named}", remedy=f"bulletin-parse list {archive} shows what it has")
    return tuple([file for file in files if store.forget(file)])


def _of_number(database: sqlite3.Connection, number: int) -> list[str]:
    return [file for (file,) in database.execute(_NUMBERED, (number,))]


def _of_path(database: sqlite3.Connection, path: str) -> list[str]:
    """The file of that path as it is stored, or those below it."""
    stored = printable(path if is_url(path) else os.path.abspath(path))  # noqa: PTH100 - links stay as they are named
    found = [file for (file,) in database.execute(_NAMED, (stored,))]
    return found or [file for (file,) in database.execute(_BELOW, (stored.rstrip("/") + "/",))]


# Those that another file is canonical for are of the same bulletin.
_NUMBERED = """
WITH canonical AS (SELECT source_id FROM bulletins WHERE issue_number = ?)
SELECT file FROM sources WHERE source_id IN canonical OR superseded_by IN canonical ORDER BY file"""
_NAMED = "SELECT file FROM sources WHERE file = ?1 UNION SELECT file FROM ignored_files WHERE file = ?1"
_BELOW = """
SELECT file FROM sources WHERE substr(file, 1, length(?1)) = ?1 AND part_of IS NULL
 UNION SELECT file FROM ignored_files WHERE substr(file, 1, length(?1)) = ?1 ORDER BY file"""
