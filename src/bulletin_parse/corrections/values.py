"""Values that a correction sets, and findings that it accepts."""

from __future__ import annotations

from bulletin_parse.addresses import address_of, steps_of
from bulletin_parse.corrections.correction import Accept, Set
from bulletin_parse.corrections.draft import DraftRecord
from bulletin_parse.corrections.fields import value_as_held
from bulletin_parse.corrections.parts import Misfit, anchor_of, quoted_value
from bulletin_parse.errors import CorrectionError
from bulletin_parse.models import Block, Where
from bulletin_parse.repair.edits import FINDINGS, is_place_behind

# Fields by whose text their part is known: the part may be read right by now, and found by what the correction says.
_NAMING = ("title", "text")


def set_value(draft: DraftRecord, said: Set) -> None:
    """A field says something else.

    Raises:
        Misfit: there is no such field, or it says neither what was read nor what it should.
    """
    field = _field(draft, said)
    try:
        value = None if is_place_behind(draft.bulletin, field) else draft.value(field)
    except LookupError as error:
        raise Misfit(f"there is no {field}") from error
    if value == said.now and type(value) is type(said.now):
        draft.note(field, said.now, said)
        return
    if value != said.was:
        raise Misfit(_otherwise(draft, field, said))
    allowed(draft, field, said.now)
    draft.change(field, said.now, said, _where(draft, field))
    _follow(draft, field, said)


def allowed(draft: DraftRecord, field: str, value: object) -> None:
    """Looks whether a field can hold a value: a file may have been written by hand.

    Raises:
        Misfit: it cannot, or is none that people correct.
    """
    try:
        value_as_held(draft.bulletin, field, value)
    except CorrectionError as error:
        raise Misfit(f"{field}: {error.reason}") from error


def accept(draft: DraftRecord, said: Accept) -> None:
    """A finding is accepted: ``rules.check`` gives it as known."""
    draft.accept(address_of(FINDINGS, said.code, said.subject), said)


def _field(draft: DraftRecord, said: Set) -> str:
    """The address of the field now."""
    try:
        return draft.find(said.field, said.of)
    except Misfit:
        if not (said.of and steps_of(said.field)[-1] in _NAMING and isinstance(said.now, str)):
            raise
        return draft.find(said.field, (*said.of[:-1], anchor_of(said.now)))


def _otherwise(draft: DraftRecord, field: str, said: Set) -> str:
    """Why a field that says something else cannot be set: another person's correction, or another reading."""
    for edit in reversed(draft.edits):
        if edit.field == field and edit.was == said.was:
            return f"{edit.by} says {quoted_value(edit.now)} ({edit.at}), and {said.by} says {quoted_value(said.now)} ({said.at}); the first stands"
    return f"{said.by} corrected {quoted_value(said.was)} to {quoted_value(said.now)}, and it reads {quoted_value(draft.value(field))}"


def _where(draft: DraftRecord, field: str) -> Where:
    """Where the part stands that a field is in."""
    steps = steps_of(field)
    places: Where = draft.bulletin.places.get(str(steps[0]), ())
    for at, step in enumerate(steps):
        if isinstance(step, int) and steps[at - 1] in ("items", "index", "blocks"):
            part = draft.value(address_of(*steps[: at + 1]))
            name = str(steps[at + 1]) if at + 1 < len(steps) else ""
            places = (getattr(part, "places", {}) or {}).get(name) or part.where
    return places


def _follow(draft: DraftRecord, field: str, said: Set) -> None:
    """What follows from a value: the list of a single issue number, and the text of a table, which is made of its cells."""
    steps = steps_of(field)
    if field == "issue_number" and len(draft.bulletin.issue_numbers) < 2 and not isinstance(said.now, str):
        numbers = () if draft.bulletin.issue_number is None else (draft.bulletin.issue_number,)
        draft.change("issue_numbers", numbers, said)
    elif steps[-1] == "kind" and said.was == "table":
        above = address_of(*steps[:-1])
        draft.change(f"{above}.rows", (), said, draft.value(above).where)
    elif "rows" in steps:
        above = address_of(*steps[: steps.index("rows")])
        block = draft.value(above)
        if isinstance(block, Block):
            draft.change(f"{above}.text", "\n".join(["\t".join(row) for row in block.rows]), said, block.where)
