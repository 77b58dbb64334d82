"""``bulletin-parse show``: a bulletin of an archive, its findings and its files."""

from __future__ import annotations

import argparse

from bulletin_parse.cli.arguments import add_archive, add_format
from bulletin_parse.cli.exits import CLEAN
from bulletin_parse.cli.terminal import put

_EPILOG = """\
examples:
  bulletin-parse show archive.db 664
  bulletin-parse show archive.db 664 --format json          with the whole record

Exit codes: 0 shown, 1 there is no such bulletin, 2 usage, 5 the archive cannot be read.
"""


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser], line: str) -> None:
    """Declares the command."""
    parser = commands.add_parser(
        "show",
        help=line,
        description="Show the bulletin of a number: its record, what was found in it, and the files that hold it.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add_archive(parser)
    parser.add_argument("number", type=int, metavar="NUMBER", help="the bulletin's number")
    add_format(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Shows the bulletin."""
    from bulletin_parse.archive.archive import Archive
    from bulletin_parse.archive.keeping.showing import show_json, show_text

    with Archive.open(arguments.archive) as archive:
        found = archive.show_all(arguments.number)
    put(show_json(found) if arguments.format == "json" else show_text(found))
    return CLEAN
