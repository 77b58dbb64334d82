"""Which spaces of a line are printed and which an engine invented from the gaps between glyphs.

Word, LibreOffice and WPS print a glyph for each space, and set 有5个 with gaps that engines read as 有 5 个. Browsers and
TeX print no glyph for a space: there the gap is the only trace of it. So a document that prints one space glyph prints
them all, and every other gap next to a Han character is an artefact; a document without any keeps its gaps.
"""

from __future__ import annotations

from collections.abc import Sequence

from bulletin_parse.reading.document import Line, Page
from bulletin_parse.reading.pdf.levels import BASE, FONT, TEXT
from bulletin_parse.text.folding import HAN, LONGEST_SPACE, is_han, tightened
from bulletin_parse.text.lazy import lazy_pattern

# Stands for a gap until the whole document is read; a control character that no text has.
GAP = "\x1f"
# A gap wider than this share of the size is no space: a line ends at it, in every engine where MuPDF ends one. Whether it parts two cells or
# columns, or the words of one row, is told by the rows above and below (layout).
NO_SPACE = 0.8

# A line is stretched if this many of its Han characters, and this share of them, have a gap before the next one.
SPREAD_FROM, SPREAD_SHARE = 5, 0.6
# … or if it leaves this share of its size between any two characters; a letter is this share of it wide.
STRETCH, LETTER = 0.15, 0.55
# … but of so many pairs of ideographs a gap between less than half stands out from the others: it is a space.
LEAST_PAIRS, FEW_GAPS = 4, 0.5
_SPREAD = lazy_pattern(" (?<=[\u4e00-\u9fff] )(?=[\u3000-\u9fff\uff00-\uff5e])")
_CLOSE = lazy_pattern("[\u4e00-\u9fff](?=[\u3000-\u9fff\uff00-\uff5e])")

# The same with gaps in place of spaces, from both sides of punctuation; and a gap between two ideographs.
_SPREAD_GAP = lazy_pattern(f"([\u3000-\u9fff\uff00-\uff5e‘-”…—]){GAP}(?=[\u3000-\u9fff\uff00-\uff5e‘-”…—])")
# A last line of few characters that was stretched: each Han character and mark for itself, a word of an alphabet whole.
_EACH_APART = lazy_pattern("(?:[\u3000-\u9fff\uff00-\uff5e‘-”…—]|[!-~]+)(?:{gap}(?:[\u3000-\u9fff\uff00-\uff5e‘-”…—]|[!-~]+))+".replace("{gap}", f"[ {GAP}]"))
_LONE = lazy_pattern(f"{GAP}(?<=[\u4e00-\u9fff]{GAP})(?=[\u4e00-\u9fff])")
# A word that a typesetter does not part, for which it stretches what stands before it on the line: a link.
_UNBROKEN = lazy_pattern("[!-~]{10}")
_APART = lazy_pattern(f"[\u4e00-\u9fff][ {GAP}](?=[\u4e00-\u9fff])")
_TWO_CLOSE = lazy_pattern("[\u4e00-\u9fff]{2}")
APART_FROM = 3  # gaps between ideographs
MOST_ENDS = 3  # lines of a page that has no room for a header or footer beside its text

_GAP_RUN = lazy_pattern(f"{GAP}+")
_CONTROL = lazy_pattern(r"[\x00-\x08\x0b-\x1e\x7f\ufffe\uffff]")
_LATIN = lazy_pattern(r"[A-Za-z]{2}|[0-9]")


def tidy(text: str) -> str:
    """A line as read, without trailing space and control characters."""
    if not text.isprintable():
        return trim(_CONTROL.sub("", text))
    if " " not in text:  # as most lines: no other space is printable
        return text
    text = text.rstrip()
    return trim(text) if "  " in text or text.count(" ") >= SPREAD_FROM else text


def trim(text: str) -> str:
    """A line without control characters, as ``tidy`` has it."""
    text = text.rstrip()
    if len(text) > LONGEST_SPACE:
        text = tightened(text)
    if text.count(" ") >= SPREAD_FROM and not text.isascii():
        text = _together(text)
    return text


