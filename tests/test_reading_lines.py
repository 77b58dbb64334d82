"""Lines of a text that are told at once, by characters that they hold."""

import re

import pytest

from bulletin_parse import parse_text, read_document
from bulletin_parse.reading.text.lines import Whole, plain
from bulletin_parse.text.folding import UNUSUAL, cells, usual_cells
from bulletins import WHOLE

LINES = ["", "甲*乙*", "丙", "丁  戊", "", "*", "己  "]


def test_lines_that_hold_words_are_told_by_their_places():
    assert Whole(LINES).holding(("*", "  ")) == {1, 3, 5, 6}
    assert Whole(LINES).holding(("#",)) == Whole([]).holding(("#",)) == frozenset()


def test_lines_that_have_a_character_of_a_pattern_are_told_by_their_places():
    assert Whole(LINES).matching(re.compile("[*己]")) == {1, 5, 6}
    assert Whole([]).matching(re.compile("[*己]")) == frozenset()


@pytest.mark.parametrize("text", ["", "HL7 标准", "“云上”—会诊…", "一·二", "全角ＡＢ，。", "🌀"])
def test_a_usual_text_is_as_wide_as_any(text):
    assert not UNUSUAL.search(text)
    assert usual_cells(text) == cells(text)


@pytest.mark.parametrize("char", ["é", "×", "①", "≥", "–", "―", "⽬", "ﬁ"])
def test_a_line_with_an_unusual_character_is_as_wide_as_it_is_counted(char):
    line = read_document(f"甲市\n\n乙{char}丙 HL7\n".encode(), "a.md").pages[0].lines[1]
    assert (line.x1 - line.x0, line.text) == (cells(line.text), f"乙{char}丙 HL7")


@pytest.mark.parametrize(("char", "printed"), [("⽬", "目"), ("―", "—"), ("ﬁ", "fi")])
def test_what_stands_for_another_character_is_found_in_a_line_of_a_text(char, printed):
    text = WHOLE.replace("信息化", f"信息{char}化")
    assert f"信息{printed}化" in parse_text(text).to_json()


def test_spaces_of_other_widths_become_usual_ones():
    assert plain("甲\u2002乙\u2003丙\u200b丁\xa0") == "甲 乙\u3000丙丁 "


@pytest.mark.parametrize(
    ("text", "bold"),
    [
        ("文字一行\n文字二行\n===", [False, False]),  # Markdown underlines a heading of one line
        ("文字一行\n===", [True]),
        ("甲行\n乙 **丙\n丁** 戊", [False, False, False]),
        ("甲行\n**乙行**", [False, True]),
    ],
)
def test_a_paragraph_with_markup_in_one_of_its_lines_is_read_as_a_whole(text, bold):
    assert [line.bold for line in read_document(f"{text}\n".encode(), "a.md").pages[0].lines] == bold


@pytest.mark.parametrize("mark", ["【图片】", "（图片2）", "(图片)"])
def test_a_placeholder_in_a_paragraph_is_a_picture(mark):
    page = read_document(f"甲（一）行\n{mark}\n乙行\n".encode(), "a.md").pages[0]
    assert ([line.text for line in page.lines], [picture.top for picture in page.pictures]) == (["甲（一）行", "乙行"], [2.0])
