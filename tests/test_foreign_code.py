"""No command of the installed program runs what lies in the working folder or beside a file, whatever that is called."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pymupdf
import pytest

from conftest import FIXTURES, METHODS, VARIABLE
from invented import bulletin_text

PROGRAM = Path(sys.executable).parent / "bulletin-parse"
# What the standard library, the dependencies and the extras are called, and what Python itself looks for when it starts.
NAMES = ["numpy", "json", "cv2", "sitecustomize", "usercustomize", "pickle", "multiprocessing", "re", "onnxruntime", "rapidocr", "pymupdf", "pypdfium2"]
NAMES += ["pandas", "bulletin_parse", "ctypes", "regex"]
needs_recognition = [pytest.mark.slow, pytest.mark.full("rapidocr", "onnxruntime", "cv2")]
SCAN = ["parse", "scan.pdf", "--ocr-cache", "off"]
BOTH = ["ingest", "files", "scan.pdf", "--jobs", "2", "--archive"]
COMMANDS = [
    pytest.param(SCAN, marks=needs_recognition),
    ["parse", "files/word.pdf"],
    ["check", "files", "--cross-check"],
    ["view", "files/word.pdf", "-o", "page.html"],
    pytest.param([*BOTH, "new.db"], marks=needs_recognition),
    ["ingest", "files", "--archive", "files.db", "--jobs", "2"],
    ["search", "archive.db", "医院"],
    ["export", "archive.db", "--to", "jsonl", "-o", "all.jsonl"],
    ["report", "archive.db", "-o", "report"],
    ["rule", "BP101"],
    ["schema"],
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Bulletins, an archive, and beside them modules that would leave a trace if they were run."""
    folder = tmp_path_factory.mktemp("working")
    (folder / "files").mkdir()
    shutil.copy(FIXTURES / "word.pdf", folder / "files")
    (folder / "files" / "1.md").write_text(bulletin_text(1), encoding="utf-8")
    with pymupdf.open(FIXTURES / "word.pdf") as pdf, pymupdf.open() as scan:
        picture = pdf[0].get_pixmap(dpi=100)
        page = scan.new_page(width=picture.width * 0.72, height=picture.height * 0.72)
        page.insert_image(page.rect, pixmap=picture)
        scan.save(folder / "scan.pdf")
    subprocess.run([PROGRAM, "ingest", "files", "--archive", "archive.db"], cwd=folder, env=environment(), check=True, capture_output=True)
    for place in (folder, folder / "files"):
        for name in NAMES:
            (place / f"{name}.py").write_text(f"open({str(folder / 'trace')!r}, 'a').write({f'{place.name}/{name} '!r})\nraise SystemExit(99)\n")
    return folder


def environment(**more):
    return {**{name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "COVERAGE"))}, **more}


def traces(folder) -> str:
    trace = folder / "trace"
    text = trace.read_text() if trace.exists() else ""
    trace.unlink(missing_ok=True)
    return text


@pytest.mark.skipif(not PROGRAM.exists(), reason="the program is not installed beside this interpreter")
@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: " ".join(command[:2]))
def test_nothing_of_the_working_folder_is_run(command, folder):
    done = subprocess.run([PROGRAM, *command], cwd=folder, env=environment(), capture_output=True, text=True, timeout=300)
    assert traces(folder) == ""
    assert done.returncode in (0, 1, 3), done.stderr


@pytest.mark.skipif(not PROGRAM.exists(), reason="the program is not installed beside this interpreter")
@pytest.mark.slow
@pytest.mark.full("rapidocr", "onnxruntime", "cv2")
@pytest.mark.parametrize("method", METHODS)
def test_nor_is_it_however_children_are_started(method, folder):
    for command in (SCAN, [*BOTH, f"{method}.db"]):
        done = subprocess.run([PROGRAM, *command], cwd=folder, env=environment(**{VARIABLE: method}), capture_output=True, text=True, timeout=300)
        assert traces(folder) == ""
        assert done.returncode in (0, 3), done.stderr


def test_python_m_runs_it_itself_unless_it_is_told_not_to(folder):
    """What no program can prevent: before its first line is run, the working folder is on the path. docs/security.md says what helps."""
    command = ["-m", "bulletin_parse", "parse", "files/word.pdf"]
    subprocess.run([sys.executable, *command], cwd=folder, env=environment(), capture_output=True, timeout=300)
    assert traces(folder)
    done = subprocess.run([sys.executable, "-P", *command], cwd=folder, env=environment(), capture_output=True, timeout=300)
    assert traces(folder) == ""
    assert done.returncode in (0, 3), done.stderr
