"""Tables in text: with bars, with drawn borders, with columns under dashes, and in HTML; each as rows of cells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple
from unicodedata import east_asian_width

from bulletin_parse.reading.text.lines import Printed
from bulletin_parse.text.folding import tightened
from bulletin_parse.text.lazy import lazy_pattern

# Cells of a row; each cell is its printed lines, as the line's number and its text.
Cell = tuple[tuple[int, str], ...]

_BARS_DELIMITER = lazy_pattern(r"\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?")
_GRID_BORDER = lazy_pattern(r"\+(?:[-=:]+\+)+")
_GRID_EDGE = "+|"
_WIDE = "WF"  # what East_Asian_Width says of characters of two columns; "A" are those of one or two
_DASHES = lazy_pattern(r"-{2,}(?: +-{2,})+")
_FULL_RULE = lazy_pattern(r"-{3,}")
_BAR = lazy_pattern(r"(?<!\\)\|")
# A title's bar is known again by so many characters on either side, in so many lines below.
ROUND_BAR, LONGEST_TEXT = 4, 4000
_BAR_APART = lazy_pattern(r"(?<=\s)(?<!\\)\|(?=\s)")
_LISTED = lazy_pattern(r"\s*[-*+•·][ \t]")  # a list's mark and its text are no two columns
_MADE_UP = lazy_pattern(r"Col\d{1,2}")  # a header that a converter made up
_STOP = lazy_pattern("[，。；：、！？“”]")
# Where a page sets Han characters and letters apart; some converters print a space there.
_AUTOMATIC_SPACE = lazy_pattern("(?<=[\u4e00-\u9fff])(?=[0-9A-Za-z])|(?<=[0-9A-Za-z%])(?=[\u4e00-\u9fff])")
_LINE_BREAK = lazy_pattern(r"<br\s*/?>", re.IGNORECASE)
_HTML_TABLE, _HTML_END = lazy_pattern(r"(?:<(?:html|body|div|center)\b[^<>]*>\s*)*+<table\b", re.IGNORECASE), lazy_pattern(r"</table\s*>", re.IGNORECASE)
_HTML_ROW, _HTML_CELL = lazy_pattern(r"<tr\b[^<>]*>", re.IGNORECASE), lazy_pattern(r"<t[dh]\b(?P<attributes>[^<>]*)>", re.IGNORECASE)
_SPAN = lazy_pattern(r"colspan\s*=\s*[\"']?(\d{1,2})", re.IGNORECASE)
_ROW_SPAN = lazy_pattern(r"rowspan\s*=\s*[\"']?(\d{1,2})", re.IGNORECASE)
_HTML_TAG = lazy_pattern(r"</?(?:html|body|div|center|table|thead|tbody|tfoot|tr|td|th|colgroup|col|caption)\b[^<>]*>", re.IGNORECASE)
# Columns set apart by spaces alone, as pdftotext -layout prints a table: so many spaces at least between two cells, in this many lines, with as
# much as a line between them; a column begins at one place in all of them. Of two columns one is short, or it is a page in two columns.
_APART = lazy_pattern(r"\S+(?: {1,2}\S+)*")
APART_FROM, LINES_OF_TWO, LINES_OF_MORE, SAME_PLACE, SHORT_CELL = 3, 3, 2, 6, 12
_LABELLED = lazy_pattern(r"[\u4e00-\u9fff][\u4e00-\u9fff ]{0,9}[:：]")
COLUMNS_BY_TABS = 3
LONGEST_COLOPHON = 24  # lines at a text's end, blank ones too
_PAGE_NUMBER = lazy_pattern(r"\d{1,4}")
# A table under dashes has no more lines than this; a search for its end goes no further.
LONGEST_TABLE = 400


class MarkupTable(NamedTuple):
    """Rows of cells, how many printed lines the table took, and text that a converter set into its head though it stands above it.

    Without rows it is none: ``above`` then holds the lines that a converter cut into cells.
    """

    rows: tuple[tuple[Cell, ...], ...]
    taken: int
    above: Cell = ()


def table_at(lines: Sequence[Printed], at: int) -> MarkupTable | None:
    """The table that begins with line ``at``, if one does."""
    text = lines[at].text.strip()
    if text[:1] == "+" and _GRID_BORDER.fullmatch(text):
        return _grid(lines, at)
    if text[:1] == "<" and _HTML_TABLE.match(text):
        return _html(lines, at)
    if "|" in text and at + 1 < len(lines) and "|" in (below := lines[at + 1].text.strip()) and "-" in below and _BARS_DELIMITER.fullmatch(below):
        return _bars(lines, at)
    if text[:1] == "-" and (_DASHES.fullmatch(text) or _FULL_RULE.fullmatch(text)):
        return _under_dashes(lines, at)
    if "\t" in text:
        return _by_tabs(lines, at)
    if " " * APART_FROM not in text:
        return None
    if at + 1 < len(lines) and _DASHES.fullmatch(lines[at + 1].text.strip()):
        return _under_dashes(lines, at)
    if _LISTED.match(lines[at].text):
        return None
    return _by_spaces(lines, at) or (_labels_by_spaces(lines, at) if at >= len(lines) - LONGEST_COLOPHON else None)


def _bars(lines: Sequence[Printed], at: int) -> MarkupTable | None:
    """| a | b | with a row of dashes as the second."""
    cut: list[tuple[Printed, list[str]]] = []
    end = at
    columns = len(_bar_cells(lines[at].text))
    if columns != len(_bar_cells(lines[at + 1].text)):
        return None
    while end < len(lines) and lines[end].page == lines[at].page and "|" in lines[end].text:
        if end != at + 1:
            cut.append((lines[end], _bar_cells(lines[end].text)))
        end += 1
    if any(len(cells) > columns for _, cells in cut):
        cut = _without_bars_of_text(cut, columns, lines[end : end + LONGEST_TEXT])
    rows = [tuple([_cell(line.number, text) for text in cells]) for line, cells in cut]
    above: Cell = ()
    if len(rows) == 1 and not all(rows[0]):
        return MarkupTable((), end - at, _as_lines(rows))  # a line that a converter cut into cells, or set into the first of them
    if any(cell and _MADE_UP.fullmatch(cell[0][1]) for cell in rows[0]):
        above = tuple([line for cell in rows[0] for line in cell if not _MADE_UP.fullmatch(line[1])])
        rows = rows[1:]
    elif not any(rows[0]):
        rows = rows[1:]
    if not above and _is_prose(rows) and _touches_text(lines, at, end):
        return MarkupTable((), end - at, _as_lines(rows))
    return MarkupTable(tuple(rows), end - at, above)


def _as_lines(rows: Sequence[Sequence[Cell]]) -> Cell:
    """Rows of cells as the lines that they were."""
    return tuple([(first[0], _AUTOMATIC_SPACE.sub(" ", " ".join([words for cell in row for _, words in cell]))) for row in rows if (first := _first(row))])


def _first(row: Sequence[Cell]) -> tuple[int, str] | None:
    """The first line of a row's first filled cell."""
    return next((cell[0] for cell in row if cell), None)


