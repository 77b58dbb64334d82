"""Habits of editors beside the plain form: numbers before figures, tables in a text, what is said twice, what ends an article."""

import pytest
from rich.cells import cell_len

from bulletin_parse import Picture, parse_text
from bulletins import CONTENT, FIRST, HEAD, INDEX, SECOND, WHOLE
from pages import PITCH, RIGHT, bulletin_on, line, page

TITLES = ["甲市医院上线智慧导诊", "乙省印发互联互通方案"]
ADDRESS = "http://www.people.com.cn/n1/2026/0311/c1-1.html"


def with_titles(text, *titles):
    for old, new in zip(TITLES, titles, strict=False):
        text = text.replace(old, new)
    return text


def read(bulletin):
    return [(entry.number, entry.title, entry.source) for entry in bulletin.index], [(item.number, item.title, item.source) for item in bulletin.items]


@pytest.mark.parametrize("mark", ["0{} ", "0{}｜", "（{}）", "⑴⑵", "❶❷ ", "ⅠⅡ. ", "{}/2 ", "{}. "])
@pytest.mark.parametrize("title", ["3.2亿份病历接入国家平台", "2026年十件大事公布", "3月起，这些医院可“刷脸”就医"])
def test_a_number_before_a_title_that_begins_with_figures(mark, title):
    one, two = (mark.format(number) if "{" in mark else mark[number - 1] + mark[2:] for number in (1, 2))
    index = f"\n### 一、信息目录\n\n{one}{title}（人民网）\n\n{two}{TITLES[1]}（央广网）\n"
    text = HEAD + index + CONTENT + with_titles(FIRST, title).replace("#### 1. ", f"#### {one}") + SECOND.replace("#### 2. ", f"#### {two}")
    said = [(1, title, "人民网"), (2, TITLES[1], "央广网")]
    assert read(parse_text(text)) == (said, said)


def test_a_bulleted_decimal_is_no_number():
    index = f"\n### 一、信息目录\n\n● 3.2亿份病历接入国家平台（人民网）\n\n● {TITLES[1]}（央广网）\n"
    bulletin = parse_text(with_titles(HEAD + index + CONTENT + FIRST + SECOND, "3.2亿份病历接入国家平台"))
    assert [(entry.number, entry.title) for entry in bulletin.index] == [(None, "3.2亿份病历接入国家平台"), (None, TITLES[1])]


def test_a_bullet_before_a_title_is_no_part_of_it():
    bulletin = parse_text(WHOLE.replace("#### 1. ", "#### ■ ").replace("#### 2. ", "#### ■"))
    assert [item.title for item in bulletin.items] == TITLES
    assert bulletin.residue == ()


@pytest.mark.parametrize("title", ["“一码通”之后还差什么", "3月起可“刷脸”就医"])
@pytest.mark.parametrize("page", ["", "\t2"], ids=["three columns", "four columns"])
def test_an_index_whose_columns_tabs_part(title, page):
    head = "序号\t标题\t来源" + ("\t页码" if page else "")
    index = f"\n一、信息目录\n{head}\n1\t{title}\t人民网{page}\n2\t乙省 印发互联互通方案\t央广网{page}\n"
    plain = (HEAD + index + CONTENT + FIRST + SECOND).replace("#", "")
    bulletin = parse_text(with_titles(plain, title, "乙省 印发互联互通方案").replace("来源：", "出自 "))
    assert [(entry.number, entry.title, entry.source) for entry in bulletin.index] == [(1, title, "人民网"), (2, "乙省 印发互联互通方案", "央广网")]
    assert bulletin.residue == ()


def test_sources_behind_a_slash_are_known_by_dated_ones_after_the_text():
    fields = "来源：人民网\n\n链接：<http://www.people.com.cn/n1/2026/0311/c1-1.html>\n\n主要内容：\n\n"
    first = FIRST.replace(fields, "").replace("甲市医院上线智慧导诊\n\n2026-03-11 来源：人民网\n\n", "")
    index = INDEX.replace("导诊\n\n（人民网）", "导诊 / 人民网").replace("方案\n\n（央广网）", "方案 / 央广网")
    bulletin = parse_text(HEAD + index + CONTENT + first.rstrip() + f"\n\n（来源：人民网，2026-03-11）\n\n原文链接：{ADDRESS}\n" + SECOND)
    assert read(bulletin)[0] == [(1, TITLES[0], "人民网"), (2, TITLES[1], "央广网")]
    assert bulletin.items[0].source == "人民网"


