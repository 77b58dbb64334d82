"""A bulletin in a few lines for people."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from bulletin_parse.models import Bulletin, Item
from bulletin_parse.text.folding import cells
from bulletin_parse.text.language import joined, said
from bulletin_parse.text.wording import counted

TITLE_CELLS = 60


def summary_lines(bulletin: Bulletin) -> Iterator[str]:
    """The masthead and one line an item, in the language that is spoken: number, title, source, date, and how many blocks it has."""
    span = bulletin.date_range
    week = said(f"{span.start or '?'} to {span.end or '?'}" if span else "no date range")
    number = said("without a number") if bulletin.issue_number is None else str(bulletin.issue_number)
    label = f"{bulletin.title or said('no title')} {bulletin.issue_label or ''} = {number}"
    head = joined([label, _day(bulletin.published), week])
    yield joined([f"{bulletin.source.name} ({bulletin.source.engine})", head], ": ") if bulletin.source else head
    for item in bulletin.items:
        yield f"  {item.number or '–'!s:>3}  {shortened(item.title)}  {joined([item.source or said('no source'), _day(item.published), _extent(item)])}"
    for piece in bulletin.residue:
        yield f"  {joined([said('residue'), shortened(piece.text)], ': ')}"


def _day(day: date | None) -> str:
    return said("no date") if day is None else str(day)


def _extent(item: Item) -> str:
    figures = sum(block.kind == "figure" for block in item.blocks)
    counts = [counted(len(item.blocks) - figures, "block"), *([counted(figures, "figure")] if figures else [])]
    return joined([said(each) for each in counts])


def shortened(text: str, width: int = TITLE_CELLS) -> str:
    """Text cut or padded to a width in character cells."""
    if cells(text) > width:
        text = text[:width]  # no character is narrower than a cell
        while cells(text) > width - 1:
            text = text[:-1]
        text += "…"
    return text + " " * (width - cells(text))
