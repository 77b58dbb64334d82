"""A bulletin in a few lines for people."""

from __future__ import annotations

from collections.abc import Iterator

from bulletin_parse.models import Bulletin
from bulletin_parse.text.folding import cells
from bulletin_parse.text.wording import counted

TITLE_CELLS = 60


def summary_lines(bulletin: Bulletin) -> Iterator[str]:
    """The masthead and one line an item: number, title, source, date, and how many blocks it has."""
    span = bulletin.date_range
    week = f"{span.start or '?'} to {span.end or '?'}" if span else "no date range"
    source = bulletin.source
    name = f"{source.name} ({source.engine})" if source else ""
    number = "no number" if bulletin.issue_number is None else bulletin.issue_number
    yield f"{name}: {bulletin.title or 'no title'} {bulletin.issue_label or ''} = {number}, {bulletin.published or 'no date'}, {week}"
    for item in bulletin.items:
        figures = sum(block.kind == "figure" for block in item.blocks)
        extent = counted(len(item.blocks) - figures, "block") + (f", {counted(figures, 'figure')}" if figures else "")
        yield f"  {item.number or '–'!s:>3}  {shortened(item.title)}  {item.source or 'no source'}, {item.published or 'no date'}, {extent}"
    for piece in bulletin.residue:
        yield f"  residue: {shortened(piece.text)}"


def shortened(text: str, width: int = TITLE_CELLS) -> str:
    """Text cut or padded to a width in character cells."""
    if cells(text) > width:
        text = text[:width]  # no character is narrower than a cell
        while cells(text) > width - 1:
            text = text[:-1]
        text += "…"
    return text + " " * (width - cells(text))
