"""What a file's first bytes say it is, and whether a PDF's last bytes are there."""

from __future__ import annotations

import re

from bulletin_parse.errors import UnreadableSource
from bulletin_parse.reading.pdf.truncation import wholeness

PDF_HEADER_WITHIN = 1024  # bytes; ISO 32000 readers look for %PDF- there
_ARCHIVES = {
    b"PK\x03\x04": "a zip archive or an Office document (.docx, .xlsx), whatever its name says",
    b"\xd0\xcf\x11\xe0": "an old Office document (.doc, .xls), whatever its name says",
    b"{\\rtf": "an RTF document, whatever its name says",
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"\x1f\x8b": "a gzip archive",
    b"Rar!": "a RAR archive",
}
WEB_PAGE_WITHIN = 4096  # characters
_HTML = re.compile(r"(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL)
_MHTML = re.compile(r"(?:(?:From|MIME-Version|Snapshot-Content-Location|Subject|Date): [^\n]*\n\s*)+Content-Type: multipart/related", re.IGNORECASE)
_IMAGE = b"/Image"
_PROCEDURE_SETS = (b"B", b"C", b"I")  # /ImageB, /ImageC, /ImageI: names that say nothing of the file


def is_pdf(data: bytes) -> bool:
    """Whether the bytes begin as a PDF does, garbage before the header allowed."""
    return b"%PDF-" in data[:PDF_HEADER_WITHIN]


def has_pictures(data: bytes) -> bool:
    """Whether a PDF says that it has an image object. Streams are never inside object streams, so it says so in plain bytes."""
    at = data.find(_IMAGE)
    while at >= 0 and data[at + len(_IMAGE) : at + len(_IMAGE) + 1] in _PROCEDURE_SETS:
        at = data.find(_IMAGE, at + 1)
    return at >= 0


def refuse_other_formats(data: bytes, source: str) -> None:
    """Raises UnreadableSource for an empty file and for formats that are neither PDF nor text."""
    if not data.strip():
        raise UnreadableSource(source, "the file is empty", remedy="Fetch it again")
    for magic, what in _ARCHIVES.items():
        if data.startswith(magic):
            raise UnreadableSource(source, f"it is {what}", remedy="Save it as PDF and parse that")


def refuse_web_pages(text: str, source: str) -> None:
    """Raises UnreadableSource for HTML and for a browser's archive of a page, which are text and no bulletin's."""
    head = text[:WEB_PAGE_WITHIN].lstrip("\ufeff \t\r\n")
    for pattern, what in ((_HTML, "HTML, a web page"), (_MHTML, "a web archive (MHTML)")):
        if pattern.match(head):
            raise UnreadableSource(
                source, f"it is {what}, whatever its name says", remedy="Print it to PDF in a browser, or make it Markdown with pandoc, and parse that"
            )


def check_complete(data: bytes, source: str) -> int | None:
    """Raises if a PDF is truncated; else returns the page count to verify, None if the file ends as it should.

    Raises:
        UnreadableSource: its end is missing, and more with it.
    """
    found = wholeness(data)
    if not found.whole:
        raise truncated(source, len(data))
    return found.pages


def truncated(source: str, size: int) -> UnreadableSource:
    """The error for a PDF that lacks a part of its bytes."""
    return UnreadableSource(
        source,
        "the PDF is truncated: its end is missing",
        place=f"byte {size}",
        remedy="Fetch it again; if this is all there is, rewrite it with qpdf and parse what could be saved",
    )
