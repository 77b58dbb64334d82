"""What is written to an archive: sources, records, and the tables made from the records that rule."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from bulletin_parse import __version__
from bulletin_parse.archive.identity import Candidate, ruled
from bulletin_parse.archive.jobs import Failure, Outcome, Reading
from bulletin_parse.archive.locations import printable
from bulletin_parse.archive.rows import BulletinRows, Row, bulletin_of, finding_row, rows_of
from bulletin_parse.archive.terms import terms_of
from bulletin_parse.models import SCHEMA_VERSION, Bulletin, Finding
from bulletin_parse.rules import check
from bulletin_parse.rules.differences import differing_fields

MAX_QUOTED = 200  # characters of a differing field
_STALE = "archive_findings"


class Known(NamedTuple):
    """What the archive knows of a file."""

    source_id: int
    status: str
    sha256: str | None
    parser_version: str
    options: str
    preferred: bool
    error_message: str | None
    run_id: int


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
        self._fresh: dict[int, BulletinRows] = {}
        self._keys: set[str] = set()

    def known(self, file: str) -> Known | None:
        """What is known of a file, None if it is new."""
        row = self._database.execute(_KNOWN, (printable(file),)).fetchone()
        return Known(*row) if row else None

    def record(self, source_id: int) -> bytes | None:
        """A file's packed record."""
        row = self._database.execute("SELECT record FROM records WHERE source_id = ?", (source_id,)).fetchone()
        return row[0] if row else None

    def put(self, outcome: Outcome, options: str) -> None:
        """Stores what became of a file; ``commit`` decides which file of its bulletin rules."""
        run = self._running()
        before = self._database.execute("SELECT source_id, bulletin_key FROM sources WHERE file = ?", (printable(outcome.file),)).fetchone()
        if before and before[1]:
            self._keys.add(before[1])
        head = (printable(outcome.file), outcome.sha256, outcome.byte_count, __version__, SCHEMA_VERSION, options, round(outcome.seconds, 4), run)
        if isinstance(outcome.result, Reading):
            self._put_reading(head, outcome.sha256, outcome.result)
        elif isinstance(outcome.result, Failure):
            self._database.execute(_PUT_FAILURE, (*head, outcome.result.error_type, storable(printable(outcome.result.message))))

    def _put_reading(self, head: Row, sha256: str | None, reading: Reading) -> None:
        facts = (reading.media_type, reading.engine, reading.engine_version, reading.pages, reading.complete, reading.bulletin_key)
        (source_id,) = self._database.execute(_PUT_READING, (*head, *facts)).fetchone()
        self._clear(source_id)
        self._database.execute("INSERT INTO records (source_id, sha256, record) VALUES (?, ?, ?)", (source_id, sha256, reading.record))
        self._database.executemany(_PUT_FIGURE, [(source_id, *figure) for figure in reading.figures])
        self._fresh[source_id] = reading.rows
        self._keys.add(reading.bulletin_key)

    def prefer(self, source_id: int) -> None:
        """Lets a file rule its bulletin whatever the order says, and no other file that was preferred before."""
        self._running()
        (key,) = self._database.execute("SELECT bulletin_key FROM sources WHERE source_id = ?", (source_id,)).fetchone()
        self._database.execute("UPDATE sources SET preferred = (source_id = ?) WHERE bulletin_key IS ? OR source_id = ?", (source_id, key, source_id))
        if key:
            self._keys.add(key)

    def commit(self) -> None:
        """Decides who rules among the files that came, makes their tables, and ends the transaction."""
        self.settle()
        if self._database.in_transaction:
            self._database.execute("COMMIT")
            self._run_is_kept = self._run is not None

    def settle(self) -> None:
        """Decides who rules, within the transaction."""
        for key in sorted(self._keys):
            self._settle(key)
        self._keys.clear()
        self._fresh.clear()

    def rollback(self) -> None:
        """Undoes what was not committed."""
        if self._database.in_transaction:
            self._database.execute("ROLLBACK")
        if not self._run_is_kept:
            self._run = None
        self._fresh.clear()
        self._keys.clear()

    def put_archive_findings(self, findings: Iterable[tuple[int | None, Finding]]) -> None:
        """Replaces what the archive rules found, each finding with its bulletin's id."""
        self._running()
        self._database.execute("DELETE FROM findings WHERE scope = 'archive'")
        self._database.executemany(_PUT_FINDING, [(bulletin_id, *finding_row(finding, "archive")) for bulletin_id, finding in findings])
        self._database.execute("DELETE FROM notes WHERE name = ?", (_STALE,))

    @property
    def findings_are_stale(self) -> bool:
        """Whether bulletins have changed since the archive rules ran."""
        return self._database.execute("SELECT 1 FROM notes WHERE name = ?", (_STALE,)).fetchone() is not None

    def written(self) -> dict[str, int]:
        """How many files this run wrote, by their status now."""
        return dict(self._database.execute("SELECT status, count(*) FROM sources WHERE run_id = ? GROUP BY status", (self._run,)).fetchall())

    def differing(self) -> list[tuple[str, str, list[str]]]:
        """The files of this run that say something else than the one that rules: file, ruling file, fields."""
        found: dict[tuple[str, str], list[str]] = {}
        for file, ruler, field, item in self._database.execute(_DIFFERING, (self._run,)):
            found.setdefault((file, ruler), []).append(field if item is None else f"{field} ({item})")
        return [(file, ruler, fields) for (file, ruler), fields in found.items()]

    @property
    def run_id(self) -> int | None:
        """This run's row, None while nothing was written."""
        return self._run

    def end_run(self, status: str, counts: Sequence[int], seconds: float) -> None:
        """Writes the run's figures: files seen, stored, unchanged, superseded, rejected. A run that wrote nothing leaves no trace."""
        if self._run is not None:
            self._running()
            self._database.execute(_END_RUN, (_now(), status, *counts, round(seconds, 3), self._run))

    def _running(self) -> int:
        """The run's id; begins the transaction, and, the first time, the run."""
        if not self._database.in_transaction:
            self._database.execute("BEGIN IMMEDIATE")
        if self._run is None:
            self._database.execute("UPDATE runs SET status = 'killed' WHERE status = 'running'")
            begun = "INSERT INTO runs (started_at, status, parser_version, options) VALUES (?, 'running', ?, ?) RETURNING run_id"
            (self._run,) = self._database.execute(begun, (_now(), __version__, self._options)).fetchone()
        return self._run

    def _clear(self, source_id: int) -> None:
        """Removes what was made from a file's earlier content."""
        self._remove_bulletin(source_id)
        for table in ("records", "figures", "source_differences"):
            self._database.execute(f"DELETE FROM {table} WHERE source_id = ?", (source_id,))  # noqa: S608 - our own names
        self._fresh.pop(source_id, None)

    def _settle(self, key: str) -> None:
        rows = self._database.execute(_CANDIDATES, (key,)).fetchall()
        candidates = [Candidate(*row) for row in rows]
        records: dict[int, Bulletin] = {}

        def record_of(source_id: int) -> Bulletin:
            if source_id not in records:
                records[source_id] = bulletin_of(self.record(source_id) or b"")
            return records[source_id]

        rulers = ruled(candidates, record_of)
        present = {row[0] for row in self._database.execute(_RULING, (key,))}
        for source_id, ruler in rulers.items():
            if ruler == source_id:
                if source_id not in present:
                    self._put_bulletin(source_id, self._fresh.get(source_id) or rows_of(record_of(source_id), check(record_of(source_id))))
                    self._database.execute("DELETE FROM source_differences WHERE source_id = ?", (source_id,))
            else:
                if source_id in present:
                    self._remove_bulletin(source_id)
                self._put_differences(source_id, record_of(ruler), record_of(source_id))
        for source_id, ruler in rulers.items():
            self._database.execute(_RULE, {"source": source_id, "by": None if ruler == source_id else ruler})

    def _put_bulletin(self, source_id: int, rows: BulletinRows) -> None:
        execute, many = self._database.execute, self._database.executemany
        (bulletin_id,) = execute(_PUT_BULLETIN, (source_id, *rows.bulletin)).fetchone()
        many(_PUT_ENTRY, [(bulletin_id, *row) for row in rows.entries])
        # Items get their ids here and not from SQLite, so that a bulletin's rows go in together: nobody else writes meanwhile.
        (last,) = execute("SELECT coalesce(max(item_id), 0) FROM items").fetchone()
        items = list(enumerate(rows.items, last + 1))
        many(_PUT_ITEM, [(item_id, bulletin_id, *item.item) for item_id, item in items])
        many(_PUT_BLOCK, [(item_id, *row) for item_id, item in items for row in item.blocks])
        many(_PUT_TERMS, [(item_id, *item.terms) for item_id, item in items])
        many(_PUT_REMNANT, [(bulletin_id, *row) for row in rows.remnants])
        many(_PUT_FINDING, [(bulletin_id, *row) for row in rows.findings])
        execute("INSERT OR REPLACE INTO notes (name, value) VALUES (?, 'stale')", (_STALE,))

    def _remove_bulletin(self, source_id: int) -> None:
        """Deletes the bulletin made from a file; the search index keeps no text, so its terms are told to it once more."""
        found = self._database.execute("SELECT bulletin_id FROM bulletins WHERE source_id = ?", (source_id,)).fetchone()
        if not found:
            return
        terms = [
            (item_id, terms_of(title), terms_of(source or ""), terms_of(body or "")) for item_id, title, source, body in self._database.execute(_TEXTS, found)
        ]
        self._database.executemany("INSERT INTO item_terms (item_terms, rowid, title, source, body) VALUES ('delete', ?, ?, ?, ?)", terms)
        self._database.execute("DELETE FROM bulletins WHERE bulletin_id = ?", found)
        self._database.execute("INSERT OR REPLACE INTO notes (name, value) VALUES (?, 'stale')", (_STALE,))

    def _put_differences(self, source_id: int, ruling: Bulletin, here: Bulletin) -> None:
        self._database.execute("DELETE FROM source_differences WHERE source_id = ?", (source_id,))
        found = [(source_id, at, each.name, each.item, _quoted(each.left), _quoted(each.right)) for at, each in enumerate(differing_fields(ruling, here), 1)]
        self._database.executemany("INSERT INTO source_differences VALUES (?, ?, ?, ?, ?, ?)", found)


