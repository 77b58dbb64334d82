"""What reading hands on: documents of pages of lines, the same whichever engine read them.

These are plain tuples, since a bulletin has thousands of lines and each is built and read once.
Coordinates are points, origin top left. In a text, ``top``, ``bottom`` and ``base`` are the line's number, ``x0`` and ``x1`` count character
cells (two for a Han character) and ``size`` is 2, the width of a Han character. ``base`` is the baseline: the one height on which all engines agree.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

PDF = "application/pdf"


class Line(NamedTuple):
    """A run of characters on one baseline, as the engine found it; ``confidence`` is below 1 where it was recognised.

    ``upright`` is False for what belongs to no row of text: writing across the page, watermarks, line numbers, ruby.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    base: float
    size: float
    font: str = ""
    bold: bool = False
    upright: bool = True
    confidence: float = 1.0


class LinkArea(NamedTuple):
    """A link annotation: its target and its rectangle."""

    uri: str
    x0: float
    top: float
    x1: float
    bottom: float


class Picture(NamedTuple):
    """A picture's rectangle on its page."""

    x0: float
    top: float
    x1: float
    bottom: float


class Character(NamedTuple):
    """A recognised character: how probable it is, its place along the line from 0 to 1, and what else it might be."""

    char: str
    probability: float
    place: float
    others: tuple[tuple[str, float], ...] = ()


class RecognisedLine(NamedTuple):
    """A recognised line: its rectangle on the straightened page, and its characters."""

    x0: float
    top: float
    x1: float
    bottom: float
    characters: tuple[Character, ...]


class Tilt(NamedTuple):
    """How a page was set straight to be read: quarter turns clockwise, then ``angle`` degrees around the middle; its size before that."""

    turns: int
    angle: float
    width: float
    height: float


class Differing(NamedTuple):
    """A line of a page's own hidden layer that was kept, and recognition read otherwise.

    ``places`` are the characters of ``line`` (from 0) that differ, or before which one more is seen; ``read`` is what was recognised for each run of them.
    """

    line: Line
    places: tuple[int, ...]
    read: tuple[str, ...]
    probability: float


class HiddenText(NamedTuple):
    """Text that the file holds and the page does not show: why, and its rectangle."""

    text: str
    why: str
    x0: float
    top: float
    x1: float
    bottom: float


Box = tuple[float, float, float, float]  # x0, top, x1, bottom


class Suspect(NamedTuple):
    """A line that may not be seen, and why. ``look`` is where the drawn page must show no ink for that; None if nothing can be seen of it."""

    line: Line
    why: str
    look: Box | None = None


class Grid(NamedTuple):
    """A table in a text: rows of cells, each the places (from 0) of its lines in ``Page.lines``."""

    rows: tuple[tuple[tuple[int, ...], ...], ...]


class Given(NamedTuple):
    """What a file of paragraphs (Word, HTML) says of its lines, by their places: how they are set, and what is no running text.

    ``centred`` and ``indented`` are set so; ``furniture`` are running headers and footers, ``notes`` the texts of footnotes, which stand behind the paragraph
    that calls them. Lines of one paragraph have one ``base``, its number.
    """

    centred: frozenset[int] = frozenset()
    indented: frozenset[int] = frozenset()
    furniture: frozenset[int] = frozenset()
    notes: frozenset[int] = frozenset()


class Page(NamedTuple):
    """One page, or a whole text as page 1. ``width`` and ``height`` are 0 for a text.

    Of a text, ``breaks`` are the places of the lines that markup ends (a heading, a hard break), ``starts`` of those that a list's
    mark begins, and ``grids`` its tables.
    A page that was set straight to be read has ``tilt``, a recognised one ``readings`` as well, one a line; ``engine`` is what read it, where that
    is not the document's.
    ``rules`` are the lines that are drawn on it, as rectangles, where its engine tells of them.
    ``differing`` are lines of a scan's own layer of words that its picture seems to show otherwise. ``suspects`` are an engine's, until ``printed``
    has told which of them are hidden. ``given`` is there for a file of paragraphs, whose lines have the type that the file gives them.
    """

    number: int
    width: float
    height: float
    lines: tuple[Line, ...]
    links: tuple[LinkArea, ...] = ()
    pictures: tuple[Picture, ...] = ()
    readings: tuple[RecognisedLine, ...] = ()
    tilt: Tilt | None = None
    engine: str = ""
    hidden: tuple[HiddenText, ...] = ()
    suspects: tuple[Suspect, ...] = ()
    breaks: frozenset[int] = frozenset()
    starts: frozenset[int] = frozenset()
    grids: tuple[Grid, ...] = ()
    differing: tuple[Differing, ...] = ()
    given: Given | None = None
    rules: tuple[Box, ...] = ()


class UnreadPage(NamedTuple):
    """A page that nothing could read, or whose text is not to be trusted, and why."""

    page: int
    reason: str


# What places in a document count: rectangles on pages (PDF), lines (text), paragraphs (Word and HTML).
Unit = Literal["page", "line", "paragraph"]


class Document(NamedTuple):
    """A file's pages and what read them.

    ``damage`` says what the engine stumbled over where text may be lost, empty if nothing; ``unread`` names the pages whose text
    is missing in ``pages``. ``genuine``: its reader saw that no character in it stands for another (``radicals``).
    """

    pages: tuple[Page, ...]
    engine: str
    engine_version: str
    media_type: str
    damage: str = ""
    unread: tuple[UnreadPage, ...] = ()
    genuine: bool = False

    @property
    def paged(self) -> bool:
        """Whether places are rectangles on pages (PDF, pictures) and not numbers of lines or paragraphs."""
        return self.media_type == PDF or self.media_type.startswith("image/")

    @property
    def unit(self) -> Unit:
        """What places in it count."""
        return "page" if self.paged else "paragraph" if any(page.given for page in self.pages) else "line"
