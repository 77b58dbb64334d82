"""Executes the notebook and keeps what its cells print and draw; or checks that they still do.

usage: python docs/notebooks/execute.py [--check]

With --check nothing is written, and the exit code is 1 if a cell fails or prints something else than what is stored. Pictures
are not compared: a version of matplotlib may draw a line a pixel further on.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient

HERE = Path(__file__).parent
NOTEBOOK = HERE / "archive.ipynb"
ROOT = HERE.parents[1]
SECONDS = 300  # a cell may take


def executed(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """The notebook, each cell run anew in the repository's folder, without what differs from run to run."""
    NotebookClient(notebook, timeout=SECONDS, kernel_name="python3", resources={"metadata": {"path": str(ROOT)}}, record_timing=False).execute()
    notebook.metadata = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}, "language_info": {"name": "python"}}
    return notebook


def said(notebook: nbformat.NotebookNode) -> list[str]:
    """What each cell prints, as text; a kernel may send it in any number of pieces."""
    cells = [cell.outputs for cell in notebook.cells if cell.cell_type == "code"]
    return ["".join([output.get("text") or output.get("data", {}).get("text/plain", "") for output in outputs]) for outputs in cells]


def main() -> int:
    """Runs the notebook."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    stored = nbformat.read(NOTEBOOK, as_version=4)
    before = said(stored)
    again = executed(stored)
    if not parser.parse_args().check:
        nbformat.write(again, NOTEBOOK)
        return 0
    for old, new in zip(before, said(again), strict=True):
        if old != new:
            print(f"was:\n{old}\nis:\n{new}", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
