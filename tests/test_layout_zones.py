"""What stands side by side: tables, columns, boxes, notes in the margin, pictures beside the text."""

from bulletin_parse import Line, Picture
from bulletin_parse.layout.flow import unfolded
from pages import FULL, LEFT, PITCH, RIGHT, SIZE, flow, line, page, texts

HALF_LINE = FULL[:16]


def at(text: str, x: float, row: float, size: float = SIZE) -> Line:
    """A line whose left edge is ``x`` points from the page's left side."""
    base = 80 + row * PITCH
    return line(text, row, size=size)._replace(
        x0=x, x1=x + sum(1.0 if ord(char) > 0x2E7F else 0.5 for char in text) * size, base=base, top=base - size, bottom=base + 0.2 * size
    )


def cells(block):
    return [["".join(row.text for row in cell) for cell in line] for line in block.cells]


def table(rows, first=0, columns=(80, 220, 360)):
    return [at(text, x, first + number) for number, texts_ in enumerate(rows) for text, x in zip(texts_, columns, strict=True) if text]


def test_fragments_that_stand_under_one_another_are_a_table():
    rows = [["区县", "机构数", "接入率"], ["东城区", "32", "98.2%"], ["西城区", "41", "97.6%"]]
    result = flow(page(1, line(FULL[:-2], 0, indent=2), line("完。", 1), *table(rows, 3), line(FULL[:-2], 7, indent=2), line("完。", 8)))
    assert [block.role for block in result.blocks] == ["", "table", ""]
    assert cells(result.blocks[1]) == rows
    assert len({row.order for row in result.rows}) == len(result.rows) == 13


def test_a_cell_of_several_lines_is_one_cell_whether_the_others_stand_at_its_top_or_its_middle():
    lines = [*table([["序号", "标题", "来源"]]), at("1", 80, 2), at("甲乙丙丁戊己庚辛壬癸", 220, 1.5), at("续行", 220, 2.5), at("健康报", 360, 2)]
    lines += [at("2", 80, 4), at("子丑寅卯辰巳午未申酉", 220, 4), at("续行", 220, 5), at("人民网", 360, 4)]
    (block,) = flow(page(1, *lines)).blocks
    assert cells(block)[1:] == [["1", "甲乙丙丁戊己庚辛壬癸续行", "健康报"], ["2", "子丑寅卯辰巳午未申酉续行", "人民网"]]


def test_an_empty_cell_keeps_its_place():
    rows = [["区县", "机构数", "接入率"], ["东城区", "", "98.2%"], ["西城区", "41", "97.6%"]]
    assert cells(flow(page(1, *table(rows))).blocks[0]) == rows


def test_a_table_goes_on_over_the_page():
    head, tail = [["区县", "机构数", "接入率"], ["东城区", "32", "98.2%"]], [["西城区", "41", "97.6%"], ["海淀区", "67", "95.1%"]]
    (block,) = flow(page(1, *table(head, 30)), page(2, *table(tail))).blocks
    assert cells(block) == head + tail


def test_a_table_read_as_text_is_its_cells():
    result = flow(page(1, *table([["来源", "人民网"], ["链接", "http://a.cn/b"]], columns=(80, 300))))
    assert [block.text for block in unfolded(result.blocks[0], result)] == ["来源", "人民网", "链接", "http://a.cn/b"]


def test_an_index_with_a_tab_is_lines():
    lines = [at(text, x, row) for row in range(3) for text, x in ((f"{row + 1}. 甲市医院上线平台{row}", 80), ("（人民网）", 400))]
    result = flow(page(1, *lines))
    assert texts(result)[0] == "1. 甲市医院上线平台0 （人民网）"


def test_two_columns_are_read_one_after_the_other():
    left = [at(HALF_LINE, 80, row) for row in range(6)] + [at("左完。", 80, 6)]
    right = [at(HALF_LINE[::-1], 320, row) for row in range(6)] + [at("右完。", 320, 6)]
    mixed = [piece for pair in zip(left, right, strict=True) for piece in pair]
    assert texts(flow(page(1, *mixed))) == [HALF_LINE * 6 + "左完。", HALF_LINE[::-1] * 6 + "右完。"]


