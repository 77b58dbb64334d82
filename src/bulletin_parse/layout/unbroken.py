"""Rows that end early because what follows could not be parted: a link inside of a sentence, clauses that a browser keeps whole."""

from __future__ import annotations

from collections.abc import Sequence

from bulletin_parse.layout.frame import Frame
from bulletin_parse.layout.row import Row
from bulletin_parse.layout.sentences import begins_its_own, ends_sentence
from bulletin_parse.layout.tolerances import FIRST_INDENT, LATIN_WIDTH, LONG_ROW, SAME_EDGE, WIDER
from bulletin_parse.text.lazy import lazy_pattern

_ENDS = ")）】]》"  # what a title or a source may end with
_CLAUSE = lazy_pattern("[^，。、；：！？]{2,}[，。、；：！？][”’」』）)]?")
_LINK = ("http://", "https://")


def goes_on_with_link(block: Sequence[Row], row: Row, frame: Frame) -> bool:
    """Whether a row that begins with a link is of a paragraph: an indented one, of which the row above is running text inside a sentence.

    A colon may lead to the link (可登录以下网址查询：): a label's row, which ends with one too, has no clauses in it.

    Args:
        block: the paragraph so far.
        row: the row.
        frame: of both.
    """
    if not frame.indents or not row[2].startswith(_LINK):
        return False
    first, above, em = block[0], block[-1], row.size or 1.0
    if not _is_of_one_type(above, row):
        return False
    if abs(row.x0 - frame.left) > SAME_EDGE * em or abs(first.x0 - frame.left - FIRST_INDENT * em) > SAME_EDGE * em or begins_its_own(first.text):
        return False
    text = above.text
    return "，" in text and not ends_sentence(text) and text[-1:] not in _ENDS and above.width > LONG_ROW * frame.width


def keeps_clauses(above: Row, row: Row, frame: Frame, gap: float) -> bool:
    """Whether a row ends with a clause because the next one, whole, would not have fitted: text that is broken at its punctuation only.

    Only where wider gaps tell paragraphs can that be seen: these rows are as near as those inside of one.

    Args:
        above: the upper row.
        row: the lower row.
        frame: of both.
        gap: from row to row, in usual pitches.
    """
    if not frame.spacing or above.page != row.page or gap > WIDER or not _is_of_one_type(above, row):
        return False
    clause = _CLAUSE.match(row.text)
    if clause is None or above.text[-1:] not in "，。、；！？”" or abs(row.x0 - above.x0) > SAME_EDGE * row.size:
        return False
    width = sum([LATIN_WIDTH if char.isascii() else 1.0 for char in clause[0]])
    return frame.right - above.x1 < (width + SAME_EDGE) * row.size


def _is_of_one_type(above: Row, row: Row) -> bool:
    return above.font == row.font and above.size == row.size and above.bold == row.bold
