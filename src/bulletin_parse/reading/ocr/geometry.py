"""Recognised lines in points: the page straightened, type sizes and line steps made even, bold type told by its strokes.

The layout expects what an engine reads out of a text layer: exact sizes, one baseline step, edges that lines share. A
recognised line has them only roughly, so what differs by less than the measure's error is set equal.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import median
from typing import NamedTuple

from bulletin_parse.reading.document import Line, Page, Picture, RecognisedLine, Tilt
from bulletin_parse.reading.ocr.decoding import settled
from bulletin_parse.reading.ocr.reading import PageReading, ReadLine
from bulletin_parse.reading.pdf.deskew import rotated
from bulletin_parse.text.folding import is_han

# A line is long, and tells the page's tilt, from this many heights on.
LONG_LINE = 10.0
# The type size is the advance of Han characters, measured over runs of at least this many.
SHORTEST_RUN = 4
# A size is told by this many steps; one this much above the size by height is letter spacing.
TELLING_STEPS, SPACED_OUT = 6, 1.25
# Sizes within this share of one another are one.
SAME_SIZE = 0.05
# Errors, as shares of the size: of an advance (or of one step, a step's place being known to a sixth of a character), of an
# advance in a line that is justified, of a height.
ADVANCE_ERROR, STEP_ERROR, STRETCH_ERROR, HEIGHT_ERROR = 0.03, 0.25, 0.11, 0.09
# How much a common size is preferred, and how ill the best one may fit before the height alone counts.
COMMON, FAR = 2.5, 20.0
# The height of fewer Han characters than this tells less.
FEW_SQUARE = 5
# The ink of letters and of digits, in sizes.
LETTER_HEIGHT, DIGIT_HEIGHT = 0.98, 0.68
# A first character is not further from the box's edge than the usual one's by more than this: 一 has little ink.
INK_SLACK = 0.2
HALF = 0.5
# The baseline stands this many sizes below the middle of a line's box.
BASELINE = 0.36
# Baseline steps this near to the usual one are it; left edges this near (in sizes) to one another are one.
SAME_STEP, SAME_LEFT = 0.09, 0.35
# Bold type has strokes this many times as thick, for its size, as the document's usual ones.
BOLD_STROKE = 1.45
HAN_FOR_BOLD = 3
# Characters that leave half of their width free at their right, or left.
_RIGHT_FREE, _LEFT_FREE = "，。、；：！？）》」』】”’", "（《「『【“‘"
# Full-width brackets and stops that are read as ASCII beside a Han character.
_WIDE_RIGHT, _WIDE_LEFT = ",;:!?)", "("


class _MeasuredLine(NamedTuple):
    """A line on the straightened page, in points.

    ``advance`` is the size by its characters' steps, ``height`` its box's, ``size`` its type's, which all lines of a document tell together.
    """

    line: ReadLine
    x0: float
    top: float
    x1: float
    bottom: float
    middle: float
    advance: float | None
    steps: int
    height: float
    stroke: float
    size: float = 0.0


class _MeasuredPage(NamedTuple):
    """A page's lines as measured, and how the page was straightened."""

    number: int
    lines: list[_MeasuredLine]
    tilt: Tilt
    scale: float
    reading: PageReading


def pages_of(readings: Sequence[tuple[int, PageReading, float, float]], engine: str) -> list[Page]:
    """The pages that some readings make; all at once, since a document's type sizes are told by all of its lines.

    Args:
        readings: the page's number, its reading, its width and height in points, for each.
        engine: what read them.
    """
    measured = [_measured(number, reading, width, height) for number, reading, width, height in readings]
    sizes = iter(_sizes([line for page in measured for line in page.lines]))
    sized = [page._replace(lines=[line._replace(size=next(sizes)) for line in page.lines]) for page in measured]
    strokes = sorted([line.stroke / line.size for page in sized for line in page.lines if len(line.line.text) >= LONG_LINE])
    usual = median(strokes) if strokes else 0.0
    return [_page(page, usual, engine) for page in sized]


