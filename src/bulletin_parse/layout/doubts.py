"""Where the layout had to guess, or what it made looks strange: said aloud, since a reader of the record cannot see it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, pairwise
from operator import itemgetter

from bulletin_parse.layout.blocks import Guess, Layout, TextBlock
from bulletin_parse.layout.frame import Frame
from bulletin_parse.layout.row import Row
from bulletin_parse.layout.sentences import FIELD_ENDS, begins_its_own, ends_sentence, is_leader
from bulletin_parse.layout.tolerances import (
    EMPTY_CELLS,
    FIRST_INDENT,
    FURNITURE_ROWS,
    FURNITURE_STEP,
    HALF,
    INDENT_FROM,
    LABEL,
    LEAST_PIECE,
    LONG_ROW,
    NEXT_ROW,
    PROSE_ROWS,
    RAGGED,
    ROWS_APART,
    SAME_BASELINE,
    SAME_SIZE,
    SMALL_TYPE,
    TALL_ROW,
)
from bulletin_parse.reading.document import Page
from bulletin_parse.reading.pdf.levels import are_clear
from bulletin_parse.text.folding import HAN
from bulletin_parse.text.lazy import lazy_pattern

# 专家点评：, 注：; no speaker's 王主任说：.
_WORD_AND_COLON = lazy_pattern("[\u4e00-\u9fff]{1,6}(?<![说道称问答示出为调露释言绍是括如下])[：:]")
_ROWS, _ROLE = (itemgetter(TextBlock._fields.index(name)) for name in ("rows", "role"))
_INDENTS = itemgetter(Frame._fields.index("indents"))

LINE_EACH = "several rows of running text came out as a block each: their paragraphs could not be told"
TWO_HEIGHTS = "a row is as high as two: two lines may have been read as one"
CUT = "a sentence fills its row and stops, and the next row begins no paragraph: something may stand between them"
UNTOLD = "a sentence fills its row, and nothing tells whether the next row begins a paragraph"
LABELLED = "a sentence fills its row, and the next row begins with a word and a colon: it may begin a paragraph"
CROSSED = "parts of a row are printed through one another: their characters may stand in another order"
ACROSS = "pieces of sentences stand side by side in row after row: two columns may have been read as one"
IN_PIECES = "two tables of different columns follow one another: they may be one"
UPRIGHT = "single characters stand below one another: a line may have been written from top to bottom"
SPARSE = "most cells of what looks like a table are empty: its rows or columns may be others"


def guesses_of(blocks: Sequence[TextBlock], layout: Layout, pages: Sequence[Page]) -> tuple[Guess, ...]:
    """The doubts about a document's blocks, in reading order.

    Args:
        blocks: the document's.
        layout: what was measured of it.
        pages: as they were read.
    """
    roles = set(map(_ROLE, blocks))
    shown = list(filter(_ROWS, blocks))  # no figures
    text = shown if roles == {""} else [block for block in shown if not block.role]
    indents = set(map(_INDENTS, layout.frames))  # most documents' rows all tell their paragraphs by indents, or none of them
    return (
        *_line_each(blocks, layout),
        *_two_heights(blocks),
        *(_about_tables(blocks) if "table" in roles else ()),
        *(_untold(text, layout) if False in indents else ()),
        *(_untold_over_page(text, layout) if False in indents else ()),
        *(_labelled(text, layout) if True in indents else ()),
        *_across(shown),
        *_hung(blocks, layout),
        *(_cut(text, layout) if True in indents else ()),
        *_crossed(blocks, pages),
        *_upright(shown, layout.habits.size),
    )


def _line_each(blocks: Sequence[TextBlock], layout: Layout) -> Iterator[Guess]:
    """Runs of blocks of one long row that ends no sentence, label, point or entry: a paragraph in pieces."""
    if not any([_is_piece(block, layout) for block in blocks[ROWS_APART - 1 :: ROWS_APART]]):  # noqa: C419  # a few
        return  # so many blocks that follow one another hold one of these: most documents have no such run
    run: list[Row] = []
    for block in blocks:
        row = block[0][0] if _is_piece(block, layout) else None
        if row and run and (abs(row.size - run[-1].size) > SAME_SIZE * row.size or row.font != run[-1].font or _are_boxes(row, run[-1], layout)):
            yield from _doubt(run)
            run = []
        if row:
            run.append(row)
        elif run:
            # The paragraph's last row may end a sentence.
            yield from _doubt(run)
            run = []
    yield from _doubt(run)


def _are_boxes(row: Row, above: Row, layout: Layout) -> bool:
    """Whether two rows of a page stand in places of their own, as captions side by side do."""
    return row.page == above.page and layout.frames[row.order].place != layout.frames[above.order].place


def _doubt(run: Sequence[Row]) -> Iterator[Guess]:
    if len(run) >= ROWS_APART:
        yield Guess(LINE_EACH, tuple(run))


def _is_piece(block: TextBlock, layout: Layout) -> bool:
    if len(block[0]) != 1 or block.role:
        return False
    text, row = block[1], block[0][0]
    frame = layout[0][row[0]]
    if row[5] - row[3] < LONG_ROW * (frame[1] - frame[0]) or block.centred:
        return False
    return _stops_inside(text) and not begins_its_own(text) and not layout.openers.match(text)


def _two_heights(blocks: Sequence[TextBlock]) -> Iterator[Guess]:
    tall = {row[0] for row in chain.from_iterable(map(_ROWS, blocks)) if row[6] - row[4] > row[8] * TALL_ROW}
    for block in blocks if tall else ():
        own = tuple([row for row in block.rows if row.order in tall])
        if own and not block.role:
            yield Guess(TWO_HEIGHTS, own)


def _about_tables(blocks: Sequence[TextBlock]) -> Iterator[Guess]:
    yield from _sparse(blocks)
    yield from _in_pieces(blocks)


def _sparse(blocks: Sequence[TextBlock]) -> Iterator[Guess]:
    for block in blocks:
        if block.role == "table":
            cells = [cell for line in block.cells for cell in line]
            if sum(not cell for cell in cells) > EMPTY_CELLS * len(cells):
                yield Guess(SPARSE, block.rows)


def _in_pieces(blocks: Sequence[TextBlock]) -> Iterator[Guess]:
    """Tables with nothing between them, on one page, that differ in their columns."""
    for upper, lower in pairwise(blocks):
        if upper.role == lower.role == "table" and upper.rows[-1].page == lower.rows[0].page and len(upper.cells[0]) != len(lower.cells[0]):
            yield Guess(IN_PIECES, (upper.rows[0], lower.rows[0]))


def _untold(text: Sequence[TextBlock], layout: Layout) -> Iterator[Guess]:
    """Where a paragraph may end unseen: behind a sentence that fills its row exactly, where no indent and no space between rows can tell."""
    frames, inset = layout.frames, layout.habits.indents  # where all have them, only in insets of two rows does nothing tell
    for block in text:
        if len(block[0]) < 2 or (inset and (len(block[0]) > 2 or frames[block[0][0].order].indents)):
            continue
        for above, row in pairwise(block[0]):
            frame, below = frames[above[0]], frames[row[0]]
            if (frame is below and frame[5]) or row.order in layout.hanging.goes_on:
                continue
            if frame.indents or below.indents or (frame.spacing and frame.place == below.place) or not ends_sentence(above.text):
                continue
            if above.x1 >= frame.right - HALF * above.size:
                yield Guess(UNTOLD, (above, row))


def _untold_over_page(text: Sequence[TextBlock], layout: Layout) -> Iterator[Guess]:
    """Where a page's last row ends a sentence and has room for no character more, in ragged text: a full row and a paragraph's last one look alike."""
    frames = layout.frames
    for upper, lower in pairwise(text):
        above, row = upper[0][-1], lower[0][0]
        if above[1] == row[1] or frames[above.order].indents or frames[row.order].indents or not ends_sentence(above.text):
            continue
        room = frames[above.order].right - above.x1
        alike = above.font == row.font and above.bold == row.bold and abs(above.size - row.size) <= SAME_SIZE * row.size
        if not alike or not HALF * above.size < room < above.size or begins_its_own(row.text) or layout.openers.match(row.text):
            continue
        if not _is_ragged(text, layout):
            return
        yield Guess(UNTOLD, (above, row))


def _is_ragged(text: Sequence[TextBlock], layout: Layout) -> bool:
    """Whether many rows inside of paragraphs without indents end before the right edge."""
    frames = layout.frames
    rooms = [frames[row[0]][1] - row[5] > HALF * row[8] for block in text for row in block.rows[:-1] if not frames[row[0]][3]]
    return sum(rooms) > RAGGED * len(rooms)


def _labelled(text: Sequence[TextBlock], layout: Layout) -> Iterator[Guess]:
    """Where indents tell paragraphs, and one without may begin below a full row that ends a sentence: 专家点评：…; 他说：… begins none."""
    for block in text:
        if len(block[0]) < 2 or ("：" not in block[1] and ":" not in block[1]):
            continue
        for above, row in pairwise(block.rows):
            if ("：" in row[2][:LABEL] or ":" in row[2][:LABEL]) and _WORD_AND_COLON.match(row.text) and ends_sentence(above.text):
                frame = layout.frames[above.order]
                if frame.indents and frame.right - above.x1 < above.size and row.order not in layout.hanging.goes_on:
                    yield Guess(LABELLED, (above, row))


def _across(blocks: Sequence[TextBlock]) -> Iterator[Guess]:
    """Where a row's parts are blocks of their own in two rows that follow one another, and the left ones stop inside a sentence."""
    before: tuple[Row, Row] | None = None
    for left, right in pairwise(blocks):
        above, row = left[0][-1], right[0][0]
        if above[5] > row[3]:
            continue  # nearly all stand below one another
        if above[1] != row[1] or left.role or right.role:
            continue
        if min(above.bottom, row.bottom) - max(above.top, row.top) < HALF * min(above.size, row.size):
            continue
        if len(above.text) < LEAST_PIECE or not _stops_inside(above.text):
            before = None
        elif before and before[0].page == above.page and 0 < above.base - before[0].base < NEXT_ROW * above.size:
            yield Guess(ACROSS, (*before, above, row))
            before = None
        else:
            before = (above, row)


