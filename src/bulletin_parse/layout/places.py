"""Which frame each row has: its page's size, its page, its column, what stands beside it, and the inset that it is part of."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, groupby, pairwise

from bulletin_parse.layout.frame import NOWHERE, Frame, Habits, edges_of, frame_of, right_edges
from bulletin_parse.layout.measures import Kind, Types, measured, types_of
from bulletin_parse.layout.row import Row, Strip, rows_of
from bulletin_parse.layout.sentences import FIELD_ENDS, LIST_MARK, begins_its_own, ends_sentence, is_leader
from bulletin_parse.layout.tolerances import (
    APART,
    CENTRE_SLACK,
    COLUMN_WIDTH,
    FIRST_INDENT,
    HALF,
    INDENT_FROM,
    INSET_RIGHT,
    INSET_WIDTH,
    LEAST_INSET,
    ROWS_FOR_OWN_FRAME,
    SAME_EDGE,
    SAME_END,
    SAME_SIZE,
)
from bulletin_parse.reading.document import Page, Picture


class Places:
    """The frames of a document's rows, by ``order``; its running text (``main``), in reading order, and the habits of that."""

    def __init__(self, pages: Sequence[Page], strips: Mapping[int, Sequence[Strip]], count: int, types: Mapping[int, Types]) -> None:
        """Measures all pages.

        Args:
            pages: as read.
            strips: of each page by its number, furniture left out.
            count: of all rows, furniture included.
            types: of the text in the strips, by page.
        """
        self.frames: list[Frame] = [NOWHERE] * count
        self._next = max([page.number for page in pages], default=0) + 1
        text = {number: rows_of(parts, "text") for number, parts in strips.items()}
        self._text(pages, text)
        self._columns(pages, strips, text)
        running = {page.number: rows_of(strips[page.number], "text", "column") for page in pages}
        self.main = main = list(chain.from_iterable(running.values()))
        found = measured(running, self.frames, types)
        self.habits: Habits = found.habits
        pitch, indents, spacing = found.habits.pitch, found.habits.indents, found.spacing
        self._set(range(count), pitch, indents=indents, spacing=spacing)
        for number, (pitch, indents) in found.own.items():
            self._set([row.order for row in main if row.page == number], pitch, indents=indents, spacing=0.0 if indents else spacing)
        for parts in strips.values():
            for strip in parts:
                if strip.kind == "table":
                    self._cells(strip)
                elif strip.kind not in ("text", "column"):
                    self._box(strip)

    def _text(self, pages: Sequence[Page], text: Mapping[int, list[Row]]) -> None:
        """Pages of one size share a frame; each has its own where its rows suffice."""
        sizes: dict[tuple[int, int], list[Page]] = defaultdict(list)
        for page in pages:
            sizes[round(page.width), round(page.height)].append(page)
        usual_left: float | None = None
        own_frames = self.frames
        for alike in sorted(sizes.values(), key=len, reverse=True):
            edges = [edges_of(text[page.number]) for page in alike]
            rows = list(chain.from_iterable([text[page.number] for page in alike]))
            whole = frame_of(rows, edges=list(chain.from_iterable(edges)))
            if usual_left is None:
                usual_left = whole.left
            elif _are_first_rows(rows, whole, usual_left):
                whole = whole._replace(left=usual_left)
            frames = [frame_of(text[page.number], whole, own)._replace(place=page.number) for page, own in zip(alike, edges, strict=True)]
            for page, frame in zip(alike, frames, strict=True):
                for row in text[page.number]:
                    own_frames[row[0]] = frame
            usual = min([frame.right for frame in frames])
            if any(text[page.number] and frame.right - usual > text[page.number][0].size for page, frame in zip(alike, frames, strict=True)):
                self._mend_rights([text[page.number] for page in alike], frames)

    def _mend_rights(self, pages: Sequence[Sequence[Row]], frames: Sequence[Frame]) -> None:
        """Gives pages on which others run past it the right edge that the text has on the rest."""
        rights = right_edges(pages)
        for rows, frame in zip(pages, frames, strict=True):
            own = rights.get(round(frame.left))
            if own and rows and frame.right - own > rows[0].size:
                self._mend_right(rows, frame, own)

    def _mend_right(self, rows: Sequence[Row], frame: Frame, own: float) -> None:
        """Gives a page's rows the right edge that the text has elsewhere, but for those that begin where others run past it: a list, a box."""
        past = {round(row.x0) for row in rows if row.x1 > own + row.size}
        nearer = frame._replace(right=own)
        for row in rows:
            if row.x1 <= own + row.size and (abs(row.x0 - frame.left) < SAME_EDGE * row.size or round(row.x0) not in past):
                self.frames[row.order] = nearer

    def _columns(self, pages: Sequence[Page], strips: Mapping[int, Sequence[Strip]], text: Mapping[int, list[Row]]) -> None:
        """Columns that begin at one edge share a frame, and so does one that stands alone on its page."""
        alike: dict[tuple[int, int, int], list[Strip]] = defaultdict(list)
        for page in pages:
            for strip in strips[page.number]:
                if strip.kind == "column" and strip.rows:
                    edge = sorted([row.x0 for row in strip.rows])[len(strip.rows) // 4]
                    alike[round(page.width), round(page.height), round(edge / 4)].append(strip)
        for (*sizes, _), group in alike.items():
            inside = [row for strip in group for row in strip.rows]
            whole = frame_of(inside)
            types_inside = types_of(inside)
            usual = max(types_inside, key=types_inside.__getitem__)
            for strip in group:
                self._fill(strip.rows, whole)
            for page in pages:
                if [round(page.width), round(page.height)] == sizes:
                    self._alone(text[page.number], whole, usual)

    def _alone(self, rows: Sequence[Row], column: Frame, usual: Kind) -> None:
        """Gives a page's rows the frame of a column if all stand in it and some fill it; or those that follow one another in its type, where most do."""
        if any(row.x0 < column.left - row.size or row.x1 > column.right + row.size for row in rows):
            for own, run in groupby(rows, key=lambda row: _stands_in(row, column, usual)):
                if own and len(found := list(run)) >= ROWS_FOR_OWN_FRAME and sum(column.right - row.x1 < HALF * row.size for row in found) * 2 >= len(found):
                    self._fill(found, column)
            return
        if any(row.x1 > column.right - row.size for row in rows):
            self._fill(rows, column)

    def _cells(self, strip: Strip) -> None:
        columns: dict[int, list[Row]] = defaultdict(list)
        for line in strip.cells:
            for at, cell in enumerate(line):
                columns[at] += cell
        edges = {at: (min([row.x0 for row in rows]), max([row.x1 for row in rows])) for at, rows in columns.items() if rows}
        for line in strip.cells:
            for at, cell in enumerate(line):
                if cell:
                    self._fill(cell, self._own(cell, Frame(*edges[at])))

    def _box(self, strip: Strip) -> None:
        if strip.rows:
            edges = Frame(min([row.x0 for row in strip.rows]), max([row.x1 for row in strip.rows]))
            self._fill(strip.rows, self._own(strip.rows, edges))

    def _own(self, rows: Sequence[Row], edges: Frame) -> Frame:
        """The frame with the pitch and the indents that its rows show."""
        steps = sorted([(below.base - above.base) / (below.size or 1.0) for above, below in pairwise(rows) if below.base > above.base])
        indented = any(abs((row.x0 - edges.left) / (row.size or 1.0) - FIRST_INDENT) < SAME_EDGE for row in rows)
        return edges._replace(pitch=steps[0] if steps else self.habits.pitch, indents=indented)

    def _fill(self, rows: Iterable[Row], frame: Frame) -> None:
        """Gives rows a frame at a place of their own."""
        frame = frame._replace(place=self._next)
        self._next += 1
        for row in rows:
            self.frames[row.order] = frame

    def _set(self, orders: Iterable[int], pitch: float, *, indents: bool, spacing: float) -> None:
        known: dict[Frame, Frame] = {}
        frames = self.frames
        last, changed = NOWHERE, NOWHERE._replace(pitch=pitch, indents=indents, spacing=spacing)
        for order in orders:
            frame = frames[order]
            if frame is not last:  # rows that follow one another share their frame
                last = frame
                if frame not in known:
                    known[frame] = frame._replace(pitch=pitch, indents=indents, spacing=spacing)
                changed = known[frame]
            frames[order] = changed

    def narrow(self, rows: Sequence[Row], boxes: Sequence[Picture]) -> None:
        """Gives a page's rows that stand beside pictures or boxes the edges that these leave them."""
        for box in boxes:
            high, low = box.top, box.bottom
            beside = [row for row in rows if row.bottom > high - row.size and row.top < low + row.size]
            left_of = [row for row in beside if row.x1 <= box.x0 + SAME_EDGE * row.size]
            right_of = [row for row in beside if row.x0 >= box.x1 - SAME_EDGE * row.size]
            for group, at_left in ((left_of, True), (right_of, False)):
                if len(group) < 2:
                    continue
                frame = self.frames[group[0].order]
                em = group[0].size
                if at_left and box.x0 < frame.right - em:
                    right = max([row.x1 for row in group])
                    self._replace([*group, *_ending_at(rows, group, right)], right=right)
                elif not at_left and box.x1 > frame.left + em:
                    self._replace(group, left=min([row.x0 for row in group]))

    def _replace(self, rows: Iterable[Row], *, left: float | None = None, right: float | None = None, indents: bool | None = None) -> None:
        known: dict[Frame, Frame] = {}  # rows of one frame share the changed one
        for row in rows:
            frame = self.frames[row.order]
            if frame not in known:
                known[frame] = frame._replace(
                    left=frame.left if left is None else left,
                    right=frame.right if right is None else right,
                    indents=frame.indents if indents is None else indents,
                )
            self.frames[row.order] = known[frame]

    def indented(self) -> list[int]:
        """The places in ``main`` of the rows that begin further in than the text does."""
        frames = self.frames
        return [at for at, row in enumerate(self.main) if row[3] - frames[row[0]][0] > INDENT_FROM * row[8]]

    def inset(self, indented: Sequence[int], openers: re.Pattern[str]) -> None:
        """Gives the text's rows in inset and boxed paragraphs their own edges.

        Args:
            indented: the places of the rows that begin further in.
            openers: what a row that opens a block of its own begins with.
        """
        runs: list[list[Row]] = []
        before = -2
        for at in indented:
            if at > before + 1:
                runs.append([])
            runs[-1].append(self.main[at])
            before = at
        runs = [run for run in runs if len(run) > 1]
        known: dict[tuple[int, bool], float] = {}
        for run in runs:
            self._inset_run(run, openers, known)
        for run in runs if known else ():
            self._inset_like(run, openers, known)

    def _inset_like(self, run: Sequence[Row], openers: re.Pattern[str], known: Mapping[tuple[int, bool], float]) -> None:
        """Gives two rows of which the first fills its line with a sentence the edges of another inset that has them.

        The second row begins before the first one, or, where the other inset's rows do, below it; that ends a sentence too, short of the edge.
        """
        for above, below in pairwise(run):
            left, em = round(below.x0), below.size or 1.0
            steps = _steps_back(above, below)
            right = known.get((left, False), known.get((left, True))) if steps else known.get((left, False))
            if right is None or openers.match(below.text) or self.frames[below.order].left > below.x0 - INDENT_FROM * em:
                continue
            if steps and right - em < above.x1 < right + em and below.x1 < right + em:
                self._replace((above, below), left=below.x0, right=right, indents=True)
            elif not steps and _ends_below(above, below) and abs(above.x1 - right) < SAME_EDGE / 2 * em and below.x1 < right - em:
                self._replace((above, below), left=below.x0, right=right, indents=False)

    def _inset_run(self, run: Sequence[Row], openers: re.Pattern[str], known: dict[tuple[int, bool], float]) -> None:
        """Gives the insets of a run of indented rows their edges; ``known`` takes the right edges by the left ones and whether first rows are indented."""
        at = 0
        while at + 1 < len(run):
            if not _may_be_inset(run[at], run[at + 1]):
                at += 1
                continue
            told = self._prose_right(run[at], run[at + 1], openers)
            right = told or self._inset_right(run[at], run[at + 1], openers) or self._stepped_right(run[at], run[at + 1], openers)
            if right is None and not any(abs(row.x0 - run[at].x0) < SAME_EDGE * row.size for row in (*run[max(0, at - 1) : at], *run[at + 2 : at + 3])):
                told = right = self._even_right(run[at], run[at + 1], openers)
            if right is None:
                at += 1
                continue
            left = run[at + 1].x0
            first, after = at, at + 2
            # Where the text's paragraphs begin, one that begins there below a row that ends early is another.
            frame, em = self.frames[run[at].order], run[at].size
            edge = right - em if frame.indents and abs(left - frame.left - FIRST_INDENT * em) < SAME_EDGE * em else 0.0
            while first > 0 and _fits(run[first - 1], run[first], left, right) and (run[first - 1].x1 >= edge or not ends_sentence(run[first - 1].text)):
                first -= 1
            while after < len(run) and _fits(run[after], run[after - 1], left, right) and (run[after - 1].x1 >= edge or not ends_sentence(run[after - 1].text)):
                after += 1
            group = run[first:after]
            own_indents = any(row.x0 - left > INDENT_FROM * row.size for row in group)
            boxed = right < self.frames[run[at].order].right - INSET_RIGHT * run[at].size
            short = any(right - row.x1 > row.size and abs(row.x0 - left) < SAME_EDGE * row.size for row in group)
            if told or not boxed or own_indents or (len(group) >= LEAST_INSET and short):
                self._replace(group, left=min([row.x0 for row in group]), right=right, indents=own_indents)
                known[round(left), own_indents] = right
            at = after

    def _inset_right(self, above: Row, below: Row, openers: re.Pattern[str]) -> float | None:
        """The right edge of an inset that two rows are part of: both end there, or the upper one fills the frame and runs on."""
        em = below.size or 1.0
        if LIST_MARK.match(below.text) or openers.match(below.text) or ends_sentence(above.text) or is_leader(above.text):
            return None
        right = self.frames[above.order].right
        if right - above.x1 < em:
            return right
        return above.x1 if abs(above.x1 - below.x1) < SAME_END * em and above.width > COLUMN_WIDTH * em else None  # two words may be as long by chance

    def _stepped_right(self, above: Row, below: Row, openers: re.Pattern[str]) -> float | None:
        """The right edge of an inset whose first row ends with a sentence: the next begins two characters before it, where nothing else does."""
        frame, em = self.frames[below.order], below.size or 1.0
        if not _steps_back(above, below) or openers.match(below.text) or abs(below.x0 - frame.left - FIRST_INDENT * em) < SAME_EDGE * em:
            return None
        in_middle = abs(above.x0 + above.x1 - below.x0 - below.x1) < CENTRE_SLACK * em
        return above.x1 if frame.indents and below.x1 < above.x1 + em and not in_middle else None

    def _even_right(self, above: Row, below: Row, openers: re.Pattern[str]) -> float | None:
        """The right edge of an inset of two rows of which the first ends with a sentence: as far from the text's edge as the left one, and filled.

        Where the text's own paragraphs begin, two rows are two of these.
        """
        frame, em = self.frames[above.order], below.size or 1.0
        if not ends_sentence(above.text) or not ends_sentence(below.text) or begins_its_own(below.text) or openers.match(below.text):
            return None
        indent, right = above.x0 - frame.left, frame.right - (above.x0 - frame.left)
        if abs(indent - FIRST_INDENT * em) < SAME_EDGE * em or abs(right - above.x1) > CENTRE_SLACK * em or above.width < INSET_WIDTH * frame.width:
            return None
        alike = above.font == below.font and above.bold == below.bold and abs(above.size - below.size) <= SAME_SIZE * em and above.page == below.page
        near = 0 < below.base - above.base < APART * self.habits.pitch * em
        return right if alike and near and abs(above.x0 - below.x0) < SAME_EDGE / 2 * em and below.x1 < above.x1 - em else None

    def _prose_right(self, above: Row, below: Row, openers: re.Pattern[str]) -> float | None:
        """The right edge of a ragged inset that two rows are part of: the upper one is a sentence's middle, the lower one ends it or is as long."""
        em = below.size or 1.0
        if abs(above.x0 - below.x0) > SAME_EDGE / 2 * em:
            return None
        if above.page != below.page or above.width < INSET_WIDTH * self.frames[above.order].width or ends_sentence(above.text) or above.text[-1:] in FIELD_ENDS:
            return None
        if not any(mark in above.text for mark in "，。") or begins_its_own(below.text) or openers.match(below.text) or is_leader(above.text):
            return None
        return max(above.x1, below.x1) if "。" in below.text or ends_sentence(below.text) or below.width > above.width - APART * em else None


def _are_first_rows(rows: Sequence[Row], frame: Frame, left: float) -> bool:
    """Whether the few rows of pages of another size begin where the text of most pages does, or two characters from there, as paragraphs do."""
    if not rows or len(rows) >= ROWS_FOR_OWN_FRAME or frame.left == left:
        return False
    return all(min(abs(row.x0 - left), abs(row.x0 - left - FIRST_INDENT * row.size)) < SAME_EDGE * row.size for row in rows)


def _stands_in(row: Row, column: Frame, usual: Kind) -> bool:
    """Whether a row is of a column's type and between its edges."""
    slack = HALF * row.size
    return (row.size, row.font, row.bold) == usual and row.x0 > column.left - slack and row.x1 < column.right + slack


def _may_be_inset(above: Row, below: Row) -> bool:
    """Whether two rows are of one type, and the lower one begins below the upper one or two characters before it, as all insets do."""
    em = below[8] or 1.0
    offset = (above[3] - below[3]) / em
    level = -SAME_EDGE <= offset <= SAME_EDGE or -SAME_EDGE <= offset - FIRST_INDENT <= SAME_EDGE
    return level and above[10] == below[10] and abs(above[8] - below[8]) <= SAME_SIZE * em


def _steps_back(above: Row, below: Row) -> bool:
    """Whether a row is one step below another of its type, and begins two characters before it, as a paragraph's second row does."""
    return _is_next_of_type(above, below) and abs(above.x0 - below.x0 - FIRST_INDENT * (below.size or 1.0)) < SAME_EDGE * (below.size or 1.0)


def _ends_below(above: Row, below: Row) -> bool:
    """Whether a row that ends a sentence, and begins nothing of its own, is one step below another that ends one, and begins below it."""
    level = abs(above.x0 - below.x0) < SAME_EDGE / 2 * (below.size or 1.0)
    return level and _is_next_of_type(above, below) and ends_sentence(above.text) and ends_sentence(below.text) and not begins_its_own(below.text)


def _is_next_of_type(above: Row, below: Row) -> bool:
    """Whether a row is one step below another of its type."""
    em = below.size or 1.0
    near = above.page == below.page and 0 < below.base - above.base < 2 * APART * em
    return near and above.font == below.font and above.bold == below.bold and abs(above.size - below.size) <= SAME_SIZE * em


def _ending_at(rows: Sequence[Row], group: Sequence[Row], right: float) -> Iterator[Row]:
    """The rows right above and below a group that end where it does: a box reaches beyond its text."""
    first, last = rows.index(group[0]), rows.index(group[-1])
    for order in (range(first - 1, -1, -1), range(last + 1, len(rows))):
        for at in order:
            if abs(rows[at].x1 - right) > SAME_EDGE * rows[at].size:
                break
            yield rows[at]


def _fits(row: Row, neighbour: Row, left: float, right: float) -> bool:
    """Whether a row above or below an inset is part of it."""
    em = row.size or 1.0
    offset = (row.x0 - left) / em
    step = abs(row.base - neighbour.base) if row.page == neighbour.page else 0.0
    return (
        min(abs(offset), abs(offset - FIRST_INDENT)) < SAME_EDGE
        and row.x1 < right + em
        and abs(row.size - neighbour.size) <= SAME_SIZE * em
        and step < 2 * APART * em * 1.5
    )
