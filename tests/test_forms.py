"""Every form of the bulletin: one convention of an office at a time, in a small text."""

from datetime import date

import pytest

from bulletin_parse import parse_text
from bulletins import CONTENT, FIRST, HEAD, INDEX, SECOND, WHOLE

LEAD = "本期周报共收集2篇卫生健康大数据与政策研究相关信息，时间从2026年03月07日到2026年03月13日，监测范围包括全国主流媒体及政府网站等。"
TITLES = ["甲市医院上线智慧导诊", "乙省印发互联互通方案"]
SOURCES = ["人民网", "央广网"]
LINKS = ["http://www.people.com.cn/n1/2026/0311/c1-1.html", "http://www.cnr.cn/a/20260312/t20260312_1.shtml"]
BODIES = [["近日，甲市医院上线智慧导诊系统，群众少跑腿。", "该系统准确率超过九成。"], ["乙省日前印发方案，推动检查检验结果互认。"]]


def parsed(*changes):
    text = WHOLE
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return parse_text(text)


def is_whole(bulletin, *, numbers=(1, 2), links=LINKS, sources=SOURCES):
    """That the index and the items are read as they are in the plain bulletin, and nothing is left."""
    assert [entry.title for entry in bulletin.index] == TITLES
    assert [item.number for item in bulletin.items] == list(numbers)
    assert [item.title for item in bulletin.items] == TITLES
    assert [item.source for item in bulletin.items] == sources
    assert [item.link for item in bulletin.items] == list(links)
    assert [[block.text for block in item.blocks] for item in bulletin.items] == BODIES
    assert bulletin.residue == ()
    return True


# Masthead


@pytest.mark.parametrize(
    ("printed", "label", "numbers", "supplement"),
    [
        ("（123期）", "123期", (123,), False),
        ("123期", "123期", (123,), False),
        ("2026年第10期　总第664期", "2026年第10期 总第664期", (664,), False),
        ("第10期（总第664期）", "第10期（总第664期）", (664,), False),
        ("总第664期·2026年第10期", "总第664期·2026年第10期", (664,), False),
        ("2026年第10期", "2026年第10期", (), False),
        ("（第六六三、六六四期）", "第六六三、六六四期", (663, 664), False),
        ("（第六六三—六六四期）", "第六六三—六六四期", (663, 664), False),
        ("第663期、第664期", "第663期、第664期", (663, 664), False),
        ("（第六六三、六六四期合刊）", "第六六三、六六四期合刊", (663, 664), False),
        ("〔第六六四〕", "第六六四", (664,), False),
        ("（第六六四期增刊）", "第六六四期增刊", (664,), True),
        ("第664期（增刊）", "第664期（增刊）", (664,), True),
        ("第664-1期", "第664-1期", (), False),
        ("No.664", "No.664", (664,), False),
        ("NO.664期", "NO.664期", (664,), False),
    ],
)
def test_issue_labels(printed, label, numbers, supplement):
    bulletin = parsed(("（第六六四）", printed))
    assert (bulletin.issue_label, bulletin.issue_numbers, bulletin.supplement) == (label, numbers, supplement)
    assert bulletin.issue_number == (numbers[-1] if numbers else None)
    assert bulletin.residue == ()


def test_a_pages_number_is_no_issue_label():
    assert parsed(("（第六六四）", "第 1 页\n\n（第六六四期）")).issue_number == 664


def test_the_years_number_and_the_total_may_stand_on_two_lines():
    bulletin = parsed(("（第六六四）", "2026年第10期\n\n总第664期"))
    assert (bulletin.issue_label, bulletin.issue_number) == ("2026年第10期总第664期", 664)


