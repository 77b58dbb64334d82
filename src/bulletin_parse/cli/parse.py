"""``bulletin-parse parse``: files to records."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import TYPE_CHECKING

from bulletin_parse.cli import recognition
from bulletin_parse.cli.arguments import add_reading
from bulletin_parse.cli.exits import CLEAN, code_of
from bulletin_parse.cli.limits import add_option, limits_of
from bulletin_parse.cli.output import add_options, sink_of, target_of
from bulletin_parse.cli.terminal import note
from bulletin_parse.discovery import files_of
from bulletin_parse.errors import BulletinError
from bulletin_parse.supervise import Guard

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bulletin_parse.limits import Limits
    from bulletin_parse.models import Bulletin
    from bulletin_parse.reading.ocr.options import OcrOptions

FORMATS = ("json", "jsonl", "markdown", "csv", "summary")
_EPILOG = """\
examples:
  bulletin-parse parse 664.pdf                          one record as JSON
  bulletin-parse parse archive/ --format jsonl -o all.jsonl
  bulletin-parse parse '2025/*.pdf' --format csv        one item a row
  bulletin-parse parse 664.pdf --format summary         a few lines to read
  bulletin-parse parse --join a.pdf b.pdf               one bulletin whose parts are two files
  bulletin-parse parse odd.pdf --explain                which line matched which word, and where items could begin
  bulletin-parse parse scan.pdf --jobs 2                pages of pictures, two at a time (needs bulletin-parse[ocr])

Directories are searched for .pdf, .md, .markdown and .txt. A file that joins several bulletins gives a record
for each. An output is there whole or not at all; an earlier one of the same
form is replaced, any other file only with --force, and what is read or an archive never. A file that cannot be read is reported on stderr
and never stops the others. Exit codes: 0 all read, 2 usage, 3 a file could not be read, 4 engine missing.
"""


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declares the command."""
    parser = commands.add_parser(
        "parse",
        help="turn bulletins (PDF or text) into records",
        description="Turn bulletins (PDF or text) into records.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("files", nargs="+", metavar="FILE", help="a file, a directory or a quoted pattern")
    parser.add_argument("--format", choices=FORMATS, default="json", help="json: one object for one bulletin, a list for several (default)")
    add_reading(parser)
    recognition.add_options(parser)
    parser.add_argument("--corrections", metavar="FILE", help="what people corrected (docs/corrections.md)")
    parser.add_argument("--join", action="store_true", help="read the files, in this order, as the parts of one bulletin")
    parser.add_argument("--explain", action="store_true", help="print how each file was read, a refused one too, and no record")
    add_option(parser)
    add_options(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Parses the files and prints the records, each as soon as it is read."""
    if arguments.explain:
        return _explain(arguments)
    from bulletin_parse.outputs.forms import RECORDS
    from bulletin_parse.outputs.streams import STREAMS

    if arguments.corrections:
        from bulletin_parse.corrections import load_corrections

        load_corrections(arguments.corrections)  # an error is the file's, and not that of each bulletin
    worst, count, read = CLEAN, 0, 0
    limits = limits_of(arguments)
    with sink_of(target_of(arguments, RECORDS[arguments.format])) as sink, Guard(limits) as guard:
        stream = STREAMS[arguments.format](sink.put, arguments.template)
        for found in _asked_for(arguments):
            count += 1
            bulletins = _parsed(found, arguments, limits, guard)
            if isinstance(bulletins, BulletinError):
                note(str(bulletins))
                worst = max(worst, code_of(bulletins))
                continue
            read += len(bulletins)
            for bulletin in bulletins:
                stream.add(bulletin)
        several = count > 1 or read > 1 or any(os.path.isdir(file) for file in arguments.files)  # noqa: PTH112 - Path.is_dir lets errors through
        stream.end(several=several and not arguments.join)
        if not read and not several:
            sink.abandon()
    return worst


def _explain(arguments: argparse.Namespace) -> int:
    """Prints how each file was read; a file that is no bulletin is explained, and one without text is reported."""
    from bulletin_parse.outputs.forms import RECORDS

    worst = CLEAN
    limits = limits_of(arguments)
    with sink_of(target_of(arguments, RECORDS["summary"])) as sink, Guard(limits) as guard:
        for file in files_of(arguments.files):
            try:
                if isinstance(file, BulletinError):
                    raise file
                ocr = recognition.options_of(arguments, file.name)
                sink.put(guard.run(str(file), _explained, file, arguments.engine, arguments.template, ocr, limits))
            except BulletinError as error:
                note(str(error))
                worst = max(worst, code_of(error))
    return worst


def _explained(file: Path, engine: str, template: str | None, ocr: OcrOptions, limits: Limits) -> str:
    from bulletin_parse.explaining import explain, explanation_lines

    return "".join([f"{line}\n" for line in explanation_lines(explain(file, engine=engine, template=template, ocr=ocr, limits=limits))])


def _asked_for(arguments: argparse.Namespace) -> Iterator[list[Path] | BulletinError]:
    """What is read at once: each file by itself, or all of them as parts of one bulletin; the first error stands for such a bulletin."""
    files: list[Path] = []
    for found in files_of(arguments.files):
        if isinstance(found, BulletinError):
            yield found
            if arguments.join:
                return
        elif arguments.join:
            files.append(found)
        else:
            yield [found]
    if arguments.join:
        yield files


def _parsed(found: list[Path] | BulletinError, arguments: argparse.Namespace, limits: Limits, guard: Guard) -> tuple[Bulletin, ...] | BulletinError:
    if isinstance(found, BulletinError):
        return found
    name = " + ".join([str(file) for file in found])
    try:
        ocr = recognition.options_of(arguments, found[0].name)
        bulletins: tuple[Bulletin, ...] = guard.run(name, _read, found, arguments.engine, arguments.template, ocr, limits, arguments.corrections)
        return bulletins
    except BulletinError as error:
        return error


def _read(files: list[Path], engine: str, template: str | None, ocr: OcrOptions, limits: Limits, corrections: str | None) -> tuple[Bulletin, ...]:
    from bulletin_parse.api import parse_all, parse_joined

    if len(files) > 1:
        return (parse_joined(files, engine=engine, template=template, ocr=ocr, limits=limits, corrections=corrections),)
    return parse_all(files[0], engine=engine, template=template, ocr=ocr, limits=limits, corrections=corrections)
