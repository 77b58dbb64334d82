"""A page's picture out of a PDF: the pixels of the picture that it is, or else a rendering."""

from __future__ import annotations

import ctypes
from typing import Any, NamedTuple

from bulletin_parse.limits import meter
from bulletin_parse.reading.ocr.settings import LONGEST_SIDE, MOST_DPI, MOST_PIXELS, NOISY_DPI, PAGE_PICTURE, RENDER_DPI
from bulletin_parse.reading.pdf.exclusive import exclusive
from bulletin_parse.reading.pdf.pdfium_paint import DEEPEST, painted

POINTS_PER_INCH = 72.0
# A picture is noisy or faded if its ink and its paper are fewer than this many levels apart, and of two levels if nearly all are black or white.
FADED_CONTRAST = 110
TWO_LEVELS = 0.98
# A blank page has no spot of this many levels, but for its edges, which are this share of its width.
FAINTEST_SPOT, EDGE = 8.0, 0.02


class PagePicture(NamedTuple):
    """A page as pixels (height × width × 3, blue first), with the page's size in points."""

    pixels: Any
    width: float
    height: float


@exclusive()
def page_count(pdf: Any) -> int:
    """How many pages a PDF has."""
    return len(pdf)


@exclusive()
def page_picture(pdf: Any, number: int, unit: float = 1.0) -> PagePicture:
    """The picture of a page.

    Args:
        pdf: as :func:`bulletin_parse.reading.pdf.opened.opened_pdf` gives it.
        number: from 1.
        unit: the page's UserUnit, which pdfium does not know: what it calls a point is so many.
    """
    page = pdf[number - 1]
    try:
        width, height = page.get_size()
        native, dpi = _native(page, width, height, unit)
        pixels = native if native is not None else _rendered(page, (dpi or RENDER_DPI) * unit)
        if native is None and dpi is None and _is_poor(pixels):
            pixels = _rendered(page, NOISY_DPI * unit)
        return PagePicture(_reduced(pixels, width * unit), width * unit, height * unit)
    finally:
        page.close()


@exclusive()
def page_size(pdf: Any, number: int, unit: float = 1.0) -> tuple[float, float]:
    """A page's width and height in points, ``unit`` being its UserUnit."""
    width, height = pdf.get_page_size(number - 1)
    return float(width) * unit, float(height) * unit


@exclusive()
def hides_text(pdf: Any, number: int) -> bool:
    """Whether a page is a picture with text that nobody sees: drawn invisibly or without opacity, white, or before the picture."""
    import pypdfium2.raw as raw

    page = pdf[number - 1]
    try:
        width, _ = page.get_size()
        paint = painted(page, raw, layers=False)
        seen = hidden = covered = 0
        for each in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT, raw.FPDF_PAGEOBJ_IMAGE], max_depth=DEEPEST):
            if each.type == raw.FPDF_PAGEOBJ_IMAGE:
                left, _, right, _ = each.get_bounds()  # one picture, or a strip of it
                covered, hidden, seen = (1, hidden + seen, 0) if right - left >= PAGE_PICTURE * width else (covered, hidden, seen)
            elif (ctypes.cast(each.raw, ctypes.c_void_p).value or 0) in paint.unseen:
                hidden += 1
            else:
                seen += 1
        return bool(covered and hidden > seen)
    finally:
        page.close()


def _native(page: Any, width: float, height: float, unit: float) -> tuple[Any, float | None]:
    """The pixels of the one upright picture that is the page, if it is one; and the resolution of its pictures."""
    import pypdfium2.raw as raw

    images = list(page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=2))
    large = [image for image in images if _cover(image, width, height) >= PAGE_PICTURE]
    if not images:
        return None, None
    dpi = max([_dpi(image, raw) / unit for image in images])
    if len(images) != 1 or not large or page.get_rotation():
        return None, min(max(dpi, RENDER_DPI), MOST_DPI)
    for image in images:
        meter().require("pixels", _pixel_count(image, raw))
    if _pixel_count(large[0], raw) > MOST_PIXELS:
        return None, MOST_DPI
    a, b, c, d, *_ = large[0].get_matrix().get()
    # Turned or mirrored pictures, and those that leave a border of the page free, are left to the renderer.
    if a <= 0 or d <= 0 or abs(b) > abs(a) * 1e-3 or abs(c) > abs(d) * 1e-3 or _cover(large[0], width, height) < 0.99 or _is_masked(large[0], raw):
        return None, min(max(dpi, RENDER_DPI), MOST_DPI)
    return _pixels(large[0].get_bitmap(render=False)), dpi


