"""The archive as one value: a file that is opened, filled, searched and exported."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from contextlib import AbstractContextManager
from dataclasses import replace
from itertools import starmap
from types import TracebackType
from typing import BinaryIO, Self

from bulletin_parse.archive.corrections import ArchiveCorrections
from bulletin_parse.archive.export import Exported, export
from bulletin_parse.archive.ingest.archive_findings import look_across
from bulletin_parse.archive.ingest.correcting import NOTE, Corrector, corrections_of
from bulletin_parse.archive.ingest.jobs import read_guarded
from bulletin_parse.archive.ingest.locations import lead_anywhere
from bulletin_parse.archive.ingest.options import stored_options, usable
from bulletin_parse.archive.ingest.progress import watcher_here
from bulletin_parse.archive.ingest.report import IngestReport
from bulletin_parse.archive.ingest.run import JOBS_AHEAD, Run, Settings, Watcher
from bulletin_parse.archive.ingest.working import worked
from bulletin_parse.archive.keeping.forgetting import forgotten
from bulletin_parse.archive.keeping.listing import Listed, listed
from bulletin_parse.archive.keeping.showing import Shown, shown
from bulletin_parse.archive.keeping.verifying import Unsound, unsound
from bulletin_parse.archive.search.search import Hits, count, search
from bulletin_parse.archive.store.database import as_archive_errors, connect, inspect, own_files
from bulletin_parse.archive.store.filters import Day, Filters
from bulletin_parse.archive.store.history import Event, events
from bulletin_parse.archive.store.locking import writing
from bulletin_parse.archive.store.rows import bulletin_of
from bulletin_parse.archive.store.store import Store
from bulletin_parse.archive.store.tables import archive_frames, records
from bulletin_parse.arguments import require_jobs
from bulletin_parse.corrections import NONE, UNSEEN, CorrectionOutcome, Corrections, load_corrections
from bulletin_parse.faces import Displayed
from bulletin_parse.limits import Limits
from bulletin_parse.models import Bulletin
from bulletin_parse.outputs.frames import Frames
from bulletin_parse.supervise.pool import Pool

# An archive has a method of the name ``list``.
ListOfFiles = list[Listed]
# Jobs under way in an executor whose size is not known.
ELSEWHERE_AHEAD = 256


class Archive(Displayed):
    """Bulletins in one SQLite file.

    >>> archive = Archive.open("archive.db")  # doctest: +SKIP
    >>> archive.ingest(["2024/", "2025/"], jobs=2).account  # doctest: +SKIP
    Account(seen=105, stored=102, unchanged=0, superseded=0, rejected=1, ignored=2)
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
            ArchiveError: the file is there and is no archive, or one of a newer version of this program.
        """
        archive = cls(os.fspath(path))
        inspect(archive.path)
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

    def __repr__(self) -> str:
        return f"<Archive {self.path!r}>"

    def bulletins(self, number: int | None = None) -> Iterator[Bulletin]:
        """The bulletins by number, date and file, or those of one number; one is in memory at a time."""
        with as_archive_errors(self.path):
            yield from starmap(bulletin_of, records(self.database, number))

    def bulletin(self, number: int) -> Bulletin | None:
        """The bulletin of a number, the earliest if there are several, None if there is none."""
        return next(self.bulletins(number), None)

    def list(
        self,
        *,
        since: Day = None,
        until: Day = None,
        numbers: Sequence[int] = (),
        status: str | None = "stored",
        findings: str | bool | None = None,
    ) -> ListOfFiles:
        """The files of the archive: bulletins with what was found in them, by number; files that are none with the reason.

        Args:
            since: the first day of publication, included; a date, or its ISO text.
            until: the last day, included.
            numbers: issue numbers; none for all.
            status: ``stored`` (one file a bulletin), ``superseded``, ``rejected`` or ``ignored``; None for all.
            findings: True for those with findings, False for those without, or a code or its beginning (``"BP2"``).

        Raises:
            QueryError: there is no such status.
            ArchiveError: the archive cannot be read.
        """
        with as_archive_errors(self.path):
            return listed(self.database, Filters(since, until, tuple(numbers)), status=status, findings=findings)

    def show(self, number: int) -> Shown:
        """The bulletin of a number, the earliest if there are several, with what was found in it and all files that hold it.

        Raises:
            NotInArchive: there is none.
        """
        return self.show_all(number)[0]

    def show_all(self, number: int) -> tuple[Shown, ...]:
        """The same of every bulletin of a number."""
        with as_archive_errors(self.path):
            return tuple(shown(self.database, number, self.path))

    def history(self, number: int | None = None) -> tuple[Event, ...]:
        """What new readings, corrections and forgetting changed, the latest last; of one bulletin or of all."""
        with as_archive_errors(self.path):
            return tuple(events(self.database, () if number is None else (number,)))

    def verify(self, *, files: bool = False) -> tuple[Unsound, ...]:
        """What is wrong in the archive; empty if it is sound.

        Args:
            files: looks at the files that were read as well: whether they are there, and unchanged.
        """
        with as_archive_errors(self.path):
            return tuple(unsound(self.database, files=files))

    def forget(self, what: str | os.PathLike[str] | int, *, limits: Limits | None = None) -> tuple[str, ...]:
        """Takes files out of the archive, with their bulletins: one, all below a folder, or all that hold the bulletin of a number.

        The files themselves stay; an ingest of their folder reads them again.

        Returns:
            The files.

        Raises:
            NotInArchive: it has none of that name or number.
            ArchiveError: the archive cannot be written.
        """
        self.database  # noqa: B018 - none is made by forgetting
        with self._writing(dry_run=False) as database, as_archive_errors(self.path):
            store = Store(database, "{}")
            files = forgotten(database, store, what, self.path)
            store.commit()
            look_across(self.path, store, limits or Limits())
        return files

    def search(
        self,
        query: str,
        *,
        since: Day = None,
        until: Day = None,
        source: str | None = None,
        numbers: Sequence[int] = (),
        limit: int | None = 20,
    ) -> Hits:
        """The items that hold every word of a query, the best first; ``archive.search`` says more.

        Raises:
            QueryError: there is no word to look for.
            ArchiveError: the archive cannot be read.
        """
        with as_archive_errors(self.path):
            return search(self.database, query, since=since, until=until, source=source, numbers=numbers, limit=limit)

    def count(self, query: str, *, since: Day = None, until: Day = None, source: str | None = None, numbers: Sequence[int] = ()) -> int:
        """How many items :meth:`search` would find without a limit."""
        with as_archive_errors(self.path):
            return count(self.database, query, since=since, until=until, source=source, numbers=numbers)

    def frames(self) -> Frames:
        """Every bulletin, index entry, item, block and finding as pandas frames, as ``bulletin_parse.to_frames`` gives them.

        Raises:
            ArchiveError: the archive cannot be read.
        """
        with as_archive_errors(self.path):
            return archive_frames(self.database)

    def export(
        self,
        target: str | os.PathLike[str] | BinaryIO,
        to: str,
        *,
        since: Day = None,
        until: Day = None,
        numbers: Sequence[int] = (),
        force: bool = False,
    ) -> Exported:
        """Writes the bulletins to a file or folder, and tells what the form leaves out.

        Args:
            target: where to; it is there whole at the end, or not at all, and replaces an earlier export in the same form. JSON Lines
                and CSV also go to a binary file that is open.
            to: ``jsonl``, ``csv``, ``xlsx``, ``parquet`` or ``markdown``.
            since: the first day of publication, included.
            until: the last day, included.
            numbers: issue numbers; none for all.
            force: replaces another file or folder as well, but no archive.

        Raises:
            ArchiveError: the archive cannot be read.
            ExportError: the file or folder must not or cannot be written.
            ExtraMissing: Excel and Parquet need the extra ``export``.
        """
        with as_archive_errors(self.path):
            to_path = os.fspath(target) if isinstance(target, (str, os.PathLike)) else target
            return export(self.database, to_path, to, Filters(since, until, tuple(numbers)), force=force)

    def ingest(
        self,
        paths: Sequence[str | os.PathLike[str]] | str | os.PathLike[str],
        *,
        jobs: int | None = None,
        executor: Executor | None = None,
        settings: Settings | None = None,
        watcher: Watcher | None = None,
        reparse: bool = False,
        dry_run: bool = False,
    ) -> IngestReport:
        """Reads files into the archive; what is stored already and has not changed is left alone.

        Args:
            paths: files, directories, patterns, and URLs.
            jobs: how many processes read; None for one a core. Without effect if there is an ``executor``.
            executor: what runs the jobs instead of this machine's processes: any ``concurrent.futures.Executor``.
            settings: engine, limits, re-parsing and the like.
            watcher: is told of progress, rejected files and changes; None shows the progress under a notebook's cell only (``Watcher()`` shows none).
            reparse: as in ``Settings``: read files again that have not changed.
            dry_run: as in ``Settings``: write nothing, only tell.

        Raises:
            ArgumentError: the number of processes is none.
            ArchiveError: the archive cannot be written; what was stored stays.
            EngineUnavailable: the engine is unknown or not installed.
            TemplateError: the template cannot be used.
            CorrectionError: the file of corrections cannot be used.
            IngestInterrupted: Ctrl-C; what was stored stays.
        """
        require_jobs("Archive.ingest()", jobs)
        settings = settings or Settings()
        settings = replace(settings, reparse=settings.reparse or reparse, dry_run=settings.dry_run or dry_run)
        usable(settings.options)
        paths = [paths] if isinstance(paths, (str, os.PathLike)) else list(paths)
        watcher = watcher or watcher_here(paths)
        began = time.monotonic()
        # No archive is made for paths that lead nowhere.
        leads_nowhere = not os.path.lexists(self.path) and not lead_anywhere(paths)
        with (
            Pool(settings.limits, jobs, None if executor else read_guarded) as pool,
            self._writing(dry_run=settings.dry_run or leads_nowhere, told=watcher.migrated) as database,
        ):
            store = Store(database, stored_options(settings.options, limits=settings.limits))
            corrector = Corrector(store, self._corrections_for(store, settings))
            ahead = ELSEWHERE_AHEAD if executor else pool.jobs * JOBS_AHEAD
            run = Run(store, settings, executor or pool.executor, watcher, ahead, corrector, own_files(self.path))
            report = worked(self.path, run, paths, began, pool, leads_nowhere=leads_nowhere)
            return report._replace(seconds=time.monotonic() - began)

    @property
    def corrections(self) -> ArchiveCorrections:
        """What people corrected in this archive: listed, added, removed."""
        return ArchiveCorrections(self.path, lambda: self.database, self._writing)

    def correct(
        self,
        number: int,
        field: str,
        now: object,
        *,
        why: str,
        by: str,
        was: object = UNSEEN,
        file: str | None = None,
    ) -> CorrectionOutcome:
        """Corrects a field of a bulletin: writes the correction to the archive's file, makes it, and checks the bulletin again.

        Args:
            number: the bulletin's number.
            field: the address of the field, as the record has it now: ``items[0].source``.
            now: what it says; None for nothing, dates as dates or ISO text.
            why: what tells so.
            by: who says so.
            was: what they have seen there, so that nobody's later correction is overwritten unseen; left out, what the record says.
            file: which file's bulletin is meant, where several have the number.

        Raises:
            NoSuchField: the record has no such field, or none that people correct; or there is no bulletin of the number.
            WrongValue: the field cannot hold the value, or says so already.
            CorrectionConflict: the field says something else than they have seen.
            CorrectionError: the file of corrections cannot be used.
            ArchiveError: the archive cannot be written.

        >>> archive.correct(664, "items[0].source", "新华网", why="so printed", by="甲")  # doctest: +SKIP
        """
        said = self.corrections.reviewer(number, by=by, file=file).set(field, now, why=why, was=was)
        (outcome,) = self.corrections.add(said)
        return outcome

    def check_across(self, limits: Limits | None = None) -> None:
        """Runs the archive rules again if bulletins have changed since they ran last."""
        with self._writing(dry_run=False) as database:
            look_across(self.path, Store(database, "{}"), limits or Limits())

    def _corrections_for(self, store: Store, settings: Settings) -> Corrections:
        """The corrections that a run makes.

        Raises:
            CorrectionError: their file cannot be used.
        """
        if settings.corrections is None:
            return corrections_of(self.path, store.noted(NOTE))
        return load_corrections(settings.corrections) if settings.corrections else NONE

    def _writing(self, *, dry_run: bool, told: Callable[[str], object] | None = None, patience: float = 0) -> AbstractContextManager[sqlite3.Connection]:
        """A connection for writing that nobody else has at the same time."""
        return writing(self.path, dry_run=dry_run, told=told, patience=patience)
