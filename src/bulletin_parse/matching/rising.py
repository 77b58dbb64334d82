"""The longest run of a sequence that keeps rising: what is outside it stands out of order."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence


def longest_run(values: Sequence[int], *, strict: bool) -> set[int]:
    """The places of one longest run that always rises, or, unless ``strict``, that never falls.

    >>> sorted(longest_run([0, 3, 1, 2], strict=True)), sorted(longest_run([1, 1, 0, 1], strict=False))
    ([0, 2, 3], [0, 1, 3])
    """
    bisect = bisect_left if strict else bisect_right
    ends: list[int] = []
    last: list[int] = []
    previous = [-1] * len(values)
    for at, value in enumerate(values):
        slot = bisect(ends, value)
        if slot == len(ends):
            ends.append(value)
            last.append(at)
        else:
            ends[slot], last[slot] = value, at
        previous[at] = last[slot - 1] if slot else -1
    keep = set()
    at = last[-1] if last else -1
    while at >= 0:
        keep.add(at)
        at = previous[at]
    return keep
