"""``bulletin-parse history``: what new readings changed in an archive."""

from __future__ import annotations

import argparse

from bulletin_parse.cli.arguments import add_archive, add_format
from bulletin_parse.cli.exits import CLEAN, FINDINGS
from bulletin_parse.cli.terminal import put

_EPILOG = """\
examples:
  bulletin-parse history archive.db
  bulletin-parse history archive.db 664 --format json

Exit codes: 0 shown, 1 nothing has changed, 2 usage, 5 the archive cannot be read.
"""


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser], line: str) -> None:
    """Declares the command."""
    parser = commands.add_parser(
        "history",
        help=line,
        description="Show what new readings, corrections and forgetting changed, the latest last.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add_archive(parser)
    parser.add_argument("number", type=int, nargs="?", metavar="NUMBER", help="of one bulletin only")
    add_format(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Shows the history."""
    from bulletin_parse.archive.archive import Archive
    from bulletin_parse.archive.keeping.telling import history_json, history_text

    with Archive.open(arguments.archive) as archive:
        found = archive.history(arguments.number)
    put(history_json(found) if arguments.format == "json" else history_text(found))
    return CLEAN if found else FINDINGS
