"""Which rows make a paragraph, on one page and over its end."""

import pytest

from bulletin_parse import Picture
from pages import FULL, LEFT, PITCH, RIGHT, flow, line, page, texts

INDENTED = FULL[:-2]


def paragraph(row, *tail):
    """An indented full row, full rows below it, and a last one."""
    lines = [line(INDENTED, row, indent=2)]
    for at, text in enumerate(tail, start=1):
        lines.append(line(text, row + at))
    return lines


def test_an_indent_begins_a_paragraph_where_spacing_does_not():
    lines = [*paragraph(0, FULL, FULL[:10] + "。"), *paragraph(3, FULL, FULL[:8] + "。"), *paragraph(6, "完。")]
    assert texts(flow(page(1, *lines))) == [INDENTED + FULL + FULL[:10] + "。", INDENTED + FULL + FULL[:8] + "。", INDENTED + "完。"]


def test_paragraphs_of_two_rows_each_keep_their_second_one():
    ends = [FULL[: 8 + at] + "。" for at in range(10)]
    lines = [row for at, end in enumerate(ends) for row in paragraph(2 * at, end)]
    assert texts(flow(page(1, *lines))) == [INDENTED + end for end in ends]


def test_a_last_line_that_is_full_still_ends_its_paragraph():
    end = FULL[:-1] + "。"
    lines = [*paragraph(0, FULL, end), *paragraph(3, FULL, end)]
    assert texts(flow(page(1, *lines))) == [INDENTED + FULL + end] * 2


def test_a_short_row_ends_its_paragraph_without_an_indent_below():
    lines = [*paragraph(0, FULL[:9]), line("难点在哪里", 2), *paragraph(3, FULL, "完。")]
    assert texts(flow(page(1, *lines))) == [INDENTED + FULL[:9], "难点在哪里", INDENTED + FULL + "完。"]


def test_a_row_that_a_long_word_left_short_goes_on():
    short = FULL[:-5]
    lines = [*paragraph(0, short, "DeepSeekCoder" + FULL[:8], "完。"), *paragraph(3, FULL, "完。")]
    assert texts(flow(page(1, *lines)))[0] == INDENTED + short + "DeepSeekCoder" + FULL[:8]


def test_a_heading_in_another_font_stands_apart_from_a_full_line():
    end = FULL[:-1] + "。"
    lines = [*paragraph(0, FULL, end), line("基层有了智慧大脑", 3, font="Hei"), *paragraph(4, FULL, "完。")]
    assert texts(flow(page(1, *lines)))[1] == "基层有了智慧大脑"


def test_a_paragraph_goes_on_over_the_page_and_past_its_number():
    first = page(1, *paragraph(0, FULL, FULL), line("- 1 -", 36, centred=True, size=9.0))
    second = page(2, line(FULL, 0), line("完。", 1), *paragraph(2, FULL, "又。"), line("- 2 -", 36, centred=True, size=9.0))
    result = flow(first, second)
    assert texts(result) == [INDENTED + FULL + FULL + FULL + "完。", INDENTED + FULL + "又。"]
    assert [row.text for row in result.furniture] == ["- 1 -", "- 2 -"]


def test_an_indented_row_on_a_new_page_begins_a_paragraph():
    first, second = page(1, *paragraph(0, FULL, FULL)), page(2, line("另" + INDENTED[1:], 0, indent=2), line(FULL, 1), line("完。", 2))
    assert texts(flow(first, second)) == [INDENTED + FULL + FULL, "另" + INDENTED[1:] + FULL + "完。"]


def test_a_figure_between_the_halves_of_a_paragraph_follows_it():
    picture = Picture(LEFT + 60, 80.0, RIGHT - 60, 80 + 9 * PITCH)
    first = page(1, *paragraph(0, FULL, FULL))
    second = page(2, line("图为现场", 10.5, centred=True, size=10.0), line(FULL, 12), line("完。", 13), *paragraph(14, FULL, FULL, "又。"), pictures=(picture,))
    assert texts(flow(first, second)) == [INDENTED + FULL + FULL + FULL + "完。", "〈figure〉", "图为现场", INDENTED + FULL + FULL + "又。"]


def test_a_centred_title_wraps_to_a_centred_line():
    title = FULL[:-1]
    lines = [
        line(title, 0, centred=True),
        line("第二行", 1, centred=True),
        line("2026-03-11 来源：人民网", 2, centred=True, size=10.5),
        *paragraph(3, FULL, "完。"),
    ]
    assert texts(flow(page(1, *lines)))[:2] == [title + "第二行", "2026-03-11 来源：人民网"]


