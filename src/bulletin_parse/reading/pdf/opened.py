"""A PDF opened by pdfium: for the engine, for OCR and the viewer, which draw pages, and for pictures and attachments, which are taken out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from bulletin_parse.errors import EncryptedSource, EngineUnavailable, UnreadableSource
from bulletin_parse.reading.pdf.exclusive import exclusive


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


@contextmanager
def opened_pdf(data: bytes, source: str) -> Iterator[Any]:
    """The PDF in some bytes, closed at the end; other threads are kept out while it is opened and closed, not between.

    Raises:
        EncryptedSource: a password is needed, or the encryption is unknown.
        UnreadableSource: pdfium cannot open it.
        EngineUnavailable: pypdfium2 is not installed.
    """
    pypdfium2, _ = library(source)
    try:
        with exclusive():
            pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise EncryptedSource(source, "the PDF is encrypted and wants a password") from error
        if "security" in str(error).lower():
            raise EncryptedSource(source, "the PDF is encrypted in a way that pdfium does not know") from error
        raise UnreadableSource(source, f"pdfium cannot read it ({error})") from error
    try:
        yield pdf
    finally:
        with exclusive():
            pdf.close()
