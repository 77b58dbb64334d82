"""Progress of an ingest on stderr: a bar on a terminal, rejected files anywhere."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from bulletin_parse.archive.ingest.run import Tally, Watcher, total_of
from bulletin_parse.cli.bar import Bar

if TYPE_CHECKING:
    from bulletin_parse.matching.differences import Change


class IngestBar(Watcher):
    """Shows how far an ingest is; quiet when stderr is no terminal.

    Args:
        paths: what is ingested, to count the files beforehand.
        show_changes: what to do with the changes of a record.
    """

    def __init__(self, paths: Sequence[str], *, show_changes: Callable[[str, Sequence[Change]], None]) -> None:
        self._paths = paths
        self._show_changes = show_changes
        self._bar = Bar()

    def migrated(self, copy: str) -> None:
        """Says where the archive is kept as it was."""
        self._bar.note(f"the archive was of an older version and is now up to date; as it was, it is kept in {copy}")

    def begun(self, tally: Tally) -> None:
        """Draws the bar, on a terminal only."""
        if self._bar.is_drawn:
            tally.total = total_of(self._paths)
        self._bar.begin(tally.total)

    def advanced(self, tally: Tally) -> None:
        """Moves the bar on."""
        self._bar.show(tally.through, tally.rejected)

    def rejected(self, file: str, message: str) -> None:
        """Says which file was rejected, and why."""
        self._bar.note(message or file)

    def changed(self, file: str, changes: Sequence[Change]) -> None:
        """Shows what changed."""
        self._show_changes(file, changes)

    def ended(self, tally: Tally) -> None:
        """Takes the bar away."""
        del tally
        self._bar.end()
