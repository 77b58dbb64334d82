"""What people correct: made as edits, undone byte for byte, told where it does not fit, and nothing of the page lost."""

from __future__ import annotations

import json
import subprocess
import sys
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin_parse import (
    CorrectionConflict,
    CorrectionError,
    Corrections,
    Doubt,
    Edit,
    NoSuchField,
    Piece,
    Remnant,
    Reviewer,
    WrongValue,
    check,
    corrected,
    editing_corrections,
    load_corrections,
    missed_entry,
    missed_item,
    parse,
    parse_all,
    parse_text,
    uncorrected,
    undone,
)
from bulletin_parse.corrections import applied, corrected_fields
from bulletin_parse.corrections.correction import ADAPTER, corrections_schema_text
from bulletin_parse.corrections.missed import SelectedLine, pieces_of_lines
from bulletins import CONTENT, FIRST, HEAD, INDEX, LINKLESS, SECOND, WHOLE, bulletins, parsed_file
from conftest import FIXTURES, ROOT
from test_properties import unaccounted

WHY = "as printed"


@pytest.fixture
def bulletin():
    return parse_text(WHOLE)


@pytest.fixture
def reviewer(bulletin):
    return Reviewer(bulletin, by="甲", at="2026-03-14T08:00:00Z")


def codes(bulletin):
    return [finding.code for finding in check(bulletin) if finding.code in ("BP907", "BP908")]


# Values


@pytest.mark.parametrize(
    ("field", "now"),
    [
        ("title", "全国卫生信息化周报"),
        ("issue_label", "第六六五"),
        ("issue_numbers", (663, 664)),
        ("supplement", True),
        ("publisher", None),
        ("published", "2026-03-14"),
        ("lead", "新的导语。\n第二段。"),
        ("declared_count", 3),
        ("date_range", "2026-03-06/2026-03-12"),
        ("date_range.end", "2026-03-14"),
        ("date_range.start", None),
        ("printed.published", "2026年3月14日"),
        ("index[1].number", None),
        ("index[1].title", "乙省方案"),
        ("index[0].source", None),
        ("index[0].category", "政策动态"),
        ("items[1].number", 3),
        ("items[1].source", "新华网"),
        ("items[1].link", None),
        ("items[0].further_links", ("http://a.cn/1", "http://a.cn/2")),
        ("items[0].further_links[0]", "http://a.cn/1"),
        ("items[0].labels.关键词", "医保"),
        ("items[0].headline", None),
        ("items[0].byline", "2026-03-10 来源：人民网"),
        ("items[0].published", "2026-03-10"),
        ("items[0].blocks[1].text", "该系统准确率超过八成。"),
        ("items[0].blocks[1].kind", "heading"),
    ],
)
def test_any_field_is_set_and_undone(bulletin, reviewer, field, now):
    said = reviewer.set(field, now, why=WHY)
    done = corrected(bulletin, [said])
    edit = done.edits[0]
    assert (edit.field, edit.was, edit.now, edit.why, edit.by, edit.at) == (field, said.was, now, WHY, "甲", "2026-03-14T08:00:00Z")
    assert Reviewer(done, by="乙").piece if isinstance(now, str) else True
    assert uncorrected(done).to_json() == bulletin.to_json()
    assert json.loads(done.to_json()) == json.loads(type(bulletin).model_validate_json(done.to_json()).to_json())


def test_a_corrected_number_is_the_only_one_of_its_issue(bulletin, reviewer):
    done = corrected(bulletin, [reviewer.set("issue_number", 665, why=WHY)])
    assert (done.issue_number, done.issue_numbers) == (665, (665,))
    assert uncorrected(done) == bulletin


TABLE = SECOND + "\n| 省份 | 家数 |\n| --- | --- |\n| 甲省 | 12 |\n"


def test_a_cell_of_a_table_changes_its_text():
    bulletin = parse_text(HEAD + INDEX + CONTENT + FIRST + TABLE)
    said = Reviewer(bulletin, by="甲").set("items[1].blocks[1].rows[1][1]", "13", why=WHY)
    block = corrected(bulletin, [said]).items[1].blocks[1]
    assert (block.rows, block.text) == ((("省份", "家数"), ("甲省", "13")), "省份\t家数\n甲省\t13")
    with pytest.raises(NoSuchField, match=r"Correct its cells: items\[1\]\.blocks\[1\]\.rows"):
        Reviewer(bulletin, by="甲").set("items[1].blocks[1].text", "x", why=WHY)


def test_a_label_that_goes_leaves_the_others_in_their_order_when_it_is_undone():
    bulletin = parse_text(HEAD + INDEX + CONTENT + FIRST.replace("主要内容", "关键词：医保\n\n作者：张三\n\n版面：2版\n\n主要内容") + SECOND)
    assert list(bulletin.items[0].labels) == ["关键词", "作者", "版面"]
    done = corrected(bulletin, [Reviewer(bulletin, by="甲").set("items[0].labels.关键词", None, why=WHY)])
    assert list(done.items[0].labels) == ["作者", "版面"]
    assert uncorrected(done).to_json() == bulletin.to_json()


