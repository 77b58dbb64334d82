"""How pdfium draws a page's objects: which texts may not be seen, what is drawn over others, where the pictures are."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from functools import cache
from itertools import repeat
from typing import Any, NamedTuple

from bulletin_parse.reading.document import Box
from bulletin_parse.reading.pdf.covers import THINNEST
from bulletin_parse.reading.pdf.drawn import edges_of
from bulletin_parse.reading.pdf.pdfium_calls import bare, held, held_address
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
    """An object's place in the order of drawing, its address and kind, the matrices of the forms around it, and whether a plain text comes before it."""

    place: int
    thing: int
    kind: int
    matrices: tuple[Any, ...]
    after_text: bool = False


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
        bare(raw.FPDFPage_GetObject, address),
        bare(raw.FPDFPageObj_GetType, integer, address),
        bare(raw.FPDFTextObj_GetTextRenderMode, integer, address),
        bare(raw.FPDFPageObj_GetFillColor, integer),
    )


def painted(page: Any, raw: Any, *, layers: bool) -> Paint:
    """What is told of one page's objects, as :class:`Painting` has it."""
    return Painting(raw, layers=layers).of(page)


class Painting:
    """What is told of the objects of pages, asked by address, with one set of buffers for all.

    Args:
        raw: pypdfium2's raw functions.
        layers: whether the file has layers that can be switched off.
        bare: whether it has fonts that are not embedded.
    """

    def __init__(self, raw: Any, *, layers: bool, bare: bool = False) -> None:
        self._raw, self._layers, self._bare, self._calls = raw, layers, bare, _calls(raw)
        colour = (ctypes.c_uint * 4)()
        self._channels = [ctypes.byref(colour, at * ctypes.sizeof(ctypes.c_uint)) for at in range(4)]
        self._values = memoryview(colour).cast("B").cast("I")  # red, green, blue, alpha
        self._asked = ctypes.c_void_p()  # the address of the object whose colour is asked for
        self._sides = [ctypes.c_float() for _ in range(4)]
        self._fill, self._stroke = ctypes.c_int(), ctypes.c_int()
        self._things: list[int] = []
        self._forms: list[tuple[int, int]] = []

    def of(self, page: Any) -> Paint:
        """What is told of the objects of pypdfium2's page."""
        raw = self._raw
        texts, unseen = dict[int, int](), dict[int, Unseen]()
        covers: list[tuple[int, Box, bool]] = []
        pictures: list[Box] = []
        rules: list[Box] = []
        loses_text = False
        for place, thing, kind, matrices, after_text in self._of_page(page):
            if kind == raw.FPDF_PAGEOBJ_TEXT:
                texts[thing] = place
                if why := self._unseen(thing, in_form=bool(matrices)):
                    unseen[thing] = why
                if self._bare and not loses_text:
                    loses_text = self._is_flat(thing)
            elif kind == raw.FPDF_PAGEOBJ_PATH:
                if path := self._path(thing, matrices):
                    rules += edges_of(path.box, stroked=path.stroked)
                    if path.covers and (after_text or texts):
                        covers.append((place, path.box, False))
            elif kind == raw.FPDF_PAGEOBJ_IMAGE and (box := self._bounds(thing, matrices)):
                pictures.append(box)
                if after_text or texts:
                    covers.append((place, box, True))
        return Paint(unseen, covers, self._plain_places() | texts if covers else {}, loses_text, tuple(pictures), tuple(rules))

    def _of_page(self, page: Any) -> Iterator[_Object]:
        """The objects of a page, those of its forms as well, but for the plain texts: browsers cut a page into a thousand, so three calls tell one."""
        mode_of, colour_of, kind_of = self._calls.mode_of, self._calls.colour_of, self._calls.kind_of
        filled, form = -2 if self._layers or self._bare else self._raw.FPDF_TEXTRENDERMODE_FILL, self._raw.FPDF_PAGEOBJ_FORM
        (red, green, blue, alpha), values = self._channels, self._values
        self._things = things = list(map(self._calls.object_at, repeat(held(page.raw)), range(self._raw.FPDFPage_CountObjects(page.raw))))
        asked, others = self._asked, list[int]()
        for at, thing in enumerate(things):
            if mode_of(thing) == filled:  # what is no text has no mode of rendering
                asked.value = thing
                told = colour_of(asked, red, green, blue, alpha) and values[3] >= FAINTEST
                if told and not (values[0] >= LIGHTEST and values[1] >= LIGHTEST and values[2] >= LIGHTEST):
                    continue
            others.append(at)
        self._forms = []
        inside = 0
        for before, at in enumerate(others):
            thing = things[at]
            kind = kind_of(thing)
            if kind != form:
                yield _Object(at + inside, thing, kind, (), at > before)
                continue
            for inner in self._of_form(thing, ()):
                inside += 1
                yield inner._replace(place=at + inside, after_text=at > before)
            self._forms.append((at, inside))

    def _plain_places(self) -> dict[int, int]:
        """Where the page's own objects come in the order of drawing: behind a form come those inside it."""
        found: dict[int, int] = {}
        begin = inside = 0
        for last, after in [*self._forms, (len(self._things) - 1, 0)]:
            found.update(zip(self._things[begin : last + 1], range(begin + inside, last + 1 + inside), strict=True))
            begin, inside = last + 1, after
        return found

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

    def _is_filled(self, thing: int) -> bool:
        """Whether an object has a colour of its own to be filled with, which is written to the values then."""
        self._asked.value = thing
        return bool(self._calls.colour_of(self._asked, *self._channels))

    def _is_flat(self, text: int) -> bool:
        """Whether a text has no extent across the page."""
        if not self._raw.FPDFPageObj_GetBounds(self._pointer(text), *self._sides):
            return True
        return abs(self._sides[2].value - self._sides[0].value) < _FLAT

    def _unseen(self, text: int, *, in_form: bool) -> Unseen | None:
        """Why a text may not be seen, if so."""
        mode = self._calls.mode_of(text)
        if mode == self._raw.FPDF_TEXTRENDERMODE_INVISIBLE:
            return Unseen(INVISIBLE, proven=True)
        if mode != self._raw.FPDF_TEXTRENDERMODE_STROKE and self._is_filled(text):
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

    def _path(self, path: int, matrices: tuple[Any, ...]) -> _Path | None:
        """What is told of a path, if it is a line or a rectangle that is drawn."""
        raw, pointer = self._raw, self._pointer(path)
        if not raw.FPDFPath_GetDrawMode(pointer, self._fill, self._stroke) or (segments := raw.FPDFPath_CountSegments(pointer)) > _MOST_SEGMENTS:
            return None
        opaque = bool(self._fill.value) and self._is_filled(path) and self._values[3] >= OPAQUE
        stroked = bool(self._stroke.value)
        box = self._bounds(path, matrices) if opaque or stroked else None
        return _Path(box, opaque, stroked and segments >= _LEAST_SEGMENTS) if box else None

    def _bounds(self, thing: int, matrices: tuple[Any, ...]) -> Box | None:
        """The rectangle of an object in the page's points."""
        if not self._raw.FPDFPageObj_GetBounds(self._pointer(thing), *self._sides):
            return None
        left, bottom, right, top = [side.value for side in self._sides]
        for m in matrices:
            corners = [(m.a * x + m.c * y + m.e, m.b * x + m.d * y + m.f) for x in (left, right) for y in (bottom, top)]
            (left, right), (bottom, top) = [(min(values), max(values)) for values in zip(*corners, strict=True)]
        return left, bottom, right, top
