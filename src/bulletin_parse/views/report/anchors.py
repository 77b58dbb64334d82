"""Where the links of a report lead: to a field on a bulletin's page, and to the pages of the file that it was read from."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from bulletin_parse.addresses import address_of, steps_of
from bulletin_parse.discovery import is_url
from bulletin_parse.models import Bulletin
from bulletin_parse.views.report.facts import Issue
from bulletin_parse.views.templating import web_link

# The fields of an item that stand on its page by themselves, and where another one is seen.
_OF_ITEM = {"title": "title", "source": "source", "link": "link", "headline": "headline", "byline": "byline", "published": "byline", "link_target": "link"}
MASTHEAD = ("title", "issue_label", "issue_number", "publisher", "published", "lead", "declared_count", "date_range")
_REMNANTS = ("back_matter", "residue", "hidden")


class PrintedPage(NamedTuple):
    """A page of a bulletin's file: its number, None for a file without pages, and a link to it."""

    number: int | None
    href: str


def anchor_of(address: str) -> str:
    """The address of what stands on a bulletin's page for a value; empty if nothing does.

    >>> anchor_of("items[2].link"), anchor_of("items[2].published"), anchor_of("index[1].title"), anchor_of("date_range.end")
    ('items[2].link', 'items[2].byline', 'index[1]', 'date_range')
    """
    if not address:
        return ""
    root, *rest = steps_of(address)
    if root in MASTHEAD:
        return str(root)
    if root == "items" and rest:
        name = str(rest[1]) if len(rest) > 1 else ""
        if name in ("blocks", "labels") and len(rest) > 2:
            return address_of("items", *rest[:3])
        return address_of("items", rest[0], _OF_ITEM[name]) if name in _OF_ITEM else address_of("items", rest[0])
    return address_of(root, rest[0]) if rest and root in ("index", *_REMNANTS) else ""


def printed_pages(issue: Issue, bulletin: Bulletin, folder: Path) -> list[PrintedPage]:
    """Links to the pages of the file that a bulletin was read from, as browsers open a PDF at a page.

    Args:
        issue: the bulletin in the archive.
        bulletin: its record.
        folder: the folder of the page that links.
    """
    source = bulletin.source
    href = _href(issue.file.rpartition("#part=")[0] or issue.file, folder)
    if source is None or not href:
        return []
    if source.pages is None:
        return [PrintedPage(None, href)]
    first, last = source.part or (1, source.pages)
    return [PrintedPage(number, f"{href}#page={number}") for number in range(first, last + 1)]


def _href(file: str, folder: Path) -> str:
    """A link to a file: relative, so that archive, files and report can be moved together; empty if no browser opens it."""
    if is_url(file):
        return web_link(file) or ""
    try:
        return quote(Path(os.path.relpath(file, folder.absolute())).as_posix())
    except ValueError:  # another drive
        return Path(file).as_uri()