@pytest.mark.parametrize(
    ("field", "now", "error", "words"),
    [
        ("items[9].source", "x", NoSuchField, "there is no such place"),
        ("nothing", "x", NoSuchField, "there is no such place"),
        ("a b", "x", NoSuchField, "no address of a value"),
        ("items[0]", "x", NoSuchField, "it is a part, and no field"),
        ("items[0].where", [], NoSuchField, "nothing that a page prints"),
        ("source.sha256", "x", NoSuchField, "nothing that a page prints"),
        ("issue_number", True, WrongValue, "should be a valid integer"),
        ("items[0].number", "x", WrongValue, "should be a valid integer"),
        ("items[0].title", None, WrongValue, "should be a valid string"),
        ("items[0].blocks[0].kind", "bold", WrongValue, "paragraph"),
        ("items[0].blocks[0].text", None, WrongValue, "a paragraph without text is none. Move it"),
        ("items[0].blocks[0].text", " ", WrongValue, "a paragraph without text is none. Move it"),
        ("items[0].blocks[0].text", "近日，\n群众少跑腿。", WrongValue, "a paragraph has no line break. Part it"),
        ("published", "2026-02-30", WrongValue, "valid date"),
        ("date_range", "march", WrongValue, "an interval like"),
        ("items[0].source", "人民网", WrongValue, "says “人民网” already"),
    ],
)
def test_what_cannot_be_said_is_refused_with_its_field(reviewer, field, now, error, words):
    with pytest.raises(error, match=words) as raised:
        reviewer.set(field, now, why=WHY)
    assert raised.value.place == field


@pytest.mark.parametrize("by", ["", "  ", "ocr"])
def test_somebody_must_have_said_it(bulletin, by):
    with pytest.raises(CorrectionError, match="nobody is called"):
        Reviewer(bulletin, by=by)


def test_who_sees_an_old_value_is_told(bulletin):
    done = corrected(bulletin, [Reviewer(bulletin, by="甲").set("items[0].source", "新华网", why=WHY)])
    with pytest.raises(CorrectionConflict, match="says “新华网” by now, and “人民网” was seen"):
        Reviewer(done, by="乙").set("items[0].source", "光明网", why=WHY, was="人民网")


def test_a_doubt_on_a_corrected_field_goes_and_comes_back(bulletin):
    doubtful = bulletin.model_copy(update={"doubts": (Doubt(field="items[0].link", marked="http://⟦1⟧"), Doubt(field="items[1].title"))})
    done = corrected(doubtful, [Reviewer(doubtful, by="甲").set("items[0].link", "http://a.cn/l", why=WHY)])
    assert [doubt.field for doubt in done.doubts] == ["items[1].title"]
    assert uncorrected(done).to_json() == doubtful.to_json()


# Structure


def test_a_paragraph_cut_in_two_is_joined(bulletin, reviewer):
    done = corrected(bulletin, [reviewer.join(["items[0].blocks[0]", "items[0].blocks[1]"], why=WHY)])
    assert [block.text for block in done.items[0].blocks] == ["近日，甲市医院上线智慧导诊系统，群众少跑腿。该系统准确率超过九成。"]
    assert [(region.line, region.end_line) for region in done.items[0].blocks[0].where] == [(37, 37), (39, 39)]
    assert uncorrected(done).to_json() == bulletin.to_json()


def test_two_paragraphs_that_are_one_are_parted(bulletin, reviewer):
    done = corrected(bulletin, [reviewer.part("items[0].blocks[0]", ["近日，甲市医院上线智慧导诊系统，", "群众少跑腿。"], why=WHY)])
    assert [block.text for block in done.items[0].blocks] == ["近日，甲市医院上线智慧导诊系统，", "群众少跑腿。", "该系统准确率超过九成。"]
    with pytest.raises(CorrectionError, match="the same characters as before"):
        reviewer.part("items[0].blocks[0]", ["近日，", "群众少跑腿。"], why=WHY)


def test_text_is_moved_to_any_list_outside_the_fields(bulletin, reviewer):
    for name in ("furniture", "front_matter", "back_matter", "residue"):
        done = corrected(bulletin, [reviewer.move(["items[0].blocks[1]"], name, why=WHY)])
        assert [remnant.text for remnant in getattr(done, name)] == ["该系统准确率超过九成。"]
        assert uncorrected(done).to_json() == bulletin.to_json()


def test_a_header_inside_a_paragraph_is_taken_out_of_it(bulletin, reviewer):
    run = reviewer.piece("items[0].blocks[0]", "智慧导诊系统，")
    done = corrected(bulletin, [reviewer.move([run], "furniture", why=WHY)])
    assert (done.items[0].blocks[0].text, done.furniture[0].text) == ("近日，甲市医院上线群众少跑腿。", "智慧导诊系统，")


def test_text_that_was_taken_for_furniture_goes_back_to_its_body(bulletin, reviewer):
    moved = corrected(bulletin, [reviewer.move(["items[0].blocks[0]"], "furniture", why=WHY)])
    said = Reviewer(moved, by="乙", at="2026-03-15").move(["furniture[0]"], "items[0].blocks[1]", why=WHY)
    done = corrected(moved, [reviewer.move(["items[0].blocks[0]"], "furniture", why=WHY), said])
    assert [block.text for block in done.items[0].blocks] == ["该系统准确率超过九成。", "近日，甲市医院上线智慧导诊系统，群众少跑腿。"]


def test_a_paragraph_that_is_the_byline_becomes_it(bulletin):
    without = parse_text(WHOLE.replace("2026-03-11 来源：人民网", "人民网讯"))
    reviewer = Reviewer(without, by="甲")
    done = corrected(without, [reviewer.move(["items[0].blocks[0]"], "items[0].byline", why=WHY)])
    assert (done.items[0].byline, done.items[0].blocks[0].text) == ("人民网讯", "近日，甲市医院上线智慧导诊系统，群众少跑腿。")
    with pytest.raises(WrongValue, match="says “2026-03-12"):
        reviewer.move(["items[0].blocks[0]"], "items[1].byline", why=WHY)


