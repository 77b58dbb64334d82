"""An item's article: headline and byline over it, then its blocks; halves of paragraphs put together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from rapidfuzz import fuzz

from bulletin_parse.layout.blocks import Block, ends_sentence, join_rows
from bulletin_parse.models import BlockKind
from bulletin_parse.parsing.fields import label_of
from bulletin_parse.parsing.kinds import HEADING_LENGTH, is_caption_text, kinds_of
from bulletin_parse.parsing.ledger import Passage
from bulletin_parse.parsing.numbering import leading_number
from bulletin_parse.parsing.pieces import Manner, Piece, part_of, pieces_of
from bulletin_parse.parsing.template import Template
from bulletin_parse.text.dates import find_dates
from bulletin_parse.text.folding import fold

# The line over an article is its headline when it is this like the title, or shorter than a paragraph before a byline.
SAME_HEADLINE = 75.0
HEADLINE_LENGTH, BYLINE_LENGTH = 120, 120
# A byline is a date and little else: what remains without dates, times and words like these is no longer than a few names.
BYLINE_REMAINDER = 36
_BYLINE_WORDS = re.compile(
    r"""
      \d{1,2}\s*[:：]\s*\d{2} (?:\s*[:：]\s*\d{2})?     # 10:23, 10:23:45
    | 星期. | 来\s*源 | 发布(?:时间|日期|于) | 时\s*间 | 日\s*期
    | 作\s*者 | 记\s*者 | 编\s*辑 | 责任编辑 | 通讯员 | 发表于 | 更新
    | 浏览(?:次数|量)? | 阅读(?:次数|量)? | 点击 | 字号
    | [|｜:：/\s]
    """,
    re.VERBOSE,
)
_SENTENCE = re.compile(r"[。；！？]")
# A sign that what follows begins a block of its own, whatever the line above it ended with.
_OPENS = re.compile(r"[（(【]|[▲▼△■◆●①-⑳]|图[为：:0-9０-９]|来源|责任编辑|附[件：:]")
# A converter cuts paragraphs where pages end: whole printed lines, so at least one, and no sentence's end.
MIN_HALF = 24


class Article(NamedTuple):
    """What stands under an item's labels; ``blocks`` are its pieces with their kinds."""

    headline: Passage | None
    byline: Passage | None
    published: date | None
    blocks: list[tuple[BlockKind, Piece]]


def read_article(blocks: Sequence[Block], title: str, first_text: Passage | None, template: Template, manner: Manner) -> Article:
    """The article in some blocks.

    Args:
        blocks: from after the labels to the next item.
        title: the item's title, which the headline repeats.
        first_text: text that stood on the content label's own line.
        template: the series' words.
        manner: how the document shows what a block is.
    """
    pieces = _with_byline_apart(pieces_of(first_text, blocks))
    headline, used = _headline(pieces, title, template)
    byline, published = None, None
    if (
        used < len(pieces)
        and (line := pieces[used]).passage
        and not line.is_apart
        and (is_byline(line.text) or (headline and _is_dateless_byline(line.text, template)))
    ):
        byline = line.passage
        dates = find_dates(line.text)
        published = dates[0].value if dates else None
        used += 1
    rest = pieces[used:]
    if not manner.paged:
        rest = _mended(rest, template, spaced=manner.spaced)
    return Article(headline, byline, published, kinds_of(rest, template, manner))


def _with_byline_apart(pieces: list[Piece]) -> list[Piece]:
    """The pieces with a byline parted from the headline above it: in one type and centred, both look like one title."""
    if not pieces or pieces[0].block is None or pieces[0].is_apart or len(pieces[0].block.rows) < 2:
        return pieces
    rows = pieces[0].block.rows
    first, length = len(rows), 0
    while first > 1 and (length := length + len(rows[first - 1].text)) <= BYLINE_LENGTH:
        first -= 1
    for at in range(first, len(rows)):
        if is_byline(join_rows(rows[at:])) and not ends_sentence(rows[at - 1].text):
            return [part_of(pieces[0].block, rows[:at]), part_of(pieces[0].block, rows[at:]), *pieces[1:]]
    return pieces


def _headline(pieces: list[Piece], title: str, template: Template) -> tuple[Passage | None, int]:
    """The headline and how many pieces it takes: the title again, or a short line with a byline under it."""
    wanted = fold(title)
    best: tuple[float, Passage | None, int] = (0.0, None, 0)
    parts: list[Passage] = []
    for piece in pieces[:3]:
        if piece.passage is None or piece.is_apart or len(piece.text) > HEADLINE_LENGTH or is_byline(piece.text) or label_of(piece.text, template):
            break
        parts.append(piece.passage)
        whole = Passage.joined(parts)
        likeness = fuzz.ratio(fold(whole.text), wanted)
        if likeness > best[0]:
            best = (likeness, whole, len(parts))
    likeness, whole_best, count = best
    if whole_best and likeness >= SAME_HEADLINE:
        return whole_best, count
    if parts and len(parts) <= 2 and len(parts) < len(pieces):
        over = Passage.joined(parts)
        if is_byline(pieces[len(parts)].text) and not ends_sentence(over.text):
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
    return len(remainder) <= BYLINE_REMAINDER and "，" not in remainder and not remainder.startswith(",")


def _is_dateless_byline(text: str, template: Template) -> bool:
    """来源：人民网 under a headline, without a date."""
    label = label_of(text, template)
    return bool(label and label.kind in ("source", "other") and len(text) <= HEADING_LENGTH and not _SENTENCE.search(text))


def _mended(pieces: list[Piece], template: Template, *, spaced: bool) -> list[Piece]:
    """Paragraphs of a text that a page's end cut in two, put together again; captions between the halves stay behind."""
    out: list[Piece] = []
    open_at: int | None = None  # the last piece that is neither a figure nor a caption: what may be half a paragraph
    halves: list[Passage] = []  # its passages, put together once it is whole
    text = ""  # their text, spaces between words aside

    def close() -> None:
        if open_at is not None and len(halves) > 1:
            whole = Passage.joined(halves)
            out[open_at] = Piece(whole.text, whole, None)

    for piece in pieces:
        adjacent = spaced and bool(out) and _adjacent(halves[-1] if open_at == len(out) - 1 else out[-1].passage, piece)
        shortest = 1 if adjacent else MIN_HALF
        half = open_at is not None and len(text) >= shortest and _is_unfinished(text, marked=len(halves) == 1 and out[open_at].marked)
        if half and piece.passage and _is_other_half(piece, template, adjacent=adjacent):
            halves.append(piece.passage)
            text += piece.text
            continue
        out.append(piece)
        if piece.passage and piece.text and not is_caption_text(piece.text, template):
            close()
            open_at, halves, text = len(out) - 1, [piece.passage], piece.text
    close()
    return out


def _is_unfinished(text: str, *, marked: bool) -> bool:
    """Whether a text's end is no paragraph's end."""
    return not marked and not ends_sentence(text) and text[-1] not in "：:)）】"


def _adjacent(above: Passage | None, piece: Piece) -> bool:
    """Whether no blank line stands between: a converter wrapped the paragraph."""
    if above is None or piece.passage is None:
        return False
    return piece.passage.rows[0].base - above.rows[-1].base == 1


def _is_other_half(piece: Piece, template: Template, *, adjacent: bool) -> bool:
    text = piece.text
    if piece.marked or is_caption_text(text, template) or _OPENS.match(text) or label_of(text, template):
        return False
    number = leading_number(text)
    if number and not number.glued and not adjacent:
        return False
    return adjacent or ends_sentence(text) or len(text) >= MIN_HALF or text[:1] in "，。、；：”）"