@pytest.mark.parametrize(
    "printed",
    [
        "北京市卫生健康大数据\n\n与政策研究中心\n\n2026年03月13日",
        "编制单位\n\n北京市卫生健康大数据与政策研究中心\n\n出刊日期\n\n2026年03月13日",
        "主办：北京市卫生健康大数据与政策研究中心　出刊日期：2026年03月13日",
        "2026年03月13日 10:20\n\n北京市卫生健康大数据与政策研究中心",
        "内部资料 注意保存\n\n北京市卫生健康大数据与政策研究中心\n\n2026年03月13日",
        "北京市卫生健康大数据与政策研究中心\n\n2026年03月13日\n\n已归档 2026-03-16",
        "2026.03.17\n\n全国卫生信息化舆情监测周报\n\n北京市卫生健康大数据与政策研究中心\n\n2026年03月13日",
        "收　文\n\n2026.03.17\n\n北京市卫生健康大数据与政策研究中心\n\n2026年03月13日",
        "收文日期：2026年03月17日\n\n北京市卫生健康大数据与政策研究中心\n\n2026年03月13日",
    ],
)
def test_publisher_and_date_among_notes_and_stamps(printed):
    bulletin = parsed(("北京市卫生健康大数据与政策研究中心\n\n2026年03月13日", printed))
    assert (bulletin.publisher, bulletin.published) == ("北京市卫生健康大数据与政策研究中心", date(2026, 3, 13))
    assert bulletin.residue == ()


def test_every_field_of_the_masthead_behind_a_label():
    labels = ("刊  名：", "期  号：", "编制单位：", "出刊日期：")
    fields = ("全国卫生信息化舆情监测周报", "第六六四期", "北京市卫生健康大数据与政策研究中心", "2026年3月13日")
    head = "\n\n".join([label + field for label, field in zip(labels, fields, strict=True)])
    bulletin = parse_text(head + WHOLE[WHOLE.index("\n\n### 本期导语") :])
    assert (bulletin.title, bulletin.issue_label, bulletin.publisher, bulletin.published) == (*fields[:3], date(2026, 3, 13))
    assert bulletin.front_matter == bulletin.residue == ()


def test_a_note_of_the_office_is_front_matter():
    bulletin = parsed(("# 全国卫生信息化舆情监测周报", "内部资料 注意保存\n\n# 全国卫生信息化舆情监测周报"))
    assert [remnant.text for remnant in bulletin.front_matter] == ["内部资料 注意保存"]
    assert bulletin.title == "全国卫生信息化舆情监测周报"


def test_a_stamps_date_alone_is_no_publication():
    bulletin = parsed(("2026年03月13日\n\n###", "已归档 2026-03-16\n\n###"))
    assert bulletin.published is None


def test_a_title_may_stand_in_two_lines():
    assert parsed(("# 全国卫生信息化舆情监测周报", "全国卫生信息化\n\n舆情监测周报")).title == "全国卫生信息化舆情监测周报"


# Lead


def test_a_lead_of_several_paragraphs_keeps_them():
    bulletin = parsed((LEAD, LEAD + "\n\n本期重点关注基层数字化。"))
    assert bulletin.lead == LEAD + "\n本期重点关注基层数字化。"
    assert bulletin.declared_count == 2


def test_there_may_be_no_lead():
    bulletin = parsed(("### 本期导语：\n\n" + LEAD + "\n", ""))
    assert (bulletin.lead, bulletin.declared_count, bulletin.date_range) == (None, None, None)
    assert is_whole(bulletin)


@pytest.mark.parametrize(
    "printed",
    [
        "监测到1256条，收集2篇",
        "共监测到相关信息1256条，经筛选共收集2篇",
        "共抓取信息3万余条，精选2篇",
        "共采集信息1256条，其中精选2篇",
        "共收集2篇（其中政策1篇、地方1篇）",
    ],
)
def test_the_count_among_other_numbers(printed):
    assert parsed(("共收集2篇", printed)).declared_count == 2


def test_a_count_that_differs_from_the_index_is_still_read():
    assert parsed(("共收集2篇", "共监测到1256条，收集5篇")).declared_count == 5


@pytest.mark.parametrize("printed", ["2025年12月27日至1月2日", "12月27日至2026年1月2日", "12月27日至1月2日"])
def test_a_range_over_the_turn_of_the_year(printed):
    bulletin = parsed(("2026年03月07日到2026年03月13日", printed), ("2026年03月13日", "2026年01月02日"))
    assert (bulletin.date_range.start, bulletin.date_range.end) == (date(2025, 12, 27), date(2026, 1, 2))


def test_the_range_of_the_last_issue_before_this_ones_is_not_the_weeks():
    bulletin = parsed(("本期周报共收集", "上期周报（2026年2月28日至2026年3月6日）收集信息7篇。本期周报共收集"))
    assert (bulletin.date_range.start, bulletin.date_range.end) == (date(2026, 3, 7), date(2026, 3, 13))
    assert bulletin.printed["date_range"] == "2026年03月07日到2026年03月13日"


