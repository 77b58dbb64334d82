"""A finding is known again by what it says, not by where it stands."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin_parse import ConfigError, LineRegion
from bulletin_parse.rules.baseline import baseline_of, baseline_text, finding_key, fingerprint, load_baseline, mark_known
from reports import finding

FINDINGS = st.lists(
    st.builds(
        finding,
        code=st.sampled_from(["BP206", "BP303"]),
        issue_number=st.sampled_from([None, 664, 665]),
        subject=st.sampled_from(["", "甲", "乙 丙"]),
        file=st.sampled_from(["a.pdf", "old/b.pdf", None]),
    ),
    max_size=12,
)


@given(FINDINGS, st.randoms())
def test_what_was_written_is_known_again_in_any_order(tmp_path_factory, findings, random):
    file = tmp_path_factory.mktemp("baseline") / "known.json"
    file.write_text(baseline_text(baseline_of(findings)), encoding="utf-8")
    random.shuffle(findings)
    assert all(each.known for each in mark_known(findings, load_baseline(file)))
    assert baseline_text(baseline_of(findings)) == file.read_text(encoding="utf-8")


def test_position_file_and_wording_do_not_count():
    moved = finding(where=(LineRegion(line=1, end_line=1),), file="elsewhere/664.md", item=9, message="other words", severity="info", subject="　甲 ")
    assert finding_key(moved) == finding_key(finding())
    assert fingerprint(moved) == fingerprint(finding())


@pytest.mark.parametrize("change", [{"code": "BP207"}, {"issue_number": 665}, {"subject": "乙"}])
def test_code_number_and_subject_count(change):
    assert finding_key(finding(**change)) != finding_key(finding())
    assert [each.known for each in mark_known([finding(**change)], baseline_of([finding()]))] == [False]


def test_without_a_number_the_name_of_the_file_counts():
    nameless = finding(issue_number=None, file="old/a.pdf")
    assert finding_key(nameless) == finding_key(finding(issue_number=None, file="new/a.pdf"))
    assert finding_key(nameless) != finding_key(finding(issue_number=None, file="old/b.pdf"))


def test_a_second_equal_finding_is_new():
    marked = mark_known([finding(), finding(), finding()], baseline_of([finding(), finding()]))
    assert [each.known for each in marked] == [True, True, False]


def test_the_file_is_sorted_and_short():
    text = baseline_text(baseline_of([finding(issue_number=665), finding(), finding(), finding(code="BP101", issue_number=None, subject="")]))
    assert json.loads(text) == {
        "version": 1,
        "known": [
            {"code": "BP101", "issue_number": None, "subject": "", "file": "664.pdf"},
            {"code": "BP206", "issue_number": 664, "subject": "甲", "count": 2},
            {"code": "BP206", "issue_number": 665, "subject": "甲"},
        ],
    }


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("nonsense", "it is no baseline"),
        ("[]", "it is no baseline"),
        ('{"version": 2, "known": []}', "version: the baseline has version 2"),
        ('{"version": 1, "known": [{"code": 7}]}', r"known\.0\.code"),
        ('{"version": 1, "known": [{"code": "BP101", "count": 0}]}', r"known\.0\.count"),
        ('{"version": 1, "known": [], "more": 1}', "more"),
    ],
)
def test_what_is_no_baseline(tmp_path, text, message):
    file = tmp_path / "known.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match=message) as caught:
        load_baseline(file)
    assert caught.value.source == str(file)


def test_a_baseline_that_cannot_be_read(tmp_path):
    with pytest.raises(ConfigError, match="No such file"):
        load_baseline(tmp_path / "none.json")
