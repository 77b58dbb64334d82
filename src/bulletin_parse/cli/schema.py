"""``bulletin-parse schema``: the record's JSON Schema."""

from __future__ import annotations

import argparse

from bulletin_parse.cli.exits import CLEAN
from bulletin_parse.cli.output import add_output_options, sink_of, target_of

_EPILOG = """\
example:
  bulletin-parse schema -o bulletin.schema.json         for validators and generators of classes
"""


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser], line: str) -> None:
    """Declares the command; ``line`` tells of it in the list of all."""
    text = "Print the JSON Schema (draft 2020-12) of the record."
    parser = commands.add_parser("schema", help=line, description=text, epilog=_EPILOG, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_output_options(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Prints the schema."""
    from bulletin_parse.outputs.forms import SCHEMA
    from bulletin_parse.outputs.schema import schema_text

    with sink_of(target_of(arguments, SCHEMA)) as sink:
        sink.put(schema_text())
    return CLEAN
