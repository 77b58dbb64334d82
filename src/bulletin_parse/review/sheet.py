"""A bulletin as the page shows it: every field with its address, its words, its place, and what is said of it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from bulletin_parse.addresses import address_of, steps_of
from bulletin_parse.corrections import corrected_fields
from bulletin_parse.corrections.draft import is_by_people
from bulletin_parse.corrections.parts import REMNANTS
from bulletin_parse.models import Block, Bulletin, Doubt, Edit, Entry, Finding, Item, LineRegion, PageRegion, ParagraphRegion, Where
from bulletin_parse.repair.edits import edit_value
from bulletin_parse.review.marks import Spans, differing
from bulletin_parse.rules.agreement import same_name
from bulletin_parse.views.alignment import AlignedRow, aligned
from bulletin_parse.views.fields import fields_of
from bulletin_parse.views.finding_addresses import address_of_finding
from bulletin_parse.views.report.anchors import MASTHEAD
from bulletin_parse.views.report.facts import ISSUE_MISSING
from bulletin_parse.views.templating import web_link

Json = dict[str, Any]
_RARE = ("issue_numbers", "supplement")  # where they say nothing, the page shows them on demand only
_ENTRY = ("number", "title", "source")
_ITEM = ("number", "title", "source", "link")
_RARE_OF_ITEM = ("link_target", "further_links", "category")
_PRINTED_OVER_TEXT = ("headline", "byline", "published")
_SHOWN = 200  # characters of a value that a tooltip shows
_LONG = ("lead", "text", "headline", "further_links")
_KINDS = ("error", "warning", "info")
_PARTS = ("", "index", "items", "front_matter", "back_matter", "furniture", "residue", "hidden")  # of a record, the masthead first
_OF_BOTH = ("BP206", "BP207")  # rules that compare an entry and its item, of which either may be wrong


class Sheet:
    """What is shown of a bulletin, as plain values for JSON.

    Args:
        bulletin: the record.
        findings: what the rules found, those of the archive among them.
    """

    def __init__(self, bulletin: Bulletin, findings: Iterable[Finding]) -> None:
        self._bulletin = bulletin
        self._findings = tuple(findings)
        self._corrected = corrected_fields(bulletin)
        self._doubts: dict[str, Doubt] = {}
        for doubt in bulletin.doubts:
            self._doubts.setdefault(doubt.field, doubt)
        rows = aligned(bulletin)
        self._rows = rows
        self._marks = _marks(rows)
        self._counterparts = dict(_counterparts(rows))

    def shown(self) -> Json:
        """All of it."""
        return {
            "masthead": [*self._cells("", self._bulletin, MASTHEAD), *self._cells("", self._bulletin, _RARE)],
            "index": [self._entry(row) for row in self._rows],
            "items": [self._item(at, item) for at, item in enumerate(self._bulletin.items)],
            "remnants": {name: self._remnants(name) for name in REMNANTS},
            "hidden": [
                {"field": address_of("hidden", at), "text": piece.text, "why": piece.why} for at, piece in enumerate(self._bulletin.hidden)
            ],
            "findings": [self._finding(finding, field) for finding, field in in_order(self._bulletin, self._findings)],
            "doubts": [_doubt(doubt) for doubt in self._bulletin.doubts if doubt.field == "" or doubt.kind != "correction"],
            "places": list(_places(self._bulletin)),
            "changes": list(_changes(self._bulletin)),
        }  # fmt: skip

    def _cells(self, above: str, part: Bulletin | Entry | Item, names: Iterable[str]) -> Iterator[Json]:
        for name in names:
            value = getattr(part, name)
            cell = self._cell(f"{above}.{name}" if above else name, name, value)
            says_nothing = value in (None, (), False, "") or (name == "issue_numbers" and len(value) < 2)
            yield cell | ({"rare": True} if says_nothing and name in _RARE + _RARE_OF_ITEM else {})

    def _cell(self, field: str, name: str, value: Any) -> Json:
        """A field: its address, the word for it, what it says, what it holds (to be sent back when it is corrected), and what is said of it."""
        held = edit_value(value)
        cell: Json = {"field": field, "name": name, "text": _text(held), "held": held}
        if name in _LONG:
            cell["long"] = True
        if name in ("link", "link_target") and isinstance(value, str) and web_link(value):
            cell["goes"] = True
        if marks := self._marks.get(field):
            cell["marks"] = marks
        if doubt := self._doubts.get(field):
            cell["doubt"] = _doubt(doubt)
        if edit := self._corrected.get(field):
            cell["corrected"] = _edit(edit)
        return cell

    def _entry(self, row: AlignedRow) -> Json:
        said: Json = {"at": row.entry_at, "item": row.item_at, "state": row.state, "cells": []}
        if row.entry is not None and row.entry_at is not None:
            above = address_of("index", row.entry_at)
            said["field"] = above
            said["cells"] = list(self._cells(above, row.entry, (*_ENTRY, "category")))
        elif row.item is not None:
            said["title"] = row.item.title
        return said

    def _item(self, at: int, item: Item) -> Json:
        above = address_of("items", at)
        labels = [self._cell(address_of("items", at, "labels", name), name, words) for name, words in item.labels.items()]
        for label in labels:
            label["label"] = True
        return {
            "at": at,
            "field": above,
            "cells": [
                *self._cells(above, item, _ITEM),
                *self._cells(above, item, _RARE_OF_ITEM),
                *labels,
                *self._cells(above, item, _PRINTED_OVER_TEXT),
            ],
            "blocks": [self._block(address_of("items", at, "blocks", place), block) for place, block in enumerate(item.blocks)],
        }

    def _block(self, field: str, block: Block) -> Json:
        said: Json = {"field": field, "kind": block.kind, "rows": [list(row) for row in block.rows]}
        said["text"] = self._cell(f"{field}.text", "text", block.text)
        if edit := self._corrected.get(field) or self._corrected.get(f"{field}.kind"):
            said["corrected"] = _edit(edit)
        return said

    def _remnants(self, name: str) -> list[Json]:
        pieces = []
        for at, piece in enumerate(getattr(self._bulletin, name)):
            field = address_of(name, at)
            said: Json = {"field": field, "text": self._cell(f"{field}.text", "text", piece.text)}
            if edit := self._corrected.get(field):
                said["corrected"] = _edit(edit)
            pieces.append(said)
        return pieces

    def _finding(self, finding: Finding, field: str) -> Json:
        counterparts = [other for other in self._counterparts.get(field, ()) if finding.code in _OF_BOTH]
        return {
            "code": finding.code,
            "name": finding.name,
            "severity": finding.severity,
            "message": finding.message,
            "subject": finding.subject,
            "known": finding.known,
            "field": field,
            "also": counterparts,
            "elsewhere": finding.code == ISSUE_MISSING,
        }


def in_order(bulletin: Bulletin, findings: Iterable[Finding]) -> list[tuple[Finding, str]]:
    """Findings with the addresses that they are about, in the one order of the page: what is open, the worst first, then as the record goes.

    A missing issue before the bulletin, which nobody can put right in it, stands behind its own errors.

    The order says nothing of when a rule ran, so that it stays while people correct.
    """
    found = [(finding, address_of_finding(bulletin, finding)) for finding in findings]
    return sorted(found, key=lambda each: _order(*each))


def _order(finding: Finding, field: str) -> tuple[Any, ...]:
    name, *steps = steps_of(field) if field else ("",)
    part = _PARTS.index(name) if name in _PARTS else 0
    at = steps[0] if part and steps and isinstance(steps[0], int) else -1
    return finding.known, _KINDS.index(finding.severity), finding.code == ISSUE_MISSING, part, at, finding.code, field, finding.subject, finding.message


def _counterparts(rows: Iterable[AlignedRow]) -> Iterator[tuple[str, tuple[str]]]:
    """For a field of an entry or item the same field of the other, where an entry and an item are a pair."""
    for row in rows:
        if row.entry_at is not None and row.item_at is not None:
            for name in ("title", "source"):
                pair = (address_of("index", row.entry_at, name), address_of("items", row.item_at, name))
                yield pair[0], (pair[1],)
                yield pair[1], (pair[0],)


def _text(held: Any) -> str | None:
    """A value as it is edited: a list of texts line by line, other lists as JSON."""
    if held is None or isinstance(held, str):
        return held
    if isinstance(held, (tuple, list)) and all(isinstance(each, str) for each in held):
        return "\n".join(held)
    return json.dumps(held, ensure_ascii=False)


def _doubt(doubt: Doubt) -> Json:
    said: Json = {"field": doubt.field, "kind": doubt.kind, "why": doubt.why, "marked": doubt.marked, "alternatives": list(doubt.alternatives)}
    return said | {"confidence": doubt.confidence}


def _edit(edit: Edit) -> Json:
    """Who corrected a value, and what it was, if that is a value by itself."""
    was = _text(edit.was) if edit.was is None or isinstance(edit.was, (str, int, bool, tuple)) else None
    return {"by": edit.by, "at": edit.at, "why": edit.why, "was": was}


def _marks(rows: Iterable[AlignedRow]) -> Mapping[str, Spans]:
    """The characters that differ between an entry and its item, and between an item's title and headline, by field."""
    found: dict[str, Spans] = {}
    for row in rows:
        entry, item = row.entry, row.item
        if item is not None and item.headline:
            headline = item.headline.partition("\n")[0]
            found[f"items[{row.item_at}].headline"] = differing(headline, item.title)
            found[f"items[{row.item_at}].title"] = differing(item.title, headline)
        if entry is None or item is None:
            continue
        found[f"index[{row.entry_at}].title"] = differing(entry.title, item.title)
        if marks := differing(item.title, entry.title):
            found[f"items[{row.item_at}].title"] = marks
        if entry.source and item.source and not same_name(entry.source, item.source):
            found[f"index[{row.entry_at}].source"] = differing(entry.source, item.source)
            found[f"items[{row.item_at}].source"] = differing(item.source, entry.source)
    return {field: marks for field, marks in found.items() if marks}


