"""Texts in other markup languages than Markdown give the same record."""

from __future__ import annotations

import pytest

from bulletin_parse import check, parse_text, read_document

LINK = "http://health.people.com.cn/n1/2026/0309/c14739-1.html"
BODY = "国家卫生健康委日前印发指南，要求二级以上医院在年底前完成检查检验结果的互认，并按季度公布进度。"
# How each language writes a heading, a bold line, a number that is none of a list, a link under words, and an address.
WRITTEN = {
    "rst": ("{0}\n~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~", "**{0}**", "{0}. {1}", "\\ `{0} <{1}>`__\\ ", "\\ {0}"),
    "mediawiki": ("== {0} ==", "'''{0}'''", "{0}. {1}", "[{1} {0}]", "[{0}]"),
    "asciidoc": ("== {0}", "*{0}*", "{{empty}}{0}. {1}", "{1}[{0}]", "link:{0}[]"),
    "org": ("** {0}", "*{0}*", "{0}. {1}", "[[{1}][{0}]]", "[[{0}]]"),
    "dokuwiki": ("==== {0} ====", "**{0}**", "{0}. {1}", "[[{1}|{0}]]", "{0}"),
    "textile": ("h2. {0}", "*{0}*", "{0}. {1}", '"{0}":{1}', '"$":{0}'),
    "jira": ("h2. {0}", "*{0}*", "{0}. {1}", "[{0}|{1}]", "[{0}]"),
    "markdown": ("## {0}", "**{0}**", "{0}\\. {1}", "[{0}]({1})", "<{0}>"),
}


def bulletin(language: str, *, words: bool) -> str:
    """A bulletin of two items in a language; ``words``: its links are carried by words."""
    heading, bold, numbered, under, address = WRITTEN[language]
    link = under.format("点击查看", LINK) if words else address.format(LINK)
    titles = ("国家卫生健康委推进检查检验结果互认", "江苏上线区域影像平台")
    items = [
        part
        for at, title in enumerate(titles, 1)
        for part in (bold.format(f"{at}. {title}"), "来源：人民网", f"链接：{link}", "主要内容：", title, "2026-03-09 来源：人民网", BODY)
    ]
    parts = [
        heading.format("全国卫生信息化舆情监测周报"),
        bold.format("（第六六四期）"),
        "北京市卫生健康大数据与政策研究中心",
        "2026年3月13日",
        heading.format("本期导语"),
        "本期周报共收集2篇相关信息，时间从2026年3月7日到2026年3月13日。",
        heading.format("一、信息目录"),
        *[numbered.format(at, f"{title}（人民网）") for at, title in enumerate(titles, 1)],
        heading.format("二、具体内容"),
        *items,
    ]
    return "\n\n".join(parts) + "\n"


def fields(text: str) -> list[object]:
    record = parse_text(text)
    assert not [finding for finding in check(record) if finding.severity != "info" and finding.code != "BP504"]
    entries = [(entry.number, entry.title, entry.source) for entry in record.index]
    items = [(item.number, item.title, item.source, item.link or item.link_target, item.headline, item.byline, item.body) for item in record.items]
    return [record.title, record.issue_number, record.publisher, record.lead, entries, items]


@pytest.mark.parametrize("words", [False, True])
@pytest.mark.parametrize("language", [language for language in WRITTEN if language != "markdown"])
def test_a_bulletin_in_each_language_is_the_one_in_markdown(language: str, *, words: bool) -> None:
    assert fields(bulletin(language, words=words)) == fields(bulletin("markdown", words=words))


def printed(text: str) -> list[tuple[int, str, bool]]:
    return [(int(line.top), line.text, line.bold) for line in read_document(text.encode(), "a.txt").pages[0].lines]


def test_lines_keep_their_numbers_where_markup_runs_over_them() -> None:
    assert printed("= 周报 =\n\n'''甲乙'''\n\n见[http://a.cn/1\n丙丁]戊\n\n己") == [
        (1, "周报", True),
        (3, "甲乙", True),
        (5, "见丙丁", False),
        (6, "戊", False),
        (8, "己", False),
    ]


TABLES = {
    "mediawiki": "'''周报'''\n\n'''目录'''\n\n{|\n! 标题\n! 来源\n|-\n| 甲乙\n| 人民网\n|-\n| 丙丁 || 新华网\n|}\n",
    "asciidoc": '{empty}周报\n\n目录\n\n[cols="1,1"]\n|===\n|标题 |来源\n\n|甲乙\n|人民网\n\n|丙丁 |新华网\n|===\n',
    "org": "*周报*\n\n*目录*\n\n| 标题 | 来源   |\n|------+--------|\n| 甲乙 | 人民网 |\n| 丙丁 | 新华网 |\n",
    "dokuwiki": "**周报**\n\n**目录**\n\n^标题^来源^\n|甲乙|人民网|\n|丙丁|新华网|\n",
    "jira": "*周报*\n\nh2. 目录\n\n|| 标题 || 来源 ||\n| 甲乙 | 人民网 |\n| 丙丁 | 新华网 |\n",
    "rst": "**周报**\n\n.. _目录:\n\n目录\n~~~~\n\n==== ======\n标题 来源\n==== ======\n甲乙 人民网\n丙丁 新华网\n==== ======\n",
}


@pytest.mark.parametrize("language", TABLES)
def test_a_table_of_each_language_has_its_cells(language: str) -> None:
    page = read_document(TABLES[language].encode(), "a.txt").pages[0]
    rows = [[[page.lines[at].text for at in cell] for cell in row] for row in page.grids[0].rows]
    assert rows == [[["标题"], ["来源"]], [["甲乙"], ["人民网"]], [["丙丁"], ["新华网"]]]


NUMBERED = {"mediawiki": ("'''周报'''\n\n'''目录'''\n", "#"), "asciidoc": ("== 周报\n\n== 目录\n", "."), "rst": ("周报\n~~~~\n\n目录\n~~~~\n", "#.")}


@pytest.mark.parametrize("language", NUMBERED)
def test_a_list_that_the_language_numbers_has_its_numbers(language: str) -> None:
    head, mark = NUMBERED[language]
    assert [text for _, text, _ in printed(f"{head}\n{mark} 甲乙\n{mark} 丙丁\n\n另段\n\n{mark} 戊己\n")][2:] == ["1. 甲乙", "2. 丙丁", "另段", "1. 戊己"]


@pytest.mark.parametrize("text", ["编号''甲''与[1]：http://a.cn/x[1]", "= 甲 =", "甲 +\n乙", "- a\n* b", "[注]", "|| 甲", '称"甲":乙', "`甲`_乙", "`甲 <乙>`"])
def test_a_mark_that_stands_alone_is_text(text: str) -> None:
    assert [line for _, line, _ in printed(text)] == [line.strip("-* ") if line[:2] in ("- ", "* ") else line for line in text.split("\n")]


def test_markdown_is_markdown_whatever_else_it_holds() -> None:
    assert printed("## 周报\n\n见[甲](http://a.cn) '''乙''' '''丙'''\n") == [(1, "周报", True), (3, "见甲 '''乙''' '''丙'''", False)]


@pytest.mark.parametrize("foot", ["第 页 共 页", "第  页", "第 页，共 页"])
def test_a_page_number_without_its_figures_is_furniture(foot: str) -> None:
    record = parse_text(f"{bulletin('markdown', words=False)}\n{foot}\n")
    assert ([part.text for part in record.furniture], record.items[-1].body, record.back_matter) == ([foot.replace("  ", " ")], BODY, ())
