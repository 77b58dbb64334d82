"""Where the items begin: the index decides, the labels carry it where the index is wrong.

Neither a heading's level nor a number says where an item begins, since articles have lists and sections of their own.
A place is a candidate when its words are an entry's title or when labels (来源, 链接, 主要内容) follow it. Candidates
with enough of their own stand; the others stand only where the best monotone alignment of index and body needs them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rapidfuzz import fuzz, process

from bulletin_parse.layout.blocks import Block, join_rows
from bulletin_parse.layout.rows import Row
from bulletin_parse.parsing.fields import label_of
from bulletin_parse.parsing.ledger import Passage
from bulletin_parse.parsing.numbering import Number, leading_number
from bulletin_parse.parsing.template import Template
from bulletin_parse.text.folding import fold

# Titles as alike as this are one title with a slip; twins (…, …（二）) are kept apart by taking the most alike.
SAME_TITLE = 88.0
# A title may stand in this many blocks (a converter cuts wrapped titles apart), each no longer than LONGEST_TITLE.
TITLE_BLOCKS, LONGEST_TITLE = 3, 160
# A title that ran into the paragraph above it takes no more rows than this.
LONGEST_TITLE_ROWS = 12
# How far after a label the next one of the same run may stand, in blocks: a value or a wrapped link lies between.
LABEL_REACH = 6
# What one label of a candidate weighs beside its likeness, which is at most 100.
LABEL_WEIGHT = 40
_NOWHERE = -1


class Start(NamedTuple):
    """An item's beginning: its title's blocks from ``title`` up to ``fields``, where labels or the body begin."""

    title: int
    fields: int
    number: Number | None
    entry: int | None


class Candidate(NamedTuple):
    """A place where an item may begin; ``strength`` counts its labels, ``likeness`` is that of the best entry."""

    start: Start
    strength: int
    likeness: float


def find_starts(blocks: Sequence[Block], titles: Sequence[str], template: Template) -> list[Start]:
    """The items' beginnings in the content's blocks.

    Args:
        blocks: the content, from after its heading on.
        titles: the index's titles, in order.
        template: the series' labels.
    """
    return _Aligner(blocks, titles, template).starts()


class _Aligner:
    def __init__(self, blocks: Sequence[Block], titles: Sequence[str], template: Template) -> None:
        self.blocks = blocks
        self.folded = [fold(title) for title in titles]
        self.exact: dict[str, list[int]] = {}
        for entry, title in enumerate(self.folded):
            self.exact.setdefault(title, []).append(entry)
        self.texts = [block.text for block in blocks]
        self.labels = [label_of(text, template) for text in self.texts]

    def starts(self) -> list[Start]:
        candidates = self._candidates()
        chosen = _best_alignment(candidates)
        starts = [candidate.start for at, candidate in enumerate(candidates) if at in chosen or self._stands_alone(candidate)]
        return _without_overlap(starts)

    def _candidates(self) -> list[Candidate]:
        found: list[Candidate] = []
        taken = -1
        for at, label in enumerate(self.labels):
            if label and label.kind != "other" and at > taken:
                kinds, last = self._run(at)
                if candidate := self._before_labels(at, kinds, taken):
                    found.append(candidate)
                    taken = last
                elif len(kinds) > 1 and self._untitled(at, taken):
                    found.append(Candidate(Start(at, at, None, None), len(kinds), 0.0))
                    taken = last
            elif label is None and at > taken and (bare := self._without_labels(at)):
                found.append(bare)
        return found

    def _run(self, at: int) -> tuple[set[str], int]:
        """The kinds of the labels that follow one another from ``at`` on, and the last one's place."""
        kinds: set[str] = set()
        last = at
        for place in range(at, min(len(self.labels), at + 3 * LABEL_REACH)):
            label = self.labels[place]
            if label is None:
                if place - last > LABEL_REACH or self._is_prose(place, last):
                    break
                continue
            if label.kind in kinds:
                break
            if label.kind != "other":
                kinds.add(label.kind)
                last = place
            if label.kind == "content":
                break
        return kinds, last

    def _is_prose(self, place: int, label: int) -> bool:
        """Whether a block between two labels is more than a value: a figure, a numbered title or a sentence."""
        text = self.texts[place]
        return self.blocks[place].is_figure or leading_number(text) is not None or text[-1:] in "。；！" or (place > label + 1 and not text.isascii())

    def _before_labels(self, at: int, kinds: set[str], taken: int) -> Candidate | None:
        """The candidate whose title stands just above the labels at ``at``."""
        best: Candidate | None = None
        for first in range(at - 1, max(taken, at - 1 - TITLE_BLOCKS), -1):
            if not self._may_be_title(first):
                break
            number, entry, likeness = self._match(" ".join(self.texts[first:at]))
            candidate = Candidate(Start(first, at, number, entry if likeness >= SAME_TITLE else None), len(kinds), likeness)
            if best is None or _better(candidate, best):
                best = candidate
            if number and likeness >= SAME_TITLE:
                break
        return best if best and (best.start.number or best.likeness >= SAME_TITLE or self._stands_alone(best)) else None

    def _may_be_title(self, at: int) -> bool:
        block, label = self.blocks[at], self.labels[at]
        return not block.is_figure and label is None and 0 < len(self.texts[at]) <= LONGEST_TITLE

    def _untitled(self, at: int, taken: int) -> bool:
        """Labels without a title above them: an item whose title is lost, not an article's own 来源 and 链接."""
        label = self.labels[at]
        return label is not None and label.kind == "source" and at == taken + 1

    def _without_labels(self, at: int) -> Candidate | None:
        """A title without labels after it: only the words of an entry, under its number, make it one."""
        if at and (label := self.labels[at - 1]) and label.kind == "content":
            return None  # the headline
        text = self.texts[at]
        if not text or len(text) > LONGEST_TITLE or not leading_number(text):
            return None
        number, entry, likeness = self._match(text)
        if number is None or entry is None or likeness < SAME_TITLE:
            return None
        return Candidate(Start(at, at + 1, number, entry), 0, likeness)

    def _match(self, text: str) -> tuple[Number | None, int | None, float]:
        """The number that a title begins with, the entry most like the title, and how like, from 0 to 100; 0 below SAME_TITLE.

        A glued number (3.6亿条数据) is none if the title is more like an entry with it.
        """
        number = leading_number(text)
        entry, likeness = self._entry_like(text[number.end :] if number else text, number)
        if number and number.glued:
            with_number, more = self._entry_like(text, None)
            if more > likeness:
                return None, with_number, more
        return number, entry, likeness

    def _entry_like(self, title: str, number: Number | None) -> tuple[int | None, float]:
        words = fold(title)
        if not words or not self.folded:
            return None, 0.0
        if words in self.exact:
            return self._nearest(words, number), 100.0
        best = process.extractOne(words, self.folded, scorer=fuzz.ratio, score_cutoff=SAME_TITLE)
        return (best[2], best[1]) if best else (None, 0.0)

    def _nearest(self, words: str, number: Number | None) -> int:
        """Among entries with the same words, the one with the item's own place."""
        same = self.exact[words]
        return number.value - 1 if number and number.value - 1 in same else same[0]

    def _stands_alone(self, candidate: Candidate) -> bool:
        """Whether a place is an item whatever the index says: two labels follow, and its words look like a title."""
        start = candidate.start
        if candidate.strength >= 2:
            return bool(start.number) or candidate.likeness >= SAME_TITLE or start.title == start.fields or self._title_like(start)
        return candidate.strength == 1 and bool(start.number) and candidate.likeness >= SAME_TITLE

    def _title_like(self, start: Start) -> bool:
        return len(self.texts[start.title]) <= LONGEST_TITLE // 2 and self.texts[start.title][-1:] not in "。；，、："


