"""Runs the archive rules in a child process, on titles, links and dates alone, so that the parent's memory stays small."""

from __future__ import annotations

import json
import math
import sqlite3
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from pydantic import TypeAdapter

from bulletin_parse.archive.store.database import as_archive_errors, connect
from bulletin_parse.archive.store.rows import bulletin_of
from bulletin_parse.archive.store.store import Store
from bulletin_parse.errors import ArchiveError, BulletinError
from bulletin_parse.limits import Limits
from bulletin_parse.models import DateRange, Edit, Finding, Where
from bulletin_parse.rules import check_files_of_one, check_outlines
from bulletin_parse.rules.acceptance import FINDINGS
from bulletin_parse.rules.outline import Outline, Story, digest_of, outline_of
from bulletin_parse.supervise.guard import Guard
from bulletin_parse.supervise.messages import ask_for_time
from bulletin_parse.supervise.pool import Pool, guard_of_thread
from bulletin_parse.text.folding import fold

_PLACES = TypeAdapter(dict[str, Where])


class Across(NamedTuple):
    """The archive to run the rules on."""

    archive: str


def archive_findings(job: Across) -> list[tuple[int | None, Finding]]:
    """What the archive rules find, each finding with the id of its bulletin; they take as long as they take."""
    ask_for_time(math.inf)
    database = connect(job.archive, writable=False)
    try:
        with as_archive_errors(job.archive):
            outlines = dict(_outlines(database))
            ids = {outline.file: bulletin_id for bulletin_id, outline in outlines.items()}
            found = [(ids.get(finding.file), finding) for finding in check_outlines(list(outlines.values()))]
            return found + [(bulletin_id, finding) for bulletin_id, first, others in _differing(database) for finding in check_files_of_one(first, others)]
    finally:
        database.close()


def look_across(path: str, store: Store, limits: Limits, pool: Pool | None = None) -> None:
    """Runs the archive rules if bulletins have changed, in a child: they need all bulletins at once, and this process stays small.

    Args:
        path: the archive's file.
        store: what they found goes into it.
        limits: ``memory`` holds for them as well.
        pool: processes with these limits that have nothing to do: one of them takes less than a new one, which imports everything first.

    Raises:
        ArchiveError: they failed; the bulletins are stored.
    """
    if not store.findings_are_stale:
        return
    try:
        if pool:
            found = pool.executor.submit(lambda: _found(guard_of_thread(limits), path)).result()
        else:
            with Guard(limits) as guard:
                found = _found(guard, path)
    except BulletinError as error:
        remedy = "Run it again; if it fails again, raise the limit: limits=Limits(memory=…)"
        raise ArchiveError(path, f"the bulletins are stored, but the archive rules failed ({error.reason})", remedy=remedy) from error
    with as_archive_errors(path):
        store.put_archive_findings(found)
        store.commit()


def _found(guard: Guard, path: str) -> list[tuple[int | None, Finding]]:
    found: list[tuple[int | None, Finding]] = guard.run(path, archive_findings, Across(path))
    return found


def _differing(database: sqlite3.Connection) -> Iterator[tuple[int, Outline, list[Outline]]]:
    """Each bulletin of which files differ: its id, its canonical file, and those that say something else."""
    for bulletin_id, source_id, file, record in database.execute(_CANONICAL):
        others = [outline_of(bulletin_of(record), file=name) for name, record in database.execute(_BESIDE, (source_id,))]
        yield bulletin_id, outline_of(bulletin_of(record), file=file), others


def _outlines(database: sqlite3.Connection) -> Iterator[tuple[int, Outline]]:
    """Every bulletin's outline, by number, date and file."""
    for bulletin_id, number, numbers, supplement, published, start, end, places, edits, file, sha256 in database.execute(_BULLETINS):
        items = database.execute(_ITEMS, (bulletin_id,)).fetchall()
        stories = [Story(at, title, link, _PLACES.validate_json(item_places).get("title", ())) for at, title, _, link, item_places in items]
        said = tuple([(fold(title), fold(source or ""), link) for _, title, source, link, _ in items])
        yield (
            bulletin_id,
            Outline(
                file=file,
                sha256=sha256,
                issue_number=number,
                issue_numbers=tuple(json.loads(numbers)),
                supplement=bool(supplement),
                published=date.fromisoformat(published) if published else None,
                date_range=DateRange.model_validate({"start": start, "end": end}) if start or end else None,
                places=_PLACES.validate_json(places),
                edits=tuple([Edit.model_validate(edit) for edit in json.loads(edits) if edit["field"].startswith(FINDINGS)]),
                stories=tuple(stories),
                content=digest_of((number, published, said)),
            ),
        )


_BULLETINS = """
SELECT bulletin_id, issue_number, issue_numbers, supplement, published, first_day, last_day, places, edits, file, records.sha256
  FROM bulletins JOIN sources USING (source_id) JOIN records USING (source_id)
 ORDER BY issue_number, published, file"""
_CANONICAL = """
SELECT bulletin_id, source_id, file, record FROM bulletins JOIN sources USING (source_id) JOIN records USING (source_id)
 WHERE source_id IN (SELECT superseded_by FROM sources JOIN source_differences USING (source_id) WHERE status = 'superseded')
 ORDER BY issue_number, file"""
_BESIDE = """
SELECT file, record FROM sources JOIN records USING (source_id)
 WHERE superseded_by = ? AND status = 'superseded' AND source_id IN (SELECT source_id FROM source_differences)
 ORDER BY file"""
_ITEMS = "SELECT number, title, source, link, places FROM items WHERE bulletin_id = ? ORDER BY position"
