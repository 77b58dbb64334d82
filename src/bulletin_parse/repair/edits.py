"""Edits on a record: a value found by its field's way, replaced, recorded, and put back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

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
            field: the way to the value: ``items.2.link``, ``date_range``; dates are ISO text, ranges ISO intervals.
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
    """The value of a field; a date as ISO text, a range as an ISO interval (2026-03-07/2026-03-13)."""
    for name in field.split("."):
        record = _child(record, name)
    if isinstance(record, DateRange):
        return f"{record.start or '..'}/{record.end or '..'}"
    if isinstance(record, date):
        return record.isoformat()
    return record if record is None or isinstance(record, int) else str(record)


def with_value(bulletin: Bulletin, field: str, value: Value) -> Bulletin:
    """The bulletin with another value in a field."""
    return _with(bulletin, field.split("."), value)  # type: ignore[no-any-return]  # a record stays one


def _child(record: Any, name: str) -> Any:
    if isinstance(record, Mapping):
        return record.get(name)
    return record[int(name)] if isinstance(record, tuple) else getattr(record, name)


def _with(record: Any, way: list[str], value: Value) -> Any:
    name, rest = way[0], way[1:]
    if isinstance(record, tuple):
        at = int(name)
        return (*record[:at], _with(record[at], rest, value), *record[at + 1 :])
    if isinstance(record, Mapping):
        others = {key: each for key, each in record.items() if key != name}
        return others if value is None else dict(record) | {name: value}
    inner = _with(getattr(record, name), rest, value) if rest else _typed(name, value)
    return record.model_copy(update={name: inner})


def _typed(name: str, value: Value) -> object:
    """A value as its field has it."""
    if name == RANGE and isinstance(value, str):
        start, _, end = value.partition("/")
        return DateRange(start=None if start == ".." else date.fromisoformat(start), end=None if end == ".." else date.fromisoformat(end))
    return date.fromisoformat(value) if name in DATES and isinstance(value, str) else value


DATES = frozenset({"published"})
RANGE = "date_range"
