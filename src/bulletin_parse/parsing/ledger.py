"""The account of every character: each printed row is claimed, piece by piece, for a field, a label or furniture.

What nobody claims is residue. ``Passage`` is a piece of text that knows the rows it came from.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import Literal, NamedTuple

from bulletin_parse.layout.blocks import Mark, join_rows
from bulletin_parse.layout.row import Row
from bulletin_parse.models import LineRegion, PageRegion, ParagraphRegion, Where
from bulletin_parse.reading.document import Unit
from bulletin_parse.records import as_read
from bulletin_parse.text.folding import joined

_TAIL = 400  # characters before a join that can matter to it: an open URL
_START = itemgetter(1)  # of a claim
_OFFSET = itemgetter(0)  # of a piece in its passage's text
_REGION = {"page", "bbox"}  # the fields of a region on a page

Role = Literal["field", "label", "furniture", "residue"]


class Claim(NamedTuple):
    """Characters ``start`` to ``end`` of a row, and what they are; ``name`` is the field's or label's."""

    order: int
    start: int
    end: int
    role: Role
    name: str


# A claim as the ledger enters it, and makes a ``Claim`` of it where one is asked for: a plain tuple takes half the time.
Entered = tuple[int, int, int, Role, str]


class Passage:
    """Text joined from rows, with the way back: which characters stand in which row."""

    __slots__ = ("pieces", "text")

    def __init__(self, text: str, pieces: Sequence[tuple[int, Row, int, int]]) -> None:
        self.text = text
        # (offset in text, row, start in row, end in row), by offset
        self.pieces = pieces

    @classmethod
    def of(cls, rows: Sequence[Row], text: str | None = None) -> Passage:
        """The passage that a block's rows make, joined as a paragraph; ``text`` is that joined text, if it is at hand."""
        if len(rows) == 1:
            return cls(rows[0].text, ((0, rows[0], 0, len(rows[0].text)),))
        text = join_rows(rows) if text is None else text
        pieces, at = [], 0
        for row in rows:
            part = row[2]
            length = len(part)
            if at and text[at] == " " and part[0] != " ":
                at += 1
            pieces.append((at, row, 0, length))
            at += length
        return cls(text, pieces)

    @classmethod
    def joined(cls, passages: Sequence[Passage]) -> Passage:
        """Several passages as one paragraph, joined as its lines would be."""
        if len(passages) == 1:
            return passages[0]
        pieces: list[tuple[int, Row, int, int]] = []
        texts: list[str] = []  # a text that grew would be copied for each passage
        length, tail = 0, ""
        for passage in passages:
            spaced = bool(pieces) and not tail[-1:].isspace() and _ends_spaced(pieces[-1])
            gap = " " if spaced or len(joined(tail, passage.text)) > len(tail) + len(passage.text) else ""
            length += len(gap)
            pieces += [(length + at, row, start, end) for at, row, start, end in passage.pieces]
            length += len(passage.text)
            texts += (gap, passage.text)
            tail = (tail + gap + passage.text[-_TAIL:])[-_TAIL:]
        return cls("".join(texts), pieces)

    @classmethod
    def lines(cls, passages: Sequence[Passage]) -> Passage:
        """Several passages as one text, parted by line feeds."""
        pieces: list[tuple[int, Row, int, int]] = []
        length = 0
        for passage in passages:
            pieces += [(length + at, row, start, end) for at, row, start, end in passage.pieces]
            length += len(passage.text) + 1
        return cls("\n".join([passage.text for passage in passages]), pieces)

    def without(self, marks: Sequence[Mark]) -> Passage:
        """The passage without the marks of notes in its rows."""
        pieces: list[tuple[int, Row, int, int]] = []
        texts: list[str] = []
        length = at_text = 0
        for at, row, start, end in self.pieces:
            gap = self.text[at_text:at]
            texts.append(gap)
            length += len(gap)
            cursor = start
            for stop, following in [
                *[(mark.start, mark.end) for mark in marks if mark.order == row.order and start <= mark.start and mark.end <= end],
                (end, end),
            ]:
                if cursor < stop:
                    pieces.append((length, row, cursor, stop))
                    texts.append(self.text[at + cursor - start : at + stop - start])
                    length += stop - cursor
                cursor = following
            at_text = at + end - start
        return Passage("".join(texts), pieces)

    def cut(self, start: int, end: int | None = None) -> Passage:
        """The part from ``start`` to ``end``, white space at its ends left out."""
        whole, pieces = self.text, self.pieces
        text = whole[start:end]
        inner = text.strip()
        if not inner and whole:
            return Passage("", [])
        if inner is not text:
            start += len(text) - len(text.lstrip())
        length = len(inner)
        if len(pieces) != 1:
            return self._slice(start, start + length)
        if length == len(whole):
            return self
        at, row, row_start, row_end = pieces[0]
        if row_end - row_start == len(whole):  # the piece is all of the text, as it nearly always is
            row_start += start
            return Passage(inner, ((0, row, row_start, row_start + length),))
        lead = start - at if start > at else 0
        tail = min(row_end - row_start, start + length - at)
        return Passage(inner, [(at - start if at > start else 0, row, row_start + lead, row_start + tail)] if lead < tail else [])

    def _slice(self, start: int, end: int) -> Passage:
        if start == 0 and end == len(self.text):
            return self
        pieces = []
        whole = self.pieces
        first = bisect_right(whole, start, key=_OFFSET) - 1 if len(whole) > 1 else 0
        for at, row, row_start, row_end in whole[first:] if first > 0 else whole:
            if at >= end:
                break
            lead = start - at if start > at else 0
            tail = min(row_end - row_start, end - at)
            if lead < tail:
                pieces.append((at - start if at > start else 0, row, row_start + lead, row_start + tail))
        return Passage(self.text[start:end], pieces)

    @property
    def rows(self) -> list[Row]:
        """The rows that the passage touches."""
        return [piece[1] for piece in self.pieces]

    def claims(self, role: Role, name: str) -> list[Claim]:
        """The passage as claims on its rows."""
        return [Claim(row.order, start, end, role, name) for _, row, start, end in self.pieces]


