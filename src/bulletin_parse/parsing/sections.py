"""Where the parts of a bulletin begin: its lead, its index, its content, with headings or without."""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from itertools import pairwise
from operator import attrgetter
from typing import NamedTuple

from bulletin_parse.layout.sentences import ends_sentence
from bulletin_parse.parsing.categories import heading_key, heading_of
from bulletin_parse.parsing.labels import Label, label_of
from bulletin_parse.parsing.lead import find_lead
from bulletin_parse.parsing.leaders import without_leader
from bulletin_parse.parsing.ledger import Passage
from bulletin_parse.parsing.numbering import leading_number
from bulletin_parse.parsing.pieces import Piece
from bulletin_parse.parsing.template import Template
from bulletin_parse.parsing.titles import LONGEST_TITLE
from bulletin_parse.text.brackets import last_in_brackets
from bulletin_parse.text.bullets import BEFORE_LABELS, HEADING_MARKS
from bulletin_parse.text.folding import fold
from bulletin_parse.text.lazy import lazy_pattern
from bulletin_parse.text.links import looks_like_link

LONGEST_HEADING = 40  # characters of a section's heading
LONGEST_UNKNOWN_HEADING = 16  # of one in words that the template does not have
_NO_HEADING = lazy_pattern(r"[\d。，；：:！？]")
LONGEST_PART = 4  # characters of a word's first part
SHORTEST_TITLE = 4  # folded characters by which a title is known again
# A title above its labels takes no more pieces; a label is one of a run if another follows within this many pieces.
TITLE_PIECES, RUN_REACH = 3, 4
_LAST_BRACKET = lazy_pattern(last_in_brackets(1, 40))
_TEXT = attrgetter("text")  # of a piece
_ITEM_KINDS = ("title", "source", "link", "content")


class Sections(NamedTuple):
    """Places in the pieces: the lead, the index's heading, the content's heading; the parts lie between."""

    lead: int
    index_head: int
    index_body: int
    content_head: int
    content_body: int

    @property
    def has_index(self) -> bool:
        """Whether the index has a heading."""
        return self.index_head < self.index_body


def with_words_joined(pieces: Sequence[Piece], template: Template) -> list[Piece]:
    """The pieces with words that a space of their own cut in two put together: a heading (目 / 录, 导 / 语), a label (链 / 接：)."""
    out: list[Piece] = []
    done = 0  # pieces that are in ``out``
    texts = list(map(_TEXT, pieces))
    for at, text in enumerate(texts):
        if len(text) > LONGEST_PART or text.isascii():
            continue  # as most; a figure among them
        is_label = label_of(text, template) is not None
        for end in (at + 3, at + 2):
            if done <= at and end <= len(pieces) and _is_one_word(texts[at:end], template, is_label=is_label):
                whole = Passage.joined([part.passage for part in pieces[at:end] if part.passage])
                out += pieces[done:at]
                out.append(Piece(whole.text, whole, None))
                done = end
    return [*out, *pieces[done:]]


def _is_one_word(texts: Sequence[str], template: Template, *, is_label: bool) -> bool:
    """Whether texts are a heading or a label only when they are put together; ``is_label``: the first one is a label alone."""
    whole = "".join(texts)
    for section in (template.index_section, template.lead_section):
        if section.match(whole):
            return not any(section.match(text) for text in texts)
    label = None if is_label else label_of(whole, template)
    if len(texts) == 2 and texts[0].strip() in BEFORE_LABELS and texts[0].strip():
        return label is not None  # a bullet that a converter left on a line of its own
    return label is not None and label.end > len("".join(texts[:-1])) and label_of(texts[-1], template) is None


def with_lead_first(pieces: Sequence[Piece], template: Template) -> list[Piece]:
    """The pieces with the lead above the index: under its heading it may stand between the index and the content."""
    texts = list(map(_TEXT, pieces))
    index = _first_heading(template.index_section, texts, 0, len(texts))
    if find_lead(pieces, index, template) < index:
        return list(pieces)  # as in most bulletins
    linked = _first_link(texts, index, template)
    content = next((at for at in range(index + 1, linked) if len(texts[at]) <= LONGEST_HEADING and template.content_section.match(texts[at])), None)
    if content is None:
        return list(pieces)
    lead = next((at for at in range(index + 2, content) if template.lead_section.match(texts[at]) and not leading_number(texts[at])), content)
    if not any(text[-1:] == "。" and template.counts.search(text) for text in texts[lead:content]):
        return list(pieces)
    return [*pieces[:index], *pieces[lead:content], *pieces[index:lead], *pieces[content:]]


def sections_of(pieces: Sequence[Piece], template: Template) -> Sections:
    """Where the parts begin. The content's heading is the first one after the index's: articles print it again."""
    texts = list(map(_TEXT, pieces))
    count = len(texts)
    index = _first_heading(template.index_section, texts, 0, count)
    start = 0 if index == count else index + 1
    linked = _first_link(texts, start, template)
    content = _first_heading(template.content_section, texts, start, linked)
    if content == count and linked < count and looks_like_link(texts[linked]):  # the index may have an address below each entry
        labelled = next((at for at in range(linked, count) if (label := label_of(texts[at], template)) and label.kind in _ITEM_KINDS), count)
        content = _first_heading(template.content_section, texts, linked + 1, labelled)
    content_body = content + 1
    if content == count:
        content = content_body = _unheaded_content(texts, start, template, has_index=index < count)
    if index < count:
        return Sections(find_lead(pieces, index, template), index, index + 1, content, content_body)
    first = _unheaded_index(texts, content, content_body)
    lead = find_lead(pieces, first, template)
    head = first - 1 if first < content and lead + 1 < first and _is_unknown_heading(texts[first - 1], texts[first - 2], template) else first
    return Sections(lead, head, first, content, content_body)


