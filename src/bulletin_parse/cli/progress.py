"""Progress of an ingest on stderr: a bar on a terminal, rejected files anywhere."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from bulletin_parse.archive.ingest.run import Tally, Watcher, total_of
from bulletin_parse.cli.terminal import note
from bulletin_parse.text.showing import visible

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from bulletin_parse.matching.differences import Change


class Bar(Watcher):
    """Shows files done, rate, rejected files and the time left; quiet when stderr is no terminal.

    Args:
        paths: what is ingested, to count the files beforehand.
        show_changes: what to do with the changes of a record.
    """

    def __init__(self, paths: Sequence[str], *, show_changes: Callable[[str, Sequence[Change]], None]) -> None:
        self._paths = paths
        self._show_changes = show_changes
        self._bar: Progress | None = None
        self._task: TaskID | None = None

    def migrated(self, copy: str) -> None:
        """Says where the archive is kept as it was."""
        note(f"the archive was of an older version and is now up to date; as it was, it is kept in {copy}")

    def begun(self, tally: Tally) -> None:
        """Draws the bar, on a terminal only."""
        if not sys.stderr.isatty():
            return
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        tally.total = total_of(self._paths)
        columns: list[Any] = [
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[rate]:.0f}/s"),
            TextColumn("{task.fields[rejected]} rejected"),
            TimeRemainingColumn(),
        ]
        self._bar = Progress(*columns, console=Console(stderr=True), transient=True)
        self._task = self._bar.add_task("", total=tally.total, rate=0.0, rejected=0)
        self._bar.start()

    def advanced(self, tally: Tally) -> None:
        """Moves the bar on."""
        if self._bar and self._task is not None:
            done = tally.read + tally.unchanged + tally.rejected
            elapsed = self._bar.tasks[0].elapsed or 0.0
            self._bar.update(self._task, completed=done, rejected=tally.rejected, rate=done / elapsed if elapsed else 0.0)

    def rejected(self, file: str, message: str) -> None:
        """Says which file was rejected, and why."""
        if self._bar:
            self._bar.console.print(f"bulletin-parse: {visible(message or file)}", markup=False, highlight=False, soft_wrap=True)
        else:
            note(message or file)

    def changed(self, file: str, changes: Sequence[Change]) -> None:
        """Shows what changed."""
        self._show_changes(file, changes)

    def ended(self, tally: Tally) -> None:
        """Takes the bar away."""
        del tally
        if self._bar:
            self._bar.stop()
