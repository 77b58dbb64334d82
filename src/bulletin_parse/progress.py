"""How far a run over files is, in a notebook's cell."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sized
from contextlib import closing, contextmanager
from typing import Any

from bulletin_parse.errors import BulletinError
from bulletin_parse.text.language import ENGLISH, joined, language_of_displays, said
from bulletin_parse.text.wording import counted

SECONDS = 0.25  # between two drawings

Display = Callable[..., Any]


class NotebookBar:
    """A bar under the cell, which leaves a line of figures there; IPython, which a notebook has, does the drawing.

    Args:
        display: of ``IPython.display``.
        total: how many files there are; None where nobody knows.
    """

    def __init__(self, display: Display, total: int | None) -> None:
        self._total = total
        self._drawn = 0.0
        self._handle = display(self._bundle(0, {}), raw=True, display_id=True)

    def show(self, through: int, counts: Mapping[str, int]) -> None:
        """Moves the bar on, a few times a second.

        Args:
            through: how many files are done with.
            counts: what became of them.
        """
        if time.monotonic() - self._drawn > SECONDS:
            self._drawn = time.monotonic()
            self._handle.update(self._bundle(through, counts), raw=True)

    def end(self, through: int, counts: Mapping[str, int]) -> None:
        """Takes the bar away, and leaves the figures."""
        self._handle.update(self._bundle(through, counts, done=True), raw=True)

    def _bundle(self, through: int, counts: Mapping[str, int], *, done: bool = False) -> dict[str, str]:
        """The figures as text and as HTML; there is nothing but numbers and words of ours in them."""
        text = line_of(through, None if done else self._total, counts, language_of_displays())
        bar = "" if done else f'<progress value="{through}" max="{self._total}"></progress> ' if self._total else "<progress></progress> "
        return {"text/plain": text, "text/html": f"<div>{bar}{text}</div>"}


class ReadingBar:
    """A bar for files that are read one after the other; where there is no notebook it does nothing.

    Args:
        total: as for ``NotebookBar``.
    """

    def __init__(self, total: int | None) -> None:
        display = notebook_display()
        self._bar = NotebookBar(display, total) if display else None
        self._through = self._rejected = 0

    def advance(self, *, rejected: bool) -> None:
        """Counts a file that was read, or was not."""
        self._through += 1
        self._rejected += rejected
        if self._bar:
            self._bar.show(self._through, self._counts())

    def close(self) -> None:
        """Leaves the figures."""
        if self._bar:
            self._bar.end(self._through, self._counts())

    def _counts(self) -> dict[str, int]:
        return {"read": self._through - self._rejected, "rejected": self._rejected}


@contextmanager
def watching(files: object, advanced: Callable[[BulletinError | None], object] | None) -> Iterator[Callable[[BulletinError | None], object]]:
    """What is told after each file, with the error of one that was not read: the function that is given, else a bar.

    Args:
        files: what is read, to count it.
        advanced: the caller's own; None for a bar under the cell in a notebook, and nothing elsewhere.
    """
    if advanced:
        yield advanced
        return
    with closing(ReadingBar(total_of(files))) as bar:
        yield lambda error: bar.advance(rejected=error is not None)


def line_of(through: int, total: int | None, counts: Mapping[str, int], language: str = ENGLISH) -> str:
    """The figures in a line.

    >>> line_of(3, 12, {"read": 2, "rejected": 1})
    '3 of 12 files done: 2 read, 1 rejected'
    >>> line_of(1, None, {"read": 0})
    '1 file: none read'
    """
    files = counted(through, "file") if total is None else f"{through:,} of {counted(total, 'file')} done"
    told = [f"{count:,} {what}" if language == ENGLISH else f"{said(what, language)} {count:,}" for what, count in counts.items() if count]
    return joined([said(files, language), joined(told or [said("none read", language)], language=language)], ": ", language)


def total_of(files: object) -> int | None:
    """How many files there are, if that can be told without reading on."""
    return len(files) if isinstance(files, Sized) else None


def notebook_display() -> Display | None:
    """What draws under the cell of a notebook; None elsewhere."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    return ipython.display.display if ipython and hasattr(shell, "kernel") else None
