"""A search's words: what a person types, as an FTS5 expression and as patterns over folded text.

Words stand for items that hold all of them. ``"…"`` (or “…”) is a phrase, ``-`` before a word or phrase leaves out the items
that hold it, and ``*`` after a Latin word finds all words that begin so. Characters without meaning here part words and do no more.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from bulletin_parse.archive.store.terms import HAN, WORD, folded, terms_of_word
from bulletin_parse.errors import QueryError
from bulletin_parse.text.lazy import lazy_pattern
from bulletin_parse.text.lookalikes import AS_PLAIN_QUOTES

# A phrase of thousands of terms costs as many lists merged, and nobody types one.
LONGEST = 400

_TOKEN = lazy_pattern(r'(?P<minus>-)?(?:"(?P<phrase>[^"]*)"?(?P<open>\*)?|(?P<word>[^\s"]+))')
_LATIN = f"[^\\W_{HAN}]"


class Query(NamedTuple):
    """What to look for.

    ``expression`` is for FTS5's MATCH. ``patterns`` find each wanted word in a folded text, ``unwanted`` each word left out.
    """

    expression: str
    patterns: tuple[re.Pattern[str], ...]
    unwanted: tuple[re.Pattern[str], ...] = ()


def query_of(text: str) -> Query:
    """A query from the words that somebody typed.

    Raises:
        QueryError: no word is left to look for, or the query is longer than ``LONGEST`` characters.

    >>> query_of('医 智慧医院 "HL7 FHIR" DRG* -广告').expression
    '("医"* AND "智慧 慧医 医院" AND "hl7 fhir" AND "drg"*) NOT ("广告")'
    """
    if len(text) > LONGEST:
        raise QueryError(shown_query(text[:40]) + "…", f"the query has {len(text):,} characters; {LONGEST} are the most", remedy="Search for fewer words")
    wanted: list[tuple[str, re.Pattern[str]]] = []
    unwanted: list[tuple[str, re.Pattern[str]]] = []
    for token in _TOKEN.finditer(folded(text).translate(AS_PLAIN_QUOTES)):
        typed = token["phrase"] if token["word"] is None else token["word"]
        if words := list(WORD.finditer(typed)):
            is_open = bool(token["open"]) or (token["word"] is not None and typed.endswith("*"))
            (unwanted if token["minus"] else wanted).append((_phrase(words, is_open=is_open), _pattern(words, is_open=is_open)))
    if not wanted:
        reason = "it says only what to leave out" if unwanted else "there is no word in it to look for"
        raise QueryError(shown_query(text) or "the query", reason, remedy="Name at least one word of Han characters, letters or digits")
    expression = " AND ".join(phrase for phrase, _ in wanted)
    if unwanted:
        expression = f"({expression}) NOT ({' OR '.join(phrase for phrase, _ in unwanted)})"
    return Query(expression, tuple(pattern for _, pattern in wanted), tuple(pattern for _, pattern in unwanted))


def shown_query(text: str) -> str:
    """A query as a message shows it: in one line, without what a terminal would act on."""
    return "".join(char if char.isprintable() else "?" for char in text).strip()


def _phrase(words: Sequence[re.Match[str]], *, is_open: bool) -> str:
    """Words that stand together as an FTS5 phrase.

    A run of Han characters at the end leaves out its last term, which says that the run ends there; one character is a beginning.
    """
    terms = [term for word in words for term in terms_of_word(word)]
    last = words[-1]
    if last["han"]:
        is_open = len(last[0]) == 1
        terms = terms if is_open else terms[:-1]
    return f'"{" ".join(terms)}"{"*" if is_open else ""}'


def _pattern(words: Sequence[re.Match[str]], *, is_open: bool) -> re.Pattern[str]:
    """The same over folded text: what the index finds, this finds, and nothing else."""
    parts: list[str] = []
    for at, word in enumerate(words):
        if at:
            # Two runs of Han characters are two only if something parts them.
            parts.append(r"[\W_]+" if word["han"] and words[at - 1]["han"] else r"[\W_]*")
        if word["han"]:
            parts.append(word[0])
        else:
            parts.append(f"(?<!{_LATIN}){word[0]}" + ("" if is_open and at == len(words) - 1 else f"(?!{_LATIN})"))
    return re.compile("".join(parts))
