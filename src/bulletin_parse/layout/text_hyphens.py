"""Links that pdftotext put together over a line's end, where it drops a hyphen: which hyphen it was cannot be known, so it is told."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from bulletin_parse.layout.blocks import Guess
from bulletin_parse.layout.row import Row
from bulletin_parse.layout.text_rows import width
from bulletin_parse.layout.wrapping import Wrapping
from bulletin_parse.text.lazy import lazy_pattern
from bulletin_parse.text.links import may_continue_link

_LOST = "a link is longer than this text's lines are: where it was broken, a hyphen may be lost"
_LINK = lazy_pattern(r"(?:https?://|www\.)[!-~]{8,}\Z", re.IGNORECASE)
_HYPHEN = lazy_pattern(r"[0-9A-Za-z][-\u2010\u00ad]\Z")
BEYOND = 1.0  # cells: a link that fills its line may reach so far
OUTER = 2.0  # cells: no line of the converter's begins further to the right


def lost_hyphens(rows: Sequence[Row], pages: int, wrapping: Wrapping) -> list[Guess]:
    """The links that may lack a hyphen.

    What pdftotext writes without -layout has pages, no indents and few blank lines. It keeps no hyphen at a line's end, so a text with one is another
    converter's. A link that goes on in the next line was broken there, and without a hyphen.

    Args:
        rows: the text's lines.
        pages: how many pages it has.
        wrapping: how its lines make paragraphs.
    """
    if wrapping.edge is None or wrapping.spaced or pages < 2 or any(row.x0 > OUTER or _HYPHEN.search(row.text) for row in rows):
        return []
    return [
        Guess(_LOST, (row,), "link")
        for row, below in pairwise(rows)
        if "://" in row.text and row.x0 + width(row.text) > wrapping.edge + BEYOND and _LINK.search(row.text) and not may_continue_link(below.text)
    ]
