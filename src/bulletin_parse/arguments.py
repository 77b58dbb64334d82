"""What public functions take, told in one way where it is something else."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import Any

from bulletin_parse.errors import ArgumentError

_FILE_SAID = "a path, the bytes of a file or an open binary file"


def require_jobs(function: str, jobs: object) -> None:
    """Refuses a number of processes that is none.

    Raises:
        ArgumentError: it is no whole number from 1, nor None.
    """
    if jobs is not None and (isinstance(jobs, bool) or not isinstance(jobs, int) or jobs < 1):
        raise ArgumentError(function, f"jobs is a number of processes from 1, and {jobs!r} was given", remedy="Leave it out for one process a core")


def require_file(function: str, source: Any) -> None:
    """Refuses what names or holds no file, a bulletin's text among it.

    Raises:
        ArgumentError: it is no path, no bytes and no file.
    """
    if isinstance(source, str) and "\n" in source:
        raise ArgumentError(function, f"it takes {_FILE_SAID}, and a text of several lines was given", remedy="parse_text(text) reads a text")
    if isinstance(source, (str, os.PathLike, bytes, bytearray, memoryview)) or hasattr(source, "read"):
        return
    several = not isinstance(source, (str, bytes)) and isinstance(source, Iterable)
    remedy = "parse_many(paths) reads several files, parse_joined(paths) the parts of one bulletin" if several else "Give the file's path"
    raise ArgumentError(function, f"it takes {_FILE_SAID}, and {_kind(source)} was given", remedy=remedy)


def require_several(function: str, paths: Any, single: str) -> None:
    """Refuses one path where several are taken: its letters would be.

    Args:
        function: what was called.
        paths: what was given.
        single: what takes one path.

    Raises:
        ArgumentError: it is one path, or nothing that can be gone through.
    """
    if isinstance(paths, (str, bytes, os.PathLike)) or not isinstance(paths, Iterable):
        raise ArgumentError(function, f"it takes several paths, and {_kind(paths)} was given", remedy=f"{single} takes one; [path] is a list of it")


def _kind(given: object) -> str:
    return "None" if given is None else f"a {type(given).__name__}"
