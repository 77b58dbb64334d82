"""The index: rows between its heading and the content's, cut into entries by their numbers and sources."""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from bulletin_parse.layout.blocks import Block
from bulletin_parse.layout.rows import Row
from bulletin_parse.parsing.ledger import Passage
from bulletin_parse.parsing.numbering import Number, leading_number, unsigned_number

# Dotted leaders and the page number after them: "……3", ".........12", "··· 4".
_LEADER = re.compile(r"\s*(?:[.．·•⋯]\s*){3,}[-—\s]*\d{0,4}\s*[-—]?\Z|\s*…[….．·\s]*\d{1,4}\Z|\s*…{2,}\Z")
# Where most entries have leaders, one dot or none is a leader that found little room.
_SHORT_LEADER = re.compile(r"(?:\s*[.．·•⋯…\s]+|(?<=[）)】\]]))\d{1,4}\Z")
_BARE_PAGE = re.compile(r"(?:\A|\s+|(?<=[）)】\]]))(\d{1,4})\Z")
_SOURCE_WORD = re.compile(r"(?:来\s*源|摘\s*自|转\s*自)\s*[:：]\s*")
_BRACKETS = {"）": "（(", ")": "（(", "】": "【[", "]": "【[", "〕": "〔", "〗": "〖"}
_OPENING = "（([【〔〖"
# A bracket of this kind ends a title: （二）, （续）, （上）. It names no source.
_PART_OF_TITLE = re.compile(
    r"[一二三四五六七八九十0-9０-９上中下续完终]{1,3}|续篇|后续|组图|图|视频|全文|附.{0,8}|\d{4}年?(?:版|修订)?.*|(?:试行|征求意见稿|修订版?|暂行|草案|第.{1,3}版)"
)
BARE_PAGES_SHARE = 0.8  # of the entries; a page's end may have taken one number
MAX_SOURCE = 40  # characters; longer brackets are remarks


class EntryParts(NamedTuple):
    """An entry as pieces of the page: its number (with its sign), title, source (with brackets) and leader."""

    number: Number | None
    mark: Passage | None
    title: Passage
    source: Passage | None
    source_frame: Passage | None
    rest: Passage | None

    @property
    def rows(self) -> list[Row]:
        """All rows of the entry, each once."""
        rows = {row.order: row for part in (self.mark, self.title, self.source) if part for row in part.rows}
        return [rows[order] for order in sorted(rows)]


def read_index(blocks: Sequence[Block]) -> list[EntryParts]:
    """The entries in the index's blocks, in printed order."""
    groups = _numbered_groups(blocks)
    passages = [(number, [Passage.of(rows) for rows in group]) for number, group in groups]
    bare_pages = _has_bare_pages([parts[-1].text for _, parts in passages])
    leaders = sum(bool(_LEADER.search(parts[-1].text)) for _, parts in passages) * 2 >= len(passages) > 0
    return [_entry(number, parts, bare_pages=bare_pages, leaders=leaders) for number, parts in passages]


def _numbered_groups(blocks: Sequence[Block]) -> list[tuple[Number | None, list[list[Row]]]]:
    """The rows of each entry, as lists of rows that were one block."""
    groups: list[tuple[Number | None, list[list[Row]]]] = []
    numbered = any(leading_number(block.rows[0].text) for block in blocks if block.rows)
    form = None
    signed = {number.value for block in blocks for row in block.rows if (number := leading_number(row.text))}
    for block in blocks:
        for position, row in enumerate(block.rows):
            number = leading_number(row.text) or _lost_its_sign(row.text, groups, signed)
            if number and form is None and position == 0:
                form = number.form
            if number and (number.form == form or _goes_on(number, position, groups)) and _begins_entry(number, position, groups):
                groups.append((number, [[row]]))
            elif not groups or (not numbered and position == 0 and _opens_unnumbered(row.text, groups[-1][1])):
                groups.append((None, [[row]]))
            elif position == 0:
                groups[-1][1].append([row])
            else:
                groups[-1][1][-1].append(row)
    return groups


def _begins_entry(number: Number, position: int, groups: list[tuple[Number | None, list[list[Row]]]]) -> bool:
    if not groups:
        return True
    last, rows = groups[-1]
    before = last.value if last else 0
    if number.value == before + 1:
        return True
    # Another number than the next: a faulty index, unless the line above is still open and this one only looks so.
    return (position == 0 and not number.glued) or (number.value > before and _is_complete(rows[-1][-1].text))


