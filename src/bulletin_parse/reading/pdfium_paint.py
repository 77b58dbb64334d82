"""How pdfium draws a page's objects: which texts may not be seen, and what is drawn over others."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any, NamedTuple

from bulletin_parse.reading.covers import THINNEST
from bulletin_parse.reading.document import Box
from bulletin_parse.reading.visibility import FAINTEST, INVISIBLE, LAYER, LIGHTEST, OPAQUE, PALE

DEEPEST = 8  # forms within forms
_MOST_SEGMENTS = 6  # of a path that is a rectangle
_FLAT = 1e-3  # points
_MARK_BYTES = 16  # UTF-16 of the mark's name: OC and what is longer


class Unseen(NamedTuple):
    """Why a text object may not be seen, and whether that is proven by how it is drawn."""

    why: str
    proven: bool


class Paint(NamedTuple):
    """What a page's objects tell of one another.

    ``unseen`` are texts by address; ``covers`` say how many objects were drawn before, and the rectangle in the page's own points (left, bottom,
    right, top); ``places`` tell where each text comes in the order of drawing, on a page with covers. ``loses_text`` is whether a text
    has no width, since its font is not embedded: pdfium leaves it out.
    """

    unseen: dict[int, Unseen]
    covers: list[tuple[int, Box]]
    places: dict[int, int]
    loses_text: bool = False


def painted(page: Any, raw: Any, *, layers: bool, bare: bool = False) -> Paint:
    """What is told of a page's objects.

    Args:
        page: pypdfium2's page.
        raw: pypdfium2's raw functions.
        layers: whether the file has layers that can be switched off.
        bare: whether it has fonts that are not embedded.
    """
    objects = _Objects(raw, layers=layers)
    paint = Paint({}, [], {})
    texts: list[tuple[int, int]] = []
    flat = False
    handle = page.raw
    for place, (thing, kind, matrices) in enumerate(objects.of(handle, raw.FPDFPage_CountObjects, raw.FPDFPage_GetObject)):
        if kind == raw.FPDF_PAGEOBJ_TEXT:
            address = ctypes.cast(thing, ctypes.c_void_p).value or 0
            texts.append((address, place))
            flat = flat or (bare and objects.is_flat(thing))
            if unseen := objects.unseen(thing, in_form=bool(matrices)):
                paint.unseen[address] = unseen
        elif kind == raw.FPDF_PAGEOBJ_PATH and texts and (box := objects.cover(thing, matrices)):
            paint.covers.append((place, box))
    if paint.covers:
        paint.places.update(texts)
    return paint._replace(loses_text=flat)


class _Objects:
    """Asks pdfium about objects, with one set of buffers for all."""

    def __init__(self, raw: Any, *, layers: bool) -> None:
        self._raw, self._layers = raw, layers
        self._colour = [ctypes.c_uint() for _ in range(4)]
        self._sides = [ctypes.c_float() for _ in range(4)]
        self._fill, self._stroke = ctypes.c_int(), ctypes.c_int()

    def of(self, holder: Any, count: Any, get: Any, matrices: tuple[Any, ...] = ()) -> Iterator[tuple[Any, int, tuple[Any, ...]]]:
        """The objects of a page or form with their kinds, those of its forms as well, and the matrices of the forms around them."""
        raw = self._raw
        kind_of = raw.FPDFPageObj_GetType
        for index in range(count(holder)):
            thing = get(holder, index)
            kind = kind_of(thing)
            if kind == raw.FPDF_PAGEOBJ_FORM and len(matrices) < DEEPEST:
                matrix = raw.FS_MATRIX()
                raw.FPDFPageObj_GetMatrix(thing, matrix)
                yield from self.of(thing, raw.FPDFFormObj_CountObjects, raw.FPDFFormObj_GetObject, (matrix, *matrices))
            else:
                yield thing, kind, matrices

    def is_flat(self, text: Any) -> bool:
        """Whether a text has no extent across the page."""
        if not self._raw.FPDFPageObj_GetBounds(text, *self._sides):
            return True
        return abs(self._sides[2].value - self._sides[0].value) < _FLAT

    def unseen(self, text: Any, *, in_form: bool) -> Unseen | None:
        raw = self._raw
        mode = raw.FPDFTextObj_GetTextRenderMode(text)
        if mode == raw.FPDF_TEXTRENDERMODE_INVISIBLE:
            return Unseen(INVISIBLE, proven=True)
        red, green, blue, alpha = self._colour
        if mode != raw.FPDF_TEXTRENDERMODE_STROKE and raw.FPDFPageObj_GetFillColor(text, red, green, blue, alpha):
            if alpha.value < FAINTEST:
                return Unseen(INVISIBLE, proven=True)
            if min(red.value, green.value, blue.value) >= LIGHTEST:
                return Unseen(PALE, proven=False)
        if self._layers and (in_form or self._is_in_layer(text)):
            return Unseen(LAYER, proven=False)
        return None

    def _is_in_layer(self, thing: Any) -> bool:
        raw = self._raw
        buffer, length = (raw.FPDF_WCHAR * _MARK_BYTES)(), ctypes.c_ulong()
        for index in range(raw.FPDFPageObj_CountMarks(thing)):
            if raw.FPDFPageObjMark_GetName(raw.FPDFPageObj_GetMark(thing, index), buffer, ctypes.sizeof(buffer), length) and list(buffer[:3]) == [*b"OC", 0]:
                return True
        return False

    def cover(self, path: Any, matrices: tuple[Any, ...]) -> Box | None:
        """The rectangle that a path hides, if it is one and opaque."""
        raw = self._raw
        if not raw.FPDFPath_GetDrawMode(path, self._fill, self._stroke) or not self._fill.value or raw.FPDFPath_CountSegments(path) > _MOST_SEGMENTS:
            return None
        red, green, blue, alpha = self._colour
        if not raw.FPDFPageObj_GetFillColor(path, red, green, blue, alpha) or alpha.value < OPAQUE or not raw.FPDFPageObj_GetBounds(path, *self._sides):
            return None
        left, bottom, right, top = [side.value for side in self._sides]
        for m in matrices:
            corners = [(m.a * x + m.c * y + m.e, m.b * x + m.d * y + m.f) for x in (left, right) for y in (bottom, top)]
            (left, right), (bottom, top) = [(min(values), max(values)) for values in zip(*corners, strict=True)]
        return (left, bottom, right, top) if min(right - left, top - bottom) >= THINNEST else None
