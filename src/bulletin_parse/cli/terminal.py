"""What goes to the terminal: notes on stderr, results on stdout; no character in them can command it."""

from __future__ import annotations

import io
import os
import sys
from contextlib import suppress
from typing import Any

from bulletin_parse.cli.stdout import stdout_or_error
from bulletin_parse.text.credentials import without_credentials
from bulletin_parse.text.language import said
from bulletin_parse.text.showing import harmless, visible


def note(text: str) -> None:
    """Prints a note on stderr, in one line, without credentials and in the language that is spoken; that nobody can read it is no reason to stop."""
    with suppress(OSError):
        print(note_line(text), file=sys.stderr)


def note_line(text: str) -> str:
    """A note as it is printed, on stderr or above a bar."""
    return f"bulletin-parse: {visible(without_credentials(said(text)))}"


def takes_colour(asked: str = "auto") -> bool:
    """Whether stdout is coloured: a terminal is, unless NO_COLOR is set (https://no-color.org); all else is if FORCE_COLOR is (https://force-color.org).

    Args:
        asked: ``always`` and ``never`` win over the environment; ``auto`` leaves it to that.
    """
    if asked != "auto":
        return asked == "always"
    if os.environ.get("FORCE_COLOR") and not os.environ.get("NO_COLOR"):
        return True
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


class TerminalBytes(io.RawIOBase):
    """A binary file that is the terminal: what is written to it is shown as ``put`` shows it."""

    def writable(self) -> bool:
        """It is."""
        return True

    def write(self, data: Any) -> int:
        """Shows UTF-8 text; what is none is replaced."""
        put(bytes(data).decode("utf-8", "replace"))
        return len(data)


def tell(text: str) -> None:
    """Writes a result for people, in English, as ``put`` does, in the language that is spoken."""
    put(said(text))


def put(text: str, *, coloured: bool = False) -> None:
    """Writes a result to stdout; to a terminal with control and bidirectional characters made visible, to a pipe or file as it is.

    Args:
        text: what to write.
        coloured: its maker has made its pieces harmless itself, and put colours between them.

    Raises:
        ExportError: stdout cannot be written.
    """
    if sys.stdout.isatty() and not coloured:
        text = harmless(text)
    with stdout_or_error():
        sys.stdout.write(text)
