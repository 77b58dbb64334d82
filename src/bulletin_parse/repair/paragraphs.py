"""Articles' paragraphs, which stand once: only what the characters beside a character say of it is repaired in them."""

from __future__ import annotations

from collections.abc import Sequence

from bulletin_parse.repair.edits import Editor
from bulletin_parse.repair.evidence import Evidence, Seen, printed_places
from bulletin_parse.repair.voting import PLAUSIBLE
from bulletin_parse.text.lazy import lazy_pattern

_OPEN, _CLOSE, _STRAIGHT = "“", "”", '"'
# Two capitals and what may be a third one: IS0, but neither A10 nor H200.
_LETTERS = lazy_pattern(r"(?<![A-Za-z0-9])[A-Z]{2}0(?![A-Za-z0-9.])")
# 3.O is a version whose zero was taken for a letter.
_VERSION = lazy_pattern(r"(?<=\d\.)O(?![A-Za-z])")
# No number has a circle behind its percent sign: 9.67%o is per mille.
_PER_MILLE = lazy_pattern(r"(?<=\d)[%％][oO0](?![0-9A-Za-z])")


def repair_bodies(editor: Editor, evidence: Evidence) -> None:
    """Quotation marks in turn, zeros among capitals and capitals among digits, where OCR had the other in mind; and per milles."""
    for at, item in enumerate(editor.bulletin.items):
        for number, block in enumerate(item.blocks):
            text = block.text
            quotes = _turned(text)
            circles = {match.end() - 1: "O" for match in _LETTERS.finditer(text)} | {match.start(): "0" for match in _VERSION.finditer(text)}
            if not (quotes or circles or _PER_MILLE.search(text)) or not evidence.is_recognised(block.where):
                continue
            seen = _by_place(text, evidence.seen(text, block.where))
            field = f"items[{at}].blocks[{number}].text"
            if quotes and all(_was_in_mind(seen.get(place), other) for place, other in quotes.items()):
                text = "".join([quotes.get(place, char) for place, char in enumerate(text)])
                editor.change(field, text, "quotation marks open and close in turn", block.where)
            mended = {place: character for place, character in circles.items() if _was_in_mind(seen.get(place), character)}
            if mended:
                text = "".join([mended.get(place, char) for place, char in enumerate(text)])
                editor.change(field, text, "capitals have no zero among them, and numbers no letter", block.where)
            if (now := _PER_MILLE.sub("‰", text)) != text:
                editor.change(field, now, "no number has a circle behind its percent sign", block.where)


def _turned(text: str) -> dict[int, str]:
    """The quotation marks that must be the other one so that all open and close in turn; empty if they do, or if one lacks its other."""
    places = [at for at, char in enumerate(text) if char in _OPEN + _CLOSE + _STRAIGHT]
    if len(places) % 2:
        return {}
    wanted = {at: _OPEN if order % 2 == 0 else _CLOSE for order, at in enumerate(places)}
    return {at: character for at, character in wanted.items() if text[at] != character}


def _by_place(text: str, seen: Sequence[Seen]) -> dict[int, Seen]:
    return dict(zip(printed_places(text), seen, strict=False))


def _was_in_mind(each: Seen | None, other: str) -> bool:
    return bool(each and each.character and any(char == other and weight >= PLAUSIBLE for char, weight in each.character.others))
