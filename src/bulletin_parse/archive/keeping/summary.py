"""What is in an archive, in a few figures."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from bulletin_parse.archive.store.tables import PUBLISHED


class Summary(NamedTuple):
    """An archive in figures.

    Args:
        bulletins: how many there are.
        numbers: the lowest and the highest issue number, None where none is known.
        days: the first and the last day of publication, None where none is known.
        items: of all bulletins.
        severities: how many findings of each severity.
        rejected: how many files could not be read.
    """

    bulletins: int
    numbers: tuple[int, int] | None
    days: tuple[date, date] | None
    items: int
    severities: Mapping[str, int]
    rejected: int


def summary_of(database: sqlite3.Connection) -> Summary:
    """The figures of an archive that is open for reading."""
    count, lowest, highest, first, last = database.execute(
        f"SELECT count(*), min(issue_number), max(issue_number), min({PUBLISHED}), max({PUBLISHED}) FROM bulletins"  # noqa: S608 - our own names
    ).fetchone()
    (items,) = database.execute("SELECT count(*) FROM items").fetchone()
    (rejected,) = database.execute("SELECT count(*) FROM sources WHERE status = 'rejected'").fetchone()
    severities = dict(database.execute("SELECT severity, count(*) FROM findings GROUP BY severity"))
    days = (date.fromisoformat(first), date.fromisoformat(last)) if first else None
    return Summary(count, None if lowest is None else (lowest, highest), days, items, severities, rejected)
