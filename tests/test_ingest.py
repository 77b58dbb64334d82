"""The ingest: every file accounted for, what is known left alone, one bulletin from several files, and changes shown."""

from __future__ import annotations

import hashlib
import json
import os
import pty
import shutil
import sqlite3
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

import pytest

from bulletin_parse import Archive, Bulletin, IngestOptions, Settings, TemplateError, Watcher, main, parse
from bulletin_parse.archive.ingest import jobs
from bulletin_parse.archive.ingest import run as ingest
from bulletin_parse.archive.store.rows import bulletin_of, packed
from bulletin_parse.archive.store.terms import terms_of
from conftest import FIXTURES
from invented import bulletin_text


@pytest.fixture
def folder(tmp_path):
    """Three good bulletins, one of them a PDF, and two files that are none."""
    folder = tmp_path / "files"
    folder.mkdir()
    for number in (10, 11):
        (folder / f"{number}.md").write_text(bulletin_text(number), encoding="utf-8")
    shutil.copy(FIXTURES / "word.pdf", folder / "word.pdf")
    (folder / "empty.pdf").write_bytes(b"")
    (folder / "letter.md").write_text("Dear Sir or Madam", encoding="utf-8")
    return folder


@pytest.fixture
def archive(tmp_path):
    with Archive.open(tmp_path / "archive.db") as archive:
        yield archive


EMPTY = dict.fromkeys(("issue_label", "issue_number", "publisher", "published", "lead", "declared_count", "date_range")) | {"index": [], "items": []}


def records(archive: Archive) -> list[str]:
    return [bulletin.to_json() for bulletin in archive.bulletins()]


def rows(archive: Archive, query: str) -> list[tuple]:
    return archive.database.execute(query).fetchall()


def test_every_file_is_accounted_for(archive, folder):
    report = archive.ingest(folder, jobs=1)
    assert report.account == (5, 3, 0, 0, 2, 0)
    assert report.account.adds_up
    assert rows(archive, "SELECT status, files_seen, files_stored, files_unchanged, files_superseded, files_rejected FROM runs") == [
        ("finished", 5, 3, 0, 0, 2)
    ]
    assert rows(archive, "SELECT error_type FROM rejected_files ORDER BY file") == [("UnreadableSource",), ("NotABulletin",)]


def test_records_come_back_as_they_were_parsed(archive, folder):
    archive.ingest(folder, jobs=1)
    assert [json.loads(record) for record in records(archive)] == [parse(folder / name).to_dict() for name in ("10.md", "11.md", "word.pdf")]
    assert archive.bulletin(10) == parse(folder / "10.md")
    assert archive.bulletin(12) is None


def test_tables_hold_what_the_records_say(archive, folder):
    archive.ingest(folder, jobs=1)
    bulletin = parse(folder / "word.pdf")
    where = "WHERE issue_number = ?"
    found = archive.database.execute(
        f"SELECT title, published, first_day, last_day, item_count, entry_count FROM bulletins {where}", (bulletin.issue_number,)
    ).fetchone()
    week = bulletin.date_range
    assert found == (bulletin.title, str(bulletin.published), str(week.start), str(week.end), len(bulletin.items), len(bulletin.index))
    texts = archive.database.execute(f"SELECT number, title, source, link, body FROM item_texts {where} ORDER BY position", (bulletin.issue_number,)).fetchall()
    assert texts == [
        (item.number, item.title, item.source, item.link, "\n\n".join(block.text for block in item.blocks if block.text)) for item in bulletin.items
    ]
    findings = archive.database.execute(f"SELECT code, message FROM findings {where} AND scope = 'bulletin'", (bulletin.issue_number,)).fetchall()
    assert findings == [(finding.code, finding.message) for finding in bulletin.findings]


def test_the_second_run_does_nothing_and_writes_nothing(archive, folder, monkeypatch):
    archive.ingest(folder, jobs=1)
    before = hashlib.sha256((folder.parent / "archive.db").read_bytes()).hexdigest()
    monkeypatch.setattr(ingest, "read_guarded", lambda job: pytest.fail(f"{job.file} was read again"))
    report = archive.ingest(folder, jobs=1)
    archive.close()
    assert report.account == (5, 0, 3, 0, 2, 0)
    assert hashlib.sha256((folder.parent / "archive.db").read_bytes()).hexdigest() == before


def test_a_changed_file_is_read_again_and_replaces_its_bulletin(archive, folder):
    archive.ingest(folder, jobs=1)
    (folder / "10.md").write_text(bulletin_text(10).replace("青岚省", "青岚市"), encoding="utf-8")
    report = archive.ingest(folder, jobs=1)
    assert report.account == (5, 1, 2, 0, 2, 0)
    assert archive.bulletin(10) == parse(folder / "10.md")
    assert rows(archive, "SELECT count(*) FROM bulletins") == [(3,)]


