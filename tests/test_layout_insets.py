"""Paragraphs with edges of their own: hanging ones among indented ones, insets of two rows, initials, text beside a box."""

from bulletin_parse import Line, Picture
from bulletin_parse.reading.pdf.initials import with_initials
from bulletin_parse.reading.spacing import without_stretch
from pages import FULL, LEFT, PITCH, RIGHT, SIZE, flow, line, page, texts

INDENTED, CLAUSES = FULL[:-2], FULL[:10] + "，" + FULL[11:]
ENDING = FULL[:-1] + "。"


def indented(row, *tail):
    return [line(INDENTED, row, indent=2), *[line(text, row + at) for at, text in enumerate(tail, start=1)]]


def hanging(row, *tail):
    return [line(CLAUSES, row), *[line(text, row + at, indent=2) for at, text in enumerate(tail, start=1)]]


def test_a_sentence_that_fills_the_first_row_of_a_hanging_paragraph_does_not_end_it():
    lines = [*indented(0, FULL, "完。"), *hanging(3, INDENTED, "完。"), *indented(6, FULL, "完。"), line(ENDING, 9), line(INDENTED[:20] + "。", 10, indent=2)]
    assert texts(flow(page(1, *lines, *indented(11, FULL, "完。"))))[3:] == [ENDING + INDENTED[:20] + "。", INDENTED + FULL + "完。"]


def test_an_indented_paragraph_below_a_hanging_one_that_fills_its_row_is_its_own():
    lines = [*indented(0, FULL, "完。"), *hanging(3, INDENTED[:-1] + "。"), *indented(5, FULL, "完。")]
    assert texts(flow(page(1, *lines))) == [INDENTED + FULL + "完。", CLAUSES + INDENTED[:-1] + "。", INDENTED + FULL + "完。"]


def test_a_document_without_hanging_paragraphs_has_none():
    lines = [*indented(0, FULL, "完。"), line(ENDING, 3), *indented(4, FULL, "完。")]
    assert texts(flow(page(1, *lines))) == [INDENTED + FULL + "完。", ENDING, INDENTED + FULL + "完。"]


def test_a_row_without_a_clause_s_end_goes_on_in_an_inset_that_is_set_a_little_wider():
    rows = ["“我们的系统太多，" + FULL[:22], "算：HIS、LIS、PACS、EMR、HRP光是需要登录的就有82", "套。”"]
    inset = [line(text, 3 + 1.08 * at, indent=2 if at else 4) for at, text in enumerate(rows)]
    lines = [*indented(0, FULL, "完。"), *inset, *indented(7, FULL, "完。"), *indented(10, FULL, "完。")]
    assert texts(flow(page(1, *lines)))[1] == "".join(rows)


def test_an_inset_whose_first_row_a_sentence_fills_goes_on():
    inset = [line(FULL[:27] + "。", 3, indent=5), line(FULL[:20] + "。", 4, indent=3)]
    lines = [*indented(0, FULL, "完。"), *inset, *indented(5, FULL, "完。")]
    assert texts(flow(page(1, *lines)))[1] == FULL[:27] + "。" + FULL[:20] + "。"


def test_text_below_the_words_of_a_box_and_beside_its_frame_goes_on():
    box = [line(FULL[:10], 4 + at, size=10.0, font="Kai")._replace(x0=RIGHT - 105, x1=RIGHT - 5, base=5 + 70 + (4 + at) * PITCH) for at in range(3)]
    narrow = [line(FULL[:26], row) for row in (4, 5, 6)]
    lines = [*indented(0, FULL, FULL, "完。"), *narrow, line(FULL[:26], 7), line("完。", 8), *indented(9, FULL, "完。"), *box]
    assert FULL[:26] * 4 + "完。" in texts(flow(page(1, *lines)))


def initial(text: str, rows: int) -> Line:
    return Line(text, LEFT, 60.0, LEFT + 3 * SIZE, 70 + rows * PITCH, 70 + (rows - 1) * PITCH, 3 * SIZE, "Hei")


def beside(row: int) -> Line:
    return line(FULL[:30], row, indent=4)


def test_an_initial_begins_its_first_row_without_a_space():
    lines = with_initials(page(1, initial("近", 2), beside(0), beside(1), beside(2), line(FULL, 3))).lines
    edge = beside(0).x0
    assert [each.x0 for each in lines] == [LEFT, edge, LEFT, edge, LEFT]
    assert lines[0].x1 == edge


def test_a_character_of_the_initial_beside_a_single_row_is_one_too_and_a_figure_is_not():
    assert with_initials(page(1, initial("近", 1), beside(0))).lines[0].size == SIZE
    assert with_initials(page(1, initial("1", 1), beside(0))).lines[0].size == 3 * SIZE


