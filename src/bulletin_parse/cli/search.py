"""``bulletin-parse search``: the items of an archive that hold some words."""

from __future__ import annotations

import argparse
from typing import Any

from bulletin_parse.cli.arguments import add_archive, add_filters
from bulletin_parse.cli.exits import CLEAN, FINDINGS, code_of
from bulletin_parse.cli.terminal import note, put, takes_colour
from bulletin_parse.errors import BulletinError

FORMATS = ("table", "json")
NOTHING = FINDINGS  # as grep says it
_EPILOG = """\
examples:
  bulletin-parse search archive.db 医保                      one character is enough, and so are ten
  bulletin-parse search archive.db '智慧医院 DRG -广告'       both words, and not the third
  bulletin-parse search archive.db '"HL7 FHIR" ICD*'         a phrase, and Latin words that begin so
  bulletin-parse search archive.db 医保 --source 人民网 --since 2025-01-01 --format json

Words are parted by spaces, and an item must hold them all. Width and case do not count. The best match comes first.
Exit codes: 0 found, 1 nothing found, 2 usage or stdout cannot be written, 5 the archive cannot be read.
"""


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser], line: str) -> None:
    """Declares the command; ``line`` tells of it in the list of all."""
    text = "Find the items of an archive that hold some words, the best first."
    parser = commands.add_parser("search", help=line, description=text, epilog=_EPILOG, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_archive(parser)
    parser.add_argument("words", nargs="+", metavar="WORD", help='words to find; quote them as one argument to use "…", * or -')
    add_filters(parser)
    parser.add_argument("--source", metavar="NAME", help="items whose source holds these words")
    parser.add_argument("--limit", type=_limit, default=20, metavar="N", help="items at most (default 20); 0 for all")
    parser.add_argument("--format", choices=FORMATS, default="table", help="table for people (default), json for programs")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Searches and prints what was found."""
    from bulletin_parse.archive.archive import Archive
    from bulletin_parse.archive.search.listing import hits_json, to_table

    words = " ".join(arguments.words)
    wanted: dict[str, Any] = {"since": arguments.since, "until": arguments.until, "numbers": arguments.number, "source": arguments.source}
    try:
        with Archive.open(arguments.archive) as archive:
            hits = archive.search(words, limit=arguments.limit or None, **wanted)
            found = archive.count(words, **wanted) if len(hits) == arguments.limit else len(hits)
        colour = takes_colour()
        put(hits_json(hits) if arguments.format == "json" else to_table(hits, colour=colour), coloured=True)
    except BulletinError as error:
        note(str(error))
        return code_of(error)
    if found > len(hits):
        note(f"the best {len(hits):,} of {found:,} items; --limit 0 prints all")
    return CLEAN if hits else NOTHING


def _limit(text: str) -> int:
    limit = int(text)
    if limit < 0:
        raise argparse.ArgumentTypeError("it is less than 0")
    return limit
