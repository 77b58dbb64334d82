"""What a reviewer can do, without a page: the queue, a bulletin's sheet, choices, corrections, and who has looked at what."""

from __future__ import annotations

import json
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin_parse import Archive, CorrectionConflict, CorrectionError, Finding, NotInArchive, UnreadableSource, load_corrections
from bulletin_parse.review import Desk
from bulletin_parse.review.acts import Said
from bulletin_parse.review.marks import differing
from bulletin_parse.review.sheet import in_order
from bulletin_parse.review.words import language_of, words_of
from bulletins import WHOLE, parsed_text
from reviews import cell_of

FAULTY = WHOLE.replace("2. 乙省印发互联互通方案", "2. 乙省印发互联互通新方案", 1).replace("链接：<http://www.cnr.cn/a/20260312/t20260312_1.shtml>\n\n", "")
UNNUMBERED = WHOLE.replace("## （第六六四）\n\n", "").replace("甲市", "戊市").replace("03月13日", "05月29日").replace("03月07日", "05月23日")
NEXT = WHOLE.replace("六六四", "六六五").replace("03月13日", "03月20日").replace("03月07日", "03月14日").replace("甲市", "丙市").replace("乙省", "丁省")


@pytest.fixture
def place(tmp_path):
    for name, text in {"664.md": FAULTY, "665.md": NEXT, "x.md": UNNUMBERED}.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    with Archive.open(tmp_path / "a.db") as archive:
        archive.ingest(sorted(tmp_path.glob("*.md")), jobs=1)
    return tmp_path


@pytest.fixture
def desk(place):
    with Desk(str(place / "a.db"), quiet=3_600) as desk:
        yield desk


def said(desk, *acts, key="664", by="甲", revision=None):
    return Said.model_validate({"by": by, "why": "so printed", "revision": revision or desk.revision(key), "acts": acts})


def setting(field, was, now):
    return {"do": "set", "field": field, "was": was, "now": now}


def test_the_queue_has_what_needs_eyes_first(desk):
    queue = desk.queue()
    assert queue.bulletins[0].number == 664
    first = queue.bulletins[0]
    assert (first.errors - first.missing_before, first.looked, first.corrected) == (2, None, 0)
    assert {"BP206", "BP302"} <= set(first.codes)
    assert {queue.sources[at] for at in first.sources} == {"人民网", "央广网"}


def test_a_bulletin_without_a_number_is_reviewed_under_its_file(desk):
    each = next(each for each in desk.queue().bulletins if each.number is None)
    assert each.key.startswith("file-")
    sheet, _ = desk.say(each.key, said(desk, setting("issue_number", None, "675"), key=each.key))
    assert (sheet["key"], sheet["number"]) == ("675", 675)
    assert desk.sheet("675")["number"] == 675
    desk.look("675", "甲", done=True)
    assert next(each for each in desk.queue().bulletins if each.number == 675).looked == "甲"  # though it was read without a number
    with pytest.raises(NotInArchive):
        desk.sheet("file-99")


def test_a_finding_leaves_the_queue_when_it_is_mended_or_accepted(desk):
    sheet, outcomes = desk.say("664", said(desk, setting("index[1].title", "乙省印发互联互通新方案", "乙省印发互联互通方案")))
    assert [outcome.state for outcome in outcomes] == ["made"]
    assert [finding["code"] for finding in sheet["findings"] if finding["severity"] == "error"] == ["BP302"]
    finding = sheet["findings"][0]
    assert finding["field"] == "items[1].link"
    sheet, _ = desk.say("664", said(desk, {"do": "accept", "code": finding["code"], "subject": finding["subject"]}))
    assert [(each["code"], each["known"]) for each in sheet["findings"] if each["severity"] == "error"] == [("BP302", True)]
    waiting = next(each for each in desk.queue().bulletins if each.number == 664)
    assert (waiting.errors, waiting.corrected) == (0, 2)
    assert "BP302" not in waiting.codes


def test_findings_stand_in_one_order_whichever_rule_ran_first():
    bulletin = parsed_text(WHOLE).bulletin
    first, second = [item.title for item in bulletin.items]
    facts = [("BP601", "error", "663"), ("BP501", "error", second), ("BP302", "error", first), ("BP501", "warning", first)]
    found = [Finding(code=code, name="x", severity=severity, message=code, subject=subject) for code, severity, subject in facts]
    orders = {tuple([(each.code, each.severity) for each, _ in in_order(bulletin, given)]) for given in permutations(found)}
    assert orders == {(("BP302", "error"), ("BP501", "error"), ("BP601", "error"), ("BP501", "warning"))}  # the worst first, as the record goes


