"""Pages of pictures: which are recognised, what is kept, and that none is lost in silence. Recognition itself is a stand-in."""

import numpy as np
import pymupdf
import pytest

from bulletin_parse import EngineUnavailable, NoTextLayer, UnreadableSource, check, parse, read_document
from bulletin_parse.reading.ocr import engine, hidden_text, pictures
from bulletin_parse.reading.ocr.cache import Cache
from bulletin_parse.reading.ocr.options import default_folder
from bulletin_parse.reading.pdf.opened import opened_pdf
from scans import WIDTH, Recogniser, pretend_recognition, reading_of, scan_of

pytestmark = pytest.mark.full("cv2")  # whether a picture is blank
FIRST = reading_of(
    [
        "全国卫生信息化舆情监测周报",
        "（第六六四）",
        "北京市卫生健康大数据与政策研究中心",
        "2026年03月13日",
        "本期导语：",
        "　　本期周报共收集1篇相关信息，时间从2026年03月07日到2026年03",
        "月13日，监测范围包括全国主流媒体及政府网站等。",
        "一、信息目录",
        "1. 甲市医院上线智慧导诊",
        "（人民网）",
        "二、具体内容",
        "1. 甲市医院上线智慧导诊",
        "来源：人民网",
        "链接：http://www.people.com.cn/n1/2026/0311/c1-1.html",
        "主要内容：",
        "　　近日，甲市医院上线智慧导诊系统，群众少跑腿，这一句话很长很长很",
        "长。",
    ]
)
SECOND = reading_of(["　　第二页的一段话，说的是同一家医院的事情，大家都说方便。"])
BLANK = reading_of([])


@pytest.fixture(autouse=True)
def _installed(monkeypatch):
    pretend_recognition(monkeypatch)


def test_a_scan_is_read_page_by_page():
    read = Recogniser(FIRST, SECOND)
    bulletin = parse(scan_of(2), ocr=read.options())
    assert read.asked == [1, 2]
    assert (bulletin.issue_number, bulletin.declared_count, bulletin.items[0].source) == (664, 1, "人民网")
    assert bulletin.items[0].blocks[0].text == "近日，甲市医院上线智慧导诊系统，群众少跑腿，这一句话很长很长很长。"
    assert len(bulletin.items[0].blocks) == 2
    assert (bulletin.source.engine, bulletin.source.engine_version, bulletin.source.complete) == ("ocr", "3.10.0", True)
    assert [(page.page, page.engine, page.confidence) for page in bulletin.source.page_sources] == [(1, "ocr", 0.9999), (2, "ocr", 0.9999)]


def test_every_line_has_its_confidence():
    read = Recogniser(reading_of([("甲市医院", {0: (0.6, "申", 0.3)})]))
    (page,) = read_document(scan_of(1), "a.pdf", ocr=read.options()).pages
    assert page.lines[0].confidence == pytest.approx(0.9, abs=0.001)
    assert page.readings[0].characters[0].others == (("申", 0.3),)


def test_a_page_that_cannot_be_read_makes_the_bulletin_incomplete():
    for lost, reason in ((BLANK, engine.NO_LINES), ("ValueError: too dark", "recognition failed (ValueError: too dark)")):
        bulletin = parse(scan_of(2), ocr=Recogniser(FIRST, lost).options())
        assert bulletin.source.complete is False
        assert [page.unread for page in bulletin.source.page_sources] == [None, reason]
        assert [finding.message for finding in check(bulletin, select=["BP903"])] == [f"page 2 could not be read: {reason}"]


def test_a_blank_page_is_empty_and_not_lost():
    bulletin = parse(scan_of(3, blank=2), ocr=Recogniser(FIRST, BLANK, SECOND).options())
    assert bulletin.source.complete is True
    assert [page.unread for page in bulletin.source.page_sources] == [None, None, None]
    assert check(bulletin, select=["BP903"]) == ()


@pytest.mark.full("cv2")
@pytest.mark.parametrize(("spot", "is_blank"), [(0, True), (2, True), (60, False)])
def test_blank_is_paper_with_a_scanners_noise_and_shadow_alone(spot, is_blank):
    grey = np.random.default_rng(0).normal(240, 7, (877, 620)) - np.linspace(0, 30, 620)
    grey[400:404, 300:312] -= spot
    assert pictures.is_blank(np.repeat(np.clip(grey, 0, 255).astype("uint8")[:, :, None], 3, axis=2)) is is_blank


