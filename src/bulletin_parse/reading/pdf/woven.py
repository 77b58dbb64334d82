"""Fragments of one line that stand in one another's gaps, put in order by the place of each character.

Where a font lacks a character, a program draws it in another font, before or after the rest of its line: LibreOffice prints “ and ” of a Latin font
so, a browser a rare ideograph. An engine that reads runs as they are drawn gives two lines, one of which has a gap for the other.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from itertools import pairwise
from typing import NamedTuple

from bulletin_parse.errors import BulletinError
from bulletin_parse.reading.document import Line, Page
from bulletin_parse.reading.pdf.exclusive import exclusive
from bulletin_parse.reading.pdf.keys import units
from bulletin_parse.reading.pdf.levels import are_clear
from bulletin_parse.reading.pdf.opened import library, opened_pdf
from bulletin_parse.reading.pdf.pdfium import own_coordinates
from bulletin_parse.reading.pdf.pdfium_text import Characters, Offsets
from bulletin_parse.reading.spacing import speaker, tidy
from bulletin_parse.text.folding import HAN, is_han

# Fragments are of one line when their baselines and sizes differ by less than these shares of a size, and one begins so many sizes before the other ends.
LEVEL, SAME_TYPE, INSIDE = 0.2, 0.15, 0.3
# Fragments that are so near in sizes touch.
TOUCHES = 0.3
# An ideograph has this share of its size for itself at least: what stands nearer is printed over it, and is no part of its line.
ROOM = 0.6
# A character is of a line when it begins inside it, edges told as exactly as this.
EDGE = 0.1
# A gap so many sizes wider than its line's other ones is a space; so many, one of an ideograph's width or several.
SPACE, WIDE = 0.2, 0.8


class _Character(NamedTuple):
    """A printed character: where it begins and ends, and its baseline, in points of the shown page."""

    text: str
    x: float
    end: float
    base: float


def woven(pages: Sequence[Page], data: bytes) -> list[Page]:
    """The pages with such fragments as one line each; others are as they were, and cost one look at the heights of their lines.

    Args:
        pages: a PDF's pages, what is printed twice read once.
        data: the file's bytes, from which the characters' places are read where they are needed.
    """
    crossed = {at: found for at, page in enumerate(pages) if not are_clear(page.lines) and (found := list(_crossed(page)))}
    if not crossed:
        return list(pages)
    places = _characters(data, [pages[at] for at in crossed])
    out = list(pages)
    for at, groups in crossed.items():
        out[at] = _page(pages[at], groups, places.get(pages[at].number, []))
    return out


def _crossed(page: Page) -> Iterator[list[int]]:
    """Runs of lines of one baseline of which each reaches into another, by their places in the page."""
    lines = page.lines
    order = sorted([at for at, line in enumerate(lines) if line.upright], key=lambda at: (lines[at].base, lines[at].x0))
    level: list[int] = []
    for at in order:
        if level and lines[at].base - lines[level[0]].base > LEVEL * lines[at].size:
            yield from _overlapping(lines, level)
            level = []
        level.append(at)
    yield from _overlapping(lines, level)


def _overlapping(lines: Sequence[Line], level: Sequence[int]) -> Iterator[list[int]]:
    """Fragments of one baseline that touch, where one of them reaches into another: a space at one's end is printed, and in no fragment's text."""
    if len(level) < 2:  # a line alone crosses none
        return
    group: list[int] = []
    end, crossed = 0.0, False
    for at in sorted(level, key=lambda at: lines[at].x0):
        line = lines[at]
        if group and (line.x0 > end + TOUCHES * line.size or abs(line.size - lines[group[0]].size) > SAME_TYPE * line.size):
            if crossed:
                yield group
            group, crossed = [], False
        elif group:
            inside = min(end, line.x1) - line.x0  # a bracket set half as wide reaches into the next one's room, and each stays what it is
            crossed = crossed or inside > line.size or (inside > INSIDE * line.size and line.x1 <= end)
        end = max(end, line.x1) if group else line.x1
        group.append(at)
    if crossed:
        yield group


def _page(page: Page, groups: Sequence[Sequence[int]], characters: Sequence[_Character]) -> Page:
    found: dict[int, Line] = {}
    gone: set[int] = set()
    prints_spaces = any(char.text == " " for char in characters)
    for group in groups:
        line = _line([page.lines[at] for at in group], characters, prints_spaces=prints_spaces)
        if line is not None:
            found[min(group)] = line
            gone.update(set(group) - {min(group)})
    return page._replace(lines=tuple([found.get(at, line) for at, line in enumerate(page.lines) if at not in gone])) if found else page


def _line(parts: Sequence[Line], characters: Sequence[_Character], *, prints_spaces: bool) -> Line | None:
    """Fragments as one line; None where the page's characters are not theirs, or are printed over one another."""
    x0, x1 = min([part.x0 for part in parts]), max([part.x1 for part in parts])
    whole = max(parts, key=lambda part: sum(map(is_han, part.text)))
    edge = EDGE * whole.size
    own = [char for char in characters if abs(char.base - whole.base) < LEVEL * whole.size and x0 - edge < char.x < x1 - edge]
    own.sort(key=lambda char: char.x)
    if _counted("".join([char.text for char in own])) != _counted("".join([part.text for part in parts])) or _is_overprinted(own, whole.size):
        return None
    text = tidy(_spaced(own, whole.size, prints_spaces=prints_spaces).strip())
    voice = text[speaker(text)]
    type_of = next((part for part in parts if voice in part.text), whole)
    top, bottom = min([part.top for part in parts]), max([part.bottom for part in parts])
    return type_of._replace(text=text, x0=x0, top=top, x1=x1, bottom=bottom)