def test_a_box_beside_the_text_is_a_block_of_its_own_and_the_text_holds_together():
    narrow = [line(FULL[:18], 3, indent=2), *[line(FULL[:20], row) for row in range(4, 7)], line("完。", 7)]
    box = [
        at("名词解释", 360, 3.1, 9.0),
        at("互认：机构之间承认结果，", 360, 3.9, 9.0),
        at("各方共享数据，各级平台互通，", 360, 4.7, 9.0),
        at("不再要求重复。", 360, 5.5, 9.0),
    ]
    wide = [line(FULL[:-2], 8, indent=2), *[line(FULL, row) for row in range(9, 20)], line("完。", 20)]
    found = texts(flow(page(1, *box, line("标题", 1), *narrow, *wide)))
    assert FULL[:18] + FULL[:20] * 3 + "完。" in found
    assert FULL[:-2] + FULL * 11 + "完。" in found
    assert found.index("名词解释") < found.index(FULL[:18] + FULL[:20] * 3 + "完。")


def test_a_comment_in_the_margin_is_a_note_after_its_paragraph():
    first = [line(FULL[:-2], 0, indent=2), line(FULL, 1), line("完。", 2)]
    second = [line(FULL[:-2], 3, indent=2), *[line(FULL, row) for row in range(4, 14)], line("完。", 14)]
    note = at("批注[A1]:请核实", RIGHT + 8, 1, 8.0)
    result = flow(page(1, *first, *second, note))
    assert [block.role for block in result.blocks] == ["", "note", ""]
    assert result.blocks[1].text == "批注[A1]:请核实"


def test_a_note_in_the_margin_between_two_paragraphs_is_none_of_them_below_a_running_head_and_beside_small_type():
    first = [line(FULL[:-2], 2, indent=2), *[line(FULL, row) for row in range(3, 9)], line("完。", 9)]
    caption = [line("示意" + str(at), 9.7 + 0.7 * at, centred=True, size=8.5) for at in (1, 2, 3)]
    second = [line(FULL[:-2], 15, indent=2), *[line(FULL, row) for row in range(16, 22)], line("完。", 22)]
    head = line("总第六期", -1, size=8.5)
    head = head._replace(x0=RIGHT - head.x1 + head.x0, x1=RIGHT)
    note = at("批注：请核实", RIGHT + 4, 13, 8.5)
    for small in ([], [head]):
        result = flow(page(1, *small, *first, *caption, *second, note))
        assert [block.text for block in result.blocks if block.role == "note"] == ["批注：请核实"]
        assert not any("批注" in block.text for block in result.blocks if block.role != "note")


def test_text_beside_a_picture_holds_together():
    picture = Picture(320.0, 80 + 2 * PITCH, RIGHT, 80 + 5.8 * PITCH)
    wide = [line(FULL[:-2], 7, indent=2), *[line(FULL, row) for row in range(8, 20)], line("完。", 20)]
    narrow = [line(FULL[:16], 3, indent=2), line(FULL[:18], 4), line(FULL[:18], 5), line("短。", 6)]
    found = texts(flow(page(1, line("标题", 0), *narrow, *wide, pictures=(picture,))))
    assert FULL[:16] + FULL[:18] * 2 + "短。" in found


def test_a_boxed_paragraph_holds_together_by_its_own_edges():
    boxed = [line(FULL[:26], 3, indent=6), *[line(FULL[:28], row, indent=4) for row in (4, 5)], line("短。", 6, indent=4)]
    around = [
        line(FULL[:-2], 0, indent=2),
        line(FULL, 1),
        line("完。", 2),
        *boxed,
        line(FULL[:-2], 7, indent=2),
        *[line(FULL, row) for row in range(8, 20)],
        line("完。", 20),
    ]
    assert texts(flow(page(1, *around)))[1] == FULL[:26] + FULL[:28] * 2 + "短。"


