"""Opening the archive's file, and SQLite's errors in plain words."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from bulletin_parse.archive import schema
from bulletin_parse.errors import ArchiveError

IN_MEMORY = ":memory:"
BUSY_SECONDS = 30  # how long to wait for another program that writes


def connect(path: str, *, writable: bool) -> sqlite3.Connection:
    """A connection to an archive, its schema brought up to date if it may be written.

    Args:
        path: the file; a new one is made if ``writable``. ``:memory:`` is an archive that is gone when closed.
        writable: False opens for reading only, also from a medium that cannot be written.

    Raises:
        ArchiveError: there is no such file, it is no archive, it is newer than this program, or it cannot be opened.
    """
    if path != IN_MEMORY and not writable and not Path(path).is_file():
        raise ArchiveError(path, "there is no such archive", remedy=f"Make it with: bulletin-parse ingest FOLDER --archive {path}")
    with plainly(path):
        database = _opened(path, writable=writable)
        try:
            version = schema.check(database, path)
            if writable:
                schema.migrate(database, version)
            elif not version:
                raise ArchiveError(path, "it is empty", remedy=f"Fill it with: bulletin-parse ingest FOLDER --archive {path}")
            elif version < len(schema.migrations()):
                remedy = f"Bring it up to date with: bulletin-parse ingest --archive {path}"
                raise ArchiveError(path, f"its schema is version {version}, and reading needs {len(schema.migrations())}", remedy=remedy)
        except BaseException:
            database.close()
            raise
    return database


def _opened(path: str, *, writable: bool) -> sqlite3.Connection:
    if path == IN_MEMORY:
        database = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    elif writable:
        database = sqlite3.connect(path, isolation_level=None, timeout=BUSY_SECONDS, check_same_thread=False)
    else:
        database = _for_reading(path)
    database.execute("PRAGMA foreign_keys = ON")
    if writable:
        schema.check(database, path)  # before the first write to a file that may be another program's
        database.execute("PRAGMA journal_mode = WAL")
        # A crash of the program loses nothing; one of the machine at most the last moments, and never the file.
        database.execute("PRAGMA synchronous = NORMAL")
    return database


def _for_reading(path: str) -> sqlite3.Connection:
    """A read-only connection. On a medium that cannot be written SQLite cannot share the file, and is told that nobody writes to it."""
    uri = f"file:{quote(str(Path(path).absolute()))}?mode=ro"
    database = sqlite3.connect(uri, uri=True, isolation_level=None, timeout=BUSY_SECONDS, check_same_thread=False)
    try:
        database.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.OperationalError as error:
        database.close()
        if getattr(error, "sqlite_errorcode", 0) & 0xFF not in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY):
            raise
        database = sqlite3.connect(f"{uri}&immutable=1", uri=True, isolation_level=None, check_same_thread=False)
    return database


_REASONS = {
    sqlite3.SQLITE_FULL: ("the disk is full", "Make room and run it again: what was stored stays, and the rest is done then"),
    sqlite3.SQLITE_IOERR: ("the disk cannot be written or read", "Check the disk and its free space, and run it again: what was stored stays"),
    sqlite3.SQLITE_READONLY: ("it cannot be written", "Check its permissions and those of its folder, or copy it to a place of your own"),
    sqlite3.SQLITE_CANTOPEN: ("it cannot be opened", "Check the path, its permissions and those of its folder"),
    sqlite3.SQLITE_PERM: ("it cannot be opened", "Check its permissions"),
    sqlite3.SQLITE_BUSY: ("another program is writing to it", "Wait until it has ended, and run it again"),
    sqlite3.SQLITE_LOCKED: ("another program is writing to it", "Wait until it has ended, and run it again"),
    sqlite3.SQLITE_NOTADB: ("it is no archive: not an SQLite file", "Name another file for the archive"),
    sqlite3.SQLITE_CORRUPT: ("the file is damaged", "Copy what can be saved with: sqlite3 archive.db .recover; or ingest the bulletins into a new archive"),
}


@contextmanager
def plainly(path: str) -> Iterator[None]:
    """Turns SQLite's errors into ``ArchiveError`` with a reason and a remedy."""
    try:
        yield
    except sqlite3.Error as error:
        reason, remedy = _REASONS.get(getattr(error, "sqlite_errorcode", 0) & 0xFF, ("", ""))
        raise ArchiveError(path, f"{reason} ({error})" if reason else f"SQLite says: {error}", remedy=remedy) from error
