"""Titles and sources: what the index, the item, the headline and the byline say of the same article."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz import fuzz

from bulletin_parse.matching.likeness import SAME_COPY
from bulletin_parse.matching.pairing import pair
from bulletin_parse.models import Bulletin, Where
from bulletin_parse.parsing.template import template_for
from bulletin_parse.press.bylines import source_in
from bulletin_parse.press.outlets import Outlets
from bulletin_parse.repair.edits import Editor, edit_value_at
from bulletin_parse.repair.evidence import Evidence, Seen
from bulletin_parse.repair.voting import PLAUSIBLE, Copy, vote, with_changes
from bulletin_parse.text.folding import fold
from bulletin_parse.text.lazy import lazy_pattern

_UNCLOSED = lazy_pattern(r"(.+?)\s*[（(【\[]([^（()）]+)")
_STOPS = ":：,，;；、。"
_SAID_BY = {
    "index": "the index",
    "items.title": "the item's title",
    "headline": "the headline",
    "source": "the item",
    "byline": "the byline",
    "text": "a running header",
    "title": "the masthead",
    "issue_label": "the masthead",
}


def repair_titles(editor: Editor, evidence: Evidence) -> set[tuple[str, int]]:
    """Titles by index, item and headline; what the copies cannot decide is given back as (field, character)."""
    doubts: set[tuple[str, int]] = set()
    bulletin = editor.bulletin
    for entry, item in _pairs(bulletin):
        fields: list[tuple[str, str, Where]] = []
        if entry is not None:
            fields.append((f"index[{entry}].title", bulletin.index[entry].title, bulletin.index[entry].where))
        if item is not None:
            article = bulletin.items[item]
            fields.append((f"items[{item}].title", article.title, article.places.get("title", article.where)))
            if article.headline and fuzz.ratio(fold(article.headline), fold(article.title)) >= SAME_COPY:
                fields.append((f"items[{item}].headline", article.headline, article.places.get("headline", ())))
        doubts |= voted(editor, evidence, fields)
    return doubts


def repair_brackets(editor: Editor, evidence: Evidence) -> None:
    """Entries whose source lost its closing bracket and so became their title's end: the item says where the title ends."""
    for at, entry in enumerate(editor.bulletin.index):
        match = _UNCLOSED.fullmatch(entry.title)
        if entry.source or not match or not evidence.is_recognised(entry.where):
            continue
        items = [item for item in editor.bulletin.items if fold(item.title) == fold(match[1])]
        if len(items) == 1 and fuzz.ratio(fold(match[2]), fold(items[0].source or "")) >= SAME_COPY:
            why = "the item's title ends before the bracket, and its source stands behind it"
            editor.change(f"index[{at}].title", match[1], why, entry.where)
            editor.change(f"index[{at}].source", match[2], why, entry.where)


def repair_sources(editor: Editor, evidence: Evidence, outlets: Outlets) -> set[tuple[str, int]]:
    """Sources by index, item and byline."""
    doubts: set[tuple[str, int]] = set()
    bulletin = editor.bulletin
    bylines = template_for(bulletin).bylines
    for entry, item in _pairs(bulletin):
        fields: list[tuple[str, str, Where]] = []
        _without_stop(editor, evidence, item)
        bulletin = editor.bulletin
        if entry is not None and (source := bulletin.index[entry].source):
            fields.append((f"index[{entry}].source", source, bulletin.index[entry].where))
        if item is not None:
            article = bulletin.items[item]
            if article.source:
                fields.append((f"items[{item}].source", article.source, article.places.get("source", ())))
            named = source_in(article.byline, bylines) if article.byline else None
            if named and article.byline and named in article.byline:
                fields.append((f"items[{item}].byline", named, article.places.get("byline", ())))
        doubts |= voted(editor, evidence, fields)
        _known_outlet(editor, evidence, fields, outlets)
    return doubts


def _without_stop(editor: Editor, evidence: Evidence, item: int | None) -> None:
    """Takes away the colon or comma that a speck put behind an item's source: no name ends in one."""
    source = editor.bulletin.items[item].source if item is not None else None
    where = editor.bulletin.items[item].places.get("source", ()) if item is not None else ()
    if source and len(source) > 1 and source[-1] in _STOPS and evidence.is_recognised(where):
        editor.change(f"items[{item}].source", source[:-1].rstrip(), "no name ends in such a character", where)


