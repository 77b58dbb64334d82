"""What a row's words say of where a paragraph ends: a sentence's end, a list's mark, a leader to a page number."""

from __future__ import annotations

from collections.abc import Sequence

from bulletin_parse.text.bullets import LINE_BULLET
from bulletin_parse.text.lazy import lazy_pattern

SENTENCE_END = "。！？；…!?;"
INNER_STOP = lazy_pattern("[，。；]")  # running text has one
_CLOSERS = "”’」』）)】]》〉\"'"
_BEHIND_END = _CLOSERS + " "  # what may stand behind a sentence's end
FIELD_ENDS = "：:）)】]》"  # what a title, a label or a source may end with, and no sentence's middle
# （一）… 1.… ①…: after a sentence's end, a new point of a list. 3.6亿 is a decimal.
LIST_MARK = lazy_pattern(r"[（(](?:\d{1,2}|[一二三四五六七八九十]{1,3})[）)]|\d{1,2}[.．、](?!\d)|[①-⑳]|[一二三四五六七八九十]{1,3}、")
# 图1 架构图, 表 2-1：…; not 图1所示, 表1中.
_CAPTION = lazy_pattern(r"(?:图|表|附图|附表)\s*\d{1,2}(?:[-－.]\d{1,2})?(?:\s+|[:：.]|(?![所中的显给反说列为是和与、，。）)]))")
_CAPTION_MARK = lazy_pattern(r"(?:图|表|附图|附表)\s*\d{1,2}(?:[-－.]\d{1,2})?|附图|附表")
_NUMBER = lazy_pattern(r"[（(]?(\d{1,3})\s*[.．、）)](?!\d)")
# 02　重庆数据…, 第三条 重庆数据….
_BARE_NUMBER = lazy_pattern(r"\d{1,2}[\s\u3000]+\D|第(?:\d{1,3}|[一二三四五六七八九十百]{1,4})[条则篇项][\s\u3000]")
_ARTICLE = lazy_pattern(r"第(?:\d{1,3}|[一二三四五六七八九十百]{1,4})条[\s\u3000]")
# An index's line ends with dots and the page's number.
_LEADER = lazy_pattern(r"[.．·…‥—\s]{4,}[（(]?\d{1,4}[）)]?\s*\Z")

_COUNTERS = "一二三四五六七八九十"
_COUNTED = lazy_pattern(f"([{_COUNTERS}])([是要来])")
_UNMARKED = lazy_pattern("(?=.*[\u4e00-\u9fff]{3})[\u4e00-\u9fff0-9A-Za-z“”‘’ \u3000]+")

_MARK_ENDS = frozenset("0123456789①②③④⑤⑥⑦⑧⑨⑩*＊※†")
_SENTENCE_AND_MARK = lazy_pattern(r"[。！？][”’」』）)]?(?:\d{1,2}|[①-⑩]|[\[〔]\d{1,2}[\]〕]|[*＊※†]{1,3})\Z")

_PICTURES = lazy_pattern("(.)[\u2600-\u27bf\ufe0f\U0001f300-\U0001faff\\s]+\\Z")  # 群众少跑腿。😊
_LONGEST_PICTURES = 8  # characters


def ends_sentence(text: str) -> bool:
    """Whether a text ends as a sentence does, closing quotes, brackets, pictures and the mark of a note apart.

    >>> ends_sentence("逐步铺开。"), ends_sentence("（逐步铺开。）"), ends_sentence("逐步铺开。1"), ends_sentence("同比增长1")
    (True, True, True, False)
    """
    last = text[-1:]
    if last in SENTENCE_END:
        return bool(last)
    if "\u4e00" <= last <= "\u9fff":  # the usual case: a Han character ends no sentence
        return False
    if last not in _BEHIND_END and last not in _MARK_ENDS:
        pictures = _PICTURES.search(text[-_LONGEST_PICTURES:]) if "\u2600" <= last <= "\u27bf" or last >= "\ufe0f" else None
        return pictures is not None and pictures[1] in SENTENCE_END
    bare = text.rstrip(_BEHIND_END)
    if bare[-1:] in SENTENCE_END:
        return bool(bare)
    return bare[-1:] in _MARK_ENDS and bool(_SENTENCE_AND_MARK.search(text[-8:]))


