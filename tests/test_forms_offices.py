"""What an office may print in other words or with other marks: the publisher's line, headings, numbers, labels, ranges, the last lines."""

from datetime import date
from itertools import pairwise

import pytest

from bulletin_parse import parse_text
from bulletins import CONTENT, FIRST, HEAD, INDEX, SECOND, WHOLE
from pages import FULL, flow, line, page, texts

PUBLISHER = "北京市卫生健康大数据与政策研究中心"
TITLES = ["甲市医院上线智慧导诊", "乙省印发互联互通方案"]
ADDRESS = "http://www.people.com.cn/n1/2026/0311/c1-1.html"
RANGE = "时间从2026年03月07日到2026年03月13日"


def plain(bulletin):
    """Whether a bulletin is read as the plain form is, and nothing is left over."""
    entries = [(entry.number, entry.title, entry.source) for entry in bulletin.index]
    items = [(item.number, item.title, item.source, item.link is not None) for item in bulletin.items]
    assert entries == [(1, TITLES[0], "人民网"), (2, TITLES[1], "央广网")]
    assert items == [(1, TITLES[0], "人民网", True), (2, TITLES[1], "央广网", True)]
    assert bulletin.residue == ()
    return bulletin


@pytest.mark.parametrize(
    "printed", [f"{PUBLISHER}　编印", f"{PUBLISHER}　编", f"{PUBLISHER}主办", f"单位：{PUBLISHER}", f"Weekly Report on Public Opinion\n\n{PUBLISHER}"]
)
def test_a_publisher_is_the_name_alone(printed):
    assert plain(parse_text(WHOLE.replace(PUBLISHER, printed, 1))).publisher == PUBLISHER


@pytest.mark.parametrize("lines", [(f"{PUBLISHER[:-1]}", PUBLISHER[-1]), (f"（第六六四） ｜ 2026年03月13日 ｜ {PUBLISHER[:-4]}", PUBLISHER[-4:])])
def test_a_publisher_that_a_lines_end_cut(lines):
    masthead = WHOLE.replace("## （第六六四）\n\n", "").replace("2026年03月13日\n", "", 1) if len(lines[0]) > len(PUBLISHER) else WHOLE
    assert plain(parse_text(masthead.replace(PUBLISHER, "\n\n".join(lines), 1))).publisher == PUBLISHER


@pytest.mark.parametrize("edges", [(2, 9, 16), (7, 14)], ids=["四行", "三行"])
def test_a_labelled_publisher_that_a_narrow_cell_cut_into_several_lines_is_whole(edges):
    lines = [PUBLISHER[start:end] for start, end in pairwise((0, *edges, len(PUBLISHER)))]
    assert plain(parse_text(WHOLE.replace(PUBLISHER, "编发单位：" + "\n\n".join(lines), 1))).publisher == PUBLISHER


def test_a_publisher_that_ends_in_a_word_for_what_it_does_keeps_it():
    assert parse_text(WHOLE.replace(PUBLISHER, "甲市卫生信息编辑部", 1)).publisher == "甲市卫生信息编辑部"


def test_a_lead_behind_its_heading_in_brackets():
    assert plain(parse_text(WHOLE.replace("### 本期导语：\n\n", "【本期导语】"))).lead.startswith("本期周报共收集2篇")


@pytest.mark.parametrize(
    ("index", "content"), [("要闻索引", "要闻详情"), ("一、标题汇总", "二、全文汇编"), ("Ⅰ 信息目录", "Ⅱ 具体内容"), ("Ⅰ、信息目录", "Ⅱ、具体内容")]
)
def test_headings_in_other_words(index, content):
    plain(parse_text(WHOLE.replace("一、信息目录", index).replace("二、具体内容", content)))


@pytest.mark.parametrize("mark", ["{}·", "{}-", "【一二】", "{}→"])
def test_numbers_with_other_marks(mark):
    one, two = (mark.format(number) if "{" in mark else f"【{mark[number]}】" for number in (1, 2))
    plain(parse_text(WHOLE.replace("#### 1. ", f"#### {one}").replace("#### 2. ", f"#### {two}")))


