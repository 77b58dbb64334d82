"""What is public is what the package's front names, and nothing that users are shown reaches behind it."""

from __future__ import annotations

import ast
import importlib
import json
import re
import typing

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


# Types of values that public functions and attributes give and that nobody makes: their public attributes are kept, their names and modules are not.
GIVEN = {
    "Accept",
    "Add",
    "Beginning",
    "Change",
    "Differing",
    "Draft",
    "EditedFile",
    "Given",
    "Grid",
    "HiddenText",
    "Inputs",
    "Join",
    "Move",
    "Outline",
    "Parting",
    "Piped",
    "Place",
    "ReadField",
    "RecognisedLine",
    "Remote",
    "Remove",
    "Same",
    "Set",
    "Snippet",
    "Suspect",
    "Tally",
    "Template",
    "Tilt",
    "UnreadPage",
    "MatchedLine",
    "Word",
}


def test_private_types_that_the_front_gives_are_known():
    """What is not named by the front reaches users only as a value: a new such type is put into the front, or into ``GIVEN`` on purpose."""
    public = {id(getattr(bulletin_parse, name)) for name in PUBLIC}
    found = {
        each.__name__
        for name in PUBLIC
        for function in _callables(getattr(bulletin_parse, name))
        for each in _types(_hints(function))
        if each.__module__.startswith("bulletin_parse.") and id(each) not in public
    }
    assert sorted(found) == sorted(GIVEN)


def _callables(value):
    """A function, or a class with its public methods and properties."""
    if not isinstance(value, type):
        return [value] if callable(value) else []
    held = [each for name, each in vars(value).items() if not name.startswith("_") or name == "__init__"]
    return [value, *(each.fget if isinstance(each, property) else getattr(each, "__func__", each) for each in held)]


def _hints(function):
    try:
        return list(typing.get_type_hints(function).values())
    except (NameError, TypeError):  # a name that is imported for type checkers alone, or no function
        return []


def _types(hints):
    for hint in hints:
        if isinstance(hint, (list, tuple)):
            yield from _types(hint)
        else:
            yield from _types(typing.get_args(hint))
            origin = typing.get_origin(hint) or hint
            if isinstance(origin, type):
                yield origin


def test_every_test_that_the_docs_name_is_there():
    named = {name for path in SHOWN for name in re.findall(r"`(test_\w+)`", path.read_text(encoding="utf-8"))}
    tests = "".join([path.read_text(encoding="utf-8") for path in (ROOT / "tests").glob("test_*.py")])
    assert len(named) > 20
    assert [name for name in sorted(named) if f"def {name}(" not in tests] == []
