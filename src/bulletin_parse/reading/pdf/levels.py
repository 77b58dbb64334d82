"""At which heights the lines of a page stand: most pages have one line at each, and need no look at what stands beside or over another."""

from __future__ import annotations

from math import inf
from operator import itemgetter, sub

from bulletin_parse.limits import meter
from bulletin_parse.reading.document import Line

# Lines print over one another's letters when the lower one's baseline is less than this share of its size below the upper one's.
OVER = 0.75
MOST_BESIDE = 200  # lines that one is compared with


# Pages are asked several times, and of all their lines: by place in the tuple no line costs a step of Python.
TEXT, BASE, SIZE, FONT = [itemgetter(Line._fields.index(name)) for name in ("text", "base", "size", "font")]


def are_apart(lines: tuple[Line, ...]) -> bool:
    """Whether no line of a page stands beside or over another: each has a baseline of its own, far enough from all others."""
    return meter().once(_are_apart, lines)


def are_clear(lines: tuple[Line, ...]) -> bool:
    """Whether no line of a page reaches into another: none of those that stand less apart than ``OVER`` of a size have any width in common."""
    return meter().once(_are_clear, lines)


def _are_clear(lines: tuple[Line, ...]) -> bool:
    if are_apart(lines):
        return True
    order = sorted(lines, key=BASE)
    bases, reach = list(map(BASE, order)), OVER * max(map(SIZE, lines))
    for at in [at for at, step in enumerate(map(sub, bases[1:], bases)) if step <= reach]:
        _, x0, _, x1, _, base, size, *_ = order[at]
        beside = order[at + 1 : at + MOST_BESIDE]
        for other in beside:
            step = other.base - base
            if step > reach:
                break
            if other.x0 < x1 and x0 < other.x1 and step <= OVER * max(size, other.size):
                return False
        else:
            if len(beside) == MOST_BESIDE - 1:  # a crowd: who asks looks for himself
                return False
    return True


def _are_apart(lines: tuple[Line, ...]) -> bool:
    bases = sorted(map(BASE, lines))
    return min(map(sub, bases[1:], bases), default=inf) > OVER * max(map(SIZE, lines), default=0.0)
