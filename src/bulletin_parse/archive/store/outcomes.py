"""What became of a file that was to be read into an archive: plain values that cross process borders."""

from __future__ import annotations

from typing import Literal, NamedTuple

from bulletin_parse.archive.store.rows import BulletinRows
from bulletin_parse.errors import BulletinError
from bulletin_parse.models import Finding

# What became of a file, and of a run.
FileStatus = Literal["stored", "superseded", "rejected", "ignored"]
RunStatus = Literal["finished", "interrupted", "dry run"]


class Figure(NamedTuple):
    """A figure block's picture: places count from 1; everything else is None if the file does not hold it."""

    item_position: int
    block_position: int
    media_type: str | None = None
    byte_count: int | None = None
    width: int | None = None
    height: int | None = None
    sha256: str | None = None
    rendered: bool = False
    data: bytes | None = None


class ReadFile(NamedTuple):
    """A file that was read: facts about it, its record, and the rows of its bulletin; ``further`` are the other bulletins of a file of several."""

    media_type: str
    engine: str
    engine_version: str
    pages: int | None
    complete: bool
    bulletin_key: str
    bulletin_date: str | None
    record: bytes
    rows: BulletinRows
    figures: tuple[Figure, ...]
    further: tuple[ReadFile, ...] = ()


class CorrectedRecord(NamedTuple):
    """What changes of a file's reading when its record is corrected."""

    bulletin_key: str
    bulletin_date: str | None
    record: bytes
    rows: BulletinRows
    figures: tuple[Figure, ...]


class Failure(NamedTuple):
    """Why a file was not read.

    Args:
        error: the error's class.
        message: the error's words.
        passing: whether the same file may be read another time: limits and dead workers.
        findings: what the rules say of such a file.
    """

    error: type[BulletinError]
    message: str
    passing: bool = False
    findings: tuple[Finding, ...] = ()

    @property
    def error_type(self) -> str:
        """The name of the error's class, as the archive keeps it."""
        return self.error.__name__


class Outcome(NamedTuple):
    """What became of a job; ``result`` is None if the file still has the known content."""

    file: str
    result: ReadFile | Failure | None
    sha256: str | None = None
    byte_count: int | None = None
    seconds: float = 0.0


class Known(NamedTuple):
    """What the archive knows of a file."""

    source_id: int
    status: FileStatus
    sha256: str | None
    parser_version: str
    options: str
    preferred: bool
    error_message: str | None
    run_id: int
