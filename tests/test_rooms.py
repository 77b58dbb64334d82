"""The pages that lead a newcomer through the house name every room, and nothing that is not there."""

from __future__ import annotations

import re

import pytest

from conftest import ROOT
from test_imports import FLOOR_OF

PACKAGE = ROOT / "src" / "bulletin_parse"
PAGES = [ROOT / "CONTRIBUTING.md", ROOT / "benchmarks" / "README.md", *sorted(PACKAGE.rglob("README.md"))]
HELD = [path for folder in ("src", "tests", "benchmarks", "docs", "fuzz", "examples", "release", "catalogue") for path in (ROOT / folder).rglob("*")]
PATHS = [f"/{path.relative_to(ROOT).as_posix()}" for path in HELD if "__pycache__" not in path.parts]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_what_a_page_names_is_there(page):
    named = re.findall(r"`([\w./-]+\.(?:py|toml|json|jsonl)|(?:[a-z_]+/)+)`", page.read_text(encoding="utf-8"))
    assert [name for name in named if not any(path.endswith(f"/{name.rstrip('/')}") for path in PATHS)] == []


def test_every_room_has_a_row():
    rows = re.findall(r"^\| (`.*?) \|", (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"), re.MULTILINE)
    named = {name.rstrip("/") for row in rows for name in re.findall(r"`([\w/]+)`", row)}
    rooms = {room.partition(".")[0] for room in FLOOR_OF} - {"_version", "__main__", "bulletin_parse"}
    assert sorted(rooms - named) == []
