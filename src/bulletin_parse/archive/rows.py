"""A bulletin as rows of the archive's tables, without their ids."""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from bulletin_parse.archive.terms import terms_of
from bulletin_parse.models import Bulletin, Finding, Item

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")

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


def unpacked(record: bytes) -> str:
    """The record's JSON on one line."""
    return zlib.decompress(record).decode("utf-8", "surrogatepass")


def bulletin_of(record: bytes) -> Bulletin:
    """The bulletin that was packed."""
    return Bulletin.model_validate(json.loads(unpacked(record)))


def rows_of(bulletin: Bulletin, findings: Iterable[Finding] = ()) -> BulletinRows:
    """A bulletin and what the rules found in it, as rows."""
    week = bulletin.date_range
    return BulletinRows(
        (
            bulletin.issue_number,
            _text(bulletin.issue_label),
            _text(bulletin.title),
            _text(bulletin.publisher),
            _day(bulletin.published),
            _day(week.start) if week else None,
            _day(week.end) if week else None,
            bulletin.declared_count,
            len(bulletin.index),
            len(bulletin.items),
            _text(bulletin.lead),
            _json(dict(bulletin.printed)),
            _places(bulletin.places),
        ),
        tuple([(at, entry.number, _text(entry.title), _text(entry.source), regions(entry.where)) for at, entry in enumerate(bulletin.index, 1)]),
        tuple([_item(at, item) for at, item in enumerate(bulletin.items, 1)]),
        (*_remnants("furniture", bulletin.furniture), *_remnants("residue", bulletin.residue)),
        tuple([finding_row(finding, "bulletin") for finding in findings]),
    )


def finding_row(finding: Finding, scope: str) -> Row:
    """A finding as a row, after its ids."""
    return (
        scope,
        finding.code,
        finding.name,
        finding.severity,
        _text(finding.message),
        finding.item,
        finding.issue_number,
        _text(finding.subject),
        regions(finding.where),
    )


def regions(where: Iterable[Any]) -> str:
    """Regions as the JSON list that stands in the record."""
    return _json([_region(region) for region in where])


def _region(region: Any) -> dict[str, Any]:
    return dict(region)


def _item(at: int, item: Item) -> ItemRows:
    row = (
        at,
        item.number,
        _text(item.title),
        _text(item.source),
        _text(item.link),
        _text(item.link_target),
        _text(item.headline),
        _text(item.byline),
        _day(item.published),
        _places(item.places),
        regions(item.where),
    )
    blocks = tuple([(place, block.kind, _text(block.text), regions(block.where)) for place, block in enumerate(item.blocks, 1)])
    return ItemRows(row, blocks, (terms_of(item.title), terms_of(item.source or ""), terms_of(item.body)))


def _remnants(role: str, remnants: Iterable[Any]) -> list[Row]:
    return [(role, at, _text(remnant.text), regions(remnant.where)) for at, remnant in enumerate(remnants, 1)]


def _places(places: Mapping[str, Iterable[Any]]) -> str:
    return _json({name: [_region(region) for region in where] for name, where in places.items()})


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _text(text: str | None) -> str | None:
    """Text that SQLite can store: a lone surrogate, which is no character, becomes U+FFFD. The record keeps it."""
    if text is None or text.isascii():
        return text
    return _LONE_SURROGATE.sub("\ufffd", text)


def _day(day: Any) -> str | None:
    return day.isoformat() if day else None