@pytest.mark.parametrize("text", ["3·15特别报道：谁动了我的数据", "2-3岁儿童视力档案上线"])
def test_figures_that_a_title_begins_with_are_no_number(text):
    bulletin = parse_text(WHOLE.replace(TITLES[0], text).replace("#### 1. ", "#### ").replace("#### 2. ", "#### "))
    assert [(item.number, item.title) for item in bulletin.items] == [(None, text), (None, TITLES[1])]


@pytest.mark.parametrize("bullet", ["➤ ", "√ ", "✔", "・"])
def test_a_bullet_before_an_entry_is_no_part_of_its_title(bullet):
    bulletin = parse_text(HEAD + INDEX.replace("1. ", bullet).replace("2. ", bullet) + CONTENT + FIRST + SECOND)
    assert [(entry.number, entry.title) for entry in bulletin.index] == [(None, title) for title in TITLES]


@pytest.mark.parametrize("form", ["——{}——", "{}. {}", "◎{}", "☆{}", "▌{}"])
def test_categories_with_other_marks(form):
    one, two = (form.replace("{}", letter, 1).format(name) if form[0] == "{" else form.format(name) for letter, name in (("A", "政策动态"), ("B", "地方实践")))
    index = INDEX.replace("1. ", f"{one}\n\n1. ").replace("2. ", f"{two}\n\n2. ")
    bulletin = plain(parse_text(HEAD + index + CONTENT + f"\n{one}\n" + FIRST + f"\n{two}\n" + SECOND))
    assert [item.category for item in bulletin.items] == [entry.category for entry in bulletin.index] == ["政策动态", "地方实践"]


@pytest.mark.parametrize("label", ["稿源：", "来自：", "来源/", "A. 来源："])
def test_a_source_behind_other_words_and_marks(label):
    plain(parse_text(WHOLE.replace("\n来源：", f"\n{label}")))


def test_a_link_in_round_brackets_behind_its_label():
    bulletin = plain(parse_text(WHOLE.replace(f"链接：<{ADDRESS}>", f"链接（{ADDRESS}）")))
    assert bulletin.items[0].link == ADDRESS


@pytest.mark.parametrize("counted", ["本期所收2篇", "信息数量：2条"])
def test_a_count_in_other_words(counted):
    assert plain(parse_text(WHOLE.replace("本期周报共收集2篇", counted))).declared_count == 2


@pytest.mark.parametrize("printed", ["时间自2026年3月7日起，至2026年3月13日止", "（03.07—03.13）", "时间：3.7-3.13"])
def test_a_range_in_other_words(printed):
    covered = plain(parse_text(WHOLE.replace(RANGE, printed))).date_range
    assert covered
    assert (covered.start, covered.end) == (date(2026, 3, 7), date(2026, 3, 13))


def test_a_range_that_ends_in_the_following_year():
    covered = parse_text(WHOLE.replace(RANGE, "时间从2025年12月27日至次年1月2日")).date_range
    assert covered
    assert (covered.start, covered.end) == (date(2025, 12, 27), date(2026, 1, 2))


@pytest.mark.parametrize("text", ["费用由3.2-4.5元降到1元", "指数3.01—3.09", "增长3.1-3.9%"])
def test_numbers_far_from_the_day_of_publication_are_no_range(text):
    assert parse_text(WHOLE.replace(RANGE, text).replace("2026年03月13日", "2026年08月14日")).date_range is None


@pytest.mark.parametrize(
    "line",
    [
        "本期截稿时间：3月13日12时",
        "（本期编辑：周岚）",
        "扫描下方二维码，关注我们",
        "编辑部地址：甲市乙路1号",
        "本刊内部交流，免费赠阅。",
        f"{PUBLISHER} 2026年3月13日印发",
    ],
)
def test_a_last_line_of_the_bulletin(line):
    bulletin = plain(parse_text(f"{WHOLE.rstrip()}\n\n{line}\n"))
    assert [remnant.text for remnant in bulletin.back_matter] == [line]


