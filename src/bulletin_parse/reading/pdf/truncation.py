"""Whether a PDF without its last line is whole: every object that its pages need is there and closed.

Engines repair such a file in silence and return the pages that are left; a bulletin would look complete and be short. So a
file without ``%%EOF`` is read only if its bytes prove that nothing else is missing: the trailer, which is written after all objects,
or, in a file that was never updated, a catalog from which no reference leads to an object that is not there.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import NamedTuple

from bulletin_parse.text.lazy import lazy_pattern

END = b"%%EOF"
# Objects inside one object stream, unpacked: a bomb is no proof that all is there.
LARGEST_STREAM = 64 << 20

_ANY_OBJECT = lazy_pattern(rb"\d\s{1,9}\d{1,9}\s{1,9}obj\b|endobj|endstream")
_OBJECT = lazy_pattern(rb"(?<!\d)(\d{1,10})\s{1,9}\d{1,5}\s{1,9}obj\b")
_REFERENCE = lazy_pattern(rb"(?<!\d)(\d{1,10})\s{1,9}\d{1,5}\s{1,9}R\b")
_BODY_END = lazy_pattern(rb"endobj|stream\r?\n?")
_TRAILER = lazy_pattern(rb"startxref\s{1,9}\d|trailer\s{0,9}<<[^>]{0,400}/Root\s")
_CATALOG = lazy_pattern(rb"/Type\s{0,9}/Catalog\b")
_PAGE = lazy_pattern(rb"/Type\s{0,9}/Page\b")
_HOLDER = lazy_pattern(rb"/Type\s{0,9}/ObjStm\b")
_NUMBER_OF = lazy_pattern(rb"/N\s{1,9}(\d{1,9})\b")
_FIRST_OF = lazy_pattern(rb"/First\s{1,9}(\d{1,9})\b")


class Completeness(NamedTuple):
    """What the bytes prove: whether nothing is missing, and if that took counting, how many pages there must be."""

    whole: bool
    pages: int | None = None


def completeness_of(data: bytes) -> Completeness:
    """Whether a PDF's bytes are all there.

    >>> completeness_of(b"%PDF-1.7 1 0 obj<<>>endobj trailer<</Root 1 0 R>>startxref 9 %%EOF").whole
    True
    """
    end = data.rfind(END)
    last = end
    for match in _ANY_OBJECT.finditer(data, max(end, 0)):
        last = match.end()
    if end >= 0 and last == end:
        return Completeness(whole=True)
    if _TRAILER.search(data, max(last, 0)):
        return Completeness(whole=True)
    if end >= 0:  # an update was cut off, and what it changed is not known
        return Completeness(whole=False)
    return _proven(data)


def _proven(data: bytes) -> Completeness:
    """Follows the references from the catalog; a cut leaves one of them without its object."""
    bodies: dict[int, bytes] = {}
    catalog = None
    for number, body in _objects(data):
        if body is None:
            return Completeness(whole=False)
        bodies[number] = body
        if _CATALOG.search(body):
            catalog = number
    if catalog is None:
        return Completeness(whole=False)
    seen, waiting, pages = {catalog}, [catalog], 0
    while waiting:
        body = bodies.get(waiting.pop())
        if body is None:
            return Completeness(whole=False)
        pages += bool(_PAGE.search(body))
        found = {int(reference) for reference in _REFERENCE.findall(body)} - seen
        seen |= found
        waiting += found
    return Completeness(pages > 0, pages)


def _objects(data: bytes) -> Iterator[tuple[int, bytes | None]]:
    """Each object's number and what stands before its stream; None for one that is not closed or cannot be unpacked."""
    at = 0
    while match := _OBJECT.search(data, at):
        number = int(match[1])
        stop = _BODY_END.search(data, match.end())
        if stop is None:
            yield number, None
            return
        body = data[match.end() : stop.start()]
        at = stop.end()
        if stop[0] != b"endobj":
            finish = data.find(b"endstream", at)
            at = data.find(b"endobj", finish)
            if finish < 0 or at < 0:
                yield number, None
                return
            if _HOLDER.search(body):
                yield from _held(body, data[stop.end() : finish])
        yield number, body


def _held(body: bytes, packed: bytes) -> Iterator[tuple[int, bytes | None]]:
    """The objects inside an object stream."""
    count, first = _NUMBER_OF.search(body), _FIRST_OF.search(body)
    try:
        data = zlib.decompressobj().decompress(packed, LARGEST_STREAM) if b"/FlateDecode" in body else packed
        start = int(first[1]) if first else 0
        numbers = [int(word) for word in data[:start].split()]
        places = [*numbers[1::2], len(data) - start]
    except (zlib.error, ValueError):
        yield -1, None
        return
    if count is None or 2 * int(count[1]) != len(numbers) or len(data) >= LARGEST_STREAM:
        yield -1, None
        return
    for number, begin, end in zip(numbers[::2], places, places[1:], strict=False):
        yield number, data[start + begin : start + end]
