"""Dates as bulletins print them, found inside running text.

Printed forms: 2026年03月13日 (with inner spaces), 2026.03.13, 2026-03-13, 2026/3/13, 二〇二六年三月十三日, and all of
these in full-width characters; in ranges the end may leave out the year or the month (3月7日至13日).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from bulletin_parse.text.folding import narrow
from bulletin_parse.text.lazy import lazy_pattern
from bulletin_parse.text.numerals import read_numeral

_YEAR = r"(?:19|20)\s?\d\s?\d|[一二][一二三四五六七八九〇零○◯O0]{3}"
_PART = r"\d\s?\d?|[一二三四五六七八九十〇零○]{1,3}"

DATE = lazy_pattern(
    rf"""
      (?<![\d.])(?P<year>{_YEAR}) \s* 年 \s* (?P<month>{_PART}) \s* 月 \s* (?P<day>{_PART}) \s* [日号]
    | (?<![\d.])(?P<year2>(?:19|20)\d\d) \s* (?P<sep>[-./—–－‐‑]) \s* (?P<month2>\d{{1,2}}) \s* (?P=sep) \s* (?P<day2>\d{{1,2}}) (?!\d)
    """,
    re.VERBOSE,
)

# Every date has the character for a year, or digits parted by one of these; most text has neither. And every year begins so, if narrow.
_PARTED = lazy_pattern(r"\d\s*[-./—–－‐‑．／]")
_BEGINS_YEAR = lazy_pattern(r"[12一二][09一二三四五六七八九〇零○◯O]")

_SHORT = rf"""
    (?: (?P<month3>{_PART}) \s* 月 \s* )? (?P<day3>{_PART}) \s* [日号]
