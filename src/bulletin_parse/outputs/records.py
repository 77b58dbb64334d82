"""Bulletins as JSON, JSON Lines and CSV text."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Sequence

from bulletin_parse.columns import CSV, column_of, values
from bulletin_parse.models import Bulletin, Item
from bulletin_parse.text.lazy import lazy_pattern

COLUMNS = tuple(name for name, _, _ in CSV)
# A cell that begins so is a formula to a spreadsheet (OWASP, CSV injection): some pass over white space before it, and where
# people type Chinese or Japanese some take the full-width characters for the others. A quote before it makes it text.
_FORMULA = lazy_pattern(r"[=+\-@\t\r\n＝＋－＠]")


def to_json(bulletins: Sequence[Bulletin], *, several: bool) -> str:
    """One JSON object for one file, a list for several."""
    if not several and len(bulletins) == 1:
        return bulletins[0].to_json() + "\n"
    inner = ",".join(["\n" + bulletin.to_json() for bulletin in bulletins]).replace("\n", "\n ")
    return f"[{inner}\n]\n" if bulletins else "[]\n"


def csv_heading() -> str:
    """The first line of CSV: the columns' names."""
    return _csv([COLUMNS])


def csv_rows(bulletin: Bulletin) -> str:
    """A bulletin's items as lines of CSV under ``COLUMNS``; what is not an item's, apart from number and date, is left out."""
    return _csv([[cell(value) for value in _row(bulletin, item)] for item in bulletin.items])


def _row(bulletin: Bulletin, item: Item) -> list[object]:
    return [value for _, table, name in CSV for value in values([column_of(table, name)], bulletin if table == "bulletins" else item)]


def _csv(rows: Iterable[Sequence[str]]) -> str:
    out = io.StringIO()
    lines = CsvLines(out.write)
    for row in rows:
        lines.add(row)
    return out.getvalue()


class CsvLines:
    """Rows as lines of CSV that end in a line feed.

    The writer of ``csv`` quotes a carriage return only if it is part of the line's end: bare in a cell, it would begin a row.

    Args:
        put: is given each line.
    """

    def __init__(self, put: Callable[[str], object]) -> None:
        self._put = put
        self._writer = csv.writer(self, lineterminator="\r\n")

    def add(self, cells: Sequence[str]) -> None:
        """Puts a row."""
        self._writer.writerow(cells)

    def write(self, line: str) -> None:
        """For the writer."""
        self._put(line.removesuffix("\r\n") + "\n")


def cell(value: object) -> str:
    """A value as a cell that no spreadsheet takes for a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if _FORMULA.match(text) else text
