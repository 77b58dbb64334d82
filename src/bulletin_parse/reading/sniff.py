"""What a file's first bytes say it is, and whether a PDF's last bytes are there."""

from __future__ import annotations

import re

from bulletin_parse.errors import UnreadableSource

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
_IMAGE = b"/Image"
_PROCEDURE_SETS = (b"B", b"C", b"I")  # /ImageB, /ImageC, /ImageI: names that say nothing of the file
_OBJECT = re.compile(rb"\d+\s+\d+\s+obj\b|endobj|endstream")


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


def refuse_truncated(data: bytes, source: str) -> None:
    """Raises UnreadableSource for a PDF whose end is missing.

    Engines repair such a file in silence and return the pages that are left; a bulletin would look complete and be short.
    """
    end = data.rfind(b"%%EOF")
    if end < 0 or _OBJECT.search(data, end):
        raise UnreadableSource(
            source,
            "the PDF is truncated: its end is missing",
            place=f"byte {len(data)}",
            remedy="Fetch it again; if this is all there is, rewrite it with qpdf and parse what could be saved",
        )
