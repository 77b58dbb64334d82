"""Labels and links that a line's end cut in two."""

from __future__ import annotations

import re

from bulletin_parse.layout.row import Row
from bulletin_parse.layout.sentences import LIST_MARK
from bulletin_parse.text.folding import HAN, is_han, is_open_url
from bulletin_parse.text.lazy import lazy_pattern

LONGEST_LABEL_PART = 4  # characters; 信息来源 is the longest common label
_URL_BREAK = lazy_pattern(r"[!-~]{12,}\Z")
LINK_BREAKS = "/?&=-_.#%"  # the characters behind which a link is broken
_URL_TAIL = 400  # characters of a text's line in which a link at its end begins
# A link at a row's end, what it may go on with, and what it is complete with.
_LINK_TAIL = lazy_pattern(r"https?://[!-~]{4,}\Z")
_LINK_PIECE = lazy_pattern(r"[!-~]+")
_LINK_COMPLETE = lazy_pattern(r"\.(?:s?html?|aspx?|jsp|pdf|docx?)\Z")
_LINK_JOINTS = LINK_BREAKS + "~+"


def breaks_inside_link(above: Row, row: Row) -> bool:
    """Whether a link of a page broke after a character of its own, before the edge."""
    return "://" in above.text and above.page == row.page and bool(_URL_BREAK.search(above.text)) and _goes_on_behind_mark(above, row)


def ends_with_link(above: Row, row: Row) -> bool:
    """Whether a link ends with its row, however full that is: its annotation ends there, or the row below has other words than a link's.

    A link that was broken goes on with letters, digits and characters up to a space, a bracket or the row's end.
    """
    link = _LINK_TAIL.search(above.text) if "://" in above.text else None
    if link is None:
        return False
    if above.links and row.links != above.links and above.page == row.page:
        return not set(above.links) & set(row.links)
    if set(above.links) & set(row.links):
        return False
    word = _LINK_PIECE.match(row.text)
    if word is None:
        return link.start() == 0 or above.text[: link.start()][-1:] in "：:"  # 链接：http://… is over; prose goes on
    rest = row.text[word.end() :]
    complete = bool(_LINK_COMPLETE.search(above.text))
    if complete and above.text[-1:] not in _LINK_JOINTS:
        return link.start() == 0 or above.text[: link.start()][-1:] in "：:"
    return bool(HAN.match(rest)) and (LIST_MARK.match(row.text) is not None or above.text[-1:] not in _LINK_JOINTS)


def wraps_link(above: Row, row: Row) -> bool:
    """Whether a text's line is the rest of a link that broke behind a character of its own."""
    return _goes_on_behind_mark(above, row) and row.base - above.base <= 2 and "://" in (tail := above.text[-_URL_TAIL:]) and is_open_url(tail)


def _goes_on_behind_mark(above: Row, row: Row) -> bool:
    """Whether a row ends with a character that parts a link, and the next one is all link and has no space."""
    return above.text[-1] in LINK_BREAKS and (text := row.text).isascii() and " " not in text and "://" not in text


def wraps_label(above: Row, row: Row, openers: re.Pattern[str]) -> bool:
    """Whether a label was set apart to fill its line (来 源：) and its characters are a text's lines: 链 / 接 / ：http…."""
    if not is_han(above.text[-1:]):
        return False
    if _is_label(above.text.rsplit(" ", 1)[-1], openers) and _is_label(row.text, openers):
        return False  # 来源 / 链接: two labels, their values below
    return cuts_label(above, row, openers)


def cuts_label(above: Row, row: Row, openers: re.Pattern[str]) -> bool:
    """Whether a label was cut at a space of its own (链 接：), because the link behind it would not fit."""
    tail = above.text.rsplit(" ", 1)[-1]
    if above.page != row.page or len(tail) > LONGEST_LABEL_PART or not is_han(tail[-1:]):
        return False
    label = openers.match(tail + row.text)
    return bool(label and label.end() > len(tail)) or _begins_label(tail + row.text, openers)


def _is_label(text: str, openers: re.Pattern[str]) -> bool:
    """Whether a text is a label's word and nothing else."""
    return len(text) <= LONGEST_LABEL_PART and (label := openers.match(f"{text}：")) is not None and label.end() == len(text) + 1


def _begins_label(text: str, openers: re.Pattern[str]) -> bool:
    """Whether a text is the beginning of a label and nothing else yet."""
    if len(text) > LONGEST_LABEL_PART:
        return False
    import regex  # the standard library cannot match the beginning of a pattern

    return bool(regex.fullmatch(openers.pattern, text, openers.flags & regex.VERBOSE, partial=True))
