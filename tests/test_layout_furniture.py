"""What repeats on each page, and what only looks so."""

import pytest

from bulletin_parse import Picture
from pages import FULL, LEFT, PITCH, RIGHT, SIZE, flow, line, page, texts


def body(number, rows=range(2, 30)):
    """Rows of text, other words on each page and row."""
    return [line(FULL[(at := (7 * number + row) % 30) :] + FULL[:at], row) for row in rows]


def aside(*pages):
    return [row.text for row in flow(*pages).furniture]


@pytest.mark.parametrize(
    "form",
    ["{}", "0{}", "- {} -", "— {} —", "{} / 3", "{}/3", "第{}页", "第 {} 页 共 3 页", "第{}页/共3页", "Page {} of 3", "共3页 第{}页"],
)
def test_page_numbers(form):
    pages = [page(number, *body(number), line(form.format(number), 36, centred=True, size=9.0)) for number in (1, 2, 3)]
    assert aside(*pages) == [form.format(number) for number in (1, 2, 3)]


def test_the_number_of_a_single_page():
    assert aside(page(1, *body(1), line("1", 36, centred=True, size=9.0))) == ["1"]


def test_a_running_header_that_repeats_the_title_leaves_the_title_in_place():
    title = "全国卫生信息化舆情监测周报"
    first = page(1, line(title, -2, centred=True, size=9.0), line(title, 0, centred=True, size=22.0), *body(1))
    second = page(2, line(title, -2, centred=True, size=9.0), *body(2))
    result = flow(first, second)
    assert [row.size for row in result.furniture] == [9.0, 9.0]
    assert texts(result)[0] == title


def test_headers_that_alternate_between_odd_and_even_pages():
    pages = [page(number, line("奇数页眉" if number % 2 else "偶数页眉", -2, size=9.0), *body(number)) for number in (1, 2, 3, 4)]
    assert aside(*pages) == ["奇数页眉", "偶数页眉", "奇数页眉", "偶数页眉"]


def test_the_same_words_at_the_top_of_two_pages_of_text_are_text():
    pages = [page(1, line("主要内容：", 2), *body(1)[1:]), page(2, line("主要内容：", 2), *body(2)[1:]), page(3, *body(3))]
    assert aside(*pages) == []


def test_a_section_s_heading_over_most_pages_is_a_running_header():
    pages = [page(number, *([line("具体内容", 0)] if number > 1 else []), *body(number)) for number in (1, 2, 3, 4)]
    assert aside(*pages) == ["具体内容"] * 3


def test_a_running_header_of_two_parts_lines_up_with_no_cells_below_it():
    def head():
        return line("11/28/26, 11:36 PM", -2, size=8.0), line("监测周报", -2, indent=20, size=8.0)

    cells = line("来源：甲市日报", 0), line("发布时间：2014-11-03", 0, indent=20)
    pages = [page(1, *head(), *body(1)), page(2, *head(), *cells, *body(2)), page(3, *head(), *body(3))]
    whole = "11/28/26, 11:36 PM 监测周报"
    assert aside(*pages) == [whole, "11/28/26, 11:36 PM", "监测周报", whole]
    assert not any("监测周报" in text for text in texts(flow(*pages)))


def test_a_date_that_a_signature_leads_onto_two_pages_is_text():
    pages = [page(1, *body(1)), page(2, line("2024年11月1日", 2, indent=2), *body(2, range(4, 30)))]
    pages += [page(3, *body(3)), page(4, line("2024年11月1日", 2, indent=2), *body(4, range(4, 30)))]
    assert aside(*pages) == []


def test_a_number_at_the_end_of_the_text_is_text():
    assert aside(page(1, *body(1)[:5], line("12", 7)), page(2, *body(2))) == []


def test_a_watermark_across_the_page_is_furniture():
    mark = line("内部资料", 12)._replace(upright=False)
    assert aside(page(1, *body(1), mark)) == ["内部资料"]


def test_logos_ornaments_and_strips_are_not_three_figures():
    logo, dot = Picture(500, 20, 560, 60), Picture(80, 300, 90, 310)
    upper, lower = Picture(150, 400, 400, 500), Picture(150, 500, 400, 600)
    pages = [page(number, *body(number), pictures=(logo, dot, upper, lower) if number == 1 else (logo,)) for number in (1, 2, 3)]
    figures = [block.box for block in flow(*pages).blocks if block.is_figure]
    assert figures == [(150, 400, 400, 600)]


