"""What is written to an archive: sources, records, and the tables made from the canonical records."""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime

from bulletin_parse._version import __version__
from bulletin_parse.archive.store import statements as sql
from bulletin_parse.archive.store.canonical import Contender, canonical_files
from bulletin_parse.archive.store.history import NO_READING, Event, Reading, put_event, reading_cause
from bulletin_parse.archive.store.made import MadeTables
from bulletin_parse.archive.store.names import is_there, part_name, printable, storable, storable_message, suffix_of
from bulletin_parse.archive.store.outcomes import CorrectedRecord, Failure, Figure, Known, Outcome, ReadFile
from bulletin_parse.archive.store.readings import file_findings, reading_of, stored_figures
from bulletin_parse.archive.store.rows import BulletinRows, Row, bulletin_of, finding_row, rows_of
from bulletin_parse.matching.differences import Change, differing_fields
from bulletin_parse.models import SCHEMA_VERSION, Bulletin, Finding
from bulletin_parse.rules import check

MAX_QUOTED = 200  # characters of a differing field
_STALE = "archive_findings"


class Store:
    """An archive's tables for writing, inside transactions that ``commit`` ends.

    Args:
        database: an open, writable connection.
        options: what the readings of this run depend on, as JSON.
    """

    def __init__(self, database: sqlite3.Connection, options: str) -> None:
        self._database = database
        self._options = options
        self._run: int | None = None
        self._run_is_kept = False
        self._made = MadeTables(database)
        self._fresh: dict[int, BulletinRows] = {}
        self._keys: set[str] = set()
        self._is_outdated = False  # this transaction has noted that the archive rules must run
        self._told: set[int] = set()

    def known(self, file: str) -> Known | None:
        """What is known of a file, None if it is new."""
        row = self._database.execute(sql.KNOWN, (printable(file),)).fetchone()
        return Known(*row) if row else None

    def record(self, source_id: int) -> bytes | None:
        """A file's packed record."""
        row = self._database.execute("SELECT record FROM records WHERE source_id = ?", (source_id,)).fetchone()
        return row[0] if row else None

    def put(self, outcome: Outcome, options: str, *, is_new: bool = False) -> None:
        """Stores what became of a file; ``commit`` picks the canonical file of its bulletin.

        Args:
            outcome: what became of it.
            options: what the reading depended on, as JSON.
            is_new: nothing is known of the file, so that nothing of it has to be removed.
        """
        run = self._running()
        if not is_new:
            self._keys.update([key for (key,) in self._database.execute(sql.CONCERNED, (printable(outcome.file),)) if key])
        head = (printable(outcome.file), outcome.sha256, outcome.byte_count, __version__, SCHEMA_VERSION, options, round(outcome.seconds, 4), run)
        if isinstance(outcome.result, ReadFile):
            source_id = self._put_reading(head, outcome.sha256 or "", outcome.result, is_new=is_new)
            if outcome.result.further or not is_new:
                self._put_further(source_id, head, outcome)
        elif isinstance(outcome.result, Failure):
            why = (outcome.result.error_type, storable_message(outcome.result.message))
            (source_id,) = self._database.execute(sql.PUT_FAILURE, (*head, *why)).fetchone()
            self._outdate(source_id)
            self._database.execute(sql.FAIL_FURTHER, (*why, run, head[0]))
            self._database.execute("DELETE FROM findings WHERE source_id = ?", (source_id,))
            self._database.executemany(sql.PUT_FILE_FINDING, [(source_id, *finding_row(finding, "bulletin")) for finding in outcome.result.findings])
        self._database.execute("DELETE FROM ignored_files WHERE file = ?", head[:1])

    def _put_further(self, whole: int, head: Row, outcome: Outcome) -> None:
        """Stores the further bulletins of a file, and removes those that it holds no more."""
        further = outcome.result.further if isinstance(outcome.result, ReadFile) else ()
        before = {source_id for (source_id,) in self._database.execute("SELECT source_id FROM sources WHERE part_of = ?", (whole,)).fetchall()}
        for number, reading in enumerate(further, 2):
            # Files of the same bytes are one bulletin's; the bulletins of one file are not.
            sha256 = hashlib.sha256(f"{outcome.sha256} {number}".encode()).hexdigest()
            part = self._put_reading((printable(part_name(outcome.file, number)), *head[1:]), sha256, reading)
            self._database.execute("UPDATE sources SET part_of = ? WHERE source_id = ?", (whole, part))
            before.discard(part)
        for gone in sorted(before):
            self._remove_source(gone)

    def _remove_source(self, source_id: int) -> None:
        """Deletes a file with all that was made of it; the files that it superseded are looked at anew."""
        keys = "SELECT bulletin_key FROM sources WHERE source_id = ?1 OR superseded_by = ?1"
        self._keys.update([key for (key,) in self._database.execute(keys, (source_id,)) if key])
        self._clear(source_id)
        self._database.execute("DELETE FROM sources WHERE source_id = ?", (source_id,))

    def ignore(self, file: str, reason: str, remedy: str) -> None:
        """Notes a file of a folder that nothing here reads."""
        found = self._database.execute("SELECT reason, remedy FROM ignored_files WHERE file = ?", (printable(file),)).fetchone()
        if found != (storable_message(reason), storable_message(remedy)):
            self._database.execute(sql.PUT_IGNORED, (*map(storable_message, (printable(file), reason, remedy)), self._running()))

    def remember(self, file: str, changes: Sequence[Change], *, cause: str = "", before: Reading = NO_READING, after: Reading = NO_READING) -> None:
        """Keeps what changes in a file's record; to be told before it changes, but for corrections."""
        self._begun()
        row = self._database.execute("SELECT bulletin_key FROM sources WHERE file = ?", (printable(file),)).fetchone()
        number = ((row and row[0]) or "").removeprefix("issue ")
        event = Event(datetime.now(UTC), printable(file), _integer(number), cause or reading_cause(before, after), before, after, tuple(changes))
        put_event(self._database, event, self._run)

    def forget(self, file: str) -> bool:
        """Deletes a file, the further bulletins in it, and all that was made of them; what it was called stays in the history.

        Returns:
            Whether the archive knew it.
        """
        self._begun()
        found = self._database.execute(sql.OF_FILE, (printable(file),)).fetchall()
        for source_id, name, parser, sha256 in found:
            self.remember(name, (), cause="forgotten", before=Reading(parser, sha256))
            self._remove_source(source_id)
        ignored = self._database.execute("DELETE FROM ignored_files WHERE file = ? RETURNING file", (printable(file),)).fetchone()
        return bool(found or ignored)

    def prune(self, folders: Iterable[str]) -> list[str]:
        """Forgets the files below some folders that are gone; those that this run has written stay in its account."""
        inside = tuple([os.path.join(folder, "") for folder in folders])  # noqa: PTH118 - "/" has its slash already
        files = [file for (file,) in self._database.execute(sql.LOCAL_FILES, (self._run,)) if file.startswith(inside)]
        return [file for file in files if not (is_there(file) or os.path.lexists(file)) and self.forget(file)]

    def file_findings(self, file: str) -> tuple[Finding, ...]:
        """What the rules say of a rejected file."""
        known = self.known(file)
        return file_findings(self._database, known.source_id) if known else ()

    def same_reading(self, sha256: str, suffix: str, options: str, *, of_this_run: bool) -> ReadFile | None:
        """What was read of the same bytes in the same manner, by this version, under a name with the same suffix."""
        if of_this_run and self._run is None:
            return None
        given = {"sha256": sha256, "parser": __version__, "options": options, "run": self._run if of_this_run else None}
        found = (source_id for source_id, file in self._database.execute(sql.SAME_READING, given).fetchall() if suffix_of(file) == suffix)
        return next((reading_of(self._database, source_id) for source_id in found), None)

    def _put_reading(self, head: Row, sha256: str, reading: ReadFile, *, is_new: bool = False) -> int:
        facts = (reading.media_type, reading.engine, reading.engine_version, reading.pages, reading.complete, reading.bulletin_key, reading.bulletin_date)
        (source_id,) = self._database.execute(sql.PUT_READING, (*head, *facts)).fetchone()
        if not is_new:
            self._clear(source_id)
            self._database.execute("DELETE FROM findings WHERE source_id = ?", (source_id,))
        self._database.execute("INSERT INTO records (source_id, sha256, record) VALUES (?, ?, ?)", (source_id, sha256, reading.record))
        self._database.executemany(sql.PUT_FIGURE, [(source_id, *figure) for figure in reading.figures])
        self._fresh[source_id] = reading.rows
        self._keys.add(reading.bulletin_key)
        return int(source_id)

    def rewrite(self, source_id: int, corrected: CorrectedRecord) -> None:
        """Replaces the record of a file that was read before; what the archive rules found of it stays until they run again."""
        self._begun()
        execute = self._database.execute
        (key,) = execute("SELECT bulletin_key FROM sources WHERE source_id = ?", (source_id,)).fetchone()
        execute("UPDATE sources SET bulletin_key = ?, bulletin_date = ? WHERE source_id = ?", (corrected.bulletin_key, corrected.bulletin_date, source_id))
        execute("UPDATE records SET record = ? WHERE source_id = ?", (corrected.record, source_id))
        execute("DELETE FROM figures WHERE source_id = ?", (source_id,))
        self._database.executemany(sql.PUT_FIGURE, [(source_id, *figure) for figure in corrected.figures])
        self._keys.update((key, corrected.bulletin_key))
        found = execute("SELECT bulletin_id FROM bulletins WHERE source_id = ?", (source_id,)).fetchone()
        if found is None:  # another file is canonical
            return
        kept = execute("SELECT finding_id FROM findings WHERE bulletin_id = ? AND scope = 'archive'", found).fetchall()
        self._database.executemany("UPDATE findings SET bulletin_id = NULL WHERE finding_id = ?", kept)
        self._remove_bulletin(source_id)
        bulletin_id = self._made.put(source_id, corrected.rows)
        self._database.executemany("UPDATE findings SET bulletin_id = ? WHERE finding_id = ?", [(bulletin_id, *row) for row in kept])

    def figures(self, source_id: int) -> tuple[Figure, ...]:
        """A file's figures with their pictures."""
        return stored_figures(self._database, source_id)

    def noted(self, name: str) -> str | None:
        """A note on the archive itself."""
        row = self._database.execute("SELECT value FROM notes WHERE name = ?", (name,)).fetchone()
        return row[0] if row else None

    def note(self, name: str, value: str | None) -> None:
        """Writes a note on the archive itself, or strikes it out."""
        if self.noted(name) == value:
            return
        self._begun()
        if value is None:
            self._database.execute("DELETE FROM notes WHERE name = ?", (name,))
        else:
            self._database.execute("INSERT OR REPLACE INTO notes (name, value) VALUES (?, ?)", (name, value))

    def correctable(self) -> Iterator[tuple[int, str, str, str | None, int | None, bool]]:
        """Every file with a record: id, name, SHA-256 of the record's content and of the last content, issue number, whether people corrected it.

        Of a file that is not canonical the number is None, and it is taken for corrected.
        """
        yield from [(*row[:5], bool(row[5])) for row in self._database.execute(sql.CORRECTABLE)]

    def prefer(self, files: Iterable[str]) -> None:
        """Makes files canonical whatever the order says; among several of one bulletin the order decides.

        Files that were preferred before are so no more where one of these is of the same bulletin.
        """
        self.settle()
        found = [row for file in files if (row := self._database.execute(sql.ROOT, (printable(file),)).fetchone())]
        matched = {source_id for source_id, _ in found}
        for root in sorted({root for _, root in found}):
            for source_id, preferred, key in self._database.execute(sql.GROUP, (root, root)).fetchall():
                if bool(preferred) != (source_id in matched):
                    self._begun()
                    self._database.execute("UPDATE sources SET preferred = ? WHERE source_id = ?", (source_id in matched, source_id))
                    self._keys.add(key)

    def commit(self) -> None:
        """Recomputes the canonical file of each touched key, makes its tables, and ends the transaction."""
        self.settle()
        if self._database.in_transaction:
            self._database.execute("COMMIT")
            self._run_is_kept = self._run is not None

    def write_back(self) -> None:
        """Writes what was committed from SQLite's log into the archive's file, as far as no reader holds it: who copies the file alone has all."""
        self._database.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()

    def settle(self) -> None:
        """Recomputes the canonical file of each touched key, within the transaction."""
        alone = dict(self._database.execute(sql.ALONE, (json.dumps(list(self._fresh)),)).fetchall()) if self._fresh else {}
        for key in sorted(self._keys):
            if key in self._keys:  # it was not in the pool of an earlier one
                if source_id := alone.get(key):
                    self._keys.remove(key)
                    self._made.put(source_id, self._fresh[source_id])
                    self._outdate()
                else:
                    self._settle(self._pool(key))
        self._fresh.clear()
        self._made.flush()

    def rollback(self) -> None:
        """Undoes what was not committed."""
        if self._database.in_transaction:
            self._database.execute("ROLLBACK")
        if not self._run_is_kept:
            self._run = None
        self._fresh.clear()
        self._keys.clear()
        self._made.drop()

    def put_archive_findings(self, findings: Iterable[tuple[int | None, Finding]]) -> None:
        """Replaces what the archive rules found, each finding with its bulletin's id."""
        self._begun()
        self._database.execute("DELETE FROM findings WHERE scope = 'archive'")
        self._database.executemany(sql.PUT_FINDING, [(bulletin_id, *finding_row(finding, "archive")) for bulletin_id, finding in findings])
        self._database.execute("DELETE FROM notes WHERE name = ?", (_STALE,))
        self._is_outdated = False

    @property
    def findings_are_stale(self) -> bool:
        """Whether bulletins have changed since the archive rules ran."""
        return self._database.execute("SELECT 1 FROM notes WHERE name = ?", (_STALE,)).fetchone() is not None

    def written(self) -> dict[str, int]:
        """How many files this run wrote, by their status now."""
        return dict(self._database.execute(sql.WRITTEN, (self._run,)).fetchall())

    def differing(self) -> list[tuple[str, str, list[str]]]:
        """The files that say something else than their canonical one, as far as this run found it: file, canonical file, fields."""
        found: dict[tuple[str, str], list[str]] = {}
        for source_id in sorted(self._told):
            for file, canonical, field, item in self._database.execute(sql.DIFFERING, (source_id,)):
                found.setdefault((file, canonical), []).append(field if item is None else f"{field} ({item})")
        return sorted([(file, canonical, fields) for (file, canonical), fields in found.items()])

    @property
    def run_id(self) -> int | None:
        """This run's row, None while nothing was written."""
        return self._run

    def end_run(self, status: str, counts: Sequence[int], seconds: float) -> None:
        """Writes the run's figures: files seen, stored, unchanged, superseded, rejected, ignored. A run that wrote nothing leaves no trace."""
        if self._run is not None:
            self._running()
            self._database.execute(sql.END_RUN, (_now(), status, *counts, round(seconds, 3), self._run))

    def _running(self) -> int:
        """The run's id; begins the transaction, and, the first time, the run."""
        self._begun()
        if self._run is None:
            self._database.execute("UPDATE runs SET status = 'killed' WHERE status = 'running'")
            begun = "INSERT INTO runs (started_at, status, parser_version, options) VALUES (?, 'running', ?, ?) RETURNING run_id"
            (self._run,) = self._database.execute(begun, (_now(), __version__, self._options)).fetchone()
        return self._run

    def _begun(self) -> None:
        """Begins a transaction if none goes on."""
        if not self._database.in_transaction:
            self._database.execute("BEGIN IMMEDIATE")
            self._is_outdated = False

    def _clear(self, source_id: int) -> None:
        """Removes what was made from a file's earlier content."""
        self._remove_bulletin(source_id)
        self._outdate(source_id)
        for table in ("records", "figures", "source_differences"):
            self._database.execute(f"DELETE FROM {table} WHERE source_id = ?", (source_id,))  # noqa: S608 - our own names
        self._fresh.pop(source_id, None)

    def _pool(self, key: str) -> list[Contender]:
        """The files that may be of one bulletin with those of a key: the same key, bytes, or date where a number is missing."""
        keys, todo = {key}, [key]
        found: dict[int, Contender] = {}
        while todo:
            each = todo.pop()
            day = each.removeprefix("dated ") if each.startswith("dated ") else None
            for *facts, own, date in self._database.execute(sql.CANDIDATES, {"key": each, "day": day}).fetchall():
                candidate = Contender(*facts)
                found[candidate.source_id] = candidate
                near = {own, *([f"dated {date}"] if date else []), *(row[0] for row in self._database.execute(sql.SAME_BYTES, (candidate.sha256,)))}
                todo += near - keys
                keys |= near
        self._keys -= keys
        several = len(found) > 1
        return [each._replace(gone=each.gone or not is_there(each.file)) if several else each for each in found.values()]

    def _settle(self, candidates: Sequence[Contender]) -> None:
        """Makes tables of the canonical files, and differences of the others."""
        records: dict[int, Bulletin] = {}

        def record_of(source_id: int) -> Bulletin:
            if source_id not in records:
                records[source_id] = bulletin_of(self.record(source_id) or b"")
            return records[source_id]

        canonical = canonical_files(candidates, record_of)
        present = {source_id for source_id in canonical if self._made.has(source_id)}
        for source_id, file in canonical.items():
            if file != source_id:
                if source_id in present:
                    self._remove_bulletin(source_id)
                self._put_differences(source_id, record_of(file), record_of(source_id))
            elif source_id not in present:
                self._made.put(source_id, self._fresh.get(source_id) or rows_of(record_of(source_id), check(record_of(source_id))))
                self._outdate()
                self._database.execute("DELETE FROM source_differences WHERE source_id = ?", (source_id,))
        for source_id, file in canonical.items():
            self._database.execute(sql.SET_CANONICAL, {"source": source_id, "by": None if file == source_id else file})

    def _remove_bulletin(self, source_id: int) -> None:
        """Deletes the bulletin made from a file, if there is one."""
        if self._made.remove(source_id):
            self._outdate()

    def _put_differences(self, source_id: int, canonical: Bulletin, here: Bulletin) -> None:
        found = [(source_id, at, each.name, each.item, _quoted(each.left), _quoted(each.right)) for at, each in enumerate(differing_fields(canonical, here), 1)]
        if found == self._database.execute("SELECT * FROM source_differences WHERE source_id = ? ORDER BY position", (source_id,)).fetchall():
            return
        self._database.execute("DELETE FROM source_differences WHERE source_id = ?", (source_id,))
        self._database.executemany("INSERT INTO source_differences VALUES (?, ?, ?, ?, ?, ?)", found)
        self._told.add(source_id)
        self._outdate()

    def _outdate(self, beside: int | None = None) -> None:
        """Notes that what the archive rules found holds no more; with a file, if that one differs from the canonical one."""
        if not self._is_outdated:
            self._database.execute(sql.PUT_STALE, {"name": _STALE, "beside": beside})
            self._is_outdated = beside is None


def _quoted(value: object) -> str | None:
    if value is None:
        return None
    text = storable(str(value))
    return text[: MAX_QUOTED - 1] + "…" if len(text) > MAX_QUOTED else text


def _integer(text: str) -> int | None:
    return int(text) if text.isdecimal() else None


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
