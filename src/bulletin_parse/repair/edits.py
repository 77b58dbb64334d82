"""Gets, sets, logs and undoes values of a record by their addresses."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from bulletin_parse import addresses
from bulletin_parse.models import Bulletin, DateRange, Edit, EditValue, Where


class Editor:
    """A bulletin that is being repaired; every change is an :class:`Edit`."""

    def __init__(self, bulletin: Bulletin) -> None:
        self.bulletin = bulletin
        self.edits: list[Edit] = []

    def change(self, field: str, now: EditValue, why: str, where: Where = ()) -> None:
        """Sets a field; nothing happens if it says so already.

        Args:
            field: the address of the value: ``items[2].link``, ``date_range``; dates are ISO text, ranges ISO intervals.
            now: the value.
            why: what says so, for the record.
            where: the place of the text that was misread.
        """
        was = edit_value_at(self.bulletin, field)
        if was == now:
            return
        self.bulletin = with_edit_value(self.bulletin, field, now)
        self.edits.append(Edit(field=field, where=where, was=was, now=now, why=why))

    def done(self) -> Bulletin:
        """The bulletin with its edits recorded."""
        return self.bulletin.model_copy(update={"edits": (*self.bulletin.edits, *self.edits)})


def undone(bulletin: Bulletin) -> Bulletin:
    """The bulletin as it was read: all edits taken back, the last one first."""
    for edit in reversed(bulletin.edits):
        bulletin = with_edit(bulletin, edit.field, edit.now, edit.was)
    return bulletin.model_copy(update={"edits": ()})


def with_edit(bulletin: Bulletin, field: str, was: EditValue, now: EditValue) -> Bulletin:
    """The bulletin with one edit made: a value replaced, or an element of a list put in (it was None) or taken out (it is None now).

    Raises:
        LookupError: the record has no such place or field.
    """
    steps = addresses.steps_of(field)
    if was == now or steps[0] == FINDINGS:  # nothing of the record changes
        return bulletin
    if isinstance(steps[-1], int) and was is None:
        return addresses.with_inserted(bulletin, field, now)  # type: ignore[no-any-return]  # a record stays one
    if isinstance(steps[-1], int) and now is None:
        return addresses.without(bulletin, field)  # type: ignore[no-any-return]
    return with_edit_value(bulletin, field, now)


def edit_value_at(record: Any, field: str) -> EditValue:
    """The value of a field as an edit has it: a date as ISO text, a range as an ISO interval (2026-03-07/2026-03-13)."""
    return edit_value(addresses.value_at(record, field))


def edit_value(value: Any) -> EditValue:
    """A value of a record as an edit has it."""
    if isinstance(value, DateRange):
        return f"{value.start or '..'}/{value.end or '..'}"
    return value.isoformat() if isinstance(value, date) else value


def with_edit_value(bulletin: Bulletin, field: str, value: EditValue) -> Bulletin:
    """The bulletin with another value in a field, given as an edit has it."""
    return addresses.with_value(bulletin, field, _typed(addresses.steps_of(field), value))  # type: ignore[no-any-return]  # a record stays one


def is_place_behind(record: Bulletin, field: str) -> bool:
    """Whether an address is the place behind a list's last element, where one can be put."""
    *above, at = addresses.steps_of(field)
    held = addresses.value_at(record, addresses.address_of(*above)) if above else None
    return isinstance(held, tuple) and at == len(held)


def _typed(steps: Sequence[addresses.Step], value: EditValue) -> object:
    """A value as its field has it."""
    if not isinstance(value, str) or (len(steps) > 1 and steps[-2] in WORDS):
        return value
    if steps[-1] == RANGE:
        start, _, end = value.partition("/")
        return DateRange(start=_day(start), end=_day(end))
    return date.fromisoformat(value) if steps[-1] in DATES else value


def _day(text: str) -> date | None:
    return None if text == ".." else date.fromisoformat(text)


DATES = frozenset({"published", "start", "end"})
RANGE = "date_range"
WORDS = frozenset({"printed", "labels"})  # mappings of words, whatever field those belong to
FINDINGS = "findings"
