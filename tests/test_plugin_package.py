"""The package in examples/plugin adds one of each kind; it is installed as a user would, and each is used by the command."""

from __future__ import annotations

import shutil
import subprocess
import sys

import pytest

from conftest import ROOT

MONTHLY = """\
# 卫生信息化月报
（第12期）
某某中心
2026-03-31

本月概况：
本月共收集1篇。

本月篇目
1. 医院上线预约系统
（健康报）

篇目内容
1. 医院上线预约系统
出自：健康报
见于：https://www.example.cn/2026/0311/1.html
归类：医院
要点：
医院上线预约系统
2026-03-11 健康报
市民可以在手机上预约。
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Where the package is installed, and where the commands run."""
    folder = tmp_path_factory.mktemp("plugin")
    shutil.copytree(ROOT / "examples" / "plugin", folder / "source")
    install = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-build-isolation", "--no-index", "--disable-pip-version-check"]
    subprocess.run([*install, "--target", folder / "installed", folder / "source"], check=True, capture_output=True)
    (folder / "12.md").write_text(MONTHLY, encoding="utf-8")
    return folder


@pytest.fixture
def run(folder, monkeypatch):
    """Runs the command with the package on the path."""
    monkeypatch.setenv("PYTHONPATH", str(folder / "installed"))

    def run(*arguments):
        code = "import sys; from bulletin_parse.cli.main import main; sys.exit(main())"
        done = subprocess.run([sys.executable, "-c", code, *arguments], cwd=folder, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout, done.stderr

    return run


def test_its_template_is_named_like_a_file(run):
    code, out, err = run("parse", "12.md", "--template", "monthly", "--format", "summary")
    assert (code, err) == (0, "")
    assert "医院上线预约系统" in out


def test_its_rule_is_run_selected_and_explained(run):
    code, out, _ = run("check", "12.md", "--template", "monthly", "--select", "MY")
    assert code == 0  # an info
    assert "MY001" in out
    assert run("rule", "MY001")[1].startswith("MY001 body-short (info)\n\nEvery item's body has at least 40 characters.")
    assert run("rule")[1].splitlines()[-1] == "MY001  info     body-short"


def test_its_reporter_writes_findings(run):
    assert run("check", "12.md", "--template", "monthly", "--select", "MY", "--format", "lines")[1] == "MY001 12.md 1\n"


def test_its_exporter_writes_an_archive(run, folder):
    assert run("ingest", "12.md", "--archive", "a.db", "--template", "monthly")[0] == 0
    for _ in range(2):  # an earlier list is replaced
        code, _, err = run("export", "a.db", "--to", "titles", "-o", "titles.txt")
        assert code == 0, err
    assert (folder / "titles.txt").read_text(encoding="utf-8") == "TITLES\n12 2026-03-31\n  医院上线预约系统\n"
    assert "everything but number, date and titles" in err


def test_its_engine_reads_a_file(run, folder, monkeypatch):
    monkeypatch.syspath_prepend(str(folder / "source" / "src"))
    from monthly.engine import page_of

    (folder / "13.pdf").write_bytes(page_of([line.lstrip("# ") for line in MONTHLY.splitlines() if line]))
    code, out, err = run("parse", "13.pdf", "--engine", "typewriter", "--template", "monthly", "--format", "summary")
    assert code == 0, err
    assert "医院上线预约系统" in out


def test_what_is_not_installed_is_told_with_what_is(run):
    code, _, err = run("parse", "12.md", "--engine", "none")
    assert code == 4
    assert "auto, pymupdf, pdfium, pdfplumber, typewriter, ocr" in err
