"""Where the tests find their material."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from bulletin_parse.supervise.start import METHODS, VARIABLE

ROOT = Path(__file__).parents[1]
FIXTURES = ROOT / "tests" / "fixtures"
SHARED = ROOT.parent / "shared"

# Recognised pages are not kept where the user keeps theirs.
os.environ["BULLETIN_PARSE_CACHE"] = "off"

# The shared corpus is no part of the project: its tests are collected where it is, and in CI they must find it.
collect_ignore = [] if SHARED.is_dir() or os.environ.get("CI") == "true" else ["test_shared.py"]

# CI tries the same examples each time, so that a red run is always the change's own; elsewhere each run tries new ones.
settings.register_profile("search", deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
settings.register_profile("ci", parent=settings.get_profile("search"), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") == "true" else "search")


@pytest.fixture(params=METHODS)
def each_start_method(request, monkeypatch):
    """The test runs once for each way to start a child process."""
    monkeypatch.setenv(VARIABLE, request.param)
    return request.param


# In CI nothing is skipped: a package, a browser or a font that is missing there is a hole, not a circumstance.
_skipped: list[str] = []


def pytest_runtest_logreport(report):
    if report.skipped and not hasattr(report, "wasxfail"):
        _skipped.append(report.nodeid)


def pytest_collectreport(report):
    if report.skipped:
        _skipped.append(report.nodeid)


def pytest_sessionfinish(session):
    if os.environ.get("CI") == "true" and _skipped and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter):
    if os.environ.get("CI") == "true" and _skipped:
        terminalreporter.write_line(f"skipped, which fails in CI: {', '.join(_skipped)}", red=True)