def test_titles_behind_a_label_with_the_other_labels_after_the_text():
    def item(title, source, link, text):
        return f"\n标题：{title}\n\n{text}\n\n来源：{source}\n\n链接：{link}\n"

    first = item(TITLES[0], "人民网", ADDRESS, "近日，系统上线。\n\n挂号——")
    second = item(TITLES[1], "央广网", "http://www.cnr.cn/a/20260312/t20260312_1.shtml", "方案印发。")
    bulletin = parse_text(HEAD + INDEX + CONTENT + first + second)
    assert [(item.title, item.source, item.link) for item in bulletin.items] == [
        (TITLES[0], "人民网", ADDRESS),
        (TITLES[1], "央广网", "http://www.cnr.cn/a/20260312/t20260312_1.shtml"),
    ]
    assert bulletin.findings == ()


def test_an_article_that_ends_with_a_sections_name_keeps_it():
    bulletin = parse_text(WHOLE.replace("#### 2. ", "二、具体内容\n\n#### 2. "))
    assert bulletin.items[0].blocks[-1].text == "二、具体内容"
    assert [item.category for item in bulletin.items] == [None, None]


@pytest.mark.parametrize("line", ["延伸阅读：什么是隐私计算", "相关阅读：智慧导诊五问"])
def test_further_reading_with_nothing_below_it_is_the_articles_last_line(line):
    bulletin = parse_text(f"{WHOLE.rstrip()}\n\n{line}\n")
    assert bulletin.items[-1].blocks[-1].text == line
    assert bulletin.back_matter == ()


@pytest.mark.parametrize("printed", ["来源：人民网　{}", "来源：人民网（{}）", "来源：人民网 | {}"])
def test_an_address_behind_a_source_is_the_link(printed):
    bulletin = parse_text(WHOLE.replace(f"来源：人民网\n\n链接：<{ADDRESS}>", printed.format(ADDRESS)))
    assert (bulletin.items[0].source, bulletin.items[0].link) == ("人民网", ADDRESS)
    assert bulletin.findings == ()


def test_a_source_that_index_body_and_label_say_is_no_part_of_the_title():
    bulletin = parse_text(WHOLE.replace("#### 1. 甲市医院上线智慧导诊", "#### 1. 甲市医院上线智慧导诊（人民网）"))
    assert (bulletin.index[0].title, bulletin.items[0].title, bulletin.items[0].source) == (TITLES[0], TITLES[0], "人民网")
    assert bulletin.residue == ()


def test_the_days_below_the_number_are_no_publisher():
    bulletin = parse_text(WHOLE.replace("（第六六四）\n", "（第六六四）\n\n（2026年3月7日—2026年3月13日）\n"))
    assert bulletin.publisher == "北京市卫生健康大数据与政策研究中心"
    assert [remnant.text for remnant in bulletin.front_matter] == ["（2026年3月7日—2026年3月13日）"]


@pytest.mark.parametrize("heading", ["目录 CONTENTS", "目　录（Contents）", "信息目录 CATALOGUE"])
def test_english_beside_the_indexs_heading(heading):
    bulletin = parse_text(WHOLE.replace("一、信息目录", heading))
    assert len(bulletin.index) == 2
    assert bulletin.lead is not None
    assert "目" not in bulletin.lead[-20:]


@pytest.mark.parametrize(("line", "rest"), [("编辑：刘", "洋"), ("责任编辑：欧阳", "洋"), ("记者 王", "小明")])
def test_a_name_that_a_lines_end_cut_belongs_to_the_byline(line, rest):
    bulletin = parse_text(WHOLE.replace("2026-03-11 来源：人民网\n", f"2026-03-11 来源：人民网 {line}\n\n{rest}\n"))
    assert bulletin.items[0].byline == f"2026-03-11 来源：人民网 {line}{rest}"
    assert bulletin.items[0].blocks[0].text.startswith("近日")


SENTENCES = [
    "近日，甲市医院上线智慧导诊系统，群众少跑腿，该系统由市卫生健康委牵头建设，首批接入医疗机构三十六家。",
    "截至二月底，平台累计服务七百余万人次，日均调阅量达八十九万次，患者可以在手机上查看谁看过自己的病历。",
    "值得注意的是，仍有八成的受访者不知道自己可以查询健康档案，有关部门将继续扩大互认范围，让更多群众受益。",
]
WIDE = 56  # cells


def indented(paragraphs):
    """Paragraphs as pdftotext -layout writes them: first lines two characters in, the others at the edge."""
    lines = []
    for paragraph in paragraphs:
        line = "    "
        for char in paragraph:
            if cell_len(line + char) > WIDE:
                lines.append(line)
                line = ""
            line += char
        lines.append(line)
    return lines


