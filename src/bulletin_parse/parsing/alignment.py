"""Where the items begin: the index decides, the labels carry it where the index is wrong.

Neither a heading's level nor a number says where an item begins, since articles have lists and sections of their own.
A place is a candidate when its words are an entry's title or when labels (来源, 链接, 主要内容) follow it. Candidates
with enough of their own stand; the others stand only where the best monotone alignment of index and body needs them.
"""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter
from typing import NamedTuple

from bulletin_parse.layout.blocks import ends_sentence
from bulletin_parse.matching.likeness import SAME_TITLE
from bulletin_parse.parsing.categories import heading_of
from bulletin_parse.parsing.entry_source import is_bracketed
from bulletin_parse.parsing.labels import Label
from bulletin_parse.parsing.numbering import Number, leading_number, unnumbered
from bulletin_parse.parsing.pieces import Piece
from bulletin_parse.parsing.template import Template
from bulletin_parse.parsing.titles import EXACT, LONGEST_TITLE, Titles
from bulletin_parse.text.folding import fold

# A title may stand in this many pieces (a converter cuts wrapped titles apart), each no longer than LONGEST_TITLE.
TITLE_BLOCKS = 3
# How far after a label the next one of the same run may stand, in blocks: a value or a wrapped link lies between.
LABEL_REACH = 6
# What one label of a candidate weighs beside its likeness, which is at most 100.
LABEL_WEIGHT = 40
# The kinds of labels that tell an item; 发布时间 and others may stand anywhere.
_OWN_KINDS = {"source", "link", "content"}
# How far below an item's last label its headline may begin, in pieces.
HEADLINE_REACH = 3
SHORTEST_HEADLINE = 8  # characters of one that shows a title without an entry
# What a guess says.
BY_WORDS = "an item begins by its title's words alone: no label follows, as below the other items' titles"
RIVAL = "an item could as well begin here: its title and labels stand twice"
_NOWHERE = -1
_TEXT = attrgetter("text")  # of a piece


class Start(NamedTuple):
    """An item's beginning: its title's pieces from ``title`` up to ``fields``, where labels or the body begin."""

    title: int
    fields: int
    number: Number | None
    entry: int | None


class Candidate(NamedTuple):
    """A place where an item may begin; ``strength`` counts its labels, ``likeness`` is that of the best entry."""

    start: Start
    strength: int
    likeness: float


class Guess(NamedTuple):
    """A place at which the beginning of an item was guessed, as a place in the content's pieces, and why it was."""

    at: int
    why: str


def weighed(pieces: Sequence[Piece], labels: Sequence[Label | None], titles: Titles, template: Template) -> list[tuple[Candidate, bool]]:
    """All places where an item may begin, in order, each with whether one does.

    Args:
        pieces: the content, from after its heading on.
        labels: the label that each piece begins with, None where it has none.
        titles: the index's, in order.
        template: the series' words.
    """
    aligner = _Aligner(pieces, labels, titles, template)
    candidates = aligner.candidates()
    chosen = aligner.chosen(candidates)
    return [(candidate, at in chosen) for at, candidate in enumerate(candidates)]


def guesses_of(found: Sequence[tuple[Candidate, bool]]) -> list[Guess]:
    """Where a beginning had to be guessed: by its words alone among items with labels, or between two places of equal weight.

    Args:
        found: what :func:`weighed` gave.
    """
    begun = [candidate for candidate, begins in found if begins]
    labelled = [candidate for candidate in begun if candidate.strength]
    numbered = [candidate for candidate in labelled if candidate.start.number]
    guesses = []
    if 2 * len(labelled) > len(begun):
        for candidate in begun:
            lacks_number = candidate.start.number is None and 2 * len(numbered) > len(labelled)
            if candidate.strength == 0 and (candidate.likeness < EXACT or lacks_number):
                guesses.append(Guess(candidate.start.title, BY_WORDS))
    taken = {(candidate.start.entry, candidate.likeness, candidate.strength) for candidate in labelled if candidate.start.entry is not None}
    for candidate, begins in found:
        if not begins and (candidate.start.entry, candidate.likeness, candidate.strength) in taken:
            guesses.append(Guess(candidate.start.title, RIVAL))
    return guesses


