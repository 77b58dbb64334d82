"""Files and folders that are there whole or not at all: written beside under a hidden name, and renamed at the end."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from bulletin_parse.errors import ExportError
from bulletin_parse.writing.exchange import swapped
from bulletin_parse.writing.target import MARKER, Target

# How the name of a file begins and ends while it is written.
_PARTIAL = (".bulletin-parse-", ".partial")


class Draft:
    """What is being written, under its temporary name.

    Args:
        path: the temporary file or folder.
        target: where it goes.
    """

    def __init__(self, path: Path, target: Target) -> None:
        self.path = path
        self.abandoned = False
        self._target = target
        self._file: BinaryIO | None = None

    def write(self, text: str) -> None:
        """Adds text to a file, as UTF-8; what is no character stands as an escape.

        Raises:
            ExportError: it cannot be written.
        """
        with plain_errors(self._target.path):
            self._file = self._file or self.path.open("ab")
            self._file.write(text.encode("utf-8", "backslashreplace"))
            self._file.flush()  # a child process that is forked now must find nothing to write again

    def abandon(self) -> None:
        """Lets the target stay as it is: there was nothing to write."""
        self.abandoned = True

    def close(self) -> None:
        """Ends the writing of text."""
        if self._file:
            self._file.close()
            self._file = None


@contextmanager
def whole_file(target: Target) -> Iterator[Draft]:
    """A draft that becomes the file when the block ends well; else it is gone, and what was there stays.

    Raises:
        ExportError: it must not or cannot be written; where possible before the block begins.
    """
    with plain_errors(target.path):
        target.refuse_loss_of_file()
        before = _identity(target.real())
        draft = Draft(_beside(target.real()), target)
        draft.path.touch(exist_ok=False)  # fails now, and not after the work
    try:
        yield draft
        with plain_errors(target.path):
            draft.close()
            if not draft.abandoned:
                if _identity(target.real()) != before:  # it was made or changed meanwhile
                    target.refuse_loss_of_file()
                _put_file(draft.path, target.real())
    finally:
        draft.close()
        draft.path.unlink(missing_ok=True)


@contextmanager
def whole_folder(target: Target) -> Iterator[Draft]:
    """A draft that becomes the folder when the block ends well; else it is gone, and what was there stays.

    Raises:
        ExportError: it must not or cannot be written; where possible before the block begins.
    """
    with plain_errors(target.path):
        target.refuse_loss_of_folder()
        draft = Draft(_beside(target.real()), target)
        draft.path.mkdir()
    try:
        yield draft
        with plain_errors(target.path):
            _mark(draft.path, target.form.name)
            for folder, _, names in os.walk(draft.path):
                for name in names:
                    _settle(Path(folder, name))
                _settle_folder(Path(folder))
            target.refuse_loss_of_folder()  # what was put there meanwhile
            _put_folder(draft.path, target.real())
    finally:
        shutil.rmtree(draft.path, ignore_errors=True)  # gone already if all went well


@contextmanager
def plain_errors(path: Path) -> Iterator[None]:
    """Turns the system's errors into ``ExportError``, for a block that does nothing but write."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or os.strerror(error.errno or 0)
        raise ExportError(str(path), f"it cannot be written ({reason})", remedy="Check the folder, its permissions and the free space") from error


def _beside(path: Path) -> Path:
    """A name in the same folder that no search for bulletins finds, and that is short enough wherever the path is."""
    return path.with_name(f"{_PARTIAL[0]}{os.urandom(8).hex()}{_PARTIAL[1]}")


def _identity(path: Path) -> tuple[int, ...] | None:
    try:
        facts = path.stat()
    except OSError:
        return None
    return facts.st_dev, facts.st_ino, facts.st_size, facts.st_mtime_ns


def _put_file(draft: Path, path: Path) -> None:
    """Gives a file its name, and the permissions of the one that it replaces."""
    with suppress(FileNotFoundError):
        draft.chmod(stat.S_IMODE(path.stat().st_mode))
    _settle(draft)
    draft.replace(path)
    _settle_folder(path.parent)


def _mark(folder: Path, form: str) -> None:
    """Writes the marker, by which the next run knows what it may replace."""
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    (folder / MARKER).write_text("".join(f"{line}\n" for line in (form, *names)), encoding="utf-8", newline="\n")


def _put_folder(draft: Path, path: Path) -> None:
    """Puts the new folder in the place of what was there, which goes when the new one is there; in one step where the system can."""
    if not os.path.lexists(path):
        draft.rename(path)
        _settle_folder(path.parent)
        return
    old = draft if swapped(draft, path) else _beside(path)
    if old is not draft:  # in two steps, then
        path.rename(old)
        try:
            draft.rename(path)
        except OSError:
            old.rename(path)
            raise
    _settle_folder(path.parent)
    if old.is_dir():
        shutil.rmtree(old)
    else:
        old.unlink()


def _settle(file: Path) -> None:
    """Waits until a file's bytes are on the disk: a rename that outlives them would leave an empty file after a power cut."""
    descriptor = os.open(file, os.O_RDWR | getattr(os, "O_BINARY", 0))
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _settle_folder(folder: Path) -> None:
    """The same for a folder's names, on systems that let a folder be opened."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def is_partial(path: Path) -> bool:
    """Whether a file is one that is being written, or that a run that was killed left behind."""
    return path.name.startswith(_PARTIAL[0]) and path.name.endswith(_PARTIAL[1])
