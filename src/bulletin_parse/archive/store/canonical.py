"""Groups the files of one bulletin, and picks the canonical one: the file whose record speaks for the bulletin."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from bulletin_parse.matching.likeness import SHARED_TITLES
from bulletin_parse.models import Bulletin
from bulletin_parse.text.folding import fold

# The better kind first: what a PDF prints, then what it was printed from, then what a converter made of it, then what was recognised from a picture.
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_KINDS = {kind: place for place, kind in enumerate(("application/pdf", _WORD, "text/html", "text/markdown", "text/plain"))}
_RECOGNISED = len(_KINDS)


class Contender(NamedTuple):
    """A file with a record, and what decides whether it is the canonical one of its bulletin."""

    source_id: int
    file: str
    sha256: str
    preferred: bool
    complete: bool
    media_type: str
    engine: str
    gone: bool = False


def bulletin_key(bulletin: Bulletin, sha256: str) -> str:
    """What the files of one bulletin mostly have in common: its number, without one its date, without any only the bytes.

    Files of one key may hold different bulletins (BP602), and files of different keys one; ``same_bulletin`` tells.
    """
    if bulletin.issue_number is not None:
        return f"issue {bulletin.issue_number}"
    day = bulletin.day
    return f"dated {day}" if day else f"file {sha256}"


def same_bulletin(one: Bulletin, other: Bulletin) -> bool:
    """Whether two records are of one bulletin.

    Different numbers, or a supplement and its issue: no. The same date: half of the titles of the one that has fewer, since a copy may
    be incomplete; without any titles the date alone. No date in one of them: half of the titles of the one that has more. Different dates: one of them may
    be wrong, so half of the stories, title and link or words, of the one that has more.
    """
    if None not in (one.issue_number, other.issue_number) and one.issue_number != other.issue_number:
        return False
    if one.supplement != other.supplement:
        return False
    left, right = _titles(one), _titles(other)
    days = (one.day, other.day)
    if None in days:
        return _share(left, right, max) >= SHARED_TITLES
    if days[0] == days[1]:
        return _share(left, right, min) >= SHARED_TITLES if left and right else one.issue_number == other.issue_number
    return _share(_stories(one), _stories(other), max) >= SHARED_TITLES


def canonical_files(candidates: Sequence[Contender], record_of: Callable[[int], Bulletin]) -> dict[int, int]:
    """The canonical file of each of some files, by their ids; a canonical one has itself.

    The order: preferred by the user; still there and readable; complete; PDF before Word, web page, Markdown, plain text and OCR; the file's name. It
    depends on the files alone, not on when they came.
    """
    canonical: list[Contender] = []
    found: dict[int, int] = {}
    by_content: dict[str, int] = {}
    for each in sorted(candidates, key=_rank):
        if each.sha256 in by_content:
            found[each.source_id] = by_content[each.sha256]
            continue
        same = next((file for file in canonical if same_bulletin(record_of(file.source_id), record_of(each.source_id))), None) if canonical else None
        if same is None:
            canonical.append(each)
        found[each.source_id] = by_content[each.sha256] = same.source_id if same else each.source_id
    return found


def _rank(candidate: Contender) -> tuple[bool, bool, bool, int, str]:
    kind = _RECOGNISED if "ocr" in candidate.engine else _KINDS.get(candidate.media_type, _RECOGNISED)
    return not candidate.preferred, candidate.gone, not candidate.complete, kind, candidate.file


def _titles(bulletin: Bulletin) -> set[str]:
    return {fold(item.title) for item in bulletin.items} or {fold(entry.title) for entry in bulletin.index}


def _stories(bulletin: Bulletin) -> set[tuple[str, str]]:
    return {(fold(item.title), item.link or fold(item.body)) for item in bulletin.items}


def _share(left: set[Any], right: set[Any], of: Callable[[int, int], int]) -> float:
    """How much two sets have in common, as a share of the smaller or the larger; nothing in common if one is empty."""
    return len(left & right) / of(len(left), len(right)) if left and right else 0.0
