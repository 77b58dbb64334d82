"""Bulletins of any size, made here: as text, and as PDFs set the way Word sets them (embedded font, indents, justified rows, page numbers)."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from random import Random

HOSTS = {"人民网": "www.people.com.cn", "央广网": "news.cnr.cn", "健康报": "www.jkb.com.cn", "青岚日报": "www.qinglan-daily.cn"}
# Words in any order make text as varied as a bulletin's: rows that stand on many pages would be taken for running headers.
_WORDS = (
    "智慧导诊 电子病历 互认共享 区域平台 健康档案 数据要素 远程会诊 家庭医生 检验检查 影像云 医保结算 信息安全 大模型 编码推荐 质控 随访 群众 "
    "患者 医院 卫健委 试点 推进 建设 完善 覆盖 提升 缩短 用时 准确率 调阅 接口标准 统一 治理 应用 "
    "服务 基层 县域 医共体 急救 血糖 慢病 处方 前置审核 药师 护理 影像 诊断 协同 机制 方案 印发 "
    "实施 评估 结果 显示 持续 深化 探索 创新 模式 机构 人员 培训 能力 质量 "
)
WORDS = _WORDS.split()
LAST = date(2026, 3, 13)

WIDTH, HEIGHT = 595.0, 842.0
LEFT, RIGHT, TOP, BOTTOM = 79.5, 499.5, 90.0, 760.0
SIZE, PITCH = 12.0, 20.0
ROW_SIGNS = 35  # Han characters that fill a row


def paragraph(number: int, sentences: int = 5) -> str:
    """A paragraph of its own: the same number gives the same one."""
    chance = Random(number)
    return "".join(["，".join(["".join(chance.choices(WORDS, k=4)) for _ in range(2)]) + f"{chance.randrange(100)}%。" for _ in range(sentences)])


def title(number: int) -> str:
    """An item's title; no two are alike."""
    return f"甲市第{number}医院" + "".join(Random(-number).choices(WORDS, k=5))


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
        ("line", "导读："),
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
