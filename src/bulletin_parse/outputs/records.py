"""Bulletins as JSON, JSON Lines and CSV text."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence

from bulletin_parse.models import Bulletin
from bulletin_parse.outputs.jsontext import dumped

COLUMNS = ("file", "issue_number", "published", "number", "title", "source", "link", "item_published", "headline", "byline", "body")
# A cell that begins so is a formula to a spreadsheet (OWASP, CSV injection); a quote before it makes it text.
_FORMULA = re.compile(r"[=+\-@\t\r]")


def to_json(bulletins: Sequence[Bulletin], *, several: bool) -> str:
    """One JSON object for one file, a list for several."""
    if not several and len(bulletins) == 1:
        return bulletins[0].to_json() + "\n"
    return dumped([bulletin.to_dict() for bulletin in bulletins]) + "\n"


def to_jsonl(bulletins: Sequence[Bulletin]) -> str:
    """One bulletin a line."""
    return "".join([bulletin.to_json(indent=None) + "\n" for bulletin in bulletins])


def to_csv(bulletins: Sequence[Bulletin]) -> str:
    """One item a row under ``COLUMNS``; what is not an item's, apart from number and date, is left out."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for bulletin in bulletins:
        for item in bulletin.items:
            row = (
                bulletin.source.name if bulletin.source else None,
                bulletin.issue_number,
                bulletin.published,
                item.number,
                item.title,
                item.source,
                item.link,
                item.published,
                item.headline,
                item.byline,
                item.body,
            )
            writer.writerow([cell(value) for value in row])
    return out.getvalue()


def cell(value: object) -> str:
    """A value as a cell that no spreadsheet takes for a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if _FORMULA.match(text) else text
