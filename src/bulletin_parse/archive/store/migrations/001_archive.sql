-- The first archive. Column names explain themselves in Datasette; every date is ISO 8601, every "regions" a JSON list.

CREATE TABLE runs (
    run_id           INTEGER PRIMARY KEY,
    started_at       TEXT NOT NULL,             -- UTC
    finished_at      TEXT,
    status           TEXT NOT NULL CHECK (status IN ('running', 'finished', 'interrupted', 'failed', 'killed')),
    parser_version   TEXT NOT NULL,
    options          TEXT NOT NULL,             -- JSON: engine, template, limits
    files_seen       INTEGER,
    files_stored     INTEGER,
    files_unchanged  INTEGER,
    files_superseded INTEGER,
    files_rejected   INTEGER,
    seconds          REAL
) STRICT;

-- Every file ever seen: what became of it, and when to try again.
CREATE TABLE sources (
    source_id       INTEGER PRIMARY KEY,
    file            TEXT NOT NULL UNIQUE,       -- absolute path, or URL
    status          TEXT NOT NULL CHECK (status IN ('stored', 'superseded', 'rejected')),
    sha256          TEXT,                       -- null if the file could not be opened
    byte_count      INTEGER,
    media_type      TEXT,
    engine          TEXT,
    engine_version  TEXT,
    pages           INTEGER,
    complete        INTEGER CHECK (complete IN (0, 1)),
    parser_version  TEXT NOT NULL,
    schema_version  TEXT NOT NULL,              -- of the record
    options         TEXT NOT NULL,              -- JSON: what the reading depended on
    bulletin_key    TEXT,                       -- files of one bulletin mostly have the same
    bulletin_date   TEXT,                       -- of publication, or else the end of the week
    preferred       INTEGER NOT NULL DEFAULT 0 CHECK (preferred IN (0, 1)),
    superseded_by   INTEGER REFERENCES sources (source_id) ON DELETE SET NULL,
    error_type      TEXT,
    error_message   TEXT,
    seconds         REAL,
    run_id          INTEGER NOT NULL REFERENCES runs (run_id)
) STRICT;
CREATE INDEX sources_by_key ON sources (bulletin_key);
CREATE INDEX sources_by_date ON sources (bulletin_date);
CREATE INDEX sources_by_hash ON sources (sha256);
CREATE INDEX sources_by_run ON sources (run_id);
CREATE INDEX sources_by_ruler ON sources (superseded_by);

-- The record of each file that could be read, as JSON compressed by zlib: the tables below can be made from it again.
-- A file that was read once and cannot be read now is rejected, and keeps the record of its earlier content.
CREATE TABLE records (
    source_id INTEGER PRIMARY KEY REFERENCES sources (source_id) ON DELETE CASCADE,
    sha256    TEXT NOT NULL,                    -- of the content that the record was read from
    record    BLOB NOT NULL
) STRICT;
CREATE INDEX records_by_hash ON records (sha256);

-- One row a bulletin, from the file that rules.
CREATE TABLE bulletins (
    bulletin_id    INTEGER PRIMARY KEY,
    source_id      INTEGER NOT NULL UNIQUE REFERENCES sources (source_id) ON DELETE CASCADE,
    issue_number   INTEGER,
    issue_label    TEXT,
    title          TEXT,
    publisher      TEXT,
    published      TEXT,
    first_day      TEXT,
    last_day       TEXT,
    declared_count INTEGER,
    entry_count    INTEGER NOT NULL,
    item_count     INTEGER NOT NULL,
    lead           TEXT,
    printed        TEXT NOT NULL,               -- JSON: the words of the fields that are values here
    places         TEXT NOT NULL                -- JSON: the regions of each field
) STRICT;
CREATE INDEX bulletins_by_number ON bulletins (issue_number, published);
CREATE INDEX bulletins_by_date ON bulletins (published);

