"""Columns by place: as many as there are, with headings, labels and tables inside of them."""

import pytest

from bulletin_parse import Line
from pages import FULL, PITCH, RIGHT, SIZE, flow, line, page, texts

SENTENCE = "为落实数据共享要求，各地医院陆续接入区域平台，患者在不同机构之间的检查结果可以互认，"


def at(text: str, x: float, row: float, size: float = SIZE) -> Line:
    base = 80 + row * PITCH
    width = sum(1.0 if ord(char) > 0x2E7F else 0.5 for char in text) * size
    return line(text, row, size=size)._replace(x0=x, x1=x + width, base=base, top=base - size, bottom=base + 0.2 * size)


def story(number: int, width: int) -> list[tuple[str, float, float]]:
    """An item as text, indent and size of each row of a column ``width`` characters wide: title, label, link and two paragraphs."""
    rows = [(f"{number}. 标题{number}写在一栏之中"[:width], 0.0, SIZE * 1.2), ("来源：人民网", 0.0, SIZE), (f"链接：http://a.cn/{number}", 0.0, SIZE)]
    for paragraph in range(2):
        text = f"第{number * 10 + paragraph}段" + SENTENCE * 2 + "完。"
        rows.append((text[: width - 2], 2 * SIZE, SIZE))
        rows += [(text[start : start + width], 0.0, SIZE) for start in range(width - 2, len(text), width)]
    return rows


def paragraphs(number: int) -> list[str]:
    return [f"第{number * 10 + paragraph}段" + SENTENCE * 2 + "完。" for paragraph in range(2)]


