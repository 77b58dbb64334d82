"""The tables that are made from the canonical records: bulletins, index entries, items, blocks, remnants, findings, and the search index."""

from __future__ import annotations

import sqlite3

from bulletin_parse.archive.store import statements as sql
from bulletin_parse.archive.store.rows import BulletinRows, Row
from bulletin_parse.archive.store.terms import terms_of

# The statements that take gathered rows, in the order in which foreign keys allow them. The search index comes last: it gathers terms until a statement
# that SQLite might have to undo, and most are; told bulletin by bulletin, it would write and merge a segment for each.
_GATHERED = (sql.PUT_ENTRY, sql.PUT_ITEM, sql.PUT_BLOCK, sql.PUT_REMNANT, sql.PUT_FINDING, sql.PUT_TERMS)


class MadeTables:
    """Writes bulletins; all but their own rows is gathered, until ``flush`` writes it together.

    Args:
        database: an open connection, in a transaction whenever something is written.
    """

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        self._last_item: int | None = None  # the last id of an item, None if it has to be looked up
        self._gathered: dict[str, list[Row]] = {statement: [] for statement in _GATHERED}

    def has(self, source_id: int) -> bool:
        """Whether a bulletin is made from a file."""
        return self._database.execute("SELECT 1 FROM bulletins WHERE source_id = ?", (source_id,)).fetchone() is not None

    def put(self, source_id: int, rows: BulletinRows) -> int:
        """Adds the bulletin of a file that has none, and gives its id."""
        (bulletin_id,) = self._database.execute(sql.PUT_BULLETIN, (source_id, *rows.bulletin)).fetchone()
        if self._last_item is None:
            (self._last_item,) = self._database.execute("SELECT coalesce(max(item_id), 0) FROM items").fetchone()
        # Items get their ids here and not from SQLite, so that rows of many bulletins go in together: nobody else writes meanwhile.
        items = list(enumerate(rows.items, self._last_item + 1))
        self._last_item += len(items)
        gathered = self._gathered
        gathered[sql.PUT_ENTRY] += [(bulletin_id, *row) for row in rows.entries]
        gathered[sql.PUT_ITEM] += [(item_id, bulletin_id, *item.item) for item_id, item in items]
        gathered[sql.PUT_BLOCK] += [(item_id, *row) for item_id, item in items for row in item.blocks]
        gathered[sql.PUT_REMNANT] += [(bulletin_id, *row) for row in rows.remnants]
        gathered[sql.PUT_FINDING] += [(bulletin_id, *row) for row in rows.findings]
        gathered[sql.PUT_TERMS] += [(item_id, *item.terms) for item_id, item in items]
        return int(bulletin_id)

    def remove(self, source_id: int) -> bool:
        """Deletes the bulletin made from a file, if there is one; the search index keeps no text, so its terms are told to it once more."""
        found = self._database.execute("SELECT bulletin_id FROM bulletins WHERE source_id = ?", (source_id,)).fetchone()
        if not found:
            return False
        self.flush()
        terms = [
            (item_id, terms_of(title), terms_of(source or ""), terms_of(body or ""))
            for item_id, title, source, body in self._database.execute(sql.TEXTS, found)
        ]
        self._database.executemany("INSERT INTO item_terms (item_terms, rowid, title, source, body) VALUES ('delete', ?, ?, ?, ?)", terms)
        self._database.execute("DELETE FROM bulletins WHERE bulletin_id = ?", found)
        return True

    def flush(self) -> None:
        """Writes what was gathered."""
        for statement, rows in self._gathered.items():
            if rows:
                self._database.executemany(statement, rows)
        self.drop()

    def drop(self) -> None:
        """Throws away what was gathered: its transaction was undone."""
        for rows in self._gathered.values():
            rows.clear()
        self._last_item = None
