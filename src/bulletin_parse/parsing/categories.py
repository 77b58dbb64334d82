"""The headings under which items stand: 一、政策动态, 【各地动态】, （三）行业观点, or a few words alone."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from bulletin_parse.parsing.numbering import leading_number
from bulletin_parse.parsing.pieces import Piece
from bulletin_parse.parsing.template import Template
from bulletin_parse.text.brackets import CLOSING
from bulletin_parse.text.bullets import CATEGORY_BULLET
from bulletin_parse.text.folding import clean, fold, narrow
from bulletin_parse.text.lazy import lazy_pattern
from bulletin_parse.text.numerals import read_numeral

LONGEST_NAME = 20  # characters
LONGEST_BARE = 12  # of a heading without number and bracket
# Headings that may stand one below the other above an item: a section's, a category's, and that of one without items.
MOST_HEADINGS = 6
_BEHIND_COUNT = " \u3000）)】]"
_LETTERS = "ABCDEFGHＡＢＣＤＥＦＧＨ"
_LETTER = lazy_pattern(rf"(?P<letter>[{_LETTERS}])\s*[.．、:：)）]\s*")
_RULES = "—–-－=＝~～ \u3000"  # on both sides of a name: ——政策动态——
_ROUND_NAME = CLOSING | {"“": "”", "—": "—"}
_STOPS = "。；！？"  # a text that ends with one, or is empty, is no heading
_NO_NAME = lazy_pattern(r"[，。；！？,;!?:：](?:(?<![:：])|.)")  # a stop, or a colon with something behind it
_WORDS = lazy_pattern("[\u3401-\U0010ffff]")  # Han characters, of which a name has some


class Heading(NamedTuple):
    """A category's heading: its name without number and brackets, the form that it is printed in, and its number."""

    name: str
    form: str
    value: int | None


def heading_of(text: str, template: Template) -> Heading | None:
    """The heading that a text may be by its form; None if it is too long or a sentence.

    >>> from bulletin_parse import load_template
    >>> heading_of("一、政策动态（3篇）", load_template()), heading_of("【各地动态】", load_template()).name
    (Heading(name='政策动态', form='han', value=1), '各地动态')
    """
    if text[-1:] in _STOPS:
        return None  # as most texts
    text = clean(text)
    if not text or len(text) > LONGEST_NAME + 12 or text.startswith(template.headings.none):
        return None
    text = without_count(text, template)
    form, value = "", None
    if (first := text[:1]) not in template.headings.beginnings and first not in _LETTERS:
        pass  # nothing before the name, as in most texts
    elif part := template.headings.part.match(text):
        form, value, text = "part", read_numeral(part["value"] or part["named"]), text[part.end() :]
    elif number := leading_number(text):
        form, value, text = number.form, number.value, text[number.end :]
    elif bullet := CATEGORY_BULLET.match(text):
        form, text = text[0], text[bullet.end() :].rstrip(text[0] + " \u3000")  # ★ 政策动态 ★
    elif letter := _LETTER.match(text):
        form, value, text = "letter", ord(narrow(letter["letter"])) - ord("A") + 1, text[letter.end() :]
    text = text.strip().rstrip("：:")
    if len(text) > 2 and _ROUND_NAME.get(text[0]) == text[-1]:
        form, text = form + text[0], text[1:-1].strip(_RULES)
        text = without_count(text, template)
        if number := leading_number(text):
            form, value, text = form + number.form, number.value, text[number.end :]
    if not 1 < len(text) <= LONGEST_NAME or _NO_NAME.search(text) or not _WORDS.search(text):
        return None
    return Heading(text, form, value)


def without_count(text: str, template: Template) -> str:
    """A heading without the count behind it: 政策动态（3篇）."""
    return template.headings.counted.sub("", text) if text.rstrip(_BEHIND_COUNT).endswith(template.headings.counters) else text


def heading_key(text: str, template: Template) -> str:
    """What two prints of one heading have in common: its folded name; empty if it is none."""
    heading = heading_of(text, template)
    return fold(heading.name) if heading else ""


class Placed(NamedTuple):
    """An item's category, and the place of the first heading above its title; that of the title where it has none."""

    name: str | None
    first: int


def body_categories(pieces: Sequence[Piece], titles: Sequence[tuple[int, int]], known: AbstractSet[str], template: Template, section: str) -> list[Placed]:
    """The category of each item.

    A heading stands just above the title of the first item of its category. The index's own headings are known; else the form of the first one,
    which stands between the content's heading and the first item, is what the others must have.

    Args:
        pieces: the content, without its heading.
        titles: of each item, the places of its title and of the piece below it.
        known: the index's headings, folded, without numbers.
        template: the series' words.
        section: the name of the content's own heading, which stands once: an article that ends with it has it as its own.
    """
    placed: list[Placed] = []
    name: str | None = None
    pattern: Heading | None = None
    style: tuple[object, ...] | None = None
    floor = 0
    for title, below in titles:
        first = title
        found: Heading | None = None
        opening = not placed
        while first > floor and title - first < MOST_HEADINGS:
            piece = pieces[first - 1]
            heading = heading_of(piece.text, template) if piece.passage else None
            own = heading and template.content_section.match(piece.text) and fold(heading.name) == section
            if heading and not own and _is_category(heading, piece, known, template, pattern, style, opening=opening and first - 1 <= MOST_HEADINGS):
                found = found or heading
            elif not (piece.passage and found and template.empty_category.match(piece.text)):
                break
            first -= 1
        if found is None:
            first = title
        else:
            name, pattern, style = found.name, found, _style(pieces[title - 1])
        placed.append(Placed(name, first))
        floor = below
    return placed


def _is_category(
    heading: Heading, piece: Piece, known: AbstractSet[str], template: Template, last: Heading | None, style: tuple[object, ...] | None, *, opening: bool
) -> bool:
    """Whether a heading above an item's title is a category's."""
    if fold(heading.name) in known or template.content_section.match(piece.text):
        return True
    if last is None:
        # The first one: nothing of an article can stand above the first item.
        plain = heading.form in ("", "（", "(")
        return opening and (not plain or (len(heading.name) <= LONGEST_BARE and bool(template.category_words.match(heading.name))))
    if heading.form != last.form:
        return False
    if heading.value is not None and last.value is not None:
        return heading.value > last.value
    if heading.form:
        return True
    return len(heading.name) <= LONGEST_BARE and (bool(template.category_words.match(heading.name)) or (piece.block is not None and _set_apart(style, piece)))


def _set_apart(style: tuple[object, ...] | None, piece: Piece) -> bool:
    return style is not None and style == _style(piece) and bool(style[0] or style[2])


def _style(piece: Piece) -> tuple[object, ...]:
    """How a heading is set: bold, size and font, centred."""
    if piece.block is None or not piece.block.rows:
        return (False, 0.0, False, "")
    row = piece.block.rows[0]
    return (row.bold, round(row.size), piece.block.centred, row.font)
