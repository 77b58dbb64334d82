"""Options and kinds of values that several commands have."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from bulletin_parse.cli.account import ignored_notes
from bulletin_parse.cli.terminal import note
from bulletin_parse.limits import Limits
from bulletin_parse.text.wording import counted


def add_reading(parser: argparse.ArgumentParser, *, default: str | None = "auto") -> None:
    """Declares ``--engine`` and ``--template``.

    Args:
        parser: the command's.
        default: the engine without the option; None where a configuration may name one.
    """
    parser.add_argument("--engine", default=default, metavar="NAME", help="auto (default), pymupdf, pdfium, pdfplumber or ocr")
    parser.add_argument("--template", metavar="TOML", help="labels of another series (docs/templates.md)")


def add_convert(parser: argparse.ArgumentParser) -> None:
    """Declares ``--convert``."""
    parser.add_argument(
        "--convert", metavar="FOLDER", help="convert documents of older forms (.doc, .wps, .rtf, .odt) by LibreOffice into this folder, and read the PDFs"
    )


def converted(paths: Sequence[str], folder: str | None, limits: Limits) -> tuple[list[str], int]:
    """The paths that are to be read, the folder of what was converted among them if one is named, and how many documents could not be."""
    if folder is None:
        return list(paths), 0
    from bulletin_parse.converting import convert

    done = convert(paths, Path(folder), limits)
    for words in (*map(str, done.failed), *ignored_notes(done.ignored)):
        note(words)
    note(f"{folder}: {counted(done.made, 'document')} converted, {done.kept} converted before")
    return [*done.left, folder], len(done.failed)


def add_archive(parser: argparse.ArgumentParser) -> None:
    """Declares the archive that a command reads."""
    parser.add_argument("archive", metavar="ARCHIVE", help="an archive that bulletin-parse ingest has made")


def add_format(parser: argparse.ArgumentParser) -> None:
    """Declares ``--format``, for people or for programs."""
    parser.add_argument("--format", choices=("text", "json"), default="text", help="for people (default) or programs")


def add_filters(parser: argparse.ArgumentParser) -> None:
    """Declares the options that say which part of an archive is meant."""
    parser.add_argument("--since", type=day, metavar="DATE", help="from this day on (2026-03-13)")
    parser.add_argument("--until", type=day, metavar="DATE", help="up to this day, included")
    parser.add_argument("--number", type=int, action="append", default=[], metavar="N", help="the bulletin with this issue number; may be given again")


def day(text: str) -> date:
    """An ISO date given on the command line."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no date; write it as 2026-03-13") from None


def processes(text: str) -> int:
    """A number of processes."""
    if not text.isascii() or not text.isdigit() or not int(text):
        raise argparse.ArgumentTypeError(f"{text!r} is no number of processes: 1 or more")
    return int(text)
