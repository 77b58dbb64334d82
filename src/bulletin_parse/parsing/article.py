"""An item's article: headline and byline over it, then its blocks; halves of paragraphs put together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from bulletin_parse.layout.blocks import ends_sentence, join_rows
from bulletin_parse.layout.row import Row
from bulletin_parse.layout.sentences import SENTENCE_END
from bulletin_parse.layout.tolerances import INDENT_FROM
from bulletin_parse.matching.likeness import SAME_COPY, ratio
from bulletin_parse.models import BlockKind
from bulletin_parse.parsing.kinds import HEADING_LENGTH, is_caption_text, kinds_of
from bulletin_parse.parsing.labels import label_of
from bulletin_parse.parsing.ledger import Passage
from bulletin_parse.parsing.numbering import leading_number
from bulletin_parse.parsing.pieces import Manner, Piece, part_of
from bulletin_parse.parsing.template import Template
from bulletin_parse.press.bylines import BYLINE_LENGTH, SENTENCE, BylinePatterns, is_byline
from bulletin_parse.text.dates import find_dates, may_hold_date
from bulletin_parse.text.folding import fold, is_open_url
from bulletin_parse.text.lazy import lazy_pattern

# The line over an article is its headline when it is a copy of the title, or shorter than a paragraph before a byline.
HEADLINE_LENGTH, SUBTITLE_LENGTH, WRAPPED_BYLINE = 120, 60, 40
# Rows of one line differ in size by less than this share.
SAME_TYPE = 0.06
# What stands over an article is in its first pieces; a byline or a headline takes no more rows than this.
OVER_ARTICLE, BYLINE_ROWS = 4, 3
FIRST_WORDS = 8  # characters of a row by which most are told from the title
_SUBTITLE = lazy_pattern(r"\s*(?:—{1,2}|――|--|──|－－)\s*\S")
LONGEST_BEFORE_TITLE = 4  # characters of a word before a title: 原标题：…
# The further parts of a byline, and the characters of one that a line's end may cut.
BYLINE_PARTS, LONGEST_WORD = 4, 4
LONGEST_CUT = 24  # characters round a line's end that cut a name
# A converter cuts paragraphs where pages end: whole printed lines, so at least one, and no sentence's end.
MIN_HALF = 24
# A half of a paragraph has one of these in it; the line of a list has none.
_MARKS = lazy_pattern(r"[，。；！？]")
MIN_PAGE = 200  # what is cut at both ends filled a page between them


class Article(NamedTuple):
    """What stands under an item's labels; ``blocks`` are its pieces with their kinds."""

    headline: Passage | None
    byline: Passage | None
    published: date | None
    blocks: list[tuple[BlockKind, Piece]]


def read_article(pieces: Sequence[Piece], title: str, first_text: Passage | None, template: Template, manner: Manner, source: str = "") -> Article:
    """The article in some pieces.

    Args:
        pieces: from after the labels to the next item.
        title: the item's title, which the headline repeats.
        first_text: text that stood on the content label's own line.
        template: the series' words.
        manner: how the document shows what a block is.
        source: the item's, as its label names it: alone beside a date it is a part of the byline.
    """
    source = fold(source)
    first = [Piece(first_text.text, first_text, None)] if first_text else []
    figures = next((at for at, piece in enumerate(pieces) if not piece.is_figure), 0) if not first else 0
    wanted = fold(title)
    above, pieces = list(pieces[:figures]), _with_lines_apart([*first, *pieces[figures:]], wanted, template.bylines)
    headline, used = _headline(pieces, wanted, template, source)
    byline, published = None, None
    if (
        used < len(pieces)
        and pieces[used].passage
        and not pieces[used].is_apart
        and (taken := _byline(pieces, used, template, source, headed=headline is not None))
    ):
        lines = [piece.passage for piece in pieces[used : used + taken] if piece.passage]
        apart = template.bylines.part.match(lines[-1].text) or any(_is_source(line.text, source) for line in lines)
        byline = Passage.lines(lines) if apart else Passage.joined(lines)
        used += taken
        parts, further = _byline_parts(pieces[used:], "" if source and source in fold(byline.text) else source, template.bylines)
        if parts:
            byline = Passage.lines([byline, *parts])
            used += further
        dates = find_dates(byline.text)
        published = dates[0].value if dates else None
    if headline is None and byline and used < len(pieces) and pieces[used].passage and _says(pieces[used].text, title):
        headline, used = pieces[used].passage, used + 1  # it stands below the byline
    rest = [*above, *pieces[used:]]
    if not manner.paged:
        rest = _mended(rest, template)
    return Article(headline, byline, published, kinds_of(rest, template, manner))


