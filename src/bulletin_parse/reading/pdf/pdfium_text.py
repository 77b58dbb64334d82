"""What pdfium tells of the characters of a text page, and where they stand on the page as it is shown."""

from __future__ import annotations

import ctypes
from bisect import bisect_left
from collections.abc import Callable, Hashable, Iterable, Sequence
from functools import cache
from itertools import repeat
from math import hypot, pi
from typing import Any, NamedTuple

from bulletin_parse.reading.document import Box
from bulletin_parse.reading.pdf.pdfium_calls import Room, bare, held
from bulletin_parse.reading.spacing import family
from bulletin_parse.text.lazy import lazy_pattern

_BOLD_WEIGHT = 600
_FONT_NAME_BYTES = 128
# Half a character of two UTF-16 units, or none: of a font that has no Unicode value for its glyph.
_UNKNOWN = lazy_pattern("\0|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]")
_WIDE = lazy_pattern("[\U00010000-\U0010ffff]")


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


class Matrices(NamedTuple):
    """The numbers a, b, c and d of the matrices of characters, each as a column."""

    a: Sequence[float]
    b: Sequence[float]
    c: Sequence[float]
    d: Sequence[float]


class _Calls(NamedTuple):
    """Functions of pdfium's that are asked for each line."""

    box: Any
    origin: Any
    matrix: Any
    size: Any
    angle: Any
    is_generated: Any
    weight: Any
    font_name: Any
    text_object: Any
    font: Any
    count: Any
    unicode: Any


@cache
def _calls(raw: Any) -> _Calls:
    address, integer, double = ctypes.c_void_p, ctypes.c_int, ctypes.c_double
    return _Calls(
        bare(raw.FPDFText_GetLooseCharBox, integer),
        bare(raw.FPDFText_GetCharOrigin, integer),
        bare(raw.FPDFText_GetMatrix, integer),
        bare(raw.FPDFText_GetFontSize, double),
        bare(raw.FPDFText_GetCharAngle, ctypes.c_float),
        bare(raw.FPDFText_IsGenerated, integer),
        bare(raw.FPDFText_GetFontWeight, integer),
        bare(raw.FPDFText_GetFontInfo, ctypes.c_ulong),
        bare(raw.FPDFText_GetTextObject, address),
        bare(raw.FPDFTextObj_GetFont, address, address),
        bare(raw.FPDFText_CountChars, integer),
        bare(raw.FPDFText_GetUnicode, ctypes.c_uint),
    )


class _Rooms:
    """Where pdfium writes what it tells of characters."""

    def __init__(self) -> None:
        self.origins, self.boxes, self.matrices = Room(ctypes.c_double, 2, pointers=2), Room(ctypes.c_float, 4), Room(ctypes.c_float, 6)
        self.name, self._flags = ctypes.create_string_buffer(_FONT_NAME_BYTES), ctypes.c_int()
        self.type = ctypes.byref(self.name), ctypes.c_ulong(_FONT_NAME_BYTES), ctypes.byref(self._flags)


_rooms = cache(_Rooms)


