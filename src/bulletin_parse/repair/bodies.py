"""Articles' paragraphs, which stand once: only what the signs beside a sign say of it is repaired in them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bulletin_parse.repair.edits import Editor
from bulletin_parse.repair.evidence import Evidence, Seen, places_of
from bulletin_parse.repair.voting import PLAUSIBLE

_OPEN, _CLOSE, _STRAIGHT = "“", "”", '"'
# Two capitals and what may be a third one: IS0, but neither A10 nor H200.
_LETTERS = re.compile(r"(?<![A-Za-z0-9])[A-Z]{2}0(?![A-Za-z0-9.])")


def repair_bodies(editor: Editor, evidence: Evidence) -> None:
    """Quotation marks that open where one must close, and a zero among capitals, where OCR had the other in mind."""
    for at, item in enumerate(editor.bulletin.items):
        for number, block in enumerate(item.blocks):
            text = block.text
            quotes, zeros = _turned(text), [match.end() - 1 for match in _LETTERS.finditer(text)]
            if not (quotes or zeros) or not evidence.is_recognised(block.where):
                continue
            seen = _by_place(text, evidence.seen(text, block.where))
            field = f"items.{at}.blocks.{number}.text"
            if quotes and all(_was_in_mind(seen.get(place), other) for place, other in quotes.items()):
                text = "".join([quotes.get(place, char) for place, char in enumerate(text)])
                editor.change(field, text, "quotation marks open and close in turn", block.where)
            mended = {place: "O" for place in zeros if _was_in_mind(seen.get(place), "O")}
            if mended:
                now = "".join([mended.get(place, char) for place, char in enumerate(text)])
                editor.change(field, now, "capitals have no zero among them", block.where)


def _turned(text: str) -> dict[int, str]:
    """The quotation marks that must be the other one so that all open and close in turn; empty if they do, or if one lacks its other."""
    places = [at for at, char in enumerate(text) if char in _OPEN + _CLOSE + _STRAIGHT]
    if len(places) % 2:
        return {}
    wanted = {at: _OPEN if order % 2 == 0 else _CLOSE for order, at in enumerate(places)}
    return {at: sign for at, sign in wanted.items() if text[at] != sign}


def _by_place(text: str, seen: Sequence[Seen]) -> dict[int, Seen]:
    return dict(zip(places_of(text), seen, strict=False))


def _was_in_mind(each: Seen | None, other: str) -> bool:
    return bool(each and each.sign and any(char == other and weight >= PLAUSIBLE for char, weight in each.sign.others))
