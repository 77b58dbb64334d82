"""Corrections in an archive: made on what was just read, and on stored records whose corrections have changed; no file is read again for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from bulletin_parse.archive.ingest.changes import changes_between
from bulletin_parse.archive.store.canonical import bulletin_key
from bulletin_parse.archive.store.outcomes import CorrectedRecord, Figure, Outcome, ReadFile
from bulletin_parse.archive.store.rows import bulletin_of, packed, rows_of
from bulletin_parse.archive.store.store import Store
from bulletin_parse.corrections import NONE, CorrectionOutcome, Corrections, applied, load_corrections
from bulletin_parse.errors import CorrectionError
from bulletin_parse.matching.differences import Change
from bulletin_parse.models import Bulletin, Where
from bulletin_parse.rules import check

OTHER_FILE = "other file"  # the state of a correction whose file, or the content that it had, the archive does not have
NOTE = "corrections"  # the path of the archive's file, from the archive's folder where it lies below that
Told = Callable[[str, Sequence[Change]], object]


class Corrector:
    """Makes corrections on an archive's records, and keeps what became of each.

    Args:
        store: the archive.
        corrections: all that there are; none takes back what was corrected before.
    """

    def __init__(self, store: Store, corrections: Corrections) -> None:
        self._store = store
        self._corrections = corrections
        self._outcomes: dict[str, CorrectionOutcome] = {}
        self.changed = 0

    def read(self, outcome: Outcome) -> Outcome:
        """What was just read from a file, corrected."""
        result = outcome.result
        if not isinstance(result, ReadFile) or not self._corrections:
            return outcome
        further = tuple([self._reading(each, outcome.sha256) for each in result.further])
        return outcome._replace(result=self._reading(result, outcome.sha256)._replace(further=further))

    def stored(self, told: Told | None = None, files: Iterable[str] | None = None, *, writes: bool = True) -> None:
        """Corrects the stored records anew.

        Args:
            told: is given each file whose record changes, and its changes.
            files: the SHA-256 of the only files to look at; None for all.
            writes: False only tells.
        """
        if not self._corrections and self._store.noted(NOTE) is None:
            return
        only = None if files is None else frozenset(files)
        for source_id, file, sha256, last, number, has_been in self._store.correctable():
            if only is not None and not {sha256, last} & only:
                continue
            if has_been or {sha256, last} & self._corrections.files or self._corrections.concern(None, number):
                self._again(source_id, file, told, writes=writes)

    @property
    def outcomes(self) -> tuple[CorrectionOutcome, ...]:
        """What became of the corrections of files that the archive has, in the order of their file."""
        return tuple([self._outcomes[name] for name in self._corrections.ids if name in self._outcomes])

    @property
    def of_other_files(self) -> tuple[CorrectionOutcome, ...]:
        """The corrections of files that the archive does not have, or not with the content that was corrected."""
        return tuple([CorrectionOutcome(each, OTHER_FILE) for name, each in self._corrections.ids.items() if name not in self._outcomes])

    @property
    def is_foreign(self) -> bool:
        """Whether there are corrections, and none is of a file that the archive has."""
        return bool(self._corrections) and not self._outcomes

    def _reading(self, reading: ReadFile, sha256: str | None) -> ReadFile:
        number = reading.bulletin_key.removeprefix("issue ")
        if not self._corrections.concern(sha256, int(number) if number.isdecimal() else None):
            return reading
        before = bulletin_of(reading.record)
        after = self._corrected(before)
        return reading if after == before else reading._replace(**_remade(before, after, reading.figures)._asdict())

    def _again(self, source_id: int, file: str, told: Told | None, *, writes: bool) -> None:
        record = self._store.record(source_id) or b""
        before = bulletin_of(record)
        after = self._corrected(before)
        if after == before:
            return
        self.changed += 1
        if writes:
            self._store.rewrite(source_id, _remade(before, after, self._store.figures(source_id)))
        if told:
            told(file, changes_between(record, packed(after)))

    def _corrected(self, bulletin: Bulletin) -> Bulletin:
        result = applied(bulletin, self._corrections)
        self._outcomes |= {each.correction.id: each for each in result.outcomes}
        return result.bulletin


def _remade(before: Bulletin, after: Bulletin, figures: Sequence[Figure]) -> CorrectedRecord:
    """What the archive stores of a corrected record; its figures keep their pictures, wherever their blocks stand now."""
    day = after.day
    sha256 = after.source.sha256 if after.source else ""
    return CorrectedRecord(
        bulletin_key(after, sha256), day.isoformat() if day else None, packed(after), rows_of(after, check(after)), tuple(_figures(before, after, figures))
    )


def _figures(before: Bulletin, after: Bulletin, figures: Sequence[Figure]) -> list[Figure]:
    pictures: dict[Where, list[Figure]] = {}
    for figure in figures:
        block = before.items[figure.item_position - 1].blocks[figure.block_position - 1]
        pictures.setdefault(block.where, []).append(figure)
    found = []
    for item_at, item in enumerate(after.items, 1):
        for block_at, block in enumerate(item.blocks, 1):
            if block.kind == "figure":
                same = pictures.get(block.where)
                figure = same.pop(0) if same else Figure(item_at, block_at)
                found.append(figure._replace(item_position=item_at, block_position=block_at))
    return found


def file_of(archive: str, noted: str | None) -> Path | None:
    """The file that an archive's note names."""
    return None if noted is None else Path(archive).absolute().parent / noted


def note_of(archive: str, file: Path) -> str:
    """How an archive notes its file: from its own folder, if it lies below that, so that both can be moved together."""
    folder, whole = Path(archive).absolute().parent.resolve(), file.absolute().parent.resolve() / file.name
    return whole.relative_to(folder).as_posix() if whole.is_relative_to(folder) else str(whole)


def corrections_of(archive: str, noted: str | None) -> Corrections:
    """The corrections in the file that an archive knows; none if it knows no file.

    Raises:
        CorrectionError: the file is not there any more, or cannot be used.
    """
    file = file_of(archive, noted)
    if file is None:
        return NONE
    if not file.exists():
        remedy = "Put it back, name where it is (corrections=…), or go on without (corrections=False)"
        raise CorrectionError(str(file), f"the corrections of {archive} are not there any more", remedy=remedy)
    return load_corrections(file)
