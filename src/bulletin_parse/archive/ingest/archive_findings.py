"""Runs the archive rules in a child process, on titles, links and dates alone, so that the parent's memory stays small."""

from __future__ import annotations

import json
import math
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from bulletin_parse.archive.store.database import as_archive_errors, connect
from bulletin_parse.archive.store.store import Store
from bulletin_parse.errors import ArchiveError, BulletinError
from bulletin_parse.limits import Limits
from bulletin_parse.models import Bulletin, Finding
from bulletin_parse.rules import check_archive
from bulletin_parse.supervise import Guard


class Across(NamedTuple):
    """The archive to run the rules on."""

    archive: str


def findings_across(job: Across) -> list[tuple[int | None, Finding]]:
    """What the archive rules find, each finding with the id of its bulletin."""
    database = connect(job.archive, writable=False)
    try:
        with as_archive_errors(job.archive):
            bulletins = dict(_bulletins(database))
    finally:
        database.close()
    ids = {bulletin.source.name: bulletin_id for bulletin_id, bulletin in bulletins.items() if bulletin.source}
    return [(ids.get(finding.file or ""), finding) for finding in check_archive(list(bulletins.values()))]


def look_across(path: str, store: Store, limits: Limits) -> None:
    """Runs the archive rules if bulletins have changed, in a child: they need all bulletins at once, and this process stays small.

    Raises:
        ArchiveError: they failed; the bulletins are stored.
    """
    if not store.findings_are_stale:
        return
    try:
        with Guard(replace(limits, seconds=math.inf)) as guard:
            found = guard.run(path, findings_across, Across(path))
    except BulletinError as error:
        remedy = "Run it again; if it fails again, raise --limit memory=…"
        raise ArchiveError(path, f"the bulletins are stored, but the archive rules failed ({error.reason})", remedy=remedy) from error
    with as_archive_errors(path):
        store.put_archive_findings(found)
        store.commit()


def _bulletins(database: sqlite3.Connection) -> Iterator[tuple[int, Bulletin]]:
    """Every bulletin with its masthead and its items' fields, by number, date and file."""
    for bulletin_id, number, numbers, supplement, published, start, end, places, edits, file, sha256 in database.execute(_BULLETINS):
        items = [
            {
                "number": item_number,
                "title": title,
                "source": source,
                "link": link,
                "headline": None,
                "byline": None,
                "published": day,
                "blocks": (),
                "places": {name: where for name, where in json.loads(item_places).items() if name == "title"},
            }
            for item_number, title, source, link, day, item_places in database.execute(_ITEMS, (bulletin_id,))
        ]
        yield (
            bulletin_id,
            Bulletin.model_validate(
                {
                    "title": None,
                    "issue_label": None,
                    "issue_number": number,
                    "issue_numbers": json.loads(numbers),
                    "supplement": bool(supplement),
                    "publisher": None,
                    "published": published,
                    "lead": None,
                    "declared_count": None,
                    "date_range": {"start": start, "end": end} if start or end else None,
                    "index": (),
                    "items": items,
                    "places": json.loads(places),
                    "edits": [edit for edit in json.loads(edits) if edit["field"].startswith("findings")],
                    "source": {"name": file, "sha256": sha256, "media_type": "", "engine": "", "engine_version": "", "pages": None},
                }
            ),
        )


_BULLETINS = """
SELECT bulletin_id, issue_number, issue_numbers, supplement, published, first_day, last_day, places, edits, file, records.sha256
  FROM bulletins JOIN sources USING (source_id) JOIN records USING (source_id)
 ORDER BY issue_number, published, file"""
_ITEMS = "SELECT number, title, source, link, published, places FROM items WHERE bulletin_id = ? ORDER BY position"
