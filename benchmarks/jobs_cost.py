"""What more processes gain: parse and check of many PDFs with two jobs over one, by the clock.

usage: jobs_cost.py [FILES]

The ratio tells something on a machine of two cores or more that does nothing else.
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from figures import report

FIXTURES = Path(__file__).resolve().parent.parent / "tests" / "fixtures"
KINDS = ("word.pdf", "typst.pdf", "weasyprint.pdf", "browser.pdf", "story.pdf")
FILES, ROUNDS = 700, 3
COMMANDS = {"parse": ["parse", "--format", "jsonl"], "check": ["check", "--exit-zero"]}


def seconds(command: list[str], folder: Path, jobs: int) -> float:
    """What a command over a folder takes by the clock."""
    began = time.monotonic()
    whole = [sys.executable, "-m", "bulletin_parse", *command, "--jobs", str(jobs), str(folder)]
    subprocess.run(whole, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    return time.monotonic() - began


def main(count: int) -> None:
    with tempfile.TemporaryDirectory() as place:
        for number in range(count):
            shutil.copy(FIXTURES / KINDS[number % len(KINDS)], Path(place) / f"{number:04}.pdf")
        for name, command in COMMANDS.items():
            pairs = [(seconds(command, Path(place), 1), seconds(command, Path(place), 2)) for _ in range(ROUNDS)]  # in turn: what else goes on hits both
            report(f"jobs/{name}/{count} PDFs/one job by the clock", min(one for one, _ in pairs), "s")
            report(f"jobs/{name}/{count} PDFs/two jobs over one", statistics.median([one / two for one, two in pairs]), "×", ">=1.85")


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else FILES)
