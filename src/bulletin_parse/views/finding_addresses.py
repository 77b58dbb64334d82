"""The address of the value that a finding is about (``items[2].link``, counted as in Python), so that a page can lead there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bulletin_parse.addresses import address_of, steps_of, value_at
from bulletin_parse.matching.pairing import folded
from bulletin_parse.models import Bulletin, Entry, Finding, Item, Where
from bulletin_parse.views.fields import fields_of


def _by_code(fields: Mapping[str, str]) -> Mapping[str, str]:
    """The field of each rule, of the rules of each field."""
    return {code: field for field, codes in fields.items() for code in codes.split()}


# The field of the masthead or the lead that a rule speaks of.
_OF_BULLETIN = _by_code(
    {
        "issue_number": "BP101 BP601 BP602 BP605",
        "published": "BP102",
        "date_range": "BP103 BP402 BP403 BP603",
        "declared_count": "BP104 BP201 BP202",
        "publisher": "BP105",
    }
)
# The field of an item; "" is the item itself.
_OF_ITEM = _by_code(
    {
        "": "BP303",
        "number": "BP209",
        "title": "BP204 BP206 BP604",
        "source": "BP207 BP301",
        "link": "BP302 BP501 BP502 BP503 BP504 BP505",
        "headline": "BP304",
        "byline": "BP305",
        "published": "BP401 BP404",
    }
)
_OF_ENTRY = _by_code({"number": "BP208", "title": "BP203 BP205"})
# Rules whose subject is the address itself, or the text of a piece in a list of such.
_BY_SUBJECT = ("BP905", "BP906", "BP907", "BP908")
_OF_PIECE = {"BP902": "residue", "BP910": "hidden"}


def address_of_finding(bulletin: Bulletin, finding: Finding) -> str:
    """The address of what a finding is about; empty if it is about the bulletin as a whole.

    Args:
        bulletin: the record that it is of.
        finding: with its place if that is known: it tells two items of one title apart.
    """
    code = finding.code
    if code in _BY_SUBJECT and _leads(bulletin, finding.subject):
        return finding.subject
    if name := _OF_PIECE.get(code):
        return _piece(bulletin, name, finding)
    if code in _OF_ITEM and (at := _part(bulletin.items, finding)) is not None:
        return _within("items", at, _OF_ITEM[code])
    if code in _OF_ENTRY and (at := _part(bulletin.index, finding)) is not None:
        return _within("index", at, _OF_ENTRY[code])
    return _OF_BULLETIN.get(code) or _by_place(bulletin, finding)


def _leads(bulletin: Bulletin, address: str) -> bool:
    try:
        if not address:
            return False
        value_at(bulletin, address)
    except (LookupError, ValueError):
        return False
    return True


def _within(name: str, at: int, field: str) -> str:
    return address_of(name, at, field) if field else address_of(name, at)


def _part(parts: Sequence[Item | Entry], finding: Finding) -> int | None:
    """The place of the item or entry that a finding names by its number, its title or its place, whichever fit best."""
    scored = [(_likeness(part, finding), -at) for at, part in enumerate(parts)]
    best, at = max(scored, default=(0, 0))
    return -at if best else None


def _likeness(part: Item | Entry, finding: Finding) -> int:
    """How many of the things that a finding says of its part are so; the title weighs most."""
    titled = bool(finding.subject) and folded(part.title) in (finding.subject, *finding.subject.split("|"))
    numbered = finding.item is not None and part.number == finding.item
    placed = bool(finding.where) and set(finding.where) <= _places(part)
    return 4 * titled + 2 * placed + numbered


def _places(part: Item | Entry) -> set[object]:
    places: Sequence[Where] = (*part.places.values(), part.where) if isinstance(part, Item) else (part.where,)
    return {region for where in places for region in where}


def _piece(bulletin: Bulletin, name: str, finding: Finding) -> str:
    pieces = getattr(bulletin, name)
    for at, piece in enumerate(pieces):
        if finding.where == piece.where and folded(piece.text).startswith(finding.subject):
            return address_of(name, at)
    return next((address_of(name, at) for at, piece in enumerate(pieces) if folded(piece.text).startswith(finding.subject)), "")


def _by_place(bulletin: Bulletin, finding: Finding) -> str:
    """The field that stands just where the finding does; else the item or entry of its number."""
    if finding.where:
        same = [field.key for field in fields_of(bulletin) if field.where == finding.where]
        if same:
            return max(same, key=lambda key: len(steps_of(key)))
    if finding.item is not None and (at := _part(bulletin.items, finding)) is not None:
        return address_of("items", at)
    return ""