def _stops_inside(text: str) -> bool:
    """Whether a row stops in the midst of a sentence, as no label, title, point, entry or cell does."""
    return not (ends_sentence(text) or text[-1:] in FIELD_ENDS or text[-1:].isdigit() or text.isascii() or is_leader(text))


def _hung(blocks: Sequence[TextBlock], layout: Layout) -> Iterator[Guess]:
    """Where hanging and indented paragraphs follow one another, and a row may be of either."""
    if layout.hanging.guessed:
        for block in blocks:
            yield from [Guess(UNTOLD, (row,)) for row in block.rows if row.order in layout.hanging.guessed]


def _cut(text: Sequence[TextBlock], layout: Layout) -> Iterator[Guess]:
    """Where indents tell paragraphs, and one stops inside a sentence at the row's end above a row without an indent.

    At a page's end a few rows may stand between the two: a line about the office at the foot of its first page.
    """
    for at, (upper, lower) in enumerate(pairwise(text)):
        if lower[3] or (len(upper[0]) == 1 and not upper[3] and upper[4] == lower[4]):
            continue  # it begins with an indent, as most do, or stands below a single row without one
        if _is_cut(upper, lower, layout):
            yield Guess(CUT, (upper.rows[-1], lower.rows[0]))
        elif upper[0][-1][1] < lower[0][0][1] and (above := _above_foot(text[max(0, at - FURNITURE_ROWS) : at + 1], layout)) and _is_cut(above, lower, layout):
            yield Guess(CUT, (above.rows[-1], lower.rows[0]))


