"""A PDF that lacks its last lines only is read; one that lacks more is refused, wherever it was cut."""

from __future__ import annotations

import pymupdf
import pytest

from bulletin_parse import BulletinError, UnreadableSource, parse, read_document
from bulletin_parse.reading.pdf.truncation import completeness_of
from conftest import FIXTURES
from hostile import READABLE, WORD, object_stream_bomb, plain, stream, without_end_mark, without_trailer

PDFS = sorted(FIXTURES.glob("*.pdf"))
ENGINES = ["auto", "pymupdf", "pdfium", "pdfplumber"]


def rewritten(**options: int) -> bytes:
    with pymupdf.open(stream=WORD) as document:
        return document.tobytes(**options)


# pdfium and pdfplumber repair less: without a table, or a trailer, they say that they cannot read the file.
REPAIRED = [(name, engine) for name in READABLE for engine in ENGINES if engine in ENGINES[:2] or name not in ("without_table", "without_trailer")]


@pytest.mark.parametrize(("name", "engine"), REPAIRED)
def test_what_lost_nothing_is_read_in_full(name, engine):
    whole, damaged = parse(WORD, engine=engine), parse(READABLE[name](), engine=engine)
    assert damaged.to_dict() | {"source": None} == whole.to_dict() | {"source": None}


@pytest.mark.parametrize("path", PDFS, ids=lambda path: path.name)
def test_wherever_a_file_is_cut_it_is_refused_or_gives_all_its_pages(path):
    data = path.read_bytes()
    whole = {engine: read_document(data, path.name, engine=engine).pages for engine in ENGINES[1:3]}
    step = max(1, len(data) // 60)
    for end in [*range(0, len(data), step), *range(max(0, len(data) - 60), len(data), 7)]:
        try:
            found = read_document(data[:end], path.name)
        except BulletinError:
            continue
        assert found.pages == whole[found.engine], end


def test_objects_in_object_streams_are_found():
    data = rewritten(use_objstms=1)
    assert b"/ObjStm" in data
    # The table is itself an object, the last one.
    before_table = data[: data.rfind(b"endobj", 0, data.rfind(b"/XRef")) + 6]
    assert completeness_of(before_table) == (True, parse(WORD).source.pages)
    assert not completeness_of(before_table[: before_table.rfind(b"/ObjStm")]).whole


@pytest.mark.parametrize(
    "damaged",
    [
        object_stream_bomb()[:-30].replace(b"trailer", b"").replace(b"startxref", b""),
        without_trailer() + b"9 0 obj<<>>",
        without_trailer() + b"9 0 obj<<>>stream\nno end",
        without_trailer() + b"9 0 obj" + stream(b"not packed", b"/Type/ObjStm/N 1/First 4/Filter/FlateDecode") + b"endobj",
        without_trailer() + b"9 0 obj" + stream(b"", b"/Type/ObjStm") + b"endobj",
        without_trailer().replace(b"/Catalog", b"/Cattle"),
        plain()[: plain().find(b"5 0 obj")],
        WORD + b"900 0 obj<</Type/Page>>endobj",
    ],
)
def test_what_proves_nothing_is_refused(damaged):
    with pytest.raises(UnreadableSource, match="the PDF is truncated"):
        parse(damaged)


def test_an_update_without_its_end_mark_is_read():
    update = b"900 0 obj<<>>endobj\nxref\n0 0\ntrailer<</Size 901/Root 1 0 R/Prev 5>>\nstartxref\n93000\n"
    assert completeness_of(WORD + update).whole
    assert completeness_of(without_end_mark()).whole


def test_an_engine_that_finds_fewer_pages_than_there_are_is_not_believed():
    lost = without_trailer().replace(b"/Kids", b"/Kads")
    with pytest.raises(UnreadableSource):
        parse(lost, engine="pymupdf")
