"""Numbers with their nouns."""

from __future__ import annotations

_SAME = ("info",)  # no plural


def counted(number: int, noun: str) -> str:
    """A number with its noun.

    >>> counted(1, "day"), counted(2, "day")
    ('1 day', '2 days')
    """
    return f"{number} {noun}" if number == 1 or noun in _SAME else f"{number} {noun}s"
