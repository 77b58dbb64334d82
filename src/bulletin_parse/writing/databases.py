"""Telling archives from other files: by what SQLite says of them, not by their names."""

from __future__ import annotations

import os
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

# "BPar", in every archive's header; the tables are those that no archive is without.
APPLICATION_ID = 0x42506172
TABLES = frozenset({"sources", "records", "bulletins"})
_MAGIC = b"SQLite format 3\0"
_ID_AT = slice(68, 72)
# What belongs to a database, by the end of its name.
_BESIDE = ("-wal", "-shm", "-journal", ".lock")


def is_archive(path: Path) -> bool:
    """Whether a file is an archive: by its application id, or by its tables where the id was changed or is not written back yet.

    A database that cannot be looked into counts as one if a run may have left work beside it.
    """
    header = _header(path)
    if not header:
        return False
    if int.from_bytes(header[_ID_AT], "big") == APPLICATION_ID:
        return True
    log = Path(f"{path}-wal")
    unwritten = log.exists() and log.stat().st_size > 0
    # Without work beside it, the database is looked at as it is: SQLite makes no files of its own.
    uri = f"file:{quote(os.fsencode(path.absolute()))}?mode=ro{'' if unwritten else '&immutable=1'}"
    import sqlite3  # no other output is looked into

    try:
        with closing(sqlite3.connect(uri, uri=True)) as database:
            names = {name for (name,) in database.execute("SELECT name FROM sqlite_master")}
            return names >= TABLES or database.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
    except sqlite3.Error:
        return unwritten


def owner_of(path: Path) -> Path | None:
    """The database that a file, there or not, belongs to by its name (``archive.db-wal``); None if there is none beside it."""
    names = [path.name.removesuffix(end) for end in _BESIDE if path.name.endswith(end) and path.name != end]
    return next((path.with_name(name) for name in names if _header(path.with_name(name))), None)


def _header(path: Path) -> bytes:
    """The first bytes of an SQLite file, nothing of another."""
    if not path.is_file():
        return b""
    with path.open("rb") as file:
        header = file.read(100)
    return header if header.startswith(_MAGIC) else b""
