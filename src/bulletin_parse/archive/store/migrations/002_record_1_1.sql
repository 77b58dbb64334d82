-- The record 1.1. The functions are this program's: renewed(record) gives a packed record in the present schema, recorded(record, name) a list of it.

UPDATE records SET record = renewed(record);
UPDATE sources SET schema_version = '1.1' WHERE source_id IN (SELECT source_id FROM records);

ALTER TABLE bulletins ADD COLUMN issue_numbers TEXT NOT NULL DEFAULT '[]';  -- JSON: all numbers of a joint issue
ALTER TABLE bulletins ADD COLUMN supplement INTEGER NOT NULL DEFAULT 0 CHECK (supplement IN (0, 1));
ALTER TABLE bulletins ADD COLUMN edits TEXT NOT NULL DEFAULT '[]';          -- JSON: repairs and corrections
ALTER TABLE bulletins ADD COLUMN doubts TEXT NOT NULL DEFAULT '[]';         -- JSON
ALTER TABLE bulletins ADD COLUMN template TEXT;                             -- the series by whose words it was read
ALTER TABLE bulletins ADD COLUMN part TEXT;                                 -- JSON: first and last page or line in a file of several bulletins
ALTER TABLE bulletins ADD COLUMN page_sources TEXT NOT NULL DEFAULT '[]';   -- JSON: what read each page, where pages were recognised
UPDATE bulletins SET (issue_numbers, edits, doubts, page_sources) = (
    SELECT recorded(record, 'issue_numbers'), recorded(record, 'edits'), recorded(record, 'doubts'), recorded(record, 'page_sources')
      FROM records WHERE records.source_id = bulletins.source_id);

ALTER TABLE index_entries ADD COLUMN category TEXT;
ALTER TABLE items ADD COLUMN further_links TEXT NOT NULL DEFAULT '[]';      -- JSON: the links after the first
ALTER TABLE items ADD COLUMN category TEXT;
ALTER TABLE items ADD COLUMN labels TEXT NOT NULL DEFAULT '{}';             -- JSON: further labelled fields as printed
CREATE INDEX items_by_category ON items (category);

-- The second bulletin of a file and the further ones have rows of their own, named FILE#part=2 …; the file's own row is the first's.
ALTER TABLE sources ADD COLUMN part_of INTEGER REFERENCES sources (source_id) ON DELETE CASCADE;
CREATE INDEX sources_by_whole ON sources (part_of);

-- A table's CHECK cannot be changed in place, and no view may lead to a table that is being replaced.
DROP VIEW item_texts;

CREATE TABLE new_blocks (
    item_id  INTEGER NOT NULL REFERENCES items (item_id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    kind     TEXT NOT NULL CHECK (kind IN ('paragraph', 'heading', 'caption', 'figure', 'table', 'note')),
    text     TEXT NOT NULL,
    rows     TEXT,                              -- JSON: the cells of a table, row by row
    regions  TEXT NOT NULL,
    PRIMARY KEY (item_id, position)
) STRICT, WITHOUT ROWID;
INSERT INTO new_blocks SELECT item_id, position, kind, text, NULL, regions FROM blocks;
DROP TABLE blocks;
ALTER TABLE new_blocks RENAME TO blocks;

-- What stands before the lead and after the last item, running headers, footers and page numbers (furniture), text that belongs to no field
-- (residue), and text that the page does not show (hidden), with what hides it.
CREATE TABLE new_remnants (
    bulletin_id INTEGER NOT NULL REFERENCES bulletins (bulletin_id) ON DELETE CASCADE,
    role        TEXT NOT NULL CHECK (role IN ('front_matter', 'back_matter', 'furniture', 'residue', 'hidden')),
    position    INTEGER NOT NULL,
    text        TEXT NOT NULL,
    why         TEXT,
    regions     TEXT NOT NULL,
    PRIMARY KEY (bulletin_id, role, position)
) STRICT, WITHOUT ROWID;
INSERT INTO new_remnants SELECT bulletin_id, role, position, text, NULL, regions FROM remnants;
DROP TABLE remnants;
ALTER TABLE new_remnants RENAME TO remnants;

CREATE VIEW item_texts AS
SELECT bulletins.issue_number, bulletins.published AS bulletin_published, items.item_id, items.bulletin_id, items.position, items.number,
       items.title, items.source, items.link, items.published, items.headline, items.byline,
       (SELECT group_concat(text, char(10) || char(10))
          FROM (SELECT text FROM blocks WHERE blocks.item_id = items.item_id AND text <> '' ORDER BY position)) AS body,
       items.category
  FROM items JOIN bulletins USING (bulletin_id);
