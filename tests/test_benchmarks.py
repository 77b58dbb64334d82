"""The benchmarks run: each once, over as little as it takes, so that none is found broken on the day when its figures are wanted."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from conftest import ROOT

# By benchmark: what makes it small, and a figure that it must print at its end.
SMALL = {
    "ingest": (["--bulletins", "10", "--pdfs", "2"], "ingest/archive, bytes a bulletin"),
    "jobs": (["2"], "jobs/check/2 PDFs/parent's share of the processor time"),
    "parse": (["examples", "--rounds", "1", "--files", "1"], "parse/text/100 items"),
    "pattern": (["--rounds", "1"], "patterns/one Word PDF/loaded"),
    "report": (["--bulletins", "2"], "report/2 bulletins/size"),
    "review": (["--bulletins", "2", "--rounds", "1"], "review/queue of 3 bulletins"),
    "search": (["--items", "200", "--rounds", "1"], "search/200 items/4 characters/frequent/ratio to LIKE"),
    "size": (["--rounds", "1", "--largest", "100"], "size/items/text/growth"),
    "stage": (["examples/567-word.pdf", "--rounds", "1"], "stage/567-word.pdf/parsing"),
}


@pytest.mark.slow
@pytest.mark.full
@pytest.mark.parametrize("name", SMALL)
def test_a_benchmark_runs_to_its_end(name):
    arguments, figure = SMALL[name]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT / "tests")])}
    command = [sys.executable, str(ROOT / "benchmarks" / f"{name}_cost.py"), *arguments]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    assert figure in done.stdout
