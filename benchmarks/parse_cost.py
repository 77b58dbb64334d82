"""What parsing costs beside the engines' own text extraction and beside other libraries, on the same files in the same process.

usage: python benchmarks/parse_cost.py [FOLDER …] [--rounds N] [--files N]

For each producer and engine: the CPU time of ``parse`` over that of the engine's plain-text call, both called in turn N times on
each file, medians over the rounds and then over the files. The libraries that are slower by far are called fewer times.
"""

from __future__ import annotations

import argparse
import statistics
from functools import partial
from pathlib import Path

import bulletin_parse
import samples
from corpus import readable
from figures import in_turn, report
from rivals import BARE, mupdf_text, pdftotext_seconds, plumber_text, rivals

GOAL = "<=1.25"
FASTER = {"pdfplumber": ">=20", "pymupdf4llm": ">=50"}
SLOW_ROUNDS = 2
MEGABYTE = 1_000_000

Files = list[tuple[Path, bytes]]


def engines(name: str, files: Files, rounds: int) -> None:
    """Parse over bare text: with the default engine, and with each engine by name."""
    ratios: dict[str, list[float]] = {"default": [], "default over the faster engine": [], **{engine: [] for engine in BARE}}
    for _, data in files:
        fast = {engine: partial(BARE[engine], data) for engine in ("pymupdf", "pdfium")}
        calls = {**fast, "default": partial(bulletin_parse.parse, data)}
        calls |= {f"parse {engine}": partial(bulletin_parse.parse, data, engine=engine) for engine in fast}
        taken = in_turn(calls, rounds)
        ratios["default"].append(taken["default"] / taken[bulletin_parse.parse(data).source.engine])
        ratios["default over the faster engine"].append(taken["default"] / min(taken[engine] for engine in fast))
        for engine in fast:
            ratios[engine].append(taken[f"parse {engine}"] / taken[engine])
    _, data = files[0]
    slow = in_turn({"bare": partial(plumber_text, data), "parse": partial(bulletin_parse.parse, data, engine="pdfplumber")}, SLOW_ROUNDS)
    ratios["pdfplumber"].append(slow["parse"] / slow["bare"])
    for engine, found in ratios.items():
        goal = GOAL if (name, engine) in (("word", "default"), ("browser-type3", "default over the faster engine")) else ""
        report(f"parse/{name}/{engine}/over bare text", statistics.median(found), "×", goal)


def libraries(name: str, files: Files, rounds: int) -> None:
    """How many times as long others take for plain text as ``parse`` takes for the record."""
    found: dict[str, list[float]] = {}
    for _, data in files:
        ours = in_turn({"parse": partial(bulletin_parse.parse, data), "mupdf": partial(mupdf_text, data)}, rounds)["parse"]
        slow = in_turn({library: partial(call, data) for library, call in {"pdfplumber": plumber_text, **rivals()}.items()}, SLOW_ROUNDS)
        for library, seconds in slow.items():
            found.setdefault(library, []).append(seconds / ours)
        starts = [seconds for _ in range(rounds) if (seconds := pdftotext_seconds(data)) is not None]
        if starts:
            found.setdefault("pdftotext, its start included", []).append(statistics.median(starts) / ours)
    for library, times in found.items():
        report(f"parse/{name}/times faster than {library}", statistics.median(times), "×", FASTER.get(library, "") if name == "word" else "")


def texts(files: Files, rounds: int) -> None:
    """Megabytes of text a second."""
    rates = [len(data) / MEGABYTE / in_turn({"parse": partial(bulletin_parse.parse, data)}, rounds)["parse"] for _, data in files]
    if rates:
        report("parse/text/files", statistics.median(rates), "MB/s", ">=5")
    data = samples.text(100).encode()
    report("parse/text/100 items", len(data) / MEGABYTE / in_turn({"parse": partial(bulletin_parse.parse, data)}, rounds)["parse"], "MB/s", ">=5")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--files", type=int, default=5, help="at most this many PDFs of each producer")
    arguments = parser.parse_args()
    groups, found = readable(arguments.folders, most=arguments.files)
    for name, files in groups.items():
        engines(name, files, arguments.rounds)
    for name in ("word", "browser-type3"):
        if name in groups:
            libraries(name, groups[name][:3], arguments.rounds)
    texts(found, arguments.rounds)


if __name__ == "__main__":
    main()