def test_numbers_of_lines_are_furniture():
    text = [line(FULL[:-2], 0, indent=2), *[line(FULL, row) for row in range(1, 9)], line("完。", 9)]
    numbers = [at(str(row + 1), LEFT - 30, row, 9.0) for row in range(10)]
    result = flow(page(1, *text, *numbers))
    assert texts(result) == [FULL[:-2] + FULL * 8 + "完。"]
    assert [row.text for row in result.furniture] == [str(number) for number in range(1, 11)]


def test_a_footnote_stands_after_the_paragraph_that_calls_it():
    called = [line(FULL[:-2], 0, indent=2), line("标尺①，完。", 1)]
    text = [line(FULL[:-2], 2, indent=2), *[line(FULL, row) for row in range(3, 13)], line("完。", 13)]
    result = flow(page(1, *called, *text, line("①参见《方案》。", 16, size=9.0)))
    assert [(block.role, block.text[:3]) for block in result.blocks] == [("", FULL[:3]), ("note", "①参见"), ("", FULL[:3])]


def test_an_item_in_smaller_type_at_a_pages_end_is_no_footnote():
    text = [line(FULL[:-2], 0, indent=2), *[line(FULL, row) for row in range(1, 12)], line("完。", 12)]
    item = [
        line(printed, row, size=9.0) for row, printed in enumerate(("1. 甲市医院上线智慧导诊", "来源：人民网", "链接：http://www.people.com.cn/1.html"), 15)
    ]
    assert {block.role for block in flow(page(1, *text, *item)).blocks} == {""}
    assert [block.role for block in flow(page(1, *text, item[0])).blocks][-1] == "note"


def test_a_footnote_stands_before_the_picture_right_below_the_row_that_calls_it():
    called = [line(FULL[:-2], 0, indent=2), line("标尺①，完。", 1)]
    picture = Picture(LEFT + 60, 80 + 1.2 * PITCH, RIGHT - 60, 80 + 6 * PITCH)
    text = [line("图为现场", 7, centred=True, size=10.0), line(FULL[:-2], 9, indent=2), *[line(FULL, row) for row in range(10, 13)], line("完。", 13)]
    result = flow(page(1, *called, *text, line("①参见《方案》。", 16, size=9.0), pictures=(picture,)))
    assert texts(result)[1:4] == ["①参见《方案》。", "〈figure〉", "图为现场"]


def test_a_cell_goes_on_over_the_page():
    upper = [at("标题", 80, 30), at("甲市上线平台", 300, 30), at("内容", 80, 31), *[at(HALF_LINE, 300, row) for row in (31, 32, 33)]]
    lower = [at(HALF_LINE, 300, 0), at("完。", 300, 1), line(FULL[:-2], 4, indent=2), *[line(FULL, row) for row in range(5, 20)], line("完。", 20)]
    table_, text = flow(page(1, *upper), page(2, *lower)).blocks
    assert cells(table_) == [["标题", "甲市上线平台"], ["内容", HALF_LINE * 4 + "完。"]]
    assert text.text == FULL[:-2] + FULL * 15 + "完。"


def test_the_mark_of_a_footnote_is_no_text():
    called = [line(FULL[:-2], 0, indent=2), line("重要标尺1，完。", 1)]
    text = [line(FULL[:-2], 2, indent=2), *[line(FULL, row) for row in range(3, 13)], line("完。", 13)]
    paragraph, note, _ = flow(page(1, *called, *text, line("1 参见《方案》。", 16, size=9.0))).blocks
    assert [paragraph.rows[1].text[mark.start : mark.end] for mark in paragraph.marks] == ["1"]
    assert [note.text[mark.start : mark.end] for mark in note.marks] == ["1 "]


def test_headings_in_the_middle_of_columns_that_begin_at_the_left_belong_to_them():
    lines = [at(text, x, 0) for text, x in (("县区", 120), ("接入机构", 220), ("接入率", 400))]
    lines += table([["永泰县", "11", "86.1%"], ["平遥县", "80", "99.9%"], ["丰谷县", "53", "83.4%"]], 1, (80, 190, 360))
    (block,) = flow(page(1, *lines)).blocks
    assert cells(block)[:2] == [["县区", "接入机构", "接入率"], ["永泰县", "11", "86.1%"]]


