"""Dates: the week in the lead, the masthead's date, the bylines' and the links' confirm one another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import combinations

from bulletin_parse.models import Bulletin
from bulletin_parse.press.link_dates import days_in
from bulletin_parse.repair.edits import Editor
from bulletin_parse.repair.evidence import LINE_START, Evidence, Seen, is_alike, printed_places
from bulletin_parse.repair.voting import LOST, PLAUSIBLE
from bulletin_parse.text.dates import FoundRange, find_date, find_range
from bulletin_parse.text.lazy import lazy_pattern

WEEK = timedelta(days=6)
LATE = timedelta(days=14)
_DIGITS, _HAN_DIGITS = "0123456789", "一二三四五六七八九"
_DATE_CHARACTERS = f"{_DIGITS}{_HAN_DIGITS}〇○零十年月日-./至到"
# A lost zero leaves this much room, in Han characters, before another numeral or the year's character.
ZERO_ROOM, AFTER_ZERO = 0.45, f"{_HAN_DIGITS}年"
# Other readings of a date that are tried: so many characters may be wrong at once, and so many others each may be.
MOST_WRONG, MOST_OTHERS = 2, 3
_SHORT_YEAR = lazy_pattern(rf"(?<![〇○零{_HAN_DIGITS}])[一二][〇○零{_HAN_DIGITS}]{{2}}年")
_DAY = timedelta(days=1)


def repair_dates(editor: Editor, evidence: Evidence) -> None:
    """Dates that nothing else in the bulletin agrees with, read as OCR might have read them as well."""
    _repair_range(editor, evidence)
    _repair_published(editor, evidence)
    for at in range(len(editor.bulletin.items)):
        _repair_byline(editor, evidence, at)


def _week(bulletin: Bulletin) -> tuple[date, date] | None:
    week = bulletin.date_range
    return (week.start, week.end) if week and week.start and week.end and week.end - week.start == WEEK else None


def _repair_range(editor: Editor, evidence: Evidence) -> None:
    """The lead's range, read otherwise so that it is a week; where no range was read at all, the whole lead is tried."""
    bulletin = editor.bulletin
    if not bulletin.lead:
        return
    week = _week(bulletin)
    printed = bulletin.printed.get("date_range")
    text = printed if printed and printed in bulletin.lead and not week else bulletin.lead
    where = bulletin.places.get("date_range" if text == printed else "lead", ())
    if week:
        zeros = lost_zeros(text, evidence.seen(text, where))
        now = _with(text, zeros)
        found = find_range(now) if zeros else None
        if found and (found.first, found.last) == week:
            _set_range(editor, text, now, found, "its year has four numerals and room for the zero")
        return
    for now in misreadings(text, evidence.seen(text, where)):
        found = find_range(now, published=bulletin.published)
        if not found or not found.first or not found.last or found.last - found.first != WEEK:
            continue
        if bulletin.published and not timedelta() <= bulletin.published - found.last <= LATE:
            continue
        _set_range(editor, text, now, found, "so read it is a week")
        return


def _set_range(editor: Editor, text: str, now: str, found: FoundRange, why: str) -> None:
    bulletin = editor.bulletin
    where = bulletin.places.get("date_range" if text == bulletin.printed.get("date_range") else "lead", ())
    editor.change("lead", str(bulletin.lead).replace(text, now, 1), why, where)
    editor.change("printed.date_range", now[found.start : found.end], why, where)
    editor.change("date_range", f"{found.first}/{found.last}", why, where)


def _repair_published(editor: Editor, evidence: Evidence) -> None:
    bulletin, week = editor.bulletin, _week(editor.bulletin)
    printed = bulletin.printed.get("published")
    if not week or not printed or (bulletin.published and timedelta() <= bulletin.published - week[1] <= LATE):
        return
    where = bulletin.places.get("published", ())
    for now in misreadings(printed, evidence.seen(printed, where)):
        found = find_date(now)
        if found and found.value and timedelta() <= found.value - week[1] <= LATE:
            why = "so read it follows the week of the lead"
            editor.change("printed.published", now, why, where)
            editor.change("published", found.value.isoformat(), why, where)
            return


def _repair_byline(editor: Editor, evidence: Evidence, at: int) -> None:
    """A byline's date outside the week, or none at all, that a doubtful character brings into it; a link's date decides first."""
    item, week = editor.bulletin.items[at], _week(editor.bulletin)
    if not item.byline or not week or (item.published and week[0] <= item.published <= week[1]):
        return
    where = item.places.get("byline", ())
    linked = days_in(item.link) if item.link else []
    fitting: list[tuple[str, date]] = []
    for now in misreadings(item.byline, evidence.seen(item.byline, where)):
        found = find_date(now)
        if found and found.value and week[0] <= found.value <= week[1]:
            fitting.append((now, found.value))
    by_link = [each for each in fitting if any(abs(each[1] - day) <= _DAY for day in linked)]
    chosen = by_link or fitting
    if chosen and len({day for _, day in chosen}) == 1:
        now, day = chosen[0]
        why = "the link's date says so" if by_link else "so read it lies in the week of the lead"
        editor.change(f"items[{at}].byline", now, why, where)
        editor.change(f"items[{at}].published", day.isoformat(), why, where)


def misreadings(text: str, seen: Sequence[Seen]) -> Iterator[str]:
    """The text with one or two doubtful characters read otherwise, the most probable ones first.

    Zero characters that were lost in a year of Han numerals are put where they have room, all of them before one of them: a face
    loses each. A dash between two dates is put at a line's end.
    """
    places = printed_places(text)
    doubtful: list[tuple[float, int, str]] = []
    zeros = lost_zeros(text, seen)
    doubtful += [(LOST, at, now) for at, now in zeros.items()]
    for at, each in zip(places, seen, strict=False):
        if each.character is None:
            continue
        others = [(weight, at, other) for other, weight in each.character.others[:MOST_OTHERS] if weight >= PLAUSIBLE and other in _DATE_CHARACTERS]
        others += [(each.chance(digit), at, digit) for digit in "10" if each.char not in _DIGITS and is_alike(each.char, digit)]
        if each.room == LINE_START and each.char.isdigit() and text[at - 1 : at].isdigit():
            others.append((LOST, at, f"—{each.char}"))
        doubtful += others
    doubtful.sort(reverse=True)
    if len(zeros) > 1:
        yield _with(text, zeros)
    for count in range(1, MOST_WRONG + 1):
        for chosen in combinations(doubtful[:8], count):
            changes = {at: other for _, at, other in chosen}
            if len(changes) == count:
                yield _with(text, changes)
                if not zeros.keys() <= changes.keys():
                    yield _with(text, {**zeros, **changes})


def lost_zeros(text: str, seen: Sequence[Seen]) -> dict[int, str]:
    """The places of numerals that have room for a lost zero before them, with the zero and the numeral.

    A line's end has room, which counts where the year lacks one numeral of four.
    """
    places = printed_places(text)
    short = {at for match in _SHORT_YEAR.finditer(text) for at in range(*match.span())}
    return {
        at: f"〇{each.char}"
        for at, each in zip(places, seen, strict=False)
        if each.character
        and each.room >= ZERO_ROOM
        and (each.room < LINE_START or at in short)
        and each.char in AFTER_ZERO
        and at
        and text[at - 1] in _HAN_DIGITS
    }


def _with(text: str, changes: Mapping[int, str]) -> str:
    return "".join([changes.get(at, char) for at, char in enumerate(text)])
