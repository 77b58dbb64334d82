"""Whether the hidden text under a page's picture, some scanner's own OCR, can be trusted."""

from __future__ import annotations

import re
from typing import NamedTuple

from bulletin_parse.reading.document import Page
from bulletin_parse.text.folding import HAN, fold

# A layer is trusted if it says what recognition reads, but for this many signs in a hundred.
AGREES = 98.5
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
    text = _text(page)
    if recognised is not None:
        from rapidfuzz import fuzz

        likeness = fuzz.ratio(text, _text(recognised))
        return Verdict(likeness >= AGREES, f"it agrees with the picture in {likeness:.1f} % only")
    if len(text) < LEAST_SIGNS:
        return Verdict(is_trusted=False, reason=f"it has {len(text)} characters")
    strange, han = len(_STRANGE.findall(text)) / len(text), len(HAN.findall(text)) / len(text)
    if strange > MOST_STRANGE:
        return Verdict(is_trusted=False, reason=f"{strange:.0%} of its characters mean nothing")
    return Verdict(han >= LEAST_HAN, f"{han:.0%} of its characters are Han")


def _text(page: Page) -> str:
    return fold("".join([line.text for line in page.lines]))
