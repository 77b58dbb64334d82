"""What `make fuzz` found, each as its smallest input."""

from __future__ import annotations

import json
import math
import random
import time
import zlib
from contextlib import contextmanager

import pdfplumber
import pypdfium2
import pytest
from pdfminer import pdftypes
from pdfplumber.utils.exceptions import PdfminerException

import hostile
from bulletin_parse import (
    Bulletin,
    Document,
    LimitExceeded,
    Limits,
    Line,
    LinkArea,
    NotABulletin,
    NoTextLayer,
    Page,
    Picture,
    UnreadableSource,
    parse,
    parse_text,
    read_document,
)
from bulletin_parse.layout.frame import Frame, frame_of
from bulletin_parse.layout.row import Row
from bulletin_parse.layout.rows import page_strips
from bulletin_parse.limits import Meter, metering
from bulletin_parse.outputs.summary import shortened, summary_lines
from bulletin_parse.parsing.ledger import Passage
from bulletin_parse.reading.cost import charged, weigh
from bulletin_parse.reading.ocr import engine, pictures
from bulletin_parse.reading.ocr.settings import LONGEST_SIDE
from bulletin_parse.reading.pdf import mupdf, mupdf_lines, plumber
from bulletin_parse.reading.pdf.pdfium_text import Offsets
from bulletin_parse.reading.pdf.pictures import Spot, pictures_at
from bulletin_parse.text.folding import LONGEST_SPACE, tightened
from bulletin_parse.text.links import link_span
from bulletins import WHOLE
from pages import bulletin_on
from scans import Recogniser, pretend_recognition, reading_of, scan_of

NAN, INF = math.nan, math.inf
MINUTE = 60  # CPU seconds: a thousand times what is done at once, and less than what a slow way takes


@contextmanager
def at_once():
    """What a slow way would take minutes for is done the quick way; how quick is no matter of a test."""
    began = time.process_time()
    yield
    assert time.process_time() - began < MINUTE


def rows_of(page: Page) -> list[Row]:
    return [row for strip in page_strips(page, 0) for row in strip.rows]


def sound(*lines: Line, **parts: object) -> Page:
    return charged(Page(1, 595.0, 842.0, lines, **parts), Meter(Limits(), "a.pdf"))


def test_places_that_are_no_numbers_become_zero():
    line = Line("文", NAN, 1.0, INF, 2.0, -INF, 12.0)
    page = sound(line, links=(LinkArea("http://a", NAN, 0.0, 1.0, 1.0),), pictures=(Picture(NAN, 0.0, 1.0, 1.0), Picture(0.0, 0.0, 9.0, 9.0)))
    assert page.lines == (Line("文", 0.0, 1.0, 0.0, 2.0, 0.0, 12.0),)
    assert page.links == (LinkArea("http://a", 0.0, 0.0, 1.0, 1.0),)
    assert page.pictures == (Picture(0.0, 0.0, 9.0, 9.0),)


def test_reversed_places_are_turned():
    assert sound(Line("文", 9.0, 1.0, 2.0, 2.0, 2.0, 12.0)).lines[0][1:4] == (2.0, 1.0, 9.0)


def test_a_sound_page_stays_as_it_is():
    page = Page(1, 595.0, 842.0, (Line("文", 1.0, 1.0, 2.0, 2.0, 2.0, 12.0),))
    assert charged(page, Meter(Limits(), "a.pdf")) is page


def test_rows_narrower_than_nothing_have_no_frame():
    rows = rows_of(Page(1, 595.0, 842.0, (Line("文", 9.0, 1.0, 2.0, 2.0, 2.0, 12.0),)))
    assert frame_of(rows) == Frame(0.0, 0.0)


