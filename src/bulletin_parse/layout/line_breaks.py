"""Where a typesetter breaks lines: how much of a text it would not part from its beginning."""

from __future__ import annotations

from math import inf

from bulletin_parse.layout.tolerances import LATIN_WIDTH, LONGEST_WORD

_NO_LINE_START = "，。、；：！？）》〉】」』”’…—,.;:!?)]}%％‰℃°·"
_QUOTES = "“”‘’"
_NO_LINE_END = "（《〈【「『“‘([{"


def first_word(text: str, size: float, enough: float = inf) -> float:
    """The width in points of what a typesetter would not part from a text's beginning; more than ``enough``, if it is more, and not always all of it.

    Quotation marks glue on both sides (Unicode line breaking, rule LB19), closing characters to what is before them, opening
    characters to what follows, letters and digits to one another.
    """
    width, limit = 0.0, min(enough, LONGEST_WORD * size)
    for at, char in enumerate(text):
        width += size * (LATIN_WIDTH if "!" <= char <= "~" else 1.0)
        if width > limit or not _glued(char, text[at + 1 : at + 2]):
            break
    return width


def _glued(char: str, after: str) -> bool:
    if not after or after.isspace():
        return False
    if "!" <= char <= "~" and "!" <= after <= "~":
        return True
    if char in _NO_LINE_START and "!" <= after <= "~":
        return True  # SaaS、OpenEHR: some typesetters do not part foreign words at such characters
    return after in _NO_LINE_START or char in _NO_LINE_END or char in _QUOTES or after in _QUOTES