@pytest.mark.parametrize(("rows", "figures"), [([*range(2, 9), *range(14, 30)], 3), (range(2, 30), 0)], ids=["text makes room", "behind the text"])
def test_a_picture_at_one_place_of_three_pages_is_a_figure_where_text_stands_above_and_below_it_alone(rows, figures):
    picture = Picture(150, 265, 400, 340)
    result = flow(*[page(number, *body(number, rows), pictures=(picture,)) for number in (1, 2, 3)])
    assert sum(block.is_figure for block in result.blocks) == figures


def test_a_picture_that_text_fills_is_its_background_and_one_with_a_word_in_it_is_a_figure():
    lines = [line(FULL[:20] + "。", row) for row in range(6)] + [line("甲报", 9), line(FULL[:20] + "。", 12)]
    paper = [Picture(LEFT - 5, 62 + PITCH * row, RIGHT, 102 + PITCH * row) for row in (0, 2)]
    photo = Picture(LEFT - 5, 80 + PITCH * 6, RIGHT, 80 + PITCH * 10)
    result = flow(page(1, *lines, pictures=(*paper, photo)))
    assert [block.box for block in result.blocks if block.is_figure] == [tuple(photo)]


def test_a_logo_below_a_running_header_is_no_figure_though_the_first_page_has_its_title_as_high():
    logo, header = Picture(80, 50, 160, 95), line("全国卫生信息化舆情监测周报", -2.5, size=9.0)
    pages = [page(1, line("全国卫生信息化舆情监测周报", -2, centred=True, size=22.0), *body(1), pictures=(logo,))]
    result = flow(*pages, *[page(number, header, *body(number), pictures=(logo,)) for number in (2, 3, 4)])
    assert not any(block.is_figure for block in result.blocks)


def test_a_footnote_that_two_pages_have_again_is_no_footer():
    pages = [page(number, *body(number, range(2, 20))) for number in (1, 2, 3, 4)]
    for at in (1, 2):
        pages[at] = pages[at]._replace(lines=(*pages[at].lines, line(f"{at} 数据统计口径为二级及以上公立医院。", 34, size=9.0)))
    result = flow(*pages)
    assert result.furniture == []
    assert [block.text for block in result.blocks if block.role == "note"] == ["1 数据统计口径为二级及以上公立医院。", "2 数据统计口径为二级及以上公立医院。"]


@pytest.mark.parametrize("text", ["附表　盐城市试点机构一览", "注：数据截至3月底", "资料来源：市卫生健康委"])
def test_a_small_line_where_the_text_begins_is_text_though_its_letters_stand_higher_than_the_first_row_s(text):
    small = line(text, 1.9, size=9.0)  # on the pages' common upper edge, where a larger row stands lower
    assert aside(page(1, *body(1)), page(2, small, *body(2, range(4, 30))), page(3, *body(3))) == []


def test_a_small_line_below_the_text_is_a_footer_only_at_the_page_s_end():
    remark, footer = line("（本文有删节）", 22, size=9.0), line("内部资料 注意保存", 36, size=9.0)
    assert aside(page(1, *body(1, range(2, 18))), page(2, *body(2, range(2, 20)), remark)) == []
    assert aside(page(1, *body(1)), page(2, *body(2), footer)) == ["内部资料 注意保存"]


def test_a_small_line_at_the_page_s_end_is_a_footer_though_rows_in_the_midst_are_as_small():
    small = [each._replace(size=9.0 + at % 4 / 8) for at, each in enumerate(body(2))]
    assert aside(page(1, *body(1)), page(2, *small), page(3, *body(3), line("内部资料 注意保存", 36, size=9.0))) == ["内部资料 注意保存"]


def test_a_page_whose_number_runs_across_its_text_has_no_other_one():
    turned = line("2", 16)._replace(upright=False)
    assert aside(page(1, *body(1, range(2, 16)), turned, *body(1, range(17, 30)), line("35", 36))) == ["2"]
    assert aside(page(1, *body(1), line("35", 36))) == ["35"]


def test_the_same_closing_paragraph_at_the_top_of_two_pages_is_text_though_a_heading_or_nothing_stands_below():
    closing = [line("中医药管理局提醒办理上述业务不收取任何费用谨防以升级系统为名的诈"[:34], 0, indent=2), line("骗。", 1)]
    heading = line("2. 传染病监测预警平台运行一周年", 2.6, size=SIZE + 1)
    assert aside(page(1, *body(1)), page(2, *closing, heading, *body(2, range(4, 30))), page(3, *closing)) == []


