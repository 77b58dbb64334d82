"""Parts of a bulletin, one change to a small text at a time."""

from datetime import date

import pymupdf
import pytest

from bulletin_parse import parse, parse_text
from bulletins import CONTENT, FIRST, HEAD, INDEX, SECOND, WHOLE
from conftest import WEEKLY


def parsed(old="", new="", text=WHOLE):
    assert old in text
    return parse_text(text.replace(old, new, 1))


def test_the_whole():
    bulletin = parsed()
    assert (bulletin.title, bulletin.issue_label, bulletin.issue_number) == ("全国卫生信息化舆情监测周报", "第六六四", 664)
    assert (bulletin.publisher, bulletin.published) == ("北京市卫生健康大数据与政策研究中心", date(2026, 3, 13))
    assert (bulletin.declared_count, bulletin.date_range.start, bulletin.date_range.end) == (2, date(2026, 3, 7), date(2026, 3, 13))
    assert [(entry.number, entry.title, entry.source) for entry in bulletin.index] == [
        (1, "甲市医院上线智慧导诊", "人民网"),
        (2, "乙省印发互联互通方案", "央广网"),
    ]
    first = bulletin.items[0]
    assert (first.number, first.title, first.source, first.link) == (1, "甲市医院上线智慧导诊", "人民网", "http://www.people.com.cn/n1/2026/0311/c1-1.html")
    assert (first.headline, first.byline, first.published) == ("甲市医院上线智慧导诊", "2026-03-11 来源：人民网", date(2026, 3, 11))
    assert first.body == "近日，甲市医院上线智慧导诊系统，群众少跑腿。\n\n该系统准确率超过九成。"
    assert bulletin.residue == ()


def test_where_is_the_lines_of_the_text():
    bulletin = parsed()
    lines = WHOLE.split("\n")
    assert bulletin.items[0].title in lines[bulletin.items[0].places["title"][0].line - 1]
    assert bulletin.index[1].where[0].line + 2 == bulletin.index[1].where[-1].end_line
    assert bulletin.items[1].blocks[0].text == lines[bulletin.items[1].blocks[0].where[0].line - 1]


@pytest.mark.parametrize(
    ("printed", "label", "number"),
    [
        ("（第六六四期）", "第六六四期", 664),
        ("第六百六十四期", "第六百六十四期", 664),
        ("总第664期", "总第664期", 664),
        ("（总第６６４期）", "总第６６４期", 664),
        ("2026年第11期（总第664期）", "2026年第11期（总第664期）", 664),
        ("第 664 期", "第 664 期", 664),
        ("第六百四期", "第六百四期", None),
        ("【第六〇七】", "第六〇七", 607),
    ],
)
def test_issue_numbers(printed, label, number):
    bulletin = parsed("（第六六四）", printed)
    assert (bulletin.issue_label, bulletin.issue_number) == (label, number)


@pytest.mark.parametrize(
    "printed",
    [
        "北京市卫生健康大数据与政策研究中心 2026年03月13日",
        "主办：北京市卫生健康大数据与政策研究中心\n\n日期：2026-03-13",
        "2026.03.13\n\n北京市卫生健康大数据与政策研究中心",
        "北京市卫生健康大数据与政策研究中心\n\n二〇二六年三月十三日（星期五）",
    ],
)
def test_publisher_and_date_in_any_order(printed):
    bulletin = parsed("北京市卫生健康大数据与政策研究中心\n\n2026年03月13日", printed)
    assert (bulletin.publisher, bulletin.published) == ("北京市卫生健康大数据与政策研究中心", date(2026, 3, 13))
    assert bulletin.residue == ()


def test_a_date_that_is_none_is_kept_as_printed():
    bulletin = parsed("2026年03月13日\n", "2026年02月30日\n")
    assert (bulletin.published, bulletin.printed["published"]) == (None, "2026年02月30日")


@pytest.mark.parametrize(
    ("printed", "count"),
    [("共收集2篇", 2), ("共收录 2 条", 2), ("共收集两篇", 2), ("共收集十二篇", 12), ("收集了若干篇", None), ("共收集２篇", 2), ("共监测到2则", 2)],
)
def test_declared_counts(printed, count):
    assert parsed("共收集2篇", printed).declared_count == count


