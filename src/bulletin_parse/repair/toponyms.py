"""Names of places with rare characters, and words, which recognition reads as commoner ones wherever they stand, so that no copy knows better."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from bulletin_parse.models import Bulletin, Where
from bulletin_parse.repair.edits import Editor
from bulletin_parse.repair.evidence import Evidence, printed_places
from bulletin_parse.repair.voting import PLAUSIBLE

_LIST = Path(__file__).with_name("toponyms.toml")


@cache
def names_by_character() -> Mapping[str, tuple[tuple[str, int], ...]]:
    """The known names and words that have a character, each with the character's place in it."""
    found: dict[str, list[tuple[str, int]]] = defaultdict(list)
    listed = tomllib.loads(_LIST.read_text(encoding="utf-8"))
    for name in f"{listed['names']} {listed['words']}".split():
        for at, character in enumerate(name):
            found[character].append((name, at))
    return {character: tuple(names) for character, names in found.items()}


def repair_toponyms(editor: Editor, evidence: Evidence) -> None:
    """Names of places one character off a known one, where OCR had that character in mind; what is read must be no known name itself."""
    for field, text, where in _texts(editor.bulletin):
        if not evidence.is_recognised(where) or not _is_in_mind(evidence, where):
            continue
        chars = list(text)
        places = printed_places(text)
        for at, each in zip(places, evidence.seen(text, where), strict=False):
            for other, weight in each.character.others if each.character else ():
                if weight >= PLAUSIBLE and _makes_a_name("".join(chars), at, other):
                    chars[at] = other
                    break
        editor.change(field, "".join(chars), "a place or word of this form is known", where)


def _is_in_mind(evidence: Evidence, where: Where) -> bool:
    """Whether OCR thought of any name's character in a place, which it seldom does."""
    names = names_by_character()
    return any(
        other in names and weight >= PLAUSIBLE for reading in evidence.readings(where) for character in reading.characters for other, weight in character.others
    )


def _makes_a_name(text: str, at: int, other: str) -> bool:
    """Whether a text has a known name at a place if another character is put there, and has none as it is."""
    if any(text.startswith(name, max(at - offset, 0)) for name, offset in names_by_character().get(text[at], ())):
        return False
    now = text[:at] + other + text[at + 1 :]
    return any(at >= offset and now.startswith(name, at - offset) for name, offset in names_by_character().get(other, ()))


def _texts(bulletin: Bulletin) -> Iterator[tuple[str, str, Where]]:
    """The texts in which places are named, with their ways and places."""
    for at, entry in enumerate(bulletin.index):
        yield f"index[{at}].title", entry.title, entry.where
        yield f"index[{at}].source", entry.source or "", entry.where
    for at, item in enumerate(bulletin.items):
        for name, text in (("title", item.title), ("source", item.source), ("headline", item.headline), ("byline", item.byline)):
            yield f"items[{at}].{name}", text or "", item.places.get(name, item.where if name == "title" else ())
        for number, block in enumerate(item.blocks):
            yield f"items[{at}].blocks[{number}].text", block.text, block.where
