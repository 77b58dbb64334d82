"""The options about OCR, the same for every command that reads files."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bulletin_parse.reading.ocr.options import Options

MODES = ("auto", "never", "always")


def add_options(parser: argparse.ArgumentParser) -> None:
    """Declares ``--ocr``, ``--ocr-jobs`` and ``--ocr-cache``."""
    parser.add_argument("--ocr", choices=MODES, default="auto", help="auto: recognise pages of pictures if bulletin-parse[ocr] is installed (default)")
    parser.add_argument("--jobs", "--ocr-jobs", dest="ocr_jobs", type=_positive, metavar="N", help="processes that recognise pages (one a core)")
    parser.add_argument("--ocr-cache", metavar="DIR", help="keep recognised pages here, or 'off' (the user's cache folder, or $BULLETIN_PARSE_CACHE)")


def options_of(arguments: argparse.Namespace, name: str = "") -> Options:
    """What the options say; progress goes to stderr, a line a page on a terminal and nothing elsewhere.

    Args:
        arguments: the command line's.
        name: the file's, for the progress.
    """
    from bulletin_parse.reading.ocr.options import OFF, Options, default_folder

    given = arguments.ocr_cache
    cache = default_folder() if given is None else None if given == OFF else Path(given)
    return Options(mode=arguments.ocr, jobs=arguments.ocr_jobs, cache=cache, progress=_progress(name))


def _progress(name: str) -> Callable[[int, int], None] | None:
    if not sys.stderr.isatty():
        return None

    def show(done: int, count: int) -> None:
        print(f"\rbulletin-parse: {name or 'page'} {done}/{count}", end="\n" if done == count else "", file=sys.stderr, flush=True)

    return show


def _positive(text: str) -> int:
    try:
        number = int(text)
    except ValueError:
        number = 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of processes: 1 or more")
    return number