def plain(lines):
    head = "\n".join(line for line in (HEAD + INDEX + CONTENT + FIRST).replace("#", "").replace("<", "").replace(">", "").split("\n") if line.strip())
    return head.split("近日")[0] + "\n".join(lines) + "\n"


def test_a_sentence_that_stops_before_the_edge_goes_on_where_only_first_lines_are_indented():
    body = SENTENCES * 2
    early = ["    所有调阅行为留痕，患者可在手机上查看病历。", "值得注意的是，仍有八成的受访者不知道自己可以查询。"]
    blocks = parse_text(plain([*indented(body), *early, *indented(body)])).items[0].blocks
    assert "".join(line.strip() for line in early) in [block.text for block in blocks]
    assert len(blocks) == 2 * len(body) + 1


def test_a_line_alone_on_its_page_has_no_indent_to_tell():
    full = "".join((SENTENCES * 2)[:2])[: WIDE - 3] + "。"
    lines = [*indented(SENTENCES * 2), *indented([full])]
    bulletin = parse_text(plain([*lines, "", "·3·", "\f下一步，甲市将继续扩大范围。"]))
    assert [finding.code for finding in bulletin.findings if finding.code == "BP905"]


@pytest.mark.parametrize("heading", ["◆目录◆", "—— 信息目录 ——", "信息目录如下：", "信息列表", "要闻一览", "本期看点"])
def test_headings_of_an_index_in_other_forms_and_words(heading):
    bulletin = parse_text(WHOLE.replace("一、信息目录", heading).replace("\n### 二、具体内容\n", "\n### 本期正文\n"))
    assert [entry.title for entry in bulletin.index] == TITLES
    assert bulletin.lead is not None
    assert heading not in bulletin.lead
    assert bulletin.findings == ()


@pytest.mark.parametrize(("form", "other"), [("标题〈源〉", "〈源〉"), ("标题@源", "@源"), ("标题 · 源", "·源"), ("标题（（源））", "（（源））")])
def test_where_an_index_says_its_sources_now_and_then(form, other):
    bulletin = parse_text(
        WHOLE.replace("导诊\n\n（人民网）", form[2:].replace("源", "人民网").join(["导诊", ""])).replace(
            "方案\n\n（央广网）", other.replace("源", "央广网").join(["方案", ""])
        )
    )
    assert [(entry.title, entry.source) for entry in bulletin.index] == [(TITLES[0], "人民网"), (TITLES[1], "央广网")]


@pytest.mark.parametrize("line", ["所属栏目：地方经验", "舆情评级：一般"])
@pytest.mark.parametrize("before", ["来源：人民网", "链接：<http://www.people"])
def test_a_label_that_no_template_knows_stands_before_any_other(line, before):
    bulletin = parse_text(WHOLE.replace(before, f"{line}\n\n{before}", 1))
    assert (bulletin.items[0].title, bulletin.items[0].source, bulletin.items[0].link) == (TITLES[0], "人民网", ADDRESS)
    assert bulletin.items[0].labels == dict([line.split("：")])


def test_an_address_behind_a_label_that_no_template_knows_is_the_link():
    bulletin = parse_text(WHOLE.replace(f"链接：<{ADDRESS}>", f"查阅路径：{ADDRESS}"))
    assert bulletin.items[0].link == ADDRESS
    assert bulletin.findings == ()


def test_the_items_source_and_a_date_are_its_byline_whatever_parts_them():
    bulletin = parse_text(WHOLE.replace("2026-03-11 来源：人民网\n", "人民网，2026年3月11日\n"))
    assert (bulletin.items[0].byline, bulletin.items[0].published.isoformat()) == ("人民网，2026年3月11日", "2026-03-11")


def test_a_line_above_the_headline_is_its_first_line():
    bulletin = parse_text(WHOLE.replace("主要内容：\n\n甲市医院上线智慧导诊", "主要内容：\n\n基层调研\n\n甲市医院上线智慧导诊"))
    assert bulletin.items[0].headline == "基层调研\n甲市医院上线智慧导诊"
    assert bulletin.items[0].blocks[0].text.startswith("近日")
    assert bulletin.findings == ()


@pytest.mark.parametrize("printed", ["（第664期完）", "审核人：李岩　　编辑人：张晓", "感谢阅读，欢迎转发。", "备注：以上信息均来自公开网络。"])
def test_further_ends_of_a_bulletin(printed):
    bulletin = parse_text(f"{WHOLE.rstrip()}\n\n{printed}\n")
    assert "".join(remnant.text for remnant in bulletin.back_matter).replace(" ", "") == printed.replace("\u3000", "")
    assert bulletin.findings == ()


