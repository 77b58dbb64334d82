"""Odd pages as PDFs, to be put between the pages of a document: each differs from a plain one in one way, and ends with a sentence."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pymupdf

_TEXT = "数据平台服务群众健康管理系统建设推进互联互通标准安全质量提升能力资源共享应用试点办理" * 2
_FACE = {"fontname": "china-s", "fontsize": 12}
_ENGLISH = "The new rules ask all hospitals to share the results of imaging"


def _write(sheet: Any, x: float, y: float, text: str, **more: Any) -> None:
    sheet.insert_text((x, y), text, **{**_FACE, **more})


def _paragraphs(sheet: Any, *, left: float = 80, rows: int = 20, width: int = 34, pitch: float = 22, indent: int = 2, **more: Any) -> None:
    """Paragraphs of five rows, the last of them short."""
    size = more.get("fontsize", 12)
    for row in range(rows):
        first, last = row % 5 == 0, row % 5 == 4
        text = _TEXT[row % 7 :][: width // 2 if last else width - (indent if first else 0)] + ("。" if last else "")
        _write(sheet, left + (indent * size if first else 0), 90 + pitch * row, text, **more)


def columns(document: Any) -> None:
    sheet = document.new_page()
    _paragraphs(sheet, left=70, rows=25, width=17)
    _paragraphs(sheet, left=310, rows=25, width=17)


def watermark(document: Any) -> None:
    sheet = document.new_page()
    _paragraphs(sheet)
    _write(sheet, 150, 600, "内部资料", fontsize=80, color=(0.8, 0.8, 0.8), morph=(pymupdf.Point(150, 600), pymupdf.Matrix(45)))


def large_type(document: Any) -> None:
    _paragraphs(document.new_page(), rows=10, width=14, pitch=50, fontsize=28)


def close_rows(document: Any) -> None:
    _paragraphs(document.new_page(), rows=45, pitch=15, indent=0)


def far_rows(document: Any) -> None:
    _paragraphs(document.new_page(), rows=20, pitch=33)


def landscape(document: Any) -> None:
    _paragraphs(document.new_page(width=842, height=595), rows=15, width=54)


def turned(document: Any) -> None:
    sheet = document.new_page(width=842, height=595)
    _paragraphs(sheet, rows=15, width=40)
    sheet.set_rotation(90)


def a3(document: Any) -> None:
    _paragraphs(document.new_page(width=842, height=1191), rows=40, width=55)


def form(document: Any) -> None:
    sheet = document.new_page()
    for row in range(10):
        for column in range(3):
            x, y = 80 + 140 * column, 100 + 40 * row
            sheet.draw_rect((x, y, x + 140, y + 40))
            _write(sheet, x + 5, y + 25, _TEXT[row : row + 4])


def bare_table(document: Any) -> None:
    sheet = document.new_page()
    for row in range(12):
        for column in range(4):
            _write(sheet, 80 + 110 * column, 120 + 24 * row, _TEXT[row + column :][:3])


def english(document: Any) -> None:
    sheet = document.new_page()
    for row in range(30):
        sheet.insert_text((80, 90 + 18 * row), f"{_ENGLISH[: 62 - row % 6 * 3]}.", fontname="tiro", fontsize=12)


def code(document: Any) -> None:
    sheet = document.new_page()
    for row in range(35):
        sheet.insert_text((80, 90 + 14 * row), " " * (row % 4 * 4) + "result[key] = parse(path, limit=10);", fontname="cour", fontsize=9)


def page_number(document: Any) -> None:
    _write(document.new_page(), 290, 800, "— 3 —", fontsize=10)


def empty(document: Any) -> None:
    document.new_page()


def scan(document: Any) -> None:
    sheet = document.new_page()
    picture = pymupdf.Pixmap(pymupdf.csGRAY, (0, 0, 200, 280))
    picture.clear_with(240)
    sheet.insert_image(sheet.rect, pixmap=picture)


def stamp(document: Any) -> None:
    sheet = document.new_page()
    _paragraphs(sheet)
    _write(sheet, 400, 60, "收文 2026-03-14", fontsize=9)


ODD: tuple[Callable[[Any], None], ...] = (
    *(columns, watermark, large_type, close_rows, far_rows, landscape, turned, a3),
    *(form, bare_table, english, code, page_number, empty, scan, stamp),
)


def put_in(data: bytes, odd: Callable[[Any], None], at: int) -> bytes:
    """A PDF with an odd page before the page ``at`` (from 0), or behind the last one."""
    with pymupdf.open(stream=data, filetype="pdf") as document, pymupdf.open() as sheets:
        odd(sheets)
        with pymupdf.open(stream=sheets.tobytes(), filetype="pdf") as made:
            document.insert_pdf(made, start_at=at if at < len(document) else -1)
        return bytes(document.tobytes())
