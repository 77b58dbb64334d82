"""CSV: one item a row, safe to open in a spreadsheet."""

from __future__ import annotations

import sqlite3
from codecs import BOM_UTF8
from collections import Counter
from typing import BinaryIO

from bulletin_parse.archive.export.exported import Exported, noted, streaming, without_items
from bulletin_parse.archive.store.filters import Filters
from bulletin_parse.archive.store.tables import item_rows
from bulletin_parse.columns import CSV
from bulletin_parse.outputs.forms import RECORDS
from bulletin_parse.outputs.records import COLUMNS, CsvLines, cell

LEFT_OUT = ("index, lead, kinds of blocks, regions, all text outside items, findings and pictures",)
_QUOTED = "cells that a spreadsheet would take for a formula have a ' before them"


def stream(database: sqlite3.Connection, file: BinaryIO, filters: Filters) -> Exported:
    """One item a row under ``COLUMNS``, as ``parse --format csv`` writes it, in UTF-8 with a mark that Excel needs; one row is in memory at a time."""
    counts: Counter[str] = Counter()
    bulletins = set()
    file.write(BOM_UTF8)  # Excel takes a file without a mark for one in the machine's old encoding
    # Not through a TextIOWrapper, which would close the caller's file if a write fails.
    lines = CsvLines(lambda line: file.write(line.encode()))
    lines.add(COLUMNS)
    for key, *values in item_rows(database, [("items", "bulletin"), *((table, name) for _, table, name in CSV)], filters):
        bulletins.add(key)
        plain = ["" if value is None else str(value) for value in values]
        cells = [cell(value) for value in plain]
        counts[_QUOTED] += sum(one != other for one, other in zip(plain, cells, strict=True))
        lines.add(cells)
    return Exported("", len(bulletins), (*noted(LEFT_OUT, counts), *without_items(database, filters)))


EXPORTER = streaming(stream, RECORDS["csv"])
