"""Fields that rest on characters of which OCR was not sure, and that no other copy confirms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet

from bulletin_parse.models import Bulletin, Doubt, Where
from bulletin_parse.repair.copies import said_twice
from bulletin_parse.repair.evidence import Evidence, Seen, printed_places
from bulletin_parse.repair.links.repair import Mended

# A character less probable than this is doubtful.
DOUBTFUL = 0.5
OPEN, CLOSE = "⟦", "⟧"


def doubts_of(bulletin: Bulletin, evidence: Evidence, undecided: AbstractSet[tuple[str, int]], links: Mapping[str, Mended]) -> list[Doubt]:
    """The doubts on a bulletin's fields, in the record's order.

    Args:
        bulletin: repaired.
        evidence: how sure OCR was.
        undecided: places (field, character) on which the copies differ and could not decide.
        links: what repair found of each link.
    """
    confirmed = said_twice(bulletin)
    doubts = []
    for field, text, where in doubtable_fields(bulletin):
        if not evidence.is_recognised(where):
            continue
        if (repaired := links.get(field)) is not None:
            if repaired.doubtful:
                doubts.append(_doubt(field, text, repaired.doubtful, where, 0.0, "an identifier that nothing confirms"))
            continue
        seen = evidence.seen(text, where)
        open_ = {at for name, at in undecided if name == field and at < len(seen)}
        weak = set() if field in confirmed else {at for at, each in enumerate(seen) if _is_weak(each)}
        if open_ | weak:
            places = printed_places(text)
            least = min([each.character.probability for at, each in enumerate(seen) if at in open_ | weak and each.character], default=0.0)
            why = "its copies differ, and OCR cannot tell which is right" if open_ else "OCR was not sure of these characters"
            doubt = _doubt(field, text, [places[at] for at in sorted(open_ | weak)], where, least, why)
            doubts.append(doubt.model_copy(update={"copies_differ": bool(open_)}))
    return doubts


def marked(text: str, places: AbstractSet[int] | list[int] | tuple[int, ...]) -> str:
    """A text with characters in brackets.

    >>> marked("a1b", [1])
    'a⟦1⟧b'
    """
    chosen = set(places)
    out = "".join([f"{OPEN}{char}{CLOSE}" if at in chosen else char for at, char in enumerate(text)])
    return out.replace(CLOSE + OPEN, "")


def _doubt(field: str, text: str, places: tuple[int, ...] | list[int], where: Where, confidence: float, why: str) -> Doubt:
    return Doubt(field=field, where=where, marked=marked(text, places), confidence=round(confidence, 4), why=why)


def _is_weak(each: Seen) -> bool:
    return each.character is not None and each.character.probability < DOUBTFUL and each.char.isalnum()


def doubtable_fields(bulletin: Bulletin) -> Iterator[tuple[str, str, Where]]:
    """Every field but the bodies, with its way, text and place."""
    for name, text in (("title", bulletin.title), ("issue_label", bulletin.issue_label), ("publisher", bulletin.publisher), ("lead", bulletin.lead)):
        if text:
            yield name, text, bulletin.places.get(name, ())
    if printed := bulletin.printed.get("published"):
        yield "published", printed, bulletin.places.get("published", ())
    for at, entry in enumerate(bulletin.index):
        for name, text in (("title", entry.title), ("source", entry.source)):
            if text:
                yield f"index[{at}].{name}", text, entry.where
    for at, item in enumerate(bulletin.items):
        for name, text in (("title", item.title), ("source", item.source), ("link", item.link), ("headline", item.headline), ("byline", item.byline)):
            if text:
                yield f"items[{at}].{name}", text, item.places.get(name, ())
