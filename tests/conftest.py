"""Where the tests find their material."""

from __future__ import annotations

import os
from pathlib import Path

from hypothesis import HealthCheck, settings

ROOT = Path(__file__).parents[1]
FIXTURES = ROOT / "tests" / "fixtures"
SHARED = ROOT.parent / "shared"

# The shared corpus is no part of the project: its tests are collected where it is, and in CI they must find it.
collect_ignore = [] if SHARED.is_dir() or os.environ.get("CI") == "true" else ["test_shared.py"]

settings.register_profile("default", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("default")