def test_a_last_row_that_was_set_to_the_full_width_has_no_spaces():
    stretched = Line("量 达 79 万 次 。", LEFT, 70.0, RIGHT, 82.0, 80.0, SIZE)
    assert without_stretch(page(1, stretched)).lines[0].text == "量达79万次。"
    spread = Line("改造涉 及系统三十套共迁移数据五十。", LEFT, 70.0, LEFT + 24 * SIZE, 82.0, 80.0, SIZE)
    assert without_stretch(page(1, spread)).lines[0].text == "改造涉及系统三十套共迁移数据五十。"
    spaced = Line("算力下沉到县 柳林县影像诊断出报告", LEFT, 70.0, LEFT + 17.5 * SIZE, 82.0, 80.0, SIZE)
    assert without_stretch(page(1, spaced)).lines[0].text == spaced.text


def side_by_side(left: str, right: str, row: float) -> list[Line]:
    """Two fragments of a row of two columns of seventeen characters, two apart."""
    return [line(left, row), line(right, row)._replace(x0=LEFT + 19 * SIZE, x1=LEFT + 19 * SIZE + len(right) * SIZE)]


def test_two_columns_of_two_rows_are_no_table():
    left, right = (FULL[:17], FULL[1:18]), (FULL[2:19], FULL[3:12] + "。")
    lines = [*indented(0, FULL, "完。"), *[each for at in (0, 1) for each in side_by_side(left[at], right[at], 3 + at)], *indented(5, FULL, "完。")]
    assert texts(flow(page(1, *lines)))[1:-1] == ["".join(left + right)]


def test_columns_end_above_a_title_as_narrow_as_they_are():
    rows = [each for at in range(9) for each in side_by_side(FULL[at : at + 17], FULL[at + 2 : at + 19], at)]
    rows[-1] = side_by_side("", FULL[:9] + "。", 8)[1]
    below = [line("2. 甲市上线互认平台", 9), line("来源：人民网", 10), *indented(11, FULL, "完。"), *indented(14, FULL, "完。")]
    found = texts(flow(page(1, *rows, *below)))
    assert found[1:3] == ["2. 甲市上线互认平台", "来源：人民网"]


def test_a_box_in_the_type_of_the_text_stands_beside_it():
    box = [line(text, 3.3 + at)._replace(x0=RIGHT - 11 * SIZE, x1=RIGHT) for at, text in enumerate((FULL[:11], FULL[1:12], FULL[2:10] + "。"))]
    narrow = [line(FULL[:21], 3, indent=2), *[line(FULL[:23], 3 + at) for at in range(1, 5)], line("完。", 8)]
    lines = [*indented(0, FULL, "完。"), *narrow, *indented(9, FULL, "完。"), *indented(12, FULL, "完。"), *box]
    found = texts(flow(page(1, *lines)))
    assert FULL[:21] + FULL[:23] * 4 + "完。" in found
    assert FULL[:11] + FULL[1:12] + FULL[2:10] + "。" in found


def test_a_word_in_large_type_in_the_midst_of_the_text_is_a_stamp():
    seal = line("信息中心", 4.2, size=22.0, font="Kai")._replace(x0=RIGHT - 120, x1=RIGHT - 32)
    lines = [*indented(0, FULL, "完。"), line(INDENTED, 3, indent=2), line(FULL[:12] + "。", 4), *indented(5, FULL, "完。"), seal]
    result = flow(page(1, *lines))
    assert [row.text for row in result.furniture] == ["信息中心"]
    assert INDENTED + FULL[:12] + "。" in texts(result)


def test_a_sentence_that_stops_at_its_rows_end_above_a_flush_row_is_a_doubt():
    lines = [*indented(0, FULL, "完。"), line(INDENTED, 3, indent=2), line(FULL, 6), line("完。", 7), *indented(8, FULL, "完。"), *indented(11, FULL, "完。")]
    assert len(flow(page(1, *lines)).doubts) == 1
    assert not flow(page(1, *indented(0, FULL, "完。"), *indented(3, FULL, "完。"))).doubts


def test_a_small_note_that_nearly_touches_the_text_is_in_the_margin():
    notes = [line(text, 4 + at / 2, size=6.0)._replace(x0=RIGHT + 4, x1=RIGHT + 40) for at, text in enumerate(("批注：请核实", "数据来源"))]
    lines = [*indented(0, FULL, FULL, "完。"), *indented(4, FULL, "完。"), *indented(7, FULL, "完。"), *notes]
    result = flow(page(1, *lines))
    assert [block.text for block in result.blocks if block.role == "note"] == ["批注：请核实数据来源"]
    assert texts(flow(page(1, *lines[:-2]))) == [block.text for block in result.blocks if block.role != "note"]


