"""Arguments to files: files as they are, directories searched, globs expanded."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from pathlib import Path

from bulletin_parse.errors import BulletinError, UnreadableSource
from bulletin_parse.left_out import NOTHING, VERSION_CONTROL, Ignored, is_left_by_a_program, why_ignored
from bulletin_parse.left_out import SUFFIXES as SUFFIXES
from bulletin_parse.packed import is_zip, members_of
from bulletin_parse.pathless import Remote
from bulletin_parse.remote import files_behind
from bulletin_parse.remote import is_url as is_url

_PAGE_FOLDERS = ("_files", ".files")  # behind a saved page's name


def files_of(arguments: Sequence[str]) -> Iterator[Path | Remote | BulletinError]:
    """The files that some arguments name, in order; what names none, or cannot be listed, is an error in its place."""
    return (each for each in all_files_of(arguments) if not isinstance(each, Ignored))


def all_files_of(arguments: Sequence[str]) -> Iterator[Path | Remote | Ignored | BulletinError]:
    """The same, and the files of folders that are not read: each is in its place, with the reason."""
    for argument in arguments:
        if not argument:  # Path("") would be this directory
            yield UnreadableSource("''", "an empty name is no file", remedy="Check the path")
        elif is_url(argument) and not os.path.lexists(argument):
            yield from files_behind(argument)
        elif os.path.isdir(argument):  # noqa: PTH112 - a name that holds NUL is no directory, and no error yet
            yield from _searched(argument)
        elif is_zip(argument) and os.path.isfile(argument):  # noqa: PTH113 - as above
            yield from (Path(each) if isinstance(each, str) else each for each in members_of(argument))
        elif not os.path.lexists(argument) and glob.has_magic(argument):
            yield from _matching(argument)
        else:
            yield Path(argument)


def files_in(folder: str) -> Iterator[str | Ignored | BulletinError]:
    """The files below a directory, sorted, those that are not read with the reason; one directory on the way down is held in memory each.

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


def _listed(folder: str) -> Iterator[str | Ignored | BulletinError | os.DirEntry[str]]:
    """What one directory holds: files, those that are not read, directories as they were listed, errors."""
    try:
        with os.scandir(folder) as listing:
            entries = sorted(listing, key=lambda entry: entry.name)
    except OSError as error:
        yield UnreadableSource(folder, f"the directory cannot be listed ({error.strerror})", remedy="Check its permissions, and run it again")
        return
    names = frozenset([entry.name for entry in entries])
    for entry in entries:
        try:
            if entry.is_dir(follow_symlinks=False):
                if entry.name in VERSION_CONTROL:
                    yield Ignored(entry.path, "it is version control's own", NOTHING)
                elif page := _page_of(entry.name, names):
                    yield from (Ignored(file, f"it belongs to the saved page {page}", "Nothing: the page is read") for file in _below(entry.path))
                else:
                    yield entry
            elif entry.is_dir():
                yield Ignored(entry.path, "it is a link to a folder, and those are not followed", "Name the folder itself to read it")
            elif is_zip(entry.name) and not is_left_by_a_program(entry.name) and entry.is_file():
                yield from members_of(entry.path)
            elif ignored := why_ignored(entry.path, entry.name):
                yield ignored
            elif entry.is_file():
                yield entry.path
            else:
                yield _no_file(entry)
        except OSError as error:  # a link to itself, a disk that fails
            yield UnreadableSource(entry.path, f"it cannot be looked at ({error.strerror})", remedy="Mend it, or remove it")


def _page_of(folder: str, names: AbstractSet[str]) -> str:
    """The saved page beside a folder that browsers and Word put its pictures and scripts into; empty if it is none of those."""
    stem = next((folder.removesuffix(ending) for ending in _PAGE_FOLDERS if folder.endswith(ending)), "")
    return next((f"{stem}{suffix}" for suffix in (".html", ".htm") if stem and f"{stem}{suffix}" in names), "")


def _below(folder: str) -> Iterator[str]:
    """All files below a folder, sorted."""
    return iter(sorted([os.path.join(above, name) for above, _, files in os.walk(folder) for name in files]))  # noqa: PTH118 - as they are listed


def _no_file(entry: os.DirEntry[str]) -> UnreadableSource:
    if entry.is_symlink() and not os.path.exists(entry.path):  # noqa: PTH110 - as it was listed
        return UnreadableSource(entry.path, "it is a link that leads nowhere", remedy="Mend the link, or remove it")
    return UnreadableSource(entry.path, "it is no ordinary file", remedy="Remove it, or name a PDF or text file")


def _searched(folder: str) -> Iterator[Path | Ignored | BulletinError]:
    found = False
    for each in files_in(folder):
        found = found or not isinstance(each, Ignored)
        yield Path(each) if isinstance(each, str) else each
    if not found:
        yield UnreadableSource(folder, f"there is no bulletin in this directory ({', '.join(SUFFIXES)})", remedy="Check the path")


def _matching(pattern: str) -> Iterator[Path | Ignored | BulletinError]:
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
