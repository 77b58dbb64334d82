"""Reading with pdfium (pypdfium2): the fastest engine for PDFs printed by browsers."""

from __future__ import annotations

import ctypes
import math
import re
from bisect import bisect_left
from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from typing import Any

from bulletin_parse.errors import EncryptedSource, EngineUnavailable, UnreadableSource
from bulletin_parse.limits import meter
from bulletin_parse.reading.document import Document, Line, LinkArea, Page, Picture
from bulletin_parse.reading.sniff import has_pictures
from bulletin_parse.reading.spacing import GAP, family, settle, speaker, tidy
from bulletin_parse.reading.typefaces import name_typefaces
from bulletin_parse.reading.weight import counted

NAME = "pdfium"

# pdfium ends lines by CR LF, and puts U+FFFE (older builds: U+0002) for a hyphen at a line's end, without CR LF.
_LINE = re.compile(r"[^\r\n\ufffe\x02]+[\ufffe\x02]?")
_HYPHEN_MARKS = "\ufffe\x02"
_BOLD_WEIGHT = 600
_FONT_NAME_BYTES = 128
_URI_BYTES = 4096
_FONT_SAMPLES = 5  # characters of a long line whose fonts are looked up


def library(source: str) -> tuple[Any, Any]:
    """pypdfium2 and its raw functions.

    Raises:
        EngineUnavailable: it is not installed.
    """
    try:
        import pypdfium2
        import pypdfium2.raw as raw
    except ImportError as error:
        raise EngineUnavailable(source, "the engine pdfium is not installed", remedy="Install it with: pip install pypdfium2") from error
    return pypdfium2, raw


def version() -> str:
    """Pdfium's own version, such as ``147.0.7713.0``."""
    return str(library("")[0].PDFIUM_INFO)


def read(data: bytes, source: str) -> Document:
    """All pages of a PDF, as :class:`bulletin_parse.reading.protocol.PdfEngine` asks."""
    pypdfium2, raw = library(source)
    with _machine_fonts_aside(raw):
        return _read(data, source, pypdfium2, raw)


@contextmanager
def _machine_fonts_aside(raw: Any) -> Iterator[None]:
    """Keeps the fonts that this machine has from standing in for those that a file does not embed.

    Their widths and heights would decide where the lines stand, and one file would give other places on other machines.
    """
    raw.FPDF_SetSystemFontInfo(None)
    try:
        yield
    finally:
        if machine_fonts := raw.FPDF_GetDefaultSystemFontInfo():
            raw.FPDF_SetSystemFontInfo(machine_fonts)


def _read(data: bytes, source: str, pypdfium2: Any, raw: Any) -> Document:
    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise EncryptedSource(source, "the PDF is encrypted and wants a password") from error
        if "security" in str(error).lower():
            raise EncryptedSource(source, "the PDF is encrypted in a way that pdfium does not know") from error
        raise UnreadableSource(source, f"pdfium cannot read it ({error})") from error
    try:
        if not len(pdf):
            raise UnreadableSource(source, "the PDF has no pages")
        meter().most("pages", len(pdf))
        # Browsers cut a page into thousands of objects, among which looking for pictures takes as long as reading the text.
        pictures = has_pictures(data)
        pages = settle([counted(_read_page(pdf, number, raw, pictures=pictures)) for number in range(len(pdf))])
    except pypdfium2.PdfiumError as error:
        raise UnreadableSource(source, f"pdfium cannot read it ({error})") from error
    finally:
        pdf.close()
    return Document(pages, NAME, version(), "application/pdf")


def _read_page(pdf: Any, number: int, raw: Any, *, pictures: bool) -> Page:
    page = pdf[number]
    try:
        width, height = page.get_size()
        place = place_of(page)
        textpage = page.get_textpage()
        try:
            lines = _lines(textpage, raw, place)
        finally:
            textpage.close()
        links = _links(page, pdf, raw, place)
        found = _pictures(page, raw, place) if pictures else []
    finally:
        page.close()
    return Page(number + 1, width, height, tuple(lines), tuple(links), tuple(found))


def place_of(page: Any) -> _Place:
    """How the page's own coordinates become ours."""
    left, bottom, _, top = page.get_bbox()
    return _Place(left, top if page.get_rotation() == 0 else bottom + page.get_height())


class _Place:
    """Turns pdfium's coordinates (origin bottom left of the media box) to ours (top left of the visible page)."""

    def __init__(self, left: float, top: float) -> None:
        self.left, self.top = left, top

    def box(self, left: float, bottom: float, right: float, top: float) -> tuple[float, float, float, float]:
        return left - self.left, self.top - top, right - self.left, self.top - bottom


