"""Imports point one way, down the floors of the house, and importing the package is quick because it imports little."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from graphlib import TopologicalSorter
from itertools import chain
from pathlib import Path
from typing import NamedTuple

import pydantic
import pytest

import bulletin_parse
from conftest import FIXTURES, ROOT

PACKAGE = ROOT / "src" / "bulletin_parse"

# From the ground up: a room imports itself and the floors below it, nothing beside it and nothing above, in methods and for types too.
# The package's front stands on the roof: nothing imports it.
FLOORS = (
    ("_version", "errors", "faces", "frozen"),
    ("addresses", "arguments", "left_out", "pathless", "text"),
    ("limits", "plugins", "progress", "records", "versions"),
    ("regions",),
    ("machine", "packed", "remote"),
    ("discovery",),
    ("converting",),
    ("models", "press", "supervise", "writing"),
    ("columns", "matching", "reading"),
    ("layout",),
    ("parsing",),
    ("repair", "rules"),
    ("corrections",),
    ("api",),
    ("checking", "explaining", "many"),
    ("outputs",),
    ("archive.store",),
    ("archive.export", "archive.ingest", "archive.keeping", "archive.search"),
    ("archive",),
    ("views",),
    ("review",),
    ("cli",),
    ("__main__", "bulletin_parse"),
)
FLOOR_OF = {room: floor for floor, rooms in enumerate(FLOORS) for room in rooms}

# How many imports stand inside functions, at most: a command loads what it does and no more, and so do a parse that needs no recognition, one of a PDF,
# a check without corrections and messages in English.
LATE = {"api": 7, "archive.ingest": 3, "checking": 2, "cli": 54, "layout": 6, "outputs": 4, "reading": 10, "review": 1, "text": 1}


class Import(NamedTuple):
    """A module that imports another, and whether inside a function."""

    module: str
    imported: str
    late: bool


def name_of(path: Path) -> str:
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(["bulletin_parse", *(parts[:-1] if parts[-1] == "__init__" else parts)])


MODULES = {name_of(path): path for path in sorted(PACKAGE.rglob("*.py"))}


def imports_of(module: str) -> Iterator[Import]:
    left: list[tuple[ast.AST, bool]] = [(ast.parse(MODULES[module].read_text(encoding="utf-8")), False)]
    while left:
        node, late = left.pop()
        late = late or isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda))
        if not isinstance(node, ast.expr):
            left += [(below, late) for below in ast.iter_child_nodes(node)]
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{module}: imports name their module whole"
            names = [f"{node.module}.{alias.name}" if f"{node.module}.{alias.name}" in MODULES else str(node.module) for alias in node.names]
        else:
            continue
        for name in sorted({name for name in names if name.split(".")[0] == "bulletin_parse"}):
            yield Import(module, name, late)


@cache
def imports() -> Mapping[str, Sequence[Import]]:
    """The imports of each module; found out by the first test that asks, and not while tests are collected."""
    return {module: list(imports_of(module)) for module in MODULES}


def room_of(module: str) -> str:
    """The room that a module stands in: of nested rooms the innermost that has a floor."""
    parts = module.split(".")[1:] or ["bulletin_parse"]
    while ".".join(parts) not in FLOOR_OF:
        parts.pop()
        assert parts, f"{module} stands in a room without a floor"
    return ".".join(parts)


@pytest.mark.parametrize("module", MODULES)
def test_imports_point_down(module):
    room = room_of(module)
    upward = [each.imported for each in imports()[module] if room_of(each.imported) != room and FLOOR_OF[room_of(each.imported)] >= FLOOR_OF[room]]
    assert upward == []


def test_no_modules_import_one_another_in_a_circle():
    graph: dict[str, set[str]] = {module: set() for module in MODULES}
    for each in chain.from_iterable(imports().values()):
        graph[each.module].add(each.imported)
    assert len(list(TopologicalSorter(graph).static_order())) == len(MODULES)  # raises CycleError, which names the circle


def test_imports_inside_functions_are_counted():
    assert Counter(room_of(each.module) for each in chain.from_iterable(imports().values()) if each.late) <= Counter(LATE)


def test_every_room_has_a_floor():
    rooms = {path.stem for path in PACKAGE.glob("*.py")} - {"__init__"} | {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    assert rooms <= set(FLOOR_OF)


def test_importing_the_package_imports_no_engine_and_no_pandas():
    heavy = {"pandas", "pymupdf", "pypdfium2", "pdfplumber", "pydantic", "argparse", "rapidfuzz", "jinja2", "pygal", "rich", "PIL"}
    code = f"import sys, bulletin_parse; print(sorted(set(sys.modules) & {heavy}))"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"


# What a command must not load, by what it is given: half of a short command's time is imports.
ENGINES = ("pymupdf", "pypdfium2", "pdfplumber", "numpy", "PIL", "cv2", "onnxruntime", "docx", "selectolax")
NEVER = ("argcomplete", "pandas", "pyarrow", "openpyxl", "matplotlib", "rich", "jinja2", "pygal", "asyncio", "http", "ssl", "sqlite3", "difflib")
OWN = ("bulletin_parse.archive", "bulletin_parse.review", "bulletin_parse.corrections", "bulletin_parse.views.templating", "bulletin_parse.outputs.frames")
READING = ("pydantic", "rapidfuzz", "tomllib", "publicsuffixlist", "importlib.metadata", "email", "multiprocessing", "concurrent", "dataclasses", "hashlib")
PAGED = tuple(f"bulletin_parse.reading.{name}" for name in ("pdf.choosing", "pdf.mupdf", "pdf.pdfium", "pdf.printed", "pdf.attachments", "ocr.scanned"))
SPARED = ("ctypes", "statistics", "bulletin_parse.layout.page_flow", "bulletin_parse.layout.rows")
WRITING = ("bulletin_parse.outputs.forms", "bulletin_parse.columns", "bulletin_parse.outputs.markdown")


@pytest.mark.parametrize(
    ("arguments", "unneeded"),
    [
        (["--version"], (*NEVER, *ENGINES, *OWN, *READING, "bulletin_parse.models", "bulletin_parse.reading", "bulletin_parse.supervise")),
        (["--help"], (*NEVER, *ENGINES, *OWN, *READING, "bulletin_parse.models", "bulletin_parse.reading", "bulletin_parse.supervise")),
        (["rule", "BP101"], (*NEVER, *ENGINES, *OWN, "bulletin_parse.layout", "bulletin_parse.supervise")),
        (["check", "--exit-zero", "{text}"], (*NEVER, *SPARED, *ENGINES, *OWN, *WRITING, *PAGED, "rapidfuzz", "bulletin_parse.repair")),
        (["check", "--exit-zero", "{pdf}"], (*NEVER, *SPARED, *ENGINES, *OWN, *WRITING, *PAGED, "rapidfuzz", "bulletin_parse.repair")),
        (["parse", "{text}"], (*NEVER, *SPARED, *ENGINES, *OWN, *WRITING, *PAGED, "rapidfuzz", "bulletin_parse.rules")),
        (["parse", "{pdf}"], (*NEVER, *SPARED, *ENGINES, *OWN, *WRITING, *PAGED, "rapidfuzz", "bulletin_parse.rules")),
    ],
    ids=["version", "help", "rule", "check-text", "check-pdf", "parse-text", "parse-pdf"],
)
def test_a_command_loads_nothing_that_it_does_not_need(arguments, unneeded):
    given = [argument.format(text=FIXTURES / "pandoc.md", pdf=FIXTURES / "word.pdf") for argument in arguments]
    code = f"""
