"""One bulletin of an archive: its record, what was found in it, and the files that it stands in."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import NamedTuple

from bulletin_parse.archive.keeping.listing import Listed, listed
from bulletin_parse.archive.store.filters import Filters
from bulletin_parse.archive.store.findings import FINDING_COLUMNS, finding_of
from bulletin_parse.archive.store.rows import bulletin_of
from bulletin_parse.errors import NotInArchive
from bulletin_parse.models import Bulletin, Findings
from bulletin_parse.outputs.summary import summary_lines
from bulletin_parse.text.language import joined, said
from bulletin_parse.text.showing import dumped, visible


class Shown(NamedTuple):
    """A bulletin of an archive.

    Args:
        bulletin: its record.
        file: the file whose record it is.
        sha256: of that file's content; of a file with several bulletins, that of the whole file.
        findings: of the rules, those of the archive among them.
        sources: every file that holds it, the one whose record it is first.
    """

    bulletin: Bulletin
    file: str
    sha256: str | None
    findings: Findings
    sources: tuple[Listed, ...]


def shown(database: sqlite3.Connection, number: int, archive: str) -> list[Shown]:
    """The bulletins of a number; mostly one.

    Raises:
        NotInArchive: there is none.
    """
    rows = database.execute(_BULLETINS, (number,)).fetchall()
    if not rows:
        raise NotInArchive(archive, f"it has no bulletin with number {number}", remedy=f"bulletin-parse list {archive} shows what it has")
    files = listed(database, Filters(), status=None)
    found = []
    for bulletin_id, file, sha256, record in rows:
        same = [each for each in files if each.file == file or (each.status == "superseded" and each.reason == file)]
        sources = tuple(sorted(same, key=lambda each: each.file != file))
        found.append(Shown(bulletin_of(record, file), file, sha256, _findings(database, bulletin_id), sources))
    return found


def _findings(database: sqlite3.Connection, bulletin_id: int) -> Findings:
    rows = database.execute(f"SELECT {FINDING_COLUMNS} FROM findings WHERE bulletin_id = ? ORDER BY finding_id", (bulletin_id,))  # noqa: S608 - our own names
    return Findings([finding_of(row) for row in rows])


def show_json(shown: Iterable[Shown]) -> str:
    """A list of objects: the record as ``parse`` prints it, findings, and sources."""
    return dumped([_facts(each) for each in shown]) + "\n"


def _facts(each: Shown) -> dict[str, object]:
    findings = [finding.model_dump(mode="json") for finding in each.findings]
    return {"file": each.file, "record": each.bulletin.model_dump(mode="json"), "findings": findings, "sources": [row._asdict() for row in each.sources]}


def show_text(shown: Iterable[Shown]) -> str:
    """The record in a few lines, and under it a line a finding and a line a file, in the language that is spoken."""
    return "".join([f"{visible(line)}\n" for each in shown for line in _lines(each)])


def _lines(each: Shown) -> list[str]:
    findings = [f"  {joined([f'{said(finding.severity)} {finding.code}', said(finding.message)], ': ')}" for finding in each.findings]
    files = [f"  {joined([said(row.status), row.file], ': ')}" for row in each.sources]
    return [*summary_lines(each.bulletin), *([said("findings:"), *findings] if findings else [said("no findings")]), said("files:"), *files]


_BULLETINS = """
SELECT bulletin_id, sources.file, coalesce(whole.sha256, sources.sha256), record
  FROM bulletins JOIN sources USING (source_id) JOIN records USING (source_id) LEFT JOIN sources AS whole ON whole.source_id = sources.part_of
 WHERE issue_number = ? ORDER BY bulletins.published, sources.file"""
