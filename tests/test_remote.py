"""Files behind URLs in parse and check, as in an ingest: one, or a folder of them; credentials are used and never shown."""

from __future__ import annotations

import json
import sys

import pytest

from bulletin_parse import ExtraMissing, UnreadableSource, main, parse
from bulletin_parse.discovery import all_files_of, is_url
from invented import bulletin_text


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "2026"
    folder.mkdir()
    for number in (664, 665):
        (folder / f"{number}.md").write_text(bulletin_text(number, items=1), encoding="utf-8")
    (folder / "x.rar").touch()
    return folder


def test_a_url_is_parsed(folder):
    read = parse(f"file://{folder}/664.md")
    assert (read.issue_number, read.source.name) == (664, "664.md")


def test_a_file_behind_a_url_has_no_path_here(folder, monkeypatch):
    monkeypatch.chdir(folder)  # in which a file of the same name stands
    (found,) = all_files_of([f"file://{folder}/664.md"])
    assert parse(found).source.paths == parse(f"file://{folder}/664.md").source.paths == ()


def test_parse_and_check_read_urls_and_folders_behind_them(folder, capsys):
    assert main(["parse", f"file://{folder}", f"{folder}/664.md", "--format", "jsonl"]) == 0
    out, err = capsys.readouterr()
    assert [json.loads(line)["issue_number"] for line in out.splitlines()] == [664, 665, 664]
    assert "1 file ignored, it is a packed file: file://" in err
    assert main(["check", f"file://{folder}/*.md", "--exit-zero", "--format", "json"]) == 0
    assert {finding["file"] for finding in json.loads(capsys.readouterr().out)} <= {f"file://{folder}/664.md", f"file://{folder}/665.md"}


def test_what_is_not_there_is_one_line(folder, capsys):
    assert main(["parse", f"file://{folder}/7.md", "nosuch://a/b.pdf"]) == 3
    _, err = capsys.readouterr()
    assert [line.split(": ")[1] for line in err.splitlines()] == [f"file://{folder}/7.md", "nosuch://a/b.pdf"]
    with pytest.raises(UnreadableSource, match="a folder of several files"):
        parse(f"file://{folder}")


def test_credentials_are_not_shown(capsys):
    main(["parse", "https://user:secret@127.0.0.1:9/664.pdf"])
    assert "secret" not in "".join(capsys.readouterr())


def test_without_the_extra_the_remedy_names_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "fsspec", None)
    (found,) = all_files_of(["s3://bucket/664.pdf"])
    assert isinstance(found, ExtraMissing)
    assert "pip install 'bulletin-parse[remote]'" in str(found)


def test_a_windows_path_is_no_url():
    assert not is_url("C:/archive/664.pdf")
    assert not is_url("C:\\archive\\664.pdf")
    assert is_url("s3://bucket/664.pdf")
