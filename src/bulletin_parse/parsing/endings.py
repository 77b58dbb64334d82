"""What stands after the last item: a further section, a colophon, a notice, attachments, （完）."""

from __future__ import annotations

from collections.abc import Sequence

from bulletin_parse.layout.blocks import ends_sentence, join_rows
from bulletin_parse.parsing.categories import Heading, heading_of
from bulletin_parse.parsing.numbering import leading_number
from bulletin_parse.parsing.pieces import Piece, part_of
from bulletin_parse.parsing.template import Template
from bulletin_parse.text.dates import find_dates
from bulletin_parse.text.folding import clean, fold
from bulletin_parse.text.lazy import lazy_pattern

LONGEST_HEADING = 24  # characters of a further section's heading
LONGEST_MARK = 8  # characters of a mark of the end
LONGEST_LINE = 160  # of a colophon's
# Lines of a colophon without a label of their own: so many in a row, and no longer than this.
MOST_UNLABELLED, LONGEST_UNLABELLED = 2, 40
LONGEST_SECTION = 8  # pieces below a heading that nothing but its words tells from an article's
SIGNATURE = 3  # the last pieces, among which the publisher's name signs the bulletin
LONGEST_WORD = 4  # characters of a colophon's word in a cell of its own
_TAGS = lazy_pattern(r"(?:[#＃][^\s#＃\d][^\s#＃]{0,19}[#＃]?[ \u3000]*){2,}+\Z")  # #卫生信息化 #周报
_COLON = lazy_pattern("[:：]")
_HAN_FORMS = ("han", "part", "hanbracket")


def with_end_marks_apart(pieces: Sequence[Piece], start: int, template: Template, publisher: str = "") -> list[Piece]:
    """The pieces with a mark of the end (（完）) cut from the paragraph above it, and the publisher from its address below, from the last item on."""
    out = list(pieces[:start])
    for piece in pieces[start:]:
        rows = piece.block.rows if piece.block and not piece.is_apart else ()
        if len(rows) > 1 and len(rows[-1].text) <= LONGEST_MARK and template.end_marks.match(rows[-1].text) and piece.block:
            out += [part_of(piece.block, rows[:-1]), part_of(piece.block, rows[-1:])]
        elif len(rows) > 1 and publisher and piece in pieces[-SIGNATURE:] and fold(rows[0].text) == publisher and piece.block:
            out += [part_of(piece.block, rows[:1]), part_of(piece.block, rows[1:])]
        else:
            out.append(piece)
    return out


def back_matter_start(
    pieces: Sequence[Piece],
    start: int,
    end: int,
    section: Heading | None,
    category: Heading | None,
    template: Template,
    others: Sequence[str],
    publisher: str = "",
) -> int:
    """The place of the first piece after the last item's text; ``end`` if there is none.

    Args:
        pieces: the content.
        start: the place of the last item's first piece of text.
        end: the document's end.
        section: the heading of the content, by whose number a further section counts on.
        category: the last category's heading, for the same reason.
        template: the series' words.
        others: what the texts of the other items end with: what they all have is the articles' own.
        publisher: the masthead's, folded: among the last lines it signs the bulletin.
    """
    articles_own = {clean(text) for text in others}
    numbered: set[tuple[str, int]] = set()
    for at in range(start, end):
        piece = pieces[at]
        if piece.passage is None:
            continue
        text = piece.text
        if at > start and _is_mark(text, template) and clean(text) not in articles_own:
            return _above(pieces, start, at, template)
        heading = heading_of(text, template)
        if at > start and len(text) <= LONGEST_HEADING and _is_section(pieces, heading, numbered, section, category, at, end, template):
            return _above(pieces, start, at, template)
        if heading and heading.value is not None:
            numbered.add((heading.form, heading.value))
    last = range(max(start + 1, end - SIGNATURE), end) if publisher else ()
    signed = next((at for at in last if _signs(pieces[at].text, publisher, template)), end)
    return min(signed, _colophon(pieces, start, end, template, others))


def _signs(text: str, publisher: str, template: Template) -> bool:
    """Whether a line is the publisher's name, with or without the day of printing behind it (北京市…中心　2026年3月13日印发)."""
    if fold(text) == publisher:
        return True
    if len(text) > LONGEST_LINE or not (dates := find_dates(text)):
        return False
    behind = fold(text[dates[-1].end :])
    return fold(text[: dates[-1].start]) == publisher and (not behind or bool(template.printed.fullmatch(behind)))


def _is_mark(text: str, template: Template) -> bool:
    if len(text) > LONGEST_LINE:
        return False
    return bool(
        template.end_marks.match(text)
        or (text[:1] in "#＃" and _TAGS.match(text))
        or template.attachments.match(text)
        or (template.notices.match(text) and not template.label.match(text))
    )


