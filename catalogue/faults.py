"""What is wrong with a catalogue: messages without translation, unsure ones, such as the sources say no more, and values left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from string import Formatter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from babel.messages import Catalog
    from babel.messages.catalog import Message

# A place for an English ending, which other languages have no use for.
_NEEDLESS = {"s"}
# What the translation of a remedy must keep as it is, since the command line words it otherwise: errors.as_options.
_CODE = re.compile(r"\b(?:engine|ocr|corrections|template|limits|force|reparse)=[\w.…(\"]*")


def faults(catalogue: Catalog, template: Catalog) -> Iterator[str]:
    """Each fault in a line.

    Args:
        catalogue: the texts of a language.
        template: what the sources say.
    """
    known = {_key(message) for message in catalogue if message.id}
    for message in template:
        if message.id and _key(message) not in known:
            yield f"not in the catalogue: {message.id!r}"
    wanted = {_key(message) for message in template}
    for message in catalogue:
        if not message.id:
            continue
        if _key(message) not in wanted:
            yield f"no source says any more: {message.id!r}"
        yield from _of(message)
    for obsolete in catalogue.obsolete:
        yield f"obsolete: {obsolete!r}"


def _key(message: Message) -> tuple[str, str | None]:
    return message.id if isinstance(message.id, str) else message.id[0], message.context


def _of(message: Message) -> Iterator[str]:
    source = message.id if isinstance(message.id, str) else message.id[0]
    texts = (message.string,) if isinstance(message.string, str) else message.string
    if not all(texts):
        yield f"not translated: {source!r}"
        return
    if message.fuzzy:
        yield f"fuzzy: {source!r}"
    for text in texts:
        if _places(text) != _places(source):
            yield f"other places for values than in {source!r}: {text!r}"
        if _CODE.findall(text) != _CODE.findall(source):
            yield f"other code than in {source!r}: {text!r}"


def _places(text: str) -> set[str]:
    if "{" not in text:
        return set()
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None} - _NEEDLESS
