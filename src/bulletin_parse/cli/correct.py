"""``bulletin-parse correct``: what people correct, listed, added, removed, tried, imported, exported, and learnt from."""

from __future__ import annotations

import argparse
import getpass
import os
from collections.abc import Callable
from typing import Any

from bulletin_parse.cli.output import add_output_options
from bulletin_parse.cli.parser import Summary

_EPILOG = """\
examples:
  bulletin-parse correct add --archive archive.db 664 'items[0].source' 新华网 --why 'so printed' --by 甲
  bulletin-parse correct add --archive archive.db 664 'items[0].blocks[2]' --join 'items[0].blocks[3]' --why 'cut by a page'
  bulletin-parse correct add --archive archive.db 664 'items[0].blocks[1]' --move furniture --why 'a running header'
  bulletin-parse correct add --archive archive.db 664 'items[2]' --missing 'items[1].blocks[4]' 'items[1].blocks[5]' --why 'an item of its own'
  bulletin-parse correct add --archive archive.db 664 'items[3]' --none --why 'a line of a list'
  bulletin-parse correct add --archive archive.db 664 --accept BP302 --why 'the page prints no link'
  bulletin-parse correct add --corrections c.jsonl 664.pdf title 全国卫生信息化舆情监测周报 --why 'so printed'
  bulletin-parse correct list --archive archive.db
  bulletin-parse correct remove --archive archive.db 3f2a90c1d4
  bulletin-parse correct rebind --archive archive.db 664 --dry-run       a file saved anew: what would still fit
  bulletin-parse correct --suggest --archive archive.db

Corrections stand in a file beside the archive (archive.corrections.jsonl), a line each, to keep in git. Each holds what was read: where
something else is read by now it is not made, and BP907 says so. docs/corrections.md tells more. Exit codes: 0 done,
1 a correction does not fit, 2 usage, 3 the bulletin cannot be read, 5 the archive cannot be written.
"""


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser], line: str) -> None:
    """Declares the command and what it can do; ``line`` tells of it in the list of all."""
    parser = commands.add_parser(
        "correct",
        help=line,
        description="Correct what was read wrong; corrections outlive every reading of the file.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--suggest", action="store_true", help="show where corrections would apply elsewhere, as the action suggest does")
    _add_place(parser)
    parser.set_defaults(run=_suggest_or_help(parser))
    actions = parser.add_subparsers(title="actions", metavar="ACTION")
    _add_list(actions)
    _add_add(actions)
    _add_remove(actions)
    _add_try(actions)
    _add_import(actions)
    _add_rebind(actions)
    _add_export(actions)
    _add_suggest(actions)


def _add_place(parser: argparse.ArgumentParser, *, outer: bool = True) -> None:
    """Where the corrections are: an archive's, or a file's by itself."""
    default = None if outer else argparse.SUPPRESS
    parser.add_argument("--archive", default=default, metavar="ARCHIVE", help="the archive whose bulletins are corrected")
    parser.add_argument("--corrections", default=default, metavar="FILE", help="the file of corrections; without it, the one that the archive knows")


def _action(actions: Any, name: str, text: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = actions.add_parser(name, help=text, description=Summary(text))
    _add_place(parser, outer=False)
    parser.set_defaults(run=_doing(name))
    return parser


def _add_list(actions: Any) -> None:
    parser = _action(actions, "list", "show corrections, and what became of each")
    parser.add_argument("bulletin", nargs="?", metavar="BULLETIN", help="a number, or a file: its corrections alone")
    parser.add_argument("--by", metavar="NAME", help="those of one person")
    parser.add_argument("--state", choices=("made", "not needed", "does not fit", "other file"), help="those in this state")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="text (default) or json")


