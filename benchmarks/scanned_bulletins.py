"""Invented bulletins for measuring OCR: PDFs in four faces with the record that each must give. No sentence is from a real article.

The links are of many hosts, known and unknown, with identifiers drawn by lot; they were not looked at when the repairs
were written.
"""

from __future__ import annotations

import random
import string
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pymupdf

from bulletin_parse.text.numerals import write_numeral
from stock import KNOWN, Stock
from stock import stock as stock_named

FACES = {
    "song": "/usr/share/fonts/truetype/arphic/uming.ttc",
    "kai": "/usr/share/fonts/truetype/arphic/ukai.ttc",
    "hei": "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc",
    "serif": "/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc",
}


ALPHABETS = {
    "d": string.digits,
    "h": "0123456789abcdef",
    "a": string.ascii_lowercase + string.digits,
    "A": string.ascii_uppercase + string.digits,
    "B": string.ascii_letters + string.digits,
}
# Those of stocks written later: digits, capital hexadecimal, and all that a short link may hold.
LATER_ALPHABETS = {**ALPHABETS, "n": string.digits, "H": "0123456789ABCDEF", "b": string.ascii_letters + string.digits + "_-"}
LONGEST_IDENTIFIER = 32


def bulletin(seed: int, *, items: int = 4, stock: Stock | None = None) -> tuple[str, dict[str, Any]]:
    """A bulletin's HTML and its record, as the shared corpus writes records."""
    stock = stock or stock_named(KNOWN)
    dice = random.Random(seed)
    number = dice.randint(60, 990)
    end = date(2014, 1, 3) + timedelta(days=7 * dice.randint(0, 620))
    start = end - timedelta(days=6)
    stories = [_story(dice, at + 1, start, stock) for at in range(items)]
    form = dice.choice(("positional", "place", "digits"))
    label = f"第{write_numeral(number, form)}期"
    lead = f"本期周报共收集{items}篇卫生健康信息化相关信息，时间从{_long(start)}到{_long(end)}，监测范围包括全国主流媒体及政府网站等。"
    record = {
        "title": "全国卫生信息化舆情监测周报",
        "issue_label": label,
        "issue_number": number,
        "publisher": "北京市卫生健康大数据与政策研究中心",
        "published": end.isoformat(),
        "lead": lead,
        "declared_count": items,
        "date_range": {"start": start.isoformat(), "end": end.isoformat()},
        "index": [{key: story[key] for key in ("number", "title", "source")} for story in stories],
        "items": stories,
        "meta": {"defects": [], "also": []},
    }
    return _html(record, _long(end)), record


def _story(dice: random.Random, number: int, start: date, stock: Stock) -> dict[str, Any]:
    words = {"place": dice.choice(stock.places), "body": dice.choice(stock.bodies), "subject": dice.choice(stock.subjects), "verb": dice.choice(stock.verbs)}
    title = dice.choice(stock.titles).format(**words, k=number + 1)
    day = start + timedelta(days=dice.randint(0, 6))
    source, pattern = dice.choice(stock.sources)
    return {
        "number": number,
        "title": title,
        "source": source.format(**words),
        "link": _link(dice, pattern, day, stock),
        "published": day.isoformat(),
        "blocks": [{"kind": "paragraph", "text": _paragraph(dice, day.year, stock)} for _ in range(dice.randint(2, 4))],
    }


