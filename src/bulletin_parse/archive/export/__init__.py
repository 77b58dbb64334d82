"""An archive to other forms: one module a form, in a table by name.

Each writes under a temporary name and renames at the end, in the order of number, date and file, and says what it leaves out.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import BinaryIO

from bulletin_parse.archive.export import jsonl, markdown, parquet, table, workbook
from bulletin_parse.archive.export.account import Exported
from bulletin_parse.archive.filters import Filters

__all__ = ["FORMATS", "STREAMS", "Exported", "export"]

FORMATS: Mapping[str, Callable[[sqlite3.Connection, Path, Filters], Exported]] = {
    "jsonl": jsonl.write,
    "csv": table.write,
    "xlsx": workbook.write,
    "parquet": parquet.write,
    "markdown": markdown.write,
}
# Forms that are one stream of bytes.
STREAMS: Mapping[str, Callable[[sqlite3.Connection, BinaryIO, Filters], Exported]] = {"jsonl": jsonl.stream, "csv": table.stream}


def export(database: sqlite3.Connection, target: str | Path | BinaryIO, to: str, filters: Filters | None = None) -> Exported:
    """Writes an archive's bulletins to a file or, for Parquet and Markdown, into a folder.

    Args:
        database: an archive, open for reading.
        target: where to; a file is replaced, a folder only if it is empty or an export of this kind. ``STREAMS`` also go to a
            binary file that is open.
        to: a name of ``FORMATS``.
        filters: which bulletins; None for all.

    Raises:
        ExportError: it cannot be written there.
        ExtraMissing: Excel and Parquet need the extra ``export``.
    """
    database.execute("BEGIN")  # one state of the archive, whatever an ingest does meanwhile
    try:
        if isinstance(target, (str, Path)):
            return FORMATS[to](database, Path(target), filters or Filters())
        return STREAMS[to](database, target, filters or Filters())
    finally:
        database.execute("ROLLBACK")
