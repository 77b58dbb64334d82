"""What the report says of an archive, read in one pass: a few words a bulletin stay, the records go by."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from bulletin_parse.archive.store.findings import FINDING_COLUMNS, finding_of
from bulletin_parse.archive.store.rows import bulletin_of
from bulletin_parse.archive.store.schema import KEEPING, version_of
from bulletin_parse.archive.store.tables import PUBLISHED
from bulletin_parse.models import Bulletin, Finding

ISSUE_MISSING = "BP601"


class Issue(NamedTuple):
    """A bulletin in the overview.

    Args:
        page: its page's file name.
        published: the day that it stands for: its publication, or else the end of its week.
        findings: those in it, and those across the archive that concern it.
    """

    bulletin_id: int
    page: str
    number: int | None
    label: str | None
    title: str | None
    published: date | None
    items: int
    file: str
    findings: tuple[Finding, ...]

    @property
    def errors(self) -> int:
        """How many errors are its own: that the one before it is missing is not."""
        return sum(finding.severity == "error" and finding.code != ISSUE_MISSING for finding in self.findings)


class Rejected(NamedTuple):
    """A file that could not be read, and why."""

    file: str
    reason: str


def issues_of(database: sqlite3.Connection) -> list[Issue]:
    """The bulletins of an archive by number, date and file, each with its findings."""
    findings: dict[int, list[Finding]] = defaultdict(list)
    for owner, regions, *row in database.execute(_FINDINGS):
        findings[owner].append(finding_of(row, regions))
    issues: list[Issue] = []
    taken: set[str] = set()
    for bulletin_id, number, label, title, published, items, file in database.execute(_BULLETINS):
        name = "unnumbered" if number is None else f"{number:d}"
        page = f"{name}.html" if name not in taken else f"{name}-{bulletin_id}.html"
        taken.add(name)
        day = date.fromisoformat(published) if published else None
        issues.append(Issue(bulletin_id, page, number, label, title, day, items, file, tuple(findings[bulletin_id])))
    return issues


def loose_findings(database: sqlite3.Connection) -> list[Finding]:
    """Findings across the archive that concern no one bulletin."""
    return [finding_of(row, regions) for regions, *row in database.execute(_LOOSE)]


def records_of(database: sqlite3.Connection) -> Iterator[tuple[int, Bulletin]]:
    """Each bulletin with its id, one in memory at a time."""
    for bulletin_id, record in database.execute(_RECORDS):
        yield bulletin_id, bulletin_of(record)


def rejected_of(database: sqlite3.Connection) -> list[Rejected]:
    """The files that could not be read."""
    return [
        Rejected(file, (message or "").removeprefix(file).lstrip(" ,:"))
        for file, message in database.execute("SELECT file, error_message FROM rejected_files ORDER BY file")
    ]


def ignored_of(database: sqlite3.Connection) -> list[Rejected]:
    """The files of folders that nothing here reads; an archive of an earlier schema remembers none."""
    if version_of(database) < KEEPING:
        return []
    return [Rejected(file, f"{reason}. {remedy}") for file, reason, remedy in database.execute("SELECT file, reason, remedy FROM ignored_files ORDER BY file")]


_FINDINGS = f"SELECT bulletin_id, regions, {FINDING_COLUMNS} FROM findings WHERE bulletin_id IS NOT NULL ORDER BY finding_id"  # noqa: S608 - constant
_LOOSE = f"SELECT regions, {FINDING_COLUMNS} FROM findings WHERE bulletin_id IS NULL ORDER BY finding_id"  # noqa: S608 - constant
_BULLETINS = f"""
SELECT bulletin_id, issue_number, issue_label, title, {PUBLISHED}, item_count, file
  FROM bulletins JOIN sources USING (source_id) ORDER BY issue_number IS NULL, issue_number, bulletins.published, file"""  # noqa: S608 - constant
_RECORDS = "SELECT bulletin_id, record FROM bulletins JOIN records USING (source_id) ORDER BY issue_number IS NULL, issue_number, bulletin_id"