def test_a_lead_on_its_label_s_own_line():
    bulletin = parsed("### 本期导语：\n\n", "本期导语：")
    assert bulletin.lead.startswith("本期周报共收集2篇")


def test_a_number_of_the_index_without_its_mark_begins_an_entry_where_it_cannot_be_a_count():
    index = "1. 甲市医院上线智慧导诊（人民网）\n2【聚焦】乙省印发互联互通方案（央广网）"
    assert [(entry.number, entry.title) for entry in parse_text(HEAD + f"\n一、信息目录\n\n{index}\n" + CONTENT + FIRST + SECOND).index] == [
        (1, "甲市医院上线智慧导诊"),
        (2, "【聚焦】乙省印发互联互通方案"),
    ]
    bare = index.replace("2【聚焦】", "2从零开始") + "\n3. 丙县启用影像云平台（新华网）"
    assert [entry.number for entry in parse_text(HEAD + f"\n一、信息目录\n\n{bare}\n" + CONTENT + FIRST + SECOND).index] == [1, 2, 3]
    counted = index.replace("2【聚焦】", "2家医院")
    assert len(parse_text(HEAD + f"\n一、信息目录\n\n{counted}\n" + CONTENT + FIRST + SECOND).index) == 1


@pytest.mark.parametrize(
    ("index", "sources"),
    [
        ("1、甲市医院上线智慧导诊（人民网）\n\n2、乙省印发互联互通方案（央广网）", ["人民网", "央广网"]),
        ("1．甲市医院上线智慧导诊(人民网)\n2．乙省印发互联互通方案(央广网)", ["人民网", "央广网"]),
        ("（1）甲市医院上线智慧导诊【人民网】\n（2）乙省印发互联互通方案【央广网】", ["人民网", "央广网"]),
        ("一、甲市医院上线智慧导诊（人民网）\n二、乙省印发互联互通方案（央广网）", ["人民网", "央广网"]),
        ("①甲市医院上线智慧导诊（人民网）\n②乙省印发互联互通方案（央广网）", ["人民网", "央广网"]),
        ("1. 甲市医院上线智慧导诊（人民网）......1\n2. 乙省印发互联互通方案（央广网）……3", ["人民网", "央广网"]),
        ("1. 甲市医院上线智慧导诊（人民网） 1\n2. 乙省印发互联互通方案（央广网） 3", ["人民网", "央广网"]),
        ("1. 甲市医院上线智慧导诊 ········ 2\n2. 乙省印发互联互通方案 ········ 4", [None, None]),
        ("1. 甲市医院上线\n智慧导诊（人民网）\n2. 乙省印发互联互通方案\n来源：央广网", ["人民网", "央广网"]),
        ("甲市医院上线智慧导诊（人民网）\n乙省印发互联互通方案（央广网）", ["人民网", "央广网"]),
        ("（1）甲市医院上线智慧导诊（人民网）\n\n2. 乙省印发互联互通方案（央广网）", ["人民网", "央广网"]),
    ],
)
def test_forms_of_the_index(index, sources):
    bulletin = parse_text(HEAD + "\n一、信息目录\n\n" + index + "\n" + CONTENT + FIRST + SECOND)
    assert [entry.title for entry in bulletin.index] == ["甲市医院上线智慧导诊", "乙省印发互联互通方案"]
    assert [entry.source for entry in bulletin.index] == sources
    assert len(bulletin.items) == 2
    assert bulletin.residue == ()


def test_a_bracket_that_ends_a_title_is_no_source():
    text = WHOLE.replace("乙省印发互联互通方案", "乙省印发互联互通方案（二）")
    bulletin = parse_text(text)
    assert (bulletin.index[1].title, bulletin.index[1].source) == ("乙省印发互联互通方案（二）", "央广网")
    without = parse_text(text.replace("（央广网）\n", "", 1))
    assert (without.index[1].title, without.index[1].source) == ("乙省印发互联互通方案（二）", None)


def test_an_item_s_title_tells_that_a_bracket_is_part_of_an_entry_s():
    text = WHOLE.replace("乙省印发互联互通方案", "乙省印发互联互通方案（深度观察）").replace("（央广网）\n", "", 1)
    assert parse_text(text).index[1].source is None


