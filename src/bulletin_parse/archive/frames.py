"""An archive's tables as the data frames that ``to_frames`` makes of its bulletins."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from bulletin_parse.archive.locations import name_of
from bulletin_parse.outputs.frames import KEY_DIGITS, Frames, Row, frames_of, unique

# As exports have it: the same content in the same order, whenever it came.
ORDER = "bulletins.issue_number, bulletins.published, sources.file"
_OF_BULLETIN = "JOIN bulletins USING (bulletin_id) JOIN sources USING (source_id)"


def archive_frames(database: sqlite3.Connection) -> Frames:
    """The frames of every bulletin in an archive, by number, date and file.

    Args:
        database: an archive, open for reading.
    """
    ids, heads = [], []
    for bulletin_id, file, *row in database.execute(_BULLETINS):
        ids.append(bulletin_id)
        heads.append((file, *row))
    keys = dict(zip(ids, unique([sha256[:KEY_DIGITS] for _, sha256, *_ in heads]), strict=True))

    def keyed(rows: Iterable[Row]) -> list[Row]:
        """Rows with the bulletin's key in place of its id."""
        return [(keys.get(bulletin_id), *row) for bulletin_id, *row in rows]

    return frames_of(
        {
            "bulletins": [
                (key, *fields, name_of(file), sha256, *facts, None if complete is None else bool(complete))
                for key, (file, sha256, *row, complete) in zip(keys.values(), heads, strict=True)
                for fields, facts in [(row[:11], row[11:])]
            ],
            "index": keyed(database.execute(_INDEX)),
            "items": keyed(database.execute(_ITEMS)),
            "blocks": keyed(database.execute(_BLOCKS)),
            "findings": keyed(database.execute(_FINDINGS)) + keyed(database.execute(_ACROSS)),
        }
    )


_BULLETINS = f"""
SELECT bulletin_id, file, records.sha256, issue_number, issue_label, title, publisher, published, first_day, last_day, declared_count, entry_count,
       item_count, lead, media_type, engine, engine_version, pages, complete
  FROM bulletins JOIN sources USING (source_id) JOIN records USING (source_id)
 ORDER BY {ORDER}"""  # noqa: S608  # our own names
_INDEX = f"""
SELECT bulletin_id, position, number, index_entries.title, source
  FROM index_entries {_OF_BULLETIN} ORDER BY {ORDER}, bulletin_id, position"""  # noqa: S608
_ITEMS = f"""
SELECT bulletin_id, position, number, items.title, source, link, link_target, headline, byline, items.published,
       coalesce((SELECT group_concat(text, char(10) || char(10))
                   FROM (SELECT text FROM blocks WHERE blocks.item_id = items.item_id AND text <> '' ORDER BY position)), '')
  FROM items {_OF_BULLETIN} ORDER BY {ORDER}, bulletin_id, position"""  # noqa: S608
_BLOCKS = f"""
SELECT bulletin_id, items.position, blocks.position, kind, text
  FROM blocks JOIN items USING (item_id) {_OF_BULLETIN} ORDER BY {ORDER}, bulletin_id, items.position, blocks.position"""  # noqa: S608
# Findings in bulletins first, then those across them, each in the order of the rules.
_FINDINGS = f"""
SELECT bulletin_id, scope, code, name, severity, message, item_number, findings.issue_number, subject
  FROM findings {_OF_BULLETIN} WHERE scope = 'bulletin' ORDER BY {ORDER}, finding_id"""  # noqa: S608
_ACROSS = """
SELECT bulletin_id, scope, code, name, severity, message, item_number, issue_number, subject
  FROM findings WHERE scope = 'archive' ORDER BY finding_id"""
