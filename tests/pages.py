"""Pages made by hand, for the layout's tests: a row is one line of text at a place."""

from __future__ import annotations

import re

from bulletin_parse import Bulletin, Document, Line, Page, Picture, Source, load_template
from bulletin_parse.layout.flow import Flow, flow_of
from bulletin_parse.parsing.bulletin import parse_document

SIZE, PITCH, LEFT, WIDTH = 12.0, 20.0, 80.0, 36
RIGHT = LEFT + WIDTH * SIZE
FULL = "数据平台服务群众健康管理系统建设推进互联互通标准安全质量提升能力资源共享应用试点办理"[:WIDTH]
NOTHING = re.compile(r"(?!)")


def line(text: str, row: float, *, indent: float = 0, size: float = SIZE, font: str = "Song", bold: bool = False, centred: bool = False) -> Line:
    """A line of a page: ``row`` counts pitches from the top, ``indent`` characters."""
    width = sum(1.0 if ord(char) > 0x2E7F or char in "“”" else 0.5 for char in text) * size
    x0 = LEFT + (WIDTH * SIZE - width) / 2 if centred else LEFT + indent * SIZE
    base = 80 + row * PITCH
    return Line(text, x0, base - size, x0 + width, base + 0.2 * size, base, size, font, bold)


def page(number: int, *lines: Line, pictures: tuple[Picture, ...] = ()) -> Page:
    """An A4 page."""
    return Page(number, 595.0, 842.0, lines, (), pictures)


def flow(*pages: Page, openers: re.Pattern[str] | None = None) -> Flow:
    """The blocks of some pages."""
    words = load_template().layout
    return flow_of(Document(pages, "test", "1", "application/pdf"), words._replace(openers=openers) if openers else words)


def bulletin_on(*pages: Page) -> Bulletin:
    """The bulletin on some pages."""
    source = Source(name="a.pdf", sha256="0" * 64, media_type="application/pdf", engine="test", engine_version="1", pages=len(pages))
    return parse_document(Document(pages, "test", "1", "application/pdf"), load_template(), source).bulletin


def texts(result: Flow) -> list[str]:
    """The blocks' texts, a figure as 〈figure〉."""
    return [block.text if block.rows else "〈figure〉" for block in result.blocks]
