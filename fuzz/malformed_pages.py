"""Bulletins whose own words meet what is wrong: pages without number, printed a thousand times over, of odd sizes, turned."""

from __future__ import annotations

import re
from collections.abc import Mapping

from hostile import BOXES
from malformed_bytes import Files

_KIDS = re.compile(rb"/Kids\s*\[([^\]]*)\]")
_CONTENTS = re.compile(rb"/Contents\s+(\d+ 0 R)")
_BOX = re.compile(rb"/MediaBox\s*\[[^\]]*\]")
_REFERENCE = re.compile(rb"\d+ 0 R")
_SIZES = {"strip": b"[0 0 595 1]", "column": b"[0 0 1 842]", "far": b"[100000 100000 100595 100842]", "wide": b"[0 0 14400 14400]", "below": b"[0 -842 595 0]"}
_MANY = (50, 600, 5001)


def pages(seeds: Mapping[str, bytes]) -> Files:
    """The same pages again and again, backwards, and one of them only; tables are left wrong, so that engines look for the objects."""
    for name, data in seeds.items():
        if len(trees := _KIDS.findall(data)) != 1:  # the tree is packed, or has branches
            continue
        kids = _REFERENCE.findall(trees[0])
        orders = {f"times-{count}": (kids * count)[:count] for count in _MANY} | {
            "backwards": kids[::-1],
            "last": kids[-1:],
            "first-twice": kids[:1] * 2 + kids,
        }
        for order, numbers in orders.items():
            more = _KIDS.sub(b"/Kids[%b]" % b" ".join(numbers), data)
            yield f"{name}-{order}", re.sub(rb"/Count\s+%d\b" % len(kids), b"/Count %d" % len(numbers), more)


def printed(seeds: Mapping[str, bytes]) -> Files:
    """Each page's content over itself, and all pages' content on each page."""
    for name, data in seeds.items():
        contents = _CONTENTS.findall(data)
        if not contents:
            continue
        for count in (2, 10, 100, 400):
            yield f"{name}-over-{count}", _CONTENTS.sub(lambda one, count=count: b"/Contents[%b]" % ((one[1] + b" ") * count), data)
        yield f"{name}-together", _CONTENTS.sub(b"/Contents[%b]" % b" ".join(contents), data)
        yield f"{name}-crossed", _CONTENTS.sub(b"/Contents[%b %b]" % (contents[-1], contents[0]), data)


def sized(seeds: Mapping[str, bytes]) -> Files:
    """Pages of odd sizes, turns and units."""
    for name, data in seeds.items():
        if not _BOX.search(data):
            continue
        for size, box in (BOXES | _SIZES).items():
            yield f"{name}-{size}", _BOX.sub(b"/MediaBox" + box, data)
        for number, more in enumerate(
            (b"/Rotate 90", b"/Rotate 180", b"/Rotate -90", b"/Rotate 45", b"/UserUnit 1000", b"/UserUnit 0.0001", b"/CropBox[0 0 9 9]")
        ):
            yield f"{name}-more-{number}", _BOX.sub(lambda box, more=more: box[0] + more, data)
