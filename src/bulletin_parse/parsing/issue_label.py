"""The issue label: 第六六四期, 2026年第10期 总第664期, 第六六三、六六四期, 第六六四期增刊, and the numbers that it says."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

from bulletin_parse.parsing.patterns import JOINT
from bulletin_parse.parsing.template import Template
from bulletin_parse.text.lazy import lazy_pattern
from bulletin_parse.text.numerals import NUMERAL_CHARACTERS, read_numeral

# A joint issue holds at most this many numbers; more between two ends are a misprint.
MOST_JOINT = 5
_YEARS = r"(?:[12]\d{3}|[一二][〇零○Ｏ0一二三四五六七八九]{3}|[１２][０-９]{3})\s*年?度?"
_VOLUME = r"第?\s*[0-9０-９一二三四五六七八九十]{1,3}\s*卷[\s,，·]*"
# The year or the volume within which a number counts: 2026年, 〔2026〕, 第14卷.
_YEAR = lazy_pattern(rf"(?:(?:{_YEARS}|[〔［\[【（(]\s*{_YEARS}\s*[〕］\]】）)])[\s,，]*(?:{_VOLUME})?|{_VOLUME})\Z")
_SPLIT = lazy_pattern(JOINT + r"第?")
_RANGE = lazy_pattern(r"[~～–－-]|—+|至")
_SEPARATOR = lazy_pattern(r"[\s（(）)【】\[\]·|｜/／,，、;；—–-]*")
_BEFORE_SUPPLEMENT = lazy_pattern(r"[\s（(【\[·—-]*")
_SUPPLEMENT_NUMBER = lazy_pattern(r"\s*(?:第?[0-9０-９一二三四五六七八九十]{1,2}(?:期|号)?|[（(][0-9０-９一二三四五六七八九十]{1,2}[）)])")
_NUMERAL = lazy_pattern(rf"[0-9０-９O{NUMERAL_CHARACTERS}]")  # every form has one


class IssueLabel(NamedTuple):
    """An issue label in a line: its place, and what it says.

    ``numbers`` is empty where it counts within the year alone, or says no number; ``yearly`` tells the first case from the second.
    """

    start: int
    end: int
    numbers: tuple[int, ...]
    supplement: bool
    yearly: bool


class _Atom(NamedTuple):
    """One number with what stands round it: 第10期."""

    start: int
    end: int
    numbers: tuple[int, ...]
    total: bool
    yearly: bool


def may_hold_label(text: str) -> bool:
    """Whether a text has a numeral, as every issue label has; most lines have none, and need not be searched for each form."""
    return _NUMERAL.search(text) is not None


def find_issue_label(text: str, template: Template) -> IssueLabel | None:
    """The whole issue label in a line, or None.

    Args:
        text: a line of the masthead.
        template: the series' words.
    """
    atoms = _atoms(text, template)
    if not atoms:
        return None
    run = [atoms[0]]
    for atom in atoms[1:]:
        if not _SEPARATOR.fullmatch(text[run[-1].end : atom.start]):
            break
        run.append(atom)
    numbers, yearly = _numbers(run)
    start, end, supplement = _with_supplement(text, run[0].start, run[-1].end, template)
    return IssueLabel(start, _closed(text, start, end), numbers, supplement, yearly)


def _atoms(text: str, template: Template) -> list[_Atom]:
    """What the template's forms find, each place once: the first form that fits it wins."""
    found: list[_Atom] = []
    for form in template.issue_labels if may_hold_label(text) else ():
        for match in form.finditer(text):
            if any(match.start() < atom.end and atom.start < match.end() for atom in found):
                continue
            year = _YEAR.search(text, 0, match.start())
            start = year.start() if year else match.start()
            found.append(_Atom(start, match.end(), _numbers_in(match["number"]), _counts_all(match, template), bool(year)))
    return sorted(found)


def _counts_all(match: re.Match[str], template: Template) -> bool:
    """Whether what stands before a number says that it counts the series, and not the year's issues."""
    before = match.group()[: match.start("number") - match.start()]
    return any(word in before for word in template.words["totals"])


def _numbers(run: list[_Atom]) -> tuple[tuple[int, ...], bool]:
    """The numbers that count the series, and whether the label has only such as count the year's issues."""
    totals = [atom for atom in run if atom.total]
    if totals:
        return tuple([number for atom in totals for number in atom.numbers]), False
    series = [atom for atom in run if not atom.yearly]
    if len(run) > len(series) and len(series) < 1:
        return (), True
    return _rising([number for atom in series for number in atom.numbers]), False


def _numbers_in(printed: str) -> tuple[int, ...]:
    """六六三、六六四 as 663 and 664; 663—665 with the numbers between; nothing where one is no number."""
    values = [read_numeral(part) for part in _SPLIT.split(printed)]
    if any(value is None for value in values):
        return ()
    numbers = [value for value in values if value is not None]
    # 六六三、四期: the last figure alone
    numbers = [before if at == 0 else _completed(numbers[at - 1], before) for at, before in enumerate(numbers)]
    if len(numbers) == 2 and _RANGE.search(printed) and 0 < numbers[1] - numbers[0] < MOST_JOINT:
        numbers = list(range(numbers[0], numbers[1] + 1))
    return _rising(numbers)


def _completed(before: int, number: int) -> int:
    whole = before - before % 10 + number
    return whole if number < 10 < before and whole == before + 1 else number


def _rising(numbers: list[int]) -> tuple[int, ...]:
    """Numbers that follow one another; nothing if they do not, since nobody knows then which is the issue's."""
    if any(after != before + 1 for before, after in pairwise(numbers)):
        return ()
    return tuple(numbers)


def _with_supplement(text: str, start: int, end: int, template: Template) -> tuple[int, int, bool]:
    """The label with 增刊 behind or before it."""
    gap = _BEFORE_SUPPLEMENT.match(text, end)
    at = gap.end() if gap else end
    if match := template.supplements.match(text, at):
        end = match.end()
        number = _SUPPLEMENT_NUMBER.match(text, end)
        return start, number.end() if number else end, True
    if joint := template.joint_issues.match(text, end):
        return start, joint.end(), False
    for match in template.supplements.finditer(text[:start]):
        if _SEPARATOR.fullmatch(text[match.end() : start]):
            return match.start(), end, True
    return start, end, False


def _closed(text: str, start: int, end: int) -> int:
    """The end of the label with the bracket that closes one inside it: 第10期（总第664期）."""
    inside = text[start:end]
    for opening, closing in ("（）", "()", "【】", "[]"):
        if inside.count(opening) > inside.count(closing):
            after = len(text[end:]) - len(text[end:].lstrip())
            if text[end + after : end + after + 1] == closing:
                return end + after + 1
    return end