def _better(candidate: Candidate, best: Candidate) -> bool:
    """Whether a title of more blocks is better than one of fewer: it is an entry's, or it has the number."""
    if candidate.likeness >= SAME_TITLE:
        return candidate.likeness > best.likeness
    return best.likeness < SAME_TITLE and candidate.start.number is not None and best.start.number is None


def _best_alignment(candidates: Sequence[Candidate]) -> set[int]:
    """The candidates on the best monotone path through index and body: the sum of likeness and labels is the largest.

    Each candidate has one entry, so the path is the heaviest rising subsequence of entries. Of equal paths the one whose
    last candidate comes first is taken.
    """
    heaviest = _PrefixBest(1 + max([candidate.start.entry or 0 for candidate in candidates], default=0))
    before: dict[int, int] = {}
    end, most = _NOWHERE, 0.0
    for at, candidate in enumerate(candidates):
        entry = candidate.start.entry
        if entry is None:
            continue
        weight, before[at] = heaviest.below(entry)
        weight += candidate.likeness + LABEL_WEIGHT * candidate.strength
        heaviest.enter(entry, weight, at)
        if weight > most:
            end, most = at, weight
    chosen: set[int] = set()
    while end != _NOWHERE:
        chosen.add(end)
        end = before[end]
    return chosen


