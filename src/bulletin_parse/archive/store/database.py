"""Opens an archive's file, and translates sqlite3's errors to ``ArchiveError``."""

from __future__ import annotations

import os
import sqlite3
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from itertools import count
from pathlib import Path
from urllib.parse import quote

from bulletin_parse.archive.store import schema
from bulletin_parse.archive.store.rows import BrokenRecord
from bulletin_parse.archive.store.terms import TERMS_VERSION, terms_of
from bulletin_parse.errors import ArchiveError

BUSY_SECONDS = 30  # how long to wait for another program that writes


def connect(path: str, *, writable: bool, told: Callable[[str], object] | None = None) -> sqlite3.Connection:
    """A connection to an archive, its schema brought up to date if it may be written; an older one is read as it is.

    Args:
        path: the file; a new one is made if ``writable``.
        writable: False opens for reading only, also from a medium that cannot be written.
        told: is given the path of the copy that is kept of an older archive before it is brought up to date.

    Raises:
        ArchiveError: there is no such file, it is no archive, it is newer than this program, or it cannot be opened.
    """
    if not writable and not Path(path).is_file():
        raise ArchiveError(path, "there is no such archive", remedy=f"Make it with: Archive({str(path)!r}).ingest(folder)")
    with as_archive_errors(path):
        database = _opened(path, writable=writable)
        try:
            version = schema.checked_version(database, path)
            if writable:
                if 0 < version < len(schema.migrations()):
                    kept = kept_copy(database, path, version)
                    if told:
                        told(kept)
                schema.migrate(database, version)
                refresh_terms(database)
            elif not version:
                raise ArchiveError(path, "it is empty", remedy=f"Fill it with: Archive({str(path)!r}).ingest(folder)")
        except BaseException:
            database.close()
            raise
    return database


def inspect(path: str) -> None:
    """Checks that a file, if it exists, is an archive that this program can open; an empty or older one is accepted.

    Raises:
        ArchiveError: it is no archive, or newer than this program.
    """
    if not path or path.startswith(":"):
        raise ArchiveError(path or "''", "an archive is a file", remedy="Name one, such as archive.db")
    if Path(path).is_dir():
        raise ArchiveError(path, "it is a folder, and an archive is a file", remedy=f"Name a file in it, such as {Path(path, 'archive.db')}")
    if Path(path).exists():
        with as_archive_errors(path), closing(_for_reading(path)) as database:
            schema.checked_version(database, path)


def own_files(path: str) -> frozenset[str]:
    """The paths of an archive's own files: the database, what SQLite keeps beside it, and the lock."""
    places = {os.path.abspath(path), os.path.realpath(path)}  # noqa: PTH100 - as files are named
    return frozenset([f"{place}{suffix}" for place in places for suffix in ("", "-wal", "-shm", "-journal", ".lock")])


def copied(path: str) -> sqlite3.Connection:
    """A writable copy of an archive that is gone when closed; of no archive, an empty one.

    Raises:
        ArchiveError: it cannot be read.
    """
    with as_archive_errors(path):
        # An empty name is a private file of SQLite's own, in memory as long as it is small.
        copy = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        if Path(path).exists():
            with closing(_for_reading(path)) as database:
                database.backup(copy)
        copy.execute("PRAGMA foreign_keys = ON")
        schema.migrate(copy, schema.checked_version(copy, path))
    return copy


def kept_copy(database: sqlite3.Connection, path: str, version: int) -> str:
    """Copies an archive beside itself before it is brought up to date, and gives the copy's path: ``archive.schema-1.db``, and nothing is replaced.

    Raises:
        ArchiveError: the copy cannot be written.
    """
    whole = Path(path).absolute()
    draft = whole.with_name(f".{whole.name}.copy-{os.getpid()}")
    try:
        with closing(sqlite3.connect(draft)) as copy:
            database.backup(copy)
        for number in count(1):
            kept = whole.with_name(f"{whole.stem}.schema-{version}{'' if number == 1 else f'-{number}'}{whole.suffix}")
            if not os.path.lexists(kept):
                draft.rename(kept)
                return str(kept)
        raise AssertionError  # the numbers do not end
    except (OSError, sqlite3.Error) as error:
        remedy = "Make room beside it, or copy it to another place and ingest there"
        raise ArchiveError(path, f"it is of an older version, and no copy of it can be kept beside it ({error})", remedy=remedy) from error
    finally:
        draft.unlink(missing_ok=True)