def _is_section(
    pieces: Sequence[Piece],
    heading: Heading | None,
    numbered: set[tuple[str, int]],
    section: Heading | None,
    category: Heading | None,
    at: int,
    end: int,
    template: Template,
) -> bool:
    """Whether a further section begins with a short line: its words are known, or its number counts on from the content's and from none of the article's."""
    piece = pieces[at]
    text = piece.text
    if ends_sentence(text):
        return False
    if match := template.end_section.match(text):
        # 小结 may head an article's own last part; a number, a bracket or a mark of its own tells a section of the bulletin.
        if heading and heading.form:
            return True
        if text[match.end() :].strip():  # 延伸阅读：什么是隐私计算 with text below it, or with nothing, is a part of the article
            below = [piece.text for piece in pieces[at + 1 : end] if piece.text and not _is_mark(piece.text, template)]
            return (bool(below) or not template.further_reading.match(text)) and not any(ends_sentence(text) for text in below)
        return heading is None or piece.marked or _is_near_end(at, end)
    if heading is None or heading.value is None or heading.form not in _HAN_FORMS:
        return False
    before = (heading.form, heading.value - 1)
    if before in numbered or (heading.form, 1) in numbered:
        return False  # the article's own 一、 二、 三、
    counts_on = any(last is not None and last.form == heading.form and last.value == heading.value - 1 for last in (section, category))
    return counts_on and heading.value > 1


def _is_near_end(at: int, end: int) -> bool:
    """Whether a heading without a number stands near the document's end, where it heads its last part."""
    return end - at <= LONGEST_SECTION


def _above(pieces: Sequence[Piece], start: int, at: int, template: Template) -> int:
    """The place of what belongs to the back matter just above its first certain line: a colophon's lines."""
    while at - 1 > start and pieces[at - 1].passage and _strong(pieces[at - 1].text, template):
        at -= 1
    return at


def _strong(text: str, template: Template) -> bool:
    return len(text) <= LONGEST_LINE and bool(template.colophon.match(text))


def _colophon(pieces: Sequence[Piece], start: int, end: int, template: Template, others: Sequence[str]) -> int:
    """The place where the lines at the document's end become a colophon: labelled ones, of which one has a word that no article has."""
    own = any(_weak(text, template) or _strong(text, template) for text in others)
    own_last = any(template.misplaced.last.match(text) for text in others)
    at, first, strong, unlabelled = end, end, False, 0
    while at - 1 > start:
        piece = pieces[at - 1]
        if piece.passage is None or len(piece.text) > LONGEST_LINE:
            break
        text = piece.text
        word = f"{text}：" if len(text) <= LONGEST_WORD else text  # 主办 alone, above the name: a table's cell
        certain = _strong(word, template) or bool(template.notices.match(text)) or _is_table_of(piece, template)
        certain = certain or (not own_last and bool(template.misplaced.last.match(text)))
        weak = _weak(word, template)
        if certain or weak:
            first, unlabelled = at - 1, 0
            # 编辑：… alone ends an article as well, but then other articles end so too.
            strong = strong or certain or (bool(others) and not own)
        else:
            # Between and below a colophon's lines stand addresses, names and dates without a label.
            unlabelled += 1
            if unlabelled > MOST_UNLABELLED or len(text) > LONGEST_UNLABELLED or ends_sentence(text) or _is_label_like(text, template):
                break
        at -= 1
    return first if strong else end


def is_lone_credit(pieces: Sequence[Piece], template: Template) -> bool:
    """Whether what stands after the last item is one name behind one word (编辑：刘洋), which may as well end the article."""
    texts = [piece.text for piece in pieces if piece.text]
    return len(texts) == 1 and len(_COLON.findall(texts[0])) == 1 and _weak(texts[0], template) and not _strong(texts[0], template)


def _weak(text: str, template: Template) -> bool:
    return len(text) <= LONGEST_LINE and bool(template.colophon_weak.match(text)) and text[:1] not in "（("


def _is_label_like(text: str, template: Template) -> bool:
    """Whether a line begins with a label of an item or an article's section."""
    return template.label.match(text) is not None or leading_number(text) is not None


def _is_table_of(piece: Piece, template: Template) -> bool:
    """Whether a table is a colophon: its first cells are the words of one."""
    if not piece.block or not piece.block.cells:
        return False
    words = [join_rows(cell) + "：" for line in piece.block.cells for cell in line if cell]
    return any(template.colophon.match(word) or template.colophon_weak.match(word) for word in words)