class _PrefixBest:
    """The heaviest path to any entry below a given one, entered and asked in logarithmic time (a Fenwick tree of maxima)."""

    def __init__(self, entries: int) -> None:
        self._tree: list[tuple[float, int]] = [(0.0, _NOWHERE)] * (entries + 1)

    def below(self, entry: int) -> tuple[float, int]:
        """The weight of the heaviest path whose last entry is below ``entry``, and its last candidate; of equals the first."""
        best = (0.0, _NOWHERE)
        while entry > 0:
            best = self._better(self._tree[entry], best)
            entry -= entry & -entry
        return best

    def enter(self, entry: int, weight: float, candidate: int) -> None:
        """A path that ends with a candidate for an entry."""
        entry += 1
        while entry < len(self._tree):
            self._tree[entry] = self._better(self._tree[entry], (weight, candidate))
            entry += entry & -entry

    @staticmethod
    def _better(one: tuple[float, int], other: tuple[float, int]) -> tuple[float, int]:
        return one if (one[0], -one[1]) > (other[0], -other[1]) else other


def _without_overlap(starts: list[Start]) -> list[Start]:
    kept: list[Start] = []
    for start in starts:
        if not kept or start.title >= kept[-1].fields:
            kept.append(start)
    return kept


def split_merged_titles(blocks: Sequence[Block], titles: Sequence[str]) -> list[Block]:
    """Blocks with an item's title in their last rows, cut in two before it.

    On a page without spacing, a paragraph whose last line is full runs into the numbered title below it.
    """
    folded = [fold(title) for title in titles]
    out: list[Block] = []
    for block in blocks:
        cut = _title_row(block, folded) if len(block.rows) > 1 and folded else None
        if cut:
            out += [_part(block, block.rows[:cut]), _part(block, block.rows[cut:])]
        else:
            out.append(block)
    return out


def _part(block: Block, rows: tuple[Row, ...]) -> Block:
    return Block(rows, join_rows(rows), page=rows[0].page, indented=block.indented and rows[0] is block.rows[0])


def _title_row(block: Block, folded: list[str]) -> int | None:
    for at, row in enumerate(block.rows[1:], start=1):
        if at >= len(block.rows) - LONGEST_TITLE_ROWS and (number := leading_number(row.text)):
            title = fold(Passage.of(block.rows[at:]).text[number.end :])
            if process.extractOne(title, folded, scorer=fuzz.ratio, score_cutoff=SAME_TITLE):
                return at
    return None