def refresh_terms(database: sqlite3.Connection) -> None:
    """Makes the search index anew if another version of Python or of this program made its terms: both decide what a character is."""
    made_by = f"{TERMS_VERSION} Unicode {unicodedata.unidata_version}"
    if (made_by,) == database.execute("SELECT value FROM notes WHERE name = 'terms'").fetchone():
        return
    database.execute("BEGIN IMMEDIATE")
    database.execute("INSERT INTO item_terms (item_terms) VALUES ('delete-all')")
    texts = database.execute("SELECT item_id, title, source, body FROM item_texts")
    rows = ((item_id, terms_of(title), terms_of(source or ""), terms_of(body or "")) for item_id, title, source, body in texts)
    database.executemany("INSERT INTO item_terms (rowid, title, source, body) VALUES (?, ?, ?, ?)", rows)
    database.execute("INSERT OR REPLACE INTO notes (name, value) VALUES ('terms', ?)", (made_by,))
    database.execute("COMMIT")


def _opened(path: str, *, writable: bool) -> sqlite3.Connection:
    database = sqlite3.connect(path, isolation_level=None, timeout=BUSY_SECONDS, check_same_thread=False) if writable else _for_reading(path)
    database.execute("PRAGMA foreign_keys = ON")
    if writable:
        schema.checked_version(database, path)  # before the first write to a file that may be another program's
        database.execute("PRAGMA journal_mode = WAL")
        # A crash of the program loses nothing; one of the machine at most the last moments, and never the file.
        database.execute("PRAGMA synchronous = NORMAL")
    return database


def _for_reading(path: str) -> sqlite3.Connection:
    """A read-only connection. On a medium that cannot be written SQLite cannot share the file, and is told that nobody writes to it."""
    uri = f"file:{quote(os.fsencode(Path(path).absolute()))}?mode=ro"
    database = sqlite3.connect(uri, uri=True, isolation_level=None, timeout=BUSY_SECONDS, check_same_thread=False)
    try:
        database.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.OperationalError as error:
        database.close()
        if getattr(error, "sqlite_errorcode", 0) & 0xFF not in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY):
            raise
        left = Path(f"{path}-wal")
        if left.exists() and left.stat().st_size:
            remedy = f"Copy it and {left.name} together to a place that can be written, and use the copy"
            raise ArchiveError(path, "a run that was killed left work that is not written back, and here nothing can be written", remedy=remedy) from error
        database = sqlite3.connect(f"{uri}&immutable=1", uri=True, isolation_level=None, check_same_thread=False)
    return database


def verify(database: sqlite3.Connection, path: str) -> None:
    """Checks that the values in an archive are such as this program stores; for work in which they become names of files.

    Raises:
        ArchiveError: the file is damaged, or somebody changed it.
    """
    remedy = "Do not trust it; read the bulletins into a new archive"
    (result,) = database.execute("PRAGMA quick_check(1)").fetchone()  # a STRICT table's types as well
    if result != "ok":
        raise ArchiveError(path, f"it is damaged, or was changed by another program ({result})", remedy=remedy)
    for table, column, wrong in _CHECKED:
        if database.execute(f"SELECT 1 FROM {table} WHERE {wrong.format(column)} LIMIT 1").fetchone():  # noqa: S608 - constants
            raise ArchiveError(path, f"{table}.{column} holds what this program never stores", remedy=remedy)


_NO_DAY = "{0} IS NOT NULL AND (date({0}, '+0 days') IS NOT {0} OR {0} < '0001')"
_NO_HASH = "{0} IS NOT NULL AND (length({0}) <> 64 OR {0} GLOB '*[^0-9a-f]*')"
_DAYS = (("bulletins", "published"), ("bulletins", "first_day"), ("bulletins", "last_day"), ("items", "published"))
_CHECKED = (*((table, column, _NO_DAY) for table, column in _DAYS), ("records", "sha256", _NO_HASH))

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
def as_archive_errors(path: str) -> Iterator[None]:
    """Translates sqlite3's errors, and unreadable records, to ``ArchiveError`` with a reason and a remedy."""
    try:
        yield
    except BrokenRecord as error:
        remedy = "Read the bulletins into a new archive"
        raise ArchiveError(path, f"a record in it is damaged, or was changed by another program ({error})", remedy=remedy) from error
    except sqlite3.Error as error:
        reason, remedy = _REASONS.get(getattr(error, "sqlite_errorcode", 0) & 0xFF, ("", ""))
        raise ArchiveError(path, f"{reason} ({error})" if reason else f"SQLite says: {error}", remedy=remedy) from error
