"""What converters make of a bulletin: each habit by its smallest text, and the same bulletin in each converter's hand."""

import io
import re

import pytest
from rich.cells import cell_len

from bulletin_parse import UnreadableSource, parse, parse_text, read_document
from bulletin_parse.reading.text.typography import restored
from bulletins import WHOLE, bare

BODY = "近日，甲市医院上线智慧导诊系统，群众少跑腿。"


def parse_bytes(data, name):
    stream = io.BytesIO(data)
    stream.name = name
    return parse(stream)


def read(text, media_type="text/markdown"):
    return read_document(text.encode(), "a.txt" if media_type == "text/plain" else "a.md")


def texts(text, media_type="text/markdown"):
    return [line.text for page in read(text, media_type).pages for line in page.lines]


def grids(text):
    page = read(text).pages[0]
    return [[[" / ".join(page.lines[at].text for at in cell) for cell in row] for row in grid.rows] for grid in page.grids]


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("1\\. 甲市医院", ["1. 甲市医院"]),
        ("一图读懂 \\| 医疗", ["一图读懂 | 医疗"]),
        ("[https://a.cn/x_y]{.underline}", ["https://a.cn/x_y"]),
        ("[[https://a.cn/x]{.underline}](https://a.cn/x)", ["https://a.cn/x"]),
        ("[<u>https://a.cn/x\\_y</u>](https://a.cn/x_y)", ["https://a.cn/x_y"]),
        ("[]{#_Toc1 .anchor}**1. 标题**", ["1. 标题"]),
        ('<span id="_Toc1"\nclass="anchor"></span>1. 标题', ["1. 标题"]),
        ("[1. 长标题\n后一半（人民网）](#_Toc1)", ["1. 长标题", "后一半（人民网）"]),
        ("## 一、信息目录 {#目录 .unnumbered}", ["一、信息目录"]),
        ("信息目录\n========", ["信息目录"]),
        ("重点<mark>数据</mark>平台", ["重点数据平台"]),
        ("**1. 标题******", ["1. 标题"]),
        ("**2.****石桥县建成平台**", ["2.石桥县建成平台"]),
        ("*斜体*与_斜体_", ["斜体与_斜体_"]),
        ("电话138****5678", ["电话138****5678"]),
        ("~~删去~~ ==高亮==", ["删去 高亮"]),
        ("一&nbsp;二&ldquo;三&rdquo;", ["一 二“三”"]),
        ("一&#10;二&NewLine;三 &amp;", ["一 二 三 &"]),
        ("## 标题 ##\t\n## C# ", ["标题", "C#"]),
        ("http://a.cn/?a=1&copy=2", ["http://a.cn/?a=1&copy=2"]),
        ("上一行\\\n下一行", ["上一行", "下一行"]),
        ("上一行<br>下一行", ["上一行", "下一行"]),
        ("```markdown\n## 标题\n```", ["标题"]),
        ('::: {custom-style="正文"}\n正文\n:::', ["正文"]),
        ('::: {.section style="margin:8px;line-height:1.75"}\n正文\n:::', ["正文"]),
        ("1. [[#1. 甲市医院|甲市医院]]（人民网）", ["1. 甲市医院（人民网）"]),
        ("[[#1. 甲市医院]]（人民网）", ["1. 甲市医院（人民网）"]),
        ("[[1]](http://a.cn/1)", ["[[1]](http://a.cn/1)"]),
        ("##一、信息目录\n##二、具体内容\n#标题", ["一、信息目录", "二、具体内容", "标题"]),
        ("##一、信息目录\n#卫生信息化 #周报", ["##一、信息目录", "#卫生信息化 #周报"]),
        ("- 甲\n- 乙", ["甲", "乙"]),
        ("[原文][1]\n\n[1]: http://a.cn/x", ["原文"]),
        ("互认率为 $9 5 . 2 \\%$ ，提高 $\\scriptstyle 3 . 1$ 个点", ["互认率为 95.2%，提高 3.1 个点"]),
        ("费用$x^2$元", ["费用$x^2$元"]),
        ("目录 ：", ["目录："]),
        ("边— 端” 架构 ，核 心业 务可 用性 达到 99.98%，数 据全 程加 密存 储 。", ["边—端”架构，核心业务可用性达到 99.98%，数据全程加密存储。"]),
        ("参会：张三 李四 王五 赵六 孙七 周八 吴九 郑十", ["参会：张三 李四 王五 赵六 孙七 周八 吴九 郑十"]),
    ],
)
def test_markup_goes_and_text_stays(printed, expected):
    assert texts(printed) == expected


@pytest.mark.parametrize("printed", ["张**和李**说", "a_b_c", "C:\\_x", "1\\2"])
def test_a_plain_text_without_marks_of_markdown_keeps_its_characters(printed):
    assert texts(printed, "text/plain") == [printed]


@pytest.mark.parametrize("end", ["\x0b", "\x85", "\u2028", "\u2029"])
def test_lines_end_in_many_ways(end):
    page = read(f"一{end}二{end}{end}三").pages[0]
    assert [(line.text, line.top) for line in page.lines] == [("一", 1.0), ("二", 2.0), ("三", 4.0)]
    inside = read(f"一\n二{end}三\n四").pages[0]
    assert [(line.text, line.top) for line in inside.lines] == [("一", 1.0), ("二", 2.0), ("三", 2.0), ("四", 3.0)]


def test_what_has_no_width_is_no_text():
    assert texts("链接：\u200bhttps:/\u200b/\u200ba.cn/\u2060x\u00ad") == ["链接：https://a.cn/x"]


@pytest.mark.parametrize("mark", ["\f二", "{1}------------------------------------------------\n\n二", "--- end of page=0 ---\n二", "\\newpage\n二"])
def test_page_marks_part_pages(mark):
    assert [[line.text for line in page.lines] for page in read(f"一\n\n{mark}").pages] == [["一"], ["二"]]


@pytest.mark.parametrize(
    "printed",
    ['![](a.png){width="3in"\nheight="1in"}', "**==> picture [205 x 67] intentionally omitted <==**", "[]", "【图片】", '<img src="a.png"\nstyle="x" />'],
)
def test_what_stands_for_a_picture_is_one(printed):
    page = read(f"一\n\n{printed}\n\n二").pages[0]
    assert [line.text for line in page.lines] == ["一", "二"]
    assert [picture.top for picture in page.pictures] == [3.0]


def test_front_matter_is_kept_and_not_shown():
    page = read("---\ntitle: 周报\ndate: 2026-03-13\n---\n\n正文").pages[0]
    assert [line.text for line in page.lines] == ["正文"]
    assert [piece.text for piece in page.hidden] == ["title: 周报", "date: 2026-03-13"]
    assert texts("---\n\n正文一句\n\n---") == ["正文一句"]  # two rules are none


TABLE = [["机构", "床位"], ["青岚一院", "820"]]


@pytest.mark.parametrize(
    "printed",
    [
        "| 机构 | 床位 |\n| --- | ---: |\n| 青岚一院 | 820 |",
        "机构|床位\n---|---\n青岚一院|820",
        "|Col1|Col2|\n|---|---|\n|机构|床位|\n|青岚一院|820|",
        "+--------+----+\n|机构    |床位|\n+========+====+\n|青岚一院|820 |\n+--------+----+",
        "  机构       床位\n  ---------- -----\n  青岚一院   820\n",
        "  ----------------\n  机构       床位\n  ---------- -----\n  青岚一院   820\n\n  ----------------",
        "<table>\n<tr><th>机构</th><th>床位</th></tr>\n<tr>\n<td>青岚一院</td>\n<td>820</td>\n</tr>\n</table>",
        "机构         床位       \n青岚一院     820\n石桥县院     310",
    ],
)
def test_tables(printed):
    [grid] = grids(printed + "\n\n正文")
    assert grid[:2] == TABLE or grid == TABLE


def test_a_table_in_a_body_is_a_table():
    bulletin = parse_text(WHOLE.replace("该系统准确率", "| 机构 | 床位 |\n| --- | --- |\n| 青岚<br>一院 | 820 |\n\n该系统准确率"))
    assert [(block.kind, block.rows) for block in bulletin.items[0].blocks][1] == ("table", (("机构", "床位"), ("青岚一院", "820")))


@pytest.mark.parametrize("printed", ["一 | 二", "甲\n---", "2026年  3月\n天气 晴", "| 一条竖线"])
def test_what_is_no_table(printed):
    assert grids(printed) == []


def test_pandoc_s_ascii_typography_is_undone_by_evidence_alone():
    pandoc = 'A "甲市"---试点……\\|\n\n[x]{.underline}'.replace("……", "......")
    assert texts(pandoc)[0] == "A “甲市”—试点……|"
    assert texts('&#24037;"&#30002;&#24066;"---&#35797;&#28857;\n')[0] == "工“甲市”—试点"  # pandoc --ascii
    assert texts('A "甲市"试点') == ['A "甲市"试点']
    assert restored('单个"不成对') == '单个"不成对'


