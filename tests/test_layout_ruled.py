"""Tables by the lines that are drawn around their cells."""

from itertools import pairwise

import pymupdf
import pytest

from bulletin_parse import Line, read_document
from bulletin_parse.layout.doubts import IN_PIECES
from pages import SIZE, flow, line, page

LEFTS, FIRST, STEP = (80.0, 160.0, 300.0, 420.0, 500.0), 100.0, 40.0


def at(text: str, column: int, top: float) -> Line:
    x0 = LEFTS[column] + 4
    return line(text, 0)._replace(x0=x0, x1=x0 + len(text) * SIZE, base=top + SIZE, top=top, bottom=top + 1.2 * SIZE)


def grid(rows: int, columns: int = 4, without: tuple[tuple[float, float, float, float], ...] = ()):
    """The rulings of a table, one for each cell's edge; those in ``without`` left out."""
    tops = [FIRST + STEP * row for row in range(rows + 1)]
    across = [(LEFTS[column], top, LEFTS[column + 1], top + 0.5) for top in tops for column in range(columns)]
    down = [(left, tops[row], left + 0.5, tops[row + 1]) for left in LEFTS[: columns + 1] for row in range(rows)]
    return tuple([rule for rule in [*across, *down] if rule not in without])


def cells(result):
    (block,) = [block for block in result.blocks if block.role == "table"]
    return [["".join(row.text for row in cell) for cell in line_] for line_ in block.cells]


def test_cells_of_several_lines_in_the_middle_of_their_rows_are_told_by_rulings():
    lines = [at("序号", 0, 110), at("项目", 1, 110), at("完成时限", 3, 110)]
    lines += [at("一", 0, 150), at("各级医疗机构之间", 1, 142), at("互认检查结果", 1, 158), at("年底前", 3, 150)]
    result = flow(page(1, *lines)._replace(rules=grid(2)))
    assert cells(result) == [["序号", "项目", "", "完成时限"], ["一", "各级医疗机构之间互认检查结果", "", "年底前"]]


def test_a_merged_cell_stands_at_its_upper_left_slot():
    open_ = ((LEFTS[1], FIRST + STEP, LEFTS[2], FIRST + STEP + 0.5), (LEFTS[3], FIRST, LEFTS[3] + 0.5, FIRST + STEP))
    lines = [at("地区", 1, 130), at("门诊与住院人次合计", 2, 110), at("费用", 2, 150), at("次数", 3, 150), at("甲", 0, 110), at("乙", 0, 150)]
    result = flow(page(1, *lines)._replace(rules=grid(2, without=open_)))
    assert cells(result) == [["甲", "地区", "门诊与住院人次合计", ""], ["乙", "", "费用", "次数"]]


def test_cells_that_an_engine_read_as_one_line_are_parted():
    lines = [at("甲", 0, 110), at("互认检查结果 年底前", 1, 110)._replace(x1=LEFTS[1] + 4 + 10 * SIZE + 50), at("丙", 0, 150), at("丁", 1, 150)]
    lines[1] = lines[1]._replace(x0=LEFTS[1] + 40, x1=LEFTS[2] + 40)
    assert cells(flow(page(1, *lines)._replace(rules=grid(2))))[0] == ["甲", "互认检查结果", "年底前", ""]


@pytest.mark.parametrize("glue", ["", " "])
def test_narrow_cells_that_an_engine_read_as_one_line_are_cut_at_the_rulings_between_them(glue):
    lefts, top = [80.0 + 3 * SIZE * column for column in range(4)], 100.0
    rules = [(left, top, left + 0.5, top + 80) for left in lefts] + [(lefts[0], top + 40 * row, lefts[-1], top + 40 * row + 0.5) for row in range(3)]
    head = at("编号" + glue + "日期占比", 0, 110)._replace(x0=lefts[0] + SIZE / 2, x1=lefts[3] - SIZE / 2)
    below = [at("甲", 0, 150)._replace(x0=lefts[0] + 4, x1=lefts[0] + 4 + SIZE), at("乙", 0, 150)._replace(x0=lefts[1] + 4, x1=lefts[1] + 4 + SIZE)]
    assert cells(flow(page(1, head, *below)._replace(rules=tuple(rules)))) == [["编号", "日期", "占比"], ["甲", "乙", ""]]


