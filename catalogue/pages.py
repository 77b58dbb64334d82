"""The words of the pages, as Babel's extraction takes them from a file of TOML: each by its name, since a word may mean several things in another language."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePath
from typing import IO, Any

from bulletin_parse.text.language import flattened

Message = tuple[int, str, tuple[str, str], list[str]]


def messages(file: IO[bytes], keywords: Mapping[str, Any], comment_tags: Iterable[str], options: Mapping[str, Any]) -> Iterator[Message]:
    """Every word of a file, with the name that it is asked for by as its context (``labels.title``)."""
    del keywords, comment_tags, options
    room = PurePath(file.name).stem
    for at, (name, text) in enumerate(flattened(tomllib.load(file), room), 1):
        yield at, "pgettext", (name, text), []
