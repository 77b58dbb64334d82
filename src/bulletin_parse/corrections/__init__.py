"""What people correct in records: a file of corrections to keep beside the archive, and what it makes of a record.

>>> from bulletin_parse.corrections import Reviewer, corrected
>>> said = Reviewer(bulletin, by="甲").set("items[0].source", "新华网", why="so printed")  # doctest: +SKIP
>>> corrected(bulletin, [said]).items[0].source  # doctest: +SKIP
'新华网'

A correction holds what was read; where something else is read by now it is not made, and BP907 says so. ``uncorrected`` gives back
what was read, byte for byte.
"""

from __future__ import annotations

from bulletin_parse.corrections.applying import DOES_NOT_FIT, MADE, NOT_NEEDED, Applied, CorrectionOutcome, applied, corrected
from bulletin_parse.corrections.collection import NONE, Corrections
from bulletin_parse.corrections.correction import Accept, Add, Correction, Join, Move, Parting, Piece, Place, Remove, Set
from bulletin_parse.corrections.draft import uncorrected
from bulletin_parse.corrections.file import EditedFile, conflicts_of, editing_corrections, load_corrections
from bulletin_parse.corrections.rebinding import Rebound, rebound
from bulletin_parse.corrections.reviewer import UNSEEN, Reviewer
from bulletin_parse.corrections.tracing import corrected_fields

__all__ = [
    "DOES_NOT_FIT",
    "MADE",
    "NONE",
    "NOT_NEEDED",
    "UNSEEN",
    "Accept",
    "Add",
    "Applied",
    "Correction",
    "CorrectionOutcome",
    "Corrections",
    "EditedFile",
    "Join",
    "Move",
    "Parting",
    "Piece",
    "Place",
    "Rebound",
    "Remove",
    "Reviewer",
    "Set",
    "applied",
    "conflicts_of",
    "corrected",
    "corrected_fields",
    "editing_corrections",
    "load_corrections",
    "rebound",
    "uncorrected",
]
