"""Word documents: what is printed of them is text, in order, with its numbers, tables, notes and links; what is not printed is none."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile

import pytest

from bulletin_parse import (
    EncryptedSource,
    LimitExceeded,
    Limits,
    ParagraphRegion,
    ReaderMissing,
    SeveralBulletins,
    UnreadableSource,
    check,
    parse,
    parse_all,
    read_document,
)
from bulletin_parse.reading.office.word_numbers import chinese, number_in
from invented import bulletin_text
from words import bulletin, document, element, footnoted, in_list, linked, numbered, packed, paragraph, run


def page_of(made):
    (page,) = read_document(packed(made), "a.docx").pages
    return page


def texts_of(made):
    return [line.text for line in page_of(made).lines]


def fields(bulletin):
    """What a record says, places and file aside."""
    return bulletin.model_dump(
        exclude={"source": True, "places": True, "furniture": True, "index": {"__all__": {"where"}}, "items": {"__all__": {"where": True, "places": True}}}
    )


def test_a_bulletin_is_read(tmp_path):
    path = tmp_path / "664.docx"
    path.write_bytes(packed(bulletin(664)))
    read = parse(path)
    assert (read.issue_number, len(read.index), len(read.items), read.residue) == (664, 3, 3, ())
    assert (read.source.engine, read.source.pages, read.source.complete) == ("python-docx", None, True)
    assert read.source.media_type.endswith("wordprocessingml.document")
    assert list(check(read)) == []
    text = parse(bulletin_text(664, items=3).encode(), name="664.md")
    assert [(item.title, item.source, item.link, item.published, item.body) for item in read.items] == [
        (item.title, item.source, item.link, item.published, item.body) for item in text.items
    ]


def test_places_are_paragraphs():
    read = parse(packed(bulletin(664)), name="664.docx")
    assert read.places["title"] == (ParagraphRegion(paragraph=1, end_paragraph=1),)
    assert read.items[0].blocks[0].where[0].paragraph > read.items[0].places["title"][0].paragraph
    assert all(isinstance(region, ParagraphRegion) for item in read.items for region in item.where)


@pytest.mark.parametrize(
    ("form", "number", "printed"),
    [
        ("decimal", 12, "12"),
        ("chineseCountingThousand", 12, "十二"),
        ("chineseCounting", 110, "一百一十"),
        ("ideographDigital", 24, "二四"),
        ("chineseLegalSimplified", 3, "叁"),
        ("decimalEnclosedCircleChinese", 3, "③"),
        ("decimalFullWidth", 10, "１０"),
        ("upperRoman", 9, "IX"),
        ("lowerLetter", 27, "aa"),
        ("ideographTraditional", 2, "乙"),
        ("somethingNew", 5, "5"),
        ("chineseCounting", 0, "0"),
    ],
)
def test_numbers_are_printed_in_their_forms(form, number, printed):
    assert number_in(form, number) == printed


def test_chinese_numbers_by_place_value():
    assert [chinese(number) for number in (1, 10, 11, 20, 105, 1010, 9999)] == ["一", "十", "十一", "二十", "一百〇五", "一千〇一十", "九千九百九十九"]


def test_automatic_numbers_are_printed_and_count_by_level():
    made = document(in_list("政策"), in_list("甲", 1), in_list("乙", 1), in_list("地方"), in_list("丙", 1), in_list("丁", 2))
    numbered(made, [("chineseCountingThousand", "%1、"), ("decimal", "%2."), ("decimal", "（%1.%3）")])
    assert texts_of(made) == ["一、 政策", "1. 甲", "2. 乙", "二、 地方", "1. 丙", "（二.1） 丁"]


def test_a_list_goes_on_behind_other_paragraphs_and_begins_where_it_says():
    made = document(in_list("甲"), "间隔", in_list("乙"), in_list("别的", name="78"))
    numbered(made, [("decimal", "%1．")])
    numbered(made, [("decimal", "%1．")], name="78", starts={0: 6})
    assert texts_of(made) == ["1． 甲", "间隔", "2． 乙", "6． 别的"]


def test_a_number_may_come_from_the_style():
    made = document()
    numbered(made, [("decimal", "第%1条")])
    made.styles.element.append(element('<w:style w:type="paragraph" w:styleId="Item"><w:pPr><w:numPr><w:numId w:val="77"/></w:numPr></w:pPr></w:style>'))
    made.element.body.insert(0, paragraph(run("目的"), '<w:pStyle w:val="Item"/>'))
    made.element.body.insert(1, paragraph(run("没有"), '<w:pStyle w:val="Item"/><w:numPr><w:numId w:val="0"/></w:numPr>'))
    assert texts_of(made) == ["第1条 目的", "没有"]


def test_what_was_deleted_is_no_text_and_what_was_inserted_is():
    inserted = f'<w:ins w:id="1" w:author="a">{run("已经")}</w:ins>'
    deleted = '<w:del w:id="2" w:author="a"><w:r><w:delText>尚未</w:delText></w:r></w:del>'
    page = page_of(document(paragraph(run("平台") + inserted + deleted + run("上线。"))))
    assert [line.text for line in page.lines] == ["平台已经上线。"]
    assert [(piece.text, piece.why) for piece in page.hidden] == [("尚未", "deleted, with changes tracked")]


def test_a_paragraph_whose_end_was_deleted_goes_on_with_the_next():
    assert texts_of(document(paragraph(run("前半，"), '<w:rPr><w:del w:id="3" w:author="a"/></w:rPr>'), paragraph(run("后半。")))) == ["前半，后半。"]


def test_moved_text_stands_where_it_was_moved_to():
    moved = paragraph(f'<w:moveFrom w:id="1" w:author="a">{run("旧处")}</w:moveFrom>')
    assert texts_of(document(moved, paragraph(f'<w:moveTo w:id="2" w:author="a">{run("新处")}</w:moveTo>'))) == ["新处"]


def test_comments_are_no_text():
    made = document("请核对。")
    made.add_comment(made.paragraphs[0].runs, text="这句要改", author="甲")
    page = page_of(made)
    assert ([line.text for line in page.lines], page.hidden) == (["请核对。"], ())


@pytest.mark.parametrize(
    ("properties", "why"), [("<w:vanish/>", "set as hidden text"), ('<w:color w:val="FFFFFF"/>', "white on white"), ('<w:vanish w:val="0"/>', None)]
)
def test_hidden_text_is_told_as_hidden(properties, why):
    page = page_of(document(paragraph(run("看得见。") + run("看不见。", properties))))
    assert [line.text for line in page.lines] == ["看得见。" if why else "看得见。看不见。"]
    assert [piece.why for piece in page.hidden] == ([why] if why else [])


def test_white_text_on_a_dark_ground_is_seen():
    assert texts_of(document(paragraph(run("白字", '<w:color w:val="FFFFFF"/><w:shd w:val="clear" w:fill="C00000"/>')))) == ["白字"]


def test_hidden_text_has_a_finding_and_its_paragraph(tmp_path):
    made = bulletin(664)
    made.element.body.insert(4, paragraph(run("藏起来的话", "<w:vanish/>")))
    read = parse(packed(made), name="a.docx")
    assert [(piece.text, piece.where[0].paragraph) for piece in read.hidden] == [("藏起来的话", 5)]
    assert [finding.code for finding in check(read)] == ["BP910"]


def test_links_lead_where_relationships_and_fields_say():
    made = document("前")
    made.element.body.insert(1, linked(made, "点击查看", "http://a.cn/1.html"))
    begin, shown, end = [f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")]
    code = '<w:r><w:instrText> HYPERLINK "http://a.cn/2.html" </w:instrText></w:r>'
    made.element.body.insert(2, paragraph(f"{begin}{code}{shown}{run('原文链接')}{end}{run('。')}"))
    page = page_of(made)
    assert [line.text for line in page.lines] == ["前", "点击查看", "原文链接。"]
    assert [(link.uri, link.top) for link in page.links] == [("http://a.cn/1.html", 2), ("http://a.cn/2.html", 3)]


def test_what_a_field_says_to_word_is_no_text():
    simple = f'<w:fldSimple w:instr=" DATE ">{run("2026年3月13日")}</w:fldSimple>'
    assert texts_of(document(paragraph(simple))) == ["2026年3月13日"]
    nested = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TOC \\o</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        f'{run("标题")}<w:r><w:tab/></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGEREF _Toc1</w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run("3")}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    assert texts_of(document(paragraph(nested))) == ["标题\t3"]


def test_footnotes_stand_behind_the_paragraph_that_calls_them():
    made = document(paragraph(f'{run("等级有七个")}<w:r><w:footnoteReference w:id="1"/></w:r>{run("。")}'), "下一段。")
    footnoted(made, ["由第三方评定。"])
    page = page_of(made)
    assert [line.text for line in page.lines] == ["等级有七个。", "由第三方评定。", "下一段。"]
    assert page.given.notes == {1}


def test_a_note_is_a_block_of_its_item():
    made = bulletin(664)
    body = next(each for each in made.paragraphs if each.text.startswith("据介绍"))
    body._p.append(element('<w:r><w:footnoteReference w:id="1"/></w:r>'))
    footnoted(made, ["口径为二级以上医院。"])
    read = parse(packed(made), name="a.docx")
    kinds = [(block.kind, block.text) for item in read.items for block in item.blocks]
    at = kinds.index(("note", "口径为二级以上医院。"))
    assert kinds[at - 1][1].startswith("据介绍")


def test_tables_have_cells_and_merged_ones_are_empty():
    made = document("前")
    table = made.add_table(rows=3, cols=3)
    for row, line in enumerate(("甲乙丙", "丁戊己", "庚辛壬")):
        for column, text in enumerate(line):
            table.cell(row, column).text = text
    table.cell(0, 0).merge(table.cell(0, 1)).text = "甲乙"
    table.cell(1, 2).merge(table.cell(2, 2)).text = "己壬"
    page = page_of(made)
    (grid,) = page.grids
    cells = [["".join([page.lines[place].text for place in cell]) for cell in row] for row in grid.rows]
    assert cells == [["甲乙", "", "丙"], ["丁", "戊", "己壬"], ["庚", "辛", ""]]


def test_a_table_of_one_cell_is_a_frame_round_its_text():
    made = document("前")
    made.add_table(rows=1, cols=1).cell(0, 0).text = "框里的话。"
    page = page_of(made)
    assert ([line.text for line in page.lines], page.grids) == (["前", "框里的话。"], ())


def test_a_table_that_holds_a_table_lays_out_its_text():
    made = document()
    outer = made.add_table(rows=1, cols=2)
    outer.cell(0, 0).text = "左"
    inner = outer.cell(0, 1).add_table(rows=1, cols=2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "甲", "乙"
    page = page_of(made)
    assert ([line.text for line in page.lines], [grid.rows for grid in page.grids]) == (["左", "甲", "乙"], [(((1,), (2,)),)])


def test_an_index_that_is_a_table_and_a_table_in_a_body():
    made = bulletin(664)
    texts = [each.text for each in made.paragraphs]
    first = next(at for at, text in enumerate(texts) if text.endswith("信息目录")) + 1
    rows = [("序号", "标题", "来源")]
    entries = []
    while not texts[first].endswith("具体内容"):
        title, source = texts[first], texts[first + 1].strip("（）")
        rows.append((title.split(".")[0], title.split(". ")[1], source))
        entries.append((title.split(". ")[1], source))
        for each in made.paragraphs[first : first + 2]:
            each._p.getparent().remove(each._p)
        texts = [each.text for each in made.paragraphs]
    table = made.add_table(rows=len(rows), cols=3)
    for row, line in enumerate(rows):
        for column, text in enumerate(line):
            table.cell(row, column).text = text
    made.paragraphs[first - 1]._p.addnext(table._tbl)
    data = made.add_table(rows=2, cols=2)
    for at, text in enumerate(("机构", "数量", "医院", "12")):
        data.cell(at // 2, at % 2).text = text
    read = parse(packed(made), name="a.docx")
    assert [(entry.title, entry.source) for entry in read.index] == entries
    assert [block.rows for block in read.items[-1].blocks if block.kind == "table"] == [(("机构", "数量"), ("医院", "12"))]


def test_headers_and_footers_are_furniture():
    made = bulletin(664)
    made.sections[0].header.paragraphs[0].text = "舆情监测周报 第664期"
    made.sections[0].footer.paragraphs[0].text = "内部资料"
    read = parse(packed(made), name="a.docx")
    assert [piece.text for piece in read.furniture] == ["舆情监测周报 第664期", "内部资料"]
    assert read.title == "全国卫生信息化舆情监测周报"


def test_the_head_of_the_first_page_alone_is_its_masthead():
    made = bulletin(664)
    for each in made.paragraphs[:2]:
        each._p.getparent().remove(each._p)
    made.sections[0].different_first_page_header_footer = True
    made.sections[0].first_page_header.paragraphs[0].text = "全国卫生信息化舆情监测周报"
    made.sections[0].first_page_header.add_paragraph("（第664期）")
    read = parse(packed(made), name="a.docx")
    assert (read.title, read.issue_number, read.furniture) == ("全国卫生信息化舆情监测周报", 664, ())


def test_a_text_box_is_read_once():
    inner = f"<w:txbxContent><w:p>{run('框中一句。')}</w:p></w:txbxContent>"
    both = (
        f"<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>{inner}</wps:txbx></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{inner}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert texts_of(document(paragraph(run("正文。") + both))) == ["正文。", "框中一句。"]


def test_a_picture_is_a_figure_between_its_paragraphs(tmp_path):
    import PIL.Image

    picture = io.BytesIO()
    PIL.Image.new("RGB", (80, 60), "navy").save(picture, "PNG")
    made = bulletin(664)
    body = next(each for each in made.paragraphs if each.text.startswith("据介绍"))
    own = made.add_paragraph()
    own.add_run().add_picture(io.BytesIO(picture.getvalue()))
    body._p.addnext(own._p)
    read = parse(packed(made), name="a.docx")
    kinds = [block.kind for item in read.items for block in item.blocks]
    assert kinds.count("figure") == 1


def test_signs_that_word_sets_otherwise():
    pieces = '<w:r><w:sym w:font="Wingdings" w:char="F06C"/><w:t>项</w:t><w:noBreakHyphen/><w:t>一</w:t><w:softHyphen/><w:br/><w:t>二</w:t></w:r>'
    assert texts_of(document(paragraph(pieces))) == ["●项-一", "二"]
    ruby = f"<w:r><w:ruby><w:rt>{run('yī')}</w:rt><w:rubyBase>{run('医')}</w:rubyBase></w:ruby></w:r>"
    assert texts_of(document(paragraph(ruby + run("院")))) == ["医院"]


def test_text_in_content_controls_and_formulas_is_text():
    control = element(f"<w:sdt><w:sdtContent><w:p>{run('控件里。')}</w:p></w:sdtContent></w:sdt>")
    formula = paragraph(f"{run('约')}<m:oMath><m:r><m:t>95%</m:t></m:r></m:oMath>")
    assert texts_of(document(control, formula)) == ["控件里。", "约95%"]


def test_a_heading_is_told_by_its_type():
    made = bulletin(664)
    body = next(each for each in made.paragraphs if each.text.startswith("据介绍"))
    heading = made.add_paragraph()
    heading.add_run("数据多跑路").bold = True
    body._p.addprevious(heading._p)
    read = parse(packed(made), name="a.docx")
    assert [block.text for item in read.items for block in item.blocks if block.kind == "heading"] == ["数据多跑路"]


def test_a_title_in_two_lines_is_one_title():
    made = bulletin(664)
    title = made.paragraphs[0]
    title.text = ""
    title.add_run("全国卫生信息化").add_break()
    title.add_run("舆情监测周报")
    assert parse(packed(made), name="a.docx").title == "全国卫生信息化舆情监测周报"


def test_a_document_of_two_bulletins():
    made = bulletin(664)
    for each in bulletin(665).paragraphs:
        made.add_paragraph(each.text)
    data = packed(made)
    with pytest.raises(SeveralBulletins, match="第664期.*paragraphs 1"):
        parse(data, name="a.docx")
    first, second = parse_all(data, name="a.docx")
    assert (first.issue_number, second.issue_number) == (664, 665)
    assert second.items[0].body == parse(packed(bulletin(665)), name="b.docx").items[0].body


def test_a_macro_document_and_a_template_are_read():
    for kind in ("application/vnd.ms-word.document.macroEnabled.main+xml", "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"):
        made = bulletin(664)
        made.part._content_type = kind
        assert parse(packed(made), name="a.docm").issue_number == 664


# --- hostile and broken documents

PACKAGE = packed(bulletin(664))


def rewritten(replaced: dict[str, bytes], *, without: tuple[str, ...] = ()) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(PACKAGE)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in without:
                new.writestr(name, replaced.get(name, old.read(name)))
    return out.getvalue()


MAIN = "word/document.xml"
BILLION = b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "ha">' + b"".join(
    b'<!ENTITY %c "&%c;&%c;&%c;&%c;&%c;&%c;&%c;&%c;">' % ((98 + at, *[97 + at] * 8)) for at in range(20)
)
BROKEN = {
    "cut": (PACKAGE[: len(PACKAGE) // 2], "package is broken"),
    "no main part": (rewritten({}, without=(MAIN,)), "Word document is broken"),
    "no types": (rewritten({}, without=("[Content_Types].xml",)), "Word document is broken"),
    "no XML": (rewritten({MAIN: b"\0\1\2"}), "Word document is broken"),
    "another root": (rewritten({MAIN: b"<html/>"}), "no Word document"),
    "entities": (rewritten({MAIN: BILLION + b"]><d>&u;</d>"}), "broken|no Word document"),
    "nested": (rewritten({MAIN: b"<a>" * 100_000}), "Word document is broken"),
    "styles": (rewritten({"word/styles.xml": b"<"}), "Word document is broken"),
    "workbook": (b"PK\3\4" + bytes(30) + b"[Content_Types].xml xl/workbook.xml", "a workbook"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_document_is_one_clear_line(case):
    data, message = BROKEN[case]
    with pytest.raises(UnreadableSource, match=f"(?s)^b.docx: .*(?:{message})") as caught:
        parse(data, name="b.docx")
    assert "\n" not in str(caught.value)
    assert caught.value.remedy


def test_a_changed_byte_is_noticed():
    data = bytearray(PACKAGE)
    at = data.index(b"word/document.xml") + 400
    data[at] ^= 0xFF
    with pytest.raises(UnreadableSource, match="broken|damaged"):
        parse(bytes(data), name="b.docx")


def test_a_bomb_is_refused_by_what_it_declares():
    bomb = rewritten({"word/media.bin": b""})
    out = io.BytesIO(bomb)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as packed_file, packed_file.open("word/big.bin", "w") as part:
        for _ in range(20):
            part.write(bytes(1 << 20))
    with pytest.raises(LimitExceeded, match="all parts unpacked"):
        parse(out.getvalue(), name="b.docx", limits=Limits(bytes=10 << 20))


def test_a_part_with_more_markup_than_any_document_is_refused():
    with pytest.raises(LimitExceeded, match=r"word/document\.xml"):
        parse(rewritten({MAIN: b"<a/>" * 100_000}), name="b.docx", limits=Limits(characters=10_000))


def test_entities_of_files_are_not_fetched(tmp_path):
    (tmp_path / "secret").write_text("秘密", encoding="utf-8")
    _, rest = zipfile.ZipFile(io.BytesIO(PACKAGE)).read(MAIN).split(b"?>", 1)
    declared = f'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY x SYSTEM "file://{tmp_path}/secret">]>'.encode()
    data = rewritten({MAIN: declared + rest.replace("医院".encode(), "&x;医院".encode())})
    with pytest.raises(UnreadableSource, match="Word document is broken") as caught:
        parse(data, name="b.docx")
    assert "秘密" not in str(caught.value)


def test_a_document_with_a_password_says_so():
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512) + "EncryptedPackage".encode("utf-16-le") + bytes(512)
    with pytest.raises(EncryptedSource, match="wants a password. Open it in Word"):
        parse(data, name="b.docx")


@pytest.mark.parametrize(("library", "name"), [("docx", "664.docx"), ("selectolax", "664.html")])
def test_without_the_extra_one_file_is_one_line_that_names_it(library, name, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, library, None)
    monkeypatch.setitem(sys.modules, f"{library}.lexbor", None)
    path = tmp_path / name
    path.write_bytes(PACKAGE if library == "docx" else b"<html><p>x</p></html>")
    with pytest.raises(ReaderMissing, match=rf"{name}: it is .* pip install 'bulletin-parse\[office\]'"):
        parse(path)


def test_no_library_of_the_extra_is_imported_for_other_files():
    code = "import sys, bulletin_parse; bulletin_parse.parse(sys.argv[1]); print(sorted({'docx', 'lxml', 'selectolax'} & set(sys.modules)))"
    from conftest import FIXTURES

    done = subprocess.run([sys.executable, "-c", code, str(FIXTURES / "converter.md")], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def captioned(text, *, size, above):
    """A bulletin with a table in its first article, and a centred line above or below it."""
    made = bulletin(5, items=2)
    last = next(each for each in made.paragraphs if each.text.startswith("主要内容"))
    table = made.add_table(rows=2, cols=2)
    for cell, word in zip([cell for row in table.rows for cell in row.cells], ("县区", "机构", "甲县", "32"), strict=True):
        cell.text = word
    line = paragraph(run(text, f'<w:sz w:val="{size}"/>'), '<w:jc w:val="center"/>')
    last._p.addnext(table._tbl)
    (table._tbl.addprevious if above else table._tbl.addnext)(line)
    (block,) = [block for block in parse(packed(made), name="a.docx").items[0].blocks if block.text == text]
    return block.kind


def test_a_small_line_above_a_table_is_its_caption():
    assert captioned("附表 甲市试点机构一览", size=19, above=True) == "caption"


def test_a_sentence_below_a_table_is_no_caption_for_standing_in_the_middle():
    assert captioned("系统会自动核对用药禁忌，并给出建议。", size=22, above=False) == "paragraph"
