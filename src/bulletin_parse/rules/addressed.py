"""What an address of a value leads to: a printed number, or a value that recognition leaves open."""

from __future__ import annotations

from collections.abc import Sequence

from bulletin_parse.addresses import steps_of
from bulletin_parse.models import Bulletin, Entry, Item


def number_at(bulletin: Bulletin, address: str) -> int | None:
    """The printed number of the item or entry that an address leads to or into; None for any other address, or none."""
    part, *rest = steps_of(address) if address else ("",)
    parts: Sequence[Item | Entry] = bulletin.items if part == "items" else bulletin.index if part == "index" else ()
    at = rest[0] if rest else None
    return parts[at].number if isinstance(at, int) and at < len(parts) else None


def has_open_doubt(bulletin: Bulletin, *fields: str) -> bool:
    """Whether OCR read two copies of one of some fields differently; BP906 reports it, and rules that would compare them are silent.

    Args:
        bulletin: the record.
        fields: the addresses of the values (``items[2].title``).
    """
    return any(doubt.copies_differ and doubt.field in fields for doubt in bulletin.doubts)
