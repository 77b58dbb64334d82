"""The characters that pdfplumber finds, put to lines."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any, NamedTuple

from bulletin_parse.reading.document import Box, Line
from bulletin_parse.reading.pdf.visibility import INVISIBLE, LAYER, LIGHTEST, OPAQUE, PALE
from bulletin_parse.reading.spacing import GAP, NO_SPACE, family, speaker, tidy
from bulletin_parse.text.folding import HAN, is_han

# Shares of the font size. Two glyphs share a line when their middles differ by less than half a size; a gap of a fifth
# between two Latin letters is a word gap; writing across the page goes on within two sizes.
_SAME_LINE, _WORD_GAP, _LEANING_GAP = 0.5, 0.2, 2.0
# A gap between two ideographs is printed if it is wider than the line is stretched by this share; so many pairs tell of the stretch.
_STANDS_OUT, _LEAST_PAIRS = 0.12, 4
# A second print of a character is this near to the first (a letter nearer than the next one of ll), within so many characters.
_SECOND_PRINT, _SECOND_LETTER, _MOST_PRINTS = 0.35, 0.15, 6
# A glyph whose baseline rises by more than this share runs across the page.
LEANING = 0.1
# pdfminer reads no ActualText, so of two characters with one glyph it gives the one that the font names first.
_SHARED_GLYPH = ("―", "—")

_Glyph = dict[str, Any]


class PageFrame(NamedTuple):
    """Turns pdfplumber's places, which count from the media box, to places on the page as it is shown; ``high`` is the media box's height."""

    left: float
    top: float
    width: float
    height: float
    high: float
    unit: float
    x0: float
    y0: float

    @classmethod
    def of(cls, page: Any) -> PageFrame:
        """The frame of a page of pdfplumber's."""
        sheet = page.page_obj
        media, crop = sheet.mediabox, sheet.cropbox
        left, bottom, right, top = max(crop[0], media[0]), max(crop[1], media[1]), min(crop[2], media[2]), min(crop[3], media[3])
        if left >= right or bottom >= top:
            left, bottom, right, top = media
        x0, y0, x1, y1 = media
        turned = {
            0: (left - x0, y1 - top),
            90: (bottom - y0, left - x0),
            180: (x1 - right, bottom - y0),
            270: (y1 - top, x1 - right),
        }.get(sheet.rotate, (left - x0, y1 - top))
        width, height, high = right - left, top - bottom, y1 - y0
        if sheet.rotate in (90, 270):
            width, height, high = height, width, x1 - x0
        unit = sheet.attrs.get("UserUnit", 1)
        unit = float(unit) if isinstance(unit, int | float) and unit > 0 else 1.0
        return cls(float(turned[0]), float(turned[1]), float(width) * unit, float(height) * unit, float(high), unit, *page.mediabox[:2])

    def box(self, x0: float, top: float, x1: float, bottom: float) -> Box:
        """A rectangle that counts from the top left of the media box."""
        left, above, unit = self.left, self.top, self.unit
        return float(x0 - left) * unit, float(top - above) * unit, float(x1 - left) * unit, float(bottom - above) * unit

    def place(self, thing: _Glyph) -> Box:
        """The rectangle of something that pdfplumber found."""
        return self.box(thing["x0"] - self.x0, thing["top"] - self.y0, thing["x1"] - self.x0, thing["bottom"] - self.y0)


class FoundLines(NamedTuple):
    """A line, the number of its first character in the order of drawing, and why it may not be seen, if so."""

    line: Line
    first: int
    why: str


def lines_of(glyphs: list[_Glyph], frame: PageFrame) -> Iterator[FoundLines]:
    """The lines of a page, in the order in which they are drawn."""
    for first, row in _rows(glyphs):
        if (line := _line(row, frame)) is not None:
            yield FoundLines(line, first, _unseen(row[0]))


def _unseen(glyph: _Glyph) -> str:
    """Why a character may not be seen."""
    tag = glyph.get("tag")
    if tag in (INVISIBLE, LAYER):
        return str(tag)
    return PALE if _is_pale(glyph.get("non_stroking_color")) else ""


def _is_pale(colour: Any) -> bool:
    if not isinstance(colour, tuple) or not all(isinstance(part, int | float) for part in colour):
        return False
    light = LIGHTEST / OPAQUE
    if len(colour) == 4:
        return bool(max(colour) <= 1 - light)
    return len(colour) in (1, 3) and bool(min(colour) >= light)


