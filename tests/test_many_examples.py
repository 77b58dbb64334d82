"""What holds for every bulletin, text and archive, tried with more examples than any run has time for."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import ROOT

HERE = Path(__file__)
SUITES = sorted(path.name for path in HERE.parent.glob("test_*.py") if path != HERE and "\n@given(" in path.read_text(encoding="utf-8"))


@pytest.mark.slow
@pytest.mark.parametrize("suite", SUITES)
def test_what_holds_holds_for_many_examples(suite):
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", "--hypothesis-profile=many", "-m", "not slow and not full"]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    done = subprocess.run([*command, f"tests/{suite}"], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=1800)
    assert done.returncode == 0, done.stdout[-4000:]


def test_there_are_suites_of_properties():
    assert {"test_properties.py", "test_rules_properties.py", "test_search.py"} <= set(SUITES)