def _ends_spaced(piece: tuple[int, Row, int, int]) -> bool:
    """Whether a piece ends its row but for a space: the text that was wrapped there has one."""
    _, row, _, end = piece
    return end == len(row.text) - 1 and row.text[-1] == " "


class Ledger:
    """The claims on a document's rows. Claims may not overlap: the first one stands."""

    def __init__(self, rows: Sequence[Row], *, unit: Unit) -> None:
        self.rows = rows
        self.unit = unit
        self._claims: dict[int, list[Entered]] = {}

    def claim(self, passage: Passage, role: Role, name: str) -> None:
        """Enter all of a passage's characters."""
        claims = self._claims
        for _, row, start, end in passage.pieces:
            order = row[0]
            claim: Entered = (order, start, end, role, name)
            entered = claims.get(order)
            if entered is None:
                claims[order] = [claim]
            elif entered and entered[-1][2] <= start < end:  # behind what was claimed of the row before, as most are
                entered.append(claim)
            else:
                self._enter(claim)

    def claim_rows(self, rows: Iterable[Row], role: Role, name: str) -> None:
        """Enter whole rows."""
        for row in rows:
            self._enter((row.order, 0, len(row.text), role, name))

    def claim_again(self, order: int, start: int, end: int, role: Role | None, name: str) -> None:
        """Gives characters of a row to something else, whoever had them; ``role`` is None for residue."""
        left: list[Entered] = []
        for claim in map(Claim._make, self._claims.get(order, [])):
            if claim.start < min(claim.end, start):
                left.append(claim._replace(end=min(claim.end, start)))
            if claim.end > max(claim.start, end):
                left.append(claim._replace(start=max(claim.start, end)))
        self._claims.pop(order, None)  # a row without claims is residue
        if left:
            self._claims[order] = sorted(left, key=_START)
        if role is not None:
            self._enter((order, start, end, role, name))

    def _enter(self, claim: Entered) -> None:
        """Enters a claim, or what earlier claims have left of it; a row's claims stay in their order and do not overlap."""
        order, start, end, role, name = claim
        entered = self._claims.setdefault(order, [])
        first = bisect_right(entered, start, key=_START)
        if first and entered[first - 1][2] > start:
            first -= 1
        last = bisect_left(entered, end, lo=first, key=_START)
        left, at = list[Entered](), start
        for earlier in entered[first:last]:
            if earlier[1] > at:
                left.append((order, at, earlier[1], role, name))
            left.append(earlier)
            at = max(at, earlier[2])
        if at < end:
            left.append(claim if at == start else (order, at, end, role, name))
        entered[first:last] = left

    def field(self, passage: Passage, name: str) -> Where:
        """Enter a passage as a field and say where it stands."""
        self.claim(passage, "field", name)
        if len(passage.pieces) == 1 and self.unit == "line":
            return _line(int(passage.pieces[0][1].base))
        return regions([piece[1] for piece in passage.pieces], unit=self.unit)

    def where(self, rows: Sequence[Row]) -> Where:
        """The regions of some rows: one rectangle a page, or the lines or paragraphs."""
        return regions(rows, unit=self.unit)

    def residue(self) -> list[Passage]:
        """What no claim covers, row by row, white space aside; a punctuation mark alone goes with its neighbour."""
        left = []
        entered = self._claims
        for row in self.rows:
            text = row[2]
            claims = entered.get(row[0])
            if claims is None:
                left.append(Passage(text, ((0, row, 0, len(text)),)))
            elif len(claims) > 1 or claims[0][1] > 0 or claims[0][2] < len(text):
                left += self._gaps(row, claims)
        return [passage for passage in left if passage.text]

    def _gaps(self, row: Row, claims: Sequence[Entered]) -> list[Passage]:
        gaps, at = [], 0
        whole = Passage(row.text, ((0, row, 0, len(row.text)),))
        for _, start, end, _, _ in claims:
            if start > at and not row.text[at:start].isspace():
                gaps.append(whole.cut(at, start))
            at = max(at, end)
        if at < len(row.text):
            gaps.append(whole.cut(at))
        return gaps

    def entries(self) -> list[Claim]:
        """All claims and, for the rest, residue: together every character that is not white space, once."""
        out = [Claim(*claim) for claims in self._claims.values() for claim in claims]
        for passage in self.residue():
            out += passage.claims("residue", "residue")
        return sorted(out)


