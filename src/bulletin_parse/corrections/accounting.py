"""The ledger after corrections: each character of the page belongs to what it was corrected to, still to one thing alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from bulletin_parse.addresses import steps_of
from bulletin_parse.corrections.applying import corrected
from bulletin_parse.corrections.draft import is_by_people
from bulletin_parse.corrections.file import CorrectionsLike, as_corrections
from bulletin_parse.layout.row import Row
from bulletin_parse.models import Block, Edit, EditValue, Entry, Item, LineRegion, PageRegion, ParagraphRegion, Remnant, Where
from bulletin_parse.parsing.bulletin import Parsed
from bulletin_parse.parsing.ledger import Ledger, Role
from bulletin_parse.text.folding import squeezed

SLACK = 1.0  # points by which a row may stand out of the regions that it is in: they are rounded
Spot = tuple[int, int]  # a character: the row's order, its place in the row


class Share(NamedTuple):
    """A text with its place, and what it is in the ledger; ``role`` is None for residue."""

    text: str
    where: Where
    role: Role | None
    name: str


def maker_of(given: CorrectionsLike) -> Callable[[Parsed], Parsed]:
    """What makes corrections on parsed bulletins.

    Raises:
        CorrectionError: the file of corrections cannot be used.
    """
    corrections = as_corrections(given)
    return lambda parsed: accounted(parsed._replace(bulletin=corrected(parsed.bulletin, corrections)))


def accounted(parsed: Parsed) -> Parsed:
    """A corrected bulletin with its ledger, in which the text that was moved has its new place.

    Characters that a correction took and put nowhere are labels: 来源： of a paragraph that became a source.
    """
    edits = [edit for edit in parsed.bulletin.edits if is_by_people(edit) and edit.was != edit.now]
    spots = _Spots(parsed.ledger)
    now: dict[Spot, tuple[Role | None, str]] = {}
    taking: tuple[str, str, str | None] | None = None  # the correction that has taken text, and may put it somewhere
    for edit in edits:
        said = edit.by, edit.why, edit.at
        leaves = _leaves(edit)
        taken = [spot for share in (_shares(edit.field, edit.was, edit) if leaves else ()) for spot in spots.of(share)]
        put = [(spots.of(share), share) for share in (_shares(edit.field, edit.now, edit) if leaves or taking == said else ())]
        if isinstance(edit.was, str) and isinstance(edit.now, str):  # what stays in a text is what it was
            kept = {spot for found, _ in put for spot in found}
            taken, put = [spot for spot in taken if spot not in kept], []
        now |= dict.fromkeys(taken, ("label", "label"))
        for found, share in put:
            now |= dict.fromkeys(found, (share.role, share.name))
        taking = said if leaves else taking
    _enter(parsed.ledger, now)
    return parsed


def _leaves(edit: Edit) -> bool:
    """Whether text goes from where it was: a part is taken out, or a text loses some of its characters."""
    if not isinstance(edit.was, str):
        return edit.now is None
    return isinstance(edit.now, str) and _is_within(squeezed(edit.now), squeezed(edit.was))


def _is_within(inner: str, outer: str) -> bool:
    """Whether a text has all characters of another one, in their order."""
    rest = iter(outer)
    return all(char in rest for char in inner)


def _shares(field: str, value: EditValue, edit: Edit) -> Iterator[Share]:
    """The texts of a value with their places and roles."""
    steps = steps_of(field)
    name = str(steps[0])
    if isinstance(value, Block):
        yield Share(value.text, value.where, "field", value.kind)
    elif isinstance(value, Remnant):
        role: Role | None = None if name == "residue" else "furniture" if name == "furniture" else "field"
        yield Share(value.text, value.where, role, name)
    elif isinstance(value, Entry):
        yield from _named(value.where, {"title": value.title, "source": value.source, "category": value.category})
    elif isinstance(value, Item):
        for key in ("title", "source", "link", "category", "headline", "byline"):
            yield from _named(value.places.get(key, value.where), {key: getattr(value, key)})
        for block in value.blocks:
            yield Share(block.text, block.where, "field", block.kind)
    elif isinstance(value, str):
        yield Share(value, edit.where, "field", next((str(step) for step in reversed(steps) if isinstance(step, str)), name))


def _named(where: Where, texts: Mapping[str, str | None]) -> Iterator[Share]:
    for name, text in texts.items():
        if text:
            yield Share(text, where, "field", name)


class _Spots:
    """Finds the characters of a text on the page."""

    def __init__(self, ledger: Ledger) -> None:
        self._rows = ledger.rows

    def of(self, share: Share) -> list[Spot]:
        """The characters of a text in its place, white space aside; none if the page does not print it there."""
        wanted = squeezed(share.text)
        printed = [(row.order, at, char) for row in self._rows if _is_in(row, share.where) for at, char in enumerate(row.text) if not char.isspace()]
        if not wanted or len(printed) < len(wanted):
            return []
        start = "".join([char for _, _, char in printed]).find(wanted)
        if start >= 0:
            return [(order, at) for order, at, _ in printed[start : start + len(wanted)]]
        return _in_turn(wanted, printed)


def _in_turn(wanted: str, printed: Sequence[tuple[int, int, str]]) -> list[Spot]:
    """The characters of a text that others interrupt."""
    rest = iter(printed)
    found: list[Spot] = []
    for char in wanted:
        spot = next(((order, at) for order, at, other in rest if other == char), None)
        if spot is None:
            return []
        found.append(spot)
    return found


def _is_in(row: Row, where: Where) -> bool:
    for region in where:
        if isinstance(region, PageRegion):
            x0, top, x1, bottom = region.bbox
            if row.page == region.page and row.x0 >= x0 - SLACK and row.x1 <= x1 + SLACK and row.top >= top - SLACK and row.bottom <= bottom + SLACK:
                return True
        elif isinstance(region, LineRegion):
            if region.line <= row.base <= region.end_line:
                return True
        elif isinstance(region, ParagraphRegion) and region.paragraph <= row.base <= region.end_paragraph:
            return True
    return False


def _enter(ledger: Ledger, spots: Mapping[Spot, tuple[Role | None, str]]) -> None:
    """Enters characters anew, run by run."""
    for order, start, end, (role, name) in _runs(sorted(spots.items()), ledger.rows):
        ledger.claim_again(order, start, end, role, name)


def _runs(spots: Iterable[tuple[Spot, tuple[Role | None, str]]], rows: Sequence[Row]) -> Iterator[tuple[int, int, int, tuple[Role | None, str]]]:
    """Runs of characters of one row with one role; white space between them belongs to them."""
    texts = {row.order: row.text for row in rows}
    run: tuple[int, int, int, tuple[Role | None, str]] | None = None
    for (order, at), what in spots:
        if run and run[0] == order and run[3] == what and not texts[order][run[2] : at].strip():
            run = (order, run[1], at + 1, what)
            continue
        if run:
            yield run
        run = (order, at, at + 1, what)
    if run:
        yield run
