"""``bulletin-parse parse``: files to records."""

from __future__ import annotations

import argparse
import os
import sys
from contextlib import AbstractContextManager, closing
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from bulletin_parse.cli import recognition
from bulletin_parse.cli.account import ignored_notes
from bulletin_parse.cli.arguments import add_convert, add_reading, converted
from bulletin_parse.cli.bar import file_bar
from bulletin_parse.cli.exits import CLEAN, UNREADABLE, code_of
from bulletin_parse.cli.limits import add_option, limits_of
from bulletin_parse.cli.output import STDOUT, Sink, add_output_options, sink_of, target_of
from bulletin_parse.cli.stdin import add_stdin_name, found_in, piped_of
from bulletin_parse.cli.terminal import note
from bulletin_parse.errors import BulletinError
from bulletin_parse.left_out import Ignored
from bulletin_parse.machine import Shares, shared
from bulletin_parse.pathless import Piped, Remote
from bulletin_parse.supervise.messages import Call
from bulletin_parse.supervise.pool import Pool
from bulletin_parse.text.language import said, speaking, spoken

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator

    from bulletin_parse.limits import Limits
    from bulletin_parse.models import Bulletin
    from bulletin_parse.reading.ocr.options import OcrOptions

_File: TypeAlias = "Path | Remote | Piped"
FORMATS = ("json", "jsonl", "markdown", "csv", "summary")
_EPILOG = """\
examples:
  bulletin-parse parse 664.pdf                          one record as JSON
  bulletin-parse parse archive/ --format jsonl -o all.jsonl
  bulletin-parse parse '2025/*.pdf' --format csv        one item a row
  bulletin-parse parse 664.pdf --format summary         a few lines to read
  bulletin-parse parse --join a.pdf b.pdf               one bulletin whose parts are two files
  bulletin-parse parse odd.pdf --explain                which line matched which word, and where items could begin
  bulletin-parse parse - < 664.pdf                      what comes through standard input
  bulletin-parse parse archive/ --jobs 2 --format csv   two files at a time, or two scanned pages of one

Directories are searched for PDFs, texts, Word documents and web pages; what else is in them is named on stderr. A file that
joins several bulletins gives a record for each. An output is there whole or not at all; an earlier one of the same form is
replaced, any other file only with --force, and what is read or an archive never. A file that cannot be read is reported on
stderr and never stops the others. Exit codes: 0 all read, 2 usage, 3 a file could not be read, 4 engine missing.
"""


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser], line: str) -> None:
    """Declares the command; ``line`` tells of it in the list of all."""
    parser = commands.add_parser(
        "parse",
        help=line,
        description="Turn bulletins (PDF, Word, web page, picture or text) into records.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("files", nargs="+", metavar="FILE", help="a file, a directory, a quoted pattern, or - for standard input")
    add_stdin_name(parser)
    parser.add_argument("--format", choices=FORMATS, default="json", help="json: one object for one bulletin, a list for several (default)")
    add_convert(parser)
    add_reading(parser)
    recognition.add_recognition_options(parser)
    parser.add_argument("--corrections", metavar="FILE", help="what people corrected (docs/corrections.md)")
    parser.add_argument("--join", action="store_true", help="read the files, in this order, as the parts of one bulletin")
    parser.add_argument("--explain", action="store_true", help="print how each file was read, a refused one too, and no record")
    add_option(parser)
    add_output_options(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Parses the files and prints the records, each as soon as it is read."""
    piped = piped_of(arguments.files, arguments.stdin_name, limits_of(arguments).bytes)
    arguments.files, unconverted = converted(arguments.files, arguments.convert, limits_of(arguments))
    if arguments.explain:
        return _explain(arguments, piped)
    from bulletin_parse.outputs.streams import STREAMS

    if arguments.corrections:
        from bulletin_parse.corrections import load_corrections

        load_corrections(arguments.corrections)  # an error is the file's, and not that of each bulletin
    worst, count, read = UNREADABLE if unconverted else CLEAN, 0, 0
    how = (arguments.corrections, arguments.format, spoken())
    with _sink(arguments, arguments.format) as sink, closing(_results(arguments, piped, _written, *how)) as results:
        stream = STREAMS[arguments.format](sink.put)
        for written in results:
            count += 1
            if isinstance(written, BulletinError):
                worst = max(worst, code_of(written))
                continue
            read += len(written)
            for text in written:
                stream.add(text)
        several = count > 1 or read > 1 or any(os.path.isdir(file) for file in arguments.files)  # noqa: PTH112 - Path.is_dir lets errors through
        stream.end(several=several and not arguments.join)
        if not read and not several:
            sink.abandon()
    return worst


def _explain(arguments: argparse.Namespace, piped: Piped | None) -> int:
    """Prints how each file was read; a file that is no bulletin is explained, and one without text is reported."""
    worst = CLEAN
    arguments.join = False
    with _sink(arguments, "summary") as sink, closing(_results(arguments, piped, _explained)) as results:
        for explained in results:
            if isinstance(explained, BulletinError):
                worst = max(worst, code_of(explained))
            else:
                sink.put(said(explained))
    return worst


def _sink(arguments: argparse.Namespace, form: str) -> AbstractContextManager[Sink]:
    if not arguments.output:
        return sink_of(None)
    from bulletin_parse.outputs.forms import RECORDS

    return sink_of(target_of(arguments, RECORDS[form]))


def _results(arguments: argparse.Namespace, piped: Piped | None, function: Callable[..., Any], *more: Any) -> Generator[Any | BulletinError]:
    """What a function gives in child processes for each file, or for all as parts of one bulletin, in order; errors are noted as they come.

    A bar shows how far the run is, unless records go to the same terminal.
    """
    limits = limits_of(arguments)
    ignored: list[Ignored] = []
    asked, shares = shared(_asked_for(arguments, piped, ignored), arguments.jobs)
    calls = (each if isinstance(each, BulletinError) else _call(arguments, limits, shares, each, function, more) for each in asked)
    drawn = shares.several and not (sys.stdout.isatty() and arguments.output in (None, STDOUT))
    with Pool(limits, shares.files, function) as pool, file_bar(arguments.files, drawn=drawn) as bar:
        for result in pool.map(calls):
            if error := result if isinstance(result, BulletinError) else None:
                bar.note(str(error))
            bar.advance(error)
            yield result
    for words in ignored_notes(ignored):
        note(words)


def _call(arguments: argparse.Namespace, limits: Limits, shares: Shares, files: list[_File], function: Callable[..., Any], more: tuple[Any, ...]) -> Call:
    ocr = recognition.recognition_options(arguments, jobs=shares.pages, name=None if shares.several else files[0].name)
    return Call(" + ".join([str(file) for file in files]), function, (files, arguments.engine, arguments.template, ocr, limits, *more))


def _asked_for(arguments: argparse.Namespace, piped: Piped | None, ignored: list[Ignored]) -> Iterator[list[_File] | BulletinError]:
    """What is read at once: each file by itself, or all of them as parts of one bulletin; the first error stands for such a bulletin.

    The files of folders that are not read go into ``ignored``.
    """
    files: list[_File] = []
    for found in found_in(arguments.files, piped):
        if isinstance(found, Ignored):
            ignored.append(found)
        elif isinstance(found, BulletinError):
            yield found
            if arguments.join:
                return
        elif arguments.join:
            files.append(found)
        else:
            yield [found]
    if arguments.join:
        yield files


def _written(
    files: list[_File], engine: str, template: str | None, ocr: OcrOptions, limits: Limits, corrections: str | None, form: str, language: str
) -> list[str]:
    """The bulletins of a file, or of several that are its parts, each as the form writes it; people read a summary in their language."""
    from bulletin_parse.outputs.streams import WRITERS

    bulletins = _read(files, engine, template, ocr, limits, corrections)
    with speaking(language):
        return [WRITERS[form](bulletin, template) for bulletin in bulletins]


def _read(files: list[_File], engine: str, template: str | None, ocr: OcrOptions, limits: Limits, corrections: str | None) -> tuple[Bulletin, ...]:
    from bulletin_parse.api import parse_all, parse_joined

    if len(files) > 1:
        return (parse_joined(files, engine=engine, template=template, ocr=ocr, limits=limits, corrections=corrections),)
    return parse_all(files[0], engine=engine, template=template, ocr=ocr, limits=limits, corrections=corrections)


def _explained(files: list[_File], engine: str, template: str | None, ocr: OcrOptions, limits: Limits) -> str:
    from bulletin_parse.explaining import explain, explanation_lines

    return "".join([f"{line}\n" for line in explanation_lines(explain(files[0], engine=engine, template=template, ocr=ocr, limits=limits))])
