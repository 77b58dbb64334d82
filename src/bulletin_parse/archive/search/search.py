"""Search: the items of an archive that hold some words, the best first, each with a snippet."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple, SupportsIndex, overload

from bulletin_parse.archive.search.query import Query, query_of
from bulletin_parse.archive.search.snippets import Snippet, marks_in, merged, snippet_of
from bulletin_parse.archive.store.filters import LARGEST, Day, Filters
from bulletin_parse.archive.store.tables import ORDER, PUBLISHED
from bulletin_parse.errors import ArgumentError, QueryError
from bulletin_parse.faces import Displayed, face, in_short, lines_of
from bulletin_parse.text.wording import in_brackets

# A word in the title says more of an item than one in its text; columns: title, source, body.
_WEIGHTS = "10.0, 4.0, 1.0"
EQUALS = 100  # items as good as the last one wanted that the first look takes in
# An item without a date of its own counts as published with its bulletin.
_DAY = f"coalesce(items.published, {PUBLISHED})"


class Hit(NamedTuple):
    """One item that a search found.

    ``title_marks`` and ``snippet.marks`` are the ranges that match. ``score`` is BM25 over title, source and body, more is better;
    it compares the hits of one search only.
    """

    issue_number: int | None
    bulletin_published: date | None
    number: int | None
    title: str
    title_marks: tuple[tuple[int, int], ...]
    source: str | None
    link: str | None
    published: date | None
    snippet: Snippet
    score: float
    item_id: int

    @property
    def printed(self) -> tuple[Snippet, Snippet]:
        """The title and the piece of the text, each with the ranges that match."""
        return Snippet(self.title, self.title_marks), self.snippet

    def __repr__(self) -> str:
        issue = "without a number" if self.issue_number is None else self.issue_number
        number = "" if self.number is None else f" item {self.number}"
        return f"<Hit {issue}{number}: {in_short(self.title)}{in_brackets(self.source, self.published or self.bulletin_published)}>"

    def _repr_html_(self) -> str:
        return str(face("html")(self))

    def __rich__(self) -> Any:
        return face("rich")(self)


class Hits(Displayed, list[Hit]):
    """What a search found, the best first: a list that shows itself as a table in a notebook, and so does a slice of it."""

    @overload
    def __getitem__(self, at: SupportsIndex) -> Hit: ...
    @overload
    def __getitem__(self, at: slice) -> Hits: ...
    def __getitem__(self, at: SupportsIndex | slice) -> Hit | Hits:
        return Hits(super().__getitem__(at)) if isinstance(at, slice) else super().__getitem__(at)

    def __repr__(self) -> str:
        return lines_of("Hits", self)


def search(
    database: sqlite3.Connection,
    query: str,
    *,
    since: Day = None,
    until: Day = None,
    source: str | None = None,
    numbers: Sequence[int] = (),
    limit: int | None = 20,
) -> Hits:
    """The items that hold every word of a query, the best first; of equal ones the newest, whatever the order they were stored in.

    Args:
        database: an archive, open for reading.
        query: words parted by spaces; ``"…"`` is a phrase, ``-word`` leaves out, ``DRG*`` finds words that begin so.
        since: the first day of the items wanted; an item without a date has its bulletin's.
        until: the last day, included.
        source: words that the item's source must hold.
        numbers: the issue numbers to search in; none for all.
        limit: how many items at most; None for all.

    Raises:
        QueryError: there is no word to look for, or a number or the limit is larger than ``LARGEST``.
        ArgumentError: the query is no text, or the limit below 0.
    """
    if not isinstance(query, str):
        raise ArgumentError("search()", f"a query is words, and {query!r} was given", remedy='Give text: "电子病历"')
    if limit is not None and limit < 0:
        raise ArgumentError("search()", f"limit is a number of items, and {limit!r} was given", remedy="None gives all of them")
    if limit is not None and limit > LARGEST:
        raise QueryError("the limit", f"the most is {LARGEST:,}", remedy="Ask for fewer items, or for all of them")
    wanted = query_of(query)
    ranked = _ranked(database, wanted, Filters(since, until, tuple(numbers)), source, limit)
    return Hits([_hit(database, wanted, item_id, -rank) for item_id, rank in ranked])


def count(
    database: sqlite3.Connection,
    query: str,
    *,
    since: Day = None,
    until: Day = None,
    source: str | None = None,
    numbers: Sequence[int] = (),
) -> int:
    """How many items :func:`search` would find without a limit."""
    condition, parameters = _condition(query_of(query), Filters(since, until, tuple(numbers)), source)
    (found,) = database.execute(f"SELECT count(*) FROM {condition}", parameters).fetchone()  # noqa: S608  # no part of it is the user's
    return int(found)


def _ranked(database: sqlite3.Connection, query: Query, filters: Filters, source: str | None, limit: int | None) -> list[tuple[int, float]]:
    """The best items and their ranks, less is better."""
    if limit is not None and limit <= 0:
        return []
    condition, parameters = _condition(query, filters, source)
    sql = f"SELECT item_terms.rowid, bm25(item_terms, {_WEIGHTS}) AS rank FROM {condition} ORDER BY rank LIMIT ?"  # noqa: S608  # the same
    # Items as good as the last one wanted are looked at all: which of them are given must not hang on where they are stored.
    # They are seldom many, and SQLite sorts a beginning faster than the whole.
    looked_at = -1 if limit is None else min(limit + EQUALS, LARGEST)
    best: list[tuple[int, float]] = database.execute(sql, [*parameters, looked_at]).fetchall()
    if limit is not None and len(best) == looked_at and best[-1][1] == best[limit - 1][1]:
        best = database.execute(sql, [*parameters, -1]).fetchall()
    if limit is not None and len(best) > limit:
        best = [item for item in best if item[1] <= best[limit - 1][1]]
    places = _places(database, [item_id for item_id, _ in best])
    return sorted(best, key=lambda item: (item[1], places[item[0]]))[:limit]


def _places(database: sqlite3.Connection, item_ids: Sequence[int]) -> dict[int, int]:
    """Where each item comes among equals: the newest bulletin first, then as in every export, then as printed."""
    found = database.execute(_EQUALS, (json.dumps(item_ids),))
    return {int(item_id): place for place, (item_id,) in enumerate(found)}


_EQUALS = f"""
SELECT items.item_id FROM json_each(?) CROSS JOIN items ON items.item_id = json_each.value
  JOIN bulletins USING (bulletin_id) JOIN sources USING (source_id) ORDER BY {PUBLISHED} DESC, {ORDER}, items.position"""  # noqa: S608  # the same


def _condition(query: Query, filters: Filters, source: str | None) -> tuple[str, list[Any]]:
    """Tables and conditions, and their parameters. CROSS JOIN keeps the index first: the other tables are asked for what it found."""
    where, parameters = filters.where(_DAY)
    tables = "item_terms"
    if parameters:
        tables += " CROSS JOIN items ON items.item_id = item_terms.rowid CROSS JOIN bulletins ON bulletins.bulletin_id = items.bulletin_id"
    conditions = f"item_terms MATCH ? AND {where}"
    if source is not None:
        # In a query of its own, so that the source asked for does not weigh in the score.
        conditions += " AND item_terms.rowid IN (SELECT rowid FROM item_terms WHERE item_terms MATCH ?)"
        parameters = [*parameters, f"source : ({query_of(source).expression})"]
    return f"{tables} WHERE {conditions}", [query.expression, *parameters]


def _hit(database: sqlite3.Connection, query: Query, item_id: int, score: float) -> Hit:
    row = database.execute(
        "SELECT issue_number, bulletins.published, items.number, items.title, items.source, items.link, items.published"
        "  FROM items JOIN bulletins USING (bulletin_id) WHERE item_id = ?",
        (item_id,),
    ).fetchone()
    issue_number, bulletin_published, number, title, source, link, published = row
    texts = database.execute("SELECT text FROM blocks WHERE item_id = ? AND text <> '' ORDER BY position", (item_id,))
    return Hit(
        issue_number,
        _day(bulletin_published),
        number,
        title,
        merged(marks_in(title, query.patterns)),
        source,
        link,
        _day(published),
        snippet_of("\n".join([text for (text,) in texts]), query.patterns),
        score,
        item_id,
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
