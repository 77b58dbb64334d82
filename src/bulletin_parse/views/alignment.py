"""The index beside the items, row by row, with what agrees and what does not."""

from __future__ import annotations

from typing import Literal, NamedTuple

from bulletin_parse.matching.pairing import displaced, folded, pairing_of
from bulletin_parse.models import Bulletin, Entry, Item
from bulletin_parse.rules.agreement import same_name

State = Literal["agrees", "title_differs", "source_differs", "order_differs", "not_in_items", "not_in_index"]


class AlignedRow(NamedTuple):
    """An entry and its item; one of them is None where the other has no partner. Positions count from 0."""

    entry: Entry | None
    item: Item | None
    entry_at: int | None
    item_at: int | None
    state: State


def aligned(bulletin: Bulletin) -> list[AlignedRow]:
    """The entries in the index's order with their items; items without an entry stand after the item before them."""
    pairing = pairing_of(bulletin)
    partner = dict(pairing.pairs)
    moved = {pairing.pairs[at] for at in displaced([item for _, item in pairing.pairs])}
    rows = [_row(bulletin, at, partner.get(at)) for at in range(len(bulletin.index))]
    rows = [row._replace(state="order_differs") if row.state == "agrees" and (row.entry_at, row.item_at) in moved else row for row in rows]
    for lone in pairing.items:
        before = [place for place, row in enumerate(rows) if row.item_at is not None and row.item_at < lone]
        rows.insert(before[-1] + 1 if before else 0, _row(bulletin, None, lone))
    return rows


def _row(bulletin: Bulletin, entry_at: int | None, item_at: int | None) -> AlignedRow:
    entry = None if entry_at is None else bulletin.index[entry_at]
    item = None if item_at is None else bulletin.items[item_at]
    return AlignedRow(entry, item, entry_at, item_at, _state(entry, item))


def _state(entry: Entry | None, item: Item | None) -> State:
    if entry is None:
        return "not_in_index"
    if item is None:
        return "not_in_items"
    if folded(entry.title) != folded(item.title):
        return "title_differs"
    said = entry.source and item.source
    return "source_differs" if said and not same_name(entry.source or "", item.source or "") else "agrees"
