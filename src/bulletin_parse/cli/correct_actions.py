"""What each action of ``correct`` does."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from bulletin_parse.cli.account import tallied
from bulletin_parse.cli.correcting import CorrectionStore, said_by, shown_outcomes, shown_suggestions, store_of
from bulletin_parse.cli.exits import CLEAN, FINDINGS
from bulletin_parse.cli.output import sink_of, target_of
from bulletin_parse.cli.terminal import note, put, tell
from bulletin_parse.corrections import Correction, CorrectionOutcome, load_corrections
from bulletin_parse.corrections.file import FORM
from bulletin_parse.text.language import said
from bulletin_parse.text.showing import dumped
from bulletin_parse.text.wording import counted
from bulletin_parse.writing import Form

# People's own work looks as an earlier export does: no file of corrections is replaced unless that is asked for.
EXPORTED = Form(FORM.name)


def _list(arguments: argparse.Namespace) -> int:
    with store_of(arguments) as place:
        outcomes = [each for each in place.outcomes(arguments.bulletin) if arguments.by in (None, each.correction.by) and arguments.state in (None, each.state)]
    put(_as_json(outcomes) if arguments.format == "json" else shown_outcomes(outcomes))
    return FINDINGS if any(each.state == "does not fit" for each in outcomes) else CLEAN


def _add(arguments: argparse.Namespace) -> int:
    with store_of(arguments) as place:
        given = said_by(place.reviewer(arguments.bulletin, arguments.by, arguments.file), arguments)
        return _done(place, [given], arguments)


def _remove(arguments: argparse.Namespace) -> int:
    with store_of(arguments) as place:
        if arguments.dry_run:
            place.known(arguments.ids)
            tell(place.tried((), without=arguments.ids).shown())
            return CLEAN
        place.remove(arguments.ids)
    tell(f"{counted(len(arguments.ids), 'correction')} removed from {place.name}\n")
    return CLEAN


def _try(arguments: argparse.Namespace) -> int:
    given = list(load_corrections(arguments.corrections)) if arguments.corrections else []
    if arguments.archive:
        arguments.corrections = None  # the archive's own stand beside those that are tried
    with store_of(arguments, file=arguments.bulletin) as place:
        tried = place.tried(given)
    put(_as_json(tried.outcomes) if arguments.format == "json" else said(tried.shown()))
    return FINDINGS if any(each.state == "does not fit" for each in tried.outcomes) else CLEAN


def _import(arguments: argparse.Namespace) -> int:
    with store_of(arguments) as place:
        more = list(load_corrections(arguments.other))
        conflicts = place.conflicts(more)
        gone: list[str] = []
        if arguments.keep == "ours":
            left = {new.id for _, new in conflicts}
            more = [each for each in more if each.id not in left]
        elif arguments.keep == "theirs":
            gone = [old.id for old, _ in conflicts]
        for old, new in conflicts if not arguments.keep else ():
            note(f"{old.line}\n  contradicts {new.line}")
        return _done(place, more, arguments, gone)


def _rebind(arguments: argparse.Namespace) -> int:
    with store_of(arguments) as place:
        found = place.rebound(arguments.bulletin, arguments.file)
        left = [each.outcome for each in found if not each.is_made]
        put(shown_outcomes(left))
        made = [each for each in found if each.is_made]
        if not found:
            note("there are no corrections of another file of this bulletin")
            return CLEAN
        status = (
            _done(place, [each.outcome.correction for each in made], arguments, [each.of.id for each in made] if arguments.replace else ()) if made else CLEAN
        )
    if left:
        note(f"{counted(len(left), 'correction')} of another file not bound to this one, as listed above")
    return FINDINGS if any(each.state == "does not fit" for each in left) else status


def _export(arguments: argparse.Namespace) -> int:
    with store_of(arguments) as place, sink_of(target_of(arguments, EXPORTED, read=(place.name,))) as sink:
        exported = [each.correction for each in place.outcomes(None) if each.state != "other file"]
        sink.put("".join([f"{each.line}\n" for each in exported]))
    note(f"{counted(len(exported), 'correction')} of {counted(len({each.sha256 for each in exported}), 'file')}")
    return CLEAN


def _suggest(arguments: argparse.Namespace) -> int:
    with store_of(arguments) as place:
        found = place.suggestions(arguments.by)
    if arguments.format == "jsonl":
        put("".join([f"{each.line}\n" for same in found.same for each in same.corrections]))
    else:
        tell(shown_suggestions(found))
    return CLEAN


def _done(place: CorrectionStore, given: Sequence[Correction], arguments: argparse.Namespace, gone: Sequence[str] = ()) -> int:
    """Adds corrections, or shows what they would do, and tells what became of them."""
    if arguments.dry_run:
        tried = place.tried(given, without=gone)
        tell(tried.shown())
        return FINDINGS if any(each.state == "does not fit" for each in tried.outcomes) else CLEAN
    if gone:
        place.remove(gone)
    outcomes = place.add(given)
    put(shown_outcomes(outcomes))
    states = Counter([each.state for each in outcomes])
    told = tallied(states)
    note(f"{place.name}: {counted(len(given), 'correction')} added{f' ({told})' if told else ''}")
    return FINDINGS if states["does not fit"] else CLEAN


def _as_json(outcomes: Sequence[CorrectionOutcome]) -> str:
    facts = [{"id": each.correction.id, "state": each.state, "why": each.why, "correction": each.correction.model_dump(mode="json")} for each in outcomes]
    return dumped(facts) + "\n"


ACTIONS: Mapping[str, Callable[[argparse.Namespace], int]] = {
    "list": _list,
    "add": _add,
    "remove": _remove,
    "try": _try,
    "import": _import,
    "rebind": _rebind,
    "export": _export,
    "suggest": _suggest,
}
