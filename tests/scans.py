"""Scans without a scanner: PDFs of pictures, and readings of them as OCR would give them."""

from __future__ import annotations

from collections.abc import Iterable

import pymupdf

from bulletin_parse import Character, OcrOptions
from bulletin_parse.reading.ocr import recogniser
from bulletin_parse.reading.ocr.reading import Ink, PageReading, ReadLine

WIDTH, HEIGHT = 1240, 1754  # A4 at 150 dpi
TYPE = 25  # a character's width in pixels: 12 points


def pretend_recognition(monkeypatch, *, is_installed: bool = True) -> None:
    """Recognition seems to be installed, or seems not to be, whatever is."""
    monkeypatch.setattr(recogniser, "is_installed", lambda *_: is_installed)
    monkeypatch.setattr(recogniser, "version", lambda *_: "3.10.0")


def picture_only() -> bytes:
    """A PDF whose one page is a white picture."""
    white = pymupdf.Pixmap(pymupdf.csRGB, (0, 0, 8, 8), 0)
    white.clear_with(255)
    with pymupdf.open() as pdf:
        pdf.new_page().insert_image((0, 0, 200, 200), pixmap=white)
        return pdf.tobytes()


def characters(text: str, doubts: dict[int, tuple[float, str, float]] | None = None) -> tuple[Character, ...]:
    """A line's characters, evenly set; ``doubts`` maps a place to a probability, and another character with its own."""
    cells = [0.5 if char.isascii() else 1.0 for char in text]
    total, at, out = sum(cells) or 1.0, 0.0, []
    for place, (char, cell) in enumerate(zip(text, cells, strict=True)):
        probability, other, weight = (doubts or {}).get(place, (0.9999, "", 0.0))
        out.append(Character(char, probability, (at + cell / 2) / total, ((other, weight),) if other else ()))
        at += cell
    return tuple(out)


def read_line(text: str, top: float, *, left: float = 150, doubts: dict[int, tuple[float, str, float]] | None = None, size: float = TYPE) -> ReadLine:
    """A line at a place of the page, in pixels."""
    width = sum([size / 2 if char.isascii() else size for char in text])
    corners = (left, top, left + width, top, left + width, top + 1.4 * size, left, top + 1.4 * size)
    return ReadLine(corners, Ink(0.0, 0.15, 1.0, 0.85, 3.0), characters(text, doubts))


def reading_of(lines: Iterable[str | tuple[str, dict[int, tuple[float, str, float]]]]) -> PageReading:
    """A page of lines one under another; a line that begins with a full-width space is indented."""
    read, top = [], 150.0
    for line in lines:
        text, doubts = line if isinstance(line, tuple) else (line, None)
        if not text:
            continue
        bare = text.lstrip("\u3000")
        read.append(read_line(bare, top, left=150 + TYPE * (len(text) - len(bare)), doubts=doubts))
        top += 2 * TYPE
    return PageReading(0, WIDTH, HEIGHT, tuple(read))


def scan_of(count: int, *, blank: int = 0) -> bytes:
    """A PDF of as many pages, each a picture of another grey with some ink; the one of this number has none."""
    with pymupdf.open() as pdf:
        for number in range(count):
            picture = pymupdf.Pixmap(pymupdf.csGRAY, (0, 0, WIDTH, HEIGHT), 0)
            picture.clear_with(255 - number)
            if number + 1 != blank:
                picture.set_rect((400, 400, 500, 420), (0,))
            page = pdf.new_page(width=595, height=842)
            page.insert_image(page.rect, pixmap=picture)
        return bytes(pdf.tobytes(no_new_id=True))


class Recogniser:
    """Stands for recognition: gives the readings in order, by the pictures' grey, and counts what it was asked."""

    def __init__(self, *readings: PageReading | str) -> None:
        self.readings = readings
        self.asked: list[int] = []

    def __call__(self, pictures, *, jobs, further=frozenset(), runtime="onnxruntime"):  # noqa: ARG002 - as the real one is called
        for number, pixels in pictures:
            self.asked.append(number)
            yield number, self.readings[255 - int(pixels()[0, 0, 0])]

    def options(self, **more) -> OcrOptions:
        return OcrOptions(read=self, **({"cache": None} | more))
