"""The characters that bulletins print before an entry, a label, a number or a heading to make it stand out, by what they stand before."""

from __future__ import annotations

from bulletin_parse.text.lazy import lazy_pattern

# Before an entry of the index; the last five are those of Symbol and Wingdings, in which Word sets its bullets.
BEFORE_ENTRIES = "●○◆◇■□▲△►▶▪•·・※☆★✦❖➢➤➔✓✔√*＊\uf06c\uf0d8\uf0b7\uf06e\uf075"
BEFORE_LABELS = BEFORE_ENTRIES + "-–—－"
BARS = "▌▍▎▏┃❚❙"  # with which nothing but a heading begins
# Fewer than before an entry: a dot, a tick or an asterisk before a number belongs to what the number counts.
BEFORE_NUMBERS = "■◆●▲★◇□○►▶▌❖➤※☆"
BEFORE_CATEGORIES = BEFORE_NUMBERS + BARS + "◎✦♦｜|"
HEADING_MARKS = frozenset("■◆" + BARS)  # by which a line is a heading even where nothing else tells
# Before a section's heading, a class of a pattern: what web pages and models set there, bars, arrows, pictures.
BEFORE_SECTIONS = f"■◆●▲★※{BARS}│丨\u2190-\u21ff\u2600-\u27bf\ufe0f\U0001f300-\U0001faff"

ENTRY_BULLET = lazy_pattern(rf"[{BEFORE_ENTRIES}-]\s*(?=\S)")
TITLE_BULLET = lazy_pattern(rf"[{BEFORE_NUMBERS}]\s*(?=\S)")  # before an item's title without a number
CATEGORY_BULLET = lazy_pattern(rf"[{BEFORE_CATEGORIES}\s]+")
