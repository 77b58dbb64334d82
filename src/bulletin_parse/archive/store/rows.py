"""A bulletin as rows of the archive's tables, without their ids."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from bulletin_parse.archive.store.names import whole_of
from bulletin_parse.archive.store.terms import LONE_SURROGATE, terms_of
from bulletin_parse.columns import BLOCKS, BULLETINS, ENTRIES, FINDINGS, ITEMS, REMNANTS, Column, FindingScope, Kind, ScopedFinding, as_json, remnants_of
from bulletin_parse.discovery import is_url
from bulletin_parse.models import Bulletin, Finding, Item

# Bytes of a record's JSON. A document has ten million characters at most (``limits``), each with its place some ten bytes.
MAX_RECORD = 1 << 29

Row = tuple[Any, ...]


class ItemRows(NamedTuple):
    """One item's row, its blocks' rows, and its terms for the search index: (title, source, body)."""

    item: Row
    blocks: tuple[Row, ...]
    terms: tuple[str, str, str]


class BulletinRows(NamedTuple):
    """All rows of one bulletin, in the order of the tables' columns after the ids."""

    bulletin: Row
    entries: tuple[Row, ...]
    items: tuple[ItemRows, ...]
    remnants: tuple[Row, ...]
    findings: tuple[Row, ...]


def packed(bulletin: Bulletin) -> bytes:
    """The record as compressed JSON; the same bulletin gives the same bytes."""
    return zlib.compress(bulletin.to_json(indent=None).encode("utf-8", "surrogatepass"), 6)


class BrokenRecord(ValueError):
    """A record that this program did not pack: an archive's file is damaged, or somebody changed it."""


def unzipped(record: bytes) -> bytes:
    """The record's JSON on one line, as UTF-8.

    Raises:
        BrokenRecord: it is not packed, or unpacks to more than any bulletin has.
    """
    unpacker = zlib.decompressobj()
    try:
        text = unpacker.decompress(record, MAX_RECORD)
    except (zlib.error, TypeError) as error:
        raise BrokenRecord(str(error)) from error
    if not unpacker.eof:
        raise BrokenRecord("it is cut off" if len(text) < MAX_RECORD else f"it has more than {MAX_RECORD:,} bytes")
    return text


def record_text(record: bytes) -> str:
    """The same as text."""
    return unzipped(record).decode("utf-8", "surrogatepass")


def bulletin_of(record: bytes, file: str | None = None) -> Bulletin:
    """The bulletin that was packed, whatever the schema of its record.

    Args:
        record: as ``packed`` gave it.
        file: the file's stored name, by which ``show`` finds it again.

    Raises:
        BrokenRecord: there is none.
    """
    text = record_text(record)
    try:
        bulletin = Bulletin.model_validate(json.loads(text))
    except ValueError as error:
        raise BrokenRecord(f"{type(error).__name__}") from error
    if file is None or bulletin.source is None or is_url(path := whole_of(file)):
        return bulletin
    return bulletin.model_copy(update={"source": bulletin.source.read_at(path)})


def renewed(record: bytes) -> bytes:
    """A packed record in the present schema."""
    return packed(bulletin_of(record))


def rows_of(bulletin: Bulletin, findings: Iterable[Finding] = ()) -> BulletinRows:
    """A bulletin and what the rules found in it, as rows."""
    return BulletinRows(
        row(BULLETINS, bulletin),
        tuple([(at, *row(ENTRIES, entry)) for at, entry in enumerate(bulletin.index, 1)]),
        tuple([_item(at, item) for at, item in enumerate(bulletin.items, 1)]),
        tuple([(role, at, *row(REMNANTS, piece)) for role, at, piece in remnants_of(bulletin)]),
        tuple([finding_row(finding, "bulletin") for finding in findings]),
    )


def finding_row(finding: Finding, scope: FindingScope) -> Row:
    """A finding as a row, after its ids."""
    return row(FINDINGS, ScopedFinding(scope, finding))


def row(columns: Sequence[Column], part: Any) -> Row:
    """What the archive stores of a part, column by column."""
    return tuple([_storable(column.kind, column.of(part)) for column in columns if column.is_stored])


def _item(at: int, item: Item) -> ItemRows:
    blocks = tuple([(place, *row(BLOCKS, block)) for place, block in enumerate(item.blocks, 1)])
    return ItemRows((at, *row(ITEMS, item)), blocks, (terms_of(item.title), terms_of(item.source or ""), terms_of(item.body)))


def _storable(kind: Kind, value: Any) -> Any:
    """A value as SQLite can store it: a lone surrogate, which is no character, becomes U+FFFD. The record keeps it."""
    if value is None or kind == "integer":
        return value
    if kind == "flag":
        return int(value)
    if kind == "day":
        return value.isoformat()
    text = as_json(value) if kind == "json" else value
    return text if text is None or text.isascii() else LONE_SURROGATE.sub("\ufffd", text)


def recorded(record: bytes, name: str) -> str | None:
    """A list of a packed record as a column of the archive has it, brought to the present schema."""
    found = next(column for column in BULLETINS if column.name == name)
    text: str | None = _storable(found.kind, found.of(bulletin_of(record)))
    return text
