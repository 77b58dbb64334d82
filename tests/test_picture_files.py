"""Files that are pictures: read by recognition as scans are, with the places of a page; without it, one line that names the extra."""

from __future__ import annotations

import io
import struct
import zlib

import PIL.Image
import pymupdf
import pytest

from bulletin_parse import LimitExceeded, Limits, NoTextLayer, PageRegion, UnreadableSource, parse, view
from bulletin_parse.reading.ocr.image_files import as_pdf, media_type_of
from scans import pretend_recognition

TEXT = """全国卫生信息化舆情监测周报
第六六四期
2026年03月13日
一、信息目录
1. 甲市医院上线智慧导诊（人民网）
二、具体内容
1. 甲市医院上线智慧导诊
来源：人民网""".splitlines()
SECOND_PAGE = ["链接：http://www.people.com.cn/n1/2026/0311/c1-41520906.html", "主要内容：", "近日，甲市医院上线智慧导诊系统，群众少跑腿。"]


def printed(lines: list[str], dpi: int = 150) -> PIL.Image.Image:
    """A page of lines as a picture."""
    with pymupdf.open() as pdf:
        page = pdf.new_page(width=595, height=842)
        writer, face = pymupdf.TextWriter(page.rect), pymupdf.Font("cjk")
        for at, line in enumerate(lines):
            writer.append((72, 90 + 40 * at), line, font=face, fontsize=14)
        writer.write_text(page)
        return page.get_pixmap(dpi=dpi, colorspace=pymupdf.csGRAY).pil_image()


def saved(form: str, *pages: PIL.Image.Image) -> bytes:
    out = io.BytesIO()
    more = {"save_all": True, "append_images": pages[1:]} if len(pages) > 1 else {}
    pages[0].save(out, form, dpi=(150, 150), **more)
    return out.getvalue()


@pytest.mark.parametrize("form", ["PNG", "JPEG", "TIFF", "BMP"])
def test_a_picture_is_told_by_its_bytes_and_becomes_pages(form):
    page = PIL.Image.new("L", (300, 400), "white")
    data = saved(form, *([page, page] if form == "TIFF" else [page]))
    assert media_type_of(data) == f"image/{form.lower()}"
    with pymupdf.open(stream=as_pdf(data, "a"), filetype="pdf") as pdf:
        assert len(pdf) == (2 if form == "TIFF" else 1)


def test_a_text_that_begins_as_a_bitmap_does_is_none():
    assert media_type_of("BM，一种标记".encode()) == ""
    assert as_pdf(b"%PDF-1.7", "a.pdf") == b"%PDF-1.7"


def test_without_recognition_one_line_names_the_extra(monkeypatch):
    data = saved("PNG", PIL.Image.new("L", (300, 400)))
    pretend_recognition(monkeypatch, is_installed=False)
    with pytest.raises(NoTextLayer, match=r"a\.png: it is a picture, and recognition is not installed. .*bulletin-parse\[ocr\]"):
        parse(data, name="a.png")


@pytest.fixture
def installed(monkeypatch):
    pretend_recognition(monkeypatch)


def test_a_picture_of_too_many_pixels_is_refused_by_its_head(installed):
    data = bytearray(saved("PNG", PIL.Image.new("L", (30, 40))))
    struct.pack_into(">II", data, 16, 60_000, 60_000)
    struct.pack_into(">I", data, 29, zlib.crc32(data[12:29]))
    with pytest.raises(LimitExceeded, match="pixels"):
        parse(bytes(data), name="a.png")


def test_a_picture_of_too_many_pages_is_refused(installed):
    with pytest.raises(LimitExceeded, match="pages"):
        parse(saved("TIFF", *[PIL.Image.new("L", (30, 40))] * 5), name="a.tif", limits=Limits(pages=4))


@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\n" + bytes(600), b"\xff\xd8\xff" + bytes(50), b"II*\0" + bytes(50)])
def test_a_broken_picture_is_one_line(installed, data):
    with pytest.raises(UnreadableSource, match="a.png: the picture is broken") as caught:
        parse(data, name="a.png")
    assert "\n" not in str(caught.value)


@pytest.mark.full("rapidocr", "onnxruntime", "cv2")
def test_the_pages_of_a_picture_are_recognised(tmp_path):
    path = tmp_path / "664.tif"
    path.write_bytes(saved("TIFF", printed(TEXT), printed(SECOND_PAGE)))
    read = parse(path)
    assert (read.issue_number, read.source.media_type, read.source.engine, read.source.pages) == (664, "image/tiff", "ocr", 2)
    assert read.items[0].link == "http://www.people.com.cn/n1/2026/0311/c1-41520906.html"
    assert isinstance(read.items[0].blocks[0].where[0], PageRegion)
    assert view(read, path.read_bytes()).count("data:image/webp") == 2
