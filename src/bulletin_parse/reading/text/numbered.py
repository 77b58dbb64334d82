"""Links by number, as lynx, elinks and w3m write a page: [4]words in the text, and under References the address of each number.

Or as notes: 链接：[^1], and below [^1]: and the address.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from bulletin_parse.reading.text.lines import Printed
from bulletin_parse.text.lazy import lazy_pattern

_HEAD = lazy_pattern(r"\s*(?:References|Visible links|Hidden links|Links)\s*:?\s*\Z", re.IGNORECASE)
_DEFINED = lazy_pattern(r"\s*(?:\[(?P<bracketed>\d{1,4})\]|(?P<plain>\d{1,4})\.)\s+(?P<target>[a-z][a-z0-9+.-]{1,20}:\S+)\s*\Z", re.IGNORECASE)
_CALLED = lazy_pattern(r"\[(?P<name>\d{1,4})\](?=\S)")

_NOTE = lazy_pattern(r" {0,3}\[\^(?P<name>[^\[\]\s]{1,40})\]:[ \t]+<?(?P<target>https?://[^\s<>]+)>?\s*\Z", re.IGNORECASE)
_NOTED = lazy_pattern(r"(?P<before>(?:[^\[\]]{0,40}[:：])?[*\s]*)\[\^(?P<name>[^\[\]\s]{1,40})\]\s*\Z")


class Numbered(NamedTuple):
    """Lines without the numbers of links and without their list; ``links`` are line, page and target."""

    lines: list[Printed]
    links: list[tuple[int, int, str]]


def without_numbered_links(lines: Sequence[Printed]) -> Numbered:
    """The lines of a text whose links are numbered and listed at its end; others as they are.

    Args:
        lines: the text's.
    """
    start, targets = _listed(lines)
    if not targets or not any((call := _CALLED.search(line.text)) and call["name"] in targets for line in lines[:start]):
        return Numbered(list(lines), [])
    out: list[Printed] = []
    links: list[tuple[int, int, str]] = []
    for line in lines[:start]:
        names = [call["name"] for call in _CALLED.finditer(line.text) if call["name"] in targets]
        if names:
            links += [(line.number, line.page, targets[name]) for name in names if "#" not in targets[name]]
            line = line._replace(text=_CALLED.sub(lambda call: "" if call["name"] in targets else call[0], line.text), untightened="")
        out.append(line)
    return Numbered(out, links)


def _listed(lines: Sequence[Printed]) -> tuple[int, dict[str, str]]:
    """Where the list at a text's end begins, and its addresses by number; none if something else stands in it."""
    at, first, targets = len(lines), len(lines), {}
    while at and (not (text := lines[at - 1].text.strip()) or (defined := _DEFINED.match(text)) or _HEAD.match(text)):
        at -= 1
        if text and _HEAD.match(text):
            first = at
        elif text and defined:
            targets[defined["bracketed"] or defined["plain"]] = defined["target"]
    return first, targets if first < len(lines) else {}


def with_noted_links(lines: Sequence[Printed]) -> list[Printed]:
    """The lines of a text with an address in the place of a note's mark that stands behind a label or alone, where the note is no more than the address.

    Args:
        lines: the text's.
    """
    notes = {note["name"]: (at, note["target"]) for at, line in enumerate(lines) if "[^" in line.text and (note := _NOTE.match(line.text))}
    out = list(lines)
    for at, line in enumerate(lines) if notes else ():
        call = _NOTED.match(line.text) if "[^" in line.text else None
        if call and call["name"] in notes:
            place, target = notes[call["name"]]
            out[at] = line._replace(text=f"{call['before']}<{target}>", untightened="")
            out[place] = lines[place]._replace(text="", untightened="")
    return out
