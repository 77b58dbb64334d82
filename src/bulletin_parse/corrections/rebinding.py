"""Corrections of another file of a bulletin, bound to the file that it is in now: one that was saved anew has another SHA-256.

What a correction corrected must be read here as it was there. Places are the other file's, and are left out: here the texts have their own.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from bulletin_parse.corrections.applying import DOES_NOT_FIT, MADE, CorrectionOutcome, applied
from bulletin_parse.corrections.collection import Corrections
from bulletin_parse.corrections.correction import Accept, Correction
from bulletin_parse.corrections.draft import uncorrected
from bulletin_parse.models import Bulletin
from bulletin_parse.text.folding import fold


class Rebound(NamedTuple):
    """What became of a correction of another file.

    Args:
        of: the correction there.
        outcome: the same of this file, and whether it is ``made`` here, ``not needed`` or ``does not fit``, with why.
    """

    of: Correction
    outcome: CorrectionOutcome

    @property
    def is_made(self) -> bool:
        """Whether it would be made of this file."""
        return self.outcome.state == MADE


def rebound(bulletin: Bulletin, corrections: Corrections) -> tuple[Rebound, ...]:
    """What became of the corrections of other files of a bulletin's number, were they of its own; nothing is changed.

    None of them is made that a correction of this file contradicts, and no finding is accepted that this file does not have.

    Args:
        bulletin: as it was read, or corrected: those corrections are taken back first.
        corrections: all that there are.
    """
    base = uncorrected(bulletin)
    if base.source is None:
        return ()
    own = corrections.of(base)
    known = {each.line for each in own}
    copies = {copy.line: (each, copy) for each in corrections.of_other_files(base) if (copy := _bound(each, base.source.sha256)).line not in known}
    if not copies:
        return ()
    foreign = _without_finding(bulletin, [copy for _, copy in copies.values()])
    outcomes = {each.correction.line: each for each in applied(base, [*own, *[copy for line, (_, copy) in copies.items() if line not in foreign]]).outcomes}
    refused = _contradicting(base, own, [copy for line, (_, copy) in copies.items() if line in outcomes and outcomes[line].state != DOES_NOT_FIT])
    return tuple([Rebound(each, _outcome(copy, outcomes.get(line), is_refused=line in refused)) for line, (each, copy) in copies.items()])


def _without_finding(bulletin: Bulletin, copies: Sequence[Correction]) -> set[str]:
    """The lines of those that accept a finding which the bulletin does not have."""
    accepting = [each for each in copies if isinstance(each, Accept)]
    found = {(finding.code, fold(finding.subject)) for finding in bulletin.findings} if accepting else set()
    return {each.line for each in accepting if (each.code, fold(each.subject)) not in found}


def _outcome(copy: Correction, outcome: CorrectionOutcome | None, *, is_refused: bool) -> CorrectionOutcome:
    if outcome is None:
        return CorrectionOutcome(copy, DOES_NOT_FIT, "no rule finds that in this file")
    if is_refused:
        return CorrectionOutcome(copy, DOES_NOT_FIT, "a correction of this file says something else of it")
    return outcome


def _contradicting(base: Bulletin, own: Sequence[Correction], copies: Sequence[Correction]) -> set[str]:
    """The lines of the copies with which a correction of this file is made no more."""
    spoilt = {each.correction.line for each in applied(base, own).outcomes if each.state == DOES_NOT_FIT} if own else set()

    def spoil(some: Sequence[Correction]) -> bool:
        lines = {each.line for each in own} - spoilt
        return any(each.state != MADE and each.correction.line in lines for each in applied(base, [*own, *some]).outcomes)

    if not own or not spoil(copies):
        return set()
    kept: list[Correction] = []
    refused = set()
    for each in copies:
        if spoil([*kept, each]):
            refused.add(each.line)
        else:
            kept.append(each)
    return refused


def _bound(each: Correction, sha256: str) -> Correction:
    """The same correction of another file, without places."""
    update: dict[str, Any] = {"sha256": sha256, "where": ()}
    if hasattr(each, "pieces"):
        update["pieces"] = tuple([piece.model_copy(update={"where": ()}) for piece in each.pieces])
    return each.model_copy(update=update)
