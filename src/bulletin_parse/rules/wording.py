"""How messages say numbers and quote texts."""

from __future__ import annotations

from bulletin_parse.text.folding import clean

MAX_QUOTED = 40  # characters of a text that a message quotes


def counted(number: int, noun: str) -> str:
    """A number with its noun.

    >>> counted(1, "day"), counted(2, "day")
    ('1 day', '2 days')
    """
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def quoted(text: str) -> str:
    """The text's beginning in quotes."""
    short = clean(text)
    return f"“{short}”" if len(short) <= MAX_QUOTED else f"“{short[:MAX_QUOTED]}…”"
