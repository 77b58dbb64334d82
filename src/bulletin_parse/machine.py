"""How many processes this machine has room for, and how files and their pages share them."""

from __future__ import annotations

import math
import os
from collections.abc import Iterator
from contextlib import suppress
from itertools import chain, islice
from pathlib import Path
from typing import NamedTuple, TypeVar

from bulletin_parse.limits import MIB

JOB_BYTES = 256 * MIB  # room for each process: usual bulletins take less than half of it, the thickest more
UNBOUND = 1e18  # of what has no limit
OWN, GROUPS = Path("/proc/self/cgroup"), Path("/sys/fs/cgroup")
T = TypeVar("T")


def cores() -> int:
    """How many processes may work side by side: one for each processor that this process may use, and as many as its container's limits have room for."""
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    rooms = [room for group in _groups() for room in (math.ceil(_processors(group)), _number(group, "memory.max", "memory.limit_in_bytes") // JOB_BYTES)]
    return max(1, int(min([usable, *rooms])))


def _groups() -> Iterator[Path]:
    """This process's control groups and those above them, of either version; inside a container they begin at the root."""
    with suppress(OSError):
        for line in OWN.read_text(encoding="utf-8", errors="replace").splitlines():
            kinds, _, place = line.partition(":")[2].partition(":")
            for root in [GROUPS / kind for kind in ("", "cpu", "memory") if kind in kinds.split(",")]:
                own = root / place.lstrip("/")
                yield from [own, *[above for above in own.parents if above.is_relative_to(root)]]


def _processors(group: Path) -> float:
    """The processors' time that a group may use in a second."""
    try:
        quota, period = map(float, (group / "cpu.max").read_text(encoding="ascii").split())
    except (OSError, ValueError):  # there is no such file, or no limit: ``max``
        quota, period = _number(group, "cpu.cfs_quota_us"), _number(group, "cpu.cfs_period_us")
    return quota / period if 0 < quota < UNBOUND else UNBOUND


def _number(group: Path, *names: str) -> float:
    """The number that a group's file of one of these names holds, if there is one."""
    for name in names:
        with suppress(OSError, ValueError):
            return int((group / name).read_text(encoding="ascii"))
    return UNBOUND


class Shares(NamedTuple):
    """How many processes read files, in how many each may read a file's pages, and whether there is more than one file."""

    files: int
    pages: int
    several: bool


def shared(asked: Iterator[T], jobs: int | None = None) -> tuple[Iterator[T], Shares]:
    """What was asked for once more, and how it shares the processes: where files are few, their pages get what is left.

    Args:
        asked: one for each file; as many are taken as there are processes.
        jobs: how many processes there may be; None for one a core.
    """
    most = jobs or cores()
    first = list(islice(asked, max(most, 2)))
    files = min(most, len(first)) or 1
    return chain(first, asked), Shares(files, most // files, len(first) > 1)
