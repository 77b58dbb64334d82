"""The shape of the code in figures, for one or several revisions beside one another.

usage: python benchmarks/house_facts.py [REVISION…]

Without a revision it counts the last commit. Circles are counted over all imports, those inside functions and for types included. An import of a
test is deep if it names a module behind the package's front (``bulletin_parse``); it is counted once for each module that it names.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from itertools import chain
from pathlib import Path

PACKAGE = "src/bulletin_parse/"
CONFUSABLES = re.compile(r"I\|!")  # characters that stand together only where look-alikes are told apart


def main() -> None:
    """Prints one column a revision."""
    revisions = sys.argv[1:] or ["HEAD"]
    columns = [facts(files_of(revision)) for revision in revisions]
    width = max(len(name) for name in columns[0])
    print(" ".join([" " * width, *(f"{revision[:12]:>12}" for revision in revisions)]))
    for name in columns[0]:
        print(" ".join([f"{name:{width}}", *(f"{column[name]:>12,}" for column in columns)]))


def files_of(revision: str) -> dict[str, str]:
    """The Python files of the package and of its tests at a revision, by path."""
    listed = _git("ls-tree", "-r", "--name-only", revision, "--", PACKAGE, "tests").split("\n")
    return {path: _git("show", f"{revision}:{path}") for path in listed if path.endswith(".py")}


def facts(files: Mapping[str, str]) -> dict[str, int]:
    """The figures of some files, by what they count."""
    own = {path: text for path, text in files.items() if path.startswith(PACKAGE)}
    trees = {path: ast.parse(text) for path, text in own.items()}
    functions = [node for tree in trees.values() for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))]
    tests = [ast.parse(text) for path, text in files.items() if path.startswith("tests/")]
    imports = [name for tree in tests for name in _imported(tree) if name.split(".")[0] == "bulletin_parse"]
    return {
        "files of the package": len(own),
        "lines of the package": sum(text.count("\n") for text in own.values()),
        "lines of the largest module": max(text.count("\n") for text in own.values()),
        "lines of the largest function": max((node.end_lineno or 0) - node.lineno + 1 for node in functions),
        "modules in circles of imports": len(in_circles({_name_of(path): tree for path, tree in trees.items()})),
        "files that name link_target": sum("link_target" in text for text in own.values()),
        "files with characters that look alike": sum(bool(CONFUSABLES.search(text)) for text in own.values()),
        "imports of the package in tests": len(imports),
        "of them deep": sum(name != "bulletin_parse" for name in imports),
    }


def in_circles(trees: Mapping[str, ast.Module]) -> set[str]:
    """The modules that import themselves, over whatever others."""
    graph = {module: {name for name in _targets(tree, trees) if name != module} for module, tree in trees.items()}
    return {module for module in graph if module in _reached(graph, module)}


def _reached(graph: Mapping[str, set[str]], start: str) -> set[str]:
    found: set[str] = set()
    left = list(graph[start])
    while left:
        module = left.pop()
        if module not in found:
            found.add(module)
            left += graph[module]
    return found


def _targets(tree: ast.Module, known: Mapping[str, ast.Module]) -> Iterator[str]:
    """The modules that a module imports, packages left out that only stand around the module named."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            whole = [f"{node.module}.{alias.name}" for alias in node.names]
            yield from (name if name in known else node.module for name in whole if name in known or node.module in known)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in known)


def _imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
        elif isinstance(node, ast.Import):
            yield from chain(alias.name for alias in node.names)


def _name_of(path: str) -> str:
    return ".".join(Path(path.removeprefix("src/")).with_suffix("").parts).removesuffix(".__init__")


def _git(*arguments: str) -> str:
    return subprocess.run(["git", *arguments], check=True, capture_output=True, text=True, encoding="utf-8").stdout


if __name__ == "__main__":
    main()
