"""One odd page or row changes the blocks of no other page."""

import random
import time

import pytest

from bulletin_parse import Line, Page, Picture
from pages import FULL, LEFT, PITCH, RIGHT, SIZE, Flow, flow, line, page

ROWS = 34


def shuffled(chance: random.Random, length: int) -> str:
    return "".join(chance.sample(FULL, k=min(length, len(FULL))))


def paragraphs(number: int, *, indents: bool, header: bool = True) -> list[Line]:
    """A page of whole paragraphs, a heading or a label now and then, a running header and a page number."""
    chance = random.Random(100 * number + indents)
    lines: list[Line] = []
    row = 0.0
    while row < ROWS - 6:
        if chance.random() < 0.3:
            lines.append(line(chance.choice(("来源：人民网", "一、" + shuffled(chance, 6), "链接：https://www.a.cn/" + str(chance.random()))), row))
            row += 1
        first, middle = shuffled(chance, 34 if indents else 36), [shuffled(chance, 36) for _ in range(chance.randrange(1, 4))]
        lines.append(line(first, row, indent=2 if indents else 0))
        for text in [*middle, shuffled(chance, chance.randrange(3, 30)) + "。"]:
            row += 1
            lines.append(line(text, row))
        row += 1 if indents else 1.5
    if header:
        lines += [line("全国卫生信息化舆情监测周报", -2, size=9.0, centred=True), line(f"- {number} -", 36, size=9.0, centred=True)]
    return lines


def landscape(number: int) -> Page:
    rows = [line(FULL + FULL[:16], row)._replace(x0=60.0, x1=60.0 + 52 * SIZE) for row in range(20)]
    return Page(number, 842.0, 595.0, tuple(rows))


def tables(number: int) -> Page:
    lines = [line(f"{row}{column}", row)._replace(x0=90.0 + 120 * column, x1=90.0 + 120 * column + 30) for row in range(25) for column in range(4)]
    return Page(number, 595.0, 842.0, tuple(lines))


def scan(number: int) -> Page:
    return Page(number, 595.0, 842.0, (), (), (Picture(0.0, 0.0, 595.0, 842.0),))


def other_font(number: int) -> Page:
    rows = [line(FULL[:28], row * 1.4, size=15.0, font="Kai", bold=True) for row in range(20)]
    return page(number, *rows)


def empty(number: int) -> Page:
    return page(number)


def columns(number: int) -> Page:
    rows = [line(FULL[:16], row)._replace(x0=x, x1=x + 16 * SIZE) for row in range(25) for x in (LEFT, 320.0)]
    return page(number, *rows)


def large_type(number: int) -> Page:
    return page(number, *[line(FULL[:15] + "。", 2 * row, size=26.0) for row in range(14)])


def close_rows(number: int) -> Page:
    return page(number, *[line(FULL[:35] + ("。" if row % 5 == 4 else FULL[0]), row * 0.7) for row in range(50)])


def far_rows(number: int) -> Page:
    return page(number, *[line(FULL[:33] + "。" if row % 3 == 0 else FULL[:35] + "。", 2 * row, indent=0 if row % 3 else 2) for row in range(17)])


def english(number: int) -> Page:
    return page(number, *[line("The new rules ask hospitals to share the results of imaging."[: 60 - row % 4] + ".", row) for row in range(30)])


def code(number: int) -> Page:
    return page(number, *[line("return parse(path, limit=10);", row * 0.7, size=9.0, font="Mono", indent=2 * (row % 3)) for row in range(45)])


def a3(number: int) -> Page:
    rows = [line(FULL + FULL[:15] + "。", row)._replace(x0=60.0 + 24 * (row % 5 == 0), x1=60.0 + 52 * SIZE) for row in range(45)]
    return Page(number, 842.0, 1191.0, tuple(rows))


def page_number(number: int) -> Page:
    return page(number, line(f"- {number} -", 36, size=9.0, centred=True))


def turned(number: int) -> Page:
    return page(number, *[line(FULL[:20], row)._replace(upright=False) for row in range(20)])


def watermark(number: int) -> Page:
    return page(number, *paragraphs(99, indents=True), line("内部资料", 16, size=60.0)._replace(upright=False, x0=120.0, x1=400.0))


def form(number: int) -> Page:
    corners = [(80.0 + 140 * column, 100.0 + 50 * row) for row in range(10) for column in range(3)]
    rules = [
        edge
        for x, y in corners
        for edge in ((x, y, x + 140, y + 0.5), (x, y + 50, x + 140, y + 50.5), (x, y, x + 0.5, y + 50), (x + 140, y, x + 140.5, y + 50))
    ]
    cells = [line("项目一", 0)._replace(x0=x + 5, x1=x + 41, base=y + 25, top=y + 13, bottom=y + 28) for x, y in corners]
    return page(number, *cells)._replace(rules=tuple(rules))


ODD_PAGES = (
    *(landscape, tables, scan, other_font, empty, columns, large_type, close_rows, far_rows),
    *(english, code, a3, page_number, turned, watermark, form),
)
ODD_ROWS = {
    "a link past the margin": line("https://www.a.cn/" + "b" * 150, 33),
    "a number over the header": line("25", -3.6, size=8.0)._replace(x0=10.0, x1=19.0),
    "a stamp": line("收文 2026-03-14", 34, size=8.0)._replace(x0=RIGHT - 20, x1=RIGHT + 60),
    "writing across": line("内部资料", 12)._replace(upright=False),
    "a wide caption": line("图1 " + FULL, 33.2, size=9.0),
    "text in the header's place": line("无页眉之处的一行字", -1.2),
}


