"""The leaders of an index: dots up to a page number."""

from __future__ import annotations

import re

from bulletin_parse.text.lazy import lazy_pattern

# Dotted leaders and the page number after them: "……3", ".........12", "··· 4".
_LEADER_SIGNS = frozenset(".．·•⋯…_＿")
_PAGE = lazy_pattern(r"[-—\s]*\d{0,4}\s*[-—]?\s*\Z")
# A page number without a leader, behind a gap or a bracket.
_BARE_PAGE = lazy_pattern(r"(?:\A|\s+|(?<=[）)】\]]))[(（\[]?(?:第\s*|[Pp]\.?\s*)?(\d{1,4})(?:\s*页)?[)）\]]?\Z")
LONGEST_PAGE = 16  # characters of a page number with what stands round it


def leader_start(text: str) -> int | None:
    """Where the leader begins that ends a line, with or without a page number behind it; None if the line has none.

    >>> leader_start("山东启动测评……3"), leader_start("山东启动测评 .......... 12"), leader_start("山东启动测评…")
    (6, 6, None)
    """
    text = text.rstrip()
    page = _PAGE.search(text, max(0, len(text) - LONGEST_PAGE))
    at = page.start() if page else len(text)
    numbered = any(char.isdigit() for char in text[at:])
    signs = ellipses = 0
    while at and (text[at - 1] in _LEADER_SIGNS or text[at - 1].isspace()):
        at -= 1
        signs += not text[at].isspace()
        ellipses += text[at] == "…"
    return at if signs >= 3 or ellipses >= (1 if numbered else 2) else None


def page_number(text: str) -> re.Match[str] | None:
    """The page number without a leader that ends a line."""
    return _BARE_PAGE.search(text, max(0, len(text) - LONGEST_PAGE))


def without_leader(text: str) -> str:
    """An entry's line without the leader and the page number that end it."""
    start = leader_start(text)
    page = page_number(text) if start is None else None
    return text[: page.start() if page else start]
