"""An archive to other forms: one module a form, in a table by name.

Each writes under a temporary name and renames at the end, in the order of number, date and file, and says what it leaves out.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import BinaryIO

from bulletin_parse.archive.export import jsonl, markdown, parquet, table, workbook
from bulletin_parse.archive.export.exported import Exported
from bulletin_parse.archive.store.database import verify
from bulletin_parse.archive.store.filters import Filters
from bulletin_parse.outputs.forms import RECORDS
from bulletin_parse.writing import Form, Inputs, Target

__all__ = ["FORMATS", "FORMS", "STREAMS", "Exported", "export"]

FORMATS: Mapping[str, Callable[[sqlite3.Connection, Target, Filters], Exported]] = {
    "jsonl": jsonl.write,
    "csv": table.write,
    "xlsx": workbook.write,
    "parquet": parquet.write,
    "markdown": markdown.write,
}
FORMS: Mapping[str, Form] = {
    "jsonl": RECORDS["jsonl"],
    "csv": RECORDS["csv"],
    "xlsx": Form("workbook", workbook.is_ours),
    "parquet": Form("parquet export"),
    "markdown": Form("markdown export"),
}
# Forms that are one stream of bytes.
STREAMS: Mapping[str, Callable[[sqlite3.Connection, BinaryIO, Filters], Exported]] = {"jsonl": jsonl.stream, "csv": table.stream}


def export(database: sqlite3.Connection, target: str | Path | BinaryIO, to: str, filters: Filters | None = None, *, force: bool = False) -> Exported:
    """Writes an archive's bulletins to a file or, for Parquet and Markdown, into a folder.

    Args:
        database: an archive, open for reading.
        target: where to; an earlier export in the same form is replaced. ``STREAMS`` also go to a binary file that is open.
        to: a name of ``FORMATS``.
        filters: which bulletins; None for all.
        force: replaces another file or folder as well, but no archive.

    Raises:
        ArchiveError: the archive is damaged, or somebody changed it.
        ExportError: it must not or cannot be written there.
        ExtraMissing: Excel and Parquet need the extra ``export``.
    """
    (_, _, archive), *_ = database.execute("PRAGMA database_list").fetchall()
    database.execute("BEGIN")  # one state of the archive, whatever an ingest does meanwhile
    try:
        verify(database, archive or "archive")
        if isinstance(target, (str, Path)):
            place = Target(Path(target), FORMS[to], Inputs(files=(archive,) if archive else ()), force=force)
            return FORMATS[to](database, place, filters or Filters())
        return STREAMS[to](database, target, filters or Filters())
    finally:
        database.execute("ROLLBACK")
