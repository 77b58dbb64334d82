"""``bulletin-parse report``: an archive as a folder of pages."""

from __future__ import annotations

import argparse

from bulletin_parse.cli.exits import CLEAN, code_of
from bulletin_parse.cli.output import add_output_options
from bulletin_parse.cli.terminal import note, tell
from bulletin_parse.errors import BulletinError
from bulletin_parse.text.showing import visible
from bulletin_parse.text.wording import counted

_EPILOG = """\
examples:
  bulletin-parse report archive.db -o report/           then open report/index.html
  bulletin-parse report archive.db -o report/ --lang en

The pages need no network and no server. The folder appears whole or not at all; an earlier report is replaced, a folder with
anything else in it only with --force, and never one that holds an archive. Exit codes: 0 written, 2 usage, 5 the archive cannot be read.
"""


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser], line: str) -> None:
    """Declares the command; ``line`` tells of it in the list of all."""
    parser = commands.add_parser(
        "report",
        help=line,
        description="Write a report of an archive: coverage by week, items, sources, findings, search, and a page for each bulletin.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("archive", metavar="ARCHIVE", help="an archive made by ingest")
    add_output_options(parser, "a new or empty folder, or that of an earlier report", metavar="FOLDER", required=True)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Writes the report."""
    from bulletin_parse.views.report.write import write_report

    try:
        count = write_report(arguments.archive, arguments.output, language=arguments.lang, force=arguments.force)
    except BulletinError as error:
        note(str(error))
        return code_of(error)
    tell(f"{visible(arguments.output.rstrip('/'))}/index.html: {counted(count, 'bulletin')}; open it in a browser\n")
    return CLEAN
