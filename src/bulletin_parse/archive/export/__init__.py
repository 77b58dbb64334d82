"""An archive to other forms: one module a form, by name in ``plugins.EXPORTERS``.

Each writes under a temporary name and renames at the end, in the order of number, date and file, and says what it leaves out.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import BinaryIO, cast

from bulletin_parse.archive.export.exported import Exported, Exporter, without_date
from bulletin_parse.archive.store.database import verify
from bulletin_parse.archive.store.filters import Filters
from bulletin_parse.errors import ExportError
from bulletin_parse.plugins import EXPORTERS
from bulletin_parse.writing import Inputs, Target

__all__ = ["Exported", "Exporter", "export"]


def export(database: sqlite3.Connection, target: str | Path | BinaryIO, to: str, filters: Filters | None = None, *, force: bool = False) -> Exported:
    """Writes an archive's bulletins to a file or, for Parquet and Markdown, into a folder.

    Args:
        database: an archive, open for reading.
        target: where to; an earlier export in the same form is replaced. a form that is one stream of bytes also goes to a binary file that is open.
        to: a name of ``plugins.EXPORTERS``.
        filters: which bulletins; None for all.
        force: replaces another file or folder as well, but no archive.

    Raises:
        ArchiveError: the archive is damaged, or somebody changed it.
        ExportError: it must not or cannot be written there.
        ExtraMissing: Excel and Parquet need the extra ``export``.
    """
    exporter = exporter_named(to)
    (_, _, archive), *_ = database.execute("PRAGMA database_list").fetchall()
    database.execute("BEGIN")  # one state of the archive, whatever an ingest does meanwhile
    try:
        verify(database, archive or "archive")
        if isinstance(target, (str, Path)):
            place = Target(Path(target), exporter.form, Inputs(files=(archive,) if archive else ()), force=force)
            done = exporter.write(database, place, filters or Filters())
            return done._replace(left_out=(*done.left_out, *without_date(database, filters or Filters())))
        if exporter.stream is None:
            raise ExportError("the open file", f"{to} is no stream of bytes", remedy="Name a file or folder")
        done = exporter.stream(database, target, filters or Filters())
        return done._replace(left_out=(*done.left_out, *without_date(database, filters or Filters())))
    finally:
        database.execute("ROLLBACK")


def exporter_named(to: str) -> Exporter:
    """The exporter of a form.

    Raises:
        ExportError: there is none.
    """
    if to not in EXPORTERS:
        raise ExportError(to, "there is no such form", remedy=f"Choose one of {', '.join(EXPORTERS)}")
    return cast("Exporter", EXPORTERS[to])