def test_a_rejected_file_is_tried_again_when_it_changes(archive, folder):
    archive.ingest(folder, jobs=1)
    (folder / "letter.md").write_text(bulletin_text(12), encoding="utf-8")
    assert archive.ingest(folder, jobs=1).account == (5, 1, 3, 0, 1, 0)
    assert archive.bulletin(12) is not None


def test_a_rejected_file_is_tried_again_when_the_parser_changes_or_on_demand(archive, folder):
    archive.ingest(folder, jobs=1)
    run = "SELECT DISTINCT run_id FROM sources WHERE status = 'rejected'"
    archive.ingest(folder, jobs=1, settings=Settings(retry=True))
    assert rows(archive, run) == [(2,)]
    archive.close()
    with sqlite3.connect(archive.path) as database:
        database.execute("UPDATE sources SET parser_version = '0.0'")
    database.close()
    assert archive.ingest(folder, jobs=1).account == (5, 3, 0, 0, 2, 0)
    assert rows(archive, run) == [(3,)]


def test_a_file_that_goes_bad_is_rejected_and_its_bulletin_stays(archive, folder):
    archive.ingest(folder, jobs=1)
    good = archive.bulletin(10)
    (folder / "10.md").write_bytes(b"\x00\x01")
    assert archive.ingest(folder, jobs=1).account == (5, 0, 2, 0, 3, 0)
    assert archive.bulletin(10) == good
    assert archive.ingest(folder, jobs=1).account == (5, 0, 2, 0, 3, 0)


def test_options_are_part_of_what_is_known(archive, folder):
    archive.ingest(folder, jobs=1)
    report = archive.ingest(folder, jobs=1, settings=Settings(IngestOptions(engine="pdfium")))
    assert report.account == (5, 3, 0, 0, 2, 0)
    assert rows(archive, "SELECT engine FROM sources WHERE media_type = 'application/pdf'") == [("pdfium",)]


def test_a_bad_template_is_told_before_anything_is_read(archive, folder, tmp_path):
    with pytest.raises(TemplateError):
        archive.ingest(folder, jobs=1, settings=Settings(IngestOptions(template=str(tmp_path / "none.toml"))))
    assert not (tmp_path / "archive.db").exists()


def test_a_copy_is_one_bulletin_with_two_sources(archive, folder):
    shutil.copy(folder / "10.md", folder / "copy of 10.md")
    report = archive.ingest(folder, jobs=1)
    assert report.account == (6, 3, 0, 1, 2, 0)
    assert report.differing == []
    assert rows(archive, "SELECT count(*) FROM bulletins WHERE issue_number = 10") == [(1,)]


def test_pdf_rules_over_text_and_a_difference_is_reported(archive, folder, tmp_path):
    bulletin = parse(folder / "word.pdf")
    text = bulletin.to_markdown().replace(bulletin.items[0].source, "另一家报社", 1).replace(f"来源：{bulletin.items[0].source}", "来源：另一家报社", 1)
    (folder / "a.md").write_text(text, encoding="utf-8")
    report = archive.ingest(folder, jobs=1)
    assert report.account == (6, 3, 0, 1, 2, 0)
    ((file, ruler, fields),) = report.differing
    assert (file, ruler) == (str(folder / "a.md"), str(folder / "word.pdf"))
    assert any("source" in field for field in fields)
    assert rows(archive, "SELECT here FROM source_differences WHERE here = '另一家报社'") != []


def test_which_file_rules_can_be_overridden_for_good(archive, folder):
    (folder / "a.md").write_text(parse(folder / "word.pdf").to_markdown(), encoding="utf-8")
    archive.ingest(folder, jobs=1)
    ruling = "SELECT file FROM bulletins JOIN sources USING (source_id) WHERE media_type <> 'text/plain' AND file LIKE '%/a.md' OR file LIKE '%/word.pdf'"
    assert rows(archive, ruling) == [(str(folder / "word.pdf"),)]
    archive.ingest(folder, jobs=1, settings=Settings(prefer=("*.md",)))
    assert rows(archive, ruling) == [(str(folder / "a.md"),)]
    archive.ingest(folder, jobs=1, settings=Settings(reparse=True))
    assert rows(archive, ruling) == [(str(folder / "a.md"),)]
    assert archive.database.execute("SELECT count(*) FROM items").fetchone() == (sum(len(bulletin.items) for bulletin in archive.bulletins()),)


def test_a_superseded_file_takes_over_when_the_ruling_one_becomes_another_bulletin(archive, folder):
    shutil.copy(folder / "10.md", folder / "z.md")
    archive.ingest(folder, jobs=1)
    (folder / "10.md").write_text(bulletin_text(13), encoding="utf-8")
    archive.ingest(folder, jobs=1)
    ruling = "SELECT issue_number, file FROM bulletins JOIN sources USING (source_id) WHERE issue_number IN (10, 13) ORDER BY issue_number"
    assert rows(archive, ruling) == [(10, str(folder / "z.md")), (13, str(folder / "10.md"))]


