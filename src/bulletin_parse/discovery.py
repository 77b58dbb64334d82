"""Arguments to files: files as they are, directories searched, globs expanded."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePath

from bulletin_parse.errors import BulletinError, UnreadableSource

SUFFIXES = (".pdf", ".md", ".markdown", ".txt")


def files_of(arguments: Sequence[str]) -> Iterator[Path | BulletinError]:
    """The files that some arguments name, in order; an argument that names none is an error in its place."""
    for argument in arguments:
        path = Path(argument)
        if path.is_dir():
            found = False
            for name in files_in(argument):
                found = True
                yield Path(name)
            if not found:
                yield UnreadableSource(argument, f"there is no bulletin in this directory ({', '.join(SUFFIXES)})", remedy="Check the path")
        elif not path.exists() and glob.has_magic(argument):
            matches = [Path(match) for match in sorted(glob.glob(argument, recursive=True))]  # noqa: PTH207 - the pattern may be absolute
            if not matches:
                yield UnreadableSource(argument, "no file fits this pattern", remedy="Quote the pattern and check the path")
            yield from (match for match in matches if match.is_file())
        else:
            yield path


def files_in(folder: str) -> Iterator[str]:
    """The files below a directory that may be bulletins, sorted; one directory is listed at a time.

    Links to directories are not followed: they may lead round in circles.
    """
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except PermissionError:  # as pathlib's rglob: what cannot be listed holds nothing for us
        return
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            yield from files_in(entry.path)
        elif is_candidate(entry.name) and entry.is_file():
            yield entry.path


def is_candidate(name: str) -> bool:
    """Whether a file found in a directory may be a bulletin: not hidden, and not the directory's own description."""
    path = PurePath(name)
    return path.suffix.lower() in SUFFIXES and not name.startswith(".") and path.stem.lower() != "readme"
