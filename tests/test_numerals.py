"""Numerals: every form of every number reads back; what is ambiguous is refused."""

import pytest

from bulletin_parse.text.numerals import read_numeral, write_numeral


@pytest.mark.parametrize("form", ["positional", "place", "digits", "wide"])
@pytest.mark.parametrize("zero", ["〇", "零", "○", "0"])
def test_every_number_reads_back_in_every_form(form, zero):
    wrong = [n for n in range(1, 10000) if read_numeral(write_numeral(n, form, zero=zero)) != n]
    # 一0 to 九0 and the like are Han and ASCII zero mixed, as typists do
    assert wrong == []


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("六六四", 664),
        ("六百六十四", 664),
        ("６６４", 664),
        ("664", 664),
        ("六零七", 607),
        ("六〇七", 607),
        ("六○七", 607),
        ("六0七", 607),
        ("六百零七", 607),
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("一百一十", 110),
        ("三百十二", 312),
        ("两百", 200),
        ("一千零一十", 1010),
        ("一千零一", 1001),
        ("陆佰陆拾肆", 664),
        (" 六 六 四 ", 664),
        ("007", 7),
    ],
)
def test_reads(printed, value):
    assert read_numeral(printed) == value


@pytest.mark.parametrize(
    "printed",
    [
        "",
        "六百四",
        "六千六百四",
        "六千四十",
        "千",
        "百",
        "六6四",
        "66四",
        "十十",
        "六百零六十",
        "六千百",
        "一千十",
        "一千零十",
        "一千一百十",
        "六零百",
        "万",
        "六百六十四期",
        "abc",
        "O",
        "0O",
        "1234567890123",
    ],
)
def test_refuses_what_is_ambiguous_or_malformed(printed):
    assert read_numeral(printed) is None


@pytest.mark.parametrize("number", [0, 10000, -1])
def test_writes_only_what_has_a_form(number):
    with pytest.raises(ValueError, match="from 1 to 9999"):
        write_numeral(number, "place")


@pytest.mark.parametrize(
    ("text", "value"), [("123456789", 123456789), ("1234567890", None), ("一二三四五六七八九", 123456789), ("一二三四五六七八九一", None), ("两", 2)]
)
def test_up_to_nine_digits_and_the_other_two(text, value):
    assert read_numeral(text) == value


@pytest.mark.parametrize(
    ("number", "form", "written"),
    [
        (607, "digits", "607"),
        (607, "wide", "６０７"),
        (607, "positional", "六〇七"),
        (607, "place", "六百零七"),
        (12, "place", "十二"),
        (112, "place", "一百一十二"),
        (9999, "place", "九千九百九十九"),
    ],
)
def test_writes_each_form_as_it_is_printed(number, form, written):
    assert write_numeral(number, form) == written