def _is_prose(rows: Sequence[Sequence[Cell]]) -> bool:
    """Whether rows are lines of text that a converter cut into cells, since a page sets digits and letters a little apart from Han characters.

    Each border then stands between a Han character and a letter or digit; a row of several cells has a stop, or it is the only one.
    """
    filled = [[words for cell in row for _, words in cell] for row in rows]
    if not filled or any((left[-1:].isascii()) == (right[:1].isascii()) for row in filled for left, right in pairwise(row)):
        return False
    return all(_STOP.search(" ".join(row)) or len(rows) == 1 for row in filled if len(row) > 1) and any(len(row) > 1 for row in filled)


def _touches_text(lines: Sequence[Printed], start: int, end: int) -> bool:
    """Whether text stands right above or below some lines."""
    return bool((start and lines[start - 1].text.strip()) or (end < len(lines) and lines[end].text.strip()))


def _bar_cells(text: str) -> list[str]:
    text = text.strip()
    text = text.removeprefix("|")
    text = text[:-1] if text.endswith("|") and not text.endswith("\\|") else text
    return [cell.strip() for cell in _BAR.split(text)]


def _without_bars_of_text(rows: Sequence[tuple[Printed, list[str]]], columns: int, below: Sequence[Printed]) -> list[tuple[Printed, list[str]]]:
    """The rows with the cells put together that a bar of the text parted: a row has more than its table has columns, as no converter escaped it.

    Such a bar has no space on either side, as those between cells have; or the same words stand round one below the table, as in an item's title.
    """
    bars = {_round_bar(left, right) for line in below if "|" in line.text and line.text[:1] != "|" for left, right in pairwise(line.text.split("|"))}
    found = []
    for line, cells in rows:
        if len(cells) > columns:
            apart = [cell.strip() for cell in _BAR_APART.split(line.text.strip().removeprefix("|").removesuffix("|"))]
            joined = cells[:1]
            for left, right in pairwise(cells):
                if _round_bar(left, right) in bars:
                    joined[-1] += f"|{right}"
                else:
                    joined.append(right)
            cells = next((whole for whole in (apart, joined) if len(whole) == columns), cells)
        found.append((line, cells))
    return found