def _together(text: str) -> str:
    """A line that was stretched to the full width, a gap after each character, without these gaps."""
    spread = len(_SPREAD.findall(text))
    return drop_invented(text) if spread >= SPREAD_FROM and spread > SPREAD_SHARE * (spread + len(_CLOSE.findall(text))) else text


def speaker(text: str) -> int:
    """The place of the character whose font speaks for a line: a Han character near the middle, if there is one.

    Digits and Latin letters inside Chinese text often come from another font.
    """
    middle = len(text) // 2
    match = HAN.search(text, middle) or HAN.search(text)
    return match.start() if match else middle


def family(font: str) -> str:
    """A font's name without the tag of its subset: ``ABCDEF+FangSong`` is ``FangSong``."""
    return font[7:] if font[6:7] == "+" and font[:6].isupper() else font


def settle(pages: Sequence[Page]) -> tuple[Page, ...]:
    """The pages with each GAP in their lines made a space or dropped."""
    gapped = list(map(_has_gap, pages))
    if not any(gapped):
        return tuple(pages)
    printing = _printing_fonts(pages)
    return tuple([_settled_page(page, prints_spaces=_prints(page, printing)) if gaps else page for page, gaps in zip(pages, gapped, strict=True)])


def _has_gap(page: Page) -> bool:
    return GAP in "".join(map(TEXT, page.lines)) or any(GAP in suspect.line.text for suspect in page.suspects)


def _settled_page(page: Page, *, prints_spaces: bool) -> Page:
    lines = tuple([_settled(line, prints_spaces=prints_spaces) if GAP in line[0] else line for line in page.lines])
    if not page.suspects:
        return page._replace(lines=lines)
    return page._replace(
        lines=lines,
        suspects=tuple([suspect._replace(line=_settled(suspect.line, prints_spaces=prints_spaces)) for suspect in page.suspects]),
    )


def pages_of_gaps(pages: Sequence[Page]) -> list[int]:
    """The places of the pages that have letters or digits and print no glyph for the spaces next to them."""
    printing = _printing_fonts(pages)
    return [at for at, page in enumerate(pages) if not _prints(page, printing) and any(_LATIN.search(line.text) for line in page.lines)]


def without_stretch(page: Page) -> Page:
    """The page without the gaps that stretched its lines to the full width; a GAP that stands out is a space."""
    return page._replace(
        lines=tuple([line._replace(text=_without_gaps(line)) if " " in line.text or GAP in line.text else line for line in page.lines]),
        suspects=tuple([one._replace(line=one.line._replace(text=one.line.text.replace(GAP, " "))) for one in page.suspects]),
    )


def _without_gaps(line: Line) -> str:
    """A line of gaps without those that stretched it."""
    if _is_each_apart(line.text):
        return drop_invented(line.text.replace(GAP, " "))
    if _is_stretched(line):
        return drop_invented(line.text).replace(GAP, " " if _are_few(line.text) else "")
    return _together(line.text.replace(GAP, " "))


def is_stretched(parts: Sequence[str]) -> bool:
    """Whether fragments of one baseline are a line that was set to the full width, each character for itself: a paragraph's last, or one with a link."""
    line = " ".join(parts)
    return _is_each_apart(line) or _stretched_by_word(line)


def _is_stretched(line: Line) -> bool:
    """Whether a line is so much longer than its characters that each stands apart from the next: some of these gaps seem to be spaces."""
    text, x0, _, x1, _, _, size, *_ = line
    spaces = text.count(" ") + text.count(GAP)
    characters, letters = len(text) - spaces, len(text.encode("latin-1", "ignore")) - spaces
    if characters - letters < max(SPREAD_FROM, letters):
        return False
    width = (characters - letters + LETTER * letters) * size
    return x1 - x0 - width > STRETCH * size * (characters - 1)


