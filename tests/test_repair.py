"""Repairs: what the copies of a text decide, what they leave open, and that every edit can be taken back."""

from datetime import date

import pytest

from bulletin_parse import Character, check, parse, undone
from bulletin_parse.reading.document import RecognisedLine
from bulletin_parse.repair.dates import misreadings
from bulletin_parse.repair.evidence import Seen, _characters_in
from bulletin_parse.repair.voting import Copy, vote, with_changes
from scans import Recogniser, characters, pretend_recognition, reading_of, scan_of

GOOD = {
    "range": "　　本期周报共收集1篇相关信息，时间从2026年03月07日到2026年03",
    "range_end": "月13日，监测范围包括全国主流媒体及政府网站等。",
    "entry": "1. 甲市医院上线智慧导诊",
    "entry_source": "（人民网）",
    "title": "1. 甲市医院上线智慧导诊",
    "source": "来源：人民网",
    "link": "链接：http://www.people.com.cn/n1/2026/0311/c1-1.html",
    "headline": "　　　　　　　　　甲市医院上线智慧导诊",
    "byline": "　　　　　　　　　　2026-03-11 来源：人民网",
    "body": "　　近日，甲市医院上线智慧导诊系统，群众少跑腿，这一句话很长很长很",
}


def seen_in(readings):
    """All characters of some recognised lines, each with what recognition knew of it."""
    return [Seen(character.char, character, room) for character, room in _characters_in(readings)]


TEXT = [
    "　　　　　　　　北京市卫生健康大数据与政策研究中心",
    "　　　　　　　　　　　　2026年03月13日",
    "本期导语：",
    GOOD["range"],
    GOOD["range_end"],
    "一、信息目录",
    GOOD["entry"],
    GOOD["entry_source"],
    "二、具体内容",
    GOOD["title"],
    GOOD["source"],
    GOOD["link"],
    "主要内容：",
    "　　近日，甲市医院上线智慧导诊系统，群众少跑腿，这一句话很长很长很",
    "长。",
]


@pytest.fixture(autouse=True)
def _installed(monkeypatch):
    pretend_recognition(monkeypatch)


def parsed(**lines):
    """The bulletin of a scan in which some lines were read otherwise, as (text, {place: (probability, other, its weight)})."""
    page = {**GOOD, **lines}
    reading = reading_of(
        [
            "　　　　　　　　　全国卫生信息化舆情监测周报",
            "　　　　　　　　　　　　（第六六四）",
            "　　　　　　　　北京市卫生健康大数据与政策研究中心",
            "　　　　　　　　　　　　2026年03月13日",
            "本期导语：",
            page["range"],
            page["range_end"],
            "一、信息目录",
            page["entry"],
            page["entry_source"],
            "二、具体内容",
            page["title"],
            page["source"],
            page["link"],
            "主要内容：",
            page["headline"],
            page["byline"],
            page["body"],
            "长。",
        ]
    )
    return parse(scan_of(1), ocr=Recogniser(reading).options())


def edits(bulletin):
    return [(edit.field, edit.was, edit.now) for edit in bulletin.edits]


def test_a_clean_reading_needs_no_repair():
    bulletin = parsed()
    assert (bulletin.edits, bulletin.doubts, check(bulletin)) == ((), (), ())


def test_a_misread_title_gives_way_to_its_copies():
    bulletin = parsed(title=("1. 甲市医院上线智慧导珍", {12: (0.95, "诊", 0.04)}))
    assert edits(bulletin) == [("items[0].title", "甲市医院上线智慧导珍", "甲市医院上线智慧导诊")]
    assert bulletin.edits[0].why == "the index and the headline say so"
    assert bulletin.edits[0].where[0].page == 1
    assert check(bulletin) == ()


def test_a_printed_slip_stays_and_is_found():
    bulletin = parsed(title="1. 甲市医院上线智慧导珍")
    assert bulletin.edits == ()
    assert {finding.code for finding in check(bulletin)} == {"BP206"}


