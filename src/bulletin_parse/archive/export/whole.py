"""Files and folders that are there whole or not at all: written under another name beside, and renamed at the end."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bulletin_parse.errors import ExportError

# Says that a folder is an export, so that the next one may replace it. Readers of Parquet pass over names that begin with a dot.
MARKER = ".bulletin-parse-export"
_DATABASE = b"SQLite format 3\0"  # how every SQLite file begins
_BESIDE_A_DATABASE = ("-wal", "-shm", "-journal", ".lock")  # what belongs to one, by the end of its name


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """A temporary name in the same folder; the file takes the final one when the block ends well, else it is gone.

    Raises:
        ExportError: it cannot be written, is no plain file, or is a database, which may be the archive itself.
    """
    beside = _beside(path)
    try:
        if path.is_dir():
            raise ExportError(str(path), "it is a folder", remedy="Name a file")
        with _plainly(path):
            _refuse_loss(path)
            beside.touch()  # fails now, and not after the work
            yield beside
            beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


@contextmanager
def whole_folder(path: Path, kind: str) -> Iterator[Path]:
    """A temporary folder that takes the final name when the block ends well, else it is gone.

    Args:
        path: the folder; one that is there is replaced if it is empty or an earlier export of the same kind without a database put
            into it, and else refused.
        kind: what is exported, ``parquet`` or ``markdown``.

    Raises:
        ExportError: it cannot be written, or holds something else.
    """
    with _plainly(path):
        if (path.exists() or path.is_symlink()) and not _replaceable(path, kind):
            raise ExportError(str(path), f"it is there and no {kind} export of this program", remedy="Name another folder, or remove this one")
        for held in path.rglob("*"):
            if _is_database(held):
                raise ExportError(str(path), f"a database is in it: {held.relative_to(path)}", remedy="Name another folder, or move the database")
    beside = _beside(path)
    try:
        with _plainly(path):
            beside.mkdir()
            yield beside
            (beside / MARKER).write_text(f"{kind}\n", encoding="utf-8")
            _swap(beside, path)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _beside(path: Path) -> Path:
    return path.absolute().with_name(f".{path.absolute().name}.{secrets.token_hex(4)}.partial")


def _refuse_loss(path: Path) -> None:
    """Refuses a target that is worth more than an export: the file of an archive, what belongs to one, a device."""
    owner = next((path.with_name(path.name.removesuffix(end)) for end in _BESIDE_A_DATABASE if path.name.endswith(end)), path)
    for file in {path, owner}:
        if _is_database(file):
            reason = "it is a database" if file == path else f"it belongs to the database {file.name}"
            raise ExportError(str(path), reason, remedy="Name another file; a database that is not needed any more must be removed first")
    if path.exists() and not path.is_file():
        raise ExportError(str(path), "it is a device or a pipe", remedy="Name a file; --to jsonl and csv go to stdout without -o")


def _is_database(path: Path) -> bool:
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(len(_DATABASE)) == _DATABASE


def _replaceable(path: Path, kind: str) -> bool:
    if not path.is_dir() or path.is_symlink():
        return False
    marker = path / MARKER
    return not any(path.iterdir()) or (marker.is_file() and marker.read_text(encoding="utf-8", errors="replace").strip() == kind)


def _swap(beside: Path, path: Path) -> None:
    """Puts the new folder in the place of the old one, which goes when the new one is there."""
    if not path.exists():
        beside.rename(path)
        return
    old = _beside(path)
    path.rename(old)
    try:
        beside.rename(path)
    except OSError:
        old.rename(path)
        raise
    shutil.rmtree(old)


@contextmanager
def _plainly(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = error.strerror or os.strerror(error.errno or 0)
        raise ExportError(str(path), f"it cannot be written ({reason})", remedy="Check the folder, its permissions and the free space") from error
