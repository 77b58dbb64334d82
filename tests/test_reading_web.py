"""Web pages: what a browser would show of them is text, in order; menus are furniture, what is not displayed is hidden."""

from __future__ import annotations

import html
import re
import time
from contextlib import suppress

import pytest

from bulletin_parse import LimitExceeded, Limits, ParagraphRegion, UnreadableSource, check, parse, read_document
from invented import bulletin_text


def page_of(markup: str, name: str = "a.html"):
    (page,) = read_document(f"<!DOCTYPE html><html><body>{markup}</body></html>".encode(), name).pages
    return page


def texts_of(markup: str):
    return [line.text for line in page_of(markup).lines]


def bulletin_page(number: int, *, paragraph: str = "<p>{}</p>", around: str = "{}") -> str:
    """An invented bulletin as a web page, each line a paragraph, each address a link."""
    lines = [line.strip("# ").replace("<http", "http").replace(">", "") for line in bulletin_text(number, items=3).splitlines() if line.strip()]
    body = [paragraph.format(re.sub(r"(http\S+)", r'<a href="\1">\1</a>', html.escape(line))) for line in lines]
    return around.format("\n".join(body))


# As WeChat sends an article: sections in sections, text in spans, hidden until its script has run, and its own words around it.
WECHAT = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>周报</title><script>var a = "<p>不是正文</p>";</script></head><body>
<div id="js_article"><div class="rich_media_content" id="js_content" style="visibility: hidden; opacity: 0;">{}</div></div>
<div style="display:none">预览时标签不可点</div><script>document.write("<p>也不是</p>")</script></body></html>"""
WECHAT_PARAGRAPH = '<section style="margin: 0px;"><section><p style="text-indent: 2em;"><span><span>{}</span></span></p></section></section>'
# As Word saves a page: rules in a style element, classes, and its own elements.
WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><meta http-equiv=Content-Type content="text/html; charset=gb2312">
<style><!--
p.MsoNormal {{text-indent:21.0pt; font-size:10.5pt;}} @page {{size:595pt}} --></style></head>
<body lang=ZH-CN><div class=WordSection1>{}</div></body></html>"""
WORD_PARAGRAPH = "<p class=MsoNormal><span lang=EN-US style='font-family:宋体'>{}<o:p></o:p></span></p>"
SITE = """<html><head><title>x</title></head><body><nav><a href="/">首页</a> <a href="/zb">周报</a></nav><main><article>{}</article></main>
<footer>京ICP备00000000号</footer></body></html>"""
PAGES = {
    "plain": ("<p>{}</p>", "<html><body>{}</body></html>"),
    "wechat": (WECHAT_PARAGRAPH, WECHAT),
    "word": (WORD_PARAGRAPH, WORD),
    "site": ("<p>{}</p>", SITE),
}


@pytest.mark.parametrize("kind", PAGES)
def test_a_bulletin_is_read(kind):
    data = bulletin_page(664, paragraph=PAGES[kind][0], around=PAGES[kind][1]).encode("gb18030" if kind == "word" else "utf-8")
    read = parse(data, name="664.html")
    text = parse(bulletin_text(664, items=3).encode(), name="664.md")
    assert (read.issue_number, read.published, read.publisher, read.residue, read.back_matter) == (664, text.published, text.publisher, (), ())
    assert [(item.title, item.source, item.link, item.byline, item.body) for item in read.items] == [
        (item.title, item.source, item.link, item.byline, item.body) for item in text.items
    ]
    assert [finding.code for finding in check(read) if finding.code != "BP910"] == []
    assert (read.source.engine, read.source.media_type) == ("selectolax", "text/html")


def test_menus_and_feet_are_furniture():
    read = parse(bulletin_page(664, around=SITE).encode(), name="664.html")
    assert [piece.text for piece in read.furniture] == ["首页 周报", "京ICP备00000000号"]


def test_what_a_script_makes_visible_is_text_and_what_stays_hidden_is_none():
    read = parse(bulletin_page(664, paragraph=WECHAT_PARAGRAPH, around=WECHAT).encode(), name="664.html")
    assert [(piece.text, piece.why) for piece in read.hidden] == [("预览时标签不可点", "not displayed")]
    page = page_of('<p>看得见的一段正文。</p><p style="visibility:hidden">看不见。</p>')
    assert ([line.text for line in page.lines], [piece.why for piece in page.hidden]) == (["看得见的一段正文。"], ["made invisible"])


def test_places_are_paragraphs():
    read = parse(bulletin_page(664).encode(), name="664.html")
    assert read.places["title"] == (ParagraphRegion(paragraph=1, end_paragraph=1),)


@pytest.mark.parametrize(
    ("markup", "texts"),
    [
        ("<div>甲<p>乙</p>丙</div>", ["甲", "乙", "丙"]),
        ("<p>一段<b>重</b>点<i>字</i>。</p>", ["一段重点字。"]),
        ("<p>第一行<br>第二行</p>", ["第一行", "第二行"]),
        ("<p>汉字在源里\n  断行，<span>接着</span>\n写 HTML\n page。</p>", ["汉字在源里断行，接着写 HTML page。"]),
        ("<p>A&nbsp;&amp;&nbsp;B&#8212;C</p>", ["A & B—C"]),
        ("<ol><li>甲</li><li value=5>乙</li><li>丙</li></ol>", ["1. 甲", "5. 乙", "6. 丙"]),
        ('<ol type="a" start=3><li>甲</li></ol>', ["c. 甲"]),
        ("<ol style='list-style-type: cjk-ideographic'><li>甲</li></ol>", ["一、 甲"]),
        ("<ol style='list-style: none'><li>1、甲</li></ol>", ["1、甲"]),
        ("<ul><li>甲</li></ul>", ["• 甲"]),
        ("<pre>甲  乙\n丙</pre>", ["甲  乙", "丙"]),
        ("<p>甲<ruby>医<rt>yī</rt></ruby>院</p>", ["甲医院"]),
        ("<p>没有结束<p>也行", ["没有结束", "也行"]),
        ("<template><p>不显示</p></template><p hidden>不显示</p><p>显示</p>", ["显示"]),
        ("<style>.no{display:none} @media print {.p{display:none}}</style><p class=no>无</p><p class=p>有</p>", ["有"]),
    ],
)
def test_what_a_browser_shows(markup, texts):
    assert texts_of(markup) == texts