def stops_inside(text: str) -> bool:
    """Whether a row of running text stops inside a sentence: one that ends in ； does behind another sentence, and is no point of a list.

    >>> [stops_inside(text) for text in ("价值在于使用。没有标准，就没有共享；", "公开十项服务；", "（2）清洗。统一去重；")]
    [True, False, False]
    """
    return not ends_sentence(text) or (text[-1] in "；;" and "。" in text and not begins_its_own(text))


def is_leader(text: str) -> bool:
    """Whether a row ends with a leader and a page number."""
    return text[-1:].isdecimal() and bool(_LEADER.search(text[-40:]))


def begins_its_own(text: str) -> bool:
    """Whether a row begins with the mark of a list, a number, or an opening bracket: a point, an entry, a source.

    >>> [begins_its_own(text) for text in ("● 公开事项", "02　重庆数据", "第三条 重庆数据", "第三条规定", "2个百分点")]
    [True, True, True, False, False]
    """
    return bool(LIST_MARK.match(text) or LINE_BULLET.match(text) or _BARE_NUMBER.match(text) or text[:1] in "（(【[")


def is_article(text: str) -> bool:
    """Whether a row begins with an article's number, behind which a space stands.

    >>> is_article("第七条　任何单位"), is_article("第七条规定")
    (True, False)
    """
    return text[:1] == "第" and bool(_ARTICLE.match(text))


def counts_on(above: Sequence[str], below: str) -> bool:
    """Whether a row goes on with what its paragraph counts within its sentences: …一是…；二是…； / 三是….

    >>> counts_on(["会议要求，一是完善法规；"], "二是明确权属。"), counts_on(["一是完善法规；"], "二是明确权属。")
    (True, False)

    Args:
        above: the rows of the paragraph so far; one that begins with such a number is a point of a list.
        below: the row.
    """
    number = _COUNTED.match(below)
    if number is None or above[-1][-1:] not in "；;" or _COUNTED.match(above[0]):
        return False
    before = f"{_COUNTERS[_COUNTERS.index(number[1]) - 1]}{number[2]}"
    return any(before in text for text in above)


def is_next_number(above: str, below: str) -> bool:
    """Whether two rows begin with numbers of which the second follows the first: two points of a list, two entries of an index.

    >>> is_next_number("1. 甲市上线平台（人民网）", "2. 乙市上线平台（新华网）"), is_next_number("1. 去年增长", "2.5倍")
    (True, False)
    """
    if not (below[:1].isdigit() or below[:1] in "（(") or not (lower := _NUMBER.match(below)):
        return False
    upper = _NUMBER.match(above)
    return bool(upper and int(lower[1]) == int(upper[1]) + 1)


def is_caption(text: str) -> bool:
    """Whether a row begins as a figure's or a table's caption does, and not as a sentence about one.

    >>> is_caption("图1 平台架构"), is_caption("表2各区县接入情况"), is_caption("图1所示的平台")
    (True, True, False)
    """
    return bool(_CAPTION.match(text)) and not ends_sentence(text)


def is_without_marks(text: str) -> bool:
    """Whether a row has words and no punctuation besides quotation marks, as many headings have and no sentence's end has.

    >>> is_without_marks("标准先行 应用为王"), is_without_marks("互认结果。"), is_without_marks("54.1%")
    (True, False, False)
    """
    return bool(_UNMARKED.fullmatch(text))


def is_open(text: str) -> bool:
    """Whether a bracket or a quotation is open at a row's end: a title that was broken where its author liked.

    >>> is_open("关于修订《某公司"), is_open("合规手册》的通知")
    (True, False)
    """
    return text.rfind("《") > text.rfind("》") or text.rfind("“") > text.rfind("”") or text.rfind("（") > text.rfind("）")


def is_caption_mark(text: str) -> bool:
    """Whether a text is what stands before a caption's words, and no more: a wide space may follow.

    >>> is_caption_mark("图1"), is_caption_mark("附表"), is_caption_mark("图1 架构图")
    (True, True, False)
    """
    return text[:1] in "图表附" and bool(_CAPTION_MARK.fullmatch(text.strip()))