def test_one_editors_name_at_the_end_may_be_the_articles():
    bulletin = parse_text(f"{WHOLE.rstrip()}\n\n编辑：刘洋\n")
    assert [finding.code for finding in bulletin.findings] == ["BP905"]


def test_a_source_before_the_title_that_the_label_says_too_is_no_part_of_it():
    bulletin = parse_text(WHOLE.replace("#### 1. 甲", "#### 1. 【人民网】甲"))
    assert (bulletin.items[0].title, bulletin.items[0].source) == (TITLES[0], "人民网")
    assert bulletin.residue == ()


LONG_INDEX = [
    "3月起，这些医院可“刷脸”就医",
    "2026年十件大事公布",
    *[f"第{number}家医院上线智慧导诊平台" for number in range(3, 11)],
    "5G急救车驶上高原",
    "二、三级医院接入",
]


@pytest.mark.parametrize("mark", ["{:02d} ", "{:02d}｜", "{:02d}. ", "{}.", "{}｜", "#{} ", "<{}>"])
def test_numbers_of_two_figures(mark):
    entries = [f"{mark.format(number)}{title}（人民网）" for number, title in enumerate(LONG_INDEX, 1)]
    items = [
        f"{mark.format(number)}{title}\n来源：人民网\n链接：http://www.people.com.cn/{number}.html\n主要内容：\n系统上线，群众少跑腿。"
        for number, title in enumerate(LONG_INDEX, 1)
    ]
    head = HEAD.replace("#", "").replace("收集2篇", f"收集{len(LONG_INDEX)}篇")
    bulletin = parse_text("\n".join([head, "信息目录", *entries, "具体内容", *items]))
    said = [(number, title, "人民网") for number, title in enumerate(LONG_INDEX, 1)]
    assert read(bulletin) == (said, said)


def test_a_leader_that_a_lines_end_cut():
    bulletin = parse_text(WHOLE.replace("导诊\n\n（人民网）", "导诊（人民网）…\n\n…2").replace("方案\n\n（央广网）", "方案（央广网）……3"))
    assert [(entry.title, entry.source) for entry in bulletin.index] == [(TITLES[0], "人民网"), (TITLES[1], "央广网")]


def test_a_slash_at_a_lines_end_before_its_source():
    bulletin = parse_text(WHOLE.replace("导诊\n\n（人民网）", "导诊 /\n\n人民网").replace("方案\n\n（央广网）", "方案 / 央广网"))
    assert [(entry.title, entry.source) for entry in bulletin.index] == [(TITLES[0], "人民网"), (TITLES[1], "央广网")]
    assert bulletin.residue == ()


def test_a_titles_own_bracket_on_the_next_line_names_no_source():
    title = "WHO发布大模型治理指南（2026版）"
    index = INDEX.replace("1. 甲市医院上线智慧导诊\n\n（人民网）", "1. 【人民网】WHO发布大模型治理指南\n\n（2026版）").replace(
        "2. 乙省印发互联互通方案\n\n（央广网）", f"2. 【央广网】{TITLES[1]}"
    )
    bulletin = parse_text(HEAD + index + CONTENT + with_titles(FIRST, title) + SECOND)
    assert [(entry.title, entry.source) for entry in bulletin.index] == [(title, "人民网"), (TITLES[1], "央广网")]


@pytest.mark.parametrize("line", ["甲市医院上线智慧导诊", "原标题：甲市医院上线智慧导诊"])
def test_a_headline_below_the_byline(line):
    over = "甲市医院上线智慧导诊\n\n2026-03-11 来源：人民网"
    bulletin = parse_text(WHOLE.replace(over, f"2026-03-11 来源：人民网\n\n{line}"))
    assert (bulletin.items[0].headline, bulletin.items[0].byline) == (line, "2026-03-11 来源：人民网")
    assert bulletin.items[0].blocks[0].text.startswith("近日")
    assert bulletin.findings == ()


def test_a_number_whose_space_before_figures_is_lost():
    bulletin = parse_text(with_titles(WHOLE, "2026年十件大事公布").replace("#### 1. ", "#### 01").replace("#### 2. ", "#### 02 "))
    assert [(item.number, item.title) for item in bulletin.items] == [(1, "2026年十件大事公布"), (2, TITLES[1])]


