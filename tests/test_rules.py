"""Each rule on the small written bulletin: silent on it, and one finding with its place and values when the defect is there."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bulletin_parse import (
    RULES,
    Block,
    Bulletin,
    DateRange,
    Doubt,
    Edit,
    Entry,
    Fault,
    Hidden,
    LineRegion,
    NoTextLayer,
    PageRegion,
    PageSource,
    PartOfBulletin,
    Remnant,
    UnknownCode,
    check,
    find_rule,
    load_template,
    rule,
)
from bulletin_parse.press.bylines import source_in
from bulletin_parse.rules import compare, unreadable
from bulletins import WHOLE, parsed_text

VALID = parsed_text(WHOLE).bulletin


def changed(**fields) -> Bulletin:
    return VALID.model_copy(update=fields)


def item(at: int = 0, **fields) -> Bulletin:
    items = list(VALID.items)
    items[at] = items[at].model_copy(update=fields)
    return changed(items=tuple(items))


def entry(at: int = 0, **fields) -> Bulletin:
    entries = list(VALID.index)
    entries[at] = entries[at].model_copy(update=fields)
    return changed(index=tuple(entries))


def printed(**fields) -> dict[str, str]:
    return {**VALID.printed, **fields}


LINK = VALID.items[0].link


def both_sources(in_index: str, in_body: str, link: str) -> Bulletin:
    entries = (VALID.index[0].model_copy(update={"source": in_index}), VALID.index[1])
    return item(source=in_body, byline=None, link=link).model_copy(update={"index": entries})


def categories(numbers: tuple[int, int]) -> Bulletin:
    """The two items and entries each under a category of its own."""
    parts = {}
    for name, held in (("index", VALID.index), ("items", VALID.items)):
        marked = zip(held, numbers, ("政策动态", "各地动态"), strict=True)
        parts[name] = tuple(part.model_copy(update={"number": number, "category": category}) for part, number, category in marked)
    return changed(**parts)


def texts(*said: str) -> tuple[Block, ...]:
    return tuple(Block(kind="paragraph", text=text) for text in said)


PLACE = (LineRegion(line=3, end_line=3),)
FIGURE = (Block(kind="figure", text=""),)
FAILING = {
    "BP101": (changed(issue_number=None), "no number can be read from the issue label “第六六四”"),
    "BP102": (changed(published=None, printed=printed(published="")), "the masthead has no publication date, expected one such as 2026年03月13日"),
    "BP103": (changed(date_range=None, printed={}), "the lead names no date range, expected one such as 2026年03月07日到2026年03月13日"),
    "BP104": (changed(declared_count=None), "the lead does not say how many items there are, expected words such as 共收集3篇"),
    "BP105": (changed(publisher=None), "the masthead names no publisher"),
    "BP201": (changed(declared_count=3), "the lead declares 3 items, the index has 2"),
    "BP202": (changed(declared_count=3), "the lead declares 3 items, the body has 2"),
    "BP203": (changed(items=VALID.items[:1]), "entry 2 has no item: “乙省印发互联互通方案”"),
    "BP204": (changed(index=VALID.index[:1]), "item 2 has no entry in the index: “乙省印发互联互通方案”"),
    "BP205": (changed(index=VALID.index[::-1]), "order differs: “乙省印发互联互通方案” is 1 in the index and 2 in the body"),
    "BP206": (entry(title="甲市医院上线智慧导珍"), "title differs: index “甲市医院上线智慧导珍” item “甲市医院上线智慧导诊” (1 character)"),
    "BP207": (entry(source="央视网"), "source differs: index “央视网” item “人民网” (“甲市医院上线智慧导诊”)"),
    "BP208": (entry(1, number=3), "the index's numbers are not 1, 2, 3…: expected 2, found 3 at “乙省印发互联互通方案” (all: 1, 3)"),
    "BP209": (item(1, number=None), "the body's numbers are not 1, 2, 3…: expected 2, found no number at “乙省印发互联互通方案” (all: 1, –)"),
    "BP301": (item(source=None), "item 1 has no source, expected a line such as 来源：人民网 (“甲市医院上线智慧导诊”)"),
    "BP302": (item(link=None), "item 1 has no link, expected a line such as 链接：http://… (“甲市医院上线智慧导诊”)"),
    "BP303": (item(blocks=()), "item 1 has no body, expected at least one paragraph after 主要内容 (“甲市医院上线智慧导诊”)"),
    "BP304": (item(headline="甲市医院上线导诊"), "headline differs: item “甲市医院上线智慧导诊” headline “甲市医院上线导诊” (2 characters)"),
    "BP305": (item(byline="2026-03-11 来源：央广网"), "source differs: item “人民网” byline “央广网” (“甲市医院上线智慧导诊”)"),
    "BP401": (
        item(published=date(2026, 3, 15), link="http://www.people.com.cn/a"),
        "item dated 2026-03-15 lies outside the week 2026-03-07 to 2026-03-13 (“甲市医院上线智慧导诊”)",
    ),
    "BP402": (changed(date_range=DateRange(start=date(2026, 3, 6), end=date(2026, 3, 13))), "the date range 2026-03-06 to 2026-03-13 has 8 days, expected 7"),
    "BP403": (changed(published=date(2026, 3, 12)), "the date range ends on 2026-03-13, after publication on 2026-03-12"),
    "BP404": (changed(published=None, printed=printed(published="2026年02月30日")), "the publication date is no real date: “2026年02月30日”"),
    "BP501": (item(link="www.people.com.cn/a"), "the link is no well-formed URL (it has no scheme, expected http or https): www.people.com.cn/a"),
    "BP502": (item(link="http://news.cnr.cn/a"), "the link belongs to 央广网, the source is “人民网”: http://news.cnr.cn/a"),
    "BP503": (
        item(link="http://www.people.com.cn/n1/2026/0211/c1-1.html"),
        "the link is dated 2026-02-11, the item 2026-03-11: http://www.people.com.cn/n1/2026/0211/c1-1.html",
    ),
    "BP504": (item(1, link=f"{LINK}/", source="人民网", byline=None), f"the link stands at item 1 too: {LINK}/"),
    "BP505": (item(link_target="http://www.people.com.cn/b"), f"the printed link differs from the PDF's: printed {LINK} target http://www.people.com.cn/b"),
    "BP902": (changed(residue=(Remnant(text="内部资料  注意保存"),)), "text that belongs to no field: “内部资料 注意保存”"),
    "BP903": (item(1, blocks=(Block(kind="paragraph", text="患者\ufffd务"),)), "item's paragraph is garbled (U+FFFD): “患者\ufffd务”"),
    "BP905": (
        changed(doubts=(Doubt(field="", kind="layout", why="columns cross on page 2", where=PLACE),)),
        "the layout had to guess: columns cross on page 2",
    ),
    "BP906": (
        changed(doubts=(Doubt(field="items[0].link", marked="http://www.people.com.cn/⟦1⟧", confidence=0.6, why="an identifier that nothing confirms"),)),
        "item's link rests on doubtful OCR: http://www.people.com.cn/⟦1⟧ (an identifier that nothing confirms)",
    ),
    "BP907": (
        changed(doubts=(Doubt(field="items[0].title", kind="correction", why="“甲市医院上线智慧导珍” is not there", where=PLACE),)),
        "a correction of items[0].title no longer fits: “甲市医院上线智慧导珍” is not there",
    ),
    "BP908": (
        changed(edits=(Edit(field="items[0].source", was="人民网", now="人民网", why="so printed", by="李明", at="2026-03-14", where=PLACE),)),
        "a correction of items[0].source by 李明 is no longer needed",
    ),
    "BP910": (changed(hidden=(Hidden(text="旧稿", why="it is white", where=PLACE),)), "text that the page does not show (it is white): “旧稿”"),
}
# What the same defect makes true besides.
COMPANIONS = {"BP201": {"BP202"}, "BP202": {"BP201"}, "BP203": {"BP202"}, "BP204": {"BP201"}, "BP205": {"BP208"}, "BP504": {"BP207", "BP503"}}

PASSING = {
    "a body of figures": item(blocks=FIGURE),
    "no numbers at all": changed(index=tuple(e.model_copy(update={"number": None}) for e in VALID.index)),
    "width and spaces in a title": entry(title="甲市医院 上线智慧导诊　"),
    "width and quotes in a source": both_sources('微信公众号"甲"', "微信公众号“甲”", "https://mp.weixin.qq.com/s/a"),
    "an outlet's channel in the byline": item(byline="2026-03-11 10:30 来源：人民网-重庆频道 作者：李明"),
    "an outlet's paper in the byline": item(byline="2026-03-11 来源：人民日报"),
    "a byline without a source": item(byline="2026-03-11 10:30"),
    "published two weeks after": changed(published=date(2026, 3, 27)),
    "a link to a portal": item(link="https://mp.weixin.qq.com/s/a"),
    "a link to a sister": both_sources("新华社", "新华社", "http://www.jjckb.cn/a"),
    "an unknown source": item(source="青岚日报", byline=None).model_copy(
        update={"index": (VALID.index[0].model_copy(update={"source": "青岚日报"}), VALID.index[1])}
    ),
    "a link dated the day before": item(link="http://www.people.com.cn/n1/2026/0310/c1-1.html"),
    "the same link, written otherwise, behind it": item(link_target=f"https{LINK.removeprefix('http')}/"),
    "quotes and colons of another form": entry(title="甲市“医院”∶上线").model_copy(
        update={"items": (VALID.items[0].model_copy(update={"title": '甲市"医院"：上线', "headline": "甲市「医院」：上线"}), VALID.items[1])}
    ),
    "no link, and it says so": item(link=None, labels={"链接": "无"}),
    "a word that carries the link": item(link="原文链接", link_target="http://www.people.com.cn/b"),
    "the word for none in the link's place": item(link="无"),
    "further links are nobody else's": item(further_links=(VALID.items[1].link, "无", "原文链接")),
    "numbers that begin again in each category": categories((1, 1)),
    "numbers that go on through the categories": categories((1, 2)),
    "a department of the source": both_sources("国家卫生健康委网站", "国家卫生健康委网站", "http://www.nhc.gov.cn/a").model_copy(
        update={
            "items": (
                VALID.items[0].model_copy(
                    update={"source": "国家卫生健康委网站", "link": "http://www.nhc.gov.cn/a", "byline": "2026-03-11 来源：规划发展与信息化司"}
                ),
                VALID.items[1],
            )
        }
    ),
    "a broadcaster's other name": item(1, byline="2026-03-12 来源：中央广播电视总台央广"),
    "names of rare characters": item(
        blocks=(
            Block(
                kind="paragraph",
                text="临床试验由𬭎达生物与中科院𬬭元素研究组共同发起，主要研究者为𠮷田惠子博士与蔡䶮教授，患者服务平台的建设由国家卫生健康委员会推进。",
            ),
        )
    ),
    "repairs of recognition": changed(edits=(Edit(field="items[0].source", was="人民冈", now="人民网", why="the index says so"),)),
    "a source and a link at an article's end": item(blocks=texts("正文在此。", "来源：甲市卫生健康委官网", "原文链接：http://www.people.com.cn/c")),
    "editors at an article's end": item(1, blocks=texts("正文在此。", "编辑：李明", "责任编辑：王芳")),
    "a meeting's organisers": item(1, blocks=texts("会议通知如下。", "主办：国家卫生健康委", "承办：甲市卫生健康委", "联系电话：010-1")),
    "a table": item(blocks=(*texts("正文。"), Block(kind="table", text="县\t人次\n甲县\t3,311（75.5%）", rows=(("县", "人次"), ("甲县", "3,311（75.5%）"))))),
    "lines of a list": item(blocks=texts("正文如下：", "云和县836家", "永泰县1,204家", "医保基金 1,204,900", "群众满意", "（来源：甲市卫生健康委）")),
    "sections of an article": item(blocks=texts("一、总体要求", "正文在此。", "二、具体内容", "正文在此。")),
    "a lead with numbered lines beside an index": changed(lead="本期要点：\n1. 医保支付改革\n2. 数据互联互通"),
    "a number that the title says": entry(title="2026 年 2. 5 亿元投向基层").model_copy(
        update={"items": (VALID.items[0].model_copy(update={"title": "2026 年 2. 5 亿元投向基层", "headline": None}), VALID.items[1])}
    ),
    "two rare names": item(blocks=(Block(kind="paragraph", text="患者㛃服务平台䶮"),)),
}


def test_a_subtitle_below_the_headline_is_no_difference():
    bulletin = VALID.model_copy(update={"items": (VALID.items[0].model_copy(update={"headline": "甲市医院上线智慧导诊\n——数字健康建设综述"}), VALID.items[1])})
    assert "BP304" not in [finding.code for finding in check(bulletin)]


def codes(bulletin: Bulletin) -> set[str]:
    return {finding.code for finding in check(bulletin)}


def test_the_written_bulletin_is_clean():
    assert check(VALID) == () == VALID.findings


@pytest.mark.parametrize("name", PASSING)
def test_silent(name):
    assert codes(PASSING[name]) == set()


@pytest.mark.parametrize("code", FAILING)
def test_fires_once_with_the_values(code):
    bulletin, message = FAILING[code]
    found = [finding for finding in check(bulletin) if finding.code == code]
    assert [finding.message for finding in found] == [message]
    assert found[0].name == find_rule(code).name
    assert (found[0].file, found[0].issue_number) == ("test.md", bulletin.issue_number)
    assert codes(bulletin) - {code} <= COMPANIONS.get(code, set())


@pytest.mark.parametrize("code", sorted(set(FAILING) - {"BP105", "BP902", "BP903", "BP906"}))
def test_says_where(code):
    bulletin, _ = FAILING[code]
    found = next(finding for finding in check(bulletin) if finding.code == code)
    assert found.where, f"{code}: its Fault names no place (where=bulletin.places.get(…)): a reviewer is led there"


def test_every_bulletin_rule_has_a_failing_case():
    wanted = {each.code for each in RULES if each.scope in ("bulletin", "outlets")}
    assert wanted ^ set(FAILING) == set(), "FAILING has a record and a message for each rule"


def test_an_order_of_many_is_one_finding():
    order = changed(index=VALID.index[::-1]).model_copy(update={"index": tuple(e.model_copy(update={"number": n}) for n, e in enumerate(VALID.index[::-1], 1))})
    assert [finding.code for finding in check(order)] == ["BP205"]


def test_a_wrong_title_in_the_item_alone_is_one_finding():
    assert codes(item(title="甲市医院上线智慧导珍")) == {"BP206"}
    assert codes(item(source="健康界", link="https://www.cn-healthcare.com/a")) == {"BP207"}


def test_without_an_index_or_items_there_is_one_finding():
    assert [f.message for f in check(changed(index=()))] == ["there is no index, the body has 2 items"]
    assert [f.message for f in check(changed(items=()))] == ["the body has no items, the index has 2 entries"]


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ((2026, 3, 13), (2026, 3, 7), {"BP402"}),
        ((2026, 3, 12), (2026, 3, 13), {"BP402"}),
        ((2026, 4, 7), (2026, 4, 13), {"BP403"}),
        ((2025, 3, 7), (2025, 3, 13), {"BP403"}),
    ],
)
def test_a_wrong_range_is_one_finding_and_not_one_an_item(start, end, expected):
    assert codes(changed(date_range=DateRange(start=date(*start), end=date(*end)))) == expected


def test_unreal_dates_in_lead_and_byline():
    lead = changed(date_range=DateRange(start=None, end=date(2026, 3, 13)), printed=printed(date_range="2026年02月30日到2026年03月13日"))
    assert codes(lead) == {"BP404"}
    assert codes(item(published=None, byline="2026-02-30 来源：人民网")) == {"BP404"}


@pytest.mark.parametrize(
    "link",
    [
        "htp://a.cn/b",
        "http:/www.a.cn",
        "https://www,a.cn/",
        "http://localhost/a",
        "http://www.人民.cn/a",
        "http://a.cn/b。",
        "http://a..cn/b",
        "ftp://a.cn",
        "http://a.cn:x/",
    ],
)
def test_malformed_links(link):
    assert codes(item(link=link)) == {"BP501"}


def test_links_with_signs_that_occur():
    for link in ("https://a.cn:8080/b?c=%E5%8C%BB&d=1|2#e", "http://10.1.2.3/a", "http://a.cn/医疗.html", "https://m.a.com.cn/a_(b)!~'x.html"):
        assert codes(item(link=link)) == set()


def test_options():
    wrong = item(link=None, source=None)
    assert {f.code for f in check(wrong, select=["BP301"])} == {"BP301"}
    assert {f.code for f in check(wrong, ignore=["BP30"])} == set()
    assert {f.severity for f in check(wrong, severities={"BP3": "info", "BP302": "warning"})} == {"info", "warning"}
    for options in ({"select": ["BP999"]}, {"ignore": ["XY"]}, {"severities": {"BP42": "info"}}, {"select": [""]}):
        with pytest.raises(UnknownCode, match="no rule has this code"):
            check(VALID, **options)


def test_a_rule_of_ones_own():
    @rule("MY001", "lead-names-no-city", "warning")
    def lead_names_no_city(bulletin):
        if "北京" not in (bulletin.lead or ""):
            yield Fault("the lead names no city")

    assert [(f.code, f.severity, f.message) for f in check(VALID, extra=[lead_names_no_city])] == [("MY001", "warning", "the lead names no city")]
    assert check(VALID, select=["BP"], extra=[lead_names_no_city]) == ()


def test_codes_and_names_are_single():
    assert len({each.code for each in RULES}) == len({each.name for each in RULES}) == len(RULES)
    assert find_rule("bp203").code == "BP203"
    with pytest.raises(UnknownCode):
        find_rule("BP999")


def test_no_text_layer():
    found = unreadable(NoTextLayer("scan.pdf", "its 3 page(s) hold no text"))
    assert (found.code, found.file, found.severity) == ("BP901", "scan.pdf", "error")
    assert found.message.startswith("its 3 page(s) hold no text. Recognise")


def test_two_parses_compared():
    assert compare(VALID, VALID) == ()
    other = item(1, title="乙省印发互联互方案", link=None, blocks=()).model_copy(update={"published": None, "index": VALID.index[:1]})
    found = compare(VALID, other)
    assert [f.subject for f in found] == ["published", "number of entries", "item's title", "item's link", "item's body"]
    assert found[2].message == "item's title differs: text “乙省印发互联互通方案” text “乙省印发互联互方案”"
    assert [f.subject for f in compare(VALID, changed(items=()))] == ["number of items"]
    assert [f.message for f in compare(VALID, entry(source=None))] == ["index entry's source differs: text “人民网” text nothing"]


def test_fields_on_doubtful_signs():
    doubts = (
        Doubt(field="items[1].link", marked="http://a.cn/⟦1⟧x", confidence=0.7, why="an identifier that nothing confirms"),
        Doubt(field="index[0].title", marked="甲市医院上线智慧导⟦诊⟧", confidence=0.4),
        Doubt(field="lead", marked="共收集⟦3⟧篇", confidence=0.4),
    )
    found = [(f.code, f.severity, f.item, f.message) for f in check(changed(doubts=doubts), select=["BP906"])]
    assert found == [
        ("BP906", "warning", 2, "item's link rests on doubtful OCR: http://a.cn/⟦1⟧x (an identifier that nothing confirms)"),
        ("BP906", "info", 1, "entry's title rests on doubtful OCR: 甲市医院上线智慧导⟦诊⟧"),
        ("BP906", "info", None, "lead rests on doubtful OCR: 共收集⟦3⟧篇"),
    ]


@pytest.mark.parametrize(
    ("field", "wrong", "code"),
    [
        ("items[0].title", {"title": "甲市医院上线智慧导珍"}, "BP206"),
        ("items[0].source", {"source": "人民冈"}, "BP207"),
        ("items[0].headline", {"headline": "甲市医院上线智慧导珍"}, "BP304"),
        ("items[0].byline", {"byline": "2026-03-11 来源：新华网"}, "BP305"),
    ],
)
def test_copies_that_ocr_cannot_decide_on_are_not_compared(field, wrong, code):
    odd = item(**wrong)
    assert code in codes(odd)
    assert code not in codes(odd.model_copy(update={"doubts": (Doubt(field=field, marked="", confidence=0.4, copies_differ=True),)}))
    for doubt in (Doubt(field=field, marked="", confidence=0.4), Doubt(field="lead", marked="", confidence=0.4, copies_differ=True)):
        assert code in codes(odd.model_copy(update={"doubts": (doubt,)}))


def test_a_page_that_could_not_be_read():
    pages = (PageSource(page=1, engine="ocr", confidence=0.99), PageSource(page=2, engine="ocr", unread="no line of text was found in its picture"))
    source = VALID.source.model_copy(update={"complete": False, "page_sources": pages})
    found = check(changed(source=source))
    assert [(f.code, f.message) for f in found] == [("BP903", "page 2 could not be read: no line of text was found in its picture")]


@pytest.mark.parametrize("text", ["(cid:12)(cid:9)", "患\ue001者", "ꀀꀁꀂ患者", "가각갂患者", "㐀㐁㐂"])
def test_garbled(text):
    assert codes(changed(title=text)) == {"BP903"}


def where(bulletin: Bulletin, code: str):
    return next(finding.where for finding in check(bulletin) if finding.code == code)


@pytest.mark.parametrize(
    ("code", "place", "fields"),
    [
        ("BP204", "title", {"title": "丙县启用影像云平台"}),
        ("BP206", "title", {"title": "甲市医院上线智慧导珍"}),
        ("BP207", "source", {"source": "健康界", "link": "https://www.cn-healthcare.com/a"}),
        ("BP209", "title", {"number": 3}),
        ("BP304", "headline", {"headline": "甲市医院上线导诊"}),
        ("BP305", "byline", {"byline": "2026-03-11 来源：央广网"}),
        ("BP501", "link", {"link": "www.people.com.cn/a"}),
    ],
)
def test_a_finding_points_to_the_field_and_else_to_the_item(code, place, fields):
    assert where(item(**fields), code) == VALID.items[0].places[place]
    assert where(item(**fields, places={}), code) == VALID.items[0].where


def test_without_any_place_in_the_item_the_entry_is_shown():
    assert where(item(title="甲市医院上线智慧导珍", places={}, where=()), "BP206") == VALID.index[0].where


def test_the_count_is_shown_where_it_stands_and_else_the_lead():
    wrong = changed(declared_count=3)
    assert where(wrong, "BP201") == VALID.places["declared_count"]
    lead = {"lead": VALID.places["lead"]}
    assert where(wrong.model_copy(update={"places": lead}), "BP202") == VALID.places["lead"]
    assert where(wrong.model_copy(update={"places": {}}), "BP202") == ()


def test_where_all_are_missing_the_first_is_shown():
    assert where(changed(items=()), "BP203") == VALID.index[0].where
    assert where(changed(index=()), "BP204") == VALID.items[0].where


def test_an_entry_is_named_by_its_number_and_else_by_its_place():
    lone = changed(items=VALID.items[:1])
    for number, said in ((7, 7), (None, 2)):
        entries = (VALID.index[0], VALID.index[1].model_copy(update={"number": number}))
        messages = [f.message for f in check(lone.model_copy(update={"index": entries})) if f.code == "BP203"]
        assert messages == [f"entry {said} has no item: “乙省印发互联互通方案”"]


@pytest.mark.parametrize(("count", "tail"), [(4, "is 3 in the index and 2 in the body"), (5, "; and 1 more"), (6, "; and 2 more")])
def test_of_many_in_another_order_three_are_named(count, tail):
    titles = [f"第{sign}医院建成{sign * 6}系统" for sign in "甲乙丙丁戊己"[:count]]
    items = tuple([VALID.items[0].model_copy(update={"number": at, "title": title, "headline": None}) for at, title in enumerate(titles, 1)])
    entries = tuple([VALID.index[0].model_copy(update={"number": at, "title": title}) for at, title in enumerate(titles[::-1], 1)])
    (found,) = [f for f in check(changed(items=items, index=entries)) if f.code == "BP205"]
    assert found.message.endswith(tail)
    assert found.message.count("in the index") == 3
    moved = next(each for each in entries if each.title in found.message.split("”")[0])
    assert (found.item, found.where) == (moved.number, moved.where)


@pytest.mark.parametrize(
    ("byline", "source"),
    [
        ("2026-03-11 来源：甲", None),
        ("2026-03-11 来源：甲报", "甲报"),
        ("2026-03-11 电气报", "电气报"),
        ("2026-03-11 新华社电", None),
        (f"来源：{'甲' * 40}", "甲" * 40),
        (f"来源：{'甲' * 41}", None),
    ],
)
def test_a_bylines_source_has_a_names_length(byline, source):
    assert source_in(byline, load_template().bylines) == source


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [("甲", "甲", True), ("甲“乙”", "甲乙", True), ("甲报社", "甲报", True), ("甲报", "甲报社", True), ("甲报", "乙报", False), ("新华网", "新华社", True)],
)
def test_sources_that_can_be_one(left, right, same):
    assert (check(item(source=left, byline=f"2026-03-11 来源：{right}"), select=["BP305"]) == ()) is same


def test_an_item_without_a_number_is_an_item():
    messages = [f.message for f in check(item(number=None, link=None)) if f.code == "BP302"]
    assert messages == ["an item has no link, expected a line such as 链接：http://… (“甲市医院上线智慧导诊”)"]


def told_of_link(code: str, **fields) -> list[str]:
    """What a rule on links says of an item with some fields."""
    return [found.message for found in check(item(**fields), select=[code])]


def day_told(link: str, published: date) -> str | None:
    """The date in a link that BP503 tells, None where it is silent."""
    return next((message.removeprefix("the link is dated ").partition(",")[0] for message in told_of_link("BP503", link=link, published=published)), None)


@pytest.mark.parametrize(
    ("path", "day"),
    [
        ("2026/0311/c1.html", "2026-03-11"),
        ("2026-0311/c1.html", "2026-03-11"),
        ("2026/03/11/1.html", "2026-03-11"),
        ("2026/3/9/1.html", "2026-03-09"),
        ("2026-03/12/1.html", "2026-03-12"),
        ("20260311/1.html", "2026-03-11"),
        ("art/t20260311_527548942.html", "2026-03-11"),
        ("ARTIabcdefghijklmnopqr260318.shtml", "2026-03-18"),
        ("aBcdefghijklm260318.html", "2026-03-18"),
    ],
)
def test_a_date_in_a_link_of_each_form(path, day):
    link = f"http://a.cn/{path}"
    found = date.fromisoformat(day)
    assert day_told(link, date(2025, 1, 1)) == day
    assert day_told(link, found) is None
    for days, said in ((-1, None), (1, None), (-2, day), (2, day)):
        assert day_told(link, found + timedelta(days=days)) == said


@pytest.mark.parametrize(
    ("day", "said"),
    [((2026, 5, 31), None), ((2026, 5, 1), None), ((2026, 4, 30), None), ((2026, 6, 1), None), ((2026, 4, 29), "2026-05"), ((2026, 6, 2), "2026-05")],
)
def test_a_month_in_a_link_has_a_days_slack(day, said):
    assert day_told("http://a.cn/202605/1.html", date(*day)) == said


def test_dates_in_links_agree_for_the_real_forms():
    day = date(2026, 3, 12)
    for path in ("n2/2026/0312/c1-2.html", "a/20260312/t20260312_527.shtml", "sh/2026/03-12/1.shtml", "2026-03/12/c_1.htm", "art/2026/3/12/art_1.html"):
        assert day_told(f"http://a.cn/{path}", day) is None
        assert day_told(f"http://a.cn/{path}", date(2026, 1, 5)) == "2026-03-12"
    assert day_told("https://news.cctv.com/ARTIJX24wVyXujBVm8ezqs260312.shtml", date(2026, 1, 5)) == "2026-03-12"
    assert day_told("https://a.cn/yw/202602/c_1.htm", day) == "2026-02"
    assert day_told("https://a.cn/yw/202602/c_1.htm", date(2026, 3, 1)) is None
    for path in ("newsDetail_forward_20120312", "20120312", "a/BAAFRD000006643024325207.html", "2026/1399/x.html", "a?d=20120312"):
        assert day_told(f"https://a.cn/{path}", day) is None
    assert day_told("http://[", day) is None


@pytest.mark.parametrize("link", ["http://a.cn/2026/1332/c1.html", "http://a.cn/x?d=/2026/0211/", "http://[a/2026/0211/", "http://a.cn/20260211"])
def test_links_without_a_date(link):
    assert day_told(link, date(2026, 3, 11)) is None


@pytest.mark.parametrize(
    ("link", "why"),
    [
        ("ftp://a.cn/b", "scheme 'ftp', expected http or https"),
        ("a.cn/b", "it has no scheme, expected http or https"),
        ("http://localhost/b", "'localhost' is no domain"),
        ("http:///b", "it has no host"),
        ("http://a.cn/甲 乙", "it holds ' '"),
    ],
)
def test_why_a_link_is_malformed(link, why):
    assert told_of_link("BP501", link=link) == [f"the link is no well-formed URL ({why}): {link}"]


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        ("http://A.cn/b/", "https://a.cn/b", True),
        ("http://a.cn/%E5%8C%BB", "http://a.cn/医", True),
        ("http://a.cn/ b", "http://a.cn/b", True),
        ("甲", " 甲 ", True),
        ("甲", "乙", False),
        ("http://a.cn/B", "http://a.cn/b", False),
        ("http://a.cn/b?x=1", "http://a.cn/b?x=2", False),
    ],
)
def test_links_that_are_one(left, right, same):
    assert (told_of_link("BP505", link=left, link_target=right) == []) is same


def test_a_link_that_stands_twice_names_the_first_item():
    twice = item(1, link=LINK, byline=None)
    assert [f.message for f in check(twice, select=["BP504"])] == [f"the link stands at item 1 too: {LINK}"]
    nameless = twice.model_copy(update={"items": (twice.items[0].model_copy(update={"number": None}), twice.items[1])})
    assert [f.message for f in check(nameless, select=["BP504"])] == [f"the link stands at “甲市医院上线智慧导诊” too: {LINK}"]


def test_a_masthead_without_any_number():
    bare = changed(issue_number=None, issue_label=None, places={})
    assert [f.message for f in check(bare, select=["BP101"])] == ["the masthead has no issue number, expected one such as 第六六四期"]


@pytest.mark.parametrize(
    ("range_", "code"),
    [
        ("2月30日至3月6日", "BP404"),
        ("2026年2月28日至2月31日", "BP404"),
        ("3月7日至3月13日", "BP103"),
        ("上周", "BP103"),
        ("2026年3月7日", "BP103"),
    ],
)
def test_a_range_that_names_no_real_day_is_another_fault_than_none(range_, code):
    assert codes(changed(date_range=None, printed=printed(date_range=range_))) == {code}


def test_the_year_of_a_range_without_one_is_the_mastheads():
    undated = changed(date_range=None, published=None, printed={"date_range": "2月30日至3月6日"})
    assert codes(undated) == {"BP102", "BP103"}


def test_what_the_lead_does_not_say_is_shown_at_its_place_and_else_at_the_lead():
    lead = {"lead": VALID.places["lead"]}
    assert where(changed(date_range=None, printed={}), "BP103") == VALID.places["date_range"]
    assert where(changed(date_range=None, printed={}, places=lead), "BP103") == VALID.places["lead"]
    assert where(changed(date_range=None, printed={}, places={}), "BP103") == ()


@pytest.mark.parametrize(("day", "inside"), [((2026, 3, 7), True), ((2026, 3, 13), True), ((2026, 3, 6), False), ((2026, 3, 14), False)])
def test_both_ends_of_the_week_belong_to_it(day, inside):
    dated = item(published=date(*day), link="http://www.people.com.cn/a", byline=None)
    assert codes(dated) == (set() if inside else {"BP401"})


def test_a_range_of_one_day_is_not_reversed():
    one = changed(date_range=DateRange(start=date(2026, 3, 13), end=date(2026, 3, 13)))
    assert [f.message for f in check(one, select=["BP402"])] == ["the date range 2026-03-13 to 2026-03-13 has 1 day, expected 7"]


def test_a_range_is_shown_at_its_place_and_else_at_the_lead():
    wrong = changed(date_range=DateRange(start=date(2026, 3, 12), end=date(2026, 3, 13)))
    assert where(wrong, "BP402") == VALID.places["date_range"]
    assert where(wrong.model_copy(update={"places": {"lead": VALID.places["lead"]}}), "BP402") == VALID.places["lead"]
    assert where(wrong.model_copy(update={"places": {}}), "BP402") == ()


def test_a_wrong_range_of_a_bulletin_without_a_date_is_judged_by_its_items():
    undated = changed(published=None, printed=printed(published=""), date_range=DateRange(start=date(2026, 3, 12), end=date(2026, 3, 13)))
    assert codes(undated) == {"BP102", "BP402"}


@pytest.mark.parametrize(("delay", "late"), [(0, False), (14, False), (15, True)])
def test_a_bulletin_may_come_two_weeks_after_its_week(delay, late):
    assert codes(changed(published=date(2026, 3, 13) + timedelta(days=delay))) == ({"BP403"} if late else set())


def test_a_long_text_is_quoted_by_its_first_forty_characters():
    for length, end in ((40, ""), (41, "…")):
        (found,) = check(changed(residue=(Remnant(text="甲" * length),)), select=["BP902"])
        assert found.message == f"text that belongs to no field: “{'甲' * 40}{end}”"


def test_an_item_of_the_week_of_publication_is_outside_a_sound_range_before_it():
    later = item(published=date(2026, 3, 16), link="http://www.people.com.cn/a", byline=None).model_copy(update={"published": date(2026, 3, 20)})
    assert codes(later) == {"BP401"}


# What stands where no part of its kind belongs: the record of a bulletin that was read wrong.
MISREAD = {
    "a label": (item(blocks=texts("正文在此。", "主要内容：", "乙省方案")), "a label stands in the body: “主要内容：” (“甲市医院上线智慧导诊”)"),
    "a link's label": (item(blocks=texts("正文。", "● 链接：http://www.cnr.cn/a", "再来。")), "a label stands in the body: “● 链接：http://www.cnr.cn/a”"),
    "a byline": (
        item(blocks=texts("——副题", "2026-03-11 09:10 来源：人民网 作者：李明")),
        "a byline stands in the body: “2026-03-11 09:10 来源：人民网",
    ),
    "another masthead": (item(blocks=texts("正文在此。", "全国卫生信息化舆情监测周报")), "a line of another masthead stands in the body"),
    "a running header": (item(blocks=texts("正文在此。", "全国卫生信息化舆情监测周报 第六六五期")), "a running header stands in the body"),
    "another lead": (item(blocks=texts("正文在此。", "本期导语：")), "a line of another masthead stands in the body"),
    "a colophon": (
        item(1, blocks=texts("正文在此。", "主办：甲市卫生健康信息中心", "电话：010-1")),
        "a colophon stands in the body: “主办：甲市卫",
    ),
    "copies to": (item(1, blocks=texts("正文在此。", "报：国家卫生健康委", "送：各处室")), "a colophon stands in the body: “报：国家卫生健康委”"),
    "editors, many": (item(1, blocks=texts("正文。", "主编：李", "编辑：王", "电话：1")), "a colophon stands in the body: “主编：李”"),
    "a footnote's mark": (item(blocks=texts("返还专项资金。1", "正文。")), "a paragraph ends in a number, which may be a footnote's mark: “返还专项资金。1”"),
    "a page's number": (item(blocks=texts("正文。", "- 2 -", "正文。")), "a number stands alone in the body: “- 2 -”"),
    "a table's rows": (item(blocks=texts("正文。", "云和县83637875", "永泰县120490081")), "rows of a table stand as paragraphs: “云和县83637875”"),
    "a table's row as a heading": (item(blocks=(Block(kind="heading", text="云和县836,37875.5%"), *texts("正文。"))), "a row of a table stands as a paragraph"),
    "cells of a table in one": (
        item(blocks=(*texts("正文。"), Block(kind="table", text="县\t人次\n甲县乙县\t3,3113,778", rows=(("县", "人次"), ("甲县乙县", "3,3113,778"))))),
        "a table's cells came out as one",
    ),
    "one row of a table": (item(blocks=texts("正文。", "云和县836,37875.5%", "正文。")), "a row of a table stands as a paragraph: “云和县836,37875.5%”"),
    "half a paragraph": (
        item(blocks=texts("视频、心率、血压等数据实时回传，" * 4 + "专家可以边看边", "指导。")),
        "a paragraph ends inside a sentence",
    ),
    "half a short one in which a sentence ended": (
        item(blocks=texts("背景：系统上线后每天拦截不合理处方。儿童医院主", "任告诉记者，现在由设备自动完成。")),
        "a paragraph ends inside a sentence",
    ),
    "half a quotation": (item(blocks=texts("“孩子的疫苗记录再也不", "怕丢了。”甲市居民笑着说。")), "a paragraph ends inside a sentence"),
    "rows of a Latin paragraph": (
        item(blocks=texts("The commentary notes that inter-", "operability remains the principal difficulty.")),
        "a paragraph ends inside a sentence",
    ),
    "a row without its short rest": (
        item(blocks=(Block(kind="heading", text="办理上述业务不收取任何费用，谨防以升级系统为名"), *texts("的诈骗。"))),
        "a paragraph ends inside a sentence",
    ),
    "a row whose rest stands on the next page": (
        item(
            blocks=tuple(
                Block(kind="paragraph", text=text, where=(PageRegion(page=at, bbox=(80, 80, 500, 92)),))
                for at, text in enumerate(("甲市把预约诊疗列入年度民生实事，由督查室", "按月通报进度。新规施行首月，重复检查费用减少五百万元。"), 1)
            )
        ),
        "a paragraph ends inside a sentence",
    ),
    "entries in the lead": (
        changed(lead="本期共收集2篇。\n1. 甲市医院上线智慧导诊（人民网）\n2. 乙省印发互联互通方案（央广网）"),
        "the lead holds numbered entries, the first of them “1. 甲市医院上线智慧导诊（人民网）”",
    ),
    "a further link": (item(further_links=("http://www.people.com.cn/b阅读",)), "the link ends in Chinese: http://www.people.com.cn/b阅读"),
    "a lost byline": (
        changed(items=(*VALID.items, VALID.items[1].model_copy(update={"number": 3, "byline": None, "blocks": texts("2026-03-12 09:17 央广网", "正文。")}))),
        "all other items have a byline; here it may be “2026-03-12 09:17 央广网”",
    ),
}


@pytest.mark.parametrize("name", MISREAD)
def test_a_form_in_doubt_is_one_warning(name):
    bulletin, message = MISREAD[name]
    (finding,) = [each for each in check(bulletin) if each.code == "BP905"]
    assert finding.message.startswith(message)
    assert finding.severity == "warning"


@pytest.mark.parametrize(
    "blocks",
    [
        texts("以数据为核心要素，推动全市医疗服务高质量发展", "今年以来，甲市建成统一的数据平台，接入二级以上医疗机构三十六家。"),
        texts("“一码通”改变就医", "“孩子的疫苗记录再也不怕丢了。”甲市居民笑着说。"),
        texts("（2）数据清洗。由平台统一去重、校验；", "面向科研机构有序开放。"),
    ],
    ids=["a heading with a comma", "a quotation of its own", "a point of a list"],
)
def test_lines_that_end_without_a_stop_and_are_whole_are_no_doubt(blocks):
    assert check(item(blocks=blocks)) == ()


def test_an_empty_paragraph_is_no_doubt():
    assert check(item(blocks=texts("", "", "正文在此。"))) == ()


def test_two_entries_in_one_are_told_by_the_number_inside():
    merged = VALID.index[0].model_copy(update={"title": "甲市医院上线智慧导诊（人民网） 2. 乙省印发互联互通方案"})
    (finding,) = [each for each in check(changed(index=(merged,))) if each.code == "BP905"]
    assert finding.message == "the title of entry 1 holds the number 2: “甲市医院上线智慧导诊（人民网） 2. 乙省印发互联互通方案”"


def test_a_numbering_is_told_in_its_category():
    (finding,) = [each for each in check(begun_again((1, 2, 1, 3))) if each.code == "BP209"]
    assert finding.message == "the body's numbers under 各地动态 are not 1, 2, 3…: expected 2, found 3 at “丙” (all: 1, 3)"


def begun_again(numbers: tuple[int, ...]) -> Bulletin:
    held = zip((*VALID.items, VALID.items[0], VALID.items[1].model_copy(update={"title": "丙"})), numbers, ("政策动态",) * 2 + ("各地动态",) * 2, strict=True)
    return changed(items=tuple(each.model_copy(update={"number": number, "category": category}) for each, number, category in held))


def test_each_doubt_of_the_layout_is_a_finding():
    doubts = tuple(Doubt(field=field, kind="layout", why=f"guess {at}") for at, field in enumerate(("", "items[1].blocks[0]")))
    assert [(each.code, each.item) for each in check(changed(doubts=doubts))] == [("BP905", None), ("BP905", 2)]


def test_a_publisher_s_name_that_other_words_part_in_the_back_matter_is_told_and_a_shorter_name_is_none():
    name = "北京市卫生健康大数据与政策研究中心"
    parts = {
        "parted": ("主办：北京市卫生健康大数据与政策研 主编：周明远", "究中心"),
        "whole": (f"主办：{name}", "究中心"),
        "another": ("主办：北京市卫生健康委员会", "中心主任：周明远"),
    }
    found = {}
    for key, printed_parts in parts.items():
        back = tuple(Remnant(text=text, where=PLACE) for text in printed_parts)
        found[key] = [each.message for each in check(changed(publisher=name, back_matter=back)) if each.code == "BP905"]
    assert found == {"parted": ["other words stand between “北京市卫生健康大数据与政策研” and “究中心” in the back matter"], "whole": [], "another": []}


@pytest.mark.parametrize(
    ("publisher", "front", "told"),
    [
        ("北京市卫生健康", ["内部资料", "大数据与政策研究中心"], "大数据与政策研究中心"),
        ("期号", ["大数据与政策研究中", "心"], "心"),
        ("健康数据周刊", ["内部资料", "送：委领导，各处室"], None),
        ("北京市卫生健康委员会", ["大数据与政策研究中心"], None),
    ],
)
def test_a_publisher_that_ends_as_no_office_does_is_told_where_what_stands_beside_it_does(publisher, front, told):
    rest = tuple(Remnant(text=text, where=PLACE) for text in front)
    found = [each.message for each in check(changed(publisher=publisher, front_matter=rest)) if each.code == "BP905"]
    assert found == ([f"the publisher “{publisher}” may lack a part: “{told}” stands in the front matter"] if told else [])


def test_a_part_of_a_bulletin_is_a_finding():
    finding = unreadable(PartOfBulletin("b.pdf", "it begins with item 9", issue_label="第六六四期"))
    assert (finding.code, finding.severity, finding.file, finding.subject) == ("BP909", "warning", "b.pdf", "part of 第六六四期")


def test_a_category_does_not_stand_in_for_a_missing_entry():
    bulletin = changed(index=(VALID.index[0], Entry(number=None, title="各地动态", source=None)))
    assert [each.message for each in check(bulletin) if each.code == "BP201"] == ["the lead declares 2 items, the index has 1"]
    unnumbered = changed(index=(VALID.index[0], VALID.index[1].model_copy(update={"number": None, "source": None})))
    assert "BP201" not in codes(unnumbered)
