"""What a page prints and what it only holds: told alike by all engines, on pages made here."""

from __future__ import annotations

import io

import pymupdf
import pytest
from PIL import Image

from bulletin_parse import Document, Line, Page, parse, read_document
from bulletin_parse.reading.pdf.exchanged import exchanged
from bulletin_parse.reading.pdf.typefaces import OTHER, name_typefaces
from bulletin_parse.reading.pdf.visibility import OPAQUE

FIRST = "青岚市卫生健康委员会今天宣布互认平台上线"
SECOND = "首批接入三十六家医院并互认一百二十个项目"
MORE = "平台运行首周已经完成互认调阅一万余次服务"
UNSEEN = "这句话没有人看得见"

ENGINES = ("pymupdf", "pdfium", "pdfplumber")
every_engine = pytest.mark.parametrize("engine", ENGINES)


def sheet(**size: float) -> tuple[pymupdf.Document, pymupdf.Page]:
    """An A4 page with three lines of text."""
    pdf = pymupdf.open()
    page = pdf.new_page(width=size.get("width", 595), height=size.get("height", 842))
    for at, text in enumerate((FIRST, SECOND, MORE)):
        put(page, text, 100 + 24 * at)
    return pdf, page


def put(page: pymupdf.Page, text: str, y: float, x: float = 85, size: float = 14, **how: object) -> None:
    page.insert_text((x, y), text, fontname="china-s", fontsize=size, **how)


def read(pdf: pymupdf.Document, engine: str) -> tuple[list[str], list[str]]:
    """The lines that stand upright on the first page, from its top; and what it hides."""
    page = read_document(pdf.tobytes(), "a.pdf", engine=engine, ocr="never").pages[0]
    lines = sorted([line for line in page.lines if line.upright], key=lambda line: (line.base, line.x0))
    return [line.text for line in lines], [piece.text for piece in page.hidden]


def bulletin_sheet() -> tuple[pymupdf.Document, pymupdf.Page]:
    """A page with a bulletin of one item."""
    pdf = pymupdf.open()
    page = pdf.new_page()
    lines = ["全国卫生信息化舆情监测周报", "第六六四期", "本期收录新闻1篇，时间范围为2026年3月7日至2026年3月13日。", "信息目录", f"1. {FIRST}（青岚日报）"]
    lines += ["具体内容", f"1. {FIRST}", "来源：青岚日报", "链接：https://news.example.cn/a.html", "主要内容：", SECOND + "。"]
    for at, text in enumerate(lines):
        put(page, text, 100 + 28 * at)
    return pdf, page


def asides(pdf: pymupdf.Document, engine: str) -> list[str]:
    """The lines of the first page that belong to no row."""
    page = read_document(pdf.tobytes(), "a.pdf", engine=engine, ocr="never").pages[0]
    return [line.text for line in page.lines if not line.upright]


def raw(pdf: pymupdf.Document, page: pymupdf.Page, operators: str) -> None:
    """Adds operators to what a page draws."""
    contents = page.get_contents()[-1]
    pdf.update_stream(contents, pdf.xref_stream(contents) + f"\n{operators}\n".encode())


# What nobody sees


@every_engine
@pytest.mark.parametrize(
    ("how", "size"),
    [({"render_mode": 3}, 14), ({"fill_opacity": 0}, 14), ({"color": (1, 1, 1)}, 14), ({"color": (0.99, 0.98, 0.99)}, 14), ({}, 1.0)],
    ids=["mode-3", "no-opacity", "white", "nearly-white", "tiny"],
)
@pytest.mark.parametrize("place", [(300, 172), (85, 172), (340, 100)], ids=["apart", "under-the-text", "on-its-row"])
def test_text_that_cannot_be_seen_is_hidden(engine, how, size, place):
    pdf, page = sheet()
    put(page, UNSEEN, place[1], place[0] + (60 if place[1] == 100 else 0), size, **how)
    assert read(pdf, engine) == ([FIRST, SECOND, MORE], [UNSEEN])