def test_a_scan_without_any_text_is_no_bulletin():
    with pytest.raises(NoTextLayer, match="OCR found none either"):
        parse(scan_of(2), ocr=Recogniser(BLANK, BLANK).options())
    with pytest.raises(UnreadableSource, match="no text could be recognised"):
        parse(scan_of(1), engine="ocr", ocr=Recogniser(BLANK).options())


def test_pages_with_text_are_not_recognised():
    with pymupdf.open(stream=scan_of(2)) as pdf:
        page = pdf.new_page(pno=1, width=595, height=842)
        page.insert_text((72, 72), "printed text, not a picture", fontsize=12)
        mixed = pdf.tobytes()
    read = Recogniser(FIRST, SECOND)
    document = read_document(mixed, "a.pdf", ocr=read.options())
    assert read.asked == [1, 3]
    assert (document.engine, [page.engine for page in document.pages]) == ("pymupdf+ocr", ["ocr", "pymupdf", "ocr"])
    assert document.pages[1].lines[0].text == "printed text, not a picture"


def test_pages_that_are_not_to_be_recognised_are_named():
    with pymupdf.open(stream=scan_of(1)) as pdf:
        pdf.new_page(0).insert_text((72, 90), "text")
        document = read_document(pdf.tobytes(), "a.pdf", ocr="never")
    assert document.unread == ((2, "it is a picture without text; --ocr auto reads such pages"),)


def test_always_and_never():
    with pymupdf.open() as pdf:
        pdf.new_page(width=595, height=842).insert_text((72, 72), "text")
        born = pdf.tobytes()
    read = Recogniser(FIRST)
    assert read_document(born, "a.pdf", ocr=read.options(mode="always")).engine == "ocr"
    assert read_document(born, "a.pdf", engine="ocr", ocr=read.options()).engine == "ocr"
    assert read.asked == [1, 1]
    with pytest.raises(NoTextLayer, match='ocr="auto"'):
        parse(scan_of(1), ocr="never")
    with pytest.raises(EngineUnavailable, match="no mode 'often'"):
        parse(scan_of(1), ocr="often")


def test_without_the_extra_the_error_says_what_to_install(monkeypatch):
    pretend_recognition(monkeypatch, is_installed=False)
    with pytest.raises(NoTextLayer, match=r"pip install 'bulletin-parse\[ocr\]'"):
        parse(scan_of(1))
    with pytest.raises(EngineUnavailable, match=r"bulletin-parse\[ocr\]"):
        parse(scan_of(1), engine="ocr")


def test_without_the_extra_a_page_of_pictures_among_others_is_reported(monkeypatch):
    pretend_recognition(monkeypatch, is_installed=False)
    with pymupdf.open(stream=scan_of(1)) as pdf:
        pdf.new_page(pno=0, width=595, height=842).insert_text((72, 72), "text")
        mixed = pdf.tobytes()
    document = read_document(mixed, "a.pdf")
    assert [unread.page for unread in document.unread] == [2]


def test_a_page_is_recognised_once(tmp_path):
    read = Recogniser(FIRST, SECOND)
    first = parse(scan_of(2), ocr=read.options(cache=tmp_path))
    again = parse(scan_of(2), ocr=read.options(cache=tmp_path))
    assert read.asked == [1, 2]
    assert again.to_json() == first.to_json()
    for file in tmp_path.rglob("*.gz"):
        file.write_bytes(b"broken")
    parse(scan_of(2), ocr=read.options(cache=tmp_path))
    assert read.asked == [1, 2, 1, 2]


def test_the_cache_forgets_what_other_settings_read(tmp_path):
    pixels = pymupdf.Pixmap(pymupdf.csGRAY, (0, 0, 4, 4), 0)

    class Pixels:
        shape = (4, 4)

        def tobytes(self):
            return bytes(pixels.samples)

    old, new = Cache(tmp_path, "3.9.0"), Cache(tmp_path, "3.10.0")
    old.put(old.key(Pixels()), FIRST)
    assert old.get(old.key(Pixels())) == FIRST
    assert new.get(new.key(Pixels())) is None
    assert old.key(Pixels(), frozenset("䶮")) != old.key(Pixels())


def test_where_the_cache_is(monkeypatch, tmp_path):
    monkeypatch.setenv("BULLETIN_PARSE_CACHE", "off")
    assert default_folder() is None
    monkeypatch.setenv("BULLETIN_PARSE_CACHE", str(tmp_path))
    assert default_folder() == tmp_path


def test_progress_counts_all_pages(tmp_path):
    seen = []
    read = Recogniser(FIRST, SECOND)
    parse(scan_of(2), ocr=read.options(progress=lambda done, count: seen.append((done, count))))
    assert seen == [(1, 2), (2, 2)]


