"""Paragraphs that hang: the first row at the text's edge, the others further in; told from indented ones by all rows of a run together.

Each row of such a text begins at the edge or two characters further in. One at the edge is a hanging paragraph's first row or a later one of an
indented or flush paragraph; one further in is a hanging paragraph's later row or an indented one's first. Which it is, the cheapest reading of the
whole run tells: a row goes on if it is full and ends no sentence, and what is both full and a sentence's end may be either.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from bulletin_parse.layout.frame import Frame
from bulletin_parse.layout.line_breaks import first_word
from bulletin_parse.layout.row import Row
from bulletin_parse.layout.sentences import begins_its_own, ends_sentence, is_leader
from bulletin_parse.layout.tolerances import APART, FIRST_INDENT, FULL_SLACK, SAME_EDGE, SAME_SIZE
from bulletin_parse.layout.two_rows import is_centred

# What a reading pays: for a break where a row runs on or the reverse; for either where a row is full and ends a sentence; for each paragraph;
# for a kind of paragraph that the document has seldom, and one that it has nowhere for certain.
WRONG, EVEN, EACH, SELDOM, NOWHERE = 6.0, 1.0, 0.5, 1.0, 3.0
# Two readings that cost nearly the same leave a doubt.
UNSURE = 0.75

# Kinds of paragraphs: indented, hanging, flush, inset; of each, whether the first row, and whether the later rows stand further in.
_DEEP = ((True, False), (False, True), (False, False), (True, True))
_KINDS, _HANGING = len(_DEEP), 1
_States = tuple[float, ...]  # a cost for each kind's first row, then for each kind's later rows
_NEVER = float("inf")


class Hanging(NamedTuple):
    """Of rows beside or in hanging paragraphs, by ``order``: whether they go on with the row above; and those of which that is a guess."""

    goes_on: dict[int, bool]
    guessed: frozenset[int]


class _Placed(NamedTuple):
    row: Row
    deep: bool
    room: float  # in sizes
    word: float  # its first word's width, in sizes
    ends: bool
    runs_on: bool  # for certain: in the middle of a sentence of several clauses, at the text's edge


def hanging_of(rows: Sequence[Row], frames: Sequence[Frame], further_in: Sequence[int], openers: re.Pattern[str]) -> Hanging:
    """The rows of a document's hanging paragraphs.

    Args:
        rows: of the running text, in reading order.
        frames: of each row, by ``order``.
        further_in: the places in ``rows`` of those that begin further in than the text.
        openers: what a row that opens a block of its own begins with.
    """
    if not _any_hangs([(rows[at - 1], rows[at]) for at in further_in if at], frames, openers):
        return Hanging({}, frozenset())
    runs = list(_runs(rows, frames, openers))
    pairs = [(above, below) for run in runs for above, below in pairwise(run) if above.runs_on]
    hanging = sum(not above.deep and below.deep for above, below in pairs)
    indented = sum(above.deep and not below.deep for above, below in pairs)
    prices = (_price(indented, hanging), _price(hanging, indented), NOWHERE, NOWHERE)
    goes_on: dict[int, bool] = {}
    guessed: set[int] = set()
    for run in runs:
        for order, on, sure in _read(run, prices):
            goes_on[order] = on
            if not sure:
                guessed.add(order)
    return Hanging(goes_on, frozenset(guessed))


def _any_hangs(pairs: Sequence[tuple[Row, Row]], frames: Sequence[Frame], openers: re.Pattern[str]) -> bool:
    """Whether any row further in stands below one of its run at the edge that runs on for certain: few documents have such a pair, and nothing hangs without.

    The pairs are of a row further in with the one above it. They are placed only where the numbers allow for it: that takes long looks at their words.
    """
    for above, below in pairs:
        if abs((below[3] - frames[below[0]][0]) / (below[8] or 1.0) - FIRST_INDENT) >= SAME_EDGE:
            continue
        frame, size = frames[above.order], above.size or 1.0
        fills = abs((above.x0 - frame.left) / size) < SAME_EDGE and (frame.right - above.x1) / size < FULL_SLACK
        # Where all text is centred, a paragraph's last row begins so far in by chance.
        if fills and not ends_sentence(above.text) and _follows(above, below, frames) and not is_centred(below, frames[below.order]):
            placed = _placed(above, frame, openers)
            if placed and placed.runs_on and _placed(below, frames[below.order], openers):
                return True
    return False


def _price(own: int, others: int) -> float:
    return EACH + (NOWHERE if not own else SELDOM if own < others else 0.0)


def _runs(rows: Sequence[Row], frames: Sequence[Frame], openers: re.Pattern[str]) -> Iterator[list[_Placed]]:
    """Runs of rows of one type that begin at the edge or two characters further in."""
    run: list[_Placed] = []
    for row in rows:
        placed = _placed(row, frames[row.order], openers)
        if run and (placed is None or not _follows(run[-1].row, row, frames)):
            yield run
            run = []
        if placed:
            run.append(placed)
    if run:
        yield run


def _placed(row: Row, frame: Frame, openers: re.Pattern[str]) -> _Placed | None:
    size, text = row.size or 1.0, row.text
    offset = (row.x0 - frame.left) / size
    deep = abs(offset - FIRST_INDENT) < SAME_EDGE
    if not (deep or abs(offset) < SAME_EDGE) or openers.match(text) or begins_its_own(text) or is_leader(text) or text.isascii():
        return None
    room, ends = (frame.right - row.x1) / size, ends_sentence(text)
    runs_on = room < FULL_SLACK and not ends and any(mark in text for mark in "，。；")
    return _Placed(row, deep, room, first_word(text, 1.0), ends, runs_on)


def _follows(above: Row, row: Row, frames: Sequence[Frame]) -> bool:
    alike = above.bold == row.bold and above.font == row.font and abs(above.size - row.size) <= SAME_SIZE * row.size
    frame = frames[row.order]
    return alike and (above.page != row.page or row.base - above.base < APART * frame.pitch * row.size)


def _read(run: Sequence[_Placed], prices: Sequence[float]) -> Iterator[tuple[int, bool, bool]]:
    """Each row of a run that is in a hanging paragraph or follows one: its order, whether it goes on, and whether that is sure."""
    ahead = [_start(run[0], prices)]
    for above, row in pairwise(run):
        ahead.append(_step(ahead[-1], above, row, prices))
    behind: list[_States] = [(0.0,) * 2 * _KINDS]
    for above, row in zip(run[-2::-1], run[:0:-1], strict=False):
        behind.append(_back(behind[-1], above, row, prices))
    behind.reverse()
    hangs = False
    for at, placed in enumerate(run):
        costs = [before + after for before, after in zip(ahead[at], behind[at], strict=True)]
        best = costs.index(min(costs))
        begins, on = min(costs[:_KINDS]), min(costs[_KINDS:])
        if hangs or best % _KINDS == _HANGING:
            yield placed.row.order, best >= _KINDS, abs(begins - on) > UNSURE
        hangs = best % _KINDS == _HANGING


def _start(row: _Placed, prices: Sequence[float]) -> _States:
    return (*[price if _DEEP[kind][0] == row.deep else _NEVER for kind, price in enumerate(prices)], *[_NEVER] * _KINDS)


def _seam(above: _Placed, row: _Placed) -> tuple[float, float]:
    """What it costs to begin a paragraph below a row, and to go on."""
    if above.room >= row.word + FULL_SLACK:
        return 0.0, WRONG
    return (EVEN, EVEN) if above.ends else (WRONG, 0.0)


def _step(costs: _States, above: _Placed, row: _Placed, prices: Sequence[float]) -> _States:
    """The cost of each state of a row, from those of the row above it."""
    begin, on = _seam(above, row)
    least = min(costs) + begin
    firsts = [least + price if _DEEP[kind][0] == row.deep else _NEVER for kind, price in enumerate(prices)]
    later = [min(costs[kind], costs[_KINDS + kind]) + on if _DEEP[kind][1] == row.deep else _NEVER for kind in range(_KINDS)]
    return (*firsts, *later)


def _back(costs: _States, above: _Placed, row: _Placed, prices: Sequence[float]) -> _States:
    """What the rest of a run costs for each state of the row above, from that of each state of the row below it."""
    begin, on = _seam(above, row)
    least = min([costs[kind] + price for kind, price in enumerate(prices) if _DEEP[kind][0] == row.deep]) + begin
    return tuple([min(least, costs[_KINDS + kind] + on if _DEEP[kind][1] == row.deep else _NEVER) for kind in range(_KINDS)] * 2)
