"""A file that came through standard input: bytes, and what they are called."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import NamedTuple


class Piped(NamedTuple):
    """The bytes of a file that has no path here.

    Args:
        file: what it is called in findings and messages, with folders if the caller named any.
        data: its bytes; one more than a file may have, at the most, which tells that it is too long.
    """

    file: str
    data: bytes

    def __repr__(self) -> str:
        """Its name alone, and not all of its bytes."""
        return f"Piped({self.file!r})"

    def __str__(self) -> str:
        return self.file

    @property
    def name(self) -> str:
        """The last part of what it is called."""
        return PurePosixPath(self.file).name

    def as_posix(self) -> str:
        """What it is called, as a path has it."""
        return self.file
