"""What a child process does with a bulletin's file for the review: page pictures, page sizes, printed lines.

The parent never opens the file: it is somebody else's, and a review runs for hours.
"""

from __future__ import annotations

import hashlib
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from bulletin_parse.errors import EngineUnavailable, UnreadableSource
from bulletin_parse.limits import Limits
from bulletin_parse.packed import is_member, member_bytes
from bulletin_parse.reading.ocr.image_files import as_pdf
from bulletin_parse.reading.pdf.exclusive import exclusive
from bulletin_parse.reading.pdf.keys import units
from bulletin_parse.reading.pdf.opened import opened_pdf
from bulletin_parse.reading.read import read_document
from bulletin_parse.views.pictures import sheets, webp
from bulletin_parse.views.viewer import printed_texts

DPI = 110  # pixels an inch: small print stays readable


class PrintedPage(NamedTuple):
    """A page: its number from 1, its size in points, and its lines, each with its text and rectangle (x0, top, x1, bottom in points)."""

    number: int
    width: float
    height: float
    lines: tuple[tuple[str, tuple[float, float, float, float]], ...]


class Picture(NamedTuple):
    """A page's picture as WebP, and its size in points."""

    data: bytes
    width: float
    height: float


def data_of(path: str, sha256: str) -> bytes:
    """The bytes of the file that a record was read from.

    Raises:
        UnreadableSource: it is gone, or another one stands there.
    """
    name = Path(path).name
    try:
        data = member_bytes(path, Limits()) if is_member(path) else Path(path).read_bytes()
    except OSError as error:
        raise UnreadableSource(name, f"the bulletin's file cannot be read ({error.strerror})", remedy="Put it back, or ingest it from where it is") from error
    if hashlib.sha256(data).hexdigest() != sha256:
        raise UnreadableSource(name, "the file has changed since it was read", remedy="Ingest it again")
    return data


def text_lines(path: str, sha256: str, media_type: str) -> tuple[str, ...]:
    """The lines of a text, or the paragraphs of a Word document or a web page, the first of them number 1."""
    return tuple(printed_texts(media_type, data_of(path, sha256), Path(path).name))


def picture(path: str, sha256: str, page: int, dpi: int = DPI) -> Picture:
    """A page's picture."""
    sheet = next(sheets(data_of(path, sha256), Path(path).name, dpi=dpi, only=page))
    return Picture(webp(sheet.image), sheet.width, sheet.height)


def printed_pages(path: str, sha256: str, engine: str) -> tuple[PrintedPage, ...]:
    """The sizes of a PDF's pages, and their lines; a page of pictures has none here.

    Args:
        path: the file.
        sha256: of the content that the record was read from.
        engine: what read it.

    Raises:
        UnreadableSource: it is gone, was changed, or cannot be opened.
    """
    name = Path(path).name
    data = as_pdf(data_of(path, sha256), name)
    lines: dict[int, tuple[tuple[str, tuple[float, float, float, float]], ...]] = {}
    with suppress(UnreadableSource, EngineUnavailable):  # pages of pictures have no lines without recognition
        for page in read_document(data, name, engine=engine, ocr="never").pages:
            lines[page.number] = tuple([(line.text, (line.x0, line.top, line.x1, line.bottom)) for line in page.lines if line.upright and line.text.strip()])
    scale = units(data)
    with opened_pdf(data, name) as pdf, exclusive():
        sizes = [pdf.get_page_size(at) for at in range(len(pdf))]
    return tuple(
        [
            PrintedPage(number, width * scale.get(number, 1.0), height * scale.get(number, 1.0), lines.get(number, ()))
            for number, (width, height) in enumerate(sizes, 1)
        ]
    )
