"""The lines of MuPDF's dicts: a page's text, what of it may not be seen, and what was drawn over it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate
from operator import itemgetter
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

_KIND = itemgetter("type")  # of a block
_STYLE, _SIZE = itemgetter("color", "alpha", "char_flags", "font", "size"), itemgetter("size")  # of a span
_NOTHING = Line("", 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)


class Placed(NamedTuple):
    """A picture, and how many blocks were drawn before it."""

    before: int
    picture: Picture


def text_lines(blocks: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The lines of MuPDF's blocks, of a page."""
    return [line for block in blocks if "lines" in block for line in block["lines"]]


def lean(rows: Sequence[dict[str, Any]]) -> bool:
    """Whether any line leans."""
    return any([line["dir"][0] <= UPRIGHT for line in rows])  # noqa: C419  # twice as fast


def lines_of(blocks: Sequence[dict[str, Any]], rows: Sequence[dict[str, Any]], places: Sequence[Placed]) -> tuple[list[Line], list[Suspect], list[Cover]]:
    """A page's lines in the order in which they were drawn, those that may not be seen, and what was drawn over others.

    Args:
        blocks: the page's.
        rows: their lines, as ``text_lines`` gives them.
        places: its pictures'.
    """
    suspects: list[Suspect] = []
    # The styles of a page are few: a look at each spares one at every line.
    styles = {_STYLE(span) for line in rows for span in line["spans"]}
    sizes = [style[-1] for style in styles]
    plain = all(_is_seen(*look) for look in {style[:3] for style in styles})
    even = not sizes or max(sizes) < INITIAL * min(sizes)
    if not (plain and even):
        blocks = [{**block, "lines": list(_shown(block["lines"], suspects, plain=plain, even=even))} if "lines" in block else block for block in blocks]
        rows = text_lines(blocks)
    covers = list(_covers(blocks, places)) if places or VECTOR_BLOCK in map(_KIND, blocks) else []
    nameless_fonts = any(style[3].startswith(_TYPE3) for style in styles)
    lines = _as_lines(rows, nameless_fonts=nameless_fonts)
    if nameless_fonts and any(line["spans"][0]["font"].startswith(_TYPE3) for line in rows if line["spans"]):
        nameless = [frozenset([span["font"] for span in line["spans"] if span["font"].startswith(_TYPE3) and HAN.search(span["text"])]) for line in rows]
        lines = name_typefaces(lines, nameless)
    if all(map(TEXT, lines)):
        return lines, suspects, covers
    kept = list(accumulate([bool(line.text) for line in lines], initial=0))
    return [line for line in lines if line.text], suspects, [cover._replace(before=kept[cover.before]) for cover in covers]


def _shown(lines: Sequence[dict[str, Any]], suspects: list[Suspect], *, plain: bool, even: bool) -> Iterator[dict[str, Any]]:
    """A block's lines, or their parts, without what may not be seen, which is put to the suspects.

    Args:
        lines: the block's.
        suspects: the page's.
        plain: whether all that the page has is seen.
        even: whether its type is of about one size.
    """
    for line in lines:
        for part in (line,) if even or len(line["spans"]) < 2 else _levels(line):
            yield part if plain or _is_plain(part["spans"]) else _parted(part, suspects)


def _covers(blocks: Sequence[dict[str, Any]], places: Sequence[Placed]) -> Iterator[Cover]:
    """The opaque rectangles and pictures that were drawn after some line."""
    drawn = [0]  # lines before each block, and before the page's end
    for block in blocks:
        before = drawn[-1]
        drawn.append(before + len(block["lines"]) if "lines" in block else before)
        if block["type"] == VECTOR_BLOCK and before and block["isrect"] and not block["stroked"] and block["alpha"] == OPAQUE:
            x0, top, x1, bottom = block["bbox"]
            if bottom - top >= THINNEST and x1 - x0 >= THINNEST:
                yield Cover(before, (x0, top, x1, bottom))
    for at, picture in places:
        if drawn[at]:
            yield Cover(drawn[at], picture, is_picture=True)


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
    boxes = zip(*[span["bbox"] for span in spans], strict=True)
    return tuple([pick(sides) for pick, sides in zip((min, min, max, max), boxes, strict=True)])


def _is_plain(spans: list[dict[str, Any]]) -> bool:
    """Whether a line is seen for certain: drawn in a colour that is neither transparent nor nearly white."""
    return all(_is_seen(*_STYLE(span)) for span in spans)


def _is_seen(colour: int, alpha: int, flags: int, *_: object) -> bool:
    return alpha >= FAINTEST and (colour < LIGHT or not is_light(colour)) and flags & _DRAWN != 0


def _parted(line: dict[str, Any], suspects: list[Suspect]) -> dict[str, Any]:
    """A line without those of its spans that may not be seen, which are put to the suspects."""
    plain: list[dict[str, Any]] = []
    for span in line["spans"]:
        if _is_plain([span]) or not span["text"].strip():
            plain.append(span)
            continue
        found = _as_lines([{**line, "spans": [span], "bbox": span["bbox"]}], nameless_fonts=True)[0]
        proven = span["alpha"] < FAINTEST or not span["char_flags"] & _DRAWN
        suspects.append(Suspect(found, INVISIBLE if proven else PALE, None if proven else inner(found)))
    if not any(span["text"].strip() for span in plain):
        return {**line, "spans": []}
    return {**line, "spans": plain, "bbox": _extent(plain)}


def _as_lines(found: Sequence[dict[str, Any]], *, nameless_fonts: bool) -> list[Line]:
    """MuPDF's lines as ours; one of white space has no text.

    Args:
        found: the lines.
        nameless_fonts: whether some may be set in fonts that are drawings.
    """
    lines: list[Line] = []
    new = tuple.__new__  # a bulletin has hundreds
    for line in found:
        spans = line["spans"]
        if not spans:
            lines.append(_NOTHING)
            continue
        span = spans[0]
        x0, top, x1, bottom = line["bbox"]
        text = span["text"]
        if len(spans) > 1:
            span = max(spans, key=_voice)
            text = "".join([part["text"] for part in spans])
            if not spans[-1]["text"].strip():
                x1 = max([part["bbox"][2] for part in spans if part["text"].strip()], default=x1)
        size, font = span["size"], span["font"]
        if " " in text or not text.isprintable():  # most lines have nothing to trim
            indented = tidy(text)
            text = indented.lstrip()
            if len(text) < len(indented):  # an indent typed as spaces is an indent
                x0 += sum([size if space == "\u3000" else size * _SPACE_WIDTH for space in indented[: len(indented) - len(text)]])
        if nameless_fonts and font.startswith(_TYPE3):  # has no name: MuPDF gives each subset its object number
            font = ""
        lines.append(new(Line, (text, x0, top, x1, bottom, span["origin"][1], size, font, span["flags"] & _BOLD != 0, line["dir"][0] > UPRIGHT, 1.0)))
    return lines


def _voice(span: dict[str, Any]) -> int:
    """How much a span has to say of its line's type: Han characters before all else, then its length."""
    text = span["text"].strip()
    return len(text) + (1000 if not text.isascii() and HAN.search(text) else 0)
