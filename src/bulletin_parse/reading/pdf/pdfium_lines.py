"""The lines of a page as pdfium's text page has them, parted where it glued two."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Hashable, Iterator, Mapping, Sequence
from itertools import repeat
from typing import Any, NamedTuple

from bulletin_parse.reading.document import Line, Suspect
from bulletin_parse.reading.pdf.covers import Cover, inner, telling, uncovered
from bulletin_parse.reading.pdf.levels import FONT, TEXT
from bulletin_parse.reading.pdf.pdfium_paint import Paint, Unseen
from bulletin_parse.reading.pdf.pdfium_spaces import Spaces
from bulletin_parse.reading.pdf.pdfium_text import Characters, Matrices, Offsets, Place
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
        self._spaces = Spaces(self.text, self._offsets, self._characters)
        self._words = Words(self.text, self._offsets, self._characters, self._spaces)
        pieces, heights = self._pieces()
        lines = self._lines(pieces, heights)
        if not all(map(TEXT, lines)):
            pieces, lines = [piece for piece, line in zip(pieces, lines, strict=True) if line.text], [line for line in lines if line.text]
        suspects: list[Suspect] = []
        if self._paint.unseen:
            found = list(zip(pieces, lines, strict=True))
            suspects = [Suspect(line, piece.unseen.why, None if piece.unseen.proven else inner(line)) for piece, line in found if piece.unseen]
            pieces, lines = [piece for piece, _ in found if not piece.unseen], [line for piece, line in found if not piece.unseen]
        if not all(map(FONT, lines)):
            nameless = [frozenset[Hashable]() if line.font else self._fonts(piece) for piece, line in zip(pieces, lines, strict=True)]
            lines = name_typefaces(lines, nameless) if any(nameless) else lines
        if self._paint.covers and lines:
            lines, covered = self._uncovered(lines, [piece.start for piece in pieces])
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
        chars, spaces, unseen = self._offsets.chars, self._spaces, self._paint.unseen
        spans = self._trimmed()
        if not spans:
            return [], {}
        starts, ends = map(list, zip(*spans, strict=True))
        indices = [*chars(starts), *chars([end - 1 for end in ends]), *chars([(start + end) // 2 for start, end in spans])]
        x, y = self._characters.origins(indices)
        known, count = dict(zip(indices, y, strict=True)), len(spans)
        heights, low, middle, right, x_middle = y[:count], y[count : 2 * count], y[2 * count :], x[count : 2 * count], x[2 * count :]
        turned_back = any(end < inside for end, inside in zip(right, x_middle, strict=True))
        if heights == low == middle and not turned_back and not spaces.back and not unseen:  # as on most pages: no line is cut there
            plain = list(map(_Piece, starts, ends))
            return [part for piece in plain for part in self._apart(piece)] if spaces.gutters else plain, known
        pieces: list[_Piece] = []
        for at, (start, end) in enumerate(spans):
            glued = (low[at] != heights[at] or middle[at] != heights[at] or right[at] < x_middle[at]) and self._is_glued(start, end)
            if not glued and spaces.back:
                glued = spaces.goes_back(start, end)
            for piece in self._parts(start, end, glued=glued) if glued or unseen else (_Piece(start, end),):
                pieces += self._apart(piece) if spaces.gutters else (piece,)
        return pieces, known

    def _trimmed(self) -> list[tuple[int, int]]:
        """Where each line begins and ends that has more than white space, that at its ends left out."""
        text, spans = self.text, self._spans
        if not any([text[start].isspace() or text[end - 1].isspace() for start, end in spans]):  # noqa: C419  # twice as fast
            return spans
        return [(start, end) for start, end in [_bounds(text, start, end) for start, end in spans] if start < end]

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
            spots[:] = map(_Spot, *characters.origins(indices), characters.sizes(indices), characters.angles(indices))
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

    def _lines(self, pieces: Sequence[_Piece], heights: Mapping[int, float]) -> list[Line]:
        """A line of each piece, without text where nothing of it is text; told of all at once, with the heights of some characters by index."""
        if not pieces:
            return []
        characters, chars, text = self._characters, self._offsets.chars, self.text
        starts, ends, _ = map(list, zip(*pieces, strict=True))
        texts = [text[start:end] for start, end in zip(starts, ends, strict=True)]
        firsts = chars(starts)
        probes = chars([self._voice(start, own) for start, own in zip(starts, texts, strict=True)])
        lefts, tops, rights, bottoms = characters.extents(firsts, chars([end - 1 for end in ends]))
        matrices = characters.matrices(probes)
        sizes, types = characters.sizes(probes, matrices), characters.types(probes)
        # A raised figure at a line's beginning (10⁶, cut before the exponent) does not stand on its baseline.
        bases = [probe if own[0].isdigit() else first for probe, first, own in zip(probes, firsts, texts, strict=True)]
        base_lines = [heights[index] if index in heights else characters.origin(index)[1] for index in bases]
        self._set_texts(texts, starts, sizes, [right - left for left, right in zip(lefts, rights, strict=True)])
        if not all(size > 0 for size in sizes):
            sizes = [size if size > 0 else bottom - top for size, top, bottom in zip(sizes, tops, bottoms, strict=True)]
        uprights = self._uprights(probes, matrices)
        fonts, bolds = zip(*types, strict=True)
        columns = zip(texts, lefts, tops, rights, bottoms, base_lines, sizes, fonts, bolds, uprights, repeat(1.0), strict=False)
        new = tuple.__new__  # a bulletin has hundreds
        return [new(Line, column) for column in columns]

    def _set_texts(self, texts: list[str], starts: Sequence[int], sizes: Sequence[float], widths: Sequence[float]) -> None:
        """Makes the texts of lines from the characters that the text page has for each."""
        words = self._words
        for at, (own, start, size, width) in enumerate(zip(texts, starts, sizes, widths, strict=True)):
            if len(own) * size > CROWDED * width and _is_crowded(own, size, width):
                made = words.once(start, own)
            elif " " in own or not own.isprintable():
                made = words.of(start, own)
            else:  # as most: nothing is to be trimmed
                continue
            texts[at] = trim(made) if own.isprintable() else tidy(made)  # a GAP is a control character, and stays

    def _voice(self, start: int, own: str) -> int:
        """Where the character stands in the text whose type is its line's; one that pdfium made has none."""
        middle = len(own) // 2
        if "\u4e00" <= own[middle] <= "\u9fff":  # as nearly always
            return start + middle
        at = start + speaker(own)
        while self._spaces.is_made(at):
            at += 1
        return at

    def _uprights(self, indices: Sequence[int], matrices: Matrices) -> list[bool]:
        """Which of some characters are upright: by their matrices most are for certain."""
        uprights, turned = [True] * len(indices), self._place.turns
        if turned or any(matrices.c) or not all(a > 0.0 for a in matrices.a):
            doubtful = [at for at, (a, c) in enumerate(zip(matrices.a, matrices.c, strict=True)) if turned or not c == 0.0 < a]
            for at, angle in zip(doubtful, self._characters.angles([indices[at] for at in doubtful]), strict=True):
                uprights[at] = not min(angle, 2 * math.pi - angle) >= OTHER_ANGLE
        return uprights

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
