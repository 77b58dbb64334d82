"""Pictures of a PDF's pages, drawn by pdfium, and with a bulletin's fields outlined and named."""

from __future__ import annotations

import io
import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from bulletin_parse.api import bytes_of
from bulletin_parse.errors import MissingSource, UnreadableSource
from bulletin_parse.limits import Limits
from bulletin_parse.models import Bulletin, PageRegion, Source
from bulletin_parse.reading.ocr.image_files import as_pdf
from bulletin_parse.reading.pdf.exclusive import exclusive
from bulletin_parse.reading.pdf.keys import units
from bulletin_parse.reading.pdf.opened import library, opened_pdf
from bulletin_parse.views.fields import Field, fields_of

if TYPE_CHECKING:
    from PIL.Image import Image

POINTS = 72  # an inch
DPI = 110  # small print stays readable, and a page stays under 100 kB
MAX_PIXELS = 6_000_000  # of one page; an A4 page at 110 dpi has 1.2 million
AIR = 1.0  # points between what is printed and its outline, which would strike it through
WEBP_QUALITY = 70  # percent; letters stay sharp

# One colour a kind of field, readable on white and apart for the colour-blind (Okabe and Ito).
COLOURS = {
    "entry": "#0072b2",
    "item": "#999999",
    "item_title": "#d55e00",
    "source": "#009e73",
    "link": "#56b4e9",
    "headline": "#cc79a7",
    "byline": "#7a5cc2",
    "figure": "#b08900",
    "furniture": "#999999",
    "residue": "#e00000",
    "hidden": "#e00000",
}
OTHER_COLOUR = {"paragraph": "#557799", "heading": "#557799", "caption": "#557799", "table": "#557799", "note": "#557799"}
MASTHEAD_COLOUR = "#a04000"


class DrawnPage(NamedTuple):
    """A page's picture; width and height are points, as the regions' are."""

    number: int
    width: float
    height: float
    image: Image


def sheets(data: bytes, name: str, *, dpi: float = DPI, only: int | None = None) -> Iterator[DrawnPage]:
    """The pages of a PDF, or of a picture, as pictures, one in memory at a time.

    Args:
        data: the whole file.
        name: the file's name, for messages.
        dpi: pixels an inch; less where a page would have more than ``MAX_PIXELS``.
        only: the number of one page, from 1; None for all.

    Raises:
        UnreadableSource: pdfium cannot open the file, or it has no such page.
        EngineUnavailable: pypdfium2 is not installed.
    """
    pypdfium2, _ = library(name)
    data = as_pdf(data, name)
    try:
        with opened_pdf(data, name) as pdf:
            with exclusive():
                count = len(pdf)
            if only is not None and not 1 <= only <= count:
                raise UnreadableSource(name, f"there is no page {only}", remedy=f"Choose a page from 1 to {count}")
            sizes = units(data)
            for number in [only] if only else range(1, count + 1):
                sheet, unit = _sheet(pdf, number, dpi), sizes.get(number, 1.0)
                yield sheet._replace(width=sheet.width * unit, height=sheet.height * unit)
    except pypdfium2.PdfiumError as error:
        raise UnreadableSource(name, f"pdfium cannot draw it ({error})") from error


def page_count(data: bytes, name: str) -> int:
    """How many pages a PDF, or a picture, has."""
    with opened_pdf(as_pdf(data, name), name) as pdf, exclusive():
        return len(pdf)


@exclusive()
def _sheet(pdf: Any, number: int, dpi: float) -> DrawnPage:
    page = pdf[number - 1]
    try:
        width, height = page.get_size()
        scale = min(dpi / POINTS, (MAX_PIXELS / max(width * height, 1.0)) ** 0.5)
        return DrawnPage(number, width, height, page.render(scale=scale).to_pil().convert("RGB"))
    finally:
        page.close()


def webp(image: Image) -> bytes:
    """A picture as WebP."""
    out = io.BytesIO()
    image.save(out, "WEBP", quality=WEBP_QUALITY, method=4)
    return out.getvalue()


def show(bulletin: Bulletin, page: int = 1, *, file: str | os.PathLike[str] | bytes | None = None, dpi: float = DPI) -> Image:
    """A page's picture with each field outlined and named, as :meth:`bulletin_parse.Bulletin.show` tells."""
    name, data, own = _file_of(bulletin, page, file)
    sheet = next(sheets(data, name, dpi=dpi, only=own))
    return outlined(sheet._replace(number=page), fields_of(bulletin))