def test_two_doubtful_copies_decide_nothing_and_raise_no_alarm():
    bulletin = parsed(title=("1. 甲市医院上线智慧导珍", {12: (0.55, "诊", 0.4)}), entry=("1. 甲市医院上线智慧导诊", {12: (0.55, "珍", 0.4)}), headline="")
    assert bulletin.edits == ()
    assert {(doubt.field, doubt.marked) for doubt in bulletin.doubts} >= {("items[0].title", "甲市医院上线智慧导⟦珍⟧")}
    assert {finding.code for finding in check(bulletin)} <= {"BP906"}


def test_a_sign_lost_in_one_copy():
    wide = "1. 深读|甲市医院上线智慧导诊"
    lost = tuple(character for character in characters(wide) if character.char != "|")
    reading = reading_of([wide])
    assert "".join(character.char for character in lost) == "1. 深读甲市医院上线智慧导诊"
    full, short = (tuple(seen_in([RecognisedLine(0, 0, 1, 1, each)])) for each in (reading.lines[0].characters, lost))
    result = vote([Copy("a", full), Copy("b", full), Copy("c", short)])
    assert [(change.copy, change.now) for change in result.changes] == [(2, "|")]
    assert with_changes("1. 深读甲市医院上线智慧导诊", result.changes) == wide


def test_sources_by_index_item_and_byline():
    bulletin = parsed(source=("来源：人民冈", {5: (0.9, "网", 0.08)}))
    assert edits(bulletin) == [("items[0].source", "人民冈", "人民网")]
    bulletin = parsed(byline=("　　　　　　　　　　2026-03-11 来源：人民冈", {16: (0.9, "网", 0.08)}))
    assert edits(bulletin) == [("items[0].byline", "2026-03-11 来源：人民冈", "2026-03-11 来源：人民网")]


def test_a_week_that_lost_a_digit_to_doubt():
    bulletin = parsed(range=("　　本期周报共收集1篇相关信息，时间从2026年03月01日到2026年03", {26: (0.8, "7", 0.15)}))
    assert bulletin.date_range.start == date(2026, 3, 7)
    assert [edit.field for edit in bulletin.edits] == ["lead", "printed.date_range", "date_range"]
    assert undone(bulletin).date_range.start == date(2026, 3, 1)


def test_a_year_of_numerals_that_lost_all_its_zeros():
    characters_, at = [], 0.0
    text = "二○二○年九月五日至二○二○年九月十一日"
    for char in text:
        if char != "○":
            characters_.append(Character(char, 0.9999, (at + 0.4 + 0.2 * (char == "年")) / len(text), ()))
        at += 1.0
    read = "".join([character.char for character in characters_])
    seen = seen_in([RecognisedLine(0, 0, 200, 10, tuple(characters_))])
    assert next(misreadings(read, seen)) == text.replace("○", "〇")


@pytest.mark.parametrize(
    "rest", ["年三月七日至二〇二六年三月十三日，监测范围包括全国主流媒体等。", "年三月七日至二〇二六年三月十二日，监测范围包括全国主流媒体等。"]
)
def test_a_zero_lost_at_a_lines_end(rest):
    numerals = {"range": "　　本期周报共收集1篇本周全国卫生健康信息化建设相关的信息，时间从二", "range_end": f"二六{rest}"}
    bulletin = parsed(**numerals)
    is_week = "十三日" in rest
    assert ("时间从二〇二六年三月七日至" in bulletin.lead) is is_week
    assert bool(bulletin.edits) is is_week


def test_a_speck_behind_a_source():
    bulletin = parsed(source="来源：人民网：")
    assert bulletin.items[0].source == "人民网"
    assert check(bulletin) == ()


def test_a_source_that_lost_its_closing_bracket():
    bulletin = parsed(entry_source="（人民网")
    assert (bulletin.index[0].title, bulletin.index[0].source) == ("甲市医院上线智慧导诊", "人民网")
    assert check(bulletin) == ()
    other = parsed(entry_source="（新华社北京")
    assert other.index[0].source is None


def named(place, character=None, weight=0.02):
    """The lines in which a title stands, with a place in it and what else its first sign may be."""
    title = f"{place}医院上线智慧导诊"
    doubt = (0.9, character, weight)
    return {name: (line, {line.replace("　", "").index(place): doubt} if character else {}) for name, line in _titles(title)}


