"""One run of an ingest, from its first file to its account: what was stored stays, whatever ends it."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Sequence
from pathlib import Path

from bulletin_parse.archive.ingest.archive_findings import look_across
from bulletin_parse.archive.ingest.correcting import NOTE, note_of
from bulletin_parse.archive.ingest.report import IngestInterrupted, IngestReport
from bulletin_parse.archive.ingest.run import Run, account_of
from bulletin_parse.archive.store.database import as_archive_errors
from bulletin_parse.archive.store.outcomes import RunStatus
from bulletin_parse.errors import ArchiveError, ForeignCorrections
from bulletin_parse.supervise.pool import Pool


def worked(path: str, run: Run, paths: Sequence[str | os.PathLike[str]], began: float, pool: Pool, *, leads_nowhere: bool) -> IngestReport:
    """Does a run, and ends it in order whatever happens; then the archive rules run.

    Args:
        path: the archive's file, which is open for writing.
        run: what is to be read, and how.
        paths: as ``Archive.ingest`` takes them.
        began: when, by ``time.monotonic``.
        pool: the processes in which the archive rules run, when no file is read any more.
        leads_nowhere: the paths lead nowhere, and no archive is made.

    Raises:
        IngestInterrupted: Ctrl-C; what was stored stays.
        ForeignCorrections: the files are stored, and none of the corrections is of one of them.
        ArchiveError: the archive cannot be written, or the account does not add up.
    """
    try:
        run.watcher.begun(run.tally)
        report = _read(path, run, paths, began)
        if report.status == "finished" and not leads_nowhere:
            try:
                look_across(path, run.store, run.settings.limits, pool)
            except KeyboardInterrupt:
                raise IngestInterrupted(report) from None
        return report
    finally:
        run.watcher.ended(run.tally)


def _read(path: str, run: Run, paths: Sequence[str | os.PathLike[str]], began: float) -> IngestReport:
    """Reads and stores the files, and ends the run in order."""
    status: RunStatus = "finished"
    store, settings = run.store, run.settings
    with as_archive_errors(path):
        try:
            run.work(paths)
        except KeyboardInterrupt:
            store.rollback()
            status = "interrupted"
        except BaseException:
            store.rollback()
            if not settings.dry_run:
                _end_failed(run, time.monotonic() - began)
            raise
        account = account_of(run, store.written())
        if status == "interrupted":
            account = account._replace(seen=sum(account[1:]))
        elif not account.adds_up:
            store.rollback()
            raise ArchiveError(path, f"the account of the run does not add up: {account}", remedy="Please report this, and run it again")
        said: RunStatus = "dry run" if settings.dry_run else status
        seconds = time.monotonic() - began
        facts = (tuple(run.rejections), tuple(run.ignored), tuple(run.newer), tuple(run.pruned))
        corrections = run.corrector.outcomes + run.corrector.of_other_files
        report = IngestReport(account, run.changed, store.differing(), seconds, said, corrections, *facts)
        if settings.dry_run:
            store.rollback()
            return report
        _end(path, run, report, interrupted=status == "interrupted")
        return report


def _end(path: str, run: Run, report: IngestReport, *, interrupted: bool) -> None:
    """Ends a run that was not a dry one: its account and its corrections' file are kept."""
    store, corrections = run.store, run.settings.corrections
    store.end_run("interrupted" if interrupted else "finished", report.account, report.seconds)
    if interrupted:
        store.commit()
        raise IngestInterrupted(report)
    if corrections and run.corrector.is_foreign:
        store.commit()
        raise ForeignCorrections(os.fspath(corrections), "the files are stored, and none of the corrections is of one of them")
    if corrections is not None:
        store.note(NOTE, note_of(path, Path(corrections)) if corrections else None)
    store.commit()


def _end_failed(run: Run, seconds: float) -> None:
    """Notes that a run failed, if the archive can still be written."""
    try:
        account = account_of(run, run.store.written())
        run.store.end_run("failed", account._replace(seen=sum(account[1:])), seconds)
        run.store.commit()
    except sqlite3.Error:
        run.store.rollback()