def _stretched_by_word(text: str) -> bool:
    """Whether a line holds a long word and all its ideographs stand apart: justified, it had nowhere else to take up its room.

    >>> _stretched_by_word("相 关 链 接：http://www.nhc.gov.cn/"), _stretched_by_word("相关 链接：http://www.nhc.gov.cn/")
    (True, False)
    """
    return bool(_UNBROKEN.search(text)) and not _TWO_CLOSE.search(text) and len(_APART.findall(text)) >= APART_FROM


def _is_each_apart(text: str) -> bool:
    """Whether each character of a line that ends a sentence stands for itself: the last line of a paragraph set to the full width.

    >>> _is_each_apart("量 达 79 万 次 。"), _is_each_apart("量达 79 万次。"), _is_each_apart("目 录")
    (True, False, False)
    """
    return text[-1:] in "。！？”；" and bool(_EACH_APART.fullmatch(text))


def _printing_fonts(pages: Sequence[Page]) -> set[str]:
    """The fonts in whose lines glyphs are printed for spaces; furniture, at the ends of pages, and marks across them have no vote."""
    found: set[str] = set()
    for page in pages:
        if " " not in "\n".join(map(TEXT, page.lines)):
            continue
        ends = _ends(page) if len(page.lines) > MOST_ENDS else set()
        found |= {line.font for at, line in enumerate(page.lines) if " " in line.text and at not in ends and line.upright}
    return found


def _ends(page: Page) -> set[int]:
    """The places of a page's highest and lowest line."""
    bases = list(map(BASE, page.lines))
    return {bases.index(min(bases)), len(bases) - 1 - bases[::-1].index(max(bases))}


def _prints(page: Page, printing: set[str]) -> bool:
    """Whether a page prints glyphs for its spaces, told by the font of most of its text: by what it prints here or on other pages."""
    if not printing:
        return False
    if printing.issuperset(map(FONT, page.lines)):
        return True
    weights: dict[str, int] = {}
    for line in page.lines:
        font = line[7]
        weights[font] = weights.get(font, 0) + len(line[0])
    return max(weights, key=lambda font: weights[font]) in printing


def _settled(line: Line, *, prints_spaces: bool) -> Line:
    """A line with its gaps judged: a gap that stands out between two ideographs is printed, whatever the others are."""
    if GAP not in line.text:
        return line
    text = _GAP_RUN.sub(GAP, line.text) if GAP + GAP in line.text else line.text
    if _is_each_apart(text) or _is_stretched(line) or _stretched_by_word(text):
        text = drop_invented(_LONE.sub(" ", text) if _are_few(text) else text, GAP)
    elif text.count(GAP) >= SPREAD_FROM:
        text = _without_spread(text)
    return Line(drop_invented(_LONE.sub(" ", text), GAP) if prints_spaces else text.replace(GAP, " "), *line[1:])


def _are_few(text: str) -> bool:
    """Whether so few ideographs of a line have a gap behind them that it stands out from those that spread the line: a space in a title set wide."""
    apart, close = len(_LONE.findall(text)), len(_CLOSE.findall(text))
    return apart + close >= LEAST_PAIRS and apart <= FEW_GAPS * close


def _without_spread(text: str) -> str:
    """A line without the gaps between its Han characters, if most of them have one."""
    spread, close = len(_SPREAD_GAP.findall(text)), len(_CLOSE.findall(text))
    return _SPREAD_GAP.sub(r"\1", text) if spread >= SPREAD_FROM and spread > SPREAD_SHARE * (spread + close) else text


def drop_invented(text: str, gap: str = " ") -> str:
    """A line in which gaps stay as spaces only between two characters of an alphabet.

    >>> drop_invented("2020 年06 月 HL7 FHIR")
    '2020年06月HL7 FHIR'
    """
    words = text.split(gap)
    out = words[0]
    for word in words[1:]:
        out += (" " if out and word and not is_han(out[-1]) and not is_han(word[0]) else "") + word
    return out
