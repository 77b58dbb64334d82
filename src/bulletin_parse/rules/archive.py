"""BP601 to BP606: what must hold across the bulletins of an archive."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence
from itertools import pairwise

from bulletin_parse.matching.likeness import SHARED_TITLES
from bulletin_parse.press.links import normal
from bulletin_parse.rules.outline import Outline
from bulletin_parse.rules.registry import Fault, outlined_rule
from bulletin_parse.rules.timeline import DAYS, Dated, implied_number, timeline_of
from bulletin_parse.text.folding import fold
from bulletin_parse.text.wording import counted


@outlined_rule("BP601", "issue-missing", "error")
def issue_missing(bulletins: Sequence[Outline]) -> Iterator[Fault]:
    """No number is missing between the archive's first and last bulletin.

    A joint issue (第六六三、六六四期) has all its numbers; a supplement stands for none. A run of missing numbers is one
    finding. Weeks without a bulletin in which the number went on by one are a pause (Spring Festival): one finding of severity info.

    Why: a missing bulletin is seen by nobody until somebody looks for it.
    Passes: 663, 664, 665, or 662 and the joint issue 663–664
    Fails: 663, 665
    Mend: find the missing bulletins and add them.
    """
    timeline = timeline_of(bulletins)
    owners = {each.issue_number: each for each in timeline.undated} | {each.number: each.bulletin for each in timeline.kept}
    bounds = sorted(number for number in owners if number is not None)
    present = sorted(number for number in timeline.numbers if bounds[0] <= number <= bounds[-1])
    days = {number: each for each in timeline.kept for number in (each.number, each.first)}
    for before, after in pairwise(present):
        one, other = days.get(before), days.get(after)
        if after - before > 1:
            yield _missing(before, after, one, other, owners.get(after) or owners.get(before))
        elif one and other and other.lag - other.further > one.lag:
            weeks = other.lag - other.further - one.lag
            words = f"a pause of {counted(weeks, 'week')} between {before} ({one.day}) and {after} ({other.day}); no number is missing"
            yield Fault(words, subject=f"pause {before}", bulletin=other.bulletin, severity="info")


def _missing(before: int, after: int, one: Dated | None, other: Dated | None, owner: Outline | None) -> Fault:
    first, last = before + 1, after - 1
    missing = f"{first} is missing" if first == last else f"{first} to {last} are missing"
    left = f"{before} ({one.day})" if one else str(before)
    right = f"{after} ({other.day})" if other else str(after)
    return Fault(f"issue {missing} between {left} and {right}", subject=f"{first}-{last}", bulletin=owner)


@outlined_rule("BP602", "number-twice", "error")
def number_twice(bulletins: Sequence[Outline]) -> Iterator[Fault]:
    """No two different bulletins have the same number; the same bulletin again, in whatever file, and supplements are not meant.

    Two files of one bulletin that differ are BP606.

    Why: one of them has the other's number, and both are cited by it.
    Passes: 664.pdf and a copy of it, the same bulletin as text, or 664 and its supplement
    Fails: two bulletins of different weeks, both 第六六四期
    Mend: correct the number that does not fit the date.
    """
    by_number: dict[int, list[Outline]] = defaultdict(list)
    for bulletin in bulletins:
        for number in () if bulletin.supplement else bulletin.numbers:
            by_number[number].append(bulletin)
    told: set[tuple[int, int]] = set()
    for number, same in by_number.items():
        different = [group[0] for group in _files_of_one(_different(same))]
        for each in different[1:]:
            if (id(different[0]), id(each)) in told:  # two joint issues share several numbers
                continue
            told.add((id(different[0]), id(each)))
            words = f"issue {number} stands for two different bulletins: {_named(different[0])} and {_named(each)}"
            yield Fault(words, where=each.places.get("issue_label", ()), subject=f"number {number}", bulletin=each)


@outlined_rule("BP603", "weeks-overlap-or-gap", "warning")
def weeks_overlap_or_gap(bulletins: Sequence[Outline]) -> Iterator[Fault]:
    """Each bulletin's week begins on the day after the last one's end.

    Ranges that are no week are BP402; weeks left out between two numbers in a row are a pause; a gap where a number
    is missing is BP601.

    Why: articles of a day in a gap are in no bulletin, those of a day in two weeks may be in both.
    Passes: 2026-03-07 to 2026-03-13, then 2026-03-14 to 2026-03-20
    Fails: 2026-03-07 to 2026-03-13, then 2026-03-12 to 2026-03-18, or 2026-03-16 to 2026-03-22
    Mend: correct the end that is wrong.
    """
    spans = [(week, bulletin) for bulletin in _once(bulletins) if not bulletin.supplement and (week := bulletin.week)]
    spans.sort(key=lambda row: (row[0].start, row[1].issue_number or 0))
    for (left, one), (right, other) in pairwise(spans):
        if left.end is None or right.start is None or (one.issue_number is not None and one.issue_number == other.issue_number):
            continue
        apart = (right.start - left.end).days - 1
        place = other.places.get("date_range") or other.places.get("lead", ())
        names = f"the weeks of {_named(one)} ({left.start} to {left.end}) and {_named(other)} ({right.start} to {right.end})"
        subject = f"{one.issue_number}-{other.issue_number}"
        if apart < 0:
            yield Fault(f"{names} overlap by {counted(-apart, 'day')}", where=place, subject=subject, bulletin=other)
        elif apart % DAYS and one.issue_number is not None and other.numbers[:1] == (one.issue_number + 1,):
            yield Fault(f"{names} leave a gap of {counted(apart, 'day')}", where=place, subject=subject, bulletin=other)


@outlined_rule("BP604", "story-twice", "warning")
def story_twice(bulletins: Sequence[Outline]) -> Iterator[Fault]:
    """No story and no link stands in two bulletins; the same bulletin again does not count.

    Why: the same article counts twice in every statistic.
    Passes: a story of its own in each item
    Fails: “甲市医院上线智慧导诊” in 664 and in 665
    Mend: strike it out of the later bulletin, or correct the link.
    """
    titles: dict[str, Outline] = {}
    links: dict[str, Outline] = {}
    for bulletin in sorted(_once(bulletins), key=lambda each: each.issue_number or 0):
        for story in bulletin.stories:
            title = fold(story.title)
            by_title = titles.setdefault(title, bulletin) if title else bulletin
            by_link = links.setdefault(normal(story.link), bulletin) if story.link else bulletin
            earlier = by_title if _apart(by_title, bulletin) else by_link
            if _apart(earlier, bulletin):
                what = "this story" if earlier is by_title else "this link"
                words = f"{what} stands in {_named(earlier)} too: “{story.title}” {story.link or ''}".rstrip()
                yield Fault(words, story.number, story.where, title, bulletin)


@outlined_rule("BP605", "number-against-date", "error")
def number_against_date(bulletins: Sequence[Outline]) -> Iterator[Fault]:
    """Number and date go on together, one a week; pauses are learned from the archive.

    Why: what breaks the law has a wrong number or a wrong date. Only the bulletins that disagree with the others fire.
    Passes: 664 on 2026-03-13, 665 on 2026-03-20
    Fails: 664 on 2026-03-13, 665 on 2026-02-20
    Mend: correct the number or the date; the weeks before and after tell which.
    """
    timeline = timeline_of(bulletins)
    for stray in timeline.strays:
        meant = implied_number(timeline.kept, stray)
        hint = f"its date is that of {meant}" if meant is not None and meant != stray.number else "the other bulletins' numbers and dates do not allow it"
        place = stray.bulletin.places.get("published", ())
        yield Fault(f"issue {stray.number} is dated {stray.day}: {hint}", where=place, subject=f"number {stray.number}", bulletin=stray.bulletin)


def _apart(one: Outline, other: Outline) -> bool:
    """Whether two bulletins are different ones, and not copies that one number joins."""
    return one is not other and (one.issue_number is None or one.issue_number != other.issue_number)


@outlined_rule("BP606", "files-differ", "warning")
def files_differ(bulletins: Sequence[Outline]) -> Iterator[Fault]:
    """Two files of one bulletin say the same: the Word document and the PDF that was made of it, a PDF and its text.

    Width, spaces and places aside. One bulletin are files of one number that do not differ in their day and have half of their stories in common.

    Why: one of them was changed after the other was made, or one was not read right.
    Passes: 664.docx and the 664.pdf that was made of it
    Fails: 664.docx whose second link was corrected, and 664.pdf with the old one
    Mend: compare both at the place that is named; keep the one that is right.
    """
    by_number: dict[int | None, list[Outline]] = defaultdict(list)
    for bulletin in bulletins:
        by_number[bulletin.issue_number].append(bulletin)
    for number, same in by_number.items():
        if number is None or len(same) < 2:
            continue
        for first, *others in _files_of_one(list({each.sha256 or id(each): each for each in same}.values())):
            yield from differing_files(first, others)


def differing_files(first: Outline, others: Sequence[Outline]) -> Iterator[Fault]:
    """The faults of BP606 in files of one bulletin, each compared with the first of them."""
    for other in others:
        if names := _differing(first, other):
            more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
            words = f"{other.file} differs from {first.file}, which is the same bulletin, in {', '.join(names[:NAMED])}{more}"
            yield Fault(words, subject=f"{first.file} {other.file}", bulletin=other)


NAMED = 4  # fields that a message names


def _differing(first: Outline, other: Outline) -> list[str]:
    """The names of the fields in which two files of one bulletin differ, in the order of the record."""
    if not first.said or not other.said:
        return []
    left, right = dict(first.said), dict(other.said)
    return [name for name in [*left, *[name for name in right if name not in left]] if left.get(name) != right.get(name)]


def _files_of_one(same: Sequence[Outline]) -> list[list[Outline]]:
    """The files of one number in groups, each of one bulletin."""
    groups: list[list[Outline]] = []
    for each in same:
        group = next((group for group in groups if _is_same(group[0], each)), None)
        if group is None:
            groups.append([each])
        else:
            group.append(each)
    return groups


def _is_same(one: Outline, other: Outline) -> bool:
    """Whether two files of one number are of one bulletin."""
    if (one.day and other.day and one.day != other.day) or one.supplement != other.supplement:
        return False
    left, right = ({fold(story.title) for story in each.stories} for each in (one, other))
    return len(left & right) >= SHARED_TITLES * min(len(left), len(right)) and bool(left & right or not (left or right))


def _different(same: Sequence[Outline]) -> list[Outline]:
    """One bulletin for each content among those of one number."""
    if len(same) == 1:
        return list(same)
    files: dict[Hashable, Outline] = {}
    for each in same:
        files.setdefault(each.sha256 or id(each), each)
    return list({each.content: each for each in reversed(files.values())}.values())[::-1]


def _once(bulletins: Sequence[Outline]) -> list[Outline]:
    """The bulletins without copies."""
    groups: dict[Hashable, list[Outline]] = defaultdict(list)
    for each in bulletins:
        groups[each.issue_number].append(each)
    return [each for same in groups.values() for each in _different(same)]


def _named(bulletin: Outline) -> str:
    number = f"issue {bulletin.issue_number}" if bulletin.issue_number is not None else "a bulletin without a number"
    return f"{number} ({bulletin.file})" if bulletin.file else number
