"""Dialects of markup and habits of plain text, each by its smallest bulletin."""

import io

import pytest

from bulletin_parse import parse, parse_text
from bulletin_parse.reading.text import markdown
from bulletins import WHOLE

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
