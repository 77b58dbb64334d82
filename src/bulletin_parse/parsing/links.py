"""The links of an item: one or several, printed or carried by a word, or the word that there is none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from bulletin_parse.parsing.ledger import Passage
from bulletin_parse.parsing.template import Template
from bulletin_parse.text.brackets import LABEL_CLOSING, LABEL_OPENING
from bulletin_parse.text.folding import squeezed
from bulletin_parse.text.lazy import lazy_pattern
from bulletin_parse.text.links import link_span, looks_like_link, may_continue_link

_SCHEME = lazy_pattern(r"(?:https?|ftp)\s?:\s?/\s?/|(?<![\w./@-])www\.", re.IGNORECASE)
LONGEST_GLUED = 200  # characters that are glued to an address and no word before it
# What ends a link though no space stands before it.
_ENDS = lazy_pattern("[\u2e80-\u9fff\uff01-\uff60，。；、（）【】《》“”]")
_MARKS = frozenset(f"{LABEL_OPENING}{LABEL_CLOSING}“”，。；、")  # of print: where one stands an address is over
BEHIND_LINK = "）)】]>》。；，、 "  # what a text goes on with behind a link
_REMARK = lazy_pattern(r"[（(【\[][^（(【\[]{1,20}[）)】\]]|[，,][^，,。]{1,20}。?")  # behind a link: （需登录）, or ，访问日期同上。
MOST_LINKS = 50  # of an item; what stands behind them is text


class Links(NamedTuple):
    """An item's links as pieces of the page.

    ``first`` and ``further`` are printed addresses; ``carried`` is where the annotation of a word leads; ``word`` is such a word; ``none`` says that
    there is no link; ``edges`` stand round them; ``rest`` is text behind the last that is no part of it.
    """

    first: Passage | None = None
    further: tuple[Passage, ...] = ()
    carried: str | None = None
    word: Passage | None = None
    none: Passage | None = None
    targets: tuple[str, ...] = ()
    edges: tuple[Passage, ...] = ()
    rest: Passage | None = None


def without_remark(text: str) -> str:
    """A row without the Chinese remark in brackets behind it: 1c.html（可点击） is the end of a link."""
    at = max(text.rfind("（"), text.rfind("("), text.rfind("【"))
    return text[:at].rstrip() if at > 0 and not text.isascii() and _REMARK.fullmatch(text, at) else text


def address_start(text: str) -> int:
    """Where an address begins behind other words; 0 if there is none."""
    match = _SCHEME.search(text) if ":" in text or "：" in text or "www" in text else None
    return match.start() if match else 0


def pages_of(targets: Sequence[str]) -> list[str]:
    """The targets that lead to a page of a site: a source's name may lead to its site's first page, or to the article.

    >>> pages_of(["http://www.people.com.cn/", "http://www.people.com.cn/n1/1.html"])
    ['http://www.people.com.cn/n1/1.html']
    """
    return [target for target in targets if looks_like_link(target) and target.partition("//")[2].partition("/")[2]]


def read_links(parts: Sequence[Passage], targets: Sequence[str], template: Template) -> Links:
    """The links in the value of a link's label.

    Args:
        parts: the pieces of the value, in order.
        targets: of the annotations on them.
        template: the series' words.
    """
    known = tuple(dict.fromkeys(targets))
    if not parts:
        return Links(carried=known[0] if known else None, targets=known)
    whole = Passage.joined(parts)
    if not _SCHEME.search(whole.text):
        return _without_address(whole, known, template)
    printed, edges, rest = _split(whole, known)
    return Links(printed[0] if printed else None, tuple(printed[1:]), targets=known, edges=tuple(edges), rest=rest)


def _without_address(whole: Passage, targets: tuple[str, ...], template: Template) -> Links:
    """A word in place of an address: one that carries the link, one that says there is none, or an address without its scheme."""
    bare = whole.text.strip("（）() ")
    if template.no_link.match(bare) and not targets:
        at = whole.text.index(bare)
        edges = tuple([edge for edge in (whole.cut(0, at), whole.cut(at + len(bare))) if edge.text])
        return Links(none=whole.cut(at, at + len(bare)), edges=edges)
    if template.link_words.match(whole.text) or (targets and not whole.text.isascii()):
        return Links(carried=targets[0] if targets else None, word=whole, targets=targets)
    return Links(whole.cut(*link_span(whole.text)), targets=targets)


def _split(whole: Passage, targets: tuple[str, ...]) -> tuple[list[Passage], list[Passage], Passage | None]:
    """The addresses in a text, what stands round them, and the text behind the last."""
    starts = _schemes(whole.text)
    starts = [start for at, start in enumerate(starts) if at == 0 or _begins_another(whole, start)]
    starts[0] = _glued_start(whole.text, starts[0])
    beyond = whole.cut(starts[MOST_LINKS]) if len(starts) > MOST_LINKS else None
    whole = whole.cut(0, starts[MOST_LINKS]) if beyond else whole
    starts = starts[:MOST_LINKS]
    printed: list[Passage] = []
    edges: list[Passage] = [whole.cut(0, starts[0])] if whole.text[: starts[0]].strip() else []
    rest = None
    for at, start in enumerate(starts):
        stretch = whole.cut(start, starts[at + 1] if at + 1 < len(starts) else None)
        end = _end(stretch, targets)
        link = stretch.cut(0, end)
        first, last = link_span(link.text)
        if first or last < len(link.text):
            edges += [edge for edge in (link.cut(0, first), link.cut(last)) if edge.text]
            link = link.cut(first, last)
        printed.append(link)
        if end == len(stretch.text):
            continue  # nothing stands behind it
        behind = stretch.cut(end)
        if behind.text and at + 1 == len(starts) and any(char.isalnum() for char in behind.text) and not _REMARK.fullmatch(behind.text):
            rest = behind
        elif behind.text:
            edges.append(behind)
    return printed, edges, beyond or rest


def _schemes(text: str) -> list[int]:
    """Where addresses begin in a text that has one; behind it most have the letters of no other, which are sooner told than each place is tried."""
    first = next(_SCHEME.finditer(text))
    rest = text[first.end() :].lower()
    if "http" not in rest and "ftp" not in rest and "www" not in rest:
        return [first.start()]
    return [match.start() for match in _SCHEME.finditer(text)]


def _glued_start(text: str, start: int) -> int:
    """Where what is printed for an address begins: javascript:…//http://… is no address, and BP501 says so."""
    at = start
    while at and start - at < LONGEST_GLUED and "!" <= text[at - 1] <= "~" and text[at - 1] not in "<>\"'":
        at -= 1
    glued = text[at:start]
    return at if any(char in "/(" for char in glued) and any(char.isalpha() for char in glued) else start