def test_a_title_that_ends_as_a_category_does_with_its_source_below():
    title = "专家把脉区域平台建设"
    text = WHOLE.replace(TITLES[0], title).replace("来源：人民网\n\n链接", "（人民网）\n\n链接")
    bulletin = parse_text(text)
    assert [(item.number, item.title, item.source) for item in bulletin.items] == [(1, title, "人民网"), (2, TITLES[1], "央广网")]


def test_a_headline_in_brackets_is_the_title():
    text = WHOLE.replace(f"主要内容：\n\n{TITLES[0]}", f"主要内容：\n\n【{TITLES[0]}】")
    assert plain(parse_text(text)).findings == ()


def test_a_reporter_of_the_papers_own_names_no_source():
    text = WHOLE.replace("2026-03-11 来源：人民网", "□ 本报记者 周明　2026-03-11")
    assert plain(parse_text(text)).findings == ()


def test_a_link_on_the_sources_name():
    text = WHOLE.replace(f"来源：人民网\n\n链接：<{ADDRESS}>\n\n", f"来源：[人民网]({ADDRESS})\n\n")
    assert plain(parse_text(text)).items[0].link == ADDRESS


def test_a_site_on_the_sources_name_is_no_link():
    text = WHOLE.replace(f"来源：人民网\n\n链接：<{ADDRESS}>\n\n", "来源：[人民网](http://www.people.com.cn/)\n\n")
    assert parse_text(text).items[0].link is None


def test_a_word_that_carries_the_link_without_a_label():
    text = WHOLE.replace(f"链接：<{ADDRESS}>", f"[查看原文]({ADDRESS})")
    bulletin = plain(parse_text(text))
    assert bulletin.items[0].link == ADDRESS
    assert bulletin.findings == ()


@pytest.mark.parametrize("stop", ["；", "。"])
def test_entries_that_are_parts_of_one_sentence(stop):
    plain(parse_text(WHOLE.replace("导诊\n\n（人民网）", f"导诊（人民网）{stop}").replace("方案\n\n（央广网）", f"方案（央广网）{stop}")))


def test_an_index_that_is_a_table_without_numbers():
    index = f"\n一、信息目录\n\n| 标题 | 来源 | 日期 |\n|---|---|---|\n| {TITLES[0]} | 人民网 | 3月11日 |\n| {TITLES[1]} | 央广网 | 3月12日 |\n"
    bulletin = parse_text(HEAD + index + CONTENT + FIRST + SECOND)
    assert [(entry.number, entry.title, entry.source) for entry in bulletin.index] == [(None, TITLES[0], "人民网"), (None, TITLES[1], "央广网")]


def test_a_column_of_sources_may_hold_dates_too():
    rows = [f"| {number} | {title} | {source}<br>2026-03-1{number} |\n" for number, title, source in ((1, TITLES[0], "人民网"), (2, TITLES[1], "央广网"))]
    index = f"\n一、信息目录\n\n| 序号 | 标题 | 来源／日期 |\n|---|---|---|\n{''.join(rows)}"
    bulletin = parse_text(HEAD + index + CONTENT + FIRST + SECOND)
    assert [(entry.title, entry.source) for entry in bulletin.index] == [(TITLES[0], "人民网"), (TITLES[1], "央广网")]
    assert (bulletin.residue, bulletin.findings) == ((), ())


@pytest.mark.parametrize("line", ["返回目录", "↑返回目录", "[返回目录]", "▲ 返回顶部", "（下转第 3 页）", "（上接第二版）"])
def test_a_line_that_leads_about_the_page_is_furniture(line):
    bulletin = plain(parse_text(WHOLE.replace("#### 2. ", f"{line}\n\n#### 2. ")))
    assert bulletin.items[0].blocks[-1].text == "该系统准确率超过九成。"
    assert [remnant.text for remnant in bulletin.furniture] == [line]


def test_a_lead_below_the_index():
    masthead, heading, lead = HEAD.partition("### 本期导语")
    bulletin = plain(parse_text(masthead + INDEX + "\n" + heading + lead + CONTENT + FIRST + SECOND))
    assert bulletin.lead
    assert (bulletin.lead[:9], bulletin.declared_count, bulletin.publisher) == ("本期周报共收集2篇", 2, PUBLISHER)
    assert bulletin.findings == ()


