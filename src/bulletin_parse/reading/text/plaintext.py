"""Bytes to text: which encoding, and whether it is text at all."""

from __future__ import annotations

import codecs
from collections.abc import Iterable
from typing import NamedTuple

from bulletin_parse.errors import UnreadableSource
from bulletin_parse.reading.text.lines import is_plain
from bulletin_parse.text.lazy import lazy_pattern

_REMEDY = "Save it as UTF-8 text, or pass the PDF it was made from"

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL = lazy_pattern(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffd-\uffff]")
_PRIVATE = lazy_pattern(r"[\ue000-\uf8ff]")  # in UTF-8 a symbol font's bullets; in noise read as GB18030 whatever the bytes give
_COMMON = lazy_pattern("[\\s!-~\u3000-\u303f\u4e00-\u9fff\uff01-\uff5e]+")
# Noise decoded as GB18030 gives rare ideographs and private-use characters; real text stays far from both bounds.
MAX_CONTROL_SHARE, MIN_COMMON_SHARE = 0.01, 0.9
# Broken places of a text that is still read: those of a file that was cut in a character or had one damaged, not of another encoding.
MOST_BROKEN, MAX_BROKEN_SHARE = 2, 0.001
_REPLACEMENT = "\ufffd"
_UTF16_PROBE = 4096


def decode(data: bytes, source: str) -> str:
    """The text of a file in UTF-8, UTF-16 or GB18030, with or without a byte order mark; CR LF becomes LF.

    Raises:
        UnreadableSource: no encoding gives text.
    """
    return decoded(data, source).text


class Decoded(NamedTuple):
    """A file's text. ``broken`` counts the places that are no text in its encoding, such as a lone surrogate, and became U+FFFD."""

    text: str
    broken: int = 0


def decoded(data: bytes, source: str) -> Decoded:
    """As :func:`decode`, with how much of the file is broken; one with more than a few broken places is refused.

    Raises:
        UnreadableSource: no encoding gives text.
    """
    marked = [encoding for mark, encoding in _BOMS if data.startswith(mark)]
    order = _utf16_order(data[:_UTF16_PROBE])
    encodings = marked[:1] or [*([order] if order else []), "utf-8", "gb18030"]
    found = _first(data, encodings, "strict", marked=bool(marked)) or _first(data, encodings, "replace", marked=bool(marked))
    if found is None:
        raise UnreadableSource(source, "it is neither a PDF nor text in UTF-8, UTF-16 or GB18030", remedy=_REMEDY)
    return found._replace(text=found.text.replace("\r\n", "\n").replace("\r", "\n"))


def _first(data: bytes, encodings: Iterable[str], errors: str, *, marked: bool) -> Decoded | None:
    """The text in the first encoding that gives one."""
    for encoding in encodings:
        try:
            text = data.decode(encoding, errors)
        except UnicodeDecodeError:
            continue
        broken = text.count(_REPLACEMENT) if errors == "replace" else 0
        if broken > MOST_BROKEN + len(text) * MAX_BROKEN_SHARE:
            continue
        if (marked and not broken) or _is_text(text, strict=bool(broken) or encoding != "utf-8"):
            return Decoded(text, broken)
    return None


def _utf16_order(probe: bytes) -> str | None:
    """UTF-16 without a mark shows in its line feeds: one byte of each pair is zero."""
    if 0 not in probe:
        return None
    even, odd = probe[::2].count(0), probe[1::2].count(0)
    return "utf-16-be" if even > odd else "utf-16-le"


def _is_text(text: str, *, strict: bool) -> bool:
    if not text:
        return True
    if _REPLACEMENT in text or not (is_plain(text) or text.replace("\n", "").replace("\t", "").replace("\u3000", "").replace("\xa0", "").isprintable()):
        odd = len(_CONTROL.findall(text)) + (len(_PRIVATE.findall(text)) if strict else 0)
        if odd > MAX_CONTROL_SHARE * len(text):
            return False
    return not strict or sum(map(len, _COMMON.findall(text))) >= MIN_COMMON_SHARE * len(text)
