"""The suites of ingest and recognition pass however children are started, and on a system without ``select.poll``."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from bulletin_parse.supervise.start import VARIABLE
from conftest import ROOT

SUITES = ["test_ingest.py", "test_ingest_review.py", "test_ocr_real.py", "test_ocr_engine.py"]
RUN = "import select, sys; del select.poll; import pytest; sys.exit(pytest.main(sys.argv[1:]))"


@pytest.mark.slow
def test_ingest_and_recognition_work(each_start_method):
    command = [sys.executable, "-c", RUN, "-q", "-x", "-p", "no:cacheprovider", *[f"tests/{suite}" for suite in SUITES]]
    done = subprocess.run(command, cwd=ROOT, env={**os.environ, VARIABLE: each_start_method}, capture_output=True, text=True, timeout=1800)
    assert done.returncode == 0, done.stdout[-4000:]