def columns(text, cells):
    """Each paragraph broken to lines of so many cells, first lines two characters shorter, as a page's indent leaves them."""
    out = []
    for paragraph in text.split("\n\n"):
        line, room = "", cells - (4 if len(paragraph) > 30 and not paragraph.startswith("#") else 0)
        for char in paragraph:
            if cell_len(line + char) > room and char not in "，。、：”":
                out.append(line)
                line, room = "", cells
            line += char
        out.append(line)
    return out


LONG = (
    WHOLE.replace("### ", "")
    .replace("## ", "")
    .replace("# ", "")
    .replace("#", "")
    .replace("<", "")
    .replace(">", "")
    .replace(
        "该系统准确率超过九成。",
        "该系统由市卫生健康委建设，首批接入二级以上医疗机构三十六家，互认项目一百二十项，平台运行首周已完成互认调阅一万余次，准确率超过九成。\n\n“技术只是手段，便民才是目的。”信息科负责人说，对于不会使用智能手机的老年人，医院保留了人工窗口，并安排志愿者提供全程陪诊服务。",
    )
)


HANDS = {
    "lines alone": re.sub("\n{2,}", "\n", LONG),
    "CR LF": LONG.replace("\n", "\r\n"),
    "line separators": re.sub("\n+", "\u2028", LONG.strip()),
    "wrapped": "\n".join(columns(LONG, 62)),
    "wrapped, with blank lines": "\n\n".join(line for line in columns(LONG, 62) if line),
    "wrapped, with blank lines in threes": "\n\n\n".join(line for line in columns(LONG, 62) if line),
    "hard breaks": re.sub("(来源：人民网|c1-1.html)\n\n", "\\1\\\\\n", LONG),
    "labels on one line": re.sub("(来源：(?:人民网|央广网))\n\n(链接)", "\\1 \\2", LONG),
    "a label behind the title": re.sub("(1\\. 甲市医院上线智慧导诊)\n\n(来源)", "\\1 \\2", LONG),
    "a byline behind the headline": re.sub("(智慧导诊)\n\n(2026-03-11)", "\\1 \\2", LONG),
    "bulleted labels": re.sub("\n(来源|链接|主要内容)", "\n- \\1", LONG),
    "a fence round all": f"```markdown\n{LONG}\n```",
}


@pytest.mark.parametrize("hand", HANDS)
def test_a_bulletin_is_the_same_in_each_hand(hand):
    # Without blank lines between paragraphs nothing else differs.
    assert bare(parse_bytes(HANDS[hand].encode(), "a.md")) == bare(parse_text(LONG))


def test_a_full_line_that_ends_a_sentence_is_told_as_a_guess():
    lines = columns(LONG, 62)
    at = next(place for place, line in enumerate(lines) if line.startswith("该系统由"))
    lines[at + 1 : at + 3] = ["级以上医疗机构三十六家，平台首周完成互认调阅逾一万余次的任务。", "准确率超过九成。"]
    bulletin = parse_bytes("\n".join(lines).encode(), "a.txt")
    assert [doubt.kind for doubt in bulletin.doubts] == ["layout"]


def test_a_sentence_s_part_behind_a_semicolon_goes_on_in_a_wrapped_text():
    cut = "业内人士认为，数据的价值在于使用。没有统一的标准，就没有共享；\n没有安全的底线，就没有信任。"
    assert cut.replace("\n", "") in [block.text for block in parse_text(WHOLE.replace(BODY, cut)).items[0].blocks]
    points = "（1）建立标准。统一接口；\n守住安全的底线。"
    assert points.replace("\n", "") not in [block.text for block in parse_text(WHOLE.replace(BODY, points)).items[0].blocks]


def test_a_paragraph_cut_by_a_page_is_one_and_lines_of_a_list_are_not():
    cut = BODY.replace("系统，", "系统，\n\n{2}--------------------------------\n\n")
    assert parse_text(WHOLE.replace(BODY, cut)).items[0].blocks[0].text == BODY
    listed = (
        "接入平台的机构有：\n\n甲市第一人民医院，影像系统八点二版本以及以上\n\n乙县中医医院，检验系统五点零版本以及以上的\n\n丙区妇幼保健院，全院系统标准版"
    )
    assert len(parse_text(WHOLE.replace(BODY, f"{listed}\n\n{BODY}")).items[0].blocks) == 6


def test_a_line_wrapped_at_a_space_keeps_it():
    long = "推进互联互通互认共享平台建设，" * 4
    wrapped = WHOLE.replace(BODY, f"{long}据介绍，准确率较人工提升约 22\n个百分点，{long}引入 HL7\nFHIR 标准，{long}甲市启动建设工程，总投资 8991\n万元。")
    text = parse_text(wrapped).items[0].blocks[0].text
    assert "约 22 个百分点" in text
    assert "HL7 FHIR 标准" in text
    assert "8991 万元" in text


def test_a_number_of_the_text_on_a_line_of_its_own_is_no_page_number():
    bulletin = parse_text(WHOLE.replace(BODY, "会上还发布了地方标准和\n1\n个典型案例，来自甲市。\n\n另有\n2\n个。"))
    assert "标准和1个典型" in bulletin.items[0].blocks[0].text.replace(" ", "")


def test_a_running_header_is_one_only_where_it_stands_alone():
    page = "\f"
    header = parse_text(WHOLE.replace("### 二、", f"{page}卫生信息化 第664期\n\n### 二、").replace("#### 2.", f"{page}卫生信息化 第664期\n\n#### 2."))
    assert [remnant.text for remnant in header.furniture] == ["卫生信息化 第664期"] * 2
    body = parse_text(WHOLE.replace(BODY, f"务。\n\n{page}{BODY}务。\n\n务。").replace("#### 2.", f"务。\n\n{page}#### 2."))
    assert body.furniture == ()


@pytest.mark.parametrize("before", ["<!DOCTYPE html>\n<html><body>", "\ufeff  <html><body>", '<?xml version="1.0"?>\n<!-- x -->\n<html><body>'])
def test_a_web_page_is_read_as_one_whatever_its_name_says(before):
    lines = [re.sub("[#<>]", "", line).strip() for line in WHOLE.split("\n\n")]
    page = before + "".join(f"<p>{line}</p>" for line in lines) + "</body></html>"
    bulletin = parse_bytes(page.encode(), "a.md")
    assert bulletin.source.media_type == "text/html"
    assert [item.title for item in bulletin.items] == [item.title for item in parse_text(WHOLE).items]


def test_a_web_archive_is_told_as_what_it_is():
    with pytest.raises(UnreadableSource, match=r"a\.md: it is a web archive.*save it as \.html"):
        parse_bytes(b"MIME-Version: 1.0\nContent-Type: multipart/related; x", "a.md")


def test_dashes_of_a_font_s_other_code_are_dashes():
    bulletin = parse_text(WHOLE.replace("准确率超过九成", "采用“云\u2015端”架构"))
    assert "云—端" in bulletin.items[0].blocks[1].text
    assert bulletin.printed["radicals"] == "\u2015"


def test_sources_that_a_converter_gathered_go_back_to_their_titles():
    index = "1. 甲市医院上线智慧导诊\n\n（人民网）\n\n2. 乙省印发互联互通方案\n\n（央广网）"
    gathered = "1. 甲市医院上线智慧导诊\n\n2. 乙省印发互联互通方案\n\n（人民网）\n\n（央广网）"
    assert bare(parse_text(WHOLE.replace(index, gathered))) == bare(parse_text(WHOLE))
    below = WHOLE.replace(index, gathered.split("\n\n（")[0]).replace("链接：<http://www.people", "（人民网）\n\n（央广网）\n\n链接：<http://www.people")
    assert bare(parse_text(below)) == bare(parse_text(WHOLE))


def test_a_byline_behind_the_first_line_of_its_text_goes_up():
    straight = [line for line in columns(LONG.replace(f"{BODY}\n\n", ""), 62) if line]
    at = next(place for place, line in enumerate(straight) if line.startswith("2026-03-11"))
    moved = [*straight[:at], straight[at + 1], straight[at], *straight[at + 2 :]]
    assert moved[at].startswith("该系统由")
    assert bare(parse_bytes("\n".join(moved).encode(), "a.md")) == bare(parse_bytes("\n".join(straight).encode(), "a.md"))


def test_text_that_a_converter_set_into_a_table_s_head_stands_above_it():
    assert texts("|缩短5.4分钟。|Col2|\n|---|---|\n|区县|机构|\n|东城|32|")[0] == "缩短5.4分钟。"
    assert grids("|缩短5.4分钟。|Col2|\n|---|---|\n|区县|机构|\n|东城|32|") == [[["区县", "机构"], ["东城", "32"]]]


