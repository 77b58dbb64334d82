"""What differs between two records, in the three ways that are asked for.

``changed_values`` tells every value that is another (an ingest tells what a new reading changes), ``differing_fields`` the fields that say
something else, width and spaces aside (two engines, two files of one bulletin), ``content_of`` is equal where two records say the same.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from typing import Any, NamedTuple

from bulletin_parse.addresses import Step, address_of
from bulletin_parse.models import Bulletin, Item, Where
from bulletin_parse.text.folding import fold

_MASTHEAD = ("title", "issue_label", "issue_number", "issue_numbers", "supplement", "publisher", "published", "lead", "declared_count", "date_range")
_ITEM = ("number", "title", "source", "link", "further_links", "category", "labels", "headline", "byline", "published")
_ENTRY = ("number", "title", "source", "category")
_LINKS = ("link", "further_links")  # in which every character counts
_PLACES = ("where", "places")  # regions, which move together
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


def said_of(bulletin: Bulletin) -> Iterator[tuple[str, Hashable]]:
    """What each field says, by a name for the reader: two files of one bulletin differ in those that are not equal, as ``differing_fields`` tells them."""
    for name in _MASTHEAD:
        yield name, _hashable(_plain(getattr(bulletin, name)))
    for at, entry in enumerate(bulletin.index, 1):
        for name in _ENTRY:
            yield f"entry {at}'s {name}", _hashable(_plain(getattr(entry, name)))
    for at, item in enumerate(bulletin.items, 1):
        for name in _ITEM:
            value = getattr(item, name)
            yield f"item {at}'s {name}", _hashable(value if name in _LINKS else _plain(value))
        yield f"item {at}'s body", fold(item.body)


def _hashable(value: object) -> Hashable:
    return tuple(sorted(value.items())) if isinstance(value, Mapping) else value


def _first_difference(left: str, right: str) -> int:
    return next((at for at, (a, b) in enumerate(zip(left, right, strict=False)) if a != b), min(len(left), len(right)))


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return {fold(name): fold(words) for name, words in value.items()}
    return fold(value) if isinstance(value, str) else value


def _shown(value: object) -> object:
    start, end = getattr(value, "start", None), getattr(value, "end", None)
    return f"{start} to {end}" if start or end else value


def content_of(bulletin: Bulletin) -> Hashable:
    """What a bulletin says: equal for two readings of one, however they were printed."""
    items = tuple([(fold(item.title), fold(item.source or ""), item.link, fold(item.body)) for item in bulletin.items])
    return (bulletin.issue_number, bulletin.published, items)


class Change(NamedTuple):
    """One value of a record that differs: ``items[2].title`` was one thing and is another; None stands for nothing."""

    path: str
    was: Any
    now: Any


def changed_values(was: Mapping[str, Any], now: Mapping[str, Any]) -> list[Change]:
    """The values in which two records differ; where lists differ in length, the longer one's rest is new or gone.

    Regions are one change a record, however many moved: they move together.

    Args:
        was: the earlier record, as :meth:`Bulletin.to_dict` gives it.
        now: the later one.
    """
    found = list(_changes("", was, now))
    moved = [change for change in found if change.path.rpartition(".")[2] in _PLACES]
    return [change for change in found if change not in moved] + ([Change("where", f"{len(moved)} regions", "moved")] if moved else [])


def _changes(path: str, was: Any, now: Any) -> Iterator[Change]:
    if path.rpartition(".")[2] in _PLACES:
        if was != now:
            yield Change(path, was, now)
    elif isinstance(was, dict) and isinstance(now, dict):
        for key in [*was, *(key for key in now if key not in was)]:
            yield from _changes(_below(path, key), was.get(key), now.get(key))
    elif isinstance(was, list) and isinstance(now, list):
        for at in range(max(len(was), len(now))):
            yield from _changes(_below(path, at), was[at] if at < len(was) else None, now[at] if at < len(now) else None)
    elif was != now:
        yield Change(path, was, now)


def _below(path: str, step: Step) -> str:
    below = address_of(step)
    return below if not path else path + (below if below.startswith("[") else f".{below}")