def test_a_slip_in_such_a_title_does_not_make_the_bracket_a_source():
    text = WHOLE.replace("（央广网）\n", "", 1).replace("乙省印发互联互通方案", "乙省印发互联互通方案（深度观察）")
    slipped = text.replace("2. 乙省印发互联互通方案（深度观察）", "2. 乙省印发互联互动方案（深度观察）", 1)
    assert (parse_text(slipped).index[1].title, parse_text(slipped).index[1].source) == ("乙省印发互联互动方案（深度观察）", None)


@pytest.mark.parametrize("heading", ["信息目录", "目  录", "【信息目录】", "一、本期目录：", "（一）信息目录", "第一部分 信息目录"])
def test_headings_of_the_index(heading):
    assert len(parsed("一、信息目录", heading).index) == 2


@pytest.mark.parametrize("heading", ["具体内容", "正文", "二、信息内容", "【具体内容】", "二. 详细内容："])
def test_headings_of_the_content(heading):
    bulletin = parsed("二、具体内容", heading)
    assert (len(bulletin.index), len(bulletin.items)) == (2, 2)


def test_without_the_content_s_heading_the_labels_tell_where_it_begins():
    bulletin = parse_text(HEAD + INDEX + FIRST + SECOND)
    assert (len(bulletin.index), [item.title for item in bulletin.items]) == (2, ["甲市医院上线智慧导诊", "乙省印发互联互通方案"])


def test_without_an_index_the_labels_tell_where_items_begin():
    bulletin = parse_text(HEAD + CONTENT + FIRST + SECOND)
    assert (bulletin.index, len(bulletin.items)) == ((), 2)


@pytest.mark.parametrize(
    "labels",
    [
        "来源：人民网\n\n链接：http://a.cn/b\n\n主要内容：\n",
        "【来源】人民网\n\n【链接】http://a.cn/b\n\n【主要内容】\n",
        "来 源：\n\n人民网\n\n链 接：\n\n<http://a.cn/b>\n\n内容摘要：\n",
        "信息来源：人民网  原文链接：http://a.cn/b\n\n正文：\n",
        "来源:人民网\n网址:[http://a.cn/b](http://a.cn/b)\n主要内容:\n",
        "来源：人民网\n\nhttp://a.cn/b\n\n主要内容：\n",
        "来源：人民网\n\n链接：\n\nhttp://a.\n\ncn/b\n\n主要内容：\n",
        "来源：人民网\n\n链接：http://a.cn/b。\n\n主要内容：\n",
    ],
)
def test_forms_of_the_labels(labels):
    old = "来源：人民网\n\n链接：<http://www.people.com.cn/n1/2026/0311/c1-1.html>\n\n主要内容：\n"
    bulletin = parsed(old, labels)
    item = bulletin.items[0]
    assert (item.source, item.link, item.headline) == ("人民网", "http://a.cn/b", "甲市医院上线智慧导诊")
    assert len(bulletin.items) == 2
    assert bulletin.residue == ()


@pytest.mark.parametrize("missing", ["来源：人民网\n\n链接", "链接：<http://www.people.com.cn/n1/2026/0311/c1-1.html>\n\n", "主要内容：\n\n"])
def test_a_missing_label_is_none_and_loses_no_item(missing):
    bulletin = parsed(missing, "链接" if "来源" in missing else "")
    assert len(bulletin.items) == 2
    first = bulletin.items[0]
    assert [first.source is None, first.link is None] == ["来源" in missing, missing.startswith("链接")]
    assert first.blocks[-1].text == "该系统准确率超过九成。"


@pytest.mark.parametrize(
    "byline",
    [
        "2026-03-11 来源：人民网",
        "来源：人民网 发布时间：2026-03-11 10:23",
        "2026年03月11日 10:23 人民网",
        "人民网 2026-03-11",
        "2026-03-11 10:00 | 来源：人民网 | 作者：张三",
    ],
)
def test_forms_of_the_byline(byline):
    item = parsed("2026-03-11 来源：人民网", byline).items[0]
    assert (item.byline, item.published, len(item.blocks)) == (byline, date(2026, 3, 11), 2)


def test_neither_headline_nor_byline_need_be_there():
    item = parsed("甲市医院上线智慧导诊\n\n2026-03-11 来源：人民网\n\n近日", "近日").items[0]
    assert (item.headline, item.byline, item.published, len(item.blocks)) == (None, None, None, 2)


