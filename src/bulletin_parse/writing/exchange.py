"""Two names exchanged in one step, where the system can do that."""

from __future__ import annotations

import os
import sys
from pathlib import Path

_HERE = -100  # AT_FDCWD: paths are as they are given
_EXCHANGE = 2  # RENAME_EXCHANGE of Linux, RENAME_SWAP of macOS


def swapped(one: Path, other: Path) -> bool:
    """Exchanges what two paths of one disk name; False if this system or file system cannot, and nothing was done."""
    import ctypes  # for folders alone: a file is replaced by a rename

    names = os.fsencode(one), os.fsencode(other)
    try:
        library = ctypes.CDLL(None, use_errno=True)
        if sys.platform == "linux":
            return bool(library.renameat2(_HERE, names[0], _HERE, names[1], _EXCHANGE) == 0)
        return sys.platform == "darwin" and bool(library.renamex_np(*names, _EXCHANGE) == 0)
    except (OSError, TypeError, AttributeError):  # no such function: an older C library, Windows
        return False
