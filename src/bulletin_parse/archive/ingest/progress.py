"""How far an ingest is, in a notebook's cell."""

from __future__ import annotations

from collections.abc import Sequence
from os import PathLike

from bulletin_parse.archive.ingest.run import Tally, Watcher, total_of
from bulletin_parse.progress import Display, NotebookBar, notebook_display


class NotebookProgress(Watcher):
    """Draws a bar under the cell, and leaves a line of figures there.

    Args:
        paths: what is ingested, to count the files beforehand.
        display: of ``IPython.display``.
    """

    def __init__(self, paths: Sequence[str | PathLike[str]], display: Display) -> None:
        self._paths = paths
        self._display = display
        self._bar: NotebookBar | None = None

    def begun(self, tally: Tally) -> None:
        """Counts the files, and draws the bar."""
        tally.total = total_of(self._paths)
        self._bar = NotebookBar(self._display, tally.total)

    def advanced(self, tally: Tally) -> None:
        """Moves the bar on."""
        if self._bar:
            self._bar.show(tally.through, _counts(tally))

    def ended(self, tally: Tally) -> None:
        """Leaves the figures."""
        if self._bar:
            self._bar.end(tally.through, _counts(tally))


def watcher_here(paths: Sequence[str | PathLike[str]]) -> Watcher:
    """In a notebook a watcher that shows how far the run is, elsewhere one that says nothing."""
    display = notebook_display()
    return NotebookProgress(paths, display) if display else Watcher()


def _counts(tally: Tally) -> dict[str, int]:
    return {"read": tally.read, "unchanged": tally.unchanged, "rejected": tally.rejected, "left out": tally.ignored}