@pytest.mark.parametrize(
    ("text", "found"), [("链接https://www.jkb.com.cn/news/", ["链接", "https://www.jkb.com.cn/news/"]), ("https://www.jkb.com.cn/news/depth", None)]
)
def test_letters_narrower_than_usual_are_cut_from_han_characters_alone(text, found):
    lefts = (80.0, 80.0 + 3 * SIZE, 420.0)
    rules = [(left, 100.0, left + 0.5, 180.0) for left in lefts] + [(lefts[0], 100.0 + 40 * row, lefts[-1], 100.5 + 40 * row) for row in range(3)]
    width = sum(SIZE if char > "\u2e7f" else 0.48 * SIZE for char in text)
    head = at(text, 0, 110)._replace(x0=lefts[0] + SIZE / 2, x1=lefts[0] + 1.5 * SIZE + width)
    below = [at("甲", 0, 150)._replace(x0=lefts[0] + 4, x1=lefts[0] + 4 + SIZE), at("乙", 0, 150)._replace(x0=lefts[1] + 4, x1=lefts[1] + 4 + SIZE)]
    tables = [block for block in flow(page(1, head, *below)._replace(rules=tuple(rules))).blocks if block.role == "table"]
    assert [["".join(row.text for row in cell) for cell in block.cells[0]] for block in tables] == ([found] if found else [])


def test_a_watermark_over_a_ruled_table_is_in_none_of_its_cells():
    lines = [at("甲", 0, 110), at("乙", 1, 110), at("丙", 0, 150), at("丁", 1, 150)]
    mark = at("内部资料", 0, 105)._replace(x0=120.0, x1=320.0, bottom=175.0, upright=False)
    assert cells(flow(page(1, *lines, mark)._replace(rules=grid(2)))) == cells(flow(page(1, *lines)._replace(rules=grid(2))))


def test_a_closing_mark_whose_blank_half_hangs_over_a_tables_edge_is_in_its_cell():
    lines = [at("甲", 0, 110), at("占比）", 3, 110)._replace(x0=LEFTS[4] - 2.7 * SIZE, x1=LEFTS[4] + 0.3 * SIZE), at("丙", 0, 150), at("丁", 3, 150)]
    assert cells(flow(page(1, *lines)._replace(rules=grid(2))))[0] == ["甲", "", "", "占比）"]


def test_rising_numbers_in_a_tables_first_column_are_text_though_nothing_else_stands_on_the_page():
    lines = [
        at(text, column, FIRST + 10 + STEP * row) for row in range(12) for column, text in enumerate((str(row + 4), "某某市人民医院信息中心", "三级", "甲等"))
    ]
    assert [row[0] for row in cells(flow(page(1, *lines)._replace(rules=grid(12))))] == [str(row + 4) for row in range(12)]


@pytest.mark.parametrize("rules", [(), grid(1, 1), ((80.0, 100.0, 500.0, 100.5),), (*grid(2)[:-1], (60.0, 90.0, 510.0, 90.5))])
def test_a_box_a_rule_and_none_change_nothing_of_the_text(rules):
    lines = [line("一段文字一段文字一段文字一段文字一段文字一段文字一段文字一段文字一段。", row, indent=2) for row in range(5)]
    assert [block.text for block in flow(page(1, *lines)._replace(rules=rules)).blocks] == [block.text for block in flow(page(1, *lines)).blocks]


def test_text_beside_a_table_leaves_it_to_what_the_text_tells():
    lines = [at("甲", 0, 110), at("乙", 1, 110), at("丙", 0, 150), at("丁", 1, 150), at("旁", 3, 130)._replace(x0=520.0, x1=532.0)]
    assert flow(page(1, *lines)._replace(rules=grid(2))).blocks == flow(page(1, *lines)).blocks


def test_rulings_are_read_from_strokes_rectangles_and_thin_boxes():
    pdf = pymupdf.open()
    sheet = pdf.new_page()
    sheet.insert_text((90, 130), "甲乙", fontname="china-s", fontsize=12)
    sheet.draw_line((80, 100), (200, 100))
    sheet.draw_rect((80, 140, 200, 180))
    sheet.draw_rect((80, 200, 200, 200.8), color=None, fill=(0, 0, 0))
    sheet.draw_rect((80, 220, 200, 260), color=None, fill=(0.9, 0.9, 0.9))
    rules = read_document(pdf.tobytes(), "a.pdf", engine="pymupdf", ocr="never").pages[0].rules
    across = [top for x0, top, x1, bottom in rules if x1 - x0 > bottom - top]
    assert across == pytest.approx([100, 140, 180, 200], abs=1)
    assert [x0 for x0, top, x1, bottom in rules if x1 - x0 < bottom - top] == pytest.approx([80, 200], abs=1)


def test_a_page_of_rules_takes_no_time():
    rules = tuple([(float(at_), float(at_ % 700), float(at_ + 40), float(at_ % 700) + 0.5) for at_ in range(20000)])
    assert flow(page(1, line("一段文字。", 1))._replace(rules=rules)).blocks[0].text == "一段文字。"


