"""The patterns that a template's words make: labels, sections, issue labels, counts."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from bulletin_parse.text.brackets import LABEL_CLOSING, LABEL_OPENING
from bulletin_parse.text.bullets import BARS, BEFORE_LABELS, BEFORE_SECTIONS, PICTURE, PICTURE_CHARACTERS
from bulletin_parse.text.numerals import NUMERAL_CHARACTERS

GAP = r"[^\S\t-\r]*"  # spaces of any width; a set of a few single characters would take ten times as long to compile, a thousand times
COLON = r"[:：﹕︰∶]"
# Behind a label a bar or a slash does what a colon does.
_AFTER_LABEL = r"[:：﹕︰∶|｜丨/／]"
NUMBER = rf"(?:[0-9０-９](?:{GAP}[0-9０-９])*|[{NUMERAL_CHARACTERS}0O](?:{GAP}[{NUMERAL_CHARACTERS}0O])*)"
# Between the numbers of a joint issue: 六六三、六六四, 六六三—六六四, 第663期、第664期.
JOINT = rf"{GAP}(?:[、,，/／&~～–－-]|—+|至|和|及|暨){GAP}"
NUMBERS = rf"{NUMBER}(?:{JOINT}第?{GAP}{NUMBER})*"
# Numbering before a section's heading: 一、 (一) 1. 第一部分
RULE = "[—–=~＝～*＊-]{2,6}"  # beside a heading: —— 目录 ——
SECTION_NUMBER = (
    rf"(?:[-•○]{GAP}|{RULE}{GAP}|[{BEFORE_SECTIONS}]++{GAP}|[【〖［\[]{GAP})?"
    rf"(?:[（(]?[一二三四五六七八九十0-9０-９]{{1,3}}[）)]?[、.．,，:：]?|第[一二三四五六七八九十]部分[、:：]?|[Ⅰ-Ⅻ][、.．]?|[{BEFORE_SECTIONS}]+)?{GAP}"
)
SECTION_MARKS = rf"\-•○0-9０-９一二三四五六七八九十Ⅰ-Ⅻ第—–=~＝～*＊{BEFORE_SECTIONS}"
ENGLISH = r"[（(]?[A-Za-z]{4,12}[）)]?"  # beside a heading: 目录 CONTENTS
OPEN, CLOSE = f"[{re.escape(LABEL_OPENING)}]", f"[{re.escape(LABEL_CLOSING)}]"
# One of these stands behind a label that no template knows.
BEHIND_UNKNOWN = COLON[1:-1] + LABEL_CLOSING
# Before a label: a bullet or a number of its own.
_PREFIX = rf"(?:[{re.escape(BEFORE_LABELS)}]{{1,2}}|{PICTURE}|[（(]\d{{1,2}}[）)][.、．]?|\d{{1,2}}[.、．)）](?!\d)|[A-HＡ-Ｈ][.、．)）]|[①-⑳])?"
PREFIX_CHARACTERS = frozenset(BEFORE_LABELS + LABEL_OPENING + " \u30000123456789①②③④⑤⑥⑦⑧⑨⑩ABCDEFGHＡＢＣＤＥＦＧＨ") | PICTURE_CHARACTERS
# Those of a number or a bracket before a label, which may follow one another.
NUMBERING_CHARACTERS = frozenset("0123456789０１２３４５６７８９.、．)） \u3000" + LABEL_OPENING)
LABEL_KINDS = ("title", "source", "link", "content", "published", "other")
LONGEST_UNKNOWN = 6  # characters of a label that no template knows


def any_of(words: Sequence[str]) -> str:
    """Any of the words, the longest that fits, white space allowed between their characters; words that begin alike are one branch up to there."""
    return _branches(tuple(words))


@lru_cache(maxsize=4096)  # the words of labels stand in several patterns, and many words end alike
def _branches(words: tuple[str, ...]) -> str:
    if len(words) == 1:
        return GAP.join(map(_escaped, words[0]))
    rests: dict[str, list[str]] = {}
    for word in sorted(words, key=len, reverse=True):
        rests.setdefault(word[:1], []).append(word[1:])
    return "|".join([_escaped(first) + _after(behind) for first, behind in rests.items()])


_escaped = lru_cache(maxsize=4096)(re.escape)  # of one character: words have the same few hundred


def one_of(words: Sequence[str]) -> str:
    """Any of the words, the first that fits, without white space in it."""
    return "|".join([re.escape(word) for word in words])


def _after(rests: Sequence[str]) -> str:
    """What may follow the beginning that some words share."""
    longer = [rest for rest in rests if rest]
    if not longer:
        return ""
    go_on = any_of(longer)
    if len({rest[0] for rest in longer}) > 1:
        go_on = f"(?:{go_on})"  # and none round what all go on with: a group takes longer to compile than a character
    return f"{GAP}{go_on}" if len(longer) == len(rests) else f"(?:{GAP}{go_on})?"


def label_pattern(labels: Mapping[str, Sequence[str]]) -> str:
    """来源：…, 【来源】…, ● 来源：…, （1）来源：…, （来源：…, 来源 alone on its line.

    Groups: the kind of label holds its word; ``open`` a bracket before it, ``close`` one behind it.
    """
    return rf"{GAP}{_PREFIX}{GAP}{_unnumbered(labels)}"


def _unnumbered(labels: Mapping[str, Sequence[str]]) -> str:
    kinds = "|".join(f"(?P<{kind}>{_numbered(any_of(labels[kind])) if kind == 'link' else any_of(labels[kind])})" for kind in LABEL_KINDS)
    closed = rf"(?(open)(?P<close>{CLOSE}){GAP}{_AFTER_LABEL}?|(?!)){GAP}"
    return rf"(?P<open>{OPEN})?{GAP}(?:{kinds}){GAP}(?:{closed}|{_AFTER_LABEL}{GAP}|(?(open)(?!)|(?={GAP}\Z)){GAP}|(?(link)(?=[（(<《]{GAP}https?:)|(?!)))"


def _numbered(words: str) -> str:
    """A label that may count: 链接1, 链接二."""
    return rf"(?:{words}){GAP}(?:[1-9１-９①-⑨]|[一二三四五六](?={GAP}{_AFTER_LABEL}))?"


def inner_label_pattern(labels: Mapping[str, Sequence[str]]) -> str:
    """A label inside a line: behind a space, a stop or a bracket, or with an address after it (澎湃新闻链接：http…)."""
    links = any_of(_shortest(labels["link"], labels["no_names"]))
    # It is tried at each character of a line: the look-ahead spares nearly all of them the rest.
    first = "".join(sorted({re.escape(word[0]) for kind in LABEL_KINDS for word in labels[kind]}))
    begins = rf"(?=[\s{re.escape(LABEL_OPENING)}{first}])"
    return rf"{begins}(?:(?<=[ \u3000；;。，,、/／|｜丨）)】\]>])|(?={OPEN})|(?=(?:{links}){GAP}{COLON}{GAP}<?https?:)){_unnumbered(labels)}"


def loose_label_pattern(labels: Mapping[str, Sequence[str]]) -> str:
    """来源 人民网, ▶ 来源 人民网: a label without a colon, as the first cell of a table's row or behind a bullet."""
    kinds = "|".join(f"(?P<{kind}>{any_of(labels[kind])})" for kind in LABEL_KINDS)
    return rf"{GAP}(?:[{re.escape(BEFORE_LABELS)}]{GAP})?(?:{kinds})[\ \u3000\t]+(?=\S)"


