"""What a converter's lines no longer tell: where a paragraph ends on a full line, and a space that stood at a line's end."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from itertools import pairwise
from typing import Any, NamedTuple

from .scoring import HAN_SPACE, UNREAD
from .verify import bare

FULL = 4  # half-width characters by which lines within a paragraph are shorter than the longest (a Latin word or a bracket that wraps)
TAIL = 8  # characters at a paragraph's end by which its line is found
AROUND = 4  # characters on each side of a space by which its place is found
LINED = ("pdftotext", "pdftotext-layout", "pdfminer", "markitdown", "pymupdf4llm")  # converters that keep the page's lines


class Line(NamedTuple):
    """A line of a text: its characters, its width in half-width characters, its indent and the blank lines before it."""

    text: str
    width: int
    indent: int
    blanks: int


def lines_of(text: str) -> list[Line]:
    """The lines that are not blank."""
    made, blanks = [], 0
    for raw in text.replace("\f", "\n").split("\n"):
        if not raw.strip():
            blanks += 1
            continue
        width = sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in raw.strip())
        made.append(Line(bare(raw.replace("\\", "")), width, len(raw) - len(raw.lstrip()), blanks))
        blanks = 0
    return made


def unseen_ends(truth: dict[str, Any], text: str) -> bool:
    """True if a paragraph ends on a full line and nothing but its sense parts it from the next one."""
    lines = lines_of(text)
    long = sorted(line.width for line in lines if line.width > 40)
    if not long:
        return False
    full = long[int(len(long) * 0.75)] - FULL
    usual = Counter(line.blanks for line in lines[1:]).most_common(1)[0][0]
    for item in truth["items"]:
        told = [bare(block["text"]) for block in item["blocks"] if block["kind"] not in UNREAD]
        for ending, following in pairwise(told):
            for one, after in pairwise(lines):
                ends = one.text.endswith(ending[-TAIL:]) and after.text[:TAIL] == following[: len(after.text[:TAIL])]
                if ends and one.width >= full and after.blanks == usual and after.indent <= one.indent + 1:
                    return True
    return False


def unseen_spaces(truth: dict[str, Any], text: str) -> bool:
    """True if a space between two Han characters is missing at one of the places where its words stand, as where a line was broken there."""
    told = [one["title"] for one in (*truth["index"], *truth["items"])] + [block["text"] for item in truth["items"] for block in item["blocks"]]
    spaced, whole = re.sub(r"[ \u3000]+", " ", text), bare(text)
    for one in told:
        for found in HAN_SPACE.finditer(one):
            left, right = one[max(0, found.start() - AROUND) : found.start()], one[found.end() : found.end() + AROUND]
            if spaced.count(f"{left} {right}") < whole.count(bare(left + right)):
                return True
    return False