# Index

ENTRIES = INDEX.split("目录\n", 1)[1]


@pytest.mark.parametrize(
    "printed",
    [
        "1. 甲市医院上线智慧导诊（人民网）\n\n2. 乙省印发互联互通方案（央广网）",
        "1. 甲市医院上线智慧导诊——人民网\n\n2. 乙省印发互联互通方案——央广网",
        "1. 甲市医院上线智慧导诊 / 人民网\n\n2. 乙省印发互联互通方案 / 央广网",
        "1. 甲市医院上线智慧导诊\t人民网\n\n2. 乙省印发互联互通方案\t央广网",
        "1. 甲市医院上线智慧导诊　人民网　1\n\n2. 乙省印发互联互通方案　央广网　3",
        "1. 【人民网】甲市医院上线智慧导诊\n\n2. 【央广网】乙省印发互联互通方案",
        "1. 人民网：甲市医院上线智慧导诊\n\n2. 央广网：乙省印发互联互通方案",
        "1. 甲市医院上线智慧导诊..........人民网\n\n2. 乙省印发互联互通方案..........央广网",
        "1. 甲市医院上线智慧导诊（人民网）..........1\n\n2. 乙省印发互联互通方案（央广网）..........3",
        "1. 甲市医院上线智慧导诊……（第2页）\n\n（人民网）\n\n2. 乙省印发互联互通方案……[3]\n\n（央广网）",
        "1.【标题】甲市医院上线智慧导诊【来源】人民网\n\n2.【标题】乙省印发互联互通方案【来源】央广网",
        "【人民网】\n\n1. 甲市医院上线智慧导诊\n\n【央广网】\n\n2. 乙省印发互联互通方案",
        "01\n\n甲市医院上线智慧导诊\n\n（人民网）\n\n02\n\n乙省印发互联互通方案\n\n（央广网）",
        "1. 甲市医院上线智慧导诊\n\n来源：人民网\n\n2. 乙省印发互联互通方案\n\n来源：央广网",
        "1. 甲市医院上线智慧导诊 来源：人民网\n\n2. 乙省印发互联互通方案 来源：央广网",
        "1. 甲市医院上线智慧导诊 (人民网) 2. 乙省印发互联互通方案 (央广网)",
        "01 甲市医院上线智慧导诊（人民网）\n\n02 乙省印发互联互通方案（央广网）",
        "序号 标题 来源\n\n1 甲市医院上线智慧导诊 人民网\n\n2 乙省印发互联互通方案 央广网",
        "● 甲市医院上线智慧导诊（人民网）\n\n● 乙省印发互联互通方案（央广网）",
        "甲市医院上线智慧导诊（人民网）\n\n乙省印发互联互通方案（央广网）",
    ],
)
def test_where_an_index_says_its_sources(printed):
    bulletin = parsed((ENTRIES, f"\n{printed}\n"))
    assert [(entry.title, entry.source) for entry in bulletin.index] == list(zip(TITLES, SOURCES, strict=True))
    assert is_whole(bulletin)


@pytest.mark.parametrize("heading", ["一、信息目录（共2篇）", "目　录", "目\n\n录", "- 信息目录", "【目录】", "本期目录：", "信息目录 2篇"])
def test_headings_of_the_index(heading):
    assert is_whole(parsed(("### 一、信息目录", heading)))


def test_an_index_without_a_heading_is_known_by_its_titles():
    assert is_whole(parsed(("### 一、信息目录\n", "")))


@pytest.mark.parametrize(
    "text", [HEAD + INDEX + FIRST + SECOND, HEAD + INDEX.replace("### 一、信息目录", "目录") + FIRST + SECOND], ids=["no content heading", "one heading"]
)
def test_the_content_may_have_no_heading(text):
    assert is_whole(parse_text(text))


def test_there_may_be_neither_index_nor_heading():
    bulletin = parse_text(HEAD + FIRST + SECOND)
    assert [(item.number, item.title) for item in bulletin.items] == [(1, TITLES[0]), (2, TITLES[1])]


