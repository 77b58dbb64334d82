"""Corrections in an archive: made without reading a file again, kept through new versions of the parser, the same on a fresh archive."""

from __future__ import annotations

import json
import sqlite3

import pytest

from bulletin_parse import (
    Archive,
    ArchiveError,
    CorrectionConflict,
    CorrectionError,
    ForeignCorrections,
    NoSuchField,
    Reviewer,
    Settings,
    WrongValue,
    corrected,
    editing_corrections,
    load_corrections,
    uncorrected,
)
from bulletins import WHOLE

WHY = "so printed"
SECOND_ISSUE = WHOLE.replace("六六四", "六六五").replace("03月13日\n", "03月20日\n").replace("03月07日", "03月14日").replace("03月13日，", "03月20日，")


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "664.md").write_text(WHOLE, encoding="utf-8")
    (folder / "665.md").write_text(SECOND_ISSUE, encoding="utf-8")
    return folder


@pytest.fixture
def archive(tmp_path, folder):
    with Archive.open(tmp_path / "a.db") as archive:
        archive.ingest([folder], jobs=1)
        yield archive


def sources(archive):
    return [
        row[0] for row in archive.database.execute("SELECT source FROM items JOIN bulletins USING (bulletin_id) WHERE issue_number = 664 ORDER BY position")
    ]


def test_a_field_is_corrected_in_one_call(archive, tmp_path):
    before = archive.bulletin(664)
    outcome = archive.correct(664, "items[0].source", "新华网", why=WHY, by="甲")
    assert (outcome.state, outcome.edits[0].was, outcome.edits[0].now) == ("made", "人民网", "新华网")
    assert sources(archive) == ["新华网", "央广网"]
    assert [hit.source for hit in archive.search("智慧导诊", numbers=[664])] == ["新华网"]
    assert uncorrected(archive.bulletin(664)).to_json() == before.to_json()
    assert [each.about for each in load_corrections(tmp_path / "a.corrections.jsonl")] == ["items[0].source"]


def test_what_is_corrected_is_checked_again(archive):
    archive.correct(664, "items[0].source", "光明网", why=WHY, by="甲")
    findings = "SELECT code FROM findings JOIN bulletins USING (bulletin_id) WHERE bulletins.issue_number = 664 AND scope = 'bulletin' ORDER BY code"
    assert ("BP207",) in archive.database.execute(findings).fetchall()
    archive.correct(664, "index[0].source", "光明网", why=WHY, by="甲")
    assert ("BP207",) not in archive.database.execute(findings).fetchall()


def test_what_the_archive_rules_found_stands_until_they_run_again(archive):
    twice = "SELECT count(*) FROM findings WHERE scope = 'archive' AND code = 'BP604'"
    (before,) = archive.database.execute(twice).fetchone()
    assert before > 0
    archive.correct(664, "items[0].source", "新华网", why=WHY, by="甲")
    assert archive.database.execute(twice).fetchone() == (before,)
    for number in (664, 665):
        for at in (0, 1):
            archive.correct(number, f"items[{at}].title", f"第{number}期的另一条新闻之{at}", why=WHY, by="甲")
            archive.correct(number, f"items[{at}].link", f"http://www.people.com.cn/{number}/{at}.html", why=WHY, by="甲")
            bulletin = archive.bulletin(number)
            said = archive.corrections.reviewer(number, by="甲").set(f"items[{at}].blocks[0].text", f"{number}{at}" * 40, why=WHY)
            archive.corrections.add(said)
            assert bulletin.items[at].title.startswith("第")
    archive.check_across()
    assert archive.database.execute(twice).fetchone()[0] < before


def test_corrections_outlive_a_reading_by_another_version(archive, folder, tmp_path):
    archive.correct(664, "items[0].source", "新华网", why=WHY, by="甲")
    record = archive.bulletin(664).to_json()
    with sqlite3.connect(tmp_path / "a.db") as database:
        database.execute("UPDATE sources SET parser_version = '0.0.1'")
    report = archive.ingest([folder], jobs=1)
    assert (report.account.stored, report.changed, [each.state for each in report.corrections]) == (2, 0, ["made"])
    assert archive.bulletin(664).to_json() == record


def test_an_exported_file_gives_the_same_records_on_a_fresh_archive(archive, folder, tmp_path):
    archive.correct(664, "items[0].source", "新华网", why=WHY, by="甲")
    archive.corrections.add(archive.corrections.reviewer(665, by="乙").join(["items[0].blocks[0]", "items[0].blocks[1]"], why=WHY))
    with Archive.open(tmp_path / "b.db") as fresh:
        report = fresh.ingest([folder], jobs=1, settings=Settings(corrections=tmp_path / "a.corrections.jsonl"))
        assert [each.state for each in report.corrections] == ["made", "made"]
        assert [each.to_json() for each in fresh.bulletins()] == [each.to_json() for each in archive.bulletins()]


