"""How a PDF or a text is changed: bytes, objects, fonts, page trees; white space, width, zeros, cuts, headings, links, labels."""

from __future__ import annotations

import random
import re
import zlib
from collections.abc import Callable, Sequence

import pymupdf

_OBJECT = re.compile(rb"\d+ 0 obj.*?endobj", re.DOTALL)
_NUMBER = re.compile(rb"\d+")
_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_KEYS = [
    b"/Kids",
    b"/Count",
    b"/Contents",
    b"/MediaBox",
    b"/Resources",
    b"/Font",
    b"/ToUnicode",
    b"/Length",
    b"/Filter",
    b"/Parent",
    b"/Type",
    b"/W",
    b"/Rotate",
]
_VALUES = [b"0", b"-1", b"2147483648", b"1e308", b"null", b"true", b"(x)", b"<<>>", b"[]", b"1 0 R", b"99999 0 R", b"/Name", b"[[[[[[", b">>"]


def mutated_pdf(data: bytes, rng: random.Random, changes: Sequence[Callable[[bytes, random.Random], bytes]] = ()) -> bytes:
    """The PDF with one to six changes, of all that there are or of some."""
    for _ in range(rng.randint(1, 6)):
        data = rng.choice(changes or _PDF)(data, rng) or b"%PDF-1.7"
    return data


def _flip(data: bytes, rng: random.Random) -> bytes:
    out = bytearray(data)
    for _ in range(rng.choice((1, 1, 4, 64))):
        out[rng.randrange(len(out))] = rng.choice((0, 255, 40, 60, 91, rng.randrange(256)))
    return bytes(out)


def _cut(data: bytes, rng: random.Random) -> bytes:
    start = rng.randrange(len(data))
    return data[:start] + data[min(len(data), start + rng.choice((1, 10, 1000, len(data)))) :]


def _repeat(data: bytes, rng: random.Random) -> bytes:
    start = rng.randrange(len(data))
    piece = data[start : start + rng.choice((4, 60, 2000))]
    return data[:start] + piece * rng.choice((2, 5, 300)) + data[start:]


def _number(data: bytes, rng: random.Random) -> bytes:
    found = list(_NUMBER.finditer(data[: 1 << 16] if rng.random() < 0.5 else data))
    if not found:
        return data
    match = rng.choice(found)
    value = rng.choice((b"0", b"1", b"-1", b"65536", b"4294967295", b"99999999999999999999", b"0.0000001", rng.choice(found)[0]))
    return data[: match.start()] + value + data[match.end() :]


def _value(data: bytes, rng: random.Random) -> bytes:
    key = rng.choice(_KEYS)
    places = [match.end() for match in re.finditer(re.escape(key), data)]
    if not places:
        return data
    at = rng.choice(places)
    return data[:at] + b" " + rng.choice(_VALUES) + b" " + data[at + rng.choice((0, 2, 6)) :]


def _swap_objects(data: bytes, rng: random.Random) -> bytes:
    found = list(_OBJECT.finditer(data))
    if len(found) < 2:
        return data
    one, other = sorted(rng.sample(found, 2), key=lambda match: match.start())
    return data[: one.start()] + other[0] + data[one.end() : other.start()] + one[0] + data[other.end() :]


def _drop_object(data: bytes, rng: random.Random) -> bytes:
    found = list(_OBJECT.finditer(data))
    match = rng.choice(found) if found else None
    return data[: match.start()] + data[match.end() :] if match else data


def _inside_stream(data: bytes, rng: random.Random) -> bytes:
    """Unpacks a stream, changes it, and packs it again: content, fonts and their tables."""
    found = list(_STREAM.finditer(data))
    if not found:
        return data
    match = rng.choice(found)
    try:
        inner = zlib.decompressobj().decompress(match[1], 1 << 22)
    except zlib.error:
        return data
    changed = zlib.compress(rng.choice((_flip, _cut, _repeat, _number))(inner or b" ", rng) or b" ")
    return data[: match.start(1)] + changed + data[match.end(1) :]


