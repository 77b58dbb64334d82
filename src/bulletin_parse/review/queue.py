"""The queue: every bulletin of an archive with what is open in it, what nobody has looked at first."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import Any, NamedTuple

from bulletin_parse.archive.store.tables import PUBLISHED
from bulletin_parse.corrections.correction import OCR
from bulletin_parse.review.looked import Key, Look
from bulletin_parse.rules.acceptance import accepted_among
from bulletin_parse.views.report.facts import ISSUE_MISSING

OF_FILE = "file-"  # the key of a bulletin whose number says not which it is, with the id of its file


class Waiting(NamedTuple):
    """A bulletin in the queue.

    Args:
        key: its name in addresses: its number, where no other bulletin has it.
        number: its issue number.
        day: of its publication, or else the end of its week; ISO text.
        file: its file's path.
        title: of its first item, which tells it from others.
        items: how many it has.
        errors: how many findings of this severity are open; and so on. Those of rules across the archive are among them.
        warnings: the same.
        infos: the same.
        missing_before: how many of the errors are that no issue before it was found, which is no fault of this one.
        codes: the rules that found something which is open.
        sources: the places of its items' sources in the queue's list of sources.
        doubts: how many fields are in doubt.
        corrected: how many edits people have made.
        looked: who is done with it; None if nobody has looked at it.
    """

    key: str
    number: int | None
    day: str | None
    file: str
    title: str
    items: int
    errors: int
    warnings: int
    infos: int
    missing_before: int
    codes: tuple[str, ...]
    sources: tuple[int, ...]
    doubts: int
    corrected: int
    looked: str | None


class Queue(NamedTuple):
    """All bulletins, what needs eyes first, and the sources of their items, the commonest first."""

    bulletins: tuple[Waiting, ...]
    sources: tuple[str, ...]


def queue_of(database: sqlite3.Connection, looks: Mapping[Key, Look]) -> Queue:
    """The queue of an archive.

    Args:
        database: the archive, open for reading.
        looks: who looked at what.
    """
    sources, of_bulletin = _sources(database)
    found = _findings(database)
    titles = dict(database.execute("SELECT bulletin_id, title FROM items WHERE position = 1"))
    rows = database.execute(_BULLETINS).fetchall()
    taken = Counter([row[2] for row in rows])
    waiting = [
        _waiting(row, key_of(row[2], row[1], unique=taken[row[2]] == 1), found[row[0]], of_bulletin[row[0]], titles.get(row[0], ""), looks) for row in rows
    ]
    return Queue(tuple(sorted(waiting, key=_urgency)), sources)


def key_of(number: int | None, source_id: int, *, unique: bool) -> str:
    """The key of a bulletin: its number where that says which it is, else its file's id."""
    return str(number) if unique and number is not None and number >= 0 else f"{OF_FILE}{source_id}"


def _urgency(each: Waiting) -> tuple[Any, ...]:
    """What nobody is done with first; of that the most errors of its own, then warnings, then doubts."""
    return (each.looked is not None, each.missing_before - each.errors, -each.warnings, -each.doubts, each.number is None, each.number, each.file)


def _waiting(row: tuple[Any, ...], key: str, found: Counter[tuple[str, str, str]], sources: list[int], title: str, looks: Mapping[Key, Look]) -> Waiting:
    _, _, number, day, items, doubts, edits, file, sha256 = row
    edits = json.loads(edits)
    by_people = [edit for edit in edits if edit.get("by", OCR) != OCR]
    open_ = found - accepted_among([edit["field"] for edit in by_people], found)
    severities: Counter[str] = Counter()
    missing = 0
    for (code, severity, _), count in open_.items():
        severities[severity] += count
        missing += count if code == ISSUE_MISSING and severity == "error" else 0
    read = _number_as_read(number, by_people)
    look = looks.get((sha256, read))
    return Waiting(
        key, number, day, file, title, items, severities["error"], severities["warning"], severities["info"], missing,
        tuple(sorted({code for code, _, _ in open_})), tuple(sources), doubts, len(by_people), look.by if look else None,
    )  # fmt: skip


def _number_as_read(number: int | None, by_people: list[dict[str, Any]]) -> int | None:
    """The number before people corrected it."""
    return next((edit["was"] for edit in by_people if edit["field"] == "issue_number"), number)


def _findings(database: sqlite3.Connection) -> Mapping[int, Counter[tuple[str, str, str]]]:
    found: dict[int, Counter[tuple[str, str, str]]] = defaultdict(Counter)
    for bulletin_id, *key in database.execute("SELECT bulletin_id, code, severity, subject FROM findings WHERE bulletin_id IS NOT NULL"):
        found[bulletin_id][tuple(key)] += 1
    return found


def _sources(database: sqlite3.Connection) -> tuple[tuple[str, ...], Mapping[int, list[int]]]:
    """The sources, the commonest first, and the places of each bulletin's in that list."""
    pairs = database.execute("SELECT DISTINCT bulletin_id, source FROM items WHERE source IS NOT NULL").fetchall()
    names = tuple([name for name, _ in Counter([name for _, name in pairs]).most_common()])
    places = {name: at for at, name in enumerate(names)}
    found: dict[int, list[int]] = defaultdict(list)
    for bulletin_id, name in pairs:
        found[bulletin_id].append(places[name])
    return names, found


_BULLETINS = f"""
SELECT bulletin_id, sources.source_id, issue_number, {PUBLISHED}, item_count, json_array_length(doubts), edits, file, coalesce(whole.sha256, records.sha256)
  FROM bulletins JOIN sources USING (source_id) JOIN records USING (source_id) LEFT JOIN records AS whole ON whole.source_id = sources.part_of"""  # noqa: S608 - constant
