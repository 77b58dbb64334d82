"""The table of outlets: names as they are printed, hosts as they are linked, and a user's own rows."""

from __future__ import annotations

from collections import Counter

import pytest
from publicsuffixlist import PublicSuffixList

from bulletin_parse import OutletTableError, load_outlets, load_template
from bulletin_parse.press.bylines import is_byline, source_in
from bulletin_parse.press.links import registrable_domain
from conftest import WEEKLY

OUTLETS, BYLINES = load_outlets(), load_template().bylines


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("人民网", ["人民网"]),
        ("人民日报", ["人民网"]),
        ("人民网-重庆频道", ["人民网"]),
        ("人民网重庆频道", ["人民网"]),
        ("国家卫生健康委员会官网", ["国家卫生健康委员会"]),
        ("微信公众号“健康报”", ["健康报", "微信公众号"]),
        ("大众健康报", []),
        ("望海卫生健康委官网", []),
        ("青岚日报", []),
    ],
)
def test_sources(source, names):
    assert sorted(outlet.name for outlet in OUTLETS.named(source)) == sorted(names)


@pytest.mark.parametrize(
    ("link", "name"),
    [
        ("http://cq.people.com.cn/n2/1.html", "人民网"),
        ("https://www.gov.cn/a", "中国政府网"),
        ("http://www.nhc.gov.cn/a", "国家卫生健康委员会"),
        ("https://wjw.wanghai.gov.cn/a", None),
        ("https://wjw.beijing.gov.cn/a", "北京市卫生健康委员会"),
        ("https://mp.weixin.qq.com/s/a", "微信公众号"),
        ("https://news.qq.com/a", "腾讯网"),
        ("https://notpeople.com.cn/a", None),
        ("nonsense", None),
        ("http://[", None),
    ],
)
def test_links(link, name):
    found = OUTLETS.at(link)
    assert (found.name if found else None) == name


@pytest.mark.parametrize(
    "host",
    [
        "cq.people.com.cn", "WWW.GOV.CN.", "gov.cn", "a.b.kobe.jp", "city.kobe.jp", "a.公司.cn", "a.xn--55qx5d.cn", "a.xn--fiqs8s", "a.中国", "mine.github.io",
        "a.nowhere", "localhost", "1.2.3.4", "a..b", "",
    ],
)  # fmt: skip
def test_a_part_of_the_list_tells_what_all_of_it_does(host):
    assert registrable_domain(host) == PublicSuffixList().privatesuffix(host)


def test_no_name_or_domain_has_two_outlets():
    names = [name for outlet in OUTLETS.all for name in (outlet.name, *outlet.aliases)]
    domains = [domain for outlet in OUTLETS.all for domain in outlet.domains]
    assert [name for name, count in Counter(names).items() if count > 1] == []
    assert [domain for domain, count in Counter(domains).items() if count > 1] == []
    assert len(OUTLETS.all) > 70


def test_rows_of_ones_own(tmp_path):
    own = tmp_path / "own.toml"
    own.write_text('[[outlet]]\nname = "青岚日报"\ndomains = ["qinglan-daily.cn"]\n', encoding="utf-8")
    both = load_outlets(own)
    assert both.at("https://www.qinglan-daily.cn/a").name == "青岚日报"
    assert len(both.all) == len(OUTLETS.all) + 1


def test_a_row_has_its_group_and_its_words_without_edges(tmp_path):
    own = tmp_path / "own.toml"
    own.write_text('[[outlet]]\nname = "青岚日报"\naliases = [" 青岚报 "]\ndomains = ["a.cn"]\ngroup = "青岚"\n', encoding="utf-8")
    found = load_outlets(own).at("https://a.cn/1")
    assert (found.aliases, found.group) == (("青岚报",), "青岚")
    own.write_text('[[outlet]]\nname = "青岚日报"\ndomains = ["a.cn"]\ngroup = 1\n', encoding="utf-8")
    assert load_outlets(own).at("https://a.cn/1").group is None


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("name = ", "cannot be read as TOML"),
        ("a = 1", r"has no \[\[outlet\]\] rows"),
        ('outlet = ["甲"]', r"has no \[\[outlet\]\] rows"),
        ("[[outlet]]\ndomains = []", "has no name"),
        ('[[outlet]]\nname = ""\ndomains = []', "has no name"),
        ("[[outlet]]\nname = 1\ndomains = []", "has no name"),
        ('[[outlet]]\nname = "甲"', "domains must be a list of strings"),
        ('[[outlet]]\nname = "甲"\ndomains = []\nsite = 1', "unknown key 'site'"),
        ('[[outlet]]\nname = "甲"\ndomains = ["https://a.cn/"]', "'https://a.cn/' is no bare host"),
        ('[[outlet]]\nname = "甲"\ndomains = ["a.cn/news"]', "'a.cn/news' is no bare host"),
    ],
)
def test_a_table_that_cannot_be_used(tmp_path, text, reason):
    own = tmp_path / "own.toml"
    own.write_text(text, encoding="utf-8")
    with pytest.raises(OutletTableError, match=reason):
        load_outlets(own)


@pytest.mark.parametrize(
    ("byline", "source"),
    [
        ("2026-03-11 来源：人民网", "人民网"),
        ("来源：青岚日报 发布时间：2023-07-06 15:56", "青岚日报"),
        ("2023年12月14日 19:16 中国新闻网", "中国新闻网"),
        ("HIT专家网 2030-02-14", "HIT专家网"),
        ("微信公众号“健康青岚” 2030-02-10", "微信公众号“健康青岚”"),
        ("2026-03-11 10:30:22 来源:新华网 作者:李明 编辑:王强", "新华网"),
        ("发布时间：2026-03-11", None),
        ("2026年3月11日 10:30 星期三", None),
        ("2026-03-11 记者 李明", None),
    ],
)
def test_the_source_in_a_byline(byline, source):
    assert source_in(byline, BYLINES) == source


@pytest.mark.parametrize(
    ("line", "is_one"),
    [
        ("2026-03-11 来源：人民网", True),
        ("2026年03月11日 10:23 来源：人民网 作者：李明 【字号 大 中 小】 打印本页", True),
        ("2026年3月11日，重庆联通举行发布会。", False),
        ("来源：人民网", False),
        ("2026年3月11日，青岚市第一人民医院门诊大厅", False),
    ],
)
def test_a_byline_is_a_date_with_a_source_and_no_sentence(line, is_one):
    assert is_byline(line, BYLINES) is is_one


def test_a_sources_name_may_hold_a_word_of_bylines():
    assert source_in("2026-03-11 来源：中国摄影报 编辑：李明", BYLINES) == "中国摄影报"


def test_the_words_of_a_byline_are_the_templates(tmp_path):
    own = tmp_path / "own.toml"
    own.write_text(WEEKLY.read_text(encoding="utf-8").replace('source = ["来源", "出处"]', 'source = ["供稿"]'), encoding="utf-8")
    assert source_in("2026-03-11 供稿：甲报", load_template(own).bylines) == "甲报"
    assert source_in("2026-03-11 供稿：甲报", BYLINES) == "供稿:甲报"
