"""Excel: the five frames as sheets, streamed row by row."""

from __future__ import annotations

import sqlite3
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zipfile import BadZipFile, ZipFile

from bulletin_parse.archive.export.exported import Exported, Exporter, noted
from bulletin_parse.archive.store.filters import Filters
from bulletin_parse.archive.store.tables import rows
from bulletin_parse.errors import ExtraMissing
from bulletin_parse.outputs.frames import COLUMNS, DAY, FLAG, INTEGER
from bulletin_parse.text.lazy import lazy_pattern
from bulletin_parse.writing import Form, Target, plain_errors, whole_file

# Excel's own limits: rows of a sheet, UTF-16 units of a cell, whole digits of a number, and its first date.
MOST_ROWS = 1_048_576
MOST_UNITS = 32_767
MOST_NUMBER = 10**15
FIRST_DATE = date(1900, 3, 1)  # Excel has a 29 February 1900, and every date before it is off by one

LEFT_OUT = ("regions, printed words of values, edits, doubts, text outside the fields, and pictures",)
_CUT = "cells longer than Excel's 32,767 characters, cut there and ended with …"
_CONTROL = "cells with control characters, each of them now U+FFFD"
_AS_TEXT = "dates or numbers that Excel does not hold, written as text"
# In the file's properties, by which an earlier workbook of this program is known again.
_MADE_BY = "Written by bulletin-parse"
_PROPERTIES, _MAX_PROPERTIES = "docProps/core.xml", 1 << 16
_UNHELD = lazy_pattern("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_WIDTHS = {DAY: 11, INTEGER: 9, FLAG: 9}
_TEXT_WIDTH = 24


def write(database: sqlite3.Connection, target: Target, filters: Filters) -> Exported:
    """Sheets bulletins, index, items, blocks and findings; what does not fit on one goes on on the next.

    Raises:
        ExtraMissing: XlsxWriter is not installed.
    """
    try:
        import xlsxwriter
        import xlsxwriter.exceptions
    except ImportError as error:
        raise ExtraMissing("xlsx", "Excel files need the package XlsxWriter", remedy="Install it with: pip install 'bulletin-parse[export]'") from error
    counts: Counter[str] = Counter()
    written = 0
    # A long text would be taken for a formula, a link or a number; all text stays text here.
    options: dict[str, Any] = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with whole_file(target) as draft, plain_errors(target.path), TemporaryDirectory(ignore_cleanup_errors=True) as rows_folder:
        try:
            with closing(xlsxwriter.Workbook(str(draft.path), options | {"tmpdir": rows_folder})) as book:
                book.set_properties({"comments": _MADE_BY})
                for table in COLUMNS:
                    held = _put(book, table, rows(database, table, list(COLUMNS[table]), filters), counts)
                    written = held if table == "bulletins" else written
        except xlsxwriter.exceptions.XlsxFileError as error:
            raise target.refused(f"it cannot be written ({error})", "Check the folder, its permissions and the free space") from error
    return Exported(str(target.path), written, noted(LEFT_OUT, counts))


def is_ours(path: Path) -> bool:
    """Whether a file is a workbook that this program wrote."""
    try:
        with ZipFile(path) as file, file.open(_PROPERTIES) as properties:
            return _MADE_BY.encode() in properties.read(_MAX_PROPERTIES)
    except (BadZipFile, KeyError, NotImplementedError, RuntimeError, zlib.error):  # no workbook, packed otherwise, or encrypted
        return False


def _put(book: Any, table: str, content: Iterator[tuple[Any, ...]], counts: Counter[str]) -> int:
    """Writes a table's rows under a heading, on as many sheets as they need; how many rows there were."""
    day, bold = book.add_format({"num_format": "yyyy-mm-dd"}), book.add_format({"bold": True})
    kinds = list(COLUMNS[table].values())
    sheet, at, number, total = None, MOST_ROWS, 0, 0
    for row in _or_nothing(content):
        if at >= MOST_ROWS:
            number += 1
            sheet = book.add_worksheet(table if number == 1 else f"{table} {number}")
            _head(sheet, table, bold)
            at = 1
        if row is None:
            break
        for column, (kind, value) in enumerate(zip(kinds, row, strict=True)):
            if value is not None:
                _cell(sheet, at, column, kind, value, day, counts)
        at, total = at + 1, total + 1
    return total


def _or_nothing(content: Iterator[tuple[Any, ...]]) -> Iterator[tuple[Any, ...] | None]:
    """The rows, and a None where there are none: a sheet with a heading is made all the same."""
    first = next(content, None)
    yield first
    if first is not None:
        yield from content


def _head(sheet: Any, table: str, bold: Any) -> None:
    for column, (name, kind) in enumerate(COLUMNS[table].items()):
        sheet.set_column(column, column, _WIDTHS.get(kind, _TEXT_WIDTH))
        sheet.write_string(0, column, name, bold)
    sheet.freeze_panes(1, 0)


def _cell(sheet: Any, row: int, column: int, kind: str, value: Any, day: Any, counts: Counter[str]) -> None:
    if kind == DAY and (when := date.fromisoformat(value)) >= FIRST_DATE:
        sheet.write_datetime(row, column, when, day)
    elif kind == INTEGER and abs(value) < MOST_NUMBER:
        sheet.write_number(row, column, value)
    elif kind == FLAG:
        sheet.write_boolean(row, column, bool(value))
    else:
        counts[_AS_TEXT] += kind in (DAY, INTEGER)
        sheet.write_string(row, column, fitted(str(value), counts))


def fitted(text: str, counts: Counter[str]) -> str:
    """The text as a cell can hold it; what had to change is counted."""
    held = text.replace("\r\n", "\n").replace("\r", "\n")
    if _UNHELD.search(held):
        counts[_CONTROL] += 1
        held = _UNHELD.sub("\ufffd", held)
    units = held.encode("utf-16-le")
    if len(units) > 2 * MOST_UNITS:
        counts[_CUT] += 1
        # Half a pair of surrogates at the cut is dropped.
        held = units[: 2 * (MOST_UNITS - 1)].decode("utf-16-le", "ignore") + "…"
    return held


EXPORTER = Exporter(write, Form("workbook", is_ours))
