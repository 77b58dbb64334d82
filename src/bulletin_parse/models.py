"""The record: what a bulletin says, frozen.

``Bulletin`` holds the index as ``Entry`` values and the articles as ``Item`` values with ``Block`` bodies. Every part
has ``where``: the regions of the page, or the lines of the text, that it was read from. Text stands as it was printed.
Coordinates are points from the page's top left corner; pages and lines count from 1; date ranges include both ends.
"""

# Annotations are values here, and no text: pydantic would compile each when the command starts.
import os
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self, cast

from pydantic import Field, PrivateAttr, ValidationError, model_validator
from pydantic_core import PydanticSerializationError

from bulletin_parse.errors import ArgumentError
from bulletin_parse.faces import Displayed, Displays, face, in_short
from bulletin_parse.frozen import Frozen, Held
from bulletin_parse.records import Record, as_read, said
from bulletin_parse.regions import LineRegion as LineRegion
from bulletin_parse.regions import PageRegion as PageRegion
from bulletin_parse.regions import ParagraphRegion as ParagraphRegion
from bulletin_parse.regions import Where as Where
from bulletin_parse.text.lazy import lazy_pattern
from bulletin_parse.text.showing import dumped, unarmed
from bulletin_parse.text.wording import counted, in_brackets
from bulletin_parse.versions import upgraded

if TYPE_CHECKING:
    from PIL.Image import Image

SCHEMA_VERSION: Literal["1.1"] = "1.1"

# A number with an exponent ends a line of JSON: versions of pydantic write it in several ways, as they do numbers below a ten-thousandth.
_ODD_FLOAT = lazy_pattern(r"e[-+]?[0-9]+,?\n")

_OF_BLOCK = {"kind", "text", "where"}  # the fields that a block without rows is given

BlockKind = Literal["paragraph", "heading", "caption", "figure", "table", "note"]
DoubtKind = Literal["ocr", "layout", "correction"]
Severity = Literal["error", "warning", "info"]
Words = Annotated[Mapping[str, str], Frozen(), Field(validate_default=True)]
Places = Annotated[Mapping[str, Where], Frozen(), Field(validate_default=True)]


class DateRange(Record):
    """The week that a bulletin covers, both ends included; an end that is no real date is None."""

    start: date | None
    end: date | None


class Entry(Record):
    """One line of the index: ``1. 标题（人民网）``; ``category`` is the heading that it stands under, without number and brackets."""

    number: int | None
    title: str
    source: str | None
    category: str | None = None
    where: Where = ()

    def __repr__(self) -> str:
        return f"<Entry {_numbered(self.number, self.title)}{in_brackets(self.source)}>"


class Block(Record):
    """One paragraph, heading, caption, figure, table or note of an item's body. A figure's text is empty.

    A table has ``rows`` of cells; its text has the cells parted by tabs and the rows by line feeds. A note (a footnote, a
    comment in the margin) stands after the paragraph that it belongs to.
    """

    kind: BlockKind
    text: str
    rows: tuple[tuple[str, ...], ...] = ()
    where: Where = ()

    @classmethod
    def as_read(cls, kind: BlockKind, text: str, where: Where) -> Self:
        """A block without rows, of values that validation would leave as they are: it is left out, as most of a record's parts are blocks."""
        return as_read(cls, {"kind": kind, "text": text, "rows": (), "where": where}, _OF_BLOCK)


class Item(Displayed, Record):
    """One article: its labelled fields, the headline and byline printed over the text, and the body's blocks.

    ``published`` is the date in the byline, else of a label. ``link_target`` is where the PDF's link annotation leads, None
    without one; ``further_links`` are the links after the first. ``category`` is the heading that the item stands under, without
    number and brackets; ``labels`` holds further labelled fields as printed (``{"关键词": "医保"}``).
    ``places`` maps a field's name to the regions it was read from.
    """

    number: int | None
    title: str
    source: str | None
    link: str | None
    further_links: tuple[str, ...] = ()
    link_target: str | None = None
    category: str | None = None
    labels: Words = Field(default={})
    headline: str | None
    byline: str | None
    published: date | None
    blocks: tuple[Block, ...]
    places: Places = Field(default={})
    where: Where = ()

    @property
    def body(self) -> str:
        """The blocks' text, joined by blank lines."""
        return "\n\n".join(block.text for block in self.blocks if block.text)

    def __repr__(self) -> str:
        return f"<Item {_numbered(self.number, self.title)}{in_brackets(self.source, self.published)}, {counted(len(self.blocks), 'block')}>"