def test_two_bulletins_of_one_number_stay_two(archive, folder):
    (folder / "12.md").write_text(bulletin_text(12).replace("第12期", "第10期"), encoding="utf-8")
    assert archive.ingest(folder, jobs=1).account == (6, 4, 0, 0, 2, 0)
    assert len(list(archive.bulletins(10))) == 2
    assert rows(archive, "SELECT count(*) FROM findings WHERE code = 'BP602'") == [(1,)]


def test_archive_rules_run_anew_when_bulletins_change(archive, folder):
    archive.ingest(folder, jobs=1)
    missing = "SELECT subject FROM findings WHERE code = 'BP601' AND severity = 'error' ORDER BY finding_id LIMIT 1"
    number = archive.database.execute("SELECT max(issue_number) FROM bulletins").fetchone()[0]
    assert rows(archive, missing) == [(f"12-{number - 1}",)]
    (folder / "12.md").write_text(bulletin_text(12), encoding="utf-8")
    archive.ingest(folder, jobs=1)
    assert rows(archive, missing) == [(f"13-{number - 1}",)]


def test_the_order_of_arrival_does_not_matter(tmp_path, folder):
    shutil.copy(folder / "10.md", folder / "z.md")
    (folder / "a.md").write_text(parse(folder / "word.pdf").to_markdown(), encoding="utf-8")
    files = sorted(folder.iterdir())
    exports = set()
    for at, order in enumerate((files, files[::-1])):
        with Archive.open(tmp_path / f"{at}.db") as archive:
            for file in order:
                archive.ingest(file, jobs=1)
            exports.add("\n".join(records(archive)))
    assert len(exports) == 1


def test_reparse_shows_what_changes_and_commits_it(archive, folder):
    archive.ingest(folder, jobs=1)
    changed = _tampered(archive, folder)
    seen = Changes()
    report = archive.ingest(folder, jobs=1, settings=Settings(reparse=True), watcher=seen)
    assert report.account == (5, 3, 0, 0, 2, 0)
    assert report.changed == 1
    assert seen.of == {str(changed): [("items[0].title", "what an older parser read", parse(changed).items[0].title)]}
    assert archive.bulletin(10) == parse(changed)


def test_a_dry_run_shows_the_same_and_writes_nothing(archive, folder):
    archive.ingest(folder, jobs=1)
    changed = _tampered(archive, folder)
    before = archive.bulletin(10)
    seen = Changes()
    report = archive.ingest(folder, jobs=1, settings=Settings(reparse=True, dry_run=True), watcher=seen)
    assert (report.status, report.changed, list(seen.of)) == ("dry run", 1, [str(changed)])
    assert archive.bulletin(10) == before


def test_a_dry_run_makes_no_archive(archive, folder, tmp_path):
    report = archive.ingest(folder, jobs=1, settings=Settings(dry_run=True))
    assert report.account == (5, 3, 0, 0, 2, 0)
    assert not (tmp_path / "archive.db").exists()


def test_one_file_named_twice_counts_twice_and_is_read_once(archive, folder):
    report = archive.ingest([folder / "10.md", folder / "10.md", "missing.md", "missing.md"], jobs=1)
    assert report.account.adds_up
    assert report.account == (4, 1, 1, 0, 2, 0)


def test_an_unknown_engine_is_told_once(capsys, folder, tmp_path):
    assert main(["ingest", str(folder), "--archive", str(tmp_path / "a.db"), "--engine", "guess"]) == 4
    assert capsys.readouterr().err.count("\n") == 1
    assert not (tmp_path / "a.db").exists()


def test_the_file_preferred_last_rules(archive, folder):
    shutil.copy(folder / "10.md", folder / "copy.md")
    ruling = "SELECT file FROM bulletins JOIN sources USING (source_id) WHERE issue_number = 10"
    for name in ("copy.md", "10.md", "copy.md"):
        archive.ingest(folder, jobs=1, settings=Settings(prefer=(f"*/{name}",)))
        assert rows(archive, ruling) == [(str(folder / name),)]


def test_a_worker_of_another_version_reads_nothing(folder):
    outcome = jobs.read(jobs.Job(str(folder / "10.md"), parser="9.9"))
    assert outcome.result.error_type == "OtherVersion"


@pytest.mark.parametrize("pool", [ThreadPoolExecutor, ProcessPoolExecutor])
def test_any_executor_will_do(archive, folder, pool):
    with pool(2) as executor:
        assert archive.ingest(folder, executor=executor).account == (5, 3, 0, 0, 2, 0)
    assert archive.bulletin(11) == parse(folder / "11.md")


