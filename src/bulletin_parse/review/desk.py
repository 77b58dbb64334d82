"""All that a reviewer does with an archive, without a network: the queue, one bulletin, corrections and their undoing."""

from __future__ import annotations

import hashlib
import re
import sqlite3
import threading
from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Any, NamedTuple

from bulletin_parse.archive import Archive
from bulletin_parse.archive.store.database import as_archive_errors
from bulletin_parse.archive.store.findings import FINDING_COLUMNS, finding_of
from bulletin_parse.archive.store.rows import bulletin_of
from bulletin_parse.corrections import DOES_NOT_FIT, Correction, CorrectionOutcome, Rebound, Reviewer, applied, rebound, uncorrected
from bulletin_parse.corrections.reviewer import now
from bulletin_parse.errors import CorrectionConflict, CorrectionError, NotInArchive
from bulletin_parse.models import Bulletin, Finding, Source
from bulletin_parse.parsing.template import template_for
from bulletin_parse.review.across import QUIET, AcrossInBackground
from bulletin_parse.review.acts import Said, correction_of, is_of_one_field
from bulletin_parse.review.choices import Choice, choices_of
from bulletin_parse.review.looked import Key, Look, Looks
from bulletin_parse.review.paper import File, Paper
from bulletin_parse.review.queue import OF_FILE, Queue, key_of, queue_of
from bulletin_parse.review.sheet import Json, Sheet
from bulletin_parse.rules.acceptance import Acceptance

_KEY = re.compile(rf"(?:(?P<number>[0-9]{{1,9}})|{OF_FILE}(?P<source_id>[0-9]{{1,15}}))")


class Found(NamedTuple):
    """A bulletin of the archive: its key, the file that it is in, the record, and what changes when it does."""

    key: str
    bulletin_id: int
    source_id: int
    file: str
    bulletin: Bulletin
    revision: str

    @property
    def source(self) -> Source:
        """The file's facts: every record of an archive has them."""
        if self.bulletin.source is None:
            raise CorrectionError(self.file, "the record names no file")
        return self.bulletin.source

    @property
    def looked_key(self) -> Key:
        """By what the list of looks knows it: its file, and the number that was read."""
        return self.source.sha256, uncorrected(self.bulletin).issue_number


