"""The parser of the command line: it speaks the language that is spoken, and says what was probably meant."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable, Iterator
from typing import Any, NoReturn, Self

from bulletin_parse.cli.exits import USAGE
from bulletin_parse.text.language import ENGLISH, said, spoken
from bulletin_parse.text.lazy import lazy_pattern
from bulletin_parse.text.showing import visible
from bulletin_parse.views.languages import LANGUAGES

# What argparse says of a value that is none of several, and of an option that it does not know.
_NO_CHOICE = lazy_pattern(r"invalid choice: '([^']+)' \(choose from (.+)\)")
_NO_OPTION = lazy_pattern(r"unrecognized arguments: (?:.* )?(--[\w-]+)")


class Parser(argparse.ArgumentParser):
    """Shows what was wrong with the arguments as every other message: no character of theirs commands the terminal."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.add_argument("--lang", choices=LANGUAGES, default=argparse.SUPPRESS, help="language of all that is shown (default: that of the locale)")
        if spoken() != ENGLISH:
            self.formatter_class = _translating(self.formatter_class)

    def error(self, message: str) -> NoReturn:
        """Prints the message in one line, with what was probably meant, and exits."""
        self.print_usage(sys.stderr)
        self.exit(USAGE, visible(said(f"{self.prog}: error: {message + self._meant(message)}")) + "\n")

    def _meant(self, message: str) -> str:
        """The command, value or option that is nearest to one that is not known."""
        from difflib import get_close_matches

        if found := _NO_CHOICE.search(message):
            near = get_close_matches(found[1], re.findall(r"[\w-]+", found[2]), 1)
        elif found := _NO_OPTION.search(message):
            known = {option for parser in (self, *_parsers_below(self)) for action in parser._actions for option in action.option_strings}  # noqa: SLF001
            near = get_close_matches(found[1], known, 1)
        else:
            return ""
        return f"; did you mean {near[0]}?" if near else ""


def _parsers_below(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    """The parsers of its commands that were made whole, and of what these can do."""
    for action in parser._actions:  # noqa: SLF001  # argparse has no other way to its commands
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001  # choices of a value are a mapping too
            for below in action.choices.values():
                yield below
                yield from _parsers_below(below)


class Summary(str):
    """The line of a command in the list of commands, as a sentence: what is translated is the line."""

    line: str

    def __new__(cls, line: str) -> Self:
        """The sentence: the line with a capital and a full stop."""
        made = super().__new__(cls, f"{line[:1].upper()}{line[1:]}.")
        made.line = line
        return made

    def shown(self) -> str:
        """The sentence in the language that is spoken."""
        return str(self) if spoken() == ENGLISH else f"{said(self.line)}。"


def _translating(formatter: Any) -> Any:
    """A formatter of help that shows every text of it in the language that is spoken."""
    from bulletin_parse.text.folding import wrapped

    class Translating(formatter):  # type: ignore[misc]  # the class is the caller's choice
        def start_section(self, heading: str | None) -> None:
            super().start_section(said(heading) if heading else heading)

        def add_text(self, text: str | None) -> None:
            if isinstance(text, Summary):
                super().add_text(text.shown())
            else:
                super().add_text(said(text) if text and text != argparse.SUPPRESS else text)

        def add_usage(self, usage: str | None, actions: Iterable[argparse.Action], groups: Iterable[Any], prefix: str | None = None) -> None:
            super().add_usage(usage, actions, groups, f"{said('usage:')} " if prefix is None else prefix)

        def _get_help_string(self, action: argparse.Action) -> str | None:
            text: str | None = super()._get_help_string(action)
            return said(text) if text else text

        def _split_lines(self, text: str, width: int) -> list[str]:
            return wrapped(text, width)

    return Translating
