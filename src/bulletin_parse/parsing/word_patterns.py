"""The patterns that a template's words make of what has no label: bylines, sources in an index, parts that stand where none belongs."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from bulletin_parse.parsing.numbering import NUMBER_CHARACTERS
from bulletin_parse.parsing.patterns import any_of, one_of
from bulletin_parse.press.bylines import BylinePatterns
from bulletin_parse.text.brackets import USUAL_OPENING
from bulletin_parse.text.bullets import BEFORE_CATEGORIES, BEFORE_LABELS, BEFORE_POINTS, BEFORE_SECTIONS
from bulletin_parse.text.lazy import lazy_pattern

_CLOCK = r"\d{1,2}\s*[:：]\s*\d{2}(?:\s*[:：]\s*\d{2})?"  # 10:23, 10:23:45
_HAN = "\u4e00-\u9fff"
_NAME = r"[^\s|｜:：，；]{1,30}"
# A space between letters and Han characters parts no name: HIT 专家网.
_INNER_SPACE = rf"(?:(?<=[A-Za-z0-9]) (?=[{_HAN}])|(?<=[{_HAN}]) (?=[A-Za-z0-9]))"
_WEEKDAY = r"星期[一二三四五六日天]|周[一二三四五六日](?!\w)"
_BEFORE_LABEL = rf"[{re.escape(BEFORE_LABELS + USUAL_OPENING)}\s]*"
MAX_REMARK = 8  # characters that may follow the beginning of a remark behind a title


class EntryPatterns(NamedTuple):
    """What stands round a source in an index: ``source_word`` matches before it, ``inner_source`` is sought inside an entry.

    ``remark`` matches a whole bracket that belongs to a title (二, 续, 试行) and names no source; ``column`` is sought at a source's end, where the next
    column of a table begins (页码：3).
    """

    source_word: re.Pattern[str]
    inner_source: re.Pattern[str]
    remark: re.Pattern[str]
    column: re.Pattern[str]


class HeadingPatterns(NamedTuple):
    """What stands beside a category's name in its heading.

    ``beginnings`` are the characters with which something before the name can begin. ``counters`` are what is counted, ``counted`` matches a count
    at a heading's end, ``part`` the words that number one (第一部分, 专题一), with the number as its group ``value`` or ``named``. What begins with one of
    ``none`` is no heading. ``navigation`` matches a line that leads about the page.
    """

    counters: tuple[str, ...]
    beginnings: frozenset[str]
    counted: re.Pattern[str]
    part: re.Pattern[str]
    none: tuple[str, ...]
    navigation: re.Pattern[str]


class MisplacedPatterns(NamedTuple):
    """What shows that a part of a bulletin stands inside an article: each matches a paragraph from its start.

    ``source`` and ``bulletin`` are sought in it. ``colophon_weak`` has the word that it found as its first group.
    """

    content: re.Pattern[str]
    link: re.Pattern[str]
    section: re.Pattern[str]
    source: re.Pattern[str]
    colophon: re.Pattern[str]
    colophon_weak: re.Pattern[str]
    meeting: re.Pattern[str]
    last: re.Pattern[str]
    bulletin: re.Pattern[str]


def byline_patterns(words: Mapping[str, Sequence[str]]) -> BylinePatterns:
    """The patterns of the words under ``[byline]``."""
    every = [word for key in ("source", "dates", "people", "page", "further") for word in words[key]]
    long, short = [word for word in every if len(word) > 1], "".join([re.escape(word) for word in every if len(word) == 1])
    alone = rf"(?<![{_HAN}])[{short}](?![{_HAN}])|" if short else ""
    source = any_of(words["source"])
    parts = [*words["source"], *words["people"], *words["further"]]
    dates = any_of(words["dates"])
    ends = [*words["dates"], *words["people"], *words["page"]]
    return BylinePatterns(
        words=lazy_pattern(rf"{_CLOCK}|星期.|{any_of(long)}|{alone}[【\[（(][^】\])）]{{0,12}}[】\])）]|[|｜:：/\s]"),
        rest=lazy_pattern(rf"(?:[\s|｜:：【】\[\]（）()\d]|[{_HAN}]{{2,4}}(?=[\s|｜:：]|\Z)|{any_of(every)})++"),
        part=lazy_pattern(rf"(?:{any_of(parts)})\s*[:：]\s*\S[^，,]*\Z", words=parts),
        source=lazy_pattern(rf"(?:{source})\s*[:：]\s*(?P<source>{_NAME}(?:{_INNER_SPACE}{_NAME}){{0,3}})(?=[\s|，｜；]|\Z)", words=words["source"]),
        labelled=lazy_pattern(rf"(?:{source})\s*[:：]\s*", words=words["source"]),
        next_label=lazy_pattern(rf"[\s|｜·,，;；/(（\[【]*(?:{any_of(ends)})", words=ends),
        date_label=lazy_pattern(rf"(?:{dates})\s*[:：]?|{_WEEKDAY}"),
        cut_name=lazy_pattern(
            rf"(?s:.*)(?:{any_of(words['people'])})[^\S\n]*[:：]?[^\S\n]*(?:[{_HAN}]\n[{_HAN}]{{1,2}}|[{_HAN}]{{2}}\n[{_HAN}])", words=words["people"]
        ),
    )


def apart_pattern(captions: Sequence[str], below: Sequence[str], attachments: Sequence[str]) -> re.Pattern[str]:
    """What shows that a line goes on with no paragraph, whatever the line above it ended with.

    Args:
        captions: what captions begin with.
        below: what the lines below a text begin with.
        attachments: what attachments are called.
    """
    return lazy_pattern(rf"[（(【]|[{BEFORE_POINTS}①-⑳]|图[：:0-9０-９]|附[：:]|{any_of([*captions, *below, *attachments])}")


def entry_patterns(words: Mapping[str, Sequence[str]]) -> EntryPatterns:
    """The patterns of what stands round a source, from the words under ``[index]``."""
    characters = "".join([re.escape(word) for word in words["remarks"] if len(word) == 1])
    begins = any_of([word[:-1] for word in words["remarks"] if word.endswith("…")])
    whole = any_of([word for word in words["remarks"] if len(word) > 1 and not word.endswith("…")])
    numbers = [rf"[一二三四五六七八九十0-9０-９{characters}]{{1,3}}", r"\d{4}.*", "第.{1,3}版"]
    remarks = [*numbers, whole, rf"(?:{begins}).{{0,{MAX_REMARK}}}" if begins else ""]
    return EntryPatterns(
        source_word=lazy_pattern(rf"(?:{any_of(words['source_words'])})\s*[:：]\s*", words=words["source_words"]),
        inner_source=lazy_pattern(  # behind the word a colon; where 【 or [ opens it, the bracket's end, with a colon or without: 来源：, 【来源】
            rf"[\s（(【\[]*(?P<open>(?<=[【\[]))?\s*(?:{any_of(words['inner_source_words'])})\s*(?:[:：]|(?(open)[】\]]\s*[:：]?|(?!)))\s*",
            words=words["inner_source_words"],
        ),
        remark=lazy_pattern("|".join([remark for remark in remarks if remark])),
        column=lazy_pattern(rf"[\s,，;；|｜]+(?:{any_of(words['page_column'])})\s*[:：]\s*[\d./年月日Pp-]{{1,12}}\Z", words=words["page_column"]),
    )


def heading_patterns(words: Mapping[str, Sequence[str]], counters: Sequence[str]) -> HeadingPatterns:
    """The patterns of what stands beside a category's name, from the words under ``[sections]`` and what is counted."""
    behind, before = (one_of(words[key]) for key in ("parts", "part_names"))
    number = "[一二三四五六七八九十]{1,3}"
    navigation = any_of(words["navigation"]).replace(re.escape("#"), rf"(?:{number}|\d{{1,3}})")
    return HeadingPatterns(
        counters=tuple(counters),
        beginnings=NUMBER_CHARACTERS | frozenset([*f"第{BEFORE_CATEGORIES}\ufe0f", *[word[0] for word in words["part_names"]]]),
        counted=lazy_pattern(
            rf"[\s（(【\[]*(?:{one_of(words['count_words'])})?\s*[0-9０-９一二三四五六七八九十]{{1,3}}\s*(?:{one_of(counters)})\s*[）)】\]]?\s*\Z"
        ),
        part=lazy_pattern(
            rf"\s*(?:第\s*(?P<value>{number}|\d{{1,2}})\s*(?:{behind})\s*[、:：.．\s]*|(?:{before})\s*[.．]?\s*(?P<named>{number}|\d{{1,2}})\s*[、:：.．\s]\s*)"
        ),
        none=tuple(words["no_heading"]),
        navigation=lazy_pattern(
            rf"(?:[一二三四五]、)?[\s\[【（(<《^{BEFORE_SECTIONS}]*(?:{navigation})[\s\]】）)>》^{BEFORE_SECTIONS}]*\Z",
            words=[word.replace("#", "") for word in words["navigation"]],
        ),
    )


