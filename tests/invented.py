"""Invented bulletins as text, one a week, for tests and benchmarks that need many: no sentence is from a real article."""

from __future__ import annotations

import html
import io
import random
from datetime import date, timedelta

FIRST_DAY = date(2013, 6, 14)  # a Friday, publication day of number 1
_PLACES = ("青岚省", "宁川区", "石桥镇", "古渡县", "东浦市", "安澜市", "北岭省", "南汀自治州")
_SUBJECTS = ("互联互通平台", "远程心电网络", "电子处方流转", "智慧导诊", "区域影像云", "健康医疗大数据中心", "医保移动支付", "DRG2.0付费")
_VERBS = ("印发实施方案", "上线新版系统", "惠及基层群众", "筑牢数据安全防线", "推进试点建设", "通过国家测评")
_OUTLETS = (("人民网", "http://health.people.com.cn/n1/{:%Y/%m%d}/c14739-{:08d}.html"), ("新华网", "http://www.news.cn/health/{:%Y%m%d}/{:08d}/c.html"))
_SENTENCES = (
    "据介绍，该{subject}覆盖{place}全部二级以上医院，累计服务{count}万人次。",
    "下一步，{place}将继续推进{subject}与基层医疗卫生机构的数据共享。",
    "{place}卫生健康委有关负责人表示，{subject}让群众就医更加便捷。",
    "截至{year}年底，{subject}已接入{count}家医疗机构，平均等候时间缩短三成。",
)


def bulletin_text(number: int, *, items: int = 5, paragraphs: int = 4, first_day: date = FIRST_DAY) -> str:
    """A bulletin as Markdown; the same arguments give the same text. It appears on the last day of its week."""
    rng = random.Random(number)
    end = first_day + timedelta(weeks=number - 1)
    start = end - timedelta(days=6)
    stories = []
    for at in range(1, items + 1):
        place, subject = rng.choice(_PLACES), rng.choice(_SUBJECTS)
        outlet, link = rng.choice(_OUTLETS)
        day = start + timedelta(days=rng.randrange(7))
        title = f"{place}{subject}{rng.choice(_VERBS)}：第{number}周的第{at}个故事"
        body = [_paragraph(rng, place, subject, end.year) for _ in range(paragraphs)]
        stories.append((at, title, outlet, link.format(day, rng.randrange(10**8)), day, body))
    lines = [
        "# 全国卫生信息化舆情监测周报",
        f"## （第{number}期）",
        "北京市卫生健康大数据与政策研究中心",
        f"{end.year}年{end.month}月{end.day}日",
        "### 本期导语：",
        f"本期共收录{items}条信息，时间范围为{start.year}年{start.month}月{start.day}日至{end.year}年{end.month}月{end.day}日，监测范围为全国主要媒体。",
        "### 一、信息目录",
    ]
    for at, title, outlet, *_ in stories:
        lines += [f"{at}. {title}", f"（{outlet}）"]
    lines.append("### 二、具体内容")
    for at, title, outlet, link, day, body in stories:
        byline = f"{day.year}年{day.month}月{day.day}日 来源：{outlet}"
        lines += [f"### {at}. {title}", f"来源：{outlet}", f"链接：<{link}>", "主要内容：", title, byline, *body]
    return "\n\n".join(lines) + "\n"


def bulletin_pdf(text: str) -> bytes:
    """A bulletin's Markdown as a PDF with an embedded font, as word processors make them."""
    import pymupdf

    parts = []
    for line in text.strip().split("\n\n"):
        marks, _, words = line.partition(" ")
        body = html.escape(words if marks.strip("#") == "" else line.replace("<", "").replace(">", ""))
        parts.append(_STYLES.get(marks, "<p style='text-indent: 2em'>{}</p>").format(body))
    out = io.BytesIO()
    writer, page = pymupdf.DocumentWriter(out), pymupdf.paper_rect("a4")
    story, more = pymupdf.Story(f"<body style='font-size: 12px'>{''.join(parts)}</body>"), 1
    while more:
        device = writer.begin_page(page)
        more, _ = story.place(page + MARGINS)
        story.draw(device)
        writer.end_page()
    writer.close()
    with pymupdf.open(stream=out.getvalue(), filetype="pdf") as pdf:
        pdf.subset_fonts()
        return bytes(pdf.tobytes(garbage=3, deflate=True))


MARGINS = (72, 72, -72, -72)  # points
_STYLES = {
    "#": "<p style='text-align: center; font-size: 22px'>{}</p>",
    "##": "<p style='text-align: center'>{}</p>",
    "###": "<p style='font-size: 14px'><b>{}</b></p>",
}


def _paragraph(rng: random.Random, place: str, subject: str, year: int) -> str:
    return "".join([rng.choice(_SENTENCES).format(place=place, subject=subject, count=rng.randrange(2, 900), year=year) for _ in range(3)])