def _byline(pieces: Sequence[Piece], at: int, template: Template, source: str, *, headed: bool) -> int:
    """How many pieces the byline at a place takes: one, two where it wraps or its source stands above its date, or none."""
    text, bylines = pieces[at].text, template.bylines
    below = pieces[at + 1] if at + 1 < len(pieces) and pieces[at + 1].passage and not pieces[at + 1].is_apart else None
    wraps = below and headed and len(below.text) <= WRAPPED_BYLINE and bylines.rest.fullmatch(below.text) and _of_one_type(pieces[at], below)
    wraps = wraps and not _is_broken_part(below.text if below else "", pieces[at + 2 : at + 3], bylines)
    wraps = wraps or bool(below and headed and _cuts_name(text, below.text, bylines) and _of_one_type(pieces[at], below))
    if below and (_beside(pieces[at], below) or _is_source(text, source)) and is_byline(text + " " + below.text, bylines):
        return 2
    if below and wraps and (is_byline(text + " " + below.text, bylines) or _is_dateless_byline(text, template)):
        return 2
    if is_byline(text, bylines) or (headed and (_is_dateless_byline(text, template) or _is_dated_source(text, source))):
        return 1
    if headed and below and is_byline(text + " " + below.text, bylines) and len(text) <= BYLINE_LENGTH and bylines.words.search(text) and not find_dates(text):
        return 2
    return 0


def _says(text: str, title: str) -> bool:
    """Whether a text is a title, or one behind a word: 原标题：…."""
    own, wanted = fold(text), fold(title)
    word, colon, rest = own.strip("()").partition(":")
    return own == wanted or (bool(colon) and len(word) <= LONGEST_BEFORE_TITLE and rest == wanted)


def _beside(left: Piece, right: Piece) -> bool:
    """Whether two pieces are one printed line of which a wide gap made two: the second stands right of the first, at its height."""
    if not (left.block and right.block and left.block.rows and right.block.rows):
        return False
    first, second = left.block.rows[-1], right.block.rows[0]
    return first.page == second.page and abs(first.base - second.base) <= SAME_TYPE * first.size and second.x0 >= first.x1 and first.x1 > first.x0


def _is_source(text: str, source: str) -> bool:
    """Whether a text is the item's source and nothing else."""
    return bool(source) and len(text) <= WRAPPED_BYLINE and fold(text) == source


def _is_dated_source(text: str, source: str) -> bool:
    """Whether a text is the item's source and a date, whatever parts them: 健康报，2026年3月9日."""
    if not source or len(text) > BYLINE_LENGTH or not may_hold_date(text):
        return False
    dates = find_dates(text)
    return len(dates) == 1 and fold(text[: dates[0].start] + text[dates[0].end :]).strip("《》,;|/()[]-—·:") == source


def _byline_parts(pieces: Sequence[Piece], source: str, bylines: BylinePatterns) -> tuple[list[Passage], int]:
    """The further parts of a byline whose parts a converter set one below the other: 来源：人民网, 作者：张三; or the source alone.

    Returns:
        The parts, and how many pieces they take.
    """
    parts: list[Passage] = []
    taken = 0
    broken: Passage | None = None
    for at, piece in enumerate(pieces[:BYLINE_PARTS]):
        if piece.passage is None or piece.is_apart or len(piece.text) > WRAPPED_BYLINE or SENTENCE.search(piece.text):
            break
        if broken is None and _is_broken_part(piece.text, pieces[at + 1 : at + 2], bylines):
            broken = piece.passage
            continue
        if not bylines.part.match(piece.text) and not _is_source(piece.text, source):
            break
        parts.append(Passage.joined([broken, piece.passage]) if broken else piece.passage)
        broken, taken = None, at + 1
    return parts, taken


def _cuts_name(text: str, below: str, bylines: BylinePatterns) -> bool:
    """Whether a name goes on below: of its two or three characters one or two stand there, which most texts below tell by their length."""
    return len(below.rpartition("\n")[2]) <= 2 and bool(bylines.cut_name.fullmatch(f"{text}\n{below}"[-LONGEST_CUT:]))


def _is_broken_part(text: str, below: Sequence[Piece], bylines: BylinePatterns) -> bool:
    """Whether a text is the beginning of a part's word, which goes on below: 责任 / 编辑：李四."""
    return len(text) <= LONGEST_WORD and any(bylines.part.match(text + piece.text) for piece in below)


def _of_one_type(above: Piece, below: Piece) -> bool:
    """Whether two pieces may be rows of one line as far as their type tells: what stands under a byline in another is a heading or a box."""
    if not (above.block and below.block and above.block.rows and below.block.rows):
        return True
    upper, lower = above.block.rows[-1], below.block.rows[0]
    return upper.bold == lower.bold and abs(upper.size - lower.size) <= SAME_TYPE * upper.size


