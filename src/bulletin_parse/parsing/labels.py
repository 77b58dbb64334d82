"""The labels that texts begin with: 来源：…, 【链接】…, 来源 人民网 in a table's row, and what looks like one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from itertools import compress, count
from operator import attrgetter, itemgetter
from typing import NamedTuple

from bulletin_parse.layout.blocks import ends_sentence
from bulletin_parse.parsing.numbering import leading_number
from bulletin_parse.parsing.patterns import BEHIND_UNKNOWN, unknown_label_pattern
from bulletin_parse.parsing.pieces import Piece
from bulletin_parse.parsing.template import LabelFirsts, Template, label_kind
from bulletin_parse.parsing.titles import Titles
from bulletin_parse.text.brackets import CLOSING
from bulletin_parse.text.lazy import lazy_pattern
from bulletin_parse.text.links import looks_like_link

CORE_KINDS = ("source", "link", "content")
LONGEST_LINE = 600  # characters of a line with several labels
LONGEST_LOOSE = 30  # characters of the value behind a label without a colon
LOOSE_REACH = 4  # pieces above, among which such a label must have another
_FIRST = itemgetter(slice(1))  # character of a text
_TEXT = attrgetter("text")  # of a piece
_UNKNOWN = lazy_pattern(unknown_label_pattern(), words=BEHIND_UNKNOWN)


class Label(NamedTuple):
    """A label at the start of a text: its kind, its word as printed, where its value begins, and the bracket that must close it.

    ``further`` are the kinds of other labels in the same text.
    """

    kind: str
    end: int
    word: str = ""
    closer: str = ""
    further: frozenset[str] = frozenset()


def label_of(text: str, template: Template) -> Label | None:
    """The label that a text begins with, or None."""
    first, firsts = text[:1], template.firsts
    if first not in firsts.labels or (first in firsts.numbers and not _is_word_behind(text, firsts)):
        return None
    match = template.label.match(text)
    return matched_label(match) if match else None


def _is_word_behind(text: str, firsts: LabelFirsts) -> bool:
    """Whether behind a text's number or bracket stands the first character of a label's word; behind most stands that of a title or a heading."""
    word = text.lstrip(firsts.numbers)[:1]
    return word in firsts.words or word.isspace() or word.isdigit()


def matched_label(match: re.Match[str]) -> Label:
    """The label that a match of one of the template's patterns stands for."""
    kind = label_kind(match)
    word, opening, closing = match.group(kind, "open", "close")
    return Label(kind, match.end(), "".join(word.split()), CLOSING[opening] if opening and not closing else "")


def begun_by(pieces: Sequence[Piece], template: Template) -> list[Label | None]:
    """The label that each piece begins with, told by its words alone."""
    begun: list[Label | None] = [None] * len(pieces)
    for at in opened_by(pieces, template.firsts.labels):
        begun[at] = label_of(pieces[at].text, template)
    return begun


def opened_by(pieces: Sequence[Piece], characters: AbstractSet[str]) -> Iterator[int]:
    """The places of the pieces whose text begins with one of some characters."""
    return compress(count(), map(characters.__contains__, map(_FIRST, map(_TEXT, pieces))))


def with_labels_above(pieces: Sequence[Piece], begun: Sequence[Label | None]) -> tuple[list[Piece], list[Label | None]]:
    """The pieces and their labels, each picture that stands beside an item's labels behind them: a code to be scanned at the page's edge.

    On the page it begins as high as one of them does, or right below the title.

    Args:
        pieces: the content.
        begun: the label that each begins with.
    """
    order = list(range(len(pieces)))
    moved = False
    for at in [at for at, piece in enumerate(pieces) if piece.is_figure]:
        after = at + 1
        while after < len(pieces) and (label := begun[after]) and label.kind in CORE_KINDS:
            after += 1
        above = begun[at - 1] if at else None
        labelled = above is not None and above.kind in ("source", "link")
        title = at > 0 and above is None and not pieces[at - 1].is_figure and not ends_sentence(pieces[at - 1].text)
        if (title or labelled) and after > at + 1:
            order[at:after] = [*range(at + 1, after), at]
            moved = True
    if not moved:
        return list(pieces), list(begun)  # as mostly
    return [pieces[at] for at in order], [begun[at] for at in order]


