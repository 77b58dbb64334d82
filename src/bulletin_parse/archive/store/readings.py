"""What an archive has of a file, as a worker would give it."""

from __future__ import annotations

import sqlite3

from bulletin_parse.archive.store import statements as sql
from bulletin_parse.archive.store.findings import finding_of
from bulletin_parse.archive.store.outcomes import Figure, ReadFile
from bulletin_parse.archive.store.rows import bulletin_of, rows_of
from bulletin_parse.models import Finding
from bulletin_parse.rules import check


def reading_of(database: sqlite3.Connection, source_id: int) -> ReadFile:
    """The reading of a file, with the further bulletins in it."""
    parts = database.execute("SELECT source_id FROM sources WHERE part_of = ? ORDER BY source_id", (source_id,)).fetchall()
    return _one(database, source_id)._replace(further=tuple([_one(database, part) for (part,) in parts]))


def stored_figures(database: sqlite3.Connection, source_id: int) -> tuple[Figure, ...]:
    """A file's figures with their pictures."""
    rows = database.execute("SELECT * FROM figures WHERE source_id = ? ORDER BY item_position, block_position", (source_id,))
    return tuple([Figure(*row[1:]) for row in rows])


def file_findings(database: sqlite3.Connection, source_id: int) -> tuple[Finding, ...]:
    """What the rules say of a file that was rejected."""
    return tuple([finding_of(row) for row in database.execute(sql.FILE_FINDINGS, (source_id,))])


def _one(database: sqlite3.Connection, source_id: int) -> ReadFile:
    media_type, engine, engine_version, pages, complete, key, day, record = database.execute(sql.READING, (source_id,)).fetchone()
    bulletin = bulletin_of(record)
    return ReadFile(
        media_type=media_type,
        engine=engine,
        engine_version=engine_version,
        pages=pages,
        complete=bool(complete),
        bulletin_key=key,
        bulletin_date=day,
        record=record,
        rows=rows_of(bulletin, check(bulletin)),
        figures=stored_figures(database, source_id),
    )
