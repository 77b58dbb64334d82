"""BP201 to BP209: the lead, the index and the items say the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from bulletin_parse.matching.likeness import slips_between
from bulletin_parse.matching.pairing import displaced, folded, pairing_of
from bulletin_parse.models import Bulletin, Entry, Item, Where
from bulletin_parse.rules.addressed import has_open_doubt
from bulletin_parse.rules.registry import Fault, rule
from bulletin_parse.text.lazy import lazy_pattern
from bulletin_parse.text.lookalikes import AS_PLAIN_MARKS
from bulletin_parse.text.wording import counted

MAX_SHOWN = 3  # values a message lists before it says how many more there are

_QUOTES = lazy_pattern("[“”„‟\"'‘’「」『』《》]")


@rule("BP201", "count-differs-from-index", "error")
def count_differs_from_index(bulletin: Bulletin) -> Iterator[Fault]:
    """The lead's count is the number of entries in the index.

    A line without number and source among entries that have both, which no article answers, is a heading and not counted.

    Why: a difference shows an entry lost or a lead not brought up to date.
    Passes: 共收集3篇, and three entries
    Fails: 共收集4篇, and three entries
    Mend: count the items and correct the lead, or add the missing entry.
    """
    declared, there = bulletin.declared_count, len(bulletin.index) - _headings(bulletin)
    if declared is not None and there and declared != there:
        yield Fault(f"the lead declares {counted(declared, 'item')}, the index has {there}", where=_count_place(bulletin), subject="declared_count")


@rule("BP202", "count-differs-from-items", "error")
def count_differs_from_items(bulletin: Bulletin) -> Iterator[Fault]:
    """The lead's count is the number of items in the body.

    Why: a difference shows an item lost, or a lead not brought up to date.
    Passes: 共收集3篇, and three items
    Fails: 共收集3篇, and two items
    Mend: restore the missing item or correct the lead.
    """
    declared, there = bulletin.declared_count, len(bulletin.items)
    if declared is not None and there and declared != there:
        yield Fault(f"the lead declares {counted(declared, 'item')}, the body has {there}", where=_count_place(bulletin), subject="declared_count")


@rule("BP203", "entry-without-item", "error")
def entry_without_item(bulletin: Bulletin) -> Iterator[Fault]:
    """Every entry of the index has its item in the body.

    Why: an entry without an item is an article promised and not delivered.
    Passes: entry “甲市医院上线智慧导诊” and an item of that title
    Fails: the entry without the item. A title with a slip is BP206.
    Mend: restore the item, or strike the entry out of the index.
    """
    if bulletin.index and not bulletin.items:
        yield Fault(f"the body has no items, the index has {counted(len(bulletin.index), 'entry')}", where=bulletin.index[0].where, subject="items")
        return
    for at in pairing_of(bulletin).entries:
        entry = bulletin.index[at]
        yield Fault(f"entry {_number(entry, at)} has no item: “{entry.title}”", entry.number, entry.where, folded(entry.title))


@rule("BP204", "item-without-entry", "error")
def item_without_entry(bulletin: Bulletin) -> Iterator[Fault]:
    """Every item of the body has its entry in the index.

    Why: who reads the index only never learns of the item.
    Passes: item “甲市医院上线智慧导诊” and an entry of that title
    Fails: the item without the entry. A title with a slip is BP206.
    Mend: add the entry to the index, or strike the item out.
    """
    if bulletin.items and not bulletin.index:
        yield Fault(f"there is no index, the body has {counted(len(bulletin.items), 'item')}", where=bulletin.items[0].where, subject="index")
        return
    for at in pairing_of(bulletin).items:
        item = bulletin.items[at]
        yield Fault(f"item {_number(item, at)} has no entry in the index: “{item.title}”", item.number, title_place(item), folded(item.title))


@rule("BP205", "order-differs", "error")
def order_differs(bulletin: Bulletin) -> Iterator[Fault]:
    """Index and body have their articles in the same order.

    Why: readers go from the index to the body by number.
    Passes: entries A, B, C and items A, B, C
    Fails: entries B, A, C and items A, B, C: one finding for the whole order
    Mend: put the index into the body's order.
    """
    pairs = pairing_of(bulletin).pairs
    moved = displaced([item for _, item in pairs])
    if not moved:
        return
    first = bulletin.index[pairs[moved[0]][0]]
    rank = {item: place for place, item in enumerate(sorted(item for _, item in pairs), start=1)}
    said = [f"“{bulletin.items[pairs[at][1]].title}” is {at + 1} in the index and {rank[pairs[at][1]]} in the body" for at in moved]
    subject = "|".join([folded(bulletin.items[pairs[at][1]].title) for at in moved])
    yield Fault(f"order differs: {_listed(said)}", first.number, first.where, subject)


@rule("BP206", "title-differs", "error")
def title_differs(bulletin: Bulletin) -> Iterator[Fault]:
    """An entry's title is its item's title; width, spaces and the form of quotes and colons do not count.

    Why: a slip in a title hides the article from every search for it.
    Passes: “重庆联通: 数智赋能” and “重庆联通：数智赋能”
    Fails: “甲市医院上线智慧导珍” and “甲市医院上线智慧导诊”
    Mend: correct the wrong one; the original's headline tells which it is.
    """
    for mine, theirs in pairing_of(bulletin).pairs:
        entry, item = bulletin.index[mine], bulletin.items[theirs]
        left, right = folded(entry.title), folded(item.title)
        if left != right and as_title(left) != as_title(right) and not has_open_doubt(bulletin, f"index[{mine}].title", f"items[{theirs}].title"):
            slips = slips_between(left, right)
            words = f"title differs: index “{entry.title}” item “{item.title}” ({counted(slips, 'character')})"
            yield Fault(words, item.number, title_place(item) or entry.where, right)


@rule("BP207", "source-differs", "error")
def source_differs(bulletin: Bulletin) -> Iterator[Fault]:
    """An entry's source is its item's source; width, spaces and quotes do not count.

    Why: statistics by source go wrong, and one of the two is not the truth.
    Passes: （人民网） in the index and 来源：人民网 in the body
    Fails: （央视网） in the index and 来源：人民网 in the body
    Mend: look at the link and correct the wrong one.
    """
    for mine, theirs in pairing_of(bulletin).pairs:
        entry, item = bulletin.index[mine], bulletin.items[theirs]
        if entry.source and item.source and not same_name(entry.source, item.source):
            if has_open_doubt(bulletin, f"index[{mine}].source", f"items[{theirs}].source"):
                continue
            words = f"source differs: index “{entry.source}” item “{item.source}” (“{item.title}”)"
            yield Fault(words, item.number, item.places.get("source") or item.where, folded(item.title))


@rule("BP208", "index-numbering", "warning")
def index_numbering(bulletin: Bulletin) -> Iterator[Fault]:
    """The entries are numbered 1, 2, 3…, through all categories or in each.

    Why: a number left out or said twice points to an entry lost or put in late.
    Passes: 1. 2. 3., an index without numbers, or 1. 2. under 政策动态 and 1. 2. under 各地动态
    Fails: 1. 2. 4.
    Mend: number the entries anew.
    """
    yield from _numbering(bulletin.index, "index")


@rule("BP209", "item-numbering", "warning")
def item_numbering(bulletin: Bulletin) -> Iterator[Fault]:
    """The items are numbered 1, 2, 3…, through all categories or in each.

    Why: a number left out or said twice points to an item lost or put in late.
    Passes: 1. 2. 3., items without numbers, or 1. 2. under 政策动态 and 1. 2. under 各地动态
    Fails: 1. 2. 2.
    Mend: number the items anew.
    """
    yield from _numbering(bulletin.items, "body")


def _numbering(parts: Sequence[Entry | Item], name: str) -> Iterator[Fault]:
    """One fault for each numbering, at its first wrong number: the whole, or each category's where they begin again."""
    groups = [list(group) for _, group in groupby(parts, key=lambda part: part.category)]
    again = sum(group[0].number == 1 for group in groups[1:])
    begins_again = len(groups) > 1 and 2 * again >= len(groups) - 1
    for group in groups if begins_again else [list(parts)]:
        yield from _misnumbered(group, name, within=group[0].category if begins_again else None)


