"""What is no bulletin, or only a part of one: the errors that say so, with what was looked for and what was found."""

from __future__ import annotations

from collections.abc import Sequence

from bulletin_parse.errors import GarbledText, NotABulletin, PartOfBulletin
from bulletin_parse.layout.flow import Flow
from bulletin_parse.layout.row import Row
from bulletin_parse.models import Item
from bulletin_parse.parsing.index import EntryParts
from bulletin_parse.parsing.masthead import Masthead
from bulletin_parse.parsing.template import Template
from bulletin_parse.text.plausible import garbled_whole


def refuse_what_is_none(masthead: Masthead, entries: Sequence[EntryParts], items: Sequence[Item], flow: Flow, source: str, template: Template) -> None:
    """Raises if what was found is no bulletin, or a part of one.

    A file with a masthead and a whole index but no item holds a bulletin's first pages; one that begins with an item of a higher number, and has
    neither, holds later ones.

    Args:
        masthead: what was read above the lead.
        entries: the index under its heading.
        items: what was read of the content.
        flow: all that was read.
        source: the file's name, for the message.
        template: the series' words.

    Raises:
        NotABulletin: there is neither an index nor an item; ``GarbledText`` if no text could be that is read so.
        PartOfBulletin: only the first or only later pages of a bulletin are there.
    """
    label = masthead.issue_label.text if masthead.issue_label else None
    if not items and not (entries and (masthead.title or label)):
        refuse_garbled(flow.rows, source)
        raise NotABulletin(source, _nothing_found(masthead, entries, template))
    if not items and [entry.number.value if entry.number else None for entry in entries] == list(range(1, len(entries) + 1)):
        raise PartOfBulletin(source, f"it has a masthead and an index of {len(entries)}, and none of the items", issue_label=label)
    first = items[0].number if items else None
    if not entries and first is not None and first > 1 and not _has_masthead(masthead, flow, template):
        of = f", it seems of {label}" if label else ""
        raise PartOfBulletin(source, f"it begins with item {first}, without masthead and index: the rest of a bulletin{of}", issue_label=label)


def refuse_garbled(rows: Sequence[Row], source: str) -> None:
    """Raises ``GarbledText`` if what was read, or what stands in one of its fonts, is no text that a page can show."""
    by_font: dict[str, list[str]] = {}
    for row in rows:
        by_font.setdefault(row.font, []).append(row.text)
    for texts in ([row.text for row in rows], *by_font.values()):
        if reason := garbled_whole(texts):
            raise GarbledText(source, f"its text layer is garbled: {reason}")


def _has_masthead(masthead: Masthead, flow: Flow, template: Template) -> bool:
    """Whether a masthead stands in the text and not in running headers alone; any large line may be taken for a title that has none of a title's words."""
    headers = {row.order for row in flow.furniture}
    title = masthead.title if masthead.title and template.titles.fullmatch("".join(masthead.title.text.split())) else None
    return any(row.order not in headers for passage in (title, masthead.issue_label) if passage for row in passage.rows)


def _nothing_found(masthead: Masthead, entries: Sequence[EntryParts], template: Template) -> str:
    """What was looked for, by the template's own words, and what of it was found."""
    index, source, link, content = [template.words[kind][0] for kind in ("index", "source", "link", "content")]
    labels = f"an item with {source}, {link} or {content}"
    if entries:
        return f"an index of {len(entries)} was found in it, but neither a masthead nor {labels}"
    found = [f"the issue label {masthead.issue_label.text!r}"] if masthead.issue_label else []
    if masthead.title and template.titles.fullmatch("".join(masthead.title.text.split())):
        found.insert(0, f"the title {masthead.title.text!r}")
    return f"neither an index ({index}) nor {labels} was found in it" + (f"; it has {' and '.join(found)}" if found else "")
