"""BP401 to BP404: the dates of the bulletin, its week and its items."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from bulletin_parse.matching.pairing import folded
from bulletin_parse.models import Bulletin, Where
from bulletin_parse.rules.masthead import has_unreal_date, has_unreal_range
from bulletin_parse.rules.outline import LAST_DAY
from bulletin_parse.rules.registry import Fault, rule
from bulletin_parse.text.wording import counted

MAX_DELAY = timedelta(days=14)  # from the week's end to publication

Span = tuple[date, date]


@rule("BP401", "item-outside-week", "warning")
def item_outside_week(bulletin: Bulletin) -> Iterator[Fault]:
    """Every item's date lies in the week that the lead names.

    Why: a late or early article belongs to another bulletin, or its date has a slip.
    Passes: byline 2026-03-11 in the week 2026-03-07 to 2026-03-13
    Fails: byline 2026-03-15 in the same week
    Mend: correct the date, or move the item. Where the range itself is wrong (BP402, BP403), only items
        that lie in no week that it can mean are reported.
    """
    printed = _span(bulletin)
    dates = [item.published for item in bulletin.items if item.published]
    if printed is None or not dates:
        return
    spans = _allowed(bulletin, printed, dates)
    for item in bulletin.items:
        day = item.published
        if day and not any(first <= day <= last for first, last in spans):
            words = f"item dated {day} lies outside the week {printed[0]} to {printed[1]} (“{item.title}”)"
            yield Fault(words, item.number, item.places.get("byline") or item.where, folded(item.title))


@rule("BP402", "range-not-a-week", "warning")
def range_not_a_week(bulletin: Bulletin) -> Iterator[Fault]:
    """The date range runs forward and has seven days, both ends counted; a joint issue's may have seven for each of its numbers.

    Why: the bulletin is a weekly; any other length is a slip in one of the ends.
    Passes: 2026-03-07 to 2026-03-13
    Fails: 2026-03-13 to 2026-03-07, or 2026-03-06 to 2026-03-13
    Mend: correct the end that is wrong; the weeks before and after tell which.
    """
    span = _span(bulletin)
    if span is None:
        return
    first, last = span
    days = (last - first).days + 1
    if days in {7 * weeks for weeks in range(1, max(1, len(bulletin.issue_numbers)) + 1)}:
        return
    words = f"the date range {first} to {last} is reversed" if last < first else f"the date range {first} to {last} has {counted(days, 'day')}, expected 7"
    yield Fault(words, where=_range_place(bulletin), subject="date_range")


@rule("BP403", "range-against-publication", "warning")
def range_against_publication(bulletin: Bulletin) -> Iterator[Fault]:
    """The week ends at the publication date or up to 14 days before.

    Why: a bulletin cannot report what came after it; one that comes much later has a slip in a date.
    Passes: a week to 2026-03-13, published 2026-03-13
    Fails: a week to 2026-03-13, published 2026-03-12 or 2026-04-13
    Mend: correct the date that does not fit the items.
    """
    span, published = _span(bulletin), bulletin.published
    if span is None or published is None:
        return
    last = max(span)  # a reversed range is BP402's
    if last > published:
        yield Fault(f"the date range ends on {last}, after publication on {published}", where=_range_place(bulletin), subject="date_range")
    elif published - last > MAX_DELAY:
        words = f"the date range ends on {last}, {(published - last).days} days before publication on {published}, expected at most {MAX_DELAY.days}"
        yield Fault(words, where=_range_place(bulletin), subject="date_range")


@rule("BP404", "no-real-date", "error")
def no_real_date(bulletin: Bulletin) -> Iterator[Fault]:
    """Every printed date is a day that the calendar has.

    Why: such a date is a slip, and nothing can be compared with it.
    Passes: 2026年02月28日
    Fails: 2026年02月30日 in the masthead, the lead or a byline
    Mend: correct the date.
    """
    printed = bulletin.printed.get("published")
    if bulletin.published is None and printed and has_unreal_date(printed):
        yield Fault(f"the publication date is no real date: “{printed}”", where=bulletin.places.get("published", ()), subject="published")
    week = bulletin.date_range
    if (week is None or week.start is None or week.end is None) and has_unreal_range(bulletin):
        yield Fault(f"the date range has no real date: “{bulletin.printed['date_range']}”", where=_range_place(bulletin), subject="date_range")
    for item in bulletin.items:
        if item.published is None and item.byline and has_unreal_date(item.byline):
            words = f"the byline has no real date: “{item.byline}” (“{item.title}”)"
            yield Fault(words, item.number, item.places.get("byline") or item.where, folded(item.title))


def _span(bulletin: Bulletin) -> Span | None:
    week = bulletin.date_range
    return (week.start, week.end) if week and week.start and week.end else None


def _allowed(bulletin: Bulletin, printed: Span, dates: list[date]) -> list[Span]:
    """The spans an item may lie in: the printed one, and where that is wrong, the week it must have meant."""
    first, last = min(printed), max(printed)
    published = bulletin.published
    is_week = printed[1] - printed[0] == LAST_DAY
    is_near = published is None or timedelta() <= published - last <= MAX_DELAY
    if is_week and is_near:
        return [printed]
    candidates = [(last - LAST_DAY, last), (first, first + LAST_DAY)]
    if published:
        candidates.append((published - LAST_DAY, published))
    best = max(candidates, key=lambda span: sum(span[0] <= day <= span[1] for day in dates))
    return [(first, last), best]


def _range_place(bulletin: Bulletin) -> Where:
    return bulletin.places.get("date_range") or bulletin.places.get("lead", ())
