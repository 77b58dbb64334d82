"""Numbered entries whose title and source stand in columns that nothing rules, and of which cells wrap."""

from bulletin_parse import Line
from pages import FULL, flow, line, page, texts
from test_layout_zones import at, cells

TITLE = FULL[:18]


def entries(*rows: tuple[list[str], list[str], float], first: float = 0) -> list[Line]:
    """Rows of titles and sources, each with its lines and by how many lines its sources stand below the title's first one."""
    lines: list[Line] = []
    top = first
    for number, (title, source, below) in enumerate(rows, 1):
        start = top + max(0.0, -below)
        lines += [at(f"{number}. {text}" if row == 0 else text, 80, start + row) for row, text in enumerate(title)]
        lines += [at(text, 400, start + below + row) for row, text in enumerate(source)]
        top = max(start + len(title), start + below + len(source))
    return sorted(lines, key=lambda one: (one.base, one.x0))


def found(*lines: Line) -> list[list[str]]:
    blocks = [block for block in flow(page(1, *lines)).blocks if block.role == "table"]
    return [row for block in blocks for row in cells(block)]


def test_titles_and_sources_that_both_wrap_are_rows_whose_first_lines_are_level():
    rows = entries(
        ([TITLE, "续行"], ["云麓市卫生健康", "委员会网站"], 0), (["短题"], ["江川省疾病预防", "控制局官方", "网站"], 0), ([TITLE, "续行"], ["健康报"], 0)
    )
    assert found(*rows) == [[f"1. {TITLE}续行", "云麓市卫生健康委员会网站"], ["2. 短题", "江川省疾病预防控制局官方网站"], [f"3. {TITLE}续行", "健康报"]]


def test_or_whose_middles_or_last_lines_are():
    middle = entries(([TITLE, "续行"], ["健康报"], 0.5), (["短题"], ["江川省疾病预防", "控制局官方", "网站"], -1), ([TITLE, "续行"], ["云麓市", "网站"], 0))
    assert [row[1] for row in found(*middle)] == ["健康报", "江川省疾病预防控制局官方网站", "云麓市网站"]
    last = entries(([TITLE, "续行"], ["健康报"], 1), (["短题"], ["江川省疾病预防", "控制局官方", "网站"], -2), ([TITLE, "续行"], ["云麓市", "网站"], 0))
    assert [row[1] for row in found(*last)] == ["健康报", "江川省疾病预防控制局官方网站", "云麓市网站"]


def test_a_title_may_reach_further_than_another_row_s_source_begins():
    rows = [at("1. 短题", 80, 0), at("云麓市卫生健康委", 320, 0), at("员会网站", 320, 1), at("2. " + FULL[:23], 80, 2), at("健康报", 395, 2), at("续行", 80, 3)]
    assert found(*rows) == [["1. 短题", "云麓市卫生健康委员会网站"], [f"2. {FULL[:23]}续行", "健康报"]]


def test_a_source_close_behind_a_full_title_is_its_own_cell():
    rows = [at("1. 短题", 80, 0), at("健康报", 402, 0), at(f"2. {FULL[:24]} 中国经济", 80, 1)._replace(x1=450.0), at("续行", 80, 2), at("网", 402, 2)]
    assert found(*rows) == [["1. 短题", "健康报"], [f"2. {FULL[:24]}续行", "中国经济网"]]


def test_a_heading_below_the_last_entry_is_none_of_its_lines():
    rows = entries(([TITLE, "续行"], ["健康报"], 0), (["短题"], ["人民网"], 0))
    assert texts(flow(page(1, *rows, at("具体内容", 80, 4), line(FULL, 5), line("完。", 6))))[-2] == "具体内容"


def test_running_text_beside_a_list_and_entries_of_one_line_each_are_no_rows():
    prose = [at(FULL[:14], 340, row) for row in range(6)]
    listed = [at(f"{number}. 甲市上线平台", 80, 2 * number - 2) for number in (1, 2, 3)]
    assert found(*sorted(listed + prose, key=lambda one: (one.base, one.x0))) == []
    assert found(*entries((["甲市上线平台"], ["健康报"], 0), (["乙市上线平台"], ["人民网"], 0))) == []


def test_rows_may_stand_closer_than_the_lines_of_their_cells():
    titles = [("1. 短题甲", 0), ("2. 短题乙", 1), (f"3. {TITLE}", 2), ("续行", 3.1), (f"4. {TITLE}", 4.1), (TITLE, 5.2), ("续行", 6.3)]
    sources = [("健康报", 0), ("新华网", 1), ("人民网", 2), ("光明网", 4.1)]
    lines = [at(text, x, row) for x, column in ((80, titles), (400, sources)) for text, row in column]
    rows = found(*sorted(lines, key=lambda one: one.base))
    assert rows[2:] == [[f"3. {TITLE}续行", "人民网"], [f"4. {TITLE}{TITLE}续行", "光明网"]]
