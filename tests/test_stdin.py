"""``-`` among the files of ``check`` and ``parse``: one bulletin through standard input, whatever its form."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from io import BytesIO, TextIOWrapper

import pytest

from bulletin_parse import main
from bulletins import LINKLESS, WHOLE
from conftest import FIXTURES


@pytest.fixture
def run(tmp_path, monkeypatch, capsys):
    """Runs a command with bytes at its standard input, in an empty folder."""
    monkeypatch.chdir(tmp_path)

    def inner(data, *arguments):
        monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO(data), encoding="ascii"))
        code = main(list(arguments))
        out, err = capsys.readouterr()
        return code, out, err

    return inner


@pytest.mark.parametrize("name", ["word.pdf", "pandoc.md", "gb18030.txt", "utf16.txt"])
def test_the_form_is_told_by_the_content(run, name):
    code, out, err = run((FIXTURES / name).read_bytes(), "parse", "-")
    record = json.loads(out)
    assert (code, err, record["source"]["name"]) == (0, "", "<stdin>")
    by_path = json.loads(run(b"", "parse", str(FIXTURES / name))[1])
    assert record["source"]["sha256"] == by_path["source"]["sha256"]
    assert record["items"] == by_path["items"]


@pytest.mark.full("docx", "selectolax")
@pytest.mark.parametrize("form", ["word", "web"])
def test_so_are_word_documents_and_web_pages(run, form):
    if form == "word":
        import docx

        file = BytesIO()
        document = docx.Document()
        for line in WHOLE.replace("#", "").splitlines():
            document.add_paragraph(line.strip())
        document.save(file)
        data = file.getvalue()
    else:
        data = f"<!doctype html><body>{''.join(f'<p>{line}</p>' for line in WHOLE.replace('#', '').splitlines())}".encode()
    code, out, _ = run(data, "parse", "-")
    assert (code, json.loads(out)["issue_number"]) == (0, 664)


def test_findings_name_standard_input(run):
    code, out, err = run(LINKLESS.encode(), "check", "-")
    assert (code, out.splitlines()[0], "BP302" in out, err) == (1, "<stdin>", True, "")


def test_or_the_name_that_it_is_given(run):
    code, out, _ = run(LINKLESS.encode(), "check", "-", "--stdin-name", "2026/664.md", "--format", "json")
    assert (code, {finding["file"] for finding in json.loads(out)}) == (1, {"2026/664.md"})
    assert json.loads(run(WHOLE.encode(), "parse", "-", "--stdin-name", "2026/664.txt")[1])["source"] | {"sha256": ""} == {
        **json.loads(run(WHOLE.encode(), "parse", "-")[1])["source"],
        "name": "664.txt",
        "media_type": "text/plain",
        "sha256": "",
    }


def test_by_that_name_patterns_of_the_configuration_know_it(run, tmp_path):
    (tmp_path / "bulletin-parse.toml").write_text('exclude = ["drafts/*"]\n\n[per-file-ignores]\n"2013/*" = ["BP3"]\n', encoding="utf-8")
    assert run(LINKLESS.encode(), "check", "-", "--stdin-name", "2013/664.md")[:2] == (0, "no findings in 1 file\n")
    assert run(LINKLESS.encode(), "check", "-", "--stdin-name", "2014/664.md")[0] == 1
    assert run(LINKLESS.encode(), "check", "-", "--stdin-name", "drafts/664.md")[:2] == (0, "no findings in 0 files\n")


def test_it_is_checked_beside_files_and_once(run, tmp_path):
    (tmp_path / "666.md").write_text(LINKLESS.replace("第六六四", "第六六六"), encoding="utf-8")
    code, out, _ = run(LINKLESS.encode(), "check", "666.md", "-", "-", "--select", "BP302")
    assert (code, out.splitlines()[-1]) == (1, "2 findings in 2 of 2 files: 2 errors")


def test_it_is_a_part_of_a_joined_bulletin(run, tmp_path):
    first, second = WHOLE.split("### 二、具体内容")
    (tmp_path / "a.md").write_text(first, encoding="utf-8")
    code, out, err = run(f"### 二、具体内容{second}".encode(), "parse", "--join", "a.md", "-")
    assert (code, err, json.loads(out)["source"]["name"]) == (0, "", "a.md + <stdin>")


def test_it_is_explained(run):
    code, out, _ = run(WHOLE.encode(), "parse", "-", "--explain")
    assert (code, out.partition(":")[0]) == (0, "<stdin>")


@pytest.mark.parametrize("command", ["parse", "check"])
@pytest.mark.parametrize("data", [b"", b" \n"])
def test_an_empty_one_is_told(run, command, data):
    code, _, err = run(data, command, "-")
    assert (code, err) == (
        3,
        "bulletin-parse: <stdin>: standard input is empty. Send it the bytes of one bulletin: bulletin-parse check - < 664.pdf\n",
    )


def test_it_is_held_to_the_limit_of_a_file_and_read_no_further(run):
    stream = WHOLE.encode() * 100
    code, _, err = run(stream, "check", "-", "--limit", "bytes=1KiB")
    assert (code, "<stdin>: 1,025 bytes pass the limit of 1,024" in err) == (3, True)
    assert sys.stdin.buffer.tell() == 1025


def test_what_is_no_bulletin_is_told_by_its_name(run):
    code, _, err = run(b"PK\x03\x04 broken", "check", "-", "--stdin-name", "664.docx")
    assert (code, err.startswith("bulletin-parse: 664.docx: ")) == (3, True)


def test_a_name_without_standard_input_is_a_mistake(run):
    code, _, err = run(b"", "parse", "a.md", "--stdin-name", "b.md")
    assert (code, "Give - in the place of the file" in err) == (2, True)


def test_a_terminal_is_no_bulletin():
    leader, follower = os.openpty()
    try:
        run = subprocess.run(
            [sys.executable, "-P", "-m", "bulletin_parse", "check", "-"], stdin=follower, capture_output=True, text=True, check=False, timeout=300
        )
    finally:
        os.close(leader)
        os.close(follower)
    assert (run.returncode, "standard input is a terminal" in run.stderr) == (2, True)


def test_a_closed_one_is_empty():
    command = f"exec {sys.executable} -P -m bulletin_parse check - <&-"
    run = subprocess.run(["/bin/sh", "-c", command], capture_output=True, text=True, check=False, timeout=300)
    assert (run.returncode, "standard input is empty" in run.stderr) == (3, True)


def test_a_file_of_that_name_is_named_with_its_folder(run, tmp_path):
    (tmp_path / "-").write_text(WHOLE, encoding="utf-8")
    assert run(b"", "check", "./-")[:2] == (0, "no findings in 1 file\n")
