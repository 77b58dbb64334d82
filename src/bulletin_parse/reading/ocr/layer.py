"""Whether the hidden text under a page's picture, some scanner's own OCR, can be trusted."""

from __future__ import annotations

import re
from typing import NamedTuple

from bulletin_parse.reading.document import Page
from bulletin_parse.text.folding import HAN, fold

# A layer is trusted if it says what recognition reads, but for this many characters in a hundred, and if recognition was unsure of most of these: where it
# was as sure as this (of 1), the layer is wrong.
AGREES, SURE, MOST_SURE = 98.5, 0.9, 0.5
# Without recognition it is judged by its characters alone: this share of them must be Han, and at most this share strange.
LEAST_HAN, MOST_STRANGE = 0.3, 0.01
LEAST_SIGNS = 20  # on a page; fewer tell nothing
_STRANGE = re.compile("[\ufffd\ue000-\uf8ff\u3400-\u4dbf\u2e80-\u2fdf\u00c0-\u024f]")


class Verdict(NamedTuple):
    """Whether a layer is trusted, and what speaks against it."""

    is_trusted: bool
    reason: str = ""


def judge(page: Page, recognised: Page | None) -> Verdict:
    """The verdict on a page's hidden text.

    Args:
        page: as its text layer says.
        recognised: the same page as recognised, or None if that cannot be had.
    """
    if recognised is not None:
        return _compared(page, recognised)
    text = _text(page)
    if len(text) < LEAST_SIGNS:
        return Verdict(is_trusted=False, reason=f"it has {len(text)} characters")
    strange, han = len(_STRANGE.findall(text)) / len(text), len(HAN.findall(text)) / len(text)
    if strange > MOST_STRANGE:
        return Verdict(is_trusted=False, reason=f"{strange:.0%} of its characters mean nothing")
    return Verdict(han >= LEAST_HAN, f"{han:.0%} of its characters are Han")


def _compared(page: Page, recognised: Page) -> Verdict:
    from rapidfuzz import fuzz
    from rapidfuzz.distance import Levenshtein

    text = _text(page)
    own = [(char, sign.probability) for reading in recognised.readings for sign in reading.signs for char in fold(sign.char)]
    read = "".join([char for char, _ in own]) if own else _text(recognised)
    likeness = fuzz.ratio(text, read)
    if likeness < AGREES or not own:
        return Verdict(likeness >= AGREES, f"it agrees with the picture in {likeness:.1f} % only")
    differing = [own[step.src_start][1] for step in Levenshtein.opcodes(read, text) if step.tag != "equal" and step.src_start < len(own)]
    sure = sum([probability >= SURE for probability in differing])
    return Verdict(sure <= MOST_SURE * len(differing), f"it differs from the picture in {sure} places that are plain")


def _text(page: Page) -> str:
    return fold("".join([line.text for line in sorted(page.lines, key=lambda line: (round(line.base), line.x0))]))