def test_a_category_below_a_full_row_that_ends_in_a_bare_source_is_none_of_it():
    titles = ["甲市第一人民医院上线智慧导诊系统群众少跑腿信息多跑路", "乙省印发互联互通方案"]
    sources = ["21世纪经济报道", "人民网"]
    rows = ["全国卫生信息化舆情监测周报", "第664期", "2026年3月13日", "一、信息目录"]
    for number, (category, title, source) in enumerate(zip(["【政策动态】", "【各地动态】"], titles, sources, strict=True), 1):
        rows += [category, f"{number}. {title}　　{source}"]
    rows.append("二、具体内容")
    for number, (title, source) in enumerate(zip(titles, sources, strict=True), 1):
        rows += [f"{number}. {title}", f"来源：{source}", f"链接：http://a.cn/{number}.html", "主要内容：", "系统上线，群众少跑腿。"]
    found = bulletin_on(page(1, *[line(text, at) for at, text in enumerate(rows)]))
    assert [(entry.title, entry.source, entry.category) for entry in found.index] == [
        (titles[0], sources[0], "政策动态"),
        (titles[1], sources[1], "各地动态"),
    ]


def test_a_line_in_brackets_that_ends_an_article_is_no_title_of_the_labels_below_it():
    def item(number, title):
        return f"{number}. {title}\n主要内容：\n系统上线，群众少跑腿。\n（记者 张三 通讯员 李四）\n来源：人民网\n链接：http://a.cn/{number}.html"

    bulletin = parse_text("\n".join([HEAD.replace("#", ""), INDEX.replace("#", ""), "二、具体内容", *[item(at, title) for at, title in enumerate(TITLES, 1)]]))
    assert [(one.title, one.source, one.blocks[-1].text) for one in bulletin.items] == [(title, "人民网", "（记者 张三 通讯员 李四）") for title in TITLES]


def test_a_category_above_an_index_in_two_columns_is_its_first_rows():
    said = [("国家政策", TITLES[0], "人民网"), ("地方实践", TITLES[1], "央广网"), ("专家观点", "丙县推进医保结算", "新华网")]
    rows = [line(text, at) for at, text in enumerate(["全国卫生信息化舆情监测周报", "第664期", "2026年3月13日", "信息目录"])]
    for at, (category, title, source) in enumerate(said):
        rows += [line(f"◆{category}", 4 + 2 * at), line(f"[1] {title}", 5 + 2 * at), line(source, 5 + 2 * at, indent=30)]
    below = ["具体内容"]
    for category, title, source in said:
        below += [f"◆{category}", f"[1] {title}", f"来源：{source}", "链接：http://a.cn/1.html", "主要内容：", "系统上线，群众少跑腿。"]
    found = bulletin_on(page(1, *rows), page(2, *[line(text, at) for at, text in enumerate(below)]))
    assert [(entry.category, entry.title, entry.source) for entry in found.index] == said
    assert found.residue == ()


@pytest.mark.parametrize("notice", ["免责声明：本刊所载信息均来自公开渠道，仅供参考。", "（完）", "附件：1. 监测媒体名单"])
def test_what_ends_a_bulletin_below_a_text_on_its_labels_own_line(notice):
    second = "#### 2. 乙省印发互联互通方案\n\n来源：央广网\n\n链接：http://www.cnr.cn/a.shtml\n\n主要内容：乙省日前印发方案，推动互认。\n\n"
    bulletin = parse_text(HEAD + INDEX + CONTENT + FIRST + "\n" + second + notice + "\n")
    assert [block.text for block in bulletin.items[1].blocks] == ["乙省日前印发方案，推动互认。"]
    assert "".join(rest.text for rest in bulletin.back_matter) == notice


def test_a_picture_beside_an_items_labels_hides_none_of_them():
    rows = ["全国卫生信息化舆情监测周报", "第664期", "2026年3月13日", "一、信息目录", f"1. {TITLES[0]}（人民网）", f"2. {TITLES[1]}（央广网）", "二、具体内容"]
    codes = []
    for number, (title, source) in enumerate(zip(TITLES, ["人民网", "央广网"], strict=True), 1):
        rows += [f"{number}. {title}", f"来源：{source}", f"链接：http://a.cn/{number}.html", "主要内容：", "系统上线，群众少跑腿。"]
        top = 80 + (len(rows) - 4.6) * PITCH
        codes.append(Picture(RIGHT - 40, top, RIGHT, top + 40))
    found = bulletin_on(page(1, *[line(text, at) for at, text in enumerate(rows)], pictures=tuple(codes)))
    assert [(item.source, item.link) for item in found.items] == [("人民网", "http://a.cn/1.html"), ("央广网", "http://a.cn/2.html")]
    assert [[block.kind for block in item.blocks] for item in found.items] == [["figure", "paragraph"]] * 2
