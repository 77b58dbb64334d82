"""The notebook in docs/ runs from its first cell to its last, and prints what is stored in it."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys

import pytest

from conftest import ROOT


@pytest.mark.full("nbclient", "ipykernel", "matplotlib")
def test_the_notebook_runs_and_prints_what_it_did(tmp_path):
    folder = {"TMPDIR": str(tmp_path), "MPLCONFIGDIR": str(tmp_path)}
    done = subprocess.run([sys.executable, ROOT / "docs/notebooks/execute.py", "--check"], capture_output=True, text=True, env=os.environ | folder)
    assert done.returncode == 0, done.stderr[-3000:]


@pytest.mark.full("nbformat")
def test_the_notebook_is_stored_executed():
    import nbformat

    notebook = nbformat.read(ROOT / "docs/notebooks/archive.ipynb", as_version=4)
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert all(cell.execution_count for cell in cells)
    pictures = [output for cell in cells for output in cell.outputs if "image/png" in output.get("data", {})]
    assert len(pictures) == 4
    assert "missing from font" not in str(notebook)


def test_the_invented_bulletins_are_the_same_each_time(tmp_path):
    spec = importlib.util.spec_from_file_location("invented", ROOT / "examples/invented.py")
    invented = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(invented)
    assert invented.text(3) == invented.text(3) != invented.text(4)
    assert invented.write(tmp_path) == len(list(tmp_path.iterdir())) == invented.WEEKS - len(invented.LEFT_OUT)
