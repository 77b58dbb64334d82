"""Corrections made on a record, each as edits; one that does not fit is a doubt, and nothing of it is made."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from bulletin_parse.corrections.additions import add
from bulletin_parse.corrections.collection import NONE, Corrections
from bulletin_parse.corrections.correction import Accept, Add, Correction, Join, Move, Parting, Remove, Set, order_of
from bulletin_parse.corrections.draft import DraftRecord, uncorrected
from bulletin_parse.corrections.parts import Aliases, Misfit, anchor_of, quoted_value
from bulletin_parse.corrections.structure import join, move, part, remove
from bulletin_parse.corrections.values import accept, set_value
from bulletin_parse.models import Bulletin, Doubt, Edit

DIGITS = 12  # of a SHA-256, in messages


class CorrectionOutcome(NamedTuple):
    """What became of a correction: ``made``, ``not needed`` (the record says so by itself), or ``does not fit``, with why."""

    correction: Correction
    state: str
    why: str = ""
    edits: tuple[Edit, ...] = ()


class Applied(NamedTuple):
    """A corrected record, and what became of each correction in the order in which they were said."""

    bulletin: Bulletin
    outcomes: tuple[CorrectionOutcome, ...]


MADE, NOT_NEEDED, DOES_NOT_FIT = "made", "not needed", "does not fit"


def corrected(bulletin: Bulletin, corrections: Corrections | Iterable[Correction] = NONE) -> Bulletin:
    """The record with its corrections made, whatever was corrected in it before.

    Args:
        bulletin: as it was read, or corrected earlier: those corrections are taken back first.
        corrections: all that there are; those of other bulletins are passed over.
    """
    return applied(bulletin, corrections).bulletin


def applied(bulletin: Bulletin, corrections: Corrections | Iterable[Correction]) -> Applied:
    """As :func:`corrected`, and what became of each correction."""
    corrections = corrections if isinstance(corrections, Corrections) else Corrections(corrections)
    base = uncorrected(bulletin)
    chosen = corrections.of(base)
    draft, outcomes = _made(DraftRecord(base, _aliases(chosen)), chosen)
    others = [each for each in corrections.of_other_files(base) if _would_fit(draft, each)] if base.source else []
    doubts = [_doubt(outcome) for outcome in outcomes if outcome.state == DOES_NOT_FIT] + [_of_other_file(each) for each in others]
    if not draft.edits and not doubts:
        return Applied(base, tuple(outcomes))
    done = draft.bulletin
    update = {"edits": (*done.edits, *draft.edits), "doubts": (*done.doubts, *doubts)}
    return Applied(done.model_copy(update=update), tuple(outcomes))


def _made(draft: DraftRecord, chosen: Sequence[Correction]) -> tuple[DraftRecord, list[CorrectionOutcome]]:
    """Makes corrections in their order; what does not fit yet is tried again when others have been made."""
    outcomes: dict[str, CorrectionOutcome] = {}
    left = list(chosen)
    while left:
        waiting = []
        for each in left:
            trial = draft.copy()
            try:
                _make(trial, each)
            except (Misfit, LookupError, ValueError) as misfit:  # a file that was written by hand may name what no record can have
                outcomes[each.id] = CorrectionOutcome(each, DOES_NOT_FIT, str(misfit.args[0] if misfit.args else misfit))
                waiting.append(each)
                continue
            first = len(draft.edits)
            trial.settle_doubts(first, each)
            edits = tuple(trial.edits[first:])
            changes = any(edit.was != edit.now for edit in edits)
            outcomes[each.id] = CorrectionOutcome(each, MADE if changes else NOT_NEEDED, edits=edits)
            draft = trial
        if len(waiting) == len(left):
            break
        left = waiting
    return draft, [outcomes[each.id] for each in sorted(chosen, key=order_of)]


def _make(draft: DraftRecord, each: Correction) -> None:
    if isinstance(each, Set):
        set_value(draft, each)
    elif isinstance(each, Join):
        join(draft, each)
    elif isinstance(each, Parting):
        part(draft, each)
    elif isinstance(each, Move):
        move(draft, each)
    elif isinstance(each, Add):
        add(draft, each)
    elif isinstance(each, Remove):
        remove(draft, each)
    elif isinstance(each, Accept):
        accept(draft, each)


def _would_fit(draft: DraftRecord, each: Correction) -> bool:
    """Whether a correction of another file finds here what it corrects there."""
    if isinstance(each, Accept):
        return False
    trial = draft.copy()
    try:
        _make(trial, each)
    except (Misfit, LookupError, ValueError):
        return False
    return any(edit.was != edit.now for edit in trial.edits[len(draft.edits) :])


def _aliases(chosen: Iterable[Correction]) -> Aliases:
    """What each part whose title or text is corrected may be called: all that it says before and after."""
    names: dict[str, set[str]] = {}
    for each in chosen:
        if isinstance(each, Set) and each.of and each.field.endswith((".title", ".text")) and isinstance(each.was, str) and isinstance(each.now, str):
            known = {anchor_of(each.was), anchor_of(each.now)}
            for name in tuple(known):
                known |= names.get(name, set())
            for name in known:
                names[name] = known
    return {name: frozenset(known) for name, known in names.items()}


def _doubt(outcome: CorrectionOutcome) -> Doubt:
    each = outcome.correction
    return Doubt(field=_address(each), kind="correction", why=outcome.why, where=each.where)


def _of_other_file(each: Correction) -> Doubt:
    now = f" to {quoted_value(each.now)}" if isinstance(each, Set) else ""
    why = f"{each.by} made it{now} for another file of this number (SHA-256 {each.sha256[:DIGITS]}…), and this one reads the same"
    return Doubt(field=_address(each), kind="correction", why=why, where=each.where)


def _address(each: Correction) -> str:
    return "" if isinstance(each, Accept) else each.about
