"""One odd page changes the blocks of no other page, whoever made the file and whichever engine reads it."""

from collections import defaultdict
from pathlib import Path

import pymupdf
import pytest

from bulletin_parse import load_template, read_document
from odd_pages import ODD, put_in
from pages import flow

ROOT = Path(__file__).parent.parent
FILES = sorted([*ROOT.glob("examples/[0-9]*.pdf"), *ROOT.glob("tests/fixtures/typst-floats.pdf"), *ROOT.glob("tests/fixtures/unembedded.pdf")])
FEW = {"567-word.pdf", "711-typst.pdf"}
WORDS = load_template().layout


def blocks_of(data: bytes, engine: str, odd: int = 0) -> dict[int, list[tuple[str, str, frozenset[int]]]]:
    """The blocks of each page but an odd one, as if that were not there: kind, text without white space, and the pages that they run over."""

    def number(page: int) -> int:
        return page - (0 < odd < page)

    found = flow(*read_document(data, "a.pdf", engine=engine, ocr="never").pages)
    pages = defaultdict(list)
    for block in found.blocks:
        if block.page != odd:
            kind = block.role or ("figure" if block.is_figure else "text")
            pages[number(block.page)].append((kind, "".join(block.text.split()), frozenset([number(row.page) for row in block.rows])))
    return dict(pages)


def runs_over(blocks: dict[int, list[tuple[str, str, frozenset[int]]]], page: int) -> bool:
    """Whether a paragraph runs over a page's end, or may: its last one ends no sentence."""
    own = blocks.get(page, [])
    return any(max(pages, default=0) > page for _, _, pages in own) or (bool(own) and not own[-1][1].endswith(("。", "！", "？", "”")))


@pytest.mark.parametrize(
    ("file", "engine"),
    [
        pytest.param(file, engine, marks=() if file.name in FEW and engine == "pymupdf" else pytest.mark.slow, id=f"{file.stem}-{engine}")
        for file in FILES
        for engine in ("pymupdf", "pdfium", "pdfplumber")
    ],
)
def test_an_odd_page_at_the_beginning_in_the_middle_and_at_the_end_changes_no_other(file, engine):
    with pymupdf.open(file) as document:
        data, count = bytes(document.tobytes()), len(document)
    expected = blocks_of(data, engine)
    places = [at for at in range(count + 1) if not runs_over(expected, at)]
    for odd in ODD:
        for at in sorted({places[0], places[len(places) // 2], places[-1]}):
            assert blocks_of(put_in(data, odd, at), engine, at + 1) == expected, f"{odd.__name__} before page {at + 1}"
