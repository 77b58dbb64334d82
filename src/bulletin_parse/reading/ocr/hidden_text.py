"""Whether the hidden text under a page's picture, some scanner's own OCR, can be trusted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from bulletin_parse.reading.document import Differing, Line, Page
from bulletin_parse.text.folding import HAN, fold
from bulletin_parse.text.lazy import lazy_pattern

# A layer is trusted if it says what recognition reads, but for this many characters in a hundred, and if recognition was unsure of most of these: where it
# was as sure as this (of 1), the layer is wrong.
AGREES, SURE, MOST_SURE = 98.5, 0.9, 0.5
# What differs in a layer that is trusted is told where recognition holds its own reading for more likely than not.
LIKELY = 0.5
# Without recognition it is judged by its characters alone: this share of them must be Han, and at most this share strange.
LEAST_HAN, MOST_STRANGE = 0.3, 0.01
LEAST_CHARACTERS = 20  # on a page; fewer tell nothing
_STRANGE = lazy_pattern("[\ufffd\ue000-\uf8ff\u3400-\u4dbf\u2e80-\u2fdf\u00c0-\u024f]")


class Verdict(NamedTuple):
    """Whether a layer is trusted, what speaks against it, and the lines of a trusted one that recognition reads otherwise."""

    is_trusted: bool
    reason: str = ""
    differing: tuple[Differing, ...] = ()


class _Char(NamedTuple):
    """A character of the layer, folded, and where it stands: its line's place in the layer, its own in the line."""

    folded: str
    line: int
    at: int


def judge(page: Page, recognised: Page | None) -> Verdict:
    """The verdict on a page's hidden text.

    Args:
        page: as its text layer says.
        recognised: the same page as recognised, or None if that cannot be had.
    """
    if recognised is not None:
        return _compared(page, recognised)
    text = _text(page)
    if len(text) < LEAST_CHARACTERS:
        return Verdict(is_trusted=False, reason=f"it has {len(text)} characters")
    strange, han = len(_STRANGE.findall(text)) / len(text), len(HAN.findall(text)) / len(text)
    if strange > MOST_STRANGE:
        return Verdict(is_trusted=False, reason=f"{strange:.0%} of its characters mean nothing")
    return Verdict(han >= LEAST_HAN, f"{han:.0%} of its characters are Han")


def _compared(page: Page, recognised: Page) -> Verdict:
    from rapidfuzz import fuzz
    from rapidfuzz.distance import Levenshtein

    lines = _ordered(page)
    chars = [_Char(folded, at, place) for at, line in enumerate(lines) for place, char in enumerate(line.text) for folded in fold(char)]
    text = "".join([char.folded for char in chars])
    own = [(char, character.probability) for reading in recognised.readings for character in reading.characters for char in fold(character.char)]
    read = "".join([char for char, _ in own]) if own else _text(recognised)
    likeness = fuzz.ratio(text, read)
    if likeness < AGREES or not own:
        return Verdict(likeness >= AGREES, f"it agrees with the picture in {likeness:.1f} % only")
    steps = [step for step in Levenshtein.opcodes(read, text) if step.tag != "equal"]
    differing = [own[step.src_start][1] for step in steps if step.src_start < len(own)]
    sure = sum([probability >= SURE for probability in differing])
    if sure > MOST_SURE * len(differing):
        return Verdict(is_trusted=False, reason=f"it differs from the picture in {sure} places that are plain")
    return Verdict(is_trusted=True, differing=tuple(_differing(lines, chars, own, steps)))


def _differing(lines: Sequence[Line], chars: Sequence[_Char], own: Sequence[tuple[str, float]], steps: Sequence[Any]) -> Iterator[Differing]:
    """The lines of a layer in which letters, digits or ideographs differ from what was likely read, by the steps from that to the layer."""
    found: dict[int, list[tuple[list[int], str, float]]] = {}
    for step in steps:
        read = own[step.src_start : step.src_end]
        layer = chars[step.dest_start : step.dest_end] or chars[step.dest_start : step.dest_start + 1] or chars[-1:]
        probability = max([each for _, each in read or own[step.src_start : step.src_start + 1]], default=0.0)
        seen, said = "".join([char for char, _ in read]), "".join([char.folded for char in chars[step.dest_start : step.dest_end]])
        if layer and probability >= LIKELY and any(char.isalnum() for char in seen + said):
            line = layer[0].line
            found.setdefault(line, []).append(([char.at for char in layer if char.line == line], seen, probability))
    for line, differences in sorted(found.items()):
        places = sorted({at for each, _, _ in differences for at in each})
        yield Differing(lines[line], tuple(places), tuple([seen for _, seen, _ in differences]), max([each for *_, each in differences]))


def _ordered(page: Page) -> list[Line]:
    return sorted(page.lines, key=lambda line: (round(line.base), line.x0))


def _text(page: Page) -> str:
    return fold("".join([line.text for line in _ordered(page)]))