def _begins_another(whole: Passage, start: int) -> bool:
    """Whether a scheme inside a value begins another link: at a row's start, or behind a space or a stop; not one inside an address."""
    if whole.text[start - 1] in " \u3000;；,，、|｜）)>":
        return True
    return any(at == start for at, _, _, _ in whole.pieces)


def _end(stretch: Passage, targets: tuple[str, ...]) -> int:
    """Where a link ends: as an annotation says, else before Han characters or a row that cannot go on with it."""
    text = stretch.text
    for target in targets:
        if squeezed(text).startswith(squeezed(target)) and (end := _reach(text, squeezed(target))):
            return end
    end = len(text)
    pieces = stretch.pieces
    for (at, _, row_start, _), following in zip(pieces[1:], [*[piece[0] for piece in pieces[2:]], len(text)], strict=False):
        row = text[at:following]
        if row_start == 0 and not may_continue_link(row.split(" ")[0]) and not _is_tail(row):
            end = at
            break
    printed = None if text.isascii() else _ENDS.search(text, 0, end)
    # Addresses with Han characters are printed decoded now and then.
    return printed.start() if printed and _is_foreign(text, printed.start()) else end


def _is_tail(row: str) -> bool:
    """Whether a row is a link's end with characters behind it: 1c.html）."""
    bare = without_remark(row).rstrip(BEHIND_LINK)
    return bool(bare) and may_continue_link(bare)


def _is_foreign(text: str, at: int) -> bool:
    """Whether Han characters in a link are text behind it: its path ended as one does, or a bracket or stop begins them."""
    return text[at] in _MARKS or bool(re.search(r"\.(?:s?html?|aspx?|php|jsp|pdf|htm|docx?)\s*\Z|[\s]\Z", text[:at])) or not looks_like_link(text)


def _reach(text: str, target: str) -> int:
    """How far into a text a target reaches, white space aside; 0 if it is not there."""
    if text.startswith(target):
        return len(text) - len(text[len(target) :].lstrip())
    at = 0
    for end, char in enumerate(text):
        if char.isspace():
            continue
        if at == len(target):
            return end
        if char != target[at]:
            return 0
        at += 1
    return len(text) if at == len(target) else 0