def test_a_single_row_at_a_page_top_goes_on_with_the_table():
    head = [["区县", "机构数", "接入率"], ["东城区", "32", "98.2%"]]
    text = [line(FULL[:-2], 3, indent=2), *[line(FULL, row) for row in range(4, 14)], line("完。", 14)]
    (block, _) = flow(page(1, *table(head, 30)), page(2, *table([["西城区", "41", "97.6%"]]), *text)).blocks
    assert cells(block) == [*head, ["西城区", "41", "97.6%"]]


def test_a_raised_mark_is_part_of_its_row_and_a_table_s_number_is_no_mark():
    mark = at("1", LEFT + 3 * SIZE, 1, 7.0)
    mark = mark._replace(base=mark.base - 5, top=mark.top - 5, bottom=mark.bottom - 5)
    first = [line(FULL[:-2], 0, indent=2), line("指导。", 1), mark, line("表1 各区县接入情况", 2, size=10.0, centred=True)]
    text = [line(FULL[:-2], 3, indent=2), *[line(FULL, row) for row in range(4, 14)], line("完。", 14)]
    paragraph, note, caption, _ = flow(page(1, *first, *text, line("1 数据统计口径为公立医院。", 17, size=9.0))).blocks
    assert paragraph.text.endswith("指导。1")
    assert [mark[1:] for mark in paragraph.marks] == [(3, 4)]
    assert (note.role, caption.text, caption.marks) == ("note", "表1 各区县接入情况", ())


def test_text_below_a_table_that_is_as_wide_as_several_columns_is_no_cell():
    rows = [["区县", "机构数", "接入率"], ["东城区", "32", "98.2%"], ["西城区", "41", "97.6%"]]
    below = at("当地还开通了多种语言的视频导诊服务。", 104, 2.9)
    table_, text = flow(page(1, *table(rows), below)).blocks
    assert cells(table_) == rows
    assert text.text == below.text


def test_sources_that_float_at_the_right_edge_are_lines_and_no_column_of_text():
    sources = ["国家卫生健康委员会网站", "第一财经日报社", "中国新闻网", "人民网"]
    lines = [at(f"{number}. 甲市医院上线数据平台", 80, number) for number in range(1, 5)]
    lines += [at(source, RIGHT - len(source) * SIZE, number) for number, source in enumerate(sources, 1)]
    assert texts(flow(page(1, *lines))) == [f"{number}. 甲市医院上线数据平台 {source}" for number, source in enumerate(sources, 1)]


def test_a_first_cell_that_reaches_the_next_column_goes_on_where_all_rows_stand_alike():
    lines = [at("主办：甲市卫生健康大数据与政策", 80, 0), at("主编：张三", 280, 0), at("研究中心", 80, 1), at("编辑：李四", 80, 2), at("电话：010-1", 280, 2)]
    assert cells(flow(page(1, *lines)).blocks[0]) == [["主办：甲市卫生健康大数据与政策研究中心", "主编：张三"], ["编辑：李四", "电话：010-1"]]


def test_a_footnote_below_a_table_belongs_to_the_text_and_the_table_goes_on():
    head, tail = [["区县", "机构数", "接入率"], ["东城区", "32", "98.2%"]], [["西城区", "41", "97.6%"], ["海淀区", "67", "95.1%"]]
    text = [line(FULL[:-2], 18, indent=2), *[line(FULL, row) for row in range(19, 29)], line("指导。1", 29)]
    first = page(1, *text, *table(head, 30), line("1 参见《方案》。", 34, size=9.0))
    paragraph, note, table_ = flow(first, page(2, *table(tail))).blocks
    assert (paragraph.marks[0].end, note.role, cells(table_)) == (4, "note", head + tail)


