"""What a person says of a bulletin, as corrections: addresses anchored, what was read noted, values checked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, TypeVar

from pydantic import ValidationError

from bulletin_parse import addresses
from bulletin_parse.addresses import address_of, steps_of
from bulletin_parse.corrections.correction import OCR, Accept, Add, Join, Move, Parting, Piece, Place, Remove, Role, Said, Set
from bulletin_parse.corrections.draft import uncorrected
from bulletin_parse.corrections.fields import value_as_held
from bulletin_parse.corrections.parts import LISTS, REMNANTS, anchor_of, anchors_of, quoted_value, text_of
from bulletin_parse.errors import CorrectionConflict, CorrectionError, NoSuchField, WrongValue
from bulletin_parse.models import Block, Bulletin, Entry, Finding, Item, Remnant, Where
from bulletin_parse.repair.edits import edit_value_at, is_place_behind
from bulletin_parse.text.folding import fold, joined

Kind = TypeVar("Kind", bound=Said)
UNSEEN = object()  # the caller does not say what it has seen


class Reviewer:
    """A person who looks at a bulletin; each method gives the correction for what they say, and changes nothing.

    Args:
        bulletin: the record as they see it, corrected or not.
        by: who they are.
        at: when they say it (a day, or a moment in UTC); None for now.

    Raises:
        CorrectionError: the record has no file, or nobody can be called so.
    """

    def __init__(self, bulletin: Bulletin, *, by: str, at: str | None = None) -> None:
        if bulletin.source is None:
            raise CorrectionError(
                "a record", "it names no file, so nobody could tell later what was corrected", remedy="Parse the file, and correct that record"
            )
        self.bulletin = bulletin
        self.name = bulletin.source.name
        if not by.strip() or by.strip() == OCR:
            raise CorrectionError(self.name, f"nobody is called {by!r}", remedy="Name the person who says so (by=…)")
        self._common = {"issue_number": uncorrected(bulletin).issue_number, "by": by, "sha256": bulletin.source.sha256}
        self._at = at

    def set(self, field: str, now: object, *, why: str, was: object = UNSEEN, where: Where = ()) -> Set:
        """A field says something else; None takes it out.

        Args:
            field: its address: ``items[0].source``, ``date_range.end``, ``items[0].labels.关键词``.
            now: what it says; dates as ISO text or dates, ranges as ISO intervals, lists as lists.
            why: what tells them.
            was: what they have seen there; left out, what the record says.
            where: the place that they have looked at.

        Raises:
            NoSuchField: the record has no such field, or none that people correct.
            WrongValue: the field cannot hold it, or says so already.
            CorrectionConflict: it says something else than they have seen.
        """
        held, new = self._read(field), value_as_held(self.bulletin, field, now)
        if was is not UNSEEN and held != value_as_held(self.bulletin, field, was):
            raise CorrectionConflict(
                self.name, f"it says {quoted_value(held)} by now, and {quoted_value(was)} was seen", place=field, remedy="Look at it again"
            )
        if held == new and type(held) is type(new):
            remedy = "A field that is in doubt and right is confirmed by accepting its finding"
            raise WrongValue(self.name, f"it says {quoted_value(held)} already", place=field, remedy=remedy)
        return self._said(Set, why, do="set", field=field, of=self._anchors(field), was=held, now=new, where=where)

    def join(self, fields: Sequence[str], *, why: str, now: str | None = None) -> Join:
        """Blocks, or pieces of text outside the fields, are one.

        Args:
            fields: their addresses, in the order of the text.
            why: what tells them.
            now: the whole text; None to join as the lines of a paragraph are joined.
        """
        pieces = tuple([self._paragraph(field) for field in fields])
        whole = ""
        for piece in pieces:
            whole = joined(whole, piece.text)
        return self._said(Join, why, do="join", pieces=pieces, now=whole if now is None else now)

    def part(self, field: str, texts: Sequence[str], *, why: str) -> Parting:
        """A block, or a piece of text outside the fields, is several.

        Args:
            field: its address.
            texts: those of the parts: all of it, in order.
            why: what tells them.
        """
        return self._said(Parting, why, do="part", field=field, of=self._anchors(field), was=self._paragraph(field).text, now=tuple(texts))

    def move(self, pieces: Iterable[str | Piece], to: str, *, why: str, now: str | None = None) -> Move:
        """Text belongs elsewhere.

        Args:
            pieces: addresses, or pieces for a run of a text (:meth:`piece`).
            to: ``furniture``, ``front_matter``, ``back_matter`` or ``residue``; a place in a body (``items[0].blocks[2]``); or a field that is
                empty (``items[0].byline``).
            why: what tells them.
            now: what such a field says, if it is not all of the text.
        """
        taken = tuple([self.piece(each) if isinstance(each, str) else each for each in pieces])
        return self._said(Move, why, do="move", pieces=taken, to=self.place(to), now=now)

    def add(self, to: str, pieces: Iterable[str | Piece] = (), fields: Mapping[str, Any] | None = None, *, why: str, where: Where = ()) -> Add:
        """An item or entry is missing.

        Args:
            to: where it belongs: ``items[2]``, ``index[1]``.
            pieces: the text of the record that it is made of; ``missed.pieces_for`` finds what each is.
            fields: what no text of the record says, by its name in the item or entry.
            why: what tells them.
            where: the place that they have looked at.
        """
        taken = tuple([self.piece(each) if isinstance(each, str) else each for each in pieces])
        place = self.place(to)
        name = steps_of(to)[0]
        if name not in ("items", "index") or len(steps_of(to)) != 2:
            raise NoSuchField(self.name, "an item or entry is put at items[…] or index[…]", place=to)
        model = Item if name == "items" else Entry
        given = {key: value_as_held(model, key, value) for key, value in (fields or {}).items()}
        if not given.get("title") and not any(piece.becomes == "title" for piece in taken):
            raise WrongValue(self.name, "what is added has no title", place=to, remedy="Say which text is the title, or give it")
        return self._said(Add, why, do="add", to=place, pieces=taken, fields=given, where=where)

    def remove(self, field: str, *, why: str, to: str = "") -> Remove:
        """What was taken for an item or entry is none.

        Args:
            field: its address.
            why: what tells them.
            to: where its text goes: ``blocks`` (the body of the item before it; the default for all items but the first), or a list of remnants.
        """
        part = self._value(field)
        if not isinstance(part, (Item, Entry)):
            raise NoSuchField(self.name, "it is no item or entry", place=field)
        *_, at = steps_of(field)
        chosen = to or ("blocks" if isinstance(part, Item) and at else "residue")
        return self._said(Remove, why, do="remove", field=field, of=self._anchors(field), was=part.title, to=chosen)

    def accept(self, finding: Finding, *, why: str) -> Accept:
        """A finding is true and stays."""
        return self._said(Accept, why, do="accept", code=finding.code, subject=fold(finding.subject), message=finding.message)

    def piece(self, field: str, text: str | None = None, *, becomes: Role = "paragraph", now: str | None = None, where: Where = ()) -> Piece:
        """A text of the record that a correction takes.

        Args:
            field: the address of a block, an entry, a piece of text outside the fields, or a field of text.
            text: a run of it; None for all.
            becomes: what it is in an item or entry that is added.
            now: what the field says then, if it is not all of the text.
            where: the place of the run.

        Raises:
            NoSuchField: there is no such text.
            WrongValue: it does not say that, or more than once.
        """
        value = self._value(field)
        held = text_of(value) if isinstance(value, (Block, Remnant, Entry)) else value
        if not isinstance(held, str):
            raise NoSuchField(self.name, "no text stands there", place=field)
        if text is not None and (not text or held.count(text) != 1):
            raise WrongValue(
                self.name, f"it says {quoted_value(text)} {held.count(text) if text else 0} times", place=field, remedy="Name a run that it says once"
            )
        return Piece(field=field, of=self._anchors(field), text=held if text is None else text, becomes=becomes, now=now, where=where)

    def _paragraph(self, field: str) -> Piece:
        """A text that can be joined and parted."""
        part = self._value(field)
        if not isinstance(part, (Block, Remnant)) or (isinstance(part, Block) and part.kind in ("table", "figure")):
            raise NoSuchField(self.name, "it is no paragraph", place=field)
        return self.piece(field)

    def place(self, to: str) -> Place:
        """A place at which something is put, anchored by what stands before it.

        Raises:
            NoSuchField: there is no such place.
        """
        if to in REMNANTS:
            return Place(field=to)
        *above, at = self._steps(to)
        if not isinstance(at, int):
            if self._read(to) is not None:
                raise WrongValue(self.name, f"it says {quoted_value(self._read(to))}", place=to, remedy="Set it, or move what it says away first")
            return Place(field=to, of=self._anchors(to))
        parts = self._value(address_of(*above))
        if not isinstance(parts, tuple) or at > len(parts) or above[-1] not in LISTS:
            raise NoSuchField(self.name, "nothing can be put there", place=to)
        outer = self._anchors(address_of(*above)) if len(above) > 1 else ()
        return Place(field=to, of=outer, after=anchor_of(text_of(parts[at - 1])) if at else None)

    def unknown(self, text: str) -> NoSuchField:
        """The error that no text of the record holds a line."""
        return NoSuchField(self.name, f"no text of the record holds {quoted_value(text)}", remedy="Give what it says by hand")

    def _anchors(self, field: str) -> tuple[str, ...]:
        try:
            return anchors_of(self.bulletin, field)
        except (LookupError, ValueError) as error:
            raise NoSuchField(self.name, _words(error), place=field) from error

    def _steps(self, field: str) -> tuple[addresses.Step, ...]:
        try:
            return steps_of(field)
        except ValueError as error:
            raise NoSuchField(self.name, str(error), place=field) from error

    def _value(self, field: str) -> Any:
        try:
            return addresses.value_at(self.bulletin, field)
        except (LookupError, ValueError) as error:
            raise NoSuchField(self.name, _words(error), place=field) from error

    def _read(self, field: str) -> Any:
        """The value as edits have it; None at the place behind a list's last element."""
        self._steps(field)
        try:
            return None if is_place_behind(self.bulletin, field) else edit_value_at(self.bulletin, field)
        except LookupError as error:
            raise NoSuchField(self.name, _words(error), place=field) from error

    def _said(self, kind: type[Kind], why: str, **fields: Any) -> Kind:
        try:
            return kind.model_validate({**self._common, "why": why, "at": self._at or now(), **fields})
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            place = ".".join([str(step) for step in first["loc"]]) or str(fields.get("field", ""))
            raise CorrectionError(self.name, str(first["msg"]).removeprefix("Value error, "), place=place or None) from None


def now() -> str:
    """The moment as corrections note it, in UTC, to a millisecond."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _words(error: Exception) -> str:
    return "there is no such place" if isinstance(error, LookupError) else str(error)
