"""Cells side by side without rulings that wrap, in an index and a masthead, and an index in two columns."""

from pages import FULL, LEFT, RIGHT, SIZE, flow, line, page, texts
from test_layout_zones import at

TITLE, REST = "2. 甲市二级以上公立医院门诊预约率升至九成患者等", "候再降九分钟"
GAP = SIZE


def beside(left: str, right: str, row: float, x: float | None = None):
    """Two cells, the right one a character behind the left one's end or where ``x`` says."""
    first = at(left, LEFT, row)
    return [first, at(right, first.x1 + GAP if x is None else x, row)]


def index(*, source_at: str):
    """Three entries of which the second has a title and a source of two lines."""
    wide = beside(TITLE, "中国经济报道", 2)
    x = wide[1].x0 if source_at == "left" else wide[1].x1 - SIZE
    first, last = (beside(title, source, row, RIGHT - 3 * SIZE) for title, source, row in (("1. 乙市医院平台上线", "健康报", 1), ("3. 丙县系统", "人民网", 4)))
    return [*first, *wide, at(REST, LEFT, 3), at("网", x, 3), *last]


def test_an_entry_s_title_and_source_that_both_wrap_are_read_one_after_the_other_wherever_the_source_is_aligned():
    for side in ("left", "right"):
        assert texts(flow(page(1, *index(source_at=side)))) == ["1. 乙市医院平台上线 健康报", f"{TITLE}{REST} 中国经济报道网", "3. 丙县系统 人民网"]


def test_a_masthead_s_two_cells_that_both_wrap_are_read_one_after_the_other():
    left, right = "甲市卫生健康大数据与政策研究创新发展中", "二〇二三年六月十五日星期四第二"
    lines = [*beside(left, right, 1), at("心", LEFT, 2), at("期", at(left, LEFT, 1).x1 + GAP, 2), line(FULL, 4), line("完。", 5)]
    assert texts(flow(page(1, *lines)))[0] == f"{left}心 {right}期"


def test_a_cell_in_the_middle_of_one_that_wraps_stands_beside_it():
    left = "主办单位：甲市卫生健康大数据与政策"
    lines = [at(left, LEFT, 1), at("内部交流", at(left, LEFT, 1).x1 + GAP, 1.5), at("研究中心", LEFT, 2), line(FULL, 4), line("完。", 5)]
    assert texts(flow(page(1, *lines)))[0] == f"{left}研究中心 内部交流"


def test_an_index_in_two_columns_is_read_down_the_left_one_first():
    left = ["1. 甲市医院平台上线运行", "一年成效显著（健康报）", "2. 乙县电子病历升级（人民网）"]
    right = ["3. 丙省互联互通测评", "结果公布（新华网）", "4. 丁市数据专区开放（光明网）"]
    lines = [at(text, x, row) for column, x in ((left, LEFT), (right, LEFT + 20 * SIZE)) for row, text in enumerate(column)]
    result = texts(flow(page(1, *lines, line(FULL, 5), line("完。", 6))))
    assert "".join(result).startswith("".join(left) + "".join(right))


def test_writing_across_the_page_parts_no_columns():
    mark = line("内部资料", 1.4)._replace(upright=False)
    left, right = ["1. 甲市医院平台", "2. 乙县电子病历", "3. 丙省互联互通"], ["4. 丁市数据专区", "5. 戊县远程会诊", "6. 己区预约挂号"]
    lines = [at(text, x, row) for column, x in ((left, LEFT), (right, LEFT + 20 * SIZE)) for row, text in enumerate(column)]
    result = texts(flow(page(1, *lines, mark, line(FULL[:-2], 7, indent=2), line("完。", 8))))
    assert "".join([text for text in result if text != mark.text]).startswith("".join(left + right))


def test_a_row_is_never_cut_where_the_columns_of_the_rows_above_it_end():
    wide = beside("1. 甲市二级以上公立医院门诊预约率升至", "健康报", 1)
    lines = [*wide, *beside("2. 乙县", "中国政府网", 2, RIGHT - 5 * SIZE), *beside("3. 丙区", "每日经济新闻报", 3, wide[0].x1 - SIZE)]
    assert texts(flow(page(1, *lines)))[2] == "3. 丙区 每日经济新闻报"


def test_rows_of_a_table_are_no_lines_of_one_cell():
    rows = [("甲市中心医院信息科", "九十八分"), ("乙县人民医院", "八十一"), ("丙区", "七十")]
    lines = [cell for number, (left, right) in enumerate(rows) for cell in (at(left, LEFT, number), at(right, LEFT + 10 * SIZE, number))]
    (block,) = flow(page(1, *lines)).blocks
    assert [["".join(row.text for row in cell) for cell in each] for each in block.cells] == [list(row) for row in rows]