def test_a_finding_that_compares_two_places_names_both(desk):
    finding = next(each for each in desk.sheet("664")["findings"] if each["code"] == "BP206")
    assert (finding["field"], finding["also"]) == ("items[1].title", ["index[1].title"])
    assert all(each["also"] == [] for each in desk.sheet("664")["findings"] if each["code"] == "BP302")


def test_what_was_changed_or_taken_out_is_told_with_its_place(desk):
    assert desk.sheet("664")["changes"] == []
    sheet, _ = desk.say(
        "664", said(desk, setting("index[1].title", "乙省印发互联互通新方案", "乙省印发互联互通方案"), setting("items[0].source", "人民网", None))
    )
    title, source = sheet["changes"]
    assert (title["was"], title["now"], title["by"]) == ("乙省印发互联互通新方案", "乙省印发互联互通方案", "甲")
    assert (source["was"], source["now"]) == ("人民网", None)
    lines = desk.paper.lines(desk.file("664"))
    assert any("乙省印发互联互通新方案" in lines[first - 1] for first, _ in title["lines"])
    assert [lines[first - 1] for first, _ in source["lines"]] == ["来源：人民网"]


def test_no_reason_is_invented_and_none_stands_in_the_file(desk, place):
    act = setting("items[0].source", "人民网", "新华网")
    sheet, _ = desk.say("664", Said.model_validate({"by": "甲", "revision": desk.revision("664"), "acts": [act]}))
    assert sheet["corrections"][0]["why"] == ""
    (correction,) = load_corrections(place / "a.corrections.jsonl")
    assert correction.why == ""
    assert "why" not in json.loads(correction.line)
    finding = next(each for each in sheet["findings"] if each["code"] == "BP302")
    accepting = said(desk, {"do": "accept", "code": "BP302", "subject": finding["subject"]}).model_copy(update={"why": ""})
    with pytest.raises(CorrectionError, match="at least 1 character"):  # nothing but the reason tells why a finding may stay
        desk.say("664", accepting)


def test_the_queue_counts_what_the_page_and_the_list_do(place, desk):
    with Archive.open(place / "a.db") as archive:
        listed = {row.issue_number: (row.errors, row.warnings, row.infos) for row in archive.list()}
    for waiting in desk.queue().bulletins:
        findings = [each for each in desk.sheet(waiting.key)["findings"] if not each["known"]]
        shown = tuple([sum(each["severity"] == severity for each in findings) for severity in ("error", "warning", "info")])
        assert shown == (waiting.errors, waiting.warnings, waiting.infos) == listed[waiting.number]
        assert set(waiting.codes) == {each["code"] for each in findings}


def test_several_acts_are_made_together_or_not_at_all(desk, place):
    both = [setting("items[0].source", "人民网", "新华网"), setting("index[0].source", "人民网", "新华网")]
    sheet, outcomes = desk.say("664", said(desk, *both))
    assert len(outcomes) == 2
    assert "BP207" not in [finding["code"] for finding in sheet["findings"]]
    with pytest.raises(CorrectionError):
        desk.say("664", said(desk, setting("items[1].source", "央广网", "央视网"), setting("items[9].source", "x", "y")))
    assert len(load_corrections(place / "a.corrections.jsonl")) == 2


def test_what_somebody_has_not_seen_is_not_overwritten(desk, place):
    seen = desk.revision("664")
    desk.say("664", said(desk, setting("items[0].source", "人民网", "新华网")))
    with pytest.raises(CorrectionConflict, match="新华网"):
        desk.say("664", said(desk, setting("items[0].source", "人民网", "光明网"), by="乙", revision=seen))
    with pytest.raises(CorrectionConflict, match="since you looked"):
        desk.say("664", said(desk, {"do": "remove", "field": "items[1]"}, by="乙", revision=seen))
    assert len(load_corrections(place / "a.corrections.jsonl")) == 1


def test_taking_back_gives_the_first_state(desk):
    first = desk.sheet("664")
    sheet, _ = desk.say("664", said(desk, {"do": "join", "fields": ["items[0].blocks[0]", "items[0].blocks[1]"]}))
    assert len(sheet["items"][0]["blocks"]) == len(first["items"][0]["blocks"]) - 1
    assert desk.take_back("664", [sheet["corrections"][0]["id"]]) == first


