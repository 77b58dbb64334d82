"""How far a run over files is, on stderr: a bar on a terminal, and notes that do not tear it."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from bulletin_parse.cli.terminal import note, note_line
from bulletin_parse.discovery import files_of, is_url
from bulletin_parse.errors import BulletinError
from bulletin_parse.text.language import said

if TYPE_CHECKING:
    from rich.progress import Progress


class Bar:
    """Shows files done, rate, files that were not read, and the time left; only notes where there is no terminal to draw on.

    Args:
        drawn: whether to draw, if stderr is a terminal.
    """

    def __init__(self, *, drawn: bool = True) -> None:
        self._rich: Progress | None = _drawn() if drawn and sys.stderr.isatty() else None

    @property
    def is_drawn(self) -> bool:
        """Whether there is a bar."""
        return self._rich is not None

    def begin(self, total: int | None) -> None:
        """Draws the bar; ``total`` is None where nobody knows."""
        if self._rich:
            self._rich.add_task("", total=total, rate=0.0, rejected=0)
            self._rich.start()

    def show(self, done: int, rejected: int) -> None:
        """Moves the bar to so many files, of which some were not read."""
        if self._rich:
            elapsed = self._rich.tasks[0].elapsed or 0.0
            self._rich.update(self._rich.tasks[0].id, completed=done, rejected=rejected, rate=done / elapsed if elapsed else 0.0)

    def note(self, text: str) -> None:
        """Prints a note as ``terminal.note`` does, above the bar."""
        if self._rich:
            self._rich.console.print(note_line(text), markup=False, highlight=False, soft_wrap=True)
        else:
            note(text)

    def end(self) -> None:
        """Takes the bar away."""
        if self._rich:
            self._rich.stop()


class FileBar(Bar):
    """A bar that is told of one file after the other."""

    def __init__(self, *, drawn: bool) -> None:
        super().__init__(drawn=drawn)
        self._done = self._rejected = 0

    def advance(self, error: BulletinError | None = None) -> None:
        """Counts a file that was read, or was not for an error."""
        self._done += 1
        self._rejected += error is not None
        self.show(self._done, self._rejected)


@contextmanager
def file_bar(arguments: Sequence[str], *, drawn: bool) -> Iterator[FileBar]:
    """A bar for the files that some arguments name; they are counted where it is drawn."""
    bar = FileBar(drawn=drawn)
    bar.begin(sum(1 for _ in files_of(arguments)) if bar.is_drawn and not any(map(is_url, arguments)) else None)
    try:
        yield bar
    finally:
        bar.end()


def _drawn() -> Progress:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns: list[Any] = [
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]:.0f}/s"),
        TextColumn(f"{{task.fields[rejected]}} {said('rejected')}"),
        TimeRemainingColumn(),
    ]
    # Results are stdout's, and nothing of a bar's.
    return Progress(*columns, console=Console(stderr=True), transient=True, redirect_stdout=False, redirect_stderr=False)
