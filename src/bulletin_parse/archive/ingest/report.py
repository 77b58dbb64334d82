"""What a run of the ingest came to."""

from __future__ import annotations

from typing import Any, NamedTuple

from bulletin_parse.corrections import CorrectionOutcome
from bulletin_parse.faces import face


class Account(NamedTuple):
    """What became of the files of a run: ``seen`` is the sum of the other four.

    A file that could not be read in an earlier run, and has not changed, counts as rejected again.
    """

    seen: int
    stored: int
    unchanged: int
    superseded: int
    rejected: int

    @property
    def adds_up(self) -> bool:
        """Whether every file that was seen is accounted for."""
        return self.seen == self.stored + self.unchanged + self.superseded + self.rejected


class IngestReport(NamedTuple):
    """What a run came to.

    Args:
        account: files seen, and what became of them.
        changed: how many records differ from what was stored before.
        differing: files that say something else than their canonical one: (file, canonical file, fields).
        seconds: how long it took.
        status: ``finished``, ``interrupted``, or ``dry run``.
        corrections: what became of each correction of a file that the archive has.
    """

    account: Account
    changed: int
    differing: list[tuple[str, str, list[str]]]
    seconds: float
    status: str
    corrections: tuple[CorrectionOutcome, ...] = ()

    def _repr_html_(self) -> str:
        return str(face("html")(self))

    def __rich__(self) -> Any:
        return face("rich")(self)


class IngestInterrupted(KeyboardInterrupt):
    """The run was stopped (Ctrl-C); ``report`` tells how far it came, and the next run goes on from there."""

    def __init__(self, report: IngestReport) -> None:
        self.report = report
        super().__init__("the ingest was interrupted")