def _add_add(actions: Any) -> None:
    parser = _action(actions, "add", "add a correction")
    parser.add_argument("bulletin", metavar="BULLETIN", help="its number in the archive; without an archive, its file")
    parser.add_argument("field", nargs="?", metavar="FIELD", help="the address of what is wrong, as items[0].source")
    parser.add_argument("value", nargs="?", metavar="VALUE", help="what it says; a date as 2026-03-13, a range as 2026-03-07/2026-03-13, a list as JSON")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--nothing", action="store_true", help="FIELD says nothing")
    what.add_argument("--join", nargs="+", metavar="FIELD", help="FIELD and these are one paragraph")
    what.add_argument("--part", nargs="+", metavar="TEXT", help="FIELD is several paragraphs; each but the first begins with a TEXT")
    what.add_argument(
        "--move", metavar="TO", help="FIELD's text belongs to furniture, front_matter, back_matter, residue, a place in a body, or an empty field"
    )
    what.add_argument("--missing", nargs="*", metavar="FIELD", help="an item or entry is missing at FIELD; these texts are it")
    what.add_argument("--none", nargs="?", const="", metavar="TO", help="FIELD was taken for an item or entry and is none; TO takes its text")
    what.add_argument("--accept", metavar="CODE", help="a finding of this code is true and stays; FIELD may say its subject")
    parser.add_argument("--run", dest="text", metavar="TEXT", help="with --move: this run of the text alone")
    parser.add_argument("--given", action="append", default=[], metavar="NAME=VALUE", help="with --missing: what no text says; may be given again")
    _add_saying(parser)


def _add_saying(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--why", default="", metavar="REASON", help="what tells so; may be left out but with --accept")
    parser.add_argument(
        "--by",
        default=os.environ.get("BULLETIN_PARSE_BY") or account(),
        metavar="NAME",
        help="who says so (else $BULLETIN_PARSE_BY, or the account)",
    )
    parser.add_argument("--file", metavar="FILE", help="which file's bulletin is meant, where several have the number")
    _add_dry_run(parser)


def _add_dry_run(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--dry-run", action="store_true", help="write nothing; show what would change")


def account() -> str:
    """Who works here, by the system's account: whose name a correction bears if nobody says another."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "somebody"


def _add_remove(actions: Any) -> None:
    parser = _action(actions, "remove", "take corrections out, and back in the records")
    parser.add_argument("ids", nargs="+", metavar="ID", help="as list shows them")
    _add_dry_run(parser)


def _add_try(actions: Any) -> None:
    parser = _action(actions, "try", "show what a file of corrections would change; nothing is written")
    parser.add_argument("bulletin", nargs="?", metavar="BULLETIN", help="without an archive: the bulletin's file")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="text (default) or json")


def _add_import(actions: Any) -> None:
    parser = _action(actions, "import", "take in the corrections of another file")
    parser.add_argument("other", metavar="FILE", help="a file of corrections")
    parser.add_argument("--keep", choices=("ours", "theirs"), help="where two contradict each other; without it, nothing is taken in then")
    _add_dry_run(parser)


def _add_rebind(actions: Any) -> None:
    parser = _action(actions, "rebind", "make the corrections of another file of a bulletin those of its own, where they still fit")
    parser.add_argument("bulletin", metavar="BULLETIN", help="its number in the archive; without an archive, its file")
    parser.add_argument("--file", metavar="FILE", help="which file's bulletin is meant, where several have the number")
    parser.add_argument("--replace", action="store_true", help="take those of the other file out that are made of this one")
    _add_dry_run(parser)


def _add_export(actions: Any) -> None:
    parser = _action(actions, "export", "write the corrections of an archive's files, sorted")
    add_output_options(parser)


def _add_suggest(actions: Any) -> None:
    parser = _action(actions, "suggest", "show where corrections would apply elsewhere, and words that a template lacks")
    parser.add_argument("--format", choices=("text", "jsonl"), default="text", help="jsonl: corrections to look at and import")
    parser.add_argument("--by", default=os.environ.get("BULLETIN_PARSE_BY") or account(), metavar="NAME", help="who would say so")


def _suggest_or_help(parser: argparse.ArgumentParser) -> Callable[[argparse.Namespace], int]:
    def run(arguments: argparse.Namespace) -> int:
        if not arguments.suggest:
            parser.error("name an action: list, add, remove, try, import, rebind, export or suggest")
        arguments.format, arguments.by = "text", account()
        return _doing("suggest")(arguments)

    return run


def _doing(action: str) -> Callable[[argparse.Namespace], int]:
    """What does an action; its imports are those of an archive, which no other command waits for."""

    def run(arguments: argparse.Namespace) -> int:
        from bulletin_parse.cli.correct_actions import ACTIONS

        return ACTIONS[action](arguments)

    return run
