"""What a file would cost, told from its bytes before an engine opens it, and counted page by page while one reads it."""

from __future__ import annotations

import re

from bulletin_parse.limits import Meter, meter
from bulletin_parse.reading.document import Page

# A picture is a stream, and streams are never inside object streams: its dictionary stands in plain bytes.
_WIDTH = re.compile(rb"/Width\s{0,9}(\d{1,9})")
_HEIGHT = re.compile(rb"/Height\s{0,9}(\d{1,9})")
_HELD = re.compile(rb"/N\s{0,9}(\d{1,9})")
_OBJECT, _OBJECT_STREAM = b" obj", b"/ObjStm"
DICTIONARY_WITHIN = 400  # bytes; what stands further from a key belongs to another dictionary
_LOOK_EVERY = 4096  # pictures between two looks at the clock


def weigh(data: bytes) -> None:
    """Holds a PDF to the limits on objects and pixels, by what its bytes declare.

    Raises:
        LimitExceeded: it declares more.
    """
    spent = meter()
    spent.most("objects", data.count(_OBJECT) + _in_streams(data))
    for number, width in enumerate(_WIDTH.finditer(data)):
        if number % _LOOK_EVERY == 0:
            spent.clock()
        height = _HEIGHT.search(data, width.end(), width.end() + DICTIONARY_WITHIN) or _HEIGHT.search(
            data, max(0, width.start() - DICTIONARY_WITHIN), width.start()
        )
        spent.most("pixels", int(width[1]) * int(height[1] if height else 1), f"byte {width.start()}")


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


def counted(page: Page, spent: Meter | None = None) -> Page:
    """The page, its characters, lines and time put down to the parse that goes on.

    Raises:
        LimitExceeded: this page is one too many.
    """
    (spent or meter()).page(page.number, sum([len(line.text) for line in page.lines]), len(page.lines))
    return page


def weigh_text(text: str) -> None:
    """Holds a text to the limits on characters and lines.

    Raises:
        LimitExceeded: it has more.
    """
    meter().text(len(text), text.count("\n") + 1)