def test_a_footnote_on_the_page_after_its_mark_stands_after_the_paragraph():
    text = [line(FULL[:-2], 0, indent=2), *[line(FULL, row) for row in range(1, 11)], line("指导。1", 11), line(FULL[:-2], 12, indent=2), line(FULL, 13)]
    rest = [line("完。", 0), line(FULL[:-2], 1, indent=2), line("完。", 2), line("1 参见《方案》。", 34, size=9.0)]
    called, note, *others = flow(page(1, *text), page(2, *rest)).blocks
    assert (len(called.marks), note.role, [block.text[-2:] for block in others]) == (1, "note", ["完。", "完。"])


def test_a_mark_behind_a_sentence_that_fills_its_row_does_not_lead_to_the_next_paragraph():
    text = [text for row in range(0, 12, 3) for text in (line(FULL[:-2], row, indent=2), line(FULL, row + 1), line("完。", row + 2))]
    full = [line(FULL[:-3] + "。1", 12, indent=2), line(FULL[:-2], 13, indent=2), line("完。", 14)]
    assert [text[-2:] for text in texts(flow(page(1, *text, *full)))] == ["完。"] * 4 + ["。1", "完。"]


BOXED = FULL[:12] + "，" + FULL[:17]


def test_a_ragged_box_of_two_rows_holds_together_though_it_begins_where_paragraphs_do():
    for indent in (2, 2.4):
        around = [line(FULL[:-2], 0, indent=2), *[line(FULL, row) for row in range(1, 9)], line("完。", 9)]
        boxed = [line(BOXED, 10, indent=indent), line("短行。", 11, indent=indent)]
        after = [line(FULL[:-2], 12, indent=2), *[line(FULL, row) for row in range(13, 20)], line("完。", 20)]
        assert texts(flow(page(1, *around, *boxed, *after)))[1:] == [BOXED + "短行。", FULL[:-2] + FULL * 7 + "完。"]


def test_a_long_heading_is_no_row_of_a_box():
    lines = [line(FULL[:28], 0, indent=2), line(FULL[:-2], 1, indent=2), *[line(FULL, row) for row in range(2, 12)], line("完。", 12)]
    assert texts(flow(page(1, *lines)))[0] == FULL[:28]


def test_a_page_of_boxes_has_the_text_s_left_edge():
    whole = page(1, *[text for row in range(0, 30, 3) for text in (line(FULL[:-2], row, indent=2), line(FULL, row + 1), line("完。", row + 2))])
    boxes = [
        text for row in range(4, 28, 3) for text in (line(FULL[:-3] + "。", row, indent=2), line(BOXED, row + 1, indent=4), line("短行。", row + 2, indent=4))
    ]
    result = flow(whole, page(2, line(FULL[:-4], 0, indent=2), line(FULL, 1), line(FULL, 2), line("完。", 3), *boxes))
    assert texts(result).count(BOXED + "短行。") == 8


def test_a_byline_with_its_date_and_source_apart_is_one_row_even_below_labels_that_stand_alike():
    lines = [at("来源：石桥融媒", 80, 0), at("原文：原文链接", 188, 0), at("2025-07-04 08:08", 80, 1), at("石桥融媒", 188, 1)]
    text = [line(FULL[:-2], 2, indent=2), *[line(FULL, row) for row in range(3, 9)], line("完。", 9)]
    assert texts(flow(page(1, *lines, *text)))[:2] == ["来源：石桥融媒 原文：原文链接", "2025-07-04 08:08 石桥融媒"]


def test_columns_of_one_page_are_read_one_after_the_other_whatever_stands_in_them():
    left = [at("一、信息目录", 80, 0, 14.0), *[at(f"{number}. 甲市上线平台", 80, number) for number in (1, 2, 3)], at("二、具体内容", 80, 4, 14.0)]
    left += [at("来源：人民网", 80, 5), *[at(HALF_LINE, 80, row) for row in range(6, 10)], at("左栏完。", 80, 10)]
    right = [*[at(HALF_LINE, 300, row + 0.4) for row in range(9)], at("右栏完。", 300, 9.4)]
    found = texts(flow(page(1, *sorted(left + right, key=lambda one: one.base))))
    assert found[:2] == ["一、信息目录", "1. 甲市上线平台"]
    assert found[-2:] == [HALF_LINE * 4 + "左栏完。", HALF_LINE * 9 + "右栏完。"]


