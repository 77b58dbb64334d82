"""Fields whose copies OCR read differently, so that nobody can say whether they are printed so: comparing them would be guessing."""

from __future__ import annotations

from bulletin_parse.models import Bulletin


def is_undecided(bulletin: Bulletin, *fields: str) -> bool:
    """Whether OCR leaves open what one of some fields says; BP906 reports it then, and rules that compare them are silent.

    Args:
        bulletin: the record.
        fields: the addresses of the values (``items[2].title``).
    """
    return any(doubt.copies_differ and doubt.field in fields for doubt in bulletin.doubts)
