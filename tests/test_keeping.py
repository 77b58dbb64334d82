"""Keeping an archive: what is in it, one bulletin of it, what changed, taking out, and whether it is sound."""

from __future__ import annotations

import json
import sqlite3

import pytest

from archives import archive_of, made_older
from bulletin_parse import Archive, NotInArchive, QueryError, Settings, main
from invented import bulletin_text


@pytest.fixture
def folder(tmp_path):
    """Two bulletins, a copy of the second one that says something else, a file that is none, one that nothing reads."""
    folder = tmp_path / "files"
    folder.mkdir()
    for number in (1, 2):
        (folder / f"{number}.md").write_text(bulletin_text(number, items=3), encoding="utf-8")
    (folder / "2-copy.txt").write_text(bulletin_text(2, items=3), encoding="utf-8")
    (folder / "letter.md").write_text("Dear Sir or Madam", encoding="utf-8")
    (folder / "3.doc").write_bytes(b"\xd0\xcf\x11\xe0")
    return folder


@pytest.fixture
def archive(folder, tmp_path):
    with Archive.open(tmp_path / "a.db") as archive:
        archive.ingest([folder], jobs=1)
        yield archive


def replaced(file, *changes):
    text = file.read_text(encoding="utf-8")
    for was, now in changes:
        assert was in text
        text = text.replace(was, now)
    file.write_text(text, encoding="utf-8")


def first_source(archive) -> str:
    return archive.bulletin(1).items[0].source


def test_a_list_of_bulletins_with_their_findings(archive, folder):
    one, two = archive.list()
    assert (one.issue_number, one.items, one.status, one.file) == (1, 3, "stored", str(folder / "1.md"))
    assert one.published == archive.bulletin(1).published
    assert one.published < two.published
    assert archive.list(since=two.published.isoformat()) == [two]
    assert archive.list(numbers=[1]) == [one]
    found = {finding.code for finding in archive.show(1).findings}
    assert set(one.codes) == found
    assert archive.list(findings=True) == [row for row in (one, two) if row.codes]
    assert archive.list(findings=False) == [row for row in (one, two) if not row.codes]