def _cover(image: Any, width: float, height: float) -> float:
    left, bottom, right, top = image.get_bounds()
    across = min(right, width) - max(left, 0.0)
    down = min(top, height) - max(bottom, 0.0)
    return float(max(across, 0.0) * max(down, 0.0) / (width * height or 1.0))


def _dpi(image: Any, raw: Any) -> float:
    wide, high = ctypes.c_uint(), ctypes.c_uint()
    left, _, right, _ = image.get_bounds()
    if not raw.FPDFImageObj_GetImagePixelSize(image.raw, wide, high) or right <= left:
        return 0.0
    return float(max(wide.value, 1) * POINTS_PER_INCH / (right - left))


def _pixel_count(image: Any, raw: Any) -> int:
    wide, high = ctypes.c_uint(), ctypes.c_uint()
    raw.FPDFImageObj_GetImagePixelSize(image.raw, wide, high)
    return wide.value * high.value


def _is_masked(image: Any, raw: Any) -> bool:
    """Whether what is seen is not the picture's own pixels: a stencil mask paints in the page's colour."""
    return bool(raw.FPDFPageObj_HasTransparency(image.raw))


def _pixels(bitmap: Any) -> Any:
    import numpy as np

    array = bitmap.to_numpy()
    if array.ndim == 2 or array.shape[2] == 1:
        flat = array.reshape(array.shape[0], array.shape[1])
        return np.repeat(flat[:, :, None], 3, axis=2)
    return array[:, :, :3].copy()  # the pixels are pdfium's own, and gone with the bitmap


def _rendered(page: Any, dpi: float) -> Any:
    """The page as drawn; a huge one is drawn smaller."""
    width, height = page.get_size()
    most = min((MOST_PIXELS / max(width * height, 1.0)) ** 0.5, LONGEST_SIDE / max(width, height, 1.0))
    return _pixels(page.render(scale=min(dpi / POINTS_PER_INCH, most)))


def is_blank(pixels: Any) -> bool:
    """Whether a picture is paper and nothing else: no spot differs from what lies around it by more than a scanner's noise does."""
    import cv2
    import numpy as np

    grey = np.ascontiguousarray(pixels[::2, ::2, 1])
    edge = round(EDGE * min(grey.shape))
    inner = grey[edge : grey.shape[0] - edge, edge : grey.shape[1] - edge].astype("float32")
    if not inner.size:
        return True
    spots = cv2.GaussianBlur(inner, (0, 0), 3) - cv2.blur(inner, (61, 61))
    return bool(np.abs(spots).max() < FAINTEST_SPOT)


def _is_poor(pixels: Any) -> bool:
    """Whether a picture is of two levels, noisy or faded."""
    import numpy as np

    grey = pixels[::3, ::3, 1]
    extreme = float(np.mean((grey < 8) | (grey > 247)))
    ink, paper = np.percentile(grey, (1, 60))
    return (extreme > TWO_LEVELS and len(np.unique(grey)) < 8) or float(paper) - float(ink) < FADED_CONTRAST


def _reduced(pixels: Any, width: float) -> Any:
    """The picture, not larger than the recogniser can use."""
    dpi = pixels.shape[1] * POINTS_PER_INCH / (width or 1.0)
    side = max(pixels.shape[:2])
    if dpi <= MOST_DPI * 1.05 and side <= LONGEST_SIDE:
        return pixels
    import cv2

    share = min(MOST_DPI / dpi, LONGEST_SIDE / side)
    size = max(round(pixels.shape[1] * share), 1), max(round(pixels.shape[0] * share), 1)
    return cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)
