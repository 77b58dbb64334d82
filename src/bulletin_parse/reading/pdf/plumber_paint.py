"""How pdfminer draws a page: what pdfplumber leaves out of its characters is noted on them as they are drawn."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, NamedTuple

from pdfminer.pdfinterp import PDFGraphicState, PDFPageInterpreter
from pdfminer.pdftypes import dict_value, resolve1
from pdfplumber.page import PDFPageAggregatorWithMarkedContent

from bulletin_parse.reading.document import Box
from bulletin_parse.reading.pdf.covers import THINNEST
from bulletin_parse.reading.pdf.visibility import FAINTEST, INVISIBLE, LAYER, OPAQUE

_INVISIBLE_MODE = 3
_LAYER_TAG = "OC"
_MOST_CORNERS = 6  # of a path that is a rectangle, closed by one line or two


class Painted(NamedTuple):
    """A page as drawn: pdfminer's layout, and what covers text.

    ``covers`` are how many characters were drawn before, the rectangle (x0, y0, x1, y1), and whether it is a picture's.
    """

    layout: Any
    covers: list[tuple[int, Box, bool]]


class _State(PDFGraphicState):  # type: ignore[misc]
    """A graphics state that knows how opaque fills are."""

    alpha = 1.0

    def copy(self) -> PDFGraphicState:
        copied = super().copy()
        copied.__class__ = type(self)
        copied.alpha = self.alpha
        return copied


class _Interpreter(PDFPageInterpreter):  # type: ignore[misc]
    """Reads ``gs``, which pdfminer passes over, and which layers are switched off."""

    def init_state(self, ctm: Any) -> None:
        super().init_state(ctm)
        self.graphicstate: Any = _State()

    def do_gs(self, name: Any) -> None:
        with suppress(Exception):  # a state that cannot be read changes nothing
            states = dict_value(self.resources.get("ExtGState"))
            alpha = resolve1(dict_value(states[name.name]).get("ca"))
            if isinstance(alpha, int | float):
                self.graphicstate.alpha = float(alpha)

    def do_BDC(self, tag: Any, props: Any) -> None:  # noqa: N802 - pdfminer's name
        if getattr(tag, "name", "") == _LAYER_TAG:
            with suppress(Exception):
                self.device.layer(self.resources["Properties"], props)
        super().do_BDC(tag, props)

    def do_Do(self, xobjid_arg: Any) -> None:  # noqa: N802
        layer = None
        with suppress(Exception):
            layer = getattr(self.xobjmap[xobjid_arg.name].attrs.get("OC"), "objid", None)
        with self.device.inside(layer):
            super().do_Do(xobjid_arg)


class _Device(PDFPageAggregatorWithMarkedContent):  # type: ignore[misc]
    """Notes on each character why nobody sees it, and what is drawn over others."""

    def __init__(self, *args: Any, off: frozenset[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.state: Any = None
        self.covers: list[tuple[int, Box, bool]] = []
        self._off = off
        self._drawn = 0
        self._open: list[bool] = []
        self._next_is_off = False

    @contextmanager
    def inside(self, layer: int | None) -> Iterator[None]:
        """Draws a form that may belong to a layer."""
        self._open.append(layer in self._off)
        try:
            yield
        finally:
            self._open.pop()

    def layer(self, properties: Any, name: Any) -> None:
        """Notes whether the layer that begins is off."""
        reference = dict_value(properties)[name.name]
        self._next_is_off = getattr(reference, "objid", None) in self._off

    def begin_tag(self, tag: Any, props: Any = None) -> None:
        self._open.append(self._next_is_off)
        self._next_is_off = False
        super().begin_tag(tag, props)

    def end_tag(self) -> None:
        if self._open:
            self._open.pop()
        super().end_tag()

    def render_string(self, textstate: Any, *args: Any, **kwargs: Any) -> None:
        self.state = textstate
        super().render_string(textstate, *args, **kwargs)

    def render_char(self, *args: Any, **kwargs: Any) -> float:
        advance = super().render_char(*args, **kwargs)
        self._drawn += 1
        if self.cur_item._objs:  # noqa: SLF001 - as pdfplumber's own device does
            drawn = self.cur_item._objs[-1]  # noqa: SLF001
            if any(self._open):
                drawn.tag = LAYER
            elif getattr(self.state, "render", 0) == _INVISIBLE_MODE or getattr(drawn.graphicstate, "alpha", 1.0) * OPAQUE < FAINTEST:
                drawn.tag = INVISIBLE
        return float(advance)

    def paint_path(self, gstate: Any, stroke: bool, fill: bool, evenodd: bool, path: Any) -> None:  # noqa: FBT001 - pdfminer's arguments
        super().paint_path(gstate, stroke, fill, evenodd, path)
        if fill and self._drawn and getattr(gstate, "alpha", 1.0) >= 1 and self.cur_item._objs:  # noqa: SLF001
            box = self.cur_item._objs[-1]  # noqa: SLF001
            if len(getattr(box, "pts", ())) <= _MOST_CORNERS and min(box.width, box.height) >= THINNEST:
                self.covers.append((self._drawn, (box.x0, box.y0, box.x1, box.y1), False))

    def render_image(self, name: str, stream: Any) -> None:
        super().render_image(name, stream)
        if self._drawn and self.cur_item._objs:  # noqa: SLF001
            self.covers.append((self._drawn, self.cur_item._objs[-1].bbox, True))  # noqa: SLF001


def painted(page: Any, off: frozenset[int]) -> Painted:
    """A page of pdfplumber's, drawn.

    Args:
        page: pdfplumber's page, which keeps the layout and makes its characters of it.
        off: the objects of the layers that are switched off.
    """
    device = _Device(page.pdf.rsrcmgr, pageno=page.page_number, laparams=page.pdf.laparams, off=off)
    _Interpreter(page.pdf.rsrcmgr, device).process_page(page.page_obj)
    page._layout = device.get_result()  # noqa: SLF001 - where the page's own property looks first
    return Painted(page._layout, device.covers)  # noqa: SLF001


def layers_off(pdf: Any) -> frozenset[int]:
    """The objects of the layers that a file switches off when it is opened."""
    off: set[int] = set()
    with suppress(Exception):  # a file whose layers cannot be read shows all of them
        properties = dict_value(pdf.doc.catalog["OCProperties"])
        config = dict_value(properties["D"])
        if getattr(resolve1(config.get("BaseState")), "name", "ON") == "OFF":
            off |= {layer.objid for layer in resolve1(properties["OCGs"])}
            off -= {layer.objid for layer in resolve1(config.get("ON", []))}
        off |= {layer.objid for layer in resolve1(config.get("OFF", []))}
    return frozenset(off)
