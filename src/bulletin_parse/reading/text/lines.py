"""Text to printed lines, whatever ends them, each with its number in the file and its page."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import NamedTuple

from bulletin_parse.limits import meter
from bulletin_parse.text.folding import LONGEST_SPACE, tightened
from bulletin_parse.text.lazy import lazy_pattern

# Beside LF, a text may end its lines by vertical tab (Word's line break), next line, line separator or paragraph separator.
_OTHER_ENDS = lazy_pattern("[\x0b\x85\u2028\u2029]")
# Characters without width (zero-width space and joiners, byte order mark, soft hyphen, direction marks) and control characters.
_INVISIBLE = lazy_pattern("[\x00-\x08\x0e-\x1f\x7f\x80-\x84\x86-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufdd0-\ufdef\ufffe\uffff]")

# Spaces of other widths, as pages of browsers have them: an em is one Han character wide.
_SPACES = dict.fromkeys("\u2001\u2003", "\u3000") | dict.fromkeys("\xa0\u2000\u2002\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f", " ")
_ODD_SPACE = lazy_pattern("[\xa0\u2000-\u200a\u202f\u205f]")


# 1️⃣ is a digit, a selector of the form that is a picture, and a combining keycap: models and web pages number so.
_KEYCAP = lazy_pattern("([0-9])\ufe0f?\u20e3[ \t]*")


class Printed(NamedTuple):
    """A line as printed: its number in the file (from 1), its page (from 1), and its text without what has no width.

    ``untightened`` is the text with all its spaces, where it has long runs of them: only tables are told by columns, and ``text`` is for all else.
    """

    number: int
    page: int
    text: str
    untightened: str = ""

    @property
    def columns(self) -> str:
        """The text in which each character stands in its column."""
        return self.untightened or self.text


def plain(line: str) -> str:
    r"""A line without characters that have no width, its spaces of other widths as ordinary ones.

    >>> plain("舆情\u200b周报\xa0\u2003第664期")
    '舆情周报 \u3000第664期'
    """
    if line.replace("\u3000", "").isprintable():
        return line
    return _INVISIBLE.sub("", _ODD_SPACE.sub(_usual_space, line))


def _usual_space(match: re.Match[str]) -> str:
    return _SPACES[match[0]]


def is_plain(text: str) -> bool:
    """Whether a text has no line ends, spaces and control characters but line feeds and those of a page, as most texts; told once in a parse."""
    return meter().once(_is_plain, text)


def _is_plain(text: str) -> bool:
    return text.replace("\n", "").replace("\u3000", "").isprintable()


def _printed(number: int, page: int, line: str) -> Printed:
    short = tightened(line)
    return Printed(number, page, short) if short == line else Printed(number, page, short, line.rstrip())


def printed_lines(text: str) -> list[Printed]:
    """The lines of a text.

    A line's number counts line feeds. Where a text has none, its other line ends are counted; in a text that has them,
    those stand inside a line and part it into several of one number. A form feed begins a page.
    """
    as_it_stands = is_plain(text)
    if not as_it_stands:
        if "\n" not in text.strip("\n"):
            text = _OTHER_ENDS.sub("\n", text)
        text = _INVISIBLE.sub("", _ODD_SPACE.sub(_usual_space, text))
    if "\u20e3" in text:
        text = _KEYCAP.sub(r"\1. ", text)
    lines = text.split("\n")
    if as_it_stands or ("\f" not in text and not _OTHER_ENDS.search(text)):
        new = tuple.__new__  # a text has thousands of lines
        spaced = not as_it_stands or "  " in text or "\u3000" in text
        longest = LONGEST_SPACE if spaced else len(text)  # of a line that needs no look at its spaces
        return [new(Printed, (number, 1, line, "")) if len(line) <= longest else _printed(number, 1, line) for number, line in enumerate(lines, start=1)]
    out = []
    page = 1
    for number, line in enumerate(lines, start=1):
        for at, sheet in enumerate(line.split("\f")):
            page += at > 0
            out += [_printed(number, page, part) for part in _OTHER_ENDS.split(sheet)]
    return out


def line_ends(text: str) -> list[int]:
    """The places of a text's line feeds."""
    if "\n" not in text:
        return []
    return [at - 1 for at in accumulate([len(line) + 1 for line in text.split("\n")[:-1]])]


class Whole:
    """Lines of a text as one, for which all of them are searched at once: most have nothing of what is looked for.

    Args:
        lines: without line feeds.
    """

    def __init__(self, lines: Sequence[str]) -> None:
        self.text = "\n".join(lines)
        self._lines = lines
        self._nexts: list[int] = []  # where the line behind each begins

    def matching(self, pattern: re.Pattern[str]) -> frozenset[int]:
        """The places (from 0) of the lines in which a pattern finds something."""
        return frozenset([self._line_of(match.start()) for match in pattern.finditer(self.text)])

    def holding(self, words: Iterable[str]) -> frozenset[int]:
        """The places (from 0) of the lines that hold one of some words, of one character or a few."""
        found: set[int] = set()
        for word in words:
            at = self.text.find(word)
            while at >= 0:
                place = self._line_of(at)
                found.add(place)
                at = self.text.find(word, self._nexts[place])
        return frozenset(found)

    def _line_of(self, at: int) -> int:
        """The line that holds a character; where lines end is reckoned for the first that is found."""
        if not self._nexts:
            self._nexts = list(accumulate([len(line) + 1 for line in self._lines]))
        return bisect_right(self._nexts, at)