def test_an_address_in_brackets_below_the_title_is_the_link():
    text = WHOLE.replace(f"\n链接：<{ADDRESS}>\n", "").replace("来源：人民网", f"［{ADDRESS}］\n\n来源：人民网", 1)
    assert plain(parse_text(text)).items[0].link == ADDRESS


def test_a_source_a_day_and_a_words_link_parted_by_bars():
    item = plain(parse_text(WHOLE.replace(f"来源：人民网\n\n链接：<{ADDRESS}>", f"来源：人民网 ｜ 2026年3月11日 ｜ [查看原文]({ADDRESS})"))).items[0]
    assert (item.link, item.published) == (ADDRESS, date(2026, 3, 11))


@pytest.mark.parametrize("tags", [("人民网 · 2026-03-11", "央广网 · 2026-03-12"), ("2026年3月11日　人民网", "2026年3月12日　央广网"), ("人民网", "央广网")])
def test_lines_above_the_titles_say_source_and_day(tags):
    text = WHOLE.replace("2026-03-11 来源：人民网\n\n", "").replace("来源：人民网\n\n", "").replace("来源：央广网\n\n", "", 1)
    for number, tag in enumerate(tags, 1):
        text = text.replace(f"#### {number}. ", f"{tag}\n\n#### {number}. ")
    bulletin = plain(parse_text(text))
    assert [block.text for block in bulletin.items[0].blocks] == ["近日，甲市医院上线智慧导诊系统，群众少跑腿。", "该系统准确率超过九成。"]
    assert bulletin.items[0].published == (date(2026, 3, 11) if "2026" in tags[0] else None)


@pytest.mark.parametrize("tags", [("人民网 · 2026-03-11", "央广网 · 2026-03-12"), ("2026-03-11", "2026-03-12")], ids=["source and day", "day"])
def test_lines_between_titles_and_labels_say_source_and_day(tags):
    text = WHOLE.replace("2026-03-11 来源：人民网\n\n", "")
    for tag, source in zip(tags, ("人民网", "央广网"), strict=True):
        text = text.replace(f"来源：{source}\n", f"{tag}\n" if source in tag else f"{tag}\n\n来源：{source}\n", 1)
    bulletin = plain(parse_text(text))
    assert (bulletin.items[0].published, bulletin.items[0].link, bulletin.findings) == (date(2026, 3, 11), ADDRESS, ())


def test_a_day_that_ends_one_article_is_its_own():
    bulletin = plain(parse_text(WHOLE.replace("#### 2. ", "2026年3月11日\n\n#### 2. ")))
    assert bulletin.items[0].blocks[-1].text == "2026年3月11日"


def test_the_publishers_name_over_its_address_at_the_end_is_back_matter():
    lines = [PUBLISHER, "地址：西城区样例街1号", "网址：www.phic.example.cn"]
    bulletin = plain(parse_text(WHOLE + "\n" + "\n".join(lines) + "\n"))
    assert ([remnant.text for remnant in bulletin.back_matter], bulletin.findings) == (lines, ())


@pytest.mark.parametrize("printed", ["（人民网　2026-03-11　{}）", "（人民网 {}）", "【人民网，2026年3月11日，{}】"])
def test_a_source_and_an_address_in_one_bracket(printed):
    bulletin = plain(parse_text(WHOLE.replace(f"来源：人民网\n\n链接：<{ADDRESS}>", printed.format(ADDRESS))))
    assert (bulletin.items[0].link, bulletin.items[0].published) == (ADDRESS, date(2026, 3, 11))
    assert bulletin.findings == ()


def test_an_index_with_an_address_below_each_entry():
    other = "http://www.cnr.cn/a/20260312/t20260312_1.shtml"
    index = f"\n### 一、信息目录\n\n1. {TITLES[0]}（人民网）\n\n{ADDRESS}\n\n2. {TITLES[1]}（央广网）\n\n{other}\n"
    assert plain(parse_text(HEAD + index + CONTENT + FIRST + SECOND)).findings == ()


