"""Imports point one way, and importing the package is quick because it imports little."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import ROOT

PACKAGE = ROOT / "src" / "bulletin_parse"
FLOOR = {"errors", "models"}
MAY_IMPORT = {
    "errors": set(),
    "frozen": set(),
    "addresses": {"frozen"},
    "versions": {"addresses"},
    "models": {"text", "frozen", "versions", "outputs", "rules", "views"},  # Bulletin.to_markdown, .findings and what shows a value, inside the methods
    "columns": {"models"},
    "limits": {"errors"},
    "supervise": {"errors", "limits"},
    "text": FLOOR,
    "writing": {"errors", "discovery"},
    "reading": {"errors", "limits", "supervise", "text"},
    "layout": {"reading", "text"},
    "parsing": {"errors", "limits", "models", "text", "reading", "layout"},
    "press": {"errors", "text"},
    "rules": {"addresses", "errors", "models", "press", "text"},
    "repair": {"addresses", "models", "press", "text", "reading", "rules"},
    "outputs": {"parsing", "columns", "models", "text", "reading", "rules", "writing"},
    "api": {"errors", "limits", "models", "reading", "parsing", "repair"},
    "explaining": {"limits", "models", "reading", "parsing", "api"},
    # views: IngestReport shows itself
    "archive": {
        "addresses",
        "columns",
        "errors",
        "limits",
        "models",
        "text",
        "reading",
        "parsing",
        "rules",
        "outputs",
        "api",
        "discovery",
        "supervise",
        "views",
        "writing",
        "__init__",
    },
    "views": {"addresses", "errors", "limits", "supervise", "models", "text", "reading", "rules", "outputs", "api", "archive", "writing", "__init__"},
    "checking": {"errors", "press", "supervise", "limits", "models", "reading", "rules", "api"},
    "discovery": {"errors", "text"},
    "cli": {
        "archive",
        "discovery",
        "errors",
        "supervise",
        "limits",
        "models",
        "text",
        "reading",
        "outputs",
        "rules",
        "api",
        "checking",
        "explaining",
        "views",
        "writing",
        "__init__",
    },
    "__init__": {"archive", "errors", "explaining", "limits", "models", "api", "outputs", "parsing", "rules"},  # parsing: the type of what explain gives
    "__main__": {"cli"},
}


def imports_of(path: Path) -> set[str]:
    rooms = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        if isinstance(node, ast.ImportFrom) and node.module == "bulletin_parse":
            names = [f"bulletin_parse.{alias.name}" for alias in node.names]
        for name in names:
            if name.startswith("bulletin_parse."):
                room = name.split(".")[1]
                rooms.add(room if (PACKAGE / room).exists() or (PACKAGE / f"{room}.py").exists() else "__init__")
    return rooms


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_point_one_way(path):
    room = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    assert imports_of(path) - {room} <= MAY_IMPORT[room]


def test_importing_the_package_imports_no_engine_and_no_pandas():
    heavy = {"pandas", "pymupdf", "pypdfium2", "pdfplumber", "pydantic", "argparse", "rapidfuzz", "jinja2", "pygal", "rich", "PIL"}
    code = f"import sys, bulletin_parse; print(sorted(set(sys.modules) & {heavy}))"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"


def test_every_public_name_is_there():
    import bulletin_parse

    assert [name for name in bulletin_parse.__all__ if getattr(bulletin_parse, name, None) is None] == []
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = bulletin_parse.nothing
