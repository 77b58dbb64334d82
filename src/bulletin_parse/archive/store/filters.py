"""Which bulletins and items of an archive are meant: by date, source and number, as SQL with parameters."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bulletin_parse.errors import QueryError

# SQLite's integers end here, and no bulletin has a larger number.
LARGEST = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Filters:
    """What to keep; None and () keep everything.

    Args:
        since: the first day, included.
        until: the last day, included.
        numbers: issue numbers of bulletins.

    Raises:
        QueryError: a number is larger than ``LARGEST``.
    """

    since: date | None = None
    until: date | None = None
    numbers: Sequence[int] = ()

    def __post_init__(self) -> None:
        """Refuses what SQLite has no integer for."""
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
        for sign, limit in ((">=", self.since), ("<=", self.until)):
            if limit is not None:
                conditions.append(f"{day} {sign} ?")
                parameters.append(limit.isoformat())
        if self.numbers:
            # One parameter, however many there are: SQLite takes some thousands only.
            conditions.append(f"{number} IN (SELECT value FROM json_each(?))")  # noqa: S608  # no part of it is the user's
            parameters.append(json.dumps(list(self.numbers)))
        return " AND ".join(conditions) or "TRUE", parameters
