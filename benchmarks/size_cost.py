"""How the cost of parsing grows: with pages and items, as PDF and as text; and the ratio to the bare engine at each size.

usage: python benchmarks/size_cost.py [--rounds N] [--largest PAGES]

The exponents are slopes of CPU time over size on logarithmic scales: 1 is linear. Smallest sizes are left out of them, since there
the constant part (opening, fonts) would flatter the slope.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from functools import partial

import bulletin_parse
import samples
from figures import growth, in_turn, report
from rivals import mupdf_text

GOAL = "<=1.1"
ITEMS = 12
# Paragraphs in each of 12 items that give about 10, 100 and 1,000 pages; one page has one item.
PAGES = {1: (1, 4), 10: (ITEMS, 3), 100: (ITEMS, 46), 1000: (ITEMS, 470)}
COUNTS = (1, 10, 50, 100, 250, 500)


def pages(rounds: int, largest: int) -> None:
    sizes, costs = [], []
    for about, (items, paragraphs) in PAGES.items():
        if about > largest:
            break
        data = samples.pdf(items, paragraphs)
        source = bulletin_parse.parse(data).source
        assert source is not None
        taken = in_turn({"parse": partial(bulletin_parse.parse, data), "text": partial(mupdf_text, data)}, rounds if about < 1000 else 3)
        report(f"size/pages/{about}/ms a page", 1000 * taken["parse"] / source.pages, "ms")
        report(f"size/pages/{about}/over bare text", taken["parse"] / taken["text"], "×")
        sizes.append(source.pages)
        costs.append(taken["parse"])
    report("size/pages/growth", growth(sizes[1:], costs[1:]), "exponent", GOAL)


def items(kind: str, make: Callable[[int], bytes], rounds: int) -> None:
    costs = []
    for count in COUNTS:
        data = make(count)
        seconds = in_turn({"parse": partial(bulletin_parse.parse, data)}, rounds)["parse"]
        assert len(bulletin_parse.parse(data).items) == count
        report(f"size/items/{kind}/{count}/ms an item", 1000 * seconds / count, "ms")
        costs.append(seconds)
    report(f"size/items/{kind}/growth", growth(COUNTS[1:], costs[1:]), "exponent", GOAL)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--largest", type=int, default=1000, help="about how many pages the largest PDF has")
    arguments = parser.parse_args()
    pages(arguments.rounds, arguments.largest)
    items("pdf", partial(samples.pdf, paragraphs=2), arguments.rounds)
    items("text", lambda count: samples.text(count).encode(), arguments.rounds)


if __name__ == "__main__":
    main()
