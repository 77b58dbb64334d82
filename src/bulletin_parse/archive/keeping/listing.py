"""The files of an archive: bulletins with what was found in them, and the files that are none with the reason."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple, get_args

from bulletin_parse.archive.store.filters import Filters
from bulletin_parse.archive.store.outcomes import FileStatus
from bulletin_parse.archive.store.schema import KEEPING, version_of
from bulletin_parse.errors import QueryError
from bulletin_parse.rules.acceptance import FINDINGS, Known, accepted_among
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
        errors: how many findings of this severity are open, and so on.
        warnings: the same.
        infos: the same.
        codes: the codes of its open findings, each once.
        reason: why it was rejected or ignored, or which file is canonical in its place.
        accepted: how many findings somebody accepted: they are true, may stay, and count no more.
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
    accepted: int = 0


def listed(database: sqlite3.Connection, filters: Filters, *, status: str | None = "stored", findings: str | bool | None = None) -> list[Listed]:
    """The files of an archive, by number, date and name.

    Args:
        database: an archive, open for reading.
        filters: which bulletins; with a date or number only files that have one.
        status: one of ``STATUSES``; None for all.
        findings: True for those with open findings, False for those without, or a code or the beginning of one (``"BP2"``); None for all.

    Raises:
        QueryError: there is no such status.
    """
    if status is not None and status not in STATUSES:
        raise QueryError(status, "no file has this status", remedy=f"Choose one of {', '.join(STATUSES)}")
    where, parameters = filters.where("published", "issue_number")
    keeps = version_of(database) >= KEEPING
    sql = _FILES.format(where=where, whose="findings.source_id = sources.source_id" if keeps else "FALSE", ignored=_IGNORED if keeps else "")
    accepted = _accepted(database) if keeps else {}
    rows = [_listed(row, accepted.get(source_id, Counter())) for source_id, *row in database.execute(sql, parameters)]
    if isinstance(findings, str):
        rows = [row for row in rows if any(code.startswith(findings.upper()) for code in row.codes)]
    elif findings is not None:
        rows = [row for row in rows if bool(row.codes) == findings]
    return [row for row in rows if status in (None, row.status)]


def _listed(row: Sequence[Any], accepted: Counter[tuple[str, str]]) -> Listed:
    file, status, number, published, title, items, errors, warnings, infos, codes, reason = row
    day = date.fromisoformat(published) if published else None
    found = Counter[str]()
    for code, count in json.loads(codes or "[]"):
        found[code] += count
    of_code, of_severity = (Counter[str](), Counter[str]())
    for (code, severity), count in accepted.items():
        of_code[code] += count
        of_severity[severity] += count
    errors, warnings, infos = errors - of_severity["error"], warnings - of_severity["warning"], infos - of_severity["info"]
    return Listed(file, status, number, day, title, items, errors, warnings, infos, tuple(sorted(found - of_code)), reason, accepted.total())


def _accepted(database: sqlite3.Connection) -> dict[int, Counter[tuple[str, str]]]:
    """How many findings with a code and a severity were accepted, by the source of their bulletin."""
    found: dict[int, Counter[Known]] = defaultdict(Counter)
    for source_id, *key in database.execute(_OF_ACCEPTING):
        found[source_id][tuple(key)] += 1
    fields = {source_id: [edit["field"] for edit in json.loads(edits)] for source_id, edits, _ in database.execute(_ACCEPTING)}
    counts: dict[int, Counter[tuple[str, str]]] = defaultdict(Counter)
    for source_id, each in found.items():
        for (code, severity, _), count in accepted_among(fields[source_id], each).items():
            counts[source_id][code, severity] += count
    return counts


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
    open_ = [joined([found, " ".join(row.codes)], ": ")] if found else []
    told = "".join([bracketed(each) for each in [*open_, *[said(f"{row.accepted} accepted")] * bool(row.accepted)]])
    items = "" if row.items is None else said(counted(row.items, "item")).rjust(9)
    line = f"{number:>5}  {padded(str(row.published or said('no date')), 10)}  {padded(items, 9)}  {visible(row.file)}{told}"
    return [line] if row.status == "stored" else [line, f"       {visible(said(f'superseded by {row.reason or str()}'))}"]


# The findings of a bulletin, and those of a rejected file, which has none.
_FILES = """
WITH found AS (
    SELECT sources.source_id, severity, code FROM findings JOIN bulletins USING (bulletin_id) JOIN sources ON sources.source_id = bulletins.source_id
    UNION ALL
    SELECT sources.source_id, severity, code FROM findings JOIN sources ON {whose}),
kinds AS (SELECT source_id, severity, code, count(*) AS times FROM found GROUP BY source_id, severity, code),
counted AS (
    SELECT source_id, sum(iif(severity = 'error', times, 0)) AS errors, sum(iif(severity = 'warning', times, 0)) AS warnings,
           sum(iif(severity = 'info', times, 0)) AS infos, json_group_array(json_array(code, times)) AS codes
      FROM kinds GROUP BY source_id),
files AS (
    SELECT sources.source_id, sources.file, sources.status, coalesce(bulletins.issue_number, CASE WHEN sources.bulletin_key LIKE 'issue %'
           THEN CAST(substr(sources.bulletin_key, 7) AS INTEGER) END) AS issue_number,
           coalesce(bulletins.published, bulletins.last_day, sources.bulletin_date) AS published, bulletins.title, bulletins.item_count,
           coalesce(errors, 0), coalesce(warnings, 0), coalesce(infos, 0), codes,
           coalesce(sources.error_message, canonical.file) AS reason
      FROM sources LEFT JOIN bulletins USING (source_id) LEFT JOIN counted USING (source_id)
           LEFT JOIN sources AS canonical ON canonical.source_id = sources.superseded_by
    {ignored})
SELECT * FROM files WHERE {where} ORDER BY issue_number IS NULL, issue_number, published, file"""
_IGNORED = "UNION ALL SELECT NULL, file, 'ignored', NULL, NULL, NULL, NULL, 0, 0, 0, NULL, reason || '. ' || remedy FROM ignored_files"

# The bulletins of which a finding was accepted, by their edits, and what was found in them.
_ACCEPTING = f"SELECT source_id, edits, bulletin_id FROM bulletins WHERE instr(edits, '\"{FINDINGS}') > 0"  # noqa: S608 - our own name
_OF_ACCEPTING = f"SELECT accepting.source_id, code, severity, subject FROM findings JOIN ({_ACCEPTING}) AS accepting USING (bulletin_id)"  # noqa: S608 - constants
