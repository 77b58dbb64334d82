"""What most pages of a document do: line pitch, body type, indents and the space between paragraphs; no odd page decides for the others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import groupby, pairwise
from operator import itemgetter
from typing import NamedTuple, TypeVar

from bulletin_parse.layout.frame import Frame, Habits
from bulletin_parse.layout.row import Row, Strip, rows_of
from bulletin_parse.layout.sentences import ends_sentence
from bulletin_parse.layout.tolerances import (
    COMMON,
    INDENT_FROM,
    INDENT_TO,
    LEAST_FLUSH,
    MOST_VOTES,
    PARAGRAPH_INDENT,
    ROWS_FOR_OWN_FRAME,
    SAME_EDGE,
    SPACED_TIMES,
    WIDER,
)

# Of a row: by place in the tuple no row costs a step of Python.
_TEXT = itemgetter(Row._fields.index("text"))
_TYPE = itemgetter(*map(Row._fields.index, ("size", "font", "bold")))
_NO_PITCH = 1.5

T = TypeVar("T")
Kind = tuple[float, str, bool]  # size, font and weight
Types = dict[Kind, int]  # characters by type


class Measures(NamedTuple):
    """The habits of a document, how many pitches lie between its paragraphs where that shows them (else 0), and the pages that differ, by number."""

    habits: Habits
    spacing: float
    own: dict[int, Own]


class Own(NamedTuple):
    """A page's own line pitch, and whether its paragraphs have indents."""

    pitch: float
    indents: bool


class _Page(NamedTuple):
    """What a page shows: characters of each type, steps from a full row to a flush one, how many of the upper rows are indented and how many flush.

    ``starts`` counts the rows that stand as a paragraph's first row does.
    """

    rows: Sequence[Row]
    types: Types
    pitches: dict[float, int]
    indented: int
    flush: int
    starts: int

    @property
    def lacks_indents(self) -> bool:
        """Whether there are rows of paragraphs, and none is a first row with an indent."""
        return self.flush >= LEAST_FLUSH and not self.indented and not self.starts


def types_by_page(strips: Mapping[int, Sequence[Strip]]) -> dict[int, Types]:
    """The types of each page's running text, by the page's number; a page without text has none.

    Args:
        strips: of each page by its number.
    """
    texts = {number: rows_of(parts, "text", "column") for number, parts in strips.items()}
    return {number: types_of(rows) for number, rows in texts.items() if rows}


def types_of(rows: Iterable[Row]) -> Types:
    """How many characters each type has in some rows, in the order in which they come."""
    types: Types = {}
    for kind, run in groupby(rows, key=_TYPE):  # rows of one type follow one another
        types[kind] = types.get(kind, 0) + sum(map(len, map(_TEXT, run)))
    return types


def measured(texts: Mapping[int, Sequence[Row]], frames: Sequence[Frame], types: Mapping[int, Types]) -> Measures:
    """What the rows of a document's running text show.

    Args:
        texts: the rows of each page's text, in reading order, by the page's number.
        frames: of each row of the document, by ``order``.
        types: of each page's rows, as ``types_by_page`` tells them.
    """
    pages = {number: _page(rows, frames, types[number]) for number, rows in texts.items() if rows}
    if not pages:
        return Measures(Habits(pitch=_NO_PITCH, size=1.0, font="", bold=False, indents=False), 0.0, {})
    pitch, indents = _pitch(pages.values()), _has_indents(pages.values())
    own = {}
    for number, page in pages.items():
        found = Own(_own_pitch(page, pitch), indents or page.indented >= 2)
        if found != (pitch, indents):
            own[number] = found
    size, font, bold = _body_type(pages.values())
    return Measures(Habits(pitch, size, font, bold, indents), 0.0 if indents else _spacing(pages.values(), frames, pitch), own)


def votes_of(pages: Sequence[Mapping[T, int]]) -> dict[T, float]:
    """How many characters have something, by what that is; a page with more of them than others has no more votes than a usual one.

    Args:
        pages: how many have it on each page that has any text.
    """
    totals = [sum(page.values()) for page in pages]
    most = _median(sorted(totals)) if totals else 0.0
    votes: dict[T, float] = {}
    for page, total in zip(pages, totals, strict=True):
        share = min(1.0, most / total) if total else 0.0
        for kind, count in page.items():
            votes[kind] = votes.get(kind, 0.0) + count * share
    return votes


def _median(values: Sequence[int]) -> float:
    """The one in the middle of sorted values, or between the two; "statistics" would be loaded for this alone."""
    half = len(values) // 2
    return values[half] if len(values) % 2 else (values[half - 1] + values[half]) / 2


