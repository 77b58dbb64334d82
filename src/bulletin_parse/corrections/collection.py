"""Corrections of many bulletins, in the order of their file, found by the bulletin that they are of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from functools import cached_property
from typing import Self, TypeVar

from bulletin_parse.corrections.correction import Correction, id_of, moment_of, order_of
from bulletin_parse.models import Bulletin

UNNAMED = "<corrections>"
Key = TypeVar("Key")


class Corrections:
    """Corrections that cannot be changed: sorted by issue number, file and time, each once.

    Args:
        corrections: in any order.
        name: what messages call them: the path of their file.
    """

    def __init__(self, corrections: Iterable[Correction] = (), name: str = UNNAMED) -> None:
        self._hold({correction.line: correction for correction in corrections}, name)

    @classmethod
    def _of(cls, by_line: Mapping[str, Correction], name: str) -> Self:
        """Corrections whose lines are known: those are long to make."""
        made = cls()
        made._hold(by_line, name)
        return made

    def _hold(self, by_line: Mapping[str, Correction], name: str) -> None:
        self._by_line = dict(sorted(by_line.items(), key=_file_order))
        self.all: tuple[Correction, ...] = tuple(self._by_line.values())
        self.name = name

    def __iter__(self) -> Iterator[Correction]:
        return iter(self.all)

    def __len__(self) -> int:
        return len(self.all)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Corrections) and self.all == other.all

    def __hash__(self) -> int:
        return hash(self.all)

    def __repr__(self) -> str:
        return f"<{len(self)} corrections of {len(self._by_file)} files, {self.name}>"

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self.all, self.name)

    def of(self, bulletin: Bulletin) -> tuple[Correction, ...]:
        """The corrections of a bulletin, in the order in which they were said.

        Args:
            bulletin: as it was read; of a file of several bulletins the issue number tells which one is meant.
        """
        source = bulletin.source
        found = self._by_file.get(source.sha256, ()) if source else ()
        if source and source.part:
            found = tuple([each for each in found if each.issue_number == bulletin.issue_number])
        return tuple(sorted(found, key=order_of))

    def of_other_files(self, bulletin: Bulletin) -> tuple[Correction, ...]:
        """The corrections of other files that have the bulletin's number."""
        sha256 = bulletin.source.sha256 if bulletin.source else None
        found = self._by_number.get(bulletin.issue_number, ()) if bulletin.issue_number is not None else ()
        return tuple(sorted([each for each in found if each.sha256 != sha256], key=order_of))

    def concern(self, sha256: str | None, number: int | None) -> bool:
        """Whether there are corrections of a file, or of another one of the same bulletin."""
        return sha256 in self._by_file or (number is not None and number in self._by_number)

    def with_(self, *more: Correction) -> Corrections:
        """These and more."""
        return self._of(self._by_line | {each.line: each for each in more}, self.name)

    def without(self, ids: Iterable[str]) -> Corrections:
        """These but those with some ids."""
        gone = frozenset(ids)
        return self._of({line: each for line, each in self._by_line.items() if id_of(line) not in gone}, self.name)

    @property
    def text(self) -> str:
        """The corrections as their file has them."""
        return "".join([f"{line}\n" for line in self._by_line])

    @cached_property
    def ids(self) -> Mapping[str, Correction]:
        """The corrections by their ids."""
        return {id_of(line): each for line, each in self._by_line.items()}

    @property
    def files(self) -> frozenset[str]:
        """The SHA-256 of every file that is corrected."""
        return frozenset(self._by_file)

    @cached_property
    def _by_file(self) -> Mapping[str, tuple[Correction, ...]]:
        return _grouped((each.sha256, each) for each in self.all)

    @cached_property
    def _by_number(self) -> Mapping[int | None, tuple[Correction, ...]]:
        return _grouped((each.issue_number, each) for each in self.all)


def _grouped(pairs: Iterable[tuple[Key, Correction]]) -> Mapping[Key, tuple[Correction, ...]]:
    groups: dict[Key, list[Correction]] = {}
    for key, each in pairs:
        groups.setdefault(key, []).append(each)
    return {key: tuple(group) for key, group in groups.items()}


def _file_order(said: tuple[str, Correction]) -> tuple[int, str, datetime, str]:
    """By bulletin first: corrections of two bulletins that two people add stand apart, and git merges them."""
    line, correction = said
    return -1 if correction.issue_number is None else correction.issue_number, correction.sha256, moment_of(correction.at), line


NONE = Corrections()
