"""At which heights the lines of a page stand: most pages have one line at each, and need no look at what stands beside or over another."""

from __future__ import annotations

from math import inf
from operator import itemgetter, sub

from bulletin_parse.limits import meter
from bulletin_parse.reading.document import Line

# Lines print over one another's letters when the lower one's baseline is less than this share of its size below the upper one's.
OVER = 0.75


# Pages are asked several times, and of all their lines: by place in the tuple no line costs a step of Python.
TEXT, BASE, SIZE, FONT = [itemgetter(Line._fields.index(name)) for name in ("text", "base", "size", "font")]


def are_apart(lines: tuple[Line, ...]) -> bool:
    """Whether no line of a page stands beside or over another: each has a baseline of its own, far enough from all others."""
    return meter().once(_are_apart, lines)


def _are_apart(lines: tuple[Line, ...]) -> bool:
    bases = sorted(map(BASE, lines))
    return min(map(sub, bases[1:], bases), default=inf) > OVER * max(map(SIZE, lines), default=0.0)
