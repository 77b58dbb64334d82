"""The archive's content as rows of plain tables: what frames, Excel and Parquet are made of.

``TABLES`` names each column with its kind and the SQL that gives it. A bulletin is known by ``bulletin``, as in the data frames.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from bulletin_parse.archive.filters import Filters
from bulletin_parse.archive.locations import name_of
from bulletin_parse.outputs.frames import DAY, FLAG, INTEGER, KEY_DIGITS, TEXT

BYTES = "bytes"
# The same content comes in the same order, whenever and in whatever order it was stored.
ORDER = "bulletins.issue_number, bulletins.published, sources.file"
_KEY = f"substr(records.sha256, 1, {KEY_DIGITS})"
_FILES = "JOIN sources ON sources.source_id = bulletins.source_id JOIN records ON records.source_id = bulletins.source_id"
_OF_BULLETIN = f"JOIN bulletins USING (bulletin_id) {_FILES}"
# What was found across bulletins stands after what was found in them, in the order of the rules.
_FINDINGS_ORDER = "scope = 'archive', " + ", ".join(f"CASE scope WHEN 'bulletin' THEN {part} END" for part in ORDER.split(", "))
# A bulletin without a date of its own has its week's last day.
PUBLISHED = "coalesce(bulletins.published, bulletins.last_day)"
_BODY = """coalesce((SELECT group_concat(text, char(10) || char(10))
                       FROM (SELECT text FROM blocks WHERE blocks.item_id = items.item_id AND text <> '' ORDER BY position)), '')"""


class Table(NamedTuple):
    """A table: its columns as name to (kind, SQL), where they come from, and the order after that of the bulletins."""

    columns: Mapping[str, tuple[str, str]]
    tables: str
    order: str


def _plain(table: str, **kinds: str) -> dict[str, tuple[str, str]]:
    """Columns that have the same name in one of the archive's tables."""
    return {name: (kind, f"{table}.{name}") for name, kind in kinds.items()}


_WHOSE = {"bulletin": (TEXT, _KEY)}
TABLES: Mapping[str, Table] = {
    "bulletins": Table(
        _WHOSE
        | _plain("bulletins", issue_number=INTEGER, issue_label=TEXT, title=TEXT, publisher=TEXT, published=DAY, first_day=DAY, last_day=DAY)
        | _plain("bulletins", declared_count=INTEGER, entry_count=INTEGER, item_count=INTEGER, lead=TEXT, printed=TEXT, places=TEXT)
        | {"file": (TEXT, "name_of(sources.file)"), "sha256": (TEXT, "records.sha256")}
        | _plain("sources", media_type=TEXT, engine=TEXT, engine_version=TEXT, pages=INTEGER, complete=FLAG),
        f"bulletins {_FILES}",
        "bulletin_id",
    ),
    "index": Table(
        _WHOSE | {"entry": (INTEGER, "position")} | _plain("index_entries", number=INTEGER, title=TEXT, source=TEXT, regions=TEXT),
        f"index_entries {_OF_BULLETIN}",
        "bulletin_id, position",
    ),
    "items": Table(
        _WHOSE
        | {"item": (INTEGER, "items.position")}
        | _plain("items", number=INTEGER, title=TEXT, source=TEXT, link=TEXT, link_target=TEXT, headline=TEXT, byline=TEXT, published=DAY)
        | {"body": (TEXT, _BODY)}
        | _plain("items", places=TEXT, regions=TEXT),
        f"items {_OF_BULLETIN}",
        "bulletin_id, position",
    ),
    "blocks": Table(
        _WHOSE | {"item": (INTEGER, "items.position"), "block": (INTEGER, "blocks.position")} | _plain("blocks", kind=TEXT, text=TEXT, regions=TEXT),
        f"blocks JOIN items USING (item_id) {_OF_BULLETIN}",
        "bulletin_id, items.position, blocks.position",
    ),
    "remnants": Table(
        _WHOSE | {"role": (TEXT, "role"), "remnant": (INTEGER, "position")} | _plain("remnants", text=TEXT, regions=TEXT),
        f"remnants {_OF_BULLETIN}",
        "bulletin_id, role, position",
    ),
    "figures": Table(
        _WHOSE
        | {"item": (INTEGER, "item_position"), "block": (INTEGER, "block_position")}
        | _plain("figures", media_type=TEXT, byte_count=INTEGER, width=INTEGER, height=INTEGER, sha256=TEXT, rendered=FLAG, data=BYTES),
        f"figures JOIN bulletins USING (source_id) {_FILES}",
        "bulletin_id, item_position, block_position",
    ),
    "findings": Table(
        _WHOSE
        | _plain("findings", scope=TEXT, code=TEXT, name=TEXT, severity=TEXT, message=TEXT, item_number=INTEGER, issue_number=INTEGER)
        | _plain("findings", subject=TEXT, regions=TEXT),
        f"findings LEFT JOIN bulletins USING (bulletin_id) {_FILES.replace('JOIN', 'LEFT JOIN')}",
        "finding_id",
    ),
}


def rows(database: sqlite3.Connection, table: str, columns: Sequence[str], filters: Filters | None = None, year: str | None = "") -> Iterator[tuple[Any, ...]]:
    """The rows of a table, by bulletin and then as printed.

    Args:
        database: an archive, open for reading.
        table: a name of ``TABLES``.
        columns: names of the table's columns.
        filters: which bulletins; None for all.
        year: the bulletins of this year alone (``"2026"``), None for those without a date, ``""`` for all.
    """
    of = TABLES[table]
    where, parameters = (filters or Filters()).where(PUBLISHED)
    if year != "":
        where, parameters = f"{where} AND substr({PUBLISHED}, 1, 4) IS ?", [*parameters, year]
    order = _FINDINGS_ORDER if table == "findings" else ORDER
    database.create_function("name_of", 1, name_of, deterministic=True)
    sql = f"SELECT {', '.join(of.columns[name][1] for name in columns)} FROM {of.tables} WHERE {where} ORDER BY {order}, {of.order}"  # noqa: S608
    return database.execute(sql, parameters)