SWALLOWED = HEAD + INDEX + CONTENT + FIRST + SECOND.replace("#### 2. ", "").replace("乙省印发互联互通方案", "省里发方案了呀", 1) + "\n来源：央广网\n"


def test_an_item_that_was_missed_is_made_of_the_text_that_another_took(bulletin, reviewer):
    fewer = corrected(bulletin, [reviewer.remove("items[1]", why=WHY)])
    texts = [block.text for block in fewer.items[0].blocks]
    assert texts[2:4] == ["乙省印发互联互通方案", "央广网"]
    roles = {2: "title", 3: "source", 4: "link", 5: "headline", 6: "byline"}
    seen = Reviewer(fewer, by="乙", at="2026-03-15")
    pieces = [seen.piece(f"items[0].blocks[{at}]", becomes=roles.get(at, "paragraph")) for at in range(2, len(texts))]
    said = seen.add("items[1]", pieces, {"number": 2}, why=WHY)
    done = corrected(fewer, [reviewer.remove("items[1]", why=WHY), said])
    new, old = done.items[1], bulletin.items[1]
    assert (new.number, new.title, new.source, new.link, new.headline, new.byline) == (2, old.title, old.source, old.link, old.headline, old.byline)
    assert (new.published, [block.text for block in new.blocks]) == (old.published, [block.text for block in old.blocks])
    assert uncorrected(done).to_json() == bulletin.to_json()


def test_an_entry_that_was_missed_is_made_of_residue_or_by_hand(bulletin, reviewer):
    gone = reviewer.remove("index[0]", why=WHY)
    fewer = corrected(bulletin, [gone])
    assert [remnant.text for remnant in fewer.residue] == ["甲市医院上线智慧导诊", "人民网"]
    seen = Reviewer(fewer, by="乙", at="2026-03-15")
    pieces = [seen.piece("residue[0]", becomes="title"), seen.piece("residue[1]", becomes="source")]
    done = corrected(fewer, [gone, seen.add("index[0]", pieces, {"number": 1}, why=WHY)])
    assert (done.index, done.residue) == (bulletin.index, ())
    byhand = corrected(bulletin, [reviewer.add("index[2]", fields={"number": 3, "title": "丙县建成平台", "source": "健康报"}, why=WHY)])
    assert (byhand.index[2].number, byhand.index[2].title, byhand.index[2].source) == (3, "丙县建成平台", "健康报")
    with pytest.raises(WrongValue, match="has no title"):
        reviewer.add("index[2]", why=WHY)


def test_doubts_follow_the_parts_that_move(bulletin):
    doubtful = bulletin.model_copy(update={"doubts": (Doubt(field="items[1].title"), Doubt(field="items[0].title"))})
    done = corrected(doubtful, [Reviewer(doubtful, by="甲").add("items[0]", fields={"title": "新"}, why=WHY)])
    assert [doubt.field for doubt in done.doubts] == ["items[2].title", "items[1].title"]
    assert uncorrected(done).to_json() == doubtful.to_json()


def test_a_finding_is_accepted_with_its_reason():
    faulty = parse_text(LINKLESS)
    (finding,) = [finding for finding in check(faulty) if finding.code == "BP302"]
    done = corrected(faulty, [Reviewer(faulty, by="甲").accept(finding, why="the page prints none")])
    assert [(found.code, found.known) for found in check(done) if found.code == "BP302"] == [("BP302", True)]
    assert (done.edits[0].field, done.edits[0].why) == (
        f'findings["BP302"]["{finding.subject}"]'.replace('["BP302"]', ".BP302").replace(f'["{finding.subject}"]', f".{finding.subject}"),
        "the page prints none",
    )
    assert uncorrected(done).to_json() == faulty.to_json()
    healed = parse_text(WHOLE)
    again = corrected(healed, [Reviewer(healed, by="甲").accept(finding, why="the page prints none")])
    assert [(found.code, found.subject) for found in check(again) if found.code == "BP908"] == [("BP908", f"BP302|{finding.subject}")]


def test_what_is_no_paragraph_is_neither_joined_nor_parted():
    reviewer = Reviewer(parse_text(HEAD + INDEX + CONTENT + FIRST + TABLE), by="甲")
    with pytest.raises(NoSuchField, match="it is no paragraph"):
        reviewer.join(["items[1].blocks[0]", "items[1].blocks[1]"], why=WHY)
    with pytest.raises(NoSuchField, match="it is no paragraph"):
        reviewer.part("items[1].title", ["乙省", "印发互联互通方案"], why=WHY)


# What fits and what does not


def test_a_correction_of_something_else_than_is_read_is_not_made_and_told(bulletin):
    said = Reviewer(bulletin, by="甲").set("items[0].source", "新华网", why=WHY)
    newer = bulletin.model_copy(update={"items": (bulletin.items[0].model_copy(update={"source": "光明网"}), bulletin.items[1])})
    done = corrected(newer, [said])
    assert done.items[0].source == "光明网"
    (finding,) = [finding for finding in check(done) if finding.code == "BP907"]
    assert finding.severity == "error"
    assert "甲 corrected “人民网” to “新华网”, and it reads “光明网”" in finding.message
    assert uncorrected(done).to_json() == newer.to_json()


