"""How a file was read, as a value and as lines of text."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from bulletin_parse.api import opened
from bulletin_parse.models import LineRegion, PageRegion, Where
from bulletin_parse.parsing.explanation import Explanation, MatchedLine, explained
from bulletin_parse.pathless import Piped, Remote

if TYPE_CHECKING:
    from bulletin_parse.limits import Limits
    from bulletin_parse.reading.ocr.options import OcrOptions

LONGEST_TEXT = 60  # characters of a line that is shown


def explain(
    source: str | os.PathLike[str] | Remote | Piped | bytes | BinaryIO,
    *,
    name: str | None = None,
    engine: str = "auto",
    template: str | Path | None = None,
    ocr: str | OcrOptions = "auto",
    limits: Limits | None = None,
) -> Explanation:
    """How a PDF or text is read: which line matched which word of the template, and where items begin or could have begun.

    A file that :func:`parse` refuses after it was read (``NotABulletin``, ``PartOfBulletin``, ``SeveralBulletins``) is explained as well; its
    ``outcome`` is the refusal.

    Args:
        source: as for :func:`parse`, as all that follow.
        name: as for :func:`parse`.
        engine: as for :func:`parse`.
        template: as for :func:`parse`.
        ocr: as for :func:`parse`.
        limits: as for :func:`parse`.

    Raises:
        UnreadableSource: no text can be read; and what :func:`parse` raises before it looks for a bulletin.
    """
    with opened(source, name, engine, template, ocr, limits) as read:
        return explained(read.document, read.words, read.origin)


def explanation_lines(found: Explanation) -> Iterator[str]:
    """An explanation as lines to read."""
    yield f"{found.name}: {found.outcome}"
    yield "masthead:"
    yield from [f"  {_at(field.where)}  {field.name}: {_short(field.text)}" for field in found.fields] or ["  no field of it was found"]
    yield "sections:"
    yield from [_word(word) for word in found.sections] or ["  no line is a section's heading"]
    yield f"labels (the index has {found.entries} entries):"
    yield from [_word(word) for word in found.labels] or ["  no line begins with a label"]
    yield "items:"
    for place in found.beginnings:
        yield f"  {_at(place.where)}  {'begins' if place.begins else 'does not'}: {_short(place.text)} ({place.why})"
    if not found.beginnings:
        yield "  no line could begin an item"


def _word(word: MatchedLine) -> str:
    return f"  {_at(word.where)}  {word.kind} ({word.word}){'' if word.used else ', not taken'}: {_short(word.text)}"


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= LONGEST_TEXT else text[: LONGEST_TEXT - 1] + "…"


def _at(where: Where) -> str:
    """The first place of several: ``page 2, 334 pt`` or ``line 21``."""
    if not where:
        return "-"
    region = where[0]
    if isinstance(region, PageRegion):
        return f"page {region.page}, {region.bbox[1]:.0f} pt"
    return f"line {region.line}" if isinstance(region, LineRegion) else f"paragraph {region.paragraph}"
