"""What is known of links: hosts, the shapes of their paths, words. Built in for well-known outlets, learnt from an archive."""

from __future__ import annotations

import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from bulletin_parse.models import Bulletin
from bulletin_parse.press.links import host_of, malformed
from bulletin_parse.press.outlets import Outlets
from bulletin_parse.repair.links.shapes import shape_of
from bulletin_parse.text.lazy import lazy_pattern

_BUILT_IN = Path(__file__).with_name("links.toml")
_WORD = lazy_pattern(r"[A-Za-z]{2,}")
_AFTER_HOST = lazy_pattern(r"\w+://[^/?#]*")
# A host or a shape is learnt from this many links; one alone may be a slip.
LEAST_SEEN = 2


class Lexicon(NamedTuple):
    """Hosts, the shapes of the paths on them, and the words in paths.

    ``shapes`` has hosts, or the domains above them, as keys; see :mod:`bulletin_parse.repair.links.shapes`. ``tails`` are the
    shapes of file names on any host.
    """

    hosts: frozenset[str]
    shapes: Mapping[str, tuple[str, ...]]
    words: frozenset[str]
    tails: tuple[str, ...] = ()

    def shapes_at(self, host: str) -> tuple[str, ...]:
        """The shapes of a host's paths: its own, and those of the domains above it."""
        found: list[str] = []
        while host:
            found += self.shapes.get(host, ())
            _, _, host = host.partition(".")
        return tuple(found)

    def joined(self, other: Lexicon) -> Lexicon:
        """Both together."""
        shapes = {host: tuple(dict.fromkeys([*self.shapes.get(host, ()), *other.shapes.get(host, ())])) for host in {*self.shapes, *other.shapes}}
        return Lexicon(self.hosts | other.hosts, shapes, self.words | other.words, tuple(dict.fromkeys([*self.tails, *other.tails])))


@cache
def built_in() -> Lexicon:
    """The hosts, shapes and words of well-known outlets."""
    data = tomllib.loads(_BUILT_IN.read_text(encoding="utf-8"))
    shapes = {str(host): tuple(each) for host, each in data["shapes"].items()}
    words = {word for each in shapes.values() for shape in each for word in _WORD.findall(re.sub(r"\{.*?\}", " ", shape))}
    provincial = {f"{province}.{domain}" for domain in data["provincial"] for province in data["provinces"]}
    hosts = {*shapes, *data["hosts"], *provincial} | {f"www.{host}" for host in shapes}
    return Lexicon(frozenset(hosts), shapes, frozenset(words | set(data["words"])), tuple(data["tails"]))


def known(outlets: Outlets, extra: Lexicon | None = None) -> Lexicon:
    """The built-in lexicon with the domains of a table of outlets, and an archive's lexicon if given."""
    domains = {domain for outlet in outlets.all for domain in outlet.domains}
    base = built_in().joined(Lexicon(frozenset(domains | {f"www.{domain}" for domain in domains}), {}, frozenset()))
    return base.joined(extra) if extra else base


def learnt(bulletins: Iterable[Bulletin]) -> Lexicon:
    """The lexicon of the links in some bulletins; those whose links were recognised from a picture teach nothing.

    >>> learnt(parse(path) for path in born_digital)  # doctest: +SKIP
    """
    hosts: Counter[str] = Counter()
    shapes: dict[str, Counter[str]] = defaultdict(Counter)
    words: Counter[str] = Counter()
    for bulletin in bulletins:
        if bulletin.source and "ocr" in bulletin.source.engine:
            continue
        for item in bulletin.items:
            host = host_of(item.link) if item.link and not malformed(item.link) else None
            if item.link and host:
                path = _AFTER_HOST.sub("", item.link, count=1)
                hosts[host] += 1
                shapes[host][shape_of(path)] += 1
                words.update(set(_WORD.findall(path)))
    kept = {host: tuple([shape for shape, seen in sorted(each.items()) if seen >= LEAST_SEEN]) for host, each in sorted(shapes.items())}
    return Lexicon(
        frozenset([host for host, seen in hosts.items() if seen >= LEAST_SEEN]),
        {host: each for host, each in kept.items() if each},
        frozenset([word for word, seen in words.items() if seen >= LEAST_SEEN and not any(char.isdigit() for char in word)]),
    )
