"""What is public is what the package's front names, and nothing that users are shown reaches behind it."""

from __future__ import annotations

import ast
import importlib
import json
import re

import pytest

import bulletin_parse
from conftest import ROOT

PUBLIC = set(bulletin_parse.__all__)
ERRORS = {name for name in PUBLIC if isinstance(getattr(bulletin_parse, name), type) and issubclass(getattr(bulletin_parse, name), Exception)}
SHOWN = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")), *sorted((ROOT / "examples").rglob("*.py"))]
NOTEBOOKS = sorted((ROOT / "docs").rglob("*.ipynb"))

# An import of a module behind the front, the errors aside.
_DEEP = re.compile(r"^\s*(?:from bulletin_parse\.(?!errors\b)\S+ import|import bulletin_parse\.(?!errors\b)\S+)", re.MULTILINE)


def test_the_reference_lists_what_is_public():
    listed = re.findall(r"^::: bulletin_parse\.(\w+)$", (ROOT / "docs" / "api.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(set(listed)) == sorted(listed)
    assert set(listed) == (PUBLIC - ERRORS - {"__version__"}) | {"IngestInterrupted"}


@pytest.mark.parametrize("name", sorted(PUBLIC - {"__version__"}))
def test_what_is_public_says_what_it_is(name):
    assert (getattr(bulletin_parse, name).__doc__ or "").strip()


@pytest.mark.parametrize("path", SHOWN, ids=lambda path: str(path.relative_to(ROOT)))
def test_what_users_are_shown_imports_the_front_alone(path):
    assert _DEEP.findall(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_notebooks_import_the_front_alone(path):
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    assert _DEEP.findall("\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")) == []


def test_every_public_function_has_its_types_held():
    held = (ROOT / "tests" / "typing" / "public_api.py").read_text(encoding="utf-8")
    functions = [name for name in sorted(PUBLIC) if callable(getattr(bulletin_parse, name)) and not isinstance(getattr(bulletin_parse, name), type)]
    assert [name for name in functions if f"bp.{name}(" not in held and f"@bp.{name}" not in held] == []


@pytest.mark.parametrize("path", sorted((ROOT / "tests").rglob("*.py")), ids=lambda path: path.name)
def test_tests_import_from_the_front_what_it_names(path):
    behind = [
        f"{node.module}.{alias.name}"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("bulletin_parse.")
        for alias in node.names
        if alias.name in PUBLIC and getattr(importlib.import_module(str(node.module)), alias.name, None) is getattr(bulletin_parse, alias.name)
    ]
    assert behind == []
