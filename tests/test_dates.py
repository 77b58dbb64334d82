"""Dates and ranges in every printed form."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin_parse.text.dates import DATE, _matches, find_date, find_dates, find_range
from bulletin_parse.text.numerals import write_numeral

DAY = date(2026, 3, 13)


@pytest.mark.parametrize(
    "printed",
    [
        "2026年03月13日",
        "2026年3月13日",
        "2026 年 03 月 13 日",
        "2026年3月13号",
        "2026.03.13",
        "2026.3.13",
        "2026-03-13",
        "2026/3/13",
        "2026－03－13",
        "二〇二六年三月十三日",
        "二○二六年三月十三日",
        "二零二六年三月十三日",
        "２０２６年０３月１３日",
        "２０２６．０３．１３",
    ],
)
def test_reads_each_printed_form(printed):
    found = find_date(f"前{printed}后")
    assert found is not None
    assert (found.value, f"前{printed}后"[found.start : found.end]) == (DAY, printed)


@given(st.dates(date(1950, 1, 1), date(2099, 12, 31)))
def test_numeral_dates_read_back(day):
    han = f"{write_numeral(day.year, 'positional')}年{write_numeral(day.month, 'place')}月{write_numeral(day.day, 'place')}日"
    assert find_date(han) == (0, len(han), day)


@pytest.mark.parametrize("printed", ["2026年02月30日", "2026-13-01", "2026.00.10", "二〇二六年十三月一日"])
def test_a_day_that_does_not_exist_is_found_without_a_value(printed):
    assert [found.value for found in find_dates(printed)] == [None]


@pytest.mark.parametrize("text", ["", "2026年3月", "3月13日", "12.2026.03.135", "版本1.2026.3", "2026-03", "20260313"])
def test_no_full_date(text):
    assert find_dates(text) == []


@pytest.mark.parametrize(
    "printed",
    [
        "2026年03月07日到2026年03月13日",
        "2026年3月7日至2026年3月13日",
        "2026 年 3 月 7 日 — 2026 年 3 月 13 日",
        "2026年3月7日-3月13日",
        "2026年3月7日至13日",
        "2026.03.07—2026.03.13",
        "2026.3.7-3.13",
        "二〇二六年三月七日至二〇二六年三月十三日",
        "２０２６年０３月０７日到２０２６年０３月１３日",
        "3月7日至3月13日",
        "3月7日—13日",
        "2026年3月7日（周六）至13日",
        "2026年3月7日星期六—3月13日",
        "2026年3月7日 00:00 至 3月13日",
        "2026年3月7日0时到2026年3月13日",
        *[f"2026年3月7日{dash}13日" for dash in "\u2010\u2011\u2012\u2212\u223c\u2e3a\u301c\ufe58\ufe63"],
    ],
)
def test_reads_each_range(printed):
    found = find_range(f"时间从{printed}，监测", published=DAY)
    assert found is not None
    assert (found.first, found.last) == (date(2026, 3, 7), DAY)
    assert f"时间从{printed}，监测"[found.start : found.end] == printed


def test_a_range_may_cross_the_year():
    found = find_range("2026年12月26日到2027年1月1日")
    assert found is not None
    assert (found.first, found.last) == (date(2026, 12, 26), date(2027, 1, 1))


@pytest.mark.parametrize(
    ("printed", "published"),
    [
        ("2025年12月27日至1月2日", None),
        ("12月27日至2026年1月2日", None),
        ("12月27日至1月2日", date(2026, 1, 2)),
        ("12月27日—1月2日", date(2026, 1, 5)),
        ("2025年12月27日0时至1月2日24时", None),
    ],
)
def test_a_year_left_out_is_the_one_that_makes_the_range_a_week(printed, published):
    found = find_range(f"时间从{printed}，监测", published=published)
    assert found is not None
    assert (found.first, found.last) == (date(2025, 12, 27), date(2026, 1, 2))


def test_a_range_that_no_year_makes_a_week_stays_in_its_year():
    found = find_range("2026年2月28日至2月1日")
    assert found is not None
    assert (found.first, found.last) == (date(2026, 2, 28), date(2026, 2, 1))


@pytest.mark.parametrize("text", ["2026年3月7日", "2026年3月7日，2026年3月13日", "第3-5页", ""])
def test_no_range(text):
    assert find_range(text, published=DAY) is None


def test_a_text_without_a_date_has_none():
    assert find_date("昨日") is None


def test_an_end_that_leaves_out_the_month_of_a_day_that_never_was_is_none():
    found = find_range("2026-02-30至3日")
    assert (found.first, found.last) == (None, None)


def test_a_month_whose_numeral_is_malformed_is_no_date():
    assert [found.value for found in find_dates("2026年十零月3日")] == [None]


def test_a_date_may_stand_at_the_very_beginning_and_the_search_at_any_place():
    text = "2026-03-13，2026-03-14"
    assert find_date(text) == (0, 10, DAY)
    assert find_date(text, 1) == (11, 21, date(2026, 3, 14))
    assert find_date("昨天") is None


def test_a_range_without_any_year_is_none():
    assert find_range("3月7日至3月13日") is None


@given(
    st.lists(
        st.sampled_from(
            ["2026", "1999", "20 26", "二〇二六", "年", "月", "日", "号", "3", "03", "13", "三", "十三", ".", "-", "/", " ", "1", "2", "一", "至", "。"]
        ),
        max_size=30,
    )
)
def test_that_dates_sought_where_a_year_may_begin_are_all_that_the_pattern_finds(parts: list[str]) -> None:
    text = "".join([*parts, "2026年3月13日", *parts])
    assert [match.span() for match in _matches(text)] == [match.span() for match in DATE.finditer(text)]
