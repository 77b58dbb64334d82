"""Pictures to figures: ornaments and repeated marks left out, strips of one picture put together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from math import inf

from bulletin_parse.layout.blocks import TextBlock
from bulletin_parse.layout.row import Strip
from bulletin_parse.layout.tolerances import FILLED, ORNAMENT_PAGES, SMALLEST_FIGURE, STRIP_GAP
from bulletin_parse.reading.document import Page, Picture


def figure_block(page: int, picture: Picture) -> TextBlock:
    """The block of a picture."""
    return TextBlock((), page=page, box=(picture.x0, picture.top, picture.x1, picture.bottom))


def figures_of(pages: Sequence[Page], size: float, strips: Mapping[int, Sequence[Strip]]) -> dict[int, list[Picture]]:
    """The figures of each page (by page number), top to bottom.

    A picture that stands at one place of many pages is a logo, an ornament of the even or the odd ones, or a watermark, not a figure; so is one that
    stands on two pages above or below all text. Where most of its pages have text above and below it, and none at its height, it is a figure.
    One that text is printed on from its top to its end is a background.

    Args:
        pages: as read.
        size: the body type's.
        strips: of each page by its number, furniture aside.
    """
    everywhere = Counter([_place(picture) for page in pages for picture in set(page.pictures)])
    # Where no picture stands at one place of two pages, none is told by the text around it.
    heights = _heights(strips) if max(everywhere.values(), default=0) > 1 else {}
    text = min([min(own) for own in heights.values() if own], default=0.0), max([max(own) for own in heights.values() if own], default=inf)
    again = {place for place, times in everywhere.items() if times > 2}
    alone: Counter[tuple[int, ...]] = Counter()
    for page in pages if again else ():
        alone.update(place for picture in set(page.pictures) if (place := _place(picture)) in again and _stands_alone(picture, heights.get(page.number, ())))
    ornaments = {place for place, times in everywhere.items() if times * ORNAMENT_PAGES > len(pages) and alone[place] * 2 <= times}
    found = {}
    for page in pages:
        if page.pictures:
            pictures = [
                picture
                for picture in page.pictures
                if min(picture.x1 - picture.x0, picture.bottom - picture.top) >= SMALLEST_FIGURE * size
                and not (_place(picture) in ornaments and _is_repeated(picture, everywhere[_place(picture)], text))
                and not _is_background(picture, strips[page.number])
            ]
            found[page.number] = _whole(pictures)
    return found


def _heights(strips: Mapping[int, Sequence[Strip]]) -> dict[int, list[float]]:
    """The heights of each page's rows: their middles, since a line's box may reach into a picture above it."""
    return {number: [(row[4] + row[6]) / 2 for strip in parts for row in strip.rows] for number, parts in strips.items()}


def _is_repeated(picture: Picture, times: int, text: tuple[float, float]) -> bool:
    top, bottom = text
    return times > (1 if picture.bottom <= top or picture.top >= bottom else 2)


def _stands_alone(picture: Picture, heights: Sequence[float]) -> bool:
    """Whether a picture stands between rows of its page's text, as a figure does, and not beside one or behind it."""
    above, below = sum([at <= picture.top for at in heights]), sum([at >= picture.bottom for at in heights])
    return above > 0 and below > 0 and above + below == len(heights)


def _is_background(picture: Picture, strips: Sequence[Strip]) -> bool:
    """Whether rows of text stand in a picture and fill it: lines of writing paper, the ground of a title or a box."""
    x0, top, x1, bottom = picture
    sizes = [row.size for strip in strips for row in strip.rows if x0 <= row.x0 and row.x1 <= x1 and top < row.base < bottom]
    return sum(sizes) * FILLED >= bottom - top


def _place(picture: Picture) -> tuple[int, ...]:
    return tuple(map(round, picture))


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
