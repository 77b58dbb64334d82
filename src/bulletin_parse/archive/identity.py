"""Which files hold the same bulletin, and which of them rules."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from bulletin_parse.models import Bulletin
from bulletin_parse.text.folding import fold

# Two readings are of one bulletin if they share this much of the titles of the one that has fewer.
SHARED_TITLES = 0.5

# The better kind first: what a PDF prints, then what a converter made of it, then what was recognised from a picture.
_KINDS = {"application/pdf": 0, "text/markdown": 1, "text/plain": 2}
_RECOGNISED = 3


class Candidate(NamedTuple):
    """A file with a record, as far as ruling is concerned."""

    source_id: int
    file: str
    sha256: str
    rejected: bool
    preferred: bool
    complete: bool
    media_type: str
    engine: str


def key_of(bulletin: Bulletin, sha256: str) -> str:
    """What the files of one bulletin have in common: its number, without one its date, without any only the bytes.

    Files of one key may still hold different bulletins (BP602); ``same_bulletin`` tells.
    """
    if bulletin.issue_number is not None:
        return f"issue {bulletin.issue_number}"
    day = bulletin.published or (bulletin.date_range and bulletin.date_range.end)
    return f"dated {day}" if day else f"file {sha256}"


def same_bulletin(one: Bulletin, other: Bulletin) -> bool:
    """Whether two records of one key are of one bulletin: most titles are the same, or, without titles, the date is."""
    left, right = _titles(one), _titles(other)
    if left and right:
        return len(left & right) >= SHARED_TITLES * min(len(left), len(right))
    return one.published == other.published


def ruled(candidates: Sequence[Candidate], record_of: Callable[[int], Bulletin]) -> dict[int, int]:
    """The ruling file of each file of one key; a file that rules stands for itself.

    The order: preferred by the user; still readable; complete; PDF before Markdown before plain text before OCR; the file's name. It
    depends on the files alone, not on when they came.
    """
    rulers: list[Candidate] = []
    found: dict[int, int] = {}
    by_content: dict[str, int] = {}
    for each in sorted(candidates, key=_rank):
        if each.sha256 in by_content:
            found[each.source_id] = by_content[each.sha256]
            continue
        ruler = next((ruler for ruler in rulers if same_bulletin(record_of(ruler.source_id), record_of(each.source_id))), None) if rulers else None
        if ruler is None:
            rulers.append(each)
        found[each.source_id] = by_content[each.sha256] = ruler.source_id if ruler else each.source_id
    return found


def _rank(candidate: Candidate) -> tuple[bool, bool, bool, int, str]:
    kind = _RECOGNISED if "ocr" in candidate.engine else _KINDS.get(candidate.media_type, _RECOGNISED)
    return not candidate.preferred, candidate.rejected, not candidate.complete, kind, candidate.file


def _titles(bulletin: Bulletin) -> set[str]:
    return {fold(item.title) for item in bulletin.items} or {fold(entry.title) for entry in bulletin.index}
