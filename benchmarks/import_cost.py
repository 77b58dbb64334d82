"""What a start costs: ``import bulletin_parse`` beside a bare interpreter and beside pydantic, and whole commands on one file.

usage: python benchmarks/import_cost.py [--rounds N]

Imports are medians of whole processes by the clock, commands the least processor time and the least time by the clock of a process and its children,
above a bare interpreter's and as a multiple of it, all in turn. Bytecode is compiled beforehand, as it is where a package is installed.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import samples
from figures import report

STATEMENTS = ("pass", "import bulletin_parse", "import bulletin_parse; bulletin_parse.parse", "import pydantic", "import pymupdf")
WORD = Path(__file__).resolve().parents[1] / "tests" / "fixtures" / "word.pdf"
ITEMS = 3  # of the text, as of a short week
GOALS = {"--version": "<=60", "--help": "<=60", "check one text": "<=200", "check one Word PDF": "<=250"}


def seconds(statement: str) -> float:
    """The time of one process that runs a statement."""
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", statement], check=True)
    return time.perf_counter() - began


def both_seconds(arguments: list[str], cache: str) -> tuple[float, float]:
    """The processor time of one process and its children, and its time by the clock; its bytecode is kept in a folder."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"} | {"PYTHONPYCACHEPREFIX": cache}
    before, began = _children(), time.perf_counter()
    subprocess.run([sys.executable, *arguments], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    return _children() - before, time.perf_counter() - began


def _children() -> float:
    """The processor time of all processes that this one has started and seen end."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def commands(rounds: int) -> None:
    """What commands on one file cost above a bare interpreter."""
    with tempfile.TemporaryDirectory() as folder:
        text = Path(folder) / "664.md"
        text.write_text(samples.text(ITEMS), encoding="utf-8")
        runs = {
            "bare": ["-c", "pass"],
            "--version": ["-m", "bulletin_parse", "--version"],
            "--help": ["-m", "bulletin_parse", "--help"],
            "check one text": ["-m", "bulletin_parse", "check", str(text)],
            "parse one text": ["-m", "bulletin_parse", "parse", str(text)],
            "check one Word PDF": ["-m", "bulletin_parse", "check", str(WORD)],
        }
        taken: dict[str, list[tuple[float, float]]] = {name: [] for name in runs}
        for at in range(rounds + 1):
            for name, arguments in runs.items():
                each = both_seconds(arguments, folder)
                if at:  # the first round compiles
                    taken[name].append(each)
    least = {name: [min(column) for column in zip(*each, strict=True)] for name, each in taken.items()}
    bare = least.pop("bare")
    for name, (processor, clock) in least.items():
        report(f"start/{name}/above a bare interpreter", 1000 * (processor - bare[0]), "ms", GOALS.get(name, ""))
        report(f"start/{name}/by the clock above a bare interpreter", 1000 * (clock - bare[1]), "ms")
        report(f"start/{name}/of a bare interpreter", processor / bare[0], "×")
        report(f"start/{name}/by the clock of a bare interpreter", clock / bare[1], "×")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=9)
    rounds = parser.parse_args().rounds
    times = {statement: [seconds(statement) for _ in range(rounds)] for statement in STATEMENTS}
    floor = statistics.median(times["pass"])
    for statement, taken in times.items():
        report(f"import/{statement}/above a bare interpreter", 1000 * (statistics.median(taken) - floor), "ms")
    commands(rounds)


if __name__ == "__main__":
    main()
