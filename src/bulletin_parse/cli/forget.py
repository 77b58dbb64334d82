"""``bulletin-parse forget``: files out of an archive."""

from __future__ import annotations

import argparse

from bulletin_parse.cli.arguments import add_archive
from bulletin_parse.cli.exits import CLEAN
from bulletin_parse.cli.terminal import put
from bulletin_parse.text.language import said
from bulletin_parse.text.showing import visible

_EPILOG = """\
examples:
  bulletin-parse forget archive.db 664                      all files of the bulletin 664
  bulletin-parse forget archive.db 2013/3.pdf 2014/         a file, and all below a folder
  bulletin-parse forget archive.db ./664                    a file whose name is a number

An ingest of their folder reads them again: move them away first. ingest --prune forgets files that are gone.
Exit codes: 0 forgotten, 1 the archive has no such file or bulletin, 2 usage, 5 the archive cannot be written.
"""


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser], line: str) -> None:
    """Declares the command."""
    parser = commands.add_parser(
        "forget",
        help=line,
        description="Take files out of an archive with their bulletins. The files themselves stay as they are.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add_archive(parser)
    parser.add_argument("what", nargs="+", metavar="PATH|NUMBER", help="a file, a folder, a URL, or a bulletin's number")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Forgets them."""
    from bulletin_parse.archive.archive import Archive

    with Archive.open(arguments.archive) as archive:
        for what in arguments.what:
            for file in archive.forget(int(what) if what.isascii() and what.isdigit() else what):
                put(f"{visible(file)}: {said('forgotten')}\n")
    return CLEAN