def test_a_headline_that_differs_is_still_the_headline():
    text = WHOLE.replace("甲市医院上线智慧导诊\n\n2026", "甲市某医院启用导诊系统\n\n2026")
    assert parse_text(text).items[0].headline == "甲市某医院启用导诊系统"


TRAPS = """
该院同时公布了方案。

一、总体要求

以数据共享为主线。

二、具体内容

（一）夯实基础设施。升级区域平台。

1. 智慧导诊服务

准确率超过九成。

2. 乙省检查预约服务

来源：甲市卫生健康委官网

（责任编辑：张三）
"""


def test_lists_sections_and_sources_inside_an_article_begin_no_item():
    bulletin = parsed("该系统准确率超过九成。\n", TRAPS)
    assert [item.number for item in bulletin.items] == [1, 2]
    assert [block.text for block in bulletin.items[0].blocks][-2:] == ["来源：甲市卫生健康委官网", "（责任编辑：张三）"]
    assert bulletin.items[0].source == "人民网"


def test_items_are_taken_in_printed_order_though_the_index_has_another():
    bulletin = parse_text(HEAD + INDEX + CONTENT + SECOND + FIRST)
    assert [item.title for item in bulletin.items] == ["乙省印发互联互通方案", "甲市医院上线智慧导诊"]


def test_an_item_that_the_index_lacks_and_an_entry_without_item_are_kept():
    bulletin = parse_text(HEAD + INDEX.replace("2. 乙省印发互联互通方案", "2. 丙县启用影像云平台") + CONTENT + FIRST + SECOND)
    assert [entry.title for entry in bulletin.index] == ["甲市医院上线智慧导诊", "丙县启用影像云平台"]
    assert [item.title for item in bulletin.items] == ["甲市医院上线智慧导诊", "乙省印发互联互通方案"]


def test_a_first_item_without_a_title_is_an_item():
    """Its heading may have lost only its words; the labels tell where it begins."""
    for heading in ("", "####"):
        bulletin = parsed("#### 1. 甲市医院上线智慧导诊", heading)
        assert [(item.number, item.title, item.source) for item in bulletin.items] == [(None, "", "人民网"), (2, "乙省印发互联互通方案", "央广网")]
        assert bulletin.residue == ()


def test_values_in_blocks_of_their_own_belong_to_their_labels():
    """An item that the index lacks and that has no number: only its labels make it one."""
    link = "http://health.people.com.cn/n1/2026/0308/c14739-40000001.html"
    fields = ["丙县开通远程会诊", "来源：", "人民网", "链接：", link[:40], link[40:], "主要内容：", "丙县日前开通远程会诊平台，覆盖全部乡镇卫生院。"]
    item = parse_text(WHOLE + "\n" + "\n\n".join(fields)).items[-1]
    assert (item.number, item.title, item.source, item.link, len(item.blocks)) == (None, "丙县开通远程会诊", "人民网", link, 1)


def test_a_title_that_a_converter_cut_in_two_is_one():
    bulletin = parsed("#### 2. 乙省印发互联互通方案", "#### 2. 乙省印发互\n\n联互通方案")
    assert bulletin.items[1].title == "乙省印发互联互通方案"


def test_twins_are_two_items():
    text = WHOLE.replace("乙省印发互联互通方案", "甲市医院上线智慧导诊（续）")
    assert [item.title for item in parse_text(text).items] == ["甲市医院上线智慧导诊", "甲市医院上线智慧导诊（续）"]


def test_a_paragraph_that_a_page_s_end_cut_in_two_is_one():
    halves = "在数据安全利用方面，建议健全医疗健康数据分级分类管理制度，明确数据\n\n开放范围、审批流程和责任主体。\n\n又一段。"
    item = parsed("近日，甲市医院上线智慧导诊系统，群众少跑腿。", halves).items[0]
    assert [block.text for block in item.blocks][:2] == [halves.split("\n\n又")[0].replace("\n\n", ""), "又一段。"]


def test_captions_headings_and_figures_in_a_text():
    body = "近日上线。\n\n### **多方协同 共建生态**\n\n![](a.png)\n\n图为工作人员演示。（受访者供图）\n\n▲操作界面\n\n完。\n"
    item = parsed("近日，甲市医院上线智慧导诊系统，群众少跑腿。\n", body).items[0]
    assert [(block.kind, block.text) for block in item.blocks][:6] == [
        ("paragraph", "近日上线。"),
        ("heading", "多方协同 共建生态"),
        ("figure", ""),
        ("caption", "图为工作人员演示。（受访者供图）"),
        ("caption", "▲操作界面"),
        ("paragraph", "完。"),
    ]


