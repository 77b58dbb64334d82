"""``bulletin-parse correct``, and ``--corrections`` of parse, check and ingest."""

from __future__ import annotations

import json
import re
import shutil

import pytest

from bulletin_parse import Archive, load_corrections, main, parse
from bulletins import LINKLESS, WHOLE

SECOND_ISSUE = WHOLE.replace("六六四", "六六五").replace("03月13日", "03月20日").replace("03月07日", "03月14日")


def run(capsys, *arguments):
    try:
        code = main([str(argument) for argument in arguments])
    except SystemExit as ended:
        code = ended.code
    out, err = capsys.readouterr()
    return code, out, err


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A folder with two bulletins, an archive of them, and what stands in it: each test finds it so."""
    folder = tmp_path_factory.mktemp("corrected")
    (folder / "in").mkdir()
    (folder / "in" / "664.md").write_text(WHOLE, encoding="utf-8")
    (folder / "in" / "665.md").write_text(SECOND_ISSUE, encoding="utf-8")
    with Archive.open(folder / "a.db") as archive:
        archive.ingest([folder / "in"], jobs=1)
    return folder, {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def place(made, monkeypatch):
    """The folder as it was made, to work in."""
    folder, files = made
    shutil.rmtree(folder)
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    monkeypatch.chdir(folder)
    monkeypatch.setenv("BULLETIN_PARSE_BY", "甲")
    return folder


def add(capsys, *arguments):
    return run(capsys, "correct", "add", "--archive", "a.db", *arguments, "--why", "so printed")


def bulletin(number=664):
    with Archive.open("a.db") as archive:
        return archive.bulletin(number)


def test_a_field_is_corrected_listed_and_taken_back(place, capsys):
    before = bulletin().to_json()
    code, out, err = add(capsys, 664, "items[0].source", "新华网")
    assert (code, "made" in out, "1 correction added (1 made)" in err, bulletin().items[0].source) == (0, True, True, "新华网")
    code, out, _ = run(capsys, "correct", "list", "--archive", "a.db", "--format", "json")
    (said,) = json.loads(out)
    assert (code, said["state"], said["correction"]["by"], said["correction"]["was"]) == (0, "made", "甲", "人民网")
    code, _, _ = run(capsys, "correct", "remove", "--archive", "a.db", said["id"])
    assert (code, bulletin().to_json()) == (0, before)


@pytest.mark.parametrize(
    ("arguments", "seen"),
    [
        (["items[0].number", "7"], lambda record: record.items[0].number == 7),
        (["issue_numbers", "[663, 664]"], lambda record: record.issue_numbers == (663, 664)),
        (["supplement", "true"], lambda record: record.supplement),
        (["published", "2026-03-14"], lambda record: str(record.published) == "2026-03-14"),
        (["date_range", "2026-03-06/2026-03-12"], lambda record: str(record.date_range.start) == "2026-03-06"),
        (["items[0].further_links", '["http://a.cn/1"]'], lambda record: record.items[0].further_links == ("http://a.cn/1",)),
        (["items[0].labels.关键词", "12"], lambda record: record.items[0].labels == {"关键词": "12"}),
        (["items[0].link", "--nothing"], lambda record: record.items[0].link is None),
        (["items[0].blocks[0]", "--join", "items[0].blocks[1]"], lambda record: len(record.items[0].blocks) == 1),
        (["items[0].blocks[0]", "--part", "群众少"], lambda record: record.items[0].blocks[1].text == "群众少跑腿。"),
        (["items[0].blocks[1]", "--move", "back_matter"], lambda record: record.back_matter[0].text.startswith("该系统")),
        (["items[0].blocks[0]", "--move", "furniture", "--run", "近日，"], lambda record: record.furniture[0].text == "近日，"),
        (["items[1]", "--none"], lambda record: len(record.items) == 1 and record.items[0].blocks[2].text == "乙省印发互联互通方案"),
        (["index[0]", "--none", "furniture"], lambda record: len(record.index) == 1 and record.furniture),
        (["index[2]", "--missing", "--given", "title=丙县平台", "--given", "number=3"], lambda record: record.index[2].number == 3),
        (["items[2]", "--missing", "items[1].blocks[0]"], lambda record: record.items[2].title.startswith("乙省日前")),
    ],
)
def test_everything_can_be_said_and_a_dry_run_only_tells(place, capsys, arguments, seen):
    before = bulletin().to_json()
    code, out, _ = add(capsys, 664, *arguments, "--dry-run")
    assert (code, "→" in out, bulletin().to_json(), (place / "a.corrections.jsonl").exists()) == (0, True, before, False)
    code, _, err = add(capsys, 664, *arguments)
    assert (code, bool(seen(bulletin()))) == (0, True), err


def test_a_correction_may_have_no_reason_and_its_line_has_none_then(place, capsys):
    code, _, err = run(capsys, "correct", "add", "--archive", "a.db", "664", "items[0].source", "新华网", "--by", "甲")
    assert code == 0, err
    assert '"why"' not in (place / "a.corrections.jsonl").read_text(encoding="utf-8")
    assert "甲" in run(capsys, "correct", "list", "--archive", "a.db")[1]


def test_a_finding_is_accepted(place, capsys):
    (place / "in" / "664.md").write_text(LINKLESS, encoding="utf-8")
    main(["ingest", "in", "--archive", "a.db"])
    code, _, err = run(capsys, "correct", "add", "--archive", "a.db", "664", "--accept", "bp302")
    assert (code, "at least 1 character" in err) == (2, True)  # nothing but its reason tells why it may stay
    code, _, _ = run(capsys, "correct", "add", "--archive", "a.db", "664", "--accept", "bp302", "--why", "none is printed")
    assert code == 0
    code, _, _ = run(capsys, "check", "in/664.md", "--corrections", "a.corrections.jsonl")
    assert (code, "BP302" in run(capsys, "check", "in/664.md")[1]) == (0, True)
    code, _, err = run(capsys, "correct", "add", "--archive", "a.db", "664", "--accept", "BP302", "--why", "none is printed")
    assert (code, "there is no finding BP302" in err) == (2, True)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["664", "items[9].source", "x"], "items\\[9\\].source: there is no items"),
        (["664", "items[0].number", "seven"], "'seven' is nothing that it can say"),
        (["664", "items[0].source", "人民网"], "it says “人民网” already"),
        (["664", "items[0].source"], "nothing is said of it"),
        (["664"], "no field is named"),
        (["999", "title", "x"], "it has no bulletin of this number"),
        (["664.pdf", "title", "x"], "is no number of a bulletin"),
        (["664", "items[0].blocks[0]", "--part", "不在"], "does not say '不在'"),
    ],
)
def test_what_cannot_be_said_is_told_and_nothing_changes(place, capsys, arguments, words):
    code, _, err = add(capsys, *arguments)
    assert (code, bool(re.search(words, err)), (place / "a.corrections.jsonl").exists()) == (2, True, False), err


def test_without_an_archive_a_file_serves_parse_and_check(place, capsys):
    code, _, err = run(capsys, "correct", "add", "--corrections", "c.jsonl", "in/664.md", "items[0].source", "新华网", "--why", "so printed")
    assert (code, "c.jsonl: 1 correction added" in err) == (0, True)
    code, out, _ = run(capsys, "parse", "in/664.md", "--corrections", "c.jsonl")
    assert (code, json.loads(out)["items"][0]["source"], json.loads(out)["edits"][0]["by"]) == (0, "新华网", "甲")
    assert parse("in/664.md", corrections="c.jsonl").items[0].source == "新华网"
    code, out, _ = run(capsys, "check", "in/664.md", "--corrections", "c.jsonl", "--select", "BP207")
    assert (code, "BP207" in out) == (1, True)
    (place / "bulletin-parse.toml").write_text('corrections = "c.jsonl"\n', encoding="utf-8")
    assert run(capsys, "check", "in/664.md", "--select", "BP207")[0] == 1


def test_a_viewed_page_shows_what_was_corrected(place, capsys):
    run(capsys, "correct", "add", "--corrections", "c.jsonl", "in/664.md", "items[0].source", "光明网", "--why", "so printed")
    assert run(capsys, "view", "in/664.md", "--corrections", "c.jsonl", "-o", "664.html")[0] == 0
    assert "光明网" in (place / "664.html").read_text(encoding="utf-8")


def test_a_correction_that_does_not_fit_fails_a_check(place, capsys):
    run(capsys, "correct", "add", "--corrections", "c.jsonl", "in/664.md", "items[0].source", "新华网", "--why", "so printed")
    text = (place / "c.jsonl").read_text(encoding="utf-8").replace('"was": "人民网"', '"was": "光明网"')
    (place / "c.jsonl").write_text(text, encoding="utf-8")
    code, out, _ = run(capsys, "check", "in/664.md", "--corrections", "c.jsonl")
    assert (code, "BP907" in out) == (1, True)
    code, out, _ = run(capsys, "correct", "list", "in/664.md", "--corrections", "c.jsonl")
    assert (code, "does not fit" in out) == (1, True)
    code, out, _ = run(capsys, "correct", "try", "in/664.md", "--corrections", "c.jsonl")
    assert (code, "does not fit" in out) == (1, True)


@pytest.mark.parametrize("command", [("parse",), ("check",), ("ingest", "--archive", "a.db")])
def test_a_broken_file_of_corrections_is_one_error(place, capsys, command):
    (place / "c.jsonl").write_text("{\n", encoding="utf-8")
    code, _, err = run(capsys, *command, "in", "--corrections", "c.jsonl")
    assert (code, err.count("c.jsonl, line 1: it is no correction")) == (2, 1)


def test_an_output_never_replaces_the_corrections(place, capsys):
    run(capsys, "correct", "add", "--corrections", "c.jsonl", "in/664.md", "items[0].source", "新华网", "--why", "so printed")
    before = (place / "c.jsonl").read_bytes()
    code, _, err = run(capsys, "parse", "in/664.md", "--corrections", "c.jsonl", "-o", "c.jsonl", "--force")
    assert (code, "is read by this run" in err, (place / "c.jsonl").read_bytes()) == (2, True, before)


def test_ingest_tells_of_corrections_and_forgets_them(place, capsys):
    add(capsys, 664, "items[0].source", "新华网")
    code, out, _ = run(capsys, "ingest", "in", "--archive", "a.db")
    assert (code, "corrections: 1 made" in out) == (0, True)
    code, out, _ = run(capsys, "ingest", "in", "--archive", "a.db", "--no-corrections")
    assert (code, "1 record changed" in out, bulletin().items[0].source) == (0, True, "人民网")
    code, _, err = run(capsys, "ingest", "in", "--archive", "a.db", "--corrections", "gone.jsonl")
    assert (code, "gone.jsonl: the corrections cannot be read" in err) == (2, True)


def test_files_are_imported_exported_and_contradictions_told(place, capsys):
    add(capsys, 664, "items[0].source", "新华网")
    run(capsys, "correct", "add", "--corrections", "other.jsonl", "in/664.md", "items[0].source", "光明网", "--why", "so heard", "--by", "乙")
    run(capsys, "correct", "add", "--corrections", "other.jsonl", "in/665.md", "publisher", "丙中心", "--why", "so heard", "--by", "乙")
    code, _, err = run(capsys, "correct", "import", "other.jsonl", "--archive", "a.db")
    assert (code, "contradicts" in err, "甲 says “新华网”" in err, len(load_corrections("a.corrections.jsonl"))) == (2, True, True, 1)
    assert run(capsys, "correct", "import", "other.jsonl", "--archive", "a.db", "--keep", "ours")[0] == 0
    assert (bulletin().items[0].source, bulletin(665).publisher) == ("新华网", "丙中心")
    assert run(capsys, "correct", "import", "other.jsonl", "--archive", "a.db", "--keep", "theirs")[0] == 0
    assert bulletin().items[0].source == "光明网"
    code, _, _ = run(capsys, "correct", "export", "--archive", "a.db", "-o", "all.jsonl")
    assert (code, load_corrections("all.jsonl")) == (0, load_corrections("a.corrections.jsonl"))


def test_corrections_of_another_archive_are_not_imported(place, capsys):
    (place / "elsewhere.md").write_text(WHOLE.replace("群众少跑腿", "群众不跑腿"), encoding="utf-8")
    run(capsys, "correct", "add", "--corrections", "other.jsonl", "elsewhere.md", "items[0].source", "光明网", "--why", "so printed")
    code, _, err = run(capsys, "correct", "import", "other.jsonl", "--archive", "a.db")
    assert (code, "does not have the files of 1 corrections" in err, (place / "a.corrections.jsonl").exists()) == (2, True, False)


def test_what_was_corrected_once_is_suggested_elsewhere(place, capsys):
    text = (place / "in" / "665.md").read_text(encoding="utf-8").replace("人民网", "人民网讯").replace("www.people", "vvww.people")
    (place / "in" / "665.md").write_text(text, encoding="utf-8")
    (place / "in" / "664.md").write_text(WHOLE.replace("来源：人民网\n", "来源：人民网讯\n").replace("www.people", "vvww.people"), encoding="utf-8")
    main(["ingest", "in", "--archive", "a.db"])
    add(capsys, 664, "items[0].source", "人民网")
    add(capsys, 664, "items[0].link", bulletin().items[0].link.replace("vvww", "www"))
    code, out, _ = run(capsys, "correct", "--suggest", "--archive", "a.db")
    assert code == 0
    assert "source “人民网讯” is “人民网”" in out
    assert "665 items[0].source" in out
    assert "host vvww.people.com.cn is www.people.com.cn" in out
    _, lines, _ = run(capsys, "correct", "suggest", "--archive", "a.db", "--format", "jsonl")
    (place / "s.jsonl").write_text(lines, encoding="utf-8")
    assert run(capsys, "correct", "import", "s.jsonl", "--archive", "a.db")[0] == 0
    assert (bulletin(665).items[0].source, bulletin(665).items[0].link[:17]) == ("人民网", "http://www.people")
    assert "no correction would apply elsewhere" in run(capsys, "correct", "--suggest", "--archive", "a.db")[1]


def test_an_ingest_tells_of_corrections_whose_file_has_changed(place, capsys):
    assert add(capsys, 664, "items[0].source", "新华网")[0] == 0
    path = place / "in" / "664.md"
    path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    code, out, err = run(capsys, "ingest", "in", "--archive", "a.db")
    assert code == 0
    assert "1 other file" in out
    assert "corrections of 664 were not made: the archive does not have their files, or these have changed" in err
    assert "664  set items[0].source" in run(capsys, "correct", "list", "--archive", "a.db", "--state", "other file")[1]


def test_a_word_that_the_template_lacks_is_told_with_what_it_would_mend(place, capsys):
    for number in (664, 665):
        path = place / "in" / f"{number}.md"
        path.write_text(path.read_text(encoding="utf-8").replace("来源：央广网\n\n链接", "采自：央广网\n\n链接"), encoding="utf-8")
    main(["ingest", "in", "--archive", "a.db"])
    capsys.readouterr()
    record = bulletin()
    assert record.items[1].source is None
    assert record.items[1].labels == {"采自": "央广网"}
    assert add(capsys, 664, "items[1].labels.采自", "--move", "items[1].source")[0] == 0
    out = run(capsys, "correct", "--suggest", "--archive", "a.db")[1]
    assert "the template's labels.source lacks “采自”" in out
    assert "1 further place" in out


@pytest.mark.parametrize("arguments", [["correct"], ["correct", "list"], ["correct", "--suggest"]])
def test_what_is_not_said_is_asked_for(capsys, arguments):
    code, _, err = run(capsys, *arguments)
    assert (code, bool(err)) == (2, True)
