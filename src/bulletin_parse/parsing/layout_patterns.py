"""The patterns that a template's words make for the layout: page numbers, bylines that stand in a line, what a space belongs to."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from bulletin_parse.parsing.patterns import any_of, one_of
from bulletin_parse.press.layout_words import LayoutWords
from bulletin_parse.text.bullets import BEFORE_POINTS
from bulletin_parse.text.lazy import lazy_pattern

_DASH = "[-—–－‐‑―─~·•]"
_DATE = r"20\d\d ?[-年./] ?\d\d? ?[-月./] ?\d\d? ?日?"


def layout_words(openers: re.Pattern[str], data: Mapping[str, Mapping[str, Sequence[str]]]) -> LayoutWords:
    """What the layout asks of a template's words.

    Args:
        openers: what begins a block of its own.
        data: the words by table and key.
    """
    furniture, byline = data["furniture"], data["byline"]
    page, pages, behind = (one_of(furniture[key]) for key in ("page", "pages", "behind"))
    source = any_of(byline["source"])
    persons = one_of(byline["persons"])
    return LayoutWords(
        openers=openers,
        page_number=_page_number(page, pages, behind),
        # Forms of a page number that no line of a text body has; a bare digit may be anything.
        worded_page=lazy_pattern(
            rf"{_DASH}+\d{{1,4}}{_DASH}+|\d{{1,4}}[/／]\d{{1,4}}|(?:{page}|{pages})\d{{1,4}}(?:{behind}).*|page\d{{1,4}}.*|{_numberless(page, pages, behind)}",
            re.IGNORECASE,
        ),
        header_page=lazy_pattern(
            rf"[-—–/|·]*(?:(?:{page})\d{{1,4}}(?:{behind})(?:[/，,]?(?:{pages})\d{{1,4}}(?:{behind}))?|\d{{1,4}}/\d{{1,4}}|p\.?\d{{1,4}})[-—–/|·]*",
            re.IGNORECASE,
        ),
        page_firsts=frozenset([word[0] for key in ("page", "pages") for word in furniture[key]]),
        dated_source=lazy_pattern(rf"{_DATE}\s+(?:{source}) ?[:：]", words=byline["source"]),
        # 标题 2026-03-11 来源：人民网
        glued_byline=lazy_pattern(rf"(?<=\S) +(?={_DATE} +(?:{source}) ?[:：])", words=byline["source"]),
        table_head=lazy_pattern(one_of(data["labels"]["table_heads"]), re.IGNORECASE),
        before_name=lazy_pattern(rf"(?:{persons}|{one_of(byline['before_names'])})\Z"),
        person=lazy_pattern(rf"{persons}|[\u4e00-\u9fff]{{2,6}} ?[:：]"),
        point=lazy_pattern(_point(data["end"]["attachments"])),
        imprint=lazy_pattern(_imprint(data["end"]["colophon"], data["end"]["colophon_weak"])),
    )


def _page_number(page: str, pages: str, behind: str) -> re.Pattern[str]:
    return lazy_pattern(
        rf"""
          {_DASH}* \d{{1,4}} {_DASH}*                                   # 1   01   - 1 -   — 2 —
        | \d{{1,4}} [/／] \d{{1,4}}                                      # 1 / 9
        | (?:{page})? (?:\d{{1,4}}|[一二三四五六七八九十百]+) (?:{behind})
          (?: [,，/／|]? [（(]? (?:{pages}|/) \d{{1,4}} (?:{behind})? [）)]? )?   # 第 1 页 共 9 页, 第1页/共9页
        | (?:{pages}) \d{{1,4}} (?:{behind}) [,，]? (?:{page}) \d{{1,4}} (?:{behind})
        | (?:page|p\.?) \d{{1,4}} (?: (?:/|of) \d{{1,4}} )?             # Page 1 of 9
        | {_numberless(page, pages, behind)}                          # 第 页 共 页
        """,
        re.VERBOSE | re.IGNORECASE,
    )


def _numberless(page: str, pages: str, behind: str) -> str:
    """A page's number whose figures Word puts in, as a converter writes it that leaves out what Word puts in: 第 页 共 页."""
    return rf"(?:{page})(?:{behind})(?:[,，/／|]?(?:{pages})(?:{behind}))?"


def _point(attachments: Sequence[str]) -> str:
    """（1）, 二、, ●, 图1, 附件1, 第三: what stands before a point's text with a space behind it; 附表 belongs to an article."""
    number = "[一二三四五六七八九十]{1,3}"
    return rf"[（(【\[]|\d{{1,3}}[.．、]|{number}、|[①-⑳{BEFORE_POINTS}]|[图表]\s?\d|附表|{one_of(attachments)}|第{number}"


def _imprint(strong: Sequence[str], weak: Sequence[str]) -> str:
    """What names the office on a line: 地址：…, … 电话：…; 内部资料 注意保存."""
    return rf"(?:\A|\s)(?:{one_of([*strong, *weak])})\s*[：:]|\A(?:{one_of(strong)})(?:\s|\Z)"
