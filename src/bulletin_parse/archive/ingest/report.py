"""What a run of the ingest came to."""

from __future__ import annotations

from typing import Any, NamedTuple

from bulletin_parse.archive.ingest.correcting import OTHER_FILE
from bulletin_parse.archive.store.outcomes import RunStatus
from bulletin_parse.corrections import Correction, CorrectionOutcome
from bulletin_parse.faces import LINES, face
from bulletin_parse.left_out import Ignored
from bulletin_parse.models import Finding
from bulletin_parse.text.showing import visible


class Account(NamedTuple):
    """What became of the files of a run: ``seen`` is the sum of the other five.

    A file that could not be read in an earlier run, and has not changed, counts as rejected again. Ignored are the files of a folder in a form that
    nothing here reads, or that are no bulletins by their names.
    """

    seen: int
    stored: int
    unchanged: int
    superseded: int
    rejected: int
    ignored: int = 0

    @property
    def adds_up(self) -> bool:
        """Whether every file that was seen is accounted for."""
        return self.seen == sum(self[1:])


class Rejection(NamedTuple):
    """A file that could not be read.

    Args:
        file: its path or URL.
        message: why, in one line, with the remedy.
        findings: what the rules say of such a file: a part of a bulletin is BP909.
    """

    file: str
    message: str
    findings: tuple[Finding, ...] = ()


class IngestReport(NamedTuple):
    """What a run came to.

    Args:
        account: files seen, and what became of them.
        changed: how many records differ from what was stored before.
        differing: files that say something else than their canonical one: (file, canonical file, fields).
        seconds: how long it took.
        status: ``finished``, ``interrupted``, or ``dry run``.
        corrections: what became of each correction; the state of those of files that the archive does not have, or not with that content, is ``other file``.
        rejected: the files that could not be read, and why.
        ignored: the files of folders that were not read, why, and what would read them.
        newer: the files whose record a newer version of this program made; it stays.
        pruned: the files that are gone, and that the archive has forgotten.
    """

    account: Account
    changed: int
    differing: list[tuple[str, str, list[str]]]
    seconds: float
    status: RunStatus
    corrections: tuple[CorrectionOutcome, ...] = ()
    rejected: tuple[Rejection, ...] = ()
    ignored: tuple[Ignored, ...] = ()
    newer: tuple[str, ...] = ()
    pruned: tuple[str, ...] = ()

    @property
    def corrections_of_other_files(self) -> tuple[Correction, ...]:
        """The corrections of files that the archive does not have, or not with the content that was corrected."""
        return tuple([each.correction for each in self.corrections if each.state == OTHER_FILE])

    def __repr__(self) -> str:
        counts = ", ".join([f"{name} {count:,}" for name, count in self.account._asdict().items() if count or name in ("seen", "stored")])
        lines = [f"<IngestReport {self.status}: {counts}; {self.seconds:.1f} s>"]
        lines += [f"  rejected {visible(each.message)}" for each in self.rejected[:LINES]]
        more = len(self.rejected) - LINES
        return "\n".join([*lines, f"  … and {more} more rejected"] if more > 0 else lines)

    def _repr_html_(self) -> str:
        return str(face("html")(self))

    def __rich__(self) -> Any:
        return face("rich")(self)


class IngestInterrupted(KeyboardInterrupt):
    """The run was stopped (Ctrl-C); ``report`` tells how far it came, and the next run goes on from there."""

    def __init__(self, report: IngestReport) -> None:
        self.report = report
        super().__init__("the ingest was interrupted")
