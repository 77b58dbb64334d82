"""What repeats on each page of a text and belongs to no text: page numbers, running headers, the title where it stands again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import chain, pairwise

from bulletin_parse.layout.furniture import DIGITS, MASTHEAD_ROWS, SHORTEST_PART, repeats_masthead, running_words, title_in
from bulletin_parse.layout.row import Row
from bulletin_parse.layout.sentences import ends_sentence
from bulletin_parse.press.layout_words import LayoutWords
from bulletin_parse.text.folding import HAN, fold
from bulletin_parse.text.lazy import lazy_pattern

# A header in a text has its words again within this many lines, where it stands over the title; longer lines are none.
TWIN_WITHIN, MAX_HEADER = 6, 40
BLANKS_SHARE = 0.15  # of all lines have a blank one before them, where blank lines part paragraphs
# Of bare numbers that count the pages, this share may be missing: a converter loses some, and a title page has none.
MISSING_NUMBERS = 0.34
ON_PAGES = 0.3  # of the pages a running line stands at least: two may alternate, and a converter loses some
CELLS_WITHIN = 4  # lines between the numbers of a table's rows; no page has so few
_DATE = lazy_pattern(r"\d{4} ?[-年./] ?\d{1,2} ?[-月./] ?\d{1,2} ?日?")  # alone on a line it ends a text, unless most pages have one
DATED_PAGES = 0.7
_SECTION = lazy_pattern(r"[（(]?[一二三四五六七八九十]{1,3}[）)、]|\d{1,3}[.．、](?!\d)")
_ORNAMENT = lazy_pattern(r"[-—–－_=*~·•…\s]{3,}|[─━═]{2,}")


def text_furniture(pages: Sequence[Sequence[Row]], words: LayoutWords) -> set[int]:
    """The ``order`` of each line of a text that is furniture.

    Args:
        pages: the rows of each page; a text without form feeds is one page.
        words: the template's; what opens a block of its own is no running header.
    """
    openers = words.openers
    rows = list(chain.from_iterable(pages))
    firsts = [row[2][:1] for row in rows]
    kinds = set(firsts)
    han = set(HAN.findall("".join(kinds)))
    # What begins in Han is neither a number nor an ornament, unless a page's number does so too: 第3页, 共5页.
    marked = (kinds - han) | (kinds & words.page_firsts)
    short = {row[0]: fold(row[2]) for row, first in zip(rows, firsts, strict=True) if first in marked and len(row[2]) <= MAX_HEADER}
    found = _numbers(short, rows, words)
    if found:
        found -= _inside_paragraphs(rows)
    numbers = frozenset(found)
    found |= {order for order, folded in short.items() if _ORNAMENT.fullmatch(folded)}
    bare = [kept for page in pages if (kept := [row for row in page if row[0] not in found])] if found or len(pages) > 1 else []
    if found or len(bare) > 1:
        dates = {row.order for row in rows if row[2][:1].isdigit() and len(row.text) <= MAX_HEADER and _DATE.fullmatch(row.text)}
        texts = {row[0]: row[2] for row in rows}

        def foreign(candidates: Iterable[int]) -> set[int]:
            """Those of some lines that are no date and begin nothing of their own."""
            own = dates if len(dates) < DATED_PAGES * len(bare) else ()
            return {order for order in candidates if order not in own and not openers.match(texts[order]) and not _SECTION.match(texts[order])}

        found |= foreign(_running(bare))
        # Headers alternate: of a short bulletin's, each may stand once, but all of them repeat the masthead.
        masthead = [fold(row.text) for row in rows[:MASTHEAD_ROWS]]
        head = masthead[: next((at for at, row in enumerate(rows[:MASTHEAD_ROWS]) if openers.match(row.text)), MASTHEAD_ROWS)]
        found |= foreign([page[0].order for page in bare[1:] if _is_of(head, page[0]) or repeats_masthead(head, page[0].text)])
        found |= foreign([row.order for above, row in pairwise(rows) if above[0] in found and row.order not in found and _is_part_of(head, row)])
        found |= foreign([row.order for _, row in _neighbours(rows, numbers) if repeats_masthead(head, row.text)])
        found |= foreign(_beside_numbers(rows, found))
    found |= _lone_headers(rows, words.header_page)
    first = fold(rows[0].text) if rows else ""
    # Characters of ASCII and most Han characters are the same when they are folded.
    begins = {first[:1], *[char for char in kinds - han if not char.isascii()]}
    twins = [at for at, char in enumerate(firsts) if char in begins and at and len(rows[at].text) <= MAX_HEADER and fold(rows[at].text) == first]
    if twins and twins[0] < TWIN_WITHIN:
        found.add(rows[0].order)
    return found | {rows[at].order for at in twins if at >= TWIN_WITHIN}


def _is_of(masthead: Sequence[str], row: Row) -> bool:
    """Whether a line stands in the masthead, or is a part of a line there: 卫生健康大数据与政策研究 of the publisher's name."""
    return fold(row.text) in masthead or _is_part_of(masthead, row)


