"""Findings that somebody accepted: the record's edits name them, and checking gives them as known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from bulletin_parse.addresses import steps_of
from bulletin_parse.models import Bulletin, Edit, Finding
from bulletin_parse.rules.outline import Outline
from bulletin_parse.rules.registry import Fault
from bulletin_parse.text.folding import fold

FINDINGS = "findings"
Key = tuple[str, str]  # code and folded subject
Known = tuple[str, str, str]  # code, severity and subject


class Acceptance:
    """What a bulletin's edits accept; each covers one finding.

    Args:
        bulletin: the record, None for a finding on none.
    """

    def __init__(self, bulletin: Bulletin | Outline | None) -> None:
        edits = bulletin.edits if bulletin else ()
        self._edits: dict[Key, Edit] = {key: edit for edit in edits if (key := accepted_by(edit))}
        self._left = Counter([key for edit in edits if (key := accepted_by(edit))])

    def marked(self, finding: Finding) -> Finding:
        """The finding, known if it was accepted."""
        key = finding.code, fold(finding.subject)
        if not self._left[key]:
            return finding
        self._left[key] -= 1
        return finding.model_copy(update={"known": True})

    def unused(self, codes: Iterable[str]) -> Iterator[Fault]:
        """A fault for each acceptance of a finding that rules with some codes do not find any more."""
        ran = frozenset(codes)
        for (code, subject), count in self._left.items():
            if count and code in ran:
                edit = self._edits[code, subject]
                yield Fault(f"{edit.by} accepted a finding {code} that is found no more", where=edit.where, subject=f"{code}|{subject}")


def accepted_by(edit: Edit) -> Key | None:
    """The finding that an edit accepts; None if it is of another kind."""
    return _accepted_at(edit.field)


def accepted_among(fields: Iterable[str], found: Mapping[Known, int]) -> Counter[Known]:
    """How many findings of each kind the edits of some fields accept; each covers one.

    Args:
        fields: the addresses of the edits.
        found: how many findings there are with a code, severity and subject.
    """
    left = Counter([key for field in fields if (key := _accepted_at(field))])
    accepted: Counter[Known] = Counter()
    for (code, severity, subject), count in found.items():
        if covered := min(count, left[code, fold(subject)]):
            left[code, fold(subject)] -= covered
            accepted[code, severity, subject] = covered
    return accepted


def _accepted_at(field: str) -> Key | None:
    if not field.startswith(FINDINGS):
        return None
    steps = steps_of(field)
    return (str(steps[1]), str(steps[2])) if len(steps) == 3 else None
