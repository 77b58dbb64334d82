"""How the lines of a column stand to the rows of its table: their first lines are level, or their middles, or their last lines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple, TypeVar

from bulletin_parse.layout.tolerances import ALIGNED, SAME_BASELINE, WRAP_PITCH
from bulletin_parse.reading.document import Line

Align = Literal["top", "middle", "bottom"]
Cell = list[Line]
_T = TypeVar("_T")
_ALIGNMENTS: tuple[Align, ...] = ("top", "middle", "bottom")


class Band(NamedTuple):
    """The baselines of the first and the last line of what counts a row."""

    first: float
    last: float


def fitted_cells(sides: Sequence[Sequence[Line]], bands: Sequence[Band], pitch: float) -> list[list[Cell]]:
    """The lines of each column as cells of rows, as one alignment has all columns, else as each has its own; none if none fits, or two that differ."""
    by_align = [[_aligned(lines, bands, pitch, align) for lines in sides] for align in _ALIGNMENTS]
    whole = _distinct([cells for cells in by_align if all(cells)])
    if whole:
        return whole[0] if len(whole) == 1 else []
    own = [_distinct([cells for cells in column if cells]) for column in zip(*by_align, strict=True)]
    return [fits[0] for fits in own] if all(len(fits) == 1 for fits in own) else []


def _distinct(found: Sequence[_T]) -> list[_T]:
    return [one for at, one in enumerate(found) if one not in found[:at]]


def _aligned(lines: Sequence[Line], bands: Sequence[Band], pitch: float, align: Align) -> list[Cell]:
    """The lines as cells whose first lines, middles or last lines are level with the rows'; none if a line is left."""
    cells: list[Cell] = []
    at = 0
    for number, band in enumerate(bands):
        following = bands[number + 1].first if number + 1 < len(bands) else float("inf")
        count = _count(lines, at, band, following, pitch, align)
        cell = list(lines[at : at + count])
        if cell and ((number and cell[0].base <= bands[number - 1].last) or cell[-1].base >= following):
            return []  # it would stand beside another row
        cells.append(cell)
        at += count
    return cells if at == len(lines) and sum(map(bool, cells)) * 2 >= len(cells) else []


def _count(lines: Sequence[Line], at: int, band: Band, following: float, pitch: float, align: Align) -> int:
    """How many lines from a place are the cell of a row, 0 if its cell is empty."""
    for count in range(1, len(lines) - at + 1):
        if count > 1 and lines[at + count - 1].base - lines[at + count - 2].base > WRAP_PITCH * pitch:
            return 0
        slack = SAME_BASELINE * lines[at].size
        first, last = lines[at].base, lines[at + count - 1].base
        if align == "top":
            if abs(first - band.first) > slack:
                return 0
            below = lines[at + count].base if at + count < len(lines) else float("inf")
            if below - last > WRAP_PITCH * pitch or below > following - slack:
                return count
        elif abs((first + last - band.first - band.last) / 2 if align == "middle" else last - band.last) < ALIGNED * lines[at].size:
            return count
    return 0
