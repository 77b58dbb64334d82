"""Edits on a record: a value found by its address, replaced, recorded, and put back."""

from __future__ import annotations

from datetime import date
from typing import Any

from bulletin_parse import addresses
from bulletin_parse.models import Bulletin, DateRange, Edit, Where

Value = str | int | None


class Editor:
    """A bulletin that is being repaired; every change is an :class:`Edit`."""

    def __init__(self, bulletin: Bulletin) -> None:
        self.bulletin = bulletin
        self.edits: list[Edit] = []

    def change(self, field: str, now: Value, why: str, where: Where = ()) -> None:
        """Sets a field; nothing happens if it says so already.

        Args:
            field: the address of the value: ``items[2].link``, ``date_range``; dates are ISO text, ranges ISO intervals.
            now: the value.
            why: what says so, for the record.
            where: the place of the text that was misread.
        """
        was = value_at(self.bulletin, field)
        if was == now:
            return
        self.bulletin = with_value(self.bulletin, field, now)
        self.edits.append(Edit(field=field, where=where, was=was, now=now, why=why))

    def done(self) -> Bulletin:
        """The bulletin with its edits recorded."""
        return self.bulletin.model_copy(update={"edits": (*self.bulletin.edits, *self.edits)})


def undone(bulletin: Bulletin) -> Bulletin:
    """The bulletin as it was read: all edits taken back, the last one first."""
    for edit in reversed(bulletin.edits):
        bulletin = with_value(bulletin, edit.field, edit.was)
    return bulletin.model_copy(update={"edits": ()})


def value_at(record: Any, field: str) -> Value:
    """The value of a field as an edit has it: a date as ISO text, a range as an ISO interval (2026-03-07/2026-03-13)."""
    value = addresses.value_at(record, field)
    if isinstance(value, DateRange):
        return f"{value.start or '..'}/{value.end or '..'}"
    if isinstance(value, date):
        return value.isoformat()
    return value if value is None or isinstance(value, int) else str(value)


def with_value(bulletin: Bulletin, field: str, value: Value) -> Bulletin:
    """The bulletin with another value in a field, given as an edit has it."""
    return addresses.with_value(bulletin, field, _typed(str(addresses.steps_of(field)[-1]), value, field))  # type: ignore[no-any-return]  # a record stays one


def _typed(name: str, value: Value, field: str) -> object:
    """A value as its field has it."""
    if not isinstance(value, str) or field.startswith(PRINTED):
        return value
    if name == RANGE:
        start, _, end = value.partition("/")
        return DateRange(start=None if start == ".." else date.fromisoformat(start), end=None if end == ".." else date.fromisoformat(end))
    return date.fromisoformat(value) if name in DATES else value


DATES = frozenset({"published", "start", "end"})
RANGE = "date_range"
PRINTED = "printed."  # words, whatever field they belong to
