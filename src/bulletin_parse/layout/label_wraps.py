"""Labels and links that a line's end cut in two."""

from __future__ import annotations

import re

from bulletin_parse.layout.blocks import LONGEST_LABEL_PART, begins_label
from bulletin_parse.layout.rows import Row
from bulletin_parse.text.folding import is_han, is_open_url


def wraps_link(above: Row, row: Row) -> bool:
    """Whether a line is the rest of a link that broke behind a character of its own."""
    return (
        above.text[-1] in "/?&=-_.#%"
        and row.base - above.base <= 2
        and "://" in (tail := above.text[-400:])
        and is_open_url(tail)
        and row.text.isascii()
        and " " not in row.text
        and "://" not in row.text
    )


def wraps_label(above: Row, row: Row, openers: re.Pattern[str]) -> bool:
    """Whether a label was set apart to fill its line (来 源：) and its characters are lines: 链 / 接 / ：http…."""
    end = above.text[-LONGEST_LABEL_PART - 1 :]
    if len(end) > LONGEST_LABEL_PART and " " not in end:
        return False
    at = above.text.rfind(" ") + 1
    if above.page != row.page or len(above.text) - at > LONGEST_LABEL_PART or not is_han(above.text[-1:]):
        return False
    tail = above.text[at:]
    if _is_label(tail, openers) and _is_label(row.text, openers):
        return False  # 来源 / 链接: two labels, their values below
    label = openers.match(tail + row.text)
    return bool(label and label.end() > len(tail)) or begins_label(tail + row.text, openers)


def _is_label(text: str, openers: re.Pattern[str]) -> bool:
    """Whether a text is a label's word and nothing else."""
    return len(text) <= LONGEST_LABEL_PART and (label := openers.match(f"{text}：")) is not None and label.end() == len(text) + 1
