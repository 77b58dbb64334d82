"""BP501 to BP505: the items' links."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from bulletin_parse.matching.pairing import folded
from bulletin_parse.models import Bulletin, Item
from bulletin_parse.parsing.template import template_for
from bulletin_parse.press.link_dates import contradicts
from bulletin_parse.press.links import malformed, normal
from bulletin_parse.press.outlets import Outlets
from bulletin_parse.rules.registry import Fault, outlet_rule, rule
from bulletin_parse.text.folding import fold


@rule("BP501", "link-malformed", "error")
def link_malformed(bulletin: Bulletin) -> Iterator[Fault]:
    """Every link is a well-formed http or https URL.

    Why: a malformed link leads nowhere.
    Passes: https://www.gov.cn/yaowen/liebiao/202511/content_5680345.htm
    Fails: www.gov.cn/yaowen (no scheme), https://www,gov.cn/ (no domain), http:/www.gov.cn/
    Mend: copy the link again from the browser.
    """
    for item in bulletin.items:
        if (link := url_of(item, bulletin)) and (reason := malformed(link)):
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
        link = url_of(item, bulletin)
        if not link or not item.source:
            continue
        owner = outlets.at(link)
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
        if (link := url_of(item, bulletin)) and item.published and (found := contradicts(link, item.published)):
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
        link = url_of(item, bulletin)
        if not link:
            continue
        earlier = first.setdefault(normal(link), item)
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
        if (link := url_of(item, bulletin)) and item.link_target and normal(link) != normal(item.link_target):
            yield _fault(item, f"the printed link differs from the PDF's: printed {item.link} target {item.link_target}")


def says_none(item: Item, bulletin: Bulletin) -> bool:
    """Whether an item says that it has no link: 链接：无."""
    template = template_for(bulletin)
    labels = _folded(template.words["link"])
    said = [item.link or "", *[words for label, words in item.labels.items() if any(word in fold(label).lower() for word in labels)]]
    return any(fold(words).lower() in _folded(template.words["no_link"]) for words in said)


def url_of(item: Item, bulletin: Bulletin) -> str | None:
    """An item's link, be it malformed, but no word in its place (原文链接, 无) in the series' words."""
    if not item.link or "://" in item.link:
        return item.link or None
    words = template_for(bulletin).words
    return None if fold(item.link).lower() in _folded(words["no_link"]) | _folded(words["link_words"]) else item.link


@cache
def _folded(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset([fold(word).lower() for word in words])


def _fault(item: Item, message: str) -> Fault:
    return Fault(message, item.number, item.places.get("link") or item.where, folded(item.title))
