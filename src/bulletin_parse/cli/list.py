"""``bulletin-parse list``: what is in an archive, and what was rejected."""

from __future__ import annotations

import argparse

from bulletin_parse.cli.arguments import add_archive, add_filters, add_format
from bulletin_parse.cli.exits import CLEAN, FINDINGS
from bulletin_parse.cli.terminal import put

_EPILOG = """\
examples:
  bulletin-parse list archive.db --since 2025-01-01         bulletins, with their items and findings
  bulletin-parse list archive.db --findings                 those with findings
  bulletin-parse list archive.db --findings BP2 --format json
  bulletin-parse list archive.db --status rejected          the files that could not be read, and why
  bulletin-parse list archive.db --status ignored           what was found beside them, and what would read it

Exit codes: 0 listed, 1 nothing to list, 2 usage, 5 the archive cannot be read.
"""


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser], line: str) -> None:
    """Declares the command."""
    parser = commands.add_parser(
        "list",
        help=line,
        description="List the bulletins of an archive, or the files that are none.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add_archive(parser)
    add_filters(parser)
    parser.add_argument("--status", choices=("stored", "superseded", "rejected", "ignored", "all"), default="stored", help="of the files (default stored)")
    parser.add_argument("--findings", nargs="?", const="", metavar="CODE", help="with findings, or with those of a code or its beginning")
    parser.add_argument("--clean", action="store_true", help="without findings")
    add_format(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Lists the files."""
    from bulletin_parse.archive.archive import Archive
    from bulletin_parse.archive.keeping.listing import list_json, list_text

    findings = False if arguments.clean else arguments.findings if arguments.findings != "" else True
    status = None if arguments.status == "all" else arguments.status
    with Archive.open(arguments.archive) as archive:
        rows = archive.list(since=arguments.since, until=arguments.until, numbers=arguments.number, status=status, findings=findings)
    put(list_json(rows) if arguments.format == "json" else list_text(rows))
    return CLEAN if rows else FINDINGS
