"""Where a PDF's streams lie, so that its dictionaries are gone over and the packed bytes between them are not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from bulletin_parse.limits import meter
from bulletin_parse.text.lazy import lazy_pattern

BEGIN, END = b"stream", b"endstream"
DICTIONARY_WITHIN = 400  # bytes; what stands further from a key, or from the word that begins a stream, belongs to another dictionary
# A stream's length: a number, or the object that is one, which programs write right behind the stream.
_KEY, _LENGTH = b"/Length ", lazy_pattern(rb"/Length (\d{1,9})(\s{1,9}\d{1,5}\s{1,9}R)?")
_NUMBER_BEHIND = lazy_pattern(rb"endstream\s{1,4}endobj\s{1,4}(\d{1,9})\s\d{1,5}\sobj\s{1,4}(\d{1,9})\s{1,4}endobj")
# The line ends behind the one word and before the other.
_LINE_ENDS = 2 * len(b"\r\n")


class Stream(NamedTuple):
    """A stream in a file's bytes.

    ``begin`` is the place of the word that begins it, ``end`` of the one that ends it, the file's end if none does. ``measured`` tells that its length is
    stated and it ends just there: whatever its bytes look like, no dictionary is among them.
    """

    begin: int
    end: int
    measured: bool


def streams_of(data: bytes) -> tuple[Stream, ...]:
    """The streams of a PDF, told once in a parse."""
    return meter().once(_streams, data)


def unmeasured(data: bytes) -> Iterator[tuple[int, int]]:
    """Where in a file's bytes dictionaries may stand, as first place and end: everywhere but in streams that are measured."""
    at = 0
    for begin, end, measured in streams_of(data):
        if measured:
            yield at, begin
            at = end
    yield at, len(data)


def _streams(data: bytes) -> tuple[Stream, ...]:
    found: list[Stream] = []
    at, find, most = 0, data.find, meter().limits.objects  # each stream is an object
    while (begin := find(BEGIN, at)) >= 0:
        found.append(_stream(data, at, begin) if len(found) < most else Stream(begin, len(data), measured=False))
        at = found[-1].end + len(END)
    return tuple(found)


def _stream(data: bytes, after: int, begin: int) -> Stream:
    """The stream that a word begins, ``after`` the end of the one before."""
    start = begin + len(BEGIN)
    key = data.find(_KEY, max(after, begin - DICTIONARY_WITHIN), begin)
    stated = _LENGTH.match(data, key) if key >= 0 else None
    if stated and not stated[2]:
        least = start + int(stated[1])
        if (end := data.find(END, least, least + _LINE_ENDS + len(END))) >= 0:
            return Stream(begin, end, measured=True)
    end = data.find(END, begin)
    if end < 0:
        return Stream(begin, len(data), measured=False)
    behind = _NUMBER_BEHIND.match(data, end) if stated and stated[2] else None
    return Stream(begin, end, measured=bool(stated and behind and behind[1] == stated[1] and 0 <= end - start - int(behind[2]) <= _LINE_ENDS))
