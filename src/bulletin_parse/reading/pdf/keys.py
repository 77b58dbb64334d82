"""What a PDF's dictionaries say that it has, told without opening it: in plain bytes, and in its packed object streams."""

from __future__ import annotations

import io
import zlib
from contextlib import suppress
from typing import NamedTuple

from bulletin_parse.limits import meter
from bulletin_parse.reading.pdf.streams import BEGIN, END, outside, streams_of
from bulletin_parse.text.lazy import lazy_pattern

# The largest stream of objects that is unpacked: a bomb is no evidence.
LARGEST_STREAM = 16 << 20
_HOLDER = b"/ObjStm"
_LAYERS_OFF = lazy_pattern(rb"/OFF\s{0,9}\[\s{0,9}\d|/BaseState\s{0,9}/OFF")
# The encodings of Han fonts that a file need not embed: of all that Adobe's character collections name, those for Chinese.
_FOREIGN = lazy_pattern(rb"/(?:UniGB-|GBK-EUC|GBKp-EUC|GBK2K|GB-EUC|GBpc-EUC|GBT-|UniCNS-|ETen-B5|B5pc-|HKscs-)")


class Features(NamedTuple):
    """What a file has that an engine must look for.

    ``layers_off``: layers of which some are not shown; ``foreign``: Han fonts told by an encoding of Adobe's, on whatever page; ``bare``: Han fonts
    that are not embedded, or may be; ``type3``: fonts that are drawings, as browsers make them; ``units``: pages measured in other units than points.
    """

    layers_off: bool = False
    foreign: bool = False
    bare: bool = False
    type3: bool = False
    units: bool = False


def features(data: bytes) -> Features:
    """What a PDF has, by its dictionaries, told once in a parse."""
    return meter().once(_features, data)


def _features(data: bytes) -> Features:
    said = _dictionaries(data)
    composite = said.count(b"/Type0")
    foreign = composite > 0 and bool(_FOREIGN.search(said))  # only composite fonts have such an encoding
    return Features(
        layers_off=b"/OCProperties" in said and bool(_LAYERS_OFF.search(said)),
        foreign=foreign,
        bare=foreign or (composite > 0 and composite > said.count(b"/FontFile")),
        type3=b"/Type3" in said,
        units=b"/UserUnit" in said,
    )


def units(data: bytes) -> dict[int, float]:
    """The size of a user space unit in points, by page from 1, where it is not 1."""
    if not features(data).units:
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


def _dictionaries(data: bytes) -> bytes:
    """The bytes of a PDF outside its streams, and those of its object streams unpacked."""
    plain = outside(data)
    if _HOLDER not in plain and all(streams_of(data).measured):
        return plain  # as a browser writes it
    parts: list[bytes] = []
    unpacked = at = 0
    for begin, end, _ in zip(*streams_of(data), strict=True):
        before = data[at:begin]
        parts.append(before)
        if end < len(data) and unpacked < LARGEST_STREAM and _HOLDER in before:
            with suppress(zlib.error):
                parts.append(zlib.decompressobj().decompress(data[begin + len(BEGIN) : end].lstrip(b"\r\n"), LARGEST_STREAM))
                unpacked += len(parts[-1])
        at = end + len(END)
    parts.append(data[at:])
    return b"".join(parts)