class Characters:
    """The characters of a text page by index. Many asked at once cost half of what they cost one by one.

    Args:
        textpage: pypdfium2's.
        raw: pypdfium2's raw functions.
        place: how the page's points become ours.
    """

    def __init__(self, textpage: Any, raw: Any, place: Place) -> None:
        self._calls, self._page, self._place, self._rooms = _calls(raw), held(textpage.raw), place, _rooms()
        self._origins: dict[int, tuple[float, float]] = {}
        self._sizes: dict[int, float] = {}
        self._types: dict[Hashable, tuple[str, bool]] = {}

    def __len__(self) -> int:
        return int(self._calls.count(self._page))

    def known(self) -> list[int]:
        """The characters of which pdfium knows what they are: it leaves the others out of the text."""
        text = "".join(map(chr, map(self._calls.unicode, repeat(self._page), range(len(self)))))
        unknown = {match.start() for match in _UNKNOWN.finditer(text)}
        return [index for index in range(len(text)) if index not in unknown]

    def origins(self, indices: Sequence[int]) -> tuple[list[float], list[float]]:
        """Where characters begin, on their baselines: how far to the right on the shown page, and how far down."""
        found = self._rooms.origins.told(self._calls.origin, indices, self._page)
        left, _, _, top, turns, unit = self._place
        if turns == 0 and unit == 1.0:
            return [x - left for x in found[::2]] if left else found[::2], [top - y for y in found[1::2]]
        shown = list(map(self._place.point, found[::2], found[1::2]))
        return [x for x, _ in shown], [y for _, y in shown]

    def boxes(self, indices: Sequence[int]) -> list[Box]:
        """The room of characters in the page's own points: left, bottom, right, top."""
        found = self._rooms_of(indices)
        return list(zip(found[::4], found[3::4], found[2::4], found[1::4], strict=True))

    def distances(self, before: Sequence[int], after: Sequence[int]) -> list[float]:
        """How far on the shown page characters stand behind others."""
        found, count, place = self._rooms_of([*before, *after]), len(before), self._place
        if not place.turns:
            return [(left - right) * place.unit for left, right in zip(found[4 * count :: 4], found[2 : 4 * count : 4], strict=True)]
        boxes = list(map(place.box, found[::4], found[3::4], found[2::4], found[1::4]))
        return [right[0] - left[2] for left, right in zip(boxes[:count], boxes[count:], strict=True)]

    def extents(self, firsts: Sequence[int], lasts: Sequence[int]) -> Iterable[Sequence[float]]:
        """The left, upper, right and lower edges of lines on the shown page.

        They are as high as their ends: a full stop or digit in a fallback font is lower than its neighbours.
        """
        found, count, place = self._rooms_of([*firsts, *lasts]), len(firsts), self._place
        lefts, rights, tops, bottoms = found[::4], found[2::4], found[1::4], found[3::4]
        low, high = map(min, bottoms[:count], bottoms[count:]), map(max, tops[:count], tops[count:])
        if place.turns:
            return zip(*map(place.box, map(min, lefts[:count], lefts[count:]), low, map(max, rights[:count], rights[count:]), high), strict=True)
        if place.unit != 1.0:
            return zip(*map(place.box, lefts[:count], low, rights[count:], high), strict=True)
        left, top = place.left, place.top
        return [x - left for x in lefts[:count]], [top - y for y in high], [x - left for x in rights[count:]], [top - y for y in low]

    def _rooms_of(self, indices: Sequence[int]) -> list[float]:
        """The room of characters as pdfium writes it: left, top, right and bottom of each."""
        return self._rooms.boxes.told(self._calls.box, indices, self._page)

    def matrices(self, indices: Sequence[int]) -> Matrices:
        """How characters are stretched and turned."""
        found = self._rooms.matrices.told(self._calls.matrix, indices, self._page)
        return Matrices(found[::6], found[1::6], found[2::6], found[3::6])

    def sizes(self, indices: Sequence[int], matrices: Matrices | None = None) -> list[float]:
        """Type sizes in points, of characters that have these matrices; without them they are asked for."""
        _, b, _, d = matrices or self.matrices(indices)
        unit = self._place.unit
        found = map(self._calls.size, repeat(self._page), indices)
        return [size * hypot(across, down) * unit for size, across, down in zip(found, b, d, strict=True)]

    def angles(self, indices: Sequence[int]) -> list[float]:
        """How characters lean to the right on the shown page, from 0 to 2π."""
        found = list(map(self._calls.angle, repeat(self._page), indices))
        return [(angle + self._place.turns * pi / 2) % (2 * pi) for angle in found] if self._place.turns else found

    def are_generated(self, indices: Sequence[int]) -> list[bool]:
        """Whether pdfium made characters that are not printed: spaces for gaps, or line ends."""
        return [found == 1 for found in map(self._calls.is_generated, repeat(self._page), indices)]

    def text_objects(self, indices: Sequence[int]) -> list[int]:
        """The addresses of the objects that print characters, 0 for generated ones."""
        return [address or 0 for address in map(self._calls.text_object, repeat(self._page), indices)]

    def fonts(self, indices: Sequence[int]) -> list[Hashable]:
        """By what the fonts of characters are known, whether they have names or not."""
        return list(map(self._calls.font, map(self._calls.text_object, repeat(self._page), indices)))

    def types(self, indices: Sequence[int]) -> list[tuple[str, bool]]:
        """The names of characters' fonts, empty for those that have none, and whether they are bold."""
        known, fonts = self._types, self.fonts(indices)
        for font in {*fonts}.difference(known, (None,)):
            known[font] = self._type(indices[fonts.index(font)])
        return [known[font] if font is not None else self._type(index) for index, font in zip(indices, fonts, strict=True)]

    def _type(self, index: int) -> tuple[str, bool]:
        length = self._calls.font_name(self._page, index, *self._rooms.type)
        font = family(self._rooms.name.value.decode("utf-8", "replace")) if 0 < length <= _FONT_NAME_BYTES else ""
        return font, self._calls.weight(self._page, index) >= _BOLD_WEIGHT or "bold" in font.lower()

    def keep(self, indices: Sequence[int]) -> None:
        """Asks at once where many characters begin and how large they are, for ``origin`` and ``size``."""
        self._origins.update(zip(indices, zip(*self.origins(indices), strict=True), strict=True))
        self._sizes.update(zip(indices, self.sizes(indices), strict=True))

    def origin(self, index: int) -> tuple[float, float]:
        """Where a character begins, kept: lines that pdfium glued ask several times."""
        found = self._origins.get(index)
        if found is None:
            (x,), (y,) = self.origins([index])
            self._origins[index] = found = (x, y)
        return found

    def size(self, index: int) -> float:
        """A character's type size in points, kept."""
        found = self._sizes.get(index)
        if found is None:
            (found,) = self.sizes([index])
            self._sizes[index] = found
        return found

    def is_generated(self, index: int) -> bool:
        """Whether pdfium made a character that is not printed."""
        return bool(self._calls.is_generated(self._page, index) == 1)


class Offsets:
    """Places in a page's text to the indices of its characters: pdfium counts UTF-16 units, and characters that the text does not have.

    ``char`` gives the index of the character at a place, ``chars`` those at many.
    """

    def __init__(self, text: str, characters: Characters) -> None:
        wide = [] if text.isascii() else [match.start() for match in _WIDE.finditer(text)]
        units = len(text) + len(wide)
        known = characters.known() if len(characters) != units else []
        indices: Sequence[int] = range(len(text))
        if wide:
            indices = [at + bisect_left(wide, at) for at in indices]
        if known and len(known) == units:
            indices = [known[at] for at in indices]
        self.char: Callable[[int], int] = indices.__getitem__
        self._are_same = isinstance(indices, range)

    def chars(self, places: list[int]) -> list[int]:
        """The indices of the characters at some places."""
        return places if self._are_same else list(map(self.char, places))
