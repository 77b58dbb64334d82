"""The suites of ingest and recognition pass however children are started, and on a system without ``select.poll``."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from bulletin_parse import EngineCrashed, Guard, Limits, NoTextLayer
from conftest import METHODS, ROOT, VARIABLE

SUITES = ["test_ingest.py", "test_ingest_review.py", "test_ocr_real.py", "test_ocr_engine.py"]
RUN = "import select, sys; del select.poll; import pytest; sys.exit(pytest.main(sys.argv[1:]))"


@pytest.mark.parametrize("method", METHODS)
def test_a_child_answers_refuses_and_dies(method, monkeypatch):
    """The least of what test_guard.py holds of each method, where that leaves new interpreters to the slow run."""
    monkeypatch.setenv(VARIABLE, method)
    with Guard(Limits(seconds=20)) as guard:
        assert guard.run("a.pdf", answers) == method
        with pytest.raises(NoTextLayer, match="only pictures"):
            guard.run("a.pdf", refuses)
        with pytest.raises(EngineCrashed, match="exit code 7"):
            guard.run("a.pdf", os._exit, 7)


def answers():
    return os.environ[VARIABLE]


def refuses():
    raise NoTextLayer("a.pdf", "only pictures")


@pytest.mark.slow
def test_ingest_and_recognition_work(each_start_method):
    command = [sys.executable, "-c", RUN, "-q", "-x", "-p", "no:cacheprovider", *[f"tests/{suite}" for suite in SUITES]]
    done = subprocess.run(command, cwd=ROOT, env={**os.environ, VARIABLE: each_start_method}, capture_output=True, text=True, timeout=1800)
    assert done.returncode == 0, done.stdout[-4000:]
