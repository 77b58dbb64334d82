"""The labelled fields of an item: 来源, 链接, 主要内容, on one line or several, before the article or after it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from bulletin_parse.parsing.entry_source import is_bracketed
from bulletin_parse.parsing.labels import CORE_KINDS, Label, inner_labels, matched_label, unknown_label_of
from bulletin_parse.parsing.ledger import Passage
from bulletin_parse.parsing.links import Links, address_start, pages_of, read_links, without_remark
from bulletin_parse.parsing.pieces import Piece
from bulletin_parse.parsing.tags import Tag, dated_source, tag_of
from bulletin_parse.parsing.template import Template, label_kind
from bulletin_parse.text.brackets import SOURCE_CLOSING, USUAL_CLOSING, USUAL_OPENING
from bulletin_parse.text.dates import find_dates
from bulletin_parse.text.folding import fold
from bulletin_parse.text.lazy import lazy_pattern
from bulletin_parse.text.links import looks_like_link, may_continue_link

_COLUMNS = ("source", "link", "published", "content")  # the labels of such a table
MAX_SOURCE = 60  # characters; a longer text after 来源： is no source's name
MOST_FURTHER = 6  # labels that stand between two of an item's own
MAX_VALUE = 80  # characters of a further label's value on a line of its own
_EDGE = " \u3000;；,，、|｜/／丨（("
_ENDS_AND_BEGINS = lazy_pattern(r"([^；;，,、\s]+)\s*[；;，,、]\s*(?=https?:)")


class Fields(NamedTuple):
    """An item's labelled fields as pieces of the page, and ``body``: the pieces from the article's first one on.

    ``labels`` are the labels themselves and what stands round their values; ``first_text`` is text that stands on the line of the content's
    label; ``others`` are further labels with their values.
    """

    labels: tuple[Passage, ...] = ()
    title: Passage | None = None
    source: Passage | None = None
    links: Links = Links()
    published_on: Passage | None = None
    published: date | None = None
    others: tuple[tuple[str, Passage], ...] = ()
    first_text: Passage | None = None
    body: int = 0
    kinds: frozenset[str] = frozenset()

    def with_tag(self, tag: Tag) -> Fields:
        """The fields with what a line above the item says; the item's own labels go first."""
        day, value = (self.published_on, self.published) if self.published_on else (tag.day, tag.value)
        return self._replace(labels=(*self.labels, tag.line), source=self.source or tag.source, published_on=day, published=value)


def read_fields(pieces: Sequence[Piece], labels: Sequence[Label | None], start: int, end: int, template: Template) -> Fields:
    """The labelled fields from piece ``start`` on; ``end`` is where the item ends.

    A field's value stands after its label or in the pieces that follow it. The run ends after the content's label, or
    at the first piece that is neither a label nor a value.

    Args:
        pieces: the content.
        labels: the label of each of its pieces, None where it has none (a title may begin with a label's word).
        start: the place of the first piece below the title.
        end: the place of the next item.
        template: the series' words.
    """
    reader = FieldReader(template)
    columns = _in_columns(pieces, labels, start, end)
    for place in columns:
        reader.take(pieces[place], labels[place])
    at = start + len(columns)
    while at < end and (not reader.done or (at > start and _continues(labels, at, reader))):
        piece = pieces[at]
        label = labels[at]
        if label and label.kind == "content" and label.end >= len(piece.text) and at + 1 < end and looks_like_link(pieces[at + 1].text):
            label = label._replace(kind="link") if "link" not in reader.kinds else label  # 原文 alone above an address
        follows = label is None and _label_follows(pieces, labels, at, end, reader.kinds)
        if piece.passage is None or not reader.take(piece, label, follows=follows):
            break
        at += 1
    return reader.fields(at)


def _in_columns(pieces: Sequence[Piece], labels: Sequence[Label | None], start: int, end: int) -> list[int]:
    """The places of labels, each before its value's, where a converter wrote a table's labels first and their values below; else nothing.

    来源 / 链接 / 主要内容： / 人民网 / http://…: each value must be one of its label's kind.
    """
    after = start
    while after < end and (label := labels[after]) and label.kind in _COLUMNS and label.end >= len(pieces[after].text):
        after += 1
    valued = [at for at in range(start, after) if (label := labels[at]) and label.kind != "content"]
    if len(valued) < 2 or after + len(valued) > end:
        return []
    places: list[int] = []
    for at, value in zip(valued, range(after, after + len(valued)), strict=True):
        label, text = labels[at], pieces[value].text
        if label is None or labels[value] is not None or not _is_of_kind(text, label.kind):
            return []
        places += (at, value)
    return [*places, *[at for at in range(start, after) if at not in valued]]