def test_a_source_below_its_entry_that_ends_as_a_category_does():
    text = WHOLE.replace("央广网", "澎湃新闻").replace("（人民网）", "—— 人民网").replace("（澎湃新闻）", "—— 澎湃新闻\n\n3. 丙县建成信息平台\n\n—— 新华网")
    assert [(entry.number, entry.source) for entry in parse_text(text).index][:2] == [(1, "人民网"), (2, "澎湃新闻")]


def test_a_row_that_ends_one_address_and_begins_another():
    broken = "链接：http://www.people.com.cn/n1/2026/0311/\n\nc1-1.html；https://www.thepaper.cn/\n\nnewsDetail_forward_27190033"
    item = plain(parse_text(WHOLE.replace(f"链接：<{ADDRESS}>", broken))).items[0]
    assert (item.link, item.further_links) == (ADDRESS, ("https://www.thepaper.cn/newsDetail_forward_27190033",))


@pytest.mark.parametrize(("first", "second"), [(" ......... {}", " .... {}"), (".{}", ".........{}"), ("{}/P2", "{}/P3"), ("{} | 3", "{} | 4")])
def test_leaders_and_pages_round_a_source_in_brackets(first, second):
    index = INDEX.replace("导诊\n\n（人民网）", f"导诊{first.format('（人民网）')}").replace("方案\n\n（央广网）", f"方案{second.format('（央广网）')}")
    plain(parse_text(HEAD + index + CONTENT + FIRST + SECOND))


def test_a_bar_before_a_category_begins_a_line_of_its_own_below_a_full_one():
    entry = f"{FULL[:-5]}（人民网）"
    assert texts(flow(page(1, line(entry, 0), line("▌地方实践", 1), line(FULL, 2), line(FULL, 3))))[:2] == [entry, "▌地方实践"]


def test_a_category_in_brackets_below_an_entry_that_fills_its_row():
    """The layout took both for one paragraph: each row is looked at."""
    index = INDEX.replace("（人民网）\n\n2. ", "（人民网）\n【地方实践】\n\n2. ").replace("1. ", "【政策动态】\n\n1. ").replace("\n\n（", "（")
    bulletin = plain(parse_text(HEAD + index + CONTENT + "\n【政策动态】\n" + FIRST + "\n【地方实践】\n" + SECOND))
    assert [entry.category for entry in bulletin.index] == ["政策动态", "地方实践"]


@pytest.mark.parametrize("brackets", ["()", "【】", "[]", "［］", "〔〕", "〖〗", "〈〉", "<>", "＜＞", "（)", "[】"])
def test_a_source_in_an_entry_in_any_bracket(brackets):
    opening, closing = brackets
    plain(parse_text(WHOLE.replace("\n\n（人民网）", f"{opening}人民网{closing}").replace("\n\n（央广网）", f"{opening}央广网{closing}")))


@pytest.mark.parametrize("bullet", ["●", "\uf0b7", "\uf0a7"])
def test_entries_behind_a_bullet_alone(bullet):
    entries = [(entry.title, entry.source) for entry in parse_text(WHOLE.replace("#### 1. ", f"{bullet} ", 1).replace("#### 2. ", f"{bullet} ", 1)).index]
    assert entries == [(TITLES[0], "人民网"), (TITLES[1], "央广网")]


@pytest.mark.parametrize(("printed", "numbers"), [("〔2026〕第10期（总第664期）", (664,)), ("第14卷 第10期（总第664期）", (664,)), ("第14卷 第10期", ())])
def test_a_year_in_brackets_and_a_volume_are_of_the_issues_label(printed, numbers):
    bulletin = plain(parse_text(WHOLE.replace("（第六六四）", printed)))
    assert (bulletin.issue_label, bulletin.issue_numbers, bulletin.publisher) == (printed, numbers, PUBLISHER)


def test_a_publisher_in_brackets_is_the_name_alone():
    assert plain(parse_text(WHOLE.replace(PUBLISHER, f"（{PUBLISHER}）", 1))).publisher == PUBLISHER


