"""Whether anything is to be seen at a place of a page, told from the page as pdfium draws it, its annotations left out."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from typing import Any

from bulletin_parse.errors import BulletinError
from bulletin_parse.reading.document import Box
from bulletin_parse.reading.pdf.exclusive import exclusive
from bulletin_parse.reading.pdf.opened import library, opened_pdf
from bulletin_parse.reading.pdf.pdfium_paint import DEEPEST

# The drawn page's scale (pixels a point), its size in pixels at most, and the least difference of two shades that an eye sees in print, of 255.
SCALE, MOST_PIXELS, LEAST_CONTRAST = 1.5, 8_000_000, 24


@exclusive()
def seen(data: bytes, number: int, boxes: Sequence[Box], width: float, under: Sequence[bool], pale: Sequence[bool]) -> list[bool]:
    """Whether each place of a page shows text; True where the page cannot be drawn, since text is kept in doubt.

    It does where there is more than one shade; under a picture, where the page without its text shows another; where the text is as light as paper,
    where most of the place is darker: other text may be printed there.

    Args:
        data: the PDF.
        number: the page, from 1.
        boxes: places in points, origin top left of the visible page.
        width: the page's, in the same points; pdfium knows no UserUnit.
        under: for each place, whether a picture lies over it.
        pale: for each place, whether its text has the colour of paper.
    """
    try:
        pypdfium2, raw = library("")
        with opened_pdf(data, "") as pdf:
            try:
                with closing(pdf[number - 1]) as page:
                    drawn = _drawn(page)
                    textless = _drawn(page, raw) if any(under) else None
            except (pypdfium2.PdfiumError, ValueError, OSError, MemoryError):
                return [True] * len(boxes)
    except BulletinError:
        return [True] * len(boxes)
    scale = drawn.width / (width or 1.0)
    return [
        _is_dark(drawn, box, scale) if light else _has_contrast(drawn, box, scale, textless if below else None)
        for box, below, light in zip(boxes, under, pale, strict=True)
    ]


def _drawn(page: Any, textless: Any = None) -> Any:
    """The page in shades of grey; without its text, if pdfium's raw functions are given."""
    if textless:
        for text in page.get_objects(filter=[textless.FPDF_PAGEOBJ_TEXT], max_depth=DEEPEST):
            textless.FPDFTextObj_SetTextRenderMode(text.raw, textless.FPDF_TEXTRENDERMODE_INVISIBLE)
    across, down = page.get_size()
    scale = min(SCALE, (MOST_PIXELS / max(across * down, 1.0)) ** 0.5)
    return page.render(scale=scale, may_draw_forms=False, draw_annots=False).to_pil().convert("L")


def _pixels(drawn: Any, box: Box, scale: float) -> tuple[int, int, int, int] | None:
    """The pixels of a place of a drawn page; None if it has none."""
    left, top = max(int(box[0] * scale), 0), max(int(box[1] * scale), 0)
    right, bottom = min(int(box[2] * scale) + 1, drawn.width), min(int(box[3] * scale) + 1, drawn.height)
    return (left, top, right, bottom) if right > left and bottom > top else None


def _is_dark(drawn: Any, box: Box, scale: float) -> bool:
    """Whether half of a place is darker than paper: what light text needs around it to be seen."""
    place = _pixels(drawn, box, scale)
    if place is None:
        return False
    shades = drawn.crop(place).histogram()
    return bool(2 * sum(shades[: 255 - LEAST_CONTRAST]) >= sum(shades))


def _has_contrast(drawn: Any, box: Box, scale: float, textless: Any) -> bool:
    place = _pixels(drawn, box, scale)
    if place is None:
        return False
    shown = drawn.crop(place)
    if textless is not None:
        from PIL import ImageChops

        shown = ImageChops.difference(shown, textless.crop(place))
    darkest, lightest = shown.getextrema()
    return bool(lightest - darkest >= LEAST_CONTRAST)
