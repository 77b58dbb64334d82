"""No module is longer than what one reads at a sitting, and no function longer than a page."""

from __future__ import annotations

import ast

import pytest

from conftest import ROOT

PACKAGE = ROOT / "src" / "bulletin_parse"
MODULE, FUNCTION = 400, 50  # lines


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_and_its_functions_are_short(path):
    text = path.read_text(encoding="utf-8")
    functions = [node for node in ast.walk(ast.parse(text)) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))]
    assert text.count("\n") <= MODULE
    assert [node.name for node in functions if (node.end_lineno or 0) - node.lineno >= FUNCTION] == []
