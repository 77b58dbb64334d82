"""What a file would cost, told from its bytes before an engine opens it, and counted page by page while one reads it."""

from __future__ import annotations

import math

from bulletin_parse.limits import Meter, meter
from bulletin_parse.reading.document import Box, Line, LinkArea, Page
from bulletin_parse.text.lazy import lazy_pattern

# A picture is a stream, and streams are never inside object streams: its dictionary stands in plain bytes.
_WIDTH = lazy_pattern(rb"/Width\s{0,9}(\d{1,9})")
_HEIGHT = lazy_pattern(rb"/Height\s{0,9}(\d{1,9})")
_HELD = lazy_pattern(rb"/N\s{0,9}(\d{1,9})")
# Any white space may stand before the word.
_OBJECT, _OBJECT_END, _OBJECT_STREAM = b"obj", b"endobj", b"/ObjStm"
_SMALLEST_OBJECT = len(b"1 0 obj")  # bytes; a file has no more objects than have room in it, and most need not be counted
DICTIONARY_WITHIN = 400  # bytes; what stands further from a key belongs to another dictionary
_LOOK_EVERY = 4096  # pictures between two looks at the clock


def weigh(data: bytes) -> None:
    """Checks the objects and pixels that a PDF's bytes declare against the limits.

    Raises:
        LimitExceeded: it declares more.
    """
    spent = meter()
    objects = _in_streams(data)
    if objects + len(data) // _SMALLEST_OBJECT > spent.limits.objects:
        objects += data.count(_OBJECT) - data.count(_OBJECT_END)
    spent.require("objects", objects)
    for number, width in enumerate(_WIDTH.finditer(data)):
        if number % _LOOK_EVERY == 0:
            spent.clock()
        height = _HEIGHT.search(data, width.end(), width.end() + DICTIONARY_WITHIN) or _HEIGHT.search(
            data, max(0, width.start() - DICTIONARY_WITHIN), width.start()
        )
        spent.require("pixels", int(width[1]) * int(height[1] if height else 1), f"byte {width.start()}")


def _in_streams(data: bytes) -> int:
    """How many objects the object streams say they hold."""
    held, at = 0, data.find(_OBJECT_STREAM)
    while at >= 0:
        begin = max(0, at - DICTIONARY_WITHIN, data.rfind(_OBJECT, max(0, at - DICTIONARY_WITHIN), at))
        end = data.find(b"stream", at, at + DICTIONARY_WITHIN)
        count = _HELD.search(data, begin, end if end > 0 else at + DICTIONARY_WITHIN)
        held += int(count[1]) if count else 0
        at = data.find(_OBJECT_STREAM, at + 1)
    return held


def charged(page: Page, spent: Meter | None = None) -> Page:
    """Charges the page to the meter, and replaces coordinates that are not finite by 0.

    Raises:
        LimitExceeded: this page is one too many.
    """
    (spent or meter()).page(page.number, sum([len(line.text) for line in page.lines]), len(page.lines))
    return page if _is_sound(page) else _sound(page)


def _is_sound(page: Page) -> bool:
    for line in [*page.lines, *[suspect.line for suspect in page.suspects]]:
        if not math.isfinite(line.x0 + line.top + line.x1 + line.bottom + line.base + line.size) or line.x0 > line.x1:
            return False
    areas = sum([sum(picture) for picture in page.pictures]) + sum([link.x0 + link.top + link.x1 + link.bottom for link in page.links])
    return math.isfinite(page.width + page.height + areas)


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
