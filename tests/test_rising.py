"""The longest rising run, against all subsets of short sequences."""

from itertools import combinations, pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bulletin_parse.matching.rising import longest_run


def rises(values, *, strict):
    return all(left < right or (left == right and not strict) for left, right in pairwise(values))


@pytest.mark.parametrize("strict", [True, False])
@given(values=st.lists(st.integers(0, 5), max_size=8))
@example(values=[])
@example(values=[1, 1])
@example(values=[0, 3, 1, 2])
def test_the_run_rises_and_none_is_longer(values, strict):
    found = sorted(longest_run(values, strict=strict))
    assert rises([values[at] for at in found], strict=strict)
    longest = max(len(each) for size in range(len(values) + 1) for each in combinations(values, size) if rises(each, strict=strict))
    assert len(found) == longest


@pytest.mark.parametrize(
    ("values", "strict", "keep"),
    [
        ([], True, set()),
        ([5], True, {0}),
        ([1, 1], True, {1}),
        ([1, 1], False, {0, 1}),
        ([1, 1, 0, 1], False, {0, 1, 3}),
        ([3, 1, 2], True, {1, 2}),
        ([0, 1, 5, 2, 3], True, {0, 1, 3, 4}),
        ([2, 0, 1], False, {1, 2}),
    ],
)
def test_the_longest_run(values, strict, keep):
    assert longest_run(values, strict=strict) == keep