def _goes_on(number: Number, position: int, groups: list[tuple[Number | None, list[list[Row]]]]) -> bool:
    """Whether a number of another form (2. after （1）) counts on from an entry that has ended."""
    return bool(groups) and position == 0 and number.value == (groups[-1][0].value if groups[-1][0] else 0) + 1 and _is_complete(groups[-1][1][-1][-1].text)


def _lost_its_sign(text: str, groups: list[tuple[Number | None, list[list[Row]]]], signed: AbstractSet[int]) -> Number | None:
    """The number after the last entry's, where the sign behind it is gone and the last entry has ended (5【聚焦】).

    Before a bare word (4从…) it must be missing among the numbers with signs, and the next one must be there.
    """
    last = groups[-1][0] if groups else None
    if last is None or last.form != "plain":
        return None
    expected = last.value + 1
    number = unsigned_number(text, expected, is_missing=expected not in signed and expected + 1 in signed)
    return number if number and _is_complete(groups[-1][1][-1][-1].text) else None


def _is_complete(text: str) -> bool:
    """Whether an entry's line is its last: it ends in a bracket, a leader or a page number."""
    text = text.rstrip()
    return text[-1:] in _BRACKETS or bool(_LEADER.search(text) or _BARE_PAGE.search(text))


def _opens_unnumbered(text: str, last: list[list[Row]]) -> bool:
    """In an index without numbers a block is an entry, unless it is the source of the one above."""
    return not (text[:1] in _OPENING and text.rstrip()[-1:] in _BRACKETS) or len(last) > 1


def _has_bare_pages(texts: Sequence[str]) -> bool:
    """Whether nearly each entry ends in a page number without a leader: numbers that never fall."""
    pages = [match[1] for text in texts if (match := _BARE_PAGE.search(text))]
    numbers = [int(page) for page in pages]
    return len(numbers) > 1 and len(numbers) >= BARE_PAGES_SHARE * len(texts) and numbers == sorted(numbers)


def _entry(number: Number | None, parts: list[Passage], *, bare_pages: bool, leaders: bool) -> EntryParts:
    mark = parts[0].cut(0, number.end) if number else None
    parts = [parts[0].cut(number.end if number else 0), *parts[1:]]
    rest: Passage | None = None
    text = parts[-1].text
    leader = _LEADER.search(text) or (_SHORT_LEADER.search(text) if leaders else None) or (_BARE_PAGE.search(text) if bare_pages else None)
    if leader:
        rest = parts[-1].cut(leader.start())
        parts[-1] = parts[-1].cut(0, leader.start())
    parts = [part for part in parts if part.text]
    if not parts:
        empty = Passage("", ())
        return EntryParts(number, mark, empty, None, None, rest)
    title, frame, source = _split_source(parts)
    return EntryParts(number, mark, title, source, frame, rest)


def _split_source(parts: list[Passage]) -> tuple[Passage, Passage | None, Passage | None]:
    """Title, source with its brackets, source without."""
    own_line = len(parts) > 1 and _bracket_start(parts[-1].text) == 0
    whole = Passage.joined(parts)
    if (word := (_SOURCE_WORD.search(parts[-1].text) if len(parts) > 1 else None)) and word.start() == 0:
        return Passage.joined(parts[:-1]), parts[-1], parts[-1].cut(word.end())
    if own_line:
        return Passage.joined(parts[:-1]), parts[-1], _inside(parts[-1])
    start = _bracket_start(whole.text)
    if not start or not _names_source(whole.text[start:]):
        return whole, None, None
    frame = whole.cut(start)
    return whole.cut(0, start), frame, _inside(frame)


def _inside(frame: Passage) -> Passage:
    """What a bracketed source says, without brackets and the word 来源."""
    inner = frame.cut(1, len(frame.text) - 1)
    word = _SOURCE_WORD.match(inner.text)
    return inner.cut(word.end()) if word else inner


def _names_source(bracket: str) -> bool:
    inner = bracket[1:-1].strip()
    return 0 < len(inner) <= MAX_SOURCE and not _PART_OF_TITLE.fullmatch(inner)


def _bracket_start(text: str) -> int | None:
    """Where the bracket that closes a text opens, nested brackets counted; None if it ends in none."""
    text = text.rstrip()
    if not text or text[-1] not in _BRACKETS:
        return None
    opening, depth = _BRACKETS[text[-1]], 0
    closing = "".join(close for close, opens in _BRACKETS.items() if opens == opening)
    for at in range(len(text) - 1, -1, -1):
        if text[at] in closing:
            depth += 1
        elif text[at] in opening:
            depth -= 1
            if depth == 0:
                return at
    return None
