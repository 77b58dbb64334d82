"""A correction: what somebody said of one place of one bulletin, as a line of a file holds it.

Its common fields name the bulletin (``issue_number``, ``sha256`` of the file), say why, by whom and when. ``do`` says what kind it is:
``set`` a value, ``join`` and ``part`` paragraphs, ``move`` text, ``add`` and ``remove`` an item or entry, ``accept`` a finding.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, Any, Literal, Self

from pydantic import Field, StringConstraints, TypeAdapter, model_validator

from bulletin_parse.addresses import steps_of
from bulletin_parse.corrections.parts import named_places
from bulletin_parse.frozen import Frozen
from bulletin_parse.models import BlockKind, Where
from bulletin_parse.records import Record
from bulletin_parse.text.folding import squeezed
from bulletin_parse.text.showing import dumped

OCR = "ocr"  # who makes the repairs of recognition; nobody may be called so

Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Reason = Annotated[str, StringConstraints(strip_whitespace=True)]
Instant = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?Z)?$")]
Sha256 = Annotated[str, StringConstraints(pattern="^[0-9a-f]{64}$")]
# Dates are ISO text, ranges of dates ISO intervals (2026-03-07/2026-03-13).
FieldValue = str | int | bool | None | tuple[str | int, ...] | tuple[tuple[str, ...], ...]
RemnantList = Literal["front_matter", "back_matter", "furniture", "residue"]
Role = Literal[
    "title", "source", "link", "further_links", "category", "headline", "byline", "label", "paragraph", "heading", "caption", "figure", "table", "note"
]
BLOCK_ROLES = ("paragraph", "heading", "caption", "figure", "table", "note")


def _anchored(field: str, of: tuple[str, ...], what: str) -> None:
    """Refuses an address without an anchor for each part that it leads through."""
    wanted = len(named_places(steps_of(field)))
    if len(of) != wanted:
        raise ValueError(f"{what} leads through {wanted} parts, and “of” names {len(of)}")


class Anchored(Record):
    """An address with ``of``: the beginnings of the parts that it leads through, by which they are found again."""

    field: str
    of: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _is_anchored(self) -> Self:
        _anchored(self.field, self.of, self.field)
        return self


class Piece(Anchored):
    """Text of the record that a correction takes: ``text`` is all that stands at the address, or a run of it.

    ``becomes`` is what it is in the item or entry that it is added to; ``now`` is what the field then says, where that is not all of
    the text (来源：人民网 gives 人民网; the rest is a label). ``where`` is the place of the run.
    """

    text: str
    becomes: Role = "paragraph"
    now: str | None = None
    where: Where = ()


class Place(Record):
    """A place in a list of parts that something is put at: behind the part that ``after`` begins, None for the first place.

    ``field`` may also be a list of remnants (``furniture``), in which text stands as it is printed, or a field that is empty (``items[0].byline``).
    """

    field: str
    of: tuple[str, ...] = ()
    after: str | None = None

    @model_validator(mode="after")
    def _is_anchored(self) -> Self:
        steps = steps_of(self.field)
        outer = steps[:-1] if isinstance(steps[-1], int) else steps
        _anchored(self.field, (*self.of, "") if len(outer) < len(steps) else self.of, self.field)
        return self


class Said(Record):
    """What every correction says of itself. ``issue_number`` is the one that was read; ``at`` is a day or a moment (UTC).

    ``why`` is empty where they gave no reason; a line of the file then has none.
    """

    issue_number: int | None
    do: str
    where: Where = ()
    why: Reason = ""
    by: Words
    at: Instant
    sha256: Sha256

    @model_validator(mode="after")
    def _is_by_somebody(self) -> Self:
        if self.by == OCR:
            raise ValueError(f"nobody is called {OCR}: so the repairs of recognition are signed")
        moment_of(self.at)
        return self

    @property
    def line(self) -> str:
        """The correction as a line of its file, without the line's end."""
        return dumped(_ordered(self.model_dump(mode="json", exclude_defaults=True)), indent=None)

    @property
    def id(self) -> str:
        """Ten hexadecimal digits that name the correction: they change with everything that it says."""
        return id_of(self.line)

    @property
    def about(self) -> str:
        """The address that the correction is about, for lists and messages."""
        raise NotImplementedError


