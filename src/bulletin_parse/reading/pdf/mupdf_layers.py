"""What stands in layers that a PDF switches off, of which MuPDF says nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from bulletin_parse.reading.document import Line, Page, Suspect
from bulletin_parse.reading.pdf.visibility import LAYER


def with_layers(pages: Sequence[Page], data: bytes, pymupdf: Any, read: Callable[[Any], Sequence[Page]]) -> tuple[Page, ...]:
    """The pages with what their layers hide among the suspects.

    Args:
        pages: as they are shown.
        data: the file.
        pymupdf: the library.
        read: reads the pages of an open file.
    """
    with pymupdf.open(stream=data, filetype="pdf") as pdf:
        catalog = pdf.pdf_catalog()
        for key, value in (("OFF", "[]"), ("BaseState", "/ON"), ("AS", "[]")):
            pdf.xref_set_key(catalog, f"OCProperties/D/{key}", value)
        everything = pdf.tobytes()
    with pymupdf.open(stream=everything, filetype="pdf") as pdf:
        full = read(pdf)
    return tuple([_told(page, other) for page, other in zip(pages, full, strict=True)]) if len(full) == len(pages) else tuple(pages)


def _told(page: Page, full: Page) -> Page:
    shown = {_key(line) for line in [*page.lines, *[suspect.line for suspect in page.suspects]]}
    hidden = [Suspect(line, LAYER) for line in full.lines if _key(line) not in shown]
    return page._replace(suspects=(*page.suspects, *hidden))


def _key(line: Line) -> tuple[str, int, int]:
    return line.text, round(line.x0), round(line.base)
