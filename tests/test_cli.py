"""The command line: results on stdout, notes on stderr, exit codes that scripts can trust."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
import sys

import pytest

from bulletin_parse import main
from bulletin_parse.outputs.records import cell
from conftest import FIXTURES, ROOT


@pytest.fixture
def folder(tmp_path):
    """Two good bulletins, three files that are none, and one of another kind."""
    shutil.copy(FIXTURES / "word.pdf", tmp_path / "b.pdf")
    shutil.copy(FIXTURES / "converter.md", tmp_path / "a.md")
    (tmp_path / "c.txt").write_bytes(bytes(range(256)))
    (tmp_path / "d.pdf").write_bytes(b"")
    (tmp_path / "e.pdf").write_bytes((FIXTURES / "word.pdf").read_bytes()[:3000])
    (tmp_path / "notes.xlsx").write_bytes(b"PK\x03\x04")
    return tmp_path


def run(capsys, *arguments):
    code = main([str(argument) for argument in arguments])
    out, err = capsys.readouterr()
    return code, out, err


def test_one_file_is_one_object(capsys):
    code, out, err = run(capsys, "parse", FIXTURES / "word.pdf")
    assert (code, err) == (0, "")
    assert json.loads(out)["schema_version"] == "1.1"


def test_one_bad_file_never_stops_the_others(capsys, folder):
    code, out, err = run(capsys, "parse", folder)
    assert code == 3
    assert [record["source"]["name"] for record in json.loads(out)] == ["a.md", "b.pdf"]
    assert [line.split(":")[1].split(",")[0].strip() for line in err.splitlines()[:3]] == [str(folder / name) for name in ("c.txt", "d.pdf", "e.pdf")]
    (ignored,) = err.splitlines()[3:]
    assert f"1 file ignored, it is a workbook: {folder}/notes.xlsx. Convert it" in ignored


def test_patterns_and_several_files(capsys, folder):
    code, out, _ = run(capsys, "parse", folder / "b*.pdf", folder / "a.md", "--format", "jsonl")
    assert code == 0
    assert [json.loads(line)["source"]["name"] for line in out.splitlines()] == ["b.pdf", "a.md"]


@pytest.mark.parametrize("argument", ["missing.pdf", "nothing*.pdf", "."])
def test_nothing_to_read(capsys, tmp_path, monkeypatch, argument):
    monkeypatch.chdir(tmp_path)
    code, out, err = run(capsys, "parse", argument)
    assert code == 3
    assert out in ("", "[]\n")
    assert argument in err


def test_csv_has_one_item_a_row(capsys):
    _, out, _ = run(capsys, "parse", FIXTURES / "word.pdf", "--format", "csv")
    _, record, _ = run(capsys, "parse", FIXTURES / "word.pdf")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert [row["title"] for row in rows] == [item["title"] for item in json.loads(record)["items"]]


@pytest.mark.parametrize(("value", "text"), [("=1+1", "'=1+1"), ("@x", "'@x"), ("-1", "'-1"), ("+86", "'+86"), ("医保", "医保"), (None, ""), (3, "3")])
def test_no_cell_is_a_formula(value, text):
    assert cell(value) == text


def test_output_file_markdown_and_summary(capsys, tmp_path):
    target = tmp_path / "out.md"
    code, out, _ = run(capsys, "parse", FIXTURES / "word.pdf", "--format", "markdown", "-o", target)
    assert (code, out) == (0, "")
    assert target.read_text(encoding="utf-8").startswith("# 全国卫生信息化舆情监测周报")
    assert run(capsys, "parse", target, "--format", "summary")[1].startswith("out.md (text): 全国卫生信息化舆情监测周报")
    assert run(capsys, "parse", FIXTURES / "word.pdf", "-o", tmp_path / "no" / "where")[0] == 2


def test_schema_is_the_published_one(capsys):
    code, out, _ = run(capsys, "schema")
    assert code == 0
    published = out == (ROOT / "docs" / "bulletin.schema.json").read_text(encoding="utf-8")
    assert published, "the record has another shape: see docs/stability.md, then bulletin-parse schema -o docs/bulletin.schema.json"


def test_without_a_command_it_says_what_there_is(capsys):
    assert main([]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "first steps:" in err


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(["parse"], 2), (["nonsense"], 2), (["parse", "--format", "xml", "a.pdf"], 2), (["--help"], 0), (["parse", "--help"], 0), (["--version"], 0)],
)
def test_usage(capsys, arguments, code):
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == code
    out, err = capsys.readouterr()
    assert ("usage: bulletin-parse" in (out or err)) or out.startswith("bulletin-parse ")


def test_engine_and_template_errors_have_codes_of_their_own(capsys, tmp_path):
    assert run(capsys, "parse", FIXTURES / "word.pdf", "--engine", "acrobat")[0] == 4
    assert run(capsys, "parse", FIXTURES / "word.pdf", "--template", tmp_path / "none.toml")[0] == 2


def test_ctrl_c_while_the_line_is_read_is_no_traceback(monkeypatch, capsys):
    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("bulletin_parse.cli.main.make_parser", interrupted)
    assert (main(["rules"]), capsys.readouterr().err) == (130, "")


def test_as_a_module_into_a_closed_pipe():
    command = [sys.executable, "-m", "bulletin_parse", "parse", str(FIXTURES)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.close()
    assert process.stderr is not None
    assert b"Traceback" not in process.stderr.read()
    process.stderr.close()
    process.wait()


def test_the_same_file_gives_the_same_bytes():
    command = [sys.executable, "-m", "bulletin_parse", "parse", str(FIXTURES / "word.pdf")]
    outputs = {subprocess.run(command, capture_output=True, check=True, env={"PYTHONHASHSEED": seed}).stdout for seed in ("1", "2")}
    assert len(outputs) == 1


@pytest.mark.parametrize(
    "command", [["parse", "--format", form] for form in ("json", "jsonl", "markdown", "csv", "summary")] + [["check"]], ids=lambda command: command[-1]
)
def test_the_same_bytes_come_out_however_many_processes_read(command, tmp_path, capsys, monkeypatch):
    """Files that cannot be read among them, in the order of the arguments."""
    for number, name in enumerate(["converter.md", "word.pdf", "pandoc.md", "story.pdf", "weasyprint.pdf"]):
        shutil.copy(FIXTURES / name, tmp_path / f"{number}-{name}")
    (tmp_path / "2-broken.pdf").write_bytes(b"%PDF-1.7\n")
    monkeypatch.chdir(tmp_path)
    outputs = {run(capsys, *command, ".", "none.md", "--jobs", jobs) for jobs in (1, 2, 5)}
    assert len(outputs) == 1
    ((code, out, err),) = outputs
    assert (code, err.count("\n")) == (3, 2)
    assert out


@pytest.mark.parametrize("form", ["jsonl", "summary", "csv", "markdown"])
def test_lines_are_written_as_files_are_read(capsys, monkeypatch, form):
    """A long run shows what it has, and keeps no record."""
    from bulletin_parse.cli import output
    from bulletin_parse.supervise import pool

    order = []
    answered, put = pool._answer, output.put
    monkeypatch.setattr(pool, "_answer", lambda *given: order.append("read") or answered(*given))
    monkeypatch.setattr(output, "put", lambda text, coloured: order.append("written") or put(text, coloured=coloured))
    files = [FIXTURES / "pandoc.md", FIXTURES / "converter.md"]
    code, out, _ = run(capsys, "parse", *files, "--format", form, "--jobs", "1")
    assert (code, order[:4]) == (0, ["read", "written", "read", "written"])
    if form in ("jsonl", "summary"):
        assert out == "".join([run(capsys, "parse", file, "--format", form)[1] for file in files])


def test_a_list_is_what_its_records_are_together(tmp_path, capsys):
    """Though only one is held at a time."""
    files = [shutil.copy(FIXTURES / name, tmp_path / name) for name in ("converter.md", "pandoc.md", "word.pdf")]
    while files:
        records = [json.loads(run(capsys, "parse", file)[1]) for file in files]
        assert run(capsys, "parse", tmp_path)[1] == json.dumps(records, ensure_ascii=False, indent=1) + "\n"
        tmp_path.joinpath(files.pop()).unlink()
    assert run(capsys, "parse", tmp_path)[1] == "[]\n"
