"""The archive's schema: its version, and the migrations that lead to it.

Each file in ``migrations/`` leads from one version to the next; ``PRAGMA user_version`` tells how far a file has come.
A migration that changes what the tables hold makes them again from the records, without parsing.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from functools import cache
from importlib.resources import files

from bulletin_parse.archive.store.rows import recorded, renewed
from bulletin_parse.errors import ArchiveError
from bulletin_parse.writing.databases import APPLICATION_ID

KEEPING = 3  # the version of the schema from which on an archive has history, ignored files and findings of rejected files


def migrations() -> list[str]:
    """The SQL of each migration, the first one first."""
    folder = files("bulletin_parse.archive.store") / "migrations"
    return [file.read_text(encoding="utf-8") for file in sorted(folder.iterdir(), key=lambda file: file.name) if file.name.endswith(".sql")]


def checked_version(database: sqlite3.Connection, name: str) -> int:
    """The version of a database's schema; 0 for a new, empty file.

    Raises:
        ArchiveError: the database is another program's, a newer version's, or its schema was changed by somebody.
    """
    (application,) = database.execute("PRAGMA application_id").fetchone()
    version = version_of(database)
    if application != APPLICATION_ID:
        (tables,) = database.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if application or version or tables:
            raise ArchiveError(name, "it is a database of another program", remedy="Name another file for the archive")
        return 0
    newest = len(migrations())
    if version > newest:
        raise ArchiveError(
            name, f"its schema is version {version}, and this program knows up to {newest}", remedy="Update it: pip install --upgrade bulletin-parse"
        )
    if change := _change(database, version):
        raise ArchiveError(name, f"its schema is not as this program made it: {change}", remedy="Do not trust it; read the bulletins into a new archive")
    return version


def version_of(database: sqlite3.Connection) -> int:
    """The version of an archive's schema."""
    (version,) = database.execute("PRAGMA user_version").fetchone()
    return int(version)


def migrate(database: sqlite3.Connection, version: int, to: int | None = None) -> None:
    """Brings a database from a version to another, None for the newest, in one transaction each."""
    database.create_function("renewed", 1, renewed, deterministic=True)
    database.create_function("recorded", 2, recorded, deterministic=True)
    for number, script in enumerate(migrations()[version:to], version + 1):
        database.executescript(f"BEGIN IMMEDIATE;\nPRAGMA application_id = {APPLICATION_ID};\nPRAGMA user_version = {number};\n{script}\nCOMMIT;")


def _change(database: sqlite3.Connection, version: int) -> str:
    """What somebody changed in a database's schema; empty if nothing that matters.

    Further tables and indexes are the user's affair. A view or a trigger would run when this program reads or writes.
    """
    made, found = _made(version), _objects(database)
    for name, (kind, sql) in made.items():
        if name not in found:
            return f"the {kind} {name} is missing"
        if found[name] != (kind, sql):
            return f"the {kind} {name} was changed"
    return next((f"the {kind} {name} was added" for name, (kind, _) in found.items() if name not in made and kind in ("view", "trigger")), "")


@cache
def _made(version: int) -> Mapping[str, tuple[str, str]]:
    """What the migrations up to a version make."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as database:
        migrate(database, 0, version)
        return _objects(database)


def _objects(database: sqlite3.Connection) -> Mapping[str, tuple[str, str]]:
    """Tables, indexes, views and triggers by name: their kind, and their SQL without what versions of SQLite write differently.

    The tables in which SQLite keeps the search index are its own.
    """
    rows = database.execute("SELECT name, type, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name")
    return {name: (kind, _plain(sql or "")) for name, kind, sql in rows if not (name.startswith("item_terms_") and kind == "table")}


def _plain(sql: str) -> str:
    return re.sub(r'--[^\n]*|["\s]', "", sql).lower()
