"""Dialects of markup and habits of plain text, each by its smallest bulletin."""

import io

import pytest

from bulletin_parse import parse, parse_text
from bulletin_parse.reading.text import markdown
from bulletin_parse.text.folding import cells
from bulletins import CONTENT, FIRST, HEAD, INDEX, SECOND, WHOLE

BODIES = ["近日，甲市医院上线智慧导诊系统，群众少跑腿。", "乙省日前印发方案，推动检查检验结果互认。"]
LONG = "全市各级医疗机构陆续接入平台，检查检验结果互认的范围不断扩大，" * 2 + "数据多跑路。"


def parse_bytes(data, name):
    stream = io.BytesIO(data)
    stream.name = name
    return parse(stream)


def read(text, media_type="text/markdown"):
    return markdown.read(text, media_type=media_type)


def grids(text):
    page = read(text).pages[0]
    return [[[" / ".join(page.lines[at].text for at in cell) for cell in row] for row in grid.rows] for grid in page.grids]


@pytest.mark.parametrize("mark", ["-   ", "*   "])
def test_a_list_with_wide_marks_is_no_table(mark):
    fields = "来源：人民网\n\n链接：<http://www.people.com.cn/n1/2026/0311/c1-1.html>\n"
    listed = "\n".join(f"{mark}**{line.replace('：', '：**', 1)}" if line else "" for line in fields.split("\n"))
    item = parse_text(WHOLE.replace(fields, listed)).items[0]
    assert (item.source, item.link) == ("人民网", "http://www.people.com.cn/n1/2026/0311/c1-1.html")


def test_a_drawn_table_whose_borders_do_not_fit_its_rows():
    border = "+----+----------+------+"
    assert grids(f"{border}\n| 序号 | 标题 | 来源 |\n{border.replace('-', '=')}\n| 1 | 甲市医院上线智慧导诊 | 人民网 |\n{border}") == [
        [["序号", "标题", "来源"], ["1", "甲市医院上线智慧导诊", "人民网"]]
    ]


def test_a_picture_of_a_wiki():
    assert len(read("正文\n\n![[Pasted image 20260311.png]]\n\n正文").pages[0].pictures) == 1


def test_bullets_of_a_symbol_font_in_utf8_are_text():
    bulletin = parse_bytes("".join(f"\uf0b7 {line}\n" if line else "\n" for line in WHOLE.split("\n")).encode(), "甲.txt")
    assert bulletin.issue_number == 664


def test_lines_of_ornament_are_no_blank_lines():
    rule = "=" * 40
    text = (
        WHOLE.replace("11 来源", "11 10:20 来源")
        .replace("12 来源", "12 09:15 来源")
        .replace("\n\n", "\n")
        .replace(BODIES[0], f"{LONG}\n{LONG}")
        .replace(BODIES[1], LONG)
    )
    lines = [f"{rule}\n{line.lstrip('# ')}\n{rule}" if line.startswith("#") else line for line in text.split("\n")]
    assert [block.text for block in parse_bytes("\n".join(lines).encode(), "甲.txt").items[0].blocks][:2] == [LONG, LONG]


def said(bulletin):
    entries = [(entry.number, entry.title, entry.source, entry.category) for entry in bulletin.index]
    return entries, [(item.number, item.title, item.source, item.link, item.published, len(item.blocks)) for item in bulletin.items]


