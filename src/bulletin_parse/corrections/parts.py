"""The parts of a record that corrections speak of, and how each is found again: by what it says, its place being a hint only.

A part is an element of a list of parts: an item, an entry, a block, or a piece of text outside the fields. Another version of the
parser may find an item more, so that ``items[2]`` is another one; its anchor, the beginning of what it says, is not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any, NamedTuple

from bulletin_parse import addresses
from bulletin_parse.addresses import Step, address_of, steps_of
from bulletin_parse.models import Block, Bulletin, Entry, Item, LineRegion, PageRegion, ParagraphRegion, Remnant, Where
from bulletin_parse.text.folding import fold

Part = Item | Entry | Block | Remnant
REMNANTS = ("front_matter", "back_matter", "furniture", "residue")
LISTS = frozenset({"items", "index", "blocks", *REMNANTS})
# Characters of a text's beginning by which the part is known; a shorter text is known by all of it.
ANCHOR = 40

Aliases = Mapping[str, AbstractSet[str]]


class Misfit(Exception):
    """A correction does not fit the record: ``reason`` says why, in a clause."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


class Found(NamedTuple):
    """A part and its address."""

    address: str
    part: Part


def text_of(part: Part) -> str:
    """What a part is known by: an item's or entry's title, else its text."""
    return part.title if isinstance(part, (Item, Entry)) else part.text


def anchor_of(text: str) -> str:
    """The beginning of a text, by which its part is found again."""
    return text[:ANCHOR]


def anchors_of(record: Bulletin, address: str) -> tuple[str, ...]:
    """The anchor of each part that an address leads through, from the outermost.

    Raises:
        LookupError: the record has no such place.
        ValueError: it is no address.
    """
    steps = steps_of(address)
    return tuple([anchor_of(text_of(addresses.value_at(record, address_of(*steps[: at + 1])))) for at in named_places(steps)])


def named_places(steps: Sequence[Step]) -> list[int]:
    """Where in an address the elements of lists of parts are named."""
    return [at for at, step in enumerate(steps) if isinstance(step, int) and at and steps[at - 1] in LISTS]


def find(record: Bulletin, address: str, anchors: Sequence[str], aliases: Aliases) -> str:
    """The address at which a record has what an anchored address means.

    Args:
        record: the record.
        address: the address when the correction was made.
        anchors: one for each part that it leads through.
        aliases: what an anchor's part may say instead, since it was corrected.

    Raises:
        Misfit: there is no such part, or it cannot be told which is meant.
    """
    steps = list(steps_of(address))
    for at, anchor in zip(named_places(steps), anchors, strict=True):
        above = address_of(*steps[:at])
        parts = _value(record, above)
        steps[at] = _place(parts if isinstance(parts, tuple) else (), steps[at], anchor, aliases, above)
    return address_of(*steps)


def _value(record: Bulletin, address: str) -> Any:
    try:
        return addresses.value_at(record, address)
    except LookupError:
        return None


def _place(parts: Sequence[Part], place: Step, anchor: str, aliases: Aliases, above: str) -> int:
    """The place of the part with an anchor; where several have it, the one that stands where it stood."""
    for names in ({anchor}, aliases.get(anchor, frozenset())):
        found = [at for at, part in enumerate(parts) if any(_begins(part, name) for name in names)]
        if place in found:
            return int(place)
        if len(found) == 1:
            return found[0]
        if found:
            raise Misfit(f"{len(found)} parts of {above} say {quoted_value(anchor)}, and none stands where it did")
    raise Misfit(f"{above} has none that says {quoted_value(anchor)}")


def _begins(part: Part, anchor: str) -> bool:
    text, wanted = fold(text_of(part)), fold(anchor)
    return text.startswith(wanted) if len(anchor) >= ANCHOR else text == wanted


def quoted_value(text: object) -> str:
    """A value as messages quote it."""
    if text in (None, ""):
        return "nothing"
    words = str(text)
    return f"“{words}”" if len(words) <= ANCHOR else f"“{words[:ANCHOR]}…”"


def joined_places(wheres: Sequence[Where]) -> Where:
    """The regions of several parts as those of one: a rectangle a page, or the lines that follow one another as one range."""
    regions = [region for where in wheres for region in where]
    if not regions:
        return ()
    if isinstance(regions[0], PageRegion):
        return _rectangles([region for region in regions if isinstance(region, PageRegion)])
    if isinstance(regions[0], LineRegion):
        ranges = _ranges([(region.line, region.end_line) for region in regions if isinstance(region, LineRegion)])
        return tuple([LineRegion(line=first, end_line=last) for first, last in ranges])
    ranges = _ranges([(region.paragraph, region.end_paragraph) for region in regions if isinstance(region, ParagraphRegion)])
    return tuple([ParagraphRegion(paragraph=first, end_paragraph=last) for first, last in ranges])


def _rectangles(regions: Sequence[PageRegion]) -> tuple[PageRegion, ...]:
    by_page: dict[int, list[tuple[float, float, float, float]]] = {}
    for region in regions:
        by_page.setdefault(region.page, []).append(region.bbox)
    return tuple(
        [
            PageRegion(page=page, bbox=(min(box[0] for box in boxes), min(box[1] for box in boxes), max(box[2] for box in boxes), max(box[3] for box in boxes)))
            for page, boxes in sorted(by_page.items())
        ]
    )


def _ranges(regions: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    out: list[tuple[int, int]] = []
    for first, last in sorted(regions):
        if out and first <= out[-1][1] + 1:
            out[-1] = (out[-1][0], max(last, out[-1][1]))
        else:
            out.append((first, last))
    return out


def printed_order(where: Where) -> tuple[float, ...]:
    """Where regions begin, so that parts can be put in the order in which they are printed; what has none comes last."""
    if not where:
        return (float("inf"),)
    region = where[0]
    if isinstance(region, PageRegion):
        return (region.page, region.bbox[1], region.bbox[0])
    return (region.line,) if isinstance(region, LineRegion) else (region.paragraph,)
