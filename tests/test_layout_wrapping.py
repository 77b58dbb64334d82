"""Lines of a text that was wrapped to one width, whose first lines stop two characters early: the page indented them, and no indent is printed."""

import re

import pytest

from bulletin_parse.layout.joints import Joint, joint
from bulletin_parse.layout.row import Row
from bulletin_parse.layout.text_rows import TextRows, width
from bulletin_parse.layout.told import Told
from bulletin_parse.layout.wrapping import Wrapping

EDGE = 72.0
WRAPPED = Wrapping(EDGE, 0.0, indents=False, gap=1, soft=False, spaced=False, short_first=True)
NO_OPENER = re.compile("(?!)")


def row(at: int, base: float, cells: float, end: str = "", start: str = "机房采用双活架构，") -> Row:
    """A line of so many cells of running text."""
    text = (start + "全市社区卫生服务站换装新终端" * 3)[: int(cells / 2) - len(end)] + end
    return Row(at, 1, text, 0.0, base, width(text), base + 1.0, base, 1.0, "", bold=False, upright=True)


def between(above: float, below: float, gap: int = 1, third: str = "机房采用双活架构，") -> Joint:
    """What is between a sentence's last line and the next line, which goes on, both of so many cells."""
    rows = [row(0, 0, 66), row(1, 1, above, "。"), row(2, 1 + gap, below), row(3, 2 + gap, 40, "。", third)]
    return joint(rows[:2], rows[2], rows[3], WRAPPED, Told(NO_OPENER), TextRows([rows], frozenset(), frozenset(), {}))


def test_a_line_that_reaches_where_no_first_line_does_goes_on_behind_one_with_room_for_two_characters():
    assert between(68, 72) == Joint(joins=True)


def test_a_line_that_stops_where_first_lines_do_may_begin_a_paragraph():
    assert between(72, 68) == Joint(joins=False)


def test_where_a_word_s_end_alone_may_have_stopped_it_that_is_a_guess():
    assert between(72, 68, third="OpenEHR 标准，") == Joint(joins=False, guessed=True)


def test_what_a_paragraph_counts_goes_on_wherever_its_line_stops():
    rows = [
        row(0, 0, 66),
        row(1, 1, 72, "；", "一是明确数据的权属，二是"),
        row(2, 2, 68, start="三是加大对县域的经费倾斜，"),
        row(3, 3, 40, "。", "OpenEHR 标准，"),
    ]
    assert joint(rows[:2], rows[2], rows[3], WRAPPED, Told(NO_OPENER), TextRows([rows], frozenset(), frozenset(), {})) == Joint(joins=True)


@pytest.mark.parametrize("cells", [50, 60])
def test_no_line_goes_on_behind_one_with_much_room(cells):
    assert between(cells, 72) == Joint(joins=False)


def test_more_than_the_usual_distance_parts_lines_that_reach_the_edge():
    assert between(68, 72, gap=2) == Joint(joins=False)
