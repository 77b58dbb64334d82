"""Path shapes of links: what the addresses of one host have in common, and how a misread address is fitted to them.

A shape is a path with its varying parts named: ``/n1/{d4}/{d4}/c{d}-{d}.html``. ``{d}`` are digits, ``{x}`` hexadecimal
digits, ``{m}`` letters and digits mixed, each with a length or without; all else stands for itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from bulletin_parse.text.lazy import lazy_pattern
from bulletin_parse.text.lookalikes import AS_DIGITS_OF_A_SHAPE, AS_HEX_OF_A_SHAPE, FREQUENT, LIKE_SHAPE_DIGITS, LIKE_SHAPE_HEX, variants

_PART = lazy_pattern(r"\{([dxm])(\d*)\}")
_DIGIT_LIKE = f"[0-9{LIKE_SHAPE_DIGITS}]"
_HEX_LIKE = f"[0-9a-f{LIKE_SHAPE_HEX}]"
_MIXED = r"[A-Za-z0-9]"
# What a literal character may have been read as. Underscores run together, vanish under an underline or at a line's end, or leave a speck.
_LITERAL = {char: f"[{re.escape(variants(char))}]" for each in FREQUENT for char in each}
_LITERAL |= {"_": "[-_~ .:]?", ".": r"[.,·:]{1,2}", "-": "[-_—–]", "=": "[=﹦_-]{1,2}", "/": r"(?:/\||\|/|[/|])"}
_TOKEN = lazy_pattern(r"[A-Za-z0-9]+")
HEX = lazy_pattern(r"(?=\w*\d)(?=\w*[a-f])[0-9a-f]{8,}")
# 2026, 202603, 20260311, 0311, 03
_DATE = lazy_pattern(r"(?:19|20)\d\d(?:(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])?)?|(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])|0\d|[12]\d|3[01]")
_LETTERS_THEN_DIGITS = lazy_pattern(r"([A-Za-z]{1,8})(\d{2,})")


class Fit(NamedTuple):
    """A path as a shape has it, and which of its characters the shape says nothing of, as spans."""

    text: str
    open: tuple[tuple[int, int], ...]
    changes: int


def shape_of(path: str) -> str:
    """The shape of a link's path, query and fragment.

    >>> shape_of("/n1/2026/0311/c367653-41520906.html"), shape_of("/health/20260311/3aebc2a141f3d6c22788beb730def64a/c.html")
    ('/n{d}/{d4}/{d4}/c{d}-{d}.html', '/health/{d8}/{x32}/c.html')
    """
    return _TOKEN.sub(_part_of, path)


def _part_of(match: re.Match[str]) -> str:
    token = match[0]
    if token.isdigit():
        # Dates have a fixed length, other numbers grow.
        return f"{{d{len(token)}}}" if _DATE.fullmatch(token) else "{d}"
    if token.isalpha():
        return token
    if HEX.fullmatch(token):
        return f"{{x{len(token)}}}"
    if (parts := _LETTERS_THEN_DIGITS.fullmatch(token)) or (parts := re.fullmatch(r"([a-z])(\d)", token)):
        return f"{parts[1]}{{d{len(parts[2]) if len(parts[2]) == 8 and _DATE.fullmatch(parts[2]) else ''}}}"
    return f"{{m{len(token)}}}"


def fit(path: str, shape: str) -> Fit | None:
    """A path as a shape has it, or None if it is of another shape.

    >>> fit("/1oca1/dftj/202l1216/t20211216_504017648.shtm1", "/local/dftj/{d8}/t{d8}_{d}.shtml").text
    '/local/dftj/20211216/t20211216_504017648.shtml'
    """
    pattern, parts = _compiled(shape)
    match = pattern.fullmatch(path)
    if match is None:
        return None
    out, spans = "", []
    for at, (kind, literal) in enumerate(parts):
        read = match[f"p{at}"]
        if kind == "literal":
            out += literal
            continue
        if kind != "d":
            spans.append((len(out), len(out) + len(read)))
        if kind == "m":
            out += read
        else:
            out += read.translate(AS_DIGITS_OF_A_SHAPE if kind == "d" else AS_HEX_OF_A_SHAPE)
    return Fit(out, tuple(spans), _changes(path, out))


def _changes(path: str, out: str) -> int:
    from rapidfuzz.distance import Levenshtein

    return int(Levenshtein.distance(path, out))


@lru_cache(maxsize=4096)
def _compiled(shape: str) -> tuple[re.Pattern[str], tuple[tuple[str, str], ...]]:
    parts: list[tuple[str, str]] = []
    pattern, at = "", 0
    for match in [*_PART.finditer(shape), None]:
        literal = shape[at : match.start() if match else len(shape)]
        if literal:
            pattern += f"(?P<p{len(parts)}>{''.join([_LITERAL.get(character, re.escape(character)) for character in literal])})"
            parts.append(("literal", literal))
        if match:
            characters = {"d": _DIGIT_LIKE, "x": _HEX_LIKE, "m": _MIXED}[match[1]]
            pattern += f"(?P<p{len(parts)}>{characters}{{{match[2]}}})" if match[2] else f"(?P<p{len(parts)}>{characters}+)"
            parts.append((match[1], ""))
            at = match.end()
    return re.compile(pattern), tuple(parts)


def best_fit(path: str, shapes: Iterable[str]) -> Fit | None:
    """The fit with the fewest changes; None if no shape fits, or two that differ fit as well."""
    fits = [found for shape in shapes if (found := fit(path, shape))]
    if not fits:
        return None
    least = min(found.changes for found in fits)
    best = [found for found in fits if found.changes == least]
    if len({found.text for found in best}) > 1:
        return None
    return min(best, key=lambda found: len(found.open))
