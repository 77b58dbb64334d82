"""What a file's first bytes say it is, and whether a PDF's last bytes are there."""

from __future__ import annotations

import re

from bulletin_parse.errors import EncryptedSource, UnreadableSource
from bulletin_parse.reading.office.package import is_encrypted_office, office_kind
from bulletin_parse.reading.pdf.truncation import completeness_of
from bulletin_parse.text.lazy import lazy_pattern

PDF_HEADER_WITHIN = 1024  # bytes; ISO 32000 readers look for %PDF- there
CONVERT = "Convert it with LibreOffice (--convert FOLDER does it where that is installed), or save it as .docx or PDF, and read that"
_OFFICE = {
    b"\xd0\xcf\x11\xe0": "an old Office document (.doc, .wps), whatever its name says",
    b"{\\rtf": "an RTF document, whatever its name says",
}
_ARCHIVES = {
    b"PK\x03\x04": "a zip archive, whatever its name says",
    b"GIF8": "a GIF picture",
    b"\x1f\x8b": "a gzip archive",
    b"Rar!": "a RAR archive",
}
WEB_PAGE_WITHIN = 4096  # characters
_HTML = lazy_pattern(r"(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL)
_MHTML = lazy_pattern(r"(?:(?:From|MIME-Version|Snapshot-Content-Location|Subject|Date): [^\n]*\n\s*)+Content-Type: multipart/related", re.IGNORECASE)
_WEB_NAMES = (".html", ".htm", ".xhtml")
_OTHERS = {"xl": "a workbook", "ppt": "a presentation"}


def is_pdf(data: bytes) -> bool:
    """Whether the bytes begin as a PDF does, garbage before the header allowed."""
    return b"%PDF-" in data[:PDF_HEADER_WITHIN]


def refuse_other_formats(data: bytes, source: str) -> None:
    """Raises UnreadableSource for an empty file and for formats that nothing here reads."""
    if not data.strip():
        raise UnreadableSource(source, "the file is empty", remedy="Fetch it again")
    for magic, what in _OFFICE.items():
        if data.startswith(magic):
            raise UnreadableSource(source, f"it is {what}", remedy=CONVERT)
    for magic, what in _ARCHIVES.items():
        if data.startswith(magic):
            raise UnreadableSource(source, f"it is {what}", remedy="Save it as PDF and parse that")


def is_word(data: bytes, source: str) -> bool:
    """Whether the bytes are a Word document.

    Raises:
        EncryptedSource: they are an Office document behind a password.
        UnreadableSource: they are an Office document of another kind.
    """
    if is_encrypted_office(data):
        raise EncryptedSource(source, "the Office document wants a password", remedy="Open it in Word or LibreOffice, and save it without a password")
    kind = office_kind(data)
    if kind and kind != "word":
        raise UnreadableSource(source, f"it is an Office document that is no text ({_OTHERS.get(kind, kind)})", remedy="Print it to PDF, and read that")
    return kind == "word"


def is_web_page(data: bytes, source: str) -> bool:
    """Whether the bytes are HTML: they begin so, or the name says it.

    Raises:
        UnreadableSource: they are a browser's archive of a page.
    """
    head = data[:WEB_PAGE_WITHIN].decode("latin-1") if b"\0" not in data[:WEB_PAGE_WITHIN] else data[:WEB_PAGE_WITHIN].decode("utf-16", "ignore")
    head = head.lstrip("\ufeff\xef\xbb\xbf \t\r\n")
    if _MHTML.match(head):
        raise UnreadableSource(source, "it is a web archive (MHTML), whatever its name says", remedy="Open it in a browser, save it as .html, and read that")
    return bool(_HTML.match(head)) or source.lower().endswith(_WEB_NAMES)


def check_complete(data: bytes, source: str) -> int | None:
    """Raises if a PDF is truncated; else returns the page count to verify, None if the file ends as it should.

    Raises:
        UnreadableSource: its end is missing, and more with it.
    """
    found = completeness_of(data)
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
