"""The labelled fields of an item: 来源, 链接, 主要内容, on one line or several, and where the article begins."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from bulletin_parse.layout.blocks import Block
from bulletin_parse.parsing.ledger import Passage
from bulletin_parse.parsing.template import Template, label_kind
from bulletin_parse.text.links import link_span, looks_like_link, may_continue_link

CORE_KINDS = ("source", "link", "content")
MAX_SOURCE = 60  # characters; a longer text after 来源： is no source's name


class Label(NamedTuple):
    """A label at the start of a block: its kind and where its value begins."""

    kind: str
    end: int


class Fields(NamedTuple):
    """An item's labelled fields as pieces of the page, and ``body``: the blocks from the article's first one on.

    ``first_text`` is text that stands on the line of the content's label.
    """

    labels: tuple[Passage, ...]
    source: Passage | None
    link: Passage | None
    targets: tuple[str, ...]
    first_text: Passage | None
    body: int
    kinds: frozenset[str]


def label_of(text: str, template: Template) -> Label | None:
    """The label that a block begins with, or None."""
    if text[:1] not in template.label_signs:
        return None
    match = template.label.match(text)
    return Label(label_kind(match), match.end()) if match else None


def read_fields(blocks: Sequence[Block], start: int, end: int, template: Template) -> Fields:
    """The labelled fields from block ``start`` on; ``end`` is where the item ends.

    A field's value stands after its label or in the blocks that follow it. The run ends after the content's label, or
    at the first block that is neither a label nor a value.
    """
    reader = _FieldReader(template)
    at = start
    while at < end and not reader.done:
        block = blocks[at]
        if block.is_figure or not reader.take(block):
            break
        at += 1
    return reader.fields(at)


class _FieldReader:
    """Takes blocks one by one as long as they belong to the fields."""

    def __init__(self, template: Template) -> None:
        self._template = template
        self._labels: list[Passage] = []
        self._values: dict[str, list[Passage]] = {}
        self._targets: list[str] = []
        self._open: str | None = None
        self.done = False

    def take(self, block: Block) -> bool:
        passage = Passage.of(block.rows, block.text)
        match = self._template.label.match(passage.text)
        if match is None:
            return self._continue(passage, block)
        kind = label_kind(match)
        if kind in self._values and kind != "other":
            return False  # a second 来源： is the article's own
        self._take_labelled(passage, match, block)
        return True

    def _take_labelled(self, passage: Passage, match: re.Match[str], block: Block) -> None:
        """Takes a block of one label or several: 来源：人民网 链接：http://… ."""
        kind = label_kind(match)
        self._labels.append(passage.cut(0, match.end()))
        value = passage.cut(match.end())
        inner = self._template.inner_label.search(value.text) if kind != "content" else None
        if inner and label_kind(inner) in CORE_KINDS and label_kind(inner) not in self._values:
            self._give(kind, value.cut(0, inner.start()), block)
            rest = value.cut(inner.start())
            again = self._template.label.match(rest.text)
            if again:
                self._take_labelled(rest, again, block)
            return
        self._give(kind, value, block)

    def _give(self, kind: str, value: Passage, block: Block) -> None:
        self._values.setdefault(kind, [])
        self._open = kind
        if value.text:
            self._values[kind].append(value)
        if kind == "link":
            self._targets += [target for row in block.rows for target in row.links]
        if kind == "content":
            self.done = True

    def _continue(self, passage: Passage, block: Block) -> bool:
        """A block without a label: the value of the field above, or the rest of a wrapped link."""
        kind, text = self._open, passage.text
        if kind == "link":
            parts = self._values["link"]
            if (not parts and looks_like_link(text)) or (parts and may_continue_link(text)):
                self._give("link", passage, block)
                return True
        elif kind is None or "link" not in self._values:
            if looks_like_link(text) and text.isascii():  # a link without its label
                self._give("link", passage, block)
                return True
            if kind == "source" and not self._values["source"] and len(text) <= MAX_SOURCE and text[-1:] not in "。；":
                self._give("source", passage, block)
                return True
        return False

    def fields(self, at: int) -> Fields:
        values = self._values
        source = Passage.joined(values["source"]) if values.get("source") else None
        content = values.get("content")
        others = list(values.get("other", ()))
        return Fields(
            tuple(self._labels + others),
            source,
            Passage.joined(values["link"]) if values.get("link") else None,
            tuple(dict.fromkeys(self._targets)),
            content[0] if content else None,
            at,
            frozenset(values) & set(CORE_KINDS),
        )


def link_of(passage: Passage) -> Passage:
    """The link in a field's value, without the brackets and full stops round it."""
    return passage.cut(*link_span(passage.text))