def _is_overprinted(characters: Sequence[_Character], size: float) -> bool:
    printed = [char for char in characters if char.text.strip()]
    return any(HAN.match(char.text) and after.x - char.x < ROOM * size for char, after in pairwise(printed))


def _spaced(characters: Sequence[_Character], size: float, *, prints_spaces: bool) -> str:
    """The characters with a space in each gap that is one: pdfium leaves out some of the glyphs that are printed for spaces.

    Between two ideographs a gap is told from the line's stretch; beside a letter or digit it is a program's, unless the page prints no spaces.
    """
    pairs = list(pairwise(characters))
    gaps = sorted([after.x - char.end for char, after in pairs])
    stretch = gaps[len(gaps) // 2] if gaps else 0.0
    text = characters[0].text if characters else ""
    for char, after in pairs:
        gap = after.x - char.end - stretch
        if gap > SPACE * size and (gap > WIDE * size or not prints_spaces or (is_han(char.text) and is_han(after.text))):
            text += "\u3000" * round(gap / size) if gap > WIDE * size else " "
        text += after.text
    return text


def _counted(text: str) -> Counter[str]:
    return Counter("".join(unicodedata.normalize("NFKC", text).split()))


@exclusive()
def _characters(data: bytes, pages: Sequence[Page]) -> Mapping[int, list[_Character]]:
    """The characters of some pages by page number, as pdfium places them; none of a file or a page that it cannot read."""
    try:
        pypdfium2, raw = library("")
        sizes = units(data)
        found: dict[int, list[_Character]] = {}
        with opened_pdf(data, "") as pdf:
            for page in pages:
                try:
                    found[page.number] = _placed(pdf, page, raw, sizes.get(page.number, 1.0))
                except (pypdfium2.PdfiumError, ValueError, OSError):
                    continue
    except BulletinError:
        return {}
    return found


def _placed(pdf: object, page: Page, raw: object, unit: float) -> list[_Character]:
    with closing(pdf[page.number - 1]) as sheet, closing(sheet.get_textpage()) as textpage:  # type: ignore[index]
        place = own_coordinates(sheet, unit)
        if page.tilt:
            place = place._replace(turns=(place.turns + page.tilt.turns) % 4)
        characters, text = Characters(textpage, raw, place), textpage.get_text_range()
        indices = Offsets(text, characters).chars(list(range(len(text))))
        across, down = characters.origins(indices)
        found = zip(text, across, down, characters.boxes(indices), characters.are_generated(indices), strict=True)
        return [
            _Character(char, x, place.box(*box)[2], base)
            for char, x, base, box, generated in found
            if char not in "\r\n" and not (char.isspace() and generated)
        ]
