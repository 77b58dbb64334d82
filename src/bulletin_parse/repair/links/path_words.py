"""The pieces of a path on a host of which nothing is known: extensions, words, numbers, hexadecimal and other identifiers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from bulletin_parse.repair.links.shapes import HEX
from bulletin_parse.text.lazy import lazy_pattern
from bulletin_parse.text.lookalikes import AS_DIGITS, AS_DIGITS_OF_A_DATE, AS_LETTERS, AS_LOOK, LEADING, LIKE_DATE_DIGITS, LONE

_TOKEN = lazy_pattern(r"[A-Za-z0-9|!]+")
_EXTENSIONS = ("html", "shtml", "htm", "xhtml", "jhtml", "phtml", "dhtml", "shtm", "jsp", "aspx", "asp", "php", "pdf", "do")
_BY_LOOK = {extension.translate(AS_LOOK): extension for extension in _EXTENSIONS}
_INITIAL = "(?:zh|ch|sh|[bpmfdtnlgkhzcsryw])"
_FINAL = "(?:iang|iong|uang|ang|eng|ing|ong|iao|ian|uai|uan|ai|ei|ao|ou|an|en|er|ia|ie|iu|in|ua|uo|ui|un|ue|ve|[aeiouv])"
_PALATAL = "[jqx](?:iang|iong|iao|ian|ing|ia|ie|iu|in|i|uan|ue|un|u)"  # no other vowel follows j, q or x
_PINYIN = lazy_pattern(rf"(?:{_INITIAL}{_FINAL}|{_PALATAL}){{2,}}")
_NAMED_NUMBER = lazy_pattern(r"([a-z]{3,})\d{2,}")  # col1202101: a word and its number, whose letters are none of its digits
_NAMED_ID = lazy_pattern(r"[A-Za-z]*[a-z](?<!ie)(?<!chi)(?<!bui)(?<!wor)(?<!o)ld")  # articleld=, Typeld=, but field=, yield=, child=, build=, world=, old=
_CAMEL = lazy_pattern(r"[A-Z]?[a-z]+")
_WORD_ID = lazy_pattern(r"([A-Za-z][A-Za-z01|]{2,})[Il1|]D")
# Identifiers of both cases have more capitals than one among so many small letters.
_SMALL_WITH_O = lazy_pattern(r"(?=(?:[0-9O]*[a-z]){6})(?=[a-zO]*[0-9])[a-z0-9]+O[a-z0-9]+")
# A word has at least this many letters, and at most this many digits were letters.
WORD_LETTERS, WORD_DIGITS = 4, 2
# Shorter extensions end many a word.
LONGEST_GLUED = 3
# A number has at least this many digits for each letter in it.
DIGITS_A_LETTER = 3
# Bulletins of this year and later are not dated in links.
YEARS_END = 2050
_DIGIT = f"[0-9{LIKE_DATE_DIGITS}]"
# A date among folders: /2021/08/14/, /2021-08/14/, /202108/14/, /20210814/, a month or day with a letter keeping a digit.
_DATED = lazy_pattern(
    rf"""
    (?<![A-Za-z0-9|!])
    (?P<year>[2Z][0OoQD]{_DIGIT}{{2}})
    [-/_]?
    (?P<month>{_DIGIT}{{2}})
    (?:[-/_]?(?P<day>{_DIGIT}{{2}}))?
    (?![A-Za-z0-9|!])
    """,
    re.VERBOSE,
)


class Tokens(NamedTuple):
    """A path with its tokens repaired, the spans of identifiers that nothing can confirm, those of repaired numbers, and the reasons."""

    text: str
    open: list[tuple[int, int]]
    numbers: list[tuple[int, int]]
    reasons: list[str]


def repaired_tokens(printed: str, words: AbstractSet[str]) -> Tokens:
    """A path's tokens, each repaired as its kind wants it.

    >>> repaired_tokens("/hea1th/2026O311/c_7335265102.htm1", {"health"}).text
    '/health/20260311/c_7335265102.html'
    """
    path = mend_dates(printed)
    out, at = "", 0
    open_: list[tuple[int, int]] = []
    numbers: list[tuple[int, int]] = []
    reasons = ["a date has no letters"] if path != printed else []
    for match in _TOKEN.finditer(path):
        out += path[at : match.start()]
        token, at = match[0], match.end()
        is_last = not re.search(r"[A-Za-z0-9/]", re.split(r"[?#]", path[at:], maxsplit=1)[0])
        extension = _BY_LOOK.get(token.translate(AS_LOOK)) if is_last and path[match.start() - 1 : match.start()] == "." else None
        repaired = extension or (_undotted(token, words) if is_last else None) or repaired_token(token, words)
        if path[at : at + 1] == "=" and _NAMED_ID.fullmatch(repaired) and repaired not in words:
            repaired = f"{repaired[:-2]}Id"
        if repaired != token:
            reasons.append(f"files end in .{repaired}" if extension else _why(repaired))
            if not extension and _is_number(repaired):
                numbers.append((len(out), len(out) + len(repaired)))
        if not extension and _is_identifier(repaired, words):
            open_.append((len(out), len(out) + len(repaired)))
        out += repaired
    return Tokens(out + path[at:], open_, numbers, reasons)


def mend_dates(path: str) -> str:
    """A path whose dates have digits only.

    >>> [mend_dates(path) for path in ("/2021-O8/l4/c.html", "/Z02108/14/", "/2021/08/l4/", "/2021/so/14/", "/202l/yl/")]
    ['/2021-08/14/c.html', '/202108/14/', '/2021/08/14/', '/2021/so/14/', '/202l/yl/']
    """
    return _DATED.sub(_as_date, path)


def _as_date(match: re.Match[str]) -> str:
    parts = [match[name] for name in ("year", "month", "day") if match[name]]
    year, month, *day = [int(part.translate(AS_DIGITS_OF_A_DATE)) for part in parts]
    is_read = all(any(char.isdigit() for char in part) for part in parts)
    return match[0].translate(AS_DIGITS_OF_A_DATE) if is_read and year < YEARS_END and 1 <= month <= 12 and all(1 <= each <= 31 for each in day) else match[0]


def _undotted(token: str, words: AbstractSet[str]) -> str | None:
    """A word with its extension behind it, where the dot between them was lost: newshtm1."""
    for look, extension in _BY_LOOK.items():
        name = token[: -len(look)]
        if len(look) > LONGEST_GLUED and token.translate(AS_LOOK).endswith(look) and name in words and token not in words:
            return f"{name}.{extension}"
    return None


def repaired_token(token: str, words: AbstractSet[str]) -> str:
    """A token of letters and digits with those of its characters exchanged that its kind cannot have.

    >>> [repaired_token(token, {"local"}) for token in ("1oca1", "202OO3112", "8702987a6lld6c38", "heaIthy", "n1", "html5", "x9K1lq", "aURLwxvI")]
    ['local', '202003112', '8702987a611d6c38', 'healthy', 'n1', 'html5', 'x9K1lq', 'aURLwxvI']
    """
    if token.isdigit() or token in words:
        return token
    for read in (_as_known_word, _as_number_with_o, _as_words_together, _as_letters, _as_number, _as_hexadecimal, _as_unknown_word):
        if (found := read(token, words)) is not None:
            return found
    return token


def _as_known_word(token: str, words: AbstractSet[str]) -> str | None:
    """A word that the lexicon has, alone or with others or ID behind it."""
    as_word = token.translate(AS_LETTERS)
    if as_word in words:
        return as_word
    if as_word[:1] == "l" and f"i{as_word[1:]}" in words:
        return f"I{as_word[1:]}"  # Item, Index, Info: no word begins with an l before such a character
    return _with_capital_i(token, words) or _with_id(token, words)


def _as_number_with_o(token: str, words: AbstractSet[str]) -> str | None:  # noqa: ARG001  # one of several ways to read a token
    """Small letters and digits among which a capital O is a zero."""
    return token.replace("O", "0") if _SMALL_WITH_O.fullmatch(token) else None


def _as_words_together(token: str, words: AbstractSet[str]) -> str | None:
    """Words of the lexicon, each with a capital: newsDetail."""
    as_word = token.translate(AS_LETTERS)
    parts = _CAMEL.findall(as_word)
    return as_word if len(parts) > 1 and "".join(parts) == as_word and _are_words(token, parts, words) else None


def _as_letters(token: str, words: AbstractSet[str]) -> str | None:
    """Letters alone, or a word of the lexicon with a number behind it, which stays.

    A capital I among small letters is an l; names begin with capitals, words in capitals keep theirs, and an identifier of both cases
    (aURLwxvI) may have any.
    """
    if token.isalpha():
        if any(char.isupper() and char != "I" for char in token[1:]):
            return token
        return re.sub(r"(?<=[a-z])I(?=[a-z]|\Z)|\AI(?=[a-z]{3})", "l", token) if re.search(r"[a-z]I|\AI[a-z]", token) and token.count("I") <= 2 else token
    name = _NAMED_NUMBER.fullmatch(token)
    return token if name and name[1] in words else None


def _as_number(token: str, words: AbstractSet[str]) -> str | None:  # noqa: ARG001  # one of several ways to read a token
    """A number, or one behind a letter: c14739, t20260311."""
    digits, number = _digits(token), token.translate(AS_DIGITS)
    if number.isdigit() and digits >= DIGITS_A_LETTER * (len(token) - digits):
        return number
    is_behind_letter = token[0].isalpha() and number[1:].isdigit() and digits >= DIGITS_A_LETTER * max(len(token) - 1 - digits, 1)
    return token[0] + number[1:] if is_behind_letter else None


def _as_hexadecimal(token: str, words: AbstractSet[str]) -> str | None:  # noqa: ARG001  # one of several ways to read a token
    """A hexadecimal identifier, a quarter of which are digits."""
    read = token.translate(AS_DIGITS)
    return read if HEX.fullmatch(read) and _digits(token) * 4 >= len(token) else None


def _as_unknown_word(token: str, words: AbstractSet[str]) -> str | None:  # noqa: ARG001  # one of several ways to read a token
    """A word that no lexicon has: pinyin, or small letters with what looks like one between them."""
    digits, as_word = _digits(token), token.translate(AS_LETTERS)
    if digits > WORD_DIGITS or len(token) - digits < WORD_LETTERS:
        return None
    return as_word if is_pinyin(as_word) or re.fullmatch(r"[a-z]+(?:[10|!][a-z]+)+", token) else None


def _digits(token: str) -> int:
    return sum(char.isdigit() for char in token)


def _with_capital_i(token: str, words: AbstractSet[str]) -> str | None:
    """The token with a capital I for its l before an n, if it is then made of words: Showlnfo, ShowInfo, classlndex."""
    at = token.find("ln", 1)
    repaired = token if at < 0 else f"{token[:at]}I{token[at + 1 :]}"
    parts = _CAMEL.findall(repaired)
    return repaired if len(parts) > 1 and "".join(parts) == repaired and all(part.lower() in words for part in parts) else None


def _with_id(token: str, words: AbstractSet[str]) -> str | None:
    """A word and ID behind it: C1assID, InfolD."""
    named = _WORD_ID.fullmatch(token)
    if named is None:
        return None
    head = named[1]
    word = next((way for way in (head, head.translate(AS_LETTERS)) if way.lower() in words), None)
    return f"{word}ID" if word else None


def _are_words(token: str, parts: Sequence[str], words: AbstractSet[str]) -> bool:
    """Whether those parts of a token that had digits are words: hea1thWorker."""
    at, repaired = 0, []
    for part in parts:
        if not token[at : at + len(part)].isalpha():
            repaired.append(part.lower())
        at += len(part)
    return bool(repaired) and all(part in words for part in repaired)


def is_pinyin(word: str) -> bool:
    """Whether small letters are two syllables of Chinese or more.

    >>> is_pinyin("linchuan"), is_pinyin("luming"), is_pinyin("health"), is_pinyin("lan")
    (True, True, False, False)
    """
    return bool(_PINYIN.fullmatch(word))


def _is_identifier(token: str, words: AbstractSet[str]) -> bool:
    """Whether nothing tells which characters a token must have: it is no word, no syllables, and no number."""
    if len(token) == 1:
        return token in LONE
    if token.isdigit() or token in words or is_pinyin(token):
        return False
    if token[0].isalpha() and token[1:].isdigit():
        # /y1/ may be /yl/; c1 and n1 stand in shapes that are known.
        return token[0] in LEADING or token[1:] in ("0", "1")
    parts = _CAMEL.findall(token)
    return not (len(parts) > 1 and "".join(parts) == token and all(part.lower() in words for part in parts))


def _is_number(token: str) -> bool:
    return token.isdigit() or token[1:].isdigit() or bool(HEX.fullmatch(token))


def _why(repaired: str) -> str:
    if repaired.isdigit() or repaired[1:].isdigit():
        return "a number has no letters"
    return "a hexadecimal number has no such letters" if HEX.fullmatch(repaired) else "a word has no digits"
