"""One shape for every benchmark's figures: measured in CPU time, printed with their goals, kept as JSON lines.

A benchmark is a script ``benchmarks/*_cost.py`` that calls ``report`` for each figure. ``make bench`` runs all of them and adds their
figures to ``benchmarks/history.jsonl``; run alone, a benchmark only prints.
"""

from __future__ import annotations

import json
import math
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence

# Where ``report`` appends its figures; ``run.py`` sets it for the benchmarks that it starts.
COLLECT = "BENCH_FIGURES"


def report(name: str, value: float, unit: str = "", goal: str = "") -> bool:
    """Print a figure and keep it for the history.

    Args:
        name: what was measured, with slashes from the general to the special: ``parse/word/ratio to bare text``. It is
            what two revisions are compared by: keep it.
        value: the figure.
        unit: ``×``, ``s``, ``ms``, ``MB``, ``MB/s``, ``exponent`` …
        goal: ``<=1.25`` or ``>=20``; empty without one.

    Returns:
        Whether the goal is met; True without one.
    """
    met = meets(value, goal)
    verdict = f"   goal {goal:8s} {'met' if met else 'MISSED'}" if goal else ""
    print(f"{name:64s} {value:10.3f} {unit:10s}{verdict}".rstrip(), flush=True)
    if path := os.environ.get(COLLECT):
        with open(path, "a", encoding="utf-8") as file:  # noqa: PTH123  # one line, appended
            file.write(json.dumps({"figure": name, "value": round(value, 6), "unit": unit, "goal": goal}, ensure_ascii=False) + "\n")
    return met


def meets(value: float, goal: str) -> bool:
    """Whether a value meets a goal such as ``<=1.25`` or ``>=20``; anything meets the empty goal.

    >>> meets(1.3, "<=1.25"), meets(21, ">=20"), meets(1, "")
    (False, True, True)
    """
    if not goal:
        return True
    bound = float(goal[2:])
    return {"<=": value <= bound, ">=": value >= bound}[goal[:2]]


def cpu_seconds(call: Callable[[], object]) -> float:
    """The CPU time of one call in this process, in seconds: what other processes do says nothing."""
    began = time.process_time()
    call()
    return time.process_time() - began


def in_turn(calls: Mapping[str, Callable[[], object]], rounds: int = 7) -> dict[str, float]:
    """The median CPU seconds of each call, all called in turn so that a busy moment strikes them alike; the first round is a rehearsal."""
    times: dict[str, list[float]] = {name: [] for name in calls}
    for round_ in range(rounds + 1):
        for name, call in calls.items():
            taken = cpu_seconds(call)
            if round_:
                times[name].append(taken)
    return {name: statistics.median(taken) for name, taken in times.items()}


def growth(sizes: Sequence[float], costs: Sequence[float]) -> float:
    """The exponent by which costs grow with size: the slope of their logarithms, by least squares. 1 is linear.

    >>> round(growth([1, 10, 100], [2, 200, 20_000]), 6)
    2.0
    """
    xs, ys = [math.log(size) for size in sizes], [math.log(cost) for cost in costs]
    return statistics.linear_regression(xs, ys).slope


def peak_megabytes(statement: str, *arguments: str) -> float:
    """The peak resident memory of a new interpreter that runs a statement, in MB; ``sys.argv[1:]`` are the arguments."""
    code = f"import resource, sys\n{statement}\nprint(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    done = subprocess.run([sys.executable, "-c", code, *arguments], check=True, capture_output=True, text=True)
    # Linux counts kibibytes, macOS bytes.
    return int(done.stdout.split()[-1]) / (1024 if sys.platform != "darwin" else 1024 * 1024)