def outlined(sheet: DrawnPage, fields: Iterable[Field]) -> Image:
    """A page's picture with the regions of fields drawn on it, and each field's name beside its first region."""
    from PIL import ImageDraw, ImageFont

    image = sheet.image.copy()
    across, down = image.width / sheet.width, image.height / sheet.height
    draw = ImageDraw.Draw(image, "RGBA")
    font = ImageFont.load_default(size=max(8.0, 8.5 * across))
    placed = [(field, region.bbox) for field in fields for region in field.where if isinstance(region, PageRegion) and region.page == sheet.number]
    # Large fields first, so that an item's outline never hides its parts; one name for regions that are the same.
    names: dict[tuple[float, ...], list[str]] = {}
    for field, (x0, top, x1, bottom) in sorted(placed, key=lambda each: -_area(each[1])):
        left, right, upper, lower = min(x0, x1) - AIR, max(x0, x1) + AIR, min(top, bottom) - AIR, max(top, bottom) + AIR
        box = (left * across, upper * down, right * across, lower * down)
        colour = colour_of(field.kind)
        draw.rectangle(box, outline=colour, width=max(1, round(across)), fill=None if field.kind == "item" else f"{colour}18")
        names.setdefault(box, []).append(field.key)
    taken: list[tuple[float, float, float, float]] = []
    for (_, top, x1, _), keys in names.items():
        words = " ".join(keys)
        left, up, right, low = draw.textbbox((0, 0), words, font=font)
        width, height = right - left + 4, low - up + 2
        tag = _free_place((min(x1, image.width) - width, max(0.0, top - height), width, height), taken)
        taken.append(tag)
        draw.rectangle((tag[0], tag[1], tag[0] + width, tag[1] + height), fill="#ffffffd8")
        draw.text((tag[0] + 2, tag[1] + 1 - up), words, fill="#222222", font=font)
    return image


def _free_place(tag: tuple[float, float, float, float], taken: list[tuple[float, float, float, float]]) -> tuple[float, float, float, float]:
    """A place for a name (left, top, width, height) that covers no other name: to the left of those that stand there."""
    x, y, width, height = tag
    for left, top, wide, high in sorted(taken, reverse=True):
        if x < left + wide and left < x + width and y < top + high and top < y + height:
            x = left - width - 2
    return (max(0.0, x), y, width, height)


def colour_of(kind: str) -> str:
    """The colour of a kind of field."""
    return COLOURS.get(kind) or OTHER_COLOUR.get(kind, MASTHEAD_COLOUR)


def _area(box: tuple[float, float, float, float]) -> float:
    return abs(box[2] - box[0]) * abs(box[3] - box[1])


def _file_of(bulletin: Bulletin, page: int, file: str | os.PathLike[str] | bytes | None) -> tuple[str, bytes, int]:
    """The name and bytes of the file that a bulletin was read from, and the page in it: a record does not hold them."""
    source = bulletin.source
    name = source.name if source else "the bulletin"
    if source is None or source.pages is None:
        raise UnreadableSource(
            name, "it was not read from a PDF, and has no pages to show", remedy="bulletin_parse.view(bulletin, data) makes a page of the lines of a text"
        )
    if file is None and len(source.paths) > 1:
        return _part_of(source, page)
    data = file if isinstance(file, bytes) else _found(source, file)
    if sha256(data).hexdigest() != source.sha256:
        raise UnreadableSource(name, "this is not the file that the bulletin was read from (their SHA-256 differ)", remedy="Name the right one: file=…")
    return name, data, page


def _found(source: Source, file: str | os.PathLike[str] | None) -> bytes:
    """The bytes of a file that was named, or of that which a bulletin was read from: where it lay then, or of its name in the working directory."""
    tried = [*source.paths, str(Path(source.name).absolute())] if file is None else [os.fspath(file)]
    for path in tried:
        with suppress(MissingSource):
            return bytes_of(path, Limits().bytes)[0]
    raise UnreadableSource(tried[0], "the bulletin's file is not here", remedy="Name it: bulletin.show(page, file=…)")


def _part_of(source: Source, page: int) -> tuple[str, bytes, int]:
    """The part of a bulletin joined of several files that has a page, and the page in it."""
    read = [bytes_of(path, Limits().bytes)[0] for path in source.paths]
    if sha256(b"".join(read)).hexdigest() != source.sha256:
        raise UnreadableSource(source.name, "these are not the files that the bulletin was joined of (their SHA-256 differ)", remedy="Join them again")
    before = 0
    for path, data in zip(source.paths, read, strict=True):
        pages = page_count(data, path)
        if before < page <= before + pages:
            return path, data, page - before
        before += pages
    raise UnreadableSource(source.name, f"there is no page {page}", remedy=f"Choose a page from 1 to {before}")
