"""An archive to a folder of pages."""

from __future__ import annotations

import os
import sqlite3
from collections import Counter, defaultdict
from pathlib import Path
from typing import NamedTuple

from bulletin_parse.archive.archive import Archive
from bulletin_parse.archive.store.database import as_archive_errors, verify
from bulletin_parse.errors import ArchiveError
from bulletin_parse.models import Bulletin, Finding
from bulletin_parse.rules import RULES
from bulletin_parse.rules.manual import parts_of
from bulletin_parse.text.language import said
from bulletin_parse.views.alignment import aligned
from bulletin_parse.views.finding_addresses import address_of_finding
from bulletin_parse.views.labels import labels_of
from bulletin_parse.views.report.anchors import PrintedPage, anchor_of, printed_pages
from bulletin_parse.views.report.calendar import calendar
from bulletin_parse.views.report.facts import Issue, ignored_of, issues_of, loose_findings, records_of, rejected_of
from bulletin_parse.views.report.plots import items_plot, leading, sources_plot, years_of
from bulletin_parse.views.report.searching import Row, packed_rows, search_rows
from bulletin_parse.views.templating import asset, rendered
from bulletin_parse.writing import Form, Inputs, Target, plain_errors, whole_folder

FORM = Form("report")
STYLES = ("page.css", "record.css", "report.css")
INDEX_SCRIPTS = ("theme.js", "report.js")
PAGE_SCRIPTS = ("theme.js",)
BULLETINS = "bulletins"  # the folder of their pages
MAX_LISTED = 200  # findings of one rule
_SEVERITIES = ("error", "warning", "info")


class RuleCount(NamedTuple):
    """A rule's findings in the archive; at most ``MAX_LISTED`` are listed.

    Each is listed with the bulletin it concerns, and the anchor of its field on that one's page.
    """

    code: str
    name: str
    severity: str
    about: str
    total: int
    listed: list[tuple[Issue | None, Finding, str]]


class Gathered(NamedTuple):
    """What the overview keeps of the items: the search's rows, the sources of each year and bulletin, and the anchor of each bulletin's findings."""

    rows: list[Row]
    sources: dict[int, Counter[str]]
    outlets: dict[int, list[str]]
    anchors: dict[int, list[str]]


def write_report(archive: str | os.PathLike[str], folder: str | os.PathLike[str], *, language: str = "zh", force: bool = False) -> int:
    """Writes the report of an archive; ``index.html`` in the folder opens it.

    Args:
        archive: the archive's file.
        folder: where the pages go: a new or empty folder, or one with an earlier report, which is replaced whole at the end.
        language: ``zh`` or ``en``, of the labels.
        force: replaces a folder with other things in it as well, but none with an archive.

    Returns:
        How many bulletins it has.

    Raises:
        ArchiveError: the archive cannot be read, or somebody changed it.
        ValueError: there are no labels in this language.
        ExportError: the folder holds something else, or cannot be written.
    """
    labels_of(language)
    target = Target(Path(folder), FORM, Inputs(files=(os.fspath(archive),)), force=force)
    with Archive.open(archive) as opened, as_archive_errors(opened.path):
        database = opened.database
        # One moment of the archive, whatever an ingest writes meanwhile.
        database.execute("BEGIN")
        try:
            verify(database, opened.path)
            return _written(database, target, language, opened.path)
        finally:
            database.execute("ROLLBACK")


def _written(database: sqlite3.Connection, target: Target, language: str, path: str) -> int:
    issues = issues_of(database)
    if not issues:
        raise ArchiveError(path, "there are no bulletins in it", remedy=f"Fill it with: Archive({str(path)!r}).ingest(folder)")
    with whole_folder(target) as draft, plain_errors(target.path):
        _put_pages(database, draft.path, target.path, issues, language)
    return len(issues)


