"""Whether anything is to be seen at a place of a page, told from the page as pdfium draws it, its annotations left out."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from typing import Any

from bulletin_parse.errors import BulletinError
from bulletin_parse.reading.document import Box
from bulletin_parse.reading.pdf.exclusive import exclusive
from bulletin_parse.reading.pdf.opened import library, opened
from bulletin_parse.reading.pdf.pdfium_paint import DEEPEST

# The drawn page's scale (pixels a point), its size in pixels at most, and the least difference of two shades that an eye sees in print, of 255.
SCALE, MOST_PIXELS, LEAST_CONTRAST = 1.5, 8_000_000, 24


@exclusive()
def seen(data: bytes, number: int, boxes: Sequence[Box], width: float, under: Sequence[bool]) -> list[bool]:
    """Whether each place of a page shows text; True where the page cannot be drawn, since text is kept in doubt.

    It does where there is more than one shade; under a picture, where the page without its text shows another.

    Args:
        data: the PDF.
        number: the page, from 1.
        boxes: places in points, origin top left of the visible page.
        width: the page's, in the same points; pdfium knows no UserUnit.
        under: for each place, whether a picture lies over it.
    """
    try:
        pypdfium2, raw = library("")
        with opened(data, "") as pdf:
            try:
                with closing(pdf[number - 1]) as page:
                    drawn = _drawn(page)
                    textless = _drawn(page, raw) if any(under) else None
            except (pypdfium2.PdfiumError, ValueError, OSError, MemoryError):
                return [True] * len(boxes)
    except BulletinError:
        return [True] * len(boxes)
    scale = drawn.width / (width or 1.0)
    return [_has_contrast(drawn, box, scale, textless if below else None) for box, below in zip(boxes, under, strict=True)]


def _drawn(page: Any, textless: Any = None) -> Any:
    """The page in shades of grey; without its text, if pdfium's raw functions are given."""
    if textless:
        for text in page.get_objects(filter=[textless.FPDF_PAGEOBJ_TEXT], max_depth=DEEPEST):
            textless.FPDFTextObj_SetTextRenderMode(text.raw, textless.FPDF_TEXTRENDERMODE_INVISIBLE)
    across, down = page.get_size()
    scale = min(SCALE, (MOST_PIXELS / max(across * down, 1.0)) ** 0.5)
    return page.render(scale=scale, may_draw_forms=False, draw_annots=False).to_pil().convert("L")


def _has_contrast(drawn: Any, box: Box, scale: float, textless: Any) -> bool:
    left, top = max(int(box[0] * scale), 0), max(int(box[1] * scale), 0)
    right, bottom = min(int(box[2] * scale) + 1, drawn.width), min(int(box[3] * scale) + 1, drawn.height)
    if right <= left or bottom <= top:
        return False
    shown = drawn.crop((left, top, right, bottom))
    if textless is not None:
        from PIL import ImageChops

        shown = ImageChops.difference(shown, textless.crop((left, top, right, bottom)))
    darkest, lightest = shown.getextrema()
    return bool(lightest - darkest >= LEAST_CONTRAST)