class _Aligner:
    def __init__(self, pieces: Sequence[Piece], labels: Sequence[Label | None], titles: Titles, template: Template) -> None:
        self.template = template
        self.pieces = pieces
        self.titles = titles
        self.texts = [*map(_TEXT, pieces)]
        self.labels = labels

    def chosen(self, candidates: Sequence[Candidate]) -> set[int]:
        """The places in ``candidates`` of those at which items begin."""
        best = _best_alignment(candidates)
        kept: list[int] = []
        for at, candidate in enumerate(candidates):
            overlaps = kept and candidate.start.title < candidates[kept[-1]].start.fields
            if not overlaps and (at in best or self._stands_alone(candidate)):
                kept.append(at)
        return set(kept)

    def candidates(self) -> list[Candidate]:
        found: list[Candidate] = []
        taken = -1
        texts, beginnings = self.texts, self.titles.characters
        for at, label in enumerate(self.labels):
            if at <= taken:
                continue
            if label is None:
                first = texts[at][:1]
                if "\u4e00" <= first <= "\u9fff" and first not in beginnings:
                    continue  # as most: it begins neither a number nor an entry's title
                if bare := self._without_labels(at, taken):
                    found.append(bare)
                continue
            kinds, last = self._run(at)
            if (label.kind == "title" and (candidate := self._titled(at, kinds))) or (
                label.kind != "title" and kinds and (candidate := self._before_labels(at, kinds, taken))
            ):
                if found and found[-1].start[:2] == candidate.start[:2]:
                    candidate = _with_entry(candidate, found.pop())
                found.append(candidate)
                taken = last
            elif len(kinds) > 1 and self._untitled(at, taken):
                found.append(Candidate(Start(at, at, None, None), len(kinds), 0.0))
                taken = last
        return found

    def _titled(self, at: int, kinds: set[str]) -> Candidate | None:
        """An item whose title stands behind a label of its own: 标题：…, or 标题 with the title below it."""
        label, text = self.labels[at], self.texts[at]
        if label is None:
            return None
        valued = bool(text[label.end :].strip())
        end = at + 1
        while not valued and end < len(self.texts) and end - at <= TITLE_BLOCKS and self.labels[end] is None and self._may_be_title(end):
            end += 1
        title = text[label.end :] if valued else " ".join(self.texts[at + 1 : end])
        number, entry, likeness = self.titles.match(title)
        if (not valued and end == at + 1) or (not kinds and likeness < EXACT):
            return None  # without labels below it, only an entry's words make it one: they stand after the text
        if number is None and (printed := leading_number(text)):
            number = printed._replace(end=0)  # 1. 标题：…: the number is a part of the label
        return Candidate(Start(at, end, number, entry if likeness >= SAME_TITLE else None), len(kinds) + 1, likeness)

    def _run(self, at: int) -> tuple[set[str], int]:
        """The kinds of the labels that follow one another from ``at`` on, and the last one's place."""
        kinds: set[str] = set()
        last = above = at  # the last label of an item's own kinds, and of any
        own = self.labels[at]
        if own and own.kind == "title":
            # Below the label's word the title itself stands.
            at = next((place for place in range(at + 1, min(len(self.labels), at + 2 + TITLE_BLOCKS)) if self.labels[place]), at)
        for place in range(at, min(len(self.labels), at + 3 * LABEL_REACH)):
            label = self.labels[place]
            if label is None:
                if place - above > LABEL_REACH or self._is_prose(place, above):
                    break
                continue
            above = place
            if label.kind in kinds:
                break
            if label.kind == "title" and place > at:
                break
            kinds |= {label.kind, *label.further} & _OWN_KINDS
            last = place
            if label.kind == "content" and not self._goes_on(place, kinds):
                break
        return kinds, last

    def _goes_on(self, place: int, kinds: set[str]) -> bool:
        """Whether further labels of the item follow a content label that has its text on its own line."""
        label = self.labels[place]
        following = self.labels[place + 1] if place + 1 < len(self.labels) else None
        return bool(label and following and label.end < len(self.texts[place]) and following.kind in _OWN_KINDS - kinds)

    def _is_prose(self, place: int, label: int) -> bool:
        """Whether a block between two labels is more than a value: a figure, a numbered title or a sentence."""
        text = self.texts[place]
        if self.pieces[place].is_figure or leading_number(text) is not None or text[-1:] in "。；！":
            return True
        return (place > label + 1 and not text.isascii()) or self.titles.same(text)

    def _before_labels(self, at: int, kinds: set[str], taken: int) -> Candidate | None:
        """The candidate whose title stands just above the labels at ``at``."""
        best: Candidate | None = None
        for first in range(at - 1, max(taken, at - 1 - TITLE_BLOCKS), -1):
            if (
                not self._may_be_title(first)
                or (first < at - 1 and self.texts[first][-1:] in "。；")
                or (best and self._is_category(first) and not self.titles.like(unnumbered(self.texts[first])))
            ):
                break
            # A converter may have lost the places of a title's marks: ” and “ then stand below it.
            number, entry, likeness = self.titles.match(" ".join([text for text in self.texts[first:at] if any(map(str.isalnum, text))]))
            candidate = Candidate(Start(first, at, number, entry if likeness >= SAME_TITLE else None), len(kinds), likeness)
            if best is None or _better(candidate, best):
                best = candidate
            if number and likeness >= SAME_TITLE:
                break
        if at and ends_sentence(self.texts[at - 1]) and not (best and best.likeness >= SAME_TITLE) and not self.texts[at - 1].endswith(("？", "！", "?", "!")):
            return self._above_text(at, kinds, taken)
        if best and kinds == {"source"} and best.start.number is None and best.likeness >= SAME_TITLE and (above := best.start.title - 1) >= 0:
            # 来源：人民网 2026-03-11 below the headline is the byline: the item has begun above.
            label = self.labels[above]
            if label and label.kind == "content" and label.end >= len(self.texts[above]):
                return None
            if above > taken and (printed := self._title_again(above, best)):
                return printed
        return best if best and (best.start.number or best.likeness >= SAME_TITLE or self._stands_alone(best)) else None

    def _title_again(self, at: int, headline: Candidate) -> Candidate | None:
        """The candidate whose title stands in one piece just above the headline that repeats it."""
        if not self._may_be_title(at):
            return None
        number, entry, likeness = self.titles.match(self.texts[at])
        if entry is None or entry != headline.start.entry or likeness < SAME_TITLE:
            return None
        return Candidate(Start(at, at + 1, number, entry), headline.strength, likeness)

    def _above_text(self, at: int, kinds: set[str], taken: int) -> Candidate | None:
        """Without an index, the item whose labels stand below its text: its number is the first below the labels of the item above."""
        first = taken + 1
        if self.titles.folded or len(kinds) < 2 or first >= at or not self._may_be_title(first) or ends_sentence(self.texts[first]):
            return None
        number = leading_number(self.texts[first])
        return Candidate(Start(first, first + 1, number, None), len(kinds), 0.0) if number else None

    def _is_category(self, at: int) -> bool:
        """Whether a piece above a title is the heading of its category and no part of it."""
        heading = heading_of(self.texts[at], self.template)
        return heading is not None and bool(self.template.category_words.match(heading.name) or self.template.content_section.match(self.texts[at]))

    def _may_be_title(self, at: int) -> bool:
        piece, label = self.pieces[at], self.labels[at]
        tabled = piece.is_table and piece.block is not None and len(piece.block.cells) > 1
        return not piece.is_figure and not tabled and label is None and 0 < len(self.texts[at]) <= LONGEST_TITLE

    def _untitled(self, at: int, taken: int) -> bool:
        """Labels without a title above them: an item whose title is lost, not an article's own 来源 and 链接."""
        label = self.labels[at]
        return label is not None and label.kind == "source" and at == taken + 1

    def _without_labels(self, at: int, taken: int) -> Candidate | None:
        """A title without labels after it: only the words of an entry make it one, under its number or word for word."""
        if at and (label := self.labels[at - 1]) and label.kind == "content":
            return None  # the headline
        text = self.texts[at]
        if not text or len(text) > LONGEST_TITLE:
            return None
        if not leading_number(text):
            return self._word_for_word(at, taken)
        number, entry, likeness = self.titles.match(text)
        if entry is None or likeness < SAME_TITLE:
            return self._half_said(at, number) or self._said_twice(at, number)
        return Candidate(Start(at, at + 1, number, entry), 0, likeness)

    def _half_said(self, at: int, number: Number | None) -> Candidate | None:
        """A numbered title of which the index says the first half."""
        entry = self.titles.half(self.texts[at][number.end :]) if number else None
        return Candidate(Start(at, at + 1, number, entry), 0, SAME_TITLE) if entry is not None else None

    def _said_twice(self, at: int, number: Number | None) -> Candidate | None:
        """A numbered title that no entry has and its headline repeats just below it: as good as labels."""
        below = self.texts[at + 1] if at + 1 < len(self.texts) and self.labels[at + 1] is None else ""
        if number is None or len(below) < SHORTEST_HEADLINE or len(below) > LONGEST_TITLE or fold(self.texts[at][number.end :]) != fold(below):
            return None
        return Candidate(Start(at, at + 1, number, None), 2, 0.0)

    def _word_for_word(self, at: int, taken: int) -> Candidate | None:
        """An entry's words without its number, in one piece or two; not where they can be the headline below an item's labels."""
        if (taken >= 0 and at - taken <= HEADLINE_REACH) or not self.titles.begins(self.texts[at]):
            return None
        for end in (at + 1, at + 2):
            if end > len(self.texts) or any(self.labels[place] or not self._may_be_title(place) for place in range(at, end)):
                break
            number, entry, likeness = self.titles.match(" ".join(self.texts[at:end]))
            if entry is not None and likeness == 100.0:
                return Candidate(Start(at, end, number, entry), 0, likeness)
            if ends_sentence(self.texts[at]):
                break
        return None

    def _stands_alone(self, candidate: Candidate) -> bool:
        """Whether a place is an item whatever the index says: two labels follow, and its words look like a title."""
        start = candidate.start
        if self.labels[start.title] is not None and start.title < start.fields:
            return candidate.strength >= 2
        if candidate.strength >= 2:
            return bool(start.number) or candidate.likeness >= SAME_TITLE or start.title == start.fields or self._title_like(start)
        return candidate.strength == 1 and bool(start.number) and candidate.likeness >= SAME_TITLE

    def _title_like(self, start: Start) -> bool:
        text = self.texts[start.title]
        if is_bracketed(text):  # what ends an article, above labels below the text: （记者 张三）
            return False
        return len(text) <= LONGEST_TITLE // 2 and text[-1:] not in "。；，、："


def _with_entry(candidate: Candidate, worded: Candidate) -> Candidate:
    """A candidate that labels make, with the entry that the words of the same title tell."""
    if candidate.start.entry is not None or worded.start.entry is None:
        return candidate
    return candidate._replace(start=candidate.start._replace(entry=worded.start.entry), likeness=worded.likeness)


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
    worded = [at for at, candidate in enumerate(candidates) if candidate.start.entry is not None]
    entries = [candidates[at].start.entry or 0 for at in worded]
    if entries == sorted(set(entries)):
        return set(worded)  # each is below the one before, as they are printed
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
