"""Bytes to text: which encoding, and whether it is text at all."""

from __future__ import annotations

import codecs
import re

from bulletin_parse.errors import UnreadableSource

_REMEDY = "Save it as UTF-8 text, or pass the PDF it was made from"

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffd-\uffff\ue000-\uf8ff]")
_COMMON = re.compile("[\\s!-~\u3000-\u303f\u4e00-\u9fff\uff01-\uff5e]")
# Noise decoded as GB18030 gives rare ideographs and private-use characters; real text stays far from both bounds.
MAX_CONTROL_SHARE, MIN_COMMON_SHARE = 0.01, 0.9
_UTF16_PROBE = 4096


def decode(data: bytes, source: str) -> str:
    """The text of a file in UTF-8, UTF-16 or GB18030, with or without a byte order mark; CR LF becomes LF.

    Raises:
        UnreadableSource: no encoding gives text.
    """
    text = _decoded(data)
    if text is None:
        raise UnreadableSource(source, "it is neither a PDF nor text in UTF-8, UTF-16 or GB18030", remedy=_REMEDY)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _decoded(data: bytes) -> str | None:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError:
                return None
    encodings = ["utf-8", "gb18030"]
    if order := _utf16_order(data[:_UTF16_PROBE]):
        encodings = [order, *encodings]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _is_text(text, strict=encoding != "utf-8"):
            return text
    return None


def _utf16_order(probe: bytes) -> str | None:
    """UTF-16 without a mark shows in its line feeds: one byte of each pair is zero."""
    even, odd = probe[::2].count(0), probe[1::2].count(0)
    if not even and not odd:
        return None
    return "utf-16-be" if even > odd else "utf-16-le"


def _is_text(text: str, *, strict: bool) -> bool:
    if not text:
        return True
    if len(_CONTROL.findall(text)) > MAX_CONTROL_SHARE * len(text):
        return False
    return not strict or len(_COMMON.findall(text)) >= MIN_COMMON_SHARE * len(text)
