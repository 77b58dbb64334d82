"""Forms of typists and portals: labels below the text with a byline above it, what an index says in other words, lines of web pages."""

import pytest

from bulletin_parse import parse, parse_text
from bulletins import CONTENT, FIRST, HEAD, INDEX, SECOND, WHOLE

TITLES = ["甲市医院上线智慧导诊", "乙省印发互联互通方案"]
LINKS = ["http://www.people.com.cn/n1/2026/0311/c1-1.html", "http://www.cnr.cn/a/20260312/t20260312_1.shtml"]
SOURCES = ["人民网", "央广网"]


def below(title, byline, source, link, mark):
    """An item with headline and byline above its text and the labels below it."""
    return f"\n{mark}{title}\n\n{title}\n\n{byline}\n\n近日，系统上线。\n\n出处：{source}\n\n链接：{link}\n"


def both(byline, mark="{}. "):
    rows = zip(TITLES, SOURCES, LINKS, (1, 2), strict=True)
    return "".join([below(title, byline.format(source), source, link, mark.format(number)) for title, source, link, number in rows])


@pytest.mark.parametrize("byline", ["来源：{} 2026-03-11", "发布时间：2026-03-11 来源：{} 作者：李四", "2026-03-11 来源：{}"])
@pytest.mark.parametrize("mark", ["{}. ", "■ ", "• "])
def test_labels_below_the_text_of_an_item_with_a_byline_above_it(byline, mark):
    bulletin = parse_text(HEAD + INDEX + CONTENT + both(byline, mark))
    said = [(item.title, item.source, item.link, item.body, str(item.published)) for item in bulletin.items]
    assert said == [(title, source, link, "近日，系统上线。", "2026-03-11") for title, source, link in zip(TITLES, SOURCES, LINKS, strict=True)]
    assert bulletin.residue == ()


def test_a_title_that_its_headline_repeats_begins_an_item_that_the_index_lacks():
    index = INDEX.replace("2. 乙省印发互联互通方案\n\n（央广网）\n", "")
    bulletin = parse_text(HEAD + index + CONTENT + both("2026-03-11 {}"))
    assert [(item.number, item.title) for item in bulletin.items] == [(1, TITLES[0]), (2, TITLES[1])]
    assert "BP204" in {finding.code for finding in bulletin.findings}


def test_an_index_that_says_the_first_half_of_a_title():
    text = (CONTENT + both("2026-03-11 {}")).replace(TITLES[1], f"{TITLES[1]} 年底前全省落地")
    bulletin = parse_text(HEAD + INDEX + text)
    assert [item.title for item in bulletin.items] == [TITLES[0], f"{TITLES[1]} 年底前全省落地"]
    assert {finding.code for finding in bulletin.findings} >= {"BP206"}


@pytest.mark.parametrize("before", ["【{}】", "{}："])
def test_a_bracket_of_the_titles_own_where_the_others_have_the_source_in_front(before):
    index = f"\n### 一、信息目录\n\n1. {before.format('人民网')}{TITLES[0]}（第二批）\n\n2. {before.format('央广网')}{TITLES[1]}\n"
    bulletin = parse_text(HEAD + index + CONTENT + FIRST.replace(TITLES[0], f"{TITLES[0]}（第二批）") + SECOND)
    assert [(entry.title, entry.source) for entry in bulletin.index] == [(f"{TITLES[0]}（第二批）", "人民网"), (TITLES[1], "央广网")]


@pytest.mark.parametrize("tail", ["【打印本页】【关闭窗口】", "上一篇：全国卫生信息化舆情监测周报（上一期）", "下一篇：没有了"])
def test_what_a_portal_sets_below_a_page_is_back_matter(tail):
    bulletin = parse_text(f"{WHOLE}\n{tail}\n")
    assert [remnant.text for remnant in bulletin.back_matter] == [tail]


def test_a_source_said_above_the_text_and_below_it_leaves_no_residue():
    text = "\n\n来源：央广网 2026-03-12\n\n方案印发，明确各地任务。\n\n链接：http://www.cnr.cn/a/1.shtml\n\n信息来源：央广网\n"
    bulletin = parse_text(HEAD + INDEX + CONTENT + FIRST + f"\n#### 2. {TITLES[1]}{text}")
    assert (bulletin.items[1].source, bulletin.residue) == ("央广网", ())


