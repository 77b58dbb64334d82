"""The characters of a link, repaired or not, that nothing confirms."""

from __future__ import annotations

import string
from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from bulletin_parse.reading.document import Character
from bulletin_parse.repair.evidence import edit_steps, is_alike
from bulletin_parse.repair.links.shapes import HEX
from bulletin_parse.text.folding import narrow
from bulletin_parse.text.lazy import lazy_pattern
from bulletin_parse.text.lookalikes import STROKES

# A character of an identifier is doubtful if another of its kind had this chance.
DOUBTFUL_CHARACTER = 0.003
# … and 1, l and I are told apart so badly that a trace of another is enough.
DOUBTFUL_STROKE = 0.0005
# A character less probable than this is doubtful wherever it stands.
WEAK_CHARACTER = 0.85
# Characters that stand in no path: a speck, or a character misread; a number after the host is a port's.
_STRANGE = lazy_pattern(r"(?<=[^/]):(?!\d+(?:/|\Z))|[,;!|，。：；！·]")

# A dot after a digit, with an extension's behind it: an underscore on a poor scan.
_INNER_DOT = lazy_pattern(r"(?<=\d)\.(?=[^/?#]*\.[A-Za-z]+(?:[?#]|\Z))")
_ALNUM = frozenset(string.ascii_letters + string.digits)
_HEX_DIGITS = frozenset("0123456789abcdef")


class ReadLink:
    """A link, repaired or not, beside the characters that it was read from.

    Args:
        link: without white space.
        characters: those of its lines, white space and a label among them.
    """

    def __init__(self, link: str, characters: Sequence[Character]) -> None:
        self.link = link
        self.row = _characters_of(link, characters)

    def weak(self, start: int) -> list[int]:
        """The places after ``start`` whose character was read with little confidence, l and 1 and their like left to shapes and words."""
        found = [match.start() for match in _STRANGE.finditer(self.link, start)]
        for at in range(start, len(self.link)):
            character = self.row[at]
            if character is None or not self._stands(at) or character.probability >= WEAK_CHARACTER:
                continue
            others = [other for other, weight in character.others if weight >= DOUBTFUL_CHARACTER and other.isascii() and other.isalnum()]
            if any(not is_alike(character.char, other) for other in others):
                found.append(at)
        return found

    def doubtful(self, spans: Sequence[tuple[int, int]], offset: int = 0) -> list[int]:
        """The places in some spans, counted from ``offset``, whose character another one of its look had a chance to be."""
        out = []
        for start, end in spans:
            # Of a hexadecimal number only another of its digits can be meant: 6 for b, but no l for 1.
            is_hex = bool(HEX.fullmatch(self.link[offset + start : offset + end]))
            out += [at for at in range(offset + start, offset + end) if self._may_differ(at, _HEX_DIGITS if is_hex else _ALNUM)]
        return out

    def unbacked(self, spans: Sequence[tuple[int, int]], offset: int = 0) -> list[int]:
        """The places in repaired numbers whose digit OCR did not have in mind: a number by its look only."""
        characters = [(at, self.row[at]) for at in _places(spans, offset)]
        return [at for at, character in characters if character and not self._stands(at) and self.link[at] not in [other for other, _ in character.others]]

    def dotted(self, start: int) -> list[int]:
        """The places after ``start`` of dots that may be underscores."""
        return [match.start() for match in _INNER_DOT.finditer(self.link, start)]

    def _may_differ(self, at: int, kind: AbstractSet[str]) -> bool:
        """Whether OCR had a plausible rival for a character, or a repair of it lacks OCR's support."""
        character = self.row[at]
        if character is None:
            return False
        if not self._stands(at):
            return kind is _ALNUM and self.link[at].isalnum()
        least = DOUBTFUL_STROKE if character.char in STROKES else DOUBTFUL_CHARACTER
        return any(weight >= least and other in kind for other, weight in character.others)

    def _stands(self, at: int) -> bool:
        """Whether a character is as it was read."""
        character = self.row[at]
        return character is not None and narrow(character.char) == self.link[at]


def _places(spans: Sequence[tuple[int, int]], offset: int) -> list[int]:
    return [offset + at for start, end in spans for at in range(start, end)]


def _characters_of(link: str, characters: Sequence[Character]) -> list[Character | None]:
    """The recognised character that each character of a link was read from, repaired or not; None where it was put in."""
    read = [character for character in characters if not character.char.isspace()]
    out: list[Character | None] = [None] * len(link)
    for kind, left, end, right, _ in edit_steps([narrow(character.char) for character in read], list(link)):
        if kind in ("equal", "replace"):
            for offset in range(end - left):
                out[right + offset] = read[left + offset]
    return out
