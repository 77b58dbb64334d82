"""The reporters: what each prints, that hostile text does no harm, and that machines accept it."""

from __future__ import annotations

import json
import re
from functools import cache

import pytest
from junitparser import JUnitXml

from bulletin_parse import RULES as BUILT_IN
from bulletin_parse import Report, UnreadFile
from bulletin_parse.plugins import REPORTERS
from conftest import FIXTURES, ROOT
from reports import HOSTILE, LINES, RULES, finding


@cache
def sarif_schema():
    from jsonschema import Draft4Validator, FormatChecker  # for a second, where its formats are installed

    return Draft4Validator(json.loads((FIXTURES / "sarif-schema-2.1.0.json").read_text(encoding="utf-8")), format_checker=FormatChecker())


WARNING = finding(code="BP503", name="link-date", severity="warning", file="old/665.md", where=LINES, message="the link says 2026-03-10", item=None)
INFO = finding(code="BP503", name="link-date", severity="info", file="old/665.md", where=(), message="a note")
KNOWN = finding(known=True, message="an old one")
LOOSE = finding(code="BP601", name="issue-missing", file=None, where=(), item=None, message="issue 663 is missing", issue_number=None)
MANY = Report(
    (finding(), KNOWN, WARNING, INFO, LOOSE), ("664.pdf", "old/665.md", "666.pdf"), (UnreadFile("bad.pdf", "bad.pdf: the file is empty"),), RULES, "1.2.3"
)
ENEMY = Report((finding(message=HOSTILE, file=f"{HOSTILE},line=1.pdf", subject=HOSTILE),), (), (UnreadFile(HOSTILE, HOSTILE),), RULES)
EMPTY = Report((), ("664.pdf",))
REPORTS = [MANY, ENEMY, EMPTY, Report(())]


def written(form, report):
    return REPORTERS[form](report)


def test_text():
    assert written("text", MANY) == (
        "664.pdf\n"
        "  page 2, item 3  error    BP206 title differs: index “甲” item “乙”\n"
        "\n"
        "old/665.md\n"
        "  line 21  warning  BP503 the link says 2026-03-10\n"
        "  item 3   info     BP503 a note\n"
        "\n"
        "archive\n"
        "    error    BP601 issue 663 is missing\n"
        "\n"
        "4 findings in 2 of 4 files: 2 errors, 1 warning, 1 info; 1 known; 1 file unreadable\n"
    )
    assert written("text", EMPTY) == "no findings in 1 file\n"


def test_text_has_colours_only_when_asked():
    coloured = written("text", Report(MANY.findings, MANY.files, MANY.unread, colour=True))
    assert "\x1b[31merror  \x1b[0m" in coloured
    assert re.sub(r"\x1b\[\d+m", "", coloured) == written("text", MANY)


def test_text_never_begins_a_line_with_a_command():
    assert written("text", Report((finding(file="::error::x.pdf"),))).startswith("./::error::x.pdf\n")


def test_json_has_every_field():
    listed = json.loads(written("json", MANY))
    assert listed[0] == finding().model_dump(mode="json")
    assert list(listed[0])[:7] == ["code", "name", "severity", "message", "file", "item", "where"]
    assert json.loads(written("json", EMPTY)) == []


@pytest.mark.parametrize("report", REPORTS)
def test_sarif_is_valid(report):
    assert [error.message for error in sarif_schema().iter_errors(json.loads(written("sarif", report)))] == []


def test_the_schema_in_use_refuses_what_is_wrong():
    log = json.loads(written("sarif", MANY))
    log["runs"][0]["results"][0]["level"] = "info"
    assert not sarif_schema().is_valid(log)


