"""A text's lines to rows: each line one row, parted where a converter set several lines as one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import chain, count, repeat
from operator import itemgetter
from typing import NamedTuple

from bulletin_parse.layout.row import Row
from bulletin_parse.layout.sentences import INNER_STOP
from bulletin_parse.press.layout_words import LayoutWords
from bulletin_parse.reading.document import Document, Grid, Line, LinkArea, Page
from bulletin_parse.text.bullets import BEFORE_POINTS
from bulletin_parse.text.folding import NARROW_BEYOND_ASCII, cells
from bulletin_parse.text.lazy import lazy_pattern

# A converter that joins wrapped lines by spaces leaves one between two Han characters at each old line's end. It takes this many of them, no
# further apart than this many cells, to tell that it did so; first lines are shorter by their indent.
JOINED_FROM, NEAR_EDGE, BEYOND_EDGE = 4, 10, 5
SHORTEST_EDGE, LONGEST_EDGE = 40, 110
SAME_EDGE_SHARE = 0.7
# A Han character, as ``is_han`` says; told by what is none, since a set takes the longer to compile the more characters it names.
_HAN = rf"[^\x00-\x7f{NARROW_BEYOND_ASCII}]"
_HAN_GAP = lazy_pattern(rf" (?<={_HAN} )(?={_HAN})")  # the space first, for which a search leaps
LONGEST_GLUED = 90  # characters of a headline with its byline behind it
# 2. 标题 来源：人民网, 链接：http://… 主要内容：: labels that were set behind a title or another label.
_NUMBERED = lazy_pattern(r"[（(【]?\d{1,3}[)）】.．、]|[（(]?[一二三四五六七八九十]{1,3}[)）、.．]")
_MARK = lazy_pattern(rf"[（(](?:\d{{1,2}}|[一二三四五六七八九十]{{1,3}})[）)]|(?:\d{{1,2}}|[一二三四五六七八九十]{{1,3}})[.．、]|[{BEFORE_POINTS}]")
LONGEST_MARK = 5  # characters
MARK_WITHIN = 2  # lines: between a mark and its text stands one blank line at most
SHORTEST_GLUED = 8  # columns before a part of a printed line
_GAP = lazy_pattern(r"(?<=\S)[ \u3000]+(?=[^\s!-~])")
SHORTEST_TITLE = 8  # characters, its number included: what is shorter before a label's word is no title (1. 来源：…)
_DATED = lazy_pattern(r"20\d\d ?[-年./]")
# A space inside a text with a Han character before or behind it.
_HALF_SPACE = lazy_pattern(rf" (?:(?<={_HAN} )(?!\Z)|(?={_HAN})(?<!\A ))")
LONGEST_LABELLED = 300  # characters
_TEXT = itemgetter(Line._fields.index("text"))


class TextRows(NamedTuple):
    """The rows of each page.

    ``breaks`` are the orders of those that markup ends, ``starts`` of those that a list's mark begins; ``tables`` are rows of cells of rows, by
    the order of their first row. ``glued`` are the orders of those that stand where the line above them ends: parts of one printed line.
    ``heads`` are the orders of those of a table's head that a model made up: 字段, 内容.
    """

    pages: list[list[Row]]
    breaks: frozenset[int]
    starts: frozenset[int]
    tables: dict[int, tuple[tuple[tuple[Row, ...], ...], ...]]
    glued: frozenset[int] = frozenset()
    heads: frozenset[int] = frozenset()


def text_rows(document: Document, words: LayoutWords, edge: float | None = None) -> TextRows:
    """The rows of a text's pages.

    Args:
        document: as read.
        words: the template's, by which lines are told apart.
        edge: where its lines end, in cells, if that is known: wider lines are several that a converter joined.
    """
    edge = edge or _joined_edge(list(map(_TEXT, chain.from_iterable([page.lines for page in document.pages]))))
    pages: list[list[Row]] = []
    signs, heads = _Signs(set(), set(), set()), set[int]()
    tables: dict[int, tuple[tuple[tuple[Row, ...], ...], ...]] = {}
    order = 0
    for page in document.pages:
        gridded = {place for grid in page.grids for row in grid.rows for cell in row for place in cell}
        rows, of_line = _page_rows(page, gridded, order, edge, words, signs)
        order += len(rows)
        pages.append(rows)
        for made_up, uppermost, table in [_table(grid, of_line, words) for grid in page.grids]:
            heads |= made_up
            if uppermost:
                tables[uppermost] = table
    return TextRows(pages, frozenset(signs.breaks), frozenset(signs.starts), tables, frozenset(signs.glued), frozenset(heads))


class _Signs(NamedTuple):
    """Orders of rows, as ``TextRows`` has them."""

    breaks: set[int]
    starts: set[int]
    glued: set[int]


def _page_rows(page: Page, gridded: AbstractSet[int], order: int, edge: float | None, words: LayoutWords, signs: _Signs) -> tuple[list[Row], Mapping[int, Row]]:
    """The rows of a page, the first of them ``order``, and those of its tables by their lines' places, ``gridded``; ``signs`` are added to."""
    targets = targets_by_line(page.links)
    lines, starts = page.lines, page.starts
    parts: list[Line] = []  # of lines: most are one each
    of_line: dict[int, int] = {}
    mark: Line | None = None
    begin = 0
    for at in _odd(page, gridded):
        parts += lines[begin:at]
        begin, line = at + 1, lines[at]
        if len(line[0]) <= LONGEST_MARK and not {at, at + 1} & gridded and at not in page.breaks and _is_mark_of_next(lines, at):
            mark = line
            continue
        if at in starts or (mark and at - 1 in starts):
            signs.starts.add(order + len(parts))
        if mark:
            targets[line.base] = (*targets.get(mark.base, ()), *targets.get(line.base, ()))
            line, mark = _marked(mark, line), None
        if line[1] and parts and at not in gridded and _is_glued(lines, at):
            signs.glued.add(order + len(parts))
            end = parts[-1].x0 + width(parts[-1].text)
            line = line._replace(x0=end, x1=end + line.x1 - line.x0)
        whole = at in gridded or (" " not in line[0] and "\u3000" not in line[0])
        parts += (line,) if whole else _parts(line, edge, words)
        if at in gridded:
            of_line[at] = len(parts) - 1
        if at in page.breaks:
            signs.breaks.add(order + len(parts) - 1)
    parts += lines[begin:]
    links = [targets.get(part.base, ()) for part in parts] if targets else [()] * len(parts)
    columns = zip(count(order), repeat(page.number), *zip(*parts, strict=True), links)  # as long as the links
    rows = list(map(tuple.__new__, repeat(Row), columns))  # no step of Python a row: a text has thousands
    return rows, {at: rows[place] for at, place in of_line.items()}