def _round_bar(left: str, right: str) -> tuple[str, str]:
    return left.rstrip()[-ROUND_BAR:], right.lstrip()[:ROUND_BAR]


def _cell(number: int, text: str) -> Cell:
    return tuple([(number, part.strip()) for part in _LINE_BREAK.split(text) if part.strip()])


def _grid(lines: Sequence[Printed], at: int) -> MarkupTable | None:
    """+---+---+ above and below each row."""
    edges = [place for place, char in enumerate(lines[at].text.strip()) if char == "+"]
    rows: list[tuple[Cell, ...]] = []
    cells: list[list[tuple[int, str]]] = [[] for _ in edges[1:]]
    end = at + 1
    while end < len(lines) and (text := lines[end].text.strip())[:1] in ("+", "|") and text:
        if text[0] == "+":
            rows.append(tuple([tuple(cell) for cell in cells]))
            cells = [[] for _ in edges[1:]]
        else:
            barred = _bar_cells(text)
            parts = barred if len(barred) == len(cells) else _cut(lines[end].columns.strip(), edges[:-1], _GRID_EDGE)
            for cell, words in zip(cells, parts, strict=True):
                if part := words.strip().strip("|").strip():
                    cell.append((lines[end].number, part))
        end += 1
    return MarkupTable(tuple(row for row in rows if any(row)), end - at) if rows else None


def _cut(text: str, starts: Sequence[int], before: str = " ") -> list[str]:
    """A line cut before the columns in which a table's cells start, each cell without the spaces round it.

    A Han character is two columns wide; quotation marks and dashes are one or two, as the writer of the table held: what cuts through no word is right.
    ``before`` stands before a cell.
    """
    places = _places(text, starts, _WIDE)
    if any(_cuts_word(text, at, before) for at in places):
        others = _places(text, starts, _WIDE + "A")
        places = places if any(_cuts_word(text, at, before) for at in others) else others
    return [tightened(text[start:end].strip()) for start, end in pairwise([*places, len(text)])]


def _places(text: str, starts: Sequence[int], wide: str) -> list[int]:
    """The characters of a line that stand first in some columns; those past its end are its length."""
    if text.isascii():
        return [min(start, len(text)) for start in starts]
    found: list[int] = []
    column = 0
    for at, char in enumerate(text):
        while len(found) < len(starts) and column >= starts[len(found)]:
            found.append(at)
        if len(found) == len(starts):
            return found
        column += 2 if char > "\x7f" and east_asian_width(char) in wide else 1
    return found + [len(text)] * (len(starts) - len(found))


def _cuts_word(text: str, at: int, before: str) -> bool:
    """Whether a cut before a character parts a word: no space, or none of the characters between cells, stands there."""
    return 0 < at < len(text) and not text[at - 1].isspace() and text[at - 1] not in before and text[at] not in before