def _is_part_of(masthead: Sequence[str], row: Row) -> bool:
    """Whether a line is a part of one of the masthead's, and not the whole of it, with which another bulletin may begin."""
    if not SHORTEST_PART <= len(row.text) <= 2 * MAX_HEADER:
        return False
    text = fold(row.text)
    return SHORTEST_PART <= len(text) <= MAX_HEADER and text not in masthead and any(text in line for line in masthead)


def _neighbours(rows: Sequence[Row], numbers: AbstractSet[int]) -> Iterator[tuple[Row, Row]]:
    """The page numbers, each with a line that stands beside it."""
    for above, row in pairwise(rows):
        if (above[0] in numbers) != (row[0] in numbers):
            yield (row, above) if row[0] in numbers else (above, row)


def _lone_headers(rows: Sequence[Row], header_page: re.Pattern[str]) -> set[int]:
    """Lines that say the title and a page, and besides them nothing but what the masthead says: running headers, though each may stand once."""
    masthead = [fold(row.text) for row in rows[:MASTHEAD_ROWS] if len(row.text) <= MAX_HEADER]
    title = title_in(masthead)
    if title is None:
        return set()
    begin, below = title[:2], rows[MASTHEAD_ROWS:]
    near = [row for row in below if begin in row[2] and len(row[2]) <= MAX_HEADER]
    rests = {row.order: fold(row.text).partition(title) for row in near}
    pages = {order: header_page.subn("", before + after) for order, (before, found, after) in rests.items() if found}
    return {order for order, (rest, count) in pages.items() if count == 1 and any(rest.removesuffix("期") in line for line in masthead)}


def _beside_numbers(rows: Sequence[Row], numbers: AbstractSet[int]) -> set[int]:
    """Lines that stand beside page numbers and nowhere else, more than once: running headers of a text without form feeds."""
    beside: dict[str, dict[int, tuple[Row, int]]] = {}
    for number, line in _neighbours(rows, numbers):
        if len(line.text) <= MAX_HEADER and not ends_sentence(line.text):
            page = DIGITS.search(number.text)
            beside.setdefault(running_words(line), {})[line.order] = (line, int(page[0]) if page else 0)
    fewest = max(2, ON_PAGES * sum([row[0] in numbers for row in rows]))
    repeated = {pattern: orders for pattern, lines in beside.items() if len(orders := _repeated(list(lines.values()))) >= fewest}
    if not repeated:
        return set()
    everywhere = Counter([running_words(row) for row in rows if len(row.text) <= MAX_HEADER])
    return {order for pattern, orders in repeated.items() if everywhere[pattern] <= len(orders) + 1 for order in orders}


def _repeated(lines: Sequence[tuple[Row, int]]) -> set[int]:
    """The orders of the lines, of one pattern, whose numbers too are those of another, or count the pages as another's do: 第664期 第3页.

    Args:
        lines: each with the number of its page.
    """
    told = [[int(number) for number in DIGITS.findall(row.text)] for row, _ in lines]
    pages = [page for _, page in lines]
    found = set(range(len(lines)))
    for numbers in zip(*told, strict=False):
        same = Counter(numbers)
        rising = Counter([number - page for number, page in zip(numbers, pages, strict=True)])
        found = {at for at in found if same[numbers[at]] > 1 or rising[numbers[at] - pages[at]] > 1}
    return {lines[at][0].order for at in found} if len(found) > 1 else set()


def _inside_paragraphs(rows: Sequence[Row]) -> set[int]:
    """The lines with text right above and below them, where blank lines part paragraphs: a number there is one of the text's."""
    near = [above[1] == row[1] and row[7] - above[7] <= 1 for above, row in pairwise(rows)]
    if len(near) - sum(near) < BLANKS_SHARE * len(near):
        return set()
    return {row.order for row, above, below in zip(rows[1:], near, near[1:], strict=False) if above and below}


