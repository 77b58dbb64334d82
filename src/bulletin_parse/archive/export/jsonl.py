"""JSON Lines: one record a line, the very bytes that are stored. It holds everything but findings and pictures."""

from __future__ import annotations

import sqlite3
from collections import Counter
from typing import BinaryIO

from bulletin_parse.archive.export.exported import Exported, noted, records_in, streaming
from bulletin_parse.archive.store.filters import Filters
from bulletin_parse.archive.store.rows import unzipped
from bulletin_parse.outputs.forms import RECORDS
from bulletin_parse.text.lazy import lazy_pattern

LEFT_OUT = ("findings and the pictures of figures, which are no part of a record",)
_NO_TEXT = "records with lone surrogates, which strict readers refuse"
# As an escape that no backslash makes harmless, or as bytes. Characters that are two halves together are never escaped in a record.
_LONE_SURROGATE = lazy_pattern(rb"(?<!\\)(?:\\\\)*\\ud[89a-f]|\xed[\xa0-\xbf]")


def stream(database: sqlite3.Connection, file: BinaryIO, filters: Filters) -> Exported:
    """The records as JSON Lines; the same content gives the same bytes, whatever the order it was stored in. One record is in memory at a time."""
    counts: Counter[str] = Counter()
    written = 0
    for (record,) in records_in(database, filters):
        line = unzipped(record) + b"\n"
        file.write(line)
        written += 1
        counts[_NO_TEXT] += _LONE_SURROGATE.search(line) is not None
    return Exported("", written, noted(LEFT_OUT, counts))


EXPORTER = streaming(stream, RECORDS["jsonl"])
