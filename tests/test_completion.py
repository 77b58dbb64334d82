"""What a shell is told of a command line that is being written, as argcomplete's own tests ask for it, and by bash itself."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import pytest

from bulletin_parse.cli.completion import complete
from bulletin_parse.cli.main import make_parser
from conftest import ROOT

needs_argcomplete = pytest.mark.full("argcomplete")


@pytest.fixture
def completions(tmp_path):
    """Runs the program as a shell does that asks how a line may go on; returns what it is told."""

    def inner(line, **environment):
        out = tmp_path / "out"
        out.unlink(missing_ok=True)
        asked = {"_ARGCOMPLETE": "1", "_ARGCOMPLETE_IFS": "\n", "_ARGCOMPLETE_SUPPRESS_SPACE": "1", "_ARGCOMPLETE_STDOUT_FILENAME": str(out)}
        asked |= {"COMP_LINE": line, "COMP_POINT": str(len(line)), "COMP_TYPE": "9", **environment}
        command = [sys.executable, "-P", "-m", "bulletin_parse"]
        subprocess.run(command, env={**os.environ, "PYTHONPATH": str(ROOT / "src"), **asked}, cwd=tmp_path, check=False, capture_output=True)
        return out.read_text(encoding="utf-8").splitlines()

    return inner


@needs_argcomplete
@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("bulletin-parse ver", ["verify"]),
        ("bulletin-parse check --stat", ["--statistics"]),
        ("bulletin-parse check --format s", ["sarif"]),
        ("bulletin-parse export a.db --to p", ["parquet"]),
        ("bulletin-parse rule BP10", ["BP101", "BP102", "BP103", "BP104", "BP105"]),
        ("bulletin-parse check --select BP1,BP50", ["BP1,BP501", "BP1,BP502", "BP1,BP503", "BP1,BP504", "BP1,BP505"]),
        ("bulletin-parse parse --engine pdf", ["pdfium", "pdfplumber"]),
        ("bulletin-parse parse --limit sec", ["seconds="]),
        ("bulletin-parse correct im", ["import"]),
    ],
)
def test_a_line_goes_on(completions, line, found):
    assert completions(line) == found


@needs_argcomplete
def test_files_are_completed_and_options_on_demand(completions, tmp_path):
    (tmp_path / "664.pdf").touch()
    (tmp_path / "archive").mkdir()
    assert completions("bulletin-parse check 6") == ["664.pdf"]
    assert {"664.pdf", "archive/"} <= set(completions("bulletin-parse check "))
    assert [word for word in completions("bulletin-parse check ") if word.startswith("-")] == []


@needs_argcomplete
def test_every_command_is_offered(completions):
    assert {"parse", "check", "ingest", "schema"} <= set(completions("bulletin-parse "))


@needs_argcomplete
def test_what_stands_beside_the_words_is_in_the_language_that_is_spoken(completions):
    asked = {"_ARGCOMPLETE_DFS": "\t", "BULLETIN_PARSE_LANG": "zh"}
    assert completions("bulletin-parse check --statis", **asked) == ["--statistics\t列出每条规则发现问题的次数（用于 --format text）"]


@needs_argcomplete
def test_bash_completes(tmp_path):
    """The very script that docs/ci.md has in .bashrc, in a real bash."""
    program = tmp_path / "bulletin-parse"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -P -m bulletin_parse "$@"\n')
    program.chmod(0o755)
    script = """
        eval "$("$PYTHON" -m argcomplete.scripts.register_python_argcomplete bulletin-parse)"
        complete -p bulletin-parse >&2
        COMP_LINE="bulletin-parse check --stat" COMP_POINT=27 COMP_TYPE=9
        _python_argcomplete bulletin-parse --stat check 2>/dev/null
        printf '%s\\n' "${COMPREPLY[@]}"
    """
    environment = {**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}", "PYTHON": sys.executable, "PYTHONPATH": str(ROOT / "src")}
    command = [shutil.which("bash") or "bash", "--norc", "-c", script]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True, cwd=tmp_path)
    assert done.stdout.split() == ["--statistics"]
    assert "-F _python_argcomplete bulletin-parse" in done.stderr


def test_without_argcomplete_nothing_is_offered(monkeypatch):
    monkeypatch.setitem(sys.modules, "argcomplete", None)
    assert complete(make_parser("")) == 1


@pytest.mark.parametrize("file", ["cli/main.py", "__main__.py"])
def test_the_program_says_that_it_answers(file):
    """What ``activate-global-python-argcomplete`` looks for in a program's beginning."""
    assert (ROOT / "src" / "bulletin_parse" / file).read_text(encoding="utf-8").startswith("# PYTHON_ARGCOMPLETE_OK\n")
