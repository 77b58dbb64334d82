"""What more processes gain: parse and check of many PDFs with two jobs over one, by the clock, and what the machine lets them gain.

usage: jobs_cost.py [FILES]

The ratios tell something on a machine of two cores or more that does nothing else. Two runs of one job each over half of the files, at once, have
nothing to do with one another: what they gain is what two cores of this machine give, which is less than two where they share a cache or are two
threads of one core. The parent's share is processor time: as long as it is small, no file waits for another.
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


# Runs a command and tells what processor time this process took, and what the processes that it started.
MEASURED = """
import resource, sys
from bulletin_parse.cli.main import main
code = main(sys.argv[1:])
own, others = (sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
print(own, others, file=sys.stderr)
sys.exit(code)
"""


def begun(command: list[str], folder: Path, jobs: int) -> subprocess.Popen[str]:
    """A command over a folder, under way."""
    whole = [sys.executable, "-c", MEASURED, *command, "--jobs", str(jobs), str(folder)]
    return subprocess.Popen(whole, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)


def seconds(command: list[str], folders: list[Path], jobs: int) -> tuple[float, float]:
    """What a command over each of some folders, at once, takes by the clock; and the parents' share of the processor time."""
    began = time.monotonic()
    told = []
    for run in [begun(command, folder, jobs) for folder in folders]:
        _, words = run.communicate()
        if run.returncode:
            raise SystemExit(words)
        told.append([float(each) for each in words.splitlines()[-1].split()])
    taken = time.monotonic() - began
    return taken, sum(own for own, _ in told) / sum(map(sum, told))


def main(count: int) -> None:
    with tempfile.TemporaryDirectory() as place:
        halves = [Path(place) / half for half in "ab"]
        for number in range(count):
            halves[number % 2].mkdir(exist_ok=True)
            shutil.copy(FIXTURES / KINDS[number % len(KINDS)], halves[number % 2] / f"{number:04}.pdf")
        for name, command in COMMANDS.items():
            # In turn: what else goes on hits all.
            rounds = [(seconds(command, [Path(place)], 1), seconds(command, [Path(place)], 2), seconds(command, halves, 1)) for _ in range(ROUNDS)]
            where = f"jobs/{name}/{count} PDFs"
            report(f"{where}/one job by the clock", min(one for (one, _), _, _ in rounds), "s")
            report(f"{where}/two jobs over one", statistics.median([one / two for (one, _), (two, _), _ in rounds]), "×", ">=1.85")
            report(f"{where}/two runs at once over one", statistics.median([one / apart for (one, _), _, (apart, _) in rounds]), "×")
            report(f"{where}/parent's share of the processor time", 100 * statistics.median([share for _, (_, share), _ in rounds]), "%")


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else FILES)
