"""The vote among copies of one text: which character is printed where they differ, and in which copies it was misread.

Copies can differ because one was misread, or because they are printed so: an editor's slip is what the checks look for.
So a copy gives way only where OCR itself had the other character in mind, or drew it from a group of characters that look alike,
and where the copies together leave little doubt.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

from bulletin_parse.repair.evidence import LINE_START, LOST_ROOM, UNSEEN, Seen, cost, edit_steps, printed_places
from bulletin_parse.text.folding import fold

# A copy gives way to a character that had at least this chance in it.
PLAUSIBLE = 0.002
# … or if its own character had less than this one.
WEAK = 0.5
# The winner's cost must be this much below the next one's: about four to one.
MARGIN = 1.4
# Copies that differ in more than this share of their characters, and in more than one, are no copies.
MOST_DIFFERENT = 0.25
# The chance that a narrow character was lost where there is room for it; and that one was made of dirt.
LOST, DIRT = 0.3, 0.02
# Room of this many characters is more than any space leaves: something is printed there with this chance.
GAP, IN_GAP = 1.2, 0.8
_PUNCTUATION = set("，。、；：！？,.;:!?|｜·“”‘’\"'-—–…()（）《》【】[]")


class Copy(NamedTuple):
    """One copy of a text: the field that has it, and its characters."""

    field: str
    seen: tuple[Seen, ...]

    @property
    def text(self) -> str:
        """The characters as one string, folded."""
        return "".join([fold(each.char) for each in self.seen])


class Decision(NamedTuple):
    """What must change in a copy: characters ``start`` to ``end`` (white space not counted) become ``now``."""

    copy: int
    start: int
    end: int
    now: str


class Vote(NamedTuple):
    """The changes that the copies agree on, and the places (copy, character) on which they cannot."""

    changes: tuple[Decision, ...]
    undecided: tuple[tuple[int, int], ...]


def vote(copies: Sequence[Copy]) -> Vote:
    """The vote of two or more copies of one text; copies that are too different from the middle one do not take part."""
    texts = [copy.text for copy in copies]
    if len(set(texts)) < 2:
        return Vote((), ())
    base = min(range(len(copies)), key=lambda at: (sum([Levenshtein.distance(texts[at], text) for text in texts]), -_weakest(copies[at]), at))
    voters = [at for at, text in enumerate(texts) if Levenshtein.distance(texts[base], text) <= max(1, MOST_DIFFERENT * max(len(text), len(texts[base])))]
    columns = _columns(copies, base, voters)
    changes: list[Decision] = []
    undecided: list[tuple[int, int]] = []
    for column in columns:
        _decide(column, copies, changes, undecided)
    return Vote(tuple(changes), tuple(undecided))


class _Slot(NamedTuple):
    """What one copy has in a column: a character, or nothing before the character at ``at``."""

    copy: int
    at: int
    char: str


def _weakest(copy: Copy) -> float:
    return min([each.character.probability if each.character else 1.0 for each in copy.seen], default=0.0)


def _columns(copies: Sequence[Copy], base: int, voters: Sequence[int]) -> list[list[_Slot]]:
    """The columns of the alignment in which copies differ."""
    length = len(copies[base].seen)
    at_base: list[list[_Slot]] = [[_Slot(base, at, copies[base].seen[at].char)] for at in range(length)]
    between: dict[int, list[_Slot]] = {}
    aligned: dict[int, set[int]] = {}
    mine = [fold(each.char) for each in copies[base].seen]
    for number in voters:
        if number == base:
            continue
        theirs = [fold(each.char) for each in copies[number].seen]
        for tag, a, b, c, d in edit_steps(mine, theirs):
            if tag == "insert":
                for offset in range(d - c):
                    between.setdefault(a, []).append(_Slot(number, c + offset, copies[number].seen[c + offset].char))
                aligned.setdefault(a, set()).add(number)
            elif tag == "delete":
                for at in range(a, b):
                    at_base[at].append(_Slot(number, c, ""))
            else:
                for offset in range(b - a):
                    at_base[a + offset].append(_Slot(number, c + offset, copies[number].seen[c + offset].char))
    columns = [column for column in at_base if len({fold(slot.char) for slot in column}) > 1]
    for at, slots in between.items():
        if all(sum(slot.copy == number for slot in slots) <= 1 for number in voters):
            silent = [_Slot(number, at if number == base else _place(copies[number], mine, at), "") for number in voters if number not in aligned[at]]
            columns.append([*slots, *silent])
    return columns


def _place(copy: Copy, mine: Sequence[str], at: int) -> int:
    """The place in a copy that stands for a place in the base."""
    for tag, a, b, c, d in edit_steps(mine, [fold(each.char) for each in copy.seen]):
        if a <= at <= b and tag == "equal":
            return c + at - a
        if a <= at < b:
            return min(c + at - a, d)
    return len(copy.seen)


def _chance(slot: _Slot, char: str, copies: Sequence[Copy]) -> float:
    """How probable a character (or nothing) is at a place of a copy."""
    seen = copies[slot.copy].seen
    if slot.char and char:
        return seen[slot.at].chance(char)
    if not slot.char and not char:
        return 1 - (IN_GAP if _is_gap(seen, slot.at) else LOST)
    if slot.char:  # nothing is printed where something was read
        character = seen[slot.at].character
        return max(1 - character.probability, DIRT if slot.char in _PUNCTUATION else UNSEEN) if character else UNSEEN
    if char not in _PUNCTUATION:
        return UNSEEN
    if _is_gap(seen, slot.at):
        return IN_GAP
    room = seen[slot.at].room if slot.at < len(seen) and slot.at else 0.0
    return LOST if room >= LOST_ROOM else DIRT


def _is_gap(seen: Sequence[Seen], at: int) -> bool:
    """Whether a line has room for more than a space before a character."""
    return 0 < at < len(seen) and GAP <= seen[at].room < LINE_START


def _decide(column: Sequence[_Slot], copies: Sequence[Copy], changes: list[Decision], undecided: list[tuple[int, int]]) -> None:
    candidates = list({fold(slot.char): slot.char for slot in column}.values())
    costs = sorted([(sum([cost(_chance(slot, char, copies)) for slot in column]), char) for char in candidates])
    (least, winner), (next_, _) = costs[0], costs[1]
    for slot in column:
        if fold(slot.char) == fold(winner):
            continue
        there, own = _chance(slot, winner, copies), _chance(slot, slot.char, copies)
        gives_way = there >= PLAUSIBLE or own < WEAK
        if gives_way and next_ - least >= MARGIN:
            changes.append(Decision(slot.copy, slot.at, slot.at + len(slot.char[:1]), winner))
        elif gives_way:
            undecided += [(each.copy, each.at) for each in column if each.char and (each.copy, each.at) not in undecided]


def with_changes(text: str, changes: Sequence[Decision]) -> str:
    """A text with changes made; their places do not count white space."""
    places = printed_places(text)
    for change in sorted(changes, key=lambda each: -each.start):
        start = places[change.start] if change.start < len(places) else len(text)
        end = places[change.end - 1] + 1 if change.end > change.start else start
        text = text[:start] + change.now + text[end:]
    return text
