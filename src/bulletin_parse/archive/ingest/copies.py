"""Identical copies of a file: read once, and stored as files of their own."""

from __future__ import annotations

from bulletin_parse.archive.store.names import name_of, suffix_of
from bulletin_parse.archive.store.outcomes import Failure, Outcome, ReadFile
from bulletin_parse.archive.store.rows import bulletin_of, packed


def copy_of(outcome: Outcome, file: str) -> Outcome:
    """What became of a file, for another with the same content: the record names that one."""
    result = outcome.result
    if isinstance(result, ReadFile):
        result = renamed(result, file)
    elif isinstance(result, Failure):
        result = result._replace(message=result.message.replace(outcome.file, file, 1))
    return outcome._replace(file=file, result=result, seconds=0.0)


def renamed(reading: ReadFile, file: str) -> ReadFile:
    """A reading whose records name a file."""
    return _renamed(reading, file)._replace(further=tuple([_renamed(each, file) for each in reading.further]))


def _renamed(reading: ReadFile, file: str) -> ReadFile:
    bulletin = bulletin_of(reading.record)
    name = name_of(file)
    if bulletin.source is None or bulletin.source.name == name:
        return reading
    return reading._replace(record=packed(bulletin.model_copy(update={"source": bulletin.source.model_copy(update={"name": name})})))


class Copies:
    """The local files under way by their content, and the identical copies of each that wait for it."""

    def __init__(self) -> None:
        self._first: dict[tuple[str, str], str] = {}
        self._content: dict[str, tuple[str, str]] = {}  # of each first one
        self._waiting: dict[str, list[str]] = {}

    def waits(self, file: str, sha256: str) -> bool:
        """Whether a copy of a file is under way, for which the file waits then; if none is, the file is the first of its content."""
        content = (sha256, suffix_of(file))
        first = self._first.setdefault(content, file)
        if first == file:
            self._content[file] = content
            return False
        self._waiting.setdefault(first, []).append(file)
        return True

    def done(self, file: str) -> list[str]:
        """The copies that waited for a file, which is under way no more."""
        if content := self._content.pop(file, None):
            del self._first[content]
        return self._waiting.pop(file, [])