def _above_foot(blocks: Sequence[TextBlock], layout: Layout) -> TextBlock | None:
    """The block above the last few rows of a page, if these stand further from it than rows of a paragraph."""
    foot = 0
    for lower, upper in pairwise(reversed(blocks)):
        above, row = upper.rows[-1], lower.rows[0]
        foot += len(lower.rows)
        if foot > FURNITURE_ROWS or above.page != row.page:
            break
        if row.base - above.base > FURNITURE_STEP * layout.frames[above.order].pitch * above.size:
            return upper
    return None


def _is_cut(upper: TextBlock, lower: TextBlock, layout: Layout) -> bool:
    """Whether a block stops inside a sentence at its last row's end, and another of its type begins without an indent and with nothing of its own."""
    above, row = upper[0][-1], lower[0][0]
    below = layout.frames[row[0]]
    if row[3] - below.left >= INDENT_FROM * row[8]:
        return False
    frame = layout.frames[above[0]]
    if upper.centred or not (frame.indents and below.indents) or not (upper.indented or len(upper.rows) > 1):
        return False
    if frame.right - above.x1 >= FIRST_INDENT * above.size:
        return False  # that does not fill its row
    alike = above.font == row.font and above.bold == row.bold and abs(above.size - row.size) <= SAME_SIZE * row.size
    if not alike or above.width <= LONG_ROW * frame.width:
        return False
    return _stops_inside(above.text) and not begins_its_own(row.text) and not layout.openers.match(row.text)


def _crossed(blocks: Sequence[TextBlock], pages: Sequence[Page]) -> Iterator[Guess]:
    """Rows of fragments that reach into one another: which character stands where was not told."""
    places: dict[int, list[float]] = {}
    for page in pages:
        if are_clear(page.lines):
            continue
        lines = sorted([line for line in page.lines if line.upright], key=lambda line: (line.base, line.x0))
        for line, after in pairwise(lines):
            size = line[6]
            if after[5] - line[5] >= SAME_BASELINE * size / 2 or abs(size - after[6]) >= SAME_SIZE * size:
                continue  # nearly all are
            if min(line.x1, after.x1) - max(line.x0, after.x0) > size:
                places.setdefault(page.number, []).append(line.base)
    for block in blocks if places else ():
        for row in block.rows:
            if row[1] in places and any(abs(base - row.base) < SAME_BASELINE * row.size for base in places[row.page]):
                yield Guess(CROSSED, (row,))


def _upright(blocks: Sequence[TextBlock], size: float) -> Iterator[Guess]:
    """Where large Han characters stand below one another: a title from top to bottom beside a masthead is read with the rows that it stands beside."""
    rows = list(chain.from_iterable(map(_ROWS, blocks)))
    if sum([len(row[2]) == 1 for row in rows]) < PROSE_ROWS:
        return  # as nearly always
    places: dict[tuple[int, int], list[Row]] = {}
    for row in rows:
        if len(row.text) == 1 and size < SMALL_TYPE * row.size and HAN.match(row.text):
            places.setdefault((row.page, round(row.x0)), []).append(row)
    yield from [Guess(UPRIGHT, tuple(below)) for below in places.values() if len(below) >= PROSE_ROWS]