def test_sources_behind_their_titles_stay_above_a_category_s_heading():
    index = "1. 甲市医院上线智慧导诊\n\n（人民网）\n\n2. 乙省印发互联互通方案\n\n（央广网）"
    parted = "【政策动态】\n\n1. 甲市医院上线智慧导诊\n\n（人民网）\n\n【专家视点】\n\n2. 乙省印发互联互通方案\n\n（央广网）"
    entries = parse_text(WHOLE.replace(index, parted)).index
    assert [(entry.title, entry.source, entry.category) for entry in entries] == [
        ("甲市医院上线智慧导诊", "人民网", "政策动态"),
        ("乙省印发互联互通方案", "央广网", "专家视点"),
    ]
    third = parted.replace("【专家视点】\n\n", "").replace("（央广网）", "（央广网）\n\n【专家视点】\n\n3. 丙市中医院数据治理见闻\n\n（红网）")
    assert [entry.source for entry in parse_text(WHOLE.replace(index, third)).index] == ["人民网", "央广网", "红网"]


def test_an_index_with_bare_page_numbers_ends_where_its_title_stands_again():
    bulletin = parse_text(
        "全国卫生信息化舆情监测周报\n\n第664期\n\n2026年3月13日\n\n目录\n\n1. 甲市医院上线智慧导诊（人民网） 2\n\n2. 乙省印发互联互通方案（央广网） 3\n\n"
        f"1. 甲市医院上线智慧导诊\n\n2026-03-11 来源：人民网\n\n{BODY}\n\n2. 乙省印发互联互通方案\n\n2026-03-12 来源：央广网\n\n{BODY}\n"
    )
    assert [(entry.title, entry.source) for entry in bulletin.index] == [("甲市医院上线智慧导诊", "人民网"), ("乙省印发互联互通方案", "央广网")]
    assert [item.title for item in bulletin.items] == ["甲市医院上线智慧导诊", "乙省印发互联互通方案"]


def test_lines_beside_page_numbers_that_differ_in_figures_are_text():
    texts_ = [f"据介绍，该项目总投资 {cost} 亿元，目前一期工程已" for cost in (49, 15, 32)]
    pages = "\n\n".join(f"甲市医院上线平台，{'群众少跑腿，' * 3}\n{text}\n\n— {at} —" for at, text in enumerate(texts_, 1))
    assert not [remnant.text for remnant in parse_text(WHOLE.replace(BODY, pages)).furniture if "总投资" in remnant.text]
    headed = parse_text(WHOLE.replace(BODY, "\n\n".join(f"{BODY}\n\n— {at} —\n第664期 第{at + 1}页刊" for at in range(1, 4))))
    assert [remnant.text for remnant in headed.furniture if "刊" in remnant.text] == [f"第664期 第{at}页刊" for at in (2, 3, 4)]


def test_a_line_that_was_cut_into_cells_is_a_line():
    cut = "| 该项目总投资 |     | 49.8亿元，分 | 2 期建设 |\n| --- | --- | --- | --- |\n| 并接入医院 |     |     | 12 家，共 |"
    assert texts(f"据介绍，\n{cut}\n完成。") == ["据介绍，", "该项目总投资 49.8 亿元，分 2 期建设", "并接入医院 12 家，共", "完成。"]
    table = "| 区县 | 机构 |\n| --- | --- |\n| 东城 | 32 家，新增 5 家 |"
    assert grids(f"据介绍，\n{table}") == [[["区县", "机构"], ["东城", "32 家，新增 5 家"]]]
    assert grids(f"据介绍，\n\n{cut}\n\n完成。")  # a table of its own


@pytest.mark.parametrize("mark", ["1.", "（一）", "•"])
def test_a_mark_that_was_left_on_a_line_of_its_own_belongs_to_the_next(mark):
    index = "1. 甲市医院上线智慧导诊\n\n（人民网）"
    broken = parse_text(WHOLE.replace(index, index.replace("1. ", f"{mark}\n")) if mark == "1." else WHOLE.replace(BODY, f"{mark}\n{BODY}"))
    assert broken.index[0].title == "甲市医院上线智慧导诊"
    assert mark == "1." or broken.items[0].blocks[0].text.endswith(BODY)


def test_a_dash_before_a_page_number_may_be_a_list_s_mark():
    assert texts("- 1 —") == ["- 1 —"]
    assert [remnant.text for remnant in parse_text(WHOLE.replace(BODY, f"{BODY}\n\n           - 1 —")).furniture] == ["- 1 —"]


def test_a_link_s_word_without_its_target_is_a_label_and_no_text():
    plain = parse_text(WHOLE.replace("链接：<http://www.people.com.cn/n1/2026/0311/c1-1.html>", "原文：原文链接"))
    item = plain.items[0]
    assert (item.link, item.blocks[0].text) == (None, BODY)


def test_an_em_space_parts_labels_as_a_wide_space_does():
    bulletin = parse_text(WHOLE.replace("来源：人民网", "来源：人民网\u2003\u2003作者：张三"))
    assert (bulletin.items[0].source, bulletin.items[0].labels) == ("人民网", {"作者": "张三"})


def test_an_index_s_table_whose_columns_a_converter_moved_is_read():
    index = "1. 甲市医院上线智慧导诊\n\n（人民网）\n\n2. 乙省印发互联互通方案\n\n（央广网）"
    rows = "| 1 甲市医院上线智慧导诊 |  | 人民网 |  |\n| 2 乙省印发互联互通方案 |  | 央广网 |  |"
    bulletin = parse_text(WHOLE.replace(index, f"| 序号 | 标题 |  | 来源 |\n| --- | --- | --- | --- |\n{rows}"))
    assert bare(bulletin) == bare(parse_text(WHOLE))


INDEX_LINES = "1. 甲市医院上线智慧导诊\n\n（人民网）\n\n2. 乙省印发互联互通方案\n\n（央广网）"


@pytest.mark.parametrize(
    "cells",
    [
        "序号\n\n标题\n\n来源\n\n1\n\n甲市医院上线智慧导诊\n\n人民网\n\n2\n\n乙省印发互联互通方案\n\n央广网",
        "序号\n标题\n来源\n页码\n1\n甲市医院上线智慧导诊\n人民网\n2\n2\n乙省印发互联互通方案\n央广网\n3",
        "1\n\n甲市医院上线智慧导诊\n\n2\n\n乙省印发互联互通方案\n\n人民网\n\n央广网",
        "序号\n\n标题\n\n来源\n\n1\n\n2\n\n甲市医院上线智慧导诊\n\n乙省印发互联互通方案\n\n人民网\n\n央广网",
        "序号\n\n标题\n\n来源\n\n1\n\n甲市医院上线\n\n智慧导诊\n\n人民网\n\n2\n\n乙省印发互联互通方案\n\n央广网",
        "1\n\n甲市医院上线智慧导诊\n\n来源：人民网\n\n2\n\n乙省印发互联互通方案\n\n来源：央广网",
    ],
    ids=["row by row", "with page numbers", "sources below", "column by column", "a title of two lines", "a word before the source"],
)
def test_an_index_s_table_that_came_out_cell_by_cell_is_read(cells):
    bulletin = parse_text(WHOLE.replace(INDEX_LINES, cells))
    assert [(entry.number, entry.title, entry.source) for entry in bulletin.index] == [
        (1, "甲市医院上线智慧导诊", "人民网"),
        (2, "乙省印发互联互通方案", "央广网"),
    ]
    assert [(item.number, item.title) for item in bulletin.items] == [(item.number, item.title) for item in parse_text(WHOLE).items]
    assert bulletin.furniture == ()


def test_cells_that_cannot_be_told_make_no_entries_up():
    bulletin = parse_text(WHOLE.replace(INDEX_LINES, "序号\n\n标题\n\n1\n\n2\n\n甲市医院上线智慧导诊\n\n某报\n\n乙省印发互联互通方案"))
    assert not [entry for entry in bulletin.index if entry.source == "乙省印发互联互通方案"]
    assert {"BP203", "BP201"} & {finding.code for finding in bulletin.findings}


def test_an_item_s_number_on_a_line_of_its_own_is_no_page_number():
    numbered = WHOLE.replace("#### 1. ", "01\n\n").replace("#### 2. ", "02\n\n")
    pages = numbered.replace(BODY, f"{BODY}\n\n·1·\n\n{BODY}\n\n·2·")
    assert [item.number for item in parse_text(pages).items] == [1, 2]


def test_a_byline_whose_parts_stand_one_below_the_other_is_one():
    byline = "2026-03-11 来源：人民网"
    assert byline in WHOLE
    parted = parse_text(WHOLE.replace(byline, "2026 年 3 月 11 日\n\n来源：人民网\n\n作者：张三\n\n责任编辑：李四"))
    assert parted.items[0].byline == "2026 年 3 月 11 日 来源：人民网 作者：张三 责任编辑：李四"
    assert [block.text for block in parted.items[0].blocks] == [block.text for block in parse_text(WHOLE).items[0].blocks]