def test_a_correction_that_the_parser_has_caught_up_with_is_told(bulletin):
    said = Reviewer(bulletin, by="甲").set("items[0].source", "新华网", why=WHY)
    newer = bulletin.model_copy(update={"items": (bulletin.items[0].model_copy(update={"source": "新华网"}), bulletin.items[1])})
    done = corrected(newer, [said])
    assert [finding.severity for finding in check(done) if finding.code == "BP908"] == ["info"]
    assert uncorrected(done).to_json() == newer.to_json()


def test_a_correction_finds_its_item_where_another_version_puts_it(bulletin):
    said = Reviewer(bulletin, by="甲").set("items[1].link", None, why=WHY)
    newer = bulletin.model_copy(
        update={"items": (bulletin.items[0].model_copy(update={"title": "漏掉的一条", "link": bulletin.items[1].link}), *bulletin.items)}
    )
    done = corrected(newer, [said])
    assert [item.link is None for item in done.items] == [False, False, True]
    assert done.edits[0].field == "items[2].link"


def test_a_correction_of_an_item_that_is_not_there_is_not_made_on_its_neighbour(bulletin):
    said = Reviewer(bulletin, by="甲").set("items[0].labels.关键词", "医保", why=WHY)  # what was read is nothing, as in every item
    newer = bulletin.model_copy(update={"items": bulletin.items[1:]})
    done = corrected(newer, [said])
    assert (dict(done.items[0].labels), codes(done)) == ({}, ["BP907"])


def test_a_title_that_is_read_right_by_now_still_names_its_item(bulletin):
    wrong = bulletin.model_copy(update={"items": (bulletin.items[0].model_copy(update={"title": "甲市医院上线智慧导珍"}), bulletin.items[1])})
    reviewer = Reviewer(wrong, by="甲", at="2026-03-14")
    said = [reviewer.set("items[0].source", "新华网", why=WHY), reviewer.set("items[0].title", "甲市医院上线智慧导诊", why=WHY)]
    done = corrected(bulletin, said)
    assert done.items[0].source == "新华网"
    assert codes(done) == ["BP908"]


def test_two_people_who_say_different_things_lose_nothing(bulletin):
    first = Reviewer(bulletin, by="甲", at="2026-03-14").set("items[0].source", "新华网", why=WHY)
    second = Reviewer(bulletin, by="乙", at="2026-03-15").set("items[0].source", "光明网", why=WHY)
    done = corrected(bulletin, [second, first])
    assert done.items[0].source == "新华网"
    (finding,) = [finding for finding in check(done) if finding.code == "BP907"]
    assert "甲 says “新华网” (2026-03-14), and 乙 says “光明网” (2026-03-15); the first stands" in finding.message


def test_who_corrects_a_correction_goes_on_from_it(bulletin):
    first = Reviewer(bulletin, by="甲", at="2026-03-14T08:00:00Z").set("items[0].source", "新华网", why=WHY)
    seen = corrected(bulletin, [first])
    second = Reviewer(seen, by="乙", at="2026-03-14T08:00:00Z").set("items[0].source", "光明网", why=WHY)
    for order in ([first, second], [second, first]):
        done = corrected(bulletin, order)
        assert (done.items[0].source, codes(done)) == ("光明网", [])


def test_corrections_of_other_files_are_passed_over_but_where_the_same_fault_is(bulletin):
    elsewhere = bulletin.source.model_copy(update={"sha256": "f" * 64})
    said = Reviewer(bulletin, by="甲").set("items[0].source", "新华网", why=WHY)
    copy = bulletin.model_copy(update={"source": elsewhere})
    done = corrected(copy, [said])
    assert (done.items[0].source, codes(done)) == ("人民网", ["BP907"])
    assert "for another file of this number" in done.doubts[0].why
    right = copy.model_copy(update={"items": (copy.items[0].model_copy(update={"source": "新华网"}), copy.items[1])})
    assert corrected(right, [said]) == right


STRUCTURAL = {
    "join": lambda reviewer: reviewer.join(["items[0].blocks[0]", "items[0].blocks[1]"], why=WHY),
    "part": lambda reviewer: reviewer.part("items[0].blocks[0]", ["近日，甲市医院上线智慧导诊系统，", "群众少跑腿。"], why=WHY),
    "move": lambda reviewer: reviewer.move(["items[0].blocks[1]"], "furniture", why=WHY),
    "add": lambda reviewer: reviewer.add("items[2]", [reviewer.piece("items[0].blocks[1]", becomes="title")], why=WHY),
    "remove": lambda reviewer: reviewer.remove("items[1]", why=WHY),
}


@pytest.mark.parametrize("kind", STRUCTURAL)
def test_a_structure_that_the_parser_has_caught_up_with_is_told_and_one_that_it_lost_too(bulletin, reviewer, kind):
    said = STRUCTURAL[kind](reviewer)
    done = corrected(bulletin, [said])
    assert (codes(done), len(applied(bulletin, [said]).outcomes[0].edits) >= 2) == ([], True)
    newer = done.model_copy(update={"edits": ()})  # as a parser that reads it so by itself
    assert codes(corrected(newer, [said])) == ["BP908"]
    texts = {block.text: f"{block.text[:-1]}呀" for block in bulletin.items[0].blocks}
    blocks = tuple([block.model_copy(update={"text": texts[block.text]}) for block in bulletin.items[0].blocks])
    second = bulletin.items[1].model_copy(update={"title": "乙省印发互联互通方安"})
    lost = bulletin.model_copy(update={"items": (bulletin.items[0].model_copy(update={"blocks": blocks}), second)})
    assert codes(corrected(lost, [said])) == ["BP907"]
    assert uncorrected(corrected(lost, [said])).to_json() == lost.to_json()


