"""The lines of MuPDF's dicts: what a page's text is made of, told of all its lines at once where it is told alike.

A page has some thirty lines, a bulletin hundreds: their values are gone over as columns, and only lines that are not as most are looked at for themselves.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate, chain, compress, count, repeat
from operator import contains, itemgetter, methodcaller
from typing import Any, NamedTuple

from bulletin_parse.reading.document import Line, Picture, Suspect
from bulletin_parse.reading.pdf.covers import THINNEST, Cover, inner
from bulletin_parse.reading.pdf.drawn import VECTOR_BLOCK
from bulletin_parse.reading.pdf.levels import TEXT
from bulletin_parse.reading.pdf.typefaces import name_typefaces
from bulletin_parse.reading.pdf.visibility import FAINTEST, INVISIBLE, LIGHT, OPAQUE, PALE, is_light
from bulletin_parse.reading.spacing import tidy
from bulletin_parse.text.folding import HAN

_BOLD = 1 << 4
_DRAWN = 0b111 << 4  # a span's characters are filled, stroked, or a path that clips
_TYPE3 = "Type3"
UPRIGHT = 0.99  # cosine of a line's direction; less is writing across the page
# A character so many times as large as the one beside it is of another line if its baseline lies so many sizes of that away.
INITIAL, OTHER_BASELINE = 2.0, 0.5
_SPACE_WIDTH = 0.25  # of the font size, for an ASCII space

# What a block is, and its lines, of which a picture and a drawing have none; of a line its spans and those behind the first; of a span its values.
KIND, LINES = itemgetter("type"), methodcaller("get", "lines", ())
SPANS, BOX, DIRECTION, _FIRST, _FURTHER = itemgetter("spans"), itemgetter("bbox"), itemgetter("dir"), itemgetter(0), itemgetter(slice(1, None))
WORDS, _FONT, _SIZE, _FLAGS, _ORIGIN = [itemgetter(name) for name in ("text", "font", "size", "flags", "origin")]
_LOOK = itemgetter("color", "alpha", "char_flags")
_DOWN = itemgetter(1)  # of a place


class Placed(NamedTuple):
    """A picture, and how many blocks were drawn before it."""

    before: int
    picture: Picture


def text_lines(blocks: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The lines of MuPDF's blocks, of a page."""
    return list(chain.from_iterable(map(LINES, blocks)))


def lean(rows: Sequence[dict[str, Any]]) -> bool:
    """Whether any line leans: those of a page have one direction, or few."""
    return any(across <= UPRIGHT for across, _ in set(map(DIRECTION, rows)))


def lines_of(blocks: Sequence[dict[str, Any]], rows: list[dict[str, Any]], places: Sequence[Placed]) -> tuple[list[Line], list[Suspect], list[Cover]]:
    """A page's lines in the order in which they were drawn, those that may not be seen, and what was drawn over others.

    Args:
        blocks: the page's.
        rows: their lines, as ``text_lines`` gives them.
        places: its pictures'.
    """
    found, suspects, drawn = _shown(blocks, rows)
    covers = list(_drawn_over(blocks, drawn)) if VECTOR_BLOCK in map(KIND, blocks) else []
    covers += [Cover(drawn[before], picture, is_picture=True) for before, picture in places if drawn[before]]
    lines = _as_lines(found)
    if any(font.startswith(_TYPE3) for font in set(map(_FONT, map(_FIRST, map(SPANS, found))))):
        nameless = [frozenset([span["font"] for span in line["spans"] if span["font"].startswith(_TYPE3) and HAN.search(span["text"])]) for line in found]
        lines = name_typefaces(lines, nameless)
    if all(map(TEXT, lines)):
        return lines, suspects, covers
    kept = list(accumulate(map(bool, map(TEXT, lines)), initial=0))
    return list(filter(TEXT, lines)), suspects, [cover._replace(before=kept[cover.before]) for cover in covers]


def _shown(blocks: Sequence[dict[str, Any]], rows: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], list[Suspect], list[int]]:
    """The lines that are seen, those that may not be, and how many of the first were drawn before each block, and before the page's end."""
    spans = list(chain.from_iterable(map(SPANS, rows)))
    sizes = list(map(_SIZE, spans))
    plain = all(_is_seen(*look) for look in set(map(_LOOK, spans)))  # few: a look at each spares one at every line
    even = not sizes or max(sizes) < INITIAL * min(sizes)
    if plain and even and all(map(SPANS, rows)):  # as on most pages: all lines are seen, and none is two
        return rows, [], list(accumulate(map(len, map(LINES, blocks)), initial=0))
    found: list[dict[str, Any]] = []
    suspects: list[Suspect] = []
    drawn = []
    for block in blocks:
        drawn.append(len(found))
        for line in LINES(block):
            whole = even or len(line["spans"]) == 1
            for part in (line,) if whole else _levels(line) if line["spans"] else ():
                seen = part if plain or _is_plain(part["spans"]) else _parted(part, suspects)
                if seen["spans"]:
                    found.append(seen)
    return found, suspects, [*drawn, len(found)]


