"""The notebooks in docs/ run from their first cell to their last, and print what is stored in them."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys

import pytest

from conftest import ROOT


@pytest.mark.full("nbclient", "ipykernel", "matplotlib")
@pytest.mark.parametrize("name", ["introduction", "archive"])
def test_a_notebook_runs_and_prints_what_it_did(tmp_path, name):
    folder = {"TMPDIR": str(tmp_path), "MPLCONFIGDIR": str(tmp_path)}
    done = subprocess.run([sys.executable, ROOT / "docs/notebooks/execute.py", "--check", name], capture_output=True, text=True, env=os.environ | folder)
    assert done.returncode == 0, done.stderr[-3000:]


@pytest.mark.full("nbformat")
@pytest.mark.parametrize(("name", "drawn", "displays"), [("introduction", 1, 6), ("archive", 4, 0)])
def test_a_notebook_is_stored_executed(name, drawn, displays):
    import nbformat

    notebook = nbformat.read(ROOT / f"docs/notebooks/{name}.ipynb", as_version=4)
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert all(cell.execution_count for cell in cells)
    outputs = [output.get("data", {}) for cell in cells for output in cell.outputs]
    assert len([data for data in outputs if "image/png" in data]) == drawn
    assert len([data for data in outputs if "bulletin-view" in data.get("text/html", "")]) == displays
    assert "missing from font" not in str(notebook)


def test_the_invented_bulletins_are_the_same_each_time(tmp_path):
    spec = importlib.util.spec_from_file_location("invented", ROOT / "examples/invented.py")
    invented = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(invented)
    assert invented.text(3) == invented.text(3) != invented.text(4)
    assert invented.write(tmp_path) == len(list(tmp_path.iterdir())) == invented.WEEKS - len(invented.LEFT_OUT)
