"""A space at which a title wraps is told by a copy of the title that does not wrap there."""

import pytest

from bulletin_parse.layout.row import Row
from bulletin_parse.parsing.ledger import Passage
from bulletin_parse.parsing.seams import as_copied

WHOLE = "甲市药品集中带量采购落地 十类耗材平均降价54.1%"


def passage(*texts: str) -> Passage:
    return Passage.of(
        [
            Row(at, 1, text, 80.0, 100.0 + 20 * at, 300.0, 112.0 + 20 * at, 110.0 + 20 * at, 12.0, "Song", bold=False, upright=True)
            for at, text in enumerate(texts)
        ]
    )


def test_a_title_that_wraps_at_a_space_has_it():
    assert as_copied(passage("甲市药品集中带量采购落地", "十类耗材平均降价54.1%"), [WHOLE]) == WHOLE


@pytest.mark.parametrize("copies", [[], [""], ["甲市药品集中带量采购落地十类耗材平均降价54.1%"], ["乙市药品集中带量采购落地 十类耗材平均降价54.1%"]])
def test_nothing_is_put_where_no_copy_has_a_space(copies):
    assert as_copied(passage("甲市药品集中带量采购落地", "十类耗材平均降价54.1%"), copies) == WHOLE.replace(" ", "")


def test_what_is_printed_within_a_row_stays_as_it_is():
    assert as_copied(passage("甲市药品集中带量采", "购落地十类耗材平均降价54.1%"), [WHOLE]) == WHOLE.replace(" ", "")
    assert as_copied(passage(WHOLE.replace(" ", "")), [WHOLE]) == WHOLE.replace(" ", "")
    assert as_copied(passage("甲市药品集中带量采购落地 十类", "耗材平均降价54.1%"), [WHOLE.replace(" ", "")]) == WHOLE


def test_recognition_loses_spaces_that_another_print_shows():
    (piece,) = passage(WHOLE.replace(" ", "")).pieces
    recognised = Passage.of([piece[1]._replace(confidence=0.99)])
    assert as_copied(recognised, [WHOLE]) == WHOLE


def converted(text: str) -> Passage:
    return Passage.of([passage(text).rows[0]._replace(font="")])


BROKEN = "二、三级医院怎样结对？甲市的答案是医疗机构 云化部署"


def test_a_space_that_a_converter_set_for_a_row_s_end_goes_where_entry_and_headline_lack_it():
    bare = BROKEN.replace(" ", "")
    assert as_copied(converted(BROKEN), [bare, f"{bare}\n——来自甲市的观察"]) == bare


@pytest.mark.parametrize("copies", [[], [BROKEN.replace(" ", ""), ""], [BROKEN.replace(" ", ""), BROKEN]], ids=["no copy", "one copy", "a copy with it"])
def test_a_space_stays_where_not_both_copies_lack_it(copies):
    assert as_copied(converted(BROKEN), copies) == BROKEN


def test_a_page_s_own_space_stays():
    assert as_copied(passage(BROKEN), [BROKEN.replace(" ", "")] * 2) == BROKEN
