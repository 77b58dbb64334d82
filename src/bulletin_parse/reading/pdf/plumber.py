"""Reading with pdfplumber: slow, pure Python, an independent second opinion."""

from __future__ import annotations

import io
import logging
import zlib
from bisect import bisect_left
from collections.abc import Iterator
from contextlib import suppress
from threading import Lock
from typing import Any

from bulletin_parse.errors import BulletinError, EncryptedSource, EngineUnavailable, UnreadableSource
from bulletin_parse.limits import meter
from bulletin_parse.reading.cost import charged
from bulletin_parse.reading.document import Document, LinkArea, Page, Picture, Suspect, Tilt
from bulletin_parse.reading.pdf.covers import Cover, inner, telling, uncovered
from bulletin_parse.reading.pdf.drawn import edges_of
from bulletin_parse.reading.pdf.plumber_lines import LEANING, PageFrame, lines_of
from bulletin_parse.reading.pdf.turned import turns_of
from bulletin_parse.reading.pdf.visibility import PALE
from bulletin_parse.reading.spacing import settle

NAME = "pdfplumber"

QUARTER = 90  # degrees of a turn
_LONGEST_WORDS = 100  # characters of an error of pdfminer
_CHECKSUM_BEGUN = 3  # bytes before a packed stream's end; damage from there on loses nothing
_MOST_CORNERS = 6  # of a rectangle, closed by one line or two


def _library(source: str) -> Any:
    try:
        import pdfplumber
    except ImportError as error:
        raise EngineUnavailable(source, "the engine pdfplumber is not installed", remedy="Install it with: pip install pdfplumber") from error
    return pdfplumber


class _QuickUnpacking:
    """While PDFs are read, pdfminer unpacks damaged streams by ``inflated``; when the last is done, by its own function again.

    pdfminer calls it by its name in a module, and offers no other way in.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._readers = 0
        self._own: Any = None

    def __enter__(self) -> None:
        from pdfminer import pdftypes

        with self._lock:
            if not self._readers:
                self._own, pdftypes.decompress_corrupted = pdftypes.decompress_corrupted, inflated
            self._readers += 1

    def __exit__(self, *_: object) -> None:
        from pdfminer import pdftypes

        with self._lock:
            self._readers -= 1
            if not self._readers:
                pdftypes.decompress_corrupted = self._own


_QUICK_UNPACKING = _QuickUnpacking()


def inflated(data: bytes) -> bytes:
    """What pdfminer's ``decompress_corrupted`` gives for a damaged stream; that one copies all that it has for each byte that it reads.

    Raises:
        zlib.error: more than the checksum is damaged.
    """
    unpacker = zlib.decompressobj()
    parts = [unpacker.decompress(data[:-_CHECKSUM_BEGUN])]
    with suppress(zlib.error):
        for at in range(max(0, len(data) - _CHECKSUM_BEGUN), len(data)):
            parts.append(unpacker.decompress(data[at : at + 1]))
    return b"".join(parts)


def version() -> str:
    """Pdfplumber's version."""
    return str(_library("").__version__)


