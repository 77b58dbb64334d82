"""The record as columns of tables: one catalogue from which the archive's rows, data frames, CSV, Excel and Parquet are made.

Lists and mappings are one column of JSON text. A bulletin's tables are known by the bulletin's key and by places from 1.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from itertools import chain
from typing import Any, Literal, NamedTuple

from bulletin_parse.models import Block, Bulletin, Entry, Finding, Hidden, Item, Remnant, Source

Kind = Literal["text", "integer", "day", "flag", "json"]
FindingScope = Literal["bulletin", "archive"]
# Lists of remnants of a bulletin, by the name of their field.
ROLES = ("front_matter", "back_matter", "furniture", "residue", "hidden")

_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


class Column(NamedTuple):
    """A column of a table.

    Args:
        name: in the archive, in frames and in files.
        kind: of its values.
        of: the value of what the row stands for; lists and mappings as JSON holds them.
        is_framed: whether data frames and Excel have it; regions are in the archive and in Parquet alone.
        is_stored: whether the archive has a column of it, or makes it from others.
    """

    name: str
    kind: Kind
    of: Callable[[Any], Any]
    is_framed: bool = True
    is_stored: bool = True


class ScopedFinding(NamedTuple):
    """What a row of findings stands for; ``scope`` tells whether a rule on bulletins found it, or one on archives."""

    scope: FindingScope
    finding: Finding


def _plain(kind: Kind, *names: str) -> list[Column]:
    """Columns named as the attribute that they hold."""
    return [Column(name, kind, _attribute(name)) for name in names]


def _attribute(name: str) -> Callable[[Any], Any]:
    return lambda part: getattr(part, name)


def _of_file(name: str, kind: Kind) -> Column:
    return Column({"name": "file"}.get(name, name), kind, lambda bulletin: getattr(bulletin.source, name) if bulletin.source else None)


def _of_week(name: str, end: str) -> Column:
    return Column(name, "day", lambda bulletin: getattr(bulletin.date_range, end) if bulletin.date_range else None)


def _of_finding(name: str, kind: Kind = "text", attribute: str = "") -> Column:
    return Column(name, kind, lambda found: getattr(found.finding, attribute or name))


def _dumped(name: str) -> Column:
    """A list of parts as JSON has them."""
    return Column(name, "json", lambda bulletin: [part.model_dump(mode="json") for part in getattr(bulletin, name)], is_framed=False)


def _source_of(bulletin: Bulletin) -> Source:
    return bulletin.source or Source(name="", sha256="", media_type="", engine="", engine_version="", pages=None)


_REGIONS = Column("regions", "json", lambda part: [dict(region) for region in part.where], is_framed=False)
_PLACES = Column("places", "json", lambda part: {name: [dict(region) for region in where] for name, where in part.places.items()}, is_framed=False)

BULLETINS: tuple[Column, ...] = (
    *_plain("integer", "issue_number"),
    *_plain("text", "issue_label"),
    *_plain("json", "issue_numbers"),
    *_plain("flag", "supplement"),
    *_plain("text", "title", "publisher"),
    *_plain("day", "published"),
    _of_week("first_day", "start"),
    _of_week("last_day", "end"),
    *_plain("integer", "declared_count"),
    Column("entry_count", "integer", lambda bulletin: len(bulletin.index)),
    Column("item_count", "integer", lambda bulletin: len(bulletin.items)),
    *_plain("text", "lead"),
    Column("printed", "json", lambda bulletin: dict(bulletin.printed), is_framed=False),
    _PLACES,
    _dumped("edits"),
    _dumped("doubts"),
    Column("template", "text", lambda bulletin: bulletin.source and bulletin.source.template, is_framed=False),
    Column("part", "json", lambda bulletin: bulletin.source and bulletin.source.part, is_framed=False),
    Column("page_sources", "json", lambda bulletin: [each.model_dump(mode="json") for each in _source_of(bulletin).page_sources], is_framed=False),
)
# What the archive keeps of a bulletin's file, beside its own table of files.
OF_FILE: tuple[Column, ...] = (
    *(_of_file(name, "text") for name in ("name", "sha256", "media_type", "engine", "engine_version")),
    _of_file("pages", "integer"),
    _of_file("complete", "flag"),
)
ENTRIES: tuple[Column, ...] = (*_plain("integer", "number"), *_plain("text", "title", "source", "category"), _REGIONS)
ITEMS: tuple[Column, ...] = (
    *_plain("integer", "number"),
    *_plain("text", "title", "source", "link"),
    *_plain("json", "further_links"),
    *_plain("text", "link_target", "category"),
    Column("labels", "json", lambda item: dict(item.labels)),
    *_plain("text", "headline", "byline"),
    *_plain("day", "published"),
    Column("body", "text", lambda item: item.body, is_stored=False),
    _PLACES,
    _REGIONS,
)
BLOCKS: tuple[Column, ...] = (*_plain("text", "kind", "text"), Column("rows", "json", lambda block: block.rows or None), _REGIONS)
REMNANTS: tuple[Column, ...] = (*_plain("text", "text"), Column("why", "text", lambda piece: getattr(piece, "why", None)), _REGIONS)
FINDINGS: tuple[Column, ...] = (
    *_plain("text", "scope"),
    *(_of_finding(name) for name in ("code", "name", "severity", "message")),
    _of_finding("item_number", "integer", "item"),
    _of_finding("issue_number", "integer"),
    _of_finding("subject"),
    Column("regions", "json", lambda found: [dict(region) for region in found.finding.where], is_framed=False),
)


class Table(NamedTuple):
    """A table: the columns that say whose row it is, with their kinds, and those of the record."""

    keys: Mapping[str, Kind]
    columns: tuple[Column, ...]


TABLES: Mapping[str, Table] = {
    "bulletins": Table({"bulletin": "text"}, (*BULLETINS, *OF_FILE)),
    "index": Table({"bulletin": "text", "entry": "integer"}, ENTRIES),
    "items": Table({"bulletin": "text", "item": "integer"}, ITEMS),
    "blocks": Table({"bulletin": "text", "item": "integer", "block": "integer"}, BLOCKS),
    "remnants": Table({"bulletin": "text", "role": "text", "remnant": "integer"}, REMNANTS),
    "findings": Table({"bulletin": "text"}, FINDINGS),
}
# The tables that data frames and Excel have.
FRAMED = ("bulletins", "index", "items", "blocks", "findings")


# The columns of CSV, one item a row: its name there, and the table and column that it is. New ones stand at the end.
CSV: tuple[tuple[str, str, str], ...] = (
    ("file", "bulletins", "file"),
    ("issue_number", "bulletins", "issue_number"),
    ("published", "bulletins", "published"),
    *((name, "items", name) for name in ("number", "title", "source", "link")),
    ("item_published", "items", "published"),
    *((name, "items", name) for name in ("headline", "byline", "body", "category", "further_links", "labels")),
)


def column_of(table: str, name: str) -> Column:
    """A column of a table by its name."""
    return next(column for column in TABLES[table].columns if column.name == name)


def framed(table: str) -> dict[str, Kind]:
    """The columns of a table in data frames and Excel, those that say whose row it is first."""
    of = TABLES[table]
    return {**of.keys, **{column.name: column.kind for column in of.columns if column.is_framed}}


def values(columns: Iterable[Column], part: Any) -> list[Any]:
    """What a part says in some columns, JSON as text."""
    return [as_json(column.of(part)) if column.kind == "json" else column.of(part) for column in columns]


def as_json(value: Any) -> str | None:
    """A list or mapping as JSON text; None, which is no value, stays None."""
    return None if value is None else _JSON.encode(value)


def remnants_of(bulletin: Bulletin) -> Iterable[tuple[str, int, Remnant | Hidden]]:
    """Every piece of text outside the fields, with its role and its place from 1."""
    return chain.from_iterable([(role, at, piece) for at, piece in enumerate(getattr(bulletin, role), 1)] for role in ROLES)


def parts_of(bulletin: Bulletin) -> Mapping[str, list[tuple[tuple[Any, ...], Entry | Item | Block | Bulletin]]]:
    """The rows of a bulletin's framed tables but findings: whose each is (places from 1), and what it stands for."""
    items = list(enumerate(bulletin.items, 1))
    return {
        "bulletins": [((), bulletin)],
        "index": [((at,), entry) for at, entry in enumerate(bulletin.index, 1)],
        "items": [((at,), item) for at, item in items],
        "blocks": [((at, place), block) for at, item in items for place, block in enumerate(item.blocks, 1)],
    }
