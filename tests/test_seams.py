"""A space at which a title wraps is told by a copy of the title that does not wrap there."""

import pytest

from bulletin_parse.layout.rows import Row
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
