"""Which bulletins and items of an archive are meant: by date, source and number, as SQL with parameters."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bulletin_parse.errors import QueryError

# SQLite's integers end here, and no bulletin has a larger number.
LARGEST = 2**63 - 1


# A day as callers give it: a date, or its ISO text (``"2026-03-13"``).
Day = date | str | None


@dataclass(frozen=True, slots=True)
class Filters:
    """What to keep; None and () keep everything.

    Args:
        since: the first day, included.
        until: the last day, included.
        numbers: issue numbers of bulletins.

    Raises:
        QueryError: a number is larger than ``LARGEST``, or a text is no date.
    """

    since: Day = None
    until: Day = None
    numbers: Sequence[int] = ()

    def __post_init__(self) -> None:
        """Reads texts as dates, and refuses what SQLite has no integer for."""
        for name in ("since", "until"):
            object.__setattr__(self, name, _date(getattr(self, name)))
        if any(abs(number) > LARGEST for number in self.numbers):
            raise QueryError("the issue number", f"the largest is {LARGEST:,}", remedy="Check the number")

    def where(self, day: str, number: str = "bulletins.issue_number") -> tuple[str, list[Any]]:
        """An SQL condition and its parameters.

        Args:
            day: the SQL expression of the date that counts.
            number: the SQL expression of the issue number.
        """
        conditions: list[str] = []
        parameters: list[Any] = []
        for comparison, limit in ((">=", self.since), ("<=", self.until)):
            if limit is not None:
                conditions.append(f"{day} {comparison} ?")
                parameters.append(str(limit))
        if self.numbers:
            # One parameter, however many there are: SQLite takes some thousands only.
            conditions.append(f"{number} IN (SELECT value FROM json_each(?))")  # noqa: S608  # no part of it is the user's
            parameters.append(json.dumps(list(self.numbers)))
        return " AND ".join(conditions) or "TRUE", parameters


def _date(day: Day) -> date | None:
    """A day as a date alone."""
    if isinstance(day, str):
        try:
            return date.fromisoformat(day)
        except ValueError:
            raise QueryError(day, "it is no date", remedy="Write it as 2026-03-13") from None
    return day.date() if isinstance(day, datetime) else day