def piece_labels(pieces: Sequence[Piece], begun: Sequence[Label | None], titles: Titles, template: Template) -> list[Label | None]:
    """The label of each piece; a title that begins with a label's word has none, where the index says that it is one.

    Args:
        pieces: the content.
        begun: the label that each begins with.
        titles: the index's.
        template: the series' words.
    """
    found = list(begun)
    loose = template.firsts.loose
    above_text: list[tuple[int, str]] = []  # the places and kinds of labels, those of the content aside: below them no further label is expected
    for at in opened_by(pieces, template.firsts.labels):
        text, label = pieces[at].text, begun[at]
        if label is None:
            if text[:1] not in loose or (label := _loose_label(text, found[:at], template)) is None:
                continue  # as most
            found[at] = label
        elif label.kind != "content":
            found[at] = label = _unless_title(label, text, titles, template)
        if label and label.kind != "content":
            above_text.append((at, label.kind))
    for at, kind in above_text:
        if kind in ("source", "link") and at > 1 and found[at - 1] is None:
            _take_unknown(at - 1, pieces, found, titles)
        if at + 2 < len(pieces) and found[at + 1] is None:
            _take_unknown(at + 1, pieces, found, titles)
    return found


def _unless_title(label: Label, text: str, titles: Titles, template: Template) -> Label | None:
    """A text's label with the kinds of others in it, None where the text is a title."""
    if titles.may_be_numbered(text[:1]) and len(text) > label.end and _is_title(text, titles):
        return None
    further = [label_kind(inner) for inner in inner_labels(text, template, label.end)] if len(text) <= LONGEST_LINE else []
    return label._replace(further=frozenset(further)) if further else label


def _take_unknown(first: int, pieces: Sequence[Piece], found: list[Label | None], titles: Titles) -> None:
    """Gives labels that no template knows their place beside another: one of an address below a label, one between a title and the first label.

    Args:
        first: the place of the piece that may have one; where it has, the one below it may too.
        pieces: the content.
        found: the label of each.
        titles: the index's.
    """
    for at in range(first, len(pieces) - 1):
        text = pieces[at].text
        if found[at] is not None or len(text) > LONGEST_LINE or (label := unknown_label_of(text)) is None:
            return  # as most
        above, below = found[at - 1], found[at + 1]
        is_address = above is not None and above.kind != "content" and "http" in text
        if not is_address and not (above is None and below is not None and below.kind in ("source", "link") and _is_title(pieces[at - 1].text, titles)):
            return
        if _is_title(text, titles):
            return
        if is_address and looks_like_link(text[label.end :]):
            found[at] = label._replace(kind="link")
        elif not is_address and len(text) > label.end:
            found[at] = label
        else:
            return


def inner_labels(text: str, template: Template, start: int = 0) -> Iterator[re.Match[str]]:
    """The labels inside a text, from a place on; nearly all texts lack the characters that their words begin with."""
    return template.inner_label.finditer(text, start) if template.firsts.word.search(text, start) else iter(())


def _is_title(text: str, titles: Titles) -> bool:
    return titles.same(text) or ((number := leading_number(text)) is not None and titles.same(text[number.end :]))


def _loose_label(text: str, above: Sequence[Label | None], template: Template) -> Label | None:
    """来源 人民网, without a colon: a label where an address follows, or another label stands just above or in the word's own row of a table."""
    label = worded_label_of(text, template)
    if label is None:
        return None
    kind, value = label.kind, text[label.end :]
    if kind == "link":
        return label if looks_like_link(value) or template.no_link.match(value) else None
    if kind == "source":
        return label if len(value) <= LONGEST_LOOSE and value[-1:] not in "。；，：:" else None
    return label if any(above[-LOOSE_REACH:]) and (kind == "content" or len(value) <= LONGEST_LOOSE) else None


def worded_label_of(text: str, template: Template) -> Label | None:
    """A label's word that a text begins with and a space behind it, as a table's row has them: 来源 人民网. Most such texts are no label's."""
    if text[:1] not in template.firsts.loose or not (" " in text or "\u3000" in text or "\t" in text):
        return None
    match = template.loose_label.match(text)
    if match is None:
        return None
    kind = label_kind(match)
    return Label(kind, match.end(), "".join(match[kind].split()))


def unknown_label_of(text: str) -> Label | None:
    """What looks like a label, by its form alone: 关键词：, 【影响】."""
    match = _UNKNOWN.match(text)
    if match is None:
        return None
    word = "".join((match["unknown"] or match["unknown_"]).split())
    return Label("other", match.end(), word) if not looks_like_link(text) else None
