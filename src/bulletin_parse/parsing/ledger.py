"""The account of every character: each printed row is claimed, piece by piece, for a field, a label or furniture.

What nobody claims is residue. ``Passage`` is a piece of text that knows the rows it came from.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from itertools import chain
from operator import itemgetter
from typing import Literal, NamedTuple

from bulletin_parse.layout.blocks import Mark, join_rows
from bulletin_parse.layout.row import Row
from bulletin_parse.models import Where
from bulletin_parse.parsing.whereabouts import Whereabouts
from bulletin_parse.reading.document import Unit
from bulletin_parse.text.folding import joined

_TAIL = 400  # characters before a join that can matter to it: an open URL
_START = itemgetter(1)  # of a claim
_ORDER = itemgetter(0)  # of a row
_ROWS, _PARTS = itemgetter(0), itemgetter(1)  # of claims that were made at once
_OFFSET = itemgetter(0)  # of a piece in its passage's text

Role = Literal["field", "label", "furniture", "residue"]


class Claim(NamedTuple):
    """Characters ``start`` to ``end`` of a row, and what they are; ``name`` is the field's or label's."""

    order: int
    start: int
    end: int
    role: Role
    name: str


# A piece of a passage: its offset in the text, its row, and where it begins and ends there.
Part = tuple[int, Row, int, int]
# A claim as the ledger enters it, and makes a ``Claim`` of it where one is asked for: a plain tuple takes half the time.
Entered = tuple[int, int, int, Role, str]


class Passage:
    """Text joined from rows, with the way back: which characters stand in which row."""

    __slots__ = ("parts", "text", "whole")

    def __init__(self, text: str, parts: Sequence[Part], whole: Sequence[Row] = ()) -> None:
        self.text = text
        # Of these two one is empty: rows are told as a whole where all their characters belong to the passage, as of most.
        self.parts = parts
        self.whole = whole

    @classmethod
    def of(cls, rows: Sequence[Row], text: str | None = None) -> Passage:
        """The passage that a block's rows make, joined as a paragraph; ``text`` is that joined text, if it is at hand."""
        if len(rows) == 1:
            return cls(rows[0].text, (), rows)
        return cls(join_rows(rows) if text is None else text, (), rows)

    @property
    def pieces(self) -> Sequence[Part]:
        """What stands in which row, by offset; where it is asked for, the passage is put together of pieces or cut."""
        if self.whole:
            self.parts, self.whole = _parts_of(self.whole, self.text), ()
        return self.parts

    @classmethod
    def joined(cls, passages: Sequence[Passage]) -> Passage:
        """Several passages as one paragraph, joined as its lines would be."""
        if len(passages) == 1:
            return passages[0]
        pieces: list[Part] = []
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
        pieces: list[Part] = []
        length = 0
        for passage in passages:
            pieces += [(length + at, row, start, end) for at, row, start, end in passage.pieces]
            length += len(passage.text) + 1
        return cls("\n".join([passage.text for passage in passages]), pieces)

    def without(self, marks: Sequence[Mark]) -> Passage:
        """The passage without the marks of notes in its rows."""
        pieces: list[Part] = []
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
        text, rows = self.text[start:end], self.whole
        inner = text.strip()
        if inner == self.text:
            return self
        if not inner:
            return Passage("", [])
        if inner is not text:
            start += len(text) - len(text.lstrip())
        length = len(inner)
        if len(rows) == 1 or (rows and start + length <= len(rows[0].text)):
            return Passage(inner, ((0, rows[0], start, start + length),))  # of one row, or of the first, where a label stands
        pieces = self.pieces if rows else self.parts
        if len(pieces) != 1:
            return self._slice(start, start + length)
        at, row, row_start, row_end = pieces[0]
        if row_end - row_start == len(self.text):  # the piece is all of the text, as it nearly always is
            row_start += start
            return Passage(inner, ((0, row, row_start, row_start + length),))
        lead = start - at if start > at else 0
        tail = min(row_end - row_start, start + length - at)
        return Passage(inner, [(at - start if at > start else 0, row, row_start + lead, row_start + tail)] if lead < tail else [])

    def _slice(self, start: int, end: int) -> Passage:
        if start == 0 and end == len(self.text):
            return self
        pieces = []
        own = self.pieces
        first = bisect_right(own, start, key=_OFFSET) - 1 if len(own) > 1 else 0
        for at, row, row_start, row_end in own[first:] if first > 0 else own:
            if at >= end:
                break
            lead = start - at if start > at else 0
            tail = min(row_end - row_start, end - at)
            if lead < tail:
                pieces.append((at - start if at > start else 0, row, row_start + lead, row_start + tail))
        return Passage(self.text[start:end], pieces)

    @property
    def rows(self) -> Sequence[Row]:
        """The rows that the passage touches."""
        if self.whole:
            return self.whole
        return (self.parts[0][1],) if len(self.parts) == 1 else [part[1] for part in self.parts]

    def claims(self, role: Role, name: str) -> list[Claim]:
        """The passage as claims on its rows."""
        return [Claim(row.order, start, end, role, name) for _, row, start, end in self.pieces]