def cells(row: float, *words: str, font: str = "Song", low: float = 0.0) -> list[Line]:
    """A row of cells in columns of seven characters; all but the first stand ``low`` points higher, as another font has its baseline."""
    placed = [line(text, row)._replace(x0=LEFT + 7 * at * SIZE, x1=LEFT + (7 * at + len(text)) * SIZE, font=font) for at, text in enumerate(words)]
    return [placed[0], *[each._replace(base=each.base - low) for each in placed[1:]]]


def test_the_heads_of_a_table_that_stand_again_on_the_next_page_are_furniture():
    head = ("区县", "机构", "人次")
    first = page(1, *indented(0, FULL, "完。"), *cells(33, *head), *cells(34, "甲县", "十一", "三百"), *cells(35, "乙县", "十二", "四百"))
    second = page(2, *cells(0, *head), *cells(1, "丙县", "十三", "五百"), *cells(2, "丁县", "十四", "六百"), *indented(4, FULL, "完。"))
    result = flow(first, second)
    table = next(block for block in result.blocks if block.role == "table")
    assert [line[0][0].text for line in table.cells] == ["区县", "甲县", "乙县", "丙县", "丁县"]
    assert [row.text for row in result.furniture] == list(head)


def test_the_last_row_of_a_table_alone_on_a_page_belongs_to_it_though_its_fonts_have_other_baselines():
    first = page(1, *indented(0, FULL, "完。"), *cells(33, "区县", "机构", "人次"), *cells(34, "甲县", "十一", "三百"), *cells(35, "乙县", "十二", "四百"))
    second = page(2, *cells(0, "丙县", "十三", "五百", low=2.6), *indented(2, FULL, "完。"))
    table = next(block for block in flow(first, second).blocks if block.role == "table")
    assert [line[0][0].text for line in table.cells] == ["区县", "甲县", "乙县", "丙县"]


def test_text_around_a_picture_in_its_middle_runs_across_it():
    picture = Picture(LEFT + 14 * SIZE, 60 + 3 * PITCH, LEFT + 22 * SIZE, 60 + 7 * PITCH)
    halves = [each for row in (3, 4, 5) for each in (line(FULL[:13], row), line(FULL[13:26], row)._replace(x0=LEFT + 23 * SIZE, x1=RIGHT))]
    lines = [line(INDENTED, 2, indent=2), *halves, line(FULL[:12] + "。", 6), *indented(7, FULL, "完。"), *indented(10, FULL, "完。")]
    assert texts(flow(page(1, *lines, pictures=(picture,))))[0] == INDENTED + FULL[:26] * 3 + FULL[:12] + "。"


def test_an_initial_that_its_first_row_is_printed_over_begins_that_row():
    over = line(FULL[:30], 0)
    found = with_initials(page(1, initial("近", 2), over, beside(1), line(FULL, 2))).lines
    assert (found[0].base, found[0].size) == (over.base, SIZE)
    assert found[0].x0 < found[1].x0


def test_a_row_above_an_initial_stays_where_it_is():
    above = line("主要内容：", -1)
    found = with_initials(page(1, above, initial("近", 2), beside(0), beside(1), line(FULL, 2))).lines
    assert found[0] == above
    assert found[1].base == beside(0).base


def test_two_rows_of_an_inset_as_deep_on_both_sides_are_one_paragraph_and_a_doubt():
    body = [piece for row in (0, 3, 8, 11) for piece in (line(FULL[:-2], row, indent=2), line(FULL, row + 1), line("完。", row + 2))]
    box = [line(FULL[:30] + "。", 6, indent=2.5), line("次均费用下降。", 7, indent=2.5)]
    result = flow(page(1, *body, *box))
    assert FULL[:30] + "。次均费用下降。" in texts(result)
    assert [guess.rows[1].text for guess in result.doubts] == ["次均费用下降。"]


def test_two_rows_that_end_where_another_inset_does_are_one_paragraph_and_a_doubt():
    inset = [line(CLAUSES[:32], 3, indent=2), line(CLAUSES[:32], 4, indent=2), line("完。", 5, indent=2)]
    two = [line(FULL[:31] + "。", 9, indent=2), line(FULL[:12] + "。", 10, indent=2)]
    result = flow(page(1, *indented(0, FULL, "完。"), *inset, *indented(6, FULL, "完。"), *two, *indented(11, FULL, "完。")))
    assert texts(result)[3] == FULL[:31] + "。" + FULL[:12] + "。"
    assert [guess.rows[1].text for guess in result.doubts] == [FULL[:12] + "。"]


def test_two_paragraphs_of_one_row_that_end_elsewhere_than_an_inset_does_are_two():
    inset = [line(CLAUSES[:32], 3, indent=2), line(CLAUSES[:32], 4, indent=2), line("完。", 5, indent=2)]
    two = [line(FULL[:29] + "。", 9, indent=2), line(FULL[:12] + "。", 10, indent=2)]
    result = flow(page(1, *indented(0, FULL, "完。"), *inset, *indented(6, FULL, "完。"), *two, *indented(11, FULL, "完。")))
    assert texts(result)[3:5] == [row.text for row in two]


