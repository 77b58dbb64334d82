"""Executes the notebooks and keeps what their cells print and draw; or checks that they still do.

usage: python docs/notebooks/execute.py [--check] [NAME...]

Names are those of files in this folder without suffix, none for all. With --check nothing is written, and the exit code is 1 if a cell fails or
prints something else than what is stored. Pictures and displays are not compared: a version of matplotlib may draw a line a pixel further on.
"""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
SECONDS = 300  # a cell may take
_TIME = re.compile(r"\d+\.\d s\b")  # differs from run to run


def executed(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """The notebook, each cell run anew in the repository's folder, without what differs from run to run."""
    NotebookClient(notebook, timeout=SECONDS, kernel_name="python3", resources={"metadata": {"path": str(ROOT)}}, record_timing=False).execute()
    notebook.metadata = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}, "language_info": {"name": "python"}}
    return notebook


def said(notebook: nbformat.NotebookNode) -> list[str]:
    """What each cell prints, as text; a kernel may send it in any number of pieces."""
    cells = [cell.outputs for cell in notebook.cells if cell.cell_type == "code"]
    texts = ["".join([output.get("text") or output.get("data", {}).get("text/plain", "") for output in outputs]) for outputs in cells]
    return [_TIME.sub("… s", text) for text in texts]


def main() -> int:
    """Runs the notebooks."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("names", nargs="*")
    arguments = parser.parse_args()
    return max(_run(path, check=arguments.check) for path in sorted(HERE.glob("*.ipynb")) if not arguments.names or path.stem in arguments.names)


def _run(path: Path, *, check: bool) -> int:
    stored = nbformat.read(path, as_version=4)
    before = said(stored)
    again = executed(stored)
    if not check:
        nbformat.write(again, path)
        return 0
    for old, new in zip(before, said(again), strict=True):
        if old != new:
            print(f"{path.name}\nwas:\n{old}\nis:\n{new}", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
