"""Documents of older forms: LibreOffice converts them in a bounded process, once each; what it cannot convert is one line."""

from __future__ import annotations

import shutil
import subprocess
import time
import zipfile

import pytest

import bulletin_parse.converting as converting
from bulletin_parse import EngineUnavailable, LimitExceeded, main, parse
from conftest import FIXTURES

FAKE = """#!/bin/sh
for last; do :; done
case "$(cat "$last")" in
  slow*) sleep 600 & sleep 600 ;;
  bad*) exit 1 ;;
  *) echo x >> {log}; cp {pdf} "${{last%.*}}.pdf" ;;
esac
"""


@pytest.fixture
def office(tmp_path, monkeypatch):
    """A program in LibreOffice's place, which notes what it converts; returns its log."""
    tools, log = tmp_path / "tools", tmp_path / "log"
    tools.mkdir()
    (tools / "soffice").write_text(FAKE.format(log=log, pdf=FIXTURES / "word.pdf"), encoding="utf-8")
    (tools / "soffice").chmod(0o755)
    log.touch()
    monkeypatch.setenv("PATH", f"{tools}:/usr/bin:/bin")
    return log


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "2013"
    folder.mkdir()
    for name in ("3.doc", "-4.WPS", "~$5.doc", "6.xlsx"):
        (folder / name).write_text("any", encoding="utf-8")
    with zipfile.ZipFile(folder / "old.zip", "w") as packed:
        packed.writestr("7.rtf", "any")
    return folder


def test_documents_are_converted_once(office, folder, tmp_path):
    out = tmp_path / "converted"
    assert converting.convert([str(folder)], out)[:2] == (3, 0)
    assert sorted(path.name.rpartition("-")[0] for path in out.iterdir()) == ["-4", "3", "7"]
    assert all(parse(path).issue_number for path in out.iterdir())
    assert converting.convert([str(folder)], out)[:2] == (0, 3)
    time.sleep(0.01)
    (folder / "3.doc").write_text("other", encoding="utf-8")
    assert converting.convert([str(folder)], out)[:2] == (1, 2)
    assert len(office.read_text().splitlines()) == 4


def test_what_cannot_be_converted_is_one_line_and_the_rest_goes_on(office, folder, tmp_path, monkeypatch):
    monkeypatch.setattr(converting, "SECONDS", 5)
    (folder / "1.doc").write_text("slow", encoding="utf-8")
    (folder / "2.doc").write_text("bad", encoding="utf-8")
    done = converting.convert([str(folder)], tmp_path / "converted")
    assert (done.made, [type(each) is LimitExceeded for each in done.failed]) == (3, [True, False])
    assert [str(each).split(": ", 1)[1].split(".")[0] for each in done.failed] == [
        "LibreOffice did not convert it within 5 seconds",
        "LibreOffice cannot convert it",
    ]


def test_without_libreoffice_the_command_says_so(folder, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(EngineUnavailable, match="LibreOffice is not installed"):
        converting.convert([str(folder)], tmp_path / "converted")
    assert main(["check", str(folder), "--convert", str(tmp_path / "c")]) == 4
    assert "Install it" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["ingest", "check", "parse"])
def test_commands_read_what_was_converted(command, office, folder, tmp_path, capsys):
    options = ["--archive", str(tmp_path / "a.db"), "--jobs", "1"] if command == "ingest" else []
    assert main([command, str(folder), "--convert", str(tmp_path / "converted"), *options]) in (0, 1)
    out, err = capsys.readouterr()
    assert "3 documents converted, 0 converted before" in err
    assert {"ingest": "3 files seen = 1 stored", "check": "in 3 files", "parse": '"issue_number"'}[command] in out
    assert "1 file ignored, it is a workbook" in err
    assert "3.doc" not in err


@pytest.mark.full("soffice")
def test_a_real_document_of_an_older_form(tmp_path):
    from words import bulletin, packed

    (tmp_path / "664.docx").write_bytes(packed(bulletin(664)))
    command = [shutil.which("soffice"), f"-env:UserInstallation=file://{tmp_path}/p", "--headless", "--convert-to", "doc", "--outdir", tmp_path]
    subprocess.run([*command, tmp_path / "664.docx"], check=True)
    assert converting.convert([str(tmp_path / "664.doc")], tmp_path / "converted").made == 1
    (made,) = (tmp_path / "converted").iterdir()
    assert parse(made).issue_number == 664
