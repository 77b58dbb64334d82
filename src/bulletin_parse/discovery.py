"""Arguments to files: files as they are, directories searched, globs expanded."""

from __future__ import annotations

import glob
import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePath

from bulletin_parse.errors import BulletinError, UnreadableSource
from bulletin_parse.text.credentials import without_credentials

_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")
SUFFIXES = (".pdf", ".md", ".markdown", ".txt")


def files_of(arguments: Sequence[str]) -> Iterator[Path | BulletinError]:
    """The files that some arguments name, in order; what names none, or cannot be listed, is an error in its place."""
    for argument in arguments:
        if not argument:  # Path("") would be this directory
            yield UnreadableSource("''", "an empty name is no file", remedy="Check the path")
        elif is_url(argument) and not os.path.lexists(argument):
            remedy = "Fetch it first, or read it into an archive: bulletin-parse ingest URL --archive FILE"
            yield UnreadableSource(without_credentials(argument), "it is a URL, and files are read here", remedy=remedy)
        elif os.path.isdir(argument):  # noqa: PTH112 - a name that holds NUL is no directory, and no error yet
            yield from _searched(argument)
        elif not os.path.lexists(argument) and glob.has_magic(argument):
            yield from _matching(argument)
        else:
            yield Path(argument)


def is_url(location: str) -> bool:
    """Whether a location is a URL: ``s3://bucket/664.pdf``, not ``C:/664.pdf``."""
    return _URL.match(location) is not None


def files_in(folder: str) -> Iterator[str | BulletinError]:
    """The files below a directory that may be bulletins, sorted; one directory on the way down is held in memory each.

    Links to directories are not followed: they may lead round in circles. A directory that cannot be listed, a link
    that leads nowhere, a pipe or a device is an error in its place.
    """
    ways = [_listed(folder)]  # no recursion: a directory may be nested deeper than Python's stack
    while ways:
        each = next(ways[-1], None)
        if each is None:
            ways.pop()
        elif isinstance(each, os.DirEntry):
            ways.append(_listed(each.path))
        else:
            yield each


def _listed(folder: str) -> Iterator[str | BulletinError | os.DirEntry[str]]:
    """What one directory holds: files, directories as they were listed, errors."""
    try:
        with os.scandir(folder) as listing:
            entries = sorted(listing, key=lambda entry: entry.name)
    except OSError as error:
        yield UnreadableSource(folder, f"the directory cannot be listed ({error.strerror})", remedy="Check its permissions, and run it again")
        return
    for entry in entries:
        try:
            if entry.is_dir(follow_symlinks=False):
                yield entry
            elif not is_candidate(entry.name):
                continue
            elif entry.is_file():
                yield entry.path
            elif not entry.is_dir():
                yield _no_file(entry)
        except OSError as error:  # a link to itself, a disk that fails
            yield UnreadableSource(entry.path, f"it cannot be looked at ({error.strerror})", remedy="Mend it, or remove it")


def _no_file(entry: os.DirEntry[str]) -> UnreadableSource:
    if entry.is_symlink() and not os.path.exists(entry.path):  # noqa: PTH110 - as it was listed
        return UnreadableSource(entry.path, "it is a link that leads nowhere", remedy="Mend the link, or remove it")
    return UnreadableSource(entry.path, "it is no ordinary file", remedy="Remove it, or name a PDF or text file")


def is_candidate(name: str) -> bool:
    """Whether a file found in a directory may be a bulletin: not hidden, and not the directory's own description."""
    path = PurePath(name)
    return path.suffix.lower() in SUFFIXES and not name.startswith(".") and path.stem.lower() != "readme"


def _searched(folder: str) -> Iterator[Path | BulletinError]:
    found = False
    for each in files_in(folder):
        found = True
        yield each if isinstance(each, BulletinError) else Path(each)
    if not found:
        yield UnreadableSource(folder, f"there is no bulletin in this directory ({', '.join(SUFFIXES)})", remedy="Check the path")


def _matching(pattern: str) -> Iterator[Path | BulletinError]:
    """The files that fit a pattern, and those in the directories that do."""
    found = False
    for match in sorted(glob.glob(pattern, recursive=True)):  # noqa: PTH207 - the pattern may be absolute
        if "**" not in pattern and os.path.isdir(match):  # noqa: PTH112 - as above; ** names the files inside as well
            found = True
            yield from _searched(match)
        elif os.path.isfile(match):  # noqa: PTH113 - as above
            found = True
            yield Path(match)
    if not found:
        yield UnreadableSource(pattern, "no file fits this pattern", remedy="Quote the pattern and check the path")
