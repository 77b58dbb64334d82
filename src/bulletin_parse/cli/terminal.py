"""What goes to the terminal: notes on stderr, results on stdout; no sign in them can command it."""

from __future__ import annotations

import sys


def note(text: str) -> None:
    """Prints a note on stderr, in one line."""
    from bulletin_parse.outputs.reporters.escaping import visible

    print(f"bulletin-parse: {visible(text)}", file=sys.stderr)


def put(text: str) -> None:
    """Writes a result to stdout; to a terminal with control and bidirectional signs made visible, to a pipe or file as it is."""
    if sys.stdout.isatty():
        from bulletin_parse.outputs.reporters.escaping import harmless

        text = harmless(text)
    sys.stdout.write(text)