def test_entries_that_wrap_before_a_decimal():
    long = "苏州市全面推行按病种分值付费改革试点一年住院次均费用同比下降"
    bulletin = parsed((ENTRIES, f"\n1. 甲市医院上线智慧导诊（人民网）\n2. {long}\n3.4%（央广网）\n"), (TITLES[1], long + "3.4%"))
    assert [(entry.number, entry.source) for entry in bulletin.index] == [(1, "人民网"), (2, "央广网")]


# Categories

CATEGORIES = {
    "numbered": ("一、政策动态", "二、各地动态"),
    "brackets": ("【政策动态】", "【各地动态】"),
    "round": ("（一）政策动态", "（二）各地动态"),
    "counted": ("一、政策动态（1篇）", "二、各地动态（1篇）"),
    "bare": ("政策动态", "各地动态"),
    "parts": ("第一部分 政策动态", "第二部分 各地动态"),
    "named parts": ("板块一：政策动态", "板块二：各地动态"),
}


@pytest.mark.parametrize("second", ["2", "1"], ids=["going on", "beginning again"])
@pytest.mark.parametrize("content", [CONTENT, "\n"], ids=["heading", "no heading"])
@pytest.mark.parametrize("form", CATEGORIES)
def test_categories_of_index_and_body(form, content, second):
    one, two = CATEGORIES[form]
    index = f"\n目录\n\n{one}\n\n1. 甲市医院上线智慧导诊（人民网）\n\n{two}\n\n{second}. 乙省印发互联互通方案（央广网）\n"
    text = HEAD + index + content + f"\n{one}\n" + FIRST + f"\n{two}\n" + SECOND.replace("2. 乙", f"{second}. 乙")
    bulletin = parse_text(text)
    assert [entry.category for entry in bulletin.index] == ["政策动态", "各地动态"]
    assert [item.category for item in bulletin.items] == ["政策动态", "各地动态"]
    assert is_whole(bulletin, numbers=(1, int(second)))


@pytest.mark.parametrize("form", CATEGORIES)
def test_categories_of_the_body_alone(form):
    one, two = CATEGORIES[form]
    bulletin = parse_text(HEAD + INDEX + CONTENT + f"\n{one}\n" + FIRST + f"\n{two}\n" + SECOND)
    assert [item.category for item in bulletin.items] == ["政策动态", "各地动态"]
    assert is_whole(bulletin)


def test_a_source_that_begins_with_a_number_is_no_category_of_the_index():
    lines = ["### 一、信息目录", f"1. {TITLES[0]}", "21世纪经济报道", f"2. {TITLES[1]}", "央广网", ""]
    bulletin = parsed((INDEX, "\n\n" + "\n\n".join(lines)), ("来源：人民网", "来源：21世纪经济报道"))
    assert [(entry.title, entry.source, entry.category) for entry in bulletin.index] == [
        (TITLES[0], "21世纪经济报道", None),
        (TITLES[1], "央广网", None),
    ]


def test_an_articles_own_sections_are_no_categories():
    sections = "近日，甲市医院上线智慧导诊系统，群众少跑腿。\n\n一、总体要求\n\n坚持便民。\n\n二、重点任务"
    bulletin = parsed(("近日，甲市医院上线智慧导诊系统，群众少跑腿。", sections))
    assert [item.category for item in bulletin.items] == [None, None]
    assert [block.text for block in bulletin.items[0].blocks][1:4] == ["一、总体要求", "坚持便民。", "二、重点任务"]


# Labels

FIELDS = "来源：人民网\n\n链接：<http://www.people.com.cn/n1/2026/0311/c1-1.html>\n\n主要内容："
ADDRESS = LINKS[0]