def test_sarif_results():
    (run,) = json.loads(written("sarif", MANY))["runs"]
    first, known, warning, info, loose = run["results"]
    place = first["locations"][0]["physicalLocation"]
    assert place == {"artifactLocation": {"uri": "664.pdf"}, "region": {"startLine": 1, "properties": {"page": 2, "bbox": [79.5, 334.6, 501.2, 372.7]}}}
    assert warning["locations"][0]["physicalLocation"]["region"] == {"startLine": 21, "endLine": 23}
    assert info["level"] == "note"
    assert loose["locations"][0]["physicalLocation"] == {"artifactLocation": {"uri": "664.pdf"}, "region": {"startLine": 1}}
    assert "ruleIndex" not in loose
    assert known["suppressions"][0]["kind"] == "external"
    assert "suppressions" not in first
    driver = run["tool"]["driver"]
    assert driver["version"] == "1.2.3"
    assert driver["rules"][first["ruleIndex"]]["id"] == "BP206"
    assert driver["rules"][0]["shortDescription"]["text"] == "An entry and its item have different titles."
    assert "Somebody edited" in driver["rules"][0]["help"]["text"]
    assert run["invocations"][0]["executionSuccessful"] is False
    assert run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"] == "bad.pdf: the file is empty"


def installed(folder, monkeypatch, *addresses):
    """A package of this name, built with some addresses, that is found before any other."""
    place = folder / "bulletin_parse-9.dist-info"
    place.mkdir()
    lines = ["Metadata-Version: 2.4", "Name: bulletin-parse", "Version: 9", *[f"Project-URL: {address}" for address in addresses]]
    (place / "METADATA").write_text("\n".join([*lines, "", ""]), encoding="utf-8")
    monkeypatch.syspath_prepend(folder)


def driver_of(rules):
    (run,) = json.loads(written("sarif", Report((), rules=rules)))["runs"]
    return run["tool"]["driver"]


def test_sarif_leads_to_the_manual_that_the_release_has(tmp_path, monkeypatch):
    base = "https://example.org/centre/bulletin_parse"
    installed(tmp_path, monkeypatch, f"Source, {base}", f"Documentation, {base}/blob/v9/docs/index.md")
    driver = driver_of(BUILT_IN)
    assert driver["informationUri"] == f"{base}/blob/v9/docs/index.md"
    headings = {line[3:].lower().replace(" ", "-") for line in (ROOT / "docs" / "rules.md").read_text(encoding="utf-8").splitlines() if line.startswith("## ")}
    assert {rule["helpUri"] for rule in driver["rules"]} == {f"{base}/blob/v9/docs/rules.md#{heading}" for heading in headings}


def test_sarif_leads_to_no_page_for_a_rule_that_the_manual_does_not_have(tmp_path, monkeypatch):
    installed(tmp_path, monkeypatch, "Documentation, https://example.org/docs/index.md")
    assert ["helpUri" in rule for rule in driver_of((*RULES, BUILT_IN[0]))["rules"]] == [True, False, True]  # the second is called otherwise there


def test_sarif_leads_nowhere_where_there_is_no_address(tmp_path, monkeypatch):
    installed(tmp_path, monkeypatch)
    driver = driver_of(BUILT_IN)
    assert "informationUri" not in driver
    assert [rule["id"] for rule in driver["rules"] if "helpUri" in rule] == []
    assert [rule["id"] for rule in driver["rules"] if not ("Why: " in rule["help"]["text"] and "\n- **Mend**: " in rule["help"]["markdown"])] == []


def test_sarif_fingerprints_last_and_tell_equal_findings_apart():
    (run,) = json.loads(written("sarif", Report((finding(), finding(where=LINES), WARNING))))["runs"]
    marks = [result["partialFingerprints"]["primaryLocationLineHash"] for result in run["results"]]
    assert [mark[-2:] for mark in marks] == [":1", ":2", ":1"]
    assert marks[0][:32] == marks[1][:32] != marks[2][:32]


@pytest.mark.parametrize(
    ("file", "uri"),
    [("卫生 周报.pdf", "%E5%8D%AB%E7%94%9F%20%E5%91%A8%E6%8A%A5.pdf"), ("a:b#c?.pdf", "a%3Ab%23c%3F.pdf"), ("/data/a b.pdf", "file:///data/a%20b.pdf")],
)
def test_sarif_paths_are_uris(file, uri):
    (run,) = json.loads(written("sarif", Report((finding(file=file),))))["runs"]
    assert run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == uri