def test_page_numbers_and_repeated_titles_in_a_text_are_furniture():
    text = WHOLE.replace("该系统准确率", "- 1 -\n\n全国卫生信息化舆情监测周报\n\n该系统准确率")
    bulletin = parse_text(text)
    assert [piece.text for piece in bulletin.furniture] == ["- 1 -", "全国卫生信息化舆情监测周报"]
    assert bulletin.items[0].blocks[-1].text == "该系统准确率超过九成。"


def test_text_that_belongs_to_nothing_is_residue():
    assert [piece.text for piece in parsed("### 二、具体内容\n", "### 二、具体内容\n\n本刊声明\n").residue] == ["本刊声明"]


def test_a_hard_wrapped_text_reads_as_the_unwrapped_one():
    wrapped, width = [], 60
    for line in WHOLE.replace("#### ", "").replace("### ", "").replace("## ", "").replace("# ", "").split("\n"):
        while len(line) > width // 2:
            wrapped.append(line[: width // 2])
            line = line[width // 2 :]
        wrapped.append(line)
    bulletin = parse_text("\n".join(wrapped))
    assert bulletin.lead == parsed().lead
    assert [item.link for item in bulletin.items] == [item.link for item in parsed().items]


def test_another_series_by_its_template(tmp_path):
    words = WEEKLY.read_text(encoding="utf-8")
    path = tmp_path / "other.toml"
    path.write_text(words.replace('"来源"', '"采自"').replace('"具体内容"', '"各条全文"'), encoding="utf-8")
    text = WHOLE.replace("\n来源：", "\n采自：").replace("二、具体内容", "二、各条全文")
    bulletin = parse_text(text, template=path)
    assert [item.source for item in bulletin.items] == ["人民网", "央广网"]
    assert (bulletin.source.template, parse_text(WHOLE).source.template) == ("全国卫生信息化舆情监测周报", None)


def test_a_stroke_after_the_issue_label_s_line_is_no_publisher():
    """Nothing but a stroke stands on the label's other side."""
    assert parse_text(WHOLE.replace("（第六六四）", "甲中心（第六六四）/")).issue_number == 664


TITLE = "全国卫生信息化舆情监测周报"


@pytest.mark.parametrize("header", [f"{TITLE} 第2页", f"第六六四期 {TITLE} 第2页", f"{TITLE} 2/9", f"{TITLE} 第2页 共9页"])
def test_a_running_header_that_stands_once_in_a_text_is_furniture(header):
    bulletin = parsed("该系统准确率", f"{header}\n\n该系统准确率")
    assert [each.text for each in bulletin.furniture] == [header]
    assert [item.body for item in bulletin.items] == [item.body for item in parsed().items]


@pytest.mark.parametrize("line", [f"{TITLE}第2页的报道说，系统已经上线。", f"{TITLE}与健康报第2页都有报道。"])
def test_a_sentence_that_names_title_and_page_is_text(line):
    assert parsed("该系统准确率", f"{line}\n\n该系统准确率").items[0].blocks[1].text == line


def test_a_box_that_begins_with_the_word_of_a_link_and_has_words_behind_it_is_a_paragraph():
    pdf = pymupdf.open()
    page = pdf.new_page()
    words = ["新闻链接：互认是指在不同的医疗机构之间，对彼此出具的检查检验结果予以认可，", "患者无需重复检查。"]
    lines = ["全国卫生信息化舆情监测周报", "第六六四期", "本期收录新闻1篇，时间范围为2026年3月7日至2026年3月13日。", "信息目录"]
    lines += ["1. 甲市医院上线（人民网）", "具体内容", "1. 甲市医院上线", "来源：人民网", "链接：https://news.example.cn/a.html", "主要内容："]
    lines += ["　　甲市医院昨天上线了新的系统，患者用手机就能查到在任何一家医院做过的检查，", "医生也能看到。"]
    for at, text in enumerate([*lines, *words]):
        page.insert_text((85, 100 + 18 * at), text, fontname="china-s", fontsize=10)
    item = parse(pdf.tobytes()).items[0]
    assert item.link == "https://news.example.cn/a.html"
    assert item.blocks[-1].text == "".join(words)