def _titles(title):
    return (("entry", f"1. {title}"), ("title", f"1. {title}"), ("headline", f"　　　　　　　　　{title}"))


def test_a_place_that_every_copy_misreads():
    bulletin = parsed(**named("毫州", "亳"))
    assert {bulletin.index[0].title, bulletin.items[0].title, bulletin.items[0].headline} == {"亳州医院上线智慧导诊"}
    assert {edit.why for edit in bulletin.edits} == {"a place or word of this form is known"}
    assert parsed(**named("毫州")).edits == ()


def test_a_place_that_is_a_name_as_read_stays():
    assert parsed(**named("淮阳", "濮", 0.05)).edits == ()


def test_quotation_marks_open_and_close_in_turn():
    said = "　　“近日上线，“甲市医院说，群众少跑腿，这一句话很长很长很长很长"
    bulletin = parsed(body=(said, {6: (0.6, "”", 0.2)}))
    assert bulletin.items[0].blocks[0].text.startswith("“近日上线，”甲市医院说")
    assert parsed(body=said).edits == ()
    assert parsed(body=(said.replace("“近", "近", 1), {5: (0.6, "”", 0.2)})).edits == ()


def test_capitals_have_no_zero_among_them():
    said = "　　近日通过IS0/IEC认证，采用A10方案，群众少跑腿，这一句话很长很长"
    bulletin = parsed(body=(said, {6: (0.9, "O", 0.04), 14: (0.9, "O", 0.04)}))
    assert bulletin.items[0].blocks[0].text.startswith("近日通过ISO/IEC认证，采用A10方案")


def test_a_zero_behind_a_digit_and_a_dot_is_no_letter():
    said = "　　系统支持标准3.O、4.Office，采用新的架构，群众少跑腿，这一句话很长很长"
    bulletin = parsed(body=(said, {8: (0.52, "0", 0.47)}))
    assert bulletin.items[0].blocks[0].text.startswith("系统支持标准3.0、4.Office")
    assert parsed(body=said).edits == ()


def test_a_percent_sign_with_a_circle_behind_it_is_per_mille():
    """The recogniser has ‰ in its alphabet and reads %o or %0; neither is ever printed."""
    bulletin = parsed(body="　　差错率由9.67%o降至0.67%0，满意率9.6%，群众少跑腿，这一句话很长很长")
    assert bulletin.items[0].blocks[0].text.startswith("差错率由9.67‰降至0.67‰，满意率9.6%，")
    assert {edit.why for edit in bulletin.edits} == {"no number has a circle behind its percent sign"}


def test_a_word_of_the_trade_that_every_copy_misreads():
    bulletin = parsed(**named("内诊", "门", 0.3))
    assert {bulletin.index[0].title, bulletin.items[0].title, bulletin.items[0].headline} == {"门诊医院上线智慧导诊"}
    assert parsed(**named("院内", "门", 0.3)).edits == ()


def test_a_sign_lost_in_two_copies_that_have_room_for_it():
    lost = [Seen(char, Character(char, 0.99, 0.1, ()), room) for char, room in zip("图解玉溪", (0.0, 0.0, 1.8, 0.0), strict=True)]
    found = [Seen(char, Character(char, probability, 0.1, ()), 0.6) for char, probability in zip("图解|玉溪", (0.99, 0.99, 0.51, 0.99, 0.99), strict=True)]
    copies = [Copy("index[0].title", tuple(lost)), Copy("items[0].title", tuple(lost)), Copy("items[0].headline", tuple(found))]
    assert [(change.copy, change.start, change.now) for change in vote(copies).changes] == [(0, 2, "|"), (1, 2, "|")]
    tight = [copy._replace(seen=tuple([each._replace(room=0.0) for each in copy.seen])) for copy in copies]
    assert [(change.copy, change.start, change.now) for change in vote(tight).changes] == [(2, 2, "")]


