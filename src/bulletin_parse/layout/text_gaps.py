"""Spaces between Han characters that a converter made of the gaps in a page's stretched lines, taken out of running text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from bulletin_parse.layout.blocks import Guess, TextBlock, join_rows
from bulletin_parse.layout.row import Row
from bulletin_parse.layout.sentences import ends_sentence
from bulletin_parse.layout.text_rows import width
from bulletin_parse.press.layout_words import LayoutWords
from bulletin_parse.text.folding import HAN
from bulletin_parse.text.lazy import lazy_pattern

_LONE = "a space stood between two characters of a line: a converter had set a gap of the page so, or its writer"
_HAN = "\u3400-\u9fff\U00020000-\U0003ffff"
_GAP = lazy_pattern(rf" (?<=[{_HAN}，。；：、！？“”‘’》] ) *(?=[{_HAN}“”‘’《])")  # the space first, for which a search leaps
# Gaps that no writer sets: behind a stop, beside a character that stands alone or before a stop (三是 加 大 对, 简 单，).
_MISPLACED = lazy_pattern(rf"[，。；、] +(?=[{_HAN}])|(?<=[，。；、])[{_HAN}] (?=[{_HAN}])|(?<= )[{_HAN}] (?=[{_HAN}])|(?<=[{_HAN}]) [{_HAN}](?=[，。；、]|\Z)")
# Writers set spaces in brackets; the template's words tell those behind a point's number and round the names of those who wrote.
_BRACKETS = lazy_pattern(r"[（(][^（()）]*(?:[）)]|\Z)|\A[^（()）]*[）)]")
# In a text whose lines are whole paragraphs, so many gaps in one, one of them misplaced, are only told.
_STRETCHED = "spaces stand between characters of a line: a converter may have set its gaps as spaces"
GAPS_FROM = 3
_MISPLACED_INSIDE = lazy_pattern(rf"[，。；、] (?=[{_HAN}])|(?<= )[{_HAN}] (?=[{_HAN}])")
# Behind a sentence, at a line's end: the names of those who took a picture, and 摄 behind a space.
_NAMES = lazy_pattern(rf"(?:\A|(?<=[。！？，；、 ])) *(?:[{_HAN}]{{2,4}} )*[{_HAN}]{{2,4}}\Z")
LONGEST_NAMES = 24  # characters
LONGEST_POINT = 8  # characters of a number before a point's text
NEAR = 7.0  # cells from the edge, at which a line is stretched


class _Prose(NamedTuple):
    """A line of running text with the places of its gaps; ``full``: it reaches the edge, so that the page stretched it."""

    block: int
    row: int
    gaps: tuple[tuple[int, int], ...]
    full: bool
    misplaced: bool


def without_gaps(blocks: Sequence[TextBlock], edge: float, kept: dict[int, Row], words: LayoutWords) -> tuple[list[TextBlock], list[Guess]]:
    """The blocks without the gaps of stretched lines, and where a space may have been the writer's.

    A page stretches the lines that go on, and a text's titles and labels may hold spaces of their own: so only running text is looked at. One
    space behind a stop or beside a single character tells that the converter makes spaces of gaps, and one between two characters that stand
    together elsewhere in the text tells so of itself: 共 享.

    Args:
        blocks: of a text whose lines end at an edge.
        edge: that edge, in cells.
        kept: the rows by their order, changed where a block's row is.
        words: the template's, by which a writer's spaces are told.
    """
    spaced = [(at, block) for at, block in enumerate(blocks) if " " in block[1] and block.rows and not block.cells]
    found = [line for at, block in spaced for line in _prose(at, block, edge, words)]
    habit = any(line.misplaced for line in found)
    doubts: list[Guess] = []
    made = list(blocks)
    for line in found:
        rows = list(made[line.block].rows)
        if not habit and not line.full:
            continue
        row = rows[line.row]
        edges = [0, *[place for gap in line.gaps for place in gap], len(row.text)]
        text = "".join([row.text[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True)])
        rows[line.row] = kept[row.order] = row._replace(text=text)
        if not habit and not _part_words(row.text, line.gaps, blocks):
            doubts.append(Guess(_LONE, (rows[line.row],)))
        made[line.block] = made[line.block]._replace(rows=tuple(rows), text=join_rows(rows))
    return made, doubts


def _part_words(text: str, gaps: Sequence[tuple[int, int]], blocks: Sequence[TextBlock]) -> bool:
    """Whether one of a line's gaps parts two characters that stand together in some line of the text: the page stretched that line."""
    words = {text[start - 1] + text[end] for start, end in gaps}
    return any(HAN.match(word[0]) and any(word in block.text for block in blocks) for word in words)


def _prose(at: int, block: TextBlock, edge: float, words: LayoutWords) -> list[_Prose]:
    """The lines with gaps of a block that is running text: it ends as a sentence does, or a sentence ends in it."""
    if not any(" " in row.text for row in block.rows) or not (ends_sentence(block.text) or "。" in block.text):
        return []
    found = []
    for place, row in enumerate(block.rows):
        if " " not in row.text or not (gaps := _gaps(row.text, words, first=place == 0)):
            continue
        full = place + 1 < len(block.rows) or row.x0 + width(row.text) > edge - NEAR
        found.append(_Prose(at, place, gaps, full, bool(_MISPLACED.search(row.text[: _credit(row.text, words)]))))
    return found


def _gaps(text: str, words: LayoutWords, *, first: bool) -> tuple[tuple[int, int], ...]:
    """The places of a line's spaces between Han characters, without those that its writer may have set."""
    gaps = [gap.span() for gap in _GAP.finditer(text)]
    if not gaps or (first and words.point.match(text) and not any(stop in text for stop in "，。；")):
        return ()  # a numbered title, which the layout may have put before its text
    credit = _credit(text, words)
    inside = [span.span() for span in _BRACKETS.finditer(text)]
    return tuple(
        [
            (start, end)
            for start, end in gaps
            if start < credit
            and not (first and start < LONGEST_POINT and words.point.match(text))
            and not any(left < start < right for left, right in inside)
            and not words.before_name.search(text, max(0, start - 8), start)
            and not words.person.match(text, end)
        ]
    )


def _credit(text: str, words: LayoutWords) -> int:
    """The place from which a line is names and what they did, 丁一 摄; the line's end if it has none."""
    space = text.rfind(" ")
    if space < 0 or not words.before_name.match(text, space + 1):
        return len(text)
    begin = max(0, space - LONGEST_NAMES)
    names = _NAMES.search(text[begin:space])
    return begin + names.start() if names else len(text)


def stretched_lines(blocks: Sequence[TextBlock]) -> list[Guess]:
    """The lines of a text without an edge that have gaps as no writer sets them: 三是 加 大 对县域的经费 倾斜."""
    rows = [row for block in blocks if " " in block[1] and not block.cells for row in block.rows if row.text.count(" ") >= GAPS_FROM]
    return [
        Guess(_STRETCHED, (row,))
        for row in rows
        if len(_GAP.findall(row.text)) >= GAPS_FROM and _MISPLACED_INSIDE.search(row.text) and any(stop in row.text for stop in "，。；")
    ]
