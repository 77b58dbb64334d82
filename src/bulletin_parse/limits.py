"""How much one file may cost: a frozen value of limits, and the meter that holds a parse to them.

A bulletin has 5 to 60 pages, some thirty thousand characters and at most a few dozen items; each limit stands far above what
any bulletin needs and below what would fill a machine. ``parse(..., limits=Limits(pages=20_000))`` raises one of them.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, fields, replace
from typing import Any, TypeVar

from bulletin_parse.errors import LimitExceeded

KIB, MIB, GIB = 1 << 10, 1 << 20, 1 << 30
Asked = TypeVar("Asked")
Told = TypeVar("Told")
_UNITS = {"KiB": KIB, "MiB": MIB, "GiB": GIB}
_SIZES = ("bytes", "memory")  # of the limits, those that are counted in bytes
_TIMES = ("seconds", "page_seconds")

REASONS: Mapping[str, str] = {
    "bytes": "The largest bulletins, full of photographs, have 20 MiB; the whole file is held in memory, twice while an engine opens it.",
    "objects": "Browsers write some 50 objects a page, so this is room for 20,000 pages; engines hold a table of all.",
    "pages": "The thickest bulletin has about 60 pages; one of 1,000 pages, for measuring, passes.",
    "pixels": "Of one picture, or one page drawn for OCR: an A3 sheet at 600 dpi has 70 million. Four bytes each, this is 400 MB.",
    "page_characters": "An A4 page set solid in 6 point type holds 12,000 characters; a poster of sixteen such sheets still passes.",
    "characters": "Of the whole document: 300 bulletins in one file. Each character costs some 100 bytes until the record is made.",
    "lines": "Of the whole document: 1,000 pages have 40,000. Each costs about a kilobyte until the record is made.",
    "items": "Of the index, and of the content: a week has 3 to 50. Alignment weighs each entry against each place in the content.",
    "seconds": "By the clock, for one file. A bulletin takes well under a second with the fast engines, one of 1,000 pages a few.",
    "page_seconds": "By the clock, for recognising one page, which takes four on one core; what a file may take is this for each of its pages.",
    "memory": "Of a process that reads, in bytes, so that with its code it stays under 1 GiB; a usual bulletin takes 100 MB.",
}


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost at most; ``REASONS`` says of each number why it is that one.

    Attributes:
        bytes: size of the file.
        objects: indirect objects of a PDF, those in object streams included.
        pages: pages of a PDF.
        pixels: width times height of one picture, or of one page drawn for OCR.
        page_characters: characters on one page of a PDF.
        characters: characters of the whole document.
        lines: lines of the whole document.
        items: entries of the index, and items of the content.
        seconds: time by the clock; measured between pages and stages, and by the command line from outside.
        page_seconds: time by the clock for one page that is recognised, which is not counted in ``seconds``.
        memory: bytes of a process; only guarded ones are held to it (``supervise``): the command line's, an ingest's, those that recognise pages.
    """

    bytes: int = 256 * MIB
    objects: int = 1_000_000
    pages: int = 5_000
    pixels: int = 100_000_000
    page_characters: int = 200_000
    characters: int = 10_000_000
    lines: int = 500_000
    items: int = 2_000
    seconds: float = 60.0
    page_seconds: float = 120.0
    memory: int = 896 * MIB

    def __post_init__(self) -> None:
        """Refuses values that no file could keep.

        Raises:
            ValueError: a limit is not above zero.
        """
        for name in NAMES:
            value = getattr(self, name)
            if isinstance(value, bool) or not isinstance(value, (int, float)) or not value > 0:
                raise ValueError(f"the limit {name} must be a number above zero, not {value!r}")


NAMES: tuple[str, ...] = tuple(field.name for field in fields(Limits))