def test_a_byline_outside_the_week_follows_the_links_date():
    bulletin = parsed(byline=("　　　　　　　　　　2026-03-17 来源：人民网", {9: (0.7, "1", 0.25)}))
    assert (bulletin.items[0].published, bulletin.items[0].byline) == (date(2026, 3, 11), "2026-03-11 来源：人民网")
    assert bulletin.edits[-1].why == "the link's date says so"
    printed = parsed(byline="　　　　　　　　　　2026-03-17 来源：人民网")
    assert (printed.edits, printed.items[0].published) == ((), date(2026, 3, 17))


def test_a_count_that_index_and_body_contradict():
    bulletin = parsed(range=("　　本期周报共收集7篇相关信息，时间从2026年03月07日到2026年03", {7: (0.7, "1", 0.25)}))
    assert bulletin.declared_count == 1
    assert "共收集1篇" in bulletin.lead


def test_a_number_between_its_neighbours():
    bulletin = parsed(title=("7. 甲市医院上线智慧导诊", {0: (0.7, "1", 0.25)}))
    assert edits(bulletin) == [("items[0].number", 7, 1)]
    bulletin = parsed(title="l. 甲市医院上线智慧导诊")
    assert edits(bulletin) == [("items[0].title", "l. 甲市医院上线智慧导诊", "甲市医院上线智慧导诊"), ("items[0].number", None, 1)]


def test_a_link_is_repaired_and_an_identifier_flagged():
    bulletin = parsed(link="链接：http://www.peop1e.com.cn/n1/2026/03l1/c1-1.htm1")
    assert bulletin.items[0].link == "http://www.people.com.cn/n1/2026/0311/c1-1.html"
    wild = parsed(link=("链接：http://www.people.com.cn/wx/aB1xK9", {33: (0.9, "l", 0.08)}))
    assert wild.items[0].link == "http://www.people.com.cn/wx/aB1xK9"
    assert [(doubt.field, doubt.marked) for doubt in wild.doubts] == [("items[0].link", "http://www.people.com.cn/wx/aB⟦1⟧xK9")]


def test_the_masthead_by_the_running_headers():
    header = "　　　　　　　　　全国卫生信息化舆情监测周报　第664期"
    pages = [
        reading_of([header, "", "　　　　　　　　　全国卫生信息化舆情监测周报", ("　　　　　　　　　　　　　　（第661期）", {4: (0.6, "4", 0.3)}), *TEXT[:6]]),
        reading_of([header, *TEXT[6:]]),
        reading_of([header, "　　第三页的一段话，说的是同一家医院的事情，大家都说很方便很周到也很快。"]),
    ]
    bulletin = parse(scan_of(3), ocr=Recogniser(*pages).options())
    assert (bulletin.issue_label, bulletin.issue_number) == ("第664期", 664)
    assert bulletin.edits[0].why == "a running header says so"


MISREAD = {
    "title": ("7. 甲市医院上线智慧导珍", {0: (0.7, "1", 0.25), 12: (0.95, "诊", 0.04)}),
    "source": ("来源：人民冈", {5: (0.9, "网", 0.08)}),
    "link": ("链接：http://www.peop1e.com.cn/n1/2026/0311/c1-1.htm1", None),
    "byline": ("　　　　　　　　　　2026-03-17 来源：人民网", {9: (0.7, "1", 0.25)}),
    "range": ("　　本期周报共收集7篇相关信息，时间从2026年03月01日到2026年03", {7: (0.7, "1", 0.25), 26: (0.8, "7", 0.15)}),
}


def test_all_edits_taken_back_give_what_was_read(monkeypatch):
    repaired = parsed(**MISREAD)
    assert len(repaired.edits) >= 7
    monkeypatch.setattr("bulletin_parse.repair.repaired", lambda bulletin, document, lexicon=None: bulletin)
    raw = parsed(**MISREAD)
    without = {"doubts", "edits"}
    assert undone(repaired).model_dump(exclude=without) == raw.model_dump(exclude=without)
    assert check(repaired, ignore=["BP906"]) == ()


def test_only_recognised_text_is_touched():
    seen = seen_in([])
    assert seen == []
    assert Seen("珍", None).chance("诊") < 0.001
