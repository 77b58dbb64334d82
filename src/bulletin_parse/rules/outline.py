"""What the archive rules look at: a bulletin's masthead and its stories, small enough that an archive's many can be held at once."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from bulletin_parse.matching.differences import content_of, said_of
from bulletin_parse.models import Bulletin, DateRange, Edit, Where, day_of

LAST_DAY = timedelta(days=6)  # from a week's first day to its last


class Story(NamedTuple):
    """An item as far as it can stand in another bulletin too; ``where`` is its title's place."""

    number: int | None
    title: str
    link: str | None
    where: Where = ()


@dataclass(frozen=True, slots=True, eq=False)
class Outline:
    """A bulletin as far as the archive rules look at it.

    ``file`` is what findings call it, ``date_range`` as printed, ``places`` are those of the masthead's fields, and ``content`` is equal for files
    that say the same; it is None where no other bulletin has the number. ``said`` has a digest of each field, with a name for it. Two outlines are the same
    only if they are one object.
    """

    file: str | None
    sha256: str | None
    issue_number: int | None
    issue_numbers: tuple[int, ...]
    supplement: bool
    published: date | None
    date_range: DateRange | None
    places: Mapping[str, Where]
    edits: tuple[Edit, ...]
    stories: tuple[Story, ...]
    content: str | None = None
    said: tuple[tuple[str, int], ...] = ()

    @property
    def day(self) -> date | None:
        """The day that the bulletin stands for: its publication, or else the end of its week."""
        return day_of(self.published, self.date_range)

    @property
    def numbers(self) -> tuple[int, ...]:
        """All its numbers; a record that names its last one alone has that one."""
        return self.issue_numbers or (() if self.issue_number is None else (self.issue_number,))

    @property
    def week(self) -> DateRange | None:
        """The date range, if it is a week."""
        week = self.date_range
        return week if week and week.start and week.end and week.end - week.start == LAST_DAY else None


def outline_of(bulletin: Bulletin, *, file: str | None = None, compared: bool = True) -> Outline:
    """The outline of a bulletin.

    Args:
        bulletin: the record.
        file: what findings call its file; None for its own name.
        compared: another bulletin may have its number, so that their contents are compared.
    """
    source = bulletin.source
    return Outline(
        file=file or (source.name if source else None),
        sha256=source.sha256 if source else None,
        issue_number=bulletin.issue_number,
        issue_numbers=bulletin.issue_numbers,
        supplement=bulletin.supplement,
        published=bulletin.published,
        date_range=bulletin.date_range,
        places=bulletin.places,
        edits=bulletin.edits,
        stories=tuple([Story(item.number, item.title, item.link, item.places.get("title") or item.where) for item in bulletin.items]),
        content=digest_of(content_of(bulletin)) if compared else None,
        said=tuple([(name, _short(value)) for name, value in said_of(bulletin)]) if compared else (),
    )


def outlines_of(bulletins: Sequence[Bulletin]) -> list[Outline]:
    """The outlines of an archive's bulletins; contents are looked at only where a number stands more than once."""
    counts = Counter([number for bulletin in bulletins for number in _all_numbers(bulletin)])
    return [outline_of(bulletin, compared=any(counts[number] > 1 for number in _all_numbers(bulletin))) for bulletin in bulletins]


def digest_of(content: Hashable) -> str:
    """A text that is equal for equal contents, however long they are."""
    return hashlib.sha256(repr(content).encode("utf-8", "surrogatepass")).hexdigest()


def _short(value: Hashable) -> int:
    """A number that is equal for equal values: of two files' few thousand fields, no two that differ have the same."""
    return int.from_bytes(hashlib.blake2b(repr(value).encode("utf-8", "surrogatepass"), digest_size=8).digest())


def _all_numbers(bulletin: Bulletin) -> Iterable[int | None]:
    return {*bulletin.issue_numbers, bulletin.issue_number}
