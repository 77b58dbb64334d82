"""The SQL of the store, each statement by its purpose."""

from __future__ import annotations

from collections.abc import Iterable

from bulletin_parse.archive.store.findings import FINDING_COLUMNS
from bulletin_parse.columns import BLOCKS, BULLETINS, ENTRIES, FINDINGS, ITEMS, REMNANTS, Column

KNOWN = "SELECT source_id, status, sha256, parser_version, options, preferred, error_message, run_id FROM sources WHERE file = ?"
PUT_READING = """
INSERT INTO sources (file, sha256, byte_count, parser_version, schema_version, options, seconds, run_id,
                     media_type, engine, engine_version, pages, complete, bulletin_key, bulletin_date, status)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'stored')
ON CONFLICT (file) DO UPDATE SET
    sha256 = excluded.sha256, byte_count = excluded.byte_count, parser_version = excluded.parser_version, schema_version = excluded.schema_version,
    options = excluded.options, seconds = excluded.seconds, run_id = excluded.run_id, media_type = excluded.media_type, engine = excluded.engine,
    engine_version = excluded.engine_version, pages = excluded.pages, complete = excluded.complete,
    preferred = CASE WHEN bulletin_key IS excluded.bulletin_key THEN preferred ELSE 0 END,
    bulletin_key = excluded.bulletin_key, bulletin_date = excluded.bulletin_date,
    status = 'stored', superseded_by = NULL, error_type = NULL, error_message = NULL
RETURNING source_id"""
# What is known of an earlier content stays beside the error.
PUT_FAILURE = """
INSERT INTO sources (file, sha256, byte_count, parser_version, schema_version, options, seconds, run_id, error_type, error_message, status)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'rejected')
ON CONFLICT (file) DO UPDATE SET
    sha256 = excluded.sha256, byte_count = excluded.byte_count, parser_version = excluded.parser_version, schema_version = excluded.schema_version,
    options = excluded.options, seconds = excluded.seconds, run_id = excluded.run_id, error_type = excluded.error_type,
    error_message = excluded.error_message, status = 'rejected'
RETURNING source_id"""
FAIL_FURTHER = """
UPDATE sources SET status = 'rejected', error_type = ?, error_message = ?, run_id = ?
 WHERE part_of = (SELECT source_id FROM sources WHERE file = ?)"""
PUT_FIGURE = "INSERT INTO figures VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"


def _put(table: str, keys: str, columns: Iterable[Column]) -> str:
    """The statement that puts a row of the record's columns behind its keys."""
    names = [*keys.split(), *(column.name for column in columns if column.is_stored)]
    return f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"  # noqa: S608 - our own names


PUT_BULLETIN = _put("bulletins", "source_id", BULLETINS) + " RETURNING bulletin_id"
PUT_ENTRY = _put("index_entries", "bulletin_id position", ENTRIES)
PUT_ITEM = _put("items", "item_id bulletin_id position", ITEMS)
PUT_TERMS = "INSERT INTO item_terms (rowid, title, source, body) VALUES (?, ?, ?, ?)"
PUT_BLOCK = _put("blocks", "item_id position", BLOCKS)
PUT_REMNANT = _put("remnants", "bulletin_id role position", REMNANTS)
PUT_FINDING = _put("findings", "bulletin_id", FINDINGS)
PUT_FILE_FINDING = _put("findings", "source_id", FINDINGS)
FILE_FINDINGS = f"SELECT {FINDING_COLUMNS} FROM findings WHERE source_id = ? ORDER BY finding_id"  # noqa: S608 - our own names
PUT_IGNORED = "INSERT OR REPLACE INTO ignored_files (file, reason, remedy, run_id) VALUES (?, ?, ?, ?)"
# What the archive knows of the same bytes, read in the same manner by this version; further bulletins of a file come with it.
SAME_READING = """
SELECT source_id, file FROM sources JOIN records USING (source_id)
 WHERE records.sha256 = :sha256 AND sources.sha256 = records.sha256 AND status <> 'rejected' AND part_of IS NULL
   AND parser_version = :parser AND options = :options AND (:run IS NULL OR run_id = :run)
 ORDER BY source_id"""
READING = """
SELECT media_type, engine, engine_version, pages, complete, bulletin_key, bulletin_date, record FROM sources JOIN records USING (source_id)
 WHERE source_id = ?"""
