"""Where files are: local paths, and URLs that fsspec reads (s3://, https://, memory:// and others).

A URL may hold credentials. They are used to list and to fetch; what is stored and shown is the URL without them.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator, Sequence

from bulletin_parse.discovery import all_files_of, is_url
from bulletin_parse.errors import BulletinError, UnreadableSource
from bulletin_parse.left_out import Ignored
from bulletin_parse.limits import Limits, exceeded
from bulletin_parse.packed import is_member, member_bytes, member_digest, opened_member, zip_of
from bulletin_parse.pathless import Remote as Remote
from bulletin_parse.remote import downloaded, files_behind

_CHUNK = 1 << 20  # bytes hashed, or fetched, at a time


def locations_of(arguments: Sequence[str | os.PathLike[str]]) -> Iterator[str | Remote | Ignored | BulletinError]:
    """The files that some arguments name: absolute paths and files behind URLs, in order; an argument that names none is an error in its place.

    Of a folder, the files that are not read are there as well, with the reason. Directories and URLs of folders are searched.
    Nothing is held in memory but one directory's names.
    """
    for argument in [os.fspath(each) for each in arguments]:
        if is_url(argument):
            yield from files_behind(argument)
        else:
            for found in all_files_of([argument]):
                if isinstance(found, Ignored):
                    yield found._replace(file=os.path.abspath(found.file))  # noqa: PTH100 - links stay as they are named
                elif isinstance(found, BulletinError):
                    yield found.named(os.path.abspath(found.source)) if is_about_a_file(found) else found  # noqa: PTH100 - as above
                else:
                    yield found if isinstance(found, Remote) else os.path.abspath(found)  # noqa: PTH100 - as above


def is_about_a_file(error: BulletinError) -> bool:
    """Whether an error of ``locations_of`` tells of a file that is there, and not of a path, a pattern or a folder."""
    return not is_url(error.source) and os.path.lexists(zip_of(error.source)) and not os.path.isdir(error.source)  # noqa: PTH112 - as it is named


def lead_anywhere(arguments: Sequence[str | os.PathLike[str]]) -> bool:
    """Whether some arguments name any file; URLs are taken to."""
    return any(_leads_somewhere(os.fspath(argument)) for argument in arguments)


def _leads_somewhere(argument: str) -> bool:
    if is_url(argument):
        return True
    return any(_is_a_file(each) for each in locations_of([argument]))


def _is_a_file(found: str | Remote | Ignored | BulletinError) -> bool:
    if isinstance(found, BulletinError):
        return is_about_a_file(found)
    return not isinstance(found, str) or os.path.lexists(zip_of(found))


def digest(path: str, most: int) -> str | None:
    """The SHA-256 of a local file's content, or of one in a zip file; None if it is no ordinary file, has more than ``most`` bytes, or cannot be read."""
    if is_member(path):
        return member_digest(path, Limits(bytes=most))
    sha = hashlib.sha256()
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        try:
            facts = os.fstat(descriptor)
            if not stat.S_ISREG(facts.st_mode) or facts.st_size > most:
                return None
            while chunk := os.read(descriptor, _CHUNK):
                sha.update(chunk)
        finally:
            os.close(descriptor)
    except (OSError, ValueError):
        return None
    return sha.hexdigest()


def size_of(path: str) -> int:
    """The bytes of a local file, or of one in a zip file."""
    if not is_member(path):
        return os.path.getsize(path)  # noqa: PTH202 - as it is named
    with opened_member(path, Limits()) as (_, size):
        return size


def fetched(location: str | Remote, most: int) -> bytes:
    """The bytes of a file, or of one behind a URL, ``most`` of them at the most.

    Raises:
        LimitExceeded: it has more; they are not fetched.
        UnreadableSource: it cannot be read.
        ExtraMissing: a URL needs a package that is not installed.
    """
    if isinstance(location, Remote):
        return downloaded(location, most)
    if is_member(location):
        return member_bytes(location, Limits(bytes=most))
    try:
        if not stat.S_ISREG(os.stat(location).st_mode):  # noqa: PTH116 - as above
            raise UnreadableSource(location, "it is no ordinary file", remedy="Name a PDF or text file")
        if (size := os.path.getsize(location)) > most:  # noqa: PTH202 - as above
            raise exceeded(location, "bytes", size, most)
        with open(location, "rb") as file:  # noqa: PTH123 - as above
            return file.read()
    except (OSError, ValueError) as error:
        raise UnreadableSource(
            location, f"it cannot be opened ({getattr(error, 'strerror', None) or error})", remedy="Check the path and its permissions"
        ) from error