def read(data: bytes, source: str) -> Document:
    """All pages of a PDF, as :class:`bulletin_parse.reading.protocol.PdfEngine` asks."""
    pdfplumber = _library(source)
    from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect

    from bulletin_parse.reading.pdf.plumber_paint import layers_off

    pages = []
    chatter = logging.getLogger("pdfminer")
    level = chatter.level
    chatter.setLevel(logging.CRITICAL)  # a line for each font that it dislikes
    try:
        with _QUICK_UNPACKING, pdfplumber.open(io.BytesIO(data)) as pdf:
            meter().require("pages", len(pdf.pages))
            off = layers_off(pdf)
            for page in pdf.pages:
                pages.append(charged(_page(page, off)))
                page.close()
    except (BulletinError, MemoryError):
        raise
    except (PDFPasswordIncorrect, PDFEncryptionError) as error:
        raise EncryptedSource(source, "the PDF is encrypted and wants a password") from error
    except Exception as error:  # pdfminer lets any error through that broken objects cause: TypeError, KeyError, struct.error…
        if any(isinstance(arg, MemoryError) for arg in error.args):  # pdfplumber wraps this one too
            raise MemoryError from error
        if any(isinstance(arg, PDFPasswordIncorrect) for arg in error.args):
            raise EncryptedSource(source, "the PDF is encrypted and wants a password") from error
        if any(isinstance(arg, PDFEncryptionError) for arg in error.args):
            raise EncryptedSource(source, "the PDF is encrypted in a way that pdfminer does not know") from error
        words = f"{type(error).__name__}: {str(error)[:_LONGEST_WORDS]}".rstrip(": ")  # some quote whole objects
        raise UnreadableSource(source, f"pdfplumber cannot read it ({words})") from error
    finally:
        chatter.setLevel(level)
    if not pages:
        raise UnreadableSource(source, "the PDF has no pages")
    return Document(settle(pages), NAME, str(pdfplumber.__version__), "application/pdf")


def _page(page: Any, off: frozenset[int]) -> Page:
    from bulletin_parse.reading.pdf.plumber_paint import painted  # imports pdfplumber

    paint, tilt = painted(page, off), None
    if turns := turns_of(_directions(page.chars)):
        shown, turned = PageFrame.of(page), page.page_obj
        tilt = Tilt(turns, 0.0, shown.width, shown.height)
        turned.rotate = (turned.rotate + QUARTER * turns) % (4 * QUARTER)
        turned.attrs["Rotate"] = turned.rotate
        page = type(page)(page.pdf, turned, page.page_number, page.initial_doctop)
        paint = painted(page, off)
    frame = PageFrame.of(page)
    found = list(lines_of(page.chars, frame))
    lines, drawn = [each.line for each in found if not each.why], [each.first for each in found if not each.why]
    suspects = [Suspect(each.line, each.why, inner(each.line) if each.why == PALE else None) for each in found if each.why]
    if paint.covers:
        covers = [
            Cover(bisect_left(drawn, before), frame.box(x0, frame.high - y1, x1, frame.high - y0), picture)
            for before, (x0, y0, x1, y1), picture in paint.covers
        ]
        if covers := telling(lines, covers):
            lines, covered = uncovered(lines, covers)
            suspects += covered
    links = [LinkArea(link["uri"], *frame.place(link)) for link in page.hyperlinks if isinstance(link["uri"], str)]
    pictures = [Picture(*frame.place(image)) for image in page.images]
    drawn_lines = [*[(line, False) for line in page.lines], *[(box, bool(box["stroke"])) for box in [*page.rects, *filter(_is_rectangle, page.curves)]]]
    rules = tuple([rule for each, stroked in drawn_lines for rule in edges_of(frame.place(each), stroked=stroked)])
    return Page(page.page_number, frame.width, frame.height, tuple(lines), tuple(links), tuple(pictures), tilt=tilt, suspects=tuple(suspects), rules=rules)


def _is_rectangle(curve: dict[str, Any]) -> bool:
    """Whether a path of straight lines has the corners of a rectangle: pdfminer takes one that is closed twice for a curve."""
    points = curve["pts"]
    return 4 <= len(points) <= _MOST_CORNERS and all(len({round(at, 1) for at in side}) == 2 for side in zip(*points, strict=True))


def _directions(glyphs: list[dict[str, Any]]) -> Iterator[tuple[int, int]]:
    """How many quarter turns each character leans to the left; nothing for one that leans otherwise."""
    for glyph in glyphs:
        across, up, *_ = glyph["matrix"]
        if abs(up) <= LEANING * abs(across):
            yield (0 if across >= 0 else 2), 1
        elif abs(across) <= LEANING * abs(up):
            yield (1 if up > 0 else 3), 1