def _leans(glyph: _Glyph) -> bool:
    across, up, *_ = glyph["matrix"]
    return bool(across < 0 or abs(up) > LEANING * abs(across))


def _rows(glyphs: list[_Glyph]) -> Iterator[tuple[int, list[_Glyph]]]:
    """Glyphs in the order they are painted, cut where the line, the direction of writing or what can be seen changes; second prints left out."""
    row: list[_Glyph] = []
    first = 0
    for at, glyph in enumerate(glyphs):
        if row:
            if _is_second(glyph, row[-_MOST_PRINTS:]):
                continue
            if _parts(row[-1], glyph):
                yield first, row
                row = []
        if not row:
            first = at
        row.append(glyph)
    if row:
        yield first, row


def _is_second(glyph: _Glyph, before: list[_Glyph]) -> bool:
    slip = (_SECOND_PRINT if is_han(glyph["text"][:1]) else _SECOND_LETTER) * glyph["size"]
    return any(
        other["text"] == glyph["text"] and abs(other["x0"] - glyph["x0"]) <= slip and abs(other["top"] - glyph["top"]) <= slip and not glyph["text"].isspace()
        for other in before
    )


def _parts(last: _Glyph, glyph: _Glyph) -> bool:
    """Whether a glyph begins another row than the one before it."""
    leans = _leans(last)
    if leans != _leans(glyph) or _unseen(last) != _unseen(glyph):
        return True
    size = max(glyph["size"], last["size"]) or 1.0
    middle = (glyph["top"] + glyph["bottom"] - last["top"] - last["bottom"]) / 2
    gap = glyph["x0"] - last["x1"]
    if leans:
        return bool(abs(middle) > _LEANING_GAP * size or abs(gap) > _LEANING_GAP * size)
    return bool(abs(middle) > _SAME_LINE * size or not -size < gap <= NO_SPACE * size)


def _line(glyphs: list[_Glyph], frame: PageFrame) -> Line | None:
    inked = [glyph for glyph in glyphs if glyph["text"].strip()]
    if not inked:
        return None
    middle = inked[min(speaker("".join([glyph["text"][0] for glyph in inked])), len(inked) - 1)]
    font = family(str(middle["fontname"]))
    tidied = tidy(_text(glyphs).strip().replace(*_SHARED_GLYPH))
    if not tidied:
        return None
    leans = _leans(middle)
    edges = (inked[0]["x0"], inked[-1]["x1"]) if not leans else (min([glyph["x0"] for glyph in inked]), max([glyph["x1"] for glyph in inked]))
    x0, top, x1, bottom = frame.place(
        {"x0": edges[0], "x1": edges[1], "top": min([glyph["top"] for glyph in inked]), "bottom": max([glyph["bottom"] for glyph in inked])}
    )
    base = (frame.high - middle["matrix"][5] - frame.top) * frame.unit
    return Line(tidied, x0, top, x1, bottom, float(base), float(middle["size"]) * frame.unit, font, "bold" in font.lower(), not leans)


def _text(glyphs: list[_Glyph]) -> str:
    """The characters of a row, with GAP where there is room for a space."""
    text = [glyphs[0]["text"]]
    stretch: float | None = None
    for left, right in pairwise(glyphs):
        gap, size = right["x0"] - left["x1"], max(left["size"], right["size"])
        if gap > _WORD_GAP * size and not left["text"].isspace() and not right["text"].isspace():
            if HAN.match(left["text"]) and HAN.match(right["text"]):
                stretch = _stretch(glyphs) if stretch is None else stretch
                text.append(GAP if gap - stretch > _STANDS_OUT * size else "")
            else:
                text.append(GAP)
        text.append(right["text"])
    return "".join(text)


def _stretch(glyphs: list[_Glyph]) -> float:
    """How far the ideographs of a row are drawn apart, in points: half of its gaps are wider."""
    gaps = sorted([right["x0"] - left["x1"] for left, right in pairwise(glyphs) if HAN.match(left["text"]) and HAN.match(right["text"])])
    return float(gaps[len(gaps) // 2]) if len(gaps) >= _LEAST_PAIRS else 0.0
