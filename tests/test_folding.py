"""Folding for comparing, cleaning for display, and how two pieces of a paragraph join."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin_parse.text.folding import clean, fold, joined, narrow, unradical


@given(st.text())
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_cleaning_twice_changes_nothing(text):
    assert clean(clean(text)) == clean(text)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("重庆联通： 数智赋能", "重庆联通:数智赋能"),
        ("（二）", "(二)"),
        ("ＡＩ＋医疗", "AI+医疗"),
        ("⽬录", "目录"),
        ("零\u200b宽", "零宽"),
        ("有 5 个", "有5个"),
    ],
)
def test_width_and_spaces_do_not_count(a, b):
    assert fold(a) == fold(b)


def test_different_words_stay_different():
    assert fold("医保智能审核") != fold("医保智能审查")


@pytest.mark.parametrize(
    ("left", "right", "whole"),
    [
        ("推动数据", "“一次采集”", "推动数据“一次采集”"),
        ("引入", "DeepSeek", "引入DeepSeek"),
        ("HL7", "FHIR R4", "HL7 FHIR R4"),
        ("ICD-", "10 编码", "ICD-10 编码"),
        ("http://a.cn/b?x=1&", "y=2", "http://a.cn/b?x=1&y=2"),
        ("见 http://a.cn/bcd", "efg.html", "见 http://a.cn/bcdefg.html"),
        ("平台 ", " 运行", "平台运行"),
        ("", "一", "一"),
    ],
)
def test_joins_without_the_space_that_a_line_end_would_bring(left, right, whole):
    assert joined(left, right) == whole


def test_narrowing_keeps_offsets():
    text = "第６６４期（总）　Ａ"
    assert len(narrow(text)) == len(text)
    assert narrow(text) == "第664期(总) A"


def test_radicals_and_ligatures_become_what_is_printed():
    assert unradical("⽬⼯⽤ ⻓ ﬀ") == "目工用 长 ff"


def test_compatibility_ideographs_become_ordinary_ones():
    """Noto's fonts have one glyph for U+5E74 and U+F98E, and some producers write the second; U+FA0E is an ordinary character."""
    assert unradical("2016\uf98e \uf9fd\ufa0e\U0002f800") == "2016\u5e74 \u4ec0\ufa0e\u4e3d"