def _headings(bulletin: Bulletin) -> int:
    """How many entries are the headings of categories that have lost theirs: nothing is said of them, and no article answers."""
    said = [entry for entry in bulletin.index if entry.number is not None or entry.source is not None]
    bare = [entry for entry in bulletin.index if entry.number is None and entry.source is None]
    if not said or any(entry.number is None or entry.source is None for entry in said):
        return 0
    answered = {folded(item.title) for item in bulletin.items if item.blocks or item.link or item.source}
    return sum(folded(entry.title) not in answered for entry in bare)


def _misnumbered(parts: Sequence[Entry | Item], name: str, within: str | None) -> Iterator[Fault]:
    numbers = [part.number for part in parts]
    expected = list(range(1, len(parts) + 1))
    if numbers == expected or not any(number is not None for number in numbers):
        return
    at = next(at for at, number in enumerate(numbers) if number != expected[at])
    found = "no number" if numbers[at] is None else str(numbers[at])
    said = ", ".join(["–" if number is None else str(number) for number in numbers])
    part = parts[at]
    place = title_place(part) if isinstance(part, Item) else part.where
    whose = f"the {name}'s numbers" + (f" under {within}" if within else "")
    words = f"{whose} are not 1, 2, 3…: expected {at + 1}, found {found} at “{part.title}” (all: {said})"
    yield Fault(words, part.number, place, "numbers" + (f"|{within}" if within else ""))


def as_title(folded_title: str) -> str:
    """A folded title for comparing: the form of its quotes and colons does not count.

    >>> as_title("“数智”∶赋能") == as_title('"数智":赋能')
    True
    """
    return folded_title.translate(AS_PLAIN_MARKS)


def same_name(left: str, right: str) -> bool:
    """Whether two printed names are equal but for width, spaces and quotes."""
    return left == right or _QUOTES.sub("", folded(left)) == _QUOTES.sub("", folded(right))


def title_place(item: Item) -> Where:
    """Where an item's title stands, or else the item."""
    return item.places.get("title") or item.where


def _number(part: Entry | Item, at: int) -> int:
    return part.number if part.number is not None else at + 1


def _count_place(bulletin: Bulletin) -> Where:
    return bulletin.places.get("declared_count") or bulletin.places.get("lead", ())


def _listed(said: Sequence[str]) -> str:
    more = len(said) - MAX_SHOWN
    return "; ".join(said[:MAX_SHOWN]) + (f"; and {more} more" if more > 0 else "")
