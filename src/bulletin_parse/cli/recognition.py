"""The options about OCR, the same for every command that reads files."""

from __future__ import annotations

import argparse
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bulletin_parse.cli.arguments import processes
from bulletin_parse.reading.ocr.options import MODES, RUNTIMES
from bulletin_parse.text.showing import visible

if TYPE_CHECKING:
    from bulletin_parse.reading.ocr.options import OcrOptions


def add_ocr(parser: argparse.ArgumentParser) -> None:
    """Declares ``--ocr`` and ``--ocr-engine``."""
    parser.add_argument("--ocr", choices=MODES, default="auto", help="auto: recognise pages of pictures if bulletin-parse[ocr] is installed (default)")
    parser.add_argument(
        "--ocr-engine",
        choices=RUNTIMES,
        default=RUNTIMES[0],
        help="what runs the models: onnxruntime (default) reads alike on every processor, openvino is faster (bulletin-parse[ocr-openvino])",
    )


def add_recognition_options(parser: argparse.ArgumentParser) -> None:
    """Declares ``--ocr``, ``--ocr-engine``, ``--jobs`` and ``--ocr-cache``."""
    add_ocr(parser)
    parser.add_argument("--jobs", "--ocr-jobs", type=processes, metavar="N", help="processes that read files, and the scanned pages of one file (one a core)")
    parser.add_argument("--ocr-cache", metavar="DIR", help="keep recognised pages here, or 'off' (the user's cache folder, or $BULLETIN_PARSE_CACHE)")


def recognition_options(arguments: argparse.Namespace, *, jobs: int | None, name: str | None = None) -> OcrOptions:
    """What the options say; progress goes to the terminal, if stderr is one, and nowhere else.

    Args:
        arguments: the command line's.
        jobs: in how many processes a file's pages are recognised; None for one a core.
        name: the file's, for the progress of its pages; None to show none.
    """
    from bulletin_parse.reading.ocr.options import OFF, OcrOptions, default_folder

    given = arguments.ocr_cache
    cache = default_folder() if given is None else None if given == OFF else Path(given)
    progress = _Progress(name) if name is not None and sys.stderr.isatty() else None
    return OcrOptions(mode=arguments.ocr, jobs=jobs, cache=cache, progress=progress, runtime=arguments.ocr_engine)


@dataclass(frozen=True)
class _Progress:
    """Shows how far a file is, on the terminal itself: the process that reads has its stderr closed."""

    name: str

    def __call__(self, done: int, count: int) -> None:
        with suppress(OSError), Path("/dev/tty").open("w", encoding="utf-8") as terminal:
            terminal.write(f"\rbulletin-parse: {visible(self.name or 'page')} {done}/{count}" + ("\n" if done == count else ""))
