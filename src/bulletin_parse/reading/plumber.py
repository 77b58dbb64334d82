"""Reading with pdfplumber: slow, pure Python, an independent second opinion."""

from __future__ import annotations

import io
import logging
import zlib
from collections.abc import Iterator
from contextlib import suppress
from itertools import pairwise
from threading import Lock
from typing import Any

from bulletin_parse.errors import BulletinError, EncryptedSource, EngineUnavailable, UnreadableSource
from bulletin_parse.limits import meter
from bulletin_parse.reading.document import Document, Line, LinkArea, Page, Picture
from bulletin_parse.reading.spacing import GAP, family, settle, speaker, tidy
from bulletin_parse.reading.weight import counted

NAME = "pdfplumber"

# Shares of the font size. Two glyphs share a line when their middles differ by less than half a size; a gap of a quarter
# between two Latin letters is a word gap; a gap of two sizes starts another line (columns, tab stops).
_SAME_LINE, _WORD_GAP, _COLUMN_GAP = 0.5, 0.2, 2.0

# pdfminer reads no ActualText, so of two characters with one glyph it gives the one that the font names first.
_SHARED_GLYPHS = str.maketrans("―", "—")
_LONGEST_WORDS = 100  # characters of an error of pdfminer
_CHECKSUM_BEGUN = 3  # bytes before a packed stream's end; damage from there on loses nothing


def _library(source: str) -> Any:
    try:
        import pdfplumber
    except ImportError as error:
        raise EngineUnavailable(source, "the engine pdfplumber is not installed", remedy="Install it with: pip install pdfplumber") from error
    return pdfplumber


class _QuickUnpacking:
    """While PDFs are read, pdfminer unpacks damaged streams by ``unpacked``; when the last is done, by its own function again.

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
                self._own, pdftypes.decompress_corrupted = pdftypes.decompress_corrupted, unpacked
            self._readers += 1

    def __exit__(self, *_: object) -> None:
        from pdfminer import pdftypes

        with self._lock:
            self._readers -= 1
            if not self._readers:
                pdftypes.decompress_corrupted = self._own


_QUICK_UNPACKING = _QuickUnpacking()


def unpacked(data: bytes) -> bytes:
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

    pages = []
    chatter = logging.getLogger("pdfminer")
    level = chatter.level
    chatter.setLevel(logging.CRITICAL)  # a line for each font that it dislikes
    try:
        with _QUICK_UNPACKING, pdfplumber.open(io.BytesIO(data)) as pdf:
            meter().most("pages", len(pdf.pages))
            for page in pdf.pages:
                pages.append(counted(_page(page)))
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


def _page(page: Any) -> Page:
    lines = [line for glyphs in _rows(page.chars) if (line := _line(glyphs, page.height)) is not None]
    links = [LinkArea(link["uri"], link["x0"], link["top"], link["x1"], link["bottom"]) for link in page.hyperlinks if isinstance(link["uri"], str)]
    pictures = [Picture(image["x0"], image["top"], image["x1"], image["bottom"]) for image in page.images]
    return Page(page.page_number, float(page.width), float(page.height), tuple(lines), tuple(links), tuple(pictures))


def _rows(glyphs: list[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    """Glyphs in the order they are painted, cut where the line or the direction of writing changes."""
    row: list[dict[str, Any]] = []
    for glyph in glyphs:
        if row:
            last = row[-1]
            size = max(glyph["size"], last["size"]) or 1.0
            middle = (glyph["top"] + glyph["bottom"] - last["top"] - last["bottom"]) / 2
            gap = glyph["x0"] - last["x1"]
            if abs(middle) > _SAME_LINE * size or not -size < gap < _COLUMN_GAP * size or glyph["upright"] != last["upright"]:
                yield row
                row = []
        row.append(glyph)
    if row:
        yield row


def _line(glyphs: list[dict[str, Any]], page_height: float) -> Line | None:
    inked = [glyph for glyph in glyphs if glyph["text"].strip()]
    if not inked:
        return None
    text = [glyphs[0]["text"]]
    for left, right in pairwise(glyphs):
        gap = right["x0"] - left["x1"]
        if gap > _WORD_GAP * right["size"] and not left["text"].isspace() and not right["text"].isspace():
            text.append(" " if gap > right["size"] else GAP)
        text.append(right["text"])
    middle = inked[min(speaker("".join([glyph["text"][0] for glyph in inked])), len(inked) - 1)]
    font = family(str(middle["fontname"]))
    tidied = tidy("".join(text).strip().translate(_SHARED_GLYPHS))
    if not tidied:
        return None
    return Line(
        tidied,
        float(inked[0]["x0"]),
        float(min([glyph["top"] for glyph in inked])),
        float(inked[-1]["x1"]),
        float(max([glyph["bottom"] for glyph in inked])),
        float(page_height - middle["matrix"][5]),
        float(middle["size"]),
        font,
        "bold" in font.lower(),
        bool(middle["upright"]),
    )