# Properties


@st.composite
def corrections_of(draw, bulletin):
    """Corrections of different parts of a bulletin: none needs another, or forbids it."""
    reviewer = Reviewer(bulletin, by=draw(st.sampled_from(["甲", "乙"])), at=draw(st.sampled_from(["2026-03-14", "2026-03-15T08:00:00Z"])))
    said = []
    names = {"publisher": "丙中心", "declared_count": 77, "supplement": True, "lead": None}
    said += [reviewer.set(name, value, why=WHY) for name, value in names.items() if draw(st.booleans())]
    for at, item in enumerate(bulletin.items):
        kind = draw(st.sampled_from(["nothing", "source", "title", "label", "remove", "join", "move", "part"]))
        last = len(item.blocks) - 1
        if kind == "source":
            said.append(reviewer.set(f"items[{at}].source", f"{item.source}报", why=WHY))
        elif kind == "title":
            said += [reviewer.set(f"items[{at}].title", f"{item.title}呀", why=WHY), reviewer.set(f"items[{at}].link", None, why=WHY)]
        elif kind == "label":
            said.append(reviewer.set(f"items[{at}].labels.关键词", "医保", why=WHY))
        elif kind == "remove":
            said.append(reviewer.remove(f"items[{at}]", to="residue", why=WHY))
        elif kind == "join" and last > 0 and not {block.kind for block in item.blocks[last - 1 :]} & {"figure", "table"}:
            said.append(reviewer.join([f"items[{at}].blocks[{last - 1}]", f"items[{at}].blocks[{last}]"], why=WHY))
        elif kind == "move":
            said.append(reviewer.move([f"items[{at}].blocks[0]"], draw(st.sampled_from(["furniture", "back_matter"])), why=WHY))
        elif kind == "part" and len(item.blocks[0].text) > 3:
            said.append(reviewer.part(f"items[{at}].blocks[0]", [item.blocks[0].text[:2], item.blocks[0].text[2:]], why=WHY))
    if draw(st.booleans()):
        said.append(reviewer.add(f"index[{draw(st.integers(0, len(bulletin.index)))}]", fields={"title": "漏掉的一条", "number": 99}, why=WHY))
    return said


@st.composite
def corrected_bulletins(draw):
    """A bulletin as it is read, and corrections of it."""
    text = draw(bulletins(max_items=3)).to_markdown()
    bulletin = parse_text(text)
    texts = [block.text for item in bulletin.items for block in item.blocks]
    said = draw(corrections_of(bulletin)) if len(set(texts)) == len(texts) else []
    return text, bulletin, said


@given(corrected_bulletins(), st.randoms(use_true_random=False))
def test_corrections_are_undone_byte_for_byte_made_once_and_in_any_order(made, random):
    _, bulletin, said = made
    result = applied(bulletin, said)
    assert [outcome.why for outcome in result.outcomes if outcome.state != "made"] == []
    done = result.bulletin
    assert uncorrected(done).to_json() == bulletin.to_json()
    assert corrected(done, said).to_json() == done.to_json()
    random.shuffle(said)
    assert corrected(bulletin, said).to_json() == done.to_json()
    assert type(bulletin).model_validate_json(done.to_json()) == done


def printed(bulletin):
    """The characters of all that a record holds as text of the page."""
    texts = [remnant.text for name in ("front_matter", "back_matter", "furniture", "residue") for remnant in getattr(bulletin, name)]
    for entry in bulletin.index:
        texts += [entry.title, entry.source or ""]
    for item in bulletin.items:
        texts += [item.title, item.source or "", item.link or "", item.headline or "", item.byline or "", *[block.text for block in item.blocks]]
    return sorted("".join("".join(texts).split()))


@given(corrected_bulletins())
def test_no_character_is_lost_by_a_change_of_structure(made):
    _, bulletin, said = made
    structural = [each for each in said if each.do not in ("set", "add")]
    assert printed(corrected(bulletin, structural)) == printed(bulletin)


@given(corrected_bulletins())
def test_the_ledger_of_a_corrected_bulletin_has_every_character_once(made):
    text, bulletin, said = made
    parsed = parsed_file(text.encode(), name="<text>", corrections=said)
    if bulletin.source.sha256 == parsed.bulletin.source.sha256:
        assert parsed.bulletin.items == corrected(bulletin, said).items
    assert unaccounted(parsed.ledger.rows, parsed.ledger.entries()) == []


def claims(ledger, text):
    """What the ledger says of the characters of a row."""
    (row,) = [row for row in ledger.rows if row.text == text]
    return {(claim.role, claim.name) for claim in ledger.entries() if claim.order == row.order}


def test_the_ledger_knows_where_text_was_moved():
    data = WHOLE.encode()
    bulletin = parsed_file(data).bulletin
    reviewer = Reviewer(bulletin, by="甲")
    line = "该系统准确率超过九成。"
    for name, claim in (("furniture", ("furniture", "furniture")), ("back_matter", ("field", "back_matter")), ("residue", ("residue", "residue"))):
        ledger = parsed_file(data, corrections=[reviewer.move(["items[0].blocks[1]"], name, why=WHY)]).ledger
        assert claims(ledger, line) == {claim}
    run = reviewer.piece("items[0].blocks[1]", "准确率")
    assert claims(parsed_file(data, corrections=[reviewer.move([run], "furniture", why=WHY)]).ledger, line) == {
        ("field", "paragraph"),
        ("furniture", "furniture"),
    }


