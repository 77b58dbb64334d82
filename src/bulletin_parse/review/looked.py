"""Which bulletins somebody has looked at: a small file beside the archive, a line a bulletin, written whole under a lock."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from filelock import FileLock, Timeout
from pydantic import ValidationError

from bulletin_parse.corrections.correction import Instant, Sha256, Words
from bulletin_parse.corrections.file import LOCK_SECONDS
from bulletin_parse.errors import CorrectionError
from bulletin_parse.records import Record
from bulletin_parse.writing import Form, Inputs, Target, whole_file
from bulletin_parse.writing.forms import beginning

SUFFIX = ".looked-at.jsonl"
FORM = Form("list of what was looked at", beginning(r'\{"issue_number":(?:null|[0-9]+),"sha256":"'))


class Look(Record):
    """Somebody has looked at a bulletin and is done with it."""

    issue_number: int | None
    sha256: Sha256
    by: Words
    at: Instant


Key = tuple[str, int | None]  # of a bulletin: the SHA-256 of its file, and its number as it was read


class Looks:
    """The file of an archive, read anew whenever it has changed.

    Args:
        archive: the archive's path; the file lies beside it.
    """

    def __init__(self, archive: str) -> None:
        self.path = Path(f"{Path(archive).with_suffix('')}{SUFFIX}")
        self._known: tuple[tuple[int, ...], Mapping[Key, Look]] = ((), {})

    def all(self) -> Mapping[Key, Look]:
        """Who looked at what last.

        Raises:
            CorrectionError: the file cannot be read.
        """
        try:
            facts = self.path.stat()
        except FileNotFoundError:
            return {}
        except OSError as error:
            raise CorrectionError(str(self.path), f"it cannot be read ({error.strerror})") from error
        identity = (facts.st_ino, facts.st_size, facts.st_mtime_ns)
        if self._known[0] != identity:
            self._known = (identity, self._read())
        return self._known[1]

    def set(self, key: Key, look: Look | None) -> None:
        """Notes that somebody has looked at a bulletin, or that nobody has.

        Raises:
            CorrectionError: the file cannot be written.
        """
        lock = FileLock(f"{os.path.realpath(self.path)}.lock")
        try:
            lock.acquire(timeout=LOCK_SECONDS)
        except (Timeout, OSError) as error:
            raise CorrectionError(str(self.path), f"it cannot be written ({error})", remedy="Check that its folder can be written, and try again") from error
        try:
            kept = dict(self.all())
            kept.pop(key, None)
            if look:
                kept[key] = look
            lines = sorted(kept.values(), key=lambda each: (-1 if each.issue_number is None else each.issue_number, each.sha256))
            with whole_file(Target(self.path, FORM, Inputs(), force=True)) as draft:
                draft.write("".join([f"{each.model_dump_json()}\n" for each in lines]))
        finally:
            lock.release()

    def _read(self) -> Mapping[Key, Look]:
        found = {}
        for number, line in enumerate(self.path.read_text(encoding="utf-8").splitlines(), 1):
            if not line.strip():
                continue
            try:
                look = Look.model_validate_json(line)
            except ValidationError as error:
                raise CorrectionError(str(self.path), "it says of no bulletin who looked at it", place=f"line {number}") from error
            found[look.sha256, look.issue_number] = look
        return found
