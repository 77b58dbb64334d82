"""Files behind URLs, which fsspec reads (s3://, https://, memory:// and others; the extra ``[remote]``).

A URL may hold credentials. They are used to list and to fetch; what is stored and shown is the URL without them.
"""

from __future__ import annotations

import glob
import os
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

from bulletin_parse.errors import BulletinError, ExtraMissing, UnreadableSource
from bulletin_parse.left_out import Ignored, why_ignored
from bulletin_parse.limits import exceeded
from bulletin_parse.pathless import Remote
from bulletin_parse.text.credentials import without_credentials
from bulletin_parse.text.lazy import lazy_pattern

_URL = lazy_pattern(r"[A-Za-z][A-Za-z0-9+.-]+://")
_CHUNK = 1 << 20  # bytes fetched at a time
_WEB = ("http", "https")
_MIN_SECRET = 3  # characters of a user or password that are worth taking out of a message


def is_url(location: str) -> bool:
    """Whether a location is a URL: ``s3://bucket/664.pdf``, not ``C:/664.pdf``."""
    return _URL.match(location) is not None


def remote_of(location: str) -> Remote | None:
    """The one file behind a URL; None for what is no URL, or a file that is called so.

    Raises:
        UnreadableSource: the URL leads to several files, or to none.
        ExtraMissing: a package that reads such URLs is not installed.
    """
    if not is_url(location) or os.path.lexists(location):
        return None
    found = [each for each in files_behind(location) if not isinstance(each, Ignored)]
    for each in found:
        if isinstance(each, BulletinError):
            raise each
    (first, *others) = [each for each in found if isinstance(each, Remote)]
    if others:
        raise UnreadableSource(without_credentials(location), "it is a folder of several files", remedy="Name one; the commands parse and check look inside")
    return first


def downloaded(remote: Remote, most: int) -> bytes:
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


def files_behind(url: str) -> Iterator[Remote | Ignored | BulletinError]:
    """The file behind a URL, or the files of a folder or pattern there, those that are not read with the reason; what cannot be listed is an error."""
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
    shown = {name: without_credentials(str(system.unstrip_protocol(name))) for name in names}
    left_out = {name: why for name in names if names != [path] and (why := why_ignored(shown[name], PurePosixPath(name).name))}
    if len(left_out) == len(names):
        yield UnreadableSource(public, "there is no bulletin there", remedy="Check the URL")
    for name in names:
        yield left_out.get(name) or Remote(shown[name], url, name)


def _is_page(url: str) -> bool:
    """Whether a URL names one file on the web; to ask its server for a listing would fetch the file itself.

    Its question mark begins a query and is no pattern.
    """
    parts = urlsplit(url)
    return parts.scheme in _WEB and not glob.has_magic(parts.path) and (bool(parts.query) or not why_ignored(url, PurePosixPath(parts.path).name))


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