def _odd(page: Page, gridded: AbstractSet[int]) -> list[int]:
    """The places of the lines that may not be a row as they stand: short and behind those, far in or quoted, with spaces, in tables, told of by markup."""
    odd = {*gridded, *page.breaks, *page.starts}
    for at, line in enumerate(page.lines):
        text = line[0]
        if len(text) <= LONGEST_MARK:
            odd.update((at, at + 1))
        elif line[1] >= SHORTEST_GLUED or text[0] in "“”" or " " in text or "\u3000" in text:
            odd.add(at)
    return sorted(odd.intersection(range(len(page.lines))))


def _marked(mark: Line, line: Line) -> Line:
    """A line with the mark before it that stands on a line of its own."""
    text = f"{mark.text} {line.text}"
    return line._replace(text=text, x0=mark.x0, x1=mark.x0 + width(text))


def _table(grid: Grid, of_line: Mapping[int, Row], words: LayoutWords) -> tuple[set[int], int | None, tuple[tuple[tuple[Row, ...], ...], ...]]:
    """A table's rows of cells without a head that a converter made up, the rows of that, and the place of its uppermost row."""
    cells = tuple([tuple([tuple([of_line[place] for place in cell]) for cell in row]) for row in grid.rows])
    made_up: set[int] = set()
    if _has_made_up_head(cells, words):
        made_up, cells = {row.order for cell in cells[0] for row in cell}, cells[1:]
    return made_up, min([row.order for line in cells for cell in line for row in cell], default=None), cells


def _has_made_up_head(cells: Sequence[Sequence[Sequence[Row]]], words: LayoutWords) -> bool:
    """Whether a table of two columns, of which one holds labels, has a head of a model's words: 字段, 内容."""
    if len(cells) < 2 or any(len(line) != 2 or not line[0] for line in cells):
        return False
    head = [cell[0].text for cell in cells[0] if len(cell) == 1]
    return len(head) == 2 and all(map(words.table_head.fullmatch, head)) and any(words.openers.match(f"{line[0][0].text}：") for line in cells[1:])


