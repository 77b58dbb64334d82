"""No pattern backtracks without bound, and texts of any make are parsed in time that grows as their length."""

from __future__ import annotations

import importlib
import pkgutil
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress

import pytest

import bulletin_parse
from bulletin_parse import BulletinError, load_template, parse_text
from bulletin_parse.text.folding import tightened
from bulletins import WHOLE

# Pieces that patterns of this package look for, repeated to tempt them.
PIECES = [
    *' \t\u3000\n1a一第年.-_*#\\&;(（[<>)）〇十·:：/"“=+~!',
    *(
        "1 ",
        "1.",
        "1、",
        " .",
        "（一",
        "()",
        "（）",
        "[]",
        "[](",
        "![",
        "![](",
        "<a ",
        "<!--",
        "-->",
        "**",
        "** ",
        "__",
        "\\[",
        "&#1",
        "&#1;",
        "- ",
        "* * ",
        "> ",
        "# ",
    ),
    *(
        "http://",
        "http://a ",
        "www.",
        "://",
        "2026年",
        "2026年1月",
        "2026年1月1日",
        "一九九九年一月一日",
        "2026-1-1",
        "2026.1.1—",
        "1月1日",
        "3月7日至",
        "2026 ",
    ),
    *(
        "第一期",
        "总第",
        "来源",
        "来源：",
        "来 源 ：",
        "【来源】",
        "链接",
        "链 接",
        "主要内容",
        "信息目录",
        "共收集",
        "(cid:1",
        "图为",
        "摄）",
        "……",
        "……3",
        "第1页",
        "1/",
    ),
    *("/Width 1 ", "/Height 1 ", "/N 1 ", "1 0 obj ", "1 0 R ", "startxref ", "trailer<<", "stream\n", "endobj ", "/Type ", "1 1 "),
]
TAILS = ["", "!", "。", "\n"]
SIZE, GROWTH = 15_000, 4
# Linear time grows fourfold, quadratic sixteenfold. Only what takes long enough to be measured is judged.
WORST, MEASURABLE = 10.0, 0.6
# Patterns may be asked to look at a run of white space no longer than reading leaves, and at a line this long, which takes them no longer than this.
LINE, LONGEST = 1_000, 30.0
PLACES = {
    "body": lambda text: WHOLE.replace("群众少跑腿", text),
    "index": lambda text: WHOLE.replace("1. 甲市医院", f"1. 甲市{text}医院", 1),
    "lead": lambda text: WHOLE.replace("监测范围", text),
    "link": lambda text: WHOLE.replace("http://www.cnr.cn/a/", text),
    "line": lambda text: f"{WHOLE}\n\n{text}",
    "title": lambda text: WHOLE.replace("#### 1. 甲市", f"#### 1. 甲市{text}"),
}


def patterns() -> Iterator[tuple[str, object]]:
    """Every compiled pattern at a module's top, and those that a template is made into."""
    for module in pkgutil.walk_packages(bulletin_parse.__path__, "bulletin_parse."):
        if not module.name.endswith("__main__"):
            for name, value in vars(importlib.import_module(module.name)).items():
                if hasattr(value, "groupindex"):
                    yield f"{module.name}.{name}", value
    template = load_template()
    for name in dir(template):
        value = getattr(template, name)
        for number, each in enumerate(value if isinstance(value, (tuple, list)) else [value]):
            if hasattr(each, "groupindex"):
                yield f"template.{name}.{number}", each


PATTERNS = dict(patterns())


@pytest.mark.parametrize("name", PATTERNS)
def test_no_pattern_explodes(name):
    """On a line of one piece repeated: a pattern that backtracks without bound would take years."""
    pattern = PATTERNS[name]
    for piece in PIECES:
        text = tightened(piece * (LINE // len(piece))) + "!"
        began = time.process_time()
        for _ in pattern.finditer(text.encode() if isinstance(pattern.pattern, bytes) else text):
            pass
        assert time.process_time() - began < LONGEST, piece


@pytest.mark.slow
@pytest.mark.parametrize("place", PLACES)
def test_a_text_takes_linear_time_wherever_a_piece_is_repeated(place):
    assert slow_among(PIECES, PLACES[place]) == []


@pytest.mark.parametrize("place", PLACES)
def test_a_text_takes_linear_time_where_a_piece_is_repeated(place):
    """Each piece at one of the places: what any run has time for."""
    assert slow_among(PIECES[list(PLACES).index(place) :: len(PLACES)], PLACES[place]) == []


def slow_among(pieces: Iterable[str], text_with: Callable[[str], str]) -> list[tuple[str, float]]:
    """The pieces, and how long a text with them took, that take more than linear time."""
    slow = []
    for piece in pieces:
        long, short = (text_with(piece * (size // len(piece)) + "!") for size in (GROWTH * SIZE, SIZE))
        # A busy machine makes any one measurement large; growth shows in the least of several as well.
        if cost(long) > MEASURABLE and (longer := least(long)) > WORST * least(short) and longer > MEASURABLE:
            slow.append((piece, round(longer, 2)))
    return slow


def least(text: str) -> float:
    return min(cost(text) for _ in range(3))


def cost(text: str) -> float:
    began = time.process_time()
    with suppress(BulletinError):
        bulletin = parse_text(text)
        assert bulletin.findings is not None
        assert bulletin.to_markdown()
    return time.process_time() - began


def test_a_line_of_ten_megabytes_is_read():
    bulletin = parse_text(WHOLE.replace("群众少跑腿", "群众少跑腿，" * 560_000))
    assert len(bulletin.items) == 2
    assert len(bulletin.items[0].body) > 3_000_000


def test_there_are_patterns_to_judge():
    assert len(PATTERNS) > 60
