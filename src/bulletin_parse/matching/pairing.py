"""Which entry of the index belongs to which item: by their titles, not by their numbers.

Equal titles pair first, in order, so that twins (``X`` and ``X（二）``) never pair crosswise; what is left pairs with
the most similar title, if each is the other's best. Quadratic cost is left to the few titles that have no equal.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from bulletin_parse.matching.likeness import LETTERS_A_SLIP, MAX_SLIPS, SAME_AT_ITS_PLACE, SAME_WITH_SLIPS, ratio, slips_between
from bulletin_parse.matching.rising import longest_run
from bulletin_parse.models import Bulletin, Entry, Item
from bulletin_parse.text.folding import fold
from bulletin_parse.text.lazy import lazy_pattern

# The part of a series at a title's end: (二), (下).
_PART = lazy_pattern(r"\([一二三四五六七八九十上中下\d]{1,3}\)$")

folded = lru_cache(maxsize=65536)(fold)


class Pairing(NamedTuple):
    """Pairs of places (entry, item) in the index's order, and the places that have no partner."""

    pairs: tuple[tuple[int, int], ...]
    entries: tuple[int, ...]
    items: tuple[int, ...]


# The last bulletin and its pairing: the rules ask one after another about the same one.
_last: list[tuple[Bulletin, Pairing]] = []


def pairing_of(bulletin: Bulletin) -> Pairing:
    """The pairing of a bulletin's index with its items."""
    kept = _last[:]
    if kept and kept[0][0] is bulletin:
        return kept[0][1]
    pairing = pair(bulletin.index, bulletin.items)
    _last[:] = [(bulletin, pairing)]
    return pairing


def pair(entries: Sequence[Entry], items: Sequence[Item]) -> Pairing:
    """The pairing of entries with items."""
    partner = _equal(entries, items)
    taken = set(partner.values())
    lone_entries = [at for at in range(len(entries)) if at not in partner]
    lone_items = [at for at in range(len(items)) if at not in taken]
    if lone_entries and lone_items:
        partner |= _similar(entries, items, lone_entries, lone_items, partner)
        taken = set(partner.values())
    return Pairing(
        tuple(sorted(partner.items())),
        tuple(at for at in lone_entries if at not in partner),
        tuple(at for at in lone_items if at not in taken),
    )


def _equal(entries: Sequence[Entry], items: Sequence[Item]) -> dict[int, int]:
    places: dict[str, list[int]] = defaultdict(list)
    for at, item in enumerate(items):
        places[folded(item.title)].append(at)
    wanted: dict[str, list[int]] = defaultdict(list)
    for at, entry in enumerate(entries):
        if entry.title:
            wanted[folded(entry.title)].append(at)
    partner: dict[int, int] = {}
    for title, mine in wanted.items():
        theirs = places.get(title, [])
        if len(mine) != len(theirs):  # one of two equal titles is missing: the source tells which
            sources = {at: _source(items[at]) for at in theirs}
            mine = sorted(mine, key=lambda at: _source(entries[at]) not in sources.values())  # used at once
            theirs = sorted(theirs, key=lambda at: sources[at] not in {_source(entries[each]) for each in wanted[title]})  # used at once
        partner.update(zip(mine, theirs, strict=False))
    return partner


def _source(part: Entry | Item) -> str:
    return folded(part.source or "")


def _similar(entries: Sequence[Entry], items: Sequence[Item], lone_entries: list[int], lone_items: list[int], partner: dict[int, int]) -> dict[int, int]:
    """Pairs of titles that slips made different, the most similar first."""
    scored = []
    for mine in lone_entries:
        for theirs in lone_items:
            if _may_pair(entries[mine], items[theirs], same_gap=_gap(mine, theirs, partner)):
                score = ratio(folded(entries[mine].title), folded(items[theirs].title))
                scored.append((-score, abs(mine - theirs), mine, theirs))
    found: dict[int, int] = {}
    taken: set[int] = set()
    for _, _, mine, theirs in sorted(scored):
        if mine not in found and theirs not in taken:
            found[mine] = theirs
            taken.add(theirs)
    return found


def _is_slip(left: str, right: str) -> bool:
    slips = slips_between(left, right, most=MAX_SLIPS)
    return slips <= MAX_SLIPS and min(len(left), len(right)) >= LETTERS_A_SLIP * slips


def _may_pair(entry: Entry, item: Item, *, same_gap: bool) -> bool:
    left, right = folded(entry.title), folded(item.title)
    if not left or not right:
        return False
    score = ratio(left, right, least=SAME_AT_ITS_PLACE)
    slipped = _is_slip(left, right)
    if entry.source and item.source and folded(entry.source) == folded(item.source):
        return slipped or score >= SAME_WITH_SLIPS or (same_gap and score >= SAME_AT_ITS_PLACE)
    if entry.source and item.source and _are_twins(left, right):
        return False
    return slipped or (score >= SAME_WITH_SLIPS and (same_gap or entry.number == item.number))


def _are_twins(left: str, right: str) -> bool:
    """Whether titles differ as parts of a series do: X and X（二）, X（上） and X（下）, X and X：后续报道."""
    if left.startswith(right) or right.startswith(left):
        return True
    return _PART.sub("", left) == _PART.sub("", right)


def _gap(mine: int, theirs: int, partner: dict[int, int]) -> bool:
    """Whether an entry and an item stand between the same neighbours."""
    known = sorted(partner)
    at = bisect_left(known, mine)
    before = partner[known[at - 1]] if at else -1
    after = partner[known[at]] if at < len(known) else None
    return before < theirs and (after is None or theirs < after)


def displaced(order: Sequence[int]) -> list[int]:
    """The places that must move to make the order rise: all outside one longest rising run.

    >>> displaced([0, 3, 1, 2])
    [1]
    """
    keep = longest_run(order, strict=True)
    return [at for at in range(len(order)) if at not in keep]