@pytest.mark.parametrize(
    "printed",
    [
        f"信息来源：人民网\n\n原文链接：{ADDRESS}\n\n内容摘要：",
        f"媒体：人民网\n\n网址：{ADDRESS}\n\n正文：",
        f"链接：{ADDRESS}\n\n来源：人民网\n\n主要内容：",
        f"【来源】人民网\n\n【链接】{ADDRESS}\n\n【主要内容】",
        f"【来源】：人民网\n\n【链接】：{ADDRESS}\n\n【主要内容】：",
        f"● 来源：人民网\n\n● 链接：{ADDRESS}\n\n● 主要内容：",
        f"●\n来源：人民网\n\n●\n链接：{ADDRESS}\n\n● 主要内容：",
        f"（1）来源：人民网\n\n（2）链接：{ADDRESS}\n\n（3）主要内容：",
        f"来源：人民网　链接：{ADDRESS}\n\n主要内容：",
        f"来源：人民网；链接：{ADDRESS}\n\n主要内容：",
        f"来源：人民网 | 链接：{ADDRESS}\n\n主要内容：",
        f"来源：人民网／链接：{ADDRESS}\n\n主要内容：",
        f"来源：【人民网】\n\n链接：【{ADDRESS}】\n\n主要内容：",
        f"来源：人民网。\n\n链接：{ADDRESS}。\n\n主要内容：",
        f"Source：人民网\n\nLink: {ADDRESS}\n\nContent：",
        f"（来源：人民网　链接：{ADDRESS}）\n\n主要内容：",
        f"来源 人民网\n\n链接 {ADDRESS}\n\n主要内容",
        f"来源\n\n人民网\n\n链接\n\n{ADDRESS}\n\n主要内容",
        f"来源：人民网\n\n链接：{ADDRESS}",
        f"来 源：人民网\n\n链 接：{ADDRESS}\n\n主要内容：",
    ],
)
def test_forms_of_the_labels(printed):
    bulletin = parsed((FIELDS, printed))
    assert is_whole(bulletin)
    assert bulletin.items[0].published == date(2026, 3, 11)
    assert bulletin.items[0].labels == {}


@pytest.mark.parametrize(
    ("printed", "labels"),
    [
        ("关键词：医保；大模型\n\n主要内容：", {"关键词": "医保；大模型"}),
        ("作者：李明\n\n类别：政策\n\n主要内容：", {"作者": "李明", "类别": "政策"}),
        ("影响范围：全国\n\n主要内容：", {"影响范围": "全国"}),
        ("【关键词】医保\n\n主要内容：", {"关键词": "医保"}),
    ],
)
def test_further_labels_are_kept(printed, labels):
    bulletin = parsed((FIELDS, FIELDS.replace("主要内容：", printed)))
    assert bulletin.items[0].labels == labels
    assert is_whole(bulletin)


@pytest.mark.parametrize(
    "printed",
    [
        "来源：人民网　发布时间：2026-03-11",
        "来源：人民网\n\n发布时间：2026年3月11日",
        "发布时间：\n\n2026年3月11日\n\n来源：人民网",
        "来源：人民网（2026-03-11）",
    ],
)
def test_a_labels_date_is_the_items(printed):
    bulletin = parsed((FIELDS, FIELDS.replace("来源：人民网", printed)), ("甲市医院上线智慧导诊\n\n2026-03-11 来源：人民网\n\n", ""))
    assert bulletin.items[0].published == date(2026, 3, 11)
    assert is_whole(bulletin)


def test_labels_after_the_text():
    after = "该系统准确率超过九成。\n\n来源：人民网\n\n链接：" + ADDRESS
    bulletin = parsed((FIELDS + "\n\n", ""), ("该系统准确率超过九成。", after))
    assert is_whole(bulletin)


@pytest.mark.parametrize("after", ["\n\n（来源：人民网）", "（来源：人民网）", "\n\n来源：人民网"])
def test_a_source_after_the_text(after):
    bulletin = parsed(("来源：人民网\n\n链接", "链接"), ("该系统准确率超过九成。", "该系统准确率超过九成。" + after))
    assert is_whole(bulletin)


def test_labels_after_the_text_without_an_index():
    items = [
        f"{number}. {title}\n\n" + "\n\n".join(body) + f"\n\n来源：{source}\n\n链接：{link}\n\n"
        for number, title, body, source, link in zip((1, 2), TITLES, BODIES, SOURCES, LINKS, strict=True)
    ]
    bulletin = parse_text(HEAD + "\n" + "".join(items))
    assert [(item.number, item.title, item.source, item.link) for item in bulletin.items] == list(zip((1, 2), TITLES, SOURCES, LINKS, strict=True))
    assert [[block.text for block in item.blocks] for item in bulletin.items] == BODIES
    assert bulletin.residue == ()


@pytest.mark.parametrize("label", ["标题：", "【标题】", "1. 标题："])
def test_titles_behind_a_label(label):
    bulletin = parsed(("#### 1. ", label), ("#### 2. ", label.replace("1", "2")))
    assert is_whole(bulletin, numbers=(1, 2) if "1" in label else (None, None))