@every_engine
@pytest.mark.parametrize("colour", [(0.1, 0.2, 0.5), (0, 0, 0)])
def test_white_text_on_a_dark_box_is_seen(engine, colour):
    pdf, page = sheet()
    page.draw_rect((80, 180, 500, 220), color=colour, fill=colour)
    put(page, "本期要点", 206, color=(1, 1, 1))
    assert read(pdf, engine) == ([FIRST, SECOND, MORE, "本期要点"], [])


@every_engine
def test_pale_text_that_can_be_read_is_text(engine):
    pdf, page = sheet()
    put(page, "内部资料注意保存", 200, color=(0.75, 0.75, 0.75))
    assert read(pdf, engine) == ([FIRST, SECOND, MORE, "内部资料注意保存"], [])


@every_engine
@pytest.mark.parametrize("colour", [(1, 1, 1), (0, 0, 0), (0.9, 0.9, 0.6)])
@pytest.mark.parametrize("edge", [False, True])
def test_text_under_an_opaque_box_is_hidden(engine, colour, edge):
    pdf, page = sheet()
    page.draw_rect((83, 110, 500, 129), color=colour if edge else None, fill=colour)
    assert read(pdf, engine) == ([FIRST, MORE], [SECOND])


@every_engine
def test_of_a_line_only_what_the_box_covers_is_hidden(engine):
    pdf, page = sheet()
    page.draw_rect((85 + 5 * 14, 110, 500, 129), color=None, fill=(1, 1, 1))
    assert read(pdf, engine) == ([FIRST, SECOND[:5], MORE], [SECOND[5:]])


@every_engine
def test_what_is_printed_over_the_box_is_read(engine):
    pdf, page = sheet()
    page.draw_rect((80, 110, 500, 129), color=None, fill=(1, 1, 1))
    put(page, "来源：石桥日报", 124)
    assert read(pdf, engine) == ([FIRST, "来源：石桥日报", MORE], [SECOND])


@every_engine
def test_a_box_under_the_text_a_tint_and_a_rule_hide_nothing(engine):
    pdf = pymupdf.open()
    page = pdf.new_page()
    page.draw_rect((80, 80, 500, 140), color=None, fill=(0.8, 0.9, 1))
    put(page, FIRST, 100)
    put(page, SECOND, 124)
    page.draw_rect((80, 85, 500, 105), color=None, fill=(1, 1, 0), fill_opacity=0.4)
    page.draw_rect((80, 118, 500, 119), color=None, fill=(1, 0, 0))
    assert read(pdf, engine) == ([FIRST, SECOND], [])


@every_engine
def test_a_marker_that_multiplies_hides_nothing(engine):
    pdf, page = sheet()
    page.draw_rect((80, 110, 500, 129), color=None, fill=(1, 1, 0))
    resources = int(pdf.xref_get_key(page.xref, "Resources")[1].split()[0])
    pdf.xref_set_key(resources, "ExtGState", "<</Gm <</Type/ExtGState/BM/Multiply>>>>")
    marker = page.get_contents()[-1]
    pdf.update_stream(marker, b"/Gm gs\n" + pdf.xref_stream(marker))
    assert read(pdf, engine) == ([FIRST, SECOND, MORE], [])


def picture(width: int = 300, height: int = 40, alpha: int = 255) -> bytes:
    """Grey stripes, more or less opaque."""
    made = Image.new("RGB", (width, height), (200, 200, 200))
    for at in range(0, width, 10):
        made.paste((90, 90, 90), (at, 0, at + 5, height))
    if alpha < OPAQUE:
        made.putalpha(alpha)
    out = io.BytesIO()
    made.save(out, "PNG")
    return out.getvalue()


@every_engine
@pytest.mark.parametrize("turn", [0, 90])
def test_text_under_a_picture_that_is_drawn_later_is_hidden(engine, turn):
    pdf, page = sheet()
    put(page, UNSEEN, 400)
    page.insert_image(pymupdf.Rect(70, 375, 370, 415), stream=picture())
    put(page, FIRST + SECOND, 600)
    page.set_rotation(turn)
    assert read(pdf, engine) == ([FIRST, SECOND, MORE, FIRST + SECOND], [UNSEEN])


