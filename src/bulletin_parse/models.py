"""The record: what a bulletin says, frozen.

``Bulletin`` holds the index as ``Entry`` values and the articles as ``Item`` values with ``Block`` bodies. Every part
has ``where``: the regions of the page, or the lines of the text, that it was read from. Text stands as it was printed.
Coordinates are points from the page's top left corner; pages and lines count from 1; date ranges include both ends.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel, ConfigDict

if TYPE_CHECKING:
    from PIL.Image import Image

SCHEMA_VERSION: Literal["1.0"] = "1.0"

BlockKind = Literal["paragraph", "heading", "caption", "figure", "table"]
Severity = Literal["error", "warning", "info"]


class Record(BaseModel):
    """Base of all parts: frozen, and closed to unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class PageRegion(Record):
    """A rectangle on a PDF page: ``{"page": 1, "bbox": [79.5, 334.6, 501.2, 372.7]}``."""

    page: int
    bbox: tuple[float, float, float, float]


class LineRegion(Record):
    """Lines of a text, both ends included: ``{"line": 21, "end_line": 23}``."""

    line: int
    end_line: int


Where = tuple[PageRegion, ...] | tuple[LineRegion, ...]


class DateRange(Record):
    """The week that a bulletin covers, both ends included; an end that is no real date is None."""

    start: date | None
    end: date | None


class Entry(Record):
    """One line of the index: ``1. 标题（人民网）``."""

    number: int | None
    title: str
    source: str | None
    where: Where = ()


class Block(Record):
    """One paragraph, heading, caption, figure or table of an item's body. A figure's text is empty."""

    kind: BlockKind
    text: str
    where: Where = ()


class Item(Record):
    """One article: its labelled fields, the headline and byline printed over the text, and the body's blocks.

    ``published`` is the date in the byline. ``link_target`` is where the PDF's link annotation leads, None without one.
    ``places`` maps a field's name to the regions it was read from.
    """

    number: int | None
    title: str
    source: str | None
    link: str | None
    link_target: str | None = None
    headline: str | None
    byline: str | None
    published: date | None
    blocks: tuple[Block, ...]
    places: Mapping[str, Where] = {}
    where: Where = ()

    @property
    def body(self) -> str:
        """The blocks' text, joined by blank lines."""
        return "\n\n".join(block.text for block in self.blocks if block.text)

    def _repr_html_(self) -> str:
        from bulletin_parse.views.notebook import item_html

        return item_html(self)

    def __rich__(self) -> Any:
        from bulletin_parse.views.terminal import item_rich

        return item_rich(self)


class Remnant(Record):
    """A piece of text outside every field: a running header, a page number, or residue."""

    text: str
    where: Where = ()


class PageSource(Record):
    """What read one page of a file in which pages were recognised.

    ``confidence`` is the mean probability of the page's characters where it was recognised; ``unread`` says why a page has no
    text that could be trusted.
    """

    page: int
    engine: str
    confidence: float | None = None
    unread: str | None = None


class Source(Record):
    """The file a bulletin was read from, and what read it.

    ``engine`` names several with a plus where some pages only were recognised; then ``page_sources`` tells them apart.
    ``complete`` is False where damage may have cost text, or a page could not be read.
    """

    name: str
    sha256: str
    media_type: str
    engine: str
    engine_version: str
    pages: int | None
    complete: bool = True
    page_sources: tuple[PageSource, ...] = ()


class Edit(Record):
    """A repair of what OCR misread, by what stands elsewhere in the bulletin: ``field`` read ``was`` and says ``now``.

    ``field`` is the way to the value in the record: ``items.2.link``, ``index.0.title``, ``date_range.end``.
    """

    field: str
    where: Where = ()
    was: str | int | None
    now: str | int | None
    why: str


class Doubt(Record):
    """A field that rests on signs of which OCR was not sure; ``marked`` is its text with these signs in ⟦ ⟧.

    ``copies_differ``: another copy of the text was read otherwise, and which is right could not be told.
    """

    field: str
    where: Where = ()
    marked: str
    confidence: float
    why: str = ""
    copies_differ: bool = False


