"""The numbers before entries and items: 1. 1、 1． （1） 【1】 一、 ① ⑴ ❶ Ⅰ. 第1条 信息一：, 1/3 and 01 with a space; a bullet may stand before."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from bulletin_parse.text.bullets import BEFORE_NUMBERS, PICTURE, PICTURE_CHARACTERS, characters_between
from bulletin_parse.text.folding import narrow
from bulletin_parse.text.lazy import lazy_pattern
from bulletin_parse.text.numerals import read_numeral

_HAN = "[一二三四五六七八九十百〇零]{1,5}"
# What an item is called before its number, in any series: 信息一：, 新闻3、.
_NOUNS = ("信息", "新闻", "文章", "资讯", "报道", "要闻", "舆情", "序号")
_NUMBERED = lazy_pattern(
    rf"""
    \s* (?: (?: [{BEFORE_NUMBERS}] | {PICTURE} ) \s* (?! \d+ [.．] \d ) )?      # ● 3.2亿份: a bulleted decimal is no number
    (?: (?P<plain>  \d{{1,3}} ) \s* [.．、,，:：)）→➔] \s*
      | (?P<barred> \d{{1,3}} ) \s* [|｜丨] \s*
      | (?P<padded> [0０]\d ) \s+ (?![年月日时点分:：.．]) (?=\S)     # 01 标题: nothing else begins with a zero and a space
      | [(（\[［【〔<〈＜] \s* (?P<bracket> \d{{1,3}} ) \s* [)）\]］】〕>〉＞] \s* [.．、:：]? \s*
      | (?P<han> {_HAN} ) \s* [、.．] \s*
      | [(（] \s* (?P<hanbracket> {_HAN} ) \s* [)）] \s* [.．、:：]? \s*
      | [【〔［\[] \s* (?P<lenticular> {_HAN} ) \s* [】〕］\]] \s*
      | (?P<dotted> \d{{1,2}} ) \s* [·•‧・] \s* (?=[^\W\d]|[“‘《【])     # 1·标题, and no 3·15
      | (?P<dashed> \d{{1,2}} ) [-－–] (?=[\u4e00-\u9fff“‘《【])
      | (?P<circled> [①-⑳⑴-⒛❶-❿➀-➓] ) \s* [.．、:：]? \s*
      | (?P<roman> [Ⅰ-Ⅻ] ) (?: \s* [.．、:：|｜] \s* | \s+ )
      | (?: [NＮ][OoＯｏ] | [nｎ][oｏ] ) [.．:：]? \s* (?P<no> \d{{1,3}} ) [.．、:：\s]+
      | [【〔［\[]? \s* 第 \s* (?P<counted> \d{{1,3}} | {_HAN} ) \s* [篇条则项] \s* [】〕］\].．、:：]? \s*
      | (?P<of> \d{{1,2}} ) [/／] \d{{1,2}} \s+ (?=\w|[“‘《【])      # 1/3 标题, and no 1/3的
      | [#＃] \s* (?P<hash> \d{{1,3}} ) [.．、:：\s]+
      | (?: {"|".join(_NOUNS)} ) \s* (?P<named> \d{{1,3}} | {_HAN} ) \s* [.．、:：] \s*
    )
    """,
    re.VERBOSE,
)
_WITHIN = 16  # characters in which a number ends, with the space behind it
_LOOKED_AT = _WITHIN + 1  # with the character behind
# A text that begins with none of these has no number: most rows are told by their first character, without being made narrow.
NUMBER_CHARACTERS = (
    frozenset(
        "0123456789０１２３４５６７８９([【〔（［<〈＜#＃一二三四五六七八九十百〇零第NnＮｎ \u3000" + BEFORE_NUMBERS + "".join([noun[0] for noun in _NOUNS])
    )
    | PICTURE_CHARACTERS
    | characters_between("①⒛", "❶❿", "➀➓", "ⅠⅫ")
)

# 5【聚焦】…, 5 “人等床”…: a number whose mark was lost, in print or by a scanner; before a bare Han character it may be a count (5家医院).
_UNSIGNED = lazy_pattern(r"(?P<plain>\d{1,3})(?:(?=[【《〈“「『\[])|\s+(?=[^\W\d]|[【《〈“「『\[]))")

_BEFORE_WORDS = lazy_pattern(r"(?P<plain>\d{1,3})(?=[^\W\d]|[“‘《【])")
# A number with a space behind it; of 01 2026年 an engine may lose the space.
_SPACED = lazy_pattern(r"\s*(?P<plain>\d{1,3}(?=[ \u3000\t])|0\d(?=\d))[ \u3000\t]*(?=\S)")
# The same before words only, or before a tab: that parts cells, whatever stands in the next one.
_BARE = lazy_pattern(r"\s*(?P<plain>\d{1,3})(?:[ \u3000]*\t\s*(?=\S)|[ \u3000]+(?=[^\W\d]|[“‘《【「（(]))")

_SECTIONED = lazy_pattern(r"\d{1,2}[.．](?P<plain>\d{1,3})[ \u3000\t]+(?=\S)")  # 2.1 标题

# A second entry inside a line: behind a bracket or a space, its number and a mark.
_INNER_NUMBER = lazy_pattern(r"(?<=[）)】\] \u3000；;])(?P<value>\d{1,2})\s?[.、．](?!\d)")


class Number(NamedTuple):
    """A number that a text begins with: its value, its form, and where the words after it begin.

    ``glued``: a digit follows the character at once, so that it may be a decimal (3.6亿) as well as a number (3.6亿条…).
    """

    value: int
    form: str
    end: int
    glued: bool


def leading_number(text: str) -> Number | None:
    """The number that a text begins with, or None.

    >>> leading_number("2. 2026 全国两会").value, leading_number("（三）夯实基础").form
    (2, 'hanbracket')
    >>> leading_number("02 2026年十件大事").value, leading_number("❸ 云上看病").value, leading_number("信息一：云上看病").value
    (2, 3, 1)
    >>> leading_number("3.6亿条数据").glued
    True
    """
    return _beginning(text[:_LOOKED_AT]) if text[:1] in NUMBER_CHARACTERS else None


@lru_cache(maxsize=1024)  # of one text it is asked by all that look at it
def _beginning(text: str) -> Number | None:
    """The number that a text begins with, told by what it may take up and the character behind it."""
    match = _NUMBERED.match(text, 0, _WITHIN)
    if match is None:
        return None
    form = str(match.lastgroup)
    printed = match[form]
    value = int(unicodedata.numeric(printed)) if form in ("circled", "roman") else read_numeral(printed)
    if value is None:
        return None
    end = match.end()
    glued = form == "plain" and text[end - 1 : end] in ".．" and text[end : end + 1].isdigit()
    return Number(value, form, end, glued)


# Behind its figures a decimal has what it counts: 3.4%, 3.6亿. A number before a title has none of these.
_DECIMAL = lazy_pattern(r"\s*\d{1,3}[.．](?!(?:19|20)\d\d\s*年)\d+\s*(?:[%％‰℃]|个?百分点|[万亿千百]|倍|元|个|岁|年|天|小时|分钟|米|公里|吨|级|版|G\b|版本)")


def is_decimal(text: str) -> bool:
    """Whether a text begins with a decimal and what it counts, as the rest of a wrapped line does.

    >>> is_decimal("3.4%（新华网）"), is_decimal("3.6亿条数据"), is_decimal("3.5G消息上线")
    (True, True, False)
    >>> is_decimal("5.2026年十件大事公布")
    False
    """
    return bool(_DECIMAL.match(narrow(text[:16])))


def bare_number(text: str) -> Number | None:
    """The number that a text begins with without any mark but a space: the first cell of a table's row.

    >>> bare_number("2 石桥县建成信息底座").value, bare_number("2.石桥县"), bare_number("2026 全国两会")
    (2, None, None)
    """
    match = _BARE.match(text)
    return Number(int(match["plain"]), "bare", match.end(), glued=False) if match else None


def spaced_number(text: str) -> Number | None:
    """The number and a space that a text begins with, whatever stands behind them: 10 3月起…, where 09 stood before; or a date, or a count.

    >>> spaced_number("10 3月起“刷脸”就医").value, spaced_number("2026 全国两会"), spaced_number("3月起")
    (10, None, None)
    >>> spaced_number("012026年十件大事").value
    1
    """
    match = _SPACED.match(text)
    return Number(int(match["plain"]), "bare", match.end(), glued=False) if match else None


def section_number(text: str) -> Number | None:
    """The second of two numbers and a space that a text begins with, as items stand in a numbered section.

    >>> section_number("2.1 石桥县建成信息底座").value, section_number("2.1亿份")
    (1, None)
    """
    match = _SECTIONED.match(text)
    return Number(int(match["plain"]), "section", match.end(), glued=False) if match else None


def unnumbered(text: str) -> str:
    """A text without the number that it begins with.

    >>> unnumbered("1. 标题"), unnumbered("标题")
    ('标题', '标题')
    """
    number = leading_number(text)
    return text[number.end :] if number else text


def beyond_nine(text: str, before: Number | None) -> Number | None:
    """The number after another one that has a zero before it and a space behind: 10 after 09, or None."""
    if before is None or before.form != "padded":
        return None
    number = spaced_number(text)
    return number._replace(form="padded") if number and number.value == before.value + 1 else None


def unmarked_number(text: str, expected: int, *, is_missing: bool = False) -> Number | None:
    """The expected number, if a text begins with it and its mark was lost, or None.

    Args:
        text: a row's.
        expected: the number after the last one.
        is_missing: no other row has the expected number, and one has the next; it may then stand before a bare word.

    >>> unmarked_number("5【聚焦】互联网医院", 5).value, unmarked_number("5家医院上线", 5), unmarked_number("5【聚焦】", 6)
    (5, None, None)
    >>> unmarked_number("4从“跑断腿”到“点一点”", 4, is_missing=True).value
    4
    """
    match = _UNSIGNED.match(text) or (_BEFORE_WORDS.match(text) if is_missing else None)
    return Number(expected, "plain", match.end(), glued=False) if match and int(match["plain"]) == expected else None


def inner_numbers(text: str, first: Number) -> list[int]:
    """Where further entries begin inside a line: its number and the next ones, each behind a bracket or a space."""
    if first.form != "plain":
        return []
    cuts: list[int] = []
    for match in _INNER_NUMBER.finditer(text):
        if int(match["value"]) == first.value + 1 + len(cuts):  # never at the text's start: something stands before it
            cuts.append(match.start())
    return cuts
