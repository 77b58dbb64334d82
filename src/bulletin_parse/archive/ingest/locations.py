"""Where files are: local paths, and URLs that fsspec reads (s3://, https://, memory:// and others).

A URL may hold credentials. They are used to list and to fetch; what is stored and shown is the URL without them.
"""

from __future__ import annotations

import glob
import hashlib
import os
import stat
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

from bulletin_parse.archive.store.names import name_of
from bulletin_parse.discovery import all_files_of, is_candidate, is_url
from bulletin_parse.errors import BulletinError, ExtraMissing, UnreadableSource
from bulletin_parse.left_out import Ignored, why_ignored
from bulletin_parse.limits import Limits, exceeded
from bulletin_parse.packed import is_member, member_bytes, member_digest, opened_member, zip_of
from bulletin_parse.text.credentials import without_credentials

_CHUNK = 1 << 20  # bytes hashed, or fetched, at a time
_WEB = ("http", "https")
_MIN_SECRET = 3  # characters of a user or password that are worth taking out of a message


class Remote(NamedTuple):
    """A file behind a URL.

    Args:
        file: its URL without credentials, as it is stored and shown.
        url: the URL that was given, with whatever grants access.
        path: the file's path in the file system of that URL.
    """

    file: str
    url: str
    path: str

    def __repr__(self) -> str:
        """Its public name alone."""
        return f"Remote({self.file!r})"


def locations_of(arguments: Sequence[str | os.PathLike[str]]) -> Iterator[str | Remote | Ignored | BulletinError]:
    """The files that some arguments name: absolute paths and files behind URLs, in order; an argument that names none is an error in its place.

    Of a folder, the files that are not read are there as well, with the reason. Directories and URLs of folders are searched.
    Nothing is held in memory but one directory's names.
    """
    for argument in [os.fspath(each) for each in arguments]:
        if is_url(argument):
            yield from _remote(argument)
        else:
            for found in all_files_of([argument]):
                if isinstance(found, Ignored):
                    yield found._replace(file=os.path.abspath(found.file))  # noqa: PTH100 - links stay as they are named
                else:
                    yield found if isinstance(found, BulletinError) else os.path.abspath(found)  # noqa: PTH100 - as above


def lead_anywhere(arguments: Sequence[str | os.PathLike[str]]) -> bool:
    """Whether some arguments name any file; URLs are taken to."""
    return any(_leads_somewhere(os.fspath(argument)) for argument in arguments)


def _leads_somewhere(argument: str) -> bool:
    if is_url(argument):
        return True
    return any(isinstance(each, Ignored) or (isinstance(each, str) and os.path.lexists(zip_of(each))) for each in locations_of([argument]))


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
        return _downloaded(location, most)
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


def _downloaded(remote: Remote, most: int) -> bytes:
    """The bytes behind a URL, taken piece by piece: what a server says of a file's size need not be true."""
    system, _ = _file_system(remote.url)
    data = bytearray()
    try:
        size = system.info(remote.path).get("size") or 0
        # Some servers say that they send parts of a file and do not: one stream asks for none.
        with system.open(remote.path, "rb", **({"block_size": 0} if urlsplit(remote.url).scheme in _WEB else {})) as file:
            while size <= most and (chunk := file.read(_CHUNK)):
                data += chunk
                size = max(size, len(data))
    except Exception as error:  # each of fsspec's file systems raises its own library's errors
        raise UnreadableSource(remote.file, f"it cannot be fetched ({_said(error, remote.url)})", remedy="Check the URL and your credentials") from error
    if size > most:
        raise exceeded(remote.file, "bytes", size, most)
    return bytes(data)


def _remote(url: str) -> Iterator[Remote | Ignored | BulletinError]:
    public = without_credentials(url)
    try:
        system, path = _file_system(url)
        if _is_page(url):
            names = [path]
        elif glob.has_magic(path):
            names = sorted(system.glob(path))
        elif system.isdir(path):
            names = sorted(system.find(path))
        else:
            names = [path]
    except BulletinError as error:
        yield error
        return
    except Exception as error:  # noqa: BLE001 - each of fsspec's file systems raises its own library's errors
        yield UnreadableSource(public, f"it cannot be listed ({_said(error, url)})", remedy="Check the URL and your credentials")
        return
    left_out = {name: why for name in names if names != [path] and (why := why_ignored(without_credentials(str(system.unstrip_protocol(name))), name_of(name)))}
    if len(left_out) == len(names):
        yield UnreadableSource(public, "there is no bulletin there", remedy="Check the URL")
    for name in names:
        yield left_out.get(name) or Remote(without_credentials(str(system.unstrip_protocol(name))), url, name)


def _is_page(url: str) -> bool:
    """Whether a URL names one file on the web; to ask its server for a listing would fetch the file itself.

    Its question mark begins a query and is no pattern.
    """
    parts = urlsplit(url)
    return parts.scheme in _WEB and not glob.has_magic(parts.path) and (bool(parts.query) or is_candidate(PurePosixPath(parts.path).name))


def _file_system(url: str) -> tuple[Any, str]:
    public = without_credentials(url)
    try:
        import fsspec
    except ImportError as error:
        raise ExtraMissing(public, "URLs need the package fsspec", remedy="Install it with: pip install 'bulletin-parse[remote]'") from error
    try:
        system, path = fsspec.core.url_to_fs(url)
    except ImportError as error:  # the file system is known, its package is missing: s3fs for s3://
        raise ExtraMissing(public, _said(error, url), remedy="Install the package that it names, or: pip install 'bulletin-parse[remote]'") from error
    except ValueError as error:
        raise UnreadableSource(public, f"there is no such file system ({_said(error, url)})", remedy="Check the URL") from error
    return system, path


def _said(error: Exception, url: str) -> str:
    """An error's words without what grants access."""
    words = str(error).strip() or type(error).__name__
    words = without_credentials(words.replace(url, without_credentials(url)))
    user, at, _ = urlsplit(url).netloc.rpartition("@")
    if f"{user}{at}" not in without_credentials(url):
        for secret in {part for given in user.split(":") for part in (given, unquote(given)) if len(part) >= _MIN_SECRET}:
            words = words.replace(secret, "…")
    return words