def unknown_label_pattern() -> str:
    """A label that no template knows: a few Han characters before a colon or in brackets."""

    def word(group: str) -> str:
        return rf"(?P<{group}>[\u4e00-\u9fff](?:{GAP}[\u4e00-\u9fff]){{1,{LONGEST_UNKNOWN - 1}}})"

    return rf"{GAP}{_PREFIX}{GAP}(?:{OPEN}{GAP}{word('unknown')}{GAP}{CLOSE}{GAP}{COLON}?|{word('unknown_')}{GAP}{COLON}){GAP}"


def _shortest(words: Sequence[str], no_names: Sequence[str]) -> list[str]:
    """The words that end in no other: behind a name, 新闻链接 is 链接 and the name's last word (澎湃新闻链接：http…), unless no name ends so: 原文链接."""
    return [word for word in words if word.startswith(tuple(no_names)) or not any(word != other and word.endswith(other) for other in words)]


def section_pattern(
    words: Sequence[str], beside: Mapping[str, Sequence[str]], *, inline: bool = False, bracketed: bool = False, counters: Sequence[str] = ()
) -> str:
    """A section's heading, alone in its block.

    Args:
        words: its words.
        beside: the words under ``[sections]``, of which those before a count and behind a heading are used.
        inline: text may follow after a colon.
        bracketed: text may follow after a closing bracket as well: 【本期导语】本期….
        counters: the words behind a count that may stand beside it: 信息目录（共3篇）.
    """
    count = rf"(?:{GAP}[（(【\[〔]?{GAP}(?:{one_of(beside['count_words'])})?{GAP}{NUMBER}{GAP}(?:{any_of(counters)}){GAP}[）)】\]〕]?)?" if counters else ""
    end = rf"(?:{COLON}|{GAP}\Z{'|(?<=[】〕〗])' if bracketed else ''})" if inline else rf"{COLON}?{GAP}\Z"
    tail = rf"(?:{ENGLISH}{GAP})?(?:[{BEFORE_SECTIONS}]+|{RULE}|{one_of(beside['behind'])})?"
    # Nearly all lines are told by their first character: the look-ahead spares them the rest.
    first = "".join(sorted({re.escape(word[0]) for word in words}))
    begins = rf"(?=[\s{SECTION_MARKS}（(【〖［\[{re.escape(LABEL_OPENING)}{first}])"
    return rf"{begins}{GAP}{SECTION_NUMBER}{OPEN}?{GAP}(?:{any_of(words)}){GAP}{CLOSE}?{count}{GAP}{tail}{GAP}{end}"


