"""What goes to the terminal: notes on stderr, results on stdout; no sign in them can command it."""

from __future__ import annotations

import sys
from contextlib import suppress

from bulletin_parse.cli.stdout import stdout_or_error


def note(text: str) -> None:
    """Prints a note on stderr, in one line; that nobody can read it is no reason to stop."""
    from bulletin_parse.outputs.reporters.escaping import visible

    with suppress(OSError):
        print(f"bulletin-parse: {visible(text)}", file=sys.stderr)


def put(text: str, *, coloured: bool = False) -> None:
    """Writes a result to stdout; to a terminal with control and bidirectional signs made visible, to a pipe or file as it is.

    Args:
        text: what to write.
        coloured: its maker has made its pieces harmless itself, and put colours between them.

    Raises:
        ExportError: stdout cannot be written.
    """
    if sys.stdout.isatty() and not coloured:
        from bulletin_parse.outputs.reporters.escaping import harmless

        text = harmless(text)
    with stdout_or_error():
        sys.stdout.write(text)