def test_a_table_s_heads_alone_at_a_page_s_end_belong_to_the_rows_on_the_next():
    rows = [["东城区", "32", "98.2%"], ["西城区", "41", "97.6%"], ["海淀区", "67", "95.1%"]]
    text = [line(FULL[:-2], 18, indent=2), *[line(FULL, row) for row in range(19, 29)], line("完。", 29)]
    for columns in ((80, 220, 360), (86, 214, 366)):
        heads = table([["区县", "机构数", "接入率"]], 30, columns)
        _, table_ = flow(page(1, *text, *heads), page(2, *table(rows))).blocks
        assert cells(table_) == [["区县", "机构数", "接入率"], *rows]


def test_a_row_of_words_at_a_page_s_end_heads_no_table_below_which_is_none():
    text = [line(FULL[:-2], 18, indent=2), *[line(FULL, row) for row in range(19, 29)], line("完。", 29)]
    result = flow(
        page(1, *text, *table([["张三", "李四", "王五"]], 30)), page(2, *table([["赵六", "钱七", "孙八"]]), line(FULL[:-2], 1, indent=2), line("完。", 2))
    )
    assert [block.role for block in result.blocks] == [""] * len(result.blocks)


def text_of(rows):
    return [line(FULL[:-2], 0, indent=2), *[line(FULL, row) for row in range(1, rows)], line("完。", rows)]


def test_what_stands_in_the_margin_is_furniture_at_whatever_height():
    label = [at(char, 36, 3 + 0.9 * place) for place, char in enumerate("卫生信息舆情")]
    fifths = [at(str(5 * number), 50, 5 * number - 1.1, 8.0) for number in (1, 2)]
    number = [at("01", 565, 6, 10.0)]
    for margin in (label, fifths, number):
        result = flow(page(1, *sorted([*text_of(12), *margin], key=lambda one: one.base)))
        assert texts(result) == [FULL[:-2] + FULL * 11 + "完。"]
        assert [row.text for row in result.furniture] == [one.text for one in margin]
        assert [row.order for row in result.rows] == list(range(len(result.rows)))


def test_a_number_in_the_margin_larger_than_the_title_beside_it_is_no_page_number():
    text = text_of(12)
    title = line("怀河市献血者跨院报销", 14)
    number = at("3", 42, 14, 18.0)
    result = flow(page(1, *text, number, title, line(FULL, 15), line("完。", 16)))
    assert (result.furniture, "3 怀河市献血者跨院报销" in texts(result)) == ([], True)
    assert [row.text for row in flow(page(1, *text, at("3", 42, 14, 9.0), title, line(FULL, 15), line("完。", 16))).furniture] == ["3"]


def test_labels_beside_text_below_titles_over_both_are_no_notes_in_the_margin():
    lines = []
    for top, number in ((0, 1), (12, 2)):
        labels = [
            at(label, LEFT, top + 1.2 + 0.7 * row, 9.0)
            for row, label in enumerate(("来源：健康报", "日期：2016-12-18", "链接：https://", f"www.jkb.com.cn/{number}.html"))
        ]
        rows = [at(FULL[:22], LEFT + 154, top + 1.3), *[at(FULL[:24], LEFT + 130, top + 1.3 + row) for row in range(1, 8)], at("完。", LEFT + 130, top + 9.3)]
        lines += [at(f"{number}. 甲市推进检查检验结果互认", LEFT, top, 15.0), *labels, *rows]
    found = texts(flow(page(1, *sorted(lines, key=lambda one: one.base))))
    assert [text for text in found if text.startswith("链接")] == [f"链接：https://www.jkb.com.cn/{number}.html" for number in (1, 2)]
    assert found.index("2. 甲市推进检查检验结果互认") == len(found) / 2


