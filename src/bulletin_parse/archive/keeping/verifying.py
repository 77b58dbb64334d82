"""Whether an archive is sound: its file, its records, what the tables say of them, its pictures, and the files it was read from."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator
from typing import Any, NamedTuple

from bulletin_parse.archive.store.names import is_there
from bulletin_parse.archive.store.rows import BrokenRecord, BulletinRows, bulletin_of, record_text, rows_of
from bulletin_parse.columns import BLOCKS, BULLETINS, ENTRIES, ITEMS, REMNANTS, Column
from bulletin_parse.discovery import is_url
from bulletin_parse.limits import Limits
from bulletin_parse.models import SCHEMA_VERSION
from bulletin_parse.packed import is_member, member_digest

_CHUNK = 1 << 20  # bytes hashed at a time


class Unsound(NamedTuple):
    """What is wrong in an archive.

    Args:
        where: the file, or the table, that it is about.
        reason: what is wrong, one clause.
    """

    where: str
    reason: str


def unsound(database: sqlite3.Connection, *, files: bool = False) -> Iterator[Unsound]:
    """What is wrong in an archive, in the order of its files.

    Args:
        database: an archive, open for reading.
        files: looks at the files that were read as well: whether they are there, and what was read.
    """
    yield from (Unsound("database", str(words)) for (words,) in database.execute("PRAGMA integrity_check") if words != "ok")
    for table, row, parent, _ in database.execute("PRAGMA foreign_key_check"):
        yield Unsound(table, f"row {row} belongs to no row of {parent}")
    for source_id, file, part_of, *facts in database.execute(_SOURCES).fetchall():
        yield from (Unsound(file, reason) for reason in _of_file(database, source_id, *facts))
        if files and part_of is None:
            yield from (Unsound(file, reason) for reason in _on_disk(file, facts[1]))
    yield from _pictures(database)
    yield from _terms(database)


def _of_file(database: sqlite3.Connection, source_id: int, record: bytes | None, sha256: str | None, status: str, schema: str) -> Iterator[str]:
    """What is wrong with a file's record, and with the columns that were made of it."""
    bulletin_id = database.execute("SELECT bulletin_id FROM bulletins WHERE source_id = ?", (source_id,)).fetchone()
    if record is None:
        if status != "rejected":
            yield "it has no record"
        return
    try:
        bulletin = bulletin_of(record)
        said = json.loads(record_text(record)).get("schema_version")
    except BrokenRecord as error:
        yield f"its record cannot be read ({error})"
        return
    if schema != said or said != SCHEMA_VERSION:
        yield f"its record is of schema {said}, and its row says {schema}; the present one is {SCHEMA_VERSION}"
    if status != "rejected" and bulletin.source and bulletin.source.sha256 != sha256:
        yield f"its record was read from other content ({bulletin.source.sha256[:12]}…)"
    if status == "stored" and bulletin_id is None:
        yield "it is canonical, and no table has its bulletin"
    if bulletin_id is not None:
        yield from (f"the table {table} says something else than its record" for table in _differing(database, bulletin_id[0], rows_of(bulletin)))


def _differing(database: sqlite3.Connection, bulletin_id: int, rows: BulletinRows) -> Iterator[str]:
    """The tables whose columns are not what the record gives."""
    expected: dict[str, list[tuple[Any, ...]]] = {
        "bulletins": [rows.bulletin],
        "index_entries": list(rows.entries),
        "items": [item.item for item in rows.items],
        "blocks": [(at, *block) for at, item in enumerate(rows.items, 1) for block in item.blocks],
        "remnants": sorted(rows.remnants, key=lambda row: row[:2]),
    }
    for table, (keys, columns, joined, order) in _TABLES.items():
        names = ", ".join([*keys.split(), *(f"{table}.{column.name}" for column in columns if column.is_stored)])
        sql = f"SELECT {names} FROM {table} {joined} WHERE bulletin_id = ? ORDER BY {order}"  # noqa: S608 - our own names
        if database.execute(sql, (bulletin_id,)).fetchall() != expected[table]:
            yield table


_TABLES: dict[str, tuple[str, tuple[Column, ...], str, str]] = {
    "bulletins": ("", BULLETINS, "", "1"),
    "index_entries": ("position", ENTRIES, "", "position"),
    "items": ("position", ITEMS, "", "position"),
    "blocks": ("items.position blocks.position", BLOCKS, "JOIN items USING (item_id)", "items.position, blocks.position"),
    "remnants": ("role position", REMNANTS, "", "role, position"),
}


def _on_disk(file: str, sha256: str | None) -> Iterator[str]:
    if is_url(file):
        return
    if not is_there(file):
        yield "the file is gone"
        return
    try:
        digest = member_digest(file, Limits()) if is_member(file) else _digest(file)
    except OSError as error:
        yield f"the file cannot be opened ({error.strerror})"
        return
    if sha256 is not None and digest != sha256:
        yield "the file has changed since it was read"


def _digest(file: str) -> str:
    digest = hashlib.sha256()
    with open(file, "rb") as opened:  # noqa: PTH123 - as it is named
        while chunk := opened.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def _pictures(database: sqlite3.Connection) -> Iterator[Unsound]:
    for file, item, block, size, sha256, data in database.execute(_FIGURES):
        if len(data) != size or hashlib.sha256(data).hexdigest() != sha256:
            yield Unsound(file, f"the picture of item {item}, block {block} is not what was stored")


def _terms(database: sqlite3.Connection) -> Iterator[Unsound]:
    """Whether the search index knows every item, and no other."""
    lacking = database.execute("SELECT count(*) FROM items WHERE item_id NOT IN (SELECT id FROM item_terms_docsize)").fetchone()[0]
    spare = database.execute("SELECT count(*) FROM item_terms_docsize WHERE id NOT IN (SELECT item_id FROM items)").fetchone()[0]
    if lacking or spare:
        yield Unsound("item_terms", f"the search index lacks {lacking} items, and has {spare} that are gone")


_SOURCES = """
SELECT source_id, file, part_of, record, sources.sha256, status, schema_version FROM sources LEFT JOIN records USING (source_id) ORDER BY file"""
_FIGURES = """
SELECT file, item_position, block_position, figures.byte_count, figures.sha256, data FROM figures JOIN sources USING (source_id)
 WHERE data IS NOT NULL ORDER BY file, 2, 3"""
