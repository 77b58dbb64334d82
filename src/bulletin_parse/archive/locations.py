"""Where files are: local paths, and URLs that fsspec reads (s3://, https://, memory:// and others)."""

from __future__ import annotations

import glob
import hashlib
import os
import re
import stat
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote, unquote_to_bytes

from bulletin_parse.discovery import files_of, is_candidate
from bulletin_parse.errors import BulletinError, ExtraMissing, UnreadableSource
from bulletin_parse.limits import Limits, exceeded

_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")
_CHUNK = 1 << 20  # bytes hashed at a time


def is_url(location: str) -> bool:
    """Whether a location is a URL: ``s3://bucket/664.pdf``, not ``C:/664.pdf``."""
    return _URL.match(location) is not None


def locations_of(arguments: Sequence[str | os.PathLike[str]]) -> Iterator[str | BulletinError]:
    """The files that some arguments name: absolute paths and URLs, in order; an argument that names none is an error in its place.

    Directories and URLs of folders are searched. Nothing is held in memory but one directory's names.
    """
    for argument in [os.fspath(each) for each in arguments]:
        if is_url(argument):
            yield from _remote(argument)
        else:
            for found in files_of([argument]):
                yield found if isinstance(found, BulletinError) else os.path.abspath(found)  # noqa: PTH100 - links stay as they are named


def name_of(location: str) -> str:
    """A file's own name: the last part of its path or URL."""
    return PurePosixPath(location).name if is_url(location) else os.path.basename(location)  # noqa: PTH119 - paths may be bytes in disguise


def printable(location: str) -> str:
    """A location as text that can be stored: a path with a byte that is no character becomes a file URL, which no other path is."""
    try:
        location.encode("utf-8")
    except UnicodeEncodeError:
        return "file://" + quote(os.fsencode(location))
    return location


def is_there(stored: str) -> bool:
    """Whether a file, as it is stored, still exists; URLs are taken to."""
    if stored.startswith("file://"):
        return os.path.exists(unquote_to_bytes(stored.removeprefix("file://")))  # noqa: PTH110 - bytes name files too
    return is_url(stored) or os.path.exists(stored)  # noqa: PTH110 - as above


def digest(path: str) -> str | None:
    """The SHA-256 of a local file's content, None if it is no ordinary file, too large to be parsed, or cannot be read."""
    sha = hashlib.sha256()
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        try:
            facts = os.fstat(descriptor)
            if not stat.S_ISREG(facts.st_mode) or facts.st_size > Limits().bytes:
                return None
            while chunk := os.read(descriptor, _CHUNK):
                sha.update(chunk)
        finally:
            os.close(descriptor)
    except (OSError, ValueError):
        return None
    return sha.hexdigest()


def fetched(location: str) -> bytes:
    """The bytes of a file or URL.

    Raises:
        UnreadableSource: it cannot be read.
        ExtraMissing: a URL needs a package that is not installed.
    """
    if is_url(location):
        system, path = _file_system(location)
        try:
            return bytes(system.cat_file(path))
        except Exception as error:  # each of fsspec's file systems raises its own library's errors
            raise UnreadableSource(location, f"it cannot be fetched ({_said(error)})", remedy="Check the URL and your credentials") from error
    try:
        if not stat.S_ISREG(os.stat(location).st_mode):  # noqa: PTH116 - as above
            raise UnreadableSource(location, "it is no ordinary file", remedy="Name a PDF or text file")
        if (size := os.path.getsize(location)) > Limits().bytes:  # noqa: PTH202 - as above
            raise exceeded(location, "bytes", size, Limits().bytes)
        with open(location, "rb") as file:  # noqa: PTH123 - as above
            return file.read()
    except (OSError, ValueError) as error:
        raise UnreadableSource(
            location, f"it cannot be opened ({getattr(error, 'strerror', None) or error})", remedy="Check the path and its permissions"
        ) from error


def _remote(url: str) -> Iterator[str | BulletinError]:
    try:
        system, path = _file_system(url)
        if glob.has_magic(path):
            names = sorted(name for name in system.glob(path) if is_candidate(name_of(name)))
        elif system.isdir(path):
            names = sorted(name for name in system.find(path) if is_candidate(name_of(name)))
        else:
            names = [path]
    except BulletinError as error:
        yield error
        return
    except Exception as error:  # noqa: BLE001 - each of fsspec's file systems raises its own library's errors
        yield UnreadableSource(url, f"it cannot be listed ({_said(error)})", remedy="Check the URL and your credentials")
        return
    if not names:
        yield UnreadableSource(url, "there is no bulletin there", remedy="Check the URL")
    for name in names:
        yield str(system.unstrip_protocol(name))


def _file_system(url: str) -> tuple[Any, str]:
    try:
        import fsspec
    except ImportError as error:
        raise ExtraMissing(url, "URLs need the package fsspec", remedy="Install it with: pip install 'bulletin-parse[remote]'") from error
    try:
        system, path = fsspec.core.url_to_fs(url)
    except ImportError as error:  # the file system is known, its package is missing: s3fs for s3://
        raise ExtraMissing(url, _said(error), remedy="Install the package that it names, or: pip install 'bulletin-parse[remote]'") from error
    except ValueError as error:
        raise UnreadableSource(url, f"there is no such file system ({_said(error)})", remedy="Check the URL") from error
    return system, path


def _said(error: Exception) -> str:
    return str(error).strip() or type(error).__name__