def test_the_only_number_of_lines_on_a_page_of_few_rows_is_furniture_where_the_page_before_has_such_numbers():
    text = [line(f"第{row}行文字与编号无关而且足够长", row) for row in range(10)]
    numbers = [at(str(row + 1), LEFT - 30 - 4.5 * len(str(row + 1)), row, 9.0) for row in (4, 9)]
    few = [line(f"末页第{row}行文字与编号无关而且足够长", row) for row in range(5)]
    result = flow(page(1, *text, *numbers), page(2, *few, numbers[0]))
    assert [row.text for row in result.furniture] == ["5", "10", "5"]
    assert "5" not in [row.text for row in flow(page(1, *text), page(2, *few, numbers[0])).furniture]
    near = [number._replace(x0=number.x0 + 17, x1=number.x1 + 17) for number in numbers]  # a wide margin: one of them alone is no page's number there
    assert [row.text for row in flow(page(1, *text, *near), page(2, *few, near[0])).furniture] == ["5", "10", "5"]
    assert "5" in [row.text for row in flow(page(1, *text, *near), page(2, *[row._replace(text=row.text[::-1]) for row in text], near[0])).furniture[2:]]


def test_numbers_of_a_list_that_hang_out_of_the_text_are_text():
    lines = [line("办理事项", row) for row in (13, 15)]
    result = flow(page(1, *text_of(12), at("1", 56, 13), lines[0], at("2", 56, 15), lines[1]))
    assert result.furniture == []


def test_a_sentence_goes_on_in_an_inset_of_whatever_shape():
    long, short = FULL[:14] + "，" + FULL[:18], "短行。"
    shapes = [
        [line(FULL[:14] + "，" + FULL[:21], 14), line(short, 15, indent=2)],
        [line(long, 14, centred=True), line(short, 15, centred=True)],
        [line(long, 14, indent=3), line(short, 15, indent=33)],
        [line(FULL[:14] + "，" + FULL[:12], 14, indent=5), line(short, 15, indent=3)],
    ]
    around = [text for row in range(0, 12, 3) for text in (line(FULL[:-2], row, indent=2), line(FULL, row + 1), line("完。", row + 2))]
    for shape in shapes:
        result = flow(page(1, *around, *shape, line(FULL[:-2], 16, indent=2), line("完。", 17)))
        assert texts(result)[4] == shape[0].text + short


def test_rows_of_a_table_far_apart_are_one_table_and_text_far_below_is_none_of_it():
    rows = [["区县", "机构数", "接入率"], ["东城区", "32", "98.2%"], ["西城区", "41", "97.6%"]]
    lines = [at(text, x, 3 * number) for number, texts_ in enumerate(rows) for text, x in zip(texts_, (80, 220, 360), strict=True)]
    table_, text = flow(page(1, *lines, line(FULL[:-2], 10, indent=2), line("完。", 11))).blocks
    assert (cells(table_), text.text) == (rows, FULL[:-2] + "完。")


def test_captions_of_pictures_side_by_side_are_read_one_after_the_other():
    pictures = (Picture(80, 200, 280, 300), Picture(310, 200, 510, 300))
    captions = [at("图1 调阅界面", 120, 12, 10.0), at("图2 基层医生", 350, 12, 10.0)]
    lines = [line(FULL[:-2], 0, indent=2), line("完。", 1), *captions, line(FULL[:-2], 14, indent=2), line("完。", 15)]
    assert texts(flow(page(1, *lines, pictures=pictures)))[1:5] == ["〈figure〉", "〈figure〉", "图1 调阅界面", "图2 基层医生"]


def test_captions_of_two_rows_below_pictures_are_no_table():
    pictures = (Picture(80, 200, 280, 300), Picture(310, 200, 510, 300))
    captions = [
        at(text, x, row, 10.0)
        for row, pair in ((12, ("图1 调阅界面与", "图2 基层医生查")), (13, ("影像", "看影像")))
        for text, x in zip(pair, (120, 350), strict=True)
    ]
    result = flow(page(1, line(FULL[:-2], 0, indent=2), line("完。", 1), *captions, pictures=pictures))
    assert [block.role for block in result.blocks] == [""] * 5


