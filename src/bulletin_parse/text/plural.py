"""Numbers with their nouns."""

from __future__ import annotations

_PLURALS = {"entry": "entries", "info": "info"}  # that are not made with an s


def counted(number: int, noun: str) -> str:
    """A number with its noun.

    >>> counted(1, "day"), counted(2, "day"), counted(2, "entry")
    ('1 day', '2 days', '2 entries')
    """
    return f"{number} {noun}" if number == 1 else f"{number} {_PLURALS.get(noun, f'{noun}s')}"
