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


@pytest.mark.skipif("forkserver" not in METHODS, reason="no process forks here")
def test_the_process_that_forks_children_ends_with_the_one_that_asked_for_them():
    code = """
import atexit, os
server = []
atexit.register(lambda: print(server[0].code(), flush=True))  # what is registered first is done last
from bulletin_parse import Guard
from bulletin_parse.supervise import start
with Guard() as guard:
    assert guard.run("a.pdf", os.getppid) != os.getpid()
server.append(start._server)
"""
    environment = {**os.environ, VARIABLE: "forkserver", "PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run([sys.executable, "-W", "error", "-c", code], env=environment, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("-9\n", "")


@pytest.mark.skipif("fork" not in METHODS, reason="no process forks here")
def test_an_interrupt_in_the_midst_of_a_fork_is_told_behind_it():
    """In what runs at a fork (``logging`` has some of it) Python prints a KeyboardInterrupt and goes on."""
    code = """
import os, signal
os.register_at_fork(after_in_parent=lambda: signal.raise_signal(signal.SIGINT))
from bulletin_parse import Guard
try:
    with Guard() as guard:
        guard.run("a.pdf", os.getpid)
except KeyboardInterrupt:
    print("interrupted")
"""
    environment = {**os.environ, VARIABLE: "fork", "PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("interrupted\n", "")
