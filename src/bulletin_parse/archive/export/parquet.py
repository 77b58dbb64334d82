"""Parquet: one data set a table, partitioned by year, as Spark, DuckDB and Polars read it. It holds everything that is stored."""

from __future__ import annotations

import sqlite3
from datetime import date
from pathlib import Path
from typing import Any

from bulletin_parse.archive.export.exported import Exported, Exporter
from bulletin_parse.archive.store.filters import Filters
from bulletin_parse.archive.store.tables import BYTES, PUBLISHED, TABLES, rows
from bulletin_parse.errors import ExtraMissing
from bulletin_parse.outputs.frames import DAY, FLAG, INTEGER, TEXT
from bulletin_parse.writing import Form, Target, plain_errors, whole_folder

# Rows of a row group: enough to compress well, few enough that a group of blocks stays under some MB. Pictures are large.
GROUP = 20_000
GROUP_OF_FIGURES = 100
# The year of what has no date. Hive's own name for none, __HIVE_DEFAULT_PARTITION__, is text to DuckDB and an error to pandas.
NO_YEAR = 0


def write(database: sqlite3.Connection, target: Target, filters: Filters) -> Exported:
    """A folder with ``bulletins/year=2026/part-0.parquet`` and so on for each table; one row group is in memory at a time.

    Raises:
        ExtraMissing: pyarrow is not installed.
    """
    try:
        import pyarrow.parquet
    except ImportError as error:
        raise ExtraMissing("parquet", "Parquet files need the package pyarrow", remedy="Install it with: pip install 'bulletin-parse[export]'") from error
    where, parameters = filters.where(PUBLISHED)
    years = f"SELECT substr({PUBLISHED}, 1, 4) AS year, count(*) FROM bulletins WHERE {where} GROUP BY year ORDER BY year"  # noqa: S608
    held: dict[str | None, int] = dict(database.execute(years, parameters).fetchall())
    with whole_folder(target) as draft, plain_errors(target.path):
        folder = draft.path
        for table in TABLES:
            (folder / table).mkdir()
            # Findings about no single bulletin have no year.
            for year in [*held, *([None] if table == "findings" and None not in held else [])]:
                _put(pyarrow, database, table, filters, year, folder / table / f"year={NO_YEAR if year is None else int(year)}")
            if not any((folder / table).iterdir()):
                _empty(pyarrow, table, folder / table)
    return Exported(str(target.path), sum(held.values()))


def _put(arrow: Any, database: sqlite3.Connection, table: str, filters: Filters, year: str | None, folder: Path) -> None:
    """Writes a table's rows of one year, if there are any."""
    schema = schema_of(arrow, table)
    found = rows(database, table, schema.names, filters, year)
    size = GROUP_OF_FIGURES if table == "figures" else GROUP
    group = _group(found, size)
    if not group:
        return
    folder.mkdir()
    with arrow.parquet.ParquetWriter(folder / "part-0.parquet", schema, compression="zstd") as writer:
        while group:
            writer.write_table(_table(arrow, schema, table, group))
            group = _group(found, size)


def _empty(arrow: Any, table: str, folder: Path) -> None:
    """A data set without rows still has its columns, ``year`` too."""
    schema = schema_of(arrow, table)
    folder = folder / f"year={NO_YEAR}"
    folder.mkdir()
    arrow.parquet.write_table(schema.empty_table(), folder / "part-0.parquet")


def schema_of(arrow: Any, table: str) -> Any:
    """The Arrow schema of a table."""
    types = {TEXT: arrow.string(), INTEGER: arrow.int64(), DAY: arrow.date32(), FLAG: arrow.bool_(), BYTES: arrow.binary()}
    return arrow.schema([(name, types[kind]) for name, (kind, _) in TABLES[table].columns.items()])


def _group(found: Any, size: int) -> list[tuple[Any, ...]]:
    return [row for _, row in zip(range(size), found, strict=False)]


def _table(arrow: Any, schema: Any, table: str, group: list[tuple[Any, ...]]) -> Any:
    kinds = [kind for kind, _ in TABLES[table].columns.values()]
    columns = [_column(kind, values) for kind, values in zip(kinds, zip(*group, strict=True), strict=True)]
    return arrow.table([arrow.array(values, type=field.type) for values, field in zip(columns, schema, strict=True)], schema=schema)


def _column(kind: str, values: tuple[Any, ...]) -> list[Any]:
    if kind == DAY:
        return [None if value is None else date.fromisoformat(value) for value in values]
    if kind == FLAG:
        return [None if value is None else bool(value) for value in values]
    return list(values)


EXPORTER = Exporter(write, Form("parquet export"))
