"""The index's titles, to be found again in the body: word for word, or with a slip."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from bulletin_parse.matching.likeness import SAME_TITLE, most_alike
from bulletin_parse.parsing.numbering import NUMBER_CHARACTERS, Number, leading_number, section_number, spaced_number
from bulletin_parse.text.brackets import BESIDE_CLOSING, first_in_brackets, last_in_brackets
from bulletin_parse.text.bullets import BEFORE_ENTRIES, TITLE_BULLET
from bulletin_parse.text.folding import fold
from bulletin_parse.text.lazy import lazy_pattern

EXACT = 100.0
_BEGINNING = 2  # characters by which most texts are told from all titles
_AS_THEY_ARE = frozenset("【《“")  # marks that a folded text begins with as it does itself
LONGEST_TITLE = 160  # characters
SHORTEST_HALF = 4  # characters of a title's first half, for which an index may say it
_LAST_BRACKET = lazy_pattern(last_in_brackets(2, 30))
_FIRST_BRACKET = lazy_pattern(first_in_brackets(2, 30))


class Match(NamedTuple):
    """The number that a text begins with, the entry most like the rest, and how like, from 0 to 100; 0 below ``SAME_TITLE``."""

    number: Number | None
    entry: int | None
    likeness: float


class Titles:
    """The titles of an index in order.

    ``characters`` are the first ones of titles and of numbers before them: a text with another Han character in front is no title. ``end_sentences``: one of
    the titles ends with a full stop.
    """

    def __init__(self, titles: Sequence[str]) -> None:
        self.folded = [fold(title) for title in titles]
        self.end_sentences = "。\n" in "\n".join([*self.folded, ""])
        self._exact: dict[str, list[int]] = {}
        for entry, title in enumerate(self.folded):
            if title:
                self._exact.setdefault(title, []).append(entry)
        self._beginnings = {beginning for title in self._exact for beginning in (title[:_BEGINNING], title.lstrip("0123456789")[:_BEGINNING])}
        self._first_characters = {beginning[0] for beginning in self._beginnings if beginning}
        self.characters = self._first_characters | NUMBER_CHARACTERS

    def begins(self, text: str) -> bool:
        """Whether an entry's title may begin with a text's first characters, a bare number aside."""
        beginning = text.lstrip(BEFORE_ENTRIES).lstrip("0123456789 \u3000")[: 2 * _BEGINNING]
        return self.may_begin(beginning) and fold(beginning)[:_BEGINNING] in self._beginnings

    def same(self, text: str) -> bool:
        """Whether a text is an entry's title word for word."""
        return len(text) <= LONGEST_TITLE and self.may_begin(text) and fold(text) in self._exact

    def may_begin(self, text: str) -> bool:
        """Whether a title may begin as a text does, told by its first characters; Han characters, and some marks, are the same when they are folded."""
        first = text[:1]
        if not ("\u4e00" <= first <= "\u9fff" or first in _AS_THEY_ARE):
            return True
        return text[:_BEGINNING] in self._beginnings if "\u4e00" <= text[1:2] <= "\u9fff" else text[0] in self._first_characters

    def may_be_numbered(self, first: str) -> bool:
        """Whether a title, or the number before one, may begin with a text's first character; nearly all texts that do not are told by it."""
        return first in self.characters or not "\u4e00" <= first <= "\u9fff"

    def like(self, text: str) -> bool:
        """Whether a text is an entry's title, but for a slip."""
        return len(text) <= LONGEST_TITLE and self._entry_like(text, None)[1] >= SAME_TITLE

    def half(self, title: str) -> int | None:
        """The entry that says a title only up to its first space (聚焦“看病难” of 聚焦“看病难” 大理推出一码就诊), or None."""
        said, gap, _ = title.partition(" ")
        return next(iter(self._exact.get(fold(said), ())), None) if gap and len(said) >= SHORTEST_HALF else None

    def match(self, text: str) -> Match:
        """The entry that a title is.

        A glued number (3.6亿条数据) is none if the title is more like an entry with it; one without a character is one if only so it is an entry's.
        """
        number = leading_number(text)
        if number is None and (bullet := TITLE_BULLET.match(text)):
            text = text[bullet.end() :]
        entry, likeness = self._entry_like(text[number.end :] if number else text, number)
        if likeness == EXACT and (number is None or (number.form == "plain" and not number.glued)):
            return Match(number, entry, likeness)  # as most titles
        if number and (number.glued or number.form != "plain"):
            with_number, more = self._entry_like(text, None)
            if more > likeness:
                return Match(None, with_number, more)
        if number and number.glued and likeness < EXACT and (inner := section_number(text)):
            without, more = self._entry_like(text[inner.end :], inner)
            if more >= SAME_TITLE and more > likeness:
                return Match(inner, without, more)
        if number is None and likeness < EXACT and (bare := spaced_number(text)):
            without, more = self._entry_like(text[bare.end :], bare)
            if more >= SAME_TITLE and more > likeness:
                return Match(bare, without, more)
        if likeness < SAME_TITLE and text.rstrip()[-1:] in BESIDE_CLOSING and (bracket := _LAST_BRACKET.search(text)):
            # 标题（人民网）: the source may stand behind the title, as in the index
            without, more = self._entry_like(text[number.end if number else 0 : bracket.start()], number)
            return Match(number, without, more) if more >= SAME_TITLE else Match(number, entry, likeness)
        if likeness < SAME_TITLE and (bracket := _FIRST_BRACKET.match(text, number.end if number else 0)):
            without, more = self._entry_like(text[bracket.end() :], number)  # 【人民网】标题
            return Match(number, without, more) if more >= SAME_TITLE else Match(number, entry, likeness)
        return Match(number, entry, likeness)

    def _entry_like(self, title: str, number: Number | None) -> tuple[int | None, float]:
        words = fold(title)
        if not words or not self.folded:
            return None, 0.0
        if words in self._exact:
            return self._nearest(words, number), 100.0
        return most_alike(words, self.folded, SAME_TITLE) or (None, 0.0)

    def _nearest(self, words: str, number: Number | None) -> int:
        """Among entries with the same words, the one with the item's own place."""
        same = self._exact[words]
        return number.value - 1 if number and number.value - 1 in same else same[0]
