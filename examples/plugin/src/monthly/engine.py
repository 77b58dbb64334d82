"""An engine for PDFs whose text is stored as it is, in uncompressed strings: ``bulletin-parse parse --engine typewriter``.

It shows what an engine must offer, and reads nothing but what :func:`page_of` writes; a real one calls a library.
"""

from __future__ import annotations

import re

from bulletin_parse import Document, Line, Page, UnreadableSource

NAME = "typewriter"
WIDTH, HEIGHT = 595.0, 842.0
SIZE, MARGIN, STEP = 12.0, 80.0, 20.0  # points

_STRING = re.compile(rb"<([0-9A-F]+)> Tj")


def version() -> str:
    """The engine's own version."""
    return "1.0"


def read(data: bytes, source: str) -> Document:
    """One page with a line for each string, from the top.

    Raises:
        UnreadableSource: there is no such string.
    """
    texts = [bytes.fromhex(found[1].decode("ascii")).decode("utf-16-be") for found in _STRING.finditer(data)]
    if not texts:
        raise UnreadableSource(source, "it holds no plain strings", remedy="Read it with --engine auto")
    lines = [_line(text, MARGIN + STEP * at) for at, text in enumerate(texts)]
    return Document((Page(1, WIDTH, HEIGHT, tuple(lines)),), NAME, version(), "application/pdf")


def page_of(texts: list[str]) -> bytes:
    """A file that this engine reads."""
    strings = b"\n".join(b"<" + text.encode("utf-16-be").hex().upper().encode("ascii") + b"> Tj" for text in texts)
    return b"%PDF-1.4\n" + strings + b"\n%%EOF\n"


def _line(text: str, top: float) -> Line:
    """A line of Han characters, each as wide as it is high."""
    return Line(text, MARGIN, top, MARGIN + SIZE * len(text), top + SIZE, top + SIZE - 2, SIZE)