def _running(pages: Sequence[Sequence[Row]]) -> set[int]:
    """The first and last lines of pages that repeat on others, and stand nowhere inside a page.

    On the first page the title itself may be what runs over the others: a header has its words below it again.
    """
    if len(pages) < 2:
        return set()
    edges: dict[str, dict[int, tuple[Row, int]]] = {}
    for number, page in enumerate(pages):
        for row in (page[0], page[-1]):
            edges.setdefault(running_words(row), {})[row.order] = (row, number)
    fewest = max(2, ON_PAGES * len(pages))
    repeated = {order for lines in edges.values() if len(lines) >= fewest for order in _repeated(list(lines.values()))}
    if not repeated:
        return set()
    begin = {row.text[:1] for page in pages for row in (page[0], page[-1]) if row.order in repeated}
    inner = [row for at, page in enumerate(pages) for row in page[1 if at else MASTHEAD_ROWS : -1]]
    inside = {running_words(row) for row in inner if row.text[:1] in begin or row.text[:1].isdigit()}
    found = set()
    for number, page in enumerate(pages):
        for row, near in ((page[0], page[1:TWIN_WITHIN]), (page[-1], ())):
            if row.order not in repeated:
                continue
            twin = number > 0 or row is page[-1] or any(fold(other.text) in fold(row.text) for other in near)
            pattern = running_words(row)
            if twin and pattern not in inside and len(row.text) <= MAX_HEADER and not ends_sentence(row.text):
                found.add(row.order)
    return found


def _numbers(short: Mapping[int, str], rows: Sequence[Row], words: LayoutWords) -> set[int]:
    """Page numbers in a text; bare digits count only where they number the pages, each on a line of its own.

    Args:
        short: the folded text of each line that is short enough, by its ``order``.
        rows: all lines.
        words: the template's.
    """
    found = {order for order, folded in short.items() if words.worded_page.fullmatch(folded) and words.page_number.match(folded)}
    bare = {order: int(folded) for order, folded in short.items() if folded.isdecimal() and folded.isascii() and len(folded) <= 3 and order not in found}
    if not bare:
        return found
    cells = _cells(list(bare.items()), {row.order: row.page for row in rows})
    # A text's page numbers are of one form; items may be numbered in the other: 01, 02.
    for padded in (False, True):
        ones = [(order, number) for order, number in bare.items() if order not in cells and (len(short[order]) == 2 if padded else short[order][0] != "0")]
        rising = _rising(ones)
        if padded and _begin_entries([*short.values(), *[f"{short[order]}." for order in cells]], [short[order] for order in rising]):
            continue  # 01, 02 stand before the index's entries too, on their lines or above them
        if len(found) > 1 and 2 * len(found) >= len(rising):
            continue  # the pages have numbers already: these are items'
        if len(rising) >= 2 and len(rising) >= (1 - MISSING_NUMBERS) * bare[rising[-1]] and bare[rising[0]] <= 2:
            return found | set(rising)
    return found


def _begin_entries(texts: Iterable[str], numbers: Sequence[str]) -> bool:
    """Whether most of some numbers begin other lines as well."""
    begun = {text[:2] for text in texts if len(text) > 2 and not text[2].isdigit()}
    return len(numbers) > 1 and 2 * len(begun & set(numbers)) > len(numbers)


def _cells(numbers: Sequence[tuple[int, int]], pages: Mapping[int, int]) -> set[int]:
    """The orders of numbers that count on within one page, or a few lines apart: cells of a table, or page numbers of an index, each on its line.

    Two that begin with 1 are such, or three of any kind.
    """
    several = len(set(pages.values())) > 1
    # Numbers on lines that follow one another are a column: pages have text between theirs.
    found = {order for (above, _), (below, _) in pairwise(numbers) if below - above == 1 for order in (above, below)}
    runs: list[list[tuple[int, int]]] = []
    for order, number in numbers:
        last, value = runs[-1][-1] if runs else (0, 0)
        near = bool(runs) and (order - last <= CELLS_WITHIN or (several and pages[last] == pages[order]))
        if near and number >= value:
            runs[-1].append((order, number))
        else:
            runs.append([(order, number)])
    return found | {order for run in runs if len(run) > (1 if run[0][1] == 1 else 2) for order, _ in run}


def _rising(numbers: Sequence[tuple[int, int]]) -> list[int]:
    """The orders of the numbers that count on from 1 or 2, each one or two more than the last; others between them are text."""
    out: list[int] = []
    last = 0
    for order, number in numbers:
        if last < number <= last + 2:
            out.append(order)
            last = number
    return out
