"""What people corrected in an archive: its file of corrections, and the records that they change."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, NamedTuple

from bulletin_parse.archive.ingest.correcting import NOTE, OTHER_FILE, Corrector, corrections_of, file_of, note_of
from bulletin_parse.archive.store.database import as_archive_errors
from bulletin_parse.archive.store.rows import bulletin_of
from bulletin_parse.archive.store.store import Store
from bulletin_parse.corrections import Correction, CorrectionOutcome, Corrections, Reviewer, conflicts_of, editing_corrections
from bulletin_parse.corrections.file import SUFFIX
from bulletin_parse.errors import ArchiveError, ForeignCorrections, NoSuchField
from bulletin_parse.matching.differences import Change
from bulletin_parse.models import Bulletin

PATIENCE = 10.0  # seconds to wait for another who writes to the archive
NAMED = 3  # foreign corrections that a message names


class Tried(NamedTuple):
    """What corrections would do: what would become of each, and what would change in each file's record."""

    outcomes: tuple[CorrectionOutcome, ...]
    changes: Mapping[str, tuple[Change, ...]]


class ArchiveCorrections:
    """The corrections of an archive. Iterating gives each; every change is written to their file first, and then made.

    Args:
        archive: the archive's path.
        reading: gives a connection for reading.
        writing: gives a connection that nobody else writes with.
    """

    def __init__(self, archive: str, reading: Callable[[], sqlite3.Connection], writing: Callable[..., AbstractContextManager[sqlite3.Connection]]) -> None:
        self._archive = archive
        self._reading = reading
        self._writing = writing

    @property
    def file(self) -> Path:
        """The file that the archive knows; if it knows none, the one beside it that the first correction makes."""
        return file_of(self._archive, self._note()) or Path(f"{Path(self._archive).with_suffix('')}{SUFFIX}")

    def all(self) -> Corrections:
        """All corrections in the file, also those of files that the archive does not have.

        Raises:
            CorrectionError: the file cannot be used.
        """
        return corrections_of(self._archive, self._note())

    def reviewer(self, number: int, *, by: str, at: str | None = None, file: str | None = None) -> Reviewer:
        """Somebody who looks at a bulletin as the archive has it now.

        Args:
            number: its number.
            by: who they are.
            at: when they say it; None for now.
            file: which file's bulletin is meant, by its path or the end of it, where several have the number.

        Raises:
            NoSuchField: there is no such bulletin, or there are several.
        """
        return Reviewer(self.bulletin(number, file=file), by=by, at=at)

    def bulletin(self, number: int, *, file: str | None = None) -> Bulletin:
        """The one bulletin of a number.

        Raises:
            NoSuchField: there is none, or there are several.
        """
        with as_archive_errors(self._archive):
            rows = self._reading().execute(_RECORDS, (number,)).fetchall()
        found = [(name, record) for name, record in rows if file is None or name == file or name.endswith(f"/{file}")]
        if len(found) != 1:
            names = ", ".join([name for name, _ in found])
            reason = f"it has {len(found)} bulletins of this number: {names}" if found else "it has no bulletin of this number"
            raise NoSuchField(self._archive, reason, place=str(number), remedy="Name the file that is meant" if found else "Look at the numbers that it has")
        return bulletin_of(found[0][1])

    def add(self, *said: Correction, to: str | os.PathLike[str] | None = None) -> tuple[CorrectionOutcome, ...]:
        """Writes corrections to the file, and makes them: the records, their findings and search terms are those of the corrected bulletins.

        The archive rules run with the next ingest, or with ``Archive.check_across``; until then what they found before stands.

        Args:
            said: corrections of files that the archive has.
            to: the file; the archive knows it from then on. None for the one that it knows.

        Raises:
            ForeignCorrections: one is of a file that the archive does not have.
            CorrectionConflict: one contradicts another.
            CorrectionError: the file cannot be used.
            ArchiveError: the archive cannot be written.
        """
        file = self.file if to is None else Path(to)
        with self._writing(dry_run=False, patience=PATIENCE) as database, editing_corrections(file) as edited, as_archive_errors(self._archive):
            store = Store(database, "{}")
            refuse_foreign(store, said, self._archive)
            corrections = edited.add(said)
            return self._made(store, corrections, file, said)

    def make(self, *, to: str | os.PathLike[str] | None = None) -> None:
        """Makes what the file says by now: for one that was edited or merged, and after a run that was killed. Nothing is written if no record changes.

        Args:
            to: another file, which the archive knows from then on if it is there.

        Raises:
            CorrectionError: the file cannot be used.
            ArchiveError: the archive cannot be written.
        """
        note = self._note()
        file = self.file if to is None else Path(to)
        is_other = to is not None and file.exists() and note != note_of(self._archive, file)
        if not is_other and (note is None or not self.try_().changes):
            return
        with self._writing(dry_run=False, patience=PATIENCE) as database, editing_corrections(file) as edited, as_archive_errors(self._archive):
            self._made(Store(database, "{}"), edited.corrections, file, edited.corrections)

    def remove(self, *ids: str) -> None:
        """Takes corrections out of the file, and back in the records.

        Raises:
            CorrectionError: there is none with one of the ids, or the file cannot be used.
            ArchiveError: the archive cannot be written.
        """
        with self._writing(dry_run=False, patience=PATIENCE) as database, editing_corrections(self.file) as edited, as_archive_errors(self._archive):
            gone = [each for name, each in edited.corrections.ids.items() if name in ids]
            corrections = edited.remove(ids)
            self._made(Store(database, "{}"), corrections, self.file, gone)

    def try_(self, said: Iterable[Correction] = (), *, without: Iterable[str] = ()) -> Tried:
        """What corrections would do beside those that there are; nothing is written.

        Args:
            said: corrections to add.
            without: ids of corrections to leave out.

        Raises:
            ForeignCorrections: one is of a file that the archive does not have.
            CorrectionError: the file cannot be used.
        """
        said = tuple(said)
        with as_archive_errors(self._archive):
            store = Store(self._reading(), "{}")
            refuse_foreign(store, said, self._archive)
            changes: dict[str, tuple[Change, ...]] = {}
            corrector = Corrector(store, self.all().without(without).with_(*said))
            corrector.stored(lambda file, found: changes.__setitem__(file, tuple(found)), writes=False)
        return Tried(corrector.outcomes, changes)

    def outcomes(self) -> tuple[CorrectionOutcome, ...]:
        """What became of every correction in the file; those of files that the archive does not have are ``other file``."""
        corrections = self.all()
        if not corrections:
            return ()
        found = {each.correction.id: each for each in self.try_().outcomes}
        return tuple([found.get(name) or CorrectionOutcome(each, OTHER_FILE) for name, each in corrections.ids.items()])

    def conflicts(self, said: Iterable[Correction]) -> list[tuple[Correction, Correction]]:
        """The pairs, one in the file and one of some others, that say different things of one place."""
        return conflicts_of(self.all(), said)

    def _made(self, store: Store, corrections: Corrections, file: Path, said: Iterable[Correction]) -> tuple[CorrectionOutcome, ...]:
        """Makes corrections on the records of the files that some are of, and notes where all are."""
        said = tuple(said)
        corrector = Corrector(store, corrections)

        def kept(file: str, changes: Sequence[Change]) -> None:
            store.remember(file, changes, cause="corrections")

        if store.noted(NOTE) != note_of(self._archive, file):  # another file: all of its corrections are new
            store.note(NOTE, note_of(self._archive, file))
            corrector.stored(kept)
        else:
            corrector.stored(kept, files={each.sha256 for each in said})
        store.commit()
        store.write_back()
        made = {each.correction.id: each for each in corrector.outcomes}
        return tuple([made[each.id] for each in said if each.id in made])

    def _note(self) -> str | None:
        if not Path(self._archive).exists():
            raise ArchiveError(self._archive, "there is no such archive", remedy=f"Make it with: Archive({str(self._archive)!r}).ingest(folder)")
        with as_archive_errors(self._archive):
            row: Any = self._reading().execute("SELECT value FROM notes WHERE name = ?", (NOTE,)).fetchone()
        return row[0] if row else None


def refuse_foreign(store: Store, said: Iterable[Correction], archive: str) -> None:
    """Refuses corrections of files that an archive does not have.

    Raises:
        ForeignCorrections: names the first few.
    """
    known = {name for row in store.correctable() for name in row[2:4]}
    foreign = [each for each in said if each.sha256 not in known]
    if foreign:
        named = ", ".join([f"{each.issue_number} {each.about} ({each.id})" for each in foreign[:NAMED]])
        more = f" and {len(foreign) - NAMED} more" if len(foreign) > NAMED else ""
        raise ForeignCorrections(archive, f"it does not have the files of {len(foreign)} corrections: {named}{more}")


_RECORDS = """
SELECT file, record FROM bulletins JOIN sources USING (source_id) JOIN records USING (source_id)
 WHERE issue_number = ? ORDER BY bulletins.published, file"""