def test_a_centred_paragraph_s_shorter_row_in_which_a_sentence_ends_goes_on():
    rows = ["急救，" + FULL[:27], "导。" + FULL[:24], "“" + FULL[:28], "完。"]
    centred = [line(text, 3 + at, centred=True) for at, text in enumerate(rows)]
    assert texts(flow(page(1, *indented(0, FULL, "完。"), *centred, *indented(7, FULL, "完。"))))[1] == "".join(rows)


def test_a_hanging_paragraph_s_row_is_full_where_the_next_one_s_first_word_is_longer_than_its_room():
    lines = [*indented(0, FULL, "完。"), *hanging(3, INDENTED, "完。"), *indented(6, FULL, "完。")]
    above, below = FULL[:33], "84.4%。“数据共享了。”" + FULL[:16] + "。"
    blocks = texts(flow(page(1, *lines, *indented(9, above, below), *indented(12, FULL, "完。"))))
    assert INDENTED + above + below in blocks


def test_an_inset_whose_last_row_is_centred_goes_on_with_what_it_counts():
    points = "会议建议，" + FULL[:20] + "，一是完善；"
    inset = [line(FULL[:31] + "，", 3, centred=True), line(FULL[:31] + "，", 4, centred=True), line(points, 5, centred=True)]
    counted = "二是" + FULL[:26] + "。"
    inset = [row._replace(x0=LEFT + 2 * SIZE, x1=RIGHT - 2 * SIZE) for row in inset]
    lines = [*indented(0, FULL, "完。"), *inset, line(counted, 6, centred=True), *indented(7, FULL, "完。")]
    assert (FULL[:31] + "，") * 2 + points + counted in texts(flow(page(1, *lines)))


def test_an_inset_that_ends_with_its_page_ends_above_a_first_row_that_is_indented_as_deep():
    rows = [CLAUSES[:32], CLAUSES[:32], FULL[:30] + "完。"]
    inset = [line(text, at, indent=2) for at, text in enumerate(rows, start=31)]
    first = page(1, *[row for at in range(0, 30, 3) for row in indented(at, FULL, "完。")], *inset)
    blocks = texts(flow(first, page(2, *[row for at in range(0, 12, 3) for row in indented(at, FULL, "完。")])))
    assert blocks[-5:-3] == ["".join(rows), INDENTED + FULL + "完。"]


def test_a_box_that_a_page_s_end_cut_is_one_though_no_text_stands_beside_its_first_rows():
    def boxed(text, row):
        return line(text, row, indent=25, size=10.0, font="Kai")

    wide = [text for at in range(0, 12, 3) for text in indented(at, FULL, "完。")]
    narrow = [line(FULL[:21], 0, indent=2), *[line(FULL[:23], row) for row in (1, 2)], line("完。", 3)]
    box = [boxed(text, 0.1 + at) for at, text in enumerate(("空间是指数据共享的", "一种设施。"))]
    result = flow(page(1, *wide, boxed("名词解释：可信数据", 13)), page(2, *narrow, *box, *indented(4, FULL, "完。"), *indented(7, FULL, "完。")))
    assert [block.role for block in result.blocks if block.rows[0].font == "Kai"] == ["note", "note"]


def test_a_letter_s_salutation_below_a_full_row_that_leads_to_it_is_its_own():
    lines = [*indented(0, FULL, "完。"), line(FULL[:-7] + "全文如下：", 3, indent=2), line("尊敬的各位医护人员：", 4), *indented(5, FULL, "完。")]
    assert texts(flow(page(1, *lines)))[1:3] == [FULL[:-7] + "全文如下：", "尊敬的各位医护人员："]


def test_an_article_in_an_inset_without_indents_begins_a_paragraph():
    articles = [("第六条　" + CLAUSES[:22], FULL[:25] + "。"), ("第七条　" + CLAUSES[:22], "完。")]
    inset = [line(text, 3 + at, indent=4, font="Kai") for at, text in enumerate(row for rows in articles for row in rows)]
    assert texts(flow(page(1, *indented(0, FULL, "完。"), *inset, *indented(7, FULL, "完。"))))[1:3] == ["".join(rows) for rows in articles]


def test_paragraphs_whose_rows_are_all_centred_do_not_hang():
    lines, wanted = [], []
    for place in range(3):
        own = [CLAUSES, FULL[:31] + "。"], [CLAUSES[:35], FULL, f"完{place}。"]
        for at, text in enumerate([*own[0], "", *own[1], ""]):
            lines += [line(text, 7 * place + at, centred=True)] if text else []
        wanted += ["".join(rows) for rows in own]
    assert texts(flow(page(1, *lines))) == wanted