def test_lines_of_the_page_become_the_item_that_was_missed(place):
    (place / "666.md").write_text(WHOLE.replace("六六四", "六六六").replace("#### 2. 乙省", "乙省"), encoding="utf-8")
    with Archive.open(place / "b.db") as archive:
        archive.ingest([place / "666.md"], jobs=1)
    with Desk(str(place / "b.db"), quiet=3_600) as desk:
        lines = [(at, text) for at, text in enumerate(desk.paper.lines(desk.file("666")), 1) if text]
        sheet = desk.sheet("666")
        if len(sheet["items"]) == 2:  # it is found all the same: taken out, and put back from its lines
            sheet, _ = desk.say("666", said(desk, {"do": "remove", "field": "items[1]"}, key="666"))
        start = max(at for at, (_, text) in enumerate(lines) if text == "乙省印发互联互通方案") - 4
        chosen = [{"text": text, "where": [{"line": at, "end_line": at}]} for at, text in lines[start:] if not text.startswith(("来源", "链接", "主要"))]
        texts = {block["text"]["text"] for block in sheet["items"][0]["blocks"]}
        chosen = [line for line in chosen if line["text"] in texts]
        sheet, _ = desk.say("666", said(desk, {"do": "add", "to": "items[1]", "lines": chosen}, key="666"))
        assert sheet["items"][1]["cells"][1]["text"] == "乙省印发互联互通方案"


def test_choices_are_the_words_of_the_page(desk):
    offered = {choice.text: choice.origin for choice in desk.choices("664", "index[1].title")}
    assert offered["乙省印发互联互通方案"] == "item"
    assert "人民网" in [choice.text for choice in desk.choices("664", "items[0].source")]
    assert "2026-03-11" in [choice.text for choice in desk.choices("664", "items[0].published")]
    assert "2026-03-07/2026-03-13" in [choice.text for choice in desk.choices("664", "date_range")]


def test_who_has_looked_is_kept_beside_the_archive(desk, place):
    desk.look("664", "甲", done=True)
    desk.look("665", "乙", done=True)
    desk.look("665", "乙", done=False)
    (line,) = (place / "a.looked-at.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(line)["by"] == "甲"
    assert [each.number for each in desk.queue().bulletins][-1] == 664  # what is checked stands last
    (place / "a.looked-at.jsonl").write_text("{}\n", encoding="utf-8")
    with pytest.raises(CorrectionError, match="who looked at it") as caught:
        desk.queue()
    assert caught.value.place == "line 1"


def test_a_file_that_is_gone_or_changed_is_told_and_the_record_can_still_be_corrected(desk, place):
    (place / "664.md").write_text("x", encoding="utf-8")
    with pytest.raises(UnreadableSource, match="has changed"):
        desk.paper.lines(desk.file("664"))
    (place / "664.md").unlink()
    with pytest.raises(UnreadableSource, match="cannot be read"):
        desk.paper.lines(desk.file("664"))
    sheet, _ = desk.say("664", said(desk, setting("items[0].source", "人民网", "新华网")))
    assert cell_of(sheet, "items[0].source")["corrected"]["by"] == "甲"


def test_the_rules_across_the_archive_run_when_it_is_quiet(place):
    with Desk(str(place / "a.db"), quiet=0.2) as desk:
        desk.say("665", said(desk, setting("issue_number", 665, "667"), key="665"))
        for _ in range(6000):  # five minutes
            if desk.across.runs:
                break
            desk.across._over.wait(0.05)
        assert (desk.across.runs, desk.across.failure, desk.across.is_due) == (1, "", False)
    with Archive.open(place / "a.db") as archive:
        assert archive.database.execute("SELECT count(*) FROM notes WHERE name = 'archive_findings'").fetchone() == (0,)  # no longer stale


@given(st.text("甲乙丙丁戊己", max_size=20), st.text("甲乙丙丁戊己", max_size=20))
def test_marks_cover_what_differs_and_nothing_else(text, other):
    spans = differing(text, other)
    assert bool(spans) == bool(text and other and text != other)
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert list(spans) == sorted(spans)


def test_width_and_spaces_are_no_difference():
    assert differing("ＤＲＧ 付费：改革", "DRG付费:改革") == ()
    assert differing("乙省印发互联互通新方案", "乙省印发互联互通方案") == ((8, 9),)
    assert differing("乙省印发互联互通方案", "乙省印发互联互通新方案") == ((7, 8),)  # the character before what is missing


def test_both_languages_have_every_word():
    zh, en = words_of("zh"), words_of("en")
    assert set(zh) == set(en)
    assert set(zh["keys"]) == set(en["keys"])
    assert set(zh["fields"]) == set(en["fields"])
    assert (language_of("en-US,en;q=0.9"), language_of("zh-CN,en;q=0.1"), language_of("de;q=x,fr")) == ("en", "zh", "zh")