def regions(rows: Sequence[Row], *, unit: Unit) -> Where:
    """Where some rows stand.

    Args:
        rows: in reading order.
        unit: of pages they are rectangles, in points to two decimals; else ranges of lines or paragraphs.
    """
    if unit != "page":
        if len(rows) == 1:
            number = int(rows[0].base)
            return _line(number) if unit == "line" else (_paragraphs(number, number),)
        lines: list[list[int]] = []
        for row in rows:
            number = int(row.base)
            if lines and number <= lines[-1][1] + 1:
                lines[-1][1] = max(number, lines[-1][1])
            else:
                lines.append([number, number])
        if unit == "paragraph":
            return tuple([_paragraphs(first, last) for first, last in lines])
        return tuple([_lines(first, last) for first, last in lines])
    if not rows:
        return ()
    if rows[0].page == rows[-1].page:
        return (_rectangle(rows),)
    by_page: dict[int, list[Row]] = {}
    page, own = 0, list[Row]()
    for row in rows:
        if row[1] != page:  # most rows stand on the page of the row above
            page = row[1]
            own = by_page.setdefault(page, [])
        own.append(row)
    return tuple([_rectangle(page_rows) for page_rows in by_page.values()])


@lru_cache(maxsize=4096)
def _lines(first: int, last: int) -> LineRegion:
    """Lines of a text as a region: a field's, its item's and another text's are one value."""
    return LineRegion(line=first, end_line=last)


@lru_cache(maxsize=4096)
def _line(number: int) -> tuple[LineRegion]:
    return (_lines(number, number),)


@lru_cache(maxsize=4096)
def _paragraphs(first: int, last: int) -> ParagraphRegion:
    return ParagraphRegion(paragraph=first, end_paragraph=last)


def box_place(page: int, box: tuple[float, float, float, float], unit: Unit) -> Where:
    """Where a box without rows stands: a picture, hidden text."""
    if unit == "page":
        return (PageRegion(page=page, bbox=rounded(box)),)
    first, last = int(box[1]), int(box[3])
    return (_lines(first, last),) if unit == "line" else (_paragraphs(first, last),)


def _rectangle(rows: Sequence[Row]) -> PageRegion:
    left, top, right, bottom = rows[0][3:7]  # the sides, from x0 to bottom
    for row in rows[1:]:  # few, nearly always: ``min`` and ``max`` over each side would take three times as long
        x0, upper, x1, lower = row[3:7]
        if x0 < left:
            left = x0
        if upper < top:
            top = upper
        if x1 > right:
            right = x1
        if lower > bottom:
            bottom = lower
    return as_read(PageRegion, {"page": rows[0][1], "bbox": rounded((left, top, right, bottom))}, _REGION)


# A float that this is added to has no room for a fraction: taken off again, the nearest whole number is left.
_WHOLE = 1.5 * 2**52
_SURE = 0.4999  # what is farther from a whole number may lie half-way between two, where the product is not exact enough to tell
_FARTHEST = 1e6  # points


def rounded(box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    """A rectangle to a hundredth of a point: what is below is noise of the engine. It is what ``round`` gives, in a fifth of the time.

    >>> rounded((70.554, 72.025, 300.0, 90.128))
    (70.55, 72.03, 300.0, 90.13)
    """
    x0, top, x1, bottom = box
    if 0.0 < x0 <= x1 < _FARTHEST and 0.0 < top <= bottom < _FARTHEST:
        left, upper, right, lower = x0 * 100, top * 100, x1 * 100, bottom * 100
        x0, top, x1, bottom = left + _WHOLE - _WHOLE, upper + _WHOLE - _WHOLE, right + _WHOLE - _WHOLE, lower + _WHOLE - _WHOLE
        if -_SURE < left - x0 < _SURE and -_SURE < upper - top < _SURE and -_SURE < right - x1 < _SURE and -_SURE < lower - bottom < _SURE:
            return x0 / 100, top / 100, x1 / 100, bottom / 100
    return float(round(box[0], 2)), float(round(box[1], 2)), float(round(box[2], 2)), float(round(box[3], 2))
