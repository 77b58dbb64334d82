"""Where something is to be written, and what must not be lost there.

What may be replaced, first match wins: an input of the run, an archive and what belongs to one: never. Nothing, an empty file or
folder, an earlier output of the same form: always. Any other file or folder: only if the caller forces it.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from bulletin_parse.errors import ExportError
from bulletin_parse.writing.databases import is_archive, owner_of
from bulletin_parse.writing.forms import Form
from bulletin_parse.writing.inputs import Inputs

# In a folder that this program wrote: its form, and below that the files that it wrote. Readers of Parquet pass over names
# that begin with a dot.
MARKER = ".bulletin-parse-export"
# What systems put into any folder that somebody looks at.
_LITTER = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})


@dataclass(frozen=True, slots=True)
class Target:
    """A place that something is written to.

    Args:
        path: the file or folder; of a link, what it leads to is meant, and the link stays.
        form: in what form; an earlier output in it may be replaced.
        inputs: what the run reads, which is never replaced.
        force: replaces other files and folders as well, but neither inputs nor archives.
    """

    path: Path
    form: Form
    inputs: Inputs = field(default_factory=Inputs)
    force: bool = False

    def real(self) -> Path:
        """The path without links.

        Raises:
            ExportError: it can be no path.
        """
        try:
            return Path(os.path.realpath(self.path))
        except ValueError as error:  # it holds NUL
            raise self.refused(f"it cannot be written ({error})", "Check the path") from error

    def refuse_loss_of_file(self) -> None:
        """Raises if a file here would replace what must stay.

        Raises:
            ExportError: says what is there, and what to do.
        """
        real = self.real()
        self._refuse_irreplaceable(real)
        if not os.path.lexists(real):
            return
        facts = real.stat()
        if stat.S_ISDIR(facts.st_mode):
            raise self.refused("it is a folder", "Name a file in it")
        self._refuse_devices(facts.st_mode)
        if facts.st_size and not self.force and not self.form.is_ours(real):
            raise self.refused(f"it is there, and no {self.form.name} that this program wrote", "Name another file, or replace this one with force=True")

    def refuse_loss_of_folder(self) -> None:
        """Raises if a folder here would replace what must stay.

        Raises:
            ExportError: says what is there, and what to do.
        """
        real = self.real()
        if not os.path.lexists(real):
            self._refuse_irreplaceable(real)
            return
        if not real.is_dir():
            self._refuse_irreplaceable(real)
            self._refuse_devices(real.stat().st_mode)
            if not self.force:
                raise self.refused("it is there, and no folder", "Name a folder, or replace this file with force=True")
            return
        self._refuse_places_of_the_system(real)
        if self.inputs.inside(real):
            raise self.refused(f"what is read lies in it: {self.inputs.inside(real)}", "Name another folder")
        if not self.force and (stranger := self._stranger_in(real)):
            raise self.refused(f"it is there and no {self.form.name} of this program: {stranger}", "Name another folder, or replace this one with force=True")
        if archive := next((path for path in _files_in(real) if not path.is_symlink() and is_archive(path)), None):
            raise self.refused(f"an archive is in it: {archive.relative_to(real)}", "Name another folder, or move the archive")

    def refused(self, reason: str, remedy: str) -> ExportError:
        """The error that this place cannot be written."""
        return ExportError(str(self.path), reason, remedy=remedy)

    def _refuse_irreplaceable(self, real: Path) -> None:
        """Refuses inputs and archives, forced or not."""
        if name := self.inputs.same_as(real):
            same = "" if name == str(self.path) else f" ({name})"
            raise self.refused(f"it is read by this run{same}, and would be lost", "Name another file")
        if is_archive(real):
            raise self.refused("it is an archive", "Name another file; an archive that is not needed any more must be removed first")
        if owner := owner_of(self.path.absolute()) or owner_of(real):
            raise self.refused(f"it belongs to the database {owner.name}", "Name another file")

    def _refuse_devices(self, mode: int) -> None:
        if not stat.S_ISREG(mode):
            raise self.refused("it is a device or a pipe", "Name a file; what goes to stdout needs no name")

    def _refuse_places_of_the_system(self, real: Path) -> None:
        """Refuses folders that cannot be swapped, or that nobody means: where one works, one's home, a disk."""
        if os.path.ismount(real):  # Path.is_mount is not there for Windows before Python 3.12
            raise self.refused("a disk is mounted there, which no folder can replace", "Name a folder in it")
        for what, place in (("current folder", Path.cwd), ("home folder", Path.home)):
            with suppress(OSError, RuntimeError):  # the current folder may be gone, and there may be no home
                if place().resolve().is_relative_to(real):
                    raise self.refused(f"it is, or holds, the {what}", "Name a folder in it")

    def _stranger_in(self, real: Path) -> str | None:
        """What in a folder this program did not write in this form; None if nothing."""
        marker = real / MARKER
        form, *written = marker.read_text(encoding="utf-8", errors="replace").splitlines() if marker.is_file() else [""]
        known = {MARKER, *written} if form == self.form.name else set()
        for path in _files_in(real):
            name = path.relative_to(real).as_posix()
            if name not in known and path.name not in _LITTER:
                return f"it holds {name}"
        return None


def _files_in(folder: Path) -> Iterator[Path]:
    """The files and links below a folder, sorted; links are not followed."""
    for place, folders, names in os.walk(folder):
        folders.sort()
        links = [name for name in folders if Path(place, name).is_symlink()]
        yield from (Path(place, name) for name in sorted([*names, *links]))