def _is_of_kind(text: str, kind: str) -> bool:
    """Whether a text may be the value of a label of some kind."""
    if kind == "link":
        return looks_like_link(text)
    return len(text) <= MAX_SOURCE and text[-1:] not in "。；" and (kind == "source" or bool(find_dates(text)))


def _continues(labels: Sequence[Label | None], at: int, reader: FieldReader) -> bool:
    """Whether a label of the item stands below the content's, whose text is on its own line: 摘要：… 来源：… 链接：…."""
    label = labels[at]
    return reader.has_text and label is not None and label.kind in ("source", "link") and label.kind not in reader.kinds


def _label_follows(pieces: Sequence[Piece], labels: Sequence[Label | None], at: int, end: int, taken: frozenset[str]) -> bool:
    """Whether one of an item's own labels, not yet read, is next: what stands between labels is one of them, though no template knows it.

    Further labels with short values, known or not, may stand between.
    """
    for place in range(at + 1, min(end, at + 1 + MOST_FURTHER)):
        label, text = labels[place], pieces[place].text
        if label is not None and label.kind != "other":
            return label.kind in (*CORE_KINDS, "published") and label.kind not in taken
        if len(text) > MAX_VALUE or text[-1:] in "。；" or (label is None and unknown_label_of(text) is None):
            return False
    return False