def _page_tree(data: bytes, rng: random.Random) -> bytes:
    """Changes keys of objects with an engine's help, so that the table still fits."""
    try:
        with pymupdf.open(stream=data, filetype="pdf") as document:
            for _ in range(rng.randint(1, 4)):
                xref = rng.randrange(1, document.xref_length())
                keys = document.xref_get_keys(xref)
                if keys:
                    document.xref_set_key(
                        xref, rng.choice(keys), rng.choice(("null", "[]", "[1 0 R]", f"{rng.randrange(1, document.xref_length())} 0 R", "-1", "(x)", "/X"))
                    )
            return document.tobytes(garbage=0)
    except Exception:  # noqa: BLE001 - a file that earlier changes broke stays as it is
        return data


# Those that ask no engine for help: the same chance gives the same bytes.
BYTE_CHANGES = (_flip, _flip, _cut, _repeat, _number, _value, _swap_objects, _drop_object, _inside_stream, _inside_stream, _inside_stream)
_PDF = (*BYTE_CHANGES, _page_tree)

_SPACES = [" ", "\u3000", "\u00a0", "\u200b", "\t", "\u2028", "\x0b", "\x85", "\ufeff"]
_ALIKE = str.maketrans({"来": "來", "源": "原", "一": "—", "目": "⽬", "：": "﹕", "1": "Ⅰ", "（": "﹙", "第": "苐", "0": "О"})
_STRANGE = ["\0", "\u202e", "\u2066", "\ud800", "\x1b[2J", "\udfff", "\U0010ffff", "\ufffd", "\x9b31m", "𠮷", "\u0301" * 40]


def mutated_text(text: str, rng: random.Random) -> str:
    """The text with one to eight changes."""
    for _ in range(rng.randint(1, 8)):
        text = rng.choice(_TEXT)(text, rng)
    return text


def _insert(text: str, rng: random.Random, piece: str) -> str:
    at = rng.randrange(len(text) + 1)
    return text[:at] + piece + text[at:]


def _lines(text: str, rng: random.Random) -> str:
    lines = text.split("\n")
    at, other = rng.randrange(len(lines)), rng.randrange(len(lines))
    how = rng.randrange(4)
    if how == 0:
        lines[at], lines[other] = lines[other], lines[at]
    elif how == 1:
        del lines[at]
    elif how == 2:
        lines.insert(other, lines[at])
    else:
        lines[at] = lines[at] * rng.choice((2, 30, 3000))
    return "\n".join(lines)


_TEXT = (
    _lines,
    _lines,
    lambda text, rng: _insert(text, rng, rng.choice(_SPACES) * rng.choice((1, 3, 5000))),
    lambda text, rng: _insert(text, rng, rng.choice(_STRANGE) * rng.choice((1, 1, 2000))),
    lambda text, rng: _insert(text, rng, rng.choice(("\f", "\n\f\n- 3 -\n", "\n", "\n\n\n", "\r"))),
    lambda text, rng: text.translate({code: code + 0xFEE0 for code in range(33, 127) if rng.random() < 0.2}),
    lambda text, rng: text.translate({ord("〇"): rng.choice("零○0OО◯"), ord("0"): rng.choice("〇O○0")}),
    lambda text, rng: text.translate(_ALIKE) if rng.random() < 0.3 else text,
    lambda text, rng: re.sub("^#+", lambda _: "#" * rng.randint(0, 9), text, flags=re.MULTILINE),
    lambda text, rng: re.sub(r"(https?://\S{5})", lambda link: link[0] + rng.choice(("\n", " ", "\u200b", "")), text),
    lambda text, rng: text.replace(
        *rng.choice((("来源", "链接"), ("链接", "来源"), ("主要内容", "内容"), ("信息目录", "具体内容"), ("：", ""), ("\n\n", "\n")))
    ),
    lambda text, rng: _insert(
        text, rng, rng.choice(("(", "（", "[", "<", "**", "1.", "第", "来源：", "http://", "2026年", "&amp;", "\\")) * rng.choice((1, 50, 20_000))
    ),
)
