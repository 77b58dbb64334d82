"""Bulletins written each by itself and put together one after the other, so that a run over many holds one record at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

from bulletin_parse.models import Bulletin
from bulletin_parse.text.showing import visible

# The last line of Markdown that this program wrote: a converter's text of a bulletin looks much the same.
MADE_BY = "<!-- bulletin-parse -->"

Put = Callable[[str], object]


class Stream(Protocol):
    """Takes what was written of bulletins and puts it together."""

    def add(self, text: str) -> None:
        """Puts a bulletin."""

    def end(self, *, several: bool) -> None:
        """Puts what comes last; ``several`` says whether more than one bulletin was asked for, read or not."""


class JsonStream:
    """One object for one bulletin, a list for several: the first one waits until that is known."""

    def __init__(self, put: Put) -> None:
        self._put = put
        self._first: str | None = None
        self._begun = False

    def add(self, text: str) -> None:
        """Puts a bulletin, if it is not the first."""
        if self._begun:
            self._put(f",\n {_indented(text)}")
        elif self._first is None:
            self._first = text
        else:
            self._begin(self._first)
            self.add(text)

    def end(self, *, several: bool) -> None:
        """Puts the first one, if it is the only one, and closes the list."""
        if self._begun or several:
            if not self._begun:
                self._begin(self._first)
            self._put("\n]\n" if self._first else "]\n")
        elif self._first:
            self._put(f"{self._first}\n")

    def _begin(self, first: str | None) -> None:
        self._begun = True
        self._put(f"[\n {_indented(first)}" if first else "[")


class PlainStream:
    """One bulletin after the other, under a heading if there is one.

    Args:
        put: where to.
        heading: what comes before the first bulletin, and alone where none of several was read.
        between: what parts two bulletins.
        ending: what comes after the last bulletin.
    """

    def __init__(self, put: Put, *, heading: str = "", between: str = "", ending: str = "") -> None:
        self._put = put
        self._next = heading
        self._between = between
        self._ending = ending
        self._begun = False

    def add(self, text: str) -> None:
        """Puts a bulletin."""
        self._put(self._next + text)
        self._next, self._begun = self._between, True

    def end(self, *, several: bool) -> None:
        """Puts the ending, or the heading that stands alone."""
        if last := self._ending if self._begun else self._next if several else "":
            self._put(last)


def _indented(text: str) -> str:
    """A record as it stands in a list; no string in JSON holds a line feed of its own."""
    return text.replace("\n", "\n ")


def _markdown(bulletin: Bulletin, template: str | None) -> str:
    from bulletin_parse.outputs.markdown import to_markdown

    return to_markdown(bulletin, template=template)


def _rows(bulletin: Bulletin) -> str:
    from bulletin_parse.outputs import records

    return records.csv_rows(bulletin)


def _table(put: Put) -> PlainStream:
    from bulletin_parse.outputs import records

    return PlainStream(put, heading=records.csv_heading())


def _summary(bulletin: Bulletin) -> str:
    from bulletin_parse.outputs import summary

    return "".join([visible(line) + "\n" for line in summary.summary_lines(bulletin)])


# How each form writes a bulletin that was read by a template: what costs time, and may be done by another process than puts it together.
WRITERS: Mapping[str, Callable[[Bulletin, str | None], str]] = {
    "json": lambda bulletin, _: bulletin.to_json(),
    "jsonl": lambda bulletin, _: f"{bulletin.to_json(indent=None)}\n",
    "markdown": _markdown,
    "csv": lambda bulletin, _: _rows(bulletin),
    "summary": lambda bulletin, _: _summary(bulletin),
}
STREAMS: Mapping[str, Callable[[Put], Stream]] = {
    "json": JsonStream,
    "jsonl": PlainStream,
    "markdown": lambda put: PlainStream(put, between="\n", ending=f"\n{MADE_BY}\n"),
    "csv": _table,
    "summary": PlainStream,
}