def test_centred_lines_that_had_room_stand_apart():
    lines = [line("中心", 0, centred=True), line("2026年3月13日", 1, centred=True), *paragraph(3, FULL, "完。")]
    assert texts(flow(page(1, *lines)))[:2] == ["中心", "2026年3月13日"]


def test_a_label_begins_a_block_even_under_a_full_row():
    lines = [line(FULL, 0), line("来源：人民网", 1), line("链接：http://a.cn/b", 2), *paragraph(3, FULL, "完。")]
    assert texts(flow(page(1, *lines)))[:3] == [FULL, "来源：人民网", "链接：http://a.cn/b"]


def test_paragraphs_without_indents_are_told_by_the_space_between_them():
    end = FULL[:-1] + "。"
    lines = [line(FULL, 0), line(FULL, 1), line(end, 2), line(FULL, 3.5), line(FULL, 4.5), line("完。", 5.5), line(FULL, 7), line(FULL, 8), line(end, 9)]
    assert texts(flow(page(1, *lines))) == [FULL + FULL + end, FULL + FULL + "完。", FULL + FULL + end]


def test_runs_on_one_baseline_are_one_row_whatever_their_order():
    right = line("2026-03-11", 0, indent=20)
    left = line("来源：人民网", 0)
    assert texts(flow(page(1, right, left))) == ["来源：人民网 2026-03-11"]


@pytest.mark.parametrize(("last", "apart"), [("标准先行 应用为王", True), ("标准先行，应用为王。", False), ("服务群众30万人", True), ("下降3.4%", False)])
def test_a_heading_in_the_texts_own_type_is_no_end_of_the_paragraph_above_if_that_fills_its_row(last, apart):
    def whole(row):
        return [line(FULL[:-2], row, indent=2), line(FULL, row + 1), line("完。", row + 2)]

    found = texts(flow(page(1, *whole(0), line(FULL[:-3] + "。", 3, indent=2), line(last, 4), *whole(5))))
    assert (last in found, FULL[:-3] + "。" + last in found) == (apart, not apart)


@pytest.mark.parametrize("words", ["附件：1. 采集清单", "附件1：采集清单", "附录：媒体名录"])
def test_a_list_of_attachments_begins_a_block_below_a_full_row(words):
    lines = [line(FULL[:-2], 0, indent=2), line(FULL, 1)]
    assert texts(flow(page(1, *lines), page(2, line(words, 0))))[-1] == words
    assert texts(flow(page(1, *lines, line(words, 2))))[-1] == words


@pytest.mark.parametrize("mark", ["1. ", "1、", "（1）", "（一）", "①"])
def test_points_that_a_colon_leads_to_begin_below_it_where_nothing_else_tells(mark):
    lines = [line(FULL, 0), line(FULL[:-6] + "提出要求：", 1), line(mark + "“" + FULL[:20] + "。", 2)]
    assert texts(flow(page(1, *lines, *[line(FULL, row) for row in range(4, 9)])))[:2] == [FULL + FULL[:-6] + "提出要求：", mark + "“" + FULL[:20] + "。"]


def test_an_opening_mark_that_hangs_out_of_the_text_goes_on_with_a_row_that_is_centred_by_chance():
    point = line("1. " + FULL[:31], 3, indent=2)
    quoted = line("“一码通行”。", 4, indent=-0.5)
    lines = [*[line(FULL[:-2] if row % 3 == 0 else FULL if row % 3 == 1 else "完。", row, indent=0 if row % 3 else 2) for row in range(3)], point, quoted]
    rest = [line(FULL[:-2] if row % 3 == 2 else FULL if row % 3 == 0 else "完。", row, indent=2 if row % 3 == 2 else 0) for row in range(5, 11)]
    assert texts(flow(page(1, *lines, *rest)))[1] == point.text + quoted.text


def test_a_name_and_a_day_set_at_the_right_edge_are_two_lines():
    text = [line("甲市卫生健康委员会近日印发通知，要求各地在年底前完成检查结果互认平台的接入工作，"[:26], 0, indent=2), line("并把情况纳入考核。", 1)]
    name, day = line("国家卫生健康委办公厅", 2, indent=18), line("2026年3月10日", 3, indent=21.0)
    assert texts(flow(page(1, *text, name, day)))[-2:] == ["国家卫生健康委办公厅", "2026年3月10日"]
