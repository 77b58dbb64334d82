"""Bulletins written one after the other, so that a run over many holds one record at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

from bulletin_parse.models import Bulletin
from bulletin_parse.outputs import records, summary
from bulletin_parse.outputs.markdown import to_markdown
from bulletin_parse.text.showing import visible

# The last line of Markdown that this program wrote: a converter's text of a bulletin looks much the same.
MADE_BY = "<!-- bulletin-parse -->"

Put = Callable[[str], object]


class Stream(Protocol):
    """Takes bulletins and puts text."""

    def add(self, bulletin: Bulletin) -> None:
        """Writes a bulletin."""

    def end(self, *, several: bool) -> None:
        """Writes what comes last; ``several`` says whether more than one bulletin was asked for, read or not."""


class JsonStream:
    """One object for one bulletin, a list for several: the first one waits until that is known."""

    def __init__(self, put: Put) -> None:
        self._put = put
        self._first: Bulletin | None = None
        self._begun = False

    def add(self, bulletin: Bulletin) -> None:
        """Writes a bulletin, if it is not the first."""
        if self._begun:
            self._put(f",\n {_indented(bulletin)}")
        elif self._first is None:
            self._first = bulletin
        else:
            self._begin(self._first)
            self.add(bulletin)

    def end(self, *, several: bool) -> None:
        """Writes the first one, if it is the only one, and closes the list."""
        if self._begun or several:
            if not self._begun:
                self._begin(self._first)
            self._put("\n]\n" if self._first else "]\n")
        elif self._first:
            self._put(f"{self._first.to_json()}\n")

    def _begin(self, first: Bulletin | None) -> None:
        self._begun = True
        self._put(f"[\n {_indented(first)}" if first else "[")


class LineStream:
    """One bulletin a line, or a few lines each: nothing comes before and nothing after."""

    def __init__(self, put: Put, written: Callable[[Bulletin], str]) -> None:
        self._put = put
        self._written = written

    def add(self, bulletin: Bulletin) -> None:
        """Writes a bulletin."""
        self._put(self._written(bulletin))

    def end(self, *, several: bool) -> None:
        """Nothing is left to write."""


class CsvStream:
    """One item a row, under a heading."""

    def __init__(self, put: Put) -> None:
        self._put = put
        self._begun = False

    def add(self, bulletin: Bulletin) -> None:
        """Writes a bulletin's items."""
        self._put("".join([*self._heading(), records.csv_rows(bulletin)]))

    def end(self, *, several: bool) -> None:
        """Writes the heading, if it stands alone."""
        if several:
            for heading in self._heading():
                self._put(heading)

    def _heading(self) -> list[str]:
        begun, self._begun = self._begun, True
        return [] if begun else [records.csv_heading()]


class MarkdownStream:
    """One bulletin after the other, parted by blank lines."""

    def __init__(self, put: Put, template: str | None) -> None:
        self._put = put
        self._template = template
        self._begun = False

    def add(self, bulletin: Bulletin) -> None:
        """Writes a bulletin."""
        self._put("\n" * self._begun + to_markdown(bulletin, template=self._template))
        self._begun = True

    def end(self, *, several: bool) -> None:  # noqa: ARG002 - as every stream
        """Writes by what it was made."""
        if self._begun:
            self._put(f"\n{MADE_BY}\n")


def _indented(bulletin: Bulletin) -> str:
    """A record as it stands in a list; no string in JSON holds a line feed of its own."""
    return bulletin.to_json().replace("\n", "\n ")


def _summary(bulletin: Bulletin) -> str:
    return "".join([visible(line) + "\n" for line in summary.summary_lines(bulletin)])


# Each is given where to put text, and the template that the bulletins are read by.
STREAMS: Mapping[str, Callable[[Put, str | None], Stream]] = {
    "json": lambda put, _: JsonStream(put),
    "jsonl": lambda put, _: LineStream(put, lambda bulletin: f"{bulletin.to_json(indent=None)}\n"),
    "markdown": MarkdownStream,
    "csv": lambda put, _: CsvStream(put),
    "summary": lambda put, _: LineStream(put, _summary),
}