def test_a_source_of_letters_and_characters_is_whole_in_a_byline():
    index = "全国卫生信息化舆情监测周报\n\n第664期\n\n目录\n\n1. 甲市医院上线智慧导诊（HIT专家网）\n\n"
    text = f"{index}1. 甲市医院上线智慧导诊\n\n2026年3月11日 来源：HIT 专家网 作者：张三\n\n{BODY}\n"
    assert parse_text(text).items[0].source == "HIT 专家网"


def test_a_source_in_a_row_of_labels_without_colons_is_known_in_the_index():
    index = "序号 标题 媒体\n\n1 甲市医院上线智慧导诊 人民网\n\n2 乙省印发互联互通方案 央广网"
    text = (
        WHOLE.replace(INDEX_LINES, index).replace("来源：人民网\n\n链接", "信息来源 人民网\n\n链接").replace("来源：央广网\n\n链接", "信息来源 央广网\n\n链接")
    )
    assert [entry.source for entry in parse_text(text).index] == ["人民网", "央广网"]


def test_a_printed_line_that_was_parted_at_its_quotation_marks_is_one():
    head = "    系统上线以后群众看病少跑腿，医生写病历更快，药师审方更准，管理更细致。"
    parted = f"{head}\n{' ' * len(head)}“数据共享了。\n{' ' * (len(head) + 7)}”院长说，下一步将继续扩大范围，让更多群众受益，让数据多跑路。\n"
    lines = "".join(f"    {'医院系统上线，' * 5}医\n院的数据多跑路了。\n" for _ in range(6))
    blocks = parse_text(WHOLE.replace(BODY, f"{lines}{parted}")).items[0].blocks
    assert any("更细致。“数据共享了。”院长说" in block.text for block in blocks)


def test_spaces_beside_marks_that_no_writer_sets_go_where_a_text_has_many():
    loose = "为防止 “ 数据打架 ” ，改造 “ 平台 ” 与 LIS 、 DRG 。"
    text = parse_text(WHOLE.replace(BODY, loose)).items[0].blocks[0].text
    assert text == "为防止“数据打架”，改造“平台”与 LIS、DRG。"
    assert parse_text(WHOLE.replace(BODY, "会议 （线上） 召开，来自 甲市。")).items[0].blocks[0].text == "会议 （线上） 召开，来自 甲市。"


def test_a_title_that_filled_its_line_is_parted_from_the_text_below_it():
    title = "从“跑断腿”到“点一点”：甲市推进检查检验结果互认方便"
    text = WHOLE.replace("甲市医院上线智慧导诊", title)
    glued = re.sub(rf"#### 1\. {title}\n+来源.*?\n+链接.*?\n+主要内容：\n+{title}\n+[^\n]*\n+", f"1. {title}\n", text, flags=re.DOTALL)
    assert glued != text
    wrapped = glued.replace(
        BODY,
        "".join(f"{'医院上线智慧导诊系统，' * 2}让数据多跑路，\n" for _ in range(5))
        + BODY
        + "\n\n来源：人民网\n\n链接：http://www.people.com.cn/n1/2026/0311/c1-1.html",
    )
    assert parse_text(wrapped).items[0].title == title


def test_gaps_that_a_converter_set_as_spaces_in_a_line_are_told():
    def told(line):
        return [finding.code for finding in parse_text(WHOLE.replace(BODY, line)).findings]

    assert told("所以三是 加 大 对县域的经费 倾斜，让数据多跑路。") == ["BP905"]
    assert told("收入返还 公共卫生 专项 资金，“数据共享了， 责任也要共担。") == ["BP905"]
    assert told("出席会议的有 张三 李四 王五，会议由赵六主持。") == []


def wrapped(line):
    """The bulletin with an article of lines that a page broke at 62 columns, and a line among them."""
    lines = f"{'医院系统上线，' * 4}医\n院的数据多跑路了。\n" * 6
    whole = "\n".join(columns(WHOLE.replace(BODY, "PLACE"), 62))
    return parse_text(whole.replace("PLACE", f"{lines}{line}\n接入平台的机构已有六十家。\n{lines}"))


def test_gaps_of_stretched_lines_are_no_spaces_where_one_stands_as_no_writer_sets_it():
    bulletin = wrapped("此前，两 家医院的化验 单位 不同，医生需要手工换算，容易出错，")
    assert any("此前，两家医院的化验单位不同" in block.text for block in bulletin.items[0].blocks)
    assert "BP905" not in [finding.code for finding in bulletin.findings if "space" in finding.message]
    assert bulletin.residue == ()


def test_a_space_in_a_stretched_line_that_may_be_the_writer_s_is_told():
    bulletin = wrapped("会议由甲市卫生健康委主办，出席会议的有 张三和李四，各县的代")
    assert any("出席会议的有张三和李四" in block.text for block in bulletin.items[0].blocks)
    assert [finding.code for finding in bulletin.findings if "space" in finding.message] == ["BP905"]


@pytest.mark.parametrize(
    "line",
    ["本报讯（记者 张三 通讯员 李四）近日，甲市医院上线智慧导诊系统，", "图为医护人员在查看数据，记者 张三摄于甲市中心医院，", "图为医护人员查看数据。丁一 摄"],
)
def test_spaces_round_the_names_of_those_who_wrote_are_theirs(line):
    bulletin = wrapped(line)
    assert any(line in block.text for block in bulletin.items[0].blocks)
    assert not [finding for finding in bulletin.findings if "space" in finding.message]


@pytest.mark.parametrize("title", ["甲市医院上线智慧导诊", "甲市以“一朵云”为底座构建覆盖市县乡村四级的智慧导诊服务体系"])
def test_a_table_s_cell_far_to_the_right_is_in_its_column(title):
    width = sum(2 if char >= "\u2e80" else 1 for char in title)  # as pandoc counts: quotation marks are one column wide
    wide = 100
    ruler = f"------ {'-' * wide} ----------"
    head = f"序号   标题{' ' * (wide - 4)} 来源"
    row = f"1      {title}{' ' * (wide - width)} 人民网"
    assert grids(f"{head}\n{ruler}\n{row}\n\n") == [[["序号", "标题", "来源"], ["1", title, "人民网"]]]


def test_a_colophon_in_columns_of_spaces_is_a_table_at_a_text_s_end():
    colophon = "主办：某市卫生健康大数据与政策研         主编：周明远\n究中心\n编辑：沈静 何磊                    电话：010-63600000\n"
    bulletin = parse_text(f"{WHOLE}\n{colophon}")
    assert [part.text for part in bulletin.back_matter] == ["主办：某市卫生健康大数据与政策研究中心", "主编：周明远", "编辑：沈静 何磊", "电话：010-63600000"]


def test_a_colophon_whose_columns_came_one_after_the_other_is_woven_where_a_wrapped_line_shows_them():
    whole = "\n".join(columns(WHOLE.replace(BODY, f"{'医院系统上线，' * 4}医\n院的数据多跑路了。\n" * 6), 62))
    left, right = "主办：某市卫生健康大数据中\n心\n编辑：沈静", "主编：周明远\n电话：010-63600000"
    woven = [part.text for part in parse_text(f"{whole}\n{left}\n\n{right}\n").back_matter]
    assert woven == ["主办：某市卫生健康大数据中", "心", "主编：周明远", "编辑：沈静", "电话：010-63600000"]
    straight = left.replace("中\n心", "中心")
    assert [part.text for part in parse_text(f"{whole}\n{straight}\n\n{right}\n").back_matter] == [*straight.split("\n"), *right.split("\n")]


def test_a_line_that_ends_in_a_comma_goes_on_however_short_it_is():
    bulletin = wrapped("此前，两家医院的化验单位不同，")
    assert any("单位不同，接入平台" in block.text for block in bulletin.items[0].blocks)


def test_titles_of_an_index_that_end_together_are_no_narrow_column():
    titles = ["电子健康卡如何落地某省给出答卷", "一张网连起医院某市急诊救治提速", "某省印发通知年底前取消重复填报"]
    index = "\n".join(f"{number}. {title}\n   人民网" for number, title in enumerate(titles, 1))
    byline = "发布时间：2026-03-11 11:17 来源：人民网"
    lines = f"{'医院系统上线，' * 4}医\n院的数据多跑路了。\n" * 6
    items = "".join(f"{number}. {title}\n来源：人民网\n主要内容：\n{title}\n{byline}\n{lines}" for number, title in enumerate(titles, 1))
    bulletin = parse_text(f"全国卫生信息化舆情监测周报\n第664期\n2026年3月13日\n目录\n{index}\n具体内容\n{items}")
    assert [str(item.published) for item in bulletin.items] == ["2026-03-11"] * 3


