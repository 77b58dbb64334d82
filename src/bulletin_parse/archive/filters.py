"""Which bulletins and items of an archive are meant: by date, source and number, as SQL with parameters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class Filters:
    """What to keep; None and () keep everything.

    Args:
        since: the first day, included.
        until: the last day, included.
        numbers: issue numbers of bulletins.
    """

    since: date | None = None
    until: date | None = None
    numbers: Sequence[int] = ()

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
            conditions.append(f"{number} IN ({','.join('?' * len(self.numbers))})")
            parameters += self.numbers
        return " AND ".join(conditions) or "TRUE", parameters