def _places(bulletin: Bulletin) -> Iterator[Json]:
    """Where each field stands: rectangles on pages, or lines of a text."""
    for field in fields_of(bulletin):
        yield {"field": field.key, "kind": field.kind, **_regions(field.where)}


def _regions(where: Where) -> Json:
    boxes = [[each.page, *[round(number, 1) for number in each.bbox]] for each in where if isinstance(each, PageRegion)]
    lines = [[each.line, each.end_line] for each in where if isinstance(each, LineRegion)]
    lines += [[each.paragraph, each.end_paragraph] for each in where if isinstance(each, ParagraphRegion)]
    return {**({"boxes": boxes} if boxes else {}), **({"lines": lines} if lines else {})}


def _changes(bulletin: Bulletin) -> Iterator[Json]:
    """What people changed, with the place on the page, so that it is seen there as well when the record has no such value any more."""
    parts = {item.where for item in bulletin.items}
    for edit in bulletin.edits:
        if is_by_people(edit) and edit.was != edit.now and steps_of(edit.field)[0] not in ("doubts", "findings"):
            # The place of a field that is printed nowhere is that of its item, where the first line stands for all.
            where = edit.where[:1] if edit.where in parts else edit.where
            if regions := _regions(where):
                yield {"field": edit.field, "was": _value_as_text(edit.was), "now": _value_as_text(edit.now), "by": edit.by, **regions}


def _value_as_text(value: Any) -> str | None:
    """A value of an edit in a few words; of a part its title or text."""
    held = value if isinstance(value, (str, int, bool, tuple, type(None))) else getattr(value, "title", None) or getattr(value, "text", None)
    text = _text(held)
    return text if text is None or len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
