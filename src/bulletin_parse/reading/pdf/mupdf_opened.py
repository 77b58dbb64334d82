"""A PDF opened with MuPDF's own functions, without what PyMuPDF's Document does beside."""

from __future__ import annotations

from typing import Any, Self

# What MuPDF takes a page to be that states no size, and here one that states it as without end.
LETTER = (612.0, 792.0)
ENDLESS = 2.0**32 - 2.0**8  # points from one end of MuPDF's infinite rectangle to the other


class Opened:
    """A PDF that MuPDF opened, as PyMuPDF's Document holds it in ``this``, and nothing round it.

    Document reads the outline and the eleven fields of the metadata when it opens a file, and its pages keep account of one another: as much as two
    per cent of a parse, for what nobody asks here.
    """

    def __init__(self, data: bytes, mupdf: Any) -> None:
        self._data = data  # which MuPDF reads where it lies
        self.this = mupdf.fz_open_document_with_stream("pdf", mupdf.fz_open_memory(mupdf.python_buffer_data(data), len(data)))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.this = None  # it is closed here, and not with the last error that has seen it


def has_layers(pdf: Any, mupdf: Any) -> bool:
    """Whether the catalog of an open PDF names layers."""
    return bool(mupdf.pdf_is_dict(mupdf.pdf_dict_getp(mupdf.pdf_trailer(mupdf.pdf_document_from_fz_document(pdf.this)), "Root/OCProperties")))


def size_of(page: Any, mupdf: Any) -> tuple[float, float]:
    """The width and height of a loaded page, in points."""
    rect = mupdf.fz_bound_page(page)
    width, height = rect.x1 - rect.x0, rect.y1 - rect.y0
    return (width, height) if width < ENDLESS or height < ENDLESS else LETTER
