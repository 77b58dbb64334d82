"""The lines of a page as pdfium's text page has them, parted where it glued two."""

from __future__ import annotations

import ctypes
import math
import re
from bisect import bisect_left
from collections.abc import Hashable, Iterator
from typing import Any, NamedTuple

from bulletin_parse.reading.document import Box, Line, Suspect
from bulletin_parse.reading.pdf.covers import Cover, inner, telling, uncovered
from bulletin_parse.reading.pdf.pdfium_paint import Paint, Unseen
from bulletin_parse.reading.pdf.typefaces import name_typefaces
from bulletin_parse.reading.spacing import GAP, family, speaker, tidy
from bulletin_parse.text.folding import HAN, is_han

# pdfium ends lines by CR LF, and puts U+FFFE (older builds: U+0002) for a hyphen at a line's end, without CR LF.
_SPACES = re.compile(r"(?<=\S) +(?=\S)")
_LINE = re.compile(r"[^\r\n\ufffe\x02]+[\ufffe\x02]?")
_HYPHEN_MARKS = "\ufffe\x02"
_BOLD_WEIGHT = 600
_FONT_NAME_BYTES = 128
_FONT_SAMPLES = 5  # characters of a long line whose fonts are looked up
# Two characters are of two lines when their baselines are so far apart, in sizes (a raised mark is nearer), or when they lean by more than so much (radians).
# A character follows another on its line within so many sizes.
OTHER_BASELINE, OTHER_ANGLE, FOLLOWS = 0.5, 0.1, 3.0
# A line may be printed twice if it is this many times narrower than its characters at one size each (twice as many for letters and digits); a second
# print of a character is so near to the first, in sizes (a letter nearer than the next one of ll), and follows it within so many characters.
CROWDED, LATIN, SECOND_PRINT, SECOND_LETTER, MOST_PRINTS = 1.5, 2.0, 0.35, 0.15, 6
# A gap of so many sizes lies between two cells or columns, as the other engines have it.
COLUMN_GAP = 1.0
# A gap between two ideographs is printed if it is wider than the line is stretched by this share of a size; so many pairs tell of the stretch.
STANDS_OUT, LEAST_PAIRS = 0.12, 4