def _quoted(value: object) -> str | None:
    if value is None:
        return None
    text = storable(str(value))
    return text[: MAX_QUOTED - 1] + "…" if len(text) > MAX_QUOTED else text


def storable(text: str) -> str:
    """Text without lone surrogates, which SQLite cannot store."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


_KNOWN = "SELECT source_id, status, sha256, parser_version, options, preferred, error_message, run_id FROM sources WHERE file = ?"
_PUT_READING = """
INSERT INTO sources (file, sha256, byte_count, parser_version, schema_version, options, seconds, run_id,
                     media_type, engine, engine_version, pages, complete, bulletin_key, status)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'stored')
ON CONFLICT (file) DO UPDATE SET
    sha256 = excluded.sha256, byte_count = excluded.byte_count, parser_version = excluded.parser_version, schema_version = excluded.schema_version,
    options = excluded.options, seconds = excluded.seconds, run_id = excluded.run_id, media_type = excluded.media_type, engine = excluded.engine,
    engine_version = excluded.engine_version, pages = excluded.pages, complete = excluded.complete, bulletin_key = excluded.bulletin_key,
    status = 'stored', superseded_by = NULL, error_type = NULL, error_message = NULL
RETURNING source_id"""
# What is known of an earlier content stays beside the error.
_PUT_FAILURE = """
INSERT INTO sources (file, sha256, byte_count, parser_version, schema_version, options, seconds, run_id, error_type, error_message, status)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'rejected')
ON CONFLICT (file) DO UPDATE SET
    sha256 = excluded.sha256, byte_count = excluded.byte_count, parser_version = excluded.parser_version, schema_version = excluded.schema_version,
    options = excluded.options, seconds = excluded.seconds, run_id = excluded.run_id, error_type = excluded.error_type,
    error_message = excluded.error_message, status = 'rejected'"""
_PUT_FIGURE = "INSERT INTO figures VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_PUT_BULLETIN = """
INSERT INTO bulletins (source_id, issue_number, issue_label, title, publisher, published, first_day, last_day, declared_count, entry_count, item_count,
                       lead, printed, places)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING bulletin_id"""
_PUT_ENTRY = "INSERT INTO index_entries (bulletin_id, position, number, title, source, regions) VALUES (?, ?, ?, ?, ?, ?)"
_PUT_ITEM = """
INSERT INTO items (item_id, bulletin_id, position, number, title, source, link, link_target, headline, byline, published, places, regions)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""
_PUT_TERMS = "INSERT INTO item_terms (rowid, title, source, body) VALUES (?, ?, ?, ?)"
_PUT_BLOCK = "INSERT INTO blocks (item_id, position, kind, text, regions) VALUES (?, ?, ?, ?, ?)"
_PUT_REMNANT = "INSERT INTO remnants (bulletin_id, role, position, text, regions) VALUES (?, ?, ?, ?, ?)"
_PUT_FINDING = """
INSERT INTO findings (bulletin_id, scope, code, name, severity, message, item_number, issue_number, subject, regions)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""
_CANDIDATES = """
SELECT source_id, file, records.sha256, status = 'rejected', preferred, complete, media_type, engine
  FROM sources JOIN records USING (source_id)
 WHERE bulletin_key = ?"""
_RULE = """
UPDATE sources SET superseded_by = :by, status = CASE WHEN status = 'rejected' THEN 'rejected' WHEN :by IS NULL THEN 'stored' ELSE 'superseded' END
 WHERE source_id = :source AND (superseded_by IS NOT :by OR status = CASE WHEN :by IS NULL THEN 'superseded' ELSE 'stored' END)"""
_RULING = "SELECT source_id FROM bulletins JOIN sources USING (source_id) WHERE bulletin_key = ?"
_TEXTS = "SELECT item_id, title, source, body FROM item_texts WHERE bulletin_id = ?"
_END_RUN = """
UPDATE runs SET finished_at = ?, status = ?, files_seen = ?, files_stored = ?, files_unchanged = ?, files_superseded = ?, files_rejected = ?, seconds = ?
 WHERE run_id = ?"""
_DIFFERING = """
SELECT sources.file, rulers.file, field, item_number
  FROM source_differences JOIN sources USING (source_id) JOIN sources AS rulers ON rulers.source_id = sources.superseded_by
 WHERE sources.run_id = ? ORDER BY sources.file, position"""