def test_a_short_last_line_that_came_before_its_paragraph_s_first_goes_behind_it():
    bulletin = wrapped("案。\n值得注意的是，仍有不少受访者还不知道自己可以查询健康档")
    assert any(block.text.endswith("可以查询健康档案。") for block in bulletin.items[0].blocks)


def test_a_running_header_that_is_a_part_of_the_masthead_s_line_is_one_though_it_stands_once():
    pages = [BODY, f"卫生健康大数据与政策研究\n\n{BODY}", f"全国卫生信息化舆情监测周报\n\n{BODY}"]
    bulletin = parse_text(WHOLE.replace(BODY, "\n\n\f".join(pages), 1))
    assert [remnant.text for remnant in bulletin.furniture] == ["卫生健康大数据与政策研究", "全国卫生信息化舆情监测周报"]
    assert [block.text for block in bulletin.items[0].blocks][:3] == [BODY] * 3


@pytest.mark.parametrize("byline", ["2026 年 3 月 11 日\n\n人民网", "人民网\n\n2026 年 3 月 11 日"])
def test_an_item_s_source_alone_beside_a_date_is_a_part_of_the_byline(byline):
    item = parse_text(WHOLE.replace("2026-03-11 来源：人民网", byline)).items[0]
    assert (item.byline, str(item.published), item.headline) == (byline.replace("\n\n", " "), "2026-03-11", item.title)
    assert [block.text for block in item.blocks] == [block.text for block in parse_text(WHOLE).items[0].blocks]


def test_numbers_on_lines_that_follow_one_another_are_a_column_and_no_page_numbers():
    index = INDEX_LINES.replace("\n\n（", "（").replace("\n\n", "\n") + "\n1\n\n2\n\n3"
    pages = "\n\n".join(f"{BODY}\n\n" * 5 + str(page) for page in (1, 2, 3))
    bulletin = parse_text(WHOLE.replace(INDEX_LINES, index).replace(BODY, pages, 1))
    assert [remnant.text for remnant in bulletin.furniture] == ["1", "2", "3"]
    assert {block.text for block in bulletin.items[0].blocks} == {block.text for block in parse_text(WHOLE).items[0].blocks}


def test_a_printed_line_whose_first_part_is_short_is_one_where_a_raised_mark_stands_behind_the_second():
    lines = f"   {'医院系统上线，' * 5}医\n院的数据多跑路了。\n" * 6
    parted = "   系统上线以后群众看病少跑腿，医生写病历更快，药师审方更准，管理更细，\n机构六十家。\n      “数据共享了。”院长说。\n"
    raised = f"{' ' * 18}“孩\n子的记录不怕丢了。”家长说，数据多跑路，群众少跑腿。\n"
    whole = "\n".join(columns(WHOLE.replace(BODY, "PLACE"), 76))
    blocks = parse_text(whole.replace("PLACE", f"{lines}{parted}{raised}")).items[0].blocks
    assert any("六十家。“数据共享了。”院长说。“孩子" in block.text for block in blocks)


LOST_HYPHEN = "链接：https://www.cn-healthcare.com/articlewm/20260311/content3602368.html"  # content-3602368


@pytest.mark.parametrize(
    ("line", "end", "told"),
    [
        (LOST_HYPHEN, "\f", True),
        (LOST_HYPHEN, "", False),  # no pages: another converter's
        (LOST_HYPHEN, "改造涉及该省的 ICD-\n10 编码等系统。\n\f", False),  # it keeps hyphens
        (LOST_HYPHEN[:50], "\f", False),
        (f"{LOST_HYPHEN[:60]}\n{LOST_HYPHEN[60:]}", "\f", False),  # broken, and without a hyphen
    ],
    ids=["longer than a line", "no pages", "hyphens", "short", "broken elsewhere"],
)
def test_a_link_longer_than_its_text_s_lines_may_lack_a_hyphen(line, end, told):
    text = WHOLE.replace("链接：<http://www.people.com.cn/n1/2026/0311/c1-1.html>", "PLACE").replace(BODY, "LINES")
    whole = "\n".join(columns(text, 62)).replace("PLACE", line)
    bulletin = parse_text(whole.replace("LINES", f"{'医院系统上线，' * 4}医院\n的数据多跑路了。\n" * 6) + end)
    assert bulletin.items[0].link == line.replace("\n", "").removeprefix("链接：")
    found = [(finding.code, finding.severity, finding.item) for finding in bulletin.findings if "hyphen" in finding.message]
    assert found == ([("BP905", "info", 1)] if told else [])


def test_an_address_is_not_continued_by_a_date_below_it():
    link = "http://www.people.com.cn/n1/2026/0311/c1-1.html"
    text = WHOLE.replace(
        f"链接：<{link}>\n\n主要内容：\n\n甲市医院上线智慧导诊\n\n2026-03-11 来源：人民网\n\n{BODY}", f"链接：{link}\n8 月 21 日，甲市医院上线智慧导诊系统。"
    )
    assert text != WHOLE
    item = parse_text(text).items[0]
    assert (item.link, item.blocks[0].text) == (link, "8 月 21 日，甲市医院上线智慧导诊系统。")


def test_a_date_that_ends_a_text_at_a_page_s_end_is_no_header():
    dated = "2026年3月13日"
    pages = "".join(f"{BODY}\n\n{dated if at in (1, 3) else BODY}\n\n— {at} —\n\n" for at in range(1, 8))
    bulletin = parse_text(WHOLE.replace(BODY, pages))
    assert [block.text for block in bulletin.items[0].blocks].count(dated) == 2


def test_a_short_index_with_leaders_does_not_hide_how_a_page_s_lines_break():
    index = "1. 甲市医院上线智慧导诊（人民网）" + "." * 60 + "2\n2. 乙省印发互联互通方案（央广网）" + "." * 60 + "3"
    wrapped = "".join("医院上线智慧导诊系统以后群众少跑腿，医生\n\n写病历更快，药师审方更准，管理更细致。\n\n" for _ in range(24))
    blocks = parse_text(WHOLE.replace(INDEX_LINES, index).replace(BODY, wrapped)).items[0].blocks
    assert "医生写病历更快" in blocks[0].text


def test_a_source_on_the_last_line_of_its_title_s_block_is_known():
    index = "1. 甲市医院上线智慧导诊\n人民网\n2. 乙省印发互联互通方案\n央广网"
    assert [entry.source for entry in parse_text(WHOLE.replace(INDEX_LINES, index)).index] == ["人民网", "央广网"]
    spaced = "1. 甲市医院上线智慧导诊 HIT 专家网\n\n2. 乙省印发互联互通方案 央广网"
    text = WHOLE.replace(INDEX_LINES, spaced).replace("来源：人民网\n\n链接", "来源：HIT 专家网\n\n链接")
    assert [entry.source for entry in parse_text(text).index] == ["HIT 专家网", "央广网"]


@pytest.mark.parametrize("quoted", ["", '，推进"互联网+医疗"---试点'])
def test_hyphens_in_an_address_are_no_dash(quoted):
    link = "http://www.people.com.cn/n1/2026--0311/c1---1.html"
    bulletin = parse_text(WHOLE.replace("http://www.people.com.cn/n1/2026/0311/c1-1.html", link).replace("群众少跑腿。", f"群众少跑腿{quoted}。"))
    assert bulletin.items[0].link == link


def test_the_space_between_a_titles_halves_is_printed():
    """Titles stand three times each; two of them with halves of one length are no lines that a converter joined."""
    first, second = "甲市全面推行按病种付费一年 参保人员住院费用下降", "乙市公立医院药品集中带量采购 十类耗材平均降价四成"
    bulletin = parse_text(WHOLE.replace("甲市医院上线智慧导诊\n", f"{first}\n").replace("乙省印发互联互通方案\n", f"{second}\n"))
    assert [item.title for item in bulletin.items] == [first, second]


@pytest.mark.parametrize(
    ("call", "note"),
    [("[^1]", "[^1]: 数据来自甲市卫生健康委。"), ("[1]", "[1] 数据来自甲市卫生健康委。"), ("[^甲]", "[^甲]:\n    数据来自甲市卫生健康委。")],
    ids=["numbered", "plain", "named"],
)
def test_a_footnote_stands_behind_the_paragraph_that_calls_it_and_its_mark_in_no_text(call, note):
    called = BODY.replace("系统，", f"系统{call}，")
    bulletin = parse_text(f"{WHOLE.replace(BODY, called, 1)}\n\n{note}\n")
    blocks = [(block.kind, block.text) for block in bulletin.items[0].blocks]
    assert blocks[:2] == [("paragraph", BODY), ("note", "数据来自甲市卫生健康委。")]
    assert bulletin.residue == ()
    assert [block.text for block in bulletin.items[1].blocks] == [block.text for block in parse_text(WHOLE).items[1].blocks]


