"""Kinds of the finished file: watermarks, what nobody sees, notes of reviewers, odd furniture."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pymupdf

from ..produce.pictures import picture
from .faces import FILES
from .kind import HEAD, Finish, Kind

OWNER = "北京市卫生健康大数据与政策研究中心"
TYPIST = "张敏 2026-03-20"


def stamp(page: Any, x: float, y: float, text: str, size: float, *, angle: float = 0, grey: float = 0, embedded: bool = True, **more: Any) -> None:
    """Writes a text at a place, turned by an angle in degrees."""
    font = {"fontname": "kaiw", "fontfile": FILES["kai"]} if embedded else {"fontname": "china-s"}
    point = pymupdf.Point(x, y)
    morph = (point, pymupdf.Matrix(1, 1).prerotate(angle)) if angle else None
    page.insert_text(point, text, fontsize=size, color=(grey,) * 3, morph=morph, **font, **more)


def on_pages(change: Callable[[Any], None], only: tuple[int, ...] = ()) -> Finish:
    """Changes each page, or only some (from 0)."""

    def finish(document: Any) -> None:
        for page in document:
            if not only or page.number in only:
                change(page)

    return finish


def watermark(text: str, size: float, angle: float = 0, grey: float = 0.85, **more: Any) -> Finish:
    """One large text over the middle of each page."""

    def change(page: Any) -> None:
        length = len(text) * size
        turned = pymupdf.Matrix(1, 1).prerotate(-angle)  # morph turns against the clock
        half = pymupdf.Point(length / 2, 0) * turned
        stamp(page, page.rect.width / 2 - half.x, page.rect.height / 2 - half.y, text, size, angle=angle, grey=grey, **more)

    return on_pages(change)


def tiled(text: str, size: float, angle: float, step: tuple[float, float] = (180, 120), **more: Any) -> Finish:
    """A small text again and again over each page."""

    def change(page: Any) -> None:
        y = 60.0
        while y < page.rect.height - 20:
            x = 30.0 + (y // step[1] % 2) * step[0] / 2
            while x < page.rect.width - 60:
                stamp(page, x, y, text, size, angle=angle, grey=0.8, **more)
                x += step[0]
            y += step[1]

    return on_pages(change)


def white_text(page: Any) -> None:
    """White words on white, between the text and the page number."""
    stamp(page, 100, page.rect.height - 56, "此处为白色文字，读者看不到它，来源：内部稿", 10, grey=1)


def tiny_text(page: Any) -> None:
    """A text of one point."""
    stamp(page, 100, page.rect.height * 0.5, "文档编号20260320由排版系统自动生成请勿删除", 1, grey=0.5)


def covered_text(page: Any) -> None:
    """A text under an opaque box, in the lower margin's upper edge, where no other text stands."""
    stamp(page, 90, 58, "草稿第三版　待领导审定　2026年4月2日", 9)
    page.draw_rect(pymupdf.Rect(80, 45, 420, 62), color=(1, 1, 1), fill=(1, 1, 1))


def behind_picture(page: Any) -> None:
    """A text behind a picture."""
    stamp(page, 90, 58, "旧报头文字已被图片遮盖", 9)
    page.insert_image(pymupdf.Rect(80, 44, 300, 64), stream=picture(), keep_proportion=False)


def off_layer(document: Any) -> None:
    """A layer that is off, with words over the body."""
    layer = document.add_ocg("草稿", on=False)
    for page in document:
        stamp(page, 90, page.rect.height * 0.4, "草稿层：此段在定稿中不显示，编辑请忽略。", 12, oc=layer)


def on_layer(document: Any) -> None:
    """A layer that is on, with a stamp in the upper margin."""
    layer = document.add_ocg("印章", on=True)
    for page in document:
        stamp(page, 430, 30, "仅供内部参考", 9, oc=layer)


def mode_three(page: Any) -> None:
    """Invisible words at the head of each page."""
    stamp(page, 90, 58, "检索用隐藏文字：卫生信息化 舆情 周报", 9, render_mode=3)


def free_text(page: Any) -> None:
    """A reviewer's typed note over the body."""
    page.add_freetext_annot(pymupdf.Rect(300, 180, 560, 210), "请核对来源和日期，2026-04-02 王主任", fontname="china-s", fontsize=11, text_color=(1, 0, 0))


def sticky(page: Any) -> None:
    """A reviewer's sticky note and a highlight."""
    page.add_text_annot(pymupdf.Point(560, 200), "此条与上期重复，建议删去。")
    page.add_highlight_annot(pymupdf.Rect(90, 300, 300, 316))


def marked_up(page: Any) -> None:
    """Underlines, strokes and a frame of a reviewer."""
    page.add_strikeout_annot(pymupdf.Rect(90, 330, 260, 344))
    page.add_underline_annot(pymupdf.Rect(90, 360, 260, 374))
    page.add_rect_annot(pymupdf.Rect(80, 400, 500, 440))


