"""Where a finding's field is: the address that pages lead to, counted as in Python."""

from __future__ import annotations

import pytest

from bulletin_parse import Finding, check
from bulletin_parse.addresses import value_at
from bulletin_parse.views.finding_addresses import address_of_finding
from bulletin_parse.views.report.anchors import anchor_of
from bulletins import WHOLE, parsed_text

# What is changed in a bulletin without a fault, the rule that says so, and the address that it is about.
FAULTS = [
    ("（第六六四）", "", "BP101", "issue_number"),
    ("2026年03月13日\n\n###", "\n\n###", "BP102", "published"),
    ("共收集2篇", "共收集3篇", "BP201", "declared_count"),
    ("1. 甲市医院上线智慧导诊\n\n（", "1. 甲市医院上线智慧导珍\n\n（", "BP206", "items[0].title"),
    ("（央广网）", "（新华网）", "BP207", "items[1].source"),
    ("来源：央广网\n\n链", "链", "BP301", "items[1].source"),
    ("链接：<http://www.cnr.cn/a/20260312/t20260312_1.shtml>\n\n", "", "BP302", "items[1].link"),
    ("http://www.people.com.cn/n1", "http:/www.people.com.cn/n1", "BP501", "items[0].link"),
    ("2026-03-12 来源：央广网", "2026-05-12 来源：央广网", "BP401", "items[1].published"),
    ("2026-03-12 来源：央广网", "2026-03-12 来源：新华网", "BP305", "items[1].byline"),
]


@pytest.mark.parametrize(("was", "now", "code", "address"), FAULTS)
def test_a_finding_has_the_address_of_its_field(was, now, code, address):
    assert was in WHOLE
    bulletin = parsed_text(WHOLE.replace(was, now, 1)).bulletin
    finding = next(each for each in check(bulletin) if each.code == code)
    assert address_of_finding(bulletin, finding) == address
    assert address_of_finding(bulletin, finding.model_copy(update={"where": ()})) == address  # as an older archive keeps it
    value_at(bulletin, address)


def test_two_items_of_one_title_are_told_apart_by_place():
    text = (
        WHOLE.replace("乙省印发互联互通方案", "甲市医院上线智慧导诊")
        .replace("#### 2.", "#### 1.")
        .replace("链接：<http://www.cnr.cn/a/20260312/t20260312_1.shtml>\n\n", "")
    )
    bulletin = parsed_text(text).bulletin
    finding = next(each for each in check(bulletin) if each.code == "BP302")
    assert address_of_finding(bulletin, finding) == f"items[{len(bulletin.items) - 1}].link"


def test_a_finding_of_a_rule_of_ones_own_has_the_address_of_its_place():
    bulletin = parsed_text(WHOLE).bulletin
    block = bulletin.items[1].blocks[0]
    own = Finding(code="MY001", name="my-own", severity="info", message="m", where=block.where)
    assert address_of_finding(bulletin, own) == "items[1].blocks[0]"
    assert address_of_finding(bulletin, own.model_copy(update={"where": ()})) == ""


@pytest.mark.parametrize(
    ("address", "anchor"), [("furniture[0]", ""), ("residue[2]", "residue[2]"), ("", ""), ("items[0].blocks[1].text", "items[0].blocks[1]")]
)
def test_an_address_has_an_anchor_on_the_page_of_its_bulletin(address, anchor):
    assert anchor_of(address) == anchor