class Place(NamedTuple):
    """Turns pdfium's points (origin bottom left of the media box) to ours (top left of the page as it is shown)."""

    left: float
    bottom: float
    right: float
    top: float
    turns: int = 0
    unit: float = 1.0

    def point(self, x: float, y: float) -> tuple[float, float]:
        """A point of the shown page."""
        left, bottom, right, top, turns, unit = self
        if turns == 0:
            return (x - left) * unit, (top - y) * unit
        if turns == 1:
            return (y - bottom) * unit, (x - left) * unit
        if turns == 2:
            return (right - x) * unit, (y - bottom) * unit
        return (top - y) * unit, (right - x) * unit

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """A rectangle of the shown page: x0, top, x1, bottom."""
        if self.turns == 0 and self.unit == 1.0:
            return left - self.left, self.top - top, right - self.left, self.top - bottom
        (x0, y0), (x1, y1) = self.point(left, bottom), self.point(right, top)
        return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


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
        self._raw, self._handle, self._place, self._paint = raw, textpage.raw, place, paint
        self._offsets = _Offsets(self.text)
        self._first, self._last = raw.FS_RECTF(), raw.FS_RECTF()
        self._matrix = raw.FS_MATRIX()
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._name, self._flags = ctypes.create_string_buffer(_FONT_NAME_BYTES), ctypes.c_int()

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
                drawn.append(paint.places.get(self._address(self._offsets.char(piece.start)), 0))
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
        """How many quarter turns each line leans to the left when the page is shown, and its number of characters."""
        for match in _LINE.finditer(self.text):
            angle = self._angle(self._offsets.char((match.start() + match.end()) // 2)) / (math.pi / 2)
            if abs(angle - round(angle)) < OTHER_ANGLE:
                yield -round(angle) % 4, match.end() - match.start()

    def _pieces(self) -> Iterator[_Piece]:
        """The lines as the text page has them, cut where a baseline, a direction or what can be seen changes."""
        for match in _LINE.finditer(self.text):
            start, end = self._trimmed(*match.span())
            if start == end:
                continue
            glued = self._is_glued(start, end) or self._goes_back(start, end)
            if not glued and not self._paint.unseen:
                yield from self._apart(_Piece(start, end))
                continue
            for piece in self._parts(start, end, glued=glued):
                start, end = self._trimmed(piece.start, piece.end)
                if start < end:
                    yield from self._apart(piece._replace(start=start, end=end))

    def _apart(self, piece: _Piece) -> Iterator[_Piece]:
        """A piece, cut where the gap that pdfium took for a space is as wide as between two cells or columns."""
        begin = piece.start
        for gap in _SPACES.finditer(self.text, piece.start, piece.end):
            left, right = self._offsets.char(gap.start() - 1), self._offsets.char(gap.end())
            if self._is_generated(self._offsets.char(gap.start())) and self._is_gutter(left, right):
                yield piece._replace(start=begin, end=gap.start())
                begin = gap.end()
        yield piece._replace(start=begin)

    def _is_gutter(self, left: int, right: int) -> bool:
        first, last = self._first, self._last
        self._raw.FPDFText_GetLooseCharBox(self._handle, left, first)
        self._raw.FPDFText_GetLooseCharBox(self._handle, right, last)
        if self._place.turns:
            before, after = [self._place.box(box.left, box.bottom, box.right, box.top) for box in (first, last)]
            return after[0] - before[2] > COLUMN_GAP * self._size(left)
        return bool((last.left - first.right) * self._place.unit > COLUMN_GAP * self._size(left))

    def _trimmed(self, start: int, end: int) -> tuple[int, int]:
        text = self.text
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        return start, end

    def _origin(self, index: int) -> tuple[float, float]:
        self._raw.FPDFText_GetCharOrigin(self._handle, index, self._x, self._y)
        return self._place.point(self._x.value, self._y.value)

    def _size(self, index: int) -> float:
        matrix = self._matrix
        self._raw.FPDFText_GetMatrix(self._handle, index, matrix)
        return float(self._raw.FPDFText_GetFontSize(self._handle, index) * math.hypot(matrix.b, matrix.d) * self._place.unit)

    def _angle(self, index: int) -> float:
        """How a character leans to the right on the shown page, from 0 to 2π."""
        angle = float(self._raw.FPDFText_GetCharAngle(self._handle, index))
        return (angle + self._place.turns * math.pi / 2) % (2 * math.pi) if self._place.turns else angle

    def _is_generated(self, index: int) -> bool:
        return bool(self._raw.FPDFText_IsGenerated(self._handle, index) == 1)

    def _is_glued(self, start: int, end: int) -> bool:
        """Whether a line's ends, or an end and its middle, have two baselines, or its end stands before its middle.

        pdfium's own line ends ignore the scale of a text matrix, and it puts what is drawn later into a line's gap to the line's end.
        """
        a, b = self._offsets.char(start), self._offsets.char(end - 1)
        while b > a and self._is_generated(b):
            b -= 1
        height, middle = self._origin(a)[1], self._offsets.char((start + end) // 2)
        right, low = self._origin(b)
        apart = abs(low - height)
        if not self._is_generated(middle):
            x, y = self._origin(middle)
            if right < x:
                return True
            apart = max(apart, abs(y - height))
        return apart > 0 and apart > OTHER_BASELINE * min(self._size(a), self._size(b))

    def _goes_back(self, start: int, end: int) -> bool:
        """Whether what follows a space stands before it: a character that was drawn later, for a gap before."""
        for gap in _SPACES.finditer(self.text, start, end):
            if gap.end() < end and self._origin(self._offsets.char(gap.end()))[0] < self._origin(self._offsets.char(gap.start() - 1))[0]:
                return True
        return False

    def _parts(self, start: int, end: int, *, glued: bool) -> Iterator[_Piece]:
        begin = start
        above: _Spot | None = None
        hides: Unseen | None = None
        for at in range(start, end):
            index = self._offsets.char(at)
            if self.text[at].isspace() or self._is_generated(index):
                continue
            unseen = self._paint.unseen.get(self._address(index)) if self._paint.unseen else None
            here = _Spot(*self._origin(index), self._size(index), self._angle(index)) if glued else None
            if at > begin and (unseen != hides or (here and above and _is_other_line(above, here))):
                yield _Piece(begin, at, hides)
                begin = at
            above, hides = here, unseen
        yield _Piece(begin, end, hides)

    def _address(self, index: int) -> int:
        return ctypes.cast(self._raw.FPDFText_GetTextObject(self._handle, index), ctypes.c_void_p).value or 0

    def _line(self, piece: _Piece) -> Line | None:
        """A piece as a line; None if nothing of it is text."""
        raw, handle, first, last = self._raw, self._handle, self._first, self._last
        a, b = self._offsets.char(piece.start), self._offsets.char(piece.end - 1)
        raw.FPDFText_GetLooseCharBox(handle, a, first)
        raw.FPDFText_GetLooseCharBox(handle, b, last)
        if last.right < first.left or last.right == last.left:  # a generated character has no box of its own
            while b > a and self._is_generated(b):
                b -= 1
            raw.FPDFText_GetLooseCharBox(handle, b, last)
        # A full stop or digit in a fallback font is lower than its neighbours: the line is as high as its ends.
        if self._place.turns:
            low, high = (min(first.left, last.left), min(first.bottom, last.bottom)), (max(first.right, last.right), max(first.top, last.top))
            x0, top, x1, bottom = self._place.box(*low, *high)
        else:
            x0, top, x1, bottom = self._place.box(first.left, min(first.bottom, last.bottom), last.right, max(first.top, last.top))
        # Generated characters have no font.
        probe = self._offsets.char(piece.start + speaker(self.text[piece.start : piece.end]))
        while probe < b and self._is_generated(probe):
            probe += 1
        base = self._origin(a)[1]
        size = self._size(probe)
        length = raw.FPDFText_GetFontInfo(handle, probe, self._name, _FONT_NAME_BYTES, self._flags)
        font = family(self._name.value.decode("utf-8", "replace")) if 0 < length <= _FONT_NAME_BYTES else ""
        bold = raw.FPDFText_GetFontWeight(handle, probe) >= _BOLD_WEIGHT or "bold" in font.lower()
        upright = min(angle := self._angle(probe), 2 * math.pi - angle) < OTHER_ANGLE
        count = piece.end - piece.start
        crowded = count > 1 and count * size > CROWDED * (x1 - x0) * (LATIN if self.text[piece.start : piece.end].isascii() else 1.0)
        text = tidy(self._single(piece) if crowded else self._printed(piece.start, piece.end))
        return Line(text, x0, top, x1, bottom, base, size if size > 0 else bottom - top, font, bold, upright) if text else None

    def _fonts(self, piece: _Piece) -> frozenset[Hashable]:
        """The fonts of a line's Han characters, some of them if it is long."""
        places = [at for at in range(piece.start, piece.end) if "\u4e00" <= self.text[at] <= "\u9fff"]
        # A short line may be a heading: it is looked at closely.
        step = max(1, len(places) // (_FONT_SAMPLES if len(places) > 2 * _FONT_SAMPLES else 2 * _FONT_SAMPLES))
        found = set()
        for at in places[::step]:
            font = self._raw.FPDFTextObj_GetFont(self._raw.FPDFText_GetTextObject(self._handle, self._offsets.char(at)))
            found.add(ctypes.cast(font, ctypes.c_void_p).value)
        return frozenset(found)

    def _single(self, piece: _Piece) -> str:
        """A line without the second prints of its characters, which pdfium sorts between the first ones."""
        out: list[str] = []
        recent: list[tuple[str, float, float]] = []
        for at in range(piece.start, piece.end):
            char, index = self.text[at], self._offsets.char(at)
            if char in _HYPHEN_MARKS or self._is_generated(index):
                out.append("-" if char in _HYPHEN_MARKS else GAP if char == " " else char)
                continue
            self._raw.FPDFText_GetCharOrigin(self._handle, index, self._x, self._y)
            x, y = self._place.point(self._x.value, self._y.value)
            slip = (SECOND_PRINT if is_han(char) else SECOND_LETTER) * self._size(index)
            if not any(char == other and abs(x - x0) <= slip and abs(y - y0) <= slip for other, x0, y0 in recent):
                out.append(char)
                recent = [*recent[1 - MOST_PRINTS :], (char, x, y)]
        return "".join(out)

    def _printed(self, start: int, end: int) -> str:
        """A line with GAP for each space that pdfium generated."""
        line = self.text[start:end]
        if line[-1] in _HYPHEN_MARKS:
            line = line[:-1] + "-"
        if " " not in line:
            return line
        kept, cut, stretch = [], 0, None
        for gap in re.finditer(" ", line):
            at = gap.start()
            if self._is_generated(self._offsets.char(start + at)):
                wide = line[at + 1 :].isdigit() and self._is_wide(self._offsets.char(start + at))
                mark = " " if wide else GAP
                if HAN.match(line[at - 1 : at]) and HAN.match(line[at + 1 : at + 2]):
                    stretch = self._stretch(start, end) if stretch is None else stretch
                    mark = GAP if self._gap_after(start + at - 1, start + at + 1) - stretch > STANDS_OUT else ""
                kept += [line[cut:at], mark]
                cut = at + 1
        kept.append(line[cut:])
        return "".join(kept)

    def _gap_after(self, at: int, following: int) -> float:
        """The gap between two characters, in sizes of the first."""
        before, after = self._offsets.char(at), self._offsets.char(following)
        return (self._origin(after)[0] - self._origin(before)[0]) / (self._size(before) or 1.0) - 1.0

    def _stretch(self, start: int, end: int) -> float:
        """How far the ideographs of a line are drawn apart, in sizes: half of its gaps are wider."""
        gaps = [self._gap_after(at, at + 1) for at in range(start, end - 1) if HAN.match(self.text[at]) and HAN.match(self.text[at + 1])]
        return sorted(gaps)[len(gaps) // 2] if len(gaps) >= LEAST_PAIRS else 0.0

    def _is_wide(self, at: int) -> bool:
        """Whether a generated space stands for more than a character's width: a tab before a page number."""
        left, right = self._raw.FS_RECTF(), self._raw.FS_RECTF()
        self._raw.FPDFText_GetLooseCharBox(self._handle, at - 1, left)
        self._raw.FPDFText_GetLooseCharBox(self._handle, at + 1, right)
        before, after = [self._place.box(box.left, box.bottom, box.right, box.top) for box in (left, right)]
        return after[0] - before[2] > before[3] - before[1]


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


class _Offsets:
    """Character positions of the string to those of pdfium, which counts UTF-16 units."""

    def __init__(self, text: str) -> None:
        self._wide = [match.start() for match in re.finditer("[\U00010000-\U0010ffff]", text)]

    def char(self, offset: int) -> int:
        return offset + bisect_left(self._wide, offset)
