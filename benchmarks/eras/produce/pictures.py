"""The picture that stands for every photograph: shades of grey, nothing to read."""

from __future__ import annotations

import struct
import zlib
from functools import cache


@cache
def picture(wide: int = 96, high: int = 60) -> bytes:
    """A PNG of a soft gradient."""
    rows = b"".join(b"\x00" + bytes(120 + (x * 5 + y * 7) % 90 for x in range(wide)) for y in range(high))

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", wide, high, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
