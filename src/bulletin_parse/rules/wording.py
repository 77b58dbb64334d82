"""How messages quote texts."""

from __future__ import annotations

from bulletin_parse.text.folding import clean

MAX_QUOTED = 40  # characters of a text that a message quotes


def quoted(text: str) -> str:
    """The text's beginning in quotes."""
    short = clean(text)
    return f"“{short}”" if len(short) <= MAX_QUOTED else f"“{short[:MAX_QUOTED]}…”"
