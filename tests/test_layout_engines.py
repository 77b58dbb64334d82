"""What stands side by side on a page is told alike, whichever engine read it."""

import pymupdf
import pytest

from bulletin_parse import read_document
from pages import FULL, flow

ENGINES = ("pymupdf", "pdfium", "pdfplumber")
EM, LEFT, PITCH = 12.0, 90.0, 20.0
ROWS = (("指标", "前年", "去年"), ("互认次数", "五十二万", "八十六万"), ("接入医院", "九十家", "百五十家"), ("调阅人数", "七万", "十一万"))


def drawn(*placed: tuple[float, float, str], rules: tuple[float, ...] = ()) -> bytes:
    """A page with texts, each an object of its own at a place, and rules drawn across it."""
    document = pymupdf.open()
    sheet = document.new_page()
    for x, y, text in placed:
        sheet.insert_text((x, y), text, fontname="china-s", fontsize=EM)
    for y in rules:
        sheet.draw_line((LEFT, y), (LEFT + 300, y), width=0.6)
    return bytes(document.tobytes())


def table(gap: float) -> list[tuple[float, float, str]]:
    """A table's cells in the middle of columns that are as wide as their widest cell, and so many sizes apart."""
    widths = [EM * max(len(row[column]) for row in ROWS) for column in range(len(ROWS[0]))]
    lefts = [LEFT + 60 + sum(widths[:column]) + column * gap * EM for column in range(len(widths))]
    return [
        (left + (room - EM * len(text)) / 2, 200 + PITCH * number, text)
        for number, row in enumerate(ROWS)
        for left, room, text in zip(lefts, widths, row, strict=True)
    ]


def text(first: float, rows: int) -> list[tuple[float, float, str]]:
    return [(LEFT + (0 if row else 2 * EM), first + PITCH * row, FULL[: 32 if row else 30]) for row in range(rows)]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("rules", [(), (184.0, 206.0, 266.0), (184.0, 206.0, 226.0, 246.0, 266.0)], ids=["bare", "three rules", "a rule below each row"])
@pytest.mark.parametrize("gap", [0.85, 0.95, 1.5, 3.0])
def test_a_table_whose_cells_are_not_closed_by_rules_is_one_with_each_engine(engine, gap, rules):
    placed = [*text(120, 3), *table(gap), *text(300, 3)]
    blocks = flow(*read_document(drawn(*placed, rules=rules), "made", engine=engine).pages).blocks
    (found,) = [block for block in blocks if block.role == "table"]
    assert [["".join(row.text for row in cell) for cell in line] for line in found.cells] == [list(row) for row in ROWS]
    assert [block.role == "table" for block in blocks].index(True) > 0
    assert not any("指标" in block.text for block in blocks if block is not found)


@pytest.mark.parametrize("engine", ENGINES)
def test_words_of_one_row_that_stand_apart_are_one_row_with_each_engine(engine):
    placed = [*text(120, 3), (LEFT, 180, "来源：某报"), (LEFT + 8 * EM, 180, "作者：某人"), *text(200, 3)]
    blocks = flow(*read_document(drawn(*placed), "made", engine=engine).pages).blocks
    assert "来源：某报 作者：某人" in [block.text for block in blocks]
