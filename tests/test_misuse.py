"""What users try first and is meant otherwise: each call works, or says in one line what to call instead."""

from __future__ import annotations

from datetime import date

import pytest

from bulletin_parse import (
    Archive,
    ArgumentError,
    Bulletin,
    BulletinError,
    EngineUnavailable,
    ExportError,
    MissingSource,
    NotABulletin,
    QueryError,
    UnreadableSource,
    check,
    main,
    parse,
    parse_joined,
    parse_many,
    parse_text,
    to_frames,
)
from bulletins import WHOLE


@pytest.fixture(scope="module")
def record():
    return parse_text(WHOLE)


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "664.md"
    path.write_text(WHOLE, encoding="utf-8")
    return path


@pytest.fixture
def archive(tmp_path, file):
    with Archive(str(tmp_path / "archive.db")) as opened:
        opened.ingest(file, jobs=1)
        yield opened


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: parse(WHOLE), r"parse\(\): .*a text of several lines was given. parse_text\(text\) reads a text"),
        (lambda: parse(None), r"parse\(\): it takes a path.*None was given. Give the file's path"),
        (lambda: parse(664), r"parse\(\): .*int was given"),
        (lambda: parse(["a.pdf", "b.pdf"]), r"parse\(\): .*list was given. parse_many\(paths\) reads several files"),
        (lambda: parse_many("a.pdf"), r"parse_many\(\): it takes several paths.*parse\(path\) takes one"),
        (lambda: parse_many(["a.pdf"], jobs=-1), r"parse_many\(\): jobs is a number of processes from 1, and -1 was given"),
        (lambda: parse_many(["a.pdf"], jobs=0), r"jobs is a number of processes from 1, and 0 was given"),
        (lambda: parse_many(["a.pdf"], jobs=1.5), r"jobs is a number of processes from 1, and 1.5 was given"),
        (lambda: parse_joined("a.pdf"), r"parse_joined\(\): it takes several paths"),
        (lambda: check(None), r"check\(\): it takes a path.*None was given"),
        (lambda: Bulletin.from_json("{}"), r"Bulletin.from_json\(\): .*It reads one record"),
        (lambda: Bulletin.from_json("no JSON"), r"Bulletin.from_json\(\): .*Invalid JSON"),
    ],
)
def test_a_wrong_argument_is_told_with_what_to_call(call, words):
    with pytest.raises(ArgumentError, match=words) as caught:
        call()
    assert isinstance(caught.value, (TypeError, ValueError))
    assert isinstance(caught.value, BulletinError)


def test_a_missing_file_is_a_file_not_found_error_too(tmp_path):
    with pytest.raises(FileNotFoundError, match="there is no such file. Check the path") as caught:
        parse(tmp_path / "nothing.pdf")
    assert isinstance(caught.value, MissingSource)
    (read,) = parse_many([tmp_path / "nothing.pdf"], jobs=1)  # as it comes from another process
    assert isinstance(read, MissingSource)


def test_check_takes_a_file_as_well_as_a_record(file, record):
    assert check(str(file)) == check(file) == check(file.read_bytes()) == check(record)


def test_one_record_is_framed_as_a_list_of_one(record):
    assert to_frames(record).items.equals(to_frames([record]).items)


def test_a_record_comes_back_from_its_json(record):
    assert Bulletin.from_json(record.to_json()) == record
    assert Bulletin.from_json(record.to_json(indent=None).encode()) == record


def test_a_value_is_replaced_if_the_field_can_hold_it(record):
    later = record.replace(published="2026-03-14")
    assert (later.published, record.published) == (date(2026, 3, 14), date(2026, 3, 13))
    assert later.items[0].replace(source="新华网").source == "新华网"
    with pytest.raises(ArgumentError, match=r"Bulletin.replace\(\): issue_number: .*integer"):
        record.replace(issue_number="many")
    with pytest.raises(ArgumentError, match="title_of_the_bulletin: Extra inputs"):
        record.replace(title_of_the_bulletin="周报")


def test_records_are_hashable_and_list_what_is_theirs(record):
    assert {record, parse_text(WHOLE)} == {record}
    assert {"items", "to_json", "from_json", "replace", "findings"} <= set(dir(record))
    assert not {"json", "dict", "copy", "parse_obj", "model_dump"} & set(dir(record))
    assert not {"json", "dict", "copy", "schema"} & set(dir(record.items[0]))


def test_an_archive_is_read_again_without_a_settings_object(archive, file):
    assert archive.ingest(file, jobs=1).account.unchanged == 1
    assert archive.ingest(file, jobs=1, reparse=True).account.stored == 1
    assert archive.ingest(file, jobs=1, reparse=True, dry_run=True).status == "dry run"
    with pytest.raises(ArgumentError, match=r"Archive.ingest\(\): jobs is a number"):
        archive.ingest(file, jobs=-1)


def test_a_search_takes_dates_as_text_and_refuses_what_is_none(archive):
    assert archive.search("甲市", since="2020-01-01")
    with pytest.raises(QueryError, match="2020-13-01: it is no date"):
        archive.search("甲市", since="2020-13-01")
    for call, words in [
        (lambda: archive.search(None), "a query is words, and None"),
        (lambda: archive.search("甲市", limit=-1), "limit is a number of items, and -1"),
    ]:
        with pytest.raises(ArgumentError, match=words):
            call()


def test_an_unknown_form_of_export_is_refused_by_name(archive, tmp_path):
    with pytest.raises(ExportError, match="foo"):
        archive.export(tmp_path / "out", to="foo")


# A remedy speaks the language of the one who reads it


def remedy_cases(tmp_path):
    book = tmp_path / "book.md"
    book.write_text("一本书的第一章。\n", encoding="utf-8")
    there = tmp_path / "notes.txt"
    there.write_text("mine", encoding="utf-8")
    return book, there


def test_remedies_speak_of_python_in_python(tmp_path, archive):
    book, there = remedy_cases(tmp_path)
    with pytest.raises(NotABulletin, match=r"template=…"):
        parse(book)
    with pytest.raises(UnreadableSource, match=r"limits=Limits\(bytes=…\)"):
        parse(b"x" * 100, limits=__import__("bulletin_parse").Limits(bytes=10))
    with pytest.raises(ExportError, match="force=True"):
        archive.export(there, to="jsonl")
    with pytest.raises(EngineUnavailable, match="Choose one of auto, pymupdf"):
        parse(b"%PDF-1.4", engine="foo")


def test_and_of_options_on_the_command_line(tmp_path, archive, capsys):
    book, there = remedy_cases(tmp_path)
    assert main(["parse", str(book)]) == 3
    assert "--template FILE" in capsys.readouterr().err
    assert main(["parse", str(book), "--limit", "bytes=10"]) == 3
    assert "--limit bytes=…" in capsys.readouterr().err
    assert main(["export", archive.path, "--to", "jsonl", "-o", str(there)]) == 2
    assert "--force" in capsys.readouterr().err
    assert main(["search", str(tmp_path / "none.db"), "甲市"]) == 5
    assert f"bulletin-parse ingest FOLDER --archive {tmp_path / 'none.db'}" in capsys.readouterr().err
    with pytest.raises(NotABulletin, match="template=…"):  # in the process that ran a command, Python speaks of Python again
        parse(book)
