"""How a bulletin, an item, findings and an ingest show themselves in a notebook: HTML fragments without scripts."""

from __future__ import annotations

from collections.abc import Sequence
from functools import singledispatch
from typing import Any

from bulletin_parse.archive.ingest.report import IngestReport
from bulletin_parse.models import Bulletin, Finding, Findings, Item
from bulletin_parse.views.alignment import aligned
from bulletin_parse.views.labels import labels_of, rule_name
from bulletin_parse.views.templating import rendered

LANGUAGE = "zh"  # a bulletin's readers'


@singledispatch
def html_of(value: Any) -> str:
    """A value of the record, findings, or the report of an ingest as an HTML fragment."""
    raise TypeError(f"no display for {type(value).__name__}")


@html_of.register
def bulletin_html(bulletin: Bulletin, language: str = LANGUAGE) -> str:
    """A bulletin: masthead, index beside items, findings, and the items with their bodies folded."""
    return _fragment(language, bulletin=bulletin, rows=aligned(bulletin), items=bulletin.items, findings=bulletin.findings)


@html_of.register
def item_html(item: Item, language: str = LANGUAGE) -> str:
    """An item with its fields and body."""
    return _fragment(language, items=(item,))


@html_of.register
def findings_html(findings: Findings, language: str = LANGUAGE) -> str:
    """Findings, one a line; a sentence if there are none."""
    return _fragment(language, findings=tuple(findings), listed=True)


@html_of.register
def ingest_html(report: IngestReport, language: str = LANGUAGE) -> str:
    """What an ingest came to, as a table.

    Args:
        report: the ingest's.
        language: ``zh`` or ``en``.
    """
    return _fragment(language, facts=ingest_facts(report, language))


def ingest_facts(report: IngestReport, language: str = LANGUAGE) -> list[tuple[str, str]]:
    """The lines of an ingest's table: what, and how many."""
    say = labels_of(language)
    account = report.account
    names = ("seen", "stored", "unchanged", "superseded", "rejected", "ignored")
    facts = [(getattr(say, name), str(getattr(account, name))) for name in names]
    return [*facts, (say.seconds, f"{report.seconds:.1f}"), (say.status, getattr(say, report.status.replace(" ", "_"), report.status))]


def _fragment(language: str, *, bulletin: Bulletin | None = None, findings: Sequence[Finding] = (), listed: bool = False, **values: Any) -> str:
    names = [rule_name(finding, language) for finding in findings]
    filled = {"rows": (), "items": (), "facts": (), **values}
    return rendered("notebook.html", language, bulletin=bulletin, findings=findings, names=names, listed=listed, **filled)
