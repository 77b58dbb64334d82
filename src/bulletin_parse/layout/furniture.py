"""Running headers, footers, page numbers and watermarks: what repeats on each page and belongs to no text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from bulletin_parse.layout.rows import Row
from bulletin_parse.layout.tolerances import FURNITURE_GAP, FURNITURE_ROWS, OUTER_SHARE, SAME_HEIGHT
from bulletin_parse.reading.document import Page
from bulletin_parse.text.folding import fold

_DASH = "[-—–－‐‑―─~·•]"
PAGE_NUMBER = re.compile(
    rf"""
      {_DASH}* \d{{1,4}} {_DASH}*                           # 1   01   - 1 -   — 2 —
    | \d{{1,4}} [/／] \d{{1,4}}                              # 1 / 9
    | 第? (?:\d{{1,4}}|[一二三四五六七八九十百]+) 页
      (?: [,，/／|]? [（(]? (?:共|/) \d{{1,4}} 页? [）)]? )?  # 第 1 页 共 9 页, 第1页/共9页
    | 共 \d{{1,4}} 页 [,，]? 第 \d{{1,4}} 页
    | (?:page|p\.?) \d{{1,4}} (?: (?:/|of) \d{{1,4}} )?     # Page 1 of 9
    """,
    re.VERBOSE | re.IGNORECASE,
)
_DIGITS = re.compile(r"\d+")
# Forms of a page number that no line of a text body has; a bare digit may be anything.
_UNMISTAKABLE = re.compile(rf"{_DASH}+\d{{1,4}}{_DASH}+|\d{{1,4}}[/／]\d{{1,4}}|第\d{{1,4}}页.*|共\d{{1,4}}页.*|page\d{{1,4}}.*", re.IGNORECASE)


def page_furniture(pages: Sequence[Page], rows: Sequence[Sequence[Row]]) -> set[int]:
    """The ``order`` of each row of a paged document that is furniture.

    Args:
        pages: the pages as read.
        rows: the rows of each page, top to bottom.
    """
    edges = _edge_rows(rows)
    found = {row.order for page in rows for row in page if not row.upright}
    found |= _repeated(edges, rows, found)
    for page, page_rows in zip(pages, rows, strict=True):
        body = [row for row in page_rows if row.order not in found]
        found |= {row.order for row in _page_numbers(page, body)}
    return found


def _edge_rows(rows: Sequence[Sequence[Row]]) -> list[Row]:
    edges: list[Row] = []
    for page in rows:
        edges += page[:FURNITURE_ROWS]
        edges += page[max(FURNITURE_ROWS, len(page) - FURNITURE_ROWS) :]
    return edges


def _pattern(row: Row) -> str:
    """What a running line keeps from page to page: all but its digits."""
    return _DIGITS.sub("#", fold(row.text))


def _repeated(edges: list[Row], rows: Sequence[Sequence[Row]], known: set[int]) -> set[int]:
    """Rows near a page's end that stand at the same height with the same words on other pages, where no text stands."""
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in edges:
        if row.order not in known:
            groups[_pattern(row)].append(row)
    candidates: list[list[Row]] = []
    for group in groups.values():
        group.sort(key=lambda row: row.base)
        run: list[Row] = []
        for row in group:
            if run and row.base - run[-1].base > SAME_HEIGHT * row.size:
                candidates.append(run)
                run = []
            run.append(row)
        candidates.append(run)
    runs = [run for run in candidates if len({row.page for row in run}) >= 2]
    members = {row.order for run in runs for row in run}
    return {row.order for run in runs if not _in_text(run, rows, members) for row in run}


def _in_text(run: list[Row], rows: Sequence[Sequence[Row]], members: set[int]) -> bool:
    """Whether text of other words stands at this height on the pages that have it, or between it and the page's end."""
    height, slack = run[0].base, SAME_HEIGHT * run[0].size
    for page in rows:
        others = [row for row in page if row.order not in members and row.upright]
        if any(abs(row.base - height) <= slack for row in others):
            return True
    pages = {row.page for row in run}
    for page in rows:
        if page and page[0].page in pages:
            heights = [row.base for row in page if row.order not in members and row.upright]
            if heights and min(heights) < height < max(heights):
                return True
    return False


def _page_numbers(page: Page, body: list[Row]) -> list[Row]:
    """The last or first row of a page if it is a page number that stands apart from the text."""
    found = []
    for row, neighbour in ((body[-1], body[-2]), (body[0], body[1])) if len(body) > 1 else [(row, None) for row in body]:
        if not PAGE_NUMBER.fullmatch(fold(row.text)):
            continue
        outside = min(row.top, page.height - row.bottom) < OUTER_SHARE * page.height
        apart = neighbour is None or min(abs(row.top - neighbour.bottom), abs(neighbour.top - row.bottom)) > FURNITURE_GAP * row.size
        if outside or apart:
            found.append(row)
    return found


def text_furniture(rows: Sequence[Row]) -> set[int]:
    """The ``order`` of each line of a text that is furniture: page numbers, and the first line where it stands again.

    Bare digits count only where they number the pages: 1, 2, 3… each on a line of its own.
    """
    found = set()
    bare: list[Row] = []
    first = fold(rows[0].text) if rows else ""
    for row in rows:
        if len(row.text) > 40:
            continue
        folded = fold(row.text)
        if _UNMISTAKABLE.fullmatch(folded) or (row.order != rows[0].order and folded == first):
            found.add(row.order)
        elif folded.isdigit():
            bare.append(row)
    if len(bare) >= 2 and [int(fold(row.text)) for row in bare] == list(range(1, len(bare) + 1)):
        found |= {row.order for row in bare}
    return found