class Desk(AbstractContextManager["Desk"]):
    """An archive under review. Any thread may call it; one call works after the other, but for pictures, which wait for nobody.

    Args:
        path: the archive.
        corrections: the file of corrections; None for the one that the archive knows.
        quiet: seconds without a correction after which the archive rules run again.

    Raises:
        ArchiveError: it is no archive.
        CorrectionError: the file of corrections cannot be used.
    """

    def __init__(self, path: str, *, corrections: str | None = None, quiet: float = QUIET) -> None:
        self._archive = Archive.open(path)
        self._lock = threading.RLock()
        self._to = corrections
        self._archive.corrections.make(to=corrections)
        self._looks = Looks(path)
        self.paper = Paper()
        self.across = AcrossInBackground(path, quiet)

    def __exit__(self, *_: object) -> None:
        self.across.__exit__()
        self.paper.__exit__()
        self._archive.close()

    def queue(self) -> Queue:
        """Every bulletin, what needs eyes first."""
        with self._lock, as_archive_errors(self._archive.path):
            return queue_of(self._database, self._looks.all())

    def sheet(self, key: str) -> Json:
        """One bulletin as the page shows it.

        Raises:
            NotInArchive: there is none.
        """
        with self._lock:
            return self._sheet(self._found(key))

    def revision(self, key: str) -> str:
        """What changes when anybody changes a bulletin's record."""
        with self._lock:
            return self._found(key).revision

    def choices(self, key: str, field: str) -> tuple[Choice, ...]:
        """What a field may say.

        Raises:
            NotInArchive: there is no such bulletin.
            ValueError: the field's address is none.
        """
        with self._lock, as_archive_errors(self._archive.path):
            return choices_of(self._found(key).bulletin, field, self._database)

    def file(self, key: str) -> File:
        """The file of a bulletin."""
        with self._lock:
            found = self._found(key)
        return File(found.file, found.source)

    def say(self, key: str, said: Said) -> tuple[Json, tuple[CorrectionOutcome, ...]]:
        """Makes corrections: all that were said or none.

        Returns:
            The bulletin as it is now, and what became of each correction.

        Raises:
            CorrectionConflict: somebody else has changed what was seen, or says something else of it.
            CorrectionError: the record has no such field, or it cannot say that.
        """
        with self._lock:
            found = self._found(key)
            if said.revision != found.revision and not all(is_of_one_field(act) for act in said.acts):
                reason = "somebody has changed the bulletin since you looked at it"
                raise CorrectionConflict(found.source.name, reason, place=key, remedy="Look at it as it is now, and say it again")
            reviewer = Reviewer(found.bulletin, by=said.by)
            corrections = [correction_of(act, reviewer, said.why, template_for(found.bulletin)) for act in said.acts]
            self._refuse_misfits(found, applied(found.bulletin, self._archive.corrections.all().with_(*corrections)).outcomes, corrections)
            outcomes = self._archive.corrections.add(*corrections, to=self._to)
            try:
                self._refuse_misfits(found, outcomes, corrections)
            except CorrectionConflict:  # somebody in another process was quicker
                self._archive.corrections.remove(*[each.id for each in corrections])
                raise
            self.across.changed()
            return self._sheet(self._at(found)), outcomes

    def take_back(self, key: str, ids: Sequence[str]) -> Json:
        """Takes corrections back, and gives the bulletin as it is then.

        Raises:
            CorrectionError: there is none with one of the ids.
        """
        with self._lock:
            found = self._found(key)
            self._archive.corrections.remove(*ids)
            self.across.changed()
            return self._sheet(self._at(found))

    def rebind(self, key: str, ids: Sequence[str]) -> Json:
        """Makes corrections of another file of a bulletin those of its own: all that are named, or none; and gives the bulletin as it is then.

        Args:
            key: the bulletin.
            ids: as ``elsewhere`` of the bulletin's sheet has them.

        Raises:
            CorrectionConflict: one of them does not fit, or does no longer.
        """
        with self._lock:
            found = self._found(key)
            fitting = {each.outcome.correction.id: each.outcome.correction for each in self._elsewhere(found) if each.is_made}
            if not fitting.keys() >= set(ids):
                reason = "what fits has changed since you looked at it"
                raise CorrectionConflict(found.source.name, reason, place=key, remedy="Look at the bulletin as it is now, and say it again")
            self._archive.corrections.add(*[fitting[each] for each in ids], to=self._to)
            self.across.changed()
            return self._sheet(self._at(found))

    def look(self, key: str, by: str, *, done: bool) -> None:
        """Notes that somebody has looked at a bulletin and is done with it; or that nobody is."""
        with self._lock:
            found = self._found(key)
            number = found.looked_key[1]
            self._looks.set(found.looked_key, Look(issue_number=number, sha256=found.source.sha256, by=by, at=now()) if done else None)

    @staticmethod
    def _refuse_misfits(found: Found, outcomes: Sequence[CorrectionOutcome], corrections: Sequence[Correction]) -> None:
        """Refuses corrections of which one cannot be made.

        Raises:
            CorrectionConflict: says why.
        """
        ids = {each.id for each in corrections}
        misfits = [each for each in outcomes if each.state == DOES_NOT_FIT and each.correction.id in ids]
        if misfits:
            remedy = "Look at the bulletin as it is now, and say it again"
            raise CorrectionConflict(found.source.name, f"it could not be made: {misfits[0].why}", place=misfits[0].correction.about, remedy=remedy)

    @property
    def _database(self) -> sqlite3.Connection:
        return self._archive.database

    def _found(self, key: str) -> Found:
        match = _KEY.fullmatch(key)
        if match is None:
            raise NotInArchive(self._archive.path, f"no bulletin is called {key[:40]!r}")
        return self._one("issue_number", int(match["number"])) if match["number"] else self._one("source_id", int(match["source_id"]))

    def _at(self, found: Found) -> Found:
        """The same bulletin as it is now: its number may have been corrected."""
        return self._one("source_id", found.source_id)

    def _one(self, column: str, value: int) -> Found:
        with as_archive_errors(self._archive.path):
            rows = self._database.execute(_RECORD.format(column=column), (value,)).fetchall()
            if not rows:
                raise NotInArchive(
                    self._archive.path,
                    f"it has no bulletin with {column.replace('_', ' ')} {value}",
                    remedy="It may have another number by now: look at the queue",
                )
            bulletin_id, source_id, number, file, record = rows[0]
            same = self._database.execute("SELECT count(*) FROM bulletins WHERE issue_number = ?", (number,)).fetchone()
        name = key_of(number, source_id, unique=same == (1,))
        return Found(name, bulletin_id, source_id, file, bulletin_of(record), hashlib.sha256(record).hexdigest()[:16])

    def _sheet(self, found: Found) -> Json:
        bulletin = found.bulletin
        look = self._looks.all().get(found.looked_key)
        source = found.source
        return {
            "key": found.key,
            "revision": found.revision,
            "number": bulletin.issue_number,
            "label": bulletin.issue_label,
            "day": bulletin.day.isoformat() if bulletin.day else None,
            "file": source.name,
            "path": found.file,
            "engine": f"{source.engine} {source.engine_version}",
            "pages": source.pages,
            "form": "pages" if source.pages is not None else "lines",
            "looked": look and {"by": look.by, "at": look.at},
            "corrections": self._corrections(bulletin),
            "elsewhere": [_told(each.outcome) for each in self._elsewhere(found)],
            **Sheet(bulletin, self._findings(found)).shown(),
        }

    def _findings(self, found: Found) -> list[Finding]:
        """What was found, with places, and as known what somebody accepted."""
        acceptance = Acceptance(found.bulletin)
        with as_archive_errors(self._archive.path):
            rows = self._database.execute(_FINDINGS, (found.bulletin_id,)).fetchall()
        return [acceptance.marked(finding_of(row, regions)) for regions, *row in rows]

    def _elsewhere(self, found: Found) -> tuple[Rebound, ...]:
        """What corrections of other files of the bulletin would do in this one."""
        return rebound(found.bulletin, self._archive.corrections.all())

    def _corrections(self, bulletin: Bulletin) -> list[Json]:
        """The corrections of a bulletin, the latest first, and what became of each."""
        held = self._archive.corrections.all().of(uncorrected(bulletin))
        return [_told(outcome) for outcome in reversed(applied(bulletin, held).outcomes)] if held else []


def _told(outcome: CorrectionOutcome) -> Json:
    each = outcome.correction
    values: dict[str, Any] = {name: getattr(each, name, None) for name in ("was", "now")}
    to = getattr(each, "to", None)
    values["to"] = getattr(to, "field", to)
    values["texts"] = [piece.text for piece in getattr(each, "pieces", ())]
    said = {"id": each.id, "do": each.do, "about": each.about, "by": each.by, "at": each.at, "why": each.why}
    return {**said, **values, "state": outcome.state, "reason": outcome.why}


_FINDINGS = f"SELECT regions, {FINDING_COLUMNS} FROM findings WHERE bulletin_id = ? ORDER BY finding_id"  # noqa: S608 - our own names
_RECORD = """
SELECT bulletin_id, bulletins.source_id, issue_number, coalesce(whole.file, sources.file), records.record
  FROM bulletins JOIN sources USING (source_id) JOIN records USING (source_id)
       LEFT JOIN sources AS whole ON whole.source_id = sources.part_of
 WHERE bulletins.{column} = ? ORDER BY bulletins.published, sources.file LIMIT 1"""
