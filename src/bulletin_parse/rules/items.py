"""BP301 to BP305: what every item must have, and what its article repeats."""

from __future__ import annotations

from collections.abc import Iterator

from rapidfuzz.distance import Levenshtein

from bulletin_parse.models import Bulletin, Entry, Item
from bulletin_parse.rules.agreement import same_name, title_place
from bulletin_parse.rules.bylines import source_in
from bulletin_parse.rules.outlets import outlets_in_use
from bulletin_parse.rules.pairing import folded, pairing_of
from bulletin_parse.rules.registry import Fault, rule
from bulletin_parse.rules.undecided import is_undecided
from bulletin_parse.text.plural import counted


@rule("BP301", "source-missing", "error")
def source_missing(bulletin: Bulletin) -> Iterator[Fault]:
    """Every item names its source.

    Why: an article without a source cannot be cited or found again.
    Passes: 来源：人民网
    Fails: an item without the line 来源, or with nothing after it
    Mend: add the source; the index or the link's domain tells it.
    """
    for item in bulletin.items:
        if not item.source:
            yield _lacks(item, "source, expected a line such as 来源：人民网")


@rule("BP302", "link-missing", "error")
def link_missing(bulletin: Bulletin) -> Iterator[Fault]:
    """Every item has a link.

    Why: the link is the way back to the original.
    Passes: 链接：http://cq.people.com.cn/n2/2026/0311/c367653-41520906.html
    Fails: an item without the line 链接, or with nothing after it
    Mend: add the link of the original.
    """
    for item in bulletin.items:
        if not item.link:
            yield _lacks(item, "link, expected a line such as 链接：http://…")


@rule("BP303", "body-missing", "error")
def body_missing(bulletin: Bulletin) -> Iterator[Fault]:
    """Every item has an article under its fields; figures alone count as one.

    Why: an empty item is text lost in pasting, or on the way from the page.
    Passes: 主要内容： followed by paragraphs
    Fails: 主要内容： followed by the next item
    Mend: put the article in.
    """
    for item in bulletin.items:
        if not any(block.text or block.kind == "figure" for block in item.blocks):
            yield _lacks(item, "body, expected at least one paragraph after 主要内容")


@rule("BP304", "headline-differs", "warning")
def headline_differs(bulletin: Bulletin) -> Iterator[Fault]:
    """The headline over the article is the item's title; width and spaces do not count.

    Why: a difference means a slip in one of them, or another article pasted in.
    Passes: title “乙省印发方案”, headline “乙省印发方案”
    Fails: title “乙省印发方案”, headline “乙省引发方案”
    Mend: compare with the original and correct the wrong one.
    """
    entries = _entries(bulletin)
    for at, item in enumerate(bulletin.items):
        if not item.headline or not item.title or folded(item.headline) == folded(item.title):
            continue
        entry = entries.get(at)
        if entry and folded(entry.title) == folded(item.headline):
            continue  # the item's title is the odd one, and BP206 says so
        if is_undecided(bulletin, f"items[{at}].title", f"items[{at}].headline"):
            continue
        slips = Levenshtein.distance(folded(item.title), folded(item.headline))
        words = f"headline differs: item “{item.title}” headline “{item.headline}” ({counted(slips, 'character')})"
        yield Fault(words, item.number, item.places.get("headline") or item.where, folded(item.title))


@rule("BP305", "byline-source-differs", "warning")
def byline_source_differs(bulletin: Bulletin) -> Iterator[Fault]:
    """The source in the byline is the item's source; names of one outlet and its channels are equal.

    Why: a difference means a wrong source, or another article pasted in.
    Passes: 来源：人民网 and the byline “2026-03-11 来源：人民网-重庆频道”
    Fails: 来源：人民网 and the byline “2026-03-11 来源：央广网”
    Mend: look at the link and correct the wrong one.
    """
    entries = _entries(bulletin)
    for at, item in enumerate(bulletin.items):
        named = source_in(item.byline) if item.byline and item.source else None
        if not named or not item.source or is_same_source(named, item.source):
            continue
        entry = entries.get(at)
        if entry and entry.source and same_name(entry.source, named):
            continue  # the item's source is the odd one, and BP207 says so
        if is_undecided(bulletin, f"items[{at}].source", f"items[{at}].byline"):
            continue
        words = f"source differs: item “{item.source}” byline “{named}” (“{item.title}”)"
        yield Fault(words, item.number, item.places.get("byline") or item.where, folded(item.title))


def is_same_source(left: str, right: str) -> bool:
    """Whether two printed sources can be one: equal, one within the other, or of one house by the outlet table."""
    if same_name(left, right):
        return True
    one, other = folded(left).lower(), folded(right).lower()
    if one in other or other in one:
        return True
    outlets = outlets_in_use()
    return any(mine.same_house(theirs) for mine in outlets.named(left) for theirs in outlets.named(right) if not mine.portal)


def _entries(bulletin: Bulletin) -> dict[int, Entry]:
    """Each item's entry, by the item's place."""
    return {theirs: bulletin.index[mine] for mine, theirs in pairing_of(bulletin).pairs}


def _lacks(item: Item, what: str) -> Fault:
    name = f"item {item.number}" if item.number is not None else "an item"
    return Fault(f"{name} has no {what} (“{item.title}”)", item.number, title_place(item), folded(item.title))
