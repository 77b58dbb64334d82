"""Files that have no path here, and what they are called: one that came through standard input, one behind a URL."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath


@dataclass(frozen=True, slots=True, repr=False)
class Pathless:
    """A file without a path, which findings and messages name as they name a path.

    Args:
        file: what it is called, with its folders.
    """

    file: str

    def __repr__(self) -> str:
        """What it is called alone: neither all of its bytes, nor what grants access to it."""
        return f"{type(self).__name__}({self.file!r})"

    def __str__(self) -> str:
        return self.file

    @property
    def name(self) -> str:
        """Its own name: the last part of what it is called."""
        return PurePosixPath(self.file).name

    def as_posix(self) -> str:
        """What it is called, as a path has it."""
        return self.file


@dataclass(frozen=True, slots=True, repr=False)
class Piped(Pathless):
    """The bytes of a file that came through standard input.

    Args:
        file: what it is called in findings and messages, with folders if the caller named any.
        data: its bytes; one more than a file may have, at the most, which tells that it is too long.
    """

    data: bytes


@dataclass(frozen=True, slots=True, repr=False)
class Remote(Pathless):
    """A file behind a URL.

    Args:
        file: its URL without credentials, as it is stored and shown.
        url: the URL that was given, with whatever grants access.
        path: the file's path in the file system of that URL.
    """

    url: str
    path: str