def test_the_rest_of_a_label_s_cell_stays_in_it_where_a_page_s_end_left_one_row_of_a_table():
    row = [at("主办：大数据与政策研究", 80, 3), at("主编：周明远", 230, 3), at("中心", 80, 4)]
    result = flow(page(1, line(FULL[:-2], 0, indent=2), line("完。", 1), *row))
    assert cells(result.blocks[1]) == [["主办：大数据与政策研究中心", "主编：周明远"]]


def test_a_word_spread_over_its_cell_is_one_cell():
    rows = [("背", "景", FULL[:14]), ("做", "法", FULL[14:28]), ("成", "效", FULL[:10])]
    result = flow(page(1, *table(rows, columns=(80, 104, 150))))
    assert cells(result.blocks[0]) == [["背 景", rows[0][2]], ["做 法", rows[1][2]], ["成 效", rows[2][2]]]


def test_what_stands_as_far_behind_dates_of_different_lengths_is_no_column():
    dates = [("2024年3月", "启动研究。"), ("2024年11月", "完成招标，三家企业中标。"), ("2025年6月", "首批医院接入。")]
    lines = []
    for row, (day, text) in enumerate(dates):
        lines += [(first := at(day, 80, row)), at(text, first.x1 + 14, row)]
    assert {block.role for block in flow(page(1, *lines)).blocks} == {""}


def test_a_row_of_labelled_cells_that_a_page_s_end_cut_goes_on_at_the_next_page_s_top():
    upper = page(1, line(FULL[:-2], 30, indent=2), line("完。", 31), at("主办：大数据与政策研究", 80, 33), at("主编：周明远", 230, 33))
    lower = page(2, at("中心", 80, 0), at("编辑：沈静", 80, 1), at("电话：010-6", 230, 1))
    result = flow(upper, lower)
    assert cells(result.blocks[1]) == [["主办：大数据与政策研究中心", "主编：周明远"], ["编辑：沈静", "电话：010-6"]]
    assert sorted(row.order for block in result.blocks for row in block.rows) == list(range(len(result.rows)))


def test_a_byline_s_two_fields_at_a_page_s_end_are_no_row_of_a_table():
    upper = page(1, line(FULL[:-2], 30, indent=2), line("完。", 31), at("发布时间：2018-09-20 11:17", 80, 33), at("来源：人民网", 260, 33))
    result = flow(upper, page(2, at("现状", 80, 0), line(FULL[:-2], 1, indent=2), line("完。", 2)))
    assert {block.role for block in result.blocks} == {""}


def test_a_row_of_words_below_two_labelled_fields_is_no_rest_of_the_first():
    fields = [at("来源：国家医疗保障局网站", 80, 2), at("原文：原文链接", 250, 2), at("医保报", 80, 3), at("国家医疗保障局", 200, 3)]
    result = flow(page(1, line(FULL[:-2], 0, indent=2), line("完。", 1), *fields))
    assert not [block for block in result.blocks if len(block.cells) == 1]


def test_rows_of_a_table_below_the_rest_of_a_cell_that_a_page_s_end_cut_are_its_own():
    upper = page(1, line(FULL[:-2], 25, indent=2), line("完。", 26), *table([["三月", FULL[:16]], ["四月", FULL[16:32]]], 28, columns=(80, 250)))
    lower = page(2, at("其余的字。", 250, 0), *table([["五月", "全市联通。"]], 1.5, columns=(80, 250)))
    (block,) = [block for block in flow(upper, lower).blocks if block.cells]
    assert cells(block) == [["三月", FULL[:16]], ["四月", FULL[16:32] + "其余的字。"], ["五月", "全市联通。"]]


def test_a_wide_space_behind_a_caption_s_mark_parts_no_columns():
    boxes = [at(text, x, 2) for text, x in zip(("预约", "检查", "上传", "互认"), (90, 190, 290, 390), strict=True)]
    caption = [at("图1", 230, 4, 10.0), at("互认流程", 255, 4, 10.0)]
    result = flow(page(1, line(FULL[:-2], 0, indent=2), line("完。", 1), *boxes, *caption, line(FULL[:-2], 6, indent=2), line("完。", 7)))
    assert "图1 互认流程" in texts(result)
