"""Compares the working tree's figures with those of another revision.

usage: python benchmarks/compare.py REV [--measure] [--only NAME …]

Without --measure the history is read: the last figures of REV and of the checked out revision. Where the history lacks either, or
with --measure, both are measured now on this machine, benchmark by benchmark in turn, by the benchmarks of the working tree:
REV in a git worktree of its own. Figures that moved by more than a tenth are marked.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from run import HISTORY, ROOT, benchmarks, collect, git, remember, revision

MOVED = 0.1


def remembered(of: str) -> dict[str, dict[str, Any]]:
    """The last figures of a revision in the history, by name."""
    if not HISTORY.exists():
        return {}
    lines = [json.loads(line) for line in HISTORY.read_text(encoding="utf-8").splitlines()]
    return {line["figure"]: line for line in lines if line["revision"] == of}


def measured(of: str, only: list[str]) -> tuple[dict[str, dict[str, Any]], dict[str, dict[str, Any]]]:
    """The figures of a revision, in a worktree of its own, and of the working tree: each benchmark with the one and then the other."""
    before: list[dict[str, Any]] = []
    after: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder) / "tree"
        git("worktree", "add", "--detach", str(tree), of)
        try:
            for script in benchmarks(only):
                name = script.stem.removesuffix("_cost")
                print(f"== {of}, in a worktree")
                before += collect(tree / "src", [name])[0]
                print("== the working tree")
                after += collect(ROOT / "src", [name])[0]
        finally:
            git("worktree", "remove", "--force", str(tree))
    return {figure["figure"]: figure for figure in before}, {figure["figure"]: figure for figure in after}


def show(before: dict[str, dict[str, Any]], after: dict[str, dict[str, Any]]) -> None:
    """Prints the figures that both have, before and after."""
    for name in after:
        if name in before:
            old, new = before[name]["value"], after[name]["value"]
            change = (new - old) / old if old else 0.0
            mark = "  <<" if abs(change) > MOVED else ""
            print(f"{name:64s} {old:10.3f} -> {new:10.3f} {after[name]['unit']:9s} {change:+7.1%}{mark}")
    if lacking := sorted(before.keys() ^ after.keys()):
        print(f"in one of them only: {', '.join(lacking)}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rev", metavar="REV", help="a commit, tag or branch")
    parser.add_argument("--measure", action="store_true", help="measure both now, whatever the history has")
    parser.add_argument("--only", nargs="*", default=[], metavar="NAME", help="benchmarks to run: parse, size, stage, …")
    arguments = parser.parse_args()
    rev = git("rev-parse", "--short=10", f"{arguments.rev}^{{commit}}")
    now = revision()
    before, after = remembered(rev), remembered(now)
    if arguments.measure or not before or not after:
        if not arguments.measure:
            print(f"the history has no figures of {rev if not before else now}: both are measured now")
        before, after = measured(rev, arguments.only)
        if not arguments.only:
            remember(list(before.values()), rev)
            remember(list(after.values()), now)
    print(f"\n{rev} -> {now}")
    show(before, after)
    return 0


if __name__ == "__main__":
    sys.exit(main())
