"""Dates inside links, as news sites put them there.

Forms: ``/2026/0311/``, ``/2026-03/12/``, ``/2026/03-11/``, ``/2026/03/11/``, ``/2026/3/9/``, ``/20260311/``,
``t20260311_``, 260318 at the end of a name, and ``/202605/`` for a month. Only a link's path counts: numbers in
queries and bare names of eight digits are as often identifiers.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from urllib.parse import urlsplit

from bulletin_parse.text.lazy import lazy_pattern

_DAY = lazy_pattern(
    r"""
      / (?P<y1>20\d\d) [/-] (?P<m1>\d\d) (?P<d1>\d\d) (?=[/_])            # /2026/0311/
    | / (?P<y2>20\d\d) [/-] (?P<m2>\d{1,2}) [/-] (?P<d2>\d{1,2}) (?=[/_]) # /2026/03/11/, /2026-03/12/, /2026/3/9/
    | / (?P<y3>20\d\d) (?P<m3>\d\d) (?P<d3>\d\d) (?=/)                      # /20260311/
    | (?<![A-Za-z\d]) t (?P<y4>20\d\d) (?P<m4>\d\d) (?P<d4>\d\d) (?=_)      # t20260311_527548942
    | (?<=/) [A-Z]{4} [A-Za-z\d]{18} (?P<y5>\d\d) (?P<m5>\d\d) (?P<d5>\d\d) (?=\.|\Z)  # ARTI, 18 characters, 260318
    | (?<=/) [A-Za-z] [A-Za-z\d]{7,} (?<=[A-Za-z]) (?P<y6>\d\d) (?P<m6>\d\d) (?P<d6>\d\d) (?=\.[a-z]+\Z)
    """,
    re.VERBOSE,
)
_FORMS = 6
_MONTH = lazy_pattern(r"/(?P<year>20\d\d)-?(?P<month>0[1-9]|1[0-2])(?=/)")
_SLACK = timedelta(days=1)  # sites date by the hour of another clock, or of the first version


def contradicts(link: str, day: date) -> str | None:
    """The date in a link that is not an item's date, as ISO text; None if there is none or one fits.

    >>> contradicts("http://a.cn/2026/0311/c1.html", date(2026, 3, 11)), contradicts("http://a.cn/2026/0211/c1.html", date(2026, 3, 11))
    (None, '2026-02-11')
    """
    try:
        path = urlsplit(link).path
    except ValueError:
        return None
    if days := days_in(path):
        return None if any(abs(found - day) <= _SLACK for found in days) else days[0].isoformat()
    if match := _MONTH.search(path):
        month = (int(match["year"]), int(match["month"]))
        near = {(each.year, each.month) for each in (day - _SLACK, day, day + _SLACK)}
        return None if month in near else f"{match['year']}-{match['month']}"
    return None


def days_in(path: str) -> list[date]:
    """The full dates in a link's path."""
    found = []
    for match in _DAY.finditer(path):
        form = next(form for form in range(1, _FORMS + 1) if match[f"y{form}"])
        year, month, day = (int(match[f"{part}{form}"]) for part in "ymd")
        try:
            found.append(date(year if year > 99 else 2000 + year, month, day))
        except ValueError:
            continue
    return found
