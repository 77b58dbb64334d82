"""What recognition finds on one page, in pixels: plain values that a cache can keep and a worker can send."""

from __future__ import annotations

from typing import Any, NamedTuple

from bulletin_parse.reading.document import Character


class Ink(NamedTuple):
    """Where the ink of a cut-out line stands, as shares of the cut-out, and how thick its strokes are, in pixels."""

    left: float
    top: float
    right: float
    bottom: float
    stroke: float


class ReadLine(NamedTuple):
    """A line: its corners clockwise from the top left (x, y, x, y…) in pixels of the upright picture, its ink, its characters."""

    corners: tuple[float, ...]
    ink: Ink
    characters: tuple[Character, ...]

    @property
    def text(self) -> str:
        """The characters as one string."""
        return "".join([character.char for character in self.characters])

    @property
    def confidence(self) -> float:
        """The mean probability of the characters, from 0 to 1."""
        return sum([character.probability for character in self.characters]) / len(self.characters) if self.characters else 0.0


class PageReading(NamedTuple):
    """A page's lines. ``turns`` is how many quarter turns clockwise made the picture upright; sizes are of that picture.

    ``figures`` are the rectangles of what is neither text nor paper, in pixels.
    """

    turns: int
    width: int
    height: int
    lines: tuple[ReadLine, ...]
    figures: tuple[tuple[float, ...], ...] = ()

    def to_plain(self) -> dict[str, Any]:
        """The reading as lists and numbers, for JSON."""
        lines = [
            [list(line.corners), list(line.ink), [[*character[:3], [list(other) for other in character.others]] for character in line.characters]]
            for line in self.lines
        ]
        return {"turns": self.turns, "width": self.width, "height": self.height, "lines": lines, "figures": [list(box) for box in self.figures]}

    @classmethod
    def from_plain(cls, plain: dict[str, Any]) -> PageReading:
        """The reading that :meth:`to_plain` wrote.

        Raises:
            KeyError, TypeError, ValueError: it is none.
        """
        lines = tuple(
            [
                ReadLine(
                    tuple([float(value) for value in corners]),
                    Ink(*[float(value) for value in ink]),
                    tuple(
                        [
                            Character(char, probability, place, tuple([(other, weight) for other, weight in others]))
                            for char, probability, place, others in characters
                        ]
                    ),
                )
                for corners, ink, characters in plain["lines"]
            ]
        )
        return cls(int(plain["turns"]), int(plain["width"]), int(plain["height"]), lines, tuple([tuple(box) for box in plain["figures"]]))
