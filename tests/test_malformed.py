"""`make malformed`: the files are the same each time and each has its name, and the run notices what it is there to notice."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from conftest import FIXTURES, ROOT

sys.path.append(str(ROOT / "fuzz"))

import malformed_bytes
import malformed_objects
import malformed_pages
import malformed_run
import malformed_streams
import malformed_syntax
from malformed_run import LIMIT, MARGIN, MOST_BYTES, PAGE, PREFIX, PROBE, Account, Ran, longest, recognised, spanned, wrong

SEEDS = {"word": (FIXTURES / "word.pdf").read_bytes()}
OF_SEEDS = [malformed_bytes.cut, malformed_bytes.flipped, malformed_bytes.swapped, malformed_bytes.mutated, malformed_bytes.tables, malformed_bytes.updated]
OF_SEEDS += [malformed_pages.pages, malformed_pages.printed, malformed_pages.sized]
MADE = [malformed_bytes.encrypted, malformed_objects.boxes, malformed_syntax.actions, malformed_syntax.lengths, malformed_streams.fonts]
GOOD, BAD = Path("d/good.pdf"), Path("d/bad.pdf")
FILES = [BAD, GOOD]
LINE = (1.5, "bulletin-parse: d/bad.pdf: it is broken. Mend it")
RECORD = json.dumps({"source": {"name": "good.pdf"}}) + "\n"


@pytest.mark.parametrize("make", [*(lambda make=make: make(SEEDS) for make in OF_SEEDS), *MADE], ids=[make.__name__ for make in OF_SEEDS + MADE])
def test_files_have_names_of_their_own_and_are_the_same_again(make):
    files = list(make())
    assert len(dict(files)) == len(files) >= 5
    assert files == list(make())


def test_a_good_run_has_nothing_wrong():
    assert wrong("parse", FILES, Ran(3, RECORD, [LINE], 2.0, 1)) == []
    assert wrong("check", FILES, Ran(3, "[]", [LINE], 2.0, 1)) == []
    assert wrong("check", [GOOD], Ran(1, "[]", [], 2.0, 1)) == []
    assert wrong("parse", [BAD], Ran(3, "", [LINE], 2.0, 1)) == []


@pytest.mark.parametrize(
    ("done", "what"),
    [
        (Ran(3, RECORD, [LINE, LINE], 2.0, 1), "2 lines: bad.pdf"),
        (Ran(3, RECORD, [LINE, (1.6, "Traceback (most recent call last):")], 2.0, 1), "a line of no file: Traceback (most recent call last):"),
        (Ran(3, RECORD, [(1.5, "bulletin-parse: d/bad.pdf: the parser failed on it")], 2.0, 1), "a defect: bulletin-parse: d/bad.pdf: the parser failed on it"),
        (Ran(0, RECORD, [LINE], 2.0, 1), "exit code 0, 1 of 2 files failed"),
        (Ran(-9, "", [], 2.0, 1), "exit code -9, 0 of 2 files failed"),
        (Ran(3, RECORD, [LINE], 2.0, MOST_BYTES + 1), "1024 MiB"),
        (Ran(3, "", [LINE], 2.0, 1), "neither a record nor an error: good.pdf"),
    ],
)
def test_what_is_wrong_is_noticed(done, what):
    assert what in wrong("parse", FILES, done)


def test_a_file_took_no_longer_than_the_time_around_its_line():
    assert longest("parse", [GOOD, BAD, GOOD.with_name("z.pdf")], Ran(3, RECORD, [LINE], 2.0, 1)) == {GOOD: 1.5, BAD: 1.5, Path("d/z.pdf"): 0.5}
    assert longest("check", FILES, Ran(3, "", [LINE], 2.0, 1)) == {BAD: 2.0, GOOD: 2.0}


def test_files_that_take_long_together_go_alone_and_are_blamed_alone(monkeypatch, capsys):
    def ran(arguments, most):
        return Ran(3, RECORD, [LINE], 200.0, 1) if str(BAD) in arguments else Ran(0, RECORD, [], 0.5, 1)

    monkeypatch.setattr(malformed_run, "ran", ran)
    account = Account()
    assert malformed_run.judge("check", FILES, malformed_run.run_over("check", FILES), account) == {BAD: 200.0, GOOD: 0.5}
    assert account.broken == ["check bad.pdf: 200 seconds"]
    assert account.outcomes["check"] == {"unreadable": 1, "read": 1}


def test_pages_that_are_recognised_have_time_of_their_own():
    source = {"name": "good.pdf", "page_sources": [{"page": page, "engine": "ocr"} for page in range(1, 8)] + [{"page": 8, "engine": "pdfium"}]}
    account = Account(recognised=recognised(Ran(0, json.dumps({"source": source}) + "\n", [], 2.0, 1)))
    assert account.allowed(GOOD) == LIMIT + MARGIN + 7 * PAGE
    assert account.allowed(BAD) == LIMIT + MARGIN + PROBE * PAGE


def test_files_of_which_an_ingest_says_nothing_have_their_time_before_the_next_line():
    files = [Path(f"d/{name}.pdf") for name in "abcd"]
    assert spanned([f"{PREFIX}{files[1]}: it is broken"], files) == [files[:2], files[2:]]
    account = Account(times=dict.fromkeys(files, 5.0))
    assert account.allowed_together(files[:2]) == account.allowed(files[0]) + 10.0


def test_a_folder_goes_through_all_commands(tmp_path, capsys):
    (tmp_path / "good.pdf").write_bytes(SEEDS["word"])
    (tmp_path / "bad.pdf").write_bytes(SEEDS["word"][:5000])
    assert malformed_run.main(tmp_path) == 0
    out = capsys.readouterr().out
    assert "ingest again: " in out
    assert out.endswith("0 broken\n")


@pytest.mark.full("rapidocr", "openvino")
def test_with_an_engine_files_with_pictures_go_through_all_commands_with_it(tmp_path, monkeypatch, capsys):
    pictured = dict(malformed_streams.pictures())["sides-0"]
    (tmp_path / "picture.pdf").write_bytes(pictured)
    (tmp_path / "bad.pdf").write_bytes(SEEDS["word"][:5000])
    given = []
    monkeypatch.setattr(malformed_run, "ran", lambda arguments, most, really=malformed_run.ran: given.append(arguments) or really(arguments, most))
    assert malformed_run.main(tmp_path, engine="openvino") == 0
    assert [arguments[0] for arguments in given] == ["parse", "check", "ingest", "ingest"]
    for arguments in given:
        assert arguments[arguments.index("--ocr-engine") + 1] == "openvino"
        assert [Path(each).name for each in arguments if each.endswith(".pdf")] == ["picture.pdf"]
    assert "\n1 files\n" in capsys.readouterr().out


def test_a_process_of_openvino_may_take_more():
    heavy = Ran(3, RECORD, [LINE], 2.0, MOST_BYTES + 1)
    assert wrong("parse", FILES, heavy, Account("openvino").most_bytes) == []
    assert wrong("parse", FILES, heavy, Account("onnxruntime").most_bytes) == ["1024 MiB"]
