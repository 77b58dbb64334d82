"""Where a PDF's streams lie, so that its dictionaries are gone over and the packed bytes between them are not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
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


class Streams(NamedTuple):
    """The streams in a file's bytes, in columns: a browser's file has a thousand of them.

    ``begins`` has the place of the word that begins each, ``ends`` of the one that ends it, the file's end if none does. ``measured`` tells that its length
    is stated and it ends just there: whatever its bytes look like, no dictionary is among them.
    """

    begins: Sequence[int]
    ends: Sequence[int]
    measured: Sequence[bool]


def streams_of(data: bytes) -> Streams:
    """The streams of a PDF, told once in a parse."""
    return meter().once(_streams, data)


def unmeasured(data: bytes) -> Iterator[tuple[int, int]]:
    """Where in a file's bytes dictionaries may stand, as first place and end: everywhere but in streams that are measured."""
    at = 0
    for begin, end, measured in zip(*streams_of(data), strict=True):
        if measured:
            yield at, begin
            at = end
    yield at, len(data)


def outside(data: bytes) -> bytes:
    """What stands in a file's bytes where dictionaries may stand, told once in a parse."""
    return meter().once(_outside, data)


def _outside(data: bytes) -> bytes:
    return b"\n".join([data[begin:end] for begin, end in unmeasured(data)])


def _streams(data: bytes) -> Streams:
    begins, ends, measured = list[int](), list[int](), list[bool]()
    at, find, stated_at, most = 0, data.find, _LENGTH.match, meter().limits.objects  # each stream is an object
    while (begin := find(BEGIN, at)) >= 0:
        begins.append(begin)
        if len(begins) > most:
            ends.append(len(data))
            measured.append(False)
            break
        key = find(_KEY, max(at, begin - DICTIONARY_WITHIN), begin)
        stated = stated_at(data, key) if key >= 0 else None
        # A length as a number, as browsers write it, is tried right here.
        least = begin + len(BEGIN) + int(stated[1]) if stated and not stated[2] else 0
        end = find(END, least, least + _LINE_ENDS + len(END)) if least else -1
        is_measured = end >= 0
        if not is_measured:
            end, is_measured = _sought(data, begin, stated)
        ends.append(end)
        measured.append(is_measured)
        at = end + len(END)
    return Streams(begins, ends, measured)


def _sought(data: bytes, begin: int, stated: re.Match[bytes] | None) -> tuple[int, bool]:
    """The end of the stream that a word begins, whose length is stated elsewhere or wrongly, and whether it is measured."""
    end = data.find(END, begin)
    if end < 0:
        return len(data), False
    behind = _NUMBER_BEHIND.match(data, end) if stated and stated[2] else None
    length = end - begin - len(BEGIN)
    return end, bool(stated and behind and behind[1] == stated[1] and 0 <= length - int(behind[2]) <= _LINE_ENDS)