@given(corrected_bulletins(), corrected_bulletins())
def test_corrections_of_another_reading_never_break_a_record(one, other):
    """What was said of one reading meets another of the same file: it fits or it does not, and everything can be taken back."""
    (_, bulletin, said), (_, read, _) = one, other
    read = read.model_copy(update={"source": bulletin.source, "issue_number": bulletin.issue_number, "issue_numbers": bulletin.issue_numbers})
    done = corrected(read, said)
    assert type(read).model_validate_json(done.to_json()) == done
    assert uncorrected(done).to_json() == read.to_json()
    structural = [each for each in said if each.do not in ("set", "add")]
    assert printed(corrected(read, structural)) == printed(read)


@pytest.mark.parametrize(
    "change",
    [
        {"field": "items[0].number", "was": 1, "now": "one"},
        {"field": "items[0].title", "was": "甲市医院上线智慧导诊", "now": None},
        {"field": "items[0].blocks", "was": None, "now": []},
        {"field": "items[0].where", "was": None, "now": []},
        {"field": "items[0].nothing", "was": None, "now": "x"},
        {"field": "items[0].places.title", "was": None, "now": "x"},
        {"field": "source.sha256", "of": [], "was": None, "now": "x"},
        {"field": "edits[0].by", "of": [], "was": None, "now": "x"},
        {"field": "index[7]", "was": None, "now": "x"},
        {"field": "published", "of": [], "was": "2026-03-13", "now": "13 March"},
        {"field": "issue_number", "of": [], "was": 664, "now": True},
        {"do": "move", "pieces": [{"field": "items[0].title", "of": ["甲市医院上线智慧导诊"], "text": "甲市医院上线智慧导诊"}], "to": {"field": "residue"}},
        {"do": "move", "pieces": [{"field": "items[0].headline", "of": ["甲市医院上线智慧导诊"], "text": "甲市医院上线智慧导诊"}], "to": {"field": "index[0]"}},
        {"do": "add", "to": {"field": "residue[0]"}, "fields": {"title": "x"}},
        {"do": "add", "to": {"field": "items[0]"}, "fields": {"title": "x", "number": "one"}},
        {"do": "add", "to": {"field": "items[0]"}, "fields": {"title": "x", "blocks": "one"}},
        {"do": "add", "to": {"field": "items[9]", "after": "not there"}, "fields": {"title": "x"}},
    ],
)
def test_what_was_written_by_hand_and_no_record_can_hold_is_not_made(bulletin, change):
    common = {"issue_number": 664, "do": "set", "why": WHY, "by": "甲", "at": "2026-03-14", "sha256": bulletin.source.sha256}
    if change.get("do", "set") == "set" and "of" not in change:
        common["of"] = ["甲市医院上线智慧导诊"]
    said = ADAPTER.validate_json(json.dumps(common | change))
    result = applied(bulletin, [said])
    assert [outcome.state for outcome in result.outcomes] == ["does not fit"]
    assert codes(result.bulletin) == ["BP907"]
    assert type(bulletin).model_validate_json(result.bulletin.to_json()) == result.bulletin
    assert uncorrected(result.bulletin).to_json() == bulletin.to_json()


def test_a_table_that_is_none_becomes_a_paragraph_and_no_paragraph_a_table():
    bulletin = parse_text(HEAD + INDEX + CONTENT + FIRST + TABLE)
    reviewer = Reviewer(bulletin, by="甲")
    done = corrected(bulletin, [reviewer.set("items[1].blocks[1].kind", "paragraph", why=WHY)])
    assert (done.items[1].blocks[1].kind, done.items[1].blocks[1].rows) == ("paragraph", ())
    assert uncorrected(done).to_json() == bulletin.to_json()
    with pytest.raises(WrongValue, match="made of cells"):
        reviewer.set("items[0].blocks[0].kind", "table", why=WHY)


# The file


@given(corrected_bulletins())
def test_a_file_reads_back_and_fits_its_schema(tmp_path_factory, made):
    _, bulletin, said = made
    path = tmp_path_factory.mktemp("corrections") / "c.jsonl"
    with editing_corrections(path) as file:
        file.write(Corrections(said))
    again = load_corrections(path)
    assert again == Corrections(said)
    assert corrected(bulletin, again) == corrected(bulletin, said)
    import jsonschema  # for a second, where its formats are installed

    validator = jsonschema.Draft202012Validator(json.loads(corrections_schema_text()))
    for line in path.read_text(encoding="utf-8").splitlines():
        validator.validate(json.loads(line))


def test_the_schema_is_the_published_one():
    assert corrections_schema_text() == (ROOT / "docs" / "corrections.schema.json").read_text(encoding="utf-8")


