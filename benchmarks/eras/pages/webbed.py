"""Kinds of the browser: a style sheet more, or an element more, before Chromium prints."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape

from ..produce.web import SOURCE
from .kind import Kind
from .laid import QUOTE, TERM

FIXED = "position: fixed; z-index: -1; color: #d8d8d8; font-size: 70pt;"
MARGINS = (
    "@page { @top-right { content: '全国卫生信息化舆情监测周报'; font: 9pt 'AR PL UMing CN'; } "
    "@bottom-center { content: '第' counter(page) '页/共' counter(pages) '页'; font: 9pt 'AR PL UMing CN'; } }"
)
BODY = re.compile(r'<p class="body">')


def before_body(number: int, html: str) -> Callable[[str], str]:
    """Puts an element before a paragraph of the articles."""

    def change(page: str) -> str:
        places = [found.start() for found in BODY.finditer(page)]
        at = places[min(number, len(places) - 1)]
        return page[:at] + html + page[at:]

    return change


def at_end(html: str) -> Callable[[str], str]:
    """Puts an element at the page's end, as one that is fixed on every sheet."""
    return lambda page: page.replace("</body>", html + "</body>")


def with_ruby(page: str) -> str:
    """Syllables above a word of two paragraphs."""
    made, count = page, 0
    for found in re.finditer(r'<p class="body">([^<]{2})', page):
        if count < 2 and found[1][0] not in "“‘《（":
            made = made.replace(found[0], f'<p class="body"><ruby>{found[1]}<rt>zhù yīn</rt></ruby>', 1)
            count += 1
    return made


KAI = "font-family: 'AR PL UKai CN'; font-size:"
ASIDE = f'<div style="float:left;width:130pt;border:1px solid #666;padding:6pt;margin:4pt 10pt 4pt 0;{KAI}10pt">{escape(TERM)}</div>'
PLAIN = f'<div style="float:left;width:150pt;background:#eee;padding:6pt;margin:4pt 10pt 4pt 0">{escape(TERM)}</div>'
PULLED = f'<div style="float:right;width:120pt;border-top:2px solid;border-bottom:2px solid;margin:4pt 0 4pt 10pt;{KAI}13pt">{escape(QUOTE)}</div>'
FLOATED = f'<img src="{SOURCE}" style="float:right;width:150pt;margin:4pt 0 4pt 10pt">'
DOWN = '<div style="position:fixed;left:0;top:200pt;margin-left:-44pt;writing-mode:vertical-rl;font-size:11pt">卫生信息化舆情监测</div>'
FIRST_LETTER = ".byline + .body::first-letter { float: left; font-size: 46pt; line-height: 46pt; }"

KINDS = (
    Kind("web-plain", "nothing odd: a browser", "browser"),
    Kind(
        "web-columns", "two columns of articles", "browser", style="body { columns: 2; column-gap: 20pt; } h1, .label, .publisher, .date { column-span: all; }"
    ),
    Kind(
        "web-float",
        "a picture at the right of the text",
        "browser",
        web=before_body(1, FLOATED),
    ),
    Kind(
        "web-aside",
        "an explanation in a box at the left",
        "browser",
        web=before_body(1, ASIDE),
        beside=(TERM,),
    ),
    Kind(
        "web-aside-plain",
        "an explanation in the text's own type in a grey box at the left",
        "browser",
        web=before_body(1, PLAIN),
        beside=(TERM,),
    ),
    Kind(
        "web-quote",
        "a quotation between rules at the right",
        "browser",
        web=before_body(2, PULLED),
        beside=(QUOTE,),
    ),
    Kind(
        "web-watermark",
        "a diagonal watermark on every sheet",
        "browser",
        web=at_end(f'<div style="{FIXED} left:60pt; top:300pt; transform: rotate(-35deg)">内部资料</div>'),
    ),
    Kind(
        "web-watermark-level",
        "a level watermark on every sheet",
        "browser",
        web=at_end(f'<div style="{FIXED} left:60pt; top:300pt">内部资料</div>'),
    ),
    Kind(
        "web-label",
        "a label down the margin of every sheet",
        "browser",
        web=at_end(DOWN),
        also=("BP902",),
    ),
    Kind("web-head", "running heads and page numbers in the sheet's margins", "browser", style=MARGINS),
    Kind("web-ruby", "syllables above words", "browser", web=with_ruby, also=("BP902",)),
    Kind("web-shadow", "headings with a shadow", "browser", style="h1, h2, h3 { text-shadow: 1.5pt 1.5pt 0 #bbb; }"),
    Kind(
        "web-initial",
        "initials of three lines",
        "browser",
        style=".byline + .body { text-indent: 0; } " + FIRST_LETTER,
    ),
    Kind("web-spaced", "no indents, paragraphs parted by white space", "browser", look={"indent": 0, "gap": 9}),
    Kind("web-spread", "characters spread by half a point", "browser", style=".body { letter-spacing: 0.5pt; }"),
    Kind("web-inset", "every third paragraph inset", "browser", style=".body:nth-of-type(3n) { margin-left: 40pt; margin-right: 40pt; }"),
    Kind("web-hanging", "paragraphs hang", "browser", style=".body { text-indent: -2em; padding-left: 2em; }"),
    Kind(
        "web-framed",
        "paragraphs in frames that break over pages",
        "browser",
        style=".body:nth-of-type(4n) { border: 1px solid #555; padding: 4pt; }",
    ),
    Kind(
        "web-unseen",
        "words that the screen does not show",
        "browser",
        web=before_body(1, '<p style="color:white;font-size:8pt">版权检测暗码请勿删除七七四九</p>'),
    ),
)
