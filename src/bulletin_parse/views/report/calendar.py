"""Every week of an archive: a bulletin, a bulletin with errors, one that is missing, or a pause.

Weeks are ISO weeks of the publication dates. The numbers tell a missing bulletin from a pause: between two bulletins,
weeks in which the number did not go on are a pause.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from itertools import pairwise
from typing import Literal, NamedTuple

from bulletin_parse.views.report.facts import Issue

State = Literal["present", "faulty", "missing", "pause", "outside"]

# A longer run of years rests on a date that was misread: only years with a bulletin are drawn then.
MAX_YEARS = 60
_WEEK = timedelta(weeks=1)


class Week(NamedTuple):
    """One week: ``between`` names the neighbours of a week without a bulletin."""

    year: int
    week: int
    state: State
    issues: tuple[Issue, ...] = ()
    between: tuple[Issue, Issue] | None = None


def calendar(issues: Iterable[Issue]) -> dict[int, list[Week]]:
    """The weeks of each year, all 52 or 53 of them, from the first bulletin's year to the last's."""
    by_week: dict[date, list[Issue]] = defaultdict(list)
    for issue in issues:
        if issue.published:
            by_week[_monday(issue.published)].append(issue)
    if not by_week:
        return {}
    empty = _empty_weeks(by_week)
    years = {monday.isocalendar().year for monday in by_week}
    if max(years) - min(years) < MAX_YEARS:
        years = set(range(min(years), max(years) + 1))
    return {year: [_week(monday, by_week, empty) for monday in _mondays(year)] for year in sorted(years)}


def _week(monday: date, by_week: dict[date, list[Issue]], empty: dict[date, Week]) -> Week:
    year, week, _ = monday.isocalendar()
    if there := by_week.get(monday):
        return Week(year, week, "faulty" if any(issue.errors for issue in there) else "present", tuple(there))
    return empty.get(monday) or Week(year, week, "outside")


def _empty_weeks(by_week: dict[date, list[Issue]]) -> dict[date, Week]:
    """The weeks without a bulletin between the first and the last."""
    found: dict[date, Week] = {}
    for one, other in pairwise(sorted(by_week)):
        gap = (other - one).days // 7 - 1
        if not 0 < gap <= 53 * MAX_YEARS:
            continue
        before, after = by_week[one][-1], by_week[other][0]
        known = before.number is not None and after.number is not None
        state: State = "pause" if known and (after.number or 0) - (before.number or 0) <= 1 else "missing"
        for at in range(1, gap + 1):
            monday = one + at * _WEEK
            year, week, _ = monday.isocalendar()
            found[monday] = Week(year, week, state, between=(before, after))
    return found


def _monday(day: date) -> date:
    return day - timedelta(days=min(day.weekday(), day.toordinal() - 1))


def _mondays(year: int) -> list[date]:
    weeks = date(year, 12, 28).isocalendar().week  # the 28th always lies in the year's last week
    return [date.fromisocalendar(year, week, 1) for week in range(1, weeks + 1)]
