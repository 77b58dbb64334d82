"""What pdfium tells of the characters of a text page, and where they stand on the page as it is shown."""

from __future__ import annotations

import ctypes
import math
from bisect import bisect_left
from collections import deque
from collections.abc import Callable, Hashable, Sequence
from functools import cache
from itertools import repeat
from typing import Any, NamedTuple

from bulletin_parse.reading.document import Box
from bulletin_parse.reading.spacing import family
from bulletin_parse.text.lazy import lazy_pattern

_BOLD_WEIGHT = 600
_FONT_NAME_BYTES = 128
# Half a character of two UTF-16 units, or none: of a font that has no Unicode value for its glyph.
_UNKNOWN = lazy_pattern("\0|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]")
_WIDE = lazy_pattern("[\U00010000-\U0010ffff]")


def bare(function: Any, result: Any, *arguments: Any) -> Any:
    """A function of pdfium's that takes and gives addresses as numbers, and keeps the interpreter's lock.

    A page has hundreds of objects: pointers cost several times what such a call takes, and the lock as much as it takes.
    """
    return ctypes.PYFUNCTYPE(result, *arguments)(ctypes.cast(function, ctypes.c_void_p).value or 0)


def held_address(pointer: Any) -> int:
    """The address that a pointer holds, 0 for none."""
    return ctypes.cast(pointer, ctypes.c_void_p).value or 0


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
        bare(raw.FPDFText_GetLooseCharBox, integer, address, integer, address),
        bare(raw.FPDFText_GetCharOrigin, integer, address, integer, address, address),
        bare(raw.FPDFText_GetMatrix, integer, address, integer, address),
        bare(raw.FPDFText_GetFontSize, double, address, integer),
        bare(raw.FPDFText_GetCharAngle, ctypes.c_float, address, integer),
        bare(raw.FPDFText_IsGenerated, integer, address, integer),
        bare(raw.FPDFText_GetFontWeight, integer, address, integer),
        bare(raw.FPDFText_GetFontInfo, ctypes.c_ulong, address, integer, address, ctypes.c_ulong, address),
        bare(raw.FPDFText_GetTextObject, address, address, integer),
        bare(raw.FPDFTextObj_GetFont, address, address),
        bare(raw.FPDFText_CountChars, integer, address),
        bare(raw.FPDFText_GetUnicode, ctypes.c_uint, address, integer),
    )


