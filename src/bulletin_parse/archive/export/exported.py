"""What an export came to, and what it leaves out."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import starmap
from typing import Any, BinaryIO, NamedTuple

from bulletin_parse.archive.store.filters import Filters
from bulletin_parse.archive.store.rows import bulletin_of
from bulletin_parse.archive.store.tables import ORDER, PUBLISHED
from bulletin_parse.models import Bulletin
from bulletin_parse.text.wording import counted
from bulletin_parse.writing import Form, Target, plain_errors, whole_file

MAX_NAMED = 5  # bulletins that a clause names


class Exported(NamedTuple):
    """What was written.

    Args:
        path: the file or folder.
        bulletins: how many.
        left_out: what the form does not hold or had to change, one clause each; empty if it holds everything.
    """

    path: str
    bulletins: int
    left_out: tuple[str, ...] = ()


class Exporter(NamedTuple):
    """A form that an archive is written in.

    Args:
        write: writes the bulletins of a database that filters leave to a place, whole or not at all.
        form: how an earlier output of this form is known again.
        stream: the same to an open binary file, for a form that is one stream of bytes.
    """

    write: Callable[[sqlite3.Connection, Target, Filters], Exported]
    form: Form
    stream: Callable[[sqlite3.Connection, BinaryIO, Filters], Exported] | None = None


def streaming(stream: Callable[[sqlite3.Connection, BinaryIO, Filters], Exported], form: Form) -> Exporter:
    """The exporter of a form that is one stream of bytes: a file gets what an open file would get, whole or not at all."""

    def write(database: sqlite3.Connection, target: Target, filters: Filters) -> Exported:
        with whole_file(target) as draft, plain_errors(target.path), draft.path.open("wb") as file:
            done = stream(database, file, filters)
        return done._replace(path=str(target.path))

    return Exporter(write, form, stream)


def noted(always: Iterable[str], counts: Counter[str]) -> tuple[str, ...]:
    """Clauses for an ``Exported``: what a form never holds, and what happened so many times."""
    return (*always, *(f"{count:,} {words}" for words, count in counts.items() if count))


def without_items(database: sqlite3.Connection, filters: Filters) -> tuple[str, ...]:
    """A clause on the bulletins that a form of one item a row has no row for."""
    found = [_named(*row) for row in records_in(database, filters, "issue_number, file, item_count") if not row[2]]
    return (f"{counted(len(found), 'bulletin')} without items, which {'has' if len(found) == 1 else 'have'} no row ({_first(found)})",) if found else ()


def without_date(database: sqlite3.Connection, filters: Filters) -> tuple[str, ...]:
    """A clause on the bulletins that a filter by date leaves out because they have none."""
    if filters.since is None and filters.until is None:
        return ()
    days = f"issue_number, file, {PUBLISHED}"
    found = [_named(*row) for row in records_in(database, Filters(numbers=filters.numbers), days) if row[2] is None]
    return (f"{counted(len(found), 'bulletin')} without a date, which no period has ({_first(found)})",) if found else ()


def _named(number: int | None, file: str, _: object) -> str:
    return file if number is None else str(number)


def _first(names: Sequence[str]) -> str:
    return ", ".join(names[:MAX_NAMED]) + (" …" if len(names) > MAX_NAMED else "")


def bulletins_in(database: sqlite3.Connection, filters: Filters) -> Iterator[Bulletin]:
    """The bulletins of an archive that filters leave, by number, date and file; one is in memory at a time."""
    yield from starmap(bulletin_of, records_in(database, filters, "record, file"))


def records_in(database: sqlite3.Connection, filters: Filters, column: str = "record") -> Iterator[tuple[Any, ...]]:
    """The packed records of bulletins, in the order of every export, or other columns of theirs."""
    where, parameters = filters.where(PUBLISHED)
    sql = f"SELECT {column} FROM bulletins JOIN sources USING (source_id) JOIN records USING (source_id) WHERE {where} ORDER BY {ORDER}"  # noqa: S608
    return database.execute(sql, parameters)