def joint_pattern(words: Sequence[str]) -> re.Pattern[str]:
    """What stands behind the number of a joint issue."""
    return lazy_pattern(rf"[\s（(【\[·—-]*(?:{one_of(words)})")


def misplaced_patterns(words: Mapping[str, Sequence[str]], source: Sequence[str]) -> MisplacedPatterns:
    """The patterns of the words under ``[misplaced]``, and of those that name a byline's source."""
    return MisplacedPatterns(
        content=lazy_pattern(rf"{_BEFORE_LABEL}(?:{any_of(words['content'])})\s*[】\])）]?\s*(?:[:：]|\Z)", words=words["content"]),
        link=lazy_pattern(rf"{_BEFORE_LABEL}(?:{any_of(words['link'])})\s*[】\])）]?\s*[:：]\s*(?:https?:|www\.)", re.IGNORECASE),
        section=lazy_pattern(rf"(?:[一二三四五六七八九十]+[、.．]\s*)?(?:{any_of(words['sections'])})\s*[:：]?", words=words["sections"]),
        source=lazy_pattern(rf"(?:{any_of(source)})\s*[:：]", words=source),
        colophon=lazy_pattern(rf"(?:{any_of(words['colophon'])})\s*[:：]", words=words["colophon"]),
        colophon_weak=lazy_pattern(rf"({any_of(words['colophon_weak'])})\s*[:：]", words=words["colophon_weak"]),
        meeting=lazy_pattern(rf"(?:{any_of(words['meetings'])})\s*[:：]", words=words["meetings"]),
        last=lazy_pattern(rf"[（(【*＊※★]*\s*(?:{any_of(words['last'])})", words=words["last"]),
        bulletin=lazy_pattern(one_of(words["bulletin"])),
    )