@pytest.mark.parametrize("form", ["第{}条 ", "【{}】", "{}）", "（{}）", "NO.{} ", "{} ", "0{} ", "{}、", "0{}｜", "■ {}. ", "信息{}："])
def test_forms_of_the_numbers(form):
    entries = [form.format(number) + f"{title}（{source}）" for number, title, source in zip((1, 2), TITLES, SOURCES, strict=True)]
    bulletin = parsed((ENTRIES, "\n" + "\n\n".join(entries) + "\n"), ("#### 1. ", form.format(1)), ("#### 2. ", form.format(2)))
    assert [entry.number for entry in bulletin.index] == [1, 2]
    assert is_whole(bulletin)


@pytest.mark.parametrize("form", ["【第{}篇】", "第{}条", "【{}】", "（{}）", "0{}"])
def test_numbers_on_lines_of_their_own(form):
    numbered = [(f"#### {number}. ", form.format(number) + "\n\n") for number in (1, 2)]
    assert is_whole(parsed((ENTRIES, ENTRIES.replace("1.", "01").replace("2.", "02")), *numbered))


def test_numbers_above_entries_and_titles_alike_are_no_page_numbers():
    entries = "\n01\n\n甲市医院上线智慧导诊\n\n（人民网）\n\n02\n\n乙省印发互联互通方案\n\n（央广网）\n"
    assert is_whole(parsed((ENTRIES, entries), ("#### 1. ", "01\n\n"), ("#### 2. ", "02\n\n")))


def test_a_category_without_items():
    index = "\n一、政策动态\n\n1. 甲市医院上线智慧导诊（人民网）\n\n二、国际动态\n\n（本期无）\n\n三、各地动态\n\n2. 乙省印发互联互通方案（央广网）\n"
    body = CONTENT + "\n一、政策动态\n" + FIRST + "\n二、国际动态\n\n（本期无）\n\n三、各地动态\n" + SECOND
    bulletin = parse_text(HEAD + "\n目录\n" + index + body)
    assert [item.category for item in bulletin.items] == ["政策动态", "各地动态"]
    assert is_whole(bulletin)


def test_a_source_in_brackets_below_the_title():
    assert is_whole(parsed(("来源：人民网\n\n链接", "（人民网）\n\n链接"), ("来源：央广网\n\n链接", "（央广网）\n\n链接")))


def test_labels_below_a_summary():
    summary = f"摘要：{BODIES[0][0]}\n\n来源：人民网\n\n链接：{ADDRESS}\n\n{BODIES[0][1]}"
    bulletin = parsed((f"{FIELDS}\n\n{TITLES[0]}\n\n2026-03-11 来源：人民网\n\n" + "\n\n".join(BODIES[0]), summary))
    assert is_whole(bulletin)


def test_a_label_inside_the_text_is_text():
    inside = "数据如下。\n\n来源：工业和信息化部\n\n该系统准确率超过九成。"
    bulletin = parsed(("该系统准确率超过九成。", inside))
    assert bulletin.items[0].source == "人民网"
    assert "来源：工业和信息化部" in [block.text for block in bulletin.items[0].blocks]


def test_titles_that_begin_with_a_labels_word():
    bulletin = parsed((TITLES[0], "来源：谁在泄露患者信息？"), (TITLES[1], "链接：打通数据的“最后一公里”"))
    assert [item.title for item in bulletin.items] == ["来源：谁在泄露患者信息？", "链接：打通数据的“最后一公里”"]
    assert [item.source for item in bulletin.items] == SOURCES
    assert bulletin.items[0].headline == "来源：谁在泄露患者信息？"


def test_items_may_begin_by_the_indexs_words_alone():
    text = HEAD + INDEX.replace("1. ", "").replace("2. ", "") + CONTENT + f"\n{TITLES[0]}\n\n" + "\n\n".join(BODIES[0]) + f"\n\n{TITLES[1]}\n\n" + BODIES[1][0]
    bulletin = parse_text(text)
    assert is_whole(bulletin, numbers=(None, None), links=(None, None), sources=[None, None])


# Links


def test_two_links():
    bulletin = parsed((f"<{ADDRESS}>", f"{ADDRESS}\n\nhttp://www.nhc.gov.cn/wjw/c100175/5f3d.shtml"))
    assert bulletin.items[0].further_links == ("http://www.nhc.gov.cn/wjw/c100175/5f3d.shtml",)
    assert is_whole(bulletin)


