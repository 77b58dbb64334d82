"""How a bulletin, an item, findings and an ingest show themselves in a terminal that rich writes to."""

from __future__ import annotations

from collections.abc import Sequence
from functools import singledispatch
from types import SimpleNamespace
from typing import Any

from rich.console import Group
from rich.table import Table
from rich.text import Text

from bulletin_parse.archive.archive import Archive
from bulletin_parse.archive.ingest.report import IngestReport
from bulletin_parse.archive.search.search import Hit, Hits
from bulletin_parse.models import Bulletin, Entries, Finding, Findings, Item, Items
from bulletin_parse.outputs.frames import Frames
from bulletin_parse.text.folding import padded
from bulletin_parse.text.language import language_of_displays, said
from bulletin_parse.views.alignment import aligned
from bulletin_parse.views.labels import labels_of
from bulletin_parse.views.notebook import MOST_REJECTED, archive_facts, ingest_facts, parted
from bulletin_parse.views.templating import page_text

_STYLES = {"error": "bold red", "warning": "yellow", "info": "cyan"}
_BODY_LINES = 3


@singledispatch
def rich_of(value: Any) -> Group | Table:
    """A value of the record, findings, what a search found, frames, an archive, or the report of an ingest as something that rich prints."""
    raise TypeError(f"no display for {type(value).__name__}")


@rich_of.register
def bulletin_rich(bulletin: Bulletin) -> Group:
    """A bulletin: masthead, index beside items, findings."""
    say = _labels()
    week = bulletin.date_range
    head = _facts()
    for label, value in (
        (say.issue_number, bulletin.issue_number),
        (say.publisher, bulletin.publisher),
        (say.published, bulletin.published),
        (say.date_range, week and f"{week.start or '?'} {say.to} {week.end or '?'}"),
        (say.declared_count, bulletin.declared_count),
    ):
        head.add_row(Text(label, style="dim"), _value(value, say.missing))
    index = Table(box=None, padding=(0, 1), expand=True)
    for column in ("", say.index, "", say.items, ""):
        # Titles fold: a difference at the end of one is what people look for.
        index.add_column(column, ratio=1 if column else None, overflow="fold", header_style="dim")
    for row in aligned(bulletin):
        state = Text("✓", style="green") if row.state == "agrees" else Text(getattr(say, row.state), style="red")
        index.add_row(*_part(row.entry), *_part(row.item), state)
    title = Text(_plain(f"{bulletin.title or ''} {bulletin.issue_label or ''}".strip()), style="bold")
    residue = [Text(f"{say.residue}: {_plain(piece.text)}", style="yellow") for piece in bulletin.residue]
    return Group(title, head, Text(), index, Text(), findings_rich(bulletin.findings), *residue)


@rich_of.register
def item_rich(item: Item) -> Group:
    """An item's fields and how its body begins."""
    say = _labels()
    fields = _facts()
    for label, value in (
        *([(say.category, item.category)] if item.category else []),
        (say.source, item.source),
        (say.link, item.link),
        (say.headline, item.headline),
        (say.byline, item.byline),
        (say.published, item.published),
        *item.labels.items(),
    ):
        fields.add_row(Text(label, style="dim"), _value(value, "–"))
    blocks = [Text(_plain(block.text) or f"[{getattr(say, block.kind)}]") for block in item.blocks]
    more = [Text(say.more.format(len(blocks) - _BODY_LINES), style="dim")] if len(blocks) > _BODY_LINES else []
    return Group(Text(f"{item.number or '–'}. {_plain(item.title)}", style="bold"), fields, *blocks[:_BODY_LINES], *more)


@rich_of.register
def findings_rich(findings: Findings) -> Group:
    """Findings, one a line; a sentence if there are none."""
    language = language_of_displays()
    lines = []
    for finding in findings:
        severity = padded(said(finding.severity, language), 7)
        lines.append(Text.assemble((f"{severity} ", _STYLES[finding.severity]), (f"{finding.code} ", "dim"), _plain(said(finding.message, language))))
    return Group(*(lines or [Text(_labels().no_findings, style="green")]))


@rich_of.register
def finding_rich(finding: Finding) -> Group:
    """One finding."""
    return findings_rich(Findings((finding,)))


@rich_of.register(Items)
@rich_of.register(Entries)
def parts_rich(parts: Items | Entries) -> Table:
    """Items, or entries of an index, one a line."""
    table = _facts()
    for part in parts:
        table.add_row(*_part(part))
    return table


@rich_of.register
def hit_rich(hit: Hit) -> Table:
    """One item that a search found."""
    return hits_rich(Hits([hit]))


@rich_of.register
def hits_rich(hits: Hits) -> Table:
    """What a search found, one a line, what matched in bold."""
    table = Table.grid(padding=(0, 2))
    for _ in range(2):
        table.add_column(no_wrap=True, style="dim")
    table.add_column(overflow="fold")
    for hit in hits:
        title, snippet = ([Text(_plain(text), style="bold" if marked else "") for text, marked in parted(*each)] for each in hit.printed)
        issue = "–" if hit.issue_number is None else str(hit.issue_number)
        words = Text.assemble(*title, (f"  {_plain(hit.source or '')}", "dim"), Text("\n" if hit.snippet.text else ""), *snippet)
        table.add_row(issue, str(hit.published or hit.bulletin_published or "–"), words)
    return table


@rich_of.register
def frames_rich(frames: Frames) -> Table:
    """Frames: how many rows each has, and its columns."""
    table = Table.grid(padding=(0, 2))
    for name, frame in frames.tables():
        table.add_row(name, Text(f"{len(frame):,}", justify="right"), Text(", ".join(frame.columns), style="dim"))
    return table


@rich_of.register
def archive_rich(archive: Archive) -> Table:
    """What is in an archive, in a few figures."""
    return _table_of(archive_facts(archive, language_of_displays()))


@rich_of.register
def ingest_rich(report: IngestReport) -> Group:
    """What an ingest came to, and which files could not be read."""
    rejected = [Text(f"{_labels().rejected}: {_plain(said(each.message, language_of_displays()))}", style="red") for each in report.rejected[:MOST_REJECTED]]
    left = len(report.rejected) - MOST_REJECTED
    more = [Text(_labels().more.format(left), style="dim")] if left > 0 else []
    return Group(_table_of(ingest_facts(report, language_of_displays())), *rejected, *more)


def _labels() -> SimpleNamespace:
    return labels_of(language_of_displays())


def _table_of(facts: Sequence[tuple[str, str | None]]) -> Table:
    table = _facts()
    for name, value in facts:
        table.add_row(Text(name, style="dim"), _value(value, _labels().missing))
    return table


def _facts() -> Table:
    """An empty table of labels and values, which fold: a link that is cut off leads nowhere."""
    table = Table.grid(padding=(0, 2))
    table.add_column()
    table.add_column(overflow="fold")
    return table


def _part(part: Any) -> tuple[Text, Text]:
    if part is None:
        return Text(), Text("–", style="red")
    number = "–" if part.number is None else str(part.number)
    return Text(number, style="dim"), Text.assemble(_plain(part.title), (f"  {_plain(part.source or '')}", "dim"))


def _value(value: object, absent: str) -> Text:
    return Text(absent, style="red") if value is None else Text(_plain(str(value)))


def _plain(text: str) -> str:
    """Text that moves no cursor and turns no line round."""
    return str(page_text(text))
