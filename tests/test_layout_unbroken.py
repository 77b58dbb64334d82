"""Rows that end early, or are stretched, because what follows could not be parted: links in sentences, clauses kept whole."""

from bulletin_parse import Line, Page
from pages import FULL, PITCH, SIZE, flow, line, page, texts

INDENTED, CLAUSE = FULL[:-2], FULL[:8] + "，" + FULL[9:28]
URL = "https://www.nhc.gov.cn/guihuaxxs/s7824v/202604/4a1d2c3b9e8f4d0aa6b7.shtml"


def indented(row: float) -> list[Line]:
    return [line(INDENTED, row, indent=2), line(FULL, row + 1), line("完。", row + 2)]


def test_a_link_inside_of_a_sentence_takes_a_row_of_its_own_and_ends_no_paragraph():
    rows = [line(CLAUSE + "详见", 3, indent=2), line(URL + "，", 4), line(FULL[:20] + "。", 5)]
    found = texts(flow(page(1, *indented(0), *rows, *indented(6))))
    assert found[1:-1] == [CLAUSE + "详见" + URL + "，" + FULL[:20] + "。"]


def test_a_link_that_a_colon_leads_to_in_a_sentence_takes_a_row_of_its_own_and_ends_no_paragraph():
    rows = [line(CLAUSE + "网址为：", 3, indent=2), line(URL + "，", 4), line(FULL[:20] + "。", 5)]
    assert texts(flow(page(1, *indented(0), *rows, *indented(6))))[1:-1] == [CLAUSE + "网址为：" + URL + "，" + FULL[:20] + "。"]


def test_a_link_below_a_title_or_a_label_is_its_own():
    rows = [line("1. " + CLAUSE, 3), line(URL, 4), line("链接：", 5), line(URL, 6)]
    assert texts(flow(page(1, *indented(0), *rows, *indented(7))))[1:3] == ["1. " + CLAUSE, URL]


def spaced(*paragraphs: list[str]) -> list[Line]:
    rows, at = [], 0.0
    for paragraph in paragraphs:
        rows += [line(text, at + number) for number, text in enumerate(paragraph)]
        at += len(paragraph) + 0.5
    return rows


def test_where_space_tells_paragraphs_a_row_ends_early_before_a_clause_that_would_not_have_fitted():
    plain = [FULL, FULL[:9] + "。"]
    kept = [FULL[:29] + "。", FULL[:12] + "，" + FULL[13:30] + "。"]
    assert texts(flow(page(1, *spaced(plain, kept, plain, plain, plain)))) == ["".join(rows) for rows in (plain, kept, plain, plain, plain)]


def test_a_row_stretched_before_a_link_has_no_spaces_between_its_characters():
    label = [line(char, 3)._replace(x0=104 + 22 * at, x1=104 + 22 * at + SIZE) for at, char in enumerate("相关链接：")]
    link = line("http://www.nhc.gov.cn/guihuaxxs/s3585/202603/", 3)._replace(x0=214.0, x1=512.0)
    found = texts(flow(page(1, *indented(0), *label, link, line("a1b2c3d4.shtml", 4), *indented(5))))
    assert found[1] == "相关链接：http://www.nhc.gov.cn/guihuaxxs/s3585/202603/a1b2c3d4.shtml"


def test_two_first_rows_alone_on_a_turned_page_are_two_paragraphs():
    upright = [page(number, *[row for at in range(0, 33 - 6 * number, 3) for row in indented(at)]) for number in (1, 2)]
    turned = Page(3, 842.0, 595.0, (line(FULL[:30] + "。", 0, indent=2), line(FULL[:26] + "。", 1, indent=2)))
    assert texts(flow(*upright, turned))[-2:] == [FULL[:30] + "。", FULL[:26] + "。"]


def test_two_words_that_are_as_long_by_chance_are_no_inset():
    rows = [line("（一）夯实底座", 3, indent=2), line("挂号——", 4, indent=2), line("（二）深化应用", 5, indent=2), line("“不用排队了。”", 6, indent=2)]
    assert texts(flow(page(1, *indented(0), *rows, *indented(7))))[1:-1] == [row.text for row in rows]


def test_a_later_column_may_begin_higher_than_a_title_in_large_type():
    left = [line("舆情监测周报", 0, size=20.0)._replace(base=88.0), *[line(FULL[:18], 1 + at) for at in range(14)]]
    right = [line(FULL[:9] + "，" + FULL[at : at + 8], 0)._replace(x0=310.0, x1=310.0 + 18 * SIZE, base=80 + at * PITCH) for at in range(15)]
    found = texts(flow(page(1, *sorted([*left, *right], key=lambda one: (one.base, one.x0)))))
    assert found[0] == "舆情监测周报"
    assert found[-1].endswith(right[0].text + "".join(row.text for row in right[1:])) or found[-1].startswith(right[0].text)
