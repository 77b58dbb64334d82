"""Bytes to text, and Markdown to lines."""

import codecs

import pytest

from bulletin_parse import UnreadableSource, check, parse, read_document
from bulletin_parse.reading import spacing
from bulletin_parse.reading.text import plaintext
from bulletins import WHOLE
from invented import bulletin_text

CODECS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030", "gbk"]


@pytest.mark.parametrize("codec", CODECS)
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_every_encoding_and_line_end_gives_the_same_text(codec, newline):
    assert plaintext.decode(WHOLE.replace("\n", newline).encode(codec), "a.txt") == WHOLE


@pytest.mark.parametrize("data", [bytes(range(256)) * 20, b"\x00\x01\x02\x03" * 100, b"\xff\xfe\x00", b"\x89\xa1\xfe\x30\xd7\x9c\xe2\xff" * 50])
def test_noise_is_refused_with_a_remedy(data):
    with pytest.raises(UnreadableSource, match=r"noise\.txt: it is neither a PDF nor text.*Save it as UTF-8") as caught:
        plaintext.decode(data, "noise.txt")
    assert caught.value.source == "noise.txt"


def lines(text):
    return [(line.text, line.bold) for line in read_document(text.encode(), "a.md").pages[0].lines]


@pytest.mark.parametrize(
    ("printed", "text", "marked"),
    [
        ("## 标题", "标题", True),
        ("#### 1. 标题 ##", "1. 标题", True),
        ("#话题", "#话题", False),
        ("**来源：人民网**", "来源：人民网", True),
        ("**来源：**人民网", "来源：人民网", False),
        ("### **检查预约“无感”**", "检查预约“无感”", True),
        ("> 引文", "引文", False),
        ("> [!NOTE]\n> 引文", "引文", False),
        ("a\\_b \\*c\\*", "a_b *c*", False),
        ("\\# 不是标题", "# 不是标题", False),
        ("<http://a.cn/b_c>", "http://a.cn/b_c", False),
        ("链接：[http://a.cn/b\\_c](http://a.cn/b_c)", "链接：http://a.cn/b_c", False),
        ("[http://a.cn/b\\\\_c](http://a.cn/b_c)", "http://a.cn/b_c", False),
        ("见[原文](http://a.cn/x(1).html)。", "见原文。", False),
        ("2 * 3 = 6", "2 * 3 = 6", False),
        ("一<br>", "一", False),
    ],
)
def test_markup_goes_and_text_stays(printed, text, marked):
    assert lines(printed) == [(text, marked)]


@pytest.mark.parametrize("printed", ["---", "***", "", "   ", "<!-- page 2 -->"])
def test_lines_of_markup_alone_are_no_text(printed):
    assert lines(f"{printed}\n\n一") == [("一", False)]


@pytest.mark.parametrize("printed", ["![](a.png)", "![图](images/a.jpg)", '<img src="a.png">', "<!-- image -->"])
def test_images_are_pictures(printed):
    page = read_document(f"一\n\n{printed}\n".encode(), "a.md").pages[0]
    assert [(line.text, line.top) for line in page.lines] == [("一", 1.0)]
    assert [picture.top for picture in page.pictures] == [3.0]


def test_line_numbers_are_those_of_the_file():
    pages = read_document("一\n\n二\n\x0c\u2028三\n".encode(), "a.md").pages
    assert [(page.number, line.text, line.top) for page in pages for line in page.lines] == [(1, "一", 1.0), (1, "二", 3.0), (2, "三", 4.0)]


@pytest.mark.parametrize(
    ("read", "tidied"),
    [
        ("数据 \x00", "数据"),
        ("a\x01b \x7f ", "ab"),
        ("来 源 ： 澎 湃 新 闻 链 接 ： http://a.cn", "来源：澎湃新闻链接：http://a.cn"),
        ("目  录", "目  录"),
        ("⽬录 ﬀ", "⽬录 ﬀ"),  # resolved when the whole document is read, which tells of them (test_lying_text.py)
    ],
)
def test_a_line_as_an_engine_gives_it_is_tidied(read, tidied):
    assert spacing.tidy(read) == tidied


def test_gaps_are_spaces_only_where_a_document_prints_none():
    from pages import line, page

    gapped = page(1, line(f"有{spacing.GAP}5{spacing.GAP}个HL7{spacing.GAP}FHIR", 0))
    printed = page(2, line("一 二", 0))
    assert [line.text for line in spacing.settle([gapped])[0].lines] == ["有 5 个HL7 FHIR"]
    assert [line.text for line in spacing.settle([gapped, printed])[0].lines] == ["有5个HL7 FHIR"]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("place", [1200, -1], ids=["in the midst", "at the end"])
def test_a_broken_character_is_told_of_and_costs_no_more_than_itself(encoding, place):
    whole = bulletin_text(3, paragraphs=8)
    before, after = (part.encode(encoding) for part in (whole[:place], whole[place:]))
    lone = {"utf-16": b"\x00\xd8", "utf-16-le": b"\x00\xd8", "utf-8": b"\xe5\x8c", "utf-8-sig": b"\xe5\x8c", "gb18030": b"\xff"}[encoding]
    bulletin = parse(before + lone + after.removeprefix(codecs.BOM_UTF16_LE).removeprefix(codecs.BOM_UTF8))
    assert bulletin.issue_number == 3
    assert len(bulletin.items) == len(parse(whole.encode()).items)
    assert bulletin.source.complete is False
    assert any(finding.code == "BP903" for finding in check(bulletin))


def test_a_text_that_is_broken_in_many_places_is_refused():
    data = bulletin_text(3).encode("utf-16")
    for place in range(100, 160, 6):
        data = data[:place] + b"\x00\xd8" + data[place:]
    with pytest.raises(UnreadableSource, match="neither a PDF nor text"):
        parse(data)


def test_words_in_brackets_are_a_link_where_the_text_says_below_where_they_lead():
    text = "链接：[点击查看]\n\n见[1]与[甲\n乙][1]\n\n   [点击查看]: http://a.cn/1\n   [1]:\nhttp://a.cn/2\n"
    page = read_document(text.encode(), "a.md").pages[0]
    assert [line.text for line in page.lines] == ["链接：点击查看", "见[1]与甲", "乙"]
    assert [area.uri for area in page.links] == ["http://a.cn/1", "http://a.cn/2"]
