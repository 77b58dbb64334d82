"""How far an ingest is, in a notebook's cell."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from os import PathLike
from typing import Any

from bulletin_parse.archive.ingest.run import Tally, Watcher, total_of
from bulletin_parse.text.wording import counted

SECONDS = 0.25  # between two drawings


class NotebookProgress(Watcher):
    """Draws a bar under the cell, and leaves a line of figures there; IPython, which a notebook has, does the drawing.

    Args:
        paths: what is ingested, to count the files beforehand.
        display: of ``IPython.display``.
    """

    def __init__(self, paths: Sequence[str | PathLike[str]], display: Any) -> None:
        self._paths = paths
        self._display = display
        self._handle: Any = None
        self._drawn = 0.0

    def begun(self, tally: Tally) -> None:
        """Counts the files, and draws the bar."""
        tally.total = total_of(self._paths)
        self._handle = self._display(_bundle(tally), raw=True, display_id=True)

    def advanced(self, tally: Tally) -> None:
        """Moves the bar on, a few times a second."""
        if self._handle and time.monotonic() - self._drawn > SECONDS:
            self._drawn = time.monotonic()
            self._handle.update(_bundle(tally), raw=True)

    def ended(self, tally: Tally) -> None:
        """Leaves the figures."""
        if self._handle:
            self._handle.update(_bundle(tally, done=True), raw=True)


def watcher_here(paths: Sequence[str | PathLike[str]]) -> Watcher:
    """In a notebook a watcher that shows how far the run is, elsewhere one that says nothing."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    return NotebookProgress(paths, ipython.display.display) if ipython and hasattr(shell, "kernel") else Watcher()


def _bundle(tally: Tally, *, done: bool = False) -> dict[str, str]:
    """The figures as text and as HTML; there is nothing but numbers in them."""
    files = f"{tally.through:,} of {counted(tally.total, 'file')}" if tally.total is not None and not done else counted(tally.through, "file")
    parts = ((tally.read, "read"), (tally.unchanged, "unchanged"), (tally.rejected, "rejected"), (tally.ignored, "left out"))
    said = f"{files}: {', '.join([f'{count:,} {what}' for count, what in parts if count]) or 'none read'}"
    bar = "" if done else f'<progress value="{tally.through}" max="{tally.total}"></progress> ' if tally.total else "<progress></progress> "
    return {"text/plain": said, "text/html": f"<div>{bar}{said}</div>"}