def test_tables_that_follow_one_another_and_differ_in_their_columns_are_a_doubt():
    def table(first: float, columns: int) -> list[Line]:
        return [at("数据", column, first + STEP * row)._replace(base=first + STEP * row + SIZE) for row in range(3) for column in range(columns)]

    lines = [*table(110, 4), *table(110 + 3 * STEP, 3)]
    rules = (*grid(3), *[(x0, top + 3 * STEP + 5, x1, bottom + 3 * STEP + 5) for x0, top, x1, bottom in grid(3, 3)])
    moved = [one if one.base < 110 + 3 * STEP else one._replace(top=one.top + 5, base=one.base + 5, bottom=one.bottom + 5) for one in lines]
    assert [doubt.why for doubt in flow(page(1, *moved)._replace(rules=rules)).doubts] == [IN_PIECES]


def test_a_line_with_a_wide_gap_below_a_ruled_table_is_no_row_of_it():
    lines = [at("来源", 0, 110), at("青岚日报", 1, 110), at("链接", 0, 150), at("无", 1, 150)]
    lines += [at("改造涉及", 0, 200), at("系统共二十二套", 1, 200)]
    result = flow(page(1, *lines)._replace(rules=grid(2, 2)))
    assert cells(result) == [["来源", "青岚日报"], ["链接", "无"]]
    assert "改造涉及 系统共二十二套" in [block.text for block in result.blocks]


@pytest.mark.parametrize("engine", ["pymupdf", "pdfium", "pdfplumber"])
def test_each_engine_reads_the_rulings(engine):
    document = pymupdf.open()
    sheet = document.new_page()
    for left, right in pairwise(LEFTS):
        for top in (100, 140):
            sheet.draw_rect(pymupdf.Rect(left, top, right, top + 40), width=0.5)
    for column, text in enumerate("甲乙丙丁"):
        sheet.insert_text((LEFTS[column] + 4, 120), text, fontname="china-s", fontsize=12)
        sheet.insert_text((LEFTS[column] + 4, 156 if column % 2 else 172), text * 2, fontname="china-s", fontsize=12)
    found = flow(*read_document(document.tobytes(), "made", engine=engine).pages)
    assert cells(found) == [["甲", "乙", "丙", "丁"], ["甲甲", "乙乙", "丙丙", "丁丁"]]


def test_a_row_that_a_pages_end_cut_is_a_row_though_no_rule_closes_it():
    rules = tuple(rule for rule in grid(2) if rule[1] != FIRST + 2 * STEP)
    lines = [at(text, column, FIRST + 10 + STEP * row) for row in range(2) for column, text in enumerate(("甲", "乙", "丙", "丁"))]
    assert len(cells(flow(page(1, *lines)._replace(rules=rules)))) == 2


def test_heads_that_a_pages_end_left_alone_head_the_cells_below_though_those_stand_elsewhere():
    def heads(*words):
        return page(1, *[at(text, column, FIRST + STEP / 2) for column, text in enumerate(words)])._replace(rules=grid(1, len(words)))

    places = [(text, row, column) for row in range(2) for column, text in enumerate("甲乙丙丁")]
    moved = [at(text, column, FIRST + STEP * (row + 0.5))._replace(x0=LEFTS[column] + 30) for text, row, column in places]
    below = page(2, *moved)._replace(rules=grid(2))
    assert [row[0] for row in cells(flow(heads("县区", "机构", "人次", "接入率"), below))] == ["县区", "甲", "甲"]
    assert [len(block.cells) for block in flow(heads("县区", "机构", "人次"), below).blocks if block.role == "table"] == [1, 2]


def test_heads_and_cells_that_stand_too_close_are_told_by_the_rows_that_do_not():
    def row(number, *cells_):
        return [line(text, number)._replace(x0=x0, x1=x0 + width) for text, x0, width in cells_]

    lines = [
        *row(0, ("城市 接入家数 完成时间", 80, 140)),
        *row(1, ("杭州", 80, 24), ("48", 130, 12), ("三月", 184, 24)),
        *row(2, ("宁波", 80, 24), ("36", 130, 12), ("四月", 184, 24)),
        *row(3, ("温州", 80, 24), ("29", 130, 12), ("五月", 184, 24)),
    ]
    text = [line("1. 两字 " + "标题" * 12, -1)]
    assert cells(flow(page(1, *text, *lines)))[:2] == [["城市", "接入家数", "完成时间"], ["杭州", "48", "三月"]]