def _under_dashes(lines: Sequence[Printed], at: int) -> MarkupTable | None:
    """Columns under runs of dashes: pandoc's simple tables, and those with rows of several lines between two full rules."""
    first = lines[at].text.strip()
    opens = bool(_FULL_RULE.fullmatch(first))
    ruler = at if _DASHES.fullmatch(first) else at + 1
    if opens:
        ruler = next((place for place in range(at + 1, min(len(lines), at + 12)) if _DASHES.fullmatch(lines[place].text.strip())), -1)
        if ruler < 0:
            return None
    starts = [match.start() for match in re.finditer("-+", lines[ruler].columns)]
    head = list(lines[at + opens : ruler])
    body: list[Printed] = []
    end = ruler + 1
    while end < min(len(lines), ruler + LONGEST_TABLE):
        text = lines[end].text.strip()
        if _FULL_RULE.fullmatch(text) or _DASHES.fullmatch(text):
            break
        if not text and not opens and not (end + 1 < len(lines) and lines[end + 1].text.strip()[:1] == "-"):
            return None if not body else MarkupTable((*_rows(head, starts, apart=True), *_rows(body, starts, apart=opens)), end - at)
        body.append(lines[end])
        end += 1
    else:
        if opens or not body:
            return None
    return MarkupTable((*_rows(head, starts, apart=True), *_rows(body, starts, apart=opens)), end + 1 - at)


def _rows(lines: Sequence[Printed], starts: Sequence[int], *, apart: bool) -> list[tuple[Cell, ...]]:
    """The rows of some lines, whose cells start in some columns: each line one, or ``apart``, those between blank lines one."""
    groups: list[list[Printed]] = [[]]
    for line in lines:
        if not line.text.strip():
            groups.append([])
        elif apart or not groups[-1]:
            groups[-1].append(line)
        else:
            groups.append([line])
    rows = []
    for group in groups:
        cut = [(line.number, _cut(line.columns, starts)) for line in group]
        row = tuple([tuple([(number, parts[at]) for number, parts in cut if parts[at]]) for at in range(len(starts))])
        if any(row):
            rows.append(row)
    return rows


def _html(lines: Sequence[Printed], at: int) -> MarkupTable | None:
    """<table> to </table>, over as many lines as it takes."""
    end = next((place for place in range(at, min(len(lines), at + LONGEST_TABLE)) if _HTML_END.search(lines[place].text)), -1)
    if end < 0:
        return None
    rows: list[list[list[tuple[int, str]]]] = []
    held: dict[int, int] = {}  # by column, into how many rows below its cell reaches
    for line in lines[at : end + 1]:
        for row_at, part in enumerate(_HTML_ROW.split(line.text)):
            if row_at:
                rows.append([])
            pieces = _HTML_CELL.split(part)
            for cell_at in range(0, len(pieces), 2):
                if cell_at and rows:
                    while held.get(len(rows[-1])):
                        held[len(rows[-1])] -= 1
                        rows[-1].append([])  # a cell above reaches down into this row
                    wide, high = _spans(pieces[cell_at - 1])
                    first = len(rows[-1])
                    rows[-1] += [[] for _ in range(wide)]
                    held |= dict.fromkeys(range(first, first + wide), high - 1)
                else:
                    first = len(rows[-1]) - 1 if rows and rows[-1] else -1
                text = [words for piece in _LINE_BREAK.split(_HTML_TAG.sub("", pieces[cell_at])) if (words := piece.strip())]
                if text and first >= 0 and rows and rows[-1]:
                    rows[-1][first] += [(line.number, words) for words in text]
    return MarkupTable(tuple([tuple([tuple(cell) for cell in row]) for row in rows if row]), end + 1 - at) if rows else None


def _spans(attributes: str) -> tuple[int, int]:
    """How many columns and rows a cell takes."""
    wide, high = _SPAN.search(attributes), _ROW_SPAN.search(attributes)
    return (int(wide[1]) if wide else 1), max(1, int(high[1]) if high else 1)


