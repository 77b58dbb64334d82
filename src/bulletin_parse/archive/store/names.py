"""How an archive names its files: paths and URLs as text, and the further bulletins of a file."""

from __future__ import annotations

import os
from pathlib import PurePosixPath
from urllib.parse import quote, unquote_to_bytes

from bulletin_parse.discovery import is_url
from bulletin_parse.packed import has_member, is_member

_PART = "#part="  # after a file's name: one of the further bulletins in it


def name_of(location: str) -> str:
    """A file's own name: the last part of its path or URL."""
    return PurePosixPath(location).name if is_url(location) else os.path.basename(location)  # noqa: PTH119 - paths may be bytes in disguise


def suffix_of(location: str) -> str:
    """The suffix of a file's name in lower case: it decides how a text is read."""
    return PurePosixPath(name_of(location)).suffix.lower()


def printable(location: str) -> str:
    """A location as text that can be stored: a path with a byte that is no character becomes a file URL, which no other path is."""
    try:
        location.encode("utf-8")
    except UnicodeEncodeError:
        return "file://" + quote(os.fsencode(location))
    return location


def part_name(location: str, number: int) -> str:
    """The name of a further bulletin in a file: ``/a/2024.pdf#part=2``."""
    return f"{location}{_PART}{number}"


def whole_of(stored: str) -> str:
    """Where the file lies of what is stored under a name: of a further bulletin in it, and of one whose name is no text."""
    whole, mark, number = stored.rpartition(_PART)
    if mark and number.isdecimal() and not os.path.exists(stored):  # noqa: PTH110 - a file may be named so
        stored = whole
    return os.fsdecode(unquote_to_bytes(stored.removeprefix("file://"))) if stored.startswith("file://") else stored


def is_there(stored: str) -> bool:
    """Whether a file, as it is stored, still exists; URLs are taken to."""
    whole = whole_of(stored)
    if is_member(whole):
        return has_member(whole)
    return is_url(whole) or os.path.exists(whole)  # noqa: PTH110 - as above


def storable_message(message: str) -> str:
    """A message that can be stored; a byte of a file's name that is no character is written as an escape."""
    return message.encode("utf-8", "backslashreplace").decode("utf-8")


def storable(text: str) -> str:
    """Text without lone surrogates, which SQLite cannot store."""
    return text.encode("utf-8", "replace").decode("utf-8")
