"""Misread links: what hosts, shapes, words and dates tell, and what they leave alone."""

from datetime import date

import pytest

from bulletin_parse import Character, Item, Lexicon, learnt, load_outlets
from bulletin_parse.repair.links.hosts import mend_host
from bulletin_parse.repair.links.lexicon import known
from bulletin_parse.repair.links.path_words import repaired_token, repaired_tokens
from bulletin_parse.repair.links.repair import mend
from bulletin_parse.repair.links.shapes import best_fit, fit, shape_of
from bulletins import WHOLE, parsed_text
from scans import characters

LEXICON = known(load_outlets())


def mended(read: str, doubts=None, days=()):
    squeezed = "".join(read.split())
    return mend(squeezed, characters(read, doubts), LEXICON, days).text


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        ("https://news.cnr.cn/1oca1/dftj/20191228/t20191228_957637772.shtm1", "https://news.cnr.cn/local/dftj/20191228/t20191228_957637772.shtml"),
        ("https://www.gov.cn/yaowen/1iebiao/202001/content 9438491.htm", "https://www.gov.cn/yaowen/liebiao/202001/content_9438491.htm"),
        ("http://sh.eastday.com/m/20250902/ulai09164620.html", "http://sh.eastday.com/m/20250902/u1ai09164620.html"),
        ("http://epaper.ningxidaily.com/html/2018-01/21/content_22671_8868035:htm", "http://epaper.ningxidaily.com/html/2018-01/21/content_22671_8868035.htm"),
        ("http://www.chima.org.cn/Htm1/News/Artic1es/l2345.htm1", "http://www.chima.org.cn/Html/News/Articles/12345.html"),
        ("https://www.hit180.com/75229.htm1", "https://www.hit180.com/75229.html"),
        ("https://www.thepaper.cn/newsDetai1 forward 56840864", "https://www.thepaper.cn/newsDetail_forward_56840864"),
        (
            "https://mp.weixin.qq.com/s?biz=MzA4F0ZWq8Gh4q==&mid=2247&idx=1&sn=bb85ede11f7397a7108097134e07a52e#rd",
            "https://mp.weixin.qq.com/s?__biz=MzA4F0ZWq8Gh4q==&mid=2247&idx=1&sn=bb85ede11f7397a7108097134e07a52e#rd",
        ),
        ("https://mp.weixin.qq.com/s?biz=MzA4F0ZWq8Gh==&mid=2247&idx=1", "https://mp.weixin.qq.com/s?__biz=MzA4F0ZWq8Gh==&mid=2247&idx=1"),
        ("http://www.unknown-site.cn/cn/lnstant/Showlnfo.aspx?ID=37", "http://www.unknown-site.cn/cn/Instant/ShowInfo.aspx?ID=37"),
        ("http://www.unknown-site.cn/a.aspx?C1assID=37&InfolD=9&CIassID=1", "http://www.unknown-site.cn/a.aspx?ClassID=37&InfoID=9&ClassID=1"),
        ("http://www.unknown-site.cn/ShowInfo.aspx?ID=37", "http://www.unknown-site.cn/ShowInfo.aspx?ID=37"),
        ("https://www.unknown-site.cn/doc-iOvenol6m08jjwx.shtml", "https://www.unknown-site.cn/doc-i0venol6m08jjwx.shtml"),
        ("https://www.unknown-site.cn/doc-iOveNol6m08jjwx.shtml", "https://www.unknown-site.cn/doc-iOveNol6m08jjwx.shtml"),
        ("http://ews.hc3i.cn/art/201806/27260.htm", "http://news.hc3i.cn/art/201806/27260.htm"),
        ("http://www.xinhuanet.com//po1itics/2023-05/20/c_5499.htm", "http://www.xinhuanet.com//politics/2023-05/20/c_5499.htm"),
        ("http://blog.sina.com.cn/s/b1og 5d8d68970102vq3w.htm1", "http://blog.sina.com.cn/s/blog_5d8d68970102vq3w.html"),
        ("https://www.unknown-site.cn/1ocal/heaIthy/page_2.htm1", "https://www.unknown-site.cn/local/healthy/page_2.html"),
        ("https://www.unknown-site.cn/n1/2O26/0311/c1.html", "https://www.unknown-site.cn/n1/2026/0311/c1.html"),
        ("http://ahpeop1e.com.cn/n1/2017/0822/c586374-63481669.html", "http://ah.people.com.cn/n1/2017/0822/c586374-63481669.html"),
        ("https://www.jkb.com.cn/hea1thWorker/2024/0425/562579.html", "https://www.jkb.com.cn/healthWorker/2024/0425/562579.html"),
        ("http://www.sxdaily-x.com.cn/2025-06/07/content:7095427.html", "http://www.sxdaily-x.com.cn/2025-06/07/content_7095427.html"),
        ("https://www.unknown-site.cn/detailPage?articleld=160086", "https://www.unknown-site.cn/detailPage?articleId=160086"),
        ("https://tidenews.com.cn/newshtm1?id=2338820", "https://tidenews.com.cn/news.html?id=2338820"),
        ("https://www.hea1th-china.com/c/2013-06-26/684875.shtml", "https://www.health-china.com/c/2013-06-26/684875.shtml"),
        ("https://epaper.unknown-site.net/pc/202601/02/content296931.html", "https://epaper.unknown-site.net/pc/202601/02/content_296931.html"),
        ("http://www.dzwww.com/xinwen/201404/t20140420.21206983.htm", "http://www.dzwww.com/xinwen/201404/t20140420_21206983.htm"),
        ("https://www.unknown-site.cn/a/content-296931.html", "https://www.unknown-site.cn/a/content-296931.html"),
        ("https://www.unknown-site.cn/xw/t20260311527548942.shtm1", "https://www.unknown-site.cn/xw/t20260311_527548942.shtml"),
        (
            "https://www,nhc.gov.cn/wjw/mtbd/202001/05accd8ff98fa4a2ea0eO14332c959bc.shtml",
            "https://www.nhc.gov.cn/wjw/mtbd/202001/05accd8ff98fa4a2ea0e014332c959bc.shtml",
        ),
    ],
)
def test_mended(read, printed):
    assert mended(read) == printed


