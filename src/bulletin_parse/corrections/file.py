"""The file of corrections: JSON Lines, one correction a line, sorted; read as it is, written whole, under a lock."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeAlias

from filelock import FileLock, Timeout
from pydantic import ValidationError

from bulletin_parse.corrections.collection import NONE, Corrections
from bulletin_parse.corrections.correction import ADAPTER, Correction, Join, Parting, Set
from bulletin_parse.corrections.parts import quoted_value
from bulletin_parse.errors import CorrectionConflict, CorrectionError
from bulletin_parse.writing import Form, Inputs, Target, whole_file
from bulletin_parse.writing.forms import beginning

CorrectionsLike: TypeAlias = Corrections | Iterable[Correction] | str | os.PathLike[str] | None
SUFFIX = ".corrections.jsonl"
# Bytes of a file that is read: a million corrections have less.
MAX_BYTES = 1 << 29
# Somebody else may be writing; nobody takes longer than this.
LOCK_SECONDS = 10.0
# Files whose content is kept, by name, each with what tells whether it is the same.
REMEMBERED = 4
_KNOWN: dict[str, tuple[tuple[int, ...], Corrections]] = {}
FORM = Form("file of corrections", beginning(r'\{"issue_number":\ (?:null|[0-9]+),\ "do":\ "'))


def load_corrections(path: str | os.PathLike[str]) -> Corrections:
    """The corrections in a file; empty lines are passed over.

    Raises:
        CorrectionError: it cannot be read, or a line of it is no correction; ``place`` names the line.
    """
    name = os.fspath(path)
    try:
        facts = os.stat(name)  # noqa: PTH116 - a name may be no path at all
        return _loaded(name, facts)
    except (OSError, ValueError) as error:
        reason = f"the corrections cannot be read ({getattr(error, 'strerror', None) or error})"
        raise CorrectionError(name, reason, remedy="Check the path; without a file there are no corrections") from error


def _loaded(name: str, facts: os.stat_result) -> Corrections:
    """The corrections in a file, read once as long as it is the same: a folder of bulletins asks for each of them."""
    identity = _identity(facts)
    known = _KNOWN.get(name)
    if known and known[0] == identity:
        return known[1]
    with Path(name).open("rb") as file:
        data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise CorrectionError(name, f"it has more than {MAX_BYTES:,} bytes")
    found = Corrections(parsed_lines(data.decode("utf-8", "surrogateescape").removeprefix("\ufeff"), name), name)
    _remember(name, identity, found)
    return found


def _identity(facts: os.stat_result) -> tuple[int, ...]:
    return facts.st_dev, facts.st_ino, facts.st_size, facts.st_mtime_ns


def _remember(name: str, identity: tuple[int, ...], found: Corrections) -> None:
    if len(_KNOWN) >= REMEMBERED:
        _KNOWN.clear()
    _KNOWN[name] = (identity, found)


def as_corrections(given: CorrectionsLike) -> Corrections:
    """Corrections as functions take them: a file's path, some that are at hand, or none.

    Raises:
        CorrectionError: the file cannot be read.
    """
    if given is None:
        return NONE
    if isinstance(given, Corrections):
        return given
    return load_corrections(given) if isinstance(given, (str, os.PathLike)) else Corrections(given)


def parsed_lines(text: str, name: str) -> Iterator[Correction]:
    """The corrections in the text of a file.

    Raises:
        CorrectionError: a line is no correction.
    """
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        if line.startswith(("<<<<<<<", "=======", ">>>>>>>")):
            raise CorrectionError(name, "git has marked a conflict here", place=f"line {number}", remedy="Keep the lines that are right: each stands by itself")
        try:
            yield ADAPTER.validate_json(line.encode("utf-8", "surrogateescape"))
        except ValidationError as error:
            raise CorrectionError(name, f"it is no correction: {_explained(error)}", place=f"line {number}") from None


def _explained(error: ValidationError) -> str:
    """The first thing that is wrong with a line, in a clause."""
    first = error.errors(include_url=False)[0]
    place = ".".join([str(step) for step in first["loc"][1:]])
    words = str(first["msg"]).removeprefix("Value error, ")
    return f"{place}: {words}" if place else words


class EditedFile:
    """A file of corrections that nobody else writes while it is edited.

    Args:
        path: the file; it need not be there.
        corrections: what it holds.
    """

    def __init__(self, path: Path, corrections: Corrections) -> None:
        self.path = path
        self.corrections = corrections

    def add(self, corrections: Iterable[Correction]) -> Corrections:
        """Adds corrections, and gives all that the file holds then; none is added if one says what another person's contradicts.

        Raises:
            CorrectionConflict: two people say different things of one place.
            ExportError: the file cannot be written.
        """
        more = tuple(corrections)
        refuse_conflicts(self.corrections, more)
        return self.write(self.corrections.with_(*more))

    def remove(self, ids: Iterable[str]) -> Corrections:
        """Removes corrections by their ids, and gives all that the file holds then.

        Raises:
            CorrectionError: there is none with one of the ids.
            ExportError: the file cannot be written.
        """
        wanted = tuple(ids)
        known = self.corrections.ids
        if missing := [each for each in wanted if each not in known]:
            raise CorrectionError(str(self.path), f"there is no correction {', '.join(missing)}", remedy="`bulletin-parse correct list` shows their ids")
        return self.write(self.corrections.without(wanted))

    def write(self, corrections: Corrections) -> Corrections:
        """Writes the file anew, whole or not at all.

        Raises:
            ExportError: it cannot be written.
        """
        if corrections != self.corrections or not self.path.exists():
            # What is there was read as corrections, whatever the order of its keys.
            with whole_file(Target(self.path, FORM, Inputs(), force=True)) as draft:
                draft.write(corrections.text)
            _remember(str(self.path), _identity(self.path.stat()), corrections)
        self.corrections = corrections
        return corrections


@contextmanager
def editing_corrections(path: str | os.PathLike[str]) -> Iterator[EditedFile]:
    """A file of corrections to be changed; others wait until the block ends, and then see what it wrote.

    Raises:
        CorrectionError: it cannot be read, or somebody else does not let it go.
    """
    file = Path(path)
    lock = FileLock(f"{os.path.realpath(file)}.lock")
    try:
        lock.acquire(timeout=LOCK_SECONDS)
    except Timeout as error:
        raise CorrectionError(str(file), "another program is writing to it", remedy="Try again when it has ended") from error
    except OSError as error:
        reason = f"it cannot be written ({error.strerror})"
        raise CorrectionError(str(file), reason, remedy="Check that its folder is there, and its permissions") from error
    try:
        yield EditedFile(file, load_corrections(file) if file.exists() else Corrections(name=str(file)))
    finally:
        lock.release()


def refuse_conflicts(held: Corrections, more: Iterable[Correction]) -> None:
    """Refuses corrections that contradict what another says of the same place.

    Raises:
        CorrectionConflict: names the first, and says how many there are.
    """
    found = conflicts_of(held, more)
    if found:
        old, new = found[0]
        further = f", and {len(found) - 1} more" if len(found) > 1 else ""
        reason = f"{old.by} says {_said(old)} ({old.at}, {old.id}), and {new.by} says {_said(new)} ({new.at}, {new.id}){further}"
        raise CorrectionConflict(held.name, reason, place=f"{old.issue_number} {old.about}")


def conflicts_of(held: Corrections, more: Iterable[Correction]) -> list[tuple[Correction, Correction]]:
    """The pairs, old and new, that say different things of the same place of one file."""
    known = {key: each for each in held if (key := _place(each)) is not None}
    found = []
    for each in more:
        key = _place(each)
        other = known.get(key) if key is not None else None
        if other is not None and other.id != each.id and _said(other) != _said(each):
            found.append((other, each))
    return found


def _place(each: Correction) -> tuple[Any, ...] | None:
    """What a correction is about: two of one place with different results contradict each other."""
    if isinstance(each, Set):
        return each.sha256, each.field, each.of, each.was, type(each.was)
    if isinstance(each, Parting):
        return each.sha256, each.field, each.of, each.was, "part"
    if isinstance(each, Join):
        return each.sha256, tuple([(piece.field, piece.of) for piece in each.pieces]), "join"
    return None


def _said(each: Correction) -> str:
    now: Any = getattr(each, "now", None)
    return quoted_value(" / ".join(now) if isinstance(now, tuple) and all(isinstance(part, str) for part in now) else now)
