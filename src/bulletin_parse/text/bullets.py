"""The characters that bulletins print before an entry, a label, a number or a heading to make it stand out, by what they stand before."""

from __future__ import annotations

import re

from bulletin_parse.text.lazy import lazy_pattern

SYMBOLS = "\uf06c\uf0d8\uf0b7\uf06e\uf075\uf0a7"  # the bullets of Symbol and Wingdings, in which Word sets them
BEFORE_ENTRIES = "●○◆◇■□▲△►▶▪•·・※☆★✦❖➢➤➔✓✔√*＊" + SYMBOLS
BEFORE_LABELS = BEFORE_ENTRIES + "-–—－"
BARS = "▌▍▎▏┃❚❙"  # with which nothing but a heading begins
# Fewer than before an entry: a dot, a tick or an asterisk before a number belongs to what the number counts.
BEFORE_NUMBERS = "■◆●▲★◇□○►▶▌❖➤※☆"
BEFORE_CATEGORIES = BEFORE_NUMBERS + BARS + "◎✦♦｜|│丨"
# Before a point inside an article: fewer too, for a line of it may begin with a zero (○) or a dash and go on what stands above.
BEFORE_POINTS = "●■◆▲▼△▌▍▎•·※"
HEADING_MARKS = frozenset("■◆【〖" + BARS)  # by which a line is a heading even where nothing else tells
# Pictures that models and web pages set before a title, a label or an entry; circled digits among them are none. The character that asks for a
# picture may stand behind each.
_PICTURE_RANGES = ("\u2600\u2775", "\u2794\u27bf", "\u2b00\u2bff", "\U0001f300\U0001faff")
PICTURES = "".join([f"{ends[0]}-{ends[1]}" for ends in _PICTURE_RANGES])
PICTURE = rf"(?:[{PICTURES}]\ufe0f?){{1,2}}"
# Before a section's heading, a class of a pattern: what web pages and models set there, bars, arrows, pictures.
BEFORE_SECTIONS = f"■◆●▲★※{BARS}│丨\u2190-\u21ff\u2600-\u27bf\ufe0f{PICTURES}"


def characters_between(*ranges: str) -> frozenset[str]:
    """All characters of some ranges.

    >>> sorted(characters_between("①③", "ab"))
    ['a', 'b', '①', '②', '③']

    Args:
        ranges: the first character of each, and the last.
    """
    return frozenset([chr(code) for ends in ranges for code in range(ord(ends[0]), ord(ends[1]) + 1)])


PICTURE_CHARACTERS = characters_between(*_PICTURE_RANGES)
ENTRY_BULLET = lazy_pattern(rf"(?:[{BEFORE_ENTRIES}-]|{PICTURE})\s*(?=\S)")
LINE_BULLET = lazy_pattern(rf"[{re.escape(BEFORE_LABELS)}▼◎{BARS}\ue000-\uf8ff]")  # before a printed line, which begins a paragraph then
TITLE_BULLET = lazy_pattern(rf"(?:[{BEFORE_ENTRIES}]|{PICTURE})\s*(?=\S)")  # before an item's title without a number
CATEGORY_BULLET = lazy_pattern(rf"[{BEFORE_CATEGORIES}{PICTURES}\ufe0f\s]+")