@every_engine
@pytest.mark.parametrize(("alpha", "top"), [(0, 375), (120, 375), (255, 392), (255, 500)], ids=["clear", "tint", "half", "beside"])
def test_a_picture_that_lets_text_through_or_stands_beside_it_hides_nothing(engine, alpha, top):
    pdf, page = sheet()
    put(page, UNSEEN, 400)
    page.insert_image(pymupdf.Rect(70, top, 370, top + 40), stream=picture(alpha=alpha))
    assert read(pdf, engine) == ([FIRST, SECOND, MORE, UNSEEN], [])


@every_engine
def test_a_picture_under_the_text_hides_nothing(engine):
    pdf, page = sheet()
    page.insert_image(pymupdf.Rect(70, 375, 370, 415), stream=picture())
    put(page, UNSEEN, 400)
    assert read(pdf, engine) == ([FIRST, SECOND, MORE, UNSEEN], [])


@every_engine
def test_a_layer_of_words_under_the_picture_of_a_part_of_the_page_is_kept(engine):
    pdf, page = sheet()
    for at, text in enumerate((FIRST + SECOND[:10], SECOND + MORE[:10], MORE + FIRST[:10], FIRST + MORE[:10])):
        put(page, text, 400 + 24 * at)
    page.insert_image(pymupdf.Rect(70, 375, 570, 515), stream=picture(500, 140))
    lines, hidden = read(pdf, engine)
    assert (len(lines), hidden) == (7, [])


@every_engine
@pytest.mark.parametrize("on", [True, False])
def test_a_layer_that_is_off_is_no_text(engine, on):
    pdf, page = sheet()
    put(page, UNSEEN, 200, oc=pdf.add_ocg("draft", on=on))
    lines, hidden = read(pdf, engine)
    assert lines == [FIRST, SECOND, MORE] + [UNSEEN] * on
    assert hidden == [UNSEEN] * (not on)


@every_engine
@pytest.mark.parametrize("place", [(20, 30), (700, 300), (85, 860), (-180, 500)], ids=["above", "right", "below", "left"])
def test_text_outside_the_crop_box_is_hidden(engine, place):
    pdf = pymupdf.open()
    page = pdf.new_page(width=1000, height=900)
    for at, text in enumerate((FIRST, SECOND, MORE)):
        put(page, text, 200 + 24 * at, 185)
    put(page, UNSEEN, place[1], place[0])
    page.set_cropbox(pymupdf.Rect(100, 50, 695, 840))
    assert read(pdf, engine) == ([FIRST, SECOND, MORE], [UNSEEN])


@every_engine
def test_a_line_that_runs_off_the_page_is_read_to_its_end(engine):
    pdf, page = sheet()
    put(page, FIRST + SECOND, 200, 200)
    assert read(pdf, engine) == ([FIRST, SECOND, MORE, FIRST + SECOND], [])


@every_engine
def test_notes_stamps_marks_and_fields_are_no_text(engine):
    pdf, page = sheet()
    page.add_freetext_annot((300, 180, 500, 220), "2026年3月16日 请核实", fontname="china-s", fontsize=12)
    page.add_text_annot((300, 300), "来源有误")
    page.add_stamp_annot((300, 400, 400, 440), stamp=3)
    page.add_highlight_annot((85, 88, 300, 104))
    field = pymupdf.Widget()
    field.rect, field.field_type, field.field_name, field.field_value = pymupdf.Rect(85, 500, 300, 520), pymupdf.PDF_WIDGET_TYPE_TEXT, "name", "2026-03-16"
    page.add_widget(field)
    assert read(pdf, engine) == ([FIRST, SECOND, MORE], [])


# What is printed twice


@every_engine
@pytest.mark.parametrize("shift", [(0, 0), (0.3, 0), (1.4, 1.4), (-1, 0.5)])
@pytest.mark.parametrize("singly", [False, True], ids=["whole", "by-character"])
def test_what_is_printed_twice_is_read_once(engine, shift, singly):
    pdf, page = sheet()
    for at, char in enumerate(SECOND if singly else ""):
        put(page, char, 124 + shift[1], 85 + 14 * at + shift[0], color=(0.5, 0.5, 0.5))
    if not singly:
        put(page, SECOND, 124 + shift[1], 85 + shift[0], color=(0.5, 0.5, 0.5))
    lines, hidden = read(pdf, engine)
    assert ("".join(lines), hidden) == (FIRST + SECOND + MORE, [])