def _lines(textpage: Any, raw: Any, place: _Place) -> list[Line]:
    text, handle = textpage.get_text_range(), textpage.raw
    offsets = _Offsets(text)
    first, last = raw.FS_RECTF(), raw.FS_RECTF()
    matrix = raw.FS_MATRIX()
    base_x, base_y = ctypes.c_double(), ctypes.c_double()
    name, flags = ctypes.create_string_buffer(_FONT_NAME_BYTES), ctypes.c_int()
    lines: list[Line] = []
    nameless: list[frozenset[Hashable]] = []
    for match in _LINE.finditer(text):
        start, end = match.span()
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        if start == end:
            continue
        a, b = offsets.char(start), offsets.char(end - 1)
        raw.FPDFText_GetLooseCharBox(handle, a, first)
        raw.FPDFText_GetLooseCharBox(handle, b, last)
        if last.right < first.left or last.right == last.left:  # a generated character has no box of its own
            _last_real_box(raw, handle, a, b, last)
        # A full stop or digit in a fallback font is lower than its neighbours: the line is as high as its ends.
        x0, top, x1, bottom = place.box(first.left, min(first.bottom, last.bottom), last.right, max(first.top, last.top))
        # Generated signs have no font.
        probe = offsets.char(start + speaker(text[start:end]))
        while probe < b and raw.FPDFText_IsGenerated(handle, probe) == 1:
            probe += 1
        raw.FPDFText_GetCharOrigin(handle, a, base_x, base_y)
        raw.FPDFText_GetMatrix(handle, probe, matrix)
        size = raw.FPDFText_GetFontSize(handle, probe) * math.hypot(matrix.b, matrix.d)
        length = raw.FPDFText_GetFontInfo(handle, probe, name, _FONT_NAME_BYTES, flags)
        font = family(name.value.decode("utf-8", "replace")) if 0 < length <= _FONT_NAME_BYTES else ""
        bold = raw.FPDFText_GetFontWeight(handle, probe) >= _BOLD_WEIGHT or "bold" in font.lower()
        upright = abs(raw.FPDFText_GetCharAngle(handle, probe)) < 0.1
        if not size > 0:
            size = bottom - top
        line = _printed(text, start, end, raw, handle, offsets)
        if line := tidy(line):
            nameless.append(frozenset() if font else _fonts(text, start, end, raw, handle, offsets))
            lines.append(Line(line, x0, top, x1, bottom, place.top - base_y.value, size, font, bold, upright))
    return name_typefaces(lines, nameless) if any(nameless) else lines


def _fonts(text: str, start: int, end: int, raw: Any, handle: Any, offsets: _Offsets) -> frozenset[Hashable]:
    """The fonts of a line's Han characters, some of them if it is long."""
    places = [at for at in range(start, end) if "\u4e00" <= text[at] <= "\u9fff"]
    # A short line may be a heading: it is looked at closely.
    step = max(1, len(places) // (_FONT_SAMPLES if len(places) > 2 * _FONT_SAMPLES else 2 * _FONT_SAMPLES))
    found = set()
    for at in places[::step]:
        font = raw.FPDFTextObj_GetFont(raw.FPDFText_GetTextObject(handle, offsets.char(at)))
        found.add(ctypes.cast(font, ctypes.c_void_p).value)
    return frozenset(found)


def _last_real_box(raw: Any, handle: Any, a: int, b: int, box: Any) -> None:
    while b > a and raw.FPDFText_IsGenerated(handle, b) == 1:
        b -= 1
    raw.FPDFText_GetLooseCharBox(handle, b, box)


def _printed(text: str, start: int, end: int, raw: Any, handle: Any, offsets: _Offsets) -> str:
    """A line with GAP for each space that pdfium generated."""
    line = text[start:end]
    if line[-1] in _HYPHEN_MARKS:
        line = line[:-1] + "-"
    if " " not in line:
        return line
    kept, cut = [], 0
    for gap in re.finditer(" ", line):
        at = gap.start()
        if raw.FPDFText_IsGenerated(handle, offsets.char(start + at)) == 1:
            wide = line[at + 1 :].isdigit() and _is_wide(offsets.char(start + at), raw, handle)
            kept += [line[cut:at], " " if wide else GAP]
            cut = at + 1
    kept.append(line[cut:])
    return "".join(kept)


def _is_wide(at: int, raw: Any, handle: Any) -> bool:
    """Whether a generated space stands for more than a character's width: a tab before a page number."""
    left, right = raw.FS_RECTF(), raw.FS_RECTF()
    raw.FPDFText_GetLooseCharBox(handle, at - 1, left)
    raw.FPDFText_GetLooseCharBox(handle, at + 1, right)
    return bool(right.left - left.right > left.top - left.bottom)


class _Offsets:
    """Character positions of the string to those of pdfium, which counts UTF-16 units."""

    def __init__(self, text: str) -> None:
        self._wide = [match.start() for match in re.finditer("[\U00010000-\U0010ffff]", text)]

    def char(self, offset: int) -> int:
        return offset + bisect_left(self._wide, offset)


def _links(page: Any, pdf: Any, raw: Any, place: _Place) -> list[LinkArea]:
    links = []
    position, link = ctypes.c_int(0), raw.FPDF_LINK()
    rect = raw.FS_RECTF()
    while raw.FPDFLink_Enumerate(page.raw, position, link):
        action = raw.FPDFLink_GetAction(link)
        if not action or raw.FPDFAction_GetType(action) != raw.PDFACTION_URI:
            continue
        buffer = ctypes.create_string_buffer(_URI_BYTES)
        if 0 < raw.FPDFAction_GetURIPath(pdf.raw, action, buffer, _URI_BYTES) <= _URI_BYTES and raw.FPDFLink_GetAnnotRect(link, rect):
            links.append(LinkArea(buffer.value.decode("utf-8", "replace"), *place.box(rect.left, rect.bottom, rect.right, rect.top)))
    return links


def _pictures(page: Any, raw: Any, place: _Place) -> list[Picture]:
    """The places of a page's images, those inside its forms as well."""
    handle, kind_of, object_at = page.raw, raw.FPDFPageObj_GetType, raw.FPDFPage_GetObject
    sides = [ctypes.c_float() for _ in range(4)]
    boxes = []
    for index in range(raw.FPDFPage_CountObjects(handle)):
        thing = object_at(handle, index)
        kind = kind_of(thing)
        if kind == raw.FPDF_PAGEOBJ_FORM:
            # pypdfium2 looks inside, at the price of a Python object for each of the page's.
            boxes = [inner.get_bounds() for inner in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE])]
            break
        if kind == raw.FPDF_PAGEOBJ_IMAGE and raw.FPDFPageObj_GetBounds(thing, *sides):
            boxes.append(tuple([side.value for side in sides]))
    return [Picture(*place.box(*box)) for box in boxes]