def _first_heading(section: re.Pattern[str], texts: Sequence[str], start: int, end: int) -> int:
    """The place of a section's first heading from ``start`` to ``end``; behind the last text if there is none."""
    for at in range(start, end):
        if len(texts[at]) <= LONGEST_HEADING and section.match(texts[at]):
            return at
    return len(texts)


def _is_unknown_heading(text: str, above: str, template: Template) -> bool:
    """Whether a line between the lead's text and the first entry is the index's heading in other words: a few, no date, number or category."""
    if not 1 < len(text) <= LONGEST_UNKNOWN_HEADING or not ends_sentence(above) or _NO_HEADING.search(text):
        return False
    heading = heading_of(text, template)
    return template.lead_section.match(text) is not None or not (heading and (heading.form or template.category_words.match(heading.name)))


def _first_link(texts: Sequence[str], start: int, template: Template) -> int:
    """The place of the first address: headings of the content stand above it, labels named like them below."""
    for at in range(start, len(texts)):
        text = texts[at]
        if "/" not in text and "www" not in text.lower():
            continue  # as most: every address has one of them
        label = label_of(text, template)
        if looks_like_link(text) or (label and label.kind == "link" and looks_like_link(text[label.end :])):
            return at
    return len(texts)


def _unheaded_content(texts: Sequence[str], start: int, template: Template, *, has_index: bool) -> int:
    """Without a heading the content begins with the title above the first run of labels, or where an entry's words stand again."""
    labels = [label_of(text, template) for text in texts]
    label = _first_run(labels, start)
    again = _first_again(texts, start, label if label is not None else len(texts)) if has_index else None
    if again is not None:
        return _above_headings(texts, again, start, template)
    if label is None:
        return len(texts)
    own = labels[label]
    title = label if own and own.kind == "title" else _title_above(texts, label, start)
    return _above_headings(texts, title, start, template)


def _first_run(labels: Sequence[Label | None], start: int) -> int | None:
    """The place of the first label that another one follows; without such, of the first label at all."""
    places = [at for at in range(start, len(labels)) if (label := labels[at]) and label.kind in _ITEM_KINDS]
    for at, following in pairwise(places):
        own, other = labels[at], labels[following]
        if following - at <= RUN_REACH and own and other and own.kind != other.kind:
            return at
    return places[0] if places else None


def _key(text: str) -> str:
    number = leading_number(text)
    return fold(text[number.end :] if number else text)


def _first_again(texts: Sequence[str], start: int, end: int) -> int | None:
    """The first text that an entry of the index has said before, number and source aside."""
    seen: set[str] = set()
    for at in range(start, min(end, len(texts))):
        text = texts[at]
        if not text or len(text) > LONGEST_TITLE:
            continue
        key = _key(text)
        if len(key) >= SHORTEST_TITLE and key in seen and not text.startswith(("（", "(")):
            return at
        seen |= _keys(text)
    return None


def _keys(text: str) -> set[str]:
    """By what a line of an index is known again: its words, without the leader or the page number, without a source in brackets."""
    bare = without_leader(text)
    cells = [_key(cell) for cell in text.split("\t")] if "\t" in text else []
    return {_key(text), _key(bare), _key(_LAST_BRACKET.sub("", bare)), *cells}


def _title_above(texts: Sequence[str], label: int, start: int) -> int:
    """Where the title above a label begins: at its number, within a few pieces; else just above."""
    for at in range(label - 1, max(start - 1, label - 1 - TITLE_PIECES), -1):
        if len(texts[at]) > LONGEST_TITLE or texts[at][-1:] in "。；":
            break
        number = leading_number(texts[at])
        if number and number.form not in ("han", "hanbracket"):
            return at
    if label > start and texts[label - 1][-1:] in "。；！？":
        # The labels stand below the text: the first item begins at its number.
        numbered = (at for at in range(start, label) if (number := leading_number(texts[at])) and number.value == 1 and len(texts[at]) <= LONGEST_TITLE)
        return next((at for at in numbered if texts[at][-1:] not in "。；"), label - 1)
    return max(start, label - 1)


def _above_headings(texts: Sequence[str], title: int, start: int, template: Template) -> int:
    """The place of the headings of categories above the first title: those that stood in the index, and numbered or bracketed ones."""
    said: AbstractSet[str] = {heading_key(text, template) for text in texts[start:title] if len(text) <= LONGEST_HEADING} - {""}
    counts: dict[str, int] = {}
    for text in texts[start:title]:
        if (key := heading_key(text, template)) in said:
            counts[key] = counts.get(key, 0) + 1
    at = title
    while at > start and (heading := heading_of(texts[at - 1], template)):
        # An outlet in round brackets stands again under each entry that has it.
        again = counts.get(heading_key(texts[at - 1], template), 0) > 1 and heading.form not in ("（", "(")
        first = (heading.form in HEADING_MARKS or heading.form in ("han", "hanbracket", "part")) and heading.value in (None, 1)
        named = bool(template.category_words.match(heading.name)) and not heading.form
        if not (again or first or named):
            break
        at -= 1
    return at


def _unheaded_index(texts: Sequence[str], content: int, body: int) -> int:
    """The place of an index without a heading: the first numbered line that stands again in the content; ``content`` if there is none."""
    later = {_key(text) for text in texts[body:] if text and len(text) <= LONGEST_TITLE and leading_number(text)}
    for at in range(content):
        text = texts[at]
        number = leading_number(text) if len(text) <= LONGEST_TITLE else None
        if number and number.value == 1 and (_keys(text) & later):
            return at
    return content