def _with_lines_apart(pieces: list[Piece], wanted: str, bylines: BylinePatterns) -> list[Piece]:
    """The pieces with what stands over the article line by line: headline, subtitle, byline and text may have run together."""
    if not pieces:
        return pieces
    out: list[Piece] = []
    for at, piece in enumerate(pieces[:OVER_ARTICLE]):
        rows = piece.block.rows if piece.block and not piece.is_apart else ()
        if len(rows) < 2:
            out.append(piece)
            continue
        parts = _parted(piece, wanted, bylines)
        out += parts
        if len(parts) > 1 and len(parts[-1].text) > BYLINE_LENGTH:
            return [*out, *pieces[at + 1 :]]
    return [*out, *pieces[OVER_ARTICLE:]]


def _parted(piece: Piece, wanted: str, bylines: BylinePatterns) -> list[Piece]:
    """A piece cut before a subtitle, before a byline, and behind one; ``wanted`` is the item's title, folded."""
    block = piece.block
    if block is None:
        return [piece]
    rows = block.rows
    cuts: set[int] = set()
    # A byline in the first rows, and text below it. A stop in the first row is a sentence's, and no byline has one.
    dated = not SENTENCE.search(rows[0].text) and (may_hold_date(block.text) or block.marks) and may_hold_date(join_rows(rows[: BYLINE_ROWS + 1]))
    for end in range(1, min(len(rows), BYLINE_ROWS + 1)) if dated else ():
        if is_byline(join_rows(rows[:end]), bylines):
            indented = rows[end].x0 > rows[0].x0 + INDENT_FROM * rows[0].size
            if indented or not is_byline(join_rows(rows[: end + 1]), bylines):
                cuts.add(end)
    if not cuts:
        cuts |= _over_byline(rows, bylines)
    alike = wanted.startswith(fold(rows[0].text[:FIRST_WORDS])[:2])  # rows that begin otherwise are no title
    for at, row in enumerate(rows[1 : BYLINE_ROWS + 1] if wanted else (), start=1):
        if (alike or _SUBTITLE.match(row.text)) and _ends_headline(rows, at, wanted):
            cuts.add(at)
    if not cuts:
        return [piece]
    return [part_of(block, rows[first:last]) for first, last in pairwise([0, *sorted(cuts), len(rows)])]


def _ends_headline(rows: Sequence[Row], at: int, wanted: str) -> bool:
    """Whether the rows up to one are the title again, word for word or with a subtitle below."""
    above = fold(join_rows(rows[:at]))
    return above == wanted or bool(_SUBTITLE.match(rows[at].text) and ratio(above, wanted) >= SAME_COPY)


def _over_byline(rows: Sequence[Row], bylines: BylinePatterns) -> set[int]:
    """The row at which a byline begins that ends the rows: in one type and centred, both look like one title."""
    if SENTENCE.search(rows[-1].text):
        return set()  # as most paragraphs end
    first, length = len(rows), 0
    while first > 1 and (length := length + len(rows[first - 1].text)) <= BYLINE_LENGTH:
        first -= 1
    if first == len(rows) or not may_hold_date(join_rows(rows[first:])):
        return set()
    for at in range(first, len(rows)):
        if is_byline(join_rows(rows[at:]), bylines) and not ends_sentence(rows[at - 1].text):
            return {at}
    return set()


def _headline(pieces: list[Piece], wanted: str, template: Template, source: str) -> tuple[Passage | None, int]:
    """The headline and how many pieces it takes: the title again, or a short line with a byline under it; and its subtitle."""
    best: tuple[float, Passage | None, int] = (0.0, None, 0)
    parts: list[Passage] = []
    for piece in pieces[:OVER_ARTICLE]:
        if (
            piece.passage is None
            or piece.is_apart
            or len(piece.text) > HEADLINE_LENGTH
            or is_byline(piece.text, template.bylines)
            or _is_source(piece.text, source)
        ):
            break
        own = fold(piece.text)
        likeness = ratio(own, wanted)
        if own == wanted and len(parts) == 1 and len(parts[0].text) <= SUBTITLE_LENGTH and not ends_sentence(parts[0].text):
            return _with_subtitle(Passage.lines([*parts, piece.passage]), 2, pieces, source, template.bylines)  # a line above the headline
        if likeness < SAME_COPY and label_of(piece.text, template):
            break
        parts.append(piece.passage)
        whole = Passage.joined(parts)
        if len(parts) > 1:
            likeness = ratio(fold(whole.text), wanted)
        if likeness > best[0]:
            best = (likeness, whole, len(parts))
        if likeness == 100 or ends_sentence(piece.text):
            break
    likeness, whole_best, count = best
    if whole_best and likeness >= SAME_COPY:
        return _with_subtitle(whole_best, count, pieces, source, template.bylines)
    if parts and len(parts) <= 2 and len(parts) < len(pieces):
        over = Passage.joined(parts)
        if is_byline(pieces[len(parts)].text, template.bylines) and not any(ends_sentence(part.text) for part in parts):
            return (Passage.lines(parts) if _SUBTITLE.match(parts[-1].text) else over), len(parts)
    return None, 0


