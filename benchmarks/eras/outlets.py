"""Outlets of the invented bulletins and the addresses of their articles."""

from __future__ import annotations

import random
import string
import tomllib
from functools import cache
from pathlib import Path
from typing import NamedTuple

from .forms import Day


class Outlet(NamedTuple):
    """An outlet's name and the patterns of its addresses."""

    name: str
    patterns: tuple[str, ...]


@cache
def outlets() -> tuple[Outlet, ...]:
    """All outlets, as `outlets.toml` has them."""
    table = tomllib.loads((Path(__file__).parent / "outlets.toml").read_text(encoding="utf-8"))["outlets"]
    return tuple(Outlet(name, tuple(patterns)) for name, patterns in table.items())


class _Drawn:
    """Draws as many characters of an alphabet as the format specification says."""

    def __init__(self, rng: random.Random, alphabet: str) -> None:
        self.rng, self.alphabet = rng, alphabet

    def __format__(self, spec: str) -> str:
        first = self.rng.choice([c for c in self.alphabet if c != "0"])
        return first + "".join(self.rng.choice(self.alphabet) for _ in range(int(spec) - 1))


def address(rng: random.Random, outlet: Outlet, on: Day) -> str:
    """An address as this outlet would give to an article of this day."""
    return rng.choice(outlet.patterns).format(
        y=on.year,
        m=f"{on.month:02}",
        d=f"{on.day:02}",
        M=on.month,
        D=on.day,
        n=_Drawn(rng, string.digits),
        h=_Drawn(rng, string.digits + "abcdef"),
        w=_Drawn(rng, string.ascii_letters + string.digits + "_-"),
    )
