"""Markdown: one file a bulletin, its pictures beside it, which reads back to the same record."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from bulletin_parse.api import parse_text
from bulletin_parse.archive.export.exported import Exported, Exporter, noted, records_in
from bulletin_parse.archive.store.filters import Filters
from bulletin_parse.archive.store.rows import bulletin_of
from bulletin_parse.errors import BulletinError
from bulletin_parse.models import Bulletin
from bulletin_parse.outputs.markdown import said, to_markdown
from bulletin_parse.writing import Form, Target, plain_errors, whole_folder

LEFT_OUT = ("furniture, residue, hidden text, regions, link annotations, edits, doubts, findings and what is known of the file",)
_NO_PICTURE = "figures without a stored picture, written as ![](figure)"
_DIFFERS = "bulletins that read back differently from their Markdown"
_SUFFIXES = {"image/png": "png", "image/jpeg": "jpg"}


def write(database: sqlite3.Connection, target: Target, filters: Filters) -> Exported:
    """Files ``664.md`` with pictures ``664/1-3.png`` (item 1, block 3); without a number the date names the file, or its hash."""
    counts: Counter[str] = Counter()
    names: Counter[str] = Counter()
    differing: list[str] = []
    with whole_folder(target) as draft, plain_errors(target.path):
        for source_id, sha256, record in records_in(database, filters, "source_id, records.sha256, record"):
            bulletin = bulletin_of(record)
            name = _name(bulletin, sha256, names)
            figures = _put_figures(database, int(source_id), draft.path, name)
            text = to_markdown(bulletin, figures)
            (draft.path / f"{name}.md").write_bytes(text.encode("utf-8", "replace"))
            counts[_NO_PICTURE] += sum(block.kind == "figure" for item in bulletin.items for block in item.blocks) - len(figures)
            if not reads_back(text, bulletin):
                differing.append(f"{name}.md")
    counts[_DIFFERS + (f" ({', '.join(differing[:5])}{' …' if len(differing) > 5 else ''})" if differing else "")] = len(differing)
    return Exported(str(target.path), sum(names.values()), noted(LEFT_OUT, counts))


def reads_back(text: str, bulletin: Bulletin) -> bool:
    """Whether a Markdown text is parsed to what the bulletin says."""
    try:
        return said(parse_text(text)) == said(bulletin)
    except BulletinError:
        return False


def _name(bulletin: Bulletin, sha256: str, names: Counter[str]) -> str:
    """A name of our own making: nothing that a bulletin prints becomes part of a path."""
    name = str(bulletin.issue_number if bulletin.issue_number is not None else bulletin.published or sha256[:16])
    names[name] += 1
    return name if names[name] == 1 else f"{name}-{names[name]}"


def _put_figures(database: sqlite3.Connection, source_id: int, folder: Path, name: str) -> Mapping[tuple[int, int], str]:
    """Writes the pictures of a bulletin; their links by item and block, places from 1."""
    links = {}
    found = "SELECT item_position, block_position, media_type, data FROM figures WHERE source_id = ? AND data IS NOT NULL ORDER BY 1, 2"
    for item, block, media_type, data in database.execute(found, (source_id,)):
        if media_type in _SUFFIXES:
            (folder / name).mkdir(exist_ok=True)
            links[item, block] = f"{name}/{item:d}-{block:d}.{_SUFFIXES[media_type]}"
            (folder / links[item, block]).write_bytes(data)
    return links


EXPORTER = Exporter(write, Form("markdown export"))
