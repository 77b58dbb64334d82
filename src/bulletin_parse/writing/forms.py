"""Forms of output, and how an earlier output of each is known again: by its content, never by its name."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

# Bytes of a file's beginning and end in which a form shows itself: a title may be long, a summary's last line is short.
HEAD, TAIL = 1 << 16, 1 << 12


class Form(NamedTuple):
    """A form of output.

    Args:
        name: what messages call it (``JSON record``); of a folder, the word in its marker.
        is_ours: whether a file that is there was written in this form by this program; of a folder the marker tells.
    """

    name: str
    is_ours: Callable[[Path], bool] = lambda _: False


def beginning(pattern: str) -> Callable[[Path], bool]:
    """Tells a file by how its bytes begin; the pattern is verbose, and its ``.`` matches line feeds too."""
    compiled = re.compile(pattern.encode(), re.VERBOSE | re.DOTALL)

    def is_ours(path: Path) -> bool:
        with path.open("rb") as file:
            return compiled.match(file.read(HEAD)) is not None

    return is_ours


def ending(pattern: str) -> Callable[[Path], bool]:
    """Tells a file by its last bytes; the pattern is verbose, and ``^`` and ``$`` stand at the ends of lines."""
    compiled = re.compile(rf"(?:{pattern})\Z".encode(), re.VERBOSE | re.MULTILINE)

    def is_ours(path: Path) -> bool:
        with path.open("rb") as file:
            file.seek(max(0, path.stat().st_size - TAIL))
            return compiled.search(file.read(TAIL)) is not None

    return is_ours
