"""How messages quote texts and number what they speak of."""

from __future__ import annotations

from collections.abc import Sequence

from bulletin_parse.addresses import steps_of
from bulletin_parse.models import Bulletin, Entry, Item
from bulletin_parse.text.folding import clean

MAX_QUOTED = 40  # characters of a text that a message quotes


def quoted(text: str) -> str:
    """The text's beginning in quotes."""
    short = clean(text)
    return f"“{short}”" if len(short) <= MAX_QUOTED else f"“{short[:MAX_QUOTED]}…”"


def number_at(bulletin: Bulletin, address: str) -> int | None:
    """The printed number of the item or entry that an address leads to or into; None for any other address, or none."""
    part, *rest = steps_of(address) if address else ("",)
    parts: Sequence[Item | Entry] = bulletin.items if part == "items" else bulletin.index if part == "index" else ()
    at = rest[0] if rest else None
    return parts[at].number if isinstance(at, int) and at < len(parts) else None
