"""Patterns that are compiled when they are first used.

A file needs half of them, and those with wide ranges of Han characters take a millisecond each to compile, or are kept from an earlier run (``compiled``).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any, AnyStr, cast

from bulletin_parse.text.compiled import PATTERNS

_METHODS = ("match", "fullmatch", "search", "findall", "finditer", "split", "sub", "subn")
# How many texts are looked through for a pattern's words before it is compiled all the same: then they have cost what it costs. Where it is kept from
# an earlier run it costs a hundredth of that.
_SPARED, _SPARED_KEPT = 5_000, 50


class _Lazy:
    """Stands for a pattern. From its first use on it has the methods of the compiled one, so that no call costs more."""

    def __init__(self, pattern: str | bytes, flags: int) -> None:
        self.pattern = pattern
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        return getattr(self._compiled(), name)

    def _compiled(self) -> re.Pattern[Any]:
        """The pattern, compiled; its methods stand in the place of these from now on."""
        compiled = PATTERNS.pattern(self.pattern, self._flags)
        for method in _METHODS:
            setattr(self, method, getattr(compiled, method))
        return compiled

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        return lazy_pattern, (self.pattern, self._flags)


class _Worded(_Lazy):
    """Stands for a pattern that matches no text without one of its words; it is compiled for the first text that has the characters of one."""

    def __init__(self, pattern: str | bytes, flags: int, words: tuple[str, ...]) -> None:
        super().__init__(pattern, flags)
        self._words = words
        self._needed: dict[str, list[str]] = {}
        self._spared, self._most = 0, _SPARED_KEPT

    def match(self, text: str, *span: int) -> Any:
        return self._compiled().match(text, *span) if self.may_match(text, span) else None

    def fullmatch(self, text: str, *span: int) -> Any:
        return self._compiled().fullmatch(text, *span) if self.may_match(text, span) else None

    def search(self, text: str, *span: int) -> Any:
        return self._compiled().search(text, *span) if self.may_match(text, span) else None

    def finditer(self, text: str, *span: int) -> Iterator[re.Match[str]]:
        return self._compiled().finditer(text, *span) if self.may_match(text, span) else iter(())

    def may_match(self, text: str, span: tuple[int, ...] = ()) -> bool:
        """Whether a text has all characters of a word; nearly always it has not even the one that is looked for first."""
        self._spared += 1
        if not self._needed:  # and not by the count alone: another thread may be making them
            self._needed = _by_one_of_each(_least(self._words))
        elif self._spared > self._most:
            if self._most == _SPARED or PATTERNS.has(self.pattern, self._flags):
                return True
            self._most = _SPARED
        if span:
            text = text[slice(*span)] if len(span) > 1 else text[span[0] :]
        for first in filter(text.__contains__, self._needed):
            for word in self._needed[first]:
                if all(map(text.__contains__, word)):
                    return True
        return False

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        return lazy_pattern, (self.pattern, self._flags, self._words)


def may_match(pattern: re.Pattern[str], text: str) -> bool:
    """Whether a pattern may match somewhere in a text, or in a part of it: False where the text has not the characters of one of the pattern's words."""
    return pattern.may_match(text) if isinstance(pattern, _Worded) else True


def _least(words: Sequence[str]) -> list[set[str]]:
    """The characters of each word, those of words aside that have all of another's."""
    least: list[set[str]] = []
    for word in sorted(words, key=len):
        characters = set(word)
        if not any(other <= characters for other in least):
            least.append(characters)
    return least


def _by_one_of_each(words: Sequence[set[str]]) -> dict[str, list[str]]:
    """The words by a character that each of them has: of each that which most words share."""
    shared = Counter([char for word in words for char in word])
    found: dict[str, list[str]] = {}
    for word in words:
        found.setdefault(max(word, key=lambda char: (shared[char], char)), []).append("".join(sorted(word)))
    return found


def lazy_pattern(pattern: AnyStr, flags: int = 0, words: Sequence[str] = ()) -> re.Pattern[AnyStr]:
    """What ``re.compile`` gives, compiled when one of its methods is first asked for.

    The functions of ``re`` do not take it in a pattern's place; its own methods do what they do.

    Args:
        pattern: as for ``re.compile``.
        flags: as for ``re.compile``.
        words: words of which whatever matches has one, spaces between its characters or none, in just these letters. Until a text comes that has the
            characters of one, ``match``, ``fullmatch``, ``search`` and ``finditer`` find nothing and compile nothing.

    >>> lazy_pattern("[一二三]期").search("第三期").group()
    '三期'
    """
    return cast("re.Pattern[AnyStr]", _Worded(pattern, flags, tuple(words)) if words else _Lazy(pattern, flags))