def _parts_of(rows: Sequence[Row], text: str) -> Sequence[Part]:
    """The pieces of a text that all characters of some rows make."""
    if len(rows) == 1:
        return ((0, rows[0], 0, len(text)),)
    pieces, at = [], 0
    for row in rows:
        part = row[2]
        length = len(part)
        if at and text[at] == " " and part[0] != " ":
            at += 1
        pieces.append((at, row, 0, length))
        at += length
    return pieces


def _ends_spaced(piece: Part) -> bool:
    """Whether a piece ends its row but for a space: the text that was wrapped there has one."""
    _, row, _, end = piece
    return end == len(row.text) - 1 and row.text[-1] == " "


class Ledger:
    """The claims on a document's rows. Claims may not overlap: the first one stands."""

    def __init__(self, rows: Sequence[Row], *, unit: Unit) -> None:
        self.rows = rows
        self.unit = unit
        self.places = Whereabouts(unit)
        # In the order in which they were made: rows as a whole, pieces of rows, and what they are.
        self._made: list[tuple[Sequence[Row], Sequence[Part], Role, str]] = []
        self._claims: dict[int, list[Entered]] = {}  # those that were told apart, by the row's order

    def claim(self, passage: Passage, role: Role, name: str) -> None:
        """Enter all of a passage's characters."""
        self._made.append((passage.whole, passage.parts, role, name))

    def claim_rows(self, rows: Sequence[Row], role: Role, name: str) -> None:
        """Enter whole rows."""
        self._made.append((rows, (), role, name))

    def _told_apart(self) -> dict[int, list[Entered]]:
        """The claims on each row, of which none lies on another."""
        for rows, parts, role, name in self._made:
            for row in rows:
                self._enter((row.order, 0, len(row.text), role, name))
            for _, row, start, end in parts:
                self._enter((row.order, start, end, role, name))
        self._made = []
        return self._claims

    def claim_again(self, order: int, start: int, end: int, role: Role | None, name: str) -> None:
        """Gives characters of a row to something else, whoever had them; ``role`` is None for residue."""
        claims = self._told_apart()
        left: list[Entered] = []
        for claim in map(Claim._make, claims.get(order, [])):
            if claim.start < min(claim.end, start):
                left.append(claim._replace(end=min(claim.end, start)))
            if claim.end > max(claim.start, end):
                left.append(claim._replace(start=max(claim.start, end)))
        claims.pop(order, None)  # a row without claims is residue
        if left:
            claims[order] = sorted(left, key=_START)
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
        self._made.append((passage.whole, passage.parts, "field", name))
        return self.places.of(passage.whole or passage.rows)

    def where(self, rows: Sequence[Row]) -> Where:
        """The regions of some rows: one rectangle a page, or the lines or paragraphs."""
        return self.places.of(rows)

    def residue(self) -> list[Passage]:
        """What no claim covers, row by row, white space aside; a punctuation mark alone goes with its neighbour.

        Which of two claims stands is the same to it: most rows are claimed as a whole, and need no look at their characters.
        """
        whole = set(map(_ORDER, chain.from_iterable(map(_ROWS, self._made))))
        parts: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
        for _, row, start, end in chain.from_iterable(map(_PARTS, self._made)):
            parts[row[0]].append((start, end))
        for order, claims in self._claims.items():
            parts[order] += [(start, end) for _, start, end, _, _ in claims]
        left: list[Passage] = []
        for order in sorted(set(range(len(self.rows))) - whole):  # a row's order is its place
            row = self.rows[order]
            if order in parts:
                left += _gaps(row, sorted(parts[order]))
            else:
                left.append(Passage.of([row]))
        return [passage for passage in left if passage.text]

    def entries(self) -> list[Claim]:
        """All claims and, for the rest, residue: together every character that is not white space, once."""
        out = [Claim(*claim) for claims in self._told_apart().values() for claim in claims]
        for passage in self.residue():
            out += passage.claims("residue", "residue")
        return sorted(out)


def _gaps(row: Row, claims: Sequence[tuple[int, int]]) -> list[Passage]:
    """What stands between the claims on a row."""
    text, gaps, at = row[2], [], 0
    for start, end in claims:
        if start > at and not text[at:start].isspace():
            gaps.append(Passage.of([row]).cut(at, start))
        if end > at:
            at = end
    if at < len(text):
        gaps.append(Passage.of([row]).cut(at))
    return gaps
