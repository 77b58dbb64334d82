"""What the layout of a text asks of its lines over and over, told once of each."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import compress, count, repeat
from operator import contains, itemgetter
from typing import TypeVar

from bulletin_parse.layout.row import Row
from bulletin_parse.layout.sentences import ends_sentence
from bulletin_parse.layout.text_rows import width
from bulletin_parse.text.bullets import BEFORE_POINTS, SYMBOLS
from bulletin_parse.text.folding import ascii_count
from bulletin_parse.text.lazy import lazy_pattern

Answer = TypeVar("Answer")
_TEXT, _RIGHT = (itemgetter(Row._fields.index(name)) for name in ("text", "x1"))

# The mark of a list; a byline's date; a source in brackets, alone on its line.
_OWN = lazy_pattern(
    rf"""
      [（(](?:\d{{1,2}}|[一二三四五六七八九十]{{1,3}})[）)] | \d{{1,2}}[.．、](?!\d) | [①-⑳] | [一二三四五六七八九十]{{1,3}}、 | [{BEFORE_POINTS}{SYMBOLS}]
    | 20\d\d\ ?[-年./]\ ?\d\d?\ ?[-月./]\ ?\d\d?\ ?日?(?:\s|\Z)
    | [（(【\[][^（()）】\]]{{1,30}}[）)】\]]\Z
    """,
    re.VERBOSE,
)


class _Once(dict[str, Answer]):
    """The answers to one question by the lines that it was asked of."""

    def __init__(self, question: Callable[[str], Answer]) -> None:
        super().__init__()
        self._question = question

    def __missing__(self, text: str) -> Answer:
        answer = self[text] = self._question(text)
        return answer


class Told:
    """The answers by a line's text, ``told.opens[row.text]``: a line is asked the same before and behind each of its ends, by one step after the other.

    ``heads``: it begins with what opens a block of its own (the template's openers). ``opens``: with that, or with something of its own besides: a number
    of a list, a byline, a source in brackets. ``ends``: it ends as a sentence does. ``width`` is in cells, as it is set; ``letters`` counts those of an
    alphabet, digits and spaces.
    """

    def __init__(self, openers: re.Pattern[str]) -> None:
        heads = _Once(openers.match)
        self.openers = openers
        self.heads = heads
        self.opens = _Once(lambda text: heads[text] or _OWN.match(text))
        self.ends = _Once(ends_sentence)
        self.width = _Once(width)
        self.letters = _Once(ascii_count)

    def end(self, row: Row) -> float:
        """Where a line ends, in cells; the reader counted what has no spaces."""
        return row.x0 + self.width[row.text] if " " in row.text else row.x1

    def all_ends(self, rows: Sequence[Row]) -> list[float]:
        """Where each of some lines ends."""
        texts, ends = list(map(_TEXT, rows)), list(map(_RIGHT, rows))
        for at in compress(count(), map(contains, texts, repeat(" "))):
            ends[at] = self.end(rows[at])
        return ends


def opens(text: str, openers: re.Pattern[str]) -> bool:
    """As ``Told.opens``, of a line that is asked once."""
    return bool(openers.match(text) or _OWN.match(text))
