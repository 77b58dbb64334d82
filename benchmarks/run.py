"""Runs every benchmark (``benchmarks/*_cost.py``) in turn and adds their figures to the history.

usage: python benchmarks/run.py [--only NAME …] [--no-history]

The history, ``benchmarks/history.jsonl``, is kept in git: one line a figure, with the revision, the date and the machine. Figures in
seconds are the machine's; ratios and exponents can be compared between machines. A revision that ends in ``+`` had uncommitted changes.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from figures import COLLECT, meets

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
HISTORY = HERE / "history.jsonl"


def benchmarks(only: list[str]) -> list[Path]:
    """The scripts to run, in the order of their names."""
    return [path for path in sorted(HERE.glob("*_cost.py")) if not only or path.stem.removesuffix("_cost") in only]


def collect(source: Path, only: list[str]) -> tuple[list[dict[str, Any]], list[str]]:
    """The figures of the benchmarks with the package in ``source``, and the names of the benchmarks that failed."""
    figures: list[dict[str, Any]] = []
    failed = []
    for script in benchmarks(only):
        print(f"== {script.stem.removesuffix('_cost')}", flush=True)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "figures.jsonl"
            path.touch()
            environment = os.environ | {COLLECT: str(path), "PYTHONPATH": str(source)}
            if subprocess.run([sys.executable, script], cwd=ROOT, env=environment, check=False).returncode:
                failed.append(script.stem)
            figures += [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return figures, failed


def revision() -> str:
    """The commit that is checked out, with ``+`` if files other than the history differ from it."""
    commit = git("rev-parse", "--short=10", "HEAD")
    changed = git("status", "--porcelain", "--untracked-files=no", "--", ".", f":!{HISTORY.relative_to(ROOT)}")
    return commit + ("+" if changed else "")


def git(*arguments: str) -> str:
    """What a git command prints, run in the repository."""
    return subprocess.run(["git", *arguments], cwd=ROOT, check=True, capture_output=True, text=True).stdout.strip()


def machine() -> dict[str, str]:
    """What figures in seconds depend on."""
    from importlib.metadata import version

    return {"python": platform.python_version(), "machine": f"{platform.machine()}, {os.cpu_count()} CPUs", "pymupdf": version("pymupdf")}


def remember(figures: list[dict[str, Any]], of: str) -> None:
    """Adds figures to the history."""
    when = datetime.now(UTC).strftime("%Y-%m-%dT%H:%MZ")
    head = {"revision": of, "date": when, **machine()}
    with HISTORY.open("a", encoding="utf-8") as file:
        for figure in figures:
            file.write(json.dumps({**head, **figure}, ensure_ascii=False) + "\n")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", nargs="*", default=[], metavar="NAME", help="benchmarks to run: parse, size, stage, …")
    parser.add_argument("--no-history", action="store_true", help="print the figures and keep none")
    arguments = parser.parse_args()
    figures, failed = collect(ROOT / "src", arguments.only)
    if not arguments.no_history:
        remember(figures, revision())
    missed = [figure for figure in figures if not meets(figure["value"], figure["goal"])]
    print(f"\n{len(figures)} figures, {sum(bool(figure['goal']) for figure in figures)} with a goal, {len(missed)} missed:")
    for figure in missed:
        print(f"  {figure['figure']}: {figure['value']:.3f}, goal {figure['goal']}")
    if failed:
        print(f"failed: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