PLAIN = WHOLE.replace("#", "").replace("\n\n（人民网）", "（人民网）").replace("\n\n（央广网）", "（央广网）")


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param(PLAIN.replace("来源：", "［来源］").replace("链接：", "［链接］").replace("11 ［来源］", "11 来源："), id="wide brackets"),
        pytest.param(PLAIN.replace("\n来源：", "\n🏷️ 来源：").replace("链接：", "🔗 链接：").replace("主要", "📝 主要"), id="pictures before labels"),
        pytest.param(PLAIN.replace("一、信息", "📋 一、信息").replace("二、具体", "📰 二、具体"), id="pictures before headings"),
        pytest.param(PLAIN.replace(" 一、信息目录", "【一、信息目录】").replace(" 二、具体内容", "【二、具体内容】"), id="headings and numbers in brackets"),
        pytest.param(PLAIN.replace("\n 1. ", "\n📌 1. ").replace("\n 2. ", "\n📌 2. "), id="pictures before numbers"),
        pytest.param(PLAIN.replace("（人民网）", "（人民网）……P2").replace("（央广网）", "（央广网）……P4"), id="pages with a P"),
        pytest.param(PLAIN.replace("（人民网）", "（人民网）……第2页").replace("（央广网）", "（央广网）……第4页"), id="pages with words"),
        pytest.param(PLAIN.replace("（人民网）", "\n来源：人民网 | 3月11日").replace("（央广网）", "\n来源：央广网 | 3月12日"), id="dated sources"),
        pytest.param(PLAIN.replace("\n 1. ", "\n 2.1 ").replace("\n 2. ", "\n 2.2 "), id="numbers of sections"),
        pytest.param(f"{PLAIN}\n#卫生信息化 #周报\n", id="tags at the end"),
        pytest.param(
            PLAIN.replace(" 1. ", " 【第1篇】").replace(" 2. ", " 【第2篇】").replace("\n1. ", "\n【第1篇】").replace("\n2. ", "\n【第2篇】"), id="第1篇"
        ),
        pytest.param(PLAIN.replace("（人民网）", " <人民网>").replace("（央广网）", " <央广网>"), id="sources in angles"),
        pytest.param(PLAIN.replace("（人民网）", " → 人民网").replace("（央广网）", " → 央广网"), id="sources behind arrows"),
        pytest.param(
            PLAIN.replace("\n来源：人民网\n\n链接：", "\n【来源：人民网】【链接：")
            .replace("c1-1.html>", "c1-1.html】")
            .replace("<http://www.p", "http://www.p"),
            id="fields in brackets",
        ),
        pytest.param(WHOLE.replace("\n#### ", "\n{% note %}\n\n{: .item}\n#### "), id="tags of site generators"),
        pytest.param(PLAIN.replace("\n 2. ", "\n⬆ 返回目录\n\n 2. "), id="navigation between items"),
        pytest.param(f"{PLAIN}\n预览时标签不可点\n\n微信扫一扫\n\n关注该公众号\n", id="what WeChat sets below"),
    ],
)
def test_a_habit_of_offices_and_programs_changes_nothing_of_what_is_read(changed):
    assert said(parse_text(changed)) == said(parse_text(PLAIN))
    assert parse_text(changed).findings == ()


def test_an_index_whose_numbers_stand_under_a_hash():
    table = "| # | 标题 | 来源 |\n|---|---|---|\n| 1 | 甲市医院上线智慧导诊 | 人民网 |\n| 2 | 乙省印发互联互通方案 | 央广网 |\n"
    bulletin = parse_text(f"{HEAD}\n### 一、信息目录\n\n{table}{CONTENT}{FIRST}{SECOND}")
    assert [entry.number for entry in bulletin.index] == [1, 2]


@pytest.mark.parametrize("form", ["▍{}", "★ {} ★", "Part.{n} {}", "📌 {}"])
def test_what_stands_beside_a_categorys_name_is_no_part_of_it(form):
    one, two = (form.format(name, n=number) for number, name in enumerate(("政策动态", "地方实践"), start=1))
    index = INDEX.replace("1. 甲", f"{one}\n\n1. 甲").replace("2. 乙", f"{two}\n\n2. 乙")
    bulletin = parse_text((HEAD + index + CONTENT + f"\n{one}\n" + FIRST + f"\n{two}\n" + SECOND).replace("#", ""))
    assert [entry.category for entry in bulletin.index] == [item.category for item in bulletin.items] == ["政策动态", "地方实践"]


def test_a_count_that_is_said_twice():
    assert parse_text(WHOLE.replace("收集2篇", "选编信息二（2）篇")).declared_count == 2


def test_a_link_that_a_word_behind_the_source_carries():
    fields = "来源：人民网\n\n链接：<http://www.people.com.cn/n1/2026/0311/c1-1.html>\n"
    bulletin = parse_text(WHOLE.replace(fields, "来源：人民网（[原文链接](http://www.people.com.cn/n1/2026/0311/c1-1.html)）\n"))
    assert (bulletin.items[0].source, bulletin.items[0].link) == ("人民网", "http://www.people.com.cn/n1/2026/0311/c1-1.html")
    assert bulletin.findings == ()


