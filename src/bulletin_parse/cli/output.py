"""The options ``-o`` and ``--force``, the same for every command that writes, and where results go."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from bulletin_parse.cli.terminal import put
from bulletin_parse.plugins import Group
from bulletin_parse.writing import Form, Inputs, Target, whole_file

STDOUT = "-"
# Options that name a file to read, whichever of them a command has.
_READ = ("file", "archive", "template", "config", "outlets", "baseline", "corrections")


class Sink(NamedTuple):
    """Where results go.

    Args:
        put: takes text.
        abandon: leaves a file as it is, since there is nothing to write.
    """

    put: Callable[[str], None]
    abandon: Callable[[], None]


def add_output_options(
    parser: argparse.ArgumentParser, text: str = "write to this file instead of stdout", *, metavar: str = "OUT", required: bool = False
) -> None:
    """Declares the options."""
    parser.add_argument("-o", "--output", required=required, metavar=metavar, help=text)
    parser.add_argument("--force", action="store_true", help="with -o: replace what this program did not write; what is read, and archives, are never replaced")


def names_of(group: Group) -> str:
    """The names of a group of plugins as a usage line shows them: the built-in ones, since to look for others takes time."""
    return f"{{{','.join(group.built_in)}}}"


def target_of(arguments: argparse.Namespace, form: Form, path: str | None = None, *, read: Sequence[str] = ()) -> Target | None:
    """What ``-o``, or another option, names to be written; None for stdout.

    Args:
        arguments: the command line's.
        form: in what form it is written.
        path: what the other option names.
        read: files that the command reads and no argument names.
    """
    path = path or arguments.output
    if path in (None, STDOUT):
        return None
    inputs = inputs_of(arguments)
    return Target(Path(path), form, inputs._replace(files=(*inputs.files, *read)), force=arguments.force)


def inputs_of(arguments: argparse.Namespace) -> Inputs:
    """All that a command reads."""
    given = vars(arguments)
    searched = [*given.get("files", []), *given.get("paths", [])]
    named = [value for name in _READ for value in _each(given.get(name))]
    return Inputs(tuple(searched), tuple(named))


def _each(value: object) -> list[str]:
    """An option's value, or its values where it may be given again."""
    values = value if isinstance(value, list) else [value]
    return [each for each in values if isinstance(each, str)]


@contextmanager
def sink_of(target: Target | None, *, coloured: bool = False) -> Iterator[Sink]:
    """Where results go while the block runs: a file that takes its place when the block ends well, or stdout.

    Args:
        target: the file; None for stdout.
        coloured: of stdout, as for :func:`bulletin_parse.cli.terminal.put`.

    Raises:
        ExportError: it must not or cannot be written; where possible before the block begins.
    """
    if target is None:
        yield Sink(lambda text: put(text, coloured=coloured), lambda: None)
        return
    with whole_file(target) as draft:
        yield Sink(draft.write, draft.abandon)