def set_in_columns(rows, lefts, height, first=0.0):
    """The rows of a text poured into columns of ``height`` rows."""
    return [at(text, lefts[place // height] + indent, first + place % height, size) for place, (text, indent, size) in enumerate(rows)]


def by_base(lines):
    return sorted(lines, key=lambda one: (one.base, one.x0))


TWO, THREE, FOUR = ((80.0, 310.0), 17), ((60.0, 220.0, 380.0), 12), ((40.0, 170.0, 300.0, 430.0), 9)


@pytest.mark.parametrize(("lefts", "width", "short"), [(*TWO, 0), *[(*columns, short) for columns in (THREE, FOUR) for short in (0, 1, 4)]])
def test_columns_are_read_one_after_the_other_however_many_there_are(lefts, width, short):
    rows = [row for number in range(1, 6) for row in story(number, width)]
    height = 1 + len(rows) // len(lefts) if not short else (len(rows) - short) // (len(lefts) - 1)
    rows = rows[: height * (len(lefts) - 1) + short] if short else rows
    whole = [number for number in range(1, 6) if sum(len(story(one, width)) for one in range(1, number + 1)) <= len(rows)]
    head = [line("全国卫生信息化舆情监测周报全国卫生信息化舆情监测周报", -3, centred=True)]
    found = texts(flow(page(1, *head, *by_base(set_in_columns(rows, lefts, height)))))
    assert [text for text in found if text[0] == "第"][: 2 * len(whole)] == [text for number in whole for text in paragraphs(number)]


def test_a_last_column_of_one_row_is_known_by_the_page_before():
    rows = [row for number in range(1, 7) for row in story(number, 17)]
    pages = [rows[:60], rows[60:]]
    height = len(pages[1]) - 1
    lines = [by_base(set_in_columns(pages[0], (80.0, 310.0), 30)), by_base(set_in_columns(pages[1], (80.0, 310.0), height))]
    found = texts(flow(page(1, *lines[0]), page(2, *lines[1])))
    assert [text for text in found if text[0] == "第"] == [text for number in range(1, 7) for text in paragraphs(number)]


@pytest.mark.parametrize("left_rows", [2, 4, 5])
def test_a_table_in_a_column_is_a_table_and_goes_on_in_the_next_one(left_rows):
    grid = [["区县", "机构", "接入"], *[[f"县{'甲乙丙丁戊'[row]}", f"{row + 31}", f"9{row}.1%"] for row in range(5)]]
    texts_ = [row for number in (1, 2) for row in story(number, 17)]
    left = [at(text, 80 + indent, row, size) for row, (text, indent, size) in enumerate(texts_)]
    first = len(left)
    cells = [
        at(cell, (80 if row < left_rows else 310) + 5 + 70 * column, first + 1 + row if row < left_rows else row - left_rows)
        for row, line_ in enumerate(grid)
        for column, cell in enumerate(line_)
    ]
    right = [at(text, 310 + indent, row + len(grid) - left_rows + 1, size) for row, (text, indent, size) in enumerate([*story(3, 17), *story(4, 17)])]
    result = flow(page(1, *by_base([*left, *cells, *right])))
    (table,) = [block for block in result.blocks if block.role == "table"]
    assert [["".join(row.text for row in cell) for cell in line_] for line_ in table.cells] == grid
    assert [text for text in texts(result) if text[0] == "第"] == [text for number in range(1, 5) for text in paragraphs(number)]


def test_a_table_of_wide_cells_is_no_page_of_columns():
    grid = [[f"{row}号机构接入区域平台并完成互认"[: 9 + row], f"{row}月底前全部机构接入平台互认结果"[: 16 - row]] for row in range(9)]
    lines = [at(cell, (80, 310)[column], row * 1.2) for row, line_ in enumerate(grid) for column, cell in enumerate(line_)]
    (block,) = flow(page(1, *lines)).blocks
    assert block.role == "table"


def test_an_opening_mark_that_hangs_out_of_its_column_leaves_it_whole():
    rows = [row for number in range(1, 4) for row in story(number, 17)]
    rows = [("（人民网）", -0.5 * size, size) if text.startswith("来源") else (text, indent, size) for text, indent, size in rows]
    found = texts(flow(page(1, *by_base(set_in_columns(rows, (80.0, 310.0), len(rows) // 2 + 1)))))
    assert [text for text in found if text[0] == "第"] == [text for number in range(1, 4) for text in paragraphs(number)]


def test_a_column_of_a_masthead_and_an_index_has_few_full_rows():
    short = ["第六六四期", "甲市卫生信息中心", "2026年3月13日", "本期导语：", "目录", "1. 甲市上线平台", "2. 乙市上线平台", "3. 丙市上线平台", "具体内容"]
    lead = "本期周报共收集三篇相关信息，时间从三月七日到十三日，监测范围是各地主流媒体。"
    rows = [(text, 0.0, SIZE) for text in short[:4]] + [(lead[:15], 2 * SIZE, SIZE), (lead[15:32], 0.0, SIZE), (lead[32:], 0.0, SIZE)]
    rows += [(text, 0.0, SIZE) for text in short[4:]]
    rows += [row for number in (1, 2) for row in story(number, 17)][: len(rows)]
    found = texts(flow(page(1, *by_base(set_in_columns(rows, (80.0, 310.0), len(rows) // 2)))))
    assert found.index(lead) < found.index("具体内容") < next(place for place, text in enumerate(found) if text.startswith("1. 标题"))


def test_a_title_that_wraps_at_a_columns_head_is_first_there_beside_a_larger_one():
    left = [at("甲市卫生信息周报", 80, 0.6, SIZE * 1.8)] + [at(text, 80 + indent, row + 2.2, size) for row, (text, indent, size) in enumerate(story(1, 17))]
    head = [at("2. 乙省印发方案全面推开", 310, 0, SIZE * 1.3), at("数据互认", 310, 1.2, SIZE * 1.3)]
    right = [at(text, 310 + indent, row + 2.5, size) for row, (text, indent, size) in enumerate(story(2, 17)[1:])]
    found = texts(flow(page(1, *by_base([*left, *head, *right]))))
    assert found.index(paragraphs(1)[-1]) < next(place for place, text in enumerate(found) if text.startswith("2. 乙省"))


def test_columns_begin_below_an_index_in_larger_type_whose_sources_are_set_right():
    entries = [row for at in range(3) for row in (line(f"{at + 1}. 甲市医院上线智慧导诊系统", 2 * at), line("（人民网）", 2 * at + 1, indent=31))]
    words = f"{FULL[:9]}，{FULL[:9]}"
    left = [line(words, 7 + row, size=10.0) for row in range(12)]
    right = [line(words, 7 + row, size=10.0)._replace(x0=RIGHT - 190.0, x1=RIGHT) for row in range(12)]
    rows = [row.text for row in flow(page(1, *entries, *left, *right)).rows]
    assert rows[:6] == [row.text for row in entries]


def test_columns_of_two_rows_each_stand_on_a_page_beside_longer_ones():
    rows = [row for number in (1, 2) for row in story(number, 17)]
    above = by_base(set_in_columns(rows, (80.0, 310.0), len(rows) // 2))
    few = [at("数据" * 7 + "，", 80.0 + 2 * SIZE, 24), at("新华" * 8 + "的", 80.0, 25), at("平台" * 8 + "，", 310.0, 24), at("完成。", 310.0, 25)]
    found = texts(flow(page(1, *above, line("2. 甲市医院上线智慧导诊系统而且各区都有了自己的平台", 22, font="Hei"), *by_base(few))))
    assert found[-1] == "".join(row.text for row in few)


def test_a_first_column_goes_on_alone_at_its_page_s_end():
    head = [line("2. 甲市医院上线智慧导诊系统而且各区都有了自己的平台", -2, font="Hei")]
    rows = story(1, 17)[3:]  # two paragraphs
    found = texts(flow(page(1, *head, *by_base(set_in_columns(rows, (80.0, 310.0), 2 + len(rows) // 2)))))
    assert found[1:] == paragraphs(1)


def test_a_column_that_nothing_stands_beside_has_its_edges_between_rows_of_the_page():
    rows = [row for number in (1, 2) for row in story(number, 17)]
    columns = by_base(set_in_columns(rows, (80.0, 310.0), len(rows) // 2, 15.0))
    head = [line("2. 甲市医院上线智慧导诊系统而且各区都有了自己的平台", row, font="Hei") for row in (-2, -1, 13)]
    alone = set_in_columns(story(3, 17)[3:], (80.0,), 99)
    assert [text for text in texts(flow(page(1, *head[:2], *alone, head[2], *columns))) if text[0] == "第"] == [*paragraphs(3), *paragraphs(1), *paragraphs(2)]
