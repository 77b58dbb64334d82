"""BP501 to BP505: the items' links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TypeGuard

from bulletin_parse.matching.pairing import folded
from bulletin_parse.models import Bulletin, Item
from bulletin_parse.press.link_dates import contradicts
from bulletin_parse.press.links import malformed, normal
from bulletin_parse.press.outlets import Outlets
from bulletin_parse.rules.registry import Fault, outlet_rule, rule
from bulletin_parse.text.folding import fold

# Words that stand in a link's place: they carry the link, or say that there is none.
_NONE = frozenset({"无", "暂无", "无链接", "略", "-", "--", "—", "/", "none", "n/a"})
_CARRIERS = frozenset({"原文链接", "原文", "链接", "点击查看", "查看原文", "点击查看原文", "阅读原文", "点击阅读"})
_WORDS = _NONE | _CARRIERS
_LINK_LABEL = re.compile("链接|网址|原文|link|url", re.IGNORECASE)


@rule("BP501", "link-malformed", "error")
def link_malformed(bulletin: Bulletin) -> Iterator[Fault]:
    """Every link is a well-formed http or https URL.

    Why: a malformed link leads nowhere.
    Passes: https://www.gov.cn/yaowen/liebiao/202511/content_5680345.htm
    Fails: www.gov.cn/yaowen (no scheme), https://www,gov.cn/ (no domain), http:/www.gov.cn/
    Mend: copy the link again from the browser.
    """
    for item in bulletin.items:
        if is_url(item.link) and (reason := malformed(item.link)):
            yield _fault(item, f"the link is no well-formed URL ({reason}): {item.link}")


@outlet_rule("BP502", "link-of-another-source", "warning")
def link_of_another_source(bulletin: Bulletin, outlets: Outlets) -> Iterator[Fault]:
    """The link's domain is not that of another known outlet than the item's source.

    Why: source or link was taken from another item.
    Passes: 来源：人民网, link http://cq.people.com.cn/…; a link to a portal that publishes what others wrote
    Fails: 来源：人民网, link https://news.cnr.cn/…
    Mend: correct the source or the link. Outlets that the table does not know never fire;
        the configuration's key `outlets` names a file with more.
    """
    for item in bulletin.items:
        if not is_url(item.link) or not item.source:
            continue
        owner = outlets.at(item.link)
        if owner is None or owner.portal:
            continue
        named = outlets.named(item.source)
        if named and not any(owner.same_house(outlet) for outlet in named):
            yield _fault(item, f"the link belongs to {owner.name}, the source is “{item.source}”: {item.link}")


@rule("BP503", "link-date-differs", "info")
def link_date_differs(bulletin: Bulletin) -> Iterator[Fault]:
    """A date inside the link is the item's date, give or take a day.

    Why: a difference hints at a wrong link or a wrong date; sites also publish old pages anew, so it is a hint only.
    Passes: byline 2026-03-11, link …/2026/0311/c367653-41520906.html
    Fails: byline 2026-03-11, link …/2026/0211/c367653-41520906.html
    Mend: open the link and compare.
    """
    for item in bulletin.items:
        if is_url(item.link) and item.published and (found := contradicts(item.link, item.published)):
            yield _fault(item, f"the link is dated {found}, the item {item.published}: {item.link}")


@rule("BP504", "link-twice", "error")
def link_twice(bulletin: Bulletin) -> Iterator[Fault]:
    """No two items of a bulletin have the same link.

    Why: one of them has the other's link, or the same article stands there twice.
    Passes: a link of its own for each item
    Fails: items 1 and 2 both with https://www.gov.cn/yaowen/content_1.htm
    Mend: look for the true link of the second.
    """
    first: dict[str, Item] = {}
    for item in bulletin.items:
        if not is_url(item.link):
            continue
        earlier = first.setdefault(normal(item.link), item)
        if earlier is not item:
            name = f"item {earlier.number}" if earlier.number is not None else f"“{earlier.title}”"
            yield _fault(item, f"the link stands at {name} too: {item.link}")


@rule("BP505", "link-target-differs", "warning")
def link_target_differs(bulletin: Bulletin) -> Iterator[Fault]:
    """The printed link is the one that a click in the PDF opens.

    Harmless differences do not count: http for https, a slash at the end, percent-encoding, letters' case in the host.

    Why: who clicks and who copies come to different pages; wrapped links are often cut short in the annotation.
    Passes: printed https://www.gov.cn/a, target https://www.gov.cn/a/
    Fails: printed https://www.gov.cn/a, target https://www.gov.cn/b
    Mend: set the hyperlink in the document anew.
    """
    for item in bulletin.items:
        if is_url(item.link) and item.link_target and normal(item.link) != normal(item.link_target):
            yield _fault(item, f"the printed link differs from the PDF's: printed {item.link} target {item.link_target}")


def is_url(link: str | None) -> TypeGuard[str]:
    """Whether an item has a link, be it malformed, and not a word in its place (原文链接, 无)."""
    return link is not None and link != "" and ("://" in link or fold(link).lower() not in _WORDS)


def says_none(item: Item) -> bool:
    """Whether an item says that it has no link: 链接：无."""
    said = [item.link or "", *[words for label, words in item.labels.items() if _LINK_LABEL.search(label)]]
    return any(fold(words).lower() in _NONE for words in said)


def _fault(item: Item, message: str) -> Fault:
    return Fault(message, item.number, item.places.get("link") or item.where, folded(item.title))
