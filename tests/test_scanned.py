"""Pages that are scans, whatever text is drawn on them or hidden in them."""

from __future__ import annotations

import pymupdf
import pytest

from bulletin_parse import read_document
from scans import Recogniser, pretend_recognition, reading_of, scan_of

pytestmark = pytest.mark.full("cv2")  # whether a picture is blank
READING = reading_of(
    [
        "全国卫生信息化舆情监测周报",
        "本期周报共收集三篇卫生健康大数据与政策研究相关信息",
        "青岚市卫生健康委员会宣布，全市检查检验结果互认平台正式上线运行",
        "首批接入三十六家医疗机构，平台运行首周已完成互认调阅一万余次",
    ]
)
WORDS = [line.text for line in READING.lines]
HIDDEN = [{"render_mode": 3}, {"fill_opacity": 0}, {"color": (1, 1, 1)}, {"overlay": False}]
ENGINES = ("pymupdf", "pdfium", "pdfplumber")
every_engine = pytest.mark.parametrize("engine", ENGINES)


def scan(*texts: tuple[str, float, float], layer: str = "", **how: object) -> bytes:
    """A scanned page with some texts drawn on it, and with a layer of its words."""
    with pymupdf.open(stream=scan_of(1)) as pdf:
        page = pdf[0]
        for text, x, y in texts:
            page.insert_text((x, y), text, fontname="china-s", fontsize=9)
        for at, line in enumerate(layer.split("\n") if layer else ()):
            page.insert_text((72, 77 + 24 * at), line, fontname="china-s", fontsize=12, **how)
        return bytes(pdf.tobytes())


@every_engine
@pytest.mark.parametrize("mark", ["- 4 -", "扫描全能王 创建", "第 4 页 共 12 页"])
def test_a_scan_with_a_number_or_a_mark_is_recognised_and_keeps_it(engine, mark):
    read = Recogniser(READING)
    (page,) = read_document(scan((mark, 280, 815)), "a.pdf", engine=engine, ocr=read.options()).pages
    assert read.asked == [1]
    assert [line.text for line in page.lines] == [*WORDS, mark]


@every_engine
def test_where_it_cannot_be_recognised_it_is_named(engine, monkeypatch):
    pretend_recognition(monkeypatch, is_installed=False)
    (unread,) = read_document(scan(("- 4 -", 280, 815)), "a.pdf", engine=engine).unread
    assert (unread.page, "page number or a mark only" in unread.reason) == (1, True)


@every_engine
def test_a_picture_without_words_stays_a_picture(engine):
    read = Recogniser(reading_of(["禁止吸烟"]))
    document = read_document(scan(("- 4 -", 280, 815)), "a.pdf", engine=engine, ocr=read.options())
    assert (document.engine, [line.text for line in document.pages[0].lines], document.unread) == (engine, ["- 4 -"], ())


@every_engine
def test_paper_behind_pages_of_text_is_no_scan(engine):
    with pymupdf.open(stream=scan_of(3)) as pdf:
        for at, page in enumerate(pdf):
            for row in range(12 if at < 2 else 1):
                page.insert_text((72, 77 + 24 * row), WORDS[row % 4], fontname="china-s", fontsize=12)
        data = pdf.tobytes()
    read = Recogniser(READING)
    document = read_document(data, "a.pdf", engine=engine, ocr=read.options())
    assert (read.asked, len(document.pages[2].lines)) == ([], 1)


@every_engine
@pytest.mark.parametrize(
    "how", [{"render_mode": 3}, {"fill_opacity": 0}, {"color": (1, 1, 1)}, {"overlay": False}], ids=["mode-3", "no-opacity", "white", "under"]
)
def test_a_hidden_layer_is_judged_however_it_is_hidden(engine, how):
    wrong = "\n".join(WORDS).replace("首批", "首枇")
    read = Recogniser(READING)
    (page,) = read_document(scan(layer=wrong, **how), "a.pdf", engine=engine, ocr=read.options()).pages
    assert read.asked == [1]
    assert [line.text for line in page.lines] == WORDS
    (page,) = read_document(scan(layer="\n".join(WORDS), **how), "a.pdf", engine=engine, ocr=Recogniser(READING).options()).pages
    assert ([line.text for line in sorted(page.lines, key=lambda line: line.base)], page.readings) == (WORDS, ())


def test_where_recognition_was_not_sure_the_layer_is_right():
    text = WORDS[3].replace("首批", "首枇")
    unsure = reading_of([*WORDS[:3], (text, {1: (0.4, "批", 0.3)})])
    document = read_document(scan(layer="\n".join(WORDS), render_mode=3), "a.pdf", ocr=Recogniser(unsure).options())
    assert [line.text for line in document.pages[0].lines] == WORDS
