"""What the report's search reads: every item's words, compressed, inside the page itself, since a page opened from disk may fetch nothing."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Iterator

from bulletin_parse.models import Bulletin
from bulletin_parse.views.report.facts import Issue
from bulletin_parse.views.templating import page_text

Row = list[str | int]


def search_rows(issue: Issue, bulletin: Bulletin) -> Iterator[Row]:
    """A row an item: page, name of the bulletin, date, position of the item from 0, title, source, body."""
    number = "" if issue.number is None else issue.number
    day = issue.published.isoformat() if issue.published else ""
    for at, item in enumerate(bulletin.items):
        yield [issue.page, number, day, at, str(page_text(item.title)), str(page_text(item.source)), str(page_text(item.body))]


def packed_rows(rows: list[Row]) -> str:
    """Rows as base64 of zlib of JSON: about a third of the text, and no character in it that HTML knows."""
    return base64.b64encode(zlib.compress(json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace"), 9)).decode()