def balloons(page: Any) -> None:
    """A reviewer's remarks in small type in the right margin, close to the text: beside masthead, index and articles."""
    for y, text in (
        (120, "批注 [李1]: 请核对"),
        (260, "批注 [李2]: 此处数据"),
        (267, "请与统计处核对"),
        (430, "批注 [王3]: 删"),
        (640, "批注 [王4]: 改为“全市”"),
    ):
        stamp(page, 520, y, text, 5.5)


def white_over(page: Any) -> None:
    """White words printed over the text of each page."""
    stamp(page, 90, page.rect.height * 0.55, "版权所有未经许可不得转载", 10.5, grey=1, overlay=False)


def stamped(page: Any) -> None:
    """A stamp annotation over the body."""
    page.add_stamp_annot(pymupdf.Rect(380, 300, 540, 350), stamp=0)


def form_field(page: Any) -> None:
    """A form field that is filled in."""
    field = pymupdf.Widget()
    field.field_type, field.field_name, field.field_value = pymupdf.PDF_WIDGET_TYPE_TEXT, f"reader{page.number}", "Received 2026-04-02"
    field.rect, field.text_fontsize = pymupdf.Rect(380, 20, 540, 40), 10
    page.add_widget(field)


def signature(document: Any) -> None:
    """A signature field whose appearance names who signed and when, on the last page."""
    page = document[-1]
    stamp(page, -400, -400, "印", 1, embedded=False)  # puts the font into the resources
    font = next(one[0] for one in page.get_fonts() if one[4] == "china-s")
    words = ["数字签名者：周明远", "日期：2026.04.02 09:15:33"]
    lines = "".join(f"BT /F 9 Tf 4 {30 - 14 * i} Td <{one.encode('utf-16-be').hex()}> Tj ET " for i, one in enumerate(words))
    shape, field = document.get_new_xref(), document.get_new_xref()
    document.update_object(shape, f"<</Type/XObject/Subtype/Form/BBox[0 0 170 44]/Resources<</Font<</F {font} 0 R>>>>>>")
    document.update_stream(shape, f"q 0.5 w 0 0 170 44 re S {lines}Q".encode())
    document.update_object(field, f"<</Type/Annot/Subtype/Widget/FT/Sig/T(sig)/F 132/Rect[360 120 530 164]/P {page.xref} 0 R/AP<</N {shape} 0 R>>>>")
    held = document.xref_get_key(page.xref, "Annots")[1].strip("[]") if document.xref_get_key(page.xref, "Annots")[0] == "array" else ""
    document.xref_set_key(page.xref, "Annots", f"[{held} {field} 0 R]")
    document.xref_set_key(document.pdf_catalog(), "AcroForm", f"<</SigFlags 3/Fields[{field} 0 R]>>")


def stray_number(page: Any) -> None:
    """A number alone above the running head."""
    stamp(page, 520, 26, "25", 9)


def stray_once(document: Any) -> None:
    """A number above the running head of one page."""
    stray_number(document[min(1, len(document) - 1)])


def margin_numbers(page: Any) -> None:
    """Page numbers at half height in the outer margin."""
    x = 558 if page.number % 2 == 0 else 28
    stamp(page, x, page.rect.height / 2, f"{page.number + 1:02}", 10)


def margin_label(page: Any) -> None:
    """A label down the left margin, one character below the other."""
    for i, character in enumerate("卫生信息化舆情监测"):
        stamp(page, 36, 260 + 17 * i, character, 12)


def turned_label(page: Any) -> None:
    """A label in the right margin, turned by a quarter."""
    stamp(page, 566, 300, "全国卫生信息化舆情监测周报", 10, angle=-90)


def line_numbers(step: int) -> Finish:
    """Numbers of lines in the left margin, for each line or each fifth, as drafts have them."""

    def change(page: Any) -> None:
        rows = sorted({round(line["bbox"][3], 0) for block in page.get_text("dict")["blocks"] for line in block.get("lines", ()) if 70 < line["bbox"][1] < 765})
        for i, bottom in enumerate(rows, 1):
            if i % step == 0:
                stamp(page, 50, bottom - 3, str(i), 8)

    return on_pages(change)


def ruby(page: Any) -> None:
    """Small syllables above two words of the title of the first page."""
    for word, above in (("卫生", "wèi shēng"), ("舆情", "yú qíng")):
        for area in page.search_for(word)[:1]:
            page.insert_text((area.x0, area.y0 + 2), above, fontsize=5, fontname="helv")


def crossing_seal(document: Any) -> None:
    """A seal over the last page's text."""
    page = document[-1]
    page.draw_circle(pymupdf.Point(430, 300), 60, color=(0.9, 0, 0), width=2)
    stamp(page, 385, 305, "信息中心", 22, grey=0.6)


def slogan(page: Any) -> None:
    """A line of advertising below the page number, as converters add it."""
    stamp(page, 200, page.rect.height - 12, "Converted by PDF Toolbox trial version", 7)