def test_lines_stand_by_bulletin_and_time(bulletin, tmp_path):
    later = bulletin.model_copy(update={"issue_number": 665, "source": bulletin.source.model_copy(update={"sha256": "a" * 64})})
    said = [Reviewer(each, by="甲", at=at).set("lead", at, why=WHY) for each in (later, bulletin) for at in ("2026-03-15", "2026-03-14")]
    with editing_corrections(tmp_path / "c.jsonl") as file:
        file.add(said)
    lines = [json.loads(line) for line in (tmp_path / "c.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [(line["issue_number"], line["at"]) for line in lines] == [(664, "2026-03-14"), (664, "2026-03-15"), (665, "2026-03-14"), (665, "2026-03-15")]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("{", "line 2: it is no correction"),
        ("<<<<<<< HEAD", "line 2: git has marked a conflict here"),
        ('{"do": "sing"}', "line 2: it is no correction.*'sing'"),
        ('{"do": "set", "field": "title"}', "line 2: it is no correction: issue_number: Field required"),
    ],
)
def test_a_line_that_is_no_correction_is_named(bulletin, tmp_path, line, words):
    path = tmp_path / "c.jsonl"
    path.write_text(f"{Reviewer(bulletin, by='甲').set('title', 'x', why=WHY).line}\n{line}\n", encoding="utf-8")
    with pytest.raises(CorrectionError, match=words):
        load_corrections(path)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"by": "ocr"}, "nobody is called ocr"),
        ({"by": " "}, "at least 1 character"),
        ({"why": None}, "valid string"),
        ({"at": "yesterday"}, "should match pattern"),
        ({"at": "2026-02-30"}, "day"),
        ({"sha256": "x"}, "should match pattern"),
        ({"of": []}, "leads through 1 parts, and “of” names 0"),
        ({"field": "items["}, "no address of a value"),
        ({"colour": "red"}, "colour: Extra inputs"),
    ],
)
def test_a_field_of_a_line_that_is_wrong_is_named(bulletin, tmp_path, change, words):
    said = json.loads(Reviewer(bulletin, by="甲").set("items[0].source", "x", why=WHY).line)
    (tmp_path / "c.jsonl").write_text(json.dumps(said | change), encoding="utf-8")
    with pytest.raises(CorrectionError, match=words):
        load_corrections(tmp_path / "c.jsonl")


def test_a_contradiction_is_refused_and_nothing_is_written(bulletin, tmp_path):
    first = Reviewer(bulletin, by="甲", at="2026-03-14").set("items[0].source", "新华网", why=WHY)
    second = Reviewer(bulletin, by="乙", at="2026-03-15").set("items[0].source", "光明网", why=WHY)
    with editing_corrections(tmp_path / "c.jsonl") as file:
        file.add([first])
        before = (tmp_path / "c.jsonl").read_bytes()
        with pytest.raises(CorrectionConflict, match="甲 says “新华网” .*, and 乙 says “光明网”"):
            file.add([second])
    assert (tmp_path / "c.jsonl").read_bytes() == before


def test_two_programs_that_write_at_once_lose_nothing(bulletin, tmp_path):
    from concurrent.futures import ThreadPoolExecutor

    path = tmp_path / "c.jsonl"
    said = [Reviewer(bulletin, by=f"甲{at}", at="2026-03-14").set(f"items[0].labels.词{at}", "x", why=WHY) for at in range(20)]

    def put(each):
        with editing_corrections(path) as file:
            file.add([each])

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(put, said))
    assert load_corrections(path) == Corrections(said)


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(CorrectionError, match="cannot be read"):
        parse_text(WHOLE, corrections=tmp_path / "none.jsonl")


def test_a_piece_must_be_said_once(bulletin, reviewer):
    with pytest.raises(WrongValue, match="0 times"):
        reviewer.piece("items[0].blocks[0]", "丁")
    with pytest.raises(WrongValue, match="says “，” 2 times"):
        reviewer.piece("items[0].blocks[0]", "，")
    with pytest.raises(NoSuchField, match="no text"):
        reviewer.piece("items[0].number")
    assert isinstance(reviewer.piece("items[0].headline"), Piece)


def test_a_kill_while_writing_leaves_a_whole_file(bulletin, tmp_path):
    path = tmp_path / "c.jsonl"
    code = f"""
import itertools
from bulletin_parse import parse_text
from bulletin_parse.corrections import Reviewer, editing_corrections
bulletin = parse_text({WHOLE!r})
for at in itertools.count():
    with editing_corrections({str(path)!r}) as file:
        file.add([Reviewer(bulletin, by="甲").set(f"items[0].labels.词{{at}}", "x" * 1000, why="so printed")])
"""
    for _ in range(3):
        held = len(load_corrections(path)) if path.exists() else 0
        child = subprocess.Popen([sys.executable, "-c", code])
        deadline = time.monotonic() + 600
        while (len(load_corrections(path)) if path.exists() else 0) < held + 3 and time.monotonic() < deadline:
            time.sleep(0.01)
        child.kill()
        child.wait()
        assert len(load_corrections(path)) >= held + 3


# Where corrections are


def test_corrected_fields_are_told_where_they_are_now(bulletin, reviewer):
    later = Reviewer(bulletin, by="乙", at="2026-03-15").add("items[0]", fields={"title": "新"}, why=WHY)
    said = [reviewer.set("items[1].source", "新华网", why=WHY), reviewer.remove("index[0]", why=WHY), later]
    found = corrected_fields(corrected(bulletin, said))
    assert {field: edit.by for field, edit in found.items()} == {"items[2].source": "甲", "residue[0]": "甲", "residue[1]": "甲", "items[0]": "乙"}


