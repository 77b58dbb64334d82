"""Numbers that follow one another, and the count that the lead declares."""

from __future__ import annotations

from collections.abc import Sequence

from bulletin_parse.models import Entry, Item
from bulletin_parse.repair.edits import Editor
from bulletin_parse.repair.evidence import Evidence, is_alike
from bulletin_parse.text.folding import fold
from bulletin_parse.text.lazy import lazy_pattern
from bulletin_parse.text.numerals import read_numeral

# l. 1、 |. — what is left of “1.” at a title's beginning where its digit was taken for a letter.
_LETTERED = lazy_pattern(r"([lI|!i])\s*[.、．,，]\s*(?=\S)")


def repair_numbers(editor: Editor, evidence: Evidence) -> None:
    """Numbers of entries and items that stand between their neighbours' numbers, where the digit was doubtful."""
    bulletin = editor.bulletin
    sides: tuple[tuple[str, Sequence[Entry | Item], Sequence[Entry | Item]], ...] = (
        ("index", bulletin.index, bulletin.items),
        ("items", bulletin.items, bulletin.index),
    )
    for side, parts, twins in sides:
        others = {fold(twin.title) for twin in twins}
        for at, part in enumerate(parts):
            expected = at + 1
            if part.number == expected or not _fits(parts, at) or not evidence.is_recognised(part.where):
                continue
            bare = part.title.removeprefix(str(expected)).lstrip()
            if part.number is None and bare != part.title and fold(bare) in others:
                # 2.2026 全国两会: the stop between number and title was lost.
                why = "the other copy of the title has no such number, and the numbers follow one another"
                editor.change(f"{side}[{at}].title", bare, why, part.where)
                editor.change(f"{side}[{at}].number", expected, why, part.where)
            elif part.number is None:
                if expected == 1 and (match := _LETTERED.match(part.title)):
                    editor.change(f"{side}[{at}].title", part.title[match.end() :], "its first character is the number 1", part.where)
                    editor.change(f"{side}[{at}].number", 1, "the numbers follow one another", part.where)
            elif _may_be(evidence, part, part.number, expected):
                editor.change(f"{side}[{at}].number", expected, "the numbers follow one another", part.where)


def _fits(parts: Sequence[Entry | Item], at: int) -> bool:
    """Whether all other numbers are as they must be, so that this one alone is out of line."""
    return all(part.number == place + 1 for place, part in enumerate(parts) if place != at)


def _may_be(evidence: Evidence, part: Entry | Item, number: int, expected: int) -> bool:
    """Whether OCR had the expected number in mind, digit by digit, where it read another."""
    read, wanted = str(number), str(expected)
    readings = evidence.readings(part.where)
    if not readings or len(read) != len(wanted):
        return False
    characters = [character for character in readings[0].characters if not character.char.isspace()][: len(read) + 1]
    start = next((at for at, character in enumerate(characters) if character.char == read[0]), None)
    if start is None or len(characters) < start + len(read):
        return False
    for offset, digit in enumerate(wanted):
        character = characters[start + offset]
        if character.char != digit and digit not in [other for other, _ in character.others] and not is_alike(character.char, digit):
            return False
    return True


def repair_count(editor: Editor, evidence: Evidence) -> None:
    """The declared count, where index and items agree on another and the numeral was doubtful."""
    bulletin = editor.bulletin
    there, printed = len(bulletin.items), bulletin.printed.get("declared_count")
    if not bulletin.lead or printed is None or bulletin.declared_count == there or len(bulletin.index) != there:
        return
    where = bulletin.places.get("declared_count", ())
    for at, seen in enumerate(evidence.seen(printed, where)):
        for other, _ in seen.character.others if seen.character else ():
            now = printed[:at] + other + printed[at + 1 :]
            if read_numeral(now) == there and bulletin.lead.count(printed) >= 1:
                why = f"index and body have {there} items"
                editor.change("lead", bulletin.lead.replace(printed, now, 1), why, where)
                editor.change("printed.declared_count", now, why, where)
                editor.change("declared_count", there, why, where)
                return