def searchable(text: str, *, invisible: bool) -> bytes:
    """A picture with a text layer over it."""
    with pymupdf.open(stream=scan_of(1)) as pdf:
        for at, line in enumerate(text.splitlines()):
            pdf[0].insert_text((72, 80 + 24 * at), line, fontname="china-s", fontsize=12, render_mode=3 if invisible else 0)
        return pdf.tobytes()


GOOD_LAYER = "\n".join(line.text for line in FIRST.lines)
BAD_LAYER = GOOD_LAYER.replace("医院", "医陇").replace("信息", "佶息").replace("月", "丹")


def test_a_hidden_layer_is_trusted_if_recognition_agrees():
    document = read_document(searchable(GOOD_LAYER, invisible=True), "a.pdf", ocr=Recogniser(FIRST).options())
    assert (document.engine != "ocr", document.pages[0].readings) == (True, ())
    document = read_document(searchable(BAD_LAYER, invisible=True), "a.pdf", ocr=Recogniser(FIRST).options())
    assert (document.engine, len(document.pages[0].readings)) == ("ocr", len(FIRST.lines))


def test_where_a_trusted_layer_differs_from_what_is_seen_is_a_doubt():
    said = GOOD_LAYER.replace("智慧导诊系统", "智慧导珍系统")
    seen = [line.text.replace("群众", "群从") for line in FIRST.lines]
    unsure = {next(at for at, text in enumerate(seen) if "群从" in text): {"从": (0.4, "众", 0.3)}}
    reading = reading_of([(text, {text.index(char): doubt for char, doubt in unsure[at].items()}) if at in unsure else text for at, text in enumerate(seen)])
    bulletin = parse(searchable(said, invisible=True), ocr=Recogniser(reading).options())
    assert bulletin.items[0].blocks[0].text.startswith("近日，甲市医院上线智慧导珍系统，群众少跑腿")
    (doubt,) = bulletin.doubts
    assert (doubt.field, doubt.kind, doubt.alternatives) == ("items[0].blocks[0].text", "ocr", ("诊",))
    assert "智慧导⟦珍⟧系统" in doubt.marked
    # The page has two rows of text, by which nothing tells whether the second goes on: that is told too.
    assert [(finding.code, finding.severity) for finding in check(bulletin)] == [("BP905", "warning"), ("BP906", "info")]


def test_a_trusted_layer_that_says_what_is_seen_is_not_doubted():
    bulletin = parse(searchable(GOOD_LAYER, invisible=True), ocr=Recogniser(FIRST).options())
    assert (bulletin.doubts, bulletin.source.engine != "ocr") == ((), True)


def test_text_printed_over_a_picture_is_no_hidden_layer():
    read = Recogniser(FIRST)
    document = read_document(searchable(BAD_LAYER, invisible=False), "a.pdf", ocr=read.options())
    assert (document.engine != "ocr", read.asked) == (True, [])


def test_without_recognition_a_hidden_layer_is_judged_by_its_characters(monkeypatch):
    pretend_recognition(monkeypatch, is_installed=False)
    for text, trusted in ((GOOD_LAYER, True), ("qwer tyui opas dfgh jklz xcvb nm", False)):
        document = read_document(searchable(text, invisible=True), "a.pdf")
        assert (document.unread == ()) is trusted
    page = read_document(searchable(GOOD_LAYER, invisible=True), "a.pdf").pages[0]
    assert hidden_text.judge(page._replace(lines=page.lines[:1]), None) == hidden_text.Verdict(is_trusted=False, reason="it has 13 characters")


def test_a_page_that_counts_in_other_units_is_as_large_and_as_sharp_as_it_is_shown():
    with pymupdf.open(stream=scan_of(1)) as pdf, pymupdf.open() as small:
        sheet = small.new_page(width=119, height=168.4)
        sheet.insert_image(sheet.rect, pixmap=pdf[0].get_pixmap(dpi=150))
        small.xref_set_key(sheet.xref, "UserUnit", "5")
        units, points = small.tobytes(), scan_of(1)
    (page,) = read_document(units, "a.pdf", ocr=Recogniser(FIRST).options()).pages
    (same,) = read_document(points, "a.pdf", ocr=Recogniser(FIRST).options()).pages
    assert (page.width, page.height) == (pytest.approx(same.width), pytest.approx(same.height))
    assert [line.size for line in page.lines] == pytest.approx([line.size for line in same.lines])
    with opened_pdf(units, "a.pdf") as pdf:
        assert pictures.page_picture(pdf, 1, 5.0).pixels.shape[1] == pytest.approx(WIDTH, abs=2)
