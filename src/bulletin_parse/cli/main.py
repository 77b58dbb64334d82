# PYTHON_ARGCOMPLETE_OK
"""The command ``bulletin-parse``."""

from __future__ import annotations

import argparse
import atexit
import gc
import os
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module

from bulletin_parse._version import __version__
from bulletin_parse.cli.exits import INTERRUPTED, USAGE, code_of
from bulletin_parse.cli.parser import Parser
from bulletin_parse.cli.postponed import postpone_metadata, postpone_tables
from bulletin_parse.cli.stdout import replace_closed, stdout_or_error
from bulletin_parse.cli.terminal import note
from bulletin_parse.errors import BulletinError, speaking_of_options
from bulletin_parse.text.language import chosen_language, speak, speaking, spoken

_EPILOG = """\
first steps:
  bulletin-parse parse 664.pdf --format summary         what is in a bulletin
  bulletin-parse check 664.pdf                          what is wrong in it
  bulletin-parse view 664.pdf -o 664.html               its pages beside its record
  bulletin-parse ingest FOLDER --archive archive.db     many, to search, export and report
  bulletin-parse COMMAND --help                         what a command can do

Results go to stdout, notes and progress to stderr.
Exit codes: 0 clean, 1 findings, 2 usage, 3 unreadable input, 4 engine missing, 5 archive.
"""


_OBJECTS = 100_000  # made before circles are sought among them: more than the modules of any command have, which are there to stay

# Each command's module here, and what the list of all says of it: only the one that is run is loaded.
_COMMANDS: Mapping[str, str] = {
    "parse": "turn bulletins (PDF, Word, web page, picture or text) into records",
    "check": "find what is wrong in bulletins",
    "view": "show a bulletin's pages beside its record (one HTML page)",
    "ingest": "read bulletins into an archive (one SQLite file)",
    "list": "list what is in an archive, with findings",
    "show": "show a bulletin of an archive, its findings and files",
    "history": "show what new readings changed in an archive",
    "forget": "take files or a bulletin out of an archive",
    "verify": "look whether an archive is sound",
    "search": "find items in an archive by their words",
    "export": "write an archive as JSON Lines, CSV, Excel, Parquet, Markdown",
    "report": "show an archive at a glance (a folder of HTML pages)",
    "review": "check and correct an archive on a local page",
    "correct": "correct fields and structure, and keep what was corrected",
    "rule": "explain a rule, or list them all",
    "schema": "print the record's JSON Schema",
}


def make_parser(command: str | None = None) -> argparse.ArgumentParser:
    """The parser of every command and option; the documentation's reference is made from it.

    Args:
        command: the only one whose options are wanted; None for those of all.
    """
    parser = Parser(
        prog="bulletin-parse",
        description="Turn the weekly 全国卫生信息化舆情监测周报 (PDF, Word, web page, picture or text) into exact records.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(run=None)
    parser.add_argument("--version", action="version", version=f"bulletin-parse {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    for name, line in _COMMANDS.items():
        if command in (None, name):
            import_module(f"bulletin_parse.cli.{name}").add_parser(commands, line)
        else:
            commands.add_parser(name, help=line)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Runs a command as the shell does, in this process; it writes to ``sys.stdout`` and ``sys.stderr``.

    Args:
        argv: the words after the program's name; None takes those that this process was called with, which then is the command's own.

    Returns:
        The exit code: 0 clean, 1 findings, 2 usage, 3 unreadable input, 4 engine missing, 5 archive.

    Raises:
        SystemExit: ``--help``, ``--version``, or a command or option that there is not.

    >>> main(["rule", "BP101"])  # doctest: +ELLIPSIS
    BP101 ...
    0
    """
    if argv is None:
        _own_process()
        argv = sys.argv[1:]
        if "_ARGCOMPLETE" in os.environ:
            return _completed()
    try:
        with speaking_of_options(), speaking(chosen_language(argv, os.environ)):
            return _run(argv)
    except KeyboardInterrupt:  # at any moment: while the words of the line are read as well
        return INTERRUPTED


def _parser_for(words: Sequence[str]) -> argparse.ArgumentParser:
    """The parser with the command whole that a line names."""
    return make_parser(next((word for word in words if word in _COMMANDS), ""))


def _completed() -> int:
    """Tells a shell how the line that it has so far may go on (docs/ci.md)."""
    from bulletin_parse.cli.completion import complete

    words = os.environ.get("COMP_LINE", "").split()
    with speaking(chosen_language(words, os.environ)):
        return complete(_parser_for(words))


def _own_process() -> None:
    """Spares the process what a command has no use for, a quarter of the time of a short one."""
    gc.set_threshold(_OBJECTS)
    atexit.register(gc.freeze)  # the system takes the memory back as a whole: no search for circles in it before
    postpone_metadata()
    postpone_tables()
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # records want none, and to look for them is to read all installed packages' metadata


def _run(argv: Sequence[str]) -> int:
    replace_closed()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # records are UTF-8 whatever the terminal's language
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    parser = _parser_for(argv)
    arguments = parser.parse_args(argv)
    speak(getattr(arguments, "lang", spoken()))  # argparse takes --la for it as well
    arguments.lang = spoken()
    if arguments.run is None:
        parser.print_help(sys.stderr)
        return USAGE
    try:
        code = arguments.run(arguments)
        with stdout_or_error():  # what is still in its buffer
            pass
    except BrokenPipeError:  # the reader of the pipe has gone, as `head` does
        sys.stderr.close()
        return 0
    except BulletinError as error:
        note(str(error))
        return code_of(error)
    return int(code)


if __name__ == "__main__":
    sys.exit(main())
