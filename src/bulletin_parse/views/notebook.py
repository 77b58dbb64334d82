"""How records, findings, searches, frames and archives show themselves in a notebook: HTML fragments without scripts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from functools import singledispatch
from typing import Any

from bulletin_parse.archive.archive import Archive
from bulletin_parse.archive.ingest.report import IngestReport
from bulletin_parse.archive.keeping.summary import summary_of
from bulletin_parse.archive.search.search import Hit, Hits
from bulletin_parse.archive.store.database import as_archive_errors, connect
from bulletin_parse.errors import ArchiveError
from bulletin_parse.models import Bulletin, Entries, Finding, Findings, Item, Items
from bulletin_parse.outputs.frames import Frames
from bulletin_parse.text.language import language_of_displays, said
from bulletin_parse.views.alignment import aligned
from bulletin_parse.views.labels import labels_of
from bulletin_parse.views.templating import rendered

MOST = 100  # lines of a list: a notebook keeps what it shows
MOST_REJECTED = 10  # files of an ingest that are named
LONG = 120  # characters of a lead that folds


@singledispatch
def html_of(value: Any) -> str:
    """A value of the record, findings, what a search found, frames, an archive, or the report of an ingest as an HTML fragment."""
    raise TypeError(f"no display for {type(value).__name__}")


@html_of.register
def bulletin_html(bulletin: Bulletin, language: str | None = None) -> str:
    """A bulletin: masthead, index beside items, findings, and the items with their bodies folded."""
    found = bulletin.findings
    return _fragment(language, "bulletin", found[:MOST], len(found) - MOST, bulletin=bulletin, rows=aligned(bulletin), items=bulletin.items)


@html_of.register
def item_html(item: Item, language: str | None = None) -> str:
    """An item with its fields and body."""
    return _fragment(language, "item", items=(item,))


@html_of.register
def items_html(items: Items, language: str | None = None) -> str:
    """Items, one a line that unfolds."""
    return _fragment(language, "items", hidden=len(items) - MOST, items=items[:MOST])


@html_of.register
def entries_html(entries: Entries, language: str | None = None) -> str:
    """Entries of an index, one a line."""
    return _fragment(language, "entries", hidden=len(entries) - MOST, entries=entries[:MOST])


@html_of.register
def finding_html(finding: Finding, language: str | None = None) -> str:
    """One finding."""
    return _fragment(language, "findings", (finding,))


@html_of.register
def findings_html(findings: Findings, language: str | None = None) -> str:
    """Findings, one a line; a sentence if there are none."""
    return _fragment(language, "findings", findings[:MOST], len(findings) - MOST)


@html_of.register
def hit_html(hit: Hit, language: str | None = None) -> str:
    """One item that a search found, what matched in it marked."""
    return hits_html(Hits([hit]), language)


@html_of.register
def hits_html(hits: Hits, language: str | None = None) -> str:
    """What a search found, one a line, what matched marked."""
    shown = [(hit, *(list(parted(*each)) for each in hit.printed)) for hit in hits[:MOST]]
    return _fragment(language, "hits", hidden=len(hits) - MOST, hits=shown)


@html_of.register
def frames_html(frames: Frames, language: str | None = None) -> str:
    """Frames: how many rows each has, and its columns."""
    return _fragment(language, "frames", frames=[(name, f"{len(frame):,}", list(frame.columns)) for name, frame in frames.tables()])


@html_of.register
def archive_html(archive: Archive, language: str | None = None) -> str:
    """What is in an archive, in a few figures; of one that is not there yet, what would make it."""
    return _fragment(language, "facts", facts=archive_facts(archive, language or language_of_displays()))


@html_of.register
def ingest_html(report: IngestReport, language: str | None = None) -> str:
    """What an ingest came to, and which files could not be read.

    Args:
        report: the ingest's.
        language: ``zh`` or ``en``; None for that of the environment.
    """
    rejected = report.rejected
    facts = ingest_facts(report, language or language_of_displays())
    return _fragment(language, "facts", hidden=len(rejected) - MOST_REJECTED, facts=facts, rejected=rejected[:MOST_REJECTED])


def ingest_facts(report: IngestReport, language: str) -> list[tuple[str, str]]:
    """The lines of an ingest's table: what, and how many."""
    say = labels_of(language)
    account = report.account
    names = ("seen", "stored", "unchanged", "superseded", "rejected", "ignored")
    facts = [(getattr(say, name), str(getattr(account, name))) for name in names]
    return [*facts, (say.seconds, f"{report.seconds:.1f}"), (say.status, getattr(say, report.status.replace(" ", "_"), report.status))]


def archive_facts(archive: Archive, language: str) -> list[tuple[str, str | None]]:
    """The lines of an archive's table: its file, and what is in it."""
    say = labels_of(language)
    facts: list[tuple[str, str | None]] = [(say.file, archive.path)]
    try:
        # A connection of its own: a display must not leave the file open.
        with as_archive_errors(archive.path), closing(connect(archive.path, writable=False)) as database:
            found = summary_of(database)
    except ArchiveError as error:
        return [*facts, (say.status, said(str(error), language))]
    spans = [(label, f"{span[0]} – {span[1]}" if span else None) for label, span in ((say.issue_number, found.numbers), (say.published, found.days))]
    severities = " · ".join([f"{getattr(say, name)} {found.severities[name]:,}" for name in ("error", "warning", "info") if name in found.severities])
    counts = [(say.bulletin, f"{found.bulletins:,}"), *spans, (say.item, f"{found.items:,}"), (say.findings, severities or say.no_findings)]
    return [*facts, *counts, (say.rejected, f"{found.rejected:,}")]


def parted(text: str, marks: Sequence[tuple[int, int]]) -> Iterator[tuple[str, bool]]:
    """A text in pieces, each with whether it is marked.

    >>> list(parted("电子病历", [(2, 4)]))
    [('电子', False), ('病历', True), ('', False)]
    """
    at = 0
    for start, end in marks:
        yield text[at:start], False
        yield text[start:end], True
        at = end
    yield text[at:], False


def _fragment(language: str | None, shape: str, findings: Sequence[Finding] = (), hidden: int = 0, **values: Any) -> str:
    return rendered("notebook.html", language or language_of_displays(), shape=shape, findings=findings, hidden=hidden, long=LONG, **{"rejected": (), **values})
