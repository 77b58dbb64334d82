"""The archive as one value: a file that is opened, filled, searched and exported."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Self

from filelock import FileLock, Timeout

from bulletin_parse.archive import guard
from bulletin_parse.archive.across import Across
from bulletin_parse.archive.database import IN_MEMORY, connect, plainly
from bulletin_parse.archive.ingest import JOBS_AHEAD, Account, Run, Settings, Watcher, account_of, stored_options
from bulletin_parse.archive.rows import bulletin_of
from bulletin_parse.archive.store import Store
from bulletin_parse.errors import ArchiveError
from bulletin_parse.models import Bulletin

# Jobs under way in an executor whose size is not known.
ELSEWHERE_AHEAD = 256


class IngestReport(NamedTuple):
    """What a run came to.

    Args:
        account: files seen, and what became of them.
        changed: how many records differ from what was stored before.
        differing: files that say something else than the one that rules: (file, ruling file, fields).
        seconds: how long it took.
        status: ``finished``, ``interrupted``, or ``dry run``.
    """

    account: Account
    changed: int
    differing: list[tuple[str, str, list[str]]]
    seconds: float
    status: str

    def _repr_html_(self) -> str:
        from bulletin_parse.views.notebook import ingest_html

        return ingest_html(self)

    def __rich__(self) -> Any:
        from bulletin_parse.views.terminal import ingest_rich

        return ingest_rich(self)


class IngestInterrupted(KeyboardInterrupt):
    """The run was stopped (Ctrl-C); ``report`` tells how far it came, and the next run goes on from there."""

    def __init__(self, report: IngestReport) -> None:
        self.report = report
        super().__init__("the ingest was interrupted")


class Archive:
    """Bulletins in one SQLite file.

    >>> archive = Archive.open("archive.db")  # doctest: +SKIP
    >>> archive.ingest(["2024/", "2025/"], jobs=2).account  # doctest: +SKIP
    Account(seen=103, stored=102, unchanged=0, superseded=0, rejected=1)
    >>> archive.bulletin(664).title  # doctest: +SKIP
    '全国卫生信息化舆情监测周报'
    """

    def __init__(self, path: str) -> None:
        self.path = path
        self._reader: sqlite3.Connection | None = None

    @classmethod
    def open(cls, path: str | os.PathLike[str]) -> Self:
        """An archive by its file's path; a file that is not there yet is made by the first ``ingest``.

        Raises:
            ArchiveError: the file is no archive, or of a newer version of this program.
        """
        archive = cls(os.fspath(path))
        if Path(path).exists():
            _ = archive.database
        return archive

    @property
    def database(self) -> sqlite3.Connection:
        """A connection for reading: every table and view of the archive, for queries of one's own.

        Raises:
            ArchiveError: there is no such archive, or it cannot be read.
        """
        if self._reader is None:
            self._reader = connect(self.path, writable=False)
        return self._reader

    def close(self) -> None:
        """Closes the file."""
        if self._reader:
            self._reader.close()
            self._reader = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def bulletins(self, number: int | None = None) -> Iterator[Bulletin]:
        """The bulletins by number, date and file, or those of one number; one is in memory at a time."""
        query = _RECORDS if number is None else _RECORDS.replace("ORDER", "WHERE issue_number = :number ORDER")
        with plainly(self.path):
            for (record,) in self.database.execute(query, {"number": number}):
                yield bulletin_of(record)

    def bulletin(self, number: int) -> Bulletin | None:
        """The bulletin of a number, the earliest if there are several, None if there is none."""
        return next(self.bulletins(number), None)

    def ingest(
        self,
        paths: Sequence[str | os.PathLike[str]] | str | os.PathLike[str],
        *,
        jobs: int | None = None,
        executor: Executor | None = None,
        settings: Settings | None = None,
        watcher: Watcher | None = None,
    ) -> IngestReport:
        """Reads files into the archive; what is stored already and has not changed is left alone.

        Args:
            paths: files, directories, patterns, and URLs.
            jobs: how many processes read; None for one a core. Without effect if there is an ``executor``.
            executor: what runs the jobs instead of this machine's processes: any ``concurrent.futures.Executor``.
            settings: engine, limits, re-parsing and the like.
            watcher: is told of progress, rejected files and changes.

        Raises:
            ArchiveError: the archive cannot be written; what was stored stays.
            TemplateError: the template cannot be used.
            IngestInterrupted: Ctrl-C; what was stored stays.
        """
        settings, watcher = settings or Settings(), watcher or Watcher()
        stored_options(settings.options)
        paths = [paths] if isinstance(paths, (str, os.PathLike)) else list(paths)
        began = time.monotonic()
        with self._writing(dry_run=settings.dry_run) as database:
            jobs = jobs or os.cpu_count() or 1
            # A thread for each worker process: it waits for it, and kills it if it must.
            local = ThreadPoolExecutor(jobs, thread_name_prefix="bulletin-ingest")
            store = Store(database, stored_options(settings.options, seconds=settings.seconds, memory=settings.memory))
            run = Run(store, settings, executor or local, watcher, ELSEWHERE_AHEAD if executor else jobs * JOBS_AHEAD)
            try:
                watcher.begun(run.tally)
                report = self._worked(run, paths, began)
                self._look_across(store, local, settings)
                return report._replace(seconds=time.monotonic() - began)
            finally:
                watcher.ended(run.tally)
                guard.end_workers()
                local.shutdown(cancel_futures=True)

    def _worked(self, run: Run, paths: Sequence[str | os.PathLike[str]], began: float) -> IngestReport:
        """Does a run, and ends it in order whatever happens."""
        status = "finished"
        store, settings = run.store, run.settings
        with plainly(self.path):
            try:
                run.work(paths)
                store.settle()
            except KeyboardInterrupt:
                store.rollback()
                status = "interrupted"
            except BaseException:
                store.rollback()
                raise
            account = account_of(run, store.written())
            if status == "interrupted":
                account = account._replace(seen=sum(account[1:]))
            elif not account.adds_up:
                store.rollback()
                raise ArchiveError(self.path, f"the account of the run does not add up: {account}", remedy="Please report this; nothing was stored")
            report = IngestReport(account, run.changed, store.differing(), time.monotonic() - began, "dry run" if settings.dry_run else status)
            if settings.dry_run:
                store.rollback()
                return report
            store.end_run(status, account, report.seconds)
            store.commit()
            if status == "interrupted":
                raise IngestInterrupted(report)
            return report

    def _look_across(self, store: Store, local: Executor, settings: Settings) -> None:
        """Runs the archive rules if bulletins have changed, in a worker: they need all bulletins at once, and this process stays small."""
        if settings.dry_run or not store.findings_are_stale:
            return
        try:
            found = local.submit(lambda: guard.worker_of_thread(settings.memory).run("findings_across", Across(self.path), None)).result()
        except (guard.WorkerDied, guard.WorkerExhausted, guard.DefectFound) as error:
            remedy = "Run it again; if it fails again, raise --memory-limit"
            raise ArchiveError(self.path, f"the bulletins are stored, but the archive rules failed ({error or 'memory ran out'})", remedy=remedy) from error
        with plainly(self.path):
            store.put_archive_findings(found)
            store.commit()

    @contextmanager
    def _writing(self, *, dry_run: bool) -> Iterator[sqlite3.Connection]:
        """A connection for writing that no other ingest has at the same time."""
        if dry_run and not Path(self.path).exists():
            yield connect(IN_MEMORY, writable=True)
            return
        lock = FileLock(f"{self.path}.lock")
        try:
            lock.acquire(timeout=0)
        except Timeout as error:
            raise ArchiveError(self.path, "another ingest is writing to it", remedy="Wait until it has ended, and run it again") from error
        except OSError as error:
            raise ArchiveError(self.path, f"it cannot be written ({error.strerror})", remedy="Check the permissions of its folder") from error
        try:
            database = connect(self.path, writable=True)
            try:
                yield database
            finally:
                database.close()
        finally:
            lock.release()


_RECORDS = """
SELECT record FROM bulletins JOIN sources USING (source_id) JOIN records USING (source_id)
 ORDER BY issue_number, bulletins.published, file"""
