"""Where the tests find their material."""

from __future__ import annotations

import importlib.util
import os
import shutil
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from browser import chromium

ROOT = Path(__file__).parents[1]
FIXTURES = ROOT / "tests" / "fixtures"
SHARED = ROOT.parent / "shared"
WEEKLY = ROOT / "src" / "bulletin_parse" / "parsing" / "templates" / "weekly.toml"

MIB = 1 << 20

VARIABLE = "BULLETIN_PARSE_START"  # says how child processes are started (docs/security.md)
METHODS = ("spawn",) if sys.platform == "win32" else ("fork", "forkserver", "spawn")

IN_CI = os.environ.get("CI") == "true"

# A worker of pytest-xdist has a thread that waits for orders, for which children would be forked by a server. It holds no lock, so that children
# are forked as in a run of one process, and hold what a test has patched. Tests of the methods themselves choose their own.
if "PYTEST_XDIST_WORKER" in os.environ and sys.platform == "linux":
    os.environ.setdefault(VARIABLE, "fork")

# Recognised pages are not kept where the user keeps theirs.
os.environ["BULLETIN_PARSE_CACHE"] = "off"

# The shared corpus is no part of the project: its tests are collected where it is, and in CI they must find it.
collect_ignore = [] if SHARED.is_dir() or IN_CI else ["test_shared.py"]

# CI tries the same examples each time, so that a red run is always the change's own; elsewhere each run tries new ones.
# The slow run tries eight times as many (tests/test_many_examples.py).
settings.register_profile("search", deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
settings.register_profile("ci", parent=settings.get_profile("search"), derandomize=True)
settings.load_profile("ci" if IN_CI else "search")
settings.register_profile("many", parent=settings.get_profile("ci" if IN_CI else "search"), max_examples=200)


# The quickest way is tried in any run, as are all of them by tests/test_start_methods.py: the supervision is the same code, and the others take
# several times as long, a second for each new interpreter. The slow run tries them everywhere.
@pytest.fixture(params=[pytest.param(method, marks=[pytest.mark.slow] * (method != METHODS[0])) for method in METHODS])
def each_start_method(request, monkeypatch):
    """The test runs once for each way to start a child process."""
    monkeypatch.setenv(VARIABLE, request.param)
    return request.param


@pytest.fixture(scope="module")
def browser():
    """A browser for the tests of a file."""
    with chromium() as started:
        yield started


@pytest.fixture(autouse=True)
def _pages_end_with_their_test(request):
    """Pages that a test has opened are closed: open, they go on asking and drawing beside the tests that come after. A file's own stay."""
    if "browser" not in request.fixturenames:
        yield
        return
    started = request.getfixturevalue("browser")
    kept = list(started.contexts)
    yield
    for context in started.contexts:
        if context not in kept:
            context.close()


@pytest.fixture(autouse=True)
def _recognition_starts_as_it_does_elsewhere(request, monkeypatch):
    """Models that were run in this process have threads of their own, without which they hang in a fork of it: there a worker starts as others do."""
    if "PYTEST_XDIST_WORKER" in os.environ and any("onnxruntime" in marker.args for marker in request.node.iter_markers("full")):
        monkeypatch.delenv(VARIABLE, raising=False)


# Files with tests of many seconds go first: at the end of a run one of them would leave the other workers without work.
LONG = ("test_samples.py", "test_ingest_guard.py", "test_ingest_kill.py", "test_hostile.py", "test_threads.py", "test_ingest_review.py")


def pytest_collection_modifyitems(items):
    items.sort(key=lambda item: LONG.index(item.path.name) if item.path.name in LONG else len(LONG))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers():
    """As many workers as this process may use cores: of those it may run on, no more than a container's quota is worth."""
    runs_on = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    try:
        quota, period = Path("/sys/fs/cgroup/cpu.max").read_text(encoding="ascii").split()
        return max(1, min(runs_on, round(int(quota) / int(period))))
    except (OSError, ValueError):  # there is no such file, or it says "max"
        return runs_on


def pytest_runtest_setup(item):
    """A test that needs a package or a program which is not there is skipped, and says how to get it."""
    for marker in item.iter_markers("full"):
        missing = [name for name in marker.args if importlib.util.find_spec(name) is None and shutil.which(name) is None]
        if missing:
            pytest.skip(f"needs {', '.join(missing)}: make test-all installs the packages it needs")


# In CI nothing is skipped: a package, a browser or a font that is missing there is a hole, not a circumstance.
_skipped: list[str] = []


def pytest_runtest_logreport(report):
    if report.skipped and not hasattr(report, "wasxfail"):
        _skipped.append(report.nodeid)


def pytest_collectreport(report):
    if report.skipped:
        _skipped.append(report.nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node):
    """A worker has ended: it knows of skipped modules, of which the process that directs it hears nothing."""
    _skipped.extend(name for name in getattr(node, "workeroutput", {}).get("skipped", ()) if name not in _skipped)


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session):
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["skipped"] = _skipped
    elif IN_CI and _skipped and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter):
    if IN_CI and _skipped:
        terminalreporter.write_line(f"skipped, which fails in CI: {', '.join(_skipped)}", red=True)
