"""The archive's schema: its version, and the migrations that lead to it.

Each file in ``migrations/`` leads from one version to the next; ``PRAGMA user_version`` tells how far a file has come.
A migration that changes what the tables hold makes them again from the records, without parsing.
"""

from __future__ import annotations

import sqlite3
from importlib.resources import files

from bulletin_parse.archive.rows import recorded, renewed
from bulletin_parse.errors import ArchiveError
from bulletin_parse.writing.databases import APPLICATION_ID


def migrations() -> list[str]:
    """The SQL of each migration, the first one first."""
    folder = files("bulletin_parse.archive") / "migrations"
    return [file.read_text(encoding="utf-8") for file in sorted(folder.iterdir(), key=lambda file: file.name) if file.name.endswith(".sql")]


def check(database: sqlite3.Connection, name: str) -> int:
    """The version of a database's schema; 0 for a new, empty file.

    Raises:
        ArchiveError: the database is another program's, or a newer version's.
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
    return version


def version_of(database: sqlite3.Connection) -> int:
    """The version of an archive's schema."""
    (version,) = database.execute("PRAGMA user_version").fetchone()
    return int(version)


def migrate(database: sqlite3.Connection, version: int) -> None:
    """Brings a database from a version to the newest, in one transaction each."""
    database.create_function("renewed", 1, renewed, deterministic=True)
    database.create_function("recorded", 2, recorded, deterministic=True)
    for number, script in enumerate(migrations()[version:], version + 1):
        database.executescript(f"BEGIN IMMEDIATE;\nPRAGMA application_id = {APPLICATION_ID};\nPRAGMA user_version = {number};\n{script}\nCOMMIT;")
