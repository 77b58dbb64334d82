"""Text to search terms: pairs of Han characters, and whole words of anything else.

Chinese prints no space between words, and SQLite's tokenizers either take a whole run of Han characters for one word or
(trigram) cannot find words of one or two. Here each Han character gives a term of itself and the next Han character;
the last of a run stands alone. So 医保 is a term, one character is the beginning of a term, and a longer word is a phrase
of terms. Words of Latin letters and digits are terms as they are, folded.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

# Ideographs with their extensions, compatibility forms, 〇 and the iteration mark.
_HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_WORD = re.compile(f"(?P<han>[{_HAN}]+)|[^\\W_{_HAN}]+")
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def terms_of(text: str) -> str:
    """The terms of a text, parted by spaces, as the search index stores them.

    >>> terms_of("推进医保DRG2.0改革")
    '推进 进医 医保 保 drg2 0 改革 革'
    """
    return " ".join(_terms(folded(text)))


def folded(text: str) -> str:
    """The text as it is searched: width, case and compatibility forms do not count."""
    return _LONE_SURROGATE.sub("\ufffd", text if text.isascii() else unicodedata.normalize("NFKC", text)).casefold()


def phrases_of(query: str) -> list[str]:
    """Each word of a query as an FTS5 phrase; a run of Han characters is one word.

    >>> phrases_of("医 医保 智慧医院 DRG")
    ['"医"*', '"医保"', '"智慧 慧医 医院"', '"drg"']
    """
    return [_phrase(word) for chunk in folded(query).split() if (word := list(_WORD.finditer(chunk)))]


def _phrase(words: list[re.Match[str]]) -> str:
    """Words that stand together as one phrase; a Han run at the end leaves its last term open."""
    terms: list[str] = []
    for match in words:
        terms += _of_word(match)
    last = words[-1]
    if not last["han"]:
        return f'"{" ".join(terms)}"'
    if len(last[0]) > 1:
        return f'"{" ".join(terms[:-1])}"'
    return f'"{" ".join(terms)}"*'


def _terms(text: str) -> Iterator[str]:
    for match in _WORD.finditer(text):
        yield from _of_word(match)


def _of_word(match: re.Match[str]) -> list[str]:
    word = match[0]
    return [word[at : at + 2] for at in range(len(word))] if match["han"] else [word]
