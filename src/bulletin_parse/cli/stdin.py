"""``-`` among the files: the bulletin that comes through standard input."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from bulletin_parse.discovery import all_files_of
from bulletin_parse.errors import ArgumentError, BulletinError, UnreadableSource
from bulletin_parse.left_out import Ignored
from bulletin_parse.pathless import Piped, Remote

STDIN, UNNAMED = "-", "<stdin>"
_PIPE = "Send it the bytes of one bulletin: bulletin-parse check - < 664.pdf"


def add_stdin_name(parser: argparse.ArgumentParser) -> None:
    """Declares ``--stdin-name``."""
    parser.add_argument("--stdin-name", metavar="NAME", help="what the file - is called in findings and records, as patterns and a baseline know it")


def piped_of(paths: Sequence[str], name: str | None, most: int) -> Piped | None:
    """What comes through standard input, read at once; None where no path is ``-``.

    Args:
        paths: the command line's.
        name: what to call it; None for ``<stdin>``.
        most: bytes that a file may have; one more is read at the most.

    Raises:
        ArgumentError: standard input is a terminal, or it is named and not to be read.
        UnreadableSource: it is empty, or cannot be read.
    """
    if STDIN not in paths:
        if name is not None:
            raise ArgumentError("--stdin-name", "it names standard input, and no file is -", remedy="Give - in the place of the file")
        return None
    file = name or UNNAMED
    if sys.stdin is not None and sys.stdin.isatty():
        raise ArgumentError(STDIN, "standard input is a terminal, and no bulletin is typed", remedy=_PIPE)
    try:
        data = b"" if sys.stdin is None else sys.stdin.buffer.read(most + 1)
    except OSError as error:
        raise UnreadableSource(file, f"standard input cannot be read ({error.strerror})", remedy=_PIPE) from error
    if not data.strip():
        raise UnreadableSource(file, "standard input is empty", remedy=_PIPE)
    return Piped(file, data)


def found_in(paths: Sequence[str], piped: Piped | None) -> Iterator[Path | Remote | Piped | Ignored | BulletinError]:
    """The files that paths name, as ``discovery.all_files_of`` gives them, and in the place of the first ``-`` what came through standard input."""
    for path in dict.fromkeys(paths) if piped else paths:
        if path == STDIN and piped:
            yield piped
        else:
            yield from all_files_of([path])