KINDS = (
    Kind("mark-level", "a level watermark in the text's face, behind the text", finish=watermark("内部资料", 60, overlay=False)),
    Kind("mark-level-owner", "the publisher's name level across each page", finish=watermark(OWNER, 24, overlay=False)),
    Kind("mark-diagonal", "a diagonal watermark behind the text", finish=watermark("内部资料注意保存", 50, 45, overlay=False)),
    Kind(
        "mark-diagonal-front",
        "a diagonal watermark over the text, half transparent",
        finish=watermark("仅供参考", 90, 30, grey=0.5, fill_opacity=0.3),
    ),
    Kind("mark-diagonal-named", "a diagonal watermark in a face that is not embedded", finish=watermark("内部资料", 80, 55, embedded=False)),
    Kind("mark-steep", "a watermark that rises steeply", finish=watermark("送审稿", 100, -60, overlay=False)),
    Kind("mark-tiled", "who read it when, tiled over each page", finish=tiled(TYPIST, 12, 20)),
    Kind("mark-tiled-level", "a level text tiled over each page", finish=tiled("内部资料", 11, 0)),
    Kind(
        "mark-tiled-named",
        "tiled in a face that is not embedded, half transparent",
        finish=tiled("市卫生健康委", 14, 30, embedded=False, fill_opacity=0.4),
    ),
    Kind("mark-tiled-dense", "tiled so densely that it crosses most lines", finish=tiled("李涛 0317", 9, 25, (90, 60))),
    Kind("mark-vertical", "a watermark turned by a quarter in the middle", finish=watermark("机密文件", 60, 90, overlay=False)),
    Kind("mark-word", "a diagonal watermark over Word's pages", "word", finish=watermark("内部资料", 80, 45, overlay=False)),
    Kind("mark-word-tiled", "tiled over Word's pages", "word", finish=tiled(TYPIST, 12, 20)),
    Kind("unseen-white", "white words", finish=on_pages(white_text)),
    Kind("unseen-white-over", "white words where other words are", finish=on_pages(white_over)),
    Kind("unseen-tiny", "words of one point", finish=on_pages(tiny_text)),
    Kind("unseen-covered", "words under an opaque box", look={"head": ""}, finish=on_pages(covered_text)),
    Kind("unseen-picture", "words behind a picture", look={"head": ""}, finish=on_pages(behind_picture)),
    Kind("unseen-layer", "words in a layer that is off", finish=off_layer),
    Kind("unseen-mode", "invisible words", look={"head": ""}, finish=on_pages(mode_three)),
    Kind("unseen-word-white", "white words on Word's pages", "word", finish=on_pages(white_text)),
    Kind("seen-layer", "a stamp in a layer that is on", finish=on_layer, also=("BP902",)),
    Kind("review-typed", "a reviewer's typed note", finish=on_pages(free_text, (1,))),
    Kind("review-sticky", "a sticky note and a highlight", finish=on_pages(sticky)),
    Kind("review-marks", "strokes and frames", finish=on_pages(marked_up)),
    Kind("review-balloons", "remarks in small type close to the text", finish=on_pages(balloons)),
    Kind("review-word-balloons", "remarks in small type close to the text of Word's pages", "word", finish=on_pages(balloons)),
    Kind("review-stamp", "a stamp annotation", finish=on_pages(stamped, (0,))),
    Kind("review-field", "a form field filled in", finish=on_pages(form_field)),
    Kind("review-signature", "a signature with its appearance", finish=signature),
    Kind("review-word-typed", "a reviewer's typed note on Word's pages", "word", finish=on_pages(free_text, (0,))),
    Kind("furniture-stray", "a number above each running head", finish=on_pages(stray_number)),
    Kind("furniture-stray-once", "a number above one running head", finish=stray_once),
    Kind("furniture-margin", "page numbers in the margin at half height", look={"foot": ""}, finish=on_pages(margin_numbers)),
    Kind("furniture-label", "a label down the margin", finish=on_pages(margin_label)),
    Kind("furniture-label-turned", "a label turned by a quarter in the margin", finish=on_pages(turned_label)),
    Kind("furniture-lines", "each line numbered", finish=line_numbers(1)),
    Kind("furniture-lines-fifth", "each fifth line numbered", finish=line_numbers(5)),
    Kind("furniture-ruby", "syllables above two words", finish=on_pages(ruby, (0,)), also=("BP902",)),
    Kind("furniture-seal", "a seal over the last page's text", finish=crossing_seal, also=("BP902",)),
    Kind("furniture-slogan", "a converter's line below the page number", finish=on_pages(slogan)),
    Kind("furniture-alternating", "running heads and page numbers alternate", look={"head_even": OWNER, "foot_align": "outer"}),
    Kind("furniture-issue", "running heads with the issue number", look={"head": HEAD + "　第{n}期"}),
    Kind(
        "furniture-issue-even",
        "the issue number on even pages only",
        look={"head_even": "总第{n}期", "foot": "第 {page} 页 共 {pages} 页", "foot_align": "outer"},
    ),
    Kind("furniture-foot-date", "date and page in one foot", look={"head": "", "foot": "2026-03-20 打印　第{page}页/共{pages}页"}),
)