def test_titles_are_larger_bold_or_in_the_middle():
    page = page_of('<h1>题</h1><p style="text-align:center"><strong>中</strong></p><p style="font-size:20px">大</p><p>文<b>字</b>很多。</p>')
    assert [(line.size, line.bold) for line in page.lines] == [(24.0, True), (12.0, True), (15.0, False), (12.0, False)]
    assert page.given.centred == {1}


def test_links_lead_where_the_page_was():
    page = page_of('<p><a href="/n1/1.html">点击查看</a><a href="#top">上</a><a href="javascript:void(0)">下</a></p>')
    assert page.links == ()
    marked = b'<!-- saved from url=(0020)http://a.cn/x/y.html --><html><body><p><a href="/n1/1.html">\xe7\x9c\x8b</a></p></body></html>'
    assert [link.uri for link in read_document(marked, "a.html").pages[0].links] == ["http://a.cn/n1/1.html"]


def test_tables_have_cells_those_of_a_layout_have_none():
    page = page_of("<table><tr><td colspan=2>甲<td>乙<tr><td rowspan=2>丙<td>丁<td>戊<tr><td>己<td>庚</table>")
    (grid,) = page.grids
    cells = [["".join([page.lines[place].text for place in cell]) for cell in row] for row in grid.rows]
    assert cells == [["甲", "", "乙"], ["丙", "丁", "戊"], ["", "己", "庚"]]
    page = page_of("<table><tr><td>左<td><table><tr><td>甲<td>乙</table></table>")
    assert ([line.text for line in page.lines], [grid.rows for grid in page.grids]) == (["左", "甲", "乙"], [(((1,), (2,)),)])


def test_pictures_are_figures_icons_are_none():
    page = page_of('<p>文</p><p><img src="a.png" width="600"></p><p>文</p><img src="i.gif" width="1" height="1"><img data-src="w.jpg">')
    assert [picture.top for picture in page.pictures] == [2, 4]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "big5", "utf-16", "utf-8-sig"])
def test_pages_in_any_encoding(encoding):
    name = encoding if encoding in ("big5", "utf-8") else "gb2312"
    data = f'<html><head><meta charset="{name}"></head><body><p>衛生資訊。</p></body></html>'.encode(encoding)
    assert [line.text for line in read_document(data, "a.html").pages[0].lines] == ["衛生資訊。"]


def test_a_page_is_told_by_its_beginning_or_its_name():
    assert read_document(b"<!-- x --><!doctype html><p>1</p>", "a.md").media_type == "text/html"
    assert read_document("<div>甲</div>".encode(), "a.htm").media_type == "text/html"
    assert read_document("<div>甲</div>".encode(), "a.md").media_type == "text/markdown"


def test_an_archive_of_a_page_is_named_with_the_remedy():
    with pytest.raises(UnreadableSource, match="MHTML.*save it as .html"):
        parse(b"From: <Saved by Blink>\nMIME-Version: 1.0\nContent-Type: multipart/related;\n\n", name="a.mhtml")


# --- hostile pages


def test_a_page_nested_deeper_than_a_stack_is_read():
    assert texts_of("<div>" * 4_000 + "底") == ["底"]


ODD = ("<td>", "<p>", "<!--", "<style>/*", "<style>@media{", "<a href='", "&", "<b><p>", "</", "<table><tr><td>", "<style>a{display:none}")


@pytest.mark.parametrize("markup", ODD)
def test_odd_pages_cost_no_more_than_their_size(markup):
    style = "<style>" if markup.startswith("<style>") else ""

    def cost(times: int) -> float:
        began = time.process_time()
        with suppress(UnreadableSource):
            read_document(f"<html>{style}{markup.removeprefix('<style>') * times}".encode(), "a.html")
        return time.process_time() - began

    # Linear is 5, quadratic 25; a busy machine makes any one measurement large.
    assert cost(20_000) < (most := 0.5 + 12 * min(cost(4_000) for _ in range(3))) or min(cost(20_000) for _ in range(3)) < most


def test_a_page_nested_deeper_than_any_is_refused():
    with pytest.raises(UnreadableSource, match="nested 50,000 deep"):
        parse(b"<html>" + b"<div>" * 50_000, name="a.html")


def test_a_page_with_too_much_text_is_refused():
    with pytest.raises(LimitExceeded, match="characters"):
        parse(b"<html>" + b"<p>x</p>" * 10_000, name="a.html", limits=Limits(characters=1_000))


def test_bytes_that_are_no_text_are_no_page():
    with pytest.raises(UnreadableSource, match="neither a PDF nor text"):
        parse(bytes(range(256)) * 40, name="a.html")
