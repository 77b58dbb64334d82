"""The archive's content as rows of plain tables: what frames, Excel and Parquet are made of.

``TABLES`` names each column with its kind and the SQL that gives it. A bulletin is known by ``bulletin``, as in the data frames.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from bulletin_parse import columns
from bulletin_parse.archive.store.filters import Filters
from bulletin_parse.archive.store.names import name_of
from bulletin_parse.archive.store.rows import recorded
from bulletin_parse.archive.store.schema import version_of
from bulletin_parse.outputs.frames import COLUMNS, FLAG, INTEGER, KEY_DIGITS, KINDS, TEXT, Frames, frames_of, naming_of

BYTES = "bytes"
# The same content comes in the same order, whenever and in whatever order it was stored.
ORDER = "bulletins.issue_number, bulletins.published, sources.file"
_KEY = f"substr(records.sha256, 1, {KEY_DIGITS})"
_FILES = "JOIN sources ON sources.source_id = bulletins.source_id JOIN records ON records.source_id = bulletins.source_id"
_FILES_IF_ANY = "LEFT JOIN sources ON sources.source_id = bulletins.source_id LEFT JOIN records ON records.source_id = bulletins.source_id"
_OF_BULLETIN = f"JOIN bulletins USING (bulletin_id) {_FILES}"
# What was found across bulletins stands after what was found in them, in the order of the rules.
_FINDINGS_ORDER = "scope = 'archive', " + ", ".join(f"CASE scope WHEN 'bulletin' THEN {part} END" for part in ORDER.split(", "))
# A bulletin without a date of its own has its week's last day.
PUBLISHED = "coalesce(bulletins.published, bulletins.last_day)"
# What names the bulletin of a row in each data frame; a finding may be about no single one.
_NAMING = {
    "issue_number": "bulletins.issue_number",
    "bulletin_day": PUBLISHED,
    "file": "CASE WHEN sources.file IS NOT NULL THEN name_of(sources.file) END",
}
_BODY = """coalesce((SELECT group_concat(text, char(10) || char(10))
                       FROM (SELECT text FROM blocks WHERE blocks.item_id = items.item_id AND text <> '' ORDER BY position)), '')"""

_RECORDS = "SELECT record, file FROM bulletins JOIN sources USING (source_id) JOIN records USING (source_id)"
_IN_ORDER = "ORDER BY issue_number, bulletins.published, file"


class StoredTable(NamedTuple):
    """A table: its columns as name to (kind, SQL), where they come from, and the order after that of the bulletins."""

    columns: Mapping[str, tuple[str, str]]
    tables: str
    order: str


# What a column is made of that no table of the archive has under its name.
_MADE: Mapping[str, Mapping[str, str]] = {
    "bulletins": {"file": "name_of(sources.file)", "sha256": "records.sha256"}
    | {column.name: f"sources.{column.name}" for column in columns.OF_FILE if column.name not in ("file", "sha256")},
    "items": {"body": _BODY},
}


def _table(name: str, of: str, keys: Mapping[str, str], tables: str, order: str) -> StoredTable:
    """A table of the record's columns.

    Args:
        name: of ``columns.TABLES``.
        of: the archive's table that holds it.
        keys: the SQL of the columns that say whose row it is.
        tables: where the rows come from.
        order: after that of the bulletins.
    """
    whose, held = columns.TABLES[name]
    made = _MADE.get(name, {})
    sql = {key: (KINDS[kind], keys[key]) for key, kind in whose.items()}
    return StoredTable(sql | {column.name: (KINDS[column.kind], made.get(column.name, f"{of}.{column.name}")) for column in held}, tables, order)


_PICTURES = {"media_type": TEXT, "byte_count": INTEGER, "width": INTEGER, "height": INTEGER, "sha256": TEXT, "rendered": FLAG, "data": BYTES}
_WHOSE = {"bulletin": _KEY}
_ITEM = {"item": "items.position"}
TABLES: Mapping[str, StoredTable] = {
    "bulletins": _table("bulletins", "bulletins", _WHOSE, f"bulletins {_FILES}", "bulletin_id"),
    "index": _table("index", "index_entries", {**_WHOSE, "entry": "position"}, f"index_entries {_OF_BULLETIN}", "bulletin_id, position"),
    "items": _table("items", "items", {**_WHOSE, **_ITEM}, f"items {_OF_BULLETIN}", "bulletin_id, position"),
    "blocks": _table(
        "blocks",
        "blocks",
        {**_WHOSE, **_ITEM, "block": "blocks.position"},
        f"blocks JOIN items USING (item_id) {_OF_BULLETIN}",
        "bulletin_id, items.position, blocks.position",
    ),
    "remnants": _table("remnants", "remnants", {**_WHOSE, "role": "role", "remnant": "position"}, f"remnants {_OF_BULLETIN}", "bulletin_id, role, position"),
    "figures": StoredTable(
        {"bulletin": (TEXT, _KEY), "item": (INTEGER, "item_position"), "block": (INTEGER, "block_position")}
        | {name: (kind, f"figures.{name}") for name, kind in _PICTURES.items()},
        f"figures JOIN bulletins USING (source_id) {_FILES}",
        "bulletin_id, item_position, block_position",
    ),
    "findings": _table("findings", "findings", _WHOSE, f"findings LEFT JOIN bulletins USING (bulletin_id) {_FILES_IF_ANY}", "finding_id"),
}
# What an archive of an earlier schema says in the columns that a later one brought, by that one's version: such an archive is read as it is.
_BEFORE: Mapping[int, Mapping[str, Mapping[str, str]]] = {
    2: {
        "bulletins": {
            "issue_numbers": "CASE WHEN bulletins.issue_number IS NULL THEN '[]' ELSE '[' || bulletins.issue_number || ']' END",
            "supplement": "0",
            "edits": "recorded(records.record, 'edits')",
            "doubts": "recorded(records.record, 'doubts')",
            "template": "NULL",
            "part": "NULL",
            "page_sources": "recorded(records.record, 'page_sources')",
        },
        "index": {"category": "NULL"},
        "items": {"further_links": "'[]'", "category": "NULL", "labels": "'{}'"},
        "blocks": {"rows": "NULL"},
        "remnants": {"why": "NULL"},
    },
}


def records(database: sqlite3.Connection, number: int | None = None) -> Iterator[tuple[bytes, str]]:
    """The packed records, each with its file's stored name, by number, date and file, or those of one number; one is in memory at a time."""
    which = "" if number is None else "WHERE issue_number = :number"
    yield from database.execute(f"{_RECORDS} {which} {_IN_ORDER}", {"number": number})


