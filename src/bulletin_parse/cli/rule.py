"""``bulletin-parse rule``: the manual of the rules."""

from __future__ import annotations

import argparse

from bulletin_parse.cli.exits import CLEAN, code_of
from bulletin_parse.cli.terminal import note, put, tell
from bulletin_parse.errors import UnknownCode
from bulletin_parse.text.folding import padded
from bulletin_parse.text.language import said

_EPILOG = """\
examples:
  bulletin-parse rule                                   all rules
  bulletin-parse rule BP206                             what one checks, why, and how to mend what it finds

Exit codes: 0 printed, 2 there is no such rule.
"""


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser], line: str) -> None:
    """Declares the command; ``line`` tells of it in the list of all."""
    text = "Print a rule's manual page, or list all rules with code, severity and name."
    parser = commands.add_parser("rule", help=line, description=text, epilog=_EPILOG, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("code", nargs="?", metavar="CODE", help="a code such as BP203; without one, all rules are listed")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Prints the page or the list."""
    from bulletin_parse.rules import all_rules, find_rule
    from bulletin_parse.rules.manual import manual_page

    if arguments.code is None:
        put("".join([f"{rule.code}  {padded(said(rule.severity), 7)}  {said(rule.name)}\n" for rule in all_rules()]))
        return CLEAN
    try:
        tell(manual_page(find_rule(arguments.code)).rstrip("\n") + "\n")
    except UnknownCode as error:
        note(str(error))
        return code_of(error)
    return CLEAN
