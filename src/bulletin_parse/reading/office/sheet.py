"""A file of paragraphs as it is read: lines of paragraphs, cells of tables, pictures, links, and what the page does not show."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from bulletin_parse.reading.document import Document, Given, Grid, HiddenText, Line, LinkArea, Page, Picture
from bulletin_parse.reading.spacing import tidy
from bulletin_parse.reading.text.lines import plain
from bulletin_parse.text.folding import cells

DEFAULT_SIZE = 10.5  # points: 五号, where a file names no size
MOST_COLUMNS = 100
_SPACES = " \t\r\n\f\v\xa0"
_INDENT_SPACES = "\u3000\xa0 \u2003\u2002"
INDENT_CHARACTERS = 2  # white characters, of which two are an indent


class Look(NamedTuple):
    """How a run of text, or a line, is set."""

    size: float = DEFAULT_SIZE
    font: str = ""
    bold: bool = False


class Run(NamedTuple):
    """Characters of one look; a line feed ends a line in them. ``link`` is where they lead; a ``picture`` has no characters."""

    text: str
    look: Look = Look()
    link: str = ""
    picture: bool = False


class ParagraphSheet:
    """Takes paragraphs in reading order, and gives the document that they make."""

    def __init__(self) -> None:
        self._lines: list[Line] = []
        self._links: list[LinkArea] = []
        self._pictures: list[Picture] = []
        self._hidden: list[HiddenText] = []
        self._centred: set[int] = set()
        self._indented: set[int] = set()
        self._furniture: set[int] = set()
        self._notes: set[int] = set()
        self._grids: list[Grid] = []
        self.number = 0  # of the paragraph that was taken last

    def paragraph(self, runs: Sequence[Run], *, centred: bool = False, indented: bool = False, furniture: bool = False, note: bool = False) -> list[int]:
        """Takes a paragraph; one without text or pictures has a number and no line.

        Returns:
            The places of its lines.
        """
        self.number += 1
        lead = "".join([run.text for run in runs])[:INDENT_CHARACTERS]
        spaced = len(lead) == INDENT_CHARACTERS and not lead.strip(_INDENT_SPACES)
        places: list[int] = []
        for line in _lines_of(runs):
            if any(run.picture for run in line):
                self._picture(after=bool(places) or any(run.text.strip() for run in line))
            text = tidy(plain("".join([run.text for run in line]))).strip(_SPACES)
            if not text:
                continue
            places.append(len(self._lines))
            self._lines.append(self._line(text, line))
            self._links += [LinkArea(target, 0.0, self.number, 0.0, self.number) for target in dict.fromkeys([run.link for run in line if run.link])]
        for kept, wanted in ((self._centred, centred), (self._furniture, furniture), (self._notes, note)):
            if wanted:
                kept.update(places)
        if places and (indented or (spaced and not centred)):
            self._indented.add(places[0])
        return places

    def table(self, rows: Sequence[Sequence[Sequence[int]]]) -> None:
        """Takes a table whose cells' lines were taken before: rows of cells of the lines' places, short rows filled up with empty cells.

        One of a single column is a frame round its text, and one of more columns than any page has room for is none.
        """
        width = max(map(len, rows), default=0)
        if 1 < width <= MOST_COLUMNS and any(cell for row in rows for cell in row):
            self._grids.append(Grid(tuple([(*[tuple(cell) for cell in row], *[()] * (width - len(row))) for row in rows])))

    def hide(self, text: str, why: str) -> None:
        """Notes text that the page does not show, beside the paragraph that was taken last."""
        if text := " ".join(text.split()):
            at = max(1, self.number)
            self._hidden.append(HiddenText(text, why, 0.0, at, 0.0, at))

    def document(self, engine: str, version: str, media_type: str) -> Document:
        """What was taken, as one page."""
        given = Given(frozenset(self._centred), frozenset(self._indented), frozenset(self._furniture), frozenset(self._notes))
        page = Page(
            1, 0.0, 0.0, tuple(self._lines), tuple(self._links), tuple(self._pictures), hidden=tuple(self._hidden), grids=tuple(self._grids), given=given
        )
        return Document((page,), engine, version, media_type)

    def _line(self, text: str, runs: Sequence[Run]) -> Line:
        weights: dict[Look, int] = {}
        for run in runs:
            weights[run.look] = weights.get(run.look, 0) + len(run.text.strip())
        look = max(weights, key=lambda look: weights[look])
        return Line(text, 0.0, self.number, cells(text) * look.size / 2, self.number, self.number, look.size, look.font, look.bold)

    def _picture(self, *, after: bool) -> None:
        """A picture of a paragraph of its own, or one behind the text that it stands in."""
        at = self.number + (1 if after else 0)
        self._pictures.append(Picture(0.0, at, 0.0, at))


def _lines_of(runs: Sequence[Run]) -> list[list[Run]]:
    lines: list[list[Run]] = [[]]
    for run in runs:
        for at, text in enumerate(run.text.split("\n")):
            if at:
                lines.append([])
            lines[-1].append(run._replace(text=text))
    return lines
