"""One run of the ingest: files to jobs, outcomes to the store, and an account of every file."""

from __future__ import annotations

import fnmatch
import os
import queue
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future
from dataclasses import dataclass, field
from os import PathLike, fspath
from typing import Literal

from bulletin_parse._version import __version__
from bulletin_parse.archive.ingest.changes import changes_between
from bulletin_parse.archive.ingest.copies import Copies, copy_of, renamed
from bulletin_parse.archive.ingest.correcting import Corrector
from bulletin_parse.archive.ingest.jobs import IngestOptions, Job, failure_of, read_guarded
from bulletin_parse.archive.ingest.locations import Remote, digest, is_about_a_file, locations_of, size_of
from bulletin_parse.archive.ingest.options import ocr_version, stored_options
from bulletin_parse.archive.ingest.parsers import is_older
from bulletin_parse.archive.ingest.report import Account, Rejection
from bulletin_parse.archive.store.history import Reading
from bulletin_parse.archive.store.names import part_name, storable_message, suffix_of
from bulletin_parse.archive.store.outcomes import Failure, Known, Outcome, ReadFile
from bulletin_parse.archive.store.store import Store
from bulletin_parse.discovery import is_url
from bulletin_parse.errors import ArchiveError, BulletinError, ChildUnavailable, EngineCrashed, UnreadableSource
from bulletin_parse.left_out import Ignored
from bulletin_parse.limits import Limits
from bulletin_parse.matching.differences import Change
from bulletin_parse.models import Finding
from bulletin_parse.packed import is_zip, zip_of, zips_of
from bulletin_parse.reading.office.package import readers_installed

# Results are committed this often: a kill loses that much work and no more.
COMMIT_SECONDS = 1.0
# Jobs under way for each process of the executor: enough that none waits, few enough that memory stays flat.
JOBS_AHEAD = 3


@dataclass(frozen=True, slots=True)
class Settings:
    """How to ingest.

    Args:
        options: what the reading depends on beside the files.
        limits: what one file may cost.
        reparse: read files again that have not changed; all changes are committed together, or not at all.
        dry_run: write nothing, only tell.
        retry: read rejected files again that have not changed.
        prefer: patterns of files that are canonical before others of the same bulletin (``*/originals/*``).
        prune: forget the files below the given folders that are gone. A folder in which nothing is found is taken for one that is not mounted.
        corrections: the file of what people corrected, which the archive knows from then on; None for the one that it knows, False for none any more.
    """

    options: IngestOptions = field(default_factory=IngestOptions)
    limits: Limits = field(default_factory=Limits)
    reparse: bool = False
    dry_run: bool = False
    retry: bool = False
    prefer: tuple[str, ...] = ()
    prune: bool = False
    corrections: str | PathLike[str] | Literal[False] | None = None


@dataclass(slots=True)
class Tally:
    """How far a run has come. ``total`` is None while nobody knows."""

    seen: int = 0
    read: int = 0
    unchanged: int = 0
    rejected: int = 0
    ignored: int = 0
    total: int | None = None

    @property
    def through(self) -> int:
        """How many files are done with, whatever became of them."""
        return self.read + self.unchanged + self.rejected + self.ignored


class Watcher:
    """What a run tells while it goes on; a base whose methods do nothing."""

    def migrated(self, copy: str) -> None:
        """The archive was of an older version; it is brought up to date, and kept as it was in a copy."""

    def begun(self, tally: Tally) -> None:
        """The run begins."""

    def advanced(self, tally: Tally) -> None:
        """A file is done."""

    def rejected(self, file: str, message: str) -> None:
        """A file was not read."""

    def ignored(self, ignored: Ignored) -> None:
        """A file of a folder is none that is read."""

    def changed(self, file: str, changes: Sequence[Change]) -> None:
        """A record differs from the one that is stored."""

    def ended(self, tally: Tally) -> None:
        """The run ends, however."""


