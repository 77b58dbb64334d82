"""``bulletin-parse view``: a file's pages beside its record, as one HTML page."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from bulletin_parse.cli.exits import CLEAN, USAGE, code_of
from bulletin_parse.cli.limits import add_option, limits_of
from bulletin_parse.cli.terminal import note, put
from bulletin_parse.errors import BulletinError
from bulletin_parse.guard import Guard
from bulletin_parse.limits import ask_for_time

if TYPE_CHECKING:
    from bulletin_parse.limits import Limits

MIN_DPI, MAX_DPI = 20, 400
PAGE_SECONDS = 1.0  # for drawing one, on a machine that is busy
_EPILOG = """\
examples:
  bulletin-parse view 664.pdf -o 664.html
  bulletin-parse view 664.md -o 664.html --lang en

The page holds all it needs and asks no network for anything. Pointing at a field lights its place on the page, and the
other way round; Tab and the arrow keys do the same, Enter goes there. Exit codes: 0 written, 2 usage, 3 the file cannot be
read, 4 engine missing.
"""


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declares the command."""
    parser = commands.add_parser(
        "view",
        help="show a bulletin's pages beside its record (one HTML page)",
        description="Write one HTML page with a bulletin's printed pages, or the lines of a text, beside its record.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("file", metavar="FILE", help="a PDF or text")
    parser.add_argument("-o", "--output", required=True, metavar="HTML", help="write the page to this file; - is stdout")
    parser.add_argument("--lang", choices=("zh", "en"), default="zh", help="of the labels (default zh)")
    parser.add_argument("--dpi", type=_dpi, default=110, metavar="N", help="pixels an inch of the page pictures (default 110)")
    parser.add_argument("--engine", default="auto", metavar="NAME", help="auto (default), pymupdf, pdfium or pdfplumber")
    parser.add_argument("--template", metavar="TOML", help="labels of another series (docs/templates.md)")
    add_option(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Writes the page."""
    limits = limits_of(arguments)
    file = Path(arguments.file)
    try:
        with Guard(limits) as guard:
            page: str = guard.run(file.name, _viewed, file, arguments.engine, arguments.template, arguments.lang, arguments.dpi, limits)
    except BulletinError as error:
        note(str(error))
        return code_of(error)
    if arguments.output == "-":
        put(page)
        return CLEAN
    try:
        Path(arguments.output).write_text(page, encoding="utf-8", newline="\n")
    except OSError as error:
        note(f"{arguments.output}: it cannot be written ({error.strerror})")
        return USAGE
    return CLEAN


def _viewed(file: Path, engine: str, template: str | None, language: str, dpi: int, limits: Limits) -> str:
    from bulletin_parse.api import parse
    from bulletin_parse.views.viewer import view

    bulletin = parse(file, engine=engine, template=template, limits=limits)
    ask_for_time(PAGE_SECONDS * ((bulletin.source and bulletin.source.pages) or 0))
    return view(bulletin, file.read_bytes(), language=language, dpi=dpi)


def _dpi(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not MIN_DPI <= int(text) <= MAX_DPI:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of pixels an inch from {MIN_DPI} to {MAX_DPI}")
    return int(text)