def _by_spaces(lines: Sequence[Printed], at: int) -> MarkupTable | None:
    """Columns that spaces alone set apart; a line without a first cell goes on with the row above it."""
    starts = [match.start() for match in _APART.finditer(lines[at].columns)]
    below = next((line.columns for line in lines[at + 1 : at + 3] if line.text.strip()), "")
    if len(starts) > 2 and len(cells_below := [match.start() for match in _APART.finditer(below)]) == len(starts):
        starts = cells_below  # a head stands over the middle of its columns
        head: dict[int | None, str] = dict(enumerate(_APART.findall(lines[at].columns)))
    else:
        head = {}
    rows: list[list[list[tuple[int, str]]]] = []
    end = place = at
    while place < min(len(lines), end + 2, at + LONGEST_TABLE) and lines[place].page == lines[at].page:
        line = lines[place]
        place += 1
        if not line.text.strip():
            continue
        found = [(_column_of(cell.start(), starts), cell[0]) for cell in _APART.finditer(line.columns)]
        cells = head if head and not rows else dict(found)
        if None in cells or list(cells) == [0] or len(cells) < len(found):
            break
        if 0 in cells or not rows:
            rows.append([[] for _ in starts])
        for column, words in cells.items():
            rows[-1][column or 0].append((line.number, words))
        end = place
    if len(starts) < 2 or len(rows) < (LINES_OF_TWO if len(starts) == 2 else LINES_OF_MORE):
        return None
    widest = [max([sum([len(words) for _, words in row[column]]) for row in rows]) for column in range(len(starts))]
    if len(starts) == 2 and (min(widest) > SHORT_CELL or all(_PAGE_NUMBER.fullmatch(words) for row in rows for _, words in row[1])):
        return None
    return MarkupTable(tuple([tuple([tuple(cell) for cell in row]) for row in rows]), end - at)


def _by_tabs(lines: Sequence[Printed], at: int) -> MarkupTable | None:
    """Rows of as many cells with a tab between them, as a table is copied out of Word or a workbook; two columns may be an index with its sources."""
    rows: list[tuple[Cell, ...]] = []
    for line in lines[at : at + LONGEST_TABLE]:
        cells = line.text.rstrip("\n").split("\t")
        if len(cells) < COLUMNS_BY_TABS or (rows and len(cells) != len(rows[0])) or line.page != lines[at].page:
            break
        rows.append(tuple([_cell(line.number, cell) for cell in cells]))
    return MarkupTable(tuple(rows), len(rows)) if len(rows) >= LINES_OF_MORE else None


def _labels_by_spaces(lines: Sequence[Printed], at: int) -> MarkupTable | None:
    """A colophon in columns, at a text's end: each cell begins with a label; a line without one goes on with the first cell above it."""
    starts = [match.start() for match in _APART.finditer(lines[at].columns)]
    rows: list[list[list[tuple[int, str]]]] = []
    end = at
    for place in range(at, len(lines)):
        found = list(_APART.finditer(lines[place].columns))
        labelled = [bool(_LABELLED.match(cell[0])) for cell in found]
        if len(found) == len(starts) > 1 and all(labelled) and all(_column_of(cell.start(), [start]) == 0 for cell, start in zip(found, starts, strict=True)):
            rows.append([[(lines[place].number, cell[0])] for cell in found])
        elif rows and place == end and len(found) == 1 and not labelled[0] and found[0].start() <= starts[0] + SAME_PLACE:
            rows[-1][0].append((lines[place].number, found[0][0]))
        elif found or place > end:
            break
        else:
            continue  # one blank line may stand between two rows
        end = place + 1
    if len(rows) < LINES_OF_MORE or lines[at].page != lines[end - 1].page:
        return None
    return MarkupTable(tuple([tuple([tuple(cell) for cell in row]) for row in rows]), end - at)


def _column_of(start: int, starts: Sequence[int]) -> int | None:
    """The column that begins nearest to a place, None if none does near it."""
    column = min(range(len(starts)), key=lambda at: abs(starts[at] - start))
    return column if abs(starts[column] - start) <= SAME_PLACE else None
