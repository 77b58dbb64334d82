"""The rules across the archive, run again in the background when people have stopped correcting for a moment."""

from __future__ import annotations

import math
import threading
from contextlib import AbstractContextManager, closing
from dataclasses import replace

from bulletin_parse.archive.ingest.archive_findings import Across, archive_findings
from bulletin_parse.archive.store.database import as_archive_errors, connect
from bulletin_parse.archive.store.locking import writing
from bulletin_parse.archive.store.store import Store
from bulletin_parse.errors import BulletinError
from bulletin_parse.limits import Limits
from bulletin_parse.supervise.guard import Guard

QUIET = 3.0  # seconds without a correction before the rules run


class AcrossInBackground(AbstractContextManager["AcrossInBackground"]):
    """A thread that runs the archive rules; no writer waits for them, and what they found of an archive that has changed since is thrown away.

    Args:
        archive: the archive's path.
        quiet: seconds without a correction before they run.
    """

    def __init__(self, archive: str, quiet: float = QUIET) -> None:
        self._archive = archive
        self._quiet = quiet
        self._asked = threading.Event()
        self._over = threading.Event()
        self._is_running = False
        self.runs = 0  # how often the findings were renewed
        self.failure = ""
        self._guard = Guard(replace(Limits(), seconds=math.inf))
        self._thread = threading.Thread(target=self._work, name="bulletin-parse across", daemon=True)
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._asked.set()
        self._guard.dismiss()
        self._thread.join(timeout=5)
        self._guard.close()

    @property
    def is_due(self) -> bool:
        """Whether the archive has changed, and its findings have not been renewed yet."""
        return self._asked.is_set() or self._is_running

    def changed(self) -> None:
        """The archive has changed: the rules run when it has been quiet for a moment."""
        self._asked.set()

    def _work(self) -> None:
        while not self._over.is_set():
            self._asked.wait()
            if self._over.wait(self._quiet):
                return
            self._is_running = True
            self._asked.clear()  # what changes from now on asks anew
            renewed = False
            try:
                renewed = self._renewed()
                if not renewed:
                    self._asked.set()
                self.failure = ""
            except BulletinError as error:
                self.failure = str(error)
            self._is_running = False
            self.runs += renewed  # at the end: whoever sees that the rules have run sees what became of it

    def _renewed(self) -> bool:
        """Runs the rules; False if somebody wrote meanwhile, and they must run again."""
        with closing(connect(self._archive, writable=False)) as reader, as_archive_errors(self._archive):
            if not Store(reader, "{}").findings_are_stale:
                return True
            before = _version(reader)
            found = self._guard.run(self._archive, archive_findings, Across(self._archive))
            with writing(self._archive, patience=self._quiet) as database:
                if _version(reader) != before:
                    return False
                store = Store(database, "{}")
                store.put_archive_findings(found)
                store.commit()
        return True


def _version(reader: object) -> int:
    """What changes when anybody else writes to the archive."""
    (version,) = reader.execute("PRAGMA data_version").fetchone()  # type: ignore[attr-defined]
    return int(version)