class FieldReader:
    """Takes pieces one by one as long as they belong to the fields."""

    def __init__(self, template: Template) -> None:
        self._template = template
        self._labels: list[Passage] = []
        self._values: dict[str, list[Passage]] = {}
        self._others: list[tuple[str, list[Passage]]] = []
        self._link_word = ""
        self._targets: list[str] = []
        self._source_targets: list[str] = []
        self._open: str | None = None
        self.done = False

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of labels that were taken."""
        return frozenset(self._values)

    @property
    def has_text(self) -> bool:
        """Whether the content's label had text on its own line."""
        return bool(self._values.get("content"))

    def take(self, piece: Piece, label: Label | None, *, follows: bool = False) -> bool:
        """Takes a piece if it belongs to the fields, and says whether it does.

        Args:
            piece: the next one.
            label: the label that it begins with.
            follows: an item's own label comes after it; asked only where the piece begins with none.
        """
        passage = piece.passage
        if passage is None:
            return False
        if label is None:
            return self._continue(passage, piece, follows=follows)
        again = label.kind in self._values and label.kind != "other"
        if again and not (label.kind == self._open == "link"):
            return False  # a second 来源： is the article's own; a second link stands just below the first
        self._take_labelled(passage, label, piece)
        return True

    def _take_labelled(self, passage: Passage, label: Label, piece: Piece) -> None:
        """Takes a piece of one label or several: 来源：人民网 链接：http://… ."""
        self._labels.append(passage.cut(0, label.end))
        value = passage.cut(label.end)
        if label.kind == "content" and "link" not in self._values and self._carries_link(value.text):
            label = label._replace(kind="link")  # 原文：点击查看
        kind = label.kind
        if label.closer and value.text.endswith(label.closer):
            self._labels.append(value.cut(len(value.text) - 1))
            value = value.cut(0, len(value.text) - 1)
        inner = self._inner(value.text, kind) if kind != "content" else None
        if kind == "source" and not inner and "link" not in self._values and (start := address_start(value.text)):  # 来源：人民网 http://…
            self._give(label, self._trimmed(value.cut(0, start)), piece)
            self._give(Label("link", 0), value.cut(start), piece)
            return
        if inner:
            own = self._trimmed(value.cut(0, inner.start()))
            if label.closer and own.text.endswith(label.closer):  # 【来源：人民网】【链接：…】
                self._labels.append(own.cut(len(own.text) - 1))
                own = own.cut(0, len(own.text) - 1)
            self._give(label, own, piece)
            rest = value.cut(inner.start())
            again = self._template.inner_label.match(rest.text) or self._template.label.match(rest.text)
            if again:
                self._take_labelled(rest, matched_label(again), piece)
            return
        self._give(label, value if label.kind in ("content", "link") else self._trimmed(value), piece)

    def _carries_link(self, text: str) -> bool:
        """Whether the value of a label is a link, printed or carried by a word."""
        return looks_like_link(text) or bool(self._template.link_words.match(text))

    def _inner(self, text: str, kind: str) -> re.Match[str] | None:
        """The next label inside a line, of a kind not yet taken."""
        for inner in inner_labels(text, self._template):
            found = label_kind(inner)
            if found == kind or (found in self._values and found != "other") or found == "title":
                continue
            if inner.end() == len(text) and not any(mark in inner.group() for mark in ":：】]"):
                continue  # 国家卫生健康委网站 来源: the last word of a value is no label
            return inner
        return None

    def _trimmed(self, value: Passage) -> Passage:
        """A value without the marks that part it from the label behind it."""
        bare = value.text.rstrip(_EDGE)
        if len(bare) == len(value.text):
            return value
        self._labels.append(value.cut(len(bare)))
        return value.cut(0, len(bare))

    def _give(self, label: Label, value: Passage, piece: Piece) -> None:
        kind = self._open = label.kind
        if kind == "other":
            self._values.setdefault(kind, [])
            self._others.append((label.word, [value] if value.text else []))
            return
        self._values.setdefault(kind, [])
        if value.text:
            self._values[kind].append(value)
        if kind == "link":
            self._link_word = self._link_word or label.word
            self._targets += piece.targets
        if kind == "source":
            self._source_targets += piece.targets
        if kind == "content":
            self.done = True

    def _continue(self, passage: Passage, piece: Piece, *, follows: bool) -> bool:
        """A piece without a label: the value of the field above, the rest of a wrapped link, or a label that no template knows."""
        kind, text = self._open, passage.text
        if kind == "link" and self._continues_link(text):
            self._values["link"].append(passage)
            self._targets += piece.targets
            return True
        if not self._values and (start := _bracketed_address(text)):  # （人民网 2026-03-11 http://…）
            self._labels.append(passage.cut(0, 1))
            self._give(Label("source", 0), self._trimmed(passage.cut(1, start)), piece)
            self._give(Label("link", 0), passage.cut(start), piece)
            return True
        bare = text[1:-1] if is_bracketed(text) else text  # ［http://…］
        carried = bool(piece.targets) and bool(self._template.link_words.match(text))
        if (carried or (looks_like_link(bare) and bare.isascii())) and (kind is None or "link" not in self._values):  # a link without its label
            self._give(Label("link", 0), passage, piece)
            return True
        if kind is None and follows and (tag := tag_of(passage, None, self._template)) and tag.day:  # 人民网 · 2026-03-11 above the item's labels
            for value, own in ((tag.source, "source"), (tag.day, "published")):
                if value:
                    self._give(Label(own, 0), value, piece)
            self._labels.append(passage)
            return True
        if kind in ("source", "published") and not self._values[kind] and len(text) <= MAX_SOURCE and text[-1:] not in "。；":
            self._values[kind].append(passage)
            return True
        if kind == "other" and not self._others[-1][1] and len(text) <= MAX_VALUE and (follows or text[-1:] not in "。；"):
            self._others[-1][1].append(passage)
            return True
        if kind is not None and follows and (unknown := unknown_label_of(text)):
            self._take_labelled(passage, unknown, piece)
            return True
        return False

    def _continues_link(self, text: str) -> bool:
        parts = self._values["link"]
        if not parts:
            return looks_like_link(text) or bool(self._template.link_words.match(text)) or bool(self._template.no_link.match(text))
        # A row may end one address and begin the next: content_1.shtml；https://www.thepaper.cn/
        ending = _ENDS_AND_BEGINS.match(text)
        return looks_like_link(text) or (looks_like_link(parts[0].text) and may_continue_link(ending[1] if ending else without_remark(text)))

    def fields(self, at: int) -> Fields:
        """What was read; ``at`` is the place of the article's first piece."""
        values = self._values
        source = Passage.joined(values["source"]) if values.get("source") else None
        published_on = Passage.joined(values["published"]) if values.get("published") else None
        labels = list(self._labels)
        if source:
            source, carrier = self._without_link_word(source)
            labels += [carrier] if carrier else []
            source, dated, edges = dated_source(source)
            source, round_it = _bare_source(source)
            labels += edges + round_it
            published_on = published_on or dated
        others = [(word, Passage.joined(parts)) for word, parts in self._others if parts]
        dates = find_dates(published_on.text) if published_on else []
        if published_on and not dates:
            others.append((self._published_word(), published_on))
        links = read_links(values.get("link", []), self._targets if "link" in values else pages_of(self._source_targets), self._template)
        if links.none:
            others.append((self._link_word or self._template.words["link"][0], links.none))
        content = values.get("content")
        return Fields(
            tuple(labels),
            Passage.joined(values["title"]) if values.get("title") else None,
            source,
            links,
            published_on if dates else None,
            dates[0].value if dates else None,
            tuple(others),
            content[0] if content else None,
            at,
            frozenset(values),
        )

    def _without_link_word(self, source: Passage) -> tuple[Passage, Passage | None]:
        """A source without the word behind it that carries the link: 人民网（原文链接）, 人民网 ｜ 2026-03-11 ｜ 查看原文."""
        text = source.text
        bracketed = text.endswith(tuple(USUAL_CLOSING))
        at = max(map(text.rfind, USUAL_OPENING if bracketed else "|｜丨")) if self._source_targets else 0
        if at <= 0 or not self._template.link_words.match(text[at + 1 : -1 if bracketed else None].strip()):
            return source, None
        return self._trimmed(source.cut(0, at)), source.cut(at)

    def _published_word(self) -> str:
        """The label's word before a date that is none."""
        texts = [label.text.strip(" \u3000:：" + USUAL_OPENING + USUAL_CLOSING) for label in self._labels]
        return next((text for text in texts if "".join(text.split()) in self._template.words["published"]), self._template.words["published"][0])


