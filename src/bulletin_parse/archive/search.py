"""Search: the items of an archive that hold some words, the best first, each with a snippet."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from bulletin_parse.archive.filters import Filters
from bulletin_parse.archive.query import Query, query_of
from bulletin_parse.archive.snippets import Snippet, marks_in, merged, snippet_of

# A word in the title says more of an item than one in its text; columns: title, source, body.
_WEIGHTS = "10.0, 4.0, 1.0"
# Words that stand in more items than this say little: of the items, those stored last are ranked. BM25 reads every place of
# every word, and a search must not take longer the more common its words are.
RANKED_AT_MOST = 5_000
# An item without a date of its own counts as published with its bulletin.
_DAY = "coalesce(items.published, bulletins.published)"


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


def search(
    database: sqlite3.Connection,
    query: str,
    *,
    since: date | None = None,
    until: date | None = None,
    source: str | None = None,
    numbers: Sequence[int] = (),
    limit: int | None = 20,
) -> list[Hit]:
    """The items that hold every word of a query, the best first.

    Args:
        database: an archive, open for reading.
        query: words parted by spaces; ``"…"`` is a phrase, ``-word`` leaves out, ``DRG*`` finds words that begin so.
        since: the first day of the items wanted; an item without a date has its bulletin's.
        until: the last day, included.
        source: words that the item's source must hold.
        numbers: the issue numbers to search in; none for all.
        limit: how many items at most; None for all. With a limit, no more than the ``RANKED_AT_MOST`` items stored last are ranked.

    Raises:
        QueryError: there is no word to look for.
    """
    wanted = query_of(query)
    filters = Filters(since, until, tuple(numbers))
    ranked = _ranked(database, wanted, filters, source, -1 if limit is None else max(0, limit))
    hits = [_hit(database, wanted, item_id, -rank) for item_id, rank in ranked]
    # Of items that are equally good the newest comes first, whatever the order they were stored in.
    return sorted(hits, key=lambda hit: (-hit.score, -(hit.bulletin_published or date.min).toordinal(), hit.issue_number or 0, hit.number or 0))


def count(
    database: sqlite3.Connection,
    query: str,
    *,
    since: date | None = None,
    until: date | None = None,
    source: str | None = None,
    numbers: Sequence[int] = (),
) -> int:
    """How many items :func:`search` would find without a limit."""
    condition, parameters = _condition(query_of(query), Filters(since, until, tuple(numbers)), source)
    (found,) = database.execute(f"SELECT count(*) FROM {condition}", parameters).fetchone()  # noqa: S608  # no part of it is the user's
    return int(found)


def _ranked(database: sqlite3.Connection, query: Query, filters: Filters, source: str | None, limit: int) -> list[tuple[int, float]]:
    condition, parameters = _condition(query, filters, source)
    if 0 <= limit <= RANKED_AT_MOST:
        last = f"SELECT item_terms.rowid AS item_id FROM {condition} ORDER BY item_terms.rowid DESC LIMIT {RANKED_AT_MOST}"  # noqa: S608  # the same
        (first,) = database.execute(f"SELECT min(item_id) FROM ({last})", parameters).fetchone()  # noqa: S608  # the same
        condition, parameters = f"{condition} AND item_terms.rowid >= ?", [*parameters, first or 0]
    sql = f"SELECT item_terms.rowid, bm25(item_terms, {_WEIGHTS}) AS score FROM {condition} ORDER BY score LIMIT ?"  # noqa: S608  # the same
    return [(int(item_id), float(rank)) for item_id, rank in database.execute(sql, [*parameters, limit])]


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