def test_a_host_one_doubtful_sign_off_a_known_one():
    assert mended("https://new.qg.com/rain/a/x", {13: (0.7, "q", 0.3)}) == "https://new.qq.com/rain/a/x"
    assert mended("https://new.qg.com/rain/a/x") == "https://new.qg.com/rain/a/x"


@pytest.mark.parametrize(
    "link",
    [
        "http://www.people.com.cn/n1/2026/0311/c1-1.html",
        "https://example.org/a/x9K1lq?id=O0l1",
        "https://www.163.com/dy/article/K1l0OI9.html",
        "https://mp.weixin.qq.com/s/EvV4-uaEX-ldcTaURLwxvI",
        "https://wsjkw.zj.gov.cn/col/col1202101/index.html",
        "https://html5.example.cn/web2/h1n1/covid19.html",
        "http:/www.gov.cn/yaowen",
        "www.people.com.cn/a",
        "ftp://x",
    ],
)
def test_left_alone(link):
    assert mended(link) == link


def test_a_digit_that_contradicts_the_items_date_gives_way_if_it_was_doubtful():
    read = "http://www.people.com.cn/n1/2026/0317/c1-1.html"
    at = read.index("0317") + 3
    assert mended(read, {at: (0.7, "1", 0.2)}, [date(2026, 3, 11)]) == "http://www.people.com.cn/n1/2026/0311/c1-1.html"
    assert mended(read, None, [date(2026, 3, 11)]) == read
    assert mended(read, {at: (0.7, "1", 0.2)}, [date(2026, 3, 17)]) == read


def test_what_nothing_confirms_is_doubtful():
    link = "https://news.cctv.com/2026/03/11/ARTI4lFbQttZ51Ipan4idvqQ260311.shtml"
    at = link.index("4lF") + 1
    result = mend(link, characters(link, {at: (0.8, "1", 0.12)}), LEXICON)
    assert (result.text, result.doubtful) == (link, (at,))


def test_a_weak_digit_is_doubtful_even_where_a_shape_fits():
    link = "http://www.people.com.cn/n1/2026/0311/c1-873.html"
    at = link.index("873")
    assert mend(link, characters(link, {at: (0.6, "3", 0.35)}), LEXICON).doubtful == (at,)
    assert mend(link, characters(link, {at: (0.97, "3", 0.02)}), LEXICON).doubtful == ()


def test_shapes_are_learnt_and_fitted():
    assert shape_of("/s?__biz=MzA4&mid=22471&sn=0f1bffc2d315") == "/s?__biz={m4}&mid={d}&sn={x12}"
    assert shape_of("/t20260311_52754.shtml") == "/t{d8}_{d}.shtml"
    assert fit("/n1/2026/0311/c1-1.html", "/{d8}/t{d8}.html") is None
    two = best_fit("/1a/1.html", ["/la/{d}.html", "/1a/{d}.html"])
    assert two is not None
    assert two.text == "/1a/1.html"
    assert best_fit("/Ia/1.html", ["/la/{d}.html", "/1a/{d}.html"]) is None