@every_engine
def test_a_copy_of_a_part_of_a_line_is_no_text(engine):
    pdf, page = sheet()
    put(page, SECOND[6:11], 124.3, 85 + 6 * 14 + 0.4)
    assert read(pdf, engine) == ([FIRST, SECOND, MORE], [])


@every_engine
def test_two_lines_of_the_same_words_are_two(engine):
    pdf, page = sheet()
    put(page, MORE, 196)
    assert read(pdf, engine) == ([FIRST, SECOND, MORE, MORE], [])


@every_engine
def test_double_letters_are_not_second_prints(engine):
    pdf, page = sheet()
    page.insert_text((85, 200), "https://www.hello.example/bulletins/ill1111.html", fontname="helv", fontsize=12)
    assert read(pdf, engine)[0][-1] == "https://www.hello.example/bulletins/ill1111.html"


@every_engine
def test_the_letters_of_a_ligature_are_read_each(engine):
    pdf = pymupdf.open()
    line = "网址：https://xinwen.example.com/content/sbe3ffa0519fi.html"  # beside Han, narrow letters look like a line that is printed twice
    pdf.new_page().insert_htmlbox(pymupdf.Rect(60, 80, 560, 120), f"<p style='font-size: 12px'>{line}</p>")  # with one glyph for ff and fi
    lines, hidden = read(pdf, engine)
    assert ([read_line.replace("ﬀ", "ff").replace("ﬁ", "fi") for read_line in lines], hidden) == ([line], [])


# What stands in no row


@every_engine
@pytest.mark.parametrize("first", [False, True], ids=["over", "under"])
@pytest.mark.parametrize(("y", "size"), [(112, 48), (124, 40), (118, 30)])
def test_a_level_watermark_is_set_aside(engine, first, y, size):
    pdf = pymupdf.open()
    page = pdf.new_page()
    if first:
        put(page, "内部资料 严禁外传", y, 120, size, color=(0.85, 0.85, 0.85))
    for at in range(6):
        put(page, (FIRST, SECOND, MORE)[at % 3] + str(at), 100 + 24 * at)
    if not first:
        put(page, "内部资料 严禁外传", y, 120, size, color=(0.85, 0.85, 0.85))
    assert read(pdf, engine)[0] == [(FIRST, SECOND, MORE)[at % 3] + str(at) for at in range(6)]
    assert asides(pdf, engine) == ["内部资料 严禁外传"]


@every_engine
def test_tiled_small_watermarks_are_set_aside(engine):
    pdf, page = sheet()
    for row in range(6):
        for column in range(2):
            put(page, "石桥县卫健局内部", 82 + 37 * row, 90 + 220 * column, 14, color=(0.8, 0.8, 0.8))
    assert read(pdf, engine)[0] == [FIRST, SECOND, MORE]


@every_engine
@pytest.mark.parametrize("angle", [30, 45, 60, -45])
@pytest.mark.parametrize("singly", [False, True], ids=["whole", "by-character"])
def test_a_watermark_across_the_page_is_no_text(engine, angle, singly):
    pdf, page = sheet()
    middle = pymupdf.Point(150, 140)
    for at, char in enumerate("仅供内部参考" if singly else ["仅供内部参考"]):
        put(page, char, 140, 150 + 40 * at, 40, color=(0.8, 0.8, 0.8), morph=(middle, pymupdf.Matrix(angle)))
    assert read(pdf, engine)[0] == [FIRST, SECOND, MORE]


@every_engine
def test_a_large_title_close_to_its_text_is_no_watermark(engine):
    pdf, page = sheet()
    put(page, "全国卫生信息化舆情监测周报", 82, 85, 24)
    assert read(pdf, engine)[0] == ["全国卫生信息化舆情监测周报", FIRST, SECOND, MORE]