def test_no_nan_reaches_the_record():
    lines = [
        Line(line.text, NAN if at % 3 else 80.0, line.base * 20, INF if at % 2 else 500.0, line.base * 20 + 12, line.base * 20 + 10, 12.0)
        for at, line in enumerate(read_document(WHOLE.encode(), "a.md").pages[0].lines)
    ]
    bulletin = bulletin_on(sound(*lines))
    assert isinstance(bulletin, Bulletin)
    json.loads(bulletin.to_json(), parse_constant=lambda name: 1 / 0)


def test_mupdf_gives_lines_without_spans():
    block = {"type": 0, "lines": [{"spans": [], "bbox": (0, 0, 0, 0), "dir": (1, 0)}]}
    assert not any(mupdf_lines.lines_of([block], block["lines"], []))


def test_a_long_title_of_combining_marks_is_shortened_at_once():
    bulletin = parse_text(WHOLE.replace("智慧导诊", "\u0301" * 200_000))
    assert max(len(line) for line in summary_lines(bulletin)) < 400
    with at_once():
        assert shortened("题" + "\u0301" * 400_000).endswith("…")


def test_white_space_without_end_is_cut():
    assert tightened("目" + " \u3000" * 5000 + "录") == "目" + " \u3000" * (LONGEST_SPACE // 2) + "录"
    assert tightened(" " * LONGEST_SPACE) == " " * LONGEST_SPACE


def test_comments_are_taken_out_of_a_line_one_after_the_other():
    assert read_document(b"a<!-- x -->b<!--y-->c<!-- d", "a.md").pages[0].lines[0].text == "abc<!-- d"
    assert read_document(b"<!-->a-->b", "a.md").pages[0].lines[0].text == "b"


def test_signs_behind_a_link_are_no_part_of_it():
    text = "<http://a.cn/x>）；。 "
    assert text[slice(*link_span(text))] == "http://a.cn/x"
    assert link_span(" ；") == (1, 1)


def test_a_large_stream_with_a_broken_checksum_is_unpacked_at_once():
    rng = random.Random(1)
    font = b"".join([rng.randbytes(30) + b" " * 230 for _ in range(20_000)])
    with at_once(), plumber._QUICK_UNPACKING:  # pdfminer's own way takes minutes
        assert pdftypes.decompress_corrupted(zlib.compress(font)[:-1] + b"x") == font


@pytest.mark.parametrize("lost", range(9))
def test_what_a_broken_stream_holds_is_what_pdfminer_finds(lost):
    def found(data):
        unpacker, result = zlib.decompressobj(), b""
        for at, byte in enumerate(data):
            try:
                result += unpacker.decompress(bytes([byte]))
            except zlib.error:
                return "damaged" if at < len(data) - 3 else result
        return result

    def ours(data):
        try:
            return plumber.inflated(data)
        except zlib.error:
            return "damaged"

    whole = zlib.compress(b"words " * 20)
    for data in (whole[: len(whole) - lost], whole[:lost], whole[:-lost] + b"\xff" * lost, whole + b"x" * lost, whole[:-4] + b"none" + b"y" * lost):
        assert ours(data) == found(data)


def test_digits_that_are_no_numbers_alone_on_their_lines_are_text():
    assert "፩" in "".join(block.text for item in parse_text(WHOLE + "\n\n፩\n\n፪\n").items for block in item.blocks)


def test_links_without_number_on_one_page():
    link = b"<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/A<</S/URI/URI(http://a.cn/)>>>>"
    data = hostile.pdf([*hostile.page(hostile.stream(hostile.TEXT), more=b"/Annots[" + b"6 0 R " * 5000 + b"]"), hostile.FONT, link])
    with at_once():  # PyMuPDF's own way to the next link takes minutes
        (page,) = mupdf.read(data, "a.pdf").pages
    assert page.links == (LinkArea("http://a.cn/", 0.0, 833.0, 9.0, 842.0),) * 5000


def test_objects_count_whatever_white_space_parts_their_heads():
    with pytest.raises(LimitExceeded, match="3 objects pass the limit of 2"), metering(Limits(objects=2), "a.pdf"):
        weigh(b"1\t0\tobj 1 endobj 2\n0\nobj 2 endobj 3 0 obj 3 endobj")


def test_characters_of_two_units_are_counted_once():
    offsets = Offsets("a𠮷b𠮷c", [""] * 7)  # as many characters as the text has units: no index is looked up
    assert [offsets.char(at) for at in range(5)] == [0, 1, 3, 4, 6]


def test_pictures_of_pages_are_taken_no_earlier_than_they_are_read(monkeypatch):
    """Of a file of thousands of pictures without Chinese, three are drawn."""
    pretend_recognition(monkeypatch)
    taken, really = [], pictures.page_picture
    monkeypatch.setattr(pictures, "page_picture", lambda pdf, number, *rest: taken.append(number) or really(pdf, number, *rest))
    read = Recogniser(*[reading_of(["nothing but Latin"])] * 3)
    with pytest.raises(NotABulletin):
        parse(scan_of(9), ocr=read.options())
    assert set(taken) == {1, 2, 3}


@pytest.mark.parametrize("box", [b"[0 0 100000 1]", b"[0 0 1 100000]"])
def test_no_page_is_drawn_longer_than_the_longest_sheet(box):
    data = hostile.plain(box=b"/MediaBox" + box)
    with pypdfium2.PdfDocument(data) as pdf:
        assert max(pictures.page_picture(pdf, 1).pixels.shape) <= LONGEST_SIDE + 1


def test_pictures_of_a_file_that_pdfium_cannot_open_are_none():
    """Another engine read it, and the archive asks pdfium for its figures."""
    assert pictures_at(b"%PDF-1.7 broken", "a.pdf", [Spot(1, (0.0, 0.0, 9.0, 9.0))]) == [None]


def test_pages_of_pictures_that_cannot_be_drawn_are_named(monkeypatch):
    def refuse(_data, source):
        raise UnreadableSource(source, "pdfium cannot open it (Data format error)")

    monkeypatch.setattr(engine, "opened_pdf", refuse)
    pretend_recognition(monkeypatch)
    bare = Page(1, 595.0, 842.0, (), (), (Picture(0.0, 0.0, 595.0, 842.0),))
    text = Page(2, 595.0, 842.0, (Line("文", 1.0, 1.0, 2.0, 2.0, 2.0, 12.0),))
    done = engine.complete(Document((bare, text), "pymupdf", "1", "application/pdf"), b"", "a.pdf")
    assert done.pages == (bare, text)
    assert [(page.page, page.reason) for page in done.unread] == [(1, "it is a picture, and pdfium cannot open it (Data format error)")]


def test_a_page_with_nothing_on_it_is_no_picture():
    with pytest.raises(NoTextLayer, match="hold neither text nor a picture. Look at the pages"):
        parse(hostile.pdf([*hostile.page(hostile.stream(b"0 0 9 9 re f")), hostile.FONT]))


def test_pdfplumber_without_memory_is_no_broken_file(monkeypatch):
    def starve(_stream):
        raise PdfminerException(MemoryError())

    monkeypatch.setattr(pdfplumber, "open", starve)
    with pytest.raises(MemoryError):
        plumber.read(hostile.plain(), "a.pdf")


def test_passages_without_number_are_joined_at_once():
    """An index of 100,000 lines that are no entries of their own."""
    (row,) = rows_of(Page(1, 595.0, 842.0, (Line("文word", 1.0, 1.0, 2.0, 2.0, 2.0, 12.0),)))
    with at_once():
        whole = Passage.joined([Passage.of([row])] * 100_000)
    assert whole.text == "文word" * 100_000
    assert [piece[0] for piece in whole.pieces[:3]] == [0, 5, 10]
    words = Passage("word", ((0, row, 1, 5),))
    assert Passage.joined([words, words, Passage("http://a.cn/", ((0, row, 0, 5),)), words]).text == "word word http://a.cn/word"
