"""The leaders of an index: dots up to a page number."""

from __future__ import annotations

import re

from bulletin_parse.text.lazy import lazy_pattern

# Dotted leaders and the page number after them: "……3", ".........12", "··· 4".
_LEADER_MARKS = frozenset(".．·•⋯…_＿")
_LEADER = "".join([*_LEADER_MARKS, *filter(str.isspace, map(chr, range(0x3001)))])  # with the white space between them
_PAGE = lazy_pattern(r"[-—\s]*(?:(?:第\s*|[Pp]\.?\s*)(?=\d))?(\d{0,4})\s*(?:(?<=[\d\s])页)?\s*[-—]?\s*\Z")
_BRACKETED_PAGE = lazy_pattern(r"\s*[(（\[](?:第\s*|[Pp]\.?\s*)?\d{1,4}\s*页?[)）\]]\Z")  # ……（第2页）
_LAST_CHARACTERS = _LEADER_MARKS | frozenset("-—页")  # with which, or with a digit, a leader ends
# A page number without a leader, behind a gap or a bracket.
_BARE_PAGE = lazy_pattern(r"(?:\A|\s+|(?<=[）)】\]])(?:\s*[/／|｜]\s*)?)[(（\[]?(?:第\s*|[Pp]\.?\s*)?(\d{1,4})(?:\s*页)?[)）\]]?\Z")
_CLOSING = (")", "）", "]")  # what may stand behind it
LONGEST_PAGE = 16  # characters of a page number with what stands round it
# Where most entries have leaders, one dot or none is a leader that found little room.
SHORT_LEADER = lazy_pattern(r"(?:\s*[.．·•⋯…\s]+|(?<=[）)】\]]))\d{1,4}\Z")
SHORT_LEADER_MARKS = " .．·•⋯"  # of one between a title and its source
# Behind the bracket of a source: the entries are one sentence.
STOP_BEHIND = lazy_pattern(r"(?<=[）)】\]〕])\s*[；;。，,、]\s*\Z")


def leader_start(text: str) -> int | None:
    """Where the leader begins that ends a line, with or without a page number behind it; None if the line has none.

    >>> leader_start("山东启动测评……3"), leader_start("山东启动测评 .......... 12"), leader_start("山东启动测评…")
    (6, 6, None)
    >>> leader_start("山东启动测评…………（第2页）"), leader_start("山东启动测评（2）")
    (6, None)
    """
    text = text.rstrip()
    bracketed = text[-1:] in _CLOSING
    last = text[-2:-1] if bracketed else text[-1:]
    if not last.isdecimal() and (last != "页" if bracketed else last not in _LAST_CHARACTERS):
        return None  # as most lines
    page = (_BRACKETED_PAGE if bracketed else _PAGE).search(text, max(0, len(text) - LONGEST_PAGE))
    at = page.start() if page else len(text)
    numbered = bool(page and not bracketed and page[1])
    start = len(text[:at].rstrip(_LEADER))
    leader = text[start:at]
    return start if len("".join(leader.split())) >= 3 or leader.count("…") >= (1 if numbered else 2) else None


def page_number(text: str) -> re.Match[str] | None:
    """The page number without a leader that ends a line."""
    last = text[-2:-1] if text[-1:] in _CLOSING else text[-1:]
    return _BARE_PAGE.search(text, max(0, len(text) - LONGEST_PAGE)) if last == "页" or last.isdecimal() else None


def without_leader(text: str) -> str:
    """An entry's line without the leader and the page number that end it."""
    start = leader_start(text)
    page = page_number(text) if start is None else None
    return text[: page.start() if page else start]