@dataclass(slots=True)
class Run:
    """The state of one run; ``work`` does it."""

    store: Store
    settings: Settings
    executor: Executor
    watcher: Watcher
    ahead: int
    corrector: Corrector
    own: frozenset[str] = frozenset()  # the archive's own files, which a folder may hold
    tally: Tally = field(default_factory=Tally)
    known_rejected: int = 0
    changed: int = 0
    rejections: list[Rejection] = field(default_factory=list)
    ignored: list[Ignored] = field(default_factory=list)
    newer: list[str] = field(default_factory=list)
    pruned: list[str] = field(default_factory=list)
    again: dict[str, int] = field(default_factory=dict)
    _preferred: list[str] = field(default_factory=list)
    _pending: dict[Future[Outcome], str] = field(default_factory=dict)
    _remotes: dict[str, Remote] = field(default_factory=dict)  # files behind URLs, by their public names
    _files: dict[str, int] = field(default_factory=dict)  # under way, with how often the arguments named it again
    _copies: Copies = field(default_factory=Copies)
    _done: queue.SimpleQueue[Future[Outcome]] = field(default_factory=queue.SimpleQueue)
    _committed: float = 0.0
    _options: str = ""
    _failed: str = ""  # the options of a rejected file: it is tried again when OCR or another reader is there, or another version of OCR
    _limited: str = ""  # the options of a file that ran into a limit: it is tried again under other limits

    def work(self, paths: Sequence[str | PathLike[str]]) -> None:
        """Reads what is new among the files and stores it."""
        self._options = stored_options(self.settings.options)
        self._failed = stored_options(self.settings.options, ocr_version=ocr_version(self.settings.options), readers=readers_installed())
        self._limited = stored_options(self.settings.options, limits=self.settings.limits)
        self._committed = time.monotonic()
        folders = [path for path in paths if self._look_through(path)]
        while self._pending:
            self._take()
        if self.settings.prune:
            self.pruned += self.store.prune([os.path.abspath(folder) for folder in folders if not is_url(fspath(folder))])  # noqa: PTH100 - as it is stored
        self.store.prefer(self._preferred)
        self.store.settle()
        self.corrector.stored(self._corrected)
        self.changed += self.corrector.changed
        self.store.settle()

    def _look_through(self, path: str | PathLike[str]) -> bool:
        """Looks at the files that one argument names; whether there is any that may be a bulletin."""
        found = False
        for location in locations_of([path]):
            self.tally.seen += 1
            self._note_opened(location)
            if isinstance(location, Ignored):
                self._ignore(location)
            else:
                found = found or not isinstance(location, BulletinError)
                self._look_at(location)
            while len(self._pending) >= self.ahead:
                self._take()
        return found

    def _note_opened(self, location: str | Remote | Ignored | BulletinError) -> None:
        """Forgets that a zip file could not be opened: its members, or what is said of it now, stand in its place."""
        file = location.file if isinstance(location, Ignored) else location
        if not isinstance(file, str) or is_url(file):
            return
        for zipped in (*zips_of(file), *([file] if isinstance(location, Ignored) and is_zip(file) else [])):
            if self.store.known(zipped):
                self.store.forget(zipped)

    def _ignore(self, found: Ignored) -> None:
        """Notes a file that is not read; one that was named by itself once is looked at as every other."""
        if found.file in self.own:
            self.tally.seen -= 1
        elif self.store.known(found.file):
            self._look_at(found.file)
        else:
            self.tally.ignored += 1
            self.ignored.append(found)
            self.store.ignore(*found)
            self.watcher.ignored(found)
            self.watcher.advanced(self.tally)

    def _look_at(self, location: str | Remote | BulletinError) -> None:
        """Decides whether a file has to be read."""
        if isinstance(location, BulletinError):
            self._refuse(location)
            return
        remote, location = (location, location.file) if isinstance(location, Remote) else (None, location)
        if remote and self._remotes.setdefault(location, remote) != remote:
            words = "two URLs are this one but for what grants access, which is not stored. Fetch the second one first"
            self._reject_unremembered(location, f"{location}: {words}")
            return
        if any(fnmatch.fnmatch(location, pattern) for pattern in self.settings.prefer):
            self._preferred.append(location)
        if location in self._files:  # named twice, and under way
            self._files[location] += 1
            return
        known = self.store.known(location)
        if remote is None and known is None and not os.path.lexists(zip_of(location)):
            self._reject_unremembered(location, str(UnreadableSource(location, "there is no such file", remedy="Check the path")))
            return
        sha256 = None if remote else digest(location, self.settings.limits.bytes)
        settled = known is not None and self._is_settled(known)
        if known and settled and remote is None and sha256 == known.sha256:
            self._leave(location, known)
        elif remote or sha256 is None or not self._is_copy(location, sha256):
            settings = self.settings
            remembered = known.sha256 if known and settled and known.status != "rejected" else None
            self._submit(Job(location, __version__, remembered, settings.options, settings.limits, remote))

    def _refuse(self, error: BulletinError) -> None:
        """Rejects what could not even be listed: a file, such as a broken zip file, is remembered, and a path that leads to none is not."""
        file, message = error.source, str(error)
        if not is_about_a_file(error):
            self._reject_unremembered(file, message)
            return
        known, sha256 = self.store.known(file), digest(file, self.settings.limits.bytes)
        if known and (known.status, known.sha256, known.error_message) == ("rejected", sha256, storable_message(message)):
            self._leave(file, known)
        else:
            self._put(Outcome(file, failure_of(error), sha256))

    def _leave(self, file: str, known: Known) -> None:
        """Counts a file that is known and has not changed."""
        if is_older(__version__, known.parser_version):
            self.newer.append(file)
        if known.status == "rejected":
            self._reject_unremembered(file, known.error_message or "", self.store.file_findings(file))
            self.watcher.advanced(self.tally)
        else:
            self._unchanged()

    def _is_copy(self, file: str, sha256: str) -> bool:
        """Whether the same content is read or being read: then it is not read again."""
        if self._copies.waits(file, sha256):
            self._files[file] = 0
            return True
        same = self.store.same_reading(sha256, suffix_of(file), self._options, of_this_run=self.settings.reparse)
        if same is None:
            return False
        self._copies.done(file)
        self._put(Outcome(file, renamed(same, file), sha256, size_of(file)))
        return True

    def _is_settled(self, known: Known) -> bool:
        """Whether what is known of a file still holds as long as its content does; what a newer version knows does."""
        if self.settings.reparse or (known.status == "rejected" and (self.settings.retry or known.sha256 is None)):
            return False
        if is_older(__version__, known.parser_version):
            return True
        if known.parser_version != __version__:
            return False
        return known.options in ((self._failed, self._limited) if known.status == "rejected" else (self._options,))

    def _reject_unremembered(self, file: str, message: str, findings: Sequence[Finding] = ()) -> None:
        """Rejects what this run writes nothing of."""
        self.known_rejected += 1
        self._rejected(file, message, findings)

    def _rejected(self, file: str, message: str, findings: Sequence[Finding] = ()) -> None:
        self.tally.rejected += 1
        self.rejections.append(Rejection(file, message, tuple(findings)))
        self.watcher.rejected(file, message)

    def _submit(self, job: Job) -> None:
        try:
            future = self.executor.submit(read_guarded, job)
        except BrokenExecutor as error:
            raise ArchiveError("executor", f"it takes no more jobs ({error})", remedy="Run it again: what was stored stays") from error
        self._pending[future] = job.file
        self._files[job.file] = 0
        future.add_done_callback(self._done.put)

    def _take(self) -> None:
        """Stores the next outcome."""
        future = self._done.get()
        file = self._pending.pop(future)
        outcome = self._outcome_of(future, file)
        self._finish(outcome)
        for copy in self._copies.done(file):
            if outcome.result is not None and outcome.sha256 is not None and outcome.sha256 == digest(copy, self.settings.limits.bytes):
                self._finish(copy_of(outcome, copy))
            else:  # one of them has changed meanwhile, or the other was left as it is
                again = self._files.pop(copy)
                self._submit(Job(copy, __version__, None, self.settings.options, self.settings.limits))
                self._files[copy] = again

    @staticmethod
    def _outcome_of(future: Future[Outcome], file: str) -> Outcome:
        error = future.exception()
        if error is None:
            return future.result()
        if isinstance(error, (ArchiveError, ChildUnavailable)):
            raise error
        # The executor's own process died, or its cluster gave the job up.
        died = EngineCrashed(file, f"the process that was to read it died ({error or type(error).__name__})", remedy="Run it again")
        return Outcome(file, Failure(type(died), str(died), passing=True))

    def _finish(self, outcome: Outcome) -> None:
        """Stores what became of a file, and counts how often it was named again."""
        again = self._files.pop(outcome.file)
        if outcome.result is None:
            self._unchanged()
        else:
            self._put(outcome)
        for _ in range(again):
            if isinstance(outcome.result, Failure):
                self._reject_unremembered(outcome.file, outcome.result.message, outcome.result.findings)
            else:
                self._unchanged()

    def _put(self, outcome: Outcome) -> None:
        outcome = self.corrector.read(outcome)
        before = self.store.known(outcome.file)
        passing = False
        if isinstance(outcome.result, ReadFile):
            for number, reading in enumerate((outcome.result, *outcome.result.further), 1):
                file = outcome.file if number == 1 else part_name(outcome.file, number)
                self._compare(file, before if number == 1 else self.store.known(file), reading, outcome.sha256)
            self.tally.read += 1
        elif isinstance(outcome.result, Failure):
            self._rejected(outcome.file, outcome.result.message, outcome.result.findings)
            if passing := outcome.result.passing:
                outcome = outcome._replace(sha256=outcome.sha256 or (None if is_url(outcome.file) else digest(outcome.file, self.settings.limits.bytes)))
        options = self._options if isinstance(outcome.result, ReadFile) else self._limited if passing else self._failed
        self.store.put(outcome, options, is_new=before is None)
        if before and before.run_id == self.store.run_id:  # the arguments name it twice, and what was done the first time did not last
            self.again[before.status] = self.again.get(before.status, 0) + 1
        self.watcher.advanced(self.tally)
        self._keep()

    def _keep(self) -> None:
        """Commits now and then; a run that is one transaction only puts its house in order."""
        if time.monotonic() - self._committed > COMMIT_SECONDS:
            if self.settings.reparse or self.settings.dry_run:
                self.store.settle()
            else:
                self.store.commit()
            self._committed = time.monotonic()

    def _compare(self, file: str, known: Known | None, reading: ReadFile, sha256: str | None) -> None:
        """Tells and keeps what a new reading changes."""
        was = self.store.record(known.source_id) if known else None
        if known and was is not None and (changes := changes_between(was, reading.record)):
            self.changed += 1
            self.store.remember(file, changes, before=Reading(known.parser_version, known.sha256), after=Reading(__version__, sha256))
            self.watcher.changed(file, changes)

    def _corrected(self, file: str, changes: Sequence[Change]) -> None:
        self.store.remember(file, changes, cause="corrections")
        self.watcher.changed(file, changes)

    def _unchanged(self) -> None:
        self.tally.unchanged += 1
        self.watcher.advanced(self.tally)


def account_of(run: Run, by_status: Mapping[str, int]) -> Account:
    """The account of a run from its own counters and what the store says of the files that it wrote.

    Of an interrupted run only the files count that are done.
    """
    stored, superseded, rejected = (by_status.get(status, 0) + run.again.get(status, 0) for status in ("stored", "superseded", "rejected"))
    return Account(run.tally.seen, stored, run.tally.unchanged, superseded, rejected + run.known_rejected, run.tally.ignored)


def total_of(paths: Sequence[str | PathLike[str]]) -> int | None:
    """How many files there are to see, None if a URL is among the paths: listing those twice costs."""
    if any(is_url(fspath(path)) for path in paths):
        return None
    return sum(1 for _ in locations_of(paths))