def _with_subtitle(headline: Passage, count: int, pieces: Sequence[Piece], source: str, bylines: BylinePatterns) -> tuple[Passage, int]:
    """A headline with the subtitle below it as its second line: one that a dash begins, or a short line above a byline."""
    below = pieces[count] if count < len(pieces) else None
    if (
        below is None
        or below.passage is None
        or below.is_apart
        or len(below.text) > SUBTITLE_LENGTH
        or is_byline(below.text, bylines)
        or _is_source(below.text, source)
    ):
        return headline, count
    over_byline = count + 1 < len(pieces) and is_byline(pieces[count + 1].text, bylines) and not ends_sentence(below.text) and not leading_number(below.text)
    if (_SUBTITLE.match(below.text) and not ends_sentence(below.text)) or over_byline:
        return Passage.lines([headline, below.passage]), count + 1
    return headline, count


def labelled_source(byline: Passage, template: Template) -> Passage | None:
    """The source that a byline names behind 来源：, or None."""
    match = template.bylines.source.search(byline.text)
    return byline.cut(*match.span("source")) if match else None


def _is_dateless_byline(text: str, template: Template) -> bool:
    """来源：人民网 under a headline, without a date."""
    label = label_of(text, template)
    return bool(label and label.kind in ("source", "other") and len(text) <= HEADING_LENGTH and not SENTENCE.search(text))


def _mended(pieces: list[Piece], template: Template) -> list[Piece]:
    """Paragraphs of a text that a page's end cut in two, put together again; captions between the halves stay behind."""
    if not [piece for piece in pieces if piece.text[-1:] not in SENTENCE_END and not piece.is_apart and _is_unfinished(piece)]:
        return pieces  # nothing stops inside a sentence, as in most articles
    texts = [at for at, piece in enumerate(pieces) if piece.passage and piece.text and not piece.is_apart and not is_caption_text(piece.text, template)]
    goes_on: dict[int, int] = {}  # the place of a half to that of the other
    for before, at, after in zip([None, *texts], texts, texts[1:], strict=False):
        if not _is_unfinished(pieces[at]):
            continue
        above = None if before is None or before in goes_on else pieces[before]
        cut = _begins_page(pieces[at], pieces[after])
        if _is_half(pieces[at], above, cut=cut) and _is_other_half(pieces[after], template, cut=cut):
            goes_on[at] = after
    if not goes_on:
        return pieces
    seconds = set(goes_on.values())
    return [_whole(pieces, at, goes_on) for at in range(len(pieces)) if at not in seconds]


def _whole(pieces: Sequence[Piece], at: int, goes_on: Mapping[int, int]) -> Piece:
    """The piece at a place with the halves that go on with it."""
    if at not in goes_on:
        return pieces[at]
    halves = [pieces[at].passage]
    while at in goes_on:
        at = goes_on[at]
        halves.append(pieces[at].passage)
    whole = Passage.joined([half for half in halves if half])
    return Piece(whole.text, whole, None)


def _begins_page(half: Piece, other: Piece) -> bool:
    """Whether a page's end is known to stand between two pieces."""
    return bool(half.passage and other.passage and other.passage.rows[0].page > half.passage.rows[-1].page)


def _is_half(piece: Piece, above: Piece | None, *, cut: bool) -> bool:
    """Whether a piece stops inside a sentence as a page's end cuts one; lines of a list do so one after another, and behind a colon.

    ``cut``: there is a page's end; else the piece must be long enough to be whole printed lines.
    """
    if not _is_unfinished(piece) or is_open_url(piece.text) or not _MARKS.search(piece.text) or (len(piece.text) < MIN_HALF and not cut):
        return False
    return above is None or not (above.text[-1] in "：:" or (_is_unfinished(above) and len(above.text) < MIN_PAGE))


def _is_unfinished(piece: Piece) -> bool:
    """Whether a text's end is no paragraph's end."""
    return piece.text[-1] not in "：:)）】" and not piece.marked and not ends_sentence(piece.text)


def _is_other_half(piece: Piece, template: Template, *, cut: bool) -> bool:
    text = piece.text
    if piece.marked or template.begins_apart.match(text) or label_of(text, template):
        return False
    number = leading_number(text)
    if number and not number.glued:
        return False
    if _is_unfinished(piece) and len(text) < MIN_PAGE:
        return cut
    return cut or ends_sentence(text) or len(text) >= MIN_HALF or text[:1] in "，。、；：”）"
