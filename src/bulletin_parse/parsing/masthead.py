"""The masthead: title, issue number, publisher and date, in any order and however many to a line."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from bulletin_parse.parsing.issue_label import IssueLabel, find_issue_label
from bulletin_parse.parsing.ledger import Passage
from bulletin_parse.parsing.pieces import Piece
from bulletin_parse.parsing.template import Template
from bulletin_parse.text.brackets import BESIDE_CLOSING, BESIDE_OPENING
from bulletin_parse.text.dates import FoundDate, find_dates, find_range
from bulletin_parse.text.folding import fold
from bulletin_parse.text.lazy import lazy_pattern

# Brackets, dots and bars between the masthead's fields; weekdays after its date.
_MARKS = r"[\s()（）【】\[\]〔〕|｜·•:：,，、—–-]*"
_BETWEEN = lazy_pattern(rf"{_MARKS}(?:(?:星期[一二三四五六日天]|周[一二三四五六日]|\d{{1,2}}:\d\d(?::\d\d)?){_MARKS})?\Z")
_BRACKETS = f"{BESIDE_OPENING}{BESIDE_CLOSING} \u3000"
_EDGES = _BRACKETS + "·|｜/／—–-,，、:："
MAX_PUBLISHER = 60
_SHORTEST_PART = 3  # characters of a name's first line
_MOST_FURTHER = 4  # lines of a name below its first one
_TIME = lazy_pattern(r"\d{1,2}[:：]\d{2}")  # of the day, behind a date that a web page prints
_SAME_SIZE = 0.5  # points
_SAME_ROW = 0.5  # type sizes, between the baselines of cells in one row


class Masthead(NamedTuple):
    """The masthead's fields as pieces of the page, with the values of those that have one; ``notes`` is what belongs to none."""

    title: Passage | None
    issue_label: Passage | None
    issue_numbers: tuple[int, ...]
    supplement: bool
    publisher: Passage | None
    published_on: Passage | None
    published: date | None
    labels: tuple[Passage, ...]
    notes: tuple[Passage, ...]

    @property
    def issue_number(self) -> int | None:
        """The last number of the label, None if it says none that counts the series."""
        return self.issue_numbers[-1] if self.issue_numbers else None


def read_masthead(pieces: Sequence[Piece], template: Template, furniture: Sequence[Passage] = ()) -> Masthead:
    """The masthead in the pieces above the lead.

    Args:
        pieces: from the document's beginning to the lead or the index.
        template: the series' words.
        furniture: running headers; where the cover is a picture, they alone have the issue number.
    """
    lines = [line for piece in pieces for line in _lines(piece)]
    reader = _Reader(template, lines)
    reader.take_date()
    reader.take_label()
    reader.take_bare_labels()
    reader.settle()
    titles = _title(reader.rest, reader.sizes, template)
    publisher = reader.publisher([at for at in range(len(reader.rest)) if at not in titles], titles[-1] if titles else -1)
    title = Passage.joined([line for at in titles if (line := reader.rest[at])]) if titles else None
    if reader.label is None:
        for header in furniture:
            if reader.take_label_of(header) is not header:
                break
    used = {*titles, *reader.publisher_lines}
    notes = [line for at, line in enumerate(reader.rest) if at not in used and line and line.text]
    return Masthead(title, reader.label, reader.numbers, reader.supplement, publisher, reader.date, reader.published, tuple(reader.labels), tuple(notes))


def _lines(piece: Piece) -> list[Passage]:
    """A piece line by line: what the layout put together, a masthead may mean apart."""
    if piece.passage is None:
        return []
    return [Passage.of([row]) for row in piece.block.rows] if piece.block and len(piece.block.rows) > 1 else [piece.passage]


