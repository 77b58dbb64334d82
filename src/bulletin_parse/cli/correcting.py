"""What ``correct`` works on: an archive with its file of corrections, or a file of corrections by itself; and how it shows what it did."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from bulletin_parse.api import parse
from bulletin_parse.archive.archive import Archive
from bulletin_parse.archive.ingest.changes import changes_between
from bulletin_parse.archive.store.rows import packed
from bulletin_parse.corrections import (
    NONE,
    Correction,
    CorrectionOutcome,
    Corrections,
    Rebound,
    Reviewer,
    applied,
    conflicts_of,
    corrected,
    editing_corrections,
    load_corrections,
    rebound,
)
from bulletin_parse.corrections.fields import value_of_text
from bulletin_parse.corrections.missed import missed_entry, missed_item
from bulletin_parse.corrections.suggestions import Suggestions, suggested
from bulletin_parse.errors import ConfigError, CorrectionError, NoSuchField
from bulletin_parse.matching.differences import Change
from bulletin_parse.models import Bulletin
from bulletin_parse.rules import check
from bulletin_parse.supervise.guard import Guard
from bulletin_parse.text.language import bracketed, joined, said
from bulletin_parse.text.showing import shown_value, visible
from bulletin_parse.text.wording import counted

MAX_PLACES = 5  # of a suggestion that are named


class Trial(NamedTuple):
    """What corrections would do."""

    outcomes: tuple[CorrectionOutcome, ...]
    changes: Mapping[str, Sequence[Change]]

    def shown(self) -> str:
        """The outcomes, and what would change in each file."""
        lines = [shown_outcomes(self.outcomes)]
        for file, found in self.changes.items():
            lines.append(f"{visible(file)}: {counted(len(found), 'change')}\n")
            lines += [
                f"  {visible(change.path)}: {shown_value(change.was)} → {shown_value(change.now)}\n" for change in found if not change.path.startswith("edits")
            ]
        return "".join(lines) or "nothing would change\n"


class CorrectionStore(Protocol):
    """Where corrections are kept."""

    name: str

    def reviewer(self, bulletin: str, by: str, file: str | None) -> Reviewer:
        """Somebody who looks at a bulletin."""

    def add(self, made: Sequence[Correction]) -> Sequence[CorrectionOutcome]:
        """Adds corrections."""

    def remove(self, ids: Sequence[str]) -> None:
        """Removes corrections."""

    def known(self, ids: Sequence[str]) -> None:
        """Raises if there is no correction with one of some ids."""

    def tried(self, made: Iterable[Correction], *, without: Sequence[str] = ()) -> Trial:
        """What corrections would do."""

    def outcomes(self, bulletin: str | None) -> Sequence[CorrectionOutcome]:
        """What became of each correction."""

    def conflicts(self, made: Sequence[Correction]) -> list[tuple[Correction, Correction]]:
        """The corrections, old and new, that contradict each other."""

    def rebound(self, bulletin: str, file: str | None) -> Sequence[Rebound]:
        """What corrections of other files of a bulletin would do in its own."""

    def suggestions(self, by: str) -> Suggestions:
        """What the corrections teach."""


@contextmanager
def store_of(arguments: argparse.Namespace, *, file: str | None = None) -> Iterator[CorrectionStore]:
    """Where the corrections are that a command line names; ``file`` is a bulletin to try them on.

    Raises:
        ConfigError: it names neither an archive nor a file.
        ArchiveError: the archive cannot be opened.
    """
    if arguments.archive:
        with Archive.open(arguments.archive) as archive:
            yield _InArchive(archive, arguments.corrections)
    elif arguments.corrections:
        yield _ByItself(arguments.corrections, file)
    else:
        raise ConfigError("correct", "it names neither an archive nor a file of corrections", remedy="Give --archive ARCHIVE or --corrections FILE")


class _InArchive:
    def __init__(self, archive: Archive, file: str | None) -> None:
        self._archive = archive
        self._of = archive.corrections
        self._file = file
        self.name = str(file or self._of.file)

    def reviewer(self, bulletin: str, by: str, file: str | None) -> Reviewer:
        return self._of.reviewer(self._number(bulletin), by=by, file=file)

    def _number(self, bulletin: str) -> int:
        if not bulletin.isdecimal():
            raise NoSuchField(self._archive.path, f"{bulletin!r} is no number of a bulletin", remedy="Give its number; --file tells two of one number apart")
        return int(bulletin)

    def rebound(self, bulletin: str, file: str | None) -> Sequence[Rebound]:
        return rebound(self._of.bulletin(self._number(bulletin), file=file), self._of.all())

    def add(self, made: Sequence[Correction]) -> Sequence[CorrectionOutcome]:
        return self._of.add(*made, to=self._file)

    def remove(self, ids: Sequence[str]) -> None:
        self._of.remove(*ids)

    def known(self, ids: Sequence[str]) -> None:
        refuse_unknown_ids(self.name, self._of.all(), ids)

    def tried(self, made: Iterable[Correction], *, without: Sequence[str] = ()) -> Trial:
        made = tuple(made)
        tried = self._of.try_(made, without=without)
        wanted = {each.id for each in made}
        return Trial(tuple([each for each in tried.outcomes if each.correction.id in wanted]), tried.changes)

    def outcomes(self, bulletin: str | None) -> Sequence[CorrectionOutcome]:
        return [each for each in self._of.outcomes() if bulletin is None or str(each.correction.issue_number) == bulletin]

    def conflicts(self, made: Sequence[Correction]) -> list[tuple[Correction, Correction]]:
        return self._of.conflicts(made)

    def suggestions(self, by: str) -> Suggestions:
        return suggested(self._of.all(), self._archive.bulletins(), by=by)


class _ByItself:
    def __init__(self, file: str, bulletin: str | None) -> None:
        self.name = file
        self._bulletin = bulletin

    def reviewer(self, bulletin: str, by: str, file: str | None) -> Reviewer:  # noqa: ARG002 - a file is one bulletin
        return Reviewer(corrected(self._read(bulletin), self._held()), by=by)

    def add(self, made: Sequence[Correction]) -> Sequence[CorrectionOutcome]:
        with editing_corrections(self.name) as edited:
            edited.add(made)
        return ()

    def remove(self, ids: Sequence[str]) -> None:
        with editing_corrections(self.name) as edited:
            edited.remove(ids)

    def known(self, ids: Sequence[str]) -> None:
        refuse_unknown_ids(self.name, self._held(), ids)

    def tried(self, made: Iterable[Correction], *, without: Sequence[str] = ()) -> Trial:
        made = tuple(made)
        if not self._bulletin:
            return Trial((), {})
        held, read = self._held(), self._read(self._bulletin)
        before, after = corrected(read, held), applied(read, held.without(without).with_(*made))
        wanted = {each.id for each in made}
        changes = changes_between(packed(before), packed(after.bulletin))
        return Trial(tuple([each for each in after.outcomes if each.correction.id in wanted]), {self._bulletin: changes} if changes else {})

    def outcomes(self, bulletin: str | None) -> Sequence[CorrectionOutcome]:
        if bulletin is None:
            return [CorrectionOutcome(each, "") for each in self._held()]
        return applied(self._read(bulletin), self._held()).outcomes

    def conflicts(self, made: Sequence[Correction]) -> list[tuple[Correction, Correction]]:
        return conflicts_of(self._held(), made)

    def rebound(self, bulletin: str, file: str | None) -> Sequence[Rebound]:  # noqa: ARG002 - a file is one bulletin
        return rebound(self._read(bulletin), self._held())

    def suggestions(self, by: str) -> Suggestions:  # noqa: ARG002 - as the other has it
        raise ConfigError("correct", "suggestions are sought in an archive", remedy="Give --archive ARCHIVE")

    def _held(self) -> Corrections:
        return load_corrections(self.name) if Path(self.name).exists() else NONE

    def _read(self, file: str) -> Bulletin:
        self._bulletin = file
        with Guard() as guard:
            bulletin: Bulletin = guard.run(file, _parsed, file)
            return bulletin


def _parsed(file: str) -> Bulletin:
    return parse(file)


def refuse_unknown_ids(name: str, held: Iterable[Correction], ids: Sequence[str]) -> None:
    """Raises ``CorrectionError`` for ids that no correction has."""
    known = {each.id for each in held}
    if missing := [each for each in ids if each not in known]:
        raise CorrectionError(name, f"there is no correction {', '.join(missing)}", remedy="`bulletin-parse correct list` shows their ids")


def said_by(reviewer: Reviewer, arguments: argparse.Namespace) -> Correction:
    """The correction that a command line says.

    Raises:
        CorrectionError: it cannot be made.
    """
    field, why = arguments.field or "", arguments.why
    if arguments.accept:
        return _accepted(reviewer, arguments.accept, field, why)
    if not field:
        raise NoSuchField(reviewer.name, "no field is named", remedy="Name what is wrong, as items[0].source")
    if arguments.join:
        return reviewer.join([field, *arguments.join], why=why)
    if arguments.part:
        return reviewer.part(field, _parts(reviewer.piece(field).text, arguments.part), why=why)
    if arguments.move:
        return reviewer.move([reviewer.piece(field, arguments.text)], arguments.move, why=why, now=arguments.value)
    if arguments.missing is not None:
        return _missing(reviewer, field, arguments, why)
    if arguments.none is not None:
        return reviewer.remove(field, to=arguments.none, why=why)
    if arguments.nothing:
        return reviewer.set(field, None, why=why)
    if arguments.value is None:
        raise NoSuchField(reviewer.name, "nothing is said of it", place=field, remedy="Give a VALUE, or one of the options that --help shows")
    return reviewer.set(field, value_of_text(reviewer.bulletin, field, arguments.value), why=why)


def _accepted(reviewer: Reviewer, code: str, subject: str, why: str) -> Correction:
    found = [finding for finding in check(reviewer.bulletin) if finding.code == code.upper() and not finding.known and subject in finding.subject]
    if len(found) != 1:
        names = "; ".join([f"{finding.subject}: {finding.message}" for finding in found])
        reason = f"there are {len(found)} findings {code}: {names}" if found else f"there is no finding {code}"
        raise NoSuchField(reviewer.name, reason, remedy="Name the subject of the one that is meant" if found else "bulletin-parse check shows the findings")
    return reviewer.accept(found[0], why=why)


def _parts(text: str, beginnings: Sequence[str]) -> list[str]:
    """A text cut where each of some others begins."""
    edges = [0]
    for beginning in beginnings:
        at = text.find(beginning, edges[-1] + 1)
        if at < 0:
            raise NoSuchField("the text", f"it does not say {beginning!r}", remedy="Give the beginnings of its parts, the first one left out")
        edges.append(at)
    return [text[start:end].strip() for start, end in zip(edges, [*edges[1:], len(text)], strict=True)]


def _missing(reviewer: Reviewer, field: str, arguments: argparse.Namespace, why: str) -> Correction:
    found = (missed_entry if field.startswith("index") else missed_item)(reviewer, arguments.missing)
    given: dict[str, Any] = {}
    for each in arguments.given:
        name, equals, value = each.partition("=")
        if not equals:
            raise NoSuchField(reviewer.name, f"{each!r} gives nothing", remedy="Write it as source=人民网")
        given[name] = int(value) if name == "number" and value.isdecimal() else value
    return reviewer.add(field, found.pieces, {**found.fields, **given}, why=why)


def shown_outcomes(outcomes: Iterable[CorrectionOutcome]) -> str:
    """A line a correction, and below it what it says."""
    lines = []
    for each in outcomes:
        correction = each.correction
        state = f"  {said(each.state)}" if each.state else ""
        why = bracketed(visible(said(each.why))) if each.why else ""
        lines.append(f"{correction.id}  {correction.issue_number}  {correction.do} {visible(correction.about)}{state}{why}\n")
        was, now = getattr(correction, "was", None), getattr(correction, "now", None)
        if was is not None or now is not None:
            lines.append(f"    {shown_value(was)} → {shown_value(now)}\n")
        who = joined([visible(correction.by), str(correction.at)])
        lines.append(f"    {joined([who, visible(correction.why)], ': ') if correction.why else who}\n")
    return "".join(lines)


def shown_suggestions(found: Suggestions) -> str:
    """Where corrections would apply elsewhere, and words that a template lacks."""
    lines = []
    for same in found.same:
        places = [f"{each.issue_number} {visible(each.about)}" for each in same.corrections]
        more = f" and {len(places) - MAX_PLACES} more" if len(places) > MAX_PLACES else ""
        lines.append(f"{visible(same.what)} ({same.like.id}): {counted(len(places), 'place')}\n  {', '.join(places[:MAX_PLACES])}{more}\n")
    for word in found.words:
        lines.append(f"the template's {word.key} lacks “{visible(word.word)}” ({word.like.id}): {counted(len(word.places), 'further place')}\n")
    return "".join(lines) or "no correction would apply elsewhere\n"
