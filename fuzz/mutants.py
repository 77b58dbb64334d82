"""A mutation check of the tests: breaks the code on purpose, one place at a time, and names the breaks that no test notices.

``python fuzz/mutants.py [MODULE…] [--sample N]``, or ``make mutants``: each mutant is a copy of the package with one operator, constant, condition or
return value changed, against which the module's own tests run. A survivor is printed with its line; docs/mutation.md tells of those that stay.
"""

from __future__ import annotations

import argparse
import ast
import compileall
import os
import random
import resource
import shutil
import sys
import tempfile
from collections.abc import Iterator
from importlib import import_module
from importlib.util import cache_from_source
from multiprocessing import get_context
from pathlib import Path

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "bulletin_parse"
# A module and the tests that should notice its breaks, the quickest first.
RULES = ("test_rules.py", "test_rules_outlets.py", "test_archive_rules.py")
SETTINGS = ("test_baseline.py", "test_config.py", "test_check_cli.py")
_OF_RULES = {
    "baseline": SETTINGS,
    "config": SETTINGS,
    "addressed": (*RULES, "test_repair.py"),
    "reading": (*RULES, "test_lying_text.py"),
    "registry": ("test_rules_manual.py", *SETTINGS),
    "runner": (*RULES, *SETTINGS),
}
TESTS = {
    "text/numerals.py": ("test_numerals.py",),
    "text/dates.py": ("test_dates.py",),
    "parsing/alignment.py": ("test_alignment.py", "test_parsing.py", "test_golden.py"),
    "matching/pairing.py": ("test_pairing.py", *RULES),
    "matching/rising.py": ("test_rising.py", "test_pairing.py"),
    "matching/differences.py": ("test_differences.py", "test_check_cli.py"),
    "press/outlets.py": RULES,
    "press/links.py": RULES,
    "press/link_dates.py": RULES,
    "press/bylines.py": RULES,
    **{f"rules/{file.name}": _OF_RULES.get(file.stem, RULES) for file in sorted((PACKAGE / "rules").glob("*.py")) if file.stem not in ("__init__", "manual")},
}
# Imported once; each mutant runs in a fork that has them.
PRELOADED = ("pytest", "pydantic", "rapidfuzz", "regex", "publicsuffixlist", "pymupdf", "pypdfium2", "jsonschema", "junitparser")
SECONDS = 60  # of CPU time, for a mutant that loops

_COMPARE = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
_REVERSED = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
    ast.Div: ast.Mult,
    ast.Mod: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.And: ast.Or,
    ast.Or: ast.And,
}


def mutants(source: str) -> Iterator[tuple[int, str, str]]:
    """Each break: its line, what it does, and the broken source."""
    count = len(list(ast.walk(ast.parse(source))))
    for at in range(count):
        for variant in range(2):
            tree = ast.parse(source)
            node = list(ast.walk(tree))[at]
            what = _break(node, variant)
            if what:
                yield getattr(node, "lineno", 0), what, ast.unparse(tree)


def _break(node: ast.AST, variant: int) -> str:
    """Changes a node and says how; empty if there is nothing to change."""
    before = ast.unparse(node) if isinstance(node, ast.expr | ast.stmt) else ""
    if isinstance(node, ast.Compare) and type(node.ops[0]) in _COMPARE and variant == 0:
        node.ops[0] = _COMPARE[type(node.ops[0])]()
    elif isinstance(node, ast.BinOp | ast.BoolOp) and type(node.op) in _REVERSED and variant == 0:
        node.op = _REVERSED[type(node.op)]()
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not) and variant == 0:
        node.op = ast.UAdd()
        node.operand = ast.Call(ast.Name("bool", ast.Load()), [node.operand], [])
    elif isinstance(node, ast.Constant) and type(node.value) in (int, float, bool) and variant == 0:
        node.value = (not node.value) if isinstance(node.value, bool) else node.value + 1
    elif isinstance(node, ast.If | ast.IfExp | ast.While) and not (isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)):
        node.test = ast.Constant(variant == 0) if not (isinstance(node, ast.While) and variant == 0) else node.test
        if ast.unparse(node) == before:
            return ""
    elif isinstance(node, ast.Return) and node.value is not None and not isinstance(node.value, ast.Constant) and variant == 0:
        node.value = ast.Constant(None)
    elif isinstance(node, ast.Continue | ast.Break) and variant == 0:
        return ""
    else:
        return ""
    return f"{before.splitlines()[0][:70]}  →  {ast.unparse(ast.fix_missing_locations(node)).splitlines()[0][:70]}"


def tests_pass(module: str, place: Path) -> bool:
    """Whether a module's tests pass against the package in a folder, in a fork of this process."""
    process = get_context("fork").Process(target=_run_tests, args=(module, place))
    process.start()
    process.join()
    return process.exitcode == 0


def _run_tests(module: str, place: Path) -> None:
    import pytest

    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    os.dup2(1, 2)
    os.chdir(ROOT)
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    os.environ |= {"PYTHONPATH": str(place), "PYTHONDONTWRITEBYTECODE": "1", "CI": "true"}
    sys.path.insert(0, str(place))
    sys.dont_write_bytecode = True
    os._exit(pytest.main(["-x", "-q", "-p", "no:cacheprovider", *[str(ROOT / "tests" / name) for name in TESTS[module]]]))


def survivors(module: str, sample: int | None, place: Path) -> tuple[int, list[tuple[int, str]]]:
    """How many mutants of a module were tried, and those that no test noticed.

    Raises:
        SystemExit: the tests fail without a mutant.
    """
    shutil.copytree(PACKAGE, place / "bulletin_parse", dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    compileall.compile_dir(place, quiet=2)
    changed = place / "bulletin_parse" / module
    source = changed.read_text(encoding="utf-8")
    Path(cache_from_source(str(changed))).unlink()
    if not tests_pass(module, place):
        raise SystemExit(f"{module}: the tests fail without a mutant")
    found = list(mutants(source))
    if sample and sample < len(found):
        found = random.Random(1).sample(found, sample)
    left = []
    for line, what, broken in found:
        changed.write_text(broken, encoding="utf-8")
        if tests_pass(module, place):
            left.append((line, what))
    return len(found), left


def main() -> int:
    """Runs the check and returns 1 if a mutant survives."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("modules", nargs="*", default=list(TESTS))
    parser.add_argument("--sample", type=int, help="try this many mutants of each module, chosen by a fixed seed")
    arguments = parser.parse_args()
    for name in PRELOADED:
        import_module(name)
    alive = tried = 0
    for module in arguments.modules:
        with tempfile.TemporaryDirectory() as folder:
            count, left = survivors(module, arguments.sample, Path(folder))
        tried += count
        alive += len(left)
        print(f"{module}: {count - len(left)} of {count} killed", flush=True)
        for line, what in left:
            print(f"  line {line}: {what}", flush=True)
    print(f"{tried - alive} of {tried} mutants killed")
    return 1 if alive else 0


if __name__ == "__main__":
    sys.exit(main())