class Characters:
    """The characters of a text page by index, asked with one set of buffers; what was asked for many at once is kept.

    Args:
        textpage: pypdfium2's.
        raw: pypdfium2's raw functions.
        place: how the page's points become ours.
    """

    def __init__(self, textpage: Any, raw: Any, place: Place) -> None:
        self._calls, self._page, self._place = _calls(raw), held_address(textpage.raw), place
        self._boxes: dict[int, Box] = {}
        self._origins: dict[int, tuple[float, float]] = {}
        self._angles: dict[int, float] = {}
        self._generated: dict[int, bool] = {}
        self._objects: dict[int, int] = {}
        self._sizes: dict[int, float] = {}
        self._types: dict[Hashable, tuple[str, bool]] = {}
        self._floats = (ctypes.c_float * 6)()
        self._values = memoryview(self._floats).cast("B").cast("f")
        self._floats_at = ctypes.addressof(self._floats)
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._x_at, self._y_at = ctypes.addressof(self._x), ctypes.addressof(self._y)
        self._name, self._flags = ctypes.create_string_buffer(_FONT_NAME_BYTES), ctypes.c_int()
        self._name_at, self._flags_at = ctypes.addressof(self._name), ctypes.addressof(self._flags)

    def __len__(self) -> int:
        return int(self._calls.count(self._page))

    def known(self) -> list[int]:
        """The characters of which pdfium knows what they are: it leaves the others out of the text."""
        text = "".join(map(chr, map(self._calls.unicode, repeat(self._page), range(len(self)))))
        unknown = {match.start() for match in _UNKNOWN.finditer(text)}
        return [index for index in range(len(text)) if index not in unknown]

    def keep(self, indices: Sequence[int]) -> None:
        """Asks where many characters begin, at half the price of asking for each."""
        values = (ctypes.c_double * (2 * len(indices)))()
        at = ctypes.addressof(values)
        deque(map(self._calls.origin, repeat(self._page), indices, range(at, at + len(indices) * 16, 16), range(at + 8, at + 8 + len(indices) * 16, 16)), 0)
        found = memoryview(values).cast("B").cast("d").tolist()
        left, _, _, top, turns, unit = self._place
        if turns == 0 and unit == 1.0:
            self._origins.update(zip(indices, [(x - left, top - y) for x, y in zip(found[::2], found[1::2], strict=True)], strict=True))
        else:
            self._origins.update(zip(indices, map(self._place.point, found[::2], found[1::2]), strict=True))

    def keep_boxes(self, indices: Sequence[int]) -> None:
        """Asks for the room of many characters, as ``keep`` does."""
        values = (ctypes.c_float * (4 * len(indices)))()
        at = ctypes.addressof(values)
        deque(map(self._calls.box, repeat(self._page), indices, range(at, at + len(indices) * 16, 16)), 0)
        found = memoryview(values).cast("B").cast("f").tolist()
        self._boxes.update(zip(indices, zip(found[::4], found[3::4], found[2::4], found[1::4], strict=True), strict=True))

    def angles(self, indices: Sequence[int]) -> list[float]:
        """How many characters lean, as ``angle`` has it."""
        found = list(map(self._calls.angle, repeat(self._page), indices))
        if self._place.turns:
            found = [self._turned(angle) for angle in found]
        self._angles.update(zip(indices, found, strict=True))
        return found

    def box(self, index: int) -> Box:
        """The room of a character in the page's own points: left, bottom, right, top."""
        if found := self._boxes.get(index):
            return found
        self._calls.box(self._page, index, self._floats_at)
        left, top, right, bottom, _, _ = self._values
        return left, bottom, right, top

    def origin(self, index: int) -> tuple[float, float]:
        """Where a character begins, on its baseline."""
        if found := self._origins.get(index):
            return found
        self._calls.origin(self._page, index, self._x_at, self._y_at)
        return self._place.point(self._x.value, self._y.value)

    def size(self, index: int) -> float:
        """A character's type size in points."""
        found = self._sizes.get(index)
        if found is None:
            self._calls.matrix(self._page, index, self._floats_at)
            self._sizes[index] = found = float(self._calls.size(self._page, index) * math.hypot(self._values[1], self._values[3]) * self._place.unit)
        return found

    def angle(self, index: int) -> float:
        """How a character leans to the right on the shown page, from 0 to 2π."""
        found = self._angles.get(index)
        if found is None:
            found = self._calls.angle(self._page, index)
            self._angles[index] = found = self._turned(found) if self._place.turns else found
        return found

    def _turned(self, angle: float) -> float:
        return (angle + self._place.turns * math.pi / 2) % (2 * math.pi)

    def is_generated(self, index: int) -> bool:
        """Whether pdfium made a character that is not printed: a space for a gap, or a line's end."""
        found = self._generated.get(index)
        if found is None:
            self._generated[index] = found = self._calls.is_generated(self._page, index) == 1
        return found

    def type_of(self, index: int) -> tuple[str, bool]:
        """The name of a character's font, empty if it has none, and whether it is bold."""
        font = self.font(index)
        if font is None:
            return self._asked_type(index)
        if font not in self._types:
            self._types[font] = self._asked_type(index)
        return self._types[font]

    def _asked_type(self, index: int) -> tuple[str, bool]:
        length = self._calls.font_name(self._page, index, self._name_at, _FONT_NAME_BYTES, self._flags_at)
        font = family(self._name.value.decode("utf-8", "replace")) if 0 < length <= _FONT_NAME_BYTES else ""
        return font, self._calls.weight(self._page, index) >= _BOLD_WEIGHT or "bold" in font.lower()

    def text_object(self, index: int) -> int:
        """The address of the object that prints a character, 0 for a generated one."""
        found = self._objects.get(index)
        if found is None:
            self._objects[index] = found = self._calls.text_object(self._page, index) or 0
        return found

    def font(self, index: int) -> Hashable:
        """By what a character's font is known, whether it has a name or not."""
        address: int | None = self._calls.font(self.text_object(index))
        return address


class Offsets:
    """Places in a page's text to the indices of its characters: pdfium counts UTF-16 units, and characters that the text does not have.

    ``char`` gives the index of the character at a place; it is asked of each line a dozen times.
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
