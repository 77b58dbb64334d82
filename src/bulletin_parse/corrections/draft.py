"""A record while it is corrected: every change is an edit that can be undone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Self

from bulletin_parse import addresses
from bulletin_parse.addresses import Step, address_of, steps_of
from bulletin_parse.corrections.correction import OCR, Said
from bulletin_parse.corrections.parts import LISTS, Aliases, Part, find, printed_order
from bulletin_parse.models import Bulletin, Edit, EditValue, Where
from bulletin_parse.repair.edits import edit_value_at, is_place_behind, with_edit


class DraftRecord:
    """A record, the edits that made it, and what its parts were called before.

    Args:
        bulletin: the record.
        aliases: what a part that an anchor names may say instead.
    """

    def __init__(self, bulletin: Bulletin, aliases: Aliases) -> None:
        self.bulletin = bulletin
        self.aliases = aliases
        self.edits: list[Edit] = []

    def copy(self) -> Self:
        """The same, to try something on."""
        other = type(self)(self.bulletin, self.aliases)
        other.edits = list(self.edits)
        return other

    def find(self, field: str, of: Sequence[str]) -> str:
        """The address at which the record has what an anchored address means.

        Raises:
            Misfit: it has none, or several.
        """
        return find(self.bulletin, field, of, self.aliases)

    def value(self, field: str) -> Any:
        """The value at an address as edits have it.

        Raises:
            LookupError: there is no such field.
        """
        return edit_value_at(self.bulletin, field)

    def change(self, field: str, now: EditValue, said: Said, where: Where = ()) -> None:
        """Sets a field, and logs it.

        Names of a mapping keep their order when the change is undone: those behind a name that goes are taken out first and put back.
        """
        *above, last = steps_of(field)
        held = addresses.value_at(self.bulletin, address_of(*above)) if above else self.bulletin
        if isinstance(held, Mapping) and now is None and last in held:
            behind = list(held)[list(held).index(last) + 1 :]
            kept = {name: held[name] for name in behind}
            for name in reversed(behind):
                self._log(address_of(*above, name), None, said, where)
            self._log(field, now, said, where)
            for name, value in kept.items():
                self._log(address_of(*above, name), value, said, where)
        else:
            self._log(field, now, said, where)

    def put(self, field: str, part: Part, said: Said) -> None:
        """Puts a part into a list, at an address of an element."""
        self._make(Edit(field=field, was=None, now=part, why=said.why, by=said.by, at=said.at, where=said.where or part.where))

    def take(self, field: str, said: Said) -> None:
        """Takes an element out of a list."""
        part = addresses.value_at(self.bulletin, field)
        self._make(Edit(field=field, was=part, now=None, why=said.why, by=said.by, at=said.at, where=said.where or part.where))

    def put_in_order(self, name: str, part: Part, said: Said) -> None:
        """Puts a piece of text into a list of remnants, where it is printed."""
        before = [at for at, other in enumerate(getattr(self.bulletin, name)) if printed_order(other.where) <= printed_order(part.where)]
        self.put(f"{name}[{before[-1] + 1 if before else 0}]", part, said)

    def note(self, field: str, value: EditValue, said: Said, where: Where = ()) -> None:
        """Logs a correction that changes nothing: the value is there already."""
        self.edits.append(Edit(field=field, was=value, now=value, why=said.why, by=said.by, at=said.at, where=said.where or where))

    def accept(self, field: str, said: Said) -> None:
        """Logs that a finding is accepted."""
        self._make(Edit(field=field, was=None, now="accepted", why=said.why, by=said.by, at=said.at, where=said.where))

    def settle_doubts(self, first: int, said: Said) -> None:
        """Lets doubts follow the parts that moved, and takes out those on fields that somebody has corrected.

        Args:
            first: the number of edits before the correction.
            said: the correction.
        """
        edits = self.edits[first:]
        for at in range(len(self.bulletin.doubts) - 1, -1, -1):
            doubt = self.bulletin.doubts[at]
            field = moved(doubt.field, edits) if doubt.field else ""
            if field is None:
                self._make(Edit(field=f"doubts[{at}]", was=doubt, now=None, why=said.why, by=said.by, at=said.at, where=doubt.where))
            elif field != doubt.field:
                now = doubt.model_copy(update={"field": field})
                self._make(Edit(field=f"doubts[{at}]", was=doubt, now=now, why=said.why, by=said.by, at=said.at, where=doubt.where))

    def _log(self, field: str, now: EditValue, said: Said, where: Where) -> None:
        was = edit_value_at(self.bulletin, field) if not is_place_behind(self.bulletin, field) else None
        self._make(Edit(field=field, was=was, now=now, why=said.why, by=said.by, at=said.at, where=said.where or where))

    def _make(self, edit: Edit) -> None:
        self.bulletin = with_edit(self.bulletin, edit.field, edit.was, edit.now)
        self.edits.append(edit)


def moved(field: str, edits: Sequence[Edit]) -> str | None:
    """The address that a value has after some edits; None if its part was taken out, or its field was set.

    >>> moved("items[3].link", [Edit(field="items[1]", was=None, now="…", why="")])
    'items[4].link'
    """
    steps: list[Step] = list(steps_of(field))
    for edit in edits:
        *above, last = steps_of(edit.field)
        if [*above, last] == steps[: len(above) + 1] and not (isinstance(last, int) and edit.was is None):
            return None
        if isinstance(last, int) and above and above[-1] in LISTS and steps[: len(above)] == above and len(steps) > len(above):
            place = steps[len(above)]
            if isinstance(place, int) and edit.was is None and last <= place:
                steps[len(above)] = place + 1
            elif isinstance(place, int) and edit.now is None and last < place:
                steps[len(above)] = place - 1
    return address_of(*steps)


def is_by_people(edit: Edit) -> bool:
    """Whether an edit is a correction, and no repair of recognition."""
    return edit.by != OCR


def uncorrected(bulletin: Bulletin) -> Bulletin:
    """The record as it was read and repaired, byte for byte: corrections and their doubts are taken back, repairs stay."""
    edits = list(bulletin.edits)
    doubts = tuple([doubt for doubt in bulletin.doubts if doubt.kind != "correction"])
    if len(doubts) < len(bulletin.doubts):
        bulletin = bulletin.model_copy(update={"doubts": doubts})
    while edits and is_by_people(edits[-1]):
        edit = edits.pop()
        bulletin = with_edit(bulletin, edit.field, edit.now, edit.was)
    return bulletin if len(edits) == len(bulletin.edits) else bulletin.model_copy(update={"edits": tuple(edits)})
