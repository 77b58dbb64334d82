"""Doubts about a scan's own layer of words that was kept: where recognition reads its picture otherwise, one of the two is wrong."""

from __future__ import annotations

from collections.abc import Iterator

from bulletin_parse.models import Bulletin, Doubt, PageRegion, Where
from bulletin_parse.reading.document import Differing, Document
from bulletin_parse.repair.doubts import doubtable_fields, marked
from bulletin_parse.text.folding import fold

WHY = "the text layer of the scan says so, and its picture was read otherwise"
BESIDE = 3  # characters on both sides of a place by which the field is told that has it


def doubted(bulletin: Bulletin, document: Document) -> Bulletin:
    """The bulletin with a doubt for each line of a kept layer that recognition reads otherwise.

    Args:
        bulletin: as parsed, with its places as the document has them.
        document: with the differing lines.
    """
    lines = [(page.number, line) for page in document.pages for line in page.differing]
    fields = [*doubtable_fields(bulletin), *_bodies(bulletin)] if lines else []
    doubts = [_doubt(_field(number, differing, fields), number, differing) for number, differing in lines]
    return bulletin.model_copy(update={"doubts": (*bulletin.doubts, *doubts)})


def _doubt(field: str, number: int, differing: Differing) -> Doubt:
    line = differing.line
    box = (round(line.x0, 2), round(line.top, 2), round(line.x1, 2), round(line.bottom, 2))
    return Doubt(
        field=field,
        why=WHY,
        marked=marked(line.text, differing.places),
        alternatives=tuple(dict.fromkeys([read for read in differing.read if read])),
        confidence=round(1 - differing.probability, 4),
        where=(PageRegion(page=number, bbox=box),),
    )


def _bodies(bulletin: Bulletin) -> Iterator[tuple[str, str, Where]]:
    for at, item in enumerate(bulletin.items):
        for number, block in enumerate(item.blocks):
            yield f"items[{at}].blocks[{number}].text", block.text, block.where


def _field(number: int, differing: Differing, fields: list[tuple[str, str, Where]]) -> str:
    """The address of the field that stands there and has the doubtful characters; empty if none has."""
    line, first = differing.line, differing.places[0]
    words = fold(line.text[max(first - BESIDE, 0) : first + BESIDE + 1])
    x, y = (line.x0 + line.x1) / 2, (line.top + line.bottom) / 2
    for address, text, where in fields:
        if any(_holds(region, number, x, y) for region in where) and words in fold(text):
            return address
    return ""


def _holds(region: object, number: int, x: float, y: float) -> bool:
    if not isinstance(region, PageRegion) or region.page != number:
        return False
    x0, top, x1, bottom = region.bbox
    return x0 <= x <= x1 and top <= y <= bottom