def test_a_file_that_is_edited_by_hand_counts_from_the_next_ingest_on(archive, folder, tmp_path):
    archive.correct(664, "items[0].source", "新华网", why=WHY, by="甲")
    path = tmp_path / "a.corrections.jsonl"
    path.write_text(path.read_text(encoding="utf-8").replace("新华网", "光明网"), encoding="utf-8")
    changes = {}
    from bulletin_parse import Watcher

    class Told(Watcher):
        def changed(self, file, found):
            changes[file] = found

    report = archive.ingest([folder], jobs=1, watcher=Told())
    assert (report.account.unchanged, report.changed, sources(archive)) == (2, 1, ["光明网", "央广网"])
    assert next(change.path for found in changes.values() for change in found) == "items[0].source"
    assert archive.ingest([folder], jobs=1).changed == 0


def test_without_a_file_there_are_no_corrections(archive, folder, tmp_path):
    before = [each.to_json() for each in archive.bulletins()]
    archive.correct(664, "items[0].source", "新华网", why=WHY, by="甲")
    archive.ingest([folder], jobs=1, settings=Settings(corrections=False))
    assert [each.to_json() for each in archive.bulletins()] == before
    archive.ingest([folder], jobs=1)
    assert [each.to_json() for each in archive.bulletins()] == before


def test_a_file_that_is_gone_is_told_and_nothing_is_lost(archive, folder, tmp_path):
    archive.correct(664, "items[0].source", "新华网", why=WHY, by="甲")
    (tmp_path / "a.corrections.jsonl").rename(tmp_path / "b.jsonl")
    with pytest.raises(CorrectionError, match="are not there any more.*corrections=False"):
        archive.ingest([folder], jobs=1)
    assert sources(archive) == ["新华网", "央广网"]
    archive.ingest([folder], jobs=1, settings=Settings(corrections=tmp_path / "b.jsonl"))
    assert (sources(archive), archive.corrections.file) == (["新华网", "央广网"], tmp_path / "b.jsonl")


def test_archive_and_file_are_moved_together(archive, folder, tmp_path):
    archive.correct(664, "items[0].source", "新华网", why=WHY, by="甲")
    archive.close()
    there = tmp_path / "there"
    there.mkdir()
    for name in ("a.db", "a.corrections.jsonl"):
        (tmp_path / name).rename(there / name)
    with Archive.open(there / "a.db") as moved:
        assert [each.about for each in moved.corrections.all()] == ["items[0].source"]


def test_a_correction_is_removed(archive, tmp_path):
    before = archive.bulletin(664).to_json()
    outcome = archive.correct(664, "items[0].source", "新华网", why=WHY, by="甲")
    archive.corrections.remove(outcome.correction.id)
    assert (archive.bulletin(664).to_json(), (tmp_path / "a.corrections.jsonl").read_bytes()) == (before, b"")
    with pytest.raises(CorrectionError, match="there is no correction"):
        archive.corrections.remove(outcome.correction.id)


def test_what_corrections_would_do_is_told_and_not_done(archive, tmp_path):
    said = archive.corrections.reviewer(664, by="甲").set("items[0].source", "新华网", why=WHY)
    tried = archive.corrections.try_([said])
    assert [each.state for each in tried.outcomes] == ["made"]
    assert [change.path for found in tried.changes.values() for change in found] == ["items[0].source", "edits[0]"]
    assert (sources(archive), (tmp_path / "a.corrections.jsonl").exists()) == (["人民网", "央广网"], False)


def test_the_state_of_each_correction_is_told(archive, folder, tmp_path):
    first = archive.corrections.reviewer(664, by="甲", at="2026-03-14").set("items[0].source", "新华网", why=WHY)
    second = first.model_copy(update={"by": "乙", "now": "光明网", "at": "2026-03-15"})
    third = first.model_copy(update={"sha256": "f" * 64})
    fourth = first.model_copy(update={"by": "乙", "at": "2026-03-16"})
    with editing_corrections(tmp_path / "c.jsonl") as file:
        file.write(file.corrections.with_(first, second, third, fourth))
    archive.ingest([folder], jobs=1, settings=Settings(corrections=tmp_path / "c.jsonl"))
    states = {each.correction.id: each.state for each in archive.corrections.outcomes()}
    assert [states[each.id] for each in (first, second, third, fourth)] == ["made", "does not fit", "other file", "not needed"]


def test_corrections_of_another_archive_are_refused(archive, tmp_path):
    said = archive.corrections.reviewer(664, by="甲").set("items[0].source", "新华网", why=WHY).model_copy(update={"sha256": "f" * 64})
    with pytest.raises(ForeignCorrections, match=r"does not have the files of 1 corrections: 664 items\[0\].source"):
        archive.corrections.add(said)
    assert not (tmp_path / "a.corrections.jsonl").exists()


def test_a_file_of_another_archive_is_refused_by_an_ingest(archive, folder, tmp_path):
    said = archive.corrections.reviewer(664, by="甲").set("items[0].source", "新华网", why=WHY).model_copy(update={"sha256": "f" * 64})
    with editing_corrections(tmp_path / "c.jsonl") as file:
        file.add([said])
    with pytest.raises(ForeignCorrections, match="the files are stored, and none of the corrections is of one of them"):
        archive.ingest([folder], jobs=1, settings=Settings(corrections=tmp_path / "c.jsonl"))
    assert (archive.corrections.file, len(list(archive.bulletins()))) == (tmp_path / "a.corrections.jsonl", 2)


