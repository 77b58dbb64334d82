"""A bulletin as Markdown, in the shape of the printed page, which ``parse_text`` reads back to the same record."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from bulletin_parse.models import Block, Bulletin, Entry, Item
from bulletin_parse.parsing.template import load_template, template_for
from bulletin_parse.text.dates import find_dates
from bulletin_parse.text.lazy import lazy_pattern

# Characters that Markdown, or this package's reading of it, would take for markup.
_SPECIAL = lazy_pattern(r"([\\`*_\[\]<>\"$]|~(?=~)|=(?==)|&(?=#?[0-9A-Za-z]+;))")
# Where things stand, and second codes of a text layer that are plain characters in the record.
_PLACES = frozenset({"where", "places", "link_target", "radicals"})
_LEFT_OUT = frozenset({"furniture", "residue", "hidden", "edits", "doubts", "source"})
# An address that may stand between angle brackets as it is: what looks like markup in it would be taken for some.
_WEB = lazy_pattern(r"https?://(?:[^\s<>\\*`_&]|_(?!_)|&(?!#?[0-9A-Za-z]+;))+", re.IGNORECASE)
_LINE_START = lazy_pattern(r"\A(#{1,6}(?=\s)|[-+](?=\s)|>|---|\*\*\*|___)")


def to_markdown(bulletin: Bulletin, figures: Mapping[tuple[int, int], str] | None = None, *, template: str | os.PathLike[str] | None = None) -> str:
    """The bulletin as Markdown text, ending in a line feed.

    Left out are regions, furniture, residue, hidden text, link annotations, edits and doubts, and what is known of the file; a note comes back
    as a paragraph. Everything else comes back, :func:`said` tells what. Headings and labels are those of the template by which it was
    read (``source.template``), so that the same template reads it back.

    Args:
        bulletin: the record.
        figures: links to pictures by the places of item and block, from 1; a figure without one becomes ``![](figure)``.
        template: the file of that template, if this process has not read it yet.

    Raises:
        TemplateError: the template cannot be used.
    """
    series = template_for(bulletin) if template is None else load_template(Path(template))
    words = {kind: first for kind, (first, *_) in series.words.items()}
    return "\n\n".join(_lines(bulletin, figures or {}, words)) + "\n"


def said(bulletin: Bulletin) -> dict[str, Any]:
    """What Markdown holds of a record: all but what ``to_markdown`` leaves out."""
    return {name: value for name, value in _without_places(bulletin.to_dict()).items() if name not in _LEFT_OUT}


def _without_places(value: Any) -> Any:
    if isinstance(value, dict):
        kept = {name: _without_places(inner) for name, inner in value.items() if name not in _PLACES}
        return kept | {"kind": "paragraph"} if kept.get("kind") == "note" else kept
    return [_without_places(each) for each in value] if isinstance(value, list) else value


def escaped(text: str) -> str:
    """Text in which no character is markup."""
    text = _SPECIAL.sub(r"\\\1", text)
    return _LINE_START.sub(lambda match: "\\" + match[0], text)


def _lines(bulletin: Bulletin, figures: Mapping[tuple[int, int], str], words: Mapping[str, str]) -> Iterator[str]:
    if bulletin.title:
        yield f"# {escaped(bulletin.title)}"
    if bulletin.issue_label:
        yield f"## （{escaped(bulletin.issue_label)}）"
    if bulletin.publisher:
        yield escaped(bulletin.publisher)
    if published := bulletin.printed.get("published"):
        yield escaped(published)
    yield from (escaped(piece.text) for piece in bulletin.front_matter)
    if bulletin.lead:
        yield f"### {words['lead']}："
        yield from (escaped(paragraph) for paragraph in bulletin.lead.split("\n"))
    if bulletin.index:
        yield f"### 一、{words['index']}"
    yield from _entries(bulletin.index)
    yield f"### 二、{words['content_section']}"
    category = None
    for at, item in enumerate(bulletin.items, 1):
        if item.category and item.category != category:
            yield f"### {_category(item.category)}"
        category = item.category
        yield from _item(item, words)
        yield from (_block(block, figures.get((at, place), "figure")) for place, block in enumerate(item.blocks, 1))
    yield from (escaped(piece.text) for piece in bulletin.back_matter)


def _entries(entries: Iterable[Entry]) -> Iterator[str]:
    category = None
    for entry in entries:
        if entry.category and entry.category != category:
            yield _category(entry.category)
        category = entry.category
        yield f"{_number(entry.number)}{escaped(entry.title)}"
        if entry.source:
            yield f"（{escaped(entry.source)}）"


def _category(name: str) -> str:
    return f"【{escaped(name)}】"


def _item(item: Item, words: Mapping[str, str]) -> Iterator[str]:
    yield f"### {_number(item.number)}{escaped(item.title)}"
    if item.source:
        yield f"{words['source']}：{escaped(item.source)}"
    if item.link:
        yield f"{words['link']}：{_link(item.link)}"
        yield from (_link(link) if _WEB.fullmatch(link) else f"{words['link']}：{_link(link)}" for link in item.further_links)
    if item.published and not (item.byline and any(found.value == item.published for found in find_dates(item.byline))):
        yield f"{words['published']}：{item.published}"
    for label, said_there in item.labels.items():
        yield f"{escaped(label)}：{escaped(said_there)}"
    yield f"{words['content']}："
    yield from (escaped(line) for line in (item.headline or "").split("\n") if line)
    if item.byline:
        yield escaped(item.byline)


def _link(link: str) -> str:
    """An address of the web as a link; anything else, a script above all, as text that nobody can follow."""
    return f"<{link}>" if _WEB.fullmatch(link) else escaped(link)


def _block(block: Block, figure: str) -> str:
    if block.kind == "figure":
        return f"![]({figure})"
    if block.rows:
        return _table(block.rows)
    text = escaped(block.text)
    return f"#### {text}" if block.kind == "heading" else text


def _table(rows: Sequence[Sequence[str]]) -> str:
    """A table with bars; all rows get as many cells as the longest has."""
    width = max(len(row) for row in rows)
    lines = ["| " + " | ".join([escaped(cell).replace("|", "\\|") for cell in (*row, *[""] * (width - len(row)))]) + " |" for row in rows]
    return "\n".join([lines[0], "|" + "---|" * width, *lines[1:]])


def _number(number: int | None) -> str:
    return "" if number is None else f"{number}. "