def test_a_table_above_the_labels_is_no_title():
    table = "| 指标 | 数量 |\n| --- | --- |\n| 医院 | 15 |\n"
    text = both("2026-03-11 {}").replace("\n出处：人民网", f"\n{table}\n出处：人民网")
    bulletin = parse_text(HEAD + INDEX + CONTENT + text)
    assert [item.title for item in bulletin.items] == TITLES
    assert [block.kind for block in bulletin.items[0].blocks] == ["paragraph", "table"]


def test_lines_cut_anywhere_at_one_width_join_without_a_space():
    whole = "近日，" + "导诊系统在门诊大厅上线运行" * 14 + "。"
    cut = "\n".join([whole[at : at + 40] for at in range(0, len(whole), 40)])
    long = "本期周报共收集2篇卫生健康大数据与政策研究相关信息，监测范围包括全国主流媒体及政府网站等，" + "来源众多" * 10 + "。"
    texts = [
        f"\n#### {number}. {title}\n\n来源：{source}\n\n链接：{link}\n\n{cut}\n"
        for number, title, source, link in zip((1, 2), TITLES, SOURCES, LINKS, strict=True)
    ]
    bulletin = parse_text(HEAD + long + INDEX + CONTENT + "".join(texts))
    assert [item.body for item in bulletin.items] == [whole, whole]


@pytest.mark.parametrize("parted", ["<br><br>\n", "<br>\n\u3000\u3000", "<br>&nbsp;&nbsp;"])
def test_an_empty_line_or_an_indent_parts_the_paragraphs_of_a_web_page(parted):
    page = parted.join(["<html><body><h1>全国卫生信息化舆情监测周报（第664期）</h1>", *_lines()]) + "</body></html>"
    bulletin = parse(page.encode(), name="a.html")
    assert (bulletin.publisher, str(bulletin.published)) == ("北京市卫生健康大数据与政策研究中心", "2026-03-13")
    assert [(item.title, item.link, [block.text for block in item.blocks]) for item in bulletin.items] == [
        (title, link, ["近日，系统上线。", "各地跟进。"]) for title, link in zip(TITLES, LINKS, strict=True)
    ]


def _lines():
    index = [f"{number}、{title}（{source}）" for number, title, source in zip((1, 2), TITLES, SOURCES, strict=True)]
    lines = ["主办单位：北京市卫生健康大数据与政策研究中心", "2026年3月13日", "本期导语：本期周报共收集2篇信息，时间从2026年3月7日到2026年3月13日。"]
    lines += ["信息目录", *index, "具体内容"]
    for number, title, source, link in zip((1, 2), TITLES, SOURCES, LINKS, strict=True):
        lines += [f"{number}、{title}", f"来源：{source}", f"链接：{link}", "主要内容：", "近日，系统上线。", "各地跟进。"]
    return lines


@pytest.mark.parametrize("brackets", ["〔〕", "〖〗", "「」", "《》"])
def test_a_link_in_brackets_ends_where_they_do(brackets):
    bulletin = parse_text(WHOLE.replace(LINKS[0], f"{brackets[0]}{LINKS[0]}{brackets[1]}"))
    assert (bulletin.items[0].link, bulletin.residue) == (LINKS[0], ())


def test_a_mails_subject_gives_no_issue_label():
    bulletin = parse_text(f"发件人: 信息科\n\n主题: 转发：周报第512期\n\n{WHOLE}")
    assert (bulletin.issue_label, bulletin.issue_number) == ("第六六四", 664)


@pytest.mark.parametrize("heading", ["更正", "勘误", "更正说明"])
def test_a_correction_below_the_last_item_is_back_matter(heading):
    correction = "本刊第663期第2条信息来源误为“央广网”，应为“健康报”，特此更正并致歉。"
    bulletin = parse_text(f"{WHOLE}\n{heading}\n\n{correction}\n")
    assert [remnant.text for remnant in bulletin.back_matter] == [heading, correction]


def test_a_form_to_be_sent_back_below_the_last_item_is_back_matter():
    bulletin = parse_text(f"{WHOLE}\n**阅读反馈回执**\n\n请填写后于每月底前传真至编辑部。\n\n单位\n\n意见建议\n")
    assert [remnant.text for remnant in bulletin.back_matter] == ["阅读反馈回执", "请填写后于每月底前传真至编辑部。", "单位", "意见建议"]


@pytest.mark.parametrize("brackets", ["【】", "（）", "[]"])
def test_a_source_in_brackets_before_the_title_as_in_the_index_is_the_items(brackets):
    text = HEAD + INDEX + CONTENT + both("2026-03-11 {}")
    for number, (title, source) in enumerate(zip(TITLES, SOURCES, strict=True), 1):
        tagged = f"{number}. {brackets[0]}{source}{brackets[1]}{title}"
        text = text.replace(f"{number}. {title}\n\n（{source}）", tagged).replace(f"{number}. {title}", tagged).replace(f"\n出处：{source}\n", "\n")
    bulletin = parse_text(text)
    assert [(item.title, item.source) for item in bulletin.items] == list(zip(TITLES, SOURCES, strict=True))
    assert bulletin.residue == ()