@every_engine
@pytest.mark.parametrize(("x", "first", "step"), [(50, 1, 1), (50, 29, 1), (560, 1, 1), (50, 5, 5)], ids=["left", "goes-on", "right", "by-fives"])
def test_line_numbers_are_set_aside(engine, x, first, step):
    pdf = pymupdf.open()
    page = pdf.new_page()
    texts = [(FIRST, SECOND, MORE)[at % 3] + str(at) for at in range(30)]
    for at, text in enumerate(texts):
        put(page, text, 60 + 24 * at)
        if (at + 1) % step == 0:
            page.insert_text((x, 60 + 24 * at), str(first + at - (step - 1 if step > 1 else 0)), fontname="helv", fontsize=9)
    assert read(pdf, engine)[0] == texts


@every_engine
def test_the_numbers_of_a_list_and_of_a_table_are_text(engine):
    pdf = pymupdf.open()
    page = pdf.new_page()
    for at in range(8):
        page.insert_text((60, 100 + 48 * at), f"{at + 1}", fontname="helv", fontsize=12)
        put(page, FIRST, 100 + 48 * at)
        put(page, SECOND, 124 + 48 * at)
    lines = read(pdf, engine)[0]
    assert [text for text in lines if text[:1].isdecimal()] != []


@every_engine
def test_ruby_breaks_no_line(engine):
    pdf, page = sheet()
    put(page, "hùrèn", 124 - 14, 85 + 28, 6)
    assert read(pdf, engine)[0] == [FIRST, SECOND, MORE]


@every_engine
def test_ruby_longer_than_a_word_that_stands_apart_breaks_no_line(engine):
    pdf = pymupdf.open()
    page = pdf.new_page()
    put(page, FIRST[:2], 100, 85)
    put(page, FIRST[2:], 100, 85 + 42)
    put(page, SECOND, 124)
    put(page, MORE, 148)
    put(page, "qǔqǔchǐchǐchǐ", 100 - 12, 85, 6)
    found = [line for line in read_document(pdf.tobytes(), "a.pdf", engine=engine, ocr="never").pages[0].lines if line.upright]
    assert "qǔ" not in "".join(line.text for line in found)


@every_engine
def test_characters_spread_below_longer_ruby_have_no_spaces_between_them(engine):
    pdf = pymupdf.open()
    page = pdf.new_page()
    for at, char in enumerate(FIRST[:2]):
        put(page, char, 100, 89 + 21 * at)
    put(page, FIRST[2:], 100, 85 + 42)
    put(page, SECOND, 124)
    put(page, MORE, 148)
    put(page, "qǔqǔchǐchǐchǐ", 100 - 12, 85, 6)
    found = [line for line in read_document(pdf.tobytes(), "a.pdf", engine=engine, ocr="never").pages[0].lines if line.upright]
    assert "".join(line.text for line in sorted(found, key=lambda line: (line.base, line.x0))) == FIRST + SECOND + MORE


@every_engine
def test_an_initial_stands_in_the_row_that_it_begins(engine):
    pdf = pymupdf.open()
    page = pdf.new_page()
    put(page, "青", 124, 85, 38)
    put(page, FIRST[1:], 100, 85 + 42)
    put(page, SECOND, 124, 85 + 42)
    put(page, MORE, 148)
    page = read_document(pdf.tobytes(), "a.pdf", engine=engine, ocr="never").pages[0]
    first = sorted([line for line in page.lines if abs(line.base - 100) < 1], key=lambda line: line.x0)
    assert "".join(line.text for line in first) == FIRST
    assert len({line.size for line in page.lines}) == 1


@every_engine
def test_an_initial_that_its_row_is_printed_over_is_no_watermark(engine):
    pdf = pymupdf.open()
    page = pdf.new_page()
    put(page, "青", 124, 85, 38)
    put(page, FIRST[1:], 100, 85)
    put(page, SECOND, 124, 85 + 42)
    put(page, MORE, 148)
    page = read_document(pdf.tobytes(), "a.pdf", engine=engine, ocr="never").pages[0]
    first = sorted([line for line in page.lines if abs(line.base - 100) < 1], key=lambda line: line.x0)
    assert "".join(line.text for line in first) == FIRST


# How a page lies