class _Reader:
    """Takes the date and the issue label out of the masthead's lines; ``rest`` is what each line still says."""

    def __init__(self, template: Template, lines: Sequence[Passage]) -> None:
        self._template = template
        self.label: Passage | None = None
        self.numbers: tuple[int, ...] = ()
        self.supplement = False
        self.date: Passage | None = None
        self.published: date | None = None
        self.labels: list[Passage] = []
        self.rest: list[Passage | None] = list(lines)
        self.sizes = [line.rows[0].size for line in lines]
        self.origins = list(range(len(lines)))
        self.publisher_lines: list[int] = []

    def take_date(self) -> None:
        """The date of publication: the one so labelled or alone in its line before others; a stamp's and a week's are none."""
        ranked = [(rank, at, found) for at, line in enumerate(self.rest) if line for rank, found in self._dates(line, self.rest[at - 1] if at else None)]
        if not ranked:
            self._take_wrapped_date()
            return
        least = min(ranked)[0]
        best = [one[1:] for one in ranked if one[0] == least]
        if len({found.value for _, found in best}) > 1:  # a stamp without a word stands above the title
            title = next((at for at, line in enumerate(self.rest) if line and self._template.titles.fullmatch("".join(line.text.split()))), 0)
            best.sort(key=lambda one: one[0] < title)
        at, found = best[0]
        line = self.rest[at]
        if line:
            self.date, self.published = line.cut(found.start, found.end), found.value
            self.rest[at] = self._around(at, line, found.start, found.end)

    def _dates(self, line: Passage, above: Passage | None) -> list[tuple[int, FoundDate]]:
        """The date that a line may give, with its rank: the lower, the better."""
        dates = find_dates(line.text)
        if not dates or self._template.stamps.search(line.text) or find_range(line.text):
            return []
        if above and self._template.stamps.fullmatch(above.text):
            return []  # 收　文 over its date, in a stamp's frame
        found = dates[-1]
        before, after = line.text[: found.start], line.text[found.end :]
        alone = _BETWEEN.fullmatch(before) or self._template.date_labels.fullmatch(before.strip() + " ")
        return [(0 if alone and _BETWEEN.fullmatch(after) else 1, found)]

    def _take_wrapped_date(self) -> None:
        """A date that a line's end cut in two."""
        for at in range(len(self.rest) - 1):
            upper, lower = self.rest[at], self.rest[at + 1]
            if not upper or not lower:
                continue
            whole = Passage.joined([upper, lower])
            dates = find_dates(whole.text)
            if dates and dates[-1].end == len(whole.text) and not self._template.stamps.search(whole.text):
                found = dates[-1]
                self.date, self.published = whole.cut(found.start, found.end), found.value
                self.rest[at], self.rest[at + 1] = self._around(at, whole, found.start, found.end), None
                return

    def take_label(self) -> None:
        """The issue label; one of the year's and one of the whole series in two lines make one."""
        places = [(at, found) for at, line in enumerate(self.rest) if line and (found := find_issue_label(line.text, self._template))]
        if not places:
            return
        numbered = [(at, found) for at, found in places if found.numbers] or places
        # 主题: 转发：周报第512期: what stands behind a label of another kind may be said of the bulletin.
        first = next(((at, found) for at, found in numbered if not self._is_behind_label(at, found)), numbered[0])
        chosen = [first] + [(at, found) for at, found in places if at != first[0] and (found.yearly or first[1].yearly) and abs(at - first[0]) == 1]
        parts = []
        for at, found in sorted(chosen):
            line = self.rest[at]
            if line is None:
                continue
            parts.append(line.cut(found.start, found.end))
            self.numbers = found.numbers or self.numbers
            self.supplement = self.supplement or found.supplement
            self.rest[at] = self._around(at, line, found.start, found.end)
        self.label = Passage.joined(parts)

    def _is_behind_label(self, at: int, found: IssueLabel) -> bool:
        line = self.rest[at]
        return line is not None and any(colon in line.text[: found.start] for colon in "：:")

    def take_label_of(self, line: Passage) -> Passage | None:
        """What is left of a running header without the issue label; the line itself if it has none."""
        found = find_issue_label(line.text, self._template)
        if found is None:
            return line
        self.label, self.numbers, self.supplement = line.cut(found.start, found.end), found.numbers, found.supplement
        return self._around(len(self.rest), line, found.start, found.end)

    def _around(self, at: int, line: Passage, start: int, end: int) -> Passage | None:
        """The words before or after what was taken; brackets and bars between are labels."""
        before, after = line.cut(0, start), line.cut(end)
        label = self._template.date_labels.search(before.text + " ")
        if label and label.end() >= len(before.text) and (label.start() == 0 or not before.text[label.start() - 1].isalnum()):
            self.labels.append(before.cut(label.start()))
            before = before.cut(0, label.start())
        kept = None
        for side in (before, after):
            if not side.text:
                continue
            if _BETWEEN.fullmatch(side.text):
                self.labels.append(side)
            else:
                bare = side.text.strip(_EDGES)
                first = side.text.index(bare) if bare else 0
                inner = side.cut(first, first + len(bare))
                self.labels += [edge for edge in (side.cut(0, first), side.cut(first + len(bare))) if edge.text]
                if kept is None:
                    kept = inner
                elif inner.text:  # 第664期 2026年3月13日 北京市…中心: what stands on the other side is a line of its own
                    self.rest.append(inner)
                    self.sizes.append(inner.rows[0].size)
                    self.origins.append(at)
        return kept

    def settle(self) -> None:
        """Sets what stood on the other side of a date or a label behind the line that it was taken from: a name may go on below it."""
        places = sorted(range(len(self.rest)), key=self.origins.__getitem__)
        self.rest = [self.rest[at] for at in places]
        self.sizes = [self.sizes[at] for at in places]

    def take_bare_labels(self) -> None:
        """Words before a date that stand alone, in a cell or on a line of their own; before a title or an issue also with a colon: 刊名：…."""
        for at, line in enumerate(self.rest):
            if line and self._template.date_labels.fullmatch(line.text):
                self.labels.append(line)
                self.rest[at] = None
            elif line and (label := self._template.field_labels.match(line.text)):
                self.labels.append(line.cut(0, label.end()))
                self.rest[at] = line.cut(label.end()) if label.end() < len(line.text) else None

    def publisher(self, places: Sequence[int], after: int) -> Passage | None:
        """The publisher among what the lines still say: the one so labelled, else the first below the title, else above."""
        candidates = [(at, line) for at in places if (line := self.rest[at]) and 0 < len(line.text) <= MAX_PUBLISHER and not self._is_none(line)]
        for place, (at, line) in enumerate(candidates):
            if label := self._template.publisher_labels.match(line.text + " "):
                self.labels.append(line.cut(0, label.end()))
                value = line.cut(label.end())
                if not value.text:  # 编制单位 alone, in a cell before the name's
                    self.rest[at] = None
                    if place + 1 == len(candidates):
                        continue
                    at, value = candidates[place + 1]
                self.rest[at] = value
                return self._with_next(at, value, dict(candidates))
        candidates = [(at, self._without_label_behind(at, self._without_brackets(at, line))) for at, line in candidates]
        names = [(at, line) for at, line in candidates if len(line.text) > 1]  # one character may end a name, and is none
        plausible = [(at, line) for at, line in names if self._template.organisations.match(line.text)] or names
        begun = self._lined(plausible, candidates)
        best = next(((at, line) for at, line in begun if at > after), begun[0] if begun else None)
        return self._with_next(*best, dict(candidates)) if best else None

    def _without_brackets(self, at: int, line: Passage) -> Passage:
        """A name without the brackets round the whole of it: （北京市…中心）."""
        if line.text[0] not in BESIDE_OPENING or line.text[-1] not in BESIDE_CLOSING or not self._template.organisations.match(line.text[1:-1]):
            return line
        self.labels += [line.cut(0, 1), line.cut(len(line.text) - 1)]
        name = self.rest[at] = line.cut(1, len(line.text) - 1)
        return name

    def _without_label_behind(self, at: int, line: Passage) -> Passage:
        """A name without the word behind it that says what the publisher does: 北京市…中心 编印."""
        for label in self._template.publisher_label_behind.finditer(line.text):
            name = line.cut(0, label.start())
            if self._template.organisations.match(name.text):
                self.labels.append(line.cut(label.start()))
                self.rest[at] = name
                return name
        return line

    def _lined(self, plausible: Sequence[tuple[int, Passage]], candidates: Sequence[tuple[int, Passage]]) -> list[tuple[int, Passage]]:
        """The plausible lines, each begun by the candidate line above it that is no whole name itself."""
        lines = dict(candidates)
        out = []
        for at, line in plausible:
            before = self._next(at, -1)
            above = lines.get(before)
            out.append((before, above) if above is not None and self._continues(above.text, line.text) else (at, line))
        return out

    def _with_next(self, at: int, line: Passage, candidates: dict[int, Passage]) -> Passage:
        """A publisher with the further lines of its name."""
        parts, place = [line], at
        self.publisher_lines.append(at)
        while further := self._further(at, place, parts[-1].text, candidates):
            parts += [below for _, below in further]
            self.publisher_lines += [following for following, _ in further]
            place = further[-1][0]
        return Passage.joined(parts)

    def _further(self, at: int, place: int, above: str, candidates: dict[int, Passage]) -> list[tuple[int, Passage]]:
        """The lines below one that end the name which it begins, with their places: one, or as many as a narrow cell makes of it."""
        whole = self._template.organisations.match(above)
        found: list[tuple[int, Passage]] = []
        while len(found) < _MOST_FURTHER:
            place = self._next(place, 1)
            below = candidates.get(place)
            if below is None or abs(self.sizes[place] - self.sizes[at]) >= _SAME_SIZE or any(mark in below.text for mark in "：:"):
                break
            found.append((place, below))
            if (whole and self._template.organisations.match(below.text)) or self._continues(above, below.text):
                return found
            if whole:
                break
            above += below.text
        return []

    def _next(self, at: int, step: int) -> int:
        """The place of the line beside one; behind a line that said a date or an issue alone, where a table's cells came out of their order."""
        beside = at + step
        if 0 <= beside < len(self.rest) and self.rest[beside] is None:
            return beside + step
        while step > 0 and beside < len(self.rest) and self._is_beside(at, beside):
            beside += step
        return beside

    def _is_beside(self, at: int, other: int) -> bool:
        """Whether a line stands in the row of another, behind it, as the next cell of a table does."""
        one, two = self.rest[at], self.rest[other]
        if one is None or two is None:
            return False
        left, right = one.rows[-1], two.rows[0]
        return left.page == right.page and abs(left.base - right.base) < _SAME_ROW * left.size and right.x0 > left.x1

    def _continues(self, above: str, below: str) -> bool:
        """Whether two lines are one name: the first is none, the second ends as one does."""
        name = self._template.organisations
        series = self._template.titles.fullmatch("".join(above.split()))
        noted = any(mark in above for mark in "：:，。★☆※") or series or above.isascii()  # the title once more, in English
        whole = name.match(below) or name.match(above + below)  # 研究中 / 心
        return not noted and not name.match(above) and bool(whole) and len(above) > _SHORTEST_PART

    def _is_none(self, line: Passage) -> bool:
        """Whether a line is no publisher: a note of the office, a stamp, a time of day, the days that are covered, another issue label."""
        return (
            bool(find_range(line.text))
            or bool(_TIME.match(line.text) or self._template.notes.search(line.text) or self._template.stamps.search(line.text))
            or self._is_label(line)
        )

    def _is_label(self, line: Passage) -> bool:
        """Whether a line says the issue number in another way (2028年第48期): it is set aside as a label."""
        found = find_issue_label(line.text, self._template)
        if found is None or line.text[: found.start].strip(_BRACKETS) or line.text[found.end :].strip(_BRACKETS):
            return False
        self.labels.append(line)
        return True


def _title(lines: Sequence[Passage | None], sizes: Sequence[float], template: Template) -> list[int]:
    """The places of the title's lines: the line that ends like a title, the largest of several; else the largest of all.

    A title set in two lines has both in one size, larger than what is around them; in a text, where all have one, the series' name tells.
    """
    series = fold(template.name)
    for at in range(len(lines) - 1):
        upper, lower = lines[at], lines[at + 1]
        if upper and lower and fold(upper.text + lower.text) == series:
            return [at, at + 1]
    named = [at for at, line in enumerate(lines) if line and template.titles.fullmatch("".join(line.text.split()))]
    pool = named or [at for at, line in enumerate(lines) if line and 2 < len(line.text) <= MAX_PUBLISHER]
    if not pool or (not named and len({sizes[at] for at in pool}) == 1 and len(pool) == 1):
        return []
    best = max(pool, key=lambda at: (fold(getattr(lines[at], "text", "")) == series, round(sizes[at], 1), -at))
    first = best
    while first and lines[first - 1] and abs(sizes[first - 1] - sizes[best]) < _SAME_SIZE and sizes[best] > _SAME_SIZE + min(sizes):
        first -= 1
    return list(range(first, best + 1))
