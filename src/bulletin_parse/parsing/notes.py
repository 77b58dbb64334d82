"""Notes where no text of an article is: a reviewer's remark beside the masthead, the index or an item's labels breaks none of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from operator import attrgetter
from typing import NamedTuple

from bulletin_parse.layout.sentences import ends_sentence
from bulletin_parse.parsing.ledger import Passage
from bulletin_parse.parsing.pieces import Piece

_IS_APART = attrgetter("is_apart")  # of a piece
SHORTEST_PARAGRAPH = 40  # characters; what is shorter and ends no sentence may be a title, a label or a byline


class Notes(NamedTuple):
    """The notes of a document, each with the number of other pieces before it."""

    found: tuple[tuple[int, Piece], ...]

    def before(self, at: int) -> tuple[Passage, ...]:
        """The notes that stand before a piece (by its number among the others)."""
        return tuple([note.passage for count, note in self.found if count < at and note.passage])

    def put_back(self, pieces: Sequence[Piece], at: int, openers: re.Pattern[str]) -> list[Piece]:
        """The pieces from a place on with their notes, each below the first paragraph from where it stands.

        Args:
            pieces: without notes.
            at: of the first piece that is wanted.
            openers: what a label begins with.
        """
        if not self.found:
            return list(pieces[at:])
        out: list[Piece] = []
        waiting = [(count, note) for count, note in self.found if count >= at]
        for number, piece in enumerate(pieces[at:], start=at):
            while waiting and waiting[0][0] <= number and (not out or not _is_head(out[-1], openers)) and number > at:
                out.append(waiting.pop(0)[1])
            out.append(piece)
        return out + [note for _, note in waiting]


def without_notes(pieces: Sequence[Piece]) -> tuple[list[Piece], Notes]:
    """The pieces that are no notes, and the notes."""
    if not any(map(_IS_APART, pieces)):
        return list(pieces), Notes(())  # as in most documents
    kept: list[Piece] = []
    notes: list[tuple[int, Piece]] = []
    for piece in pieces:
        if piece.block is not None and piece.block.role == "note":
            notes.append((len(kept), piece))
        else:
            kept.append(piece)
    return kept, Notes(tuple(notes))


def _is_head(piece: Piece, openers: re.Pattern[str]) -> bool:
    """Whether a piece may be a title, a label or a byline, below which an article's text is still to come."""
    if piece.is_figure or piece.is_apart:
        return False
    return bool(openers.match(piece.text)) or (len(piece.text) < SHORTEST_PARAGRAPH and not ends_sentence(piece.text))
