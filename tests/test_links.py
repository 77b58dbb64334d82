"""Links as printed."""

import pytest

from bulletin_parse.text.links import link_span, looks_like_link, may_continue_link


@pytest.mark.parametrize(
    ("printed", "link"),
    [
        ("<http://a.cn/b.html>", "http://a.cn/b.html"),
        ("http://a.cn/b.html。", "http://a.cn/b.html"),
        ("（http://a.cn/b.html）", "http://a.cn/b.html"),
        ("http://a.cn/a_(b)", "http://a.cn/a_(b)"),
        ("(http://a.cn/b)", "http://a.cn/b"),
        ("http://a.cn/b?c=1&d=-", "http://a.cn/b?c=1&d=-"),
        ("", ""),
    ],
)
def test_signs_around_a_link_are_left_out(printed, link):
    assert printed[slice(*link_span(printed))] == link


@pytest.mark.parametrize("text", ["202006/967c18.shtml", "__biz=MzA45Me==&mid=22", "b?c", "ml"])
def test_may_continue(text):
    assert may_continue_link(text)


@pytest.mark.parametrize("text", ["近日，重庆联通", "http://a.cn/b", "The plan was adopted today in full", "主要内容：", ""])
def test_may_not_continue(text):
    assert not may_continue_link(text)


@pytest.mark.parametrize(("text", "yes"), [("https://a.cn", True), ("<http://a.cn>", True), ("www.a.cn", True), ("httpd", False), ("人民网", False)])
def test_looks_like_link(text, yes):
    assert looks_like_link(text) is yes