def test_a_number_in_brackets_that_no_note_explains_is_text():
    text = BODY.replace("系统，", "系统[1]，")
    assert parse_text(WHOLE.replace(BODY, text, 1)).items[0].blocks[0].text == text


LYNX = """
References

   Visible links
   1. http://www.example.cn/index.html
   2. http://www.example.cn/664.html
"""


def test_the_numbers_of_links_and_their_list_are_markup():
    text = WHOLE.replace("1. 甲市医院上线智慧导诊\n\n（", "1. [2]甲市医院上线智慧导诊\n\n（").replace("链接：<", "链接：[1]<")
    assert bare(parse_text(text + LYNX)) == bare(parse_text(WHOLE))
    assert "[2]甲市医院上线智慧导诊" in texts(f"[2]甲市医院上线智慧导诊\n{LYNX.replace('2. http', '3. http')}")  # 2 is not in the list


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("<aside>\n第六六四期\n\n</aside>", ["第六六四期"]),
        ("- [ ]  甲市医院（人民网）\n- [x] 乙省", ["甲市医院（人民网）", "乙省"]),
        ("1\ufe0f\u20e3 甲市医院", ["1. 甲市医院"]),
    ],
)
def test_what_notebooks_and_models_write_is_no_text(printed, expected):
    assert texts(printed) == expected


def test_an_item_s_fields_in_a_table_with_a_model_s_head_are_fields():
    fields = "来源：人民网\n\n链接：<http://www.people.com.cn/n1/2026/0311/c1-1.html>"
    assert fields in WHOLE
    table = "| 字段 | 内容 |\n|---|---|\n| 来源 | 人民网 |\n| 链接 | <http://www.people.com.cn/n1/2026/0311/c1-1.html> |"
    bulletin = parse_text(WHOLE.replace(fields, table))
    assert bulletin.items[0].model_dump(exclude={"places", "where", "blocks"}) == parse_text(WHOLE).items[0].model_dump(exclude={"places", "where", "blocks"})
    assert [remnant.text for remnant in bulletin.furniture] == ["字段", "内容"]
    plain = "| 项目 | 内容 |\n|---|---|\n| 床位 | 十张 |"
    assert parse_text(WHOLE.replace(BODY, f"{BODY}\n\n{plain}", 1)).items[0].blocks[1].rows[0] == ("项目", "内容")


@pytest.mark.parametrize("sign", ["▌", "📋 ", "🗂️ ", "👉"])
def test_a_sign_or_a_picture_before_a_section_s_heading_is_no_part_of_it(sign):
    signed = WHOLE.replace("一、信息目录", f"{sign}信息目录").replace("二、具体内容", f"{sign}具体内容").replace("本期导语：", f"{sign}本期导语")
    assert bare(parse_text(signed)) == bare(parse_text(WHOLE))


def test_what_a_model_says_at_the_end_is_none_of_the_last_item():
    said = "以上就是该文档的全部内容。如需进一步整理，请告诉我！"
    bulletin = parse_text(f"好的，以下是识别结果：\n\n{WHOLE}\n\n{said}\n")
    assert [remnant.text for remnant in bulletin.back_matter] == [said]
    assert [block.text for block in bulletin.items[-1].blocks] == [block.text for block in parse_text(WHOLE).items[-1].blocks]


def test_a_sender_below_the_last_item_is_no_part_of_it():
    bulletin = parse_text(f"{WHOLE}\n\n--\n\n北京市卫生健康大数据与政策研究中心\n")
    assert [remnant.text for remnant in bulletin.furniture] == ["--"]
    assert [remnant.text for remnant in bulletin.back_matter] == ["北京市卫生健康大数据与政策研究中心"]
    assert bulletin.findings == ()


def test_numbers_on_lines_of_their_own_that_begin_the_index_s_entries_are_no_page_numbers():
    padded = WHOLE.replace("1. 甲市医院上线智慧导诊\n\n（", "01 甲市医院上线智慧导诊\n\n（").replace(
        "2. 乙省印发互联互通方案\n\n（", "02 乙省印发互联互通方案\n\n（"
    )
    bulletin = parse_text(padded.replace("#### 1. ", "01\n\n").replace("#### 2. ", "02\n\n"))
    assert [item.number for item in bulletin.items] == [1, 2]


def test_a_time_of_day_behind_the_date_is_no_publisher():
    dated = WHOLE.replace("北京市卫生健康大数据与政策研究中心\n\n2026年03月13日", "原创 某中心 某公众号 2026年03月13日 17:30 北京")
    assert parse_text(dated).publisher is None


def test_page_numbers_that_wrapped_in_an_index_are_no_pages_of_the_text():
    index = "".join(
        f"[{at}. {title}（人民网）\n{page}](#_Toc{at})\n\n"
        for at, title, page in ((1, "甲市医院上线智慧导诊", 2), (2, "乙省印发互联互通方案", 3), (3, "丙", 5))
    )
    bulletin = parse_text(WHOLE.replace(INDEX_LINES, index))
    assert bulletin.furniture == ()
    assert [(entry.title, entry.source) for entry in bulletin.index][:2] == [("甲市医院上线智慧导诊", "人民网"), ("乙省印发互联互通方案", "人民网")]


def test_a_table_of_one_row_that_is_not_filled_is_a_line():
    assert texts("据介绍，\n| 首批接入医疗机构 |  |  |\n| --- | --- | --- |\n89家。") == ["据介绍，", "首批接入医疗机构", "89家。"]
    assert grids("| 第664期 | 某中心 |\n| --- | --- |\n") == [[["第664期", "某中心"]]]


def test_who_spoke_alone_behind_what_was_said_begins_no_paragraph():
    bulletin = wrapped("“智慧导诊不是买几台服务器那么简单，关键还是在流程的再造。”\n陈子涵说。")
    assert any("再造。”陈子涵说。" in block.text for block in bulletin.items[0].blocks)
    assert "BP905" not in [finding.code for finding in bulletin.findings]


def test_lines_that_are_all_indented_are_one_paragraph_and_told_as_a_guess():
    lines = f"    {'医院系统上线，' * 4}医\n院的数据多跑路了。\n" * 6
    inset = "    药品监督管理局每季度发布一次排名，连续两次垫底\n    的单位要作出书面说明。\n"
    whole = "\n".join(columns(WHOLE.replace(BODY, "PLACE"), 62))
    bulletin = parse_text(whole.replace("PLACE", f"{lines}{inset}{lines}"))
    assert any("垫底的单位" in block.text for block in bulletin.items[0].blocks)
    assert "BP905" in [finding.code for finding in bulletin.findings]


def test_three_lines_of_an_inset_are_one_paragraph_for_sure():
    lines = f"    {'医院系统上线，' * 4}医\n院的数据多跑路了。\n" * 6
    inset = "    药品监督管理局每季度发布一次排名，连续两次垫底\n    的单位要作出书面说明，急救车上的视频以及心率血\n    压等数据实时回传。\n"
    whole = "\n".join(columns(WHOLE.replace(BODY, "PLACE"), 62))
    bulletin = parse_text(whole.replace("PLACE", f"{lines}{inset}{lines}"))
    assert any("垫底的单位" in block.text and "心率血压等" in block.text for block in bulletin.items[0].blocks)
    assert bulletin.findings == ()


def test_a_heading_above_an_indented_paragraph_is_no_line_of_an_inset():
    lines = f"    {'医院系统上线，' * 4}医\n院的数据多跑路了。\n" * 6
    heading = "聚焦群众看病就医需求，打通数据共享堵点"
    whole = "\n".join(columns(WHOLE.replace(BODY, "PLACE"), 62))
    bulletin = parse_text(whole.replace("PLACE", f"{lines}    {heading}\n{lines}"))
    assert any(block.text == heading for block in bulletin.items[0].blocks)
    assert bulletin.findings == ()


FIRST, INNER, LAST = "医院系统上线，" * 4 + "医", "院系统上线，" + "医院系统上线，" * 3 + "医院系统", "多跑路了。"
THREE_LINES = f"{FIRST}\n{INNER}\n{LAST}\n"
FULL_SENTENCE = "院，对不会使用智能手机的老年人，窗口都保留现金，志愿者陪同。"
BELOW_A_FULL_LINE = {
    "it goes on to the edge": (f"{INNER}\n{LAST}", False),
    "it goes on short of the edge by an indent": (f"{FIRST}\n{LAST}", True),
    "it is a sentence that ends where no first line does": ("系统上线，" * 5 + "再见于甲县。", False),
}


