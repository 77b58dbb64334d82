"""A bulletin as Markdown, in the shape of the printed page, which ``parse_text`` reads back to the same record."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from bulletin_parse.models import Block, Bulletin, Item

# Signs that Markdown, or this package's reading of it, would take for markup.
_SPECIAL = re.compile(r"([\\`*_\[\]<>])")
_LINE_START = re.compile(r"\A(#{1,6}(?=\s)|[-+](?=\s)|>|---|\*\*\*|___)")


def to_markdown(bulletin: Bulletin, figures: Mapping[tuple[int, int], str] | None = None) -> str:
    """The bulletin as Markdown text, ending in a line feed.

    Furniture and residue are left out, as are regions.

    Args:
        bulletin: the record.
        figures: links to pictures by the places of item and block, from 1; a figure without one becomes ``![](figure)``.
    """
    return "\n\n".join(_lines(bulletin, figures or {})) + "\n"


def escaped(text: str) -> str:
    """Text in which no character is markup."""
    text = _SPECIAL.sub(r"\\\1", text)
    return _LINE_START.sub(lambda match: "\\" + match[0], text)


def _lines(bulletin: Bulletin, figures: Mapping[tuple[int, int], str]) -> Iterator[str]:
    if bulletin.title:
        yield f"# {escaped(bulletin.title)}"
    if bulletin.issue_label:
        yield f"## （{escaped(bulletin.issue_label)}）"
    if bulletin.publisher:
        yield escaped(bulletin.publisher)
    if published := bulletin.printed.get("published"):
        yield escaped(published)
    if bulletin.lead:
        yield "### 本期导语："
        yield escaped(bulletin.lead)
    if bulletin.index:
        yield "### 一、信息目录"
    for entry in bulletin.index:
        yield f"{_number(entry.number)}{escaped(entry.title)}"
        if entry.source:
            yield f"（{escaped(entry.source)}）"
    yield "### 二、具体内容"
    for at, item in enumerate(bulletin.items, 1):
        yield from _item(item)
        yield from (_block(block, figures.get((at, place), "figure")) for place, block in enumerate(item.blocks, 1))


def _item(item: Item) -> Iterator[str]:
    yield f"### {_number(item.number)}{escaped(item.title)}"
    if item.source:
        yield f"来源：{escaped(item.source)}"
    if item.link:
        yield f"链接：<{item.link}>"
    yield "主要内容："
    if item.headline:
        yield escaped(item.headline)
    if item.byline:
        yield escaped(item.byline)


def _block(block: Block, figure: str) -> str:
    if block.kind == "figure":
        return f"![]({figure})"
    text = escaped(block.text)
    return f"#### {text}" if block.kind == "heading" else text


def _number(number: int | None) -> str:
    return "" if number is None else f"{number}. "
