"""The fields in which two records of one bulletin differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from bulletin_parse.models import Bulletin, Item, Where
from bulletin_parse.text.folding import fold

_MASTHEAD = ("title", "issue_label", "issue_number", "issue_numbers", "supplement", "publisher", "published", "lead", "declared_count", "date_range")
_ITEM = ("number", "title", "source", "link", "further_links", "category", "labels", "headline", "byline", "published")
_ENTRY = ("number", "title", "source", "category")
_LINKS = ("link", "further_links")  # in which every character counts
CONTEXT = 8  # characters shown before the first that differs in a body


class Difference(NamedTuple):
    """A field with both readings; ``item`` is the first record's number."""

    name: str
    left: object
    right: object
    item: int | None = None
    where: Where = ()


def differing_fields(first: Bulletin, second: Bulletin) -> Iterator[Difference]:
    """Each field that differs after folding, from the masthead to the last item's body."""
    for name in _MASTHEAD:
        left, right = getattr(first, name), getattr(second, name)
        if name == "issue_numbers" and first.issue_number != second.issue_number:
            continue  # told already
        if _plain(left) != _plain(right):
            yield Difference(name, _shown(left), _shown(right), where=first.places.get(name, ()))
    yield from _entries(first, second)
    if len(first.items) != len(second.items):
        yield Difference("number of items", len(first.items), len(second.items))
        return
    for one, other in zip(first.items, second.items, strict=True):
        yield from _item(one, other)


def _entries(first: Bulletin, second: Bulletin) -> Iterator[Difference]:
    if len(first.index) != len(second.index):
        yield Difference("number of entries", len(first.index), len(second.index))
        return
    for one, other in zip(first.index, second.index, strict=True):
        for name in _ENTRY:
            left, right = getattr(one, name), getattr(other, name)
            if _plain(left) != _plain(right):
                yield Difference(f"index entry's {name}", left, right, one.number, one.where)


def _item(one: Item, other: Item) -> Iterator[Difference]:
    for name in _ITEM:
        left, right = getattr(one, name), getattr(other, name)
        same = left == right if name in _LINKS else _plain(left) == _plain(right)
        if not same:
            yield Difference(f"item's {name}", left, right, one.number, one.places.get(name) or one.where)
    left, right = fold(one.body), fold(other.body)
    if left != right:
        at = max(0, _first_difference(left, right) - CONTEXT)
        yield Difference("item's body", left[at:], right[at:], one.number, one.where)


def _first_difference(left: str, right: str) -> int:
    return next((at for at, (a, b) in enumerate(zip(left, right, strict=False)) if a != b), min(len(left), len(right)))


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return {fold(name): fold(words) for name, words in value.items()}
    return fold(value) if isinstance(value, str) else value


def _shown(value: object) -> object:
    start, end = getattr(value, "start", None), getattr(value, "end", None)
    return f"{start} to {end}" if start or end else value
