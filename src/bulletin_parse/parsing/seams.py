"""Spaces that the ends of rows, or recognition, lost: where a title wraps at a space, a copy of it that does not shows the space.

And marks whose places a converter lost, as they are of another font: they stand at the end, and the copy shows where they belong.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from bulletin_parse.parsing.ledger import Passage
from bulletin_parse.text.folding import clean, is_han, squeezed
from bulletin_parse.text.lazy import lazy_pattern

_LOST_MARKS = lazy_pattern(r"(?:[“‘《（]\s*[”’》）]?|——)\s*\Z")  # no title ends with a mark that opens, with a pair round nothing, or with a dash

_PARTED = lazy_pattern(r"[^\x00-\x7f] [^\x00-\x7f]")  # the space that a converter may have set: between Latin words it belongs to the text
_SPACE = lazy_pattern(r"\s+")
FEWEST_COPIES = 2  # of a title, the entry's and the headline, that tell of a space that it has alone


def as_copied(passage: Passage, copies: Iterable[str]) -> str:
    """A passage's text for display, with a space where a copy of the text has one and one of its rows ends, or was recognised.

    Args:
        passage: a title.
        copies: other prints of what may be the same title.
    """
    text = passage.text
    if not text[-1:].isalnum() and _LOST_MARKS.search(text[-4:]):
        copies = list(copies)
        if whole := next((copy for copy in copies if _differ_in_places(text, copy)), None):
            return clean(whole)
    rows = passage.rows
    if len(rows) == 1 and rows[0].confidence == 1.0:  # most are
        return clean(_without_breaks(text, copies) if " " in text and not rows[0].font else text)
    places = [at for at, _, _, _ in passage.pieces[1:]]
    for at, row, start, end in passage.pieces:
        if row.confidence < 1.0:
            places += range(at + 1, at + end - start)
    seams = {at for at in places if 0 < at < len(text) and is_han(text[at - 1]) and is_han(text[at])}
    if seams:
        bare = squeezed(text)
        for copy in copies:
            if len(copy) > len(bare) and squeezed(copy) == bare:
                text = _with_spaces(text, seams, _spaces(copy))
                break
    return clean(text)


def _without_breaks(text: str, copies: Iterable[str]) -> str:
    """A text's title without the spaces between Han characters that no copy of it has, if there are two: a converter set a row's end so.

    An office that writes a space in a title does not leave it out of the index and of the headline both.
    """
    if not _PARTED.search(text):
        return text
    bare = squeezed(text)
    alike = [title for copy in copies if squeezed(title := copy.partition("\n")[0]) == bare]
    if len(alike) < FEWEST_COPIES:
        return text
    kept = {count for copy in alike for count in _spaces(copy)}
    out: list[str] = []
    done, at = 0, text.find(" ")
    for number in range(text.count(" ")):
        if at - number not in kept and not text[at - 1].isascii() and not text[at + 1 : at + 2].isascii():
            out.append(text[done:at])
            done = at + 1
        at = text.find(" ", at + 1)
    return "".join(out) + text[done:]


def _differ_in_places(text: str, copy: str) -> bool:
    """Whether two texts have the same words, and the same marks between them at other places."""
    if [char for char in text if char.isalnum()] != [char for char in copy if char.isalnum()]:
        return False
    return sorted(squeezed(text)) == sorted(squeezed(copy))


def _with_spaces(text: str, seams: Collection[int], spaces: Mapping[int, str]) -> str:
    """A text with the white space that stands in its copy after as many other characters, where it may have lost some."""
    out: list[str] = []
    count = 0
    for at, char in enumerate(text):
        if at in seams:
            out.append(spaces.get(count, ""))
        out.append(char)
        count += not char.isspace()
    return "".join(out)


def _spaces(text: str) -> dict[int, str]:
    """The white space of a text by the number of other characters before it."""
    found: dict[int, str] = {}
    seen = 0
    for match in _SPACE.finditer(text):
        found[match.start() - seen] = match[0]
        seen += len(match[0])
    return found