# A file and the further bulletins in it, those first.
OF_FILE = """
SELECT source_id, file, parser_version, sha256 FROM sources
 WHERE file = ?1 OR part_of = (SELECT source_id FROM sources WHERE file = ?1) ORDER BY part_of IS NULL, source_id"""
LOCAL_FILES = """
SELECT file FROM sources WHERE part_of IS NULL AND run_id IS NOT ?1 UNION SELECT file FROM ignored_files WHERE run_id IS NOT ?1 ORDER BY file"""
PUT_HISTORY = """
INSERT INTO history (changed_at, file, issue_number, cause, parser_before, parser_after, sha256_before, sha256_after, run_id)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING history_id"""
CANDIDATES = """
SELECT source_id, file, records.sha256, preferred, complete, media_type, engine, status = 'rejected', bulletin_key, bulletin_date
  FROM sources JOIN records USING (source_id)
 WHERE bulletin_key = :key OR bulletin_date = :day"""
# Files that were just read, by the keys of their bulletins, which no other file can be of one bulletin with: neither key nor date nor bytes are another's.
ALONE = """
SELECT bulletin_key, source_id FROM sources AS own JOIN records USING (source_id)
 WHERE source_id IN (SELECT value FROM json_each(?))
   AND NOT EXISTS (SELECT 1 FROM sources AS other WHERE other.bulletin_key = own.bulletin_key AND other.source_id <> own.source_id)
   AND NOT EXISTS (SELECT 1 FROM sources AS other WHERE other.bulletin_key = 'dated ' || own.bulletin_date AND other.source_id <> own.source_id)
   AND NOT EXISTS (SELECT 1 FROM sources AS other WHERE other.bulletin_date = own.bulletin_date AND other.source_id <> own.source_id)
   AND NOT EXISTS (SELECT 1 FROM records AS other WHERE other.sha256 = records.sha256 AND other.source_id <> own.source_id)"""
SAME_BYTES = """
SELECT DISTINCT bulletin_key FROM sources JOIN records USING (source_id) WHERE records.sha256 = ? AND bulletin_key IS NOT NULL"""
# The keys of what a file was before, and of the files of which it was the canonical one.
CONCERNED = """
SELECT bulletin_key FROM sources WHERE file = ?1
UNION
SELECT bulletin_key FROM sources WHERE superseded_by = (SELECT source_id FROM sources WHERE file = ?1)"""
ROOT = "SELECT source_id, coalesce(superseded_by, source_id) FROM sources JOIN records USING (source_id) WHERE file = ?"
GROUP = "SELECT source_id, preferred, bulletin_key FROM sources WHERE source_id = ? OR superseded_by = ?"
SET_CANONICAL = """
UPDATE sources SET superseded_by = :by, status = CASE WHEN status = 'rejected' THEN 'rejected' WHEN :by IS NULL THEN 'stored' ELSE 'superseded' END
 WHERE source_id = :source AND (superseded_by IS NOT :by OR status = CASE WHEN :by IS NULL THEN 'superseded' ELSE 'stored' END)"""
PUT_STALE = """
INSERT OR REPLACE INTO notes (name, value)
SELECT :name, 'stale' WHERE :beside IS NULL OR EXISTS (SELECT 1 FROM source_differences WHERE source_id = :beside)"""
WRITTEN = "SELECT status, count(*) FROM sources WHERE run_id = ? AND part_of IS NULL GROUP BY status"
TEXTS = "SELECT item_id, title, source, body FROM item_texts WHERE bulletin_id = ?"
END_RUN = """
UPDATE runs SET finished_at = ?, status = ?, files_seen = ?, files_stored = ?, files_unchanged = ?, files_superseded = ?, files_rejected = ?,
       files_ignored = ?, seconds = ?
 WHERE run_id = ?"""
DIFFERING = """
SELECT sources.file, canonical.file, field, item_number
  FROM source_differences JOIN sources USING (source_id) JOIN sources AS canonical ON canonical.source_id = sources.superseded_by
 WHERE sources.source_id = ? ORDER BY position"""
# A person's edit says when it was made; a repair of recognition does not. A correction that does not fit is a doubt.
CORRECTABLE = """
SELECT source_id, sources.file, records.sha256, sources.sha256, bulletins.issue_number,
       bulletin_id IS NULL OR edits LIKE '%"at":"%' OR doubts LIKE '%"kind":"correction"%'
  FROM sources JOIN records USING (source_id) LEFT JOIN bulletins USING (source_id)
 ORDER BY source_id"""
