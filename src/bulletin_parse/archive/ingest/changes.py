"""What a new reading changes in a record."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

from bulletin_parse.addresses import Step, address_of
from bulletin_parse.archive.store.rows import unpacked

_PLACES = ("where", "places")


class Change(NamedTuple):
    """One value of a record that differs: ``items[2].title`` was one thing and is another; None stands for nothing."""

    path: str
    was: Any
    now: Any


def changes_between(was: bytes, now: bytes) -> list[Change]:
    """The values in which two packed records differ; where lists differ in length, the longer one's rest is new or gone.

    Regions are one change a record, however many moved: they move together.
    """
    if was == now:
        return []
    found = list(_differences("", json.loads(unpacked(was)), json.loads(unpacked(now))))
    moved = [change for change in found if change.path.rpartition(".")[2] in _PLACES]
    return [change for change in found if change not in moved] + ([Change("where", f"{len(moved)} regions", "moved")] if moved else [])


def _differences(path: str, was: Any, now: Any) -> Iterator[Change]:
    if path.rpartition(".")[2] in _PLACES:
        if was != now:
            yield Change(path, was, now)
    elif isinstance(was, dict) and isinstance(now, dict):
        for key in [*was, *(key for key in now if key not in was)]:
            yield from _differences(_below(path, key), was.get(key), now.get(key))
    elif isinstance(was, list) and isinstance(now, list):
        for at in range(max(len(was), len(now))):
            yield from _differences(_below(path, at), was[at] if at < len(was) else None, now[at] if at < len(now) else None)
    elif was != now:
        yield Change(path, was, now)


def _below(path: str, step: Step) -> str:
    below = address_of(step)
    return below if not path else path + (below if below.startswith("[") else f".{below}")