import atexit, sys
names = {unneeded!r}
atexit.register(lambda: print("loaded:", *sorted(name for name in names if name in sys.modules)))
from bulletin_parse import main
main({given!r})
"""
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=FIXTURES, encoding="utf-8")
    assert out.stdout.splitlines()[-1] == "loaded:"


def test_a_short_command_seeks_no_circles_among_its_modules():
    code = f"""
import gc, sys
from bulletin_parse import main
sought = lambda: sum(generation["collections"] for generation in gc.get_stats())
sys.argv[1:], before = ["check", "--exit-zero", {str(FIXTURES / "word.pdf")!r}], sought()
main()
print("sought:", sought() - before)
"""
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, encoding="utf-8")
    assert out.stdout.splitlines()[-1] == "sought: 0"


def own_process(arguments, code):
    """What a process prints that is a command's own, and then runs some code."""
    whole = f"import sys; from bulletin_parse import main; sys.argv[1:] = {arguments!r}; main()\n{code}"
    return subprocess.run([sys.executable, "-c", whole], capture_output=True, text=True, check=True, encoding="utf-8").stdout.splitlines()


@pytest.mark.parametrize("name", ["pandoc.md", "word.pdf"])
def test_a_check_does_not_load_what_reads_packages_metadata(name):
    names = ("email", "csv", "importlib.resources", "importlib.metadata._meta")
    code = f"print('loaded:', *sorted(set(sys.modules) & set({names!r})))"
    assert own_process(["check", "--exit-zero", str(FIXTURES / name)], code)[-1] == "loaded:"