@pytest.mark.parametrize("remark", ["（需登录）", " ，访问日期同上。"])
def test_a_remark_behind_a_link_is_no_text(remark):
    assert is_whole(parsed((f"<{ADDRESS}>", f"{ADDRESS}{remark}")))


@pytest.mark.parametrize("word", ["无", "暂无", "无链接", "—"])
def test_the_word_that_there_is_no_link(word):
    bulletin = parsed((f"<{ADDRESS}>", word))
    assert (bulletin.items[0].link, bulletin.items[0].labels) == (None, {"链接": word})


def test_a_link_that_a_word_carries():
    bulletin = parsed((f"<{ADDRESS}>", f"[点击查看]({ADDRESS})"))
    assert is_whole(bulletin)


def test_a_link_takes_no_text_of_the_next_line():
    bulletin = parsed((f"<{ADDRESS}>\n\n主要内容：\n\n", f"{ADDRESS}\n"))
    assert (bulletin.items[0].link, bulletin.items[0].headline) == (ADDRESS, TITLES[0])


# Over and in the article


def test_a_subtitle_is_the_headlines_second_line():
    bulletin = parsed((f"主要内容：\n\n{TITLES[0]}\n", f"主要内容：\n\n{TITLES[0]}\n\n——写在全国两会召开之际\n"))
    assert bulletin.items[0].headline == f"{TITLES[0]}\n——写在全国两会召开之际"
    assert bulletin.items[0].published == date(2026, 3, 11)


def test_a_long_byline():
    bulletin = parsed(("2026-03-11 来源：人民网", "2026-03-11 10:25　来源：人民网　编辑：陈静　字号：大 中 小"))
    assert bulletin.items[0].published == date(2026, 3, 11)
    assert is_whole(bulletin)


def test_a_line_of_ornament_is_furniture():
    bulletin = parsed(("该系统准确率超过九成。", "该系统准确率超过九成。\n\n＊＊＊＊＊＊"))
    assert [remnant.text for remnant in bulletin.furniture] == ["＊＊＊＊＊＊"]
    assert is_whole(bulletin)


# Back matter


@pytest.mark.parametrize(
    "printed",
    [
        ["三、舆情分析", "本周舆情总体平稳。"],
        ["主办：北京市卫生健康大数据与政策研究中心", "主编：王建国　编辑：陈静 刘洋", "联系电话：010-83970000"],
        ["报：市卫生健康委领导", "送：各处室、各直属单位", "（共印50份）"],
        ["报：市卫生健康委领导", "北京市卫生健康大数据与政策研究中心　2026年3月13日印"],
        ["免责声明：本周报仅供内部参考。"],
        ["附件：本期信息汇总表"],
        ["（完）"],
        ["END", "往期推荐", "1. 第663期"],
        ["编辑：何磊　审核：严敏"],
    ],
    ids=lambda printed: printed[0],
)
def test_back_matter(printed):
    bulletin = parse_text(WHOLE + "\n" + "\n\n".join(printed) + "\n")
    assert [remnant.text for remnant in bulletin.back_matter] == [line.replace("　", " ") for line in printed]
    assert is_whole(bulletin)


def test_an_articles_own_last_section_is_no_back_matter():
    sections = "一、总体要求\n\n坚持便民。\n\n二、重点任务\n\n推动互认。\n\n三、保障措施\n\n加强领导。"
    bulletin = parsed(("乙省日前印发方案，推动检查检验结果互认。", sections))
    assert bulletin.back_matter == ()
    assert len(bulletin.items[1].blocks) == 6


def test_a_note_below_a_table_stays_in_the_article():
    bulletin = parse_text(WHOLE + "\n注：数据截至2025年底。\n")
    assert bulletin.back_matter == ()


def test_a_title_with_a_labels_word_behind_a_source_in_brackets():
    text = WHOLE.replace("甲市医院上线智慧导诊\n\n（人民网）", "【人民网】来源：谁在倒卖信息？").replace(
        "乙省印发互联互通方案\n\n（央广网）", "【央广网】乙省印发互联互通方案"
    )
    text = text.replace("甲市医院上线智慧导诊", "来源：谁在倒卖信息？")
    bulletin = parse_text(text)
    assert [(entry.title, entry.source) for entry in bulletin.index] == [("来源：谁在倒卖信息？", "人民网"), ("乙省印发互联互通方案", "央广网")]
    assert [item.title for item in bulletin.items] == ["来源：谁在倒卖信息？", "乙省印发互联互通方案"]


