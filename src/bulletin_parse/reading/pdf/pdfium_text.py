"""What pdfium tells of the characters of a text page, and where they stand on the page as it is shown."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Hashable
from functools import cache
from typing import Any, NamedTuple

from bulletin_parse.reading.document import Box
from bulletin_parse.reading.spacing import family

_BOLD_WEIGHT = 600
_FONT_NAME_BYTES = 128


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
    )


class Characters:
    """The characters of a text page by index, asked with one set of buffers.

    Args:
        textpage: pypdfium2's.
        raw: pypdfium2's raw functions.
        place: how the page's points become ours.
    """

    def __init__(self, textpage: Any, raw: Any, place: Place) -> None:
        self._calls, self._page, self._place = _calls(raw), held_address(textpage.raw), place
        self._floats = (ctypes.c_float * 6)()
        self._values = memoryview(self._floats).cast("B").cast("f")
        self._floats_at = ctypes.addressof(self._floats)
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._x_at, self._y_at = ctypes.addressof(self._x), ctypes.addressof(self._y)
        self._name, self._flags = ctypes.create_string_buffer(_FONT_NAME_BYTES), ctypes.c_int()
        self._name_at, self._flags_at = ctypes.addressof(self._name), ctypes.addressof(self._flags)

    def box(self, index: int) -> Box:
        """The room of a character in the page's own points: left, bottom, right, top."""
        self._calls.box(self._page, index, self._floats_at)
        left, top, right, bottom, _, _ = self._values
        return left, bottom, right, top

    def origin(self, index: int) -> tuple[float, float]:
        """Where a character begins, on its baseline."""
        self._calls.origin(self._page, index, self._x_at, self._y_at)
        return self._place.point(self._x.value, self._y.value)

    def size(self, index: int) -> float:
        """A character's type size in points."""
        self._calls.matrix(self._page, index, self._floats_at)
        return float(self._calls.size(self._page, index) * math.hypot(self._values[1], self._values[3]) * self._place.unit)

    def angle(self, index: int) -> float:
        """How a character leans to the right on the shown page, from 0 to 2π."""
        angle = float(self._calls.angle(self._page, index))
        return (angle + self._place.turns * math.pi / 2) % (2 * math.pi) if self._place.turns else angle

    def is_generated(self, index: int) -> bool:
        """Whether pdfium made a character that is not printed: a space for a gap, or a line's end."""
        return bool(self._calls.is_generated(self._page, index) == 1)

    def type_of(self, index: int) -> tuple[str, bool]:
        """The name of a character's font, empty if it has none, and whether it is bold."""
        length = self._calls.font_name(self._page, index, self._name_at, _FONT_NAME_BYTES, self._flags_at)
        font = family(self._name.value.decode("utf-8", "replace")) if 0 < length <= _FONT_NAME_BYTES else ""
        return font, self._calls.weight(self._page, index) >= _BOLD_WEIGHT or "bold" in font.lower()

    def text_object(self, index: int) -> int:
        """The address of the object that prints a character, 0 for a generated one."""
        return self._calls.text_object(self._page, index) or 0

    def font(self, index: int) -> Hashable:
        """By what a character's font is known, whether it has a name or not."""
        address: int | None = self._calls.font(self.text_object(index))
        return address
