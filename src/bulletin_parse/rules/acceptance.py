"""Findings that somebody accepted: the record's edits name them, and checking gives them as known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from bulletin_parse.addresses import steps_of
from bulletin_parse.models import Bulletin, Edit, Finding
from bulletin_parse.rules.outline import Outline
from bulletin_parse.rules.registry import Fault
from bulletin_parse.text.folding import fold

FINDINGS = "findings"
Key = tuple[str, str]  # code and folded subject


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
    if not edit.field.startswith(FINDINGS):
        return None
    steps = steps_of(edit.field)
    return (str(steps[1]), str(steps[2])) if len(steps) == 3 else None
