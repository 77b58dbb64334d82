"""Spaces that the ends of rows lost: where a title wraps at a space, a copy of it that does not shows the space."""

from __future__ import annotations

from collections.abc import Iterable

from bulletin_parse.parsing.ledger import Passage
from bulletin_parse.text.folding import clean


def as_copied(passage: Passage, copies: Iterable[str]) -> str:
    """A passage's text for display, with a space where one of its rows ends and a copy of the text has one.

    Args:
        passage: a title.
        copies: other prints of what may be the same title.
    """
    text = passage.text
    seams = {at for at, _, _, _ in passage.pieces[1:] if 0 < at < len(text) and not text[at - 1].isspace() and not text[at].isspace()}
    if seams:
        bare = _bare(text)
        for copy in copies:
            if len(copy) > len(bare) and _bare(copy) == bare:
                spaces = _spaces(copy)
                text = "".join([(spaces.get(len(_bare(text[:at])), "") if at in seams else "") + char for at, char in enumerate(text)])
                break
    return clean(text)


def _bare(text: str) -> str:
    return "".join(text.split())


def _spaces(text: str) -> dict[int, str]:
    """The white space of a text by the number of other characters before it."""
    found: dict[int, str] = {}
    count = 0
    for char in text:
        if char.isspace():
            found[count] = found.get(count, "") + char
        else:
            count += 1
    return found