def issue_label_pattern(form: str) -> str:
    """What stands round an issue's number; group ``number`` holds all numbers of a joint issue."""
    before, _, after = form.partition("#")
    tail = rf"{GAP}{any_of([after])}" if after else r"(?=[ \u3000）)】\]〕］]|\Z)(?![ \u3000]*[页頁章节部条卷季])"
    # Without a word before it the number must begin what is printed: 664期, not the 13期 of 第2013期.
    head = rf"{any_of([before])}{GAP}" if before else rf"(?<![第总0-9０-９{NUMERAL_CHARACTERS}年—–~～、－-])"
    return rf"{head}(?P<number>{NUMBERS}){tail}"


def counts_pattern(forms: Sequence[str], counters: Sequence[str]) -> str:
    """共收录相关信息5条: a few words may stand between the verb and the number."""
    verbs = any_of([form.split("#")[0] for form in forms])
    said_twice = rf"(?:[（(]{GAP}{NUMBER}{GAP}[)）]{GAP})?"  # 三（3）篇
    return rf"(?:{verbs})[^，。；,;0-9０-９{NUMERAL_CHARACTERS}]{{0,16}}?(?P<number>{NUMBER}){GAP}{said_twice}(?:余|多)?{GAP}(?:{any_of(counters)})"


def opener_pattern(sections: Mapping[str, Sequence[str]], labels: Mapping[str, Sequence[str]], attachments: Sequence[str]) -> str:
    """Whatever begins a block of its own: labels, headings of sections, lists of attachments, addresses, what a bar marks."""
    bare = any_of([word for kind in ("source", "link", "content") for word in labels[kind]])
    headings = any_of([word for section in ("lead", "index", "content") for word in sections[section]])
    openers = [sections["lead"], sections["index"], sections["content"], labels["source"], labels["link"], labels["content"], attachments]
    first_characters = {word[0] for words in openers for word in words}
    # Nearly all rows are told by their first character: the look-ahead spares them the rest.
    return rf"""(?=[{"".join(sorted(map(re.escape, first_characters)))}{SECTION_MARKS}{re.escape(LABEL_OPENING)}\ \u3000{BARS}h]){GAP}(?:
        (?P<open>{OPEN}{GAP})?(?:{bare}){GAP}(?(open){CLOSE}|{COLON})
      | {SECTION_NUMBER}{OPEN}?(?:{headings}){GAP}{CLOSE}?{GAP}{COLON}?{GAP}\Z
      | (?:{any_of(sections["lead"])}){GAP}{COLON}
      | (?:{any_of(attachments)}){GAP}[0-9０-９一二三四五六七八九十]{{0,2}}{GAP}{COLON}
      | https?://
      | [{BARS}]
    )"""