class Remnant(Record):
    """A piece of text outside every field: a running header, a page number, front or back matter, or residue."""

    text: str
    where: Where = ()


class Hidden(Record):
    """Text that the file holds and the page does not show; ``why`` says what hides it."""

    text: str
    why: str
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
    ``complete`` is False where damage may have cost text, or a page could not be read. ``part`` is the first and the last page (of
    a text, line) of this bulletin in a file that holds several. ``template`` names the series by whose words it was read, None for the built-in one.
    """

    name: str
    sha256: str
    media_type: str
    engine: str
    engine_version: str
    pages: int | None
    part: tuple[int, int] | None = None
    template: str | None = None
    complete: bool = True
    page_sources: tuple[PageSource, ...] = ()
    _paths: tuple[str, ...] = PrivateAttr(default=())

    @property
    def paths(self) -> tuple[str, ...]:
        """Where the file was read on this machine, with its whole path; several where a bulletin's parts were joined, none if it was bytes or came by URL.

        It is for finding the file again (``Bulletin.show``) and no part of what the record says: JSON leaves it out, and records from two places are equal.
        """
        return self._paths

    def read_at(self, *paths: str) -> Self:
        """The same, with where the file was read."""
        if paths == self._paths:
            return self
        known = self.model_copy()
        known._paths = paths  # noqa: SLF001 - its own
        return known

    def __eq__(self, other: object) -> bool:
        return self.__dict__ == other.__dict__ if isinstance(other, Source) else NotImplemented


class Doubt(Record):
    """A field that rests on uncertain ground: recognition was not sure (``ocr``), the layout had to guess (``layout``), or a correction no longer fits.

    ``marked`` is the field's text with the doubtful characters in ⟦ ⟧, ``alternatives`` what else they may be. ``copies_differ``:
    another copy of the text was read otherwise, and which is right could not be told.
    """

    field: str
    kind: DoubtKind = "ocr"
    why: str = ""
    marked: str = ""
    alternatives: tuple[str, ...] = ()
    confidence: float | None = None
    copies_differ: bool = False
    where: Where = ()


EditValue = (
    Item | Entry | Block | Remnant | Doubt | tuple[str | int, ...] | tuple[tuple[str, ...], ...] | str | int | bool | None
)  # dates are ISO text, ranges ISO intervals


class Edit(Record):
    """A change of what was read: ``field`` read ``was`` and says ``now``.

    ``field`` is the address of the value in the record as it was when the edit was made: ``items[2].link``, ``index[0].title``,
    ``date_range.end``; the edits before it have been made, those after it not. At the address of a list's element (``items[2]``), None
    means that there is none: the edit puts one in or takes one out, and those behind it move. ``findings["BP206"]["…"]`` is a finding
    that somebody accepted. ``by`` is ``ocr`` for a repair of recognition by what stands elsewhere in the bulletin, else the person who
    corrected it; ``at`` is when they said so (None for a repair, since a record holds no time of its run). ``was`` and ``now`` are the
    same where a correction is no longer needed.
    """

    field: str
    was: EditValue
    now: EditValue
    why: str
    by: str = "ocr"
    at: str | None = None
    where: Where = ()


class Finding(Displayed, Record):
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

    def __repr__(self) -> str:
        place = "" if self.item is None else f", item {self.item}"
        return f"<Finding {self.code} {self.severity}{place}: {in_short(self.message, 200)}>"


class Findings(Displays[Finding]):
    """Findings in order: a tuple that shows itself as a list in a notebook, and when rich prints it."""

    __slots__ = ()


class Items(Displays[Item]):
    """Items in order: a tuple that shows itself as a list whose lines unfold, and so does a slice of it."""

    __slots__ = ()


class Entries(Displays[Entry]):
    """Entries of an index in order: a tuple that shows itself as a table, and so does a slice of it."""

    __slots__ = ()


def day_of(published: date | None, week: DateRange | None) -> date | None:
    """The day that a bulletin stands for: its publication, or else the end of its week."""
    return published or (week.end if week else None)


class Bulletin(Displayed, Record):
    """One issue of the weekly, as printed.

    ``issue_numbers`` are all numbers of a joint issue, ``issue_number`` the last of them. ``front_matter`` is what stands before the
    lead and belongs to no field, ``back_matter`` what stands after the last item, ``hidden`` what the page does not show.
    ``printed`` keeps the words of fields that are stored as values (``published``, ``date_range``, ``declared_count``), and as
    ``radicals`` the second codes of the text layer that stand in the record as the characters they mean (目 for ⽬);
    ``places`` maps each masthead and lead field to the regions it was read from. Of a scan, ``edits`` are the repairs of
    misread characters (``undone`` takes them back), ``doubts`` the fields that nothing confirms.
    """

    schema_version: Literal["1.1"] = SCHEMA_VERSION
    title: str | None
    issue_label: str | None
    issue_number: int | None
    issue_numbers: tuple[int, ...] = ()
    supplement: bool = False
    publisher: str | None
    published: date | None
    lead: str | None
    declared_count: int | None
    date_range: DateRange | None
    index: Annotated[tuple[Entry, ...], Held(Entries)]
    items: Annotated[tuple[Item, ...], Held(Items)]
    printed: Words = Field(default={})
    places: Places = Field(default={})
    front_matter: tuple[Remnant, ...] = ()
    back_matter: tuple[Remnant, ...] = ()
    furniture: tuple[Remnant, ...] = ()
    residue: tuple[Remnant, ...] = ()
    hidden: tuple[Hidden, ...] = ()
    edits: tuple[Edit, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    source: Source | None = None

    @model_validator(mode="before")
    @classmethod
    def _of_any_version(cls, record: Any) -> Any:
        """Takes records of schema 1.0 too."""
        return upgraded(record) if isinstance(record, dict) else record

    @property
    def day(self) -> date | None:
        """The day that the bulletin stands for: its publication, or else the end of its week."""
        return day_of(self.published, self.date_range)

    def to_json(self, *, indent: int | None = 1) -> str:
        """The record as JSON text; the same bulletin gives the same bytes everywhere.

        Args:
            indent: spaces a level, or None for one line.
        """
        if indent is not None and indent >= 0 and (text := self._laid_out(indent)) is not None:
            return text
        return dumped(self.to_dict(), indent=indent)

    def _laid_out(self, indent: int) -> str | None:
        """The record as JSON text by pydantic, in a tenth of the time; None where Python writes it otherwise, or pydantic cannot."""
        try:
            text = self.model_dump_json(indent=indent)
        except PydanticSerializationError:  # half of a surrogate pair, which no UTF-8 has
            return None
        return None if _ODD_FLOAT.search(text) or "0.0000" in text else unarmed(text)

    @classmethod
    def from_json(cls, text: str | bytes) -> Self:
        """The record that ``to_json`` wrote, of this schema or an older one.

        Raises:
            ArgumentError: the text is no such record.
        """
        try:
            return cls.model_validate_json(text)
        except ValidationError as error:
            remedy = "It reads one record, as to_json and `parse --format json` write it"
            raise ArgumentError("Bulletin.from_json()", said(error), remedy=remedy) from error

    def to_dict(self) -> dict[str, Any]:
        """The record as plain dicts, lists, strings and numbers, dates as ISO strings."""
        return self.model_dump(mode="json")

    def to_markdown(self, *, template: str | os.PathLike[str] | None = None) -> str:
        """The bulletin as Markdown that ``parse_text`` reads back to the same record.

        Args:
            template: the template that it was read by, if this process has not read that yet.
        """
        return str(face("markdown")(self, template=template))

    @property
    def findings(self) -> Findings:
        """What the rules find wrong in this bulletin; ``check`` takes options."""
        return cast("Findings", face("findings")(self))

    def show(self, page: int = 1, *, file: str | os.PathLike[str] | bytes | None = None, dpi: float = 110) -> "Image":
        """A page's picture with each field outlined and named as Python reaches it (``items[0].link``).

        A record does not hold its file. Without ``file``, it is looked for where it was read, also by an earlier working directory or into an
        archive, and then by its name in the working directory; it must have the source's SHA-256.

        Args:
            page: the page's number, from 1.
            file: the PDF that the bulletin was read from: a path, or its bytes.
            dpi: pixels an inch.

        Returns:
            A Pillow image, which notebooks show and ``save`` writes.

        Raises:
            UnreadableSource: the file is not there, is another one, has no such page, or is a text.
        """
        return cast("Image", face("picture")(self, page, file=file, dpi=dpi))

    def __repr__(self) -> str:
        name = f", from {in_short(self.source.name)}" if self.source else ""
        number = "without a number" if self.issue_number is None else self.issue_number
        return f"<Bulletin {number}{f', {self.day}' if self.day else ''}: {counted(len(self.items), 'item')}{name}>"


def _numbered(number: int | None, title: str) -> str:
    """A number and a title, as short representations begin."""
    return f"{'–' if number is None else number}: {in_short(title)}"