def test_junit():
    document = JUnitXml.fromstring(written("junit", MANY).encode())
    suites = {suite.name: {case.name: case for case in suite} for suite in document}
    assert list(suites) == ["664.pdf", "old/665.md", "666.pdf", "archive", "bad.pdf"]
    assert (document.tests, document.failures, document.errors, document.skipped) == (7, 3, 1, 1)
    assert list(suites["664.pdf"]) == ["BP206 title-differs item 3", "BP206 title-differs item 3 (2)"]
    (failure,) = suites["664.pdf"]["BP206 title-differs item 3"].result
    assert (failure.message, failure.type) == ("page 2: title differs: index “甲” item “乙”", "error")
    assert suites["old/665.md"]["BP503 link-date item 3"].is_passed
    assert suites["666.pdf"]["no findings"].is_passed


def test_github():
    lines = written("github", MANY).splitlines()
    assert lines == [
        "::error file=bad.pdf,title=unreadable::bad.pdf: the file is empty",
        "::error file=664.pdf,title=BP206 title-differs%2C page 2::title differs: index “甲” item “乙”",
        "::warning file=old/665.md,line=21,endLine=23,title=BP503 link-date%2C line 21::the link says 2026-03-10",
        "::notice file=old/665.md,title=BP503 link-date::a note",
        "::error title=BP601 issue-missing::issue 663 is missing",
        f"bulletin-parse: {MANY.summary()}",
    ]


def test_github_stops_at_the_caps_and_says_so():
    many = tuple(finding(severity=severity) for severity in ("error", "warning", "info") for _ in range(12))
    lines = written("github", Report((*many, KNOWN), ("664.pdf",))).splitlines()
    commands = [line.split(" ")[0] for line in lines]
    assert [commands.count(command) for command in ("::error", "::warning", "::notice")] == [10, 10, 10]
    assert lines[-2] == "::notice title=bulletin-parse::7 more findings not shown here; use --format text or sarif to see all"
    assert lines[-1] == "bulletin-parse: 36 findings in 1 of 1 file: 12 errors, 12 warnings, 12 info; 1 known"


def test_github_tells_a_scan_once():
    scan = finding(code="BP901", file="scan.pdf", where=())
    lines = written("github", Report((scan,), (), (UnreadFile("scan.pdf", "no text"),))).splitlines()
    assert [line.split("::")[1].split(" ")[0] for line in lines[:-1]] == ["error"]


def test_github_within_the_caps_hides_nothing():
    lines = written("github", Report((finding(),) * 10, ("664.pdf",))).splitlines()
    assert len(lines) == 11
    assert "not shown" not in "".join(lines)


@pytest.mark.parametrize("form", ["text", "sarif", "junit", "github"])
def test_hostile_text_does_no_harm(form):
    out = written(form, ENEMY)
    assert not set(out) & set("\x1b\u202e\x00\r\udc80")
    assert "\\u202e" in out
    assert "\n::error::x" not in out
    assert "](" not in json.loads(out)["runs"][0]["results"][0]["message"]["text"] if form == "sarif" else True
    if form == "junit":
        assert len(list(JUnitXml.fromstring(out.encode()))) == 2


def test_hostile_text_adds_no_property_and_no_command():
    lines = written("github", ENEMY).splitlines()
    assert len(lines) == 3
    for line in lines[:2]:
        _, listed, _ = line.split("::", 2)
        assert set(re.findall(r"(\w+)=", re.sub(r"=[^,]*", "=", listed))) == {"file", "title"}
    assert "%250A" in lines[1]  # a percent sign of the text is no line feed


@pytest.mark.parametrize("form", REPORTERS)
def test_the_same_findings_give_the_same_text(form):
    assert written(form, MANY) == written(form, MANY)
