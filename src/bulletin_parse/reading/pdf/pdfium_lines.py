"""The lines of a page as pdfium's text page has them, parted where it glued two."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import deque
from collections.abc import Hashable, Iterator, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from bulletin_parse.reading.document import Line, Suspect
from bulletin_parse.reading.pdf.covers import Cover, inner, telling, uncovered
from bulletin_parse.reading.pdf.pdfium_paint import Paint, Unseen
from bulletin_parse.reading.pdf.pdfium_text import Characters, Offsets, Place
from bulletin_parse.reading.pdf.typefaces import name_typefaces
from bulletin_parse.reading.spacing import GAP, NO_SPACE, speaker, tidy
from bulletin_parse.text.folding import HAN, ascii_count, is_han
from bulletin_parse.text.lazy import lazy_pattern

# pdfium ends lines by CR LF, and puts U+FFFE (older builds: U+0002) for a hyphen at a line's end, without CR LF.
_SPACE = lazy_pattern(" ")
_SPACES = lazy_pattern(r"(?<=\S) +(?=\S)")
_LINE = lazy_pattern(r"[^\r\n\ufffe\x02]+[\ufffe\x02]?")
_HYPHEN_MARKS = "\ufffe\x02"
_FONT_SAMPLES = 5  # characters of a long line whose fonts are looked up
# Two characters are of two lines when their baselines are so far apart, in sizes (a raised mark is nearer), or when they lean by more than so much (radians).
# A character follows another on its line within so many sizes.
OTHER_BASELINE, OTHER_ANGLE, FOLLOWS = 0.5, 0.1, 3.0
# A line may be printed twice if it is this many times narrower than its characters at one size each (twice as many for letters and digits); a second
# print of a character is so near to the first, in sizes (a letter nearer than the next one of ll), and follows it within so many characters.
CROWDED, LATIN, SECOND_PRINT, SECOND_LETTER, MOST_PRINTS = 1.5, 2.0, 0.35, 0.15, 6
# A gap between two ideographs is printed if it is wider than the line is stretched by this share of a size; so many pairs tell of the stretch.
STANDS_OUT, LEAST_PAIRS = 0.12, 4
SPREAD = 4  # a line may be spread in which a gap stands behind more than one in so many characters that are as wide as high


class _Spot(NamedTuple):
    """Where a character begins on the shown page, its size, and how it leans."""

    x: float
    base: float
    size: float
    angle: float


class _Piece(NamedTuple):
    """Characters of the text page that make one line, from ``start`` to before ``end``, and whether they may not be seen."""

    start: int
    end: int
    unseen: Unseen | None = None


class Lines:
    """The lines of a text page, read with one set of buffers.

    Args:
        textpage: pypdfium2's.
        raw: pypdfium2's raw functions.
        place: how the page's points become ours.
        paint: how its objects are drawn.
    """

    def __init__(self, textpage: Any, raw: Any, place: Place, paint: Paint) -> None:
        self.text: str = textpage.get_text_range()
        self._place, self._paint = place, paint
        self._characters = Characters(textpage, raw, place)
        self._offsets = Offsets(self.text, self._characters)
        self._spans = [match.span() for match in _LINE.finditer(self.text)]

    def read(self) -> tuple[list[Line], list[Suspect]]:
        """The lines, and those that may not be seen."""
        paint = self._paint
        lines: list[Line] = []
        nameless: list[frozenset[Hashable]] = []
        drawn: list[int] = []
        suspects: list[Suspect] = []
        for piece in self._pieces():
            line = self._line(piece)
            if line is None:
                continue
            if piece.unseen:
                suspects.append(Suspect(line, piece.unseen.why, None if piece.unseen.proven else inner(line)))
                continue
            nameless.append(frozenset() if line.font else self._fonts(piece))
            lines.append(line)
            if paint.covers:
                drawn.append(paint.places.get(self._characters.text_object(self._offsets.char(piece.start)), 0))
        if any(nameless):
            lines = name_typefaces(lines, nameless)
        if paint.covers and lines:
            order = sorted(range(len(lines)), key=lambda at: drawn[at])
            drawn.sort()
            as_drawn = [lines[at] for at in order]
            covers = [Cover(bisect_left(drawn, at), self._place.box(*box), picture) for at, box, picture in paint.covers]
            if covers := telling(as_drawn, covers):
                lines, covered = uncovered(as_drawn, covers)
                suspects += covered
        return lines, suspects

    def directions(self) -> Iterator[tuple[int, int]]:
        """How many quarter turns each line leans to the left when the page is shown, and its number of characters; nothing if all are upright."""
        angles = self._characters.angles([self._offsets.char((start + end) // 2) for start, end in self._spans])
        if max(angles, default=0.0) == 0.0:
            return
        for (start, end), angle in zip(self._spans, angles, strict=True):
            turns = angle / (math.pi / 2)
            if abs(turns - round(turns)) < OTHER_ANGLE:
                yield -round(turns) % 4, end - start

    def _pieces(self) -> Iterator[_Piece]:
        """The lines as the text page has them, cut where a baseline, a direction or what can be seen changes."""
        spans = [(start, end) for start, end in [self._trimmed(*span) for span in self._spans] if start < end]
        self._keep(spans)
        for start, end in spans:
            spaced = self.text.find(" ", start, end) >= 0
            glued = self._is_glued(start, end) or (spaced and self._goes_back(start, end))
            if not glued and not self._paint.unseen:
                yield from self._apart(_Piece(start, end)) if spaced else (_Piece(start, end),)
                continue
            for piece in self._parts(start, end, glued=glued):
                start, end = self._trimmed(piece.start, piece.end)
                if start < end:
                    yield from self._apart(piece._replace(start=start, end=end))

    def _keep(self, spans: Sequence[tuple[int, int]]) -> None:
        """Asks at once for what is needed of all lines: where their ends, their middles and the characters beside their spaces stand."""
        char = self._offsets.char
        ends = [char(at) for start, end in spans for at in (start, end - 1)]
        middles = [char((start + end) // 2) for start, end in spans]
        beside = [char(at) for gap in _SPACES.finditer(self.text) for at in (gap.start() - 1, gap.end())]
        self._characters.keep([*ends, *middles, *beside])
        self._characters.keep_boxes(ends)

    def _apart(self, piece: _Piece) -> Iterator[_Piece]:
        """A piece, cut where the gap that pdfium took for a space is as wide as between two cells or columns."""
        begin = piece.start
        for gap in _SPACES.finditer(self.text, piece.start, piece.end):
            if self._is_generated(gap.start()) and self._is_gutter(self._offsets.char(gap.start() - 1), self._offsets.char(gap.end())):
                yield piece._replace(start=begin, end=gap.start())
                begin = gap.end()
        yield piece._replace(start=begin)

    def _is_gutter(self, left: int, right: int) -> bool:
        before, after = self._characters.box(left), self._characters.box(right)
        gap = self._place.box(*after)[0] - self._place.box(*before)[2] if self._place.turns else (after[0] - before[2]) * self._place.unit
        return gap > 0 and gap > NO_SPACE * self._characters.size(left)

    def _is_generated(self, at: int) -> bool:
        """Whether pdfium made a character of the text that is not printed: no other than white space."""
        return self.text[at].isspace() and self._characters.is_generated(self._offsets.char(at))

    def _trimmed(self, start: int, end: int) -> tuple[int, int]:
        text = self.text
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        return start, end

    def _is_glued(self, start: int, end: int) -> bool:
        """Whether a line's ends, or an end and its middle, have two baselines, or its end stands before its middle.

        pdfium's own line ends ignore the scale of a text matrix, and it puts what is drawn later into a line's gap to the line's end.
        """
        a, b, middle = self._offsets.char(start), self._offsets.char(end - 1), (start + end) // 2
        height = self._characters.origin(a)[1]
        right, low = self._characters.origin(b)
        apart = abs(low - height)
        if not self._is_generated(middle):
            x, y = self._characters.origin(self._offsets.char(middle))
            if right < x:
                return True
            apart = max(apart, abs(y - height))
        return apart > 0 and apart > OTHER_BASELINE * min(self._characters.size(a), self._characters.size(b))

    def _goes_back(self, start: int, end: int) -> bool:
        """Whether what follows a space stands before it: a character that was drawn later, for a gap before."""
        for gap in _SPACES.finditer(self.text, start, end):
            if gap.end() < end and self._characters.origin(self._offsets.char(gap.end()))[0] < self._characters.origin(self._offsets.char(gap.start() - 1))[0]:
                return True
        return False

    def _parts(self, start: int, end: int, *, glued: bool) -> Iterator[_Piece]:
        begin = start
        above: _Spot | None = None
        hides: Unseen | None = None
        for at in range(start, end):
            index = self._offsets.char(at)
            if self.text[at].isspace():
                continue
            unseen = self._paint.unseen.get(self._characters.text_object(index)) if self._paint.unseen else None
            here = _Spot(*self._characters.origin(index), self._characters.size(index), self._characters.angle(index)) if glued else None
            if at > begin and (unseen != hides or (here and above and _is_other_line(above, here))):
                yield _Piece(begin, at, hides)
                begin = at
            above, hides = here, unseen
        yield _Piece(begin, end, hides)

    def _line(self, piece: _Piece) -> Line | None:
        """A piece as a line; None if nothing of it is text."""
        characters = self._characters
        a, b = self._offsets.char(piece.start), self._offsets.char(piece.end - 1)
        first_left, first_low, first_right, first_high = characters.box(a)
        last_left, last_low, last_right, last_high = characters.box(b)
        # A full stop or digit in a fallback font is lower than its neighbours: the line is as high as its ends.
        low, high = min(first_low, last_low), max(first_high, last_high)
        if self._place.turns:
            x0, top, x1, bottom = self._place.box(min(first_left, last_left), low, max(first_right, last_right), high)
        else:
            x0, top, x1, bottom = self._place.box(first_left, low, last_right, high)
        own = self.text[piece.start : piece.end]
        at = piece.start + speaker(own)
        while self._is_generated(at):  # it has no font
            at += 1
        probe = self._offsets.char(at)
        # A raised figure at a line's beginning (10⁶, cut before the exponent) does not stand on its baseline.
        base, size = characters.origin(probe if own[0].isdigit() else a)[1], characters.size(probe)
        font, bold = characters.type_of(probe)
        upright = min(angle := characters.angle(probe), 2 * math.pi - angle) < OTHER_ANGLE
        crowded = len(own) > 1 and (len(own) - own.count(" ")) * size > CROWDED * (x1 - x0) * (LATIN if own.isascii() else 1.0)
        text = tidy(self._single(piece) if crowded else self._printed(piece.start, piece.end))
        return Line(text, x0, top, x1, bottom, base, size if size > 0 else bottom - top, font, bold, upright) if text else None

    def _fonts(self, piece: _Piece) -> frozenset[Hashable]:
        """The fonts of a line's Han characters, some of them if it is long."""
        places = [at for at in range(piece.start, piece.end) if "\u4e00" <= self.text[at] <= "\u9fff"]
        # A short line may be a heading: it is looked at closely.
        step = max(1, len(places) // (_FONT_SAMPLES if len(places) > 2 * _FONT_SAMPLES else 2 * _FONT_SAMPLES))
        return frozenset([self._characters.font(self._offsets.char(at)) for at in places[::step]])

    def _single(self, piece: _Piece) -> str:
        """A line without the second prints of its characters, which pdfium sorts between the first ones.

        The letters of a ligature (ff) begin at one place as well, but one object prints both.
        """
        out: list[str] = []
        recent: deque[tuple[str, int]] = deque(maxlen=MOST_PRINTS)
        again = self._printed_again(piece)
        for at in range(piece.start, piece.end):
            char, index = self.text[at], self._offsets.char(at)
            if char in _HYPHEN_MARKS or self._is_generated(at):
                out.append("-" if char in _HYPHEN_MARKS else GAP if char == " " else char)
            elif char not in again or not any([other == char and self._is_second(first, index, char) for other, first in recent]):  # noqa: C419  # twice as fast
                out.append(char)
                recent.append((char, index))
        return "".join(out)

    def _printed_again(self, piece: _Piece) -> set[str]:
        """The characters of a line that more than one object prints: of a row of dots one prints all."""
        by: dict[str, int] = {}
        again: set[str] = set()
        for at in range(piece.start, piece.end):
            char, printer = self.text[at], self._characters.text_object(self._offsets.char(at))
            if by.setdefault(char, printer) != printer:
                again.add(char)
        return again

    def _is_second(self, first: int, index: int, char: str) -> bool:
        """Whether a character is printed again: by another object, where the first one stands."""
        if self._characters.text_object(first) == self._characters.text_object(index):
            return False
        (x0, y0), (x, y) = self._characters.origin(first), self._characters.origin(index)
        slip = (SECOND_PRINT if is_han(char) else SECOND_LETTER) * self._characters.size(index)
        return abs(x - x0) <= slip and abs(y - y0) <= slip

    def _printed(self, start: int, end: int) -> str:
        """A line with GAP for each space that pdfium generated."""
        line = self.text[start:end]
        if line[-1] in _HYPHEN_MARKS:
            line = line[:-1] + "-"
        if " " not in line:
            return line
        kept, cut, stretch = [], 0, None
        spread = line.count(" ") * SPREAD > len(line) - ascii_count(line)
        for gap in _SPACE.finditer(line):
            at = gap.start()
            if self._is_generated(start + at):
                mark = GAP
                left, right = line[at - 1 : at], line[at + 1 : at + 2]
                ideographs = HAN.match(left) and HAN.match(right)
                if ideographs or (spread and not (left.isascii() and right.isascii())):
                    stretch = self._stretch(start, end) if stretch is None else stretch
                    if ideographs:
                        mark = GAP if self._gap_after(start + at - 1, start + at + 1) - stretch > STANDS_OUT else ""
                    elif stretch > STANDS_OUT:
                        mark = ""  # such gaps come of the line's spread, which is as wide between ideographs
                kept += [line[cut:at], mark]
                cut = at + 1
        kept.append(line[cut:])
        return "".join(kept)

    def _gap_after(self, at: int, following: int) -> float:
        """The gap between two characters, in sizes of the first."""
        before, after = self._offsets.char(at), self._offsets.char(following)
        return (self._characters.origin(after)[0] - self._characters.origin(before)[0]) / (self._characters.size(before) or 1.0) - 1.0

    def _stretch(self, start: int, end: int) -> float:
        """How far the ideographs of a line are drawn apart, in sizes: half of its gaps are wider. Where they are far apart, pdfium made a space of each gap."""
        places = [at for at in range(start, end) if self.text[at] != " "]
        gaps = [self._gap_after(at, after) for at, after in pairwise(places) if HAN.match(self.text[at]) and HAN.match(self.text[after])]
        return sorted(gaps)[len(gaps) // 2] if len(gaps) >= LEAST_PAIRS else 0.0


def _is_other_line(above: _Spot, here: _Spot) -> bool:
    """Whether of two characters that follow one another the second begins another line."""
    if OTHER_ANGLE < abs(above.angle - here.angle) < 2 * math.pi - OTHER_ANGLE:
        return True
    if OTHER_ANGLE < here.angle < 2 * math.pi - OTHER_ANGLE:
        return False  # the baselines of writing across the page rise from character to character
    down, size = abs(above.base - here.base), max(above.size, here.size)
    if here.x < above.x - size:
        return True
    follows = -size < here.x - above.x < FOLLOWS * size
    return down > OTHER_BASELINE * (size if follows else min(above.size, here.size))