def test_a_header_of_two_rows_in_the_text_s_own_type_is_furniture():
    header = [line("全国卫生信息化舆情监测周报", -3), line("内部资料", -2)]
    pages = [page(1, *body(1, range(30))), *[page(number, *header, *body(number, range(30))) for number in (2, 3)]]
    assert aside(*pages) == ["全国卫生信息化舆情监测周报", "内部资料"] * 2


def test_a_page_number_that_was_recognised_as_high_as_the_text_is_one_though_a_smaller_row_stands_below():
    number = line("-2-", 36, centred=True)
    small = line("内部资料注意保存", 37, centred=True, size=9.0)
    pages = [page(1, *body(1), line("- 1 -", 36, centred=True, size=9.0)), page(2, *body(2), number, small)]
    assert aside(*pages)[:2] == ["- 1 -", "-2-"]


@pytest.mark.parametrize("count", [2, 3])
def test_the_heads_of_odd_pages_are_furniture_though_an_even_page_has_another_one(count):
    heads = ["全国卫生信息化舆情监测周报", "北京市公共卫生信息中心", "全国卫生信息化舆情监测周报"][:count]
    text = [[line(FULL[number + row :] + FULL[: number + row], row) for row in range(20)] for number in range(3)]
    result = flow(*[page(number, line(head, -1.3, size=9.0, centred=True), *text[number - 1]) for number, head in enumerate(heads, 1)])
    assert [row.text for row in result.furniture] == heads


@pytest.mark.parametrize("foot", [["地址：北京市西城区　邮编：100044"], ["编印　电话：010-6839", "地址：北京市东城区"], ["内部资料　注意保存"]])
@pytest.mark.parametrize("centred", [True, False])
def test_the_office_s_own_lines_at_the_first_page_s_foot_part_no_sentence(foot, centred):
    upper = [line(FULL[:-2], 0, indent=2), *[line(FULL, row) for row in range(1, 20)]]
    lower = [*[line(FULL, row) for row in range(5)], line("完。", 5), line(FULL[:-2], 6, indent=2), line(FULL, 7), line("完。", 8)]
    result = flow(page(1, *upper, *[line(text, 22 + at, centred=centred) for at, text in enumerate(foot)]), page(2, *lower))
    assert [row.text for row in result.furniture] == foot
    assert texts(result) == [FULL[:-2] + FULL * 24 + "完。", FULL[:-2] + FULL + "完。"]


def test_the_office_s_own_line_is_furniture_where_the_text_above_it_ends_early_too_and_none_is_that_stands_as_near_as_text():
    upper = [*[text for at in range(0, 18, 3) for text in (line(FULL[:-2], at, indent=2), line(FULL, at + 1), line("完。", at + 2))]]
    lower = page(2, *[text for at in range(0, 18, 3) for text in (line(FULL[:-2], at, indent=2), line(FULL, at + 1), line("完。", at + 2))])
    for row, found in ((22, ["地址：北京市西城区"]), (18, [])):
        result = flow(page(1, *upper, line("地址：北京市西城区", row)), lower)
        assert [each.text for each in result.furniture] == found


def test_other_words_at_a_page_s_foot_between_the_halves_of_a_sentence_are_a_doubt():
    upper = [line(FULL[:-2], 0, indent=2), *[line(FULL, row) for row in range(1, 20)], line("专供内参", 22, centred=True)]
    lower = [*[line(FULL, row) for row in range(5)], line("完。", 5), line(FULL[:-2], 6, indent=2), line(FULL, 7), line("完。", 8)]
    result = flow(page(1, *upper), page(2, *lower))
    assert [(guess.rows[0].page, guess.rows[1].page) for guess in result.doubts] == [(1, 2)]


def test_a_running_header_in_the_texts_own_type_that_repeats_the_masthead_is_furniture_on_two_pages():
    header = "全国卫生信息化舆情监测周报 第五三一期"
    masthead = [line("全国卫生信息化舆情监测周报", 2, size=22.0, centred=True), line("（第五三一期）", 3.3, centred=True)]
    first = page(1, line(header, 0), *masthead, *[line(FULL, row) for row in range(5, 20)])
    second = page(2, line(header, 0), line("完。", 1.7), *[line(FULL, row, indent=2 * (row == 3)) for row in range(3, 20)])
    assert [row.text for row in flow(first, second).furniture] == [header, header]