def _link(dice: random.Random, pattern: str, day: date, stock: Stock) -> str:
    drawn = {f"d{count}": "".join(dice.choices(string.digits, k=count)) for count in range(4, 11)}
    lot = random.Random(drawn["d10"])  # apart, so that bulletins that were measured once stay what they were
    for name, signs in ALPHABETS.items():
        drawn |= {f"{name}{count}": "".join(lot.choices(signs, k=count)) for count in (10, 14, 15, 16, 19, 22, 24, 32) if f"{name}{count}" not in drawn}
    after = random.Random(f"{drawn['d10']} later")
    later = {f"{name}{count}": "".join(after.choices(signs, k=count)) for name, signs in LATER_ALPHABETS.items() for count in range(1, LONGEST_IDENTIFIER + 1)}
    return pattern.format(
        **{**later, **drawn, "d1": day.day},
        m1=day.month,
        y=day.year,
        y2=f"{day.year % 100:02}",
        m=f"{day.month:02}",
        dd=f"{day.day:02}",
        md=f"{day.month:02}{day.day:02}",
        ymd=f"{day:%Y%m%d}",
        w=dice.choice(("health", "society", "bj", "sd", "hlj", "gz", "jl", "finance")),
        p=dice.choice(("health", "politics", "local", "life", "shehui")),
        p2=dice.choice(("sh", "jk", "yl", "jiankang", "kuaixun", "xinwen", "local")),
        x=dice.choice(stock.hosts),
    )


def _paragraph(dice: random.Random, year: int, stock: Stock) -> str:
    out = ""
    for sentence in dice.sample(stock.sentences, dice.randint(2, 4)):
        out += sentence.format(
            place=dice.choice(stock.places),
            body=dice.choice(stock.bodies),
            verb=dice.choice(stock.verbs),
            subject=dice.choice(stock.subjects),
            name=dice.choice(stock.names),
            n=dice.randint(12, 980),
            m=dice.randint(11, 98),
            k=dice.randint(2, 9),
            year=year,
        )
    return out


def _long(day: date) -> str:
    return f"{day.year}年{day.month:02}月{day.day:02}日"


# Characters that a line of the largest size holds; MuPDF cuts off what it cannot break.
LINE = 63


def _breakable(link: str) -> str:
    """A link with a place to break before its file, if it is longer than a line."""
    head, slash, file = link.rpartition("/")
    return f"{head}{slash}\u200b{file}" if len(link) > LINE else link


def _html(record: dict[str, Any], published: str) -> str:
    parts = [f"<h1>{record['title']}</h1><h2>（{record['issue_label']}）</h2><p class=c>{record['publisher']}</p><p class=c>{published}</p>"]
    parts.append(f"<h3>本期导语：</h3><p class=t>{record['lead']}</p><h3>一、信息目录</h3>")
    parts += [f"<p class=f>{entry['number']}. {entry['title']}（{entry['source']}）</p>" for entry in record["index"]]
    parts.append("<h3>二、具体内容</h3>")
    for story in record["items"]:
        parts.append(f"<h4>{story['number']}. {story['title']}</h4><p class=f>来源：{story['source']}</p>")
        parts.append(f"<p class=f>链接：{_breakable(story['link']).replace('&', '&amp;')}</p><p class=f>主要内容：</p>")
        parts.append(f"<p class=c>{story['title']}</p><p class=c>{story['published']} 来源：{story['source']}</p>")
        parts += [f"<p class=t>{block['text']}</p>" for block in story["blocks"]]
    return "".join(parts)


def pdf(html: str, face: str, size: float) -> bytes:
    """The HTML printed in one face, its body in one size."""
    css = f"""@font-face {{font-family: face; src: url({Path(FACES[face]).name});}}
        * {{font-family: face; font-size: {size}px; line-height: 1.55; margin: 0;}}
        h1 {{font-size: {size * 1.8}px; text-align: center;}} h2 {{font-size: {size * 1.3}px; text-align: center;}}
        h3, h4 {{font-weight: normal; font-size: {size * 1.2}px; margin-top: 6px;}} .c {{text-align: center;}} .t {{text-indent: 2em; text-align: left;}}"""
    story = pymupdf.Story(html=html, user_css=css, archive=pymupdf.Archive(str(Path(FACES[face]).parent)))
    page = pymupdf.paper_rect("a4")
    return story.write_with_links(lambda _number, _filled: (page, (75, 72, page.x1 - 75, page.y1 - 72), pymupdf.Identity)).tobytes()
