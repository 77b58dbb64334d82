"""No sign of a file, its name or its text reaches a terminal that could command it, and no output stumbles over it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from archives import archive_of
from bulletin_parse import main, parse, parse_text
from bulletin_parse.text.showing import dumped, harmless, visible
from bulletins import WHOLE
from conftest import ROOT

WEEKLY = ROOT / "src" / "bulletin_parse" / "parsing" / "templates" / "weekly.toml"

EVIL = "\x1b[31m\x9b2J\u202e\u2066\u200b\x07\ud800"
# What a terminal acts on: C0 but line feed, DEL and C1, marks and overrides of direction, lone surrogates.
COMMANDS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
PARSE_FORMATS = ["json", "jsonl", "markdown", "csv", "summary"]
CHECK_FORMATS = ["text", "json", "sarif", "junit", "github"]


@pytest.fixture
def evil(tmp_path, monkeypatch):
    """A bulletin with commands in a title, a source, a body, before its lead, and in its file's name."""
    monkeypatch.chdir(tmp_path)
    text = WHOLE.replace("智慧导诊", f"智{EVIL}慧导诊", 1).replace("人民网", f"人民{EVIL}网").replace("群众", f"群{EVIL}众")
    text = text.replace("### 本期导语", f"别的{EVIL}话\n\n### 本期导语") + "乙省的办法让患者少跑路。" * 400
    path = tmp_path / "evil\x1b[31m\u202e.md"
    # A file with a lone surrogate is no UTF-8.
    path.write_text(text.replace("\ud800", ""), encoding="utf-8")
    (tmp_path / "broken\x1b]0;title\x07.pdf").write_bytes(b"%PDF-1.7\n%%EOF")
    return tmp_path


