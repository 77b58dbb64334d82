"""Radicals, compatibility ideographs and ligatures that a text layer puts for ordinary characters, replaced in a whole document, and where they stood."""

from __future__ import annotations

from typing import NamedTuple

from bulletin_parse.reading.document import Document, Page
from bulletin_parse.reading.pdf.levels import TEXT
from bulletin_parse.text.folding import RADICAL, STAND_IN, unradical

_BAR, _DASH = "\u2015", "\u2014"


class StandIns(NamedTuple):
    """The radicals found, each once in the order of first use, and the page and baseline of each line that had one."""

    characters: str
    places: frozenset[tuple[int, float]]


_NONE = StandIns("", frozenset())


def is_genuine(text: str) -> bool:
    """Whether no character of a text's line stands for another, as far as the line tells."""
    return _BAR not in text and not STAND_IN.search(text)


def resolved(document: Document) -> tuple[Document, StandIns]:
    """The document with ordinary characters (目 for \u2f6c, ff for \ufb00), and what was replaced.

    A text may have the horizontal bar for the dash, from the same fonts: where it has bars and no dash, or radicals too, they are dashes.

    Ligatures are a matter of type and are not told of; a radical for a character is a fault of the font that breaks every search.
    """
    if document.genuine:
        return document, _NONE
    whole = "\n".join(["\n".join(map(TEXT, page.lines)) for page in document.pages])
    if not STAND_IN.search(whole) and (document.paged or _BAR not in whole):
        return document, _NONE
    characters: dict[str, None] = {}
    places: set[tuple[int, float]] = set()
    if not document.paged:
        document = _with_dashes(document, characters, places)
    pages = [_resolved(page, characters, places) for page in document.pages]
    found = StandIns("".join(characters), frozenset(places))
    return (document._replace(pages=tuple(pages)) if any(new is not old for new, old in zip(pages, document.pages, strict=True)) else document), found


def _with_dashes(document: Document, characters: dict[str, None], places: set[tuple[int, float]]) -> Document:
    barred = [(page.number, line.base) for page in document.pages for line in page.lines if _BAR in line.text]
    lines = [line.text for page in document.pages for line in page.lines] if barred else []
    if not barred or (any(_DASH in text for text in lines) and not any(map(RADICAL.search, lines))):
        return document
    characters[_BAR] = None
    places.update(barred)
    pages = [page._replace(lines=tuple([line._replace(text=line.text.replace(_BAR, _DASH)) for line in page.lines])) for page in document.pages]
    return document._replace(pages=tuple(pages))


def _resolved(page: Page, characters: dict[str, None], places: set[tuple[int, float]]) -> Page:
    if not STAND_IN.search("\n".join([line.text for line in page.lines])):
        return page
    touched = [line for line in page.lines if STAND_IN.search(line.text)]
    for line in touched:
        if radicals := [character for character in RADICAL.findall(line.text) if unradical(character) != character]:
            characters |= dict.fromkeys(radicals)
            places.add((page.number, line.base))
    return page._replace(lines=tuple([line._replace(text=unradical(line.text)) if STAND_IN.search(line.text) else line for line in page.lines]))