@every_engine
@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_turned_page_is_read_as_it_is_shown(engine, turn):
    pdf = pymupdf.open()
    page = pdf.new_page(width=842, height=595) if turn in (90, 270) else pdf.new_page()
    page.set_rotation(turn)
    for at, text in enumerate((FIRST, SECOND, MORE)):
        point = pymupdf.Point(85, 100 + 24 * at) * page.derotation_matrix
        page.insert_text(point, text, fontname="china-s", fontsize=14, rotate=turn)
    found = read_document(pdf.tobytes(), "a.pdf", engine=engine, ocr="never").pages[0]
    assert (round(found.width), round(found.height)) == (595, 842)
    assert [(line.text, round(line.x0), round(line.base), line.upright) for line in found.lines] == [
        (FIRST, 85, 100, True),
        (SECOND, 85, 124, True),
        (MORE, 85, 148, True),
    ]


@every_engine
@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_whose_text_stands_sideways_is_turned(engine, turn):
    pdf, page = sheet()
    put(page, FIRST + SECOND, 172)
    page.set_rotation(turn)
    assert read(pdf, engine) == ([FIRST, SECOND, MORE, FIRST + SECOND], [])


@every_engine
@pytest.mark.parametrize("turn", [90, 180, 270])
def test_places_on_a_page_that_was_turned_to_be_read_are_those_of_the_page_as_it_is_shown(engine, turn):
    pdf, page = bulletin_sheet()
    upright = parse(pdf.tobytes(), engine=engine)
    page.set_rotation(turn)
    turned = parse(pdf.tobytes(), engine=engine)
    assert turned.items[0].title == upright.items[0].title == FIRST
    for name in ("title", "issue_label", "lead"):
        (was,), (now,) = upright.places[name], turned.places[name]
        shown = pymupdf.Rect(was.bbox) * page.rotation_matrix
        assert [round(value) for value in now.bbox] == pytest.approx([round(value) for value in shown], abs=1), name


@every_engine
@pytest.mark.parametrize("turn", [90, 180, 270])
def test_ink_is_sought_where_the_page_shows_it(engine, turn):
    pdf, page = sheet()
    put(page, FIRST + SECOND, 172)
    page.draw_rect(pymupdf.Rect(60, 600, 535, 660), color=None, fill=(0, 0, 0.5))
    put(page, UNSEEN, 640, color=(1, 1, 1))
    put(page, UNSEEN, 740, color=(1, 1, 1))
    page.set_rotation(turn)
    assert read(pdf, engine) == ([FIRST, SECOND, MORE, FIRST + SECOND, UNSEEN], [UNSEEN])


@every_engine
def test_a_label_at_the_edge_turns_no_page(engine):
    pdf, page = sheet()
    page.insert_text((560, 500), "全国卫生信息化舆情监测周报第六六四期", fontname="china-s", fontsize=14, rotate=90)
    assert read(pdf, engine) == ([FIRST, SECOND, MORE], [])


@every_engine
@pytest.mark.parametrize("unit", [1, 2])
@pytest.mark.parametrize("shift", [(0, 0), (-80, -60), (50, 70)])
def test_boxes_and_units_are_told_alike(engine, unit, shift):
    pdf, page = sheet()
    x, y = shift
    pdf.xref_set_key(page.xref, "MediaBox", f"[{x} {y} {x + 595} {y + 842}]")
    if unit != 1:
        pdf.xref_set_key(page.xref, "UserUnit", str(unit))
    found = read_document(pdf.tobytes(), "a.pdf", engine=engine, ocr="never").pages[0]
    first = min(found.lines, key=lambda line: line.base)
    assert (round(found.width), round(found.height)) == (595 * unit, 842 * unit)
    assert [round(value) for value in (first.x0, first.base, first.size)] == [(85 - x) * unit, (100 + y) * unit, 14 * unit]


# What pdfium glues


@every_engine
@pytest.mark.parametrize("gap", [24, 30, 44])
def test_a_heading_below_a_line_is_a_line_of_its_own_in_scaled_type(engine, gap):
    pdf, page = sheet()
    font = pdf.get_page_fonts(0)[0][4]
    high = [842 - 200, 842 - 200 - gap]
    words = [FIRST.encode("utf-16-be").hex(), "信息化建设进展".encode("utf-16-be").hex()]
    sizes = [280, 440]
    raw(pdf, page, "BT " + " ".join(f"0.05 0 0 0.05 85 {y} Tm /{font} {size} Tf <{text}> Tj" for y, size, text in zip(high, sizes, words, strict=True)) + " ET")
    assert read(pdf, engine)[0] == [FIRST, SECOND, MORE, FIRST, "信息化建设进展"]