def test_figures_are_stored_with_their_bytes(archive, folder):
    shutil.copy(FIXTURES / "story.pdf", folder / "story.pdf")
    archive.ingest(folder, jobs=1)
    found = rows(
        archive,
        "SELECT figures.media_type, figures.byte_count, length(data), figures.sha256, data, rendered FROM figures",
    )
    assert len(found) == sum(block.kind == "figure" for item in parse(FIXTURES / "story.pdf").items for block in item.blocks)
    for media_type, count, length, sha256, data, rendered in found:
        assert (media_type, count, rendered) == ("image/png", length, 0)
        assert sha256 == hashlib.sha256(data).hexdigest()
        assert data.startswith(b"\x89PNG")


def test_the_search_index_forgets_what_is_gone(archive, folder):
    archive.ingest(folder, jobs=1)
    (folder / "10.md").write_text(bulletin_text(12), encoding="utf-8")
    archive.ingest(folder, jobs=1)
    archive.close()
    writer = sqlite3.connect(archive.path)
    ids = [row[0] for row in writer.execute("SELECT rowid FROM item_terms WHERE item_terms MATCH '\"故事\"'")]
    assert sorted(ids) == [row[0] for row in writer.execute("SELECT item_id FROM items WHERE title LIKE '%故事%' ORDER BY item_id")]
    writer.close()


def test_a_lone_surrogate_reaches_the_record_and_not_sqlite():
    bulletin = Bulletin.model_validate(EMPTY | {"title": "标题\ud800"})
    assert bulletin_of(packed(bulletin)).title == "标题\ud800"
    assert terms_of("医\ud800") == "医"


def test_the_command_says_what_became_of_the_files(capsys, folder, tmp_path):
    arguments = ["ingest", str(folder), "--archive", str(tmp_path / "a.db"), "--jobs", "1"]
    assert main(arguments) == 3
    out, err = capsys.readouterr()
    assert "5 files seen = 3 stored + 0 unchanged + 0 superseded + 2 rejected" in out
    assert [line.split(": ")[1] for line in err.splitlines()] == [str(folder / "empty.pdf"), str(folder / "letter.md")]
    assert main([*arguments, "--format", "json"]) == 3
    facts = json.loads(capsys.readouterr().out)
    assert (facts["seen"], facts["unchanged"], facts["rejected"], facts["status"]) == (5, 3, 2, "finished")


def test_the_command_is_clean_when_all_files_are_in(capsys, folder, tmp_path):
    (folder / "empty.pdf").unlink()
    (folder / "letter.md").unlink()
    assert main(["ingest", str(folder), "--archive", str(tmp_path / "a.db")]) == 0
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("bad", [["--jobs", "0"], ["--limit", "seconds=no"], ["--limit", "memory=0"], []])
def test_bad_arguments_are_usage_errors(capsys, tmp_path, bad):
    arguments = ["ingest", str(tmp_path), *(["--archive", str(tmp_path / "a.db")] if bad else []), *bad]
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2


@pytest.mark.parametrize(("command", "told"), [("ingest --archive a.db", b"5 files seen"), ("parse --format jsonl", b'{"schema'), ("check", b"finding")])
def test_on_a_terminal_a_bar_shows_how_far_the_run_is(command, told, folder, tmp_path):
    ours, theirs = pty.openpty()
    name, *options = command.replace("a.db", str(tmp_path / "a.db")).split()
    arguments = [sys.executable, "-m", "bulletin_parse", name, str(folder), *options, "--jobs", "1"]
    process = subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=theirs, env={**os.environ, "TERM": "xterm", "COLUMNS": "120"})
    os.close(theirs)
    shown = b""
    try:
        while part := os.read(ours, 4096):
            shown += part
    except OSError:  # the terminal's other end is closed
        pass
    os.close(ours)
    out, _ = process.communicate(timeout=300)
    assert told in out
    assert b"5/5" in shown
    assert b"2 rejected" in shown
    assert b"Traceback" not in shown


class Changes(Watcher):
    def __init__(self):
        self.of = {}

    def changed(self, file, changes):
        self.of[file] = [tuple(change) for change in changes]


def _tampered(archive, folder):
    """Makes the stored record of one file what an older parser could have read."""
    file = folder / "10.md"
    bulletin = archive.bulletin(10)
    older = bulletin.model_copy(update={"items": (bulletin.items[0].model_copy(update={"title": "what an older parser read"}), *bulletin.items[1:])})
    archive.close()
    with sqlite3.connect(archive.path) as database:
        database.execute("UPDATE records SET record = ? WHERE source_id = (SELECT source_id FROM sources WHERE file = ?)", (packed(older), str(file)))
    database.close()
    return file
