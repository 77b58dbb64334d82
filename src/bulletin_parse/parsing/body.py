"""An item's article: headline and byline over it, then paragraphs, headings, captions and figures."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from rapidfuzz import fuzz

from bulletin_parse.layout.blocks import Block, ends_sentence
from bulletin_parse.layout.frame import Habits
from bulletin_parse.models import BlockKind
from bulletin_parse.parsing.fields import label_of
from bulletin_parse.parsing.ledger import Passage
from bulletin_parse.parsing.numbering import leading_number
from bulletin_parse.parsing.template import Template
from bulletin_parse.text.dates import find_dates
from bulletin_parse.text.folding import fold

# The line over an article is its headline when it is this like the title, or shorter than a paragraph before a byline.
SAME_HEADLINE = 75.0
HEADLINE_LENGTH, BYLINE_LENGTH, HEADING_LENGTH, PLAIN_HEADING_LENGTH, CAPTION_LENGTH = 120, 120, 50, 24, 90
# A byline is a date and little else: what remains without dates, times and words like these is no longer than a few names.
BYLINE_REMAINDER = 36
_BYLINE_WORDS = re.compile(
    r"\d{1,2}\s*[:：]\s*\d{2}(?:\s*[:：]\s*\d{2})?|星期.|来\s*源|发布(?:时间|日期|于)|时\s*间|日\s*期|作\s*者|记\s*者|编\s*辑|责任编辑|通讯员|发表于|更新|浏览(?:次数|量)?|阅读(?:次数|量)?|点击|字号|[|｜:：/\s]"
)
_SENTENCE = re.compile(r"[。；！？]")
# A sign that what follows begins a block of its own, whatever the line above it ended with.
_OPENS = re.compile(r"[（(【]|[▲▼△■◆●①-⑳]|图[为：:0-9０-９]|来源|责任编辑|附[件：:]")
# A converter cuts paragraphs where pages end: whole printed lines, so at least one, and no sentence's end.
MIN_HALF = 24
_BOUND_SIZE, _SMALLER = 1.06, 0.96


class Article(NamedTuple):
    """What stands under an item's labels. ``blocks`` are (kind, passage) pairs, or figures as blocks without rows."""

    headline: Passage | None
    byline: Passage | None
    published: date | None
    blocks: list[tuple[BlockKind, Passage | Block]]


class Manner(NamedTuple):
    """How a document shows what a block is.

    ``paged``: by type and place, as on a page; a text has marks and words alone. ``marks``: the text marks its headings, as
    Markdown does. ``spaced``: blank lines stand between its paragraphs, so that lines without one between are one paragraph.
    """

    habits: Habits
    paged: bool
    marks: bool = False
    spaced: bool = False


def read_article(blocks: Sequence[Block], title: str, first_text: Passage | None, template: Template, manner: Manner) -> Article:
    """The article in some blocks.

    Args:
        blocks: from after the labels to the next item.
        title: the item's title, which the headline repeats.
        first_text: text that stood on the content label's own line.
        template: the series' words.
        manner: how the document shows what a block is.
    """
    pieces: list[Block | Passage] = [*([first_text] if first_text else []), *blocks]
    headline, used = _headline(pieces, title, template)
    byline, published = None, None
    if used < len(pieces) and not _is_figure(pieces[used]):
        line = _passage(pieces[used])
        if is_byline(line.text) or (headline and _is_dateless_byline(line.text, template)):
            byline = line
            dates = find_dates(line.text)
            published = dates[0].value if dates else None
            used += 1
    rest = pieces[used:]
    if not manner.paged:
        rest = _mended(rest, template, spaced=manner.spaced)
    return Article(headline, byline, published, _kinds(rest, template, manner))


def _passage(piece: Block | Passage) -> Passage:
    return piece if isinstance(piece, Passage) else Passage.of(piece.rows)


def _is_figure(piece: Block | Passage) -> bool:
    return isinstance(piece, Block) and piece.is_figure


def _headline(pieces: list[Block | Passage], title: str, template: Template) -> tuple[Passage | None, int]:
    """The headline and how many pieces it takes: the title again, or a short line with a byline under it."""
    wanted = fold(title)
    best: tuple[float, Passage | None, int] = (0.0, None, 0)
    parts: list[Passage] = []
    for piece in pieces[:3]:
        if _is_figure(piece):
            break
        part = _passage(piece)
        if is_byline(part.text) or label_of(part.text, template) or len(part.text) > HEADLINE_LENGTH:
            break
        parts.append(part)
        whole = Passage.joined(parts)
        likeness = fuzz.ratio(fold(whole.text), wanted)
        if likeness > best[0]:
            best = (likeness, whole, len(parts))
    likeness, whole_best, count = best
    if whole_best and likeness >= SAME_HEADLINE:
        return whole_best, count
    if parts and len(parts) <= 2 and len(parts) < len(pieces) and not _is_figure(pieces[len(parts)]):
        under = _passage(pieces[len(parts)]).text
        over = Passage.joined(parts)
        if is_byline(under) and not ends_sentence(over.text):
            return over, len(parts)
    return None, 0


def is_byline(text: str) -> bool:
    """Whether a line is a date with a source, and no sentence.

    >>> is_byline("2026-03-11 来源：人民网"), is_byline("2026年3月11日，重庆联通举行发布会。")
    (True, False)
    """
    if len(text) > BYLINE_LENGTH or _SENTENCE.search(text):
        return False
    dates = find_dates(text)
    if not dates:
        return False
    remainder = text
    for found in reversed(dates):
        remainder = remainder[: found.start] + remainder[found.end :]
    remainder = _BYLINE_WORDS.sub("", remainder)
    return len(remainder) <= BYLINE_REMAINDER and not remainder.startswith(("，", ",")) and "，" not in remainder


