"""``bulletin-parse review``: a local page on which people check an archive's bulletins and correct them."""

from __future__ import annotations

import argparse
import os
import webbrowser

from bulletin_parse.cli.arguments import add_archive
from bulletin_parse.cli.correct import account
from bulletin_parse.cli.exits import CLEAN, code_of
from bulletin_parse.cli.terminal import note, put
from bulletin_parse.errors import BulletinError
from bulletin_parse.text.showing import visible

MAX_PORT = 65_535
_EPILOG = """\
examples:
  bulletin-parse review archive.db
  bulletin-parse review archive.db --by 甲 --port 8664 --no-open

The page shows what to look at first, each printed page beside its record, and keeps every correction in the file beside the archive
(docs/reviewing.md). It is served to this machine alone, to whoever has the printed address, until Ctrl-C; it asks no network for
anything. Exit codes: 0 ended, 2 usage, 4 the extra review is not installed, 5 the archive cannot be read.
"""


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser], line: str) -> None:
    """Declares the command; ``line`` tells of it in the list of all."""
    parser = commands.add_parser(
        "review",
        help=line,
        description="Serve a page on which people check an archive's bulletins and correct them.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add_archive(parser)
    parser.add_argument("--port", type=_port, default=0, metavar="N", help="the port on 127.0.0.1 (default: one that is free)")
    parser.add_argument("--open", action=argparse.BooleanOptionalAction, default=True, help="open the page in a browser (default)")
    parser.add_argument(
        "--by", default=os.environ.get("BULLETIN_PARSE_BY") or account(), metavar="NAME", help="who reviews (else $BULLETIN_PARSE_BY, or the account)"
    )
    parser.add_argument("--corrections", metavar="FILE", help="the file of corrections; without it, the one that the archive knows")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Serves until it is interrupted."""
    from bulletin_parse.review.server import serve

    def ready(address: str) -> None:
        put(f"{visible(address)}\n")
        note("Open this address to review; Ctrl-C ends. Whoever has it can correct the archive.")
        if arguments.open:
            webbrowser.open(address)

    try:
        serve(arguments.archive, port=arguments.port, by=arguments.by or "", corrections=arguments.corrections, ready=ready)
    except BulletinError as error:
        note(str(error))
        return code_of(error)
    except KeyboardInterrupt:  # how a review ends
        pass
    return CLEAN


def _port(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) > MAX_PORT:
        raise argparse.ArgumentTypeError(f"{text!r} is no port: a number up to {MAX_PORT}")
    return int(text)