@pytest.mark.parametrize(("below", "begins"), BELOW_A_FULL_LINE.values(), ids=BELOW_A_FULL_LINE)
def test_where_first_lines_stop_short_a_line_s_end_tells_whether_it_begins_a_paragraph(below, begins):
    whole = "\n".join(columns(WHOLE.replace(BODY, "PLACE"), 62))
    bulletin = parse_text(whole.replace("PLACE", f"{THREE_LINES * 6}{FIRST}\n{FULL_SENTENCE}\n{below}\n"))
    assert any(block.text == below.replace("\n", "") for block in bulletin.items[0].blocks) == begins
    assert bulletin.findings == ()


def test_a_paragraph_counts_on_over_its_line_s_end():
    points = "会议提出要求，一是完善各项法规依据；二是明确数据权属归谁；\n三是加大倾斜。"
    whole = "\n".join(columns(WHOLE.replace(BODY, "PLACE"), 62))
    bulletin = parse_text(whole.replace("PLACE", f"{THREE_LINES * 6}{points}\n{THREE_LINES}"))
    assert any("归谁；三是加大" in block.text for block in bulletin.items[0].blocks)
    assert bulletin.findings == ()


def test_a_gap_that_parts_a_word_of_the_text_is_the_converter_s():
    bulletin = wrapped("会议由甲市卫生健康委主办，提出各县的医 院都要接入平台，让代")
    assert any("各县的医院都要" in block.text for block in bulletin.items[0].blocks)
    assert not [finding for finding in bulletin.findings if "space" in finding.message]


def test_a_part_of_a_byline_whose_word_broke_is_one():
    item = parse_text(WHOLE.replace("2026-03-11 来源：人民网", "2026年3月11日 11:17 来源：人民网 作者：张三\n\n责任\n\n编辑：李四")).items[0]
    assert item.byline == "2026年3月11日 11:17 来源：人民网 作者：张三 责任编辑：李四"
    assert item.blocks[0].text == BODY


def test_a_running_header_in_a_text_without_pages_is_told():
    bulletin = parse_text(WHOLE.replace(BODY, f"{BODY}\n\n卫生健康大数据与政策研究\n\n{BODY}", 1))
    assert [(finding.code, "running header" in finding.message) for finding in bulletin.findings] == [("BP905", True)]


SCATTERED = {
    "column by column": "序号\n\n标题\n\n来源\n\n页码\n\n1\n\n2\n\n甲市医院上线智慧\n\n人民网\n\n导诊\n\n乙省印发互联互通方案\n\n央广网\n\n2\n\n3",
    "sources cut in two": "序号\n1\n\n2\n\n标题\n\n来源\n\n甲市医院上线智慧导诊\n\n人民\n\n网\n\n乙省印发互联互通方案\n\n央广网",
    "title and source on a line": "序号 标题 来源\n\n1\n\n甲市医院上线智慧导诊 人民网\n\n2\n\n央广网\n\n乙省印发互联互通方案",
    "a table and a line": "| 序号 | 标题 | 来源 |\n| --- | --- | --- |\n| 1 甲市医院上线 |  | 人民网 |\n\n智慧导诊\n\n2 乙省印发互联互通方案\n\n央广网",
}


@pytest.mark.parametrize("cells", SCATTERED.values(), ids=SCATTERED)
def test_an_index_s_table_whose_cells_are_used_up_by_what_the_items_say_is_read(cells):
    bulletin = parse_text(WHOLE.replace(INDEX_LINES, cells))
    assert [(entry.number, entry.title, entry.source) for entry in bulletin.index] == [
        (1, "甲市医院上线智慧导诊", "人民网"),
        (2, "乙省印发互联互通方案", "央广网"),
    ]
    assert (bulletin.residue, bulletin.findings) == ((), ())


@pytest.mark.parametrize("more", ["丙市", "3"], ids=["a word", "a number"])
def test_a_cell_that_no_item_uses_up_leaves_the_index_as_it_is_printed(more):
    cells = SCATTERED["sources cut in two"].replace("央广网", f"央广网\n\n{more}")
    assert [finding.code for finding in parse_text(WHOLE.replace(INDEX_LINES, cells)).findings] != []


LABELS_FIRST = {
    "above the values": ("来源\n\n链接\n\n主要内容：\n\n人民网\n\nhttp://www.people.com.cn/n1/2026/0311/c1-1.html", True),
    "the content's below them": ("来源\n\n链接\n\n人民网\n\nhttp://www.people.com.cn/n1/2026/0311/c1-1.html\n\n主要内容：", True),
    "no address among the values": ("来源\n\n链接\n\n主要内容：\n\n人民网\n\n央广网", False),
}


@pytest.mark.parametrize(("labels", "paired"), LABELS_FIRST.values(), ids=LABELS_FIRST)
def test_labels_that_a_converter_wrote_above_their_values_have_them(labels, paired):
    one = "来源：人民网\n\n链接：<http://www.people.com.cn/n1/2026/0311/c1-1.html>\n\n主要内容：\n"
    assert one in WHOLE
    item = parse_text(WHOLE.replace(one, f"{labels}\n")).items[0]
    assert ((item.source, item.link) == ("人民网", "http://www.people.com.cn/n1/2026/0311/c1-1.html")) == paired
    assert BODY in [block.text for block in item.blocks]


SOURCES_APART = {
    "among the titles": "1. 甲市医院上线智慧导诊\n\n2. 乙省印发互联互通方案\n\n人民网\n\n央广网",
    "one too early": "1. 甲市医院上线智慧导诊\n\n人民网\n\n央广网\n\n2. 乙省印发互联互通方案",
}


@pytest.mark.parametrize("lines", SOURCES_APART.values(), ids=SOURCES_APART)
def test_sources_without_brackets_are_told_from_titles_by_what_the_items_say(lines):
    bulletin = parse_text(WHOLE.replace(INDEX_LINES, lines))
    assert [(entry.title, entry.source) for entry in bulletin.index] == [("甲市医院上线智慧导诊", "人民网"), ("乙省印发互联互通方案", "央广网")]
    assert bulletin.findings == ()


def test_sources_above_the_index_s_heading_are_no_part_of_the_lead():
    titles = "1. 甲市医院上线智慧导诊\n\n2. 乙省印发互联互通方案\n"
    bulletin = parse_text(WHOLE.replace(INDEX_LINES, titles).replace("### 一、信息目录", "人民网\n\n央广网\n\n### 一、信息目录"))
    assert [(entry.title, entry.source) for entry in bulletin.index] == [("甲市医院上线智慧导诊", "人民网"), ("乙省印发互联互通方案", "央广网")]
    assert "人民网" not in bulletin.lead


def test_a_number_with_its_mark_and_a_blank_line_below_it_belongs_to_the_title():
    bulletin = parse_text(WHOLE.replace("#### 1. 甲市", "1.\n\n甲市").replace("#### 2. 乙省", "2.\n\n乙省"))
    assert [(item.number, item.title) for item in bulletin.items] == [(1, "甲市医院上线智慧导诊"), (2, "乙省印发互联互通方案")]
    assert bulletin.findings == ()


@pytest.mark.parametrize(
    ("line", "below", "told"),
    [("延伸阅读：什么是智慧导诊", BODY, False), ("延伸阅读", BODY, True), ("下期预告：互联互通专题", "", True), ("欢迎提出宝贵意见，邮箱：a@b.cn", "", True)],
)
def test_what_ends_the_bulletin_and_what_ends_its_last_article(line, below, told):
    bulletin = parse_text(f"{WHOLE.rstrip()}\n\n{line}\n\n{below}")
    assert bool(bulletin.back_matter) == told


def test_a_colophon_whose_words_stand_above_their_values_is_back_matter():
    bulletin = parse_text(f"{WHOLE.rstrip()}\n\n主办\n\n北京市卫生健康大数据与政策研究中心\n\n主编\n\n张三\n")
    assert [remnant.text for remnant in bulletin.back_matter] == ["主办", "北京市卫生健康大数据与政策研究中心", "主编", "张三"]


def test_a_title_that_begins_with_a_decimal_does_not_number_an_index():
    titles = "3.5万份病历“搬家”：甲市医院的数据之路\n\n（人民网）\n\n乙省印发互联互通方案\n\n（央广网）"
    bulletin = parse_text(WHOLE.replace(INDEX_LINES, titles).replace("甲市医院上线智慧导诊", "3.5万份病历“搬家”：甲市医院的数据之路"))
    assert [(entry.number, entry.source) for entry in bulletin.index] == [(None, "人民网"), (None, "央广网")]


def test_the_end_of_a_sentence_that_came_behind_the_next_paragraph_goes_back():
    lines = "\n\n".join([FIRST, INNER, LAST] * 6)
    late = f"{FIRST}\n\n{INNER}\n\n下一步，甲市将继续扩大范围。\n\n院。"
    whole = "\n\n".join(line for line in columns(WHOLE.replace(BODY, "PLACE"), 62) if line)
    texts_ = [block.text for block in parse_text(whole.replace("PLACE", f"{lines}\n\n{late}")).items[0].blocks]
    assert "下一步，甲市将继续扩大范围。" in texts_
    assert f"{FIRST}{INNER}院。" in texts_