def read_limit(text: str, limits: Limits) -> Limits:
    """The limits with one of them changed, as the command line spells it.

    Args:
        text: ``pages=20000``; digits may be grouped by ``_``, and ``bytes`` and ``memory`` may be given in KiB, MiB and GiB.
        limits: what the others stay at.

    Raises:
        ValueError: the text has another form, names no limit, or its value is not above zero.

    >>> read_limit("pages=20_000", Limits()).pages
    20000
    >>> read_limit("memory=2GiB", Limits()).memory
    2147483648
    """
    name, _, value = (part.strip() for part in text.partition("="))
    if name not in NAMES:
        raise ValueError(f"there is no limit {name!r}; there are {', '.join(NAMES)}")
    amount, unit = _in_units(value) if name in _SIZES else (value, 1)
    try:
        number: float = float(amount) if name in _TIMES else int(amount) * unit
    except ValueError:
        raise ValueError(f"the limit {name} must be a number, as in {name}={getattr(limits, name)}, not {value!r}") from None
    return replace(limits, **{name: number})  # type: ignore[arg-type]  # only times may have a fraction, and only they got one


def _in_units(value: str) -> tuple[str, int]:
    """A size's number and the bytes of its unit."""
    for unit, size in _UNITS.items():
        if value.lower().endswith(unit.lower()):
            return value[: -len(unit)].rstrip(), size
    return value, 1


class Meter:
    """What one parse has spent of its limits; each method raises ``LimitExceeded`` when one is passed.

    Args:
        limits: what may be spent.
        source: the file's name, for messages.
    """

    def __init__(self, limits: Limits, source: str) -> None:
        self.limits = limits
        self._source = source
        self._began = time.monotonic()
        self._characters = self._lines = 0
        self._told: dict[tuple[Callable[[Any], Any], int], tuple[Any, Any]] = {}

    def require(self, name: str, value: float, place: str | None = None) -> None:
        """Raises ``LimitExceeded`` if the value lies above the limit of that name."""
        allowed = getattr(self.limits, name)
        if value > allowed:
            raise exceeded(self._source, name, value, allowed, place=place)

    def clock(self, place: str | None = None) -> None:
        """Raises ``LimitExceeded`` if the time is up; called between pages and stages."""
        self.require("seconds", time.monotonic() - self._began, place)

    def once(self, tell: Callable[[Asked], Told], of: Asked) -> Told:
        """What a function tells of a file's bytes or a page's lines, told once in a parse: several stages ask it, and each time all is gone over.

        The value is known again as the same one, and kept as long as the meter.
        """
        key = (tell, id(of))
        held = self._told.get(key)
        if held is None:
            held = self._told[key] = (of, tell(of))
        told: Told = held[1]
        return told

    def rest(self, seconds: float) -> None:
        """Excludes these seconds from the limit on time: recognition, which has limits of its own, and waiting for other threads."""
        self._began += seconds

    def page(self, number: int, characters: int, lines: int) -> None:
        """Counts a PDF's page that was read, and looks at the clock."""
        place = f"page {number}"
        self.require("page_characters", characters, place)
        self.text(characters, lines, place)
        self.clock(place)

    def text(self, characters: int, lines: int, place: str | None = None) -> None:
        """Counts characters and lines of the whole document."""
        self._characters += characters
        self._lines += lines
        self.require("characters", self._characters, place)
        self.require("lines", self._lines, place)


def exceeded(source: str, name: str, met: float, allowed: float, *, place: str | None = None) -> LimitExceeded:
    """The error for a limit that a file passes: it names the limit, what was met and how to raise it."""
    what = name.replace("_", " ")
    value = f"{met:,.0f}" if name != "seconds" else f"{met:.1f}"
    reason = f"it passes the limit of {allowed:,g} seconds" if name == "seconds" else f"{value} {what} pass the limit of {allowed:,}"
    if name == "memory":
        reason = f"it needs more memory than the limit of {allowed:,} bytes"
    remedy = f"If the file is a bulletin, raise the limit: limits=Limits({name}=…)"
    return LimitExceeded(source, reason, remedy=remedy, place=place, limit=name, met=met, allowed=allowed)


_METER: ContextVar[Meter | None] = ContextVar("meter", default=None)


@contextmanager
def metering(limits: Limits | None, source: str) -> Iterator[Meter]:
    """Holds all that is read and parsed inside to some limits; the meter is what ``meter()`` gives there."""
    meter = Meter(limits or Limits(), source)
    token = _METER.set(meter)
    try:
        yield meter
    finally:
        _METER.reset(token)


def meter() -> Meter:
    """The meter of the parse that is going on; outside of one, a meter of its own at the stated defaults."""
    return _METER.get() or Meter(Limits(), "<none>")