def test_a_note_by_the_editors_above_the_lead_is_no_part_of_it():
    note = "编者按\n\n从本期起，周报增设地方实践类信息，欢迎各单位来稿。\n\n"
    bulletin = parse_text(WHOLE.replace("### 本期导语：", f"{note}### 本期导语："))
    assert bulletin.lead.startswith("本期周报共收集2篇")
    assert [remnant.text for remnant in bulletin.front_matter] == ["编者按", "从本期起，周报增设地方实践类信息，欢迎各单位来稿。"]


@pytest.mark.parametrize("end", ["\n\n— 1 —\n\n", "\f"])
def test_a_running_header_that_repeats_the_masthead_on_one_page_parts_no_paragraph(end):
    whole = "据介绍，系统在门诊大厅上线运行，" * 4 + "群众少跑腿。"
    cut = f"{whole[:36]}{end}全国卫生信息化舆情监测周报　　第六六四\n\n{whole[36:]}"
    bulletin = parse_text(WHOLE.replace("该系统准确率超过九成。", cut))
    assert bulletin.items[0].blocks[-1].text == whole


def test_rows_with_tabs_between_their_cells_are_a_table():
    rows = ["地区\t接入医院\t接入率", "甲市\t20\t100%", "乙县\t6\t86%"]
    bulletin = parse_text(WHOLE.replace("该系统准确率超过九成。", "\n".join([*rows, "该系统准确率超过九成。"])))
    table, last = bulletin.items[0].blocks[-2:]
    assert (table.kind, table.rows) == ("table", tuple([tuple(row.split("\t")) for row in rows]))
    assert last.text == "该系统准确率超过九成。"


def test_a_source_in_brackets_in_a_cell_of_the_index_is_the_name_alone():
    rows = [f"{number}、\t{title}\t（{source}）" for number, (title, source) in enumerate(zip(TITLES, SOURCES, strict=True), 1)]
    bulletin = parse_text(HEAD + "\n### 一、信息目录\n\n" + "\n".join(rows) + "\n" + CONTENT + FIRST + SECOND)
    assert [entry.source for entry in bulletin.index] == SOURCES


@pytest.mark.parametrize("heading", ["一、信息目录（续）", "信息目录(续)", "目录（续上页）"])
def test_the_indexs_heading_again_on_the_next_page_is_no_entry(heading):
    index = INDEX.replace("\n2. ", f"\n{heading}\n\n2. ", 1)
    bulletin = parse_text(HEAD + index + CONTENT + FIRST + SECOND)
    assert [(entry.title, entry.source) for entry in bulletin.index] == list(zip(TITLES, SOURCES, strict=True))
    assert [remnant.text for remnant in bulletin.furniture] == [heading]


def test_the_index_s_sources_each_above_all_its_entries_are_no_categories():
    index = "\n### 一、信息目录\n\n【人民网】\n\n1. 甲市医院上线智慧导诊\n\n2. 乙省印发互联互通方案\n"
    bulletin = parse_text(HEAD + index + CONTENT + FIRST + SECOND.replace("央广网", "人民网"))
    assert [(entry.source, entry.category) for entry in bulletin.index] == [("人民网", None)] * 2
    assert bulletin.residue == ()


def test_a_source_and_a_day_in_brackets_behind_the_title_are_the_items():
    text = WHOLE
    for title, source, day in zip(TITLES, SOURCES, ("2026-03-11", "2026-03-12"), strict=True):
        text = text.replace(f". {title}\n\n来源：{source}\n", f". {title}（{source} {day}）\n").replace(f"{title}\n\n{day} 来源：{source}\n", "")
    bulletin = parse_text(text)
    assert [(item.title, item.source, str(item.published)) for item in bulletin.items] == [
        (TITLES[0], "人民网", "2026-03-11"),
        (TITLES[1], "央广网", "2026-03-12"),
    ]
    assert bulletin.residue == ()


def test_a_mails_end_is_back_matter():
    lines = ["周报编辑组 敬上", "电话：010-5551 2086", "如不再接收本刊，请回复“退订”。"]
    bulletin = parse_text("\n\n".join([WHOLE, *lines]) + "\n")
    assert [remnant.text for remnant in bulletin.back_matter] == lines
