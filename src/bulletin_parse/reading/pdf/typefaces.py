"""Which lines of a page are set in one typeface, where its fonts have no names.

Browsers cut a typeface into many nameless Type3 fonts of a few glyphs each. Fonts that share a line are one typeface, since
a line of Han characters seldom mixes two; so lines fall into groups, and the largest group is the page's body type.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from bulletin_parse.reading.document import Line

OTHER = "other typeface"
# Longer lines are text, and a chance font of theirs tells nothing.
LONGEST_JUDGED = 40
# A paragraph's last row of so many characters may share no font with the samples of other lines by chance.
LONGEST_REST, SENTENCE_END = 8, "。！？；"


def name_typefaces(lines: Sequence[Line], fonts: Sequence[frozenset[Hashable]]) -> list[Line]:
    """The lines with ``font`` set to ``OTHER`` where a line shares no font with the body type, but for a short end of a sentence that no line shares.

    Args:
        lines: a page's lines whose fonts have no names.
        fonts: for each line, what tells apart the fonts of its Han characters; empty if it has none.
    """
    parent: dict[Hashable, Hashable] = {}

    def root(font: Hashable) -> Hashable:
        while parent[font] != font:
            parent[font] = parent[parent[font]]
            font = parent[font]
        return font

    for group in fonts:
        first = None
        for font in group:
            parent.setdefault(font, font)
            if first is None:
                first = root(font)
            else:
                parent[root(font)] = first
    weights: dict[Hashable, int] = {}
    for line, group in zip(lines, fonts, strict=True):
        if group:
            typeface = root(next(iter(group)))
            weights[typeface] = weights.get(typeface, 0) + len(line.text)
    if len(weights) < 2:
        return list(lines)
    body = max(weights, key=lambda typeface: weights[typeface])

    def is_other(line: Line, typeface: Hashable) -> bool:
        rest = len(line.text) <= LONGEST_REST and line.text[-1:] in SENTENCE_END and weights[typeface] == len(line.text)
        return typeface != body and len(line.text) <= LONGEST_JUDGED and not rest

    return [line._replace(font=OTHER) if group and is_other(line, root(next(iter(group)))) else line for line, group in zip(lines, fonts, strict=True)]