def test_a_list_tells_accepted_findings_from_open_ones(archive, folder, capsys):
    replaced(folder / "1.md", ("本期共收录3条", "本期共收录4条"))
    archive.ingest([folder], jobs=1)
    before = archive.list(numbers=[1])[0]
    assert before.accepted == 0
    finding = next(each for each in archive.show(1).findings if each.code == "BP201")
    assert finding.severity == "error"
    archive.corrections.add(archive.corrections.reviewer(1, by="甲").accept(finding, why="so printed"))
    (row,) = archive.list(numbers=[1])
    assert (row.errors, row.accepted) == (before.errors - 1, 1)
    assert set(row.codes) == set(before.codes) - {"BP201"}
    assert archive.list(numbers=[1], findings="BP201") == []
    assert main(["list", archive.path, "--number", "1"]) == 0
    assert "(1 accepted)" in capsys.readouterr().out
    assert main(["list", archive.path, "--number", "1", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["accepted"] == 1


def test_a_list_of_what_is_no_bulletin_says_why(archive, folder):
    (copy,) = archive.list(status="superseded")
    assert (copy.file, copy.reason, copy.issue_number) == (str(folder / "2-copy.txt"), str(folder / "2.md"), 2)
    (rejected,) = archive.list(status="rejected")
    assert rejected.file == str(folder / "letter.md")
    assert rejected.reason.startswith(rejected.file)
    (ignored,) = archive.list(status="ignored")
    assert "soffice" in ignored.reason
    assert len(archive.list(status=None)) == 5


def test_a_list_of_findings_of_a_code(folder, tmp_path):
    replaced(folder / "1.md", ("来源：", "來處："))
    with Archive.open(tmp_path / "b.db") as archive:
        archive.ingest([folder], jobs=1)
        (row,) = archive.list(findings="bp3")
    assert (row.issue_number, "BP301" in row.codes) == (1, True)


def test_wrong_filters_are_told(archive):
    with pytest.raises(QueryError, match="Choose one of stored"):
        archive.list(status="gone")
    with pytest.raises(QueryError, match="2026-03-13"):
        archive.list(since="13.3.2026")


def test_a_bulletin_with_all_its_files(archive, folder):
    shown = archive.show(2)
    assert shown.bulletin == archive.bulletin(2)
    assert [(row.status, row.file) for row in shown.sources] == [("stored", str(folder / "2.md")), ("superseded", str(folder / "2-copy.txt"))]
    with pytest.raises(NotInArchive, match="no bulletin with number 99"):
        archive.show(99)


def test_history_keeps_why_a_record_changed(archive, folder):
    assert archive.history() == ()
    was = first_source(archive)
    replaced(folder / "1.md", (was, "科技日报"))
    archive.ingest([folder], jobs=1)
    (event,) = archive.history(1)
    assert (event.cause, event.file, event.before.sha256 != event.after.sha256) == ("content", str(folder / "1.md"), True)
    assert ("items[0].source", was, "科技日报") in event.changes
    assert archive.history(2) == ()

    archive.correct(1, "items[0].source", "光明网", why="so printed", by="甲")
    corrected = archive.history(1)[-1]
    assert (corrected.cause, [tuple(change) for change in corrected.changes if change.path == "items[0].source"]) == (
        "corrections",
        [("items[0].source", "科技日报", "光明网")],
    )


def test_history_names_the_versions_that_read(archive, folder, tmp_path):
    made_older(tmp_path / "a.db", 1, publisher="某中心")
    report = archive.ingest([folder], jobs=1)
    assert report.changed == 1
    (event,) = archive.history()
    assert (event.cause, event.before.parser, [change.path for change in event.changes]) == ("parser", "0.0.1", ["publisher"])


def test_a_forgotten_bulletin_is_gone_with_all_its_files(archive, folder):
    assert archive.forget(2) == (str(folder / "2-copy.txt"), str(folder / "2.md"))
    assert [bulletin.issue_number for bulletin in archive.bulletins()] == [1]
    assert archive.search("医") == archive.search("医", numbers=[1])
    assert archive.verify() == ()
    assert {(event.cause, event.issue_number) for event in archive.history()} == {("forgotten", 2)}
    with pytest.raises(NotInArchive):
        archive.forget(2)


def test_a_forgotten_file_leaves_its_bulletin_to_the_other(archive, folder):
    archive.forget(folder / "2.md")
    assert archive.list(numbers=[2])[0].file == str(folder / "2-copy.txt")
    assert archive.forget(folder / "3.doc") == (str(folder / "3.doc"),)
    assert len(archive.forget(folder)) == 3
    assert archive.list(status=None) == []
    assert archive.verify() == ()


def test_an_archive_is_sound_and_says_what_is_not(archive, folder, tmp_path):
    assert archive.verify(files=True) == ()
    replaced(folder / "1.md", ("医", "醫"))
    (folder / "2-copy.txt").unlink()
    assert {(each.where, each.reason) for each in archive.verify(files=True)} == {
        (str(folder / "1.md"), "the file has changed since it was read"),
        (str(folder / "2-copy.txt"), "the file is gone"),
    }
    with sqlite3.connect(tmp_path / "a.db") as database:
        database.execute("UPDATE items SET source = 'x' WHERE item_id = 1")
        database.execute("UPDATE records SET record = x'00' WHERE source_id = (SELECT source_id FROM sources WHERE file LIKE '%/2.md')")
        database.execute("INSERT INTO item_terms (rowid, title, source, body) VALUES (999, 'a', 'b', 'c')")
    database.close()
    reasons = " ".join([each.reason for each in archive.verify()])
    assert "the table items says something else than its record" in reasons
    assert "its record cannot be read" in reasons
    assert "lacks 0 items, and has 1 that are gone" in reasons


def test_an_archive_of_schema_2_is_listed_as_it_is(tmp_path):
    from bulletin_parse.archive.store import schema

    with sqlite3.connect(tmp_path / "old.db", isolation_level=None) as database:
        schema.migrate(database, 0, 2)
    database.close()
    with Archive.open(tmp_path / "old.db") as old:
        assert (old.list(status=None), old.history(), old.verify()) == ([], (), ())


def run(capsys, *arguments):
    code = main([str(argument) for argument in arguments])
    out, err = capsys.readouterr()
    return code, out, err


def test_the_commands(archive, folder, tmp_path, capsys):
    path = tmp_path / "a.db"
    code, out, _ = run(capsys, "list", path)
    assert (code, out.count("\n"), str(folder / "1.md") in out) == (0, 2, True)
    code, out, _ = run(capsys, "list", path, "--status", "all", "--format", "json")
    assert (code, sorted(row["status"] for row in json.loads(out))) == (0, ["ignored", "rejected", "stored", "stored", "superseded"])
    code, out, _ = run(capsys, "list", path, "--status", "rejected")
    assert (code, out.count("\n")) == (0, 2)
    assert run(capsys, "list", path, "--since", "2999-01-01")[0] == 1
    code, out, _ = run(capsys, "show", path, "2")
    assert (code, "superseded: " in out) == (0, True)
    code, out, _ = run(capsys, "show", path, "2", "--format", "json")
    assert json.loads(out)[0]["record"]["issue_number"] == 2
    code, _, err = run(capsys, "show", path, "99")
    assert (code, "no bulletin with number 99" in err) == (1, True)
    assert run(capsys, "history", path)[0] == 1
    assert run(capsys, "verify", path, "--files")[:2] == (0, f"{path}: sound\n")
    assert run(capsys, "forget", path, "1")[0] == 0
    code, out, _ = run(capsys, "history", path, "1")
    assert (code, out.rstrip().endswith("forgotten")) == (0, True)
    assert json.loads(run(capsys, "history", path, "--format", "json")[1])[0]["cause"] == "forgotten"
    for command in ("list", "verify", "history"):
        assert run(capsys, command, tmp_path / "none.db")[0] == 5
    assert run(capsys, "forget", tmp_path / "none.db", "1")[0] == 5
    assert not (tmp_path / "none.db").exists()


def test_a_dry_run_keeps_no_history(archive, folder):
    replaced(folder / "1.md", (first_source(archive), "科技日报"))
    assert archive.ingest([folder], jobs=1, settings=Settings(dry_run=True)).changed == 1
    assert archive.history() == ()


def test_a_period_may_be_given_as_text(archive):
    day = archive.list()[1].published
    assert len(archive.search("医", since=str(day))) == len(archive.search("医", since=day)) == archive.count("医", since=str(day))
    with pytest.raises(QueryError, match="it is no date"):
        archive.search("医", since="2013")


def test_an_export_tells_of_bulletins_that_it_has_no_rows_for(tmp_path):
    from test_export import variant

    bare = variant(665, at=2).model_copy(update={"items": ()})
    undated = variant(666, at=3).model_copy(update={"published": None, "date_range": None})
    archive_of([variant(664), bare, undated], tmp_path / "made.db").close()
    archive = Archive.open(tmp_path / "made.db")
    done = archive.export(tmp_path / "all.csv", "csv")
    assert (done.bulletins, "1 bulletin without items, which has no row (665)" in done.left_out) == (2, True)
    done = archive.export(tmp_path / "some.jsonl", "jsonl", since="2000-01-01")
    assert (done.bulletins, done.left_out[-1]) == (2, "1 bulletin without a date, which no period has (666)")
    archive.close()
