"""What begins with a label: told by its first characters before its words are looked for."""

from __future__ import annotations

import pytest

from bulletin_parse import load_template
from bulletin_parse.parsing.labels import label_of

BEFORE = [
    "",
    "1.",
    "12、",
    "１２.",
    "1２)",
    "（1）",
    "（12）.",
    "( 3 )",
    "（１）",
    "【",
    "（",
    "1. 【",
    "（2）（",
    "\u3000",
    "1.\u3000【 ",
    "①",
    "⑪",
    "● ",
    "A.",
    "3.6",
]
ODD = ["1 ", "（一）", "《", "[", "（ 1）", " 1. ", "1.\u2003", "\u2003", "1.\xa0【", "\u0663.", "1\u0663."]
WORDS = ["来源：人民网", "链接】http://a.cn", "来源", "来 源：新华网", "主要内容：", "标题", "原文链接（https://a.cn）", "石桥县上线平台", "链接1：", ""]


@pytest.mark.parametrize("before", [*BEFORE, *ODD])
def test_what_is_told_by_first_characters_is_what_the_pattern_says(before):
    template = load_template()
    for word in WORDS:
        text = before + word
        assert (label_of(text, template) is not None) == (text[:1] in template.firsts.labels and template.label.match(text) is not None), text
