"""BP101 to BP105: what the masthead and the lead must say."""

from __future__ import annotations

from collections.abc import Iterator

from bulletin_parse.models import Bulletin, Where
from bulletin_parse.rules.registry import Fault, rule
from bulletin_parse.text.dates import find_dates, find_range


@rule("BP101", "issue-number-unreadable", "error")
def issue_number_unreadable(bulletin: Bulletin) -> Iterator[Fault]:
    """The issue number can be read.

    Why: the number is the bulletin's name in the archive.
    Passes: 第六六四期, 第六百六十四期, 总第664期
    Fails: a masthead without a number, or 第六百四期, which may mean 604 or 640
    Mend: print the number in one of the usual forms; a series with another form needs a template.
    """
    if bulletin.issue_number is None:
        label = bulletin.issue_label
        words = f"no number can be read from the issue label “{label}”" if label else "the masthead has no issue number, expected one such as 第六六四期"
        yield Fault(words, where=bulletin.places.get("issue_label", ()), subject="issue_number")


@rule("BP102", "published-unreadable", "error")
def published_unreadable(bulletin: Bulletin) -> Iterator[Fault]:
    """The publication date can be read.

    Why: without it the bulletin has no place in time, and the law of number and date cannot be checked.
    Passes: 2026年03月13日
    Fails: a masthead without a date. A date that no calendar has is BP404.
    Mend: print the full date in the masthead.
    """
    if bulletin.published is None and not has_unreal_date(bulletin.printed.get("published")):
        yield Fault(
            "the masthead has no publication date, expected one such as 2026年03月13日", where=bulletin.places.get("published", ()), subject="published"
        )


@rule("BP103", "date-range-unreadable", "error")
def date_range_unreadable(bulletin: Bulletin) -> Iterator[Fault]:
    """The week that the bulletin covers can be read from the lead.

    Why: the items' dates are checked against it.
    Passes: 时间从2026年03月07日到2026年03月13日
    Fails: a lead that names no dates, or one end only. An end that no calendar has is BP404.
    Mend: print both ends in the lead.
    """
    week = bulletin.date_range
    if (week is None or week.start is None or week.end is None) and not has_unreal_range(bulletin):
        yield Fault(
            "the lead names no date range, expected one such as 2026年03月07日到2026年03月13日", where=_lead(bulletin, "date_range"), subject="date_range"
        )


@rule("BP104", "declared-count-unreadable", "error")
def declared_count_unreadable(bulletin: Bulletin) -> Iterator[Fault]:
    """The number of items can be read from the lead.

    Why: it is the only check on whether the index itself is whole.
    Passes: 本期周报共收集3篇…信息
    Fails: a lead that does not say how many
    Mend: state the number in the lead.
    """
    if bulletin.declared_count is None:
        yield Fault(
            "the lead does not say how many items there are, expected words such as 共收集3篇",
            where=_lead(bulletin, "declared_count"),
            subject="declared_count",
        )


@rule("BP105", "publisher-unreadable", "warning")
def publisher_unreadable(bulletin: Bulletin) -> Iterator[Fault]:
    """The publisher can be read from the masthead.

    Why: archives keep bulletins of several publishers apart by it.
    Passes: 北京市卫生健康大数据与政策研究中心 under the title
    Fails: a masthead of title, number and date only
    Mend: print the publisher in the masthead.
    """
    if not bulletin.publisher:
        yield Fault("the masthead names no publisher", subject="publisher")


def has_unreal_date(printed: str | None) -> bool:
    """Whether a printed text holds a date that no calendar has."""
    return any(found.value is None for found in find_dates(printed or ""))


def has_unreal_range(bulletin: Bulletin) -> bool:
    """Whether the printed range has an end that no calendar has."""
    printed = bulletin.printed.get("date_range")
    if not printed:
        return False
    found = find_range(printed, published=bulletin.published)
    return has_unreal_date(printed) or (found is not None and None in (found.first, found.last))


def _lead(bulletin: Bulletin, name: str) -> Where:
    return bulletin.places.get(name) or bulletin.places.get("lead", ())
