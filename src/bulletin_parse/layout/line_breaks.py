"""Where a typesetter breaks lines: how much of a text it would not part from its beginning."""

from __future__ import annotations

from math import inf

from bulletin_parse.layout.tolerances import LATIN_WIDTH, LONGEST_WORD

_NO_LINE_START = frozenset("，。、；：！？）》〉】」』”’…—,.;:!?)]}%％‰℃°·")
_QUOTES = frozenset("“”‘’")
_NO_LINE_END = frozenset("（《〈【「『“‘([{")
_KEPT_BEHIND, _KEPT_BEFORE = _NO_LINE_START | _QUOTES, _NO_LINE_END | _QUOTES


def first_word(text: str, size: float, enough: float = inf) -> float:
    """The width in points of what a typesetter would not part from a text's beginning; more than ``enough``, if it is more, and not always all of it.

    Quotation marks glue on both sides (Unicode line breaking, rule LB19), closing characters to what is before them, opening
    characters to what follows, letters and digits to one another.
    """
    before = text[:1]
    if not before:
        return 0.0
    limit, latin = min(enough, LONGEST_WORD * size), "!" <= before <= "~"
    width = size * (LATIN_WIDTH if latin else 1.0)
    for char in text[1:]:
        if width > limit:
            break
        if "!" <= char <= "~":
            # SaaS、OpenEHR: some typesetters do not part foreign words at such characters.
            if not (latin or char in _KEPT_BEHIND or before in _KEPT_BEFORE or before in _NO_LINE_START):
                break
            width += size * LATIN_WIDTH
            latin = True
        else:
            if not (char in _KEPT_BEHIND or before in _KEPT_BEFORE) or char.isspace():
                break
            width += size
            latin = False
        before = char
    return width
