"""A mutation check of the tests: breaks the code on purpose, one place at a time, and names the breaks that no test notices.

``python fuzz/mutants.py [MODULE…] [--sample N]``, or ``make mutants``: each mutant is a copy of the package with one operator, constant, condition or
return value changed, against which the module's own tests run. A survivor is printed with its line; docs/mutation.md tells of those that stay.
"""

from __future__ import annotations

import argparse
import ast
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "bulletin_parse"
# A module and the tests that should notice its breaks, the quickest first.
RULES = ("test_rules.py", "test_rules_outlets.py", "test_archive_rules.py", "test_baseline.py", "test_config.py", "test_check_cli.py", "test_lying_text.py")
TESTS = {
    "text/numerals.py": ("test_numerals.py",),
    "text/dates.py": ("test_dates.py",),
    "parsing/alignment.py": ("test_parsing.py", "test_golden.py", "test_properties.py"),
    **{f"rules/{file.name}": RULES for file in sorted((PACKAGE / "rules").glob("*.py")) if file.stem not in ("__init__", "manual")},
}
SECONDS = 120

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


def survives(module: str, broken: str, place: Path) -> bool:
    """Whether a module's tests pass against a broken copy of the package."""
    shutil.copytree(PACKAGE, place / "bulletin_parse", dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    (place / "bulletin_parse" / module).write_text(broken, encoding="utf-8")
    tests = [str(ROOT / "tests" / name) for name in TESTS[module]]
    environment = {**os.environ, "PYTHONPATH": str(place), "PYTHONDONTWRITEBYTECODE": "1", "CI": "true"}
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *tests]
    try:
        return subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, timeout=SECONDS, check=False).returncode == 0
    except subprocess.TimeoutExpired:
        return False


def main() -> int:
    """Runs the check and returns 1 if a mutant survives."""
    parser = argparse.ArgumentParser()
    parser.add_argument("modules", nargs="*", default=list(TESTS))
    parser.add_argument("--sample", type=int, help="try this many mutants of each module, chosen by a fixed seed")
    arguments = parser.parse_args()
    alive = tried = 0
    with tempfile.TemporaryDirectory() as folder:
        for module in arguments.modules:
            source = (PACKAGE / module).read_text(encoding="utf-8")
            if survives(module, ast.unparse(ast.parse(source)), Path(folder)) is False:
                print(f"{module}: the tests fail without a mutant")
                return 2
            found = list(mutants(source))
            if arguments.sample and arguments.sample < len(found):
                found = random.Random(1).sample(found, arguments.sample)
            left = [(line, what) for line, what, broken in found if survives(module, broken, Path(folder))]
            tried += len(found)
            alive += len(left)
            print(f"{module}: {len(found) - len(left)} of {len(found)} killed", flush=True)
            for line, what in left:
                print(f"  line {line}: {what}", flush=True)
            shutil.rmtree(Path(folder) / "bulletin_parse")
    print(f"{tried - alive} of {tried} mutants killed")
    return 1 if alive else 0


if __name__ == "__main__":
    sys.exit(main())