def _drawn_over(blocks: Sequence[dict[str, Any]], drawn: Sequence[int]) -> Iterator[Cover]:
    """The opaque rectangles that were drawn after some line."""
    for before, block in zip(drawn, blocks, strict=False):
        if block["type"] == VECTOR_BLOCK and before and block["isrect"] and not block["stroked"] and block["alpha"] == OPAQUE:
            x0, top, x1, bottom = block["bbox"]
            if bottom - top >= THINNEST and x1 - x0 >= THINNEST:
                yield Cover(before, (x0, top, x1, bottom))


def _levels(line: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """A line, or its parts where MuPDF put an initial that hangs over several lines to one of them."""
    spans = line["spans"]
    sizes = [span["size"] for span in spans]
    if max(sizes) < INITIAL * min(sizes):
        yield line
        return
    part = [spans[0]]
    for span in spans[1:]:
        large, small = sorted((span, part[-1]), key=_SIZE)[::-1]
        if large["size"] >= INITIAL * small["size"] and abs(large["origin"][1] - small["origin"][1]) > OTHER_BASELINE * small["size"]:
            yield {**line, "spans": part, "bbox": _extent(part)}
            part = []
        part.append(span)
    yield {**line, "spans": part, "bbox": _extent(part)}


def _extent(spans: list[dict[str, Any]]) -> tuple[float, ...]:
    boxes = zip(*map(BOX, spans), strict=True)
    return tuple([pick(sides) for pick, sides in zip((min, min, max, max), boxes, strict=True)])


def _is_plain(spans: list[dict[str, Any]]) -> bool:
    """Whether a line is seen for certain: drawn in a colour that is neither transparent nor nearly white."""
    return all(_is_seen(*_LOOK(span)) for span in spans)


def _is_seen(colour: int, alpha: int, flags: int) -> bool:
    return alpha >= FAINTEST and (colour < LIGHT or not is_light(colour)) and flags & _DRAWN != 0


def _parted(line: dict[str, Any], suspects: list[Suspect]) -> dict[str, Any]:
    """A line without those of its spans that may not be seen, which are put to the suspects."""
    plain: list[dict[str, Any]] = []
    for span in line["spans"]:
        if _is_plain([span]) or not span["text"].strip():
            plain.append(span)
            continue
        found = _as_lines([{**line, "spans": [span], "bbox": span["bbox"]}])[0]
        proven = span["alpha"] < FAINTEST or not span["char_flags"] & _DRAWN
        suspects.append(Suspect(found, INVISIBLE if proven else PALE, None if proven else inner(found)))
    if not any(span["text"].strip() for span in plain):
        return {**line, "spans": []}
    return {**line, "spans": plain, "bbox": _extent(plain)}


def _as_lines(found: Sequence[dict[str, Any]]) -> list[Line]:
    """Lines of MuPDF's that have spans, as ours; one of white space has no text."""
    if not found:
        return []
    own = list(map(SPANS, found))
    voices = list(map(_FIRST, own))
    texts = list(map(WORDS, voices))
    lefts, tops, rights, bottoms = map(list, zip(*map(BOX, found), strict=True))
    for at, spans in compress(enumerate(own), map(_FURTHER, own)):
        voices[at] = max(spans, key=_voice)
        texts[at] = "".join(map(WORDS, spans))
        if not spans[-1]["text"].strip():
            rights[at] = max([span["bbox"][2] for span in spans if span["text"].strip()], default=rights[at])
    sizes, fonts, flags = list(map(_SIZE, voices)), list(map(_FONT, voices)), list(map(_FLAGS, voices))
    # A line that prints all its characters and has no space needs no trimming.
    spaced = compress(count(), map(contains, texts, repeat(" ")))
    for at in list(spaced) if "".join(texts).isprintable() else range(len(texts)):
        text = tidy(texts[at])
        texts[at] = text.lstrip()
        if len(texts[at]) < len(text):  # an indent typed as spaces is an indent
            indent = text[: len(text) - len(texts[at])]
            lefts[at] += sum([sizes[at] if space == "\u3000" else sizes[at] * _SPACE_WIDTH for space in indent])
    if any(font.startswith(_TYPE3) for font in set(fonts)):  # has no name: MuPDF gives each subset its object number
        fonts = ["" if font.startswith(_TYPE3) else font for font in fonts]
    bases = map(_DOWN, map(_ORIGIN, voices))
    is_bold = {flag: flag & _BOLD != 0 for flag in set(flags)}
    across = list(map(_FIRST, map(DIRECTION, found)))
    is_upright = {cosine: cosine > UPRIGHT for cosine in set(across)}
    bolds, uprights = map(is_bold.__getitem__, flags), map(is_upright.__getitem__, across)
    columns = zip(texts, lefts, tops, rights, bottoms, bases, sizes, fonts, bolds, uprights, repeat(1.0), strict=False)
    new: Any = tuple.__new__  # which takes no step of Python for a line
    return list(map(new, repeat(Line), columns))


def _voice(span: dict[str, Any]) -> int:
    """How much a span has to say of its line's type: Han characters before all else, then its length."""
    text = span["text"].strip()
    return len(text) + (1000 if not text.isascii() and HAN.search(text) else 0)
