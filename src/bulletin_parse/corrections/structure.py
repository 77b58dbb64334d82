"""What a correction does to a record's parts: joined, parted, moved, added, removed. No character is lost: what leaves one part is in another, or a label."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from rapidfuzz import fuzz

from bulletin_parse import addresses
from bulletin_parse.addresses import address_of, steps_of
from bulletin_parse.corrections.correction import Join, Move, Parting, Piece, Place, Remove, Said, kind_of
from bulletin_parse.corrections.draft import DraftRecord
from bulletin_parse.corrections.parts import REMNANTS, Misfit, Part, anchor_of, find, joined_places, quoted_value, text_of
from bulletin_parse.corrections.values import allowed
from bulletin_parse.matching.likeness import SAME_TITLE
from bulletin_parse.models import Block, Entry, Item, Remnant, Where
from bulletin_parse.text.folding import fold, joined

Text = Block | Remnant


class Taken(NamedTuple):
    """Text that was taken from a record: the piece, where it stood, and whether it was all of its part."""

    piece: Piece
    where: Where


def join(draft: DraftRecord, said: Join) -> None:
    """Several texts of one list become one, at the place of the first.

    Raises:
        Misfit: one of them is not there, or says something else.
    """
    try:
        fields = [_whole(draft, piece) for piece in said.pieces]
    except Misfit:
        if field := _standing(draft, said.pieces[0], said.now):
            draft.note(field, said.now, said)
            return
        raise
    places = sorted({steps_of(field) for field in fields}, key=lambda steps: int(steps[-1]))
    if len({steps[:-1] for steps in places}) != 1 or len(places) < len(said.pieces):
        raise Misfit("what is to be joined stands in different lists")
    parts: list[Text] = [addresses.value_at(draft.bulletin, address_of(*steps)) for steps in places]
    whole = parts[0].model_copy(update={"text": said.now, "where": joined_places([part.where for part in parts])})
    for steps in reversed(places):
        draft.take(address_of(*steps), said)
    draft.put(address_of(*places[0]), whole, said)


def part(draft: DraftRecord, said: Parting) -> None:
    """A text becomes several of its kind.

    Raises:
        Misfit: it is not there, or says something else.
    """
    whole = Piece(field=said.field, of=said.of, text=said.was)
    try:
        field = _whole(draft, whole)
    except Misfit:
        if all(standing := [_standing(draft, whole, text) for text in said.now]):
            draft.note(str(standing[0]), said.now[0], said)
            return
        raise
    old = addresses.value_at(draft.bulletin, field)
    *above, at = steps_of(field)
    draft.take(field, said)
    for offset, text in enumerate(said.now):
        draft.put(address_of(*above, int(at) + offset), old.model_copy(update={"text": text}), said)


def move(draft: DraftRecord, said: Move) -> None:
    """Texts go elsewhere, in the order in which they are given.

    Raises:
        Misfit: one of them is not there, or the place is not.
    """
    try:
        taken = [take(draft, piece, said) for piece in said.pieces]
    except Misfit:
        if _is_there(draft, said):
            draft.note(said.to.field if said.to.field not in REMNANTS else f"{said.to.field}[0]", said.pieces[0].text, said)
            return
        raise
    target = said.to.field
    if isinstance(steps_of(target)[-1], int) and steps_of(target)[-2:-1] not in [(name,) for name in ("blocks", *REMNANTS)]:
        raise Misfit(f"no text can be put at {target}")
    if target in REMNANTS:
        for each in taken:
            draft.put_in_order(target, Remnant(text=each.piece.text, where=each.where), said)
    elif isinstance(steps_of(target)[-1], int):
        for each in reversed(taken):
            field = insertion_address(draft, said.to)
            body = steps_of(field)[-2] == "blocks"
            text, where = each.piece.text, each.where
            draft.put(field, Block(kind=kind_of(each.piece.becomes), text=text, where=where) if body else Remnant(text=text, where=where), said)
    else:
        field = draft.find(target, said.to.of)
        if draft.value(field) is not None:
            raise Misfit(f"{target} says {quoted_value(draft.value(field))}")
        text = said.now if said.now is not None else _joined([each.piece.text for each in taken])
        allowed(draft, field, text)
        draft.change(field, text, said, joined_places([each.where for each in taken]))


def remove(draft: DraftRecord, said: Remove) -> None:
    """An item or entry is none; what it says goes to a body or a list of remnants.

    Raises:
        Misfit: there is no such part, or its text cannot go there.
    """
    try:
        field = draft.find(said.field, said.of)
    except Misfit:
        if _like(draft, str(steps_of(said.field)[0]), said.was):
            raise
        draft.note(said.field, None, said)
        return
    part = addresses.value_at(draft.bulletin, field)
    name, at = steps_of(field)
    if text_of(part) != said.was:
        raise Misfit(f"its title was {quoted_value(said.was)}, and is {quoted_value(text_of(part))}")
    texts = _texts(part)
    if said.to == "blocks":
        if name != "items" or at == 0:
            raise Misfit("there is no item before it whose body could take its text")
        draft.take(field, said)
        end = len(draft.bulletin.items[int(at) - 1].blocks)
        for offset, block in enumerate(texts):
            draft.put(f"items[{int(at) - 1}].blocks[{end + offset}]", block, said)
        return
    draft.take(field, said)
    for block in texts:
        draft.put_in_order(said.to, Remnant(text=block.text, where=block.where), said)


def take(draft: DraftRecord, piece: Piece, said: Said) -> Taken:
    """Takes a text, or a run of one, out of the record; what is left of its part stays.

    Raises:
        Misfit: it is not there.
    """
    field = draft.find(piece.field, piece.of)
    try:
        part = addresses.value_at(draft.bulletin, field)
    except LookupError as error:
        raise Misfit(f"there is no {field}") from error
    if isinstance(part, Entry):
        if part.title != piece.text:
            raise Misfit(f"{field} says {quoted_value(part.title)}, and not {quoted_value(piece.text)}")
        draft.take(field, said)
        return Taken(piece, piece.where or part.where)
    text = part.text if isinstance(part, (Block, Remnant)) else part
    if not isinstance(text, str) or (piece.text not in text) or (not piece.text and text):
        raise Misfit(f"{field} does not say {quoted_value(piece.text)}")
    if text.count(piece.text) > 1:
        raise Misfit(f"{field} says {quoted_value(piece.text)} more than once; take a longer run of it")
    where = piece.where or _where_of(draft, field, part)
    if text == piece.text:
        if isinstance(part, (Block, Remnant)):
            draft.take(field, said)
        else:
            allowed(draft, field, None)
            draft.change(field, None, said, where)
        return Taken(piece, where)
    if isinstance(part, Block) and part.kind == "table":
        raise Misfit("a table's text is made of its cells, and no run of it can be taken")
    before, _, after = text.partition(piece.text)
    rest = f"{field}.text" if isinstance(part, (Block, Remnant)) else field
    allowed(draft, rest, joined(before, after))
    draft.change(rest, joined(before, after), said, where)
    return Taken(piece, where)


def insertion_address(draft: DraftRecord, place: Place) -> str:
    """The address of a place in a list: behind the part that ``after`` names, or the first.

    Raises:
        Misfit: there is no such list, or no such part in it.
    """
    *above, at = steps_of(place.field)
    if place.after is None:
        inner = find(draft.bulletin, address_of(*above), place.of, draft.aliases) if above else ""
        return f"{inner}[0]"
    behind = draft.find(address_of(*above, max(int(at) - 1, 0)), (*place.of, place.after))
    *above, at = steps_of(behind)
    return address_of(*above, int(at) + 1)


def _whole(draft: DraftRecord, piece: Piece) -> str:
    """The address of a text that is all of its part."""
    field = draft.find(piece.field, piece.of)
    part = addresses.value_at(draft.bulletin, field)
    if not isinstance(part, (Block, Remnant)) or (isinstance(part, Block) and part.kind in ("table", "figure")):
        raise Misfit(f"{piece.field} is no paragraph")
    if part.text != piece.text:
        raise Misfit(f"{field} says {quoted_value(part.text)}, and not {quoted_value(piece.text)}")
    return field


def _standing(draft: DraftRecord, piece: Piece, text: str) -> str | None:
    """The address at which the list of a piece has a text already; None if it has not."""
    try:
        field = draft.find(piece.field, (*piece.of[:-1], anchor_of(text)))
    except Misfit:
        return None
    return field if addresses.value_at(draft.bulletin, field).text == text else None


def _is_there(draft: DraftRecord, said: Move) -> bool:
    """Whether all texts stand where they should already."""
    target = said.to.field
    if target in REMNANTS:
        parts: Sequence[Part] = getattr(draft.bulletin, target)
    else:
        try:
            *above, last = steps_of(target)
            if not isinstance(last, int):
                return bool(draft.value(draft.find(target, said.to.of)) == (said.now or said.pieces[0].text))
            parts = addresses.value_at(draft.bulletin, draft.find(address_of(*above), said.to.of))
        except (Misfit, LookupError):
            return False
    texts = {fold(text_of(part)) for part in parts}
    return all(fold(piece.text) in texts for piece in said.pieces)


def _like(draft: DraftRecord, name: str, title: str) -> bool:
    """Whether a part's title is like one: it is read a little otherwise."""
    return any(fuzz.ratio(fold(part.title), fold(title)) >= SAME_TITLE for part in getattr(draft.bulletin, name))


