"""MuPDF for the files whose fonts suit it: looking at the fonts and reading take one opening of the file."""

from __future__ import annotations

from bulletin_parse.reading import mupdf
from bulletin_parse.reading.document import Document

NAME = mupdf.NAME
version = mupdf.version


def read(data: bytes, source: str) -> Document:
    """As ``mupdf.read``; UnreadableSource also for a file that pdfium reads better."""
    return mupdf.read(data, source, any_fonts=False)
