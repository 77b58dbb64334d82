"""Every python and sh sample of the README and the documentation runs, in a folder that has examples/ and archive/, and prints what stands below it.

A sample that cannot run without a network, or never ends, begins with the comment ``# not run:`` and the reason, which readers see too.
What only installs or builds this project (``make``, ``pip``, a new environment) is run by ``.ci/run`` itself.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from typing import NamedTuple

import pytest

from bulletin_parse import main
from conftest import ROOT

NOT_RUN = "# not run:"
BUILDING = ("make ", "pip install", "python3 -m venv", ". .venv/bin/", ".venv/bin/", "git ")
# Samples that are not run, so that none is left out unseen: as marked, and as building.
LEFT_OUT = {
    "docs/files.md": (1, 0),
    "docs/ci.md": (1, 1),
    "docs/zh/ci.md": (1, 1),
    "docs/archive.md": (1, 0),
    "docs/datasette.md": (1, 0),
    "docs/corrections.md": (1, 0),
    "docs/reviewing.md": (1, 0),
    "docs/scans.md": (2, 0),
    "README.md": (0, 2),
    "docs/index.md": (0, 1),
    "README.zh-CN.md": (0, 2),
    "docs/zh/index.md": (0, 1),
    "docs/zh/corrections.md": (1, 0),
    "docs/zh/reviewing.md": (1, 0),
    "docs/zh/scans.md": (1, 0),
}
FINE = {0, 1, 3}  # clean, findings, a file that cannot be read: the examples have both
SECONDS = 120

_FENCE = re.compile(r"^```(python|py|sh|bash|shell)\n(.*?)^```$", re.DOTALL | re.MULTILINE)


# What a sample prints stands right below it, all of it: in Chinese in the Chinese pages.
_SHOWN = re.compile(r"^```(python|sh)\n((?:(?!^```).)*)^```\n\n```text\n(.*?)^```$", re.DOTALL | re.MULTILINE)


class Sample(NamedTuple):
    language: str
    code: str

    @property
    def marked(self):
        return self.code.startswith(NOT_RUN)

    @property
    def building(self):
        return self.language != "python" and all(line.startswith(BUILDING) for line in self.commands)

    @property
    def commands(self):
        joined = self.code.replace("\\\n", " ")
        return [line for line in joined.splitlines() if line.strip() and not line.startswith("#")]


DOCUMENTS = {
    str(path.relative_to(ROOT)): [
        Sample("python" if name in ("python", "py") else "sh", code) for name, code in _FENCE.findall(path.read_text(encoding="utf-8"))
    ]
    for path in (ROOT / "README.md", ROOT / "README.zh-CN.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md")))
}


SHOWN = {name: found for name in DOCUMENTS if (found := _SHOWN.findall((ROOT / name).read_text(encoding="utf-8")))}


@pytest.fixture(scope="module")
def environment(tmp_path_factory):
    """Variables with which samples find the package and its command, whether installed or not."""
    tools = tmp_path_factory.mktemp("bin")
    command = tools / "bulletin-parse"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m bulletin_parse "$@"\n')
    command.chmod(0o755)
    (tools / "python").symlink_to(sys.executable)
    path = os.pathsep.join([str(tools), os.environ["PATH"]])
    return {**os.environ, "PATH": path, "PYTHONPATH": str(ROOT / "src"), "PYTHONUTF8": "1"}


@pytest.fixture
def folder(tmp_path, environment):
    """Where samples run: the examples, a copy of them as ``archive/``, and what earlier work would have left there."""
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    shutil.copytree(ROOT / "examples", tmp_path / "archive")
    for name in ("README.md", "LICENSE"):
        shutil.copy(ROOT / name, tmp_path)
    made = ["bulletin-parse check archive/ --write-baseline known.json", "bulletin-parse ingest examples --archive archive.db"]
    for line in made:
        assert run(["bash", "-c", line], tmp_path, environment).returncode in FINE
    return tmp_path


def run(arguments, folder, environment):
    return subprocess.run(arguments, cwd=folder, env=environment, capture_output=True, text=True, timeout=SECONDS, check=False)


def ran(sample, folder, environment):
    """Runs a sample of Python."""
    done = run([sys.executable, "-W", "error::DeprecationWarning:__main__", "-c", sample.code], folder, environment)
    assert done.returncode == 0, f"{sample.code}\n{done.stderr}"


def test_the_readme_s_commands_run(folder, monkeypatch, capsys):
    """In this process, which spares a new one for each line; test_every_sample_runs has a shell read them."""
    monkeypatch.chdir(folder)
    lines = [line for sample in DOCUMENTS["README.md"] if sample.language == "sh" and not (sample.marked or sample.building) for line in sample.commands]
    assert len(lines) > 10
    for line in lines:
        program, *arguments = shlex.split(line, comments=True)
        assert (program, set("|<>;&$") & set("".join(arguments))) == ("bulletin-parse", set()), line
        assert main(arguments) in FINE, line
        err = capsys.readouterr().err
        assert "Traceback" not in err, f"{line}\n{err}"
        assert "no such file" not in err, f"{line}\n{err}"


# Each line of each document starts a program.
@pytest.mark.slow
@pytest.mark.parametrize("document", [name for name, samples in DOCUMENTS.items() if samples])
def test_every_sample_runs(document, folder, environment):
    for sample in DOCUMENTS[document]:
        if sample.marked or sample.building:
            continue
        if sample.language == "python":
            ran(sample, folder, environment)
            continue
        for line in sample.commands:
            done = run(["bash", "-c", line], folder, environment)
            assert done.returncode in FINE, f"{line}\n{done.stderr}"
            assert "Traceback" not in done.stderr, f"{line}\n{done.stderr}"
            assert "no such file" not in done.stderr, f"{line}\n{done.stderr}"


@pytest.mark.parametrize("document", SHOWN)
def test_what_samples_are_said_to_print_is_what_they_print(document, tmp_path, environment):
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    spoken = {**environment, "BULLETIN_PARSE_LANG": "zh" if "zh" in document else "en"}
    for language, code, output in SHOWN[document]:
        done = run([sys.executable, "-c", code] if language == "python" else ["bash", "-c", code], tmp_path, spoken)
        assert done.stdout == output, code


def test_both_languages_show_what_the_same_samples_print():
    assert {"README.md", "README.zh-CN.md", "docs/index.md", "docs/zh/index.md"} <= set(SHOWN)
    for document in SHOWN:
        if "zh" in document:
            english = document.replace(".zh-CN", "").replace("zh/", "")
            assert [code for _, code, _ in SHOWN[document]] == [code for _, code, _ in SHOWN[english]]


def test_the_readme_s_python_runs(folder, environment):
    for sample in DOCUMENTS["README.md"]:
        if sample.language == "python":
            ran(sample, folder, environment)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_what_is_left_out_is_counted(document):
    samples = DOCUMENTS[document]
    left_out = (sum(sample.marked for sample in samples), sum(sample.building for sample in samples))
    assert left_out == LEFT_OUT.get(document, (0, 0))


def said_to_the_machine(sample):
    """A sample without its comments, its Chinese words and what surrounds them: what differs from one language to the other."""
    lines = [re.sub(r"\s*#.*", "", line) for line in sample.code.splitlines()]
    return [re.sub(r"""(['"])(?:(?!\1).)*\1""", "…", line) for line in lines if line]


@pytest.mark.parametrize("document", [name for name in DOCUMENTS if "zh" in name])
def test_samples_in_chinese_are_those_in_english(document):
    english = DOCUMENTS[document.replace(".zh-CN", "").replace("zh/", "")]
    known = [said_to_the_machine(sample) for sample in english]
    assert [sample.code for sample in DOCUMENTS[document] if said_to_the_machine(sample) not in known] == []