CREATE TABLE index_entries (
    bulletin_id INTEGER NOT NULL REFERENCES bulletins (bulletin_id) ON DELETE CASCADE,
    position    INTEGER NOT NULL,               -- from 1, as printed
    number      INTEGER,
    title       TEXT NOT NULL,
    source      TEXT,
    regions     TEXT NOT NULL,
    PRIMARY KEY (bulletin_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE items (
    item_id     INTEGER PRIMARY KEY,
    bulletin_id INTEGER NOT NULL REFERENCES bulletins (bulletin_id) ON DELETE CASCADE,
    position    INTEGER NOT NULL,
    number      INTEGER,
    title       TEXT NOT NULL,
    source      TEXT,
    link        TEXT,
    link_target TEXT,
    headline    TEXT,
    byline      TEXT,
    published   TEXT,
    places      TEXT NOT NULL,
    regions     TEXT NOT NULL,
    UNIQUE (bulletin_id, position)
) STRICT;
CREATE INDEX items_by_source ON items (source, published);
CREATE INDEX items_by_date ON items (published);

CREATE TABLE blocks (
    item_id  INTEGER NOT NULL REFERENCES items (item_id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    kind     TEXT NOT NULL CHECK (kind IN ('paragraph', 'heading', 'caption', 'figure', 'table')),
    text     TEXT NOT NULL,
    regions  TEXT NOT NULL,
    PRIMARY KEY (item_id, position)
) STRICT, WITHOUT ROWID;

-- Running headers, footers and page numbers (furniture), and text that belongs to no field (residue).
CREATE TABLE remnants (
    bulletin_id INTEGER NOT NULL REFERENCES bulletins (bulletin_id) ON DELETE CASCADE,
    role        TEXT NOT NULL CHECK (role IN ('furniture', 'residue')),
    position    INTEGER NOT NULL,
    text        TEXT NOT NULL,
    regions     TEXT NOT NULL,
    PRIMARY KEY (bulletin_id, role, position)
) STRICT, WITHOUT ROWID;

-- The pictures of a file's items, one row a figure block; data is null if the file does not hold the picture.
CREATE TABLE figures (
    source_id      INTEGER NOT NULL REFERENCES sources (source_id) ON DELETE CASCADE,
    item_position  INTEGER NOT NULL,
    block_position INTEGER NOT NULL,
    media_type     TEXT,
    byte_count     INTEGER,
    width          INTEGER,                     -- pixels
    height         INTEGER,
    sha256         TEXT,
    rendered       INTEGER NOT NULL CHECK (rendered IN (0, 1)),  -- drawn from the page, not taken out of the file
    data           BLOB,
    PRIMARY KEY (source_id, item_position, block_position)
) STRICT;

CREATE TABLE findings (
    finding_id   INTEGER PRIMARY KEY,
    bulletin_id  INTEGER REFERENCES bulletins (bulletin_id) ON DELETE CASCADE,
    scope        TEXT NOT NULL CHECK (scope IN ('bulletin', 'archive')),
    code         TEXT NOT NULL,
    name         TEXT NOT NULL,
    severity     TEXT NOT NULL CHECK (severity IN ('error', 'warning', 'info')),
    message      TEXT NOT NULL,
    item_number  INTEGER,
    issue_number INTEGER,
    subject      TEXT NOT NULL,
    regions      TEXT NOT NULL
) STRICT;
CREATE INDEX findings_by_bulletin ON findings (bulletin_id);
CREATE INDEX findings_by_code ON findings (code);

-- Where a file that another rules says something else.
CREATE TABLE source_differences (
    source_id   INTEGER NOT NULL REFERENCES sources (source_id) ON DELETE CASCADE,
    position    INTEGER NOT NULL,
    field       TEXT NOT NULL,
    item_number INTEGER,
    ruling      TEXT,                           -- what the ruling file says
    here        TEXT,                           -- what this file says
    PRIMARY KEY (source_id, position)
) STRICT, WITHOUT ROWID;

-- Notes on the archive itself: ("archive_findings", "stale") when bulletins changed after the archive rules ran; ("terms", ...) what made
-- the terms of the search index.
CREATE TABLE notes (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The search index: rowid is item_id; columns hold terms (archive/terms.py), not text. It keeps no copy of them.
-- The index of first characters is for words of one: without it a word such as 医 merges the terms of all its pairs.
-- The terms come folded and parted by spaces; "ascii" takes them as they are, whatever Unicode SQLite was built with.
CREATE VIRTUAL TABLE item_terms USING fts5 (title, source, body, content='', tokenize="ascii", prefix='1');

CREATE VIEW item_texts AS
SELECT bulletins.issue_number, bulletins.published AS bulletin_published, items.item_id, items.bulletin_id, items.position, items.number,
       items.title, items.source, items.link, items.published, items.headline, items.byline,
       (SELECT group_concat(text, char(10) || char(10))
          FROM (SELECT text FROM blocks WHERE blocks.item_id = items.item_id AND text <> '' ORDER BY position)) AS body
  FROM items JOIN bulletins USING (bulletin_id);

CREATE VIEW bulletin_overview AS
SELECT bulletins.issue_number, bulletins.published, bulletins.first_day, bulletins.last_day, bulletins.item_count,
       (SELECT count(*) FROM findings WHERE findings.bulletin_id = bulletins.bulletin_id AND severity = 'error') AS errors,
       (SELECT count(*) FROM findings WHERE findings.bulletin_id = bulletins.bulletin_id AND severity = 'warning') AS warnings,
       sources.file, bulletins.bulletin_id
  FROM bulletins JOIN sources USING (source_id);

CREATE VIEW items_by_outlet AS
SELECT source, substr(coalesce(items.published, bulletins.published), 1, 4) AS year, count(*) AS item_count
  FROM items JOIN bulletins USING (bulletin_id)
 GROUP BY source, year;

CREATE VIEW rejected_files AS
SELECT file, error_type, error_message, byte_count, seconds FROM sources WHERE status = 'rejected';
