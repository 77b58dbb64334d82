"""Footnotes: small rows at a page's end that begin with a mark."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from bulletin_parse.layout.blocks import Mark
from bulletin_parse.layout.measures import Types, votes_of
from bulletin_parse.layout.row import Row, Strip
from bulletin_parse.layout.sentences import is_caption
from bulletin_parse.layout.tolerances import NOTE_STEP, SMALL_TYPE
from bulletin_parse.text.lazy import lazy_pattern

NOTE_MARK = lazy_pattern(r"([①-⑳]|\[\d{1,2}\]|〔\d{1,2}〕|[*＊※†]{1,3}|\d{1,2}(?=[.．、]?\s*[\u4e00-\u9fff《“（]))[.．、]?\s*")
# A digit before these is a number of things: 3个, 5月.
_COUNTED = "个月日年家万亿条项名人次所种类级期号批位岁天周时分秒元倍成点度台套例份篇张座"


def with_notes_apart(strips: dict[int, list[Strip]], types: Mapping[int, Types], openers: re.Pattern[str]) -> dict[int, list[Strip]]:
    """The strips of each page, footnotes taken out of the text into strips of their own; the same object if there are none.

    Args:
        strips: of each page by its number.
        types: of the text in them, by page.
        openers: match what begins a block of its own; a footnote has none of an item's labels.
    """
    own = {number: sizes for number, kinds in types.items() if (sizes := _sizes(kinds))}
    votes = votes_of(list(own.values()))
    size = max(votes, key=votes.__getitem__, default=0.0)
    small = SMALL_TYPE * size
    if min(votes, default=small) >= small:
        return strips
    parts = [strip.rows for number, sizes in own.items() if min(sizes) < small for strip in strips[number] if strip.kind in ("text", "column")]
    if not any([row[8] < small and NOTE_MARK.match(row[2]) for rows in parts for row in rows]):  # noqa: C419  # twice as fast
        return strips
    return {number: _parted(parts, size, openers) for number, parts in strips.items()}


def _sizes(types: Types) -> dict[float, int]:
    """How many characters each size has on a page."""
    sizes: dict[float, int] = {}
    for (size, _, _), count in types.items():
        if count:
            sizes[size] = sizes.get(size, 0) + count
    return sizes


def _parted(parts: list[Strip], size: float, openers: re.Pattern[str]) -> list[Strip]:
    out: list[Strip] = []
    notes: list[Strip] = []
    for strip in parts:
        above = max([row.base for row in out[-1].rows]) if out and out[-1].kind == "table" and out[-1].rows else None
        found = footnotes(strip.rows, size, above) if _may_have_notes(strip, size) else []
        if found and not any(_is_label(row.text, openers) for note in found for row in note):
            taken = sum(map(len, found))
            out.append(strip._replace(rows=strip.rows[:-taken]))
            notes += [Strip("note", note) for note in found]
        else:
            out.append(strip)
    return out + notes


def _is_label(text: str, openers: re.Pattern[str]) -> bool:
    """Whether a row begins with a label, as an item's rows below its title do; an address may stand in a note."""
    return not text.startswith("http") and bool(openers.match(text))


def _may_have_notes(strip: Strip, size: float) -> bool:
    """Whether footnotes may stand at a strip's end: of a column only below text; one that is small throughout is a list of its own."""
    return strip.kind == "text" or (strip.kind == "column" and any(row.size >= SMALL_TYPE * size for row in strip.rows))


def footnotes(rows: Sequence[Row], size: float, above: float | None = None) -> list[list[Row]]:
    """The footnotes at the end of some rows, each with its rows.

    Args:
        rows: of a page or a column.
        size: the body type's.
        above: the last baseline of a table above the rows; None if there is none.
    """
    first = len(rows)
    while first and rows[first - 1].size < SMALL_TYPE * size:
        first -= 1
    # A caption or a table's last row may stand above the notes.
    while first < len(rows) and not NOTE_MARK.match(rows[first].text):
        first += 1
    below = rows[first:]
    text = rows[first - 1].base if first else above
    if not below or text is None or below[0].base - text < NOTE_STEP * size:
        return []
    notes: list[list[Row]] = []
    for row in below:
        if NOTE_MARK.match(row.text) and (not notes or _follows(notes[-1][0].text, row.text)):
            notes.append([])
        notes[-1].append(row)
    return notes


def _follows(above: str, below: str) -> bool:
    """Whether a row's mark is the next one, where marks are numbers."""
    upper, lower = (re.sub(r"\D", "", match[1]) if (match := NOTE_MARK.match(text)) else "" for text in (above, below))
    return not upper or not lower or int(lower) == int(upper) + 1


def mark_of(note: Sequence[Row]) -> Mark | None:
    """A note's own mark, at its beginning."""
    match = NOTE_MARK.match(note[0].text)
    return Mark(note[0].order, 0, match.end()) if match else None


def called_at(note: Sequence[Row], rows: Sequence[Row]) -> tuple[Row, Mark] | None:
    """The row of the text that carries a note's mark, and where in it; None if that cannot be told."""
    match = NOTE_MARK.match(note[0].text)
    if match is None:
        return None
    mark = re.escape(match[1])
    if match[1].isdecimal():
        after = "[\u4e00-\u9fff”》）。，、；：]"
        calls = [
            re.compile(rf"(?<![图表第])(?<={after}){mark}(?![\d.．%％\u4e00-\u9fffA-Za-z])"),
            re.compile(rf"(?<![图表第])(?<={after}){mark}(?=(?![{_COUNTED}])[\u4e00-\u9fff])"),
        ]
    else:
        calls = [re.compile(mark)]
    for call in calls:
        found = [(row, Mark(row.order, *at.span())) for row in rows if row.size > note[0].size and not is_caption(row.text) and (at := call.search(row.text))]
        if found:
            return found[-1]
    return None
