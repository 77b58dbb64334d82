"""What a bulletin says, before any office has laid it out: issues, articles and their parts."""

from __future__ import annotations

import random
import tomllib
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from .forms import Day, Number, place_value
from .outlets import Outlet, address, outlets

HERE = Path(__file__).parent
LATEST = (664, date(2026, 3, 13))  # one issue a week: the number of the Friday


class Part(NamedTuple):
    """A block of an article: its kind, text, a table's rows, and a note that hangs on it."""

    kind: str
    text: str = ""
    rows: tuple[tuple[str, ...], ...] = ()
    note: str = ""


class Article(NamedTuple):
    """One story as the press published it."""

    title: str
    outlet: Outlet
    date: Day
    link: str | None
    further: str | None
    subtitle: str
    author: str
    editor: str
    keywords: str
    kind: str
    category: str
    parts: tuple[Part, ...]


class Issue(NamedTuple):
    """One issue: its numbers and dates, and its articles in order."""

    numbers: tuple[int, ...]
    supplement: bool
    start: Day
    end: Day
    published: Day
    articles: tuple[Article, ...]

    @property
    def number(self) -> int:
        """The last number of a joint issue."""
        return self.numbers[-1]

    @property
    def of_year(self) -> int:
        """The issue's number within its year."""
        return (self.end.timetuple().tm_yday - 1) // 7 + 1


@cache
def lexicon() -> dict[str, Any]:
    """The vocabulary, as `lexicon.toml` has it."""
    return tomllib.loads((HERE / "lexicon.toml").read_text(encoding="utf-8"))


class Slots(dict[str, Any]):
    """Fills `{name}` and `{n:a-b}` of a pattern; a name keeps its value within one article, so that its text speaks of one place."""

    def __init__(self, rng: random.Random, on: Day) -> None:
        super().__init__()
        self.rng, self.on = rng, on
        self.said: set[str] = set()

    def __missing__(self, name: str) -> Any:
        rng, words = self.rng, lexicon()["words"]
        plain = name.rstrip("2")
        if name == "n":
            return _Range(rng)
        made = {
            "p": lambda: f"{rng.randint(11, 97)}.{rng.randint(1, 9)}%",
            "c": lambda: place_value(rng.randint(2, 6)),
            "person": lambda: rng.choice(words["surname"]) + rng.choice(words["given"]),
            "day": lambda: format(self.on, "md"),
            "month": lambda: str(self.on.month),
            "year": lambda: str(self.on.year),
            "nextyear": lambda: str(self.on.year + 1),
            "dept_short": lambda: rng.choice(words["short"]),
        }
        if plain in ("p", "c"):
            return made[plain]()
        value = made[plain]() if plain in made else rng.choice(words[plain])
        if plain in ("city", "hospital", "county", "province", "short", "system", "thing", "tech", "lettered"):
            while name != plain and value == self.get(plain):
                value = rng.choice(words[plain])
            self[name] = value
        return value


class _Range:
    def __init__(self, rng: random.Random) -> None:
        self.rng = rng

    def __format__(self, spec: str) -> str:
        low, high = map(int, spec.split("-"))
        return str(self.rng.randint(low, high))


def day_of(number: int) -> Day:
    """The Friday on which an issue of this number is due."""
    friday = LATEST[1] - timedelta(weeks=LATEST[0] - number)
    return Day(friday.year, friday.month, friday.day)


def shifted(day: date, days: int) -> Day:
    """The day so many days later."""
    other = date(day.year, day.month, day.day) + timedelta(days=days)
    return Day(other.year, other.month, other.day)


def number_between(rng: random.Random, years: tuple[int, int], wanted: str) -> int:
    """An issue's number in the years; `wanted` is a digit that it must hold (zeros), or `newyear` for a week over the turn of the year."""
    numbers = [n for n in range(101, 700) if years[0] <= day_of(n).year <= years[1]]
    if wanted == "newyear":
        numbers = [n for n in numbers if shifted(day_of(n), -6).year < day_of(n).year] or numbers
    elif wanted:
        numbers = [n for n in numbers if wanted in str(n)] or numbers
    return rng.choice(numbers)


__all__ = ["Article", "Day", "Issue", "Number", "Part", "Slots", "address", "day_of", "lexicon", "number_between", "outlets", "shifted"]
