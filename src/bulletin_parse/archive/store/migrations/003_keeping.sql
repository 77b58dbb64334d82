-- What an archive keeps beside its records: the files that nothing here reads, what new readings changed, and the findings of rejected files.

ALTER TABLE runs ADD COLUMN files_ignored INTEGER;

-- Files of the folders that were read which are no bulletins, or in a form that nothing here reads.
CREATE TABLE ignored_files (
    file   TEXT PRIMARY KEY,                    -- absolute path, or URL
    reason TEXT NOT NULL,
    remedy TEXT NOT NULL,                       -- what would read it
    run_id INTEGER NOT NULL REFERENCES runs (run_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX ignored_by_run ON ignored_files (run_id);

-- Each time that a record was replaced by one that says something else, or forgotten. The names of files stay when they are forgotten.
CREATE TABLE history (
    history_id    INTEGER PRIMARY KEY,
    changed_at    TEXT NOT NULL,                -- UTC
    file          TEXT NOT NULL,
    issue_number  INTEGER,
    cause         TEXT NOT NULL CHECK (cause IN ('content', 'parser', 'options', 'corrections', 'forgotten')),
    parser_before TEXT,
    parser_after  TEXT,
    sha256_before TEXT,
    sha256_after  TEXT,
    run_id        INTEGER REFERENCES runs (run_id)
) STRICT;
CREATE INDEX history_by_number ON history (issue_number);
CREATE INDEX history_by_file ON history (file);
CREATE INDEX history_by_run ON history (run_id);

CREATE TABLE history_changes (
    history_id INTEGER NOT NULL REFERENCES history (history_id) ON DELETE CASCADE,
    position   INTEGER NOT NULL,
    field      TEXT NOT NULL,                   -- as items[2].link
    was        TEXT NOT NULL,                   -- JSON
    now        TEXT NOT NULL,                   -- JSON
    PRIMARY KEY (history_id, position)
) STRICT, WITHOUT ROWID;

-- A finding of a file that was rejected has no bulletin.
ALTER TABLE findings ADD COLUMN source_id INTEGER REFERENCES sources (source_id) ON DELETE CASCADE;
CREATE INDEX findings_by_source ON findings (source_id);

-- Every file that was seen, one row each; a further bulletin of a file has a row of its own.
CREATE VIEW ledger AS
SELECT sources.file, sources.status, bulletins.issue_number, coalesce(bulletins.published, sources.bulletin_date) AS published,
       sources.error_type, sources.error_message AS reason, canonical.file AS superseded_by, sources.parser_version
  FROM sources LEFT JOIN bulletins USING (source_id) LEFT JOIN sources AS canonical ON canonical.source_id = sources.superseded_by
 UNION ALL
SELECT file, 'ignored', NULL, NULL, NULL, reason || '. ' || remedy, NULL, NULL FROM ignored_files;
