"""The files of an archive: bulletins with what was found in them, and the files that are none with the reason."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple, get_args

from bulletin_parse.archive.store.filters import Filters
from bulletin_parse.archive.store.outcomes import FileStatus
from bulletin_parse.archive.store.schema import KEEPING, version_of
from bulletin_parse.errors import QueryError
from bulletin_parse.text.folding import padded
from bulletin_parse.text.language import bracketed, joined, said
from bulletin_parse.text.showing import dumped, visible
from bulletin_parse.text.wording import counted

STATUSES: tuple[FileStatus, ...] = get_args(FileStatus)


class Listed(NamedTuple):
    """One file of an archive, or one of the further bulletins in it.

    Args:
        file: its path or URL.
        status: ``stored``, ``superseded``, ``rejected`` or ``ignored``.
        issue_number: of its bulletin.
        published: the day of publication, or else the end of the week.
        title: of its bulletin.
        items: how many its bulletin has.
        errors: how many findings of this severity, and so on.
        warnings: the same.
        infos: the same.
        codes: the codes of its findings, each once.
        reason: why it was rejected or ignored, or which file is canonical in its place.
    """

    file: str
    status: FileStatus
    issue_number: int | None
    published: date | None
    title: str | None
    items: int | None
    errors: int
    warnings: int
    infos: int
    codes: tuple[str, ...]
    reason: str | None


def listed(database: sqlite3.Connection, filters: Filters, *, status: str | None = "stored", findings: str | bool | None = None) -> list[Listed]:
    """The files of an archive, by number, date and name.

    Args:
        database: an archive, open for reading.
        filters: which bulletins; with a date or number only files that have one.
        status: one of ``STATUSES``; None for all.
        findings: True for those with findings, False for those without, or a code or the beginning of one (``"BP2"``); None for all.

    Raises:
        QueryError: there is no such status.
    """
    if status is not None and status not in STATUSES:
        raise QueryError(status, "no file has this status", remedy=f"Choose one of {', '.join(STATUSES)}")
    where, parameters = filters.where("published", "issue_number")
    keeps = version_of(database) >= KEEPING
    sql = _FILES.format(where=where, whose="findings.source_id = sources.source_id" if keeps else "FALSE", ignored=_IGNORED if keeps else "")
    rows = [_listed(row) for row in database.execute(sql, parameters)]
    if isinstance(findings, str):
        rows = [row for row in rows if any(code.startswith(findings.upper()) for code in row.codes)]
    elif findings is not None:
        rows = [row for row in rows if bool(row.codes) == findings]
    return [row for row in rows if status in (None, row.status)]


def _listed(row: Sequence[Any]) -> Listed:
    file, status, number, published, title, items, errors, warnings, infos, codes, reason = row
    day = date.fromisoformat(published) if published else None
    return Listed(file, status, number, day, title, items, errors, warnings, infos, tuple((codes or "").split()), reason)


def list_json(rows: Iterable[Listed]) -> str:
    """A list of objects; dates are ISO 8601."""
    return dumped([row._asdict() for row in rows]) + "\n"


def list_text(rows: Iterable[Listed]) -> str:
    """A line a file: number, date, items, findings, file; and the reason under what is no bulletin; in the language that is spoken."""
    return "".join([f"{line}\n" for row in rows for line in _lines(row)])


def _lines(row: Listed) -> list[str]:
    number = "–" if row.issue_number is None else str(row.issue_number)
    if row.status in ("rejected", "ignored"):
        reason = (row.reason or "").removeprefix(row.file).lstrip(" ,:")
        return [f"{said(row.status)}  {visible(row.file)}", f"       {visible(said(reason))}" + (f" [{', '.join(row.codes)}]" if row.codes else "")]
    severities = (("error", row.errors), ("warning", row.warnings), ("info", row.infos))
    found = joined([said(counted(count, name)) for name, count in severities if count])
    told = bracketed(joined([found, " ".join(row.codes)], ": ")) if found else ""
    items = "" if row.items is None else said(counted(row.items, "item")).rjust(9)
    line = f"{number:>5}  {padded(str(row.published or said('no date')), 10)}  {padded(items, 9)}  {visible(row.file)}{told}"
    return [line] if row.status == "stored" else [line, f"       {visible(said(f'superseded by {row.reason or str()}'))}"]


# The findings of a bulletin, and those of a rejected file, which has none.
_FILES = """
WITH found AS (
    SELECT sources.source_id, severity, code FROM findings JOIN bulletins USING (bulletin_id) JOIN sources ON sources.source_id = bulletins.source_id
    UNION ALL
    SELECT sources.source_id, severity, code FROM findings JOIN sources ON {whose}),
counted AS (
    SELECT source_id, sum(severity = 'error') AS errors, sum(severity = 'warning') AS warnings, sum(severity = 'info') AS infos,
           group_concat(DISTINCT code) AS codes
      FROM (SELECT * FROM found ORDER BY code) GROUP BY source_id),
files AS (
    SELECT sources.file, sources.status, coalesce(bulletins.issue_number, CASE WHEN sources.bulletin_key LIKE 'issue %'
           THEN CAST(substr(sources.bulletin_key, 7) AS INTEGER) END) AS issue_number,
           coalesce(bulletins.published, bulletins.last_day, sources.bulletin_date) AS published, bulletins.title, bulletins.item_count,
           coalesce(errors, 0), coalesce(warnings, 0), coalesce(infos, 0), replace(codes, ',', ' '),
           coalesce(sources.error_message, canonical.file) AS reason
      FROM sources LEFT JOIN bulletins USING (source_id) LEFT JOIN counted USING (source_id)
           LEFT JOIN sources AS canonical ON canonical.source_id = sources.superseded_by
    {ignored})
SELECT * FROM files WHERE {where} ORDER BY issue_number IS NULL, issue_number, published, file"""
_IGNORED = "UNION ALL SELECT file, 'ignored', NULL, NULL, NULL, NULL, 0, 0, 0, NULL, reason || '. ' || remedy FROM ignored_files"