@pytest.mark.parametrize(
    ("host", "printed"), [("www.peop1e.com.cn", "www.people.com.cn"), ("wjw.be1jing.gov.cn", "wjw.beijing.gov.cn"), ("www..gov.cn", "www.gov.cn")]
)
def test_hosts(host, printed):
    assert mend_host(host, LEXICON) == printed


def test_tokens():
    assert repaired_token("c14739", set()) == "c14739"
    assert repaired_token("tl23456", set()) == "t123456"
    assert repaired_tokens("/a/index.htmI?p=l", {"index"}) == ("/a/index.html?p=l", [(16, 17)], [], ["files end in .html"])
    assert repaired_tokens("/a/l234567.html", set()) == ("/a/1234567.html", [], [(3, 10)], ["a number has no letters"])


def test_initials_are_an_identifier_and_words_are_none():
    """gzdt1 was read as gzdtl, and nothing said so; whether it is doubtful is for the recogniser to say."""
    assert repaired_tokens("/gzdtl/index.html", {"index"}) == ("/gzdtl/index.html", [(1, 6)], [], [])
    assert repaired_tokens("/local/jiankang/cn.html", {"local", "cn"}).open == []


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        ("/Z02108/14/c.html", "/202108/14/c.html"),
        ("/Z021-08/14/c.html", "/2021-08/14/c.html"),
        ("/2021-O8/14/c.html", "/2021-08/14/c.html"),
        ("/2021/08/l4/c.html", "/2021/08/14/c.html"),
        ("/2021/O8/I4/c.html", "/2021/08/14/c.html"),
        ("/art/2021/8/l4/art.html", "/art/2021/8/l4/art.html"),
        ("/2021/yl/c.html", "/2021/yl/c.html"),
        ("/2021/S9/c.html", "/2021/S9/c.html"),
        ("/Z0999/c.html", "/Z0999/c.html"),
    ],
)
def test_a_date_among_folders_has_digits(read, printed):
    assert repaired_tokens(read, {"c", "art"}).text == printed


def test_a_digit_of_a_hexadecimal_number_is_doubtful_if_another_was_meant():
    """26397b78 may be 26397678; an l in its place can only be a 1."""
    link = "https://www.unknown-site.cn/a/26397b78.shtml"
    at = link.index("b78")
    assert mend(link, characters(link, {at: (0.95, "6", 0.04)}), LEXICON).doubtful == (at,)
    assert mend(link, characters(link, {at - 1: (0.95, "l", 0.04)}), LEXICON).doubtful == ()


def test_a_label_under_a_known_domain_is_doubtful():
    link = "https://bjr6.people.com.cn/a/b.html"
    assert mend(link, characters(link, {11: (0.95, "b", 0.04)}), LEXICON).doubtful == (11,)


@pytest.mark.parametrize(("name", "at"), [("o", 0), ("l", 0), ("Z3456", 0), ("q3456", 0), ("yuanchuanq", 9)])
def test_a_name_that_may_have_other_signs_is_doubtful_where_one_was_in_mind(name, at):
    """6803821_o.shtml for _0, yuanchuanq for yuanchuang."""
    link = f"https://www.unknown-site.cn/a/683821_{name}.shtml"
    place = link.index(f"_{name}.") + 1 + at
    assert mend(link, characters(link, {place: (0.95, "0", 0.04)}), LEXICON).doubtful == (place,)
    assert mend(link, characters(link), LEXICON).doubtful == ()


TWINS = ("1lI", "0OoQ", "5S", "8B", "2Z", "6b", "9gq")