def test_repairs_of_recognition_stay_when_corrections_are_taken_back(bulletin):
    edit = Edit(field="items[0].title", was="甲市医院上线智慧导珍", now=bulletin.items[0].title, why="the index says so")
    repaired = bulletin.model_copy(update={"edits": (edit,)})
    done = corrected(repaired, [Reviewer(repaired, by="甲").set("items[0].title", "甲院", why=WHY)])
    assert [each.by for each in done.edits] == ["ocr", "甲"]
    assert uncorrected(done).to_json() == repaired.to_json()
    assert undone(done).items[0].title == "甲市医院上线智慧导珍"


def test_of_a_file_of_two_bulletins_only_the_one_that_is_meant_is_corrected():
    data = (WHOLE + "\n\n" + WHOLE.replace("六六四", "六六五")).encode()
    first, second = parse_all(data)
    said = Reviewer(second, by="甲").set("items[0].source", "新华网", why=WHY)
    done = parse_all(data, corrections=[said])
    assert ([each.items[0].source for each in done], [codes(each) for each in done]) == (["人民网", "新华网"], [[], []])
    assert done[0] == first


# Pages


@pytest.mark.parametrize("name", ["word.pdf", "story.pdf", "typst-floats.pdf"])
def test_the_ledger_of_a_page_follows_what_is_moved(name):
    data = (FIXTURES / name).read_bytes()
    bulletin = parsed_file(data).bulletin
    reviewer = Reviewer(bulletin, by="甲")
    at, block = next((at, block) for at, block in enumerate(bulletin.items[0].blocks) if len(block.text) > 60)
    whole = parsed_file(data, corrections=[reviewer.move([f"items[0].blocks[{at}]"], "furniture", why=WHY)])
    assert unaccounted(whole.ledger.rows, whole.ledger.entries()) == []
    rows = {row.order: row.text for row in whole.ledger.rows}
    furniture = "".join(["".join(rows[claim.order][claim.start : claim.end].split()) for claim in whole.ledger.entries() if claim.role == "furniture"])
    assert "".join(block.text.split()) in furniture


def test_lines_that_somebody_selects_are_found_in_the_record():
    bulletin = parse(FIXTURES / "word.pdf")
    reviewer = Reviewer(bulletin, by="甲")
    at, block = next((at, block) for at, block in enumerate(bulletin.items[0].blocks) if len(block.text) > 60)
    lines = [SelectedLine(block.text[10:25], block.where), SelectedLine(block.text[25:40], block.where)]
    (piece,) = pieces_of_lines(reviewer, lines)
    assert (piece.field, piece.text) == (f"items[0].blocks[{at}]", block.text[10:40])
    (whole,) = pieces_of_lines(reviewer, [SelectedLine(block.text, block.where)])
    assert whole.text == block.text
    with pytest.raises(NoSuchField, match="no text of the record holds “不在这里”"):
        pieces_of_lines(reviewer, [SelectedLine("不在这里", ())])


def test_what_the_texts_of_a_missed_item_are_is_proposed():
    text = SECOND.replace("#### 2. 乙省印发互联互通方案", "2. 乙省印发互联互通方案").replace("主要内容：\n\n", "")
    bulletin = parse_text(HEAD + INDEX + CONTENT + FIRST + SECOND)
    lines = [line for line in text.split("\n") if line]
    host = bulletin.model_copy(update={"residue": tuple([Remnant(text=line.replace("<", "").replace(">", "")) for line in lines])})
    reviewer = Reviewer(host, by="甲")
    found = missed_item(reviewer, [f"residue[{at}]" for at in range(len(lines))])
    assert [piece.becomes for piece in found.pieces] == ["title", "source", "link", "headline", "byline", "paragraph"]
    assert found.fields == {"number": 2}
    done = corrected(host, [reviewer.add("items[2]", found.pieces, found.fields, why=WHY)])
    assert done.items[2].model_copy(update={"where": (), "places": {}}) == bulletin.items[1].model_copy(
        update={"where": (), "places": {}, "blocks": tuple([block.model_copy(update={"where": ()}) for block in bulletin.items[1].blocks])}
    )


@pytest.mark.parametrize(
    ("texts", "title", "source"),
    [
        (["3. 丙县建成平台（健康报）"], "丙县建成平台", "健康报"),
        (["3. 丙县建成平台", "（健康报）"], "丙县建成平台", "健康报"),
        (["3. 丙县建成平台，服务", "群众【健康报】"], "丙县建成平台，服务群众", "健康报"),
        (["3. 丙县建成平台"], "丙县建成平台", None),
    ],
)
def test_what_the_texts_of_a_missed_entry_are_is_proposed(bulletin, texts, title, source):
    host = bulletin.model_copy(update={"residue": tuple([Remnant(text=text) for text in texts])})
    reviewer = Reviewer(host, by="甲")
    found = missed_entry(reviewer, [f"residue[{at}]" for at in range(len(texts))])
    entry = corrected(host, [reviewer.add("index[2]", found.pieces, found.fields, why=WHY)]).index[2]
    assert (entry.number, entry.title, entry.source) == (3, title, source)


@pytest.mark.parametrize("line", ["[" * 100_000, '{"do":' * 50_000, "\x00", "\ud800", '"' + "x" * 1_000_000])
def test_a_hostile_line_is_an_error_and_nothing_else(tmp_path, line):
    (tmp_path / "c.jsonl").write_bytes(line.encode("utf-8", "surrogatepass"))
    with pytest.raises(CorrectionError, match="line 1"):
        load_corrections(tmp_path / "c.jsonl")
