"""An archive's tables as the data frames that ``to_frames`` makes of its bulletins."""

from __future__ import annotations

import sqlite3

from bulletin_parse.archive.tables import rows
from bulletin_parse.outputs.frames import COLUMNS, Frames, frames_of


def archive_frames(database: sqlite3.Connection) -> Frames:
    """The frames of every bulletin in an archive, by number, date and file.

    Args:
        database: an archive, open for reading.
    """
    return frames_of({table: list(rows(database, table, list(columns))) for table, columns in COLUMNS.items()})
