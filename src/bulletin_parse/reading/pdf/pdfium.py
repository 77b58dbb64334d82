"""Reading with pdfium (pypdfium2): the fastest engine for PDFs printed by browsers."""

from __future__ import annotations

import ctypes
from collections.abc import Container, Iterator
from contextlib import contextmanager
from typing import Any

from bulletin_parse.errors import UnreadableSource
from bulletin_parse.limits import meter
from bulletin_parse.reading.cost import charged, declared
from bulletin_parse.reading.document import Document, LinkArea, Page, Picture, Tilt, UnreadPage
from bulletin_parse.reading.pdf.exclusive import exclusive
from bulletin_parse.reading.pdf.keys import features, units
from bulletin_parse.reading.pdf.opened import library, opened_pdf
from bulletin_parse.reading.pdf.pdfium_lines import Lines
from bulletin_parse.reading.pdf.pdfium_paint import Painting
from bulletin_parse.reading.pdf.pdfium_text import Place
from bulletin_parse.reading.pdf.turned import turns_of
from bulletin_parse.reading.spacing import settle

NAME = "pdfium"

_URI_BYTES = 4096
_LOST = "pdfium finds no characters in its text; another engine may"
QUARTER = 90  # degrees of a turn


def version() -> str:
    """Pdfium's own version, such as ``147.0.7713.0``."""
    return str(library("")[0].PDFIUM_INFO)


@exclusive()
def read(data: bytes, source: str) -> Document:
    """All pages of a PDF, as :class:`bulletin_parse.reading.protocol.PdfEngine` asks."""
    pypdfium2, raw = library(source)
    with _machine_fonts_aside(raw):
        pages, lost = _read(data, source, pypdfium2, raw)
    unread: list[UnreadPage] = []
    if lost:
        # Without a font a single character has no width, nor has a line that is turned: these pages need the machine's fonts.
        again, still = _read(data, source, pypdfium2, raw, lost)
        more = {page.number: page for page in again if _length(page) > _length(pages[page.number - 1])}
        unread = [UnreadPage(number, _LOST) for number in sorted(still - more.keys()) if not pages[number - 1].lines]
        pages = [more.get(page.number, page) for page in pages]
    return Document(settle(pages), NAME, version(), "application/pdf", unread=tuple(unread))


def _length(page: Page) -> int:
    """How many characters a page has, spaces apart."""
    return sum([len("".join(line.text.split())) for line in [*page.lines, *[suspect.line for suspect in page.suspects]]])


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


def _read(data: bytes, source: str, pypdfium2: Any, raw: Any, only: Container[int] | None = None) -> tuple[list[Page], set[int]]:
    """All pages, or those of some numbers only, and the numbers of those that may have text that pdfium leaves out."""
    lost: set[int] = set()
    pages = []
    try:
        with opened_pdf(data, source) as pdf:
            if not len(pdf):
                raise UnreadableSource(source, "the PDF has no pages")
            meter().require("pages", len(pdf))
            # Browsers cut a page into thousands of objects, among which looking for pictures takes as long as reading the text.
            said, pictures = features(data), declared(data).pictured
            sizes = units(data) if said.units else dict[int, float]()
            painting = Painting(raw, layers=said.layers_off, bare=said.bare)
            for number in [number for number in range(len(pdf)) if only is None or number + 1 in only]:
                page, loses_text = _read_page(pdf, number, raw, painting, sizes.get(number + 1, 1.0), pictures=pictures)
                pages.append(charged(page))
                if loses_text:
                    lost.add(number + 1)
    except pypdfium2.PdfiumError as error:
        raise UnreadableSource(source, f"pdfium cannot read it ({error})") from error
    return pages, lost


def _read_page(pdf: Any, number: int, raw: Any, painting: Painting, unit: float, *, pictures: bool) -> tuple[Page, bool]:
    """A page, and whether a text may be drawn on it that pdfium leaves out."""
    page = pdf[number]
    try:
        place = own_coordinates(page, unit)
        width, height = [side * unit for side in page.get_size()]
        tilt = None
        paint = painting.of(page)
        textpage = page.get_textpage()
        try:
            found = Lines(textpage, raw, place, paint)
            if turns := turns_of(found.directions()):
                place, tilt = place._replace(turns=(place.turns + turns) % 4), Tilt(turns, 0.0, width, height)
                width, height = (height, width) if turns % 2 else (width, height)
                found = Lines(textpage, raw, place, paint)
            lines, suspects = found.read()
        finally:
            textpage.close()
        links = _links(page, pdf, raw, place)
        found_pictures = [Picture(*place.box(*box)) for box in paint.pictures] if pictures else []
    finally:
        page.close()
    rules = tuple([place.box(*box) for box in paint.rules])
    read = Page(number + 1, width, height, tuple(lines), tuple(links), tuple(found_pictures), tilt=tilt, suspects=tuple(suspects), rules=rules)
    return read, paint.loses_text


def own_coordinates(page: Any, unit: float = 1.0) -> Place:
    """How the page's own coordinates become ours; ``unit`` is the page's UserUnit, which pdfium does not know."""
    left, bottom, right, top = page.get_bbox()
    return Place(left, bottom, right, top, page.get_rotation() // QUARTER, unit)


def _links(page: Any, pdf: Any, raw: Any, place: Place) -> list[LinkArea]:
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
