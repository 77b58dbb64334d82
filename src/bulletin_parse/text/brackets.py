"""The brackets of print: what closes each, which are told apart by their width alone, and which stand round a source."""

from __future__ import annotations

import re

# What closes each bracket.
CLOSING = {"（": "）", "(": ")", "【": "】", "[": "]", "［": "］", "〔": "〕", "〖": "〗", "「": "」", "『": "』", "《": "》", "〈": "〉", "<": ">", "＜": "＞"}
_ALIKE = ("（(", "【[［")  # either is closed by what closes the other: （人民网)
# The brackets that what closes one may belong to, and what closes any of those.
OPENED_BY = {CLOSING[each]: next((alike for alike in _ALIKE if each in alike), each) for each in CLOSING}
CLOSED_BY = {opening: "".join([CLOSING[each] for each in opening]) for opening in OPENED_BY.values()}
# The usual ones, and those that stand round a source as well; quotation marks and those of book titles stand round none.
USUAL_OPENING, USUAL_CLOSING = "（(【[", "）)】]"
SOURCE_OPENING, SOURCE_CLOSING = "（(【[［〔〖〈<＜", "）)】]］〕〗〉>＞"
# Round what is said beside a title or a masthead's field: its number, its source, how many.
BESIDE_OPENING, BESIDE_CLOSING = "（(【[〔", "）)】]〕"
# Round a label: quotation marks too, as a heading has them.
LABEL_OPENING, LABEL_CLOSING = "【[［〔〖「『<《（(", "】]］〕〗」』>》）)"


def last_in_brackets(least: int, most: int) -> str:
    """The pattern of what stands in brackets at a text's end, of so many characters: 标题（人民网）."""
    return rf"{_in_brackets(least, most)}\s*\Z"


def first_in_brackets(least: int, most: int) -> str:
    """The pattern of what stands in brackets at a text's beginning, of so many characters: 【人民网】标题."""
    return rf"\s*{_in_brackets(least, most)}\s*"


def _in_brackets(least: int, most: int) -> str:
    opening, closing = re.escape(BESIDE_OPENING), re.escape(BESIDE_CLOSING)
    return rf"[{opening}][^{opening}]{{{least},{most}}}[{closing}]"
