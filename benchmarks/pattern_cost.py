"""What patterns cost a short command: compiled for its file, and loaded from what was kept of them.

usage: python benchmarks/pattern_cost.py [--rounds N]

The least time of some processes, in each of which one file is parsed and checked; only what stands for compiling or loading is counted.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

import samples
from figures import report

WORD = Path(__file__).resolve().parents[1] / "tests" / "fixtures" / "word.pdf"
CODE = """
import sys
from pathlib import Path
from time import process_time
sys.dont_write_bytecode = False
from bulletin_parse import check
from bulletin_parse.text.compiled import KeptPatterns
KeptPatterns.spent, KeptPatterns.count, really = 0.0, 0, KeptPatterns.pattern
def timed(self, *given):
    began = process_time()
    pattern = really(self, *given)
    KeptPatterns.spent, KeptPatterns.count = KeptPatterns.spent + process_time() - began, KeptPatterns.count + 1
    return pattern
KeptPatterns.pattern = timed
from bulletin_parse.text import lazy
lazy.PATTERNS = kept = KeptPatterns(Path(sys.argv[2]) if sys.argv[2:] else None)
check(sys.argv[1])
spent, count = KeptPatterns.spent, KeptPatterns.count
kept.keep()
print(spent, count)
"""


def milliseconds(*arguments: str) -> tuple[float, int]:
    """The time for the patterns of a file in one process, and their number."""
    spent, count = subprocess.run([sys.executable, "-c", CODE, *arguments], capture_output=True, text=True, check=True).stdout.split()
    return 1000 * float(spent), int(count)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as folder:
        text = Path(folder) / "664.md"
        text.write_text(samples.text(3), encoding="utf-8")
        for name, file in (("one text", text), ("one Word PDF", WORD)):
            kept = str(Path(folder) / f"{name}.patterns")
            milliseconds(str(file), kept)
            each = [(milliseconds(str(file)), milliseconds(str(file), kept)) for _ in range(rounds)]
            report(f"patterns/{name}/number", each[0][0][1], "")
            report(f"patterns/{name}/compiled", min(compiled for (compiled, _), _ in each), "ms")
            report(f"patterns/{name}/loaded", min(loaded for _, (loaded, _) in each), "ms")


if __name__ == "__main__":
    main()
