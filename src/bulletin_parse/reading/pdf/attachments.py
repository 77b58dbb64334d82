"""Files inside a PDF: a portfolio is a wrapper whose own page says nothing, and the bulletin is one of its attachments."""

from __future__ import annotations

from contextlib import suppress

from bulletin_parse.errors import BulletinError
from bulletin_parse.reading.pdf.exclusive import exclusive
from bulletin_parse.reading.pdf.opened import library, opened_pdf

_EMBEDDED = b"/EmbeddedFile"  # of a stream's dictionary, or of the name tree: one of the two stands in plain bytes or in an object stream
_COLLECTION = b"/Collection"


def is_portfolio(data: bytes) -> bool:
    """Whether a PDF says in plain bytes that it is a portfolio or holds files."""
    return _COLLECTION in data or _EMBEDDED in data


@exclusive()
def attached_pdfs(data: bytes, source: str) -> tuple[str, ...]:
    """The names of the PDFs inside a PDF, in their order; none where it cannot be opened."""
    names: list[str] = []
    with suppress(BulletinError), opened_pdf(data, source) as pdf, suppress(library(source)[0].PdfiumError):
        names = [pdf.get_attachment(at).get_name() for at in range(pdf.count_attachments())]
    return tuple([name for name in names if name.lower().endswith(".pdf")])