@pytest.mark.parametrize(
    "link",
    [
        "http://www.nhc.gov.cn/guihuaxxs/s10741/201905/8ad808bee7e8257e897c5b1cb403e136.shtml",
        "http://fashion.ifeng.com/a/20180827/39437670_0.shtml",
        "https://finance.sina.com.cn/jjxw/2021-08-14/doc-ikqcfnca2951087.shtml",
        "https://wsjkw.sh.gov.cn/gzdt1/20210814/0b5e1c8ad2f94c06b1e7.html",
        "http://bjrb.bjd.com.cn/html/2018-01/04/content_65005701.htm",
        "https://cn.chinadaily.com.cn/a/201602/26/WSaa23eb5946930da25e4b5d6d.html",
        "http://www.jjckb.cn/2021-08/14/c_1310128069.htm",
        "https://new.qq.com/rain/a/20210814A0B9QZ1500",
        "https://mp.weixin.qq.com/s/Bq8Z0lIO15SgobDQ62bB9g",
        "http://www.unknown-site.gov.cn/xwzx/bmdt/202108/t20210814_1029385.html",
        "http://www.unknown-site.com/show.asp?id=20158&page=1",
    ],
)
def test_one_sign_misread_is_mended_or_doubtful(link):
    """Every sign of a link with a twin, read as each of its twins and the right one in mind."""
    assert mend(link, characters(link), LEXICON).text == link
    for at in range(len("http://"), len(link)):
        for other in {each for twins in TWINS if link[at] in twins for each in twins} - {link[at]}:
            read = link[:at] + other + link[at + 1 :]
            result = mend(read, characters(read, {at: (0.9, link[at], 0.08)}), LEXICON)
            assert result.text == link or result.doubtful, read


def test_a_digit_that_nobody_had_in_mind_is_doubtful():
    link = "https://www.unknown-site.cn/a/l234567.shtml"
    at = link.index("l234")
    assert mend(link, characters(link), LEXICON)[::2] == (link.replace("l2", "12"), (at,))
    assert mend(link, characters(link, {at: (0.9, "1", 0.08)}), LEXICON)[::2] == (link.replace("l2", "12"), ())


def test_an_archives_links_are_learnt():
    bulletin = parsed_text(WHOLE).bulletin
    odd = "https://www.qingping.cn/vod/2026-03/clip_ll01.html"
    other = "https://www.qingping.cn/vod/2025-11/clip_ll07.html"
    items = tuple(item.model_copy(update={"link": link}) for item, link in zip(bulletin.items, (odd, other), strict=True))
    lexicon = learnt([bulletin.model_copy(update={"items": items})])
    assert "www.qingping.cn" in lexicon.hosts
    assert "vod" in lexicon.words
    assert mend("https://www.qingp1ng.cn/vod/2026-03/c1ip_ll09.html", (), known(load_outlets(), lexicon)).text.startswith("https://www.qingp")
    scanned = bulletin.model_copy(update={"items": items, "source": bulletin.source.model_copy(update={"engine": "pymupdf+ocr"})})
    assert learnt([scanned]) == Lexicon(frozenset(), {}, frozenset())


def test_an_item_without_a_byline_has_no_days():
    from bulletin_parse.repair.links.repair import days_of

    bare = Item(number=1, title="a", source=None, link=None, headline=None, byline=None, published=None, blocks=())
    assert days_of(bare) == []
    assert Character("a", 1.0, 0.0).others == ()


def test_a_strange_sign_in_a_path_is_doubtful():
    odd = "http://www.unknown-site.cn:8080/a/b:7.html"
    assert mend(odd, characters(odd), LEXICON).doubtful == (odd.rindex(":"),)
    dotted = "https://www.unknown-site.cn/mobile/2017/20170717.m.html"
    assert mend(dotted, characters(dotted), LEXICON).doubtful == (dotted.index(".m."),)


def test_a_label_mended_under_a_known_domain_is_doubtful_if_the_host_is_not_known():
    link = "http://lIn.people.com.cn/n2/2017/0321/c672525-14372824.html"
    assert mend(link, characters(link), LEXICON).doubtful == (7, 8, 9)


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        ("/news_view.aspx?Typeld=4&Id=3", "/news_view.aspx?TypeId=4&Id=3"),
        ("/a.do?articleld=4", "/a.do?articleId=4"),
        ("/a.do?field=4&yield=2&world=3", "/a.do?field=4&yield=2&world=3"),
        ("/ltem/9305.aspx", "/Item/9305.aspx"),
        ("/Item/9305.aspx", "/Item/9305.aspx"),
        ("/Iocal/9305.aspx", "/local/9305.aspx"),
    ],
)
def test_names_of_queries_and_words_with_a_capital_i(read, printed):
    assert repaired_tokens(read, LEXICON.words).text == printed


def test_a_letter_and_a_one_may_be_two_letters():
    link = "https://www.unknown-site.cn/news/y1/242138.html"
    at = link.index("y1/") + 1
    assert mend(link, characters(link, {at: (0.9, "l", 0.08)}), LEXICON).doubtful == (at,)
