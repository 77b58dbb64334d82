"""Recognition itself, where the extra is installed: a page is printed, made a picture, and read back."""

import time

import numpy as np
import pymupdf
import pytest

from bulletin_parse import Archive, BulletinError, EngineUnavailable, IngestOptions, Limits, OcrOptions, Settings, check, parse
from bulletin_parse.limits import metering
from bulletin_parse.reading.ocr import workers
from bulletin_parse.reading.ocr.workers import read_pictures
from conftest import MIB
from scans import PageReading

pytestmark = pytest.mark.full("rapidocr", "onnxruntime", "cv2")

PAGE = """\
全国卫生信息化舆情监测周报
第六六四期
北京市卫生健康大数据与政策研究中心
2026年03月13日
本期导语：
本期周报共收集1篇相关信息，时间从2026年03月07日到2026年03月13日。
一、信息目录
1. 甲市医院上线智慧导诊（人民网）
二、具体内容
1. 甲市医院上线智慧导诊
来源：人民网
链接：http://www.people.com.cn/n1/2026/0311/c1-41520906.html
主要内容：
近日，甲市医院上线智慧导诊系统，群众少跑腿。"""


def scanned(*, dpi: int = 150, turns: int = 0) -> bytes:
    """The page as a picture in a PDF."""
    with pymupdf.open() as pdf, pymupdf.open() as made:
        page = pdf.new_page(width=595, height=842)
        writer, face = pymupdf.TextWriter(page.rect), pymupdf.Font("cjk")
        for at, line in enumerate(PAGE.splitlines()):
            writer.append((72, 90 + 30 * at), line, font=face, fontsize=12 if at else 20)
        writer.write_text(page)
        page.set_rotation(90 * turns)
        picture = page.get_pixmap(dpi=dpi, colorspace=pymupdf.csGRAY)
        page.set_rotation(0)
        whole = made.new_page(width=picture.width * 72 / dpi, height=picture.height * 72 / dpi)
        whole.insert_image(whole.rect, pixmap=picture)
        return made.tobytes()


@pytest.mark.parametrize("turns", [0, 2])
def test_a_scan_is_read(turns):
    bulletin = parse(scanned(turns=turns), ocr=OcrOptions(cache=None, jobs=1))
    assert (bulletin.title, bulletin.issue_number, bulletin.publisher) == ("全国卫生信息化舆情监测周报", 664, "北京市卫生健康大数据与政策研究中心")
    assert str(bulletin.date_range.start) == "2026-03-07"
    (item,) = bulletin.items
    assert (item.title, item.source) == ("甲市医院上线智慧导诊", "人民网")
    assert item.link == "http://www.people.com.cn/n1/2026/0311/c1-41520906.html"
    assert item.blocks[-1].text == "近日，甲市医院上线智慧导诊系统，群众少跑腿。"
    assert bulletin.source.engine == "ocr"
    assert check(bulletin, select=["BP1", "BP2", "BP4", "BP5", "BP903"]) == ()


@pytest.mark.full("openvino")
def test_a_scan_is_read_alike_by_openvino(tmp_path):
    usual = parse(scanned(), ocr=OcrOptions(cache=tmp_path, jobs=1))
    other = parse(scanned(), ocr=OcrOptions(cache=tmp_path, jobs=1, runtime="openvino"))
    for name in ("title", "source", "link", "body"):
        assert [getattr(item, name) for item in other.items] == [getattr(item, name) for item in usual.items]
    assert other.source.engine_version.startswith(f"{usual.source.engine_version}-openvino-")
    assert other.source.engine_version.endswith(("-bf16", "-f32"))


@pytest.mark.full("openvino")
def test_an_archive_remembers_what_ran_the_models(tmp_path, monkeypatch):
    monkeypatch.setenv("BULLETIN_PARSE_CACHE", "off")
    (tmp_path / "scan.pdf").write_bytes(scanned())
    usual, other = Settings(), Settings(IngestOptions(ocr_engine="openvino"))
    with Archive.open(tmp_path / "archive.db") as archive:
        assert archive.ingest(tmp_path / "scan.pdf", settings=other).account.stored == 1
        assert "openvino" in archive.bulletin(664).source.engine_version
        assert archive.ingest(tmp_path / "scan.pdf", settings=other).account.unchanged == 1
        assert archive.ingest(tmp_path / "scan.pdf", settings=usual).account.unchanged == 0


def test_what_runs_no_models_is_refused_by_name():
    with pytest.raises(EngineUnavailable, match="onnxruntime, openvino"):
        parse(scanned(), ocr=OcrOptions(runtime="abacus"))


def test_a_page_that_breaks_the_models_is_an_answer_and_the_next_is_read():
    nothing = np.zeros((0, 0, 3), dtype="uint8")
    white = np.full((200, 300, 3), 255, dtype="uint8")
    answers = dict(read_pictures([(1, lambda: nothing), (2, lambda: white)], jobs=1))
    assert isinstance(answers[1], str)
    assert answers[2].lines == ()


def test_the_time_of_recognition_is_no_time_of_an_ingest_s_limit(tmp_path, monkeypatch):
    """Pages take seconds each, and a scan of thirty would never be read within a minute; what they may take is bounded by their number."""
    monkeypatch.setenv("BULLETIN_PARSE_CACHE", "off")
    (tmp_path / "scan.pdf").write_bytes(scanned())
    with Archive.open(tmp_path / "archive.db") as archive:
        report = archive.ingest(tmp_path / "scan.pdf", settings=Settings(limits=Limits(seconds=1.0)))
        assert report.account.stored == 1


@pytest.mark.parametrize("room", [30, 150, 220])
def test_too_little_memory_for_recognition_is_one_line_that_names_the_limit(room):
    with pytest.raises(BulletinError) as caught:
        parse(scanned(), ocr=OcrOptions(cache=None, jobs=1), limits=Limits(memory=room * MIB))
    said = str(caught.value)
    assert "memory" in said
    assert "Traceback" not in said
    assert "\n" not in said


def test_a_page_whose_recognition_hangs_is_named_and_the_next_is_read(monkeypatch):
    monkeypatch.setattr(workers, "recognised", hangs_at_dark)
    dark, white = (np.full((200, 300, 3), level, dtype="uint8") for level in (0, 255))
    with metering(Limits(page_seconds=1.0), "scan.pdf"):
        answers = dict(read_pictures([(1, lambda: dark), (2, lambda: white)], jobs=1))
    assert answers[1] == "it passes the limit of 1 seconds"
    assert answers[2].width == 300


def hangs_at_dark(pixels, further, runtime):
    if not pixels.any():
        time.sleep(600)
    return PageReading(0, pixels.shape[1], pixels.shape[0], ())
