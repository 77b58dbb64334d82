"""BP301 to BP305: what every item must have, and what its article repeats."""

from __future__ import annotations

from collections.abc import Iterator

from bulletin_parse.matching.likeness import slips_between
from bulletin_parse.matching.pairing import folded, pairing_of
from bulletin_parse.models import Bulletin, Entry, Item
from bulletin_parse.parsing.template import template_for
from bulletin_parse.press.authorities import is_authority, is_department
from bulletin_parse.press.bylines import source_in
from bulletin_parse.press.links import host_of
from bulletin_parse.press.outlets import Outlets
from bulletin_parse.rules.addressed import has_open_doubt
from bulletin_parse.rules.agreement import as_title, same_name, title_place
from bulletin_parse.rules.links import says_none
from bulletin_parse.rules.registry import Fault, outlet_rule, rule
from bulletin_parse.text.wording import counted


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
    """Every item has a link, or says that there is none.

    Why: the link is the way back to the original.
    Passes: 链接：http://cq.people.com.cn/n2/2026/0311/c367653-41520906.html, or 链接：无
    Fails: an item without the line 链接, or with nothing after it
    Mend: add the link of the original.
    """
    for item in bulletin.items:
        if not item.link and not says_none(item, bulletin):
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
    """The headline over the article is the item's title; width, spaces, the form of quotes and colons, and 《》 round it do not count, nor does a subtitle.

    Why: a difference means a slip in one of them, or another article pasted in.
    Passes: title “乙省印发方案”, headline “乙省印发方案”
    Fails: title “乙省印发方案”, headline “乙省引发方案”
    Mend: compare with the original and correct the wrong one.
    """
    entries = _entries(bulletin)
    for at, item in enumerate(bulletin.items):
        headline = (item.headline or "").partition("\n")[0]
        own = as_title(folded(item.title))
        printed = [as_title(folded(line)) for line in (item.headline or "", *(item.headline or "").split("\n"))]
        if not headline or not item.title or own in printed or own in [form for line in printed for form in (line.strip("《》【】[]"), line.partition(":")[2])]:
            continue
        entry = entries.get(at)
        if entry and as_title(folded(entry.title)) == as_title(folded(headline)):
            continue  # the item's title is the odd one, and BP206 says so
        if has_open_doubt(bulletin, f"items[{at}].title", f"items[{at}].headline"):
            continue
        slips = slips_between(folded(item.title), folded(headline))
        words = f"headline differs: item “{item.title}” headline “{headline}” ({counted(slips, 'character')})"
        yield Fault(words, item.number, item.places.get("headline") or item.where, folded(item.title))


@outlet_rule("BP305", "byline-source-differs", "warning")
def byline_source_differs(bulletin: Bulletin, outlets: Outlets) -> Iterator[Fault]:
    """The source in the byline is the item's source; names of one outlet and its channels are equal, and a department is its authority.

    Why: a difference means a wrong source, or another article pasted in.
    Passes: 来源：人民网 and the byline “2026-03-11 来源：人民网-重庆频道”
    Fails: 来源：人民网 and the byline “2026-03-11 来源：央广网”
    Mend: look at the link and correct the wrong one.
    """
    entries, bylines = _entries(bulletin), template_for(bulletin).bylines
    for at, item in enumerate(bulletin.items):
        named = source_in(item.byline, bylines) if item.byline and item.source else None
        if not named or not item.source or is_same_source(named, item.source, outlets) or _is_department(named, item, outlets):
            continue
        entry = entries.get(at)
        if entry and entry.source and same_name(entry.source, named):
            continue  # the item's source is the odd one, and BP207 says so
        if has_open_doubt(bulletin, f"items[{at}].source", f"items[{at}].byline"):
            continue
        words = f"source differs: item “{item.source}” byline “{named}” (“{item.title}”)"
        yield Fault(words, item.number, item.places.get("byline") or item.where, folded(item.title))


def is_same_source(left: str, right: str, outlets: Outlets) -> bool:
    """Whether two printed sources can be one: equal, one within the other, or of one house by the outlet table."""
    if same_name(left, right):
        return True
    one, other = folded(left).lower(), folded(right).lower()
    if one in other or other in one:
        return True
    return any(mine.same_house(theirs) for mine in outlets.named(left) for theirs in outlets.named(right) if not mine.portal)


def _is_department(named: str, item: Item, outlets: Outlets) -> bool:
    """Whether a byline names a department of the authority that the item has as its source: 规划发展与信息化司 of 国家卫生健康委."""
    if not item.source or outlets.named(named):
        return False
    said, owner = outlets.named(item.source), outlets.at(item.link) if item.link else None
    governmental = any(domain.endswith("gov.cn") for outlet in said for domain in outlet.domains) or is_authority(item.source)
    at_home = any(owner.same_house(outlet) for outlet in said) if owner else (host_of(item.link or "") or "").endswith(".gov.cn")
    return governmental and is_department(named, on_own_site=at_home)


def _entries(bulletin: Bulletin) -> dict[int, Entry]:
    """Each item's entry, by the item's place."""
    return {theirs: bulletin.index[mine] for mine, theirs in pairing_of(bulletin).pairs}


def _lacks(item: Item, what: str) -> Fault:
    name = f"item {item.number}" if item.number is not None else "an item"
    return Fault(f"{name} has no {what} (“{item.title}”)", item.number, title_place(item), folded(item.title))