class Set(Said, Anchored):
    """A field says ``now``, and not ``was`` as it is read."""

    do: Literal["set"]
    was: FieldValue
    now: FieldValue

    @property
    def about(self) -> str:
        """The field."""
        return self.field


class Join(Said):
    """Blocks, or pieces of text outside the fields, are one: ``now`` is its text."""

    do: Literal["join"]
    pieces: Annotated[tuple[Piece, ...], Field(min_length=2)]
    now: str

    @model_validator(mode="after")
    def _loses_nothing(self) -> Self:
        _same_text("".join([piece.text for piece in self.pieces]), self.now, "the joined text")
        return self

    @property
    def about(self) -> str:
        """The first of what is joined."""
        return self.pieces[0].field


class Parting(Said, Anchored):
    """A block, or a piece of text outside the fields, is several: ``now`` are their texts."""

    do: Literal["part"]
    was: str
    now: Annotated[tuple[str, ...], Field(min_length=2)]

    @model_validator(mode="after")
    def _loses_nothing(self) -> Self:
        _same_text(self.was, "".join(self.now), "the parts")
        return self

    @property
    def about(self) -> str:
        """What is parted."""
        return self.field


class Move(Said):
    """Text belongs elsewhere: to a list of remnants, to a body, or to a field that is empty, which then says ``now``."""

    do: Literal["move"]
    pieces: Annotated[tuple[Piece, ...], Field(min_length=1)]
    to: Place
    now: str | None = None

    @property
    def about(self) -> str:
        """Where the first of it stands."""
        return self.pieces[0].field


class Add(Said):
    """An item or entry is missing: ``pieces`` of the record are made into it, and ``fields`` are what no text of the record says."""

    do: Literal["add"]
    to: Place
    pieces: tuple[Piece, ...] = ()
    fields: Annotated[Mapping[str, FieldValue], Frozen(), Field(validate_default=True)] = {}

    @property
    def about(self) -> str:
        """Where it is put."""
        return self.to.field


class Remove(Said, Anchored):
    """What was taken for an item or entry is none: its text goes to the body of the item before it (``blocks``) or to a list of remnants."""

    do: Literal["remove"]
    was: str
    to: Literal["blocks"] | RemnantList = "residue"

    @property
    def about(self) -> str:
        """What is none."""
        return self.field


class Accept(Said):
    """A finding is true and stays: ``code`` and ``subject`` name it as a baseline does, ``message`` tells it to people.

    Nothing in the record tells later why it stays, so it always has a reason.
    """

    do: Literal["accept"]
    why: Words
    code: str
    subject: str = ""
    message: str = ""

    @property
    def about(self) -> str:
        """The code."""
        return self.code


Correction = Set | Join | Parting | Move | Add | Remove | Accept
ADAPTER: TypeAdapter[Correction] = TypeAdapter(Annotated[Correction, Field(discriminator="do")])
SCHEMA_TITLE = "Correction 1"


def corrections_schema_text() -> str:
    """The JSON Schema (draft 2020-12) of one line of a file of corrections, as JSON text."""
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **ADAPTER.json_schema(), "title": SCHEMA_TITLE}
    return json.dumps(schema, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def id_of(line: str) -> str:
    """The id of the correction that a line is."""
    return hashlib.sha256(line.encode()).hexdigest()[:10]


def moment_of(at: str) -> datetime:
    """When a correction was made.

    Raises:
        ValueError: there is no such day or time.
    """
    moment = datetime.fromisoformat(at)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def order_of(correction: Correction) -> tuple[datetime, str]:
    """The order in which corrections of a bulletin are made: as they were said."""
    return moment_of(correction.at), correction.line


def _same_text(was: str, now: str, what: str) -> None:
    if squeezed(was) != squeezed(now):
        raise ValueError(f"{what} must have the same characters as before, white space aside")


_FIRST = ("issue_number", "do")
_LAST = ("where", "why", "by", "at", "sha256")


def _ordered(fields: dict[str, Any]) -> dict[str, Any]:
    """The fields as a line has them: which bulletin, what, why, by whom, when, of which file."""
    middle = [name for name in fields if name not in _FIRST + _LAST]
    return {name: fields[name] for name in (*_FIRST, *middle, *_LAST) if name in fields}


def kind_of(role: Role) -> BlockKind:
    """The kind of block that a role is."""
    return role if role in BLOCK_ROLES else "paragraph"  # type: ignore[return-value]  # the roles of blocks are their kinds
