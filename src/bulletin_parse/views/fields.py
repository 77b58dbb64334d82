"""Every field of a bulletin that has a place, under the name by which Python reaches it (``items[0].link``)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from bulletin_parse.addresses import address_of, steps_of
from bulletin_parse.models import Bulletin, Entry, Finding, Item, Where

MASTHEAD = ("title", "issue_label", "publisher", "published")
LEAD = ("lead", "declared_count", "date_range")
ITEM = ("title", "source", "link", "headline", "byline")


class Field(NamedTuple):
    """A field and where it stands.

    Args:
        key: its address in the bulletin: ``title``, ``index[2]``, ``items[0].blocks[3]``.
        kind: what it is, for colours and labels: a masthead field's name, ``entry``, ``item``, ``source``, ``paragraph``, ``furniture``…
        where: its regions; never empty.
    """

    key: str
    kind: str
    where: Where


def fields_of(bulletin: Bulletin) -> Iterator[Field]:
    """The fields of a bulletin that have a place, in the order of the record."""
    for field in _all(bulletin):
        if field.where:
            yield field


def _all(bulletin: Bulletin) -> Iterator[Field]:
    for name in (*MASTHEAD, *LEAD, *sorted(set(bulletin.places) - {*MASTHEAD, *LEAD})):
        yield Field(name, name, bulletin.places.get(name, ()))
    for at, entry in enumerate(bulletin.index):
        yield Field(address_of("index", at), "entry", entry.where)
    for at, item in enumerate(bulletin.items):
        yield from _item(address_of("items", at), item)
    for role in ("front_matter", "back_matter", "furniture", "residue", "hidden"):
        for at, remnant in enumerate(getattr(bulletin, role)):
            yield Field(address_of(role, at), role, remnant.where)


def _item(key: str, item: Item) -> Iterator[Field]:
    yield Field(key, "item", item.where)
    for name in (*ITEM, *sorted(set(item.places) - set(ITEM))):
        yield Field(f"{key}.{name}", "item_title" if name == "title" else name, item.places.get(name, ()))
    for at, block in enumerate(item.blocks):
        yield Field(f"{key}.blocks[{at}]", block.kind, block.where)


def spoken(field: Field, bulletin: Bulletin, say: Any) -> str:
    """A field as readers call it, such as ``item 2, link``.

    Args:
        field: one of :func:`fields_of`.
        bulletin: the record that it belongs to.
        say: the labels of a language.
    """
    name = str(getattr(say, field.kind, field.kind))
    part, *rest = steps_of(field.key)
    parts: Sequence[Item | Entry] = bulletin.items if part == "items" else bulletin.index if part == "index" else ()
    if not parts or not isinstance(at := rest[0], int):
        return name
    return _numbered(name, parts[at].number, at) if len(rest) == 1 else f"{_numbered(say.item, parts[at].number, at)} · {name}"


def _numbered(name: str, number: int | None, at: int) -> str:
    return f"{name} {at + 1 if number is None else number}"


def finding_fields(findings: tuple[Finding, ...]) -> Iterator[Field]:
    """The findings that have a place, as fields ``findings[0]`` and so on."""
    for at, finding in enumerate(findings):
        if finding.where:
            yield Field(address_of("findings", at), finding.severity, finding.where)
