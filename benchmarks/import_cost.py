"""How long ``import bulletin_parse`` takes, beside a bare interpreter and beside pydantic: medians of whole processes.

usage: python benchmarks/import_cost.py [--rounds N]
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import time

from figures import report

STATEMENTS = ("pass", "import bulletin_parse", "import bulletin_parse; bulletin_parse.parse", "import pydantic", "import pymupdf")


def seconds(statement: str) -> float:
    """The time of one process that runs a statement."""
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", statement], check=True)
    return time.perf_counter() - began


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=9)
    rounds = parser.parse_args().rounds
    times = {statement: [seconds(statement) for _ in range(rounds)] for statement in STATEMENTS}
    floor = statistics.median(times["pass"])
    for statement, taken in times.items():
        report(f"import/{statement}/above a bare interpreter", 1000 * (statistics.median(taken) - floor), "ms")


if __name__ == "__main__":
    main()
