"""The stocks of the benchmarks: data that one loader reads."""

from __future__ import annotations

import sys

import pytest

from conftest import ROOT

sys.path.append(str(ROOT / "benchmarks"))

from stock import FOLDER, KNOWN, NAMES, origin, stock


def test_every_file_is_a_stock():
    assert {path.stem for path in FOLDER.iterdir()} == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_stock_says_where_it_comes_from_and_lacks_nothing(name):
    assert all(stock(name))
    assert bool(origin(name).read_blind_at) == (name != KNOWN)
    assert all(link.startswith("http") for _, link in stock(name).sources)