def rows(database: sqlite3.Connection, table: str, names: Sequence[str], filters: Filters | None = None, year: str | None = "") -> Iterator[tuple[Any, ...]]:
    """The rows of a table, by bulletin and then as printed.

    Args:
        database: an archive, open for reading.
        table: a name of ``TABLES``.
        names: names of the table's columns.
        filters: which bulletins; None for all.
        year: the bulletins of this year alone (``"2026"``), None for those without a date, ``""`` for all.
    """
    return _selected(database, table, [(table, name) for name in names], filters, year)


def item_rows(database: sqlite3.Connection, names: Sequence[tuple[str, str]], filters: Filters | None = None) -> Iterator[tuple[Any, ...]]:
    """The same of items, with columns of their bulletins: each is named by its table and its name there."""
    return _selected(database, "items", names, filters)


def archive_frames(database: sqlite3.Connection) -> Frames:
    """The frames of every bulletin in an archive, by number, date and file, as ``to_frames`` makes them of bulletins.

    Args:
        database: an archive, open for reading.
    """
    return frames_of(
        {
            table: list(_selected(database, table, [(table, name) for name in columns], also=[_NAMING[name] for name in naming_of(table)]))
            for table, columns in COLUMNS.items()
        }
    )


def _selected(
    database: sqlite3.Connection,
    table: str,
    names: Sequence[tuple[str, str]],
    filters: Filters | None = None,
    year: str | None = "",
    also: Sequence[str] = (),
) -> Iterator[tuple[Any, ...]]:
    of = TABLES[table]
    where, parameters = (filters or Filters()).where(PUBLISHED)
    if year != "":
        where, parameters = f"{where} AND substr({PUBLISHED}, 1, 4) IS ?", [*parameters, year]
    order = _FINDINGS_ORDER if table == "findings" else ORDER
    database.create_function("name_of", 1, name_of, deterministic=True)
    database.create_function("recorded", 2, recorded, deterministic=True)
    version = version_of(database)
    lacking = {(whose, name): said for brought, tables in _BEFORE.items() if version < brought for whose, own in tables.items() for name, said in own.items()}
    wanted = ", ".join([*[lacking.get((whose, name)) or TABLES[whose].columns[name][1] for whose, name in names], *also])
    return database.execute(f"SELECT {wanted} FROM {of.tables} WHERE {where} ORDER BY {order}, {of.order}", parameters)  # noqa: S608 - our own names