@pytest.mark.parametrize(
    ("statement", "value"),
    [
        ("from importlib.metadata import version", "version('pydantic')"),
        ("import importlib.metadata as metadata", "metadata.version('pydantic')"),
        ("import importlib.metadata", "importlib.metadata.version('pydantic')"),
        ("from importlib.metadata import entry_points", "{each.dist.version for each in entry_points(name='bulletin-parse')}.pop()"),
        ("from importlib.metadata._meta import PackageMetadata as found", "found.__module__"),
    ],
)
def test_packages_metadata_is_loaded_when_it_is_asked(statement, value):
    code = f"{statement}\nvalue = {value}\nfrom importlib.metadata import Distribution\nprint(type(sys.modules['importlib.metadata']).__name__, value)"
    printed = own_process(["check", "--exit-zero", str(FIXTURES / "pandoc.md")], code)[-1]
    assert printed in [f"module {each}" for each in (pydantic.VERSION, bulletin_parse.__version__, "importlib.metadata._meta")]


def test_mupdfs_search_for_tables_is_loaded_when_it_is_asked():
    code = f"""
import pymupdf
before = "pymupdf._table_headers" in sys.modules
pdf = pymupdf.open({str(FIXTURES / "word.pdf")!r})
found = pdf[0].find_tables()
import pymupdf.table as table
same = table is pymupdf.table is sys.modules["pymupdf.table"] and type(found) is table.TableFinder
print(before, same, "pymupdf._table_headers" in sys.modules)
"""
    assert own_process(["check", "--exit-zero", str(FIXTURES / "pandoc.md")], code)[-1] == "False True True"


def test_reading_a_text_loads_no_engine_and_a_pdf_one():
    code = "import sys, bulletin_parse; bulletin_parse.parse({!r}).findings; print(*sorted(set(sys.modules) & set({!r})))"

    def loaded(name: str) -> list[str]:
        given = code.format(str(FIXTURES / name), (*ENGINES, *NEVER, *OWN, PAGED[0]))
        return subprocess.run([sys.executable, "-c", given], capture_output=True, text=True, check=True).stdout.split()

    assert loaded("pandoc.md") == []
    assert loaded("word.pdf") == [PAGED[0], "pymupdf"]


def test_a_parse_of_a_pdf_loads_neither_what_reads_texts_nor_children_nor_an_engine_that_is_not_asked():
    unneeded = ("bulletin_parse.reading.text", "bulletin_parse.layout.text_flow", "bulletin_parse.layout.given", "bulletin_parse.reading.pdf.plumber")
    code = "import sys, bulletin_parse; bulletin_parse.parse({!r}); print(*sorted(set(sys.modules) & set({!r})))"
    given = code.format(str(FIXTURES / "word.pdf"), (*unneeded, "multiprocessing", "concurrent.futures", "rapidfuzz"))
    assert subprocess.run([sys.executable, "-c", given], capture_output=True, text=True, check=True).stdout.split() == []


@pytest.mark.parametrize("face", ["findings", "markdown", "picture", "html", "rich"])
def test_every_face_of_the_record_has_its_function(face):
    from bulletin_parse import faces

    assert callable(faces.face(face))


def test_every_public_name_is_there():
    import bulletin_parse

    assert [name for name in bulletin_parse.__all__ if getattr(bulletin_parse, name, None) is None] == []
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = bulletin_parse.nothing