"""
# What may stand between a day and the dash: （周五）, 00:00, 零时. Full-width characters are narrow by then.
_ASIDE = r"(?:\s*\(?\s*(?:周|星期)[一二三四五六日天]\s*\)?)?(?:\s*(?:\d{1,2}:\d\d(?::\d\d)?|[零〇\d]{1,2}[时点]))?"
# Fonts and input methods have many codes for a dash and a wave.
_JOINER = _ASIDE + r"\s*(?:到|至|起\s*[,，]?\s*[至到]|[-~\u2010-\u2015\u2212\u223c\u2500\u2e3a\u301c\ufe58\ufe63]+)\s*"
_SECOND = lazy_pattern(_JOINER + r"(?P<next>次年|翌年)?\s*(?:" + _SHORT + r"|(?P<month4>\d{1,2})\s*[./-]\s*(?P<day4>\d{1,2})(?!\d))", re.VERBOSE)
_JOIN = lazy_pattern(_JOINER)
_MONTH_DAY = lazy_pattern(rf"(?P<month>{_PART}) \s* 月 \s* (?P<day>{_PART}) \s* [日号]", re.VERBOSE)


# 03.07-03.13: two numbers that are days only where they lie near the day of publication.
_POINTED = lazy_pattern(r"(?<![\d.])(?P<month>\d{1,2})\.(?P<day>\d{1,2})(?=\s*[^\d.%\s]+\s*\d{1,2}\.\d{1,2}(?![\d.%]))")

# Ranges over the turn of the year are weeks, or two where two issues are one.
_WEEK = timedelta(days=20)


class FoundDate(NamedTuple):
    """A printed date: its place in the text and its value, None if there is no such day."""

    start: int
    end: int
    value: date | None


class FoundRange(NamedTuple):
    """A printed range of dates: its place in the text and both ends, each None if there is no such day."""

    start: int
    end: int
    first: date | None
    last: date | None


def may_hold_date(text: str) -> bool:
    """Whether a text has a character that every full date has; most have none, and need not be searched."""
    return "年" in text or bool(_PARTED.search(text))


def find_dates(text: str) -> list[FoundDate]:
    """Every full date in the text, from left to right.

    >>> [str(found.value) for found in find_dates("2026 年 03月13日，２０２６．３．１４，2026-02-30")]
    ['2026-03-13', '2026-03-14', 'None']
    """
    return list(_dates(text)) if may_hold_date(text) else []


@lru_cache(maxsize=8)  # of one line it is asked whether it is a byline, and then for its date
def _dates(text: str) -> tuple[FoundDate, ...]:
    return tuple([_found(match) for match in _matches(narrow(text))])


def _matches(flat: str) -> Iterator[re.Match[str]]:
    """What ``DATE.finditer`` finds, in a fraction of the time: the pattern is tried only where a year may begin."""
    at = 0
    while year := _BEGINS_YEAR.search(flat, at):
        match = DATE.match(flat, year.start())
        if match:
            yield match
        at = match.end() if match else year.start() + 1


def find_date(text: str, start: int = 0) -> FoundDate | None:
    """The first full date in the text from ``start`` on, or None."""
    match = DATE.search(narrow(text), start)
    return _found(match) if match else None


def find_range(text: str, *, published: date | None = None) -> FoundRange | None:
    """The first range of dates in the text, or None.

    A year that is left out is the one that makes the range a week: 2025年12月27日至1月2日 ends in 2026.

    Args:
        text: a lead, such as ``时间从2026年03月07日到2026年03月13日``.
        published: the day near which a range without any year lies (``3月7日至3月13日``).

    >>> found = find_range("监测时间：2021.12.11—12.17")
    >>> str(found.first), str(found.last)
    ('2021-12-11', '2021-12-17')
    >>> found = find_range("从12月27日至1月2日", published=date(2026, 1, 2))
    >>> str(found.first), str(found.last)
    ('2025-12-27', '2026-01-02')
    """
    if "月" not in text and not may_hold_date(text):
        return None
    flat = narrow(text)
    for match in _matches(flat):
        first = _found(match)
        if found := _range_from(flat, first.start, first.end, first.value):
            return found
    for match in _MONTH_DAY.finditer(flat):
        if found := _without_first_year(flat, match, published):
            return found
    for match in _POINTED.finditer(flat):
        found = _without_first_year(flat, match, published)
        if published and found and found.first and found.last and timedelta() <= found.last - found.first <= _WEEK and abs(found.last - published) <= _WEEK:
            return found
    return None


def _range_from(flat: str, start: int, end: int, first: date | None) -> FoundRange | None:
    """The range whose first day has its year."""
    joiner = _JOIN.match(flat, end)
    if joiner and (full := DATE.match(flat, joiner.end())):
        return FoundRange(start, full.end(), first, _found(full).value)
    second = _SECOND.match(flat, end)
    if second is None:
        return None
    month = second["month3"] or second["month4"] or (str(first.month) if first else None)
    day = second["day3"] or second["day4"]
    same, next_year = (_day(first.year + more if first else None, month, day) for more in (0, 1))
    turns = bool(second["next"]) or (first is not None and same is not None and same < first and next_year is not None and next_year - first <= _WEEK)
    return FoundRange(start, second.end(), first, next_year if turns else same)


def _without_first_year(flat: str, match: re.Match[str], published: date | None) -> FoundRange | None:
    """The range whose first day has no year: its last day's, or the one in which it ends nearest to the day of publication."""
    month, day, end = match["month"], match["day"], match.end()
    joiner = _JOIN.match(flat, end)
    if joiner and (full := DATE.match(flat, joiner.end())):
        last = _found(full).value
        return FoundRange(match.start(), full.end(), _before(last, month, day), last)
    second = _SECOND.match(flat, end)
    if second is None or published is None:
        return None
    last_month, last_day = second["month3"] or second["month4"] or month, second["day3"] or second["day4"]
    ends = [found for year in (published.year - 1, published.year, published.year + 1) if (found := _day(year, last_month, last_day))]
    last = min(ends, key=lambda found: abs(found - published), default=None)
    return FoundRange(match.start(), second.end(), _before(last, month, day) if last else _day(published.year, month, day), last)


def _before(last: date | None, month: str, day: str) -> date | None:
    """The day of a month that begins a week ending on ``last``: in the same year, or where only that makes it one, in the year before."""
    if last is None:
        return None
    same, year_before = _day(last.year, month, day), _day(last.year - 1, month, day)
    turns = same is not None and same > last and year_before is not None and last - year_before <= _WEEK
    return year_before if turns else same


def _found(match: re.Match[str]) -> FoundDate:
    year, month, day = match["year"] or match["year2"], match["month"] or match["month2"], match["day"] or match["day2"]
    digits = f"{year}{month}{day}"
    if digits.isascii() and digits.isdigit():  # as most
        return FoundDate(match.start(), match.end(), _date(int(year), int(month), int(day)))
    return FoundDate(match.start(), match.end(), _day(read_numeral(year), month, day))


def _day(year: int | None, month: str | None, day: str) -> date | None:
    return _date(year, read_numeral(month) if month else None, read_numeral(day))


def _date(year: int | None, month: int | None, day: int | None) -> date | None:
    if year is None or month is None or day is None:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None