def seen(result: Flow, but: int = 0) -> dict[int, list[tuple[str, str]]]:
    """The blocks of each page: kind and text without white space."""
    pages: dict[int, list[tuple[str, str]]] = {}
    for block in result.blocks:
        if block.page != but:
            pages.setdefault(block.page, []).append((block.role or ("figure" if block.is_figure else "text"), "".join(block.text.split())))
    return pages


@pytest.mark.parametrize("indents", [True, False])
@pytest.mark.parametrize("count", [3, 8])
@pytest.mark.parametrize("odd", ODD_PAGES, ids=lambda odd: odd.__name__)
def test_an_odd_page_changes_no_other(odd, count, indents):
    plain = [page(number, *paragraphs(number, indents=indents)) for number in range(1, count + 1)]
    expected = seen(flow(*plain))
    assert sum(map(len, expected.values())) >= 4 * count
    for at in (0, 1, count):
        numbers = [number for number in range(1, count + 2) if number != at + 1]
        moved = [one._replace(number=number) for one, number in zip(plain, numbers, strict=True)]
        got = seen(flow(*moved[:at], odd(at + 1), *moved[at:]), but=at + 1)
        assert [got[number] for number in numbers] == list(expected.values())


@pytest.mark.parametrize("indents", [True, False])
@pytest.mark.parametrize("count", [3, 8])
@pytest.mark.parametrize("name", ODD_ROWS)
def test_an_odd_row_changes_no_other_page(name, count, indents):
    plain = [page(number, *paragraphs(number, indents=indents)) for number in range(1, count + 1)]
    expected = seen(flow(*plain))
    for at in range(count):
        odd = [*plain[:at], plain[at]._replace(lines=(*plain[at].lines, ODD_ROWS[name])), *plain[at + 1 :]]
        assert seen(flow(*odd), but=at + 1) == {number: blocks for number, blocks in expected.items() if number != at + 1}


def test_what_is_no_paragraph_in_the_plain_pages_is_none():
    """The pages that the odd ones are added to are read right: by paragraph, header and number aside."""
    for indents in (True, False):
        result = flow(*[page(number, *paragraphs(number, indents=indents)) for number in (1, 2, 3)])
        assert len(result.furniture) == 6
        assert all(block.text.endswith("。") or len(block.rows) == 1 for block in result.blocks)
        assert not any("。" in block.text[:-1] for block in result.blocks)
        assert PITCH < max(block.rows[-1].base - block.rows[0].base for block in result.blocks if block.page == 1) < 5 * PITCH


def at(text: str, x: float, base: float) -> Line:
    return line(text, 0)._replace(x0=x, x1=x + len(text) * SIZE, base=base, top=base - SIZE, bottom=base + 2)


HOSTILE = {
    "fragments on one baseline": lambda count: [at("数据", 60.0 * place, 100.0) for place in range(count)],
    "fragments that overlap in steps": lambda count: [at("数据数据", 80.0 + place % 2 * 200 + place // 2 % 7, 100.0 + 8 * place) for place in range(count)],
    "scattered fragments": lambda count: [at("数据", 80.0 + place * 37 % 400, 100.0 + 5 * place) for place in range(count)],
    "a table without end": lambda count: [at("数", 80.0 + 60 * (place % 10), 100.0 + 20 * (place // 10)) for place in range(count)],
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_page_of_fragments_takes_linear_time(name):
    def taken(count: int) -> float:
        lines = HOSTILE[name](count)
        start = time.process_time()
        flow(page(1, *lines))
        return time.process_time() - start

    def least(count: int) -> float:
        return min(taken(count) for _ in range(3))  # a busy machine makes any one measurement large

    most = 24 * max(0.01, least(500))  # linear: 8, quadratic: 64
    assert taken(4000) < most or least(4000) < most


def test_rows_in_letters_that_an_engine_counts_too_wide_move_no_edge_of_their_page():
    wide = [line(FULL + FULL[:2], row, indent=2) for row in (2, 4, 6)]
    full = line(FULL[:33] + "。", 9, indent=2)
    rows = [line(FULL[:-2], 0, indent=2), *wide, *[line(FULL, row) for row in (1, 3, 5, 7)], line("完。", 8), full, line(FULL[:20] + "。", 10)]
    first = page(1, *[line(FULL, row) for row in range(34)])
    assert flow(first, page(2, *rows)).blocks[-1].text == full.text + FULL[:20] + "。"


def test_a_few_rows_of_a_page_of_another_size_begin_where_the_text_of_the_others_does():
    first = page(1, *[row for at in range(0, 30, 3) for row in (line(FULL[:-2], at, indent=2), line(FULL, at + 1), line("完。", at + 2))])
    upper, lower, lone = FULL[:-2] + FULL[:10], FULL + FULL[:7] + "完。", "“改革没有完成时。”"
    rows = (line(upper, 0, indent=2), line(lower, 1), line(lone, 2, indent=2), line(upper, 3, indent=2), line("完。", 4))
    result = flow(first, Page(2, 842.0, 595.0, rows))
    assert [block.text for block in result.blocks[-3:]] == [upper + lower, lone, upper + "完。"]


def test_a_number_in_a_badge_beside_a_title_is_before_it():
    title = line("甲市医院上线智慧导诊", 2, indent=3, size=14.0)
    badge = line("1", 2, size=20.0)._replace(top=title.top - 3, bottom=title.bottom + 3, base=title.base + 3)
    rows = [line(FULL, 0), line("完。", 1), title, badge, line(FULL, 4)]
    assert "1 甲市医院上线智慧导诊" in [block.text for block in flow(page(1, *rows)).blocks]
