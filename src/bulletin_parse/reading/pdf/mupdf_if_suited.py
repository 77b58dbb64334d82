"""MuPDF for the files whose fonts suit it: looking at the fonts and reading take one opening of the file."""

from __future__ import annotations

from bulletin_parse.reading.document import Document
from bulletin_parse.reading.pdf import mupdf

NAME = mupdf.NAME
version = mupdf.version


def read(data: bytes, source: str) -> Document:
    """As ``mupdf.read``; UnreadableSource also for a file that pdfium reads better."""
    return mupdf.read(data, source, any_fonts=False)
