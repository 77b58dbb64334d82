"""An archive's titles as a list to read aloud: ``bulletin-parse export archive.db --to titles -o titles.txt``."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from bulletin_parse import Exported, Exporter, Filters, Form, Target, bulletins_in, whole_file

_FIRST_LINE = "TITLES\n"


def write(database: sqlite3.Connection, target: Target, filters: Filters) -> Exported:
    """A line for each bulletin, and one for each title below it."""
    count = 0
    with whole_file(target) as draft:
        draft.write(_FIRST_LINE)
        for bulletin in bulletins_in(database, filters):
            draft.write(f"{bulletin.issue_number} {bulletin.published}\n")
            draft.write("".join(f"  {item.title}\n" for item in bulletin.items))
            count += 1
    return Exported(str(target.path), count, ("everything but number, date and titles",))


def is_ours(path: Path) -> bool:
    """Whether a file is an earlier list of this form, which may be replaced."""
    with path.open(encoding="utf-8", errors="replace") as file:
        return file.read(len(_FIRST_LINE)) == _FIRST_LINE


EXPORTER = Exporter(write, Form("list of titles", is_ours))