@pytest.mark.parametrize(
    ("number", "field", "now", "error"),
    [
        (664, "items[9].source", "x", NoSuchField),
        (999, "title", "x", NoSuchField),
        (664, "items[0].number", "x", WrongValue),
        (664, "items[0].source", "人民网", WrongValue),
    ],
)
def test_what_cannot_be_corrected_changes_nothing(archive, tmp_path, number, field, now, error):
    with pytest.raises(error):
        archive.correct(number, field, now, why=WHY, by="甲")
    assert not (tmp_path / "a.corrections.jsonl").exists()


def test_who_has_seen_an_old_value_is_told(archive):
    archive.correct(664, "items[0].source", "新华网", why=WHY, by="甲")
    with pytest.raises(CorrectionConflict, match="“新华网” by now"):
        archive.correct(664, "items[0].source", "光明网", why=WHY, by="乙", was="人民网")
    assert archive.correct(664, "items[0].source", "光明网", why=WHY, by="乙", was="新华网").state == "made"


def test_two_bulletins_of_one_number_are_told_apart_by_their_file(archive, folder):
    other = WHOLE.replace("甲市医院上线智慧导诊", "完全不同的新闻标题一").replace("乙省印发互联互通方案", "毫不相干的报道题目二")
    (folder / "other.md").write_text(other, encoding="utf-8")
    archive.ingest([folder], jobs=1)
    with pytest.raises(NoSuchField, match="2 bulletins of this number"):
        archive.correct(664, "publisher", "丙中心", why=WHY, by="甲")
    assert archive.correct(664, "publisher", "丙中心", why=WHY, by="甲", file="other.md").state == "made"


def test_a_corrected_number_moves_its_bulletin(archive, folder):
    archive.correct(665, "issue_number", 666, why=WHY, by="甲")
    assert [each.issue_number for each in archive.bulletins()] == [664, 666]
    assert archive.database.execute("SELECT bulletin_key FROM sources ORDER BY file").fetchall() == [("issue 664",), ("issue 666",)]
    archive.correct(666, "items[0].source", "新华网", why=WHY, by="甲")
    assert archive.ingest([folder], jobs=1).changed == 0


def test_an_accepted_finding_across_the_archive_is_known(archive):
    found = [finding for finding in archive.frames().findings.itertuples() if finding.code == "BP604"]
    assert found
    from bulletin_parse import check_archive

    bulletins = list(archive.bulletins())
    finding = next(each for each in check_archive(bulletins) if each.code == "BP604")
    bulletin = next(each for each in bulletins if each.issue_number == finding.issue_number)
    done = corrected(bulletin, [Reviewer(bulletin, by="甲").accept(finding, why="it was reported twice")])
    again = check_archive([done if each.issue_number == done.issue_number else each for each in bulletins])
    assert next(each.known for each in again if (each.code, each.subject) == ("BP604", finding.subject))


def test_a_kill_between_file_and_archive_is_made_good_by_the_next_ingest(archive, folder, monkeypatch):
    """The correction is in the file when the archive cannot be written."""
    from bulletin_parse.archive.store.store import Store

    monkeypatch.setattr(Store, "commit", lambda self: (_ for _ in ()).throw(sqlite3.OperationalError("the disk is gone")))
    with pytest.raises(ArchiveError):
        archive.correct(664, "items[0].source", "新华网", why=WHY, by="甲")
    monkeypatch.undo()
    assert sources(archive) == ["人民网", "央广网"]
    archive.ingest([folder], jobs=1, settings=Settings(corrections=archive.corrections.file))
    assert sources(archive) == ["新华网", "央广网"]
    assert json.loads(archive.corrections.file.read_text(encoding="utf-8"))["now"] == "新华网"


def test_a_correction_that_did_not_fit_leaves_nothing_behind_when_it_is_taken_out(archive):
    before = archive.bulletin(664).to_json()
    said = archive.corrections.reviewer(664, by="甲").set("items[0].source", "新华网", why=WHY)
    (outcome,) = archive.corrections.add(said.model_copy(update={"was": "光明网"}))
    assert outcome.state == "does not fit"
    archive.corrections.remove(outcome.correction.id)
    assert archive.bulletin(664).to_json() == before


def test_a_file_that_was_edited_is_made_again_only_if_that_changes_anything(archive, tmp_path):
    archive.corrections.make()
    assert not (tmp_path / "a.corrections.jsonl").exists()
    archive.correct(664, "items[0].source", "新华网", why=WHY, by="甲")
    file = tmp_path / "a.corrections.jsonl"
    file.write_text(file.read_text(encoding="utf-8").replace("新华网", "光明网"), encoding="utf-8")
    archive.corrections.make()
    assert sources(archive) == ["光明网", "央广网"]
    (tmp_path / "other.jsonl").write_text("", encoding="utf-8")
    archive.corrections.make(to=tmp_path / "other.jsonl")
    assert sources(archive) == ["人民网", "央广网"]
