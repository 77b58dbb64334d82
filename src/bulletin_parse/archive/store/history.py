"""What new readings, corrections and forgetting changed in an archive: written when it happens, and read again."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from bulletin_parse.archive.store import statements as sql
from bulletin_parse.archive.store.schema import KEEPING, version_of
from bulletin_parse.matching.differences import Change
from bulletin_parse.text.showing import dumped


class Reading(NamedTuple):
    """What a record was made by, and of which content."""

    parser: str | None
    sha256: str | None


NO_READING = Reading(None, None)


class Event(NamedTuple):
    """A record that was replaced by one that says something else, or forgotten.

    Args:
        at: when, UTC.
        file: the file's path or URL, as the archive names it.
        issue_number: the bulletin's number after it, or before it was forgotten.
        cause: ``content`` (the file was replaced), ``parser`` (another version read it), ``options`` (read in another manner),
            ``corrections`` or ``forgotten``.
        before: what the earlier record was made by.
        after: what the present one was made by.
        changes: the values that differ.
    """

    at: datetime
    file: str
    issue_number: int | None
    cause: str
    before: Reading = NO_READING
    after: Reading = NO_READING
    changes: tuple[Change, ...] = ()


def reading_cause(before: Reading, after: Reading) -> str:
    """Why two readings of one file differ."""
    if before.sha256 != after.sha256:
        return "content"
    return "parser" if before.parser != after.parser else "options"


def put_event(database: sqlite3.Connection, event: Event, run: int | None) -> None:
    """Writes an event within the transaction that goes on."""
    facts = (event.at.strftime("%Y-%m-%dT%H:%M:%SZ"), event.file, event.issue_number, event.cause)
    readings = (event.before.parser, event.after.parser, event.before.sha256, event.after.sha256)
    (history_id,) = database.execute(sql.PUT_HISTORY, (*facts, *readings, run)).fetchone()
    rows = [(history_id, at, each.path, dumped(each.was, indent=None), dumped(each.now, indent=None)) for at, each in enumerate(event.changes, 1)]
    database.executemany("INSERT INTO history_changes (history_id, position, field, was, now) VALUES (?, ?, ?, ?, ?)", rows)


def events(database: sqlite3.Connection, numbers: Sequence[int] = ()) -> Iterator[Event]:
    """What happened, the latest last; an archive of an earlier schema remembers nothing.

    Args:
        database: an archive.
        numbers: issue numbers; none for all.
    """
    if version_of(database) < KEEPING:
        return
    for history_id, at, file, number, cause, *readings in database.execute(_EVENTS, (json.dumps(list(numbers)), not numbers)):
        before, after = Reading(readings[0], readings[2]), Reading(readings[1], readings[3])
        rows = database.execute("SELECT field, was, now FROM history_changes WHERE history_id = ? ORDER BY position", (history_id,))
        changes = tuple([Change(field, *_values(was, now)) for field, was, now in rows])
        yield Event(datetime.fromisoformat(at), file, number, cause, before, after, changes)


def _values(was: str, now: str) -> tuple[Any, Any]:
    return json.loads(was), json.loads(now)


_EVENTS = """
SELECT history_id, changed_at, file, issue_number, cause, parser_before, parser_after, sha256_before, sha256_after FROM history
 WHERE issue_number IN (SELECT value FROM json_each(?)) OR ? ORDER BY history_id"""