def test_an_index_in_one_paragraph():
    whole = INDEX[INDEX.index("1.") :]
    plain(parse_text(WHOLE.replace(whole, f"1.{TITLES[0]}（人民网）；2.{TITLES[1]}（央广网）。\n")))


@pytest.mark.parametrize("behind", ["{}……{}", "{}\n\n来源：{}　页码：3"])
def test_a_source_behind_a_short_leader_or_before_a_page(behind):
    entries = "\n\n".join(f"{at}. {behind.format(title, source)}" for at, title, source in ((1, TITLES[0], "人民网"), (2, TITLES[1], "央广网")))
    plain(parse_text(WHOLE.replace(INDEX[INDEX.index("1.") :], entries + "\n")))


def test_labels_behind_a_bullet_without_a_colon():
    text = WHOLE.replace("来源：人民网\n\n链接：", "▶ 来源　人民网\n\n▶ 链接　").replace("主要内容：", "▶ 主要内容", 1)
    assert [block.kind for block in plain(parse_text(text)).items[0].blocks] == ["paragraph", "paragraph"]


def test_several_labels_that_no_template_knows_stand_between_an_items_own():
    text = WHOLE.replace("主要内容：", "影响指数：85.2\n\n阅读量：1.2万\n\n舆论风向：平稳\n\n主要内容：", 1)
    assert plain(parse_text(text)).items[0].labels == {"影响指数": "85.2", "阅读量": "1.2万", "舆论风向": "平稳"}


def test_a_remark_behind_a_wrapped_link_is_no_text():
    item = plain(parse_text(WHOLE.replace(f"<{ADDRESS}>", f"{ADDRESS[:40]}\n\n{ADDRESS[40:]}（可点击）", 1))).items[0]
    assert (item.link, item.published) == (ADDRESS, date(2026, 3, 11))


@pytest.mark.parametrize(
    "last",
    ["版权所有 © 2026 甲市卫生信息中心", "更正：上期第2篇来源应为光明网。", "（此件公开发布）", "<全刊完>", "未经授权，不得转载", "请勿直接回复本邮件。"],
)
def test_a_last_line_of_the_bulletin_is_back_matter(last):
    assert plain(parse_text(f"{WHOLE}\n\n{last}\n")).back_matter[0].text == last


def test_what_every_article_ends_with_is_the_articles():
    bulletin = parse_text(f"{HEAD}{INDEX}{CONTENT}{FIRST}\n未经授权，不得转载。\n{SECOND}\n未经授权，不得转载。\n")
    assert [item.blocks[-1].text for item in bulletin.items] == ["未经授权，不得转载。"] * 2


def test_a_last_line_that_speaks_of_the_bulletin_is_told():
    bulletin = parse_text(f"{WHOLE}\n\n祝各位读者喜欢本期的三篇文章。\n")
    assert [finding.code for finding in bulletin.findings if "the last line" in finding.message] == ["BP905"]


def test_a_page_without_text_says_nothing():
    bulletin = plain(parse_text(WHOLE.replace("\n该系统准确率", "\n（此页无正文）\n\n该系统准确率")))
    assert [block.text for block in bulletin.items[0].blocks] == ["近日，甲市医院上线智慧导诊系统，群众少跑腿。", "该系统准确率超过九成。"]


def test_marks_of_pages_as_tags_are_no_text():
    bulletin = parse_text(WHOLE.replace("\n链接：", "\n<page>2</page>\n链接：", 1).replace("\n2. 乙省", "\n<page>3</page>\n2. 乙省", 1))
    assert plain(bulletin).items[0].blocks[0].text.startswith("近日")


def test_a_table_in_a_page_of_its_own_is_a_table():
    table = "<html><body><table><tr><td>区县</td><td>机构数</td></tr><tr><td>东城区</td><td>32</td></tr></table></body></html>"
    bulletin = plain(parse_text(WHOLE.replace("\n该系统准确率", f"\n{table}\n\n该系统准确率")))
    assert bulletin.items[0].blocks[1].rows == (("区县", "机构数"), ("东城区", "32"))
