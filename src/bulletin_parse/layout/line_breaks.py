"""Where a typesetter breaks lines: how much of a text it would not part from its beginning."""

from __future__ import annotations

from itertools import repeat
from math import inf

from bulletin_parse.layout.tolerances import LATIN_WIDTH, LONGEST_WORD
from bulletin_parse.text.lazy import lazy_pattern

_NO_LINE_START = frozenset("，。、；：！？）》〉】」』”’…—,.;:!?)]}%％‰℃°·")
_QUOTES = frozenset("“”‘’")
_NO_LINE_END = frozenset("（《〈【「『“‘([{")
_LATIN = lazy_pattern(f"[!-~]{{1,{int(LONGEST_WORD / LATIN_WIDTH) + 1}}}")  # letters and digits up to the longest word
_KEPT_BEHIND, _KEPT_BEFORE = _NO_LINE_START | _QUOTES, _NO_LINE_END | _QUOTES


def first_word(text: str, size: float, enough: float = inf) -> float:
    """The width in points of what a typesetter would not part from a text's beginning; more than ``enough``, if it is more, and not always all of it.

    Quotation marks glue on both sides (Unicode line breaking, rule LB19), closing characters to what is before them, opening
    characters to what follows, letters and digits to one another.
    """
    if not text:
        return 0.0
    if text[0] > "~" and text[0] not in _KEPT_BEFORE and text[1:2] > "~" and text[1] not in _KEPT_BEHIND:
        return size  # two Han characters, as most lines begin
    limit, run = min(enough, LONGEST_WORD * size), _LATIN.match(text)
    at, latin = run.end() if run else 1, run is not None
    width = sum(repeat(size * LATIN_WIDTH, at)) if latin else size  # a link is told as a whole
    before = text[at - 1]
    for char in text[at:]:
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
