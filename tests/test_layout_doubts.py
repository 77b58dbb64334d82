"""Where the layout says that it had to guess, and where it must not."""

import pytest

from bulletin_parse.layout.blocks import Layout, TextBlock
from bulletin_parse.layout.doubts import ACROSS, LABELLED, LINE_EACH, SPARSE, TWO_HEIGHTS, UNTOLD, UPRIGHT, guesses_of
from bulletin_parse.layout.frame import Habits
from bulletin_parse.layout.row import Row
from pages import FULL, LEFT, NOTHING, RIGHT, SIZE, flow, line, page


def test_pages_that_are_read_right_raise_no_doubt():
    text = [
        line(FULL[:-2], 0, indent=2),
        line(FULL, 1),
        line("完。", 2),
        line("来源：人民网", 3),
        line("一、标题", 4),
        line(FULL[:-2], 5, indent=2),
        line("完。", 6),
    ]
    assert flow(page(1, *text)).doubts == ()


def test_an_index_is_no_paragraph_in_pieces():
    entries = [line(f"{number}. {FULL[number : number + 30]}", number) for number in range(1, 9)]
    assert flow(page(1, *entries)).doubts == ()


def test_running_text_that_came_out_a_line_each_is_doubtful():
    found = flow(page(1, *[line(FULL[:-2], row) for row in range(5)]))
    layout = found.layout or Layout((), Habits(1.5, 12.0, "", bold=False, indents=False), NOTHING)
    pieces = [TextBlock((row,), row.text, page=1) for row in found.rows]
    (doubt,) = guesses_of(pieces, layout, ())
    assert doubt.why == LINE_EACH
    assert len(doubt.rows) == 5


def test_a_row_as_high_as_two_is_doubtful():
    tall = line(FULL, 3)._replace(top=80.0)
    (doubt,) = flow(page(1, line(FULL, 0), tall, line(FULL, 4))).doubts
    assert doubt.why == TWO_HEIGHTS
    assert [row.text for row in doubt.rows] == [FULL]


def test_a_title_from_top_to_bottom_is_doubtful():
    large = [line(char, 1.5 * place, size=18.0)._replace(x1=LEFT + 18) for place, char in enumerate("监测周报")]
    beside = [line(FULL[:20], row, indent=4) for row in range(1, 6)]
    assert [(doubt.why, [row.text for row in doubt.rows]) for doubt in flow(page(1, *large, *beside)).doubts if doubt.why == UPRIGHT] == [
        (UPRIGHT, list("监测周报"))
    ]


def test_a_table_of_empty_cells_is_doubtful():
    row = Row(0, 1, "甲", 80, 80, 92, 92, 90, 12.0, "Song", bold=False, upright=True)
    table = TextBlock((row,), "甲", page=1, role="table", cells=(((row,), (), ()),))
    (doubt,) = guesses_of([table], Layout((), Habits(1.5, 12.0, "", bold=False, indents=False), NOTHING), ())
    assert doubt.why == SPARSE


def beside(*rows):
    """Blocks of one row each, two side by side in a row of the page."""
    blocks = []
    for at, (left, right) in enumerate(rows):
        for text, x0 in ((left, 80), (right, 380)):
            base = 80.0 + 20 * at + (5 if x0 > 80 else 0)  # a pull quote's rows stand a little lower
            row = Row(len(blocks), 1, text, x0, base - 10, x0 + 12 * len(text), base + 2, base, 12.0, "Song", bold=False, upright=True)
            blocks.append(TextBlock((row,), text, page=1))
    measured = flow(page(1, *[line(FULL, row) for row in range(len(blocks))])).layout
    return guesses_of(blocks, measured, ())


def test_pieces_of_sentences_side_by_side_in_row_after_row_are_doubtful():
    (doubt,) = beside(("赵佳宁建议，一是完善医疗数据分级的法规依", "“系统好不好用，要"), ("据；二是明确数据权属与收益；三是加大对县域", "让一线医生和患者来"))
    assert doubt.why == ACROSS
    assert len(doubt.rows) == 4


def test_labels_whole_sentences_and_captions_side_by_side_are_none():
    assert beside(("编制单位：", "甲市卫生信息中心"), ("出版日期：", "2026年3月13日")) == ()
    assert beside(("平台已经接入全市所有公立医院。", "群众反映良好。"), ("患者在家门口就能看上专家门诊。", "排队少了。")) == ()
    assert beside(("图为甲市医院的工作人员在指导群众", "图为乙市医院的工作人员"), ("平台已经接入全市所有公立医院。", "群众反映良好。")) == ()


def test_a_full_last_row_is_doubtful_only_where_neither_indents_nor_spaces_tell():
    full = FULL[:-1] + "。"
    plain = [line(FULL, 0), line(full, 1), line(FULL, 2), line(FULL[:9] + "。", 3), *[line(FULL, row) for row in range(4, 9)], line("完。", 9)]
    indented = [text for row in range(0, 12, 3) for text in (line(FULL[:-2], row, indent=2), line(full, row + 1), line("完。", row + 2))]
    (doubt,) = flow(page(1, *plain)).doubts
    assert (doubt.why, doubt.rows[0].text) == (UNTOLD, full)
    assert flow(page(1, *indented)).doubts == ()


@pytest.mark.parametrize(("words", "told"), [("专家点评：关键在质控。", True), ("王主任说：关键在质控。", False)])
def test_a_word_and_a_colon_below_a_full_row_that_ends_a_sentence_may_begin_a_paragraph(words, told):
    lines = [line(FULL[:-2], 0, indent=2), line(FULL[:-1] + "。", 1), line(words, 2)]
    lines += [piece for row in (3, 6, 9) for piece in (line(FULL[:-2], row, indent=2), line(FULL, row + 1), line("完。", row + 2))]
    result = flow(page(1, *lines))
    assert (LABELLED in [guess.why for guess in result.doubts]) is told
    assert len(result.blocks) == 4


@pytest.mark.parametrize(("room", "told"), [(0.7, True), (3.0, False)])
def test_a_row_that_ends_a_page_and_a_sentence_is_doubtful_in_ragged_text_where_it_has_no_room_for_a_character(room, told):
    def paragraph(first):  # rows of which every second one stops before the edge
        rows = [line(FULL, first + at)._replace(x1=RIGHT - 0.7 * SIZE * (at % 2)) for at in range(5)]
        return [*rows, line("完。", first + 5)]

    above = [*paragraph(0), *paragraph(7), *paragraph(14), line(FULL, 21), line(FULL[:-1] + "。", 22)._replace(x1=RIGHT - room * SIZE)]
    result = flow(page(1, *above), page(2, *paragraph(0), *paragraph(7)))
    assert [(guess.why, guess.rows[0].page, guess.rows[-1].page) for guess in result.doubts] == ([(UNTOLD, 1, 2)] if told else [])
