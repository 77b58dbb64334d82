"""How a file was read: `parse --explain` and `explain`."""

import pytest

from bulletin_parse import Explanation, LineRegion, NotABulletin, explain, main, parse
from bulletins import CONTENT, HEAD, INDEX, WHOLE


def of(text: str) -> Explanation:
    return explain(text.encode(), name="a.md")


def test_lines_are_told_with_the_words_that_they_matched():
    found = of(WHOLE)
    assert [(word.kind, word.word, word.used) for word in found.sections] == [
        ("lead", "本期导语", True),
        ("index", "信息目录", True),
        ("content", "具体内容", True),
    ]
    assert [word.word for word in found.labels] == ["来源", "链接", "主要内容"] * 2
    assert found.sections[1].where == (LineRegion(line=13, end_line=13),)
    assert (found.entries, found.outcome) == (2, "a bulletin (第六六四) with 2 entries and 2 items")


def test_the_mastheads_fields_are_told_with_their_places():
    fields = {field.name: (field.text, field.where[0].line) for field in of(WHOLE).fields}
    assert fields["title"] == ("全国卫生信息化舆情监测周报", 1)
    assert fields["issue_label"] == ("第六六四", 3)
    assert fields["published"] == ("2026年03月13日", 7)


def test_an_item_begins_by_what_speaks_for_it():
    begun = [place for place in of(WHOLE).beginnings if place.begins]
    assert [place.text for place in begun] == ["1. 甲市医院上线智慧导诊", "2. 乙省印发互联互通方案"]
    assert begun[0].why == "3 label(s) follow, 100 % like entry 1, number 1"


def test_a_list_of_an_article_begins_no_item_and_says_why():
    listed = WHOLE.replace("该系统准确率超过九成。", "3. 准确率超过九成\n\n4. 群众少跑腿")
    passed = {place.text: place.why for place in of(listed).beginnings if not place.begins}
    assert passed["3. 准确率超过九成"] == "number 3, but no label follows and its words are no entry's"


def test_a_section_named_again_in_an_article_is_not_taken():
    again = WHOLE.replace("该系统准确率超过九成。", "三、具体内容\n\n该系统准确率超过九成。")
    assert [(word.text, word.used) for word in of(again).sections if word.kind == "content"] == [("二、具体内容", True), ("三、具体内容", False)]


@pytest.mark.parametrize(
    ("text", "error"),
    [("一份通知。\n\n请各单位遵照执行。", "NotABulletin"), (HEAD + INDEX + CONTENT, "PartOfBulletin"), (WHOLE + "\n" + WHOLE, "SeveralBulletins")],
)
def test_what_is_refused_is_explained(text, error):
    found = of(text)
    assert found.outcome.startswith(f"{error}: a.md")


def test_an_explanation_says_also_what_was_not_found(tmp_path, capsys):
    (tmp_path / "a.md").write_text("一份通知。\n\n请各单位遵照执行。", encoding="utf-8")
    assert main(["parse", "--explain", str(tmp_path / "a.md")]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert "  no line is a section's heading" in lines
    assert "  no line could begin an item" in lines


def test_the_command_prints_it_for_each_file_and_no_record(tmp_path, capsys):
    (tmp_path / "664.md").write_text(WHOLE, encoding="utf-8")
    (tmp_path / "other.md").write_text("一份通知。", encoding="utf-8")
    with pytest.raises(NotABulletin):
        parse(tmp_path / "other.md")
    assert main(["parse", "--explain", str(tmp_path)]) == 0
    printed = capsys.readouterr().out
    assert "664.md: a bulletin (第六六四) with 2 entries and 2 items" in printed
    assert "line 13  index (信息目录): 一、信息目录" in printed
    assert "other.md: NotABulletin" in printed


def test_a_file_that_cannot_be_read_is_reported(tmp_path, capsys):
    assert main(["parse", "--explain", str(tmp_path / "none.md")]) == 3
    assert "there is no such file" in capsys.readouterr().err
