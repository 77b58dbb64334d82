"""Pictures to figures: ornaments and repeated marks left out, strips of one picture put together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import inf

from bulletin_parse.layout.tolerances import ORNAMENT_PAGES, SMALLEST_FIGURE, STRIP_GAP
from bulletin_parse.reading.document import Page, Picture


def figures_of(pages: Sequence[Page], size: float, text: tuple[float, float] = (0.0, inf)) -> dict[int, list[Picture]]:
    """The figures of each page (by page number), top to bottom.

    A picture that stands at one place of many pages is a logo, an ornament of the even or the odd ones, or a watermark, not a figure; so is one that
    stands on two pages above or below all text.

    Args:
        pages: as read.
        size: the body type's.
        text: the heights between which all pages have their text.
    """
    everywhere = Counter(_place(picture) for page in pages for picture in set(page.pictures))
    found = {}
    for page in pages:
        if page.pictures:
            pictures = [
                picture
                for picture in page.pictures
                if min(picture.x1 - picture.x0, picture.bottom - picture.top) >= SMALLEST_FIGURE * size
                and not (_is_repeated(picture, everywhere[_place(picture)], text) and everywhere[_place(picture)] * ORNAMENT_PAGES > len(pages))
            ]
            found[page.number] = _whole(pictures)
    return found


def _is_repeated(picture: Picture, times: int, text: tuple[float, float]) -> bool:
    top, bottom = text
    return times > (1 if picture.bottom <= top or picture.top >= bottom else 2)


def _place(picture: Picture) -> tuple[int, ...]:
    return tuple(round(value) for value in picture)


def _whole(pictures: list[Picture]) -> list[Picture]:
    """Pictures top to bottom, strips of equal width that touch joined into one, copies dropped."""
    whole: list[Picture] = []
    for picture in sorted(set(pictures), key=lambda picture: (picture.top, picture.x0)):
        last = whole[-1] if whole else None
        if last and abs(last.x0 - picture.x0) < STRIP_GAP and abs(last.x1 - picture.x1) < STRIP_GAP and abs(picture.top - last.bottom) < STRIP_GAP:
            whole[-1] = last._replace(bottom=picture.bottom)
        else:
            whole.append(picture)
    return whole