def _pairs(bulletin: Bulletin) -> list[tuple[int | None, int | None]]:
    """Entries with their items, and items that have no entry."""
    pairing = pair(bulletin.index, bulletin.items)
    return [*pairing.pairs, *((None, item) for item in pairing.items)]


def voted(editor: Editor, evidence: Evidence, fields: Sequence[tuple[str, str, Where]]) -> set[tuple[str, int]]:
    """Lets the copies vote and makes the changes; only what was recognised gives way."""
    if len(fields) < 2 or len({fold(text) for _, text, _ in fields}) < 2:
        return set()
    copies = [Copy(field, tuple(evidence.seen(text, where))) for field, text, where in fields]
    result = vote(copies)
    for number, (field, text, where) in enumerate(fields):
        mine = [change for change in result.changes if change.copy == number]
        if mine and evidence.is_recognised(where):
            now = with_changes(text, mine)
            others = list(dict.fromkeys([_SAID_BY[_kind(other)] for other, said, _ in fields if other != field and fold(said) == fold(now)]))
            why = f"{' and '.join(others)} {'says' if len(others) == 1 else 'say'} so" if others else "the copies together say so"
            _replace(editor, field, text, now, why, where)
    return {(fields[number][0], at) for number, at in result.undecided}


def _replace(editor: Editor, field: str, was: str, now: str, why: str, where: Where) -> None:
    """Changes a field, or the part of it (a byline's source) that was compared."""
    whole = edit_value_at(editor.bulletin, field)
    if isinstance(whole, str) and was in whole:
        editor.change(field, whole.replace(was, now, 1), why, where)


def _kind(field: str) -> str:
    if field.startswith("index"):
        return "index"
    name = field.rpartition(".")[2]
    return "items.title" if name == "title" and "." in field else name


def _known_outlet(editor: Editor, evidence: Evidence, fields: Sequence[tuple[str, str, Where]], outlets: Outlets) -> None:
    """A source that no table knows, one doubtful character from a name that it knows, where no copy says otherwise."""
    names = {fold(name) for outlet in outlets.all for name in (outlet.name, *outlet.aliases)}
    for field, _, where in fields:
        if field.endswith("byline") or not evidence.is_recognised(where):
            continue
        text = str(edit_value_at(editor.bulletin, field))
        folded = fold(text)
        if folded in names or outlets.named(text) or len(folded) != len(text):
            continue
        seen = evidence.seen(text, where)
        near = [name for name in names if len(name) == len(folded) and _one_off(seen, folded, name)]
        said = {fold(str(edit_value_at(editor.bulletin, other))) for other, _, _ in fields if other != field and not other.endswith("byline")}
        if len(near) == 1 and (not said or near[0] in said):
            editor.change(field, near[0], "an outlet of this name is known", where)


def _one_off(seen: Sequence[Seen], text: str, name: str) -> bool:
    """Whether a name differs from a text in one character, for which OCR had the name's in mind."""
    differing = [at for at in range(len(text)) if text[at] != name[at]]
    return len(differing) == 1 and seen[differing[0]].chance(name[differing[0]]) >= PLAUSIBLE


def said_twice(bulletin: Bulletin) -> set[str]:
    """The fields that another copy says word for word."""
    said: set[str] = set()
    bylines = template_for(bulletin).bylines
    for entry, item in _pairs(bulletin):
        texts = []
        if entry is not None:
            texts += [(f"index[{entry}].title", bulletin.index[entry].title), (f"index[{entry}].source", bulletin.index[entry].source)]
        if item is not None:
            article = bulletin.items[item]
            texts += [(f"items[{item}].title", article.title), (f"items[{item}].headline", article.headline), (f"items[{item}].source", article.source)]
            texts.append(("", source_in(article.byline, bylines) if article.byline else None))
        folded = [fold(text or "") for _, text in texts]
        said |= {field for (field, _), words in zip(texts, folded, strict=True) if words and folded.count(words) > 1}
    return said
