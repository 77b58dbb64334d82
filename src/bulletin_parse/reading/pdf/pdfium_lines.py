"""The lines of a page as pdfium's text page has them, parted where it glued two."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from bulletin_parse.reading.document import Line, Suspect
from bulletin_parse.reading.pdf.covers import Cover, inner, telling, uncovered
from bulletin_parse.reading.pdf.pdfium_paint import Paint, Unseen
from bulletin_parse.reading.pdf.pdfium_spaces import Spaces
from bulletin_parse.reading.pdf.pdfium_text import Characters, Offsets, Place
from bulletin_parse.reading.pdf.pdfium_words import HYPHEN_MARKS, Words
from bulletin_parse.reading.pdf.typefaces import name_typefaces
from bulletin_parse.reading.spacing import speaker, tidy, trim
from bulletin_parse.text.lazy import lazy_pattern

# pdfium ends lines by CR LF, and puts a mark for a hyphen at a line's end, without CR LF.
_LINE = lazy_pattern(rf"[^\r\n{HYPHEN_MARKS}]+[{HYPHEN_MARKS}]?")
_FONT_SAMPLES = 5  # characters of a long line whose fonts are looked up
# Two characters are of two lines when their baselines are so far apart, in sizes (a raised mark is nearer), or when they lean by more than so much (radians).
# A character follows another on its line within so many sizes.
OTHER_BASELINE, OTHER_ANGLE, FOLLOWS = 0.5, 0.1, 3.0
# A line may be printed twice if it is this many times narrower than its characters at one size each (twice as many for letters and digits).
CROWDED, LATIN = 1.5, 2.0


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
    """The lines of a text page.

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
        self._spaces = Spaces(self.text, self._offsets, self._characters, self._place)
        self._words = Words(self.text, self._offsets, self._characters, self._spaces)
        pieces, heights = self._pieces()
        found = [(piece, line) for piece, line in zip(pieces, self._lines(pieces, heights), strict=True) if line.text]
        seen = [(piece, line) for piece, line in found if not piece.unseen]
        suspects = [Suspect(line, piece.unseen.why, None if piece.unseen.proven else inner(line)) for piece, line in found if piece.unseen]
        lines = [line for _, line in seen]
        nameless = [frozenset[Hashable]() if line.font else self._fonts(piece) for piece, line in seen]
        if any(nameless):
            lines = name_typefaces(lines, nameless)
        if self._paint.covers and lines:
            lines, covered = self._uncovered(lines, [piece.start for piece, _ in seen])
            suspects += covered
        return lines, suspects

    def _uncovered(self, lines: list[Line], begins: list[int]) -> tuple[list[Line], list[Suspect]]:
        """The lines that nothing was drawn over, and those that something was, told from where each begins in the text."""
        places = self._paint.places
        drawn = [places.get(printer, 0) for printer in self._characters.text_objects(self._offsets.chars(begins))]
        order = sorted(range(len(lines)), key=drawn.__getitem__)
        drawn.sort()
        as_drawn = [lines[at] for at in order]
        covers = [Cover(bisect_left(drawn, at), self._place.box(*box), picture) for at, box, picture in self._paint.covers]
        return uncovered(as_drawn, covers) if (covers := telling(as_drawn, covers)) else (lines, [])

    def directions(self) -> Iterator[tuple[int, int]]:
        """How many quarter turns each line leans to the left when the page is shown, and its number of characters; nothing if all are upright."""
        angles = self._characters.angles(self._offsets.chars([(start + end) // 2 for start, end in self._spans]))
        if not any(angles):
            return
        for (start, end), angle in zip(self._spans, angles, strict=True):
            turns = angle / (math.pi / 2)
            if abs(turns - round(turns)) < OTHER_ANGLE:
                yield -round(turns) % 4, end - start

    def _pieces(self) -> tuple[list[_Piece], dict[int, float]]:
        """The lines as the text page has them, cut where a baseline, a direction or what can be seen changes; and the heights of some characters by index."""
        spans = list(self._trimmed())
        chars, spaces, unseen = self._offsets.chars, self._spaces, self._paint.unseen
        firsts, lasts = chars([start for start, _ in spans]), chars([end - 1 for _, end in spans])
        middles = chars([(start + end) // 2 for start, end in spans])
        indices, count = [*firsts, *lasts, *middles], len(spans)
        x, y = self._characters.origins(indices)
        pieces: list[_Piece] = []
        for (start, end), low, middle, right, x_middle, height in zip(spans, y[count:], y[2 * count :], x[count:], x[2 * count :], y, strict=False):
            glued = (low != height or middle != height or right < x_middle) and self._is_glued(start, end)
            if not glued and spaces.back:
                glued = spaces.goes_back(start, end)
            if not glued and not unseen:
                pieces += self._apart(_Piece(start, end)) if spaces.gutters else (_Piece(start, end),)
                continue
            for piece in self._parts(start, end, glued=glued):
                pieces += self._apart(piece)
        return pieces, dict(zip(indices, y, strict=True))

    def _trimmed(self) -> Iterator[tuple[int, int]]:
        """Where each line begins and ends that has more than white space, that at its ends left out."""
        text = self.text
        for start, end in self._spans:
            if text[start].isspace() or text[end - 1].isspace():
                start, end = _bounds(text, start, end)
            if start < end:
                yield start, end

    def _apart(self, piece: _Piece) -> Iterator[_Piece]:
        """A piece, cut where the gap that pdfium took for a space is as wide as between two cells or columns."""
        begin = piece.start
        for gap, end in self._spaces.gutters_of(piece.start, piece.end):
            yield piece._replace(start=begin, end=gap)
            begin = end
        yield piece._replace(start=begin) if begin > piece.start else piece

    def _is_glued(self, start: int, end: int) -> bool:
        """Whether a line's ends, or an end and its middle, have two baselines, or its end stands before its middle.

        pdfium's own line ends ignore the scale of a text matrix, and it puts what is drawn later into a line's gap to the line's end.
        """
        a, b, middle = self._offsets.char(start), self._offsets.char(end - 1), (start + end) // 2
        height = self._characters.origin(a)[1]
        right, low = self._characters.origin(b)
        apart = abs(low - height)
        if not self._spaces.is_made(middle):
            x, y = self._characters.origin(self._offsets.char(middle))
            if right < x:
                return True
            apart = max(apart, abs(y - height))
        return apart > 0 and apart > OTHER_BASELINE * min(self._characters.size(a), self._characters.size(b))

    def _parts(self, start: int, end: int, *, glued: bool) -> Iterator[_Piece]:
        begin = start
        above: _Spot | None = None
        hides: Unseen | None = None
        characters = self._characters
        places = [at for at in range(start, end) if not self.text[at].isspace()]
        indices = self._offsets.chars(places)
        printers = characters.text_objects(indices) if self._paint.unseen else [0] * len(places)
        spots: list[_Spot | None] = [None] * len(places)
        if glued:
            spots[:] = map(_Spot, *characters.origins(indices), characters.sizes(indices, characters.matrices(indices)), characters.angles(indices))
        for at, printer, here in zip(places, printers, spots, strict=True):
            unseen = self._paint.unseen.get(printer)
            if at > begin and (unseen != hides or (here and above and _is_other_line(above, here))):
                yield from self._piece(begin, at, hides)
                begin = at
            above, hides = here, unseen
        yield from self._piece(begin, end, hides)

    def _piece(self, start: int, end: int, unseen: Unseen | None) -> Iterator[_Piece]:
        start, end = _bounds(self.text, start, end)
        if start < end:
            yield _Piece(start, end, unseen)

    def _lines(self, pieces: Sequence[_Piece], heights: Mapping[int, float]) -> Iterator[Line]:
        """A line of each piece, without text where nothing of it is text."""
        characters, chars, words = self._characters, self._offsets.chars, self._words
        owns = [self.text[start:end] for start, end, _ in pieces]
        firsts, probes = chars([piece[0] for piece in pieces]), chars([self._voice(piece[0], own) for piece, own in zip(pieces, owns, strict=True)])
        extents = characters.extents(firsts, chars([piece[1] - 1 for piece in pieces]))
        matrices = characters.matrices(probes)
        sizes, types = characters.sizes(probes, matrices), characters.types(probes)
        sideways = self._sideways(probes, matrices)
        for at, ((start, _, _), own, (x0, top, x1, bottom), size, (font, bold)) in enumerate(zip(pieces, owns, extents, sizes, types, strict=True)):
            # A raised figure at a line's beginning (10⁶, cut before the exponent) does not stand on its baseline.
            index = probes[at] if own[0].isdigit() else firsts[at]
            base = heights[index] if index in heights else characters.origin(index)[1]
            crowded = len(own) * size > CROWDED * (x1 - x0) and _is_crowded(own, size, x1 - x0)
            text = words.once(start, own) if crowded else words.of(start, own)
            text = trim(text) if own.isprintable() else tidy(text)  # a GAP is a control character, and stays
            yield Line(text, x0, top, x1, bottom, base, size if size > 0 else bottom - top, font, bold, at not in sideways)

    def _voice(self, start: int, own: str) -> int:
        """Where the character stands in the text whose type is its line's; one that pdfium made has none."""
        middle = len(own) // 2
        if "\u4e00" <= own[middle] <= "\u9fff":  # as nearly always
            return start + middle
        at = start + speaker(own)
        while self._spaces.is_made(at):
            at += 1
        return at

    def _sideways(self, indices: Sequence[int], matrices: Sequence[tuple[float, float, float, float]]) -> set[int]:
        """Which of some characters are not upright: by their matrices most are for certain."""
        turned = self._place.turns
        doubtful = [at for at, (a, _, c, _) in enumerate(matrices) if turned or not c == 0.0 < a]
        angles = self._characters.angles([indices[at] for at in doubtful])
        return {at for at, angle in zip(doubtful, angles, strict=True) if min(angle, 2 * math.pi - angle) >= OTHER_ANGLE}

    def _fonts(self, piece: _Piece) -> frozenset[Hashable]:
        """The fonts of a line's Han characters, some of them if it is long."""
        places = [at for at, char in enumerate(self.text[piece.start : piece.end], piece.start) if "\u4e00" <= char <= "\u9fff"]
        # A short line may be a heading: it is looked at closely.
        step = max(1, len(places) // (_FONT_SAMPLES if len(places) > 2 * _FONT_SAMPLES else 2 * _FONT_SAMPLES))
        return frozenset(self._characters.fonts(self._offsets.chars(places[::step])))


def _is_crowded(own: str, size: float, width: float) -> bool:
    """Whether a line is too narrow for its characters, spaces apart: it may be printed twice."""
    return len(own) > 1 and (len(own) - own.count(" ")) * size > CROWDED * width * (LATIN if own.isascii() else 1.0)


def _bounds(text: str, start: int, end: int) -> tuple[int, int]:
    """A part of a text without the white space at its ends."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


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
