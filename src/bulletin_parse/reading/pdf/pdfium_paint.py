"""How pdfium draws a page's objects: which texts may not be seen, what is drawn over others, where the pictures are."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from bulletin_parse.reading.document import Box
from bulletin_parse.reading.pdf.covers import THINNEST
from bulletin_parse.reading.pdf.drawn import edges_of
from bulletin_parse.reading.pdf.pdfium_text import bare, held_address
from bulletin_parse.reading.pdf.visibility import FAINTEST, INVISIBLE, LAYER, LIGHTEST, OPAQUE, PALE

DEEPEST = 8  # forms within forms
_LEAST_SEGMENTS, _MOST_SEGMENTS = 4, 6  # of a path that is a rectangle
_FLAT = 1e-3  # points
_MARK_BYTES = 16  # UTF-16 of the mark's name: OC and what is longer


class Unseen(NamedTuple):
    """Why a text object may not be seen, and whether that is proven by how it is drawn."""

    why: str
    proven: bool


class Paint(NamedTuple):
    """What a page's objects tell of one another.

    ``unseen`` are texts by address; ``covers`` say how many objects were drawn before, the rectangle in the page's own points (left, bottom,
    right, top), and whether it is a picture's; ``places`` tell where each text comes in the order of drawing, on a page with covers.
    ``loses_text`` is whether a text has no width, since its font is not embedded: pdfium leaves it out. ``pictures`` are the rectangles of images,
    ``rules`` the drawn lines.
    """

    unseen: dict[int, Unseen]
    covers: list[tuple[int, Box, bool]]
    places: dict[int, int]
    loses_text: bool = False
    pictures: tuple[Box, ...] = ()
    rules: tuple[Box, ...] = ()


class _Path(NamedTuple):
    """A path that is a line or a rectangle: where it is, and how it is drawn."""

    box: Box
    opaque: bool
    stroked: bool

    @property
    def covers(self) -> bool:
        """Whether it hides what was drawn before."""
        return self.opaque and min(self.box[2] - self.box[0], self.box[3] - self.box[1]) >= THINNEST


class _Object(NamedTuple):
    """An object's place in the order of drawing, its address and kind, and the matrices of the forms around it."""

    place: int
    thing: int
    kind: int
    matrices: tuple[Any, ...]


class _Calls(NamedTuple):
    """Functions of pdfium's that are asked for each object."""

    object_at: Any
    kind_of: Any
    mode_of: Any
    colour_of: Any


@cache
def _calls(raw: Any) -> _Calls:
    address, integer = ctypes.c_void_p, ctypes.c_int
    return _Calls(
        bare(raw.FPDFPage_GetObject, address, address, integer),
        bare(raw.FPDFPageObj_GetType, integer, address),
        bare(raw.FPDFTextObj_GetTextRenderMode, integer, address),
        bare(raw.FPDFPageObj_GetFillColor, integer, address, address, address, address, address),
    )


def painted(page: Any, raw: Any, *, layers: bool, bare: bool = False) -> Paint:
    """What is told of a page's objects.

    Args:
        page: pypdfium2's page.
        raw: pypdfium2's raw functions.
        layers: whether the file has layers that can be switched off.
        bare: whether it has fonts that are not embedded.
    """
    objects = _Objects(raw, layers=layers, bare=bare)
    places, unseen = objects.texts, dict[int, Unseen]()
    covers: list[tuple[int, Box, bool]] = []
    pictures: list[Box] = []
    rules: list[Box] = []
    loses_text = False
    for place, thing, kind, matrices in objects.of_page(page):
        if kind == raw.FPDF_PAGEOBJ_TEXT:
            places[thing] = place
            if why := objects.unseen(thing, in_form=bool(matrices)):
                unseen[thing] = why
            if bare and not loses_text:
                loses_text = objects.is_flat(thing)
        elif kind == raw.FPDF_PAGEOBJ_PATH:
            if path := objects.path(thing, matrices):
                rules += edges_of(path.box, stroked=path.stroked)
                if places and path.covers:
                    covers.append((place, path.box, False))
        elif kind == raw.FPDF_PAGEOBJ_IMAGE and (box := objects.bounds(thing, matrices)):
            pictures.append(box)
            if places:
                covers.append((place, box, True))
    return Paint(unseen, covers, places if covers else {}, loses_text, tuple(pictures), tuple(rules))