def _bracketed_address(text: str) -> int:
    """Where the address begins in a line that is a bracket of a source, perhaps a day, and an address; else 0."""
    start = address_start(text)
    named = text[1:start].strip(_EDGE)
    if text[:1] not in USUAL_OPENING or text[-1:] not in USUAL_CLOSING or any(mark in named for mark in "。：:"):
        return 0
    return start if 1 < len(named) <= MAX_SOURCE else 0


def _bare_source(source: Passage) -> tuple[Passage, list[Passage]]:
    """A source without the full stop behind it or the brackets round the whole of it (【健康报】), and what was cut."""
    text = source.text
    if text[-1:] == "。" and len(text) > 1:
        return source.cut(0, len(text) - 1), [source.cut(len(text) - 1)]
    if text[-1:] in SOURCE_CLOSING and len(text) > 2 and is_bracketed(text):
        return source.cut(1, len(text) - 1), [source.cut(0, 1), source.cut(len(text) - 1)]
    return source, []


def read_tail(pieces: Sequence[Piece], labels: Sequence[Label | None], start: int, end: int, have: Fields, template: Template) -> tuple[Fields, int]:
    """The labels after an item's text, and where they begin: they fill what the item lacks and have no text of it below them.

    Args:
        pieces: the content.
        labels: the label of each piece.
        start: the place of the article's first piece.
        end: the place of the next item, or of what follows the last one.
        have: the fields above the article.
        template: the series' words.
    """
    lacking = {kind for kind in ("source", "link") if kind not in have.kinds}
    first = end
    while first > start + 1 and lacking:
        label, piece = labels[first - 1], pieces[first - 1]
        valued = label is not None and label.kind in ("source", "link", "published", "other") and len(piece.text) <= 4 * MAX_VALUE
        value = label is None and first > start + 2 and _is_value(piece.text, labels[first - 2])
        if not valued and not value:
            break
        first -= 1
    while first < end and (label := labels[first]) and label.kind not in lacking and not _said_again(pieces[first], label, have):
        first += 1
    if first == end or labels[first] is None:
        return Fields(body=end), end
    reader = FieldReader(template)
    at = first
    while at < end and reader.take(pieces[at], labels[at]):
        at += 1
    tail = reader.fields(at)
    return (tail, first) if at == end and tail.kinds & lacking else (Fields(body=end), end)


def _said_again(piece: Piece, label: Label, have: Fields) -> bool:
    """Whether a label names the source that the fields above the article have named."""
    return label.kind == "source" and have.source is not None and fold(piece.text[label.end :]) == fold(have.source.text)


def _is_value(text: str, above: Label | None) -> bool:
    """Whether a piece without a label is the value of the one above it."""
    if above is None:
        return False
    if above.kind == "link":
        return looks_like_link(text) or may_continue_link(text)
    return above.kind in ("source", "published") and len(text) <= MAX_SOURCE and text[-1:] not in "。；！？"
