"""What a page asks for, as corrections: it names fields or lines, and says what they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from bulletin_parse.addresses import steps_of
from bulletin_parse.corrections import Correction, Piece, Reviewer
from bulletin_parse.corrections.fields import value_of_text
from bulletin_parse.corrections.missed import SelectedLine, missed_entry, missed_item, pieces_of_lines
from bulletin_parse.errors import NoSuchField
from bulletin_parse.frozen import Frozen
from bulletin_parse.models import Bulletin, Finding, Where
from bulletin_parse.parsing.template import Template
from bulletin_parse.records import Record

MAX_PARTS = 5_000  # fields, lines or texts of one act
LISTS_OF_LINES = ("further_links",)
Address = Annotated[str, StringConstraints(max_length=500)]
Text = Annotated[str, StringConstraints(max_length=500_000)]
Held = str | int | bool | None | tuple[str | int, ...]


class PrintedLine(Record):
    """A line of the page that was selected."""

    text: Text
    where: Where = ()


class SetField(Record):
    """A field says something else than was seen; None takes it out."""

    do: Literal["set"]
    field: Address
    was: Held
    now: Text | None


class JoinTexts(Record):
    """Texts are one."""

    do: Literal["join"]
    fields: Annotated[tuple[Address, ...], Field(max_length=MAX_PARTS)]


class PartText(Record):
    """A text is several."""

    do: Literal["part"]
    field: Address
    texts: Annotated[tuple[Text, ...], Field(max_length=MAX_PARTS)]


class Chosen(Record):
    """Texts of the record, or lines of the page."""

    fields: Annotated[tuple[Address, ...], Field(max_length=MAX_PARTS)] = ()
    lines: Annotated[tuple[PrintedLine, ...], Field(max_length=MAX_PARTS)] = ()


class MoveTexts(Chosen):
    """Texts belong elsewhere; ``run`` is the only part of a single one that does, ``now`` what an empty field says then."""

    do: Literal["move"]
    to: Address
    run: Text | None = None
    now: Text | None = None


class AddPart(Chosen):
    """An item (``items[2]``) or entry (``index[1]``) was missed; the texts are it, and ``values`` what no text says."""

    do: Literal["add"]
    to: Address
    values: Annotated[Mapping[str, Text], Frozen(), Field(validate_default=True, max_length=20)] = {}


class RemovePart(Record):
    """What was taken for an item or entry is none."""

    do: Literal["remove"]
    field: Address
    to: Literal["", "blocks", "front_matter", "back_matter", "furniture", "residue"] = ""


class AcceptFinding(Record):
    """A finding is true and stays."""

    do: Literal["accept"]
    code: Address
    subject: Text
    message: Text = ""


Act = SetField | JoinTexts | PartText | MoveTexts | AddPart | RemovePart | AcceptFinding


class Said(Record):
    """What a page sends: who says what and why, of the record that they have seen."""

    by: Annotated[str, StringConstraints(max_length=200)]
    why: Annotated[str, StringConstraints(max_length=2_000)] = ""
    revision: Annotated[str, StringConstraints(max_length=64)]
    acts: Annotated[tuple[Annotated[Act, Field(discriminator="do")], ...], Field(min_length=1, max_length=100)]


def is_of_one_field(act: Act) -> bool:
    """Whether an act says by itself what was seen, so that a record which changed elsewhere does not matter."""
    return isinstance(act, (SetField, AcceptFinding))


def correction_of(act: Act, reviewer: Reviewer, why: str, template: Template | None = None) -> Correction:
    """The correction that an act asks for.

    Args:
        act: what the page sent.
        reviewer: who says so, looking at the record as it is now.
        why: what tells them.
        template: the series' words, by which the texts of a missed item are told.

    Raises:
        CorrectionError: the record has no such field or text, or cannot be corrected so.
    """
    match act:
        case SetField():
            now = None if act.now is None else _value(reviewer.bulletin, act.field, act.now)
            return reviewer.set(act.field, now, why=why, was=act.was)
        case JoinTexts():
            return reviewer.join(act.fields, why=why)
        case PartText():
            return reviewer.part(act.field, act.texts, why=why)
        case MoveTexts():
            pieces = [reviewer.piece(act.fields[0], act.run)] if act.run and len(act.fields) == 1 else _pieces(act, reviewer)
            return reviewer.move(pieces, act.to, why=why, now=act.now)
        case AddPart():
            return _added(act, reviewer, why, template)
        case RemovePart():
            return reviewer.remove(act.field, why=why, to=act.to)
        case AcceptFinding():
            finding = Finding(code=act.code, name="", severity="info", message=act.message, subject=act.subject)
            return reviewer.accept(finding, why=why)


def _value(bulletin: Bulletin, field: str, text: str) -> object:
    """A value as a page's field has it: a list that is edited as lines, else as on a command line."""
    steps = steps_of_field(bulletin, field)
    if steps[-1] in LISTS_OF_LINES and not text.lstrip().startswith("["):
        return tuple([line.strip() for line in text.splitlines() if line.strip()])
    return value_of_text(bulletin, field, text)


def steps_of_field(bulletin: Bulletin, field: str) -> Sequence[str | int]:
    """The steps of an address that a page sent.

    Raises:
        NoSuchField: it is none.
    """
    try:
        return steps_of(field)
    except ValueError as error:
        raise NoSuchField(bulletin.source.name if bulletin.source else "the record", str(error), place=field[:80]) from error


def _added(act: AddPart, reviewer: Reviewer, why: str, template: Template | None) -> Correction:
    pieces = _pieces(act, reviewer)
    name = steps_of_field(reviewer.bulletin, act.to)[0]
    if not pieces:
        missed_pieces: tuple[Piece, ...] = ()
        fields: dict[str, Any] = {}
    else:
        missed_pieces, fields = missed_item(reviewer, pieces, template) if name == "items" else missed_entry(reviewer, pieces)
    given = {key: int(value) if key == "number" and value.strip().isdecimal() else value for key, value in act.values.items()}
    return reviewer.add(act.to, missed_pieces, {**fields, **given}, why=why)


def _pieces(act: MoveTexts | AddPart, reviewer: Reviewer) -> list[Piece]:
    """The texts that were chosen, in the order of the page."""
    pieces = [reviewer.piece(field) for field in act.fields]
    return pieces + list(pieces_of_lines(reviewer, [SelectedLine(line.text, line.where) for line in act.lines]))
