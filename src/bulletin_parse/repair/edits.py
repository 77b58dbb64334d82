"""Edits on a record: a value found by its field's way, replaced, recorded, and put back."""

from __future__ import annotations

from datetime import date
from typing import Any

from bulletin_parse.models import Bulletin, Edit, Where

Value = str | int | None


class Editor:
    """A bulletin that is being repaired; every change is an :class:`Edit`."""

    def __init__(self, bulletin: Bulletin) -> None:
        self.bulletin = bulletin
        self.edits: list[Edit] = []

    def change(self, field: str, now: Value, why: str, where: Where = ()) -> None:
        """Sets a field; nothing happens if it says so already.

        Args:
            field: the way to the value: ``items.2.link``, ``date_range.end``; dates are ISO text.
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
    """The value of a field; dates as ISO text."""
    for name in field.split("."):
        record = _child(record, name)
    if isinstance(record, date):
        return record.isoformat()
    return record if record is None or isinstance(record, int) else str(record)


def with_value(bulletin: Bulletin, field: str, value: Value) -> Bulletin:
    """The bulletin with another value in a field."""
    changed = _with(bulletin, field.split("."), value)
    return Bulletin.model_validate(changed) if isinstance(changed, dict) else changed  # type: ignore[no-any-return]  # _with keeps the type


def _child(record: Any, name: str) -> Any:
    if isinstance(record, dict) or hasattr(record, "keys"):
        return record.get(name)
    return record[int(name)] if isinstance(record, tuple) else getattr(record, name)


def _with(record: Any, way: list[str], value: Value) -> Any:
    if not way:
        return date.fromisoformat(value) if isinstance(record, date) and isinstance(value, str) else value
    name, rest = way[0], way[1:]
    if isinstance(record, tuple):
        at = int(name)
        return (*record[:at], _with(record[at], rest, value), *record[at + 1 :])
    if hasattr(record, "keys"):
        return {**record, name: _with(record.get(name), rest, value)}
    inner = _with(getattr(record, name), rest, value)
    if isinstance(inner, str) and not rest and name in DATES:
        inner = date.fromisoformat(inner)
    return record.model_copy(update={name: inner})


# Fields whose values are dates, for those that were None.
DATES = frozenset({"published", "start", "end"})