def test_links_in_notes():
    one, two = "http://www.people.com.cn/n1/2026/0311/c1-1.html", "http://www.cnr.cn/a/20260312/t20260312_1.shtml"
    text = WHOLE.replace(f"<{one}>", "[^1]").replace(f"<{two}>", "[^2]") + f"\n[^1]: {one}\n[^2]: <{two}>\n"
    bulletin = parse_text(text)
    assert [item.link for item in bulletin.items] == [one, two]
    assert [len(item.blocks) for item in bulletin.items] == [2, 1]
    assert bulletin.findings == ()


THREE_LINES = f"{'医院系统上线，' * 4}服\n{'导诊问诊检查，' * 4}务\n群众少跑腿了。\n"


def in_columns(body):
    """The bulletin as a converter writes a page's lines, no wider than 60 cells; its first body is lines of that width."""
    lines = []
    for text in WHOLE.replace("#", "").replace(BODIES[0], "PLACE").split("\n"):
        while cells(text) > 60 and "http" not in text:
            lines.append(text[:30])
            text = text[30:]
        lines.append(text)
    return parse_text("\n\n".join(line for line in "\n".join(lines).replace("PLACE", f"{THREE_LINES * 6}{body}\n{THREE_LINES}").split("\n") if line))


@pytest.mark.parametrize("mark", ["", "# "])
def test_a_line_of_running_text_that_a_converter_marked_is_no_heading(mark):
    first, last = "为此，甲市安排专项资金三千万元，对三十八家乡镇卫生院的机房", "进行改造，同时组织骨干人员轮训。"
    blocks = in_columns(f"{mark}{first}\n{last}").items[0].blocks
    assert (first + last, "paragraph") in [(block.text, block.kind) for block in blocks]


def test_a_marked_line_that_stops_short_of_the_edge_is_a_heading():
    blocks = in_columns("# 对三十八家乡镇卫生院的机房进行改造\n此举让群众少跑腿。").items[0].blocks
    assert ("对三十八家乡镇卫生院的机房进行改造", "heading") in [(block.text, block.kind) for block in blocks]


def test_a_word_that_a_lines_end_cuts_before_a_character_like_a_lists_number():
    first, last = "张强表示，数据共享不是简单地把系统连起来，还要解决标准的不", "一、口径不同、更新不及时的问题。"
    assert first + last in [block.text for block in in_columns(f"{first}\n{last}").items[0].blocks]


def test_a_sentence_ends_before_a_picture():
    body = "近日，甲市医院上线智慧导诊系统，群众少跑腿。😊\n\n据介绍，系统可自动识别病历中的关键信息，群众满意度明显提高。"
    assert [block.text for block in parse_text(WHOLE.replace(BODIES[0], body)).items[0].blocks][:2] == body.split("\n\n")


def test_a_cell_that_reaches_over_two_rows():
    cells_of = "<td>{}</td><td>{}</td><td>{}</td></tr>"
    head = "<table><tr><th>栏目</th><th>序号</th><th>标题</th><th>来源</th></tr>"
    first, second = cells_of.format(1, "甲市医院上线智慧导诊", "人民网"), cells_of.format(2, "乙省印发互联互通方案", "央广网")
    table = f'{head}\n<tr><td rowspan="2">政策动态</td>{first}\n<tr>{second}\n</table>\n'
    assert grids(table)[0][1:] == [["政策动态", "1", "甲市医院上线智慧导诊", "人民网"], ["", "2", "乙省印发互联互通方案", "央广网"]]
    bulletin = parse_text(f"{HEAD}\n### 一、信息目录\n\n{table}{CONTENT}{FIRST}{SECOND}")
    assert [(entry.number, entry.category) for entry in bulletin.index] == [(1, "政策动态"), (2, "政策动态")]


def test_marks_of_a_title_that_a_converter_set_below_it_do_not_part_it_from_its_labels():
    title = "甲市医院“云药房”上线，药品配送到家"
    text = PLAIN.replace("甲市医院上线智慧导诊", title).replace(f"\n 1. {title}", "\n 1. 甲市医院 云药房 上线，药品配送到家\n\n”\n\n“")
    item = parse_text(text).items[0]
    assert (item.source, item.link) == ("人民网", "http://www.people.com.cn/n1/2026/0311/c1-1.html")
    assert item.blocks[0].text.startswith("近日")
    assert item.title == title