def _is_dateless_byline(text: str, template: Template) -> bool:
    """来源：人民网 under a headline, without a date."""
    label = label_of(text, template)
    return bool(label and label.kind in ("source", "other") and len(text) <= HEADING_LENGTH and not _SENTENCE.search(text))


def _mended(pieces: list[Block | Passage], template: Template, *, spaced: bool) -> list[Block | Passage]:
    """Paragraphs of a text that a page's end cut in two, put together again; captions between the halves stay behind."""
    out: list[Block | Passage] = []
    for piece in pieces:
        adjacent = spaced and bool(out) and _adjacent(out[-1], piece)
        half = _open_half(out, template, shortest=1 if adjacent else MIN_HALF)
        if half is not None and _is_other_half(piece, template, adjacent=adjacent):
            out[half] = Passage.joined([_passage(out[half]), _passage(piece)])
        else:
            out.append(piece)
    return out


def _open_half(pieces: list[Block | Passage], template: Template, *, shortest: int) -> int | None:
    for at in range(len(pieces) - 1, -1, -1):
        piece = pieces[at]
        if _is_figure(piece) or _is_caption_text(_passage(piece).text, template):
            continue
        text = _passage(piece).text
        marked = isinstance(piece, Block) and piece.rows[0].bold
        unfinished = len(text) >= shortest and not marked and not ends_sentence(text) and text[-1] not in "：:)）】"
        return at if unfinished else None
    return None


def _adjacent(above: Block | Passage, piece: Block | Passage) -> bool:
    """Whether no blank line stands between: a converter wrapped the paragraph."""
    if _is_figure(above) or _is_figure(piece):
        return False
    return _passage(piece).rows[0].base - _passage(above).rows[-1].base == 1


def _is_other_half(piece: Block | Passage, template: Template, *, adjacent: bool) -> bool:
    if _is_figure(piece) or (isinstance(piece, Block) and piece.rows[0].bold):
        return False
    text = _passage(piece).text
    number = leading_number(text)
    if _is_caption_text(text, template) or _OPENS.match(text) or label_of(text, template) or (number and not number.glued and not adjacent):
        return False
    return adjacent or ends_sentence(text) or len(text) >= MIN_HALF or text[:1] in "，。、；：”）"


def _is_caption_text(text: str, template: Template) -> bool:
    return len(text) <= CAPTION_LENGTH and bool(template.caption.match(text)) and text[-1:] not in "，、；"


def _kinds(pieces: list[Block | Passage], template: Template, manner: Manner) -> list[tuple[BlockKind, Passage | Block]]:
    captions = {at for at in range(len(pieces)) if _is_caption_at(pieces, at, template, manner)}
    headings = {at for at, piece in enumerate(pieces) if at not in captions and isinstance(piece, Block) and piece.rows and _is_heading(piece, manner)}
    # Where type or marks show the headings, place alone makes none.
    by_place = not headings and not manner.marks
    out: list[tuple[BlockKind, Passage | Block]] = []
    for at, piece in enumerate(pieces):
        if isinstance(piece, Block) and piece.is_figure:
            out.append(("figure", piece))
        elif at in captions:
            out.append(("caption", _passage(piece)))
        elif at in headings or (by_place and _stands_as_heading(pieces, at, template)):
            out.append(("heading", _passage(piece)))
        else:
            out.append(("paragraph", _passage(piece)))
    return out


def _is_caption_at(pieces: list[Block | Passage], at: int, template: Template, manner: Manner) -> bool:
    piece = pieces[at]
    if _is_figure(piece):
        return False
    text = _passage(piece).text
    if len(text) > CAPTION_LENGTH:
        return False
    after = at > 0 and _is_figure(pieces[at - 1])
    worded = _is_caption_text(text, template)
    if not manner.paged:
        plain = isinstance(piece, Block) and not piece.rows[0].bold and not ends_sentence(text) and not leading_number(text)
        return worded or (after and plain and len(text) <= HEADING_LENGTH)
    before = at + 1 < len(pieces) and _is_figure(pieces[at + 1])
    if not (after or before) or not isinstance(piece, Block):
        return False
    return worded or (after and (piece.rows[0].size < _SMALLER * manner.habits.size or piece.centred))


def _stands_as_heading(pieces: list[Block | Passage], at: int, template: Template) -> bool:
    """Whether a line of a plain text is a heading by its place: short, no sentence, between a sentence's end and a paragraph."""
    if at + 1 >= len(pieces) or _is_figure(pieces[at + 1]):
        return False
    text, below = _passage(pieces[at]).text, _passage(pieces[at + 1]).text
    above = next((_passage(piece).text for piece in reversed(pieces[:at]) if not _is_figure(piece)), "。")
    if len(text) > PLAIN_HEADING_LENGTH or text.rstrip("”’」』")[-1:] in "。；;，,、：:）)" or label_of(text, template):
        return False
    return ends_sentence(below) and len(below) > len(text) and (ends_sentence(above) or above[-1:] in "）)") and not leading_number(below)


def _is_heading(block: Block, manner: Manner) -> bool:
    """Whether a block is set apart as a heading: by type, place or mark, and no sentence."""
    text = block.text
    habits = manner.habits
    if len(text) > HEADING_LENGTH or len(block.rows) > 2 or text[-1:] in "）)" or text.rstrip("”’」』")[-1:] in "。；;，,、：:":
        return False
    first = block.rows[0]
    if not manner.paged:
        return first.bold
    if first.bold != habits.bold or first.size > _BOUND_SIZE * habits.size or block.centred:
        return True
    other_font = bool(first.font) and first.font != habits.font
    return other_font or (habits.indents and not block.indented)
