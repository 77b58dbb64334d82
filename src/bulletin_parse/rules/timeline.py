"""How number and date advance together in an archive: by one a week, with pauses.

Each bulletin has a *lag*: the weeks of its date less its number. Without faults the lag stays, and rises at a pause
(Spring Festival). So the bulletins of one longest run of lags that never fall are in order, and the others are not.
A joint issue takes several numbers at once, and may or may not take as many weeks: its further numbers are taken off the numbers
from there on. A supplement has its issue's number and is no part of the timeline.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from datetime import date
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from bulletin_parse.matching.rising import longest_run
from bulletin_parse.rules.outline import Outline

DAYS = 7  # a week's
LONGEST_PAUSE = 9  # weeks between two numbers; a longer one needs more bulletins on either side
FEW = 2  # bulletins beyond too long a pause are wrong, more of them are an archive that rested


class Dated(NamedTuple):
    """A bulletin with its number (of a joint issue the last), its day, its lag in weeks, and how many further numbers it takes."""

    bulletin: Outline
    number: int
    day: date
    lag: int
    further: int = 0

    @property
    def first(self) -> int:
        """The first of its numbers."""
        return self.number - self.further


class Timeline(NamedTuple):
    """The bulletins in order, those whose number and date disagree, and the numbers that the latter stand for."""

    kept: tuple[Dated, ...]
    strays: tuple[Dated, ...]
    undated: tuple[Outline, ...]
    numbers: frozenset[int]


class Whole(tuple[Outline, ...]):
    """The bulletins under check; the timeline, for which several rules ask, is cached."""

    @cached_property
    def timeline(self) -> Timeline:
        """Their timeline."""
        return _timeline(self)


def timeline_of(bulletins: Sequence[Outline]) -> Timeline:
    """The timeline of an archive."""
    return bulletins.timeline if isinstance(bulletins, Whole) else _timeline(bulletins)


def _timeline(bulletins: Sequence[Outline]) -> Timeline:
    dated = _dated(bulletins)
    keep = longest_run([each.lag for each in dated], strict=False)
    kept = [each for at, each in enumerate(dated) if at in keep]
    strays = [each for at, each in enumerate(dated) if at not in keep]
    kept, far = _without_far(kept)
    strays += far
    undated = tuple([each for each in bulletins if each.issue_number is not None and not each.supplement and each.day is None])
    numbers = {number for each in kept for number in range(each.first, each.number + 1)} | {number for each in undated for number in each.numbers}
    numbers |= {each.number for each in strays} | {meant for each in strays if (meant := implied_number(kept, each)) is not None}
    return Timeline(tuple(kept), tuple(strays), undated, frozenset(numbers))


def _dated(bulletins: Sequence[Outline]) -> list[Dated]:
    issues = [bulletin for bulletin in bulletins if not bulletin.supplement]
    found = [(bulletin.issue_number, day, bulletin) for bulletin in issues if bulletin.issue_number is not None and (day := bulletin.day)]
    if not found:
        return []
    # Weeks are counted from the weekday that most bulletins have, so that one a day late stays in its week.
    usual = Counter(day.toordinal() % DAYS for _, day, _ in found).most_common(1)[0][0]
    rows = []
    taken = 0  # further numbers that joint issues took so far
    joint: set[int] = set()
    for number, day, bulletin in sorted(found, key=lambda row: row[:2]):
        further = _further(bulletin)
        if further and number not in joint:
            joint.add(number)
            taken += further
        rows.append(Dated(bulletin, number, day, round((day.toordinal() - usual) / DAYS) - (number - taken), further))
    return rows


def _further(bulletin: Outline) -> int:
    """How many numbers a joint issue takes beside its last; none if they do not follow one another."""
    numbers = bulletin.numbers
    return len(numbers) - 1 if len(numbers) > 1 and list(numbers) == list(range(numbers[0], numbers[0] + len(numbers))) else 0


def _without_far(kept: list[Dated]) -> tuple[list[Dated], list[Dated]]:
    """Few bulletins before or after too long a pause are no part of the run."""
    far: list[Dated] = []
    cuts = [at for at, (one, other) in enumerate(pairwise(kept), start=1) if other.lag - one.lag > LONGEST_PAUSE]
    if not cuts:
        return kept, far
    parts = [kept[start:end] for start, end in pairwise([0, *cuts, len(kept)])]
    largest = max(parts, key=len)
    near: list[Dated] = []
    for part in parts:
        (far if part is not largest and len(part) <= FEW < len(largest) else near).extend(part)
    return near, far


def implied_number(kept: Sequence[Dated], stray: Dated) -> int | None:
    """The number that a stray's date stands for, between its neighbours in time."""
    days = [each.day for each in kept[:1]]
    if not days or stray.day < days[0]:
        return None
    at = bisect_left(kept, stray.day, key=lambda each: each.day)
    before = kept[at - 1] if at else kept[0]
    return before.number + round((stray.day - before.day).days / DAYS)