def _put_pages(database: sqlite3.Connection, folder: Path, target: Path, issues: list[Issue], language: str) -> None:
    (folder / BULLETINS).mkdir()
    (folder / "style.css").write_text("\n".join([asset(name) for name in STYLES]), encoding="utf-8", newline="\n")
    by_id = {issue.bulletin_id: at for at, issue in enumerate(issues)}
    gathered = Gathered([], defaultdict(Counter), {}, {})
    for bulletin_id, bulletin in records_of(database):
        at = by_id[bulletin_id]
        issue = issues[at]
        neighbours = (issues[at - 1] if at else None, issues[at + 1] if at + 1 < len(issues) else None)
        gathered.anchors[bulletin_id] = [anchor_of(address_of_finding(bulletin, finding)) for finding in issue.findings]
        html = _page(issue, bulletin, neighbours, language, printed=printed_pages(issue, bulletin, target / BULLETINS), anchors=gathered.anchors[bulletin_id])
        (folder / BULLETINS / issue.page).write_text(html, encoding="utf-8", newline="\n")
        _gather(issue, bulletin, gathered)
    (folder / "index.html").write_text(_index(database, issues, gathered, language), encoding="utf-8", newline="\n")


def _gather(issue: Issue, bulletin: Bulletin, gathered: Gathered) -> None:
    """Adds what the overview needs to know of a bulletin's items."""
    gathered.rows.extend(search_rows(issue, bulletin))
    gathered.outlets[issue.bulletin_id] = sorted({item.source for item in bulletin.items if item.source})
    for item in bulletin.items:
        day = item.published if item.published and _is_near(item.published.year, issue) else issue.published
        if day:
            gathered.sources[day.year][item.source or "–"] += 1


def _is_near(year: int, issue: Issue) -> bool:
    """Whether an item's year is its bulletin's or next to it: others are slips (BP401) and would make the plot wide."""
    return issue.published is None or abs(issue.published.year - year) <= 1


def _page(
    issue: Issue, bulletin: Bulletin, neighbours: tuple[Issue | None, Issue | None], language: str, *, printed: list[PrintedPage], anchors: list[str]
) -> str:
    return rendered(
        "bulletin.html",
        language,
        issue=issue,
        bulletin=bulletin,
        rows=aligned(bulletin),
        findings=issue.findings,
        before=neighbours[0],
        after=neighbours[1],
        printed=printed,
        anchors=anchors,
        scripts=PAGE_SCRIPTS,
    )


def _index(database: sqlite3.Connection, issues: list[Issue], gathered: Gathered, language: str) -> str:
    say = labels_of(language)
    years = calendar(issues)
    sources = gathered.sources
    top = leading(sources)
    outlets = [name for name, _ in Counter([name for names in gathered.outlets.values() for name in names]).most_common()]
    places = {name: at for at, name in enumerate(outlets)}
    return rendered(
        "report.html",
        language,
        issues=issues,
        years=years,
        undated=[issue for issue in issues if issue.published is None],
        items_plot=items_plot([week for weeks in years.values() for week in weeks], say.items_a_week) if years else "",
        sources_plot=sources_plot(sources, top, say.other_sources, say.sources_over_time) if sources else "",
        columns=[(year, sources.get(year, Counter())) for year in years_of(sources)] if sources else [],
        top=top,
        others=any(set(counts) - set(top) for counts in sources.values()),
        outlets=outlets,
        places={bulletin_id: [places[name] for name in names] for bulletin_id, names in gathered.outlets.items()},
        rules=_rules(issues, loose_findings(database), gathered.anchors, language),
        rejected=rejected_of(database),
        ignored=ignored_of(database),
        item_count=len(gathered.rows),
        searched=packed_rows(gathered.rows),
        scripts=INDEX_SCRIPTS,
    )


def _rules(issues: list[Issue], loose: list[Finding], anchors: dict[int, list[str]], language: str) -> list[RuleCount]:
    """The rules that found something: errors first, then by code."""
    found: dict[tuple[str, str], list[tuple[Issue | None, Finding, str]]] = defaultdict(list)
    for issue in issues:
        for finding, anchor in zip(issue.findings, anchors.get(issue.bulletin_id, [""] * len(issue.findings)), strict=True):
            found[finding.severity, finding.code].append((issue, finding, anchor))
    for finding in loose:
        found[finding.severity, finding.code].append((None, finding, ""))
    pages = {rule.code: next(parts_of(rule.page), "") for rule in RULES}
    return [
        RuleCount(code, said(rows[0][1].name, language), severity, said(pages.get(code, ""), language), len(rows), rows[:MAX_LISTED])
        for (severity, code), rows in sorted(found.items(), key=lambda row: (_SEVERITIES.index(row[0][0]), row[0][1]))
    ]
