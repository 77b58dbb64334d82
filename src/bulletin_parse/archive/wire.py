"""How parent and worker talk: values with their length before them, over pipes that nobody else has."""

from __future__ import annotations

import pickle
import struct
from typing import Any, BinaryIO, NamedTuple

LENGTH = struct.Struct("<Q")


class Defect(NamedTuple):
    """An answer that is none: the work met an error that it did not expect, a defect of this program."""

    text: str


class Exhausted(NamedTuple):
    """An answer that is none: the work needed more memory than the process has."""


class MoreTime(NamedTuple):
    """What a child says before its answer: work begins that takes so many seconds more and is bounded otherwise, recognising pages."""

    seconds: float


def send(stream: BinaryIO, value: object) -> None:
    """Writes a value with its length."""
    data = pickle.dumps(value, protocol=pickle.HIGHEST_PROTOCOL)
    stream.write(LENGTH.pack(len(data)) + data)
    stream.flush()


def receive(stream: BinaryIO) -> Any:
    """The next value, or None at the stream's end."""
    head = stream.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    return unpacked(stream.read(LENGTH.unpack(head)[0]))


def unpacked(data: bytes) -> Any:
    """The value in some bytes that ``send`` wrote."""
    return pickle.loads(data)  # noqa: S301 - from our own child or parent
