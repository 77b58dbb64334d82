"""The line of date and source over an article: what is one, and the source that it names.

The words of such a line are the series' own: ``Template.bylines`` holds the patterns made from them.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from bulletin_parse.text.bullets import BEFORE_ENTRIES
from bulletin_parse.text.dates import find_dates
from bulletin_parse.text.folding import narrow
from bulletin_parse.text.lazy import lazy_pattern

# A byline is a date and little else: what remains without dates, times and the series' words is no longer than a few names.
BYLINE_LENGTH, BYLINE_REMAINDER = 120, 36
MAX_NAME = 40  # characters; more is a sentence
SENTENCE = lazy_pattern(r"[。；！？]")
_TIME = lazy_pattern(r"(?<!\d)\d{1,2}\s*[:：时]\s*\d{1,2}(?:\s*[:：分]\s*\d{0,2}秒?)?分?")
_OWN_PAPER = lazy_pattern(rf"\A[{BEFORE_ENTRIES}◎]?\s*本[报网刊社台]\s*\Z")
_EDGES = " \t\u3000|｜·•,，;；:：/-—()（）[]【】<>"


class BylinePatterns(NamedTuple):
    """How a series' bylines are told.

    ``words`` are sought in a line that has a date: times, words and marks, which belong to it. ``rest`` matches what a line's end cut off one.
    ``part`` matches a part on a line of its own, ``source`` finds the one that a label names, in the group of that name. ``labelled``,
    ``next_label`` and ``date_label`` are sought: what stands before a source's name, where the name ends, and what is said of the date.
    ``cut_name`` matches the end of a line and the next one, where the former cut a person's name in two: 编辑：刘 / 洋.
    """

    words: re.Pattern[str]
    rest: re.Pattern[str]
    part: re.Pattern[str]
    source: re.Pattern[str]
    labelled: re.Pattern[str]
    next_label: re.Pattern[str]
    date_label: re.Pattern[str]
    cut_name: re.Pattern[str]


@lru_cache(maxsize=8)  # of a line it is asked as what stands under a headline, under a subtitle, and as itself
def is_byline(text: str, patterns: BylinePatterns) -> bool:
    """Whether a line is a date with a source, and no sentence.

    2026-03-11 来源：人民网 is one; 2026年3月11日，重庆联通举行发布会。 is none.
    """
    if len(text) > BYLINE_LENGTH or SENTENCE.search(text):
        return False
    dates = find_dates(text)
    if not dates:
        return False
    remainder = text
    for found in reversed(dates):
        remainder = remainder[: found.start] + remainder[found.end :]
    remainder = patterns.words.sub("", remainder)
    return len(remainder) <= BYLINE_REMAINDER and "，" not in remainder and not remainder.startswith(",")


def source_in(byline: str, patterns: BylinePatterns) -> str | None:
    """The source's name in a byline, or None if it names none: 人民网 in 2026-03-11 来源：人民网, 央广网 in 央广网 2030-02-11 09:17."""
    words = _without_dates(byline)
    label = patterns.labelled.search(words)
    name = words[label.end() :] if label else patterns.date_label.sub(" ", words)
    if following := patterns.next_label.search(name):
        name = name[: following.start()]
    name = name.strip(_EDGES)
    if not label and _OWN_PAPER.search(name):
        return None  # 本报记者: the paper that the article is taken from, whatever its name
    # Without a label, only one word or two can be a name; 人民网 北京3月11日电 and sentences are none.
    return name if 1 < len(name) <= MAX_NAME and (label or "电" not in name[-2:]) else None


def _without_dates(text: str) -> str:
    flat = narrow(text)
    for found in reversed(find_dates(flat)):
        flat = f"{flat[: found.start]} {flat[found.end :]}"
    return _TIME.sub(" ", flat)