# Indexes and what stands beside them


def test_a_heading_may_be_as_wide_as_its_spaces():
    assert is_whole(parsed(("一、信息目录", "目\u00a0\u00a0\u00a0\u00a0录")))


def test_a_source_that_begins_with_figures_is_no_category():
    """21世纪经济报道 on a line of its own looks like a numbered heading."""
    named = [("人民网", "21世纪经济报道"), ("（21世纪经济报道）", "21世纪经济报道"), ("（央广网）", "央广网")]
    bulletin = parsed(*named)
    assert [entry.source for entry in bulletin.index] == ["21世纪经济报道", "央广网"]
    assert {entry.category for entry in bulletin.index} == {None}


def test_one_outlet_twice_in_a_category_is_no_heading_of_the_content():
    """Without 具体内容 the content begins above its first category; (人民网) stood twice just above it."""
    text = WHOLE.replace("央广网", "人民网").replace("二、具体内容\n\n", "【政策动态】\n\n").replace("一、信息目录\n\n", "一、信息目录\n\n【政策动态】\n\n")
    bulletin = parse_text(text)
    assert [entry.source for entry in bulletin.index] == ["人民网", "人民网"]
    assert [item.category for item in bulletin.items] == ["政策动态", "政策动态"]
    assert bulletin.residue == ()


def test_a_category_below_a_source_is_no_run_of_sources():
    """Two brackets one below the other, below as many titles as there are of them: the first title keeps its own source."""
    bulletin = parsed(("1. 甲市医院", "【政策动态】\n\n1. 甲市医院"), ("（央广网）\n", "（央广网）\n\n【国际视野】\n\n3. 丙县推进医保结算\n\n（新华网）\n"))
    assert [(entry.title, entry.source) for entry in bulletin.index][:2] == list(zip(TITLES, SOURCES, strict=True))


def test_no_part_of_a_title_is_a_source_where_the_items_have_other_ones():
    text = (
        WHOLE.replace("\n\n（人民网）", "")
        .replace("\n\n（央广网）", "")
        .replace("甲市医院上线智慧导诊", "甲市医院：上线智慧导诊")
        .replace("乙省印发", "乙省卫生健康委：印发")
    )
    bulletin = parse_text(text)
    assert [(entry.title, entry.source) for entry in bulletin.index] == [("甲市医院：上线智慧导诊", None), ("乙省卫生健康委：印发互联互通方案", None)]


def test_a_tables_caption_is_one():
    table = "表1 各县接入情况\n\n| 县 | 机构 |\n|---|---|\n| 甲县 | 32 |\n"
    bulletin = parse_text(WHOLE.replace("该系统准确率超过九成。\n", f"{table}\n该系统准确率超过九成。\n"))
    assert [block.kind for block in bulletin.items[0].blocks] == ["paragraph", "caption", "table", "paragraph"]


def test_the_date_of_a_signature_is_no_heading():
    bulletin = parse_text(WHOLE.replace("该系统准确率超过九成。\n", "**2026年3月10日**\n\n该系统准确率超过九成。\n"))
    assert [block.kind for block in bulletin.items[0].blocks] == ["paragraph", "paragraph", "paragraph"]


def test_what_is_glued_to_an_address_is_not_cut_off():
    link = "javascript:alert(1)//http://www.people.com.cn/n1/2026/0311/c1-1.html"
    bulletin = parse_text(WHOLE.replace("<http://www.people.com.cn/n1/2026/0311/c1-1.html>", f"<{link}>"))
    assert bulletin.items[0].link == link
    assert "BP501" in {finding.code for finding in bulletin.findings}


def test_an_articles_own_source_is_no_heading():
    bulletin = parse_text(WHOLE.replace("该系统准确率超过九成。\n", "**来源：甲县卫生健康委官网**\n\n该系统准确率超过九成。\n"))
    assert [block.kind for block in bulletin.items[0].blocks] == ["paragraph", "paragraph", "paragraph"]
