"""Bulletins of any size, made here: as text, and as PDFs set the way Word sets them (embedded font, indents, justified rows, page numbers)."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

HOSTS = {"人民网": "www.people.com.cn", "央广网": "news.cnr.cn", "健康报": "www.jkb.com.cn", "青岚日报": "www.qinglan-daily.cn"}
SENTENCES = (
    "该院引入大模型，用于病历质控与编码推荐，准确率较人工提升约五十五个百分点。",
    "患者从挂号到取药的平均用时由84分钟降至9分钟，群众满意度稳步提高。",
    "市卫生健康委负责人表示，将继续推进检验检查结果互认，让数据多跑路。",
    "截至目前，全市已有316家医疗机构接入区域平台，累计调阅健康档案1200余万次。",
    "专家指出，接口标准仍需进一步统一，避免形成新的信息烟囱。",
)
LAST = date(2026, 3, 13)

WIDTH, HEIGHT = 595.0, 842.0
LEFT, RIGHT, TOP, BOTTOM = 79.5, 499.5, 90.0, 760.0
SIZE, PITCH = 12.0, 20.0
ROW_SIGNS = 35  # Han characters that fill a row


def paragraph(number: int, sentences: int = 5) -> str:
    """A paragraph that differs from the next ones."""
    return "".join([f"第{number}点，" if at == 0 else SENTENCES[(number + at) % len(SENTENCES)] for at in range(sentences + 1)])


def title(number: int) -> str:
    """An item's title; no two are alike."""
    return f"甲市第{number}医院上线智慧导诊{number * 7919 % 1000:03d}号平台"


def lines_of(items: int, paragraphs: int) -> list[tuple[str, str]]:
    """A bulletin as (kind, text): kinds are title, centre, line and paragraph.

    Args:
        items: how many, at least 1.
        paragraphs: in each item's body.
    """
    sources = list(HOSTS)
    start = LAST - timedelta(days=6)
    out = [
        ("title", "全国卫生信息化舆情监测周报"),
        ("centre", "第六六四期"),
        ("centre", "北京市卫生健康大数据与政策研究中心  2026年3月13日"),
        ("line", "信息导读："),
        ("paragraph", f"本期周报共收集{items}篇信息，时间从{start:%Y年%m月%d日}到{LAST:%Y年%m月%d日}。"),
        ("line", "信息目录："),
    ]
    out += [("line", f"{number}. {title(number)}（{sources[number % 4]}）") for number in range(1, items + 1)]
    out.append(("line", "信息内容："))
    for number in range(1, items + 1):
        source = sources[number % 4]
        out += [
            ("line", f"{number}. {title(number)}"),
            ("line", f"来源：{source}"),
            ("line", f"链接：https://{HOSTS[source]}/2026/0311/c{number}-40678901.html"),
            ("line", "主要内容："),
            ("centre", title(number)),
            ("centre", f"2026-03-11 来源：{source}"),
        ]
        out += [("paragraph", paragraph(number * 1000 + at)) for at in range(paragraphs)]
    return out


def text(items: int, paragraphs: int = 4) -> str:
    """A bulletin as plain text, a line a paragraph."""
    return "\n\n".join([line for _, line in lines_of(items, paragraphs)]) + "\n"


def _rows(items: int, paragraphs: int) -> list[tuple[float, float, str]]:
    """Each printed row as (left, size, text)."""
    rows = []
    for kind, line in lines_of(items, paragraphs):
        if kind in ("title", "centre"):
            size = 18.0 if kind == "title" else SIZE
            rows.append(((LEFT + RIGHT - _width(line, size)) / 2, size, line))
            continue
        indent, rest = (2 if kind == "paragraph" else 0), line
        while rest:
            taken = _fitting(rest, (ROW_SIGNS - indent) * SIZE)
            rows.append((LEFT + indent * SIZE, SIZE, rest[:taken]))
            rest, indent = rest[taken:], 0
    return rows


def _width(text: str, size: float) -> float:
    return sum([_font().glyph_advance(ord(char)) for char in text]) * size


def _fitting(text: str, room: float) -> int:
    """How many characters of a text fill a row; closing signs do not begin the next one."""
    taken, width = 0, 0.0
    while taken < len(text) and (width := width + _advance(text[taken])) <= room + 0.01:
        taken += 1
    while 0 < taken < len(text) and text[taken] in "，。、：；）":
        taken -= 1
    return taken


@cache
def _advance(char: str) -> float:
    return _font().glyph_advance(ord(char)) * SIZE


@cache
def _font():
    import pymupdf

    return pymupdf.Font("cjk")


def pdf(items: int, paragraphs: int = 4) -> bytes:
    """A bulletin as a PDF with an embedded, subsetted font; its pages have numbers."""
    import pymupdf

    rows = _rows(items, paragraphs)
    document = pymupdf.open()
    at, number = 0, 0
    while at < len(rows):
        number += 1
        page = document.new_page(width=WIDTH, height=HEIGHT)
        writer = pymupdf.TextWriter(page.rect)
        base = TOP
        while at < len(rows) and base <= BOTTOM:
            left, size, line = rows[at]
            writer.append((left, base), line, font=_font(), fontsize=size)
            base += PITCH
            at += 1
        writer.append((WIDTH / 2, HEIGHT - 40), f"- {number} -", font=_font(), fontsize=9)
        writer.write_text(page)
    document.subset_fonts()
    data: bytes = document.tobytes(garbage=3, deflate=True)
    document.close()
    return data
