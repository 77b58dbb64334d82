"""The brackets of print: what closes each, which are told apart by their width alone, and which stand round a source."""

from __future__ import annotations

# What closes each bracket.
CLOSING = {"（": "）", "(": ")", "【": "】", "[": "]", "［": "］", "〔": "〕", "〖": "〗", "「": "」", "『": "』", "《": "》", "〈": "〉", "<": ">", "＜": "＞"}
_ALIKE = ("（(", "【[［")  # either is closed by what closes the other: （人民网)
# The brackets that what closes one may belong to, and what closes any of those.
OPENED_BY = {CLOSING[each]: next((alike for alike in _ALIKE if each in alike), each) for each in CLOSING}
CLOSED_BY = {opening: "".join([CLOSING[each] for each in opening]) for opening in OPENED_BY.values()}
# The usual ones, and those that stand round a source as well; quotation marks and those of book titles stand round none.
USUAL_OPENING, USUAL_CLOSING = "（(【[", "）)】]"
SOURCE_OPENING, SOURCE_CLOSING = "（(【[［〔〖〈<＜", "）)】]］〕〗〉>＞"
# Round a label: quotation marks too, as a heading has them.
LABEL_OPENING, LABEL_CLOSING = "【[［〔〖「『<《（(", "】]］〕〗」』>》）)"
