"""What a run reads, so that nothing of it is ever replaced by what the run writes."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from bulletin_parse.discovery import files_of
from bulletin_parse.packed import zip_of


class Inputs(NamedTuple):
    """The inputs of a run.

    Args:
        searched: arguments that name files, folders and patterns, as ``discovery.files_of`` takes them.
        files: further files that are read as they are: a template, a configuration, an archive.
    """

    searched: tuple[str, ...] = ()
    files: tuple[str, ...] = ()

    def same_as(self, path: Path) -> str | None:
        """The input that is this very file, by whatever name or link; None if there is none.

        Folders are searched again for it, and only if the file is there: what is not there is no input.
        """
        try:
            wanted = path.stat()
        except OSError:
            return None
        return next((name for name in self._names() if _is(name, wanted)), None)

    def inside(self, folder: Path) -> str | None:
        """An input that lies in a folder, by its real path; None if there is none."""
        real = os.path.realpath(folder)
        for name in (*self.files, *self.searched):
            if os.path.realpath(name) == real or os.path.realpath(name).startswith(os.path.join(real, "")):  # noqa: PTH118 - as strings
                return name
        return None

    def _names(self) -> Iterator[str]:
        yield from self.files
        for found in files_of(self.searched):
            if isinstance(found, Path):
                yield zip_of(str(found))


def _is(name: str, wanted: os.stat_result) -> bool:
    try:
        return os.path.samestat(os.stat(name), wanted)  # noqa: PTH116 - a name may be no path at all
    except (OSError, ValueError):
        return False
