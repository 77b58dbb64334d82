"""Completion of a command line that is being written, by argcomplete (the extra ``[completion]``); loaded only where a shell asks for it.

The shell sets ``_ARGCOMPLETE`` and the line so far, runs the program, and takes what it may go on with from an open file of its own.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from bulletin_parse.limits import NAMES
from bulletin_parse.plugins import ENGINES
from bulletin_parse.reading.read import MODES_OF_READING
from bulletin_parse.rules import all_rules
from bulletin_parse.text.language import said

_NOTHING = 1  # exit code that says to the shell that there is nothing to take


def complete(parser: argparse.ArgumentParser) -> int:
    """Tells the shell how the line may go on, and ends the process; returns an exit code only where argcomplete is not installed.

    Args:
        parser: the program's, with the command whole that the line names.
    """
    try:
        import argcomplete
    except ImportError:
        return _NOTHING
    for action in _actions(parser):
        if action.choices is None and action.dest in _WORDS:
            action.completer = _completer(_WORDS[action.dest])  # type: ignore[attr-defined]  # argcomplete looks for it there
        if action.help not in (None, argparse.SUPPRESS):
            action.help = said(action.help)  # shells show it beside the word
    argcomplete.autocomplete(parser, always_complete_options=False)
    return _NOTHING


def _actions(parser: argparse.ArgumentParser) -> Iterator[argparse.Action]:
    """All arguments of a parser and of those of its commands, and the commands as the list of them has them."""
    for action in parser._actions:  # noqa: SLF001  # argparse has no other way to its arguments
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001
            yield from action._choices_actions  # noqa: SLF001
            for below in dict.fromkeys(action.choices.values()):
                yield from _actions(below)
        else:
            yield action


def _completer(words: Callable[[], Iterable[str]]) -> Callable[..., list[str]]:
    """What argcomplete calls for an argument's values; of several parted by commas the last one is completed."""

    def completer(prefix: str, **_: Any) -> list[str]:
        before, comma, _last = prefix.rpartition(",")
        return [f"{before}{comma}{word}" for word in words()]

    return completer


def _codes() -> Sequence[str]:
    """The rules' codes, and the prefixes that stand for a family of them."""
    codes = [rule.code for rule in all_rules()]
    return [*dict.fromkeys(code[:3] for code in codes), *codes]


# The values of arguments that are no choices of argparse's, by the arguments' names.
_WORDS: Mapping[str, Callable[[], Iterable[str]]] = {
    "code": lambda: [rule.code for rule in all_rules()],
    "select": _codes,
    "ignore": _codes,
    "engine": lambda: dict.fromkeys(("auto", *ENGINES, *MODES_OF_READING)),
    "limit": lambda: [f"{name}=" for name in NAMES],
}
