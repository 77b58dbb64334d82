"""Where words stand in a printed text, and a short piece of it around them."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import NamedTuple

from bulletin_parse.archive.store.terms import folded
from bulletin_parse.text.lazy import lazy_pattern

WIDTH = 72  # characters of a snippet, about two lines of a terminal in Han characters
# Share of a snippet that stands before the first match, so that the match is read in its sentence.
_BEFORE = 0.25
_CUT = "…"
_WIDE_IN_CHINESE = "“”‘’…—·"  # as wide as a Han character in Chinese print, and not in other scripts

# Runs that are more than one character for one when folded: all but ASCII, ideographs, their punctuation and full-width
# ASCII. The character before such a run may combine with it.
_UNEVEN = lazy_pattern(r"(?s:.)?[^\x00-\x7f\u3001-\u3011\u4e00-\u9fff\uff01-\uff5e]+")


class Snippet(NamedTuple):
    """A piece of text on one line, and the ranges in it that match: (first, one past the last)."""

    text: str
    marks: tuple[tuple[int, int], ...] = ()


def marks_in(text: str, patterns: Iterable[re.Pattern[str]]) -> list[tuple[int, int, int]]:
    """Where patterns over folded text match in the printed text: (start, end, which pattern), in the order of the text."""
    search, places = _folded_places(text)
    found = []
    for which, pattern in enumerate(patterns):
        for match in pattern.finditer(search):
            found.append((places.first(match.start()), places.end(match.end() - 1), which))
    return sorted(found)


def merged(marks: Iterable[tuple[int, int, int]]) -> tuple[tuple[int, int], ...]:
    """The ranges of marks, those that overlap or touch as one."""
    ranges: list[tuple[int, int]] = []
    for start, end, _ in marks:
        if ranges and start <= ranges[-1][1]:
            ranges[-1] = (ranges[-1][0], max(end, ranges[-1][1]))
        else:
            ranges.append((start, end))
    return tuple(ranges)


def snippet_of(text: str, patterns: Sequence[re.Pattern[str]], width: int = WIDTH) -> Snippet:
    """The piece of a text that holds the most different words, or else its beginning; a cut end shows as ``…``.

    Words are looked for line by line, as the index has them; what parts two lines is shown as it is printed: nothing between two Han characters or marks
    of theirs, else a space.
    """
    found = marks_in(text, patterns)
    first, last = _best(found, width)
    start = max(0, min(first - int(max(0, width - (last - first)) * _BEFORE), len(text) - width))
    end = max(min(len(text), start + width), min(last, len(text)))
    left, right = _CUT if start else "", _CUT if end < len(text) else ""
    line, places = _on_one_line(text[start:end])
    marks = [
        (len(left) + places[max(at, start) - start], len(left) + places[min(to, end) - start], which) for at, to, which in found if at < end and to > start
    ]
    return Snippet(left + line + right, merged(marks))


def _on_one_line(text: str) -> tuple[str, list[int]]:
    """A text with its line ends and tabs as they are printed on one line, and where each of its characters, and its end, stands then."""
    shown = [
        "" if char in "\n\t" and _is_wide(text[at - 1 : at]) and _is_wide(text[at + 1 : at + 2]) else " " if char in "\n\t" else char
        for at, char in enumerate(text)
    ]
    return "".join(shown), [0, *accumulate(map(len, shown))]


def _is_wide(char: str) -> bool:
    return char != "" and (unicodedata.east_asian_width(char) in "WF" or char in _WIDE_IN_CHINESE)


def _best(found: Sequence[tuple[int, int, int]], width: int) -> tuple[int, int]:
    """The first and last place of the matches that a window should show: the most different words, then the most words."""
    best, place = (0, 0), (0, 0)
    inside: Counter[int] = Counter()  # how often each pattern matches in found[at:after]
    after = 0
    for at, (start, end, which) in enumerate(found):
        while after < len(found) and (after == at or found[after][1] <= start + width):
            inside[found[after][2]] += 1
            after += 1
        worth = (len(inside), after - at)
        if worth > best:
            best, place = worth, (start, max(end, found[after - 1][1]))
        inside[which] -= 1
        if not inside[which]:
            del inside[which]
    return place


class _Piece(NamedTuple):
    """A stretch of a printed text; an even one folds character by character."""

    origin: int
    text: str
    even: bool


class _Places:
    """From places in a folded text back to places in the printed one."""

    def __init__(self, starts: Sequence[int], pieces: Sequence[_Piece]) -> None:
        self._starts, self._pieces = starts, pieces

    def first(self, place: int) -> int:
        """Where the printed character begins that a folded one comes from."""
        at = bisect_right(self._starts, place) - 1
        piece = self._pieces[at]
        return piece.origin + (place - self._starts[at] if piece.even else 0)

    def end(self, place: int) -> int:
        """One past the last printed character that a folded one comes from: a letter's accents belong to it."""
        piece = self._pieces[bisect_right(self._starts, place) - 1]
        return self.first(place) + (1 if piece.even else len(piece.text))


def _folded_places(text: str) -> tuple[str, _Places]:
    """The text folded piece by piece, and the way back."""
    pieces: list[_Piece] = []
    done = 0
    for match in _UNEVEN.finditer(text):
        if match.start() > done:
            pieces.append(_Piece(done, text[done : match.start()], even=True))
        pieces += [_Piece(match.start() + at, cluster, even=False) for at, cluster in _clusters(match[0])]
        done = match.end()
    if done < len(text):
        pieces.append(_Piece(done, text[done:], even=True))
    parts = [folded(piece.text) for piece in pieces]
    starts = [0, *accumulate(map(len, parts))][: len(parts)]
    return "".join(parts), _Places(starts, pieces)


def _clusters(run: str) -> list[tuple[int, str]]:
    """A run as the smallest pieces that fold as they would together: a letter with its marks, a syllable with its parts."""
    pieces: list[tuple[int, str]] = []
    for at, char in enumerate(run):
        alone = folded(char)
        joins = bool(pieces) and (unicodedata.combining(alone[0]) > 0 or folded(pieces[-1][1] + char) != folded(pieces[-1][1]) + alone)
        if joins:
            pieces[-1] = (pieces[-1][0], pieces[-1][1] + char)
        else:
            pieces.append((at, char))
    return pieces
