"""What a file would cost, told from its bytes before an engine opens it, and counted page by page while one reads it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from operator import gt
from typing import NamedTuple

from bulletin_parse.limits import Meter, meter
from bulletin_parse.reading.document import Box, Line, LinkArea, Page
from bulletin_parse.reading.pdf.levels import TEXT
from bulletin_parse.reading.pdf.streams import BEGIN, DICTIONARY_WITHIN, outside, unmeasured
from bulletin_parse.text.lazy import lazy_pattern

# What dictionaries in plain bytes say: a picture is a stream, and streams are never inside object streams. /ImageB, /ImageC and /ImageI are names that
# say nothing of the file.
_OBJECT_STREAM, _IMAGE, _WIDE = b"/ObjStm", lazy_pattern(rb"/Image(?![BCI])"), b"/Width"
_WIDTH = lazy_pattern(rb"/Width\s{0,9}(\d{1,9})")
_HEIGHT = lazy_pattern(rb"/Height\s{0,9}(\d{1,9})")
_HELD = lazy_pattern(rb"/N\s{0,9}(\d{1,9})")
# Any white space may stand before the word.
_OBJECT, _OBJECT_END = b"obj", b"endobj"
_SMALLEST_OBJECT = len(b"1 0 obj")  # bytes; a file has no more objects than have room in it, and most need not be counted
_LOOK_EVERY = 4096  # keys between two looks at the clock


class Declared(NamedTuple):
    """What a PDF's bytes declare: objects in its object streams, its largest picture's pixels and byte, and whether it has pictures at all."""

    held: int = 0
    pixels: int = 0
    byte: int = 0
    pictured: bool = False


def declared(data: bytes) -> Declared:
    """What a PDF declares, told once in a parse."""
    return meter().once(_declared, data)


def _declared(data: bytes) -> Declared:
    said = outside(data)  # most files say nothing of what is looked for place by place
    held = sum([_held_by(data, at) for at in _places(data, _OBJECT_STREAM)]) if _OBJECT_STREAM in said else 0
    pictured = bool(_IMAGE.search(said))
    pixels = byte = 0
    for at in _places(data, _WIDE) if _WIDTH.search(said) else ():
        if (width := _WIDTH.match(data, at)) and (size := int(width[1]) * _height(data, at, width.end())) > pixels:
            pixels, byte = size, at
    return Declared(held, pixels, byte, pictured)


def _places(data: bytes, key: bytes) -> Iterator[int]:
    """Where a key stands in a PDF's dictionaries."""
    number, spent = 0, meter()
    for begin, end in unmeasured(data):
        at = data.find(key, begin, end)
        while at >= 0:
            if number % _LOOK_EVERY == 0:
                spent.clock()
            number += 1
            yield at
            at = data.find(key, at + 1, end)


def weigh(data: bytes) -> None:
    """Checks the objects and pixels that a PDF's bytes declare against the limits.

    Raises:
        LimitExceeded: it declares more.
    """
    spent = meter()
    said = declared(data)
    objects = said.held
    if objects + len(data) // _SMALLEST_OBJECT > spent.limits.objects:
        objects += data.count(_OBJECT) - data.count(_OBJECT_END)
    spent.require("objects", objects)
    spent.require("pixels", said.pixels, f"byte {said.byte}")


def _height(data: bytes, start: int, end: int) -> int:
    """The height that stands beside a picture's width, 1 if none does."""
    height = _HEIGHT.search(data, end, end + DICTIONARY_WITHIN) or _HEIGHT.search(data, max(0, start - DICTIONARY_WITHIN), start)
    return int(height[1]) if height else 1


def _held_by(data: bytes, at: int) -> int:
    """How many objects an object stream says it holds, whose name stands at a byte."""
    begin = max(0, at - DICTIONARY_WITHIN, data.rfind(_OBJECT, max(0, at - DICTIONARY_WITHIN), at))
    end = data.find(BEGIN, at, at + DICTIONARY_WITHIN)
    count = _HELD.search(data, begin, end if end > 0 else at + DICTIONARY_WITHIN)
    return int(count[1]) if count else 0


def charged(page: Page, spent: Meter | None = None) -> Page:
    """Charges the page to the meter, and replaces coordinates that are not finite by 0.

    Raises:
        LimitExceeded: this page is one too many.
    """
    (spent or meter()).page(page.number, sum(map(len, map(TEXT, page.lines))), len(page.lines))
    return page if _is_sound(page) else _sound(page)


def _is_sound(page: Page) -> bool:
    """Whether all numbers of a page are finite, since their sum is, and no line ends before it begins: told of all lines at once."""
    sums = [page.width, page.height, *map(sum, page.pictures), *[link.x0 + link.top + link.x1 + link.bottom for link in page.links]]
    for lines in (page.lines, [suspect.line for suspect in page.suspects]):
        if lines:
            _, left, top, right, bottom, base, size, *_ = zip(*lines, strict=True)
            if any(map(gt, left, right)):
                return False
            sums += map(sum, (left, top, right, bottom, base, size))
    return math.isfinite(sum(sums))


def _sound(page: Page) -> Page:
    """The page with numbers that a layout can reckon with: broken fonts and matrices give infinite, undefined and reversed places."""
    lines = [_sound_line(line) for line in page.lines]
    suspects = [suspect._replace(line=_sound_line(suspect.line), look=suspect.look and _sound_box(suspect.look)) for suspect in page.suspects]
    pictures = [picture for picture in page.pictures if math.isfinite(sum(picture))]
    links = [LinkArea(link.uri, _finite(link.x0), _finite(link.top), _finite(link.x1), _finite(link.bottom)) for link in page.links]
    return Page(page.number, _finite(page.width), _finite(page.height), tuple(lines), tuple(links), tuple(pictures), suspects=tuple(suspects))


def _sound_line(line: Line) -> Line:
    x0, top, x1, bottom, base, size = [_finite(value) for value in line[1:7]]
    return line._replace(x0=min(x0, x1), top=top, x1=max(x0, x1), bottom=bottom, base=base, size=size)


def _sound_box(box: Box) -> Box:
    x0, top, x1, bottom = box
    return _finite(x0), _finite(top), _finite(x1), _finite(bottom)


def _finite(value: float) -> float:
    return value if math.isfinite(value) else 0.0


def weigh_text(text: str) -> None:
    """Holds a text to the limits on characters and lines.

    Raises:
        LimitExceeded: it has more.
    """
    meter().text(len(text), text.count("\n") + 1)
