"""What an export came to, and what it leaves out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple


class Exported(NamedTuple):
    """What was written.

    Args:
        path: the file or folder.
        bulletins: how many.
        left_out: what the form does not hold or had to change, one clause each; empty if it holds everything.
    """

    path: str
    bulletins: int
    left_out: tuple[str, ...] = ()


def noted(always: Iterable[str], counts: Counter[str]) -> tuple[str, ...]:
    """Clauses for an ``Exported``: what a form never holds, and what happened so many times."""
    return (*always, *(f"{count:,} {words}" for words, count in counts.items() if count))
