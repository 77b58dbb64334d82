"""``bulletin-parse export``: an archive to JSON Lines, CSV, Excel, Parquet or Markdown."""

from __future__ import annotations

import argparse
import sys
from contextlib import nullcontext
from typing import Any

from bulletin_parse.cli.arguments import add_archive, add_filters
from bulletin_parse.cli.exits import CLEAN, USAGE, code_of
from bulletin_parse.cli.output import STDOUT, add_output_options, names_of
from bulletin_parse.cli.stdout import stdout_or_error
from bulletin_parse.cli.terminal import TerminalBytes, note
from bulletin_parse.errors import BulletinError
from bulletin_parse.plugins import EXPORTERS

_EPILOG = """\
examples:
  bulletin-parse export archive.db --to jsonl -o all.jsonl          one record a line, the bytes that are stored
  bulletin-parse export archive.db --to csv --since 2026-01-01      one item a row, to stdout
  bulletin-parse export archive.db --to xlsx -o archive.xlsx        sheets: bulletins, index, items, blocks, findings
  bulletin-parse export archive.db --to parquet -o parquet/         a data set a table, by year: DuckDB, Polars, Spark
  bulletin-parse export archive.db --to markdown -o texts/          one file a bulletin, with its pictures

What a form leaves out is told on stderr. A file or folder appears whole or not at all; an earlier export in the same form is
replaced, any other file or folder only with --force, and an archive never. Dates are of publication.
Exit codes: 0 written, 2 usage or it cannot be written (stdout too), 4 a package is missing, 5 the archive cannot be read.
"""


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser], line: str) -> None:
    """Declares the command; ``line`` tells of it in the list of all."""
    text = "Write an archive's bulletins in another form."
    parser = commands.add_parser(
        "export",
        help=line,
        description=text,
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add_archive(parser)
    parser.add_argument("--to", "--format", dest="to", choices=EXPORTERS, metavar=names_of(EXPORTERS), required=True, help="the form")
    add_output_options(parser, "a file, or for parquet and markdown a folder; jsonl and csv go to stdout without")
    add_filters(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Writes the export and tells what it leaves out."""
    from bulletin_parse.archive.archive import Archive

    output = None if arguments.output == STDOUT else arguments.output
    if not output and EXPORTERS[arguments.to].stream is None:
        note(f"--to {arguments.to} needs -o OUT")
        return USAGE
    stdout: Any = TerminalBytes() if sys.stdout.isatty() else sys.stdout.buffer
    target = output or stdout
    try:
        with Archive.open(arguments.archive) as archive, nullcontext() if output else stdout_or_error():
            done = archive.export(target, arguments.to, since=arguments.since, until=arguments.until, numbers=arguments.number, force=arguments.force)
    except BulletinError as error:
        note(str(error))
        return code_of(error)
    count = done.bulletins
    bulletins = f"{count:,} bulletin{'' if count == 1 else 's'}"
    note(f"{done.path or 'stdout'}: {bulletins}")
    for words in done.left_out:
        note(f"left out or changed: {words}")
    return CLEAN
