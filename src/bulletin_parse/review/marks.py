"""The characters in which two copies of a text differ."""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz.distance import Levenshtein

from bulletin_parse.matching.pairing import folded

Spans = tuple[tuple[int, int], ...]  # places in a text, from 0, the end not included
LONGEST = 400  # characters of a text that is compared: titles and names are shorter


def differing(text: str | None, other: str | None) -> Spans:
    """Where a text has characters that another copy of it has not; where that has more, the character before.

    Width, spaces and the form of quotes, which no rule counts, make no difference if nothing else does.

    >>> differing("甲市医院上线智慧导珍", "甲市医院上线智慧导诊")
    ((9, 10),)
    """
    if not text or not other or folded(text) == folded(other) or max(len(text), len(other)) > LONGEST:
        return ()
    found = []
    for step in Levenshtein.opcodes(text, other):
        if step.tag in ("replace", "delete"):
            found.append((step.src_start, step.src_end))
        elif step.tag == "insert":
            found.append((max(step.src_start - 1, 0), max(step.src_start, 1)))
    return merged(found)


def merged(spans: Iterable[tuple[int, int]]) -> Spans:
    """Spans in order, those that touch as one."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return tuple(found)
