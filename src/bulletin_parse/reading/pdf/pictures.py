"""The pictures of a PDF as files: taken out as they are where that shows what the page shows, else drawn from the page.

pdfium does this for every engine: the record's regions say where the pictures are, whoever read them.
"""

from __future__ import annotations

import io
import math
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from typing import Any, NamedTuple

from bulletin_parse.errors import UnreadableSource
from bulletin_parse.reading.pdf.exclusive import exclusive
from bulletin_parse.reading.pdf.keys import units
from bulletin_parse.reading.pdf.opened import library, opened_pdf
from bulletin_parse.reading.pdf.pdfium import own_coordinates

# A picture is the one that a region was read from if each edge is this near, in points: engines round differently.
NEAR = 1.5
OPAQUE = 255
TURNED = 1e-3  # share of a picture's scale that leans: less is rounding
DRAWN_DPI = 200
POINTS_PER_INCH = 72
# Larger pictures are drawn smaller: an A4 page at 600 dpi has 35 million pixels.
MAX_PIXELS = 40_000_000


class PictureFile(NamedTuple):
    """A picture's bytes. ``drawn`` tells that they were drawn from the page and not taken out of the file."""

    data: bytes
    media_type: str
    width: int
    height: int
    drawn: bool


class Spot(NamedTuple):
    """Where a picture is: page from 1; points, origin top left."""

    page: int
    box: tuple[float, float, float, float]


@exclusive()
def pictures_at(data: bytes, source: str, spots: Sequence[Spot]) -> list[PictureFile | None]:
    """The picture at each spot of a PDF, None where the file or the page cannot be drawn.

    A picture that stands upright, opaque and alone at its spot keeps its bytes if it is a JPEG, and else its pixels, as a PNG.
    One that is turned or masked is drawn as the page shows it; so is a spot where several pictures make one.
    """
    pypdfium2, raw = library(source)
    found: list[PictureFile | None] = [None] * len(spots)
    with suppress(UnreadableSource), opened_pdf(data, source) as pdf:  # another engine could read it
        sizes = units(data)
        for number in sorted({spot.page for spot in spots}):
            if not 1 <= number <= len(pdf):
                continue
            with suppress(pypdfium2.PdfiumError), closing(pdf[number - 1]) as page:
                images = list(_images(page, raw))
                unit = sizes.get(number, 1.0)
                for at, spot in enumerate(spots):
                    if spot.page == number:
                        x0, top, x1, bottom = spot.box
                        found[at] = _picture(page, images, (x0 / unit, top / unit, x1 / unit, bottom / unit), pypdfium2, raw)
    return found


def _images(page: Any, raw: Any) -> Iterator[tuple[tuple[float, float, float, float], Any]]:
    place = own_coordinates(page)
    for image in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE]):
        yield place.box(*image.get_bounds()), image


def _picture(
    page: Any, images: list[tuple[tuple[float, float, float, float], Any]], box: tuple[float, float, float, float], pypdfium2: Any, raw: Any
) -> PictureFile | None:
    there = [image for bounds, image in images if all(abs(one - other) <= NEAR for one, other in zip(bounds, box, strict=True))]
    try:
        if len(there) == 1 and (taken := _taken(there[0], raw)):
            return taken
        return _drawn(page, box)
    except (pypdfium2.PdfiumError, ValueError, OSError, MemoryError):  # broken streams, and what Pillow says of them
        return None


def _taken(image: Any, raw: Any) -> PictureFile | None:
    width, height = image.get_px_size()
    if not 0 < width * height <= MAX_PIXELS:
        return None
    a, b, c, d, *_ = image.get_matrix().get()
    upright = a > 0 and d > 0 and abs(b) + abs(c) < TURNED * (a + d)
    shown = image.get_bitmap(render=True)
    # pdfium counts a mask of the picture's own among what is opaque; only its pixels tell.
    if not upright or raw.FPDFPageObj_HasTransparency(image.raw) or _has_holes(shown.to_pil()):
        return _png(shown, drawn=True)
    if image.get_filters() == ["DCTDecode"]:
        return PictureFile(bytes(image.get_data()), "image/jpeg", width, height, drawn=False)
    return _png(image.get_bitmap(render=False), drawn=False)


def _has_holes(picture: Any) -> bool:
    """Whether the paper shows through a picture; asked of its alpha alone, since a copy of a large picture takes 160 MB."""
    return "A" in picture.getbands() and picture.getchannel("A").getextrema()[0] < OPAQUE


def _drawn(page: Any, box: tuple[float, float, float, float]) -> PictureFile | None:
    width, height = page.get_size()
    x0, top, x1, bottom = max(box[0], 0.0), max(box[1], 0.0), min(box[2], width), min(box[3], height)
    if x1 - x0 < 1 or bottom - top < 1:
        return None
    scale = min(DRAWN_DPI / POINTS_PER_INCH, math.sqrt(MAX_PIXELS / ((x1 - x0) * (bottom - top))))
    return _png(page.render(scale=scale, crop=(x0, height - bottom, width - x1, top)), drawn=True)


def _png(bitmap: Any, *, drawn: bool) -> PictureFile:
    out = io.BytesIO()
    picture = bitmap.to_pil()
    picture.save(out, "PNG")
    return PictureFile(out.getvalue(), "image/png", picture.width, picture.height, drawn)