def test_a_part_of_the_publisher_s_name_below_a_page_number_is_a_running_header():
    bulletin = parse_text(WHOLE.replace(BODY, f"{BODY}\n\n第 1 页\n\n卫生健康大数据与政策研究\n\n{BODY}"))
    assert [remnant.text for remnant in bulletin.furniture] == ["第 1 页", "卫生健康大数据与政策研究"]
    assert bulletin.findings == ()


def test_a_rare_character_on_a_line_of_its_own_is_told():
    whole = "\n".join(columns(WHOLE.replace(BODY, "PLACE"), 62))
    bulletin = parse_text(whole.replace("PLACE", f"{THREE_LINES * 6}\U0002cb4e\n{THREE_LINES}"))
    assert "BP905" in [finding.code for finding in bulletin.findings]


def test_whole_paragraphs_in_a_table_s_cell_stay_apart():
    paragraphs = ["甲市医院上线智慧导诊系统，" * 9 + "群众少跑腿。", "乙省印发结果互认的方案，" * 10 + "群众少跑腿。", "丙县医院也已开通。"]
    labels = WHOLE[WHOLE.index("来源：人民网") : WHOLE.index(BODY)]
    cells = "| 来源 | 人民网 |\n| --- | --- |\n| 链接 | <http://www.people.com.cn/n1/2026/0311/c1-1.html> |\n"
    table = f"{cells}| 主要内容 | {'<br>'.join(paragraphs)} |\n\n"
    item = parse_text(WHOLE.replace(labels, table).replace(f"{BODY}\n\n", "", 1)).items[0]
    assert [block.text for block in item.blocks][: len(paragraphs)] == paragraphs


def test_a_publisher_whose_second_line_came_behind_the_date_is_whole():
    split = WHOLE.replace("北京市卫生健康大数据与政策研究中心\n\n2026年03月13日", "北京市卫生健康大数据与\n\n2026年03月13日\n\n政策研究中心")
    assert parse_text(split).publisher == "北京市卫生健康大数据与政策研究中心"


@pytest.mark.parametrize(("inside", "told"), [("\n\n", True), ("\n", False)], ids=["inside paragraphs too", "between them alone"])
def test_a_blank_line_parts_no_paragraph_for_sure_where_some_stand_inside_paragraphs(inside, told):
    line, rest = "医院系统上线，" * 4 + "医", "院的数据多跑路了。"
    lines = f"{line}\n{rest}\n" * 6 + f"{line}{inside}{rest}\n" * 3
    full = "对不会使用智能手机的老年人，窗口保留现金，志愿者都陪同。"
    whole = "\n".join(columns(WHOLE.replace(BODY, "PLACE"), 62))
    bulletin = parse_text(whole.replace("PLACE", f"{lines}{full}\n\n{line}\n{rest}\n"))
    assert any(block.text == full for block in bulletin.items[0].blocks)
    assert any("guess" in finding.message for finding in bulletin.findings) == told


def test_quotation_marks_that_a_converter_set_bold_alone():
    title = "甲市医院“智慧”导诊上线"
    text = WHOLE.replace("甲市医院上线智慧导诊", title).replace(f"#### 1. {title}", "**1.** 甲市医院 **“** 智慧 **”** 导诊上线")
    assert parse_text(text).items[0].title.replace(" ", "") == title


def test_a_long_link_says_nothing_of_where_lines_break():
    link = f"链接：https://mp.weixin.qq.com/s?{'a1b2c3d4' * 10}"
    lines = columns(WHOLE.replace(BODY, "PLACE"), 62)
    lines[next(at for at, text in enumerate(lines) if text.startswith("链接"))] = link
    bulletin = parse_text("\n\n".join(filter(None, lines)).replace("PLACE", THREE_LINES * 6))
    assert [block.text for block in bulletin.items[0].blocks][:6] == [THREE_LINES.replace("\n", "")] * 6


def test_a_page_number_between_two_lines_is_no_gap_between_paragraphs():
    above, below = f"{FIRST}\n{FULL_SENTENCE}", f"{INNER}\n{LAST}"
    body = f"1 / 3\n{THREE_LINES * 6}{above}\n2 / 3\n{below}\n{THREE_LINES}"
    lines = "\n".join(columns(WHOLE.replace(BODY, "PLACE"), 62)).replace("PLACE", body).split("\n")
    bulletin = parse_text("\n\n".join([*filter(None, lines), "3 / 3"]))
    assert f"{above}{below}".replace("\n", "") in [block.text for block in bulletin.items[0].blocks]
    assert bulletin.findings == ()


def test_two_words_that_end_sentences_go_behind_their_lines_and_one_without_a_line_is_told():
    lines = THREE_LINES * 6
    whole = "\n".join(columns(WHOLE.replace(BODY, "PLACE"), 62))
    full = "为解决系统林立和数据不通的问题，先后整合多个系统，统一了元标"
    cut = "全市的社区卫生服务站已全部换装新终端，旧设备统一回收擦"
    one = "一些中小医院反映接口改造费用偏高。"
    bulletin = parse_text(whole.replace("PLACE", f"{lines}{full}\n准。\n除。\n{one}\n{cut}\n{lines}"))
    blocks = [block.text for block in bulletin.items[0].blocks]
    assert [text for text in blocks if text.startswith(("为解决", "一些", "全市"))] == [f"{full}准。", one, f"{cut}除。"]
    assert bulletin.findings == ()
    lost = parse_text(whole.replace("PLACE", f"{lines}除。\n{one}\n{lines}"))
    assert ["last word" in finding.message for finding in lost.findings] == [True]


def test_a_line_at_the_text_s_edge_that_fills_it_goes_on_below_an_indented_sentence_that_stops_a_little_before_it():
    lines = f"  {'医院系统上线，' * 4}\n医院的数据多跑路了。\n" * 6
    upper = "  在技术路线上，核心数据不出院也不出域，只交换计算结果。"
    lower = "院方将系统打通，单次数据同步由二十分钟降到四分钟，此前的化\n验单位不同。"
    whole = "\n".join(columns(WHOLE.replace(BODY, "PLACE"), 62))
    bulletin = parse_text(whole.replace("PLACE", f"{lines}{upper}\n{lower}\n{lines}"))
    assert f"{upper.strip()}{lower}".replace("\n", "") in [block.text for block in bulletin.items[0].blocks]


@pytest.mark.parametrize("row", ["| 1 | 记者调查|智慧导诊 | 人民网 |", "|1|记者调查|智慧导诊|人民网|", "| 1 | 记者调查 | 智慧导诊 | 人民网 |"])
def test_a_bar_in_a_title_parts_no_cells(row):
    whole = WHOLE.replace("甲市医院上线智慧导诊", "记者调查|智慧导诊").replace(INDEX_LINES.replace("甲市医院上线智慧导诊", "记者调查|智慧导诊"), "PLACE")
    bulletin = parse_text(whole.replace("PLACE", f"| 序号 | 标题 | 来源 |\n| --- | --- | --- |\n{row}\n| 2 | 乙省印发互联互通方案 | 央广网 |"))
    assert [(entry.number, entry.title, entry.source) for entry in bulletin.index] == [
        (1, "记者调查|智慧导诊", "人民网"),
        (2, "乙省印发互联互通方案", "央广网"),
    ]


def test_an_item_s_title_at_a_page_s_top_is_no_header_though_the_index_stands_near_the_text_s_beginning():
    titles = {"01　甲市医院上线智慧导诊": "人民网", "02　乙省印发互联互通方案": "央广网"}
    index = "\n\n".join(f"{title}　{source}" for title, source in titles.items())
    items = "\n\n\f".join(f"{title}\n\n来源：{source}\n\n主要内容：\n\n{BODY}" for title, source in titles.items())
    bulletin = parse_text(f"全国卫生信息化舆情监测周报\n\n第664期\n\n2026年3月13日\n\n目录\n\n{index}\n\n具体内容\n\n{items}")
    assert [(item.number, item.source, len(item.blocks)) for item in bulletin.items] == [(1, "人民网", 1), (2, "央广网", 1)]
    assert bulletin.furniture == ()


@pytest.mark.parametrize("characters", [77, 65], ids=["lynx", "w3m"])
def test_lines_that_were_broken_between_han_characters_are_put_together_without_a_space(characters):
    """Browsers of text write lines wider than a page's, in which pandoc would have found no space to break at; in lynx a Han character is one column."""
    body = [f"当地把数据共享列入第{number}批民生实事，" * 12 + "由市政府按月通报进度。" for number in "一二三四五六"]
    folded = "\n\n".join("\n".join(text[at : at + characters] for at in range(0, len(text), characters)) for text in body)
    assert [block.text for block in parse_text(WHOLE.replace("该系统准确率超过九成。", folded)).items[0].blocks][1:] == body