# Characters that no page shows

LIST = ["2026\x8003月13日", "ÿ第六六四Ā", "青岚^卫生健康大数据研究中心", "近日，青岚^_线检查互认平台ÿ首批三十六家Ā"]


def spoilt(texts: list[str]) -> list[tuple[int, str]]:
    """What is told of the pages of a document with such lines."""
    lines = tuple([Line(text, 85, 90 + 24 * at, 400, 104 + 24 * at, 100 + 24 * at, 14) for at, text in enumerate(texts)])
    document = Document((Page(1, 595, 842, lines),), "pdfium", "1", "application/pdf")
    return [tuple(page) for page in exchanged(document)]


def test_characters_that_a_rewriter_exchanged_are_told_of():
    ((page, reason),) = spoilt(LIST)
    assert page == 1
    assert reason == "its text layer has characters that stand for others (U+0080, ÿ, Ā, ^)"


@pytest.mark.parametrize(
    "texts",
    [
        ["平台名称为 a_b，公式 x^2", "Müller 教授介绍，Café 与 naïve 两词"],
        ["附件_说明", "附件_说明", "附件_说明"],
        ["\uf0d8 第一点", "\uf0d8 第二点", "\uf06c 第三点"],
        ["第一行\x85", "第二行\x85", "第三行\x85"],
    ],
)
def test_what_a_page_may_print_is_not_doubted(texts):
    assert spoilt(texts) == []


# What is drawn after its line


@every_engine
def test_a_character_of_another_font_stands_in_the_gap_that_its_line_leaves(engine):
    pdf = pymupdf.open()
    page = pdf.new_page()
    put(page, FIRST[:8], 100)
    put(page, FIRST[9:], 100, 85 + 9 * 14)
    put(page, FIRST[8], 100, 85 + 8 * 14)
    put(page, SECOND, 124)
    document = read_document(pdf.tobytes(), "a.pdf", engine=engine, ocr="never")
    rows = [line for line in document.pages[0].lines if abs(line.base - 100) < 1]
    assert "".join(line.text for line in sorted(rows, key=lambda line: line.x0)) == FIRST


@pytest.mark.parametrize("drawn", ["before", "after"])
def test_a_space_that_was_drawn_apart_from_its_line_stands_in_it(drawn):
    pdf = pymupdf.open()
    page = pdf.new_page()
    put(page, SECOND, 124)
    page.insert_font(fontname="helv")
    space = f"BT 1 0 0 1 {85 + 5 * 14} 742 Tm /helv 14 Tf [( )] TJ ET"
    first, rest = ("".join(f"{ord(char):04x}" for char in part) for part in (FIRST[:5], FIRST[5:]))
    text = f"BT 1 0 0 1 85 742 Tm /china-s 14 Tf [<{first}> -278 <{rest}>] TJ ET"
    raw(pdf, page, "\n".join([space, text] if drawn == "before" else [text, space]))
    (line, _) = sorted(read_document(pdf.tobytes(), "a.pdf", engine="pymupdf", ocr="never").pages[0].lines, key=lambda line: line.base)
    assert line.text == f"{FIRST[:5]} {FIRST[5:]}"


@pytest.mark.parametrize(("engine", "complete"), [("pymupdf", False), ("pdfplumber", False), ("pdfium", True), ("auto", True)])
def test_an_engine_that_loses_characters_of_fonts_that_are_not_embedded_says_so(engine, complete):
    pdf, _ = bulletin_sheet()
    found = parse(pdf.tobytes(), engine=engine)
    assert (found.source.complete, "BP903" not in [finding.code for finding in found.findings]) == (complete, complete)


# Characters that another font prints for their line


