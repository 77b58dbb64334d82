"""Text to search terms: pairs of Han characters, and whole words of anything else.

Chinese prints no space between words, and SQLite's tokenizers either take a whole run of Han characters for one word or
(trigram) cannot find words of one or two. Here each Han character gives a term of itself and the next Han character;
the last of a run stands alone. So 医保 is a term, one character is the beginning of a term, and a longer word is a phrase
of terms. Words of Latin letters and digits are terms as they are, folded.
"""

from __future__ import annotations

import re
import unicodedata
from operator import add

from bulletin_parse.text.lazy import lazy_pattern

# Ideographs with their extensions, compatibility forms, 〇 and the iteration mark.
HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
WORD = lazy_pattern(f"(?P<han>[{HAN}]+)|[^\\W_{HAN}]+")
# Counts up when the same text gives other terms: archives then make their search index anew.
TERMS_VERSION = 1
LONE_SURROGATE = lazy_pattern("[\ud800-\udfff]")


def terms_of(text: str) -> str:
    """The terms of a text, parted by spaces, as the search index stores them.

    >>> terms_of("推进医保DRG2.0改革")
    '推进 进医 医保 保 drg2 0 改革 革'
    """
    terms: list[str] = []
    for match in WORD.finditer(folded(text)):
        terms += terms_of_word(match)
    return " ".join(terms)


def folded(text: str) -> str:
    """The text as it is searched: width, case and compatibility forms do not count."""
    return LONE_SURROGATE.sub("\ufffd", text if text.isascii() else unicodedata.normalize("NFKC", text)).casefold()


def terms_of_word(match: re.Match[str]) -> list[str]:
    """The terms of one match of ``WORD`` in a folded text."""
    word = match[0]
    return [*map(add, word, word[1:]), word[-1]] if match["han"] else [word]
