"""Arguments to files: files as they are, directories searched, globs expanded."""

from __future__ import annotations

import glob
from collections.abc import Iterator, Sequence
from pathlib import Path

from bulletin_parse.errors import BulletinError, UnreadableSource

SUFFIXES = (".pdf", ".md", ".markdown", ".txt")


def files_of(arguments: Sequence[str]) -> Iterator[Path | BulletinError]:
    """The files that some arguments name, in order; an argument that names none is an error in its place."""
    for argument in arguments:
        path = Path(argument)
        if path.is_dir():
            found = sorted(file for file in path.rglob("*") if _is_candidate(file))
            if not found:
                yield UnreadableSource(argument, f"there is no bulletin in this directory ({', '.join(SUFFIXES)})", remedy="Check the path")
            yield from found
        elif not path.exists() and glob.has_magic(argument):
            matches = [Path(match) for match in sorted(glob.glob(argument, recursive=True))]
            if not matches:
                yield UnreadableSource(argument, "no file fits this pattern", remedy="Quote the pattern and check the path")
            yield from (match for match in matches if match.is_file())
        else:
            yield path


def _is_candidate(file: Path) -> bool:
    """Whether a file found in a directory may be a bulletin: not hidden, and not the directory's own description."""
    return file.suffix.lower() in SUFFIXES and not file.name.startswith(".") and file.stem.lower() != "readme" and file.is_file()