def with_another_fonts_characters(page: pymupdf.Page, *, first: bool) -> None:
    """「患者“一码通行” 就医更便捷」, its quotation marks and space drawn in a Latin font before or after the ideographs, as LibreOffice does."""
    size, y, x = 14, 300, 85
    han = [(x + size * at, char) for at, char in enumerate("患者")]
    at = x + 2 * size
    marks = [(at, "“")]
    at += 7
    han += [(at + size * place, char) for place, char in enumerate("一码通行")]
    at += 4 * size
    marks.append((at, "” "))
    at += 10
    han += [(at + size * place, char) for place, char in enumerate("就医更便捷")]

    def ideographs() -> None:
        writer = pymupdf.TextWriter(page.rect)
        for left, char in han:
            writer.append((left, y), char, font=pymupdf.Font("china-s"), fontsize=size)
        writer.write_text(page)

    def quotes() -> None:
        writer = pymupdf.TextWriter(page.rect)
        for left, char in marks:
            writer.append((left, y), char, font=pymupdf.Font("tiro"), fontsize=size)
        writer.write_text(page)

    for draw in (quotes, ideographs) if first else (ideographs, quotes):
        draw()


@every_engine
@pytest.mark.parametrize("first", [True, False], ids=["before", "after"])
def test_characters_of_another_font_stand_where_they_are_printed(engine, first):
    pdf, page = sheet()
    with_another_fonts_characters(page, first=first)
    lines, hidden = read(pdf, engine)
    assert "患者“一码通行” 就医更便捷" in lines
    assert not hidden


@every_engine
def test_lines_printed_through_one_another_are_in_doubt(engine):
    pdf, page = bulletin_sheet()
    put(page, "另一份通知的标题也印在这一行上面", 100 + 28 * 10, 89)
    assert any(finding.code == "BP905" for finding in parse(pdf.tobytes(), engine=engine).findings)


@pytest.mark.parametrize("code", [b"d842", b"d842dfb7"])
def test_a_character_without_a_meaning_moves_no_other(code):
    """Pdfium leaves it out of the text and counts it all the same."""
    plain, strange = pymupdf.open(), pymupdf.open()
    for pdf in (plain, strange):
        sheet = pdf.new_page()
        for y, text in ((72, "AxQy"), (100, "zwv"), (200, "zwv more words")):
            sheet.insert_text((72, y), text)
    cmap = strange.get_new_xref()
    strange.update_object(cmap, "<<>>")
    told = b"begincmap 1 begincodespacerange <00> <ff> endcodespacerange 1 beginbfchar <51> <" + code + b"> endbfchar endcmap"
    strange.update_stream(cmap, b"/CIDInit /ProcSet findresource begin 12 dict begin " + told + b" end end")
    strange.xref_set_key(strange[0].get_fonts()[0][0], "ToUnicode", f"{cmap} 0 R")
    before, after = [read_document(pdf.tobytes(), "made.pdf", engine="pdfium").pages[0].lines for pdf in (plain, strange)]
    assert after[1:] == before[1:]
    assert after[0].x1 == before[0].x1


@every_engine
@pytest.mark.parametrize("wide", [0.0, 0.15])
def test_a_space_between_ideographs_that_has_no_glyph_is_read_where_it_stands_out(engine, wide):
    pdf, page = sheet()
    put(page, "2026", 240)  # a page without letters and digits tells nothing of its spaces
    x = 85.0
    for char in "医保系统运行一年 南浦居民少跑腿":
        if char != " ":
            put(page, char, 200, x)
        x += 14 * ((0.4 if char == " " else 1.0) + wide)
    assert "医保系统运行一年 南浦居民少跑腿" in read(pdf, engine)[0]


def test_a_paragraph_s_last_row_of_a_rare_font_is_set_in_the_body_type():
    rows = [Line(text, 85, 0, 400, 0, 0, 12, "") for text in (FIRST, SECOND, "合。", "标题")]
    named = name_typefaces(rows, [frozenset("ab"), frozenset("bc"), frozenset("x"), frozenset("y")])
    assert [row.font for row in named] == ["", "", "", OTHER]


def test_a_spread_line_of_foreign_words_has_no_spaces_beside_its_han_characters():
    pdf, page = sheet()
    x = 85.0
    for char in "平台采用HL7标准，支持Patient、Observation、":
        put(page, char, 200, x)
        x += 14 * (0.55 if char.isascii() else 1.0) + 4
    assert "平台采用HL7标准，支持Patient、Observation、" in read(pdf, "pdfium")[0]
