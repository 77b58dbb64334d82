"""An item or entry that was missed, made from text of the record."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, TypeVar

from bulletin_parse import addresses
from bulletin_parse.addresses import steps_of
from bulletin_parse.corrections.correction import BLOCK_ROLES, Add, Piece, kind_of
from bulletin_parse.corrections.draft import DraftRecord
from bulletin_parse.corrections.fields import value_as_held
from bulletin_parse.corrections.parts import Misfit, joined_places
from bulletin_parse.corrections.structure import Taken, insertion_address, take
from bulletin_parse.errors import CorrectionError
from bulletin_parse.models import Block, Bulletin, Entry, Item, Where
from bulletin_parse.parsing.template import template_for
from bulletin_parse.press.bylines import is_byline
from bulletin_parse.text.dates import find_dates
from bulletin_parse.text.folding import fold, joined

Given = TypeVar("Given", Item, Entry)
# Fields of an item or entry that text becomes; a headline's lines are parted by line feeds.
_LINES = ("headline", "byline")


def add(draft: DraftRecord, said: Add) -> None:
    """Puts in a missing item or entry; the text that it is made of leaves its old place.

    Raises:
        Misfit: a text, or the place, is not there.
    """
    name, *rest = steps_of(said.to.field)
    if name not in ("items", "index") or len(rest) != 1:
        raise Misfit(f"no item or entry can be put at {said.to.field}")
    name = str(name)
    try:
        taken = [take(draft, piece, said) for piece in said.pieces]
        field = insertion_address(draft, said.to)
    except Misfit:
        if standing := _standing(draft, name, said):
            draft.note(standing, None, said)
            return
        raise
    if not said.pieces and (standing := _standing(draft, name, said)):
        draft.note(standing, None, said)
        return
    draft.put(field, _item(taken, said, draft.bulletin) if name == "items" else _entry(taken, said), said)


def title_of(said: Add) -> str:
    """The title of what is added."""
    given = said.fields.get("title")
    if isinstance(given, str):
        return given
    title = ""
    for piece in said.pieces:
        if piece.becomes == "title":
            title = joined(title, _words_of(piece))
    return title


def _standing(draft: DraftRecord, name: str, said: Add) -> str | None:
    """The address of the part that the correction adds, if the record has it by now."""
    wanted = fold(title_of(said))
    return next((f"{name}[{at}]" for at, part in enumerate(getattr(draft.bulletin, name)) if fold(part.title) == wanted), None)


def _entry(taken: list[Taken], said: Add) -> Entry:
    fields, places = _fields(taken)
    where = said.where or joined_places(list(places.values()))
    return _given(Entry(number=None, title=fields.get("title", ""), source=fields.get("source"), category=fields.get("category"), where=where), said)


def _item(taken: list[Taken], said: Add, bulletin: Bulletin) -> Item:
    fields, places = _fields(taken)
    blocks = tuple([_block(each) for each in taken if each.piece.becomes in BLOCK_ROLES])
    links = [each.piece.now or "".join(each.piece.text.split()) for each in taken if each.piece.becomes == "further_links"]
    byline = fields.get("byline")
    dates = find_dates(byline) if byline and is_byline(byline, template_for(bulletin).bylines) else []
    item = Item(
        number=None,
        title=fields.get("title", ""),
        source=fields.get("source"),
        link="".join(fields["link"].split()) if "link" in fields else None,
        further_links=tuple(links),
        category=fields.get("category"),
        headline=fields.get("headline"),
        byline=byline,
        published=dates[0].value if dates else None,
        blocks=blocks,
        places=places,
        where=said.where or joined_places([each.where for each in taken]),
    )
    return _given(item, said)


def _fields(taken: list[Taken]) -> tuple[dict[str, str], dict[str, Where]]:
    """The texts that become fields, and their places."""
    fields: dict[str, str] = {}
    places: dict[str, list[Where]] = {}
    for each in taken:
        role = each.piece.becomes
        if role in BLOCK_ROLES or role in ("label", "further_links"):
            continue
        text = _words_of(each.piece)
        before = fields.get(role)
        fields[role] = text if before is None else f"{before}\n{text}" if role in _LINES else joined(before, text)
        places.setdefault(role, []).append(each.where)
    return fields, {name: joined_places(wheres) for name, wheres in places.items() if any(wheres)}


def _block(each: Taken) -> Block:
    return Block(kind=kind_of(each.piece.becomes), text=_words_of(each.piece), where=each.where)


def _words_of(piece: Piece) -> str:
    """What a piece says in the part that it becomes: its text, or what was said in its place."""
    return piece.text if piece.now is None else piece.now


def _given(part: Given, said: Add) -> Given:
    """The part with what the correction says of itself."""
    values: Mapping[str, Any] = said.fields
    for name, value in values.items():
        try:
            value_as_held(type(part), name, value)
        except CorrectionError as error:
            raise Misfit(f"{name}: {error.reason}") from error
        typed = date.fromisoformat(value) if name == "published" and isinstance(value, str) else value
        part = addresses.with_value(part, name, typed)
    return part
