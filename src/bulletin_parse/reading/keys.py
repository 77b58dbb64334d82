"""Which keys a PDF's dictionaries have, told without opening it: in plain bytes, or in its packed object streams."""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterator
from contextlib import suppress

# The least and the largest stream of objects that is unpacked: a bomb is no evidence.
LARGEST_STREAM = 16 << 20
_HOLDER = b"/ObjStm"
_DICTIONARY_WITHIN = 400  # bytes around a key that stand in its dictionary
_UNIT = b"/UserUnit"
_LAYERS = re.compile(rb"/OFF\s{0,9}\[\s{0,9}\d|/BaseState\s{0,9}/OFF|/Usage\b")
_LAYER = b"/OCProperties"
# The encodings of Han fonts that a file need not embed: of all that Adobe's character collections name, those for Chinese.
_ENCODINGS = (b"/UniGB-", b"/GBK-EUC", b"/GBKp-EUC", b"/GBK2K", b"/GB-EUC", b"/GBpc-EUC", b"/GBT-", b"/UniCNS-", b"/ETen-B5", b"/B5pc-", b"/HKscs-")


def has_foreign_encodings(data: bytes) -> bool:
    """Whether a PDF has Han fonts whose characters are told by an encoding of Adobe's, on whatever page."""
    return any(key in part for part in _parts(data, b"") for key in _ENCODINGS)


def has_bare_fonts(data: bytes) -> bool:
    """Whether a PDF may have Han fonts that it does not embed."""
    return data.count(b"/Type0") > data.count(b"/FontFile") or has_foreign_encodings(data)


def has_layers_off(data: bytes) -> bool:
    """Whether a PDF has layers of which some may not be shown."""
    return any(_LAYER in part for part in _parts(data, _LAYER)) and any(_LAYERS.search(part) for part in _parts(data, b""))


def units(data: bytes) -> dict[int, float]:
    """The size of a user space unit in points, by page from 1, where it is not 1."""
    if not any(_UNIT in part for part in _parts(data, _UNIT)):
        return {}
    from pdfminer.pdfdocument import PDFDocument
    from pdfminer.pdfpage import PDFPage
    from pdfminer.pdfparser import PDFParser
    from pdfminer.pdftypes import resolve1

    found: dict[int, float] = {}
    with suppress(Exception):  # of a file that pdfminer cannot open, pages count as they are
        for number, page in enumerate(PDFPage.create_pages(PDFDocument(PDFParser(io.BytesIO(data)))), 1):
            unit = resolve1(page.attrs.get("UserUnit", 1))
            if isinstance(unit, int | float) and unit > 0 and unit != 1:
                found[number] = float(unit)
    return found


def _parts(data: bytes, key: bytes) -> Iterator[bytes]:
    """The file as it is and, unless the key is in it, its object streams unpacked."""
    yield data
    if key and key in data:
        return
    at = data.find(_HOLDER)
    while at >= 0:
        begin = data.find(b"stream", at, at + _DICTIONARY_WITHIN)
        end = data.find(b"endstream", begin) if begin >= 0 else -1
        if end > begin:
            with suppress(zlib.error):
                yield zlib.decompressobj().decompress(data[begin + len(b"stream") : end].lstrip(b"\r\n"), LARGEST_STREAM)
        at = data.find(_HOLDER, max(at, end) + 1)
