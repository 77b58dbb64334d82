"""Spaces that were drawn apart from the line that they stand in, which MuPDF gives as lines of their own, or at the end of another one.

A program that takes characters from another font draws them for themselves: LibreOffice a space between Han characters as well, where the line has
a gap for it. Pages with such spaces are read character by character.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from math import inf
from operator import sub
from typing import Any, NamedTuple

from bulletin_parse.reading.pdf.mupdf_lines import text_lines
from bulletin_parse.reading.spacing import GAP
from bulletin_parse.text.folding import HAN

# On one baseline, and of one size, within these shares of a size; two lines are parts of one if they are no further apart than that share.
LEVEL, SAME_TYPE, TOUCH = 0.2, 0.15, 0.1
# A character is printed over another if they share this much of the narrower one's width.
OVER = 0.3
# A gap between two ideographs is a space if it is wider than half of its line's by this share of a size; so many pairs tell of these.
STANDS_OUT, LEAST_PAIRS = 0.12, 4
MOST_BESIDE = 50  # fragments on one baseline
ROWS_APART = 2  # points; baselines so far apart, rounded, are not beside one another
_SPACES = (" ", "\u3000", "\xa0")


class _Glyph(NamedTuple):
    """A character, where it stands, and the number of its span."""

    x0: float
    x1: float
    char: str
    span: int


def has_spaces_apart(lines: Sequence[dict[str, Any]]) -> bool:
    """Whether a line that is a space, or ends with one, touches or lies in another one on its baseline.

    Args:
        lines: MuPDF's, of a page.
    """
    ending = [line for line in lines if (spans := line["spans"]) and spans[-1]["text"].endswith(_SPACES)]
    if not ending:
        return False
    lines = [line for line in lines if line["spans"]]
    bases = sorted([line["spans"][0]["origin"][1] for line in lines])
    if min(map(sub, bases[1:], bases), default=inf) > ROWS_APART:
        return False
    level: dict[int, list[dict[str, Any]]] = {}
    for line in lines:
        if line["spans"][0]["text"].strip() or len(line["spans"]) > 1:
            level.setdefault(round(_base(line)), []).append(line)
    return any(
        other is not line and _is_beside(other["bbox"], line["bbox"], line["spans"][0]["size"])
        for line in ending
        for place in (-1, 0, 1)
        for other in level.get(round(_base(line)) + place, ())[:MOST_BESIDE]
    )


def _is_beside(box: Sequence[float], space: Sequence[float], size: float) -> bool:
    """Whether a line goes on where one with a space at its end ends, or the space lies within it."""
    return box[0] - TOUCH * size < space[2] < box[2] and space[0] < box[2]


def put_together(blocks: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """MuPDF's blocks, those lines put together that touch or stand in one another's gaps; each span has its text.

    Args:
        blocks: of a page; the spans of lines have ``chars``.
    """
    lines = text_lines(blocks)
    order = sorted([at for at, line in enumerate(lines) if line["spans"]], key=lambda at: _base(lines[at]))
    gone: set[int] = set()
    for place, at in enumerate(order):
        for other in order[place + 1 : place + MOST_BESIDE]:
            if _base(lines[other]) - _base(lines[at]) > LEVEL * lines[at]["spans"][0]["size"]:
                break
            whole, part = sorted((at, other), key=lambda one: lines[one]["bbox"][0] - lines[one]["bbox"][2])
            if at not in gone and other not in gone and (line := _together(lines[whole], lines[part])):
                lines[whole] = line
                gone.add(part)
    numbers = iter(range(len(lines)))
    return [
        {**block, "lines": [_with_text(lines[at]) for _, at in zip(block["lines"], numbers, strict=False) if at not in gone]} if "lines" in block else block
        for block in blocks
    ]


def with_gaps(blocks: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """MuPDF's blocks with GAP in each gap between ideographs that stands out from those of its line: MuPDF makes none of these.

    Args:
        blocks: of a page that prints no spaces; the spans of lines have ``chars``.
    """
    return [{**block, "lines": [_with_text(_with_gaps(line)) for line in block["lines"]]} if "lines" in block else block for block in blocks]


def _with_gaps(line: dict[str, Any]) -> dict[str, Any]:
    size = max([span["size"] for span in line["spans"]], default=1.0) or 1.0
    chars = [char for span in line["spans"] for char in span["chars"]]
    han = [(left, right) for left, right in pairwise(chars) if HAN.match(left["c"]) and HAN.match(right["c"])]
    gaps = {id(right): (right["bbox"][0] - left["bbox"][2]) / size for left, right in han}
    stretch = sorted(gaps.values())[len(gaps) // 2] if len(gaps) >= LEAST_PAIRS else 0.0
    spans = []
    for span in line["spans"]:
        kept: list[dict[str, Any]] = []
        for char in span["chars"]:
            if (gap := gaps.get(id(char), stretch)) - stretch > STANDS_OUT:
                x0, top, _, bottom = char["bbox"]
                kept.append({"c": GAP, "bbox": (x0 - gap * size, top, x0, bottom)})
            kept.append(char)
        spans.append({**span, "chars": kept})
    return {**line, "spans": spans}


def _base(line: dict[str, Any]) -> float:
    return float(line["spans"][0]["origin"][1])


def _together(whole: dict[str, Any], part: dict[str, Any]) -> dict[str, Any] | None:
    """Two lines as one, its characters in the order in which they stand; None if they are apart or print over each other."""
    a, b = whole["bbox"], part["bbox"]
    size = part["spans"][0]["size"]
    if min(a[2], b[2]) - max(a[0], b[0]) <= -TOUCH * size or whole["dir"] != part["dir"] or abs(whole["spans"][0]["size"] - size) > SAME_TYPE * size:
        return None
    spans, count = [*whole["spans"], *part["spans"]], len(whole["spans"])
    glyphs = sorted(_glyphs(spans))
    printed = [glyph for glyph in glyphs if not glyph.char.isspace()]
    if not printed or any(_is_over(left, right) for left, right in pairwise(printed) if (left.span < count) != (right.span < count)):
        return None
    # A space that an engine made of the gap stands where the part does.
    glyphs = [glyph for at, glyph in enumerate(glyphs) if not _is_gap(glyph, glyphs[max(0, at - 1) : at + 2], count)]
    found = []
    for number, run in groupby(glyphs, key=lambda glyph: glyph.span):
        chars = list(run)
        span = spans[number]
        origin = (chars[0].x0, span["origin"][1])
        box = (chars[0].x0, span["bbox"][1], max([glyph.x1 for glyph in chars]), span["bbox"][3])
        found.append({**span, "chars": [{"c": glyph.char, "bbox": (glyph.x0, 0.0, glyph.x1, 0.0)} for glyph in chars], "origin": origin, "bbox": box})
    return {**whole, "spans": found, "bbox": (min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3]))}


def _glyphs(spans: Sequence[dict[str, Any]]) -> Iterator[_Glyph]:
    for number, span in enumerate(spans):
        for char in span["chars"]:
            yield _Glyph(char["bbox"][0], char["bbox"][2], char["c"], number)


def _is_over(one: _Glyph, other: _Glyph) -> bool:
    """Whether two characters are printed over one another."""
    return min(one.x1, other.x1) - max(one.x0, other.x0) > OVER * min(one.x1 - one.x0, other.x1 - other.x0)


def _is_gap(glyph: _Glyph, beside: Sequence[_Glyph], count: int) -> bool:
    """Whether a space of one line stands where a neighbour from the other does; ``count`` is the number of the first one's spans."""
    return glyph.char.isspace() and any(_is_over(other, glyph) for other in beside if (other.span < count) != (glyph.span < count))


def _with_text(line: dict[str, Any]) -> dict[str, Any]:
    return {**line, "spans": [{**span, "text": "".join([char["c"] for char in span["chars"]])} for span in line["spans"]]}