def _is_glued(lines: Sequence[Line], at: int) -> bool:
    """Whether a line is a part of the printed line above it: it begins far to the right, or with a quotation mark and such a part below it."""
    line = lines[at]
    if not _stands_behind(lines[at - 1], line):
        return False
    after = lines[at + 1] if at + 1 < len(lines) else None
    raised = line.text[0] in "“”" and after is not None and after.x0 >= SHORTEST_GLUED and after.text[0] in "“”" and _stands_behind(line, after)
    return line.x0 >= SHORTEST_GLUED or raised


def _stands_behind(above: Line, line: Line) -> bool:
    """Whether a line begins in the column in which the one above it ends: -layout parts a printed line where its quotation marks stand a little higher."""
    return line.base - above.base == 1 and abs(line.x0 - above.x0 - len(above.text)) <= 1


def _is_mark_of_next(lines: Sequence[Line], at: int) -> bool:
    """Whether a line is a number with its mark, or a bullet, alone: a converter broke the line at the space behind it, and may have left one blank."""
    if at + 1 >= len(lines) or lines[at + 1].base - lines[at].base > MARK_WITHIN or not _MARK.fullmatch(lines[at].text.rstrip()):
        return False
    return lines[at + 1].base - lines[at].base == 1 or not _MARK.fullmatch(lines[at + 1].text.rstrip())


def targets_by_line(links: Sequence[LinkArea]) -> dict[float, tuple[str, ...]]:
    """The targets of links by the line or paragraph that they lie on."""
    found: dict[float, dict[str, None]] = {}
    for link in links:
        found.setdefault(link.top, {})[link.uri] = None
    return {base: tuple(uris) for base, uris in found.items()}


def _parts(line: Line, edge: float | None, words: LayoutWords) -> list[Line]:
    """The lines that a line with spaces was made of."""
    cuts: set[tuple[int, int]] = set()
    if edge and line.x1 - line.x0 > max(edge, SHORTEST_EDGE):
        start = 0
        for gap in _HAN_GAP.finditer(line.text):
            wide = width(line.text[start : gap.start()])
            if wide > edge + BEYOND_EDGE:
                break
            if wide >= edge - NEAR_EDGE:
                cuts.add(gap.span())
                start = gap.end()
    if len(line.text) <= LONGEST_GLUED and " 20" in line.text and (match := words.glued_byline.search(line.text)):
        cuts.add(match.span())
    if len(line.text) <= LONGEST_LABELLED and (_NUMBERED.match(line.text) or words.openers.match(line.text)):
        cuts |= {
            gap.span()
            for gap in _GAP.finditer(line.text)
            if gap.start() >= SHORTEST_TITLE and words.openers.match(line.text, gap.end()) and not _DATED.search(line.text, 0, gap.start())
        }
    if not cuts:
        return [line]
    places = [0, *[place for cut in sorted(cuts) for place in cut], len(line.text)]
    return [line._replace(text=line.text[begin:end], x1=line.x0 + width(line.text[begin:end])) for begin, end in zip(places[::2], places[1::2], strict=True)]


def _joined_edge(texts: Sequence[str]) -> float | None:
    """How wide the lines were that a converter joined by spaces; None if it did not. Titles say nothing: a space parts their halves."""
    firsts = []
    for text in texts:
        if " " in text and len(text) * 2 > SHORTEST_EDGE and (match := _HAN_GAP.search(text)) and INNER_STOP.search(text):
            firsts.append(width(text[: match.start()]))
    if len(firsts) < JOINED_FROM:
        return None
    firsts.sort()
    edge = max([first for first in firsts if first <= firsts[len(firsts) // 2] + NEAR_EDGE / 2])
    near = sum([edge - NEAR_EDGE <= first <= edge for first in firsts])
    return edge if SHORTEST_EDGE <= edge <= LONGEST_EDGE and near >= SAME_EDGE_SHARE * len(firsts) else None


def width(text: str) -> float:
    """How wide a text is set, in cells: a Han character two, a letter or digit one, a space beside a Han character half of one.

    Converters put spaces where the page has a quarter of a character's room between Han and Latin.
    """
    return cells(text) - 0.5 * len(_HALF_SPACE.findall(text)) if " " in text and not text.isascii() else float(cells(text))
