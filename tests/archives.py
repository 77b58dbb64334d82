"""Archives for tests: bulletins stored as an ingest stores them, without files and workers."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from pathlib import Path

from bulletin_parse import Archive, Bulletin, Source, check, check_archive
from bulletin_parse.archive.store.database import connect
from bulletin_parse.archive.store.outcomes import Figure, Outcome, ReadFile
from bulletin_parse.archive.store.rows import bulletin_of, packed, rows_of
from bulletin_parse.archive.store.store import Store
from bulletin_parse.plugins import EXPORTERS

NO_FILE = Source(name="bulletin.md", sha256="", media_type="text/markdown", engine="text", engine_version="1", pages=None)
EXPORT_FORMS = tuple(EXPORTERS.built_in)


class Made(Archive):
    """An archive on a connection that may write, in memory or in a file."""

    def __init__(self, path: str, database: sqlite3.Connection) -> None:
        super().__init__(path)
        self._reader = database


def archive_of(bulletins: Iterable[Bulletin], path: str | Path = ":memory:", *, pictures: Mapping[int, tuple[Figure, ...]] | None = None) -> Archive:
    """An archive that holds some bulletins, in the order given; its ``database`` may write.

    Args:
        bulletins: the records; each becomes a bulletin of its own, its file named by its place and its source.
        path: the database's file.
        pictures: the figures' rows, after the source's id, by bulletin (from 1).
    """
    database = connect(str(path), writable=True)
    store = Store(database, "{}")
    stored = []
    for at, bulletin in enumerate(bulletins, 1):
        source = bulletin.source or NO_FILE
        file = f"/archive/{at}/{source.name}"
        reading = ReadFile(
            source.media_type,
            source.engine,
            source.engine_version,
            source.pages,
            source.complete,
            f"bulletin {at}",
            None,
            packed(bulletin),
            rows_of(bulletin, check(bulletin)),
            (pictures or {}).get(at, ()),
        )
        sha256 = source.sha256 or hashlib.sha256(file.encode()).hexdigest()
        store.put(Outcome(file, sha256=sha256, byte_count=1, seconds=0.0, result=reading), "{}")
        stored.append(bulletin.model_copy(update={"source": source.model_copy(update={"name": file})}))
    store.commit()
    ids = dict(database.execute("SELECT file, bulletin_id FROM bulletins JOIN sources USING (source_id)"))
    store.put_archive_findings([(ids.get(finding.file), finding) for finding in check_archive(stored)])
    store.commit()
    return Made(str(path), database)


def made_older(path: str | Path, number: int, **fields: object) -> None:
    """Makes an archive one that an older version has read, the record of one of its bulletins with other fields."""
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("UPDATE sources SET parser_version = '0.0.1'")
        source, record = database.execute("SELECT source_id, record FROM records JOIN bulletins USING (source_id) WHERE issue_number = ?", (number,)).fetchone()
        database.execute("UPDATE records SET record = ? WHERE source_id = ?", (packed(bulletin_of(record).model_copy(update=fields)), source))
