"""``bulletin-parse view``: a file's pages beside its record, as one HTML page."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from bulletin_parse.cli import recognition
from bulletin_parse.cli.arguments import add_reading
from bulletin_parse.cli.exits import CLEAN, code_of
from bulletin_parse.cli.limits import add_option, limits_of
from bulletin_parse.cli.output import add_output_options, sink_of, target_of
from bulletin_parse.cli.terminal import note, tell
from bulletin_parse.errors import BulletinError, UnreadableSource
from bulletin_parse.supervise.guard import Guard
from bulletin_parse.supervise.messages import ask_for_time
from bulletin_parse.text.showing import visible
from bulletin_parse.text.wording import counted

if TYPE_CHECKING:
    from bulletin_parse.limits import Limits
    from bulletin_parse.models import Bulletin, Finding
    from bulletin_parse.reading.ocr.options import OcrOptions

MIN_DPI, MAX_DPI = 20, 400
PAGE_SECONDS = 1.0  # for drawing one, on a machine that is busy
_EPILOG = """\
examples:
  bulletin-parse view 664.pdf -o 664.html
  bulletin-parse view 664.md -o 664.html --lang en
  bulletin-parse view archive.db 664 -o 664.html        the record as the archive has it, beside the file that it was read from
  bulletin-parse view scan.pdf -o scan.html             pages of pictures (needs bulletin-parse[ocr])

The page holds all it needs and asks no network for anything. Pointing at a field lights its place on the page, and the
other way round; Tab and the arrow keys do the same, Enter goes there. Of an archive, the file must still be what was read.
Exit codes: 0 written, 1 the archive has no such bulletin, 2 usage, 3 the file cannot be read, 4 engine missing, 5 archive.
"""


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser], line: str) -> None:
    """Declares the command; ``line`` tells of it in the list of all."""
    parser = commands.add_parser(
        "view",
        help=line,
        description="Write one HTML page with a bulletin's printed pages, or the lines of a text, beside its record.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("file", metavar="FILE", help="a bulletin's file; or an archive, with a number")
    parser.add_argument("number", nargs="?", type=int, metavar="NUMBER", help="the bulletin of an archive, as the archive has it")
    add_output_options(parser, "write the page to this file; - is stdout", metavar="HTML", required=True)
    parser.add_argument("--dpi", type=_dpi, default=110, metavar="N", help="pixels an inch of the page pictures (default 110)")
    add_reading(parser)
    parser.add_argument("--corrections", metavar="FILE", help="what people corrected (docs/corrections.md)")
    recognition.add_recognition_options(parser)
    add_option(parser)
    parser.set_defaults(run=run)


class _Viewed(NamedTuple):
    """The page, and what is told of it."""

    html: str
    items: int
    findings: int


def run(arguments: argparse.Namespace) -> int:
    """Writes the page."""
    from bulletin_parse.outputs.forms import PAGE

    path = Path(arguments.file)
    limits = limits_of(arguments)
    target = target_of(arguments, PAGE)
    try:
        if path.is_dir():
            raise UnreadableSource(arguments.file, "it is a directory", remedy="Name one file; bulletin-parse report shows many, from an archive")
        with sink_of(target) as sink, Guard(limits) as guard:
            sink.put((viewed := _page(arguments, path, limits, guard)).html)
    except BulletinError as error:
        note(str(error))
        return code_of(error)
    if target:
        tell(f"{visible(arguments.output)}: {counted(viewed.items, 'item')}, {counted(viewed.findings, 'finding')}; open it in a browser\n")
    return CLEAN


def _page(arguments: argparse.Namespace, path: Path, limits: Limits, guard: Guard) -> _Viewed:
    """The page of a file, or of a bulletin of an archive, made in a child process."""
    if arguments.number is None:
        ocr = recognition.recognition_options(arguments, jobs=arguments.jobs, name=path.name)
        options = (arguments.engine, arguments.template, arguments.corrections, ocr, limits, arguments.lang, arguments.dpi)
        viewed: _Viewed = guard.run(str(path), _viewed, path, *options)
        return viewed
    from bulletin_parse.archive.archive import Archive
    from bulletin_parse.views.archived import shown_with_file

    with Archive.open(arguments.file) as archive:
        shown, data = shown_with_file(archive, arguments.number, limits)
    of_archive: _Viewed = guard.run(shown.file, _viewed_from, shown.bulletin, data, tuple(shown.findings), arguments.lang, arguments.dpi)
    return of_archive


def _viewed_from(bulletin: Bulletin, data: bytes, findings: tuple[Finding, ...], language: str, dpi: float) -> _Viewed:
    from bulletin_parse.views.viewer import view

    return _Viewed(view(bulletin, data, language=language, dpi=dpi, findings=findings), len(bulletin.items), len(findings))


def _viewed(path: Path, engine: str, template: str | None, corrections: str | None, ocr: OcrOptions, limits: Limits, language: str, dpi: float) -> _Viewed:
    from bulletin_parse.api import parse
    from bulletin_parse.views.viewer import view

    bulletin = parse(path, engine=engine, template=template, ocr=ocr, limits=limits, corrections=corrections)
    findings = bulletin.findings
    ask_for_time(PAGE_SECONDS * ((bulletin.source and bulletin.source.pages) or 0))
    html = view(bulletin, path.read_bytes(), language=language, dpi=dpi, findings=findings)
    return _Viewed(html, len(bulletin.items), len(findings))


def _dpi(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not MIN_DPI <= int(text) <= MAX_DPI:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of pixels an inch from {MIN_DPI} to {MAX_DPI}")
    return int(text)
