"""What the texts of a missed item or entry are: a proposal by the template's words, for a person to look at."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from rapidfuzz import fuzz

from bulletin_parse import addresses
from bulletin_parse.corrections.correction import Piece, Role
from bulletin_parse.corrections.parts import REMNANTS
from bulletin_parse.corrections.reviewer import Reviewer
from bulletin_parse.matching.likeness import SAME_COPY
from bulletin_parse.models import Block, Entry, Remnant, Where
from bulletin_parse.parsing.labels import Label, label_of
from bulletin_parse.parsing.numbering import leading_number
from bulletin_parse.parsing.template import Template, load_template
from bulletin_parse.press.bylines import is_byline
from bulletin_parse.text.folding import fold
from bulletin_parse.text.lazy import lazy_pattern
from bulletin_parse.text.links import looks_like_link

_ROLES: dict[str, Role] = {"source": "source", "link": "link", "content": "label", "title": "title"}
# An entry's source, in brackets at its end.
_SOURCE = lazy_pattern(r"(?P<title>.+?)\s*[（(【\[](?P<source>[^（(【\[]{2,30})[）)】\]]\s*\Z", re.DOTALL)


class Missed(NamedTuple):
    """The pieces of a missed item or entry, and what is said of it beside them."""

    pieces: tuple[Piece, ...]
    fields: dict[str, Any]


def missed_item(reviewer: Reviewer, texts: Sequence[str | Piece], template: Template | None = None) -> Missed:
    """What each of some texts is in an item: its title (the first without a label), fields by their labels, headline and byline, and its blocks.

    Args:
        reviewer: who looks at the bulletin.
        texts: addresses of the texts in order, or pieces for runs of texts.
        template: the series' words; None for the built-in ones.

    Raises:
        NoSuchField: an address leads to no text.
    """
    words = template or load_template(None)
    given: list[Piece] = [reviewer.piece(text) if isinstance(text, str) else text for text in texts]
    pieces: list[Piece] = []
    fields: dict[str, Any] = {}
    title = ""
    waiting: Label | None = None  # a label on a line of its own, whose value is the next text
    for piece in given:
        label = label_of(piece.text, words) if title or len(given) == 1 else None
        label = label or (waiting if pieces and pieces[-1].becomes == "label" else None)
        value = piece.text[label.end :].strip() if label and label is not waiting else piece.text
        if not title:
            number = leading_number(piece.text)
            title = piece.text[number.end :].strip() if number else piece.text
            if number:
                fields["number"] = number.value
            pieces.append(piece.model_copy(update={"becomes": "title", "now": None if title == piece.text else title}))
        elif label and (role := _ROLES.get(label.kind)) and not _has(pieces, role):
            whole = value == piece.text
            empty = not value or role == "label"
            pieces.append(piece.model_copy(update={"becomes": "label" if empty else role, "now": None if whole or empty else value}))
            waiting = label if not value and role != "label" else None
            if role == "label" and value:
                pieces[-1] = piece.model_copy(update={"becomes": "paragraph", "now": value})
            continue
        else:
            pieces.append(piece.model_copy(update={"becomes": _role(reviewer, piece, title, pieces, words)}))
        waiting = None
    return Missed(tuple(pieces), fields)


def missed_entry(reviewer: Reviewer, texts: Sequence[str | Piece]) -> Missed:
    """What some texts are in an entry: number and title, and the source in brackets behind it or on the next line.

    Raises:
        NoSuchField: an address leads to no text.
    """
    given = [reviewer.piece(text) if isinstance(text, str) else text for text in texts]
    fields: dict[str, Any] = {}
    pieces: list[Piece] = []
    for at, piece in enumerate(given):
        text = piece.text
        if at == 0 and (number := leading_number(text)):
            fields["number"] = number.value
            text = text[number.end :].strip()
        bare = text.strip("（）()【】[] ")
        if at and at == len(given) - 1 and "source" not in fields and text.lstrip()[:1] in "（(【[":
            pieces.append(piece.model_copy(update={"becomes": "source", "now": bare}))
            continue
        if at == len(given) - 1 and (match := _SOURCE.match(text)):
            text, fields["source"] = match["title"], match["source"].strip()
        pieces.append(piece.model_copy(update={"becomes": "title", "now": None if text == piece.text else text}))
    return Missed(tuple(pieces), fields)


class SelectedLine(NamedTuple):
    """A printed line that somebody selected: its text and its place."""

    text: str
    where: Where


def pieces_of_lines(reviewer: Reviewer, lines: Sequence[SelectedLine]) -> tuple[Piece, ...]:
    """The texts of the record that some printed lines are, lines of one text as one run of it.

    Args:
        reviewer: who looks at the bulletin.
        lines: in printed order.

    Raises:
        NoSuchField: no text of the record holds a line.
    """
    found: list[tuple[str, int, int]] = []  # address, and from where to where in its text
    for line in lines:
        field, start, end = _holder(reviewer, line)
        if found and found[-1][0] == field and start >= found[-1][1]:
            found[-1] = (field, found[-1][1], max(end, found[-1][2]))
        else:
            found.append((field, start, end))
    return tuple([_run(reviewer, *each) for each in found])


def _holder(reviewer: Reviewer, line: SelectedLine) -> tuple[str, int, int]:
    """The text that holds a line: of those that stand where it does, the one that says it."""
    wanted = "".join(line.text.split())
    for near in (True, False):
        for field, text, where in texts_of(reviewer):
            if near and not _meet(where, line.where):
                continue
            places = [at for at, char in enumerate(text) if not char.isspace()]
            start = "".join([text[at] for at in places]).find(wanted)
            if wanted and start >= 0:
                return field, places[start], places[start + len(wanted) - 1] + 1
    raise reviewer.unknown(line.text)


def texts_of(reviewer: Reviewer) -> list[tuple[str, str, Where]]:
    """Every text of the record that can be taken from where it is: address, text and place."""
    bulletin = reviewer.bulletin
    found = [(f"{name}[{at}]", part.text, part.where) for name in REMNANTS for at, part in enumerate(getattr(bulletin, name))]
    for at, item in enumerate(bulletin.items):
        for name in ("headline", "byline"):
            if text := getattr(item, name):
                found.append((f"items[{at}].{name}", text, item.places.get(name, item.where)))
        found += [(f"items[{at}].blocks[{place}]", block.text, block.where) for place, block in enumerate(item.blocks) if block.text]
    return found


def _meet(one: Where, other: Where) -> bool:
    """Whether two places have something in common; a place that nobody knows meets all."""
    if not one or not other:
        return True
    for left in one:
        for right in other:
            a, b = tuple(dict(left).values()), tuple(dict(right).values())
            if type(left) is not type(right):
                continue
            if isinstance(a[1], tuple):  # a page and a rectangle
                (x0, top, x1, bottom), (u0, over, u1, under) = a[1], b[1]
                if a[0] == b[0] and x0 < u1 and u0 < x1 and top < under and over < bottom:
                    return True
            elif a[0] <= b[1] and b[0] <= a[1]:
                return True
    return False


def _run(reviewer: Reviewer, field: str, start: int, end: int) -> Piece:
    value = addresses.value_at(reviewer.bulletin, field)
    text = value.text if isinstance(value, (Block, Remnant)) else value.title if isinstance(value, Entry) else value
    return reviewer.piece(field, None if (start, end) == (0, len(text)) else text[start:end])


def _has(pieces: Sequence[Piece], role: Role) -> bool:
    return role != "label" and any(piece.becomes == role for piece in pieces)


def _role(reviewer: Reviewer, piece: Piece, title: str, before: Sequence[Piece], words: Template) -> Role:
    """What a text without a label is, by what stands before it."""
    over_text = all(each.becomes in ("title", "source", "link", "label", "headline") for each in before)
    if over_text and looks_like_link(piece.text) and not _has(before, "link"):
        return "link"
    if over_text and is_byline(piece.text, words.bylines) and not _has(before, "byline"):
        return "byline"
    if over_text and not _has(before, "headline") and fuzz.ratio(fold(piece.text), fold(title)) >= SAME_COPY:
        return "headline"
    part = addresses.value_at(reviewer.bulletin, piece.field)
    return part.kind if isinstance(part, Block) else "paragraph"
