"""The option ``--limit``, the same for every command that reads files."""

from __future__ import annotations

import argparse

from bulletin_parse.limits import NAMES, Limits, read_limit


def add_option(parser: argparse.ArgumentParser) -> None:
    """Declares the option."""
    parser.add_argument(
        "--limit",
        action="append",
        default=[],
        type=_checked,
        metavar="NAME=VALUE",
        help=f"what one file may cost, as seconds=120 or memory=2GiB: {', '.join(NAMES)} (docs/security.md)",
    )


def limits_of(arguments: argparse.Namespace) -> Limits:
    """The stated defaults, changed as the options say."""
    limits = Limits()
    for text in arguments.limit:
        limits = read_limit(text, limits)
    return limits


def _checked(text: str) -> str:
    try:
        read_limit(text, Limits())
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None
    return text