def _texts(part: Item | Entry) -> list[Block]:
    """All that a part prints, as blocks in printed order."""
    fields = [("title", part.title), ("source", part.source)]
    if isinstance(part, Item):
        fields += [("link", part.link), *[("further_links", link) for link in part.further_links]]
        fields += [(f"labels.{word}", f"{word}：{text}") for word, text in part.labels.items()]
        fields += [("headline", part.headline), ("byline", part.byline)]
    places: Mapping[str, Where] = part.places if isinstance(part, Item) else {}
    texts = [Block(kind="paragraph", text=text, where=places.get(name) or part.where) for name, text in fields if text]
    return [*texts, *(part.blocks if isinstance(part, Item) else ())]


def _where_of(draft: DraftRecord, field: str, part: object) -> Where:
    """Where a text stands: a part by itself, a field by the places of what it is in."""
    if isinstance(part, (Block, Remnant)):
        return part.where
    *above, name = steps_of(field)
    holder = addresses.value_at(draft.bulletin, address_of(*above)) if above else draft.bulletin
    places: Mapping[str, Where] = getattr(holder, "places", {})
    own: Where = getattr(holder, "where", ())
    return places.get(str(name), own)


def _joined(texts: Sequence[str]) -> str:
    whole = ""
    for text in texts:
        whole = joined(whole, text)
    return whole
