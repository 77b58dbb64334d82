"""The stocks of which invented bulletins are made, one TOML file each in ``stocks/``: who wrote it, what they knew, and its words and links."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).with_name("stocks")
NAMES = ("tuned", "unseen", "later", "fresh", "last", "final")  # in the order in which they were written
KNOWN = "tuned"  # those that the repairs were written with


class Stock(NamedTuple):
    """What bulletins are made of: words, patterns of titles and sentences, and outlets with the shapes of their links.

    In a link ``d8`` are eight digits by lot, ``h32`` hexadecimal, ``a14`` small letters and digits, ``A16`` capitals and digits, ``B22`` all of them,
    ``n3`` digits, ``H32`` capital hexadecimal, ``b22`` letters, digits, ``_`` and ``-``.
    """

    places: tuple[str, ...]
    bodies: tuple[str, ...]
    subjects: tuple[str, ...]
    verbs: tuple[str, ...]
    titles: tuple[str, ...]
    sentences: tuple[str, ...]
    names: tuple[str, ...]
    sources: tuple[tuple[str, str], ...]
    hosts: tuple[str, ...]


class Origin(NamedTuple):
    """Where a stock comes from: its author, whether they had read the repairs, and at which commit it was read blind (empty: it never was)."""

    author: str
    had_read_repairs: bool
    read_blind_at: str


@cache
def stock(name: str) -> Stock:
    """A stock by its name; one that has links alone takes the words of the one that it names."""
    said = _read(name)
    words = stock(said["words_of"])._asdict() if "words_of" in said else {}
    own = {field: tuple([tuple(each) if isinstance(each, list) else each for each in said[field]]) for field in Stock._fields if field in said}
    return Stock(**words | own)


def origin(name: str) -> Origin:
    """Where a stock comes from."""
    said = _read(name)
    return Origin(*[said[field] for field in Origin._fields])


def _read(name: str) -> dict:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
