"""Captions side by side: each stands below its own picture, and is read for itself."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise

from bulletin_parse.layout.tolerances import ALIGNED, CAPTION_REACH, GAPS_TRIED, LONGEST_CAPTION, SAME_SIZE, SMALLEST_FIGURE, SPACES
from bulletin_parse.layout.zones import Zone
from bulletin_parse.reading.document import Line, Picture
from bulletin_parse.reading.pdf.levels import BASE


def with_captions(fragments: Sequence[Line], zones: Sequence[Zone], pictures: Sequence[Picture]) -> list[Zone]:
    """The zones of a page, with one for each row of captions below pictures that stand side by side.

    Args:
        fragments: of the page, by baseline.
        zones: as they were told without pictures; what looks like a table below pictures may be their captions.
        pictures: of the page.
    """
    found = list(zones)
    if len(pictures) < 2:
        return found
    for row in _rows_of(pictures):
        if not (captions := _captions(fragments, row)):
            continue
        places = sorted([at for column in captions for at in column])
        first, after = places[0], places[-1] + 1
        crossing = [zone for zone in found if zone.first < after and zone.after > first]
        if after - first == len(places) and all(zone.first >= first and zone.after <= after for zone in crossing):
            found = sorted([*[zone for zone in found if zone not in crossing], Zone("captions", first, after, captions)], key=lambda zone: zone.first)
    return found


def _rows_of(pictures: Sequence[Picture]) -> list[list[Picture]]:
    """Pictures that end at one height, from left to right, two or more, nothing of one above or below another."""
    rows: list[list[Picture]] = []
    for picture in sorted(set(pictures), key=lambda picture: picture.bottom):
        if rows and picture.bottom - rows[-1][0].bottom < SMALLEST_FIGURE * CAPTION_REACH:
            rows[-1].append(picture)
        else:
            rows.append([picture])
    rows = [sorted(row, key=lambda picture: picture.x0) for row in rows if 1 < len(row) <= GAPS_TRIED]
    return [row for row in rows if all(left.x1 <= right.x0 for left, right in pairwise(row))]


def _captions(fragments: Sequence[Line], row: Sequence[Picture]) -> list[list[int]]:
    """The places of each picture's caption, whose first lines are level; empty if fewer than two have one, or what stands below is longer."""
    captions = [own for picture in row if (own := _below(fragments, picture))]
    if len(captions) < 2 or any(len(own) > LONGEST_CAPTION for own in captions):
        return []
    first = fragments[captions[0][0]]
    level = all(abs(fragments[own[0]].base - first.base) < ALIGNED * first.size for own in captions)
    return captions if level else []


def _below(fragments: Sequence[Line], picture: Picture) -> list[int]:
    """The places of the lines close below a picture that reach beyond neither side, one below the other."""
    found: list[int] = []
    for at in range(bisect_right(fragments, picture.bottom, key=BASE), len(fragments)):
        line = fragments[at]
        if line.base - picture.bottom > (CAPTION_REACH + LONGEST_CAPTION * SPACES) * line.size:
            break
        if line.x1 <= picture.x0 or line.x0 >= picture.x1:
            continue
        above = fragments[found[-1]] if found else None
        step = line.base - (above.base if above else picture.bottom)
        inside = line.x0 > picture.x0 - line.size and line.x1 < picture.x1 + line.size
        alike = above is None or abs(above.size - line.size) <= SAME_SIZE * line.size
        if not inside or not alike or step > (SPACES if above else CAPTION_REACH) * line.size:
            break
        found.append(at)
    return found