def _page(rows: Sequence[Row], frames: Sequence[Frame], types: Types) -> _Page:
    steps: dict[float, int] = {}
    indented = flush = starts = 0
    above_place, above_indent, above_x1, above_base = -1, 0.0, 0.0, 0.0
    known: Frame | None = None
    left, right, place = 0.0, 0.0, -1
    for row in rows:
        x1, base, size = row[5], row[7], row[8]
        em = size or 1.0
        # Rows that follow one another have one frame: what it says is told once for all of them.
        if (frame := frames[row[0]]) is not known:
            known = frame
            left, right, _, _, place, _ = frame
        indent = row[3] - left
        if INDENT_FROM * em < indent < PARAGRAPH_INDENT * em:
            starts += 1
        if right - above_x1 < 2 * size and place == above_place and abs(indent / em) < SAME_EDGE:  # a flush row below a full one
            step = (base - above_base) / em
            if 0 < step < 4:
                steps[step] = steps.get(step, 0) + 1
            if INDENT_FROM < above_indent / em < INDENT_TO:
                indented += 1
            elif abs(above_indent) < SAME_EDGE * size:
                flush += 1
        above_place, above_indent, above_x1, above_base = place, indent, x1, base
    return _Page(rows, types, _rounded(steps), indented, flush, starts)


def _rounded(steps: Mapping[float, int]) -> dict[float, int]:
    """How often each step is there, to a hundredth: few differ, and each is rounded once."""
    counts: dict[float, int] = {}
    for exactly, count in steps.items():
        step = round(exactly, 2)
        counts[step] = counts.get(step, 0) + count
    return counts


def _pitch(pages: Collection[_Page]) -> float:
    """The smallest pitch that is common, on several pages if any is: paragraph spacing only ever adds to it."""
    telling = [page.pitches for page in pages if page.pitches]
    steps: Counter[float] = Counter()
    for pitches in telling:
        steps.update(pitches)
    if len(telling) > 1 and len(steps) > 1:
        for pitch in _common(steps):
            having = sum([_is_common(pitch, pitches) for pitches in telling])
            if having > 1 and having * COMMON >= len(telling):
                return pitch
    return min(_common(steps), default=_NO_PITCH)


def _common(steps: Mapping[float, int]) -> list[float]:
    most = max(steps.values(), default=0)
    return sorted([step for step, count in steps.items() if count * COMMON >= most])


def _is_common(pitch: float, steps: Mapping[float, int]) -> bool:
    """Whether a pitch, or one that differs by no more than an uneven row, is common on a page."""
    count = sum([count for step, count in steps.items() if pitch < step * WIDER and step < pitch * WIDER])
    return count * COMMON >= max(steps.values())


def _own_pitch(page: _Page, pitch: float) -> float:
    """The pitch of a page that has another than the document, told by rows inside of sentences; else the document's."""
    if not page.pitches or max(page.pitches.values()) < ROWS_FOR_OWN_FRAME or _is_common(pitch, page.pitches):
        return pitch
    steps: Counter[float] = Counter()
    for above, row in pairwise(page.rows):
        step = round((row.base - above.base) / (row.size or 1.0), 2)
        if step in page.pitches and not ends_sentence(above.text):
            steps[step] += 1
    usual = min(_common(steps), default=pitch)
    return usual if steps[usual] >= ROWS_FOR_OWN_FRAME else pitch


def _has_indents(pages: Collection[_Page]) -> bool:
    """Whether paragraphs begin with an indent: on at least as many pages as lack one."""
    indented, flush = sum([page.indented for page in pages]), sum([page.flush for page in pages])
    showing, lacking = sum([page.indented > 0 for page in pages]), sum([page.lacks_indents for page in pages])
    return (indented >= 2 or indented > flush) and showing >= lacking


def _body_type(pages: Collection[_Page]) -> tuple[float, str, bool]:
    """Size, font and weight of most characters."""
    sizes: dict[float, float] = {}
    fonts: dict[str, float] = {}
    bolds: dict[bool, float] = {}
    for (size, font, bold), vote in votes_of([page.types for page in pages]).items():
        rounded = round(size, 1)
        sizes[rounded] = sizes.get(rounded, 0.0) + vote
        fonts[font] = fonts.get(font, 0.0) + vote
        bolds[bold] = bolds.get(bold, 0.0) + vote
    return max(sizes, key=sizes.__getitem__), max(fonts, key=fonts.__getitem__), max(bolds, key=bolds.__getitem__)


def _spacing(pages: Collection[_Page], frames: Sequence[Frame], pitch: float) -> float:
    """The usual distance from a paragraph's last baseline to the next one's first, in pitches; 0 if it is that of rows in a paragraph.

    A page with many such steps has no more votes than one with a few.
    """
    votes: dict[float, float] = {}
    times: Counter[float] = Counter()
    for page in pages:
        exactly: dict[float, int] = {}
        for above, row in pairwise(page.rows):
            if row[8] == above[8] and row[9] == above[9] and frames[row[0]][4] == frames[above[0]][4] and ends_sentence(above[2]):
                step = (row[7] - above[7]) / ((row[8] or 1.0) * pitch)
                exactly[step] = exactly.get(step, 0) + 1
        steps = _rounded(exactly)
        total = sum(steps.values())
        for step, count in steps.items():
            votes[step] = votes.get(step, 0.0) + count * min(1.0, MOST_VOTES / total)
        times.update(steps)
    if not votes:
        return 0.0
    usual = max(votes, key=votes.__getitem__)
    return usual if usual > WIDER and times[usual] >= SPACED_TIMES else 0.0
