"""``bulletin-parse verify``: whether an archive is sound."""

from __future__ import annotations

import argparse

from bulletin_parse.cli.arguments import add_archive
from bulletin_parse.cli.exits import CLEAN, FINDINGS
from bulletin_parse.cli.terminal import put
from bulletin_parse.text.language import said
from bulletin_parse.text.showing import visible
from bulletin_parse.text.wording import counted

_EPILOG = """\
examples:
  bulletin-parse verify archive.db
  bulletin-parse verify archive.db --files                  are the files there, and unchanged?

Exit codes: 0 sound, 1 something is wrong, 2 usage, 5 the archive cannot be read.
"""


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser], line: str) -> None:
    """Declares the command."""
    parser = commands.add_parser(
        "verify",
        help=line,
        description="Look whether an archive is sound: its file, its records, the tables made of them, its pictures and its search index.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add_archive(parser)
    parser.add_argument("--files", action="store_true", help="look at the files that were read as well")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Looks, and tells what is wrong."""
    from bulletin_parse.archive.archive import Archive

    with Archive.open(arguments.archive) as archive:
        found = archive.verify(files=arguments.files)
    for each in found:
        put(f"{visible(each.where)}: {visible(said(each.reason))}\n")
    put(f"{visible(arguments.archive)}: {said(counted(len(found), 'fault') if found else 'sound')}\n")
    return FINDINGS if found else CLEAN