class _Objects:
    """Asks pdfium about objects, by address, with one set of buffers for all.

    ``texts`` are the places, in the order of drawing, of texts that are seen for certain and were told of by ``of_page`` in no other way.
    """

    def __init__(self, raw: Any, *, layers: bool, bare: bool) -> None:
        self._raw, self._layers, self._calls = raw, layers, _calls(raw)
        self._asks_each_text = layers or bare
        self._colour = (ctypes.c_uint * 4)()
        first = ctypes.addressof(self._colour)
        self._channels = [first + at * ctypes.sizeof(ctypes.c_uint) for at in range(4)]
        self._values = memoryview(self._colour).cast("B").cast("I")  # red, green, blue, alpha
        self._sides = [ctypes.c_float() for _ in range(4)]
        self._fill, self._stroke = ctypes.c_int(), ctypes.c_int()
        self.texts: dict[int, int] = {}

    def of_page(self, page: Any) -> Iterator[_Object]:
        """The objects of a page, those of its forms as well, but for the plain texts: browsers cut a page into a thousand, so three calls tell one."""
        handle = held_address(page.raw)
        object_at, mode_of, colour_of, kind_of = self._calls.object_at, self._calls.mode_of, self._calls.colour_of, self._calls.kind_of
        filled, form = -2 if self._asks_each_text else self._raw.FPDF_TEXTRENDERMODE_FILL, self._raw.FPDF_PAGEOBJ_FORM
        (red, green, blue, alpha), values, texts = self._channels, self._values, self.texts
        place = -1
        for index in range(self._raw.FPDFPage_CountObjects(page.raw)):
            thing = object_at(handle, index)
            place += 1
            # What is no text has no mode of rendering.
            plain = mode_of(thing) == filled and colour_of(thing, red, green, blue, alpha) and values[3] >= FAINTEST
            if plain and (values[0] < LIGHTEST or values[1] < LIGHTEST or values[2] < LIGHTEST):
                texts[thing] = place
                continue
            kind = kind_of(thing)
            if kind != form:
                yield _Object(place, thing, kind, ())
                continue
            for inner in self._of_form(thing, ()):
                place += 1
                yield inner._replace(place=place)

    def _of_form(self, form: int, matrices: tuple[Any, ...]) -> Iterator[_Object]:
        raw, pointer = self._raw, self._pointer(form)
        matrix = raw.FS_MATRIX()
        raw.FPDFPageObj_GetMatrix(pointer, matrix)
        inside = (matrix, *matrices)
        for index in range(raw.FPDFFormObj_CountObjects(pointer)):
            thing = held_address(raw.FPDFFormObj_GetObject(pointer, index))
            kind = self._calls.kind_of(thing)
            if kind == raw.FPDF_PAGEOBJ_FORM and len(inside) < DEEPEST:
                yield from self._of_form(thing, inside)
            else:
                yield _Object(0, thing, kind, inside)

    def _pointer(self, thing: int) -> Any:
        return ctypes.cast(thing, self._raw.FPDF_PAGEOBJECT)

    def is_flat(self, text: int) -> bool:
        """Whether a text has no extent across the page."""
        if not self._raw.FPDFPageObj_GetBounds(self._pointer(text), *self._sides):
            return True
        return abs(self._sides[2].value - self._sides[0].value) < _FLAT

    def unseen(self, text: int, *, in_form: bool) -> Unseen | None:
        """Why a text may not be seen, if so."""
        mode = self._calls.mode_of(text)
        if mode == self._raw.FPDF_TEXTRENDERMODE_INVISIBLE:
            return Unseen(INVISIBLE, proven=True)
        if mode != self._raw.FPDF_TEXTRENDERMODE_STROKE and self._calls.colour_of(text, *self._channels):
            if self._values[3] < FAINTEST:
                return Unseen(INVISIBLE, proven=True)
            if min(self._values[:3]) >= LIGHTEST:
                return Unseen(PALE, proven=False)
        if self._layers and (in_form or self._is_in_layer(self._pointer(text))):
            return Unseen(LAYER, proven=False)
        return None

    def _is_in_layer(self, thing: Any) -> bool:
        raw = self._raw
        buffer, length = (raw.FPDF_WCHAR * _MARK_BYTES)(), ctypes.c_ulong()
        for index in range(raw.FPDFPageObj_CountMarks(thing)):
            if raw.FPDFPageObjMark_GetName(raw.FPDFPageObj_GetMark(thing, index), buffer, ctypes.sizeof(buffer), length) and list(buffer[:3]) == [*b"OC", 0]:
                return True
        return False

    def path(self, path: int, matrices: tuple[Any, ...]) -> _Path | None:
        """What is told of a path, if it is a line or a rectangle that is drawn."""
        raw, pointer = self._raw, self._pointer(path)
        if not raw.FPDFPath_GetDrawMode(pointer, self._fill, self._stroke) or (segments := raw.FPDFPath_CountSegments(pointer)) > _MOST_SEGMENTS:
            return None
        opaque = bool(self._fill.value) and bool(self._calls.colour_of(path, *self._channels)) and self._values[3] >= OPAQUE
        stroked = bool(self._stroke.value)
        box = self.bounds(path, matrices) if opaque or stroked else None
        return _Path(box, opaque, stroked and segments >= _LEAST_SEGMENTS) if box else None

    def bounds(self, thing: int, matrices: tuple[Any, ...]) -> Box | None:
        """The rectangle of an object in the page's points."""
        if not self._raw.FPDFPageObj_GetBounds(self._pointer(thing), *self._sides):
            return None
        left, bottom, right, top = [side.value for side in self._sides]
        for m in matrices:
            corners = [(m.a * x + m.c * y + m.e, m.b * x + m.d * y + m.f) for x in (left, right) for y in (bottom, top)]
            (left, right), (bottom, top) = [(min(values), max(values)) for values in zip(*corners, strict=True)]
        return left, bottom, right, top
