"""Which entry belongs to which item: equal titles first, then those that slips made different."""

from __future__ import annotations

import pytest

from bulletin_parse import Entry, Item
from bulletin_parse.matching.pairing import displaced, pair

# Twenty characters: each that is another one costs five percent of likeness.
LONG = "甲市第一人民医院上线智慧导诊服务群众少跑"
OTHERS = "天地玄黄宇宙洪荒日月盈昃"


def slipped(count: int, title: str = LONG) -> str:
    """A title with its last characters exchanged."""
    return title[: len(title) - count] + OTHERS[:count]


def paired(entries, items):
    """The pairing of parts given as (title, source) or (title, source, number)."""

    def facts(part, at):
        title, source, *number = part
        return {"number": number[0] if number else at, "title": title, "source": source}

    made = [Entry(**facts(part, at)) for at, part in enumerate(entries, 1)]
    bare = {"link": None, "headline": None, "byline": None, "published": None, "blocks": ()}
    return pair(made, [Item(**facts(part, at), **bare) for at, part in enumerate(items, 1)])


A, B = ("乙省印发互联互通方案", "央广网"), ("丙县启用区域影像云", "健康报")


def test_equal_titles_pair_wherever_they_stand():
    assert paired([A, B], [B, A]) == (((0, 1), (1, 0)), (), ())
    assert paired([("甲：乙", None)], [("甲: 乙", None)]) == (((0, 0),), (), ())


def test_what_has_no_like_is_left_alone():
    assert paired([A], [B]) == ((), (0,), (0,))
    assert paired([A, B], [A]) == (((0, 0),), (1,), ())
    assert paired([A], [A, B]) == (((0, 0),), (), (1,))
    assert paired([], []) == ((), (), ())


def test_parts_without_a_title_have_no_like():
    assert paired([("", "人民网")], [("", "人民网")]) == ((), (0,), (0,))


def test_as_many_equal_titles_on_both_sides_pair_in_order():
    mine, theirs = [("要闻", "人民网"), ("要闻", "央广网")], [("要闻", "央广网"), ("要闻", "人民网")]
    assert paired(mine, theirs) == (((0, 0), (1, 1)), (), ())


def test_of_equal_titles_one_of_which_is_missing_the_source_tells_which():
    twins = [("要闻", "人民网"), ("要闻", "央广网")]
    assert paired(twins, twins[1:]) == (((1, 0),), (0,), ())
    assert paired(twins, twins[:1]) == (((0, 0),), (1,), ())
    assert paired(twins[1:], twins) == (((0, 1),), (), (0,))
    assert paired([("要闻", None), twins[1]], twins[1:]) == (((1, 0),), (0,), ())


@pytest.mark.parametrize(
    ("mine", "theirs", "pairs"),
    [
        ("甲乙丙丁戊己", "甲乙丙丁天地", True),  # two slips in six characters
        ("甲乙丙丁戊", "甲乙丙天地", False),  # in five
        ("甲乙丙", "甲乙天", True),  # one in three
        ("甲乙", "甲天", False),  # in two
        (LONG[:12], slipped(3, LONG[:12]), False),  # three are no slip
    ],
)
def test_slips_are_few_and_in_titles_long_enough(mine, theirs, pairs):
    assert paired([(mine, None)], [(theirs, "人民网", 7)]) == ((((0, 0),), (), ()) if pairs else ((), (0,), (0,)))


@pytest.mark.parametrize(("count", "pairs"), [(3, True), (4, False)])
def test_elsewhere_titles_of_one_source_must_be_much_alike(count, pairs):
    """85 percent; the equal titles below show that the order is another."""
    found = paired([(LONG, "人民网"), A], [A, (slipped(count), "人民网")])
    assert found == ((((0, 1), (1, 0)), (), ()) if pairs else (((1, 0),), (0,), (1,)))


@pytest.mark.parametrize(("count", "pairs"), [(8, True), (9, False)])
def test_between_the_same_neighbours_titles_of_one_source_may_be_less_alike(count, pairs):
    """60 percent, from an entry and an item that stand between the same others."""
    found = paired([A, (LONG, "人民网"), B], [A, (slipped(count), "人民网"), B])
    assert found == ((((0, 0), (1, 1), (2, 2)), (), ()) if pairs else (((0, 0), (2, 2)), (1,), (1,)))


def test_neighbours_are_those_on_either_side():
    mine, theirs = (LONG, "人民网"), (slipped(8), "人民网")
    assert paired([A, mine], [A, theirs]).entries == paired([mine, A], [theirs, A]).entries == paired([mine], [theirs]).entries == ()
    assert paired([A, mine], [theirs, A]).entries == (1,)
    assert paired([mine, A], [A, theirs]).entries == (0,)
    assert paired([A, B, mine], [A, theirs, B]).entries == (2,)


@pytest.mark.parametrize(
    ("number", "order", "pairs"),
    [(1, "another", True), (9, "another", False), (9, "same", True)],
)
def test_with_another_source_alike_titles_need_their_place_or_number(number, order, pairs):
    theirs = (slipped(3), "健康报", number)
    found = paired([(LONG, "人民网", 1), A], [A, theirs] if order == "another" else [theirs, A])
    assert (found.entries == ()) is pairs


@pytest.mark.parametrize(("count", "pairs"), [(3, True), (4, False)])
def test_with_another_source_85_percent_are_needed_at_the_same_place_too(count, pairs):
    assert (paired([(LONG, "人民网")], [(slipped(count), "健康报")]).entries == ()) is pairs


@pytest.mark.parametrize(("mine", "theirs"), [(LONG, f"{LONG}（二）"), (f"{LONG}（上）", f"{LONG}（下）"), (f"{LONG}：续", LONG)])
def test_parts_of_a_series_pair_only_with_their_source(mine, theirs):
    assert paired([(mine, "人民网")], [(theirs, "健康报")]).pairs == ()
    assert paired([(mine, "人民网")], [(theirs, "人民网")]).pairs == ((0, 0),)
    assert paired([(mine, None)], [(theirs, "健康报")]).pairs == ((0, 0),)


def test_the_most_alike_pair_first_and_of_equals_the_nearest():
    found = paired([(slipped(2), "人民网"), (slipped(1), "人民网")], [(LONG, "人民网")])
    assert found == (((1, 0),), (0,), ())
    found = paired([(slipped(1), "人民网"), (slipped(1), "人民网")], [(LONG, "人民网"), (LONG, "人民网")])
    assert found.pairs == ((0, 0), (1, 1))


@pytest.mark.parametrize(("order", "moved"), [([], []), ([0, 1, 2], []), ([1, 0], [0]), ([0, 3, 1, 2], [1]), ([2, 1, 0], [0, 1])])
def test_what_must_move_to_make_an_order_rise(order, moved):
    assert displaced(order) == moved