def _measured(number: int, reading: PageReading, width: float, height: float) -> _MeasuredPage:
    turned = reading.turns % 2
    upright_width, upright_height = (height, width) if turned else (width, height)
    scale = upright_width / (reading.width or 1)
    angle = _tilt_of(reading.lines)
    margins = sorted([line.ink.left * (line.corners[2] - line.corners[0]) for line in reading.lines]) or [0.0]
    usual = margins[len(margins) // 2] * scale
    lines = [_line(line._replace(characters=tuple(settled(line.characters))), scale, angle, (upright_width, upright_height), usual) for line in reading.lines]
    return _MeasuredPage(number, lines, Tilt(reading.turns, angle, width, height), scale, reading)


def _tilt_of(lines: Sequence[ReadLine]) -> float:
    """The page's tilt in degrees, clockwise, by its long lines."""
    angles: list[tuple[float, float]] = []
    for line in lines:
        x0, y0, x1, y1, x2, y2, x3, y3 = line.corners
        length, high = math.hypot(x1 - x0, y1 - y0), math.hypot(x3 - x0, y3 - y0)
        if length > LONG_LINE * high:
            angles.append((math.degrees(math.atan2((y1 - y0 + y2 - y3) / 2, (x1 - x0 + x2 - x3) / 2)), length))
    if not angles:
        return 0.0
    half, sum_ = sum([length for _, length in angles]) / 2, 0.0
    for angle, length in sorted(angles):
        sum_ += length
        if sum_ >= half:
            return round(angle, 3)
    return 0.0


def _line(line: ReadLine, scale: float, angle: float, page: tuple[float, float], margin: float) -> _MeasuredLine:
    """A line on the straightened page; ``margin`` is how far inside its box a line's ink usually begins."""
    width, height = page
    points = [(line.corners[at] * scale, line.corners[at + 1] * scale) for at in range(0, 8, 2)]
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = [rotated(x, y, -angle, width / 2, height / 2) for x, y in points]
    left, right, top, bottom = (ax + dx) / 2, (bx + cx) / 2, (ay + by) / 2, (cy + dy) / 2
    wide, high = right - left, bottom - top
    ink = line.ink
    x0 = left + min(max(ink.left * wide, margin - INK_SLACK * high), margin + INK_SLACK * high)
    advance, steps = _advance(line, wide)
    if line.characters[0].char in "一—":  # a box may begin behind such a stroke
        x0 = min(x0, left + line.characters[0].place * wide - HALF * (advance or 0.0))
    return _MeasuredLine(
        line=line,
        x0=x0,
        top=top + ink.top * high,
        x1=left + ink.right * wide,
        bottom=top + ink.bottom * high,
        middle=(top + bottom) / 2,
        advance=advance,
        steps=steps,
        height=high,
        stroke=ink.stroke * scale,
    )


def _advance(line: ReadLine, wide: float) -> tuple[float | None, int]:
    """The step from one Han character to the next, in points, None where too few stand together; and how many steps tell it."""
    steps, length, start = 0, 0.0, 0
    characters = line.characters
    for at in range(1, len(characters) + 1):
        if at == len(characters) or not _is_square(characters[at].char) or not _is_square(characters[at - 1].char):
            if at - start >= SHORTEST_RUN:
                steps += at - 1 - start
                length += characters[at - 1].place - characters[start].place
            start = at
    return (length * wide / steps, steps) if steps else (None, 0)


def _is_square(char: str) -> bool:
    """Whether a character is as wide as it is high in every face; curly quotes and dashes are narrow in some."""
    return char >= "\u2e80"


def _sizes(lines: Sequence[_MeasuredLine]) -> list[float]:
    """Each line's type size: few sizes for a whole document.

    A size shows in the advance of the characters, which justified lines stretch, and in the height of their ink.
    """
    told = [line for line in lines if line.advance and line.steps >= TELLING_STEPS]
    ratio = median([(line.bottom - line.top) / line.advance for line in told if line.advance]) if told else 1.0
    edge = max([line.x1 for line in lines], default=0.0)
    weights = [(line.advance, line.steps) for line in told if line.advance and line.advance < SPACED_OUT * _by_height(line, ratio)]
    groups = _groups(weights, [line.advance for line in told if line.advance and not _is_full(line, edge)])
    total = sum([weight for _, weight in weights]) or 1
    share = {group: sum([weight for size, weight in weights if abs(size - group) <= SAME_SIZE * group]) / total for group in groups}
    sizes = []
    for line in lines:
        height, stretched = _by_height(line, ratio), _is_full(line, edge)
        costs = [(_cost(line, height, group, stretched=stretched) - COMMON * math.log(max(share[group], 1e-3)), group) for group in groups]
        best = min(costs, default=(math.inf, 0.0))
        sizes.append(round(best[1] if best[0] <= FAR else height, 1))
    return sizes


def _is_full(line: _MeasuredLine, edge: float) -> bool:
    """Whether a line ends near the right edge of all: justification may have stretched it."""
    return bool(line.advance) and edge - line.x1 < 2.5 * (line.advance or 0.0)


def _by_height(line: _MeasuredLine, ratio: float) -> float:
    """The size by the ink's height: all of it for Han characters, from ascender to descender for letters, less for digits."""
    high, text = line.bottom - line.top, line.line.text
    if any(map(_is_square, text)):
        return high / ratio
    return high / (DIGIT_HEIGHT if text.strip("-—– ").isdigit() else LETTER_HEIGHT)


def _cost(line: _MeasuredLine, height: float, group: float, *, stretched: bool) -> float:
    """The cost of a size for a line: the sum of squared z-scores."""
    few = sum(map(_is_square, line.line.text)) < FEW_SQUARE
    cost = (math.log(max(height, 0.1) / group) / (2 * HEIGHT_ERROR if few else HEIGHT_ERROR)) ** 2
    if line.advance:
        off = math.log(line.advance / group)
        error = _error(line.steps)
        cost += (off / (max(error, STRETCH_ERROR) if stretched and off > 0 else error)) ** 2
    return cost


def _error(steps: int) -> float:
    return max(ADVANCE_ERROR, STEP_ERROR / steps)


def _groups(weights: Sequence[tuple[float, int]], plain: Sequence[float]) -> list[float]:
    """The sizes that occur, the most common first; one that only stretched lines have, or that errors explain, is none.

    Args:
        weights: an advance and how many steps tell it, for each line.
        plain: the advances of lines that are not justified.
    """
    left = list(weights)
    groups: list[float] = []
    while left:
        centre = max(left, key=lambda pair: sum([weight for size, weight in left if abs(size - pair[0]) <= SAME_SIZE * pair[0] / 2]))[0]
        near = [pair for pair in left if abs(pair[0] - centre) <= SAME_SIZE * centre]
        if not groups or any(abs(size - centre) <= SAME_SIZE * centre for size in plain):
            groups.append(median([size for size, _ in near]))
        left = [pair for pair in left if pair not in near and all(abs(math.log(pair[0] / group)) > 2 * _error(pair[1]) for group in groups)]
    return groups


def _page(page: _MeasuredPage, usual: float, engine: str) -> Page:
    lines = sorted(page.lines, key=lambda line: line.middle)
    sizes = [line.size for line in lines]
    bases = _even([line.middle + BASELINE * line.size for line in lines], sizes)
    lefts = _shared([_left(line, line.size) for line in lines], sizes)
    made, readings = [], []
    for line, base, x0 in zip(lines, bases, lefts, strict=True):
        size, text = line.size, line.line.text
        x1 = line.x1 + (size / 2 if text[-1] in _RIGHT_FREE or (text[-1] in _WIDE_RIGHT and is_han(text[-2:-1])) else 0.0)
        bold = usual > 0 and line.stroke / size > BOLD_STROKE * usual and sum(map(is_han, text)) >= HAN_FOR_BOLD
        made.append(Line(text, x0, line.top, x1, line.bottom, base, size, "", bold, confidence=round(line.line.confidence, 4)))
        readings.append(RecognisedLine(x0, line.top, x1, line.bottom, line.line.characters))
    turned = page.tilt.turns % 2
    width, height = (page.tilt.height, page.tilt.width) if turned else (page.tilt.width, page.tilt.height)
    pictures = tuple([Picture(*[value * page.scale for value in box]) for box in page.reading.figures])
    return Page(page.number, width, height, tuple(made), (), pictures, tuple(readings), page.tilt, engine)


def _left(line: _MeasuredLine, size: float) -> float:
    """Where the line's first character begins; an opening bracket has its ink in its right half."""
    text = line.line.text
    return line.x0 - (size / 2 if text[0] in _LEFT_FREE or (text[0] in _WIDE_LEFT and is_han(text[1:2])) else 0.0)


def _even(bases: Sequence[float], sizes: Sequence[float]) -> list[float]:
    """Baselines with steps that differ from the usual one by less than the measure's error made equal to it."""
    steps = [(below - above) / size for above, below, size in zip(bases, bases[1:], sizes[1:], strict=False) if 1.0 < (below - above) / size < 2.6]
    if len(steps) < 3:
        return list(bases)
    steps.sort()
    usual = _densest(steps)
    out = [bases[0]]
    for at in range(1, len(bases)):
        step = bases[at] - bases[at - 1]
        even = usual * sizes[at]
        out.append(out[-1] + even if abs(step - even) <= SAME_STEP * even and sizes[at] == sizes[at - 1] else out[-1] + step)
    return out


def _densest(steps: Sequence[float]) -> float:
    """The centre of the densest cluster of sorted values."""
    best: list[float] = []
    for at, first in enumerate(steps):
        crowd = [step for step in steps[at:] if step <= first * (1 + SAME_STEP)]
        if len(crowd) > len(best):
            best = crowd
    return float(median(best))


def _shared(lefts: Sequence[float], sizes: Sequence[float]) -> list[float]:
    """Left edges with those that stand together set to their middle."""
    order = sorted(range(len(lefts)), key=lambda at: lefts[at])
    out = list(lefts)
    group: list[int] = []
    for at in [*order, -1]:
        if group and (at < 0 or lefts[at] - lefts[group[0]] > SAME_LEFT * sizes[group[0]]):
            shared = median([lefts[each] for each in group])
            for each in group:
                out[each] = shared
            group = []
        group.append(at)
    return out
