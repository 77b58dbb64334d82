"""Corrections of a file that was saved anew: those that still fit are bound to it in one step, the others are named, and none is made silently."""

from __future__ import annotations

import json

import pytest

from bulletin_parse import Archive, Corrections, Reviewer, corrected, load_corrections, main
from bulletin_parse.corrections import rebound
from bulletins import WHOLE, parsed_text

WHY = "so printed"


@pytest.fixture
def bulletin():
    return parsed_text(WHOLE).bulletin


def saved_anew(bulletin, **changes):
    """The same bulletin in a file with other bytes."""
    return bulletin.model_copy(update={"source": bulletin.source.model_copy(update={"sha256": "f" * 64}), **changes})


def states(found):
    return {each.of.about: each.outcome.state for each in found}


def test_what_still_fits_is_made_and_what_does_not_is_named(bulletin):
    by = Reviewer(bulletin, by="甲", at="2026-03-14")
    said = [by.set("items[0].source", "新华网", why=WHY), by.set("items[1].source", "光明网", why=WHY), by.set("publisher", "甲", why=WHY)]
    first, second = bulletin.items
    anew = saved_anew(bulletin, items=(first, second.model_copy(update={"source": "健康报"})), publisher="甲")
    found = rebound(anew, Corrections(said))
    assert states(found) == {"items[0].source": "made", "items[1].source": "does not fit", "publisher": "not needed"}
    (made,) = [each.outcome.correction for each in found if each.is_made]
    assert (made.sha256, made.by, made.at, made.why) == ("f" * 64, "甲", "2026-03-14", WHY)  # whose word it is stays told
    assert corrected(anew, [*said, made]).items[0].source == "新华网"
    assert rebound(anew, Corrections([*said, made])) == tuple([each for each in found if not each.is_made])  # what is bound is asked about no more


def test_text_moved_there_has_its_place_in_this_file(bulletin):
    said = Reviewer(bulletin, by="甲").move(["items[0].blocks[0]"], "residue", why=WHY)
    where = ({"line": 999, "end_line": 999},)
    said = type(said).model_validate_json(json.dumps({**said.model_dump(mode="json"), "pieces": [{**said.pieces[0].model_dump(mode="json"), "where": where}]}))
    (each,) = rebound(saved_anew(bulletin), Corrections([said]))
    done = corrected(saved_anew(bulletin), [each.outcome.correction])
    assert done.residue[0].where == bulletin.items[0].blocks[0].where


def test_nothing_that_somebody_says_of_this_file_is_overruled(bulletin):
    anew = saved_anew(bulletin)
    earlier = Reviewer(bulletin, by="甲", at="2026-03-14").set("items[0].source", "新华网", why=WHY)
    own = Reviewer(anew, by="乙", at="2026-03-15").set("items[0].source", "光明网", why=WHY)
    (each,) = rebound(anew, Corrections([earlier, own]))
    assert (each.outcome.state, each.outcome.why) == ("does not fit", "a correction of this file says something else of it")


def test_a_finding_that_this_file_does_not_have_is_not_accepted(bulletin):
    faulty = parsed_text(WHOLE.replace("收集2篇", "收集3篇")).bulletin
    (finding,) = [each for each in faulty.findings if each.code == "BP201"]
    said = Corrections([Reviewer(faulty, by="甲").accept(finding, why=WHY)])
    assert states(rebound(saved_anew(faulty), said)) == {"BP201": "made"}
    (each,) = rebound(saved_anew(bulletin), said)
    assert (each.outcome.state, each.outcome.why) == ("does not fit", "no rule finds that in this file")


@pytest.fixture
def place(tmp_path, monkeypatch):
    """An archive in which two sources were corrected; then the file was saved anew, and one of them reads otherwise."""
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "664.md"
    path.write_text(WHOLE, encoding="utf-8")
    with Archive.open("a.db") as archive:
        archive.ingest([path], jobs=1)
        by = archive.corrections.reviewer(664, by="甲")
        archive.corrections.add(by.set("items[0].source", "新华网", why=WHY), by.set("items[1].source", "光明网", why=WHY))
        path.write_text(WHOLE.replace("央广网", "健康报") + "\n", encoding="utf-8")
        archive.ingest([path], jobs=1)
        assert archive.bulletin(664).items[0].source == "人民网"
    return tmp_path


def sources():
    with Archive.open("a.db") as archive:
        return [item.source for item in archive.bulletin(664).items]


def test_the_command_shows_first_then_binds_and_names_the_others(place, capsys):
    before = load_corrections("a.corrections.jsonl")
    assert main(["correct", "rebind", "--archive", "a.db", "664", "--dry-run"]) == 1
    shown = capsys.readouterr()
    assert "items[1].source  does not fit" in shown.out
    assert "items[0].source: " in shown.out + shown.err
    assert load_corrections("a.corrections.jsonl") == before
    assert sources() == ["人民网", "健康报"]
    assert main(["correct", "rebind", "--archive", "a.db", "664"]) == 1
    assert "1 correction of another file not bound to this one" in capsys.readouterr().err
    assert sources() == ["新华网", "健康报"]
    assert len(load_corrections("a.corrections.jsonl")) == 3
    assert main(["correct", "rebind", "--archive", "a.db", "664"]) == 1  # the other one still does not fit


def test_the_command_can_replace_those_of_the_other_file(place, capsys):
    assert main(["correct", "rebind", "--archive", "a.db", "664", "--replace"]) == 1
    assert sources() == ["新华网", "健康报"]
    left = load_corrections("a.corrections.jsonl")
    assert sorted(each.about for each in left) == ["items[0].source", "items[1].source"]
    assert len({each.sha256 for each in left}) == 2


def test_a_bulletin_without_corrections_elsewhere_says_so(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "664.md").write_text(WHOLE, encoding="utf-8")
    with Archive.open("a.db") as archive:
        archive.ingest([tmp_path / "664.md"], jobs=1)
    assert main(["correct", "rebind", "--archive", "a.db", "664"]) == 0
    assert "no corrections of another file" in capsys.readouterr().err