class Finding(Record):
    """A fault that a rule found, with its place and the values that disagree.

    ``item`` is the printed number of the item or entry concerned. ``subject`` names the thing whatever its position (a
    folded title, a field's name): a baseline knows a finding again by code, issue number and subject, and marks it ``known``.
    """

    code: str
    name: str
    severity: Severity
    message: str
    file: str | None = None
    item: int | None = None
    where: Where = ()
    issue_number: int | None = None
    subject: str = ""
    known: bool = False


class Findings(tuple[Finding, ...]):
    """Findings in order: a tuple that shows itself as a list in a notebook, and when rich prints it."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        from bulletin_parse.views.notebook import findings_html

        return findings_html(self)

    def __rich__(self) -> Any:
        from bulletin_parse.views.terminal import findings_rich

        return findings_rich(self)


class Bulletin(Record):
    """One issue of the weekly, as printed.

    ``printed`` keeps the words of fields that are stored as values (``published``, ``date_range``, ``declared_count``), and as
    ``radicals`` the signs of the text layer that stand in the record as the characters they mean (目 for ⽬);
    ``places`` maps each masthead and lead field to the regions it was read from. Of a scan, ``edits`` are the repairs of
    misread characters (``repair.undone`` takes them back), ``doubts`` the fields that nothing confirms.
    """

    schema_version: Literal["1.0"] = SCHEMA_VERSION
    title: str | None
    issue_label: str | None
    issue_number: int | None
    publisher: str | None
    published: date | None
    lead: str | None
    declared_count: int | None
    date_range: DateRange | None
    index: tuple[Entry, ...]
    items: tuple[Item, ...]
    printed: Mapping[str, str] = {}
    places: Mapping[str, Where] = {}
    furniture: tuple[Remnant, ...] = ()
    residue: tuple[Remnant, ...] = ()
    source: Source | None = None
    edits: tuple[Edit, ...] = ()
    doubts: tuple[Doubt, ...] = ()

    def to_json(self, *, indent: int | None = 1) -> str:
        """The record as JSON text; the same bulletin gives the same bytes everywhere.

        Args:
            indent: spaces a level, or None for one line.
        """
        from bulletin_parse.outputs.jsontext import dumped

        return dumped(self.to_dict(), indent=indent)

    def to_dict(self) -> dict[str, Any]:
        """The record as plain dicts, lists, strings and numbers, dates as ISO strings."""
        return self.model_dump(mode="json")

    def to_markdown(self) -> str:
        """The bulletin as Markdown that ``parse_text`` reads back to the same record."""
        from bulletin_parse.outputs.markdown import to_markdown

        return to_markdown(self)

    @property
    def findings(self) -> Findings:
        """What the rules find wrong in this bulletin; ``rules.check`` takes options."""
        from bulletin_parse.rules import check

        return check(self)

    def show(self, page: int = 1, *, file: str | os.PathLike[str] | bytes | None = None, dpi: float = 110) -> Image:
        """A page's picture with each field outlined and named as Python reaches it (``items[0].link``).

        A record does not hold its file: without ``file``, the file of the source's name in the working directory is taken,
        and in any case it must have the source's SHA-256.

        Args:
            page: the page's number, from 1.
            file: the PDF that the bulletin was read from: a path, or its bytes.
            dpi: pixels an inch.

        Returns:
            A Pillow image, which notebooks show and ``save`` writes.

        Raises:
            UnreadableSource: the file is not there, is another one, has no such page, or is a text.
        """
        from bulletin_parse.views.pictures import show

        return show(self, page, file=file, dpi=dpi)

    def _repr_html_(self) -> str:
        from bulletin_parse.views.notebook import bulletin_html

        return bulletin_html(self)

    def __rich__(self) -> Any:
        from bulletin_parse.views.terminal import bulletin_rich

        return bulletin_rich(self)
