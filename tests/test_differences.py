"""What two engines' records of one bulletin differ in, as BP904 tells of it."""

from datetime import date

from bulletin_parse import DateRange, parse_text
from bulletin_parse.matching.differences import CONTEXT, differing_fields
from bulletins import WHOLE


def differences(second, first=None):
    first = first or parse_text(WHOLE)
    return [(each.name, each.left, each.right, each.item) for each in differing_fields(first, second)]


def with_item(bulletin, **changes):
    """The bulletin with its first item changed."""
    return bulletin.model_copy(update={"items": (bulletin.items[0].model_copy(update=changes), *bulletin.items[1:])})


def test_equal_records_differ_in_nothing():
    assert differences(parse_text(WHOLE)) == []


def test_width_and_spaces_count_in_no_text_but_in_links():
    whole = parse_text(WHOLE)
    title, link = whole.items[0].title, whole.items[0].link
    assert differences(with_item(whole, title=f"{title[:2]} {title[2:]}")) == []
    wide = link.replace("/", "／")
    assert differences(with_item(whole, link=wide)) == [("item's link", link, wide, 1)]


def test_ranges_of_days_are_shown_as_days():
    whole = parse_text(WHOLE)
    other = DateRange(start=date(2020, 1, 4), end=date(2020, 1, 10))
    ((name, left, right, item),) = differences(whole.model_copy(update={"date_range": other}))
    assert (name, right, item) == ("date_range", "2020-01-04 to 2020-01-10", None)
    assert left == f"{whole.date_range.start} to {whole.date_range.end}"
    ((_, _, right, _),) = differences(whole.model_copy(update={"date_range": None}))
    assert right is None


def test_bodies_are_shown_from_shortly_before_the_first_difference():
    whole = parse_text(WHOLE)
    block = whole.items[0].blocks[0]
    before = "".join(whole.items[0].body.split())
    changed = block.model_copy(update={"text": f"{block.text[:-1]}甲"})
    second = with_item(whole, blocks=(changed, *whole.items[0].blocks[1:]))
    ((name, left, right, item),) = differences(second)
    assert (name, item) == ("item's body", 1)
    assert len(left) == len(right)
    assert (left[:CONTEXT], left[CONTEXT] != right[CONTEXT]) == (right[:CONTEXT], True)
    assert left[0] in before


def test_a_body_that_goes_on_differs_at_its_end():
    whole = parse_text(WHOLE)
    block = whole.items[0].blocks[-1]
    second = with_item(whole, blocks=(*whole.items[0].blocks[:-1], block.model_copy(update={"text": f"{block.text}乙丙"})))
    ((_, left, right, _),) = differences(second)
    assert right == f"{left}乙丙"
    assert len(left) == CONTEXT


def test_other_numbers_of_items_and_entries_are_told_of_and_nothing_else():
    whole = parse_text(WHOLE)
    short = whole.model_copy(update={"items": whole.items[:1], "index": whole.index[:1]})
    assert differences(short) == [("number of entries", 2, 1, None), ("number of items", 2, 1, None)]


def test_an_entry_that_differs_is_named_by_its_number():
    whole = parse_text(WHOLE)
    entry = whole.index[1]
    second = whole.model_copy(update={"index": (whole.index[0], entry.model_copy(update={"source": "甲报"}))})
    assert differences(second) == [("index entry's source", entry.source, "甲报", 2)]


def test_a_body_that_differs_from_its_first_sign_is_shown_whole():
    whole = parse_text(WHOLE)
    block = whole.items[0].blocks[0]
    second = with_item(whole, blocks=(block.model_copy(update={"text": f"丁{block.text[1:]}"}), *whole.items[0].blocks[1:]))
    ((_, left, right, _),) = differences(second)
    assert (left[0], right[0]) == (block.text[0], "丁")


def test_a_field_is_placed_where_it_stands_and_a_missing_one_where_its_item_does():
    whole = parse_text(WHOLE)
    item = whole.items[0]
    (named,) = differing_fields(whole, with_item(whole, title="甲"))
    assert named.where == item.places["title"] != item.where
    first = with_item(whole, headline=None, places={name: where for name, where in item.places.items() if name != "headline"})
    (lacking,) = differing_fields(first, with_item(whole, headline="甲"))
    assert lacking.where == item.where
