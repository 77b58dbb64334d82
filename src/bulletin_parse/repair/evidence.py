"""How sure OCR was of each character of a field, and what else it might be."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

from bulletin_parse.models import PageRegion, Where
from bulletin_parse.reading.document import Character, Document, RecognisedLine
from bulletin_parse.text.folding import fold
from bulletin_parse.text.lookalikes import IN_TEXT

# A character that recognition did not even consider has this probability.
UNSEEN = 1e-4
# Characters that faces draw alike, or that a scan blurs into one another, have at least this one.
ALIKE_CHANCE = 5e-3
_GROUPS = [frozenset(fold(char) or char for char in each) for each in IN_TEXT]
# How wide characters are, in Han characters, and how much more room than both halves shows that a character between them was lost.
NARROW, LOST_ROOM = 0.5, 0.3
MATCHED = 0.6  # of a field's characters must be found among the recognised ones


# The room before a line's first character, since a character may be lost at the end of the line above.
LINE_START = 9.0


class Seen(NamedTuple):
    """A field's character with the recognised one that it was read from, None if that is not known.

    ``room`` is the free room before it, in Han characters; ``LINE_START`` where it begins a line under another.
    """

    char: str
    character: Character | None
    room: float = 0.0

    def chance(self, char: str) -> float:
        """How probable it is that another character is printed here (compared folded)."""
        mine, other = fold(self.char), fold(char)
        if self.character is None:
            return 1.0 if mine == other else UNSEEN
        if mine == other:
            return max(self.character.probability, UNSEEN)
        weight = max([weight for each, weight in self.character.others if fold(each) == other], default=UNSEEN)
        return max(weight, ALIKE_CHANCE) if is_alike(mine, other) else weight


def is_alike(one: str, other: str) -> bool:
    """Whether two characters look alike in some face."""
    return any(one in group and other in group for group in _GROUPS)


def printed_places(text: str) -> list[int]:
    """Where the characters of a text stand that are not white space: ``Evidence.seen`` gives one ``Seen`` for each."""
    return [at for at, char in enumerate(text) if not char.isspace()]


class Evidence:
    """The recognised lines of a document, by place."""

    def __init__(self, document: Document) -> None:
        self._pages = {page.number: page.readings for page in document.pages if page.readings}

    def is_recognised(self, where: Where) -> bool:
        """Whether all of a place was recognised; a place that no region tells was not."""
        regions = [region for region in where if isinstance(region, PageRegion)]
        return bool(regions) and all(region.page in self._pages for region in regions)

    def readings(self, where: Where) -> list[RecognisedLine]:
        """The recognised lines in some regions, top to bottom."""
        found = []
        for region in where:
            if isinstance(region, PageRegion):
                found += [reading for reading in self._pages.get(region.page, ()) if _inside(reading, region)]
        return found

    def seen(self, text: str, where: Where) -> list[Seen]:
        """The characters of a field's text that are not white space, each with the recognised one."""
        chars = [char for char in text if not char.isspace()]
        characters = _characters_in(self.readings(where))
        read = [character.char for character, _ in characters]
        at = _find(chars, read)
        if at is not None:
            return [Seen(char, *characters[at + offset]) for offset, char in enumerate(chars)]
        out = [Seen(char, None) for char in chars]
        matched = 0
        for tag, start, end, from_, _ in edit_steps(read, chars):
            if tag == "equal":
                for offset in range(end - start):
                    out[from_ + offset] = Seen(chars[from_ + offset], *characters[start + offset])
                matched += end - start
        return out if matched >= MATCHED * len(chars) else [Seen(char, None) for char in chars]


def _find(chars: Sequence[str], read: Sequence[str]) -> int | None:
    text, whole = "".join(chars), "".join(read)
    return whole.find(text) if len(whole) == len(read) and len(text) == len(chars) and text and text in whole else None


def _inside(reading: RecognisedLine, region: PageRegion) -> bool:
    left, top, right, bottom = region.bbox
    middle = (reading.top + reading.bottom) / 2
    return top - 1 <= middle <= bottom + 1 and reading.x0 < right and left < reading.x1


def _characters_in(readings: Sequence[RecognisedLine]) -> list[tuple[Character, float]]:
    """The characters of some lines but for white space, each with the room before it beyond what its width explains."""
    out: list[tuple[Character, float]] = []
    for reading in readings:
        step = _step(reading)
        before: Character | None = None
        for character in reading.characters:
            if character.char.isspace():
                continue
            room = LINE_START if before is None and out else 0.0
            if before and step:
                room = (character.place - before.place) / step - _half(before.char) - _half(character.char)
            out.append((character, room))
            before = character
    return out


def _step(reading: RecognisedLine) -> float:
    """The usual distance of two Han characters of a line, as a share of it; 0 if it has none side by side."""
    characters = reading.characters
    steps = sorted([b.place - a.place for a, b in pairwise(characters) if _half(a.char) == _half(b.char) == NARROW])
    return steps[len(steps) // 2] if steps else 0.0


def _half(char: str) -> float:
    return NARROW if char >= "\u2e80" else NARROW / 2


def cost(chance: float) -> float:
    """A chance as a cost that can be added."""
    return -math.log(max(chance, UNSEEN))


def edit_steps(left: Sequence[str], right: Sequence[str]) -> list[tuple[str, int, int, int, int]]:
    """The steps that make one row of characters of another: kind, start and end on the left, start and end on the right."""
    return [(str(step.tag), step.src_start, step.src_end, step.dest_start, step.dest_end) for step in Levenshtein.opcodes(left, right)]