@pytest.mark.parametrize(("command", "form"), [("parse", form) for form in PARSE_FORMATS] + [("check", form) for form in CHECK_FORMATS])
def test_nothing_commands_a_terminal(command, form, evil, capsys, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    main([command, str(evil), "--format", form, "--limit", "seconds=20"])
    out, err = capsys.readouterr()
    assert COMMANDS.findall(out + err) == []
    assert "evil" in out or "乙省" in out
    assert "broken" in err
    if form in ("json", "sarif"):
        json.loads(out)


@pytest.mark.parametrize("form", PARSE_FORMATS)
def test_a_lone_surrogate_stops_no_output(form, tmp_path, monkeypatch):
    """No file holds one, but a PDF's table of characters may."""
    source, target = tmp_path / "a.md", tmp_path / "out"
    source.write_text(WHOLE, encoding="utf-8")
    monkeypatch.setattr("bulletin_parse.cli.parse._read", lambda *_: (parse_text(WHOLE.replace("智慧导诊", f"智{EVIL}慧导诊")),))
    monkeypatch.setattr("bulletin_parse.supervise.pool._answer", lambda call: call.function(*call.arguments))
    assert main(["parse", str(source), "--format", form, "-o", str(target)]) == 0
    assert "\\ud800" in target.read_text(encoding="utf-8")


def test_a_record_with_a_lone_surrogate_is_json_that_reads_back():
    bulletin = parse_text(WHOLE.replace("智慧导诊", f"智{EVIL}慧导诊"))
    text = bulletin.to_json()
    assert text.encode("utf-8")
    assert COMMANDS.findall(text) == []
    assert json.loads(text)["items"][0]["title"] == bulletin.items[0].title


@pytest.mark.parametrize(
    "value", ["\x7f", "\x85", "\x9b", "\u061c", "\u200b", "\u200f", "\u202e", "\u2028", "\u2069", "\ufeff", "\ud800", "\xad", "\ufff9", "\U000e0041"]
)
def test_json_escapes_what_is_not_seen(value):
    text = dumped([value])
    assert text.isascii()
    assert json.loads(text) == [value]


def test_json_leaves_han_readable():
    assert dumped({"目": "录 ａ·“”"}, indent=None) == '{"目": "录 ａ·“”"}'


def test_a_text_keeps_its_lines_and_nothing_else_that_is_not_seen():
    assert harmless("a\x1b\nb\u202e") == "a\\x1b\nb\\u202e"
    assert visible("a\nb") == "a\\nb"
    assert visible("目录 ａ") == "目录 ａ"


@pytest.fixture
def archive(evil):
    """An archive of the same bulletin, its name as hostile."""
    path = evil / "a\x1b[2J\u202e.db"
    archive_of([parse(next(evil.glob("evil*")))], path).close()
    return path


@pytest.mark.parametrize("form", ["table", "json"])
def test_a_search_commands_no_terminal(form, archive, capsys, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    assert main(["search", str(archive), "乙省", "--format", form]) == 0
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    assert main(["search", str(archive), "乙省", "--format", form]) == 0
    out, err = capsys.readouterr()
    assert COMMANDS.findall(out + err) == []
    assert "乙省" in out


@pytest.mark.parametrize("form", ["jsonl", "csv"])
def test_an_export_commands_no_terminal(form, archive, capsys, monkeypatch):
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    assert main(["export", str(archive), "--to", form]) == 0
    out, err = capsys.readouterr()
    assert COMMANDS.findall(out + err) == []
    assert "乙省" in out


def test_what_an_ingest_tells_commands_no_terminal(evil, capsys):
    archive = str(evil / "a\x1b[2J.db")
    for options in ([], ["--reparse", "--template", "own.toml"], ["--reparse", "--format", "json"]):
        (evil / "own.toml").write_text(WEEKLY.read_text(encoding="utf-8").replace('source = ["来源"', 'source = ["供稿"'), encoding="utf-8")
        main(["ingest", str(evil), "--archive", archive, *options])
    out, err = capsys.readouterr()
    assert COMMANDS.findall(out + err) == []
    assert "changes" in out


def test_what_is_kept_commands_no_terminal(evil, capsys, monkeypatch):
    """Every command that shows an archive or its corrections, for people, for programs, in a pipe and on a terminal."""
    archive, name = str(evil / "a\x1b[2J\u202e.db"), next(evil.glob("evil*")).name
    main(["ingest", str(evil), "--archive", archive])
    said = ["--by", f"甲{EVIL[:-1]}", "--why", f"so{EVIL[:-1]}printed"]
    forms = [[], ["--format", "json"]]
    commands = [[*command, *form] for command in (["list", archive, "--status", "all"], ["show", archive, "664"], ["history", archive]) for form in forms]
    commands += [["correct", "list", "--archive", archive, *form] for form in forms]
    commands += [["correct", "export", "--archive", archive], ["correct", "suggest", "--archive", archive], ["verify", archive, "--files"]]
    main(["correct", "add", "--archive", archive, "664", "items[0].source", f"新华{EVIL[:-1]}网", *said])
    for command in commands:
        assert main(command) in (0, 1)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    for command in [*commands, ["forget", archive, str(evil / name)], ["forget", archive, f"no{EVIL[:-1]}ne"]]:
        main(command)
    out, err = capsys.readouterr()
    assert COMMANDS.findall(out + err) == []
    assert "evil" in out
    assert "broken" in out
    assert "新华" in out


def test_progress_of_recognition_shows_a_name_and_is_not_commanded_by_it(tmp_path, monkeypatch):
    from bulletin_parse.cli.recognition import _Progress

    opened = Path.open
    monkeypatch.setattr(Path, "open", lambda path, *given, **more: opened(tmp_path / "tty" if str(path) == "/dev/tty" else path, *given, **more))
    _Progress(f"scan{EVIL}.pdf".replace("\ud800", ""))(1, 2)
    shown = (tmp_path / "tty").read_text(encoding="utf-8")
    assert COMMANDS.findall(shown.removeprefix("\r")) == []
    assert "1/2" in shown


@pytest.mark.parametrize(
    "arguments", [["parse"], ["\x1b[2J"], ["parse", "a", "--\x1b[2J"], ["parse", "a", "--limit", "\x1b[2J\u202e=1"], ["rule", "a", "\x9b"]]
)
def test_wrong_arguments_are_told_of_without_their_commands(arguments, capsys):
    with pytest.raises(SystemExit):
        main(arguments)
    assert COMMANDS.findall(capsys.readouterr().err) == []


def test_a_baseline_commands_no_terminal(evil):
    assert main(["check", str(evil), "--write-baseline", "known.json"]) in (0, 1, 3)
    assert COMMANDS.findall((evil / "known.json").read_text(encoding="utf-8")) == []


def test_an_unknown_argument_is_told_of_without_its_commands(capsys):
    assert main(["rule", "BP\x1b[2J"]) == 2
    assert main(["parse", "no\x1b[2Jsuch.pdf"]) == 3
    out, err = capsys.readouterr()
    assert COMMANDS.findall(out + err) == []
    assert "\\x1b[2J" in err


@pytest.mark.parametrize(
    ("text", "shown"), [("医保 AI，“好”", "医保 AI，“好”"), ("a\tb", "a\\tb"), ("\u2067x\u2069", "\\u2067x\\u2069"), ("甲　乙\xa0丙", "甲　乙\xa0丙")]
)
def test_what_is_made_visible(text, shown):
    assert visible(text) == shown
