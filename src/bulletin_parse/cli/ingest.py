"""``bulletin-parse ingest``: files into an archive."""

from __future__ import annotations

import argparse
import signal
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from bulletin_parse.cli.account import account_json, account_notes, account_text
from bulletin_parse.cli.arguments import add_convert, add_reading, converted, processes
from bulletin_parse.cli.exits import CLEAN, INTERRUPTED, UNREADABLE, code_of
from bulletin_parse.cli.limits import add_option, limits_of
from bulletin_parse.cli.recognition import add_ocr
from bulletin_parse.cli.terminal import note, put, tell
from bulletin_parse.errors import BulletinError
from bulletin_parse.text.language import said
from bulletin_parse.text.showing import shown_value, visible

if TYPE_CHECKING:
    from bulletin_parse.archive.ingest.report import IngestReport

MAX_CHANGES = 12  # shown of one record
_EPILOG = """\
examples:
  bulletin-parse ingest 2013/ 2014/ --archive archive.db         new and changed files are read, the rest is left alone
  bulletin-parse ingest scans/ --archive archive.db --jobs 4
  bulletin-parse ingest --archive archive.db s3://bucket/2015/   with: pip install 'bulletin-parse[remote]'
  bulletin-parse ingest . --archive archive.db --reparse --dry-run    what would a new version of this program change?

Every file that was seen is accounted for: stored, unchanged, superseded (another file of the same bulletin rules), rejected, or
ignored (in a folder, and in a form that nothing here reads: what would read it is told). Identical copies are read once.
Of two files of one bulletin the one rules that is preferred (--prefer), still readable, complete, PDF before Word,
web page, Markdown, plain text and OCR, and first by name. A run can be stopped at any moment and run again. docs/archive.md tells more.

Exit codes: 0 all files are in the archive, 2 usage, 3 a file was rejected, 4 engine or extra missing, 5 the archive cannot be
written, 130 interrupted.
"""


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser], line: str) -> None:
    """Declares the command; ``line`` tells of it in the list of all."""
    parser = commands.add_parser(
        "ingest",
        help=line,
        description="Read bulletins into an archive, one SQLite file that can be searched and exported.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("paths", nargs="*", metavar="PATH", help="a file, a directory, a quoted pattern or a URL")
    parser.add_argument("--archive", required=True, metavar="FILE", help="the archive; made if it is not there")
    parser.add_argument("--jobs", type=processes, metavar="N", help="processes that read (default: one a core)")
    add_reading(parser)
    add_ocr(parser)
    parser.add_argument("--corrections", metavar="FILE", help="what people corrected (docs/corrections.md); the archive remembers the file")
    parser.add_argument("--no-corrections", dest="corrections", action="store_false", help="forget the file, and take its corrections back")
    add_convert(parser)
    add_option(parser)
    parser.add_argument(
        "--prefer", action="append", default=[], metavar="PATTERN", help="files that are canonical before others of their bulletin, as '*/originals/*'"
    )
    parser.add_argument("--prune", action="store_true", help="forget the files below the given folders that are gone")
    parser.add_argument("--retry", action="store_true", help="read rejected files again that have not changed")
    parser.add_argument("--reparse", action="store_true", help="read all files again, show what changes, and commit all of it or nothing")
    parser.add_argument("--dry-run", action="store_true", help="write nothing; show what would be stored and changed")
    parser.add_argument("--dask", metavar="ADDRESS", help="run on a Dask cluster, as tcp://host:8786 (with: pip install 'bulletin-parse[dask]')")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="of the account on stdout")
    parser.set_defaults(run=run, corrections=None)


def run(arguments: argparse.Namespace) -> int:
    """Ingests the files and prints the account."""
    from bulletin_parse.archive.archive import Archive
    from bulletin_parse.archive.ingest.jobs import IngestOptions
    from bulletin_parse.archive.ingest.report import IngestInterrupted
    from bulletin_parse.archive.ingest.run import Settings
    from bulletin_parse.cli.progress import IngestBar

    settings = Settings(
        IngestOptions(arguments.engine, arguments.template, arguments.ocr, arguments.ocr_engine),
        limits=limits_of(arguments),
        reparse=arguments.reparse,
        dry_run=arguments.dry_run,
        retry=arguments.retry,
        prefer=tuple(arguments.prefer),
        prune=arguments.prune,
        corrections=arguments.corrections,
    )
    try:
        arguments.paths, unconverted = converted(arguments.paths, arguments.convert, settings.limits)
        with _ending_on_sigterm(), _executor(arguments.dask) as executor, Archive.open(arguments.archive) as archive:
            changes: dict[str, Sequence[Any]] = {}
            show = _show_changes if arguments.format == "text" else changes.__setitem__
            bar = IngestBar(arguments.paths, show_changes=show)
            report = archive.ingest(arguments.paths, jobs=arguments.jobs, executor=executor, settings=settings, watcher=bar)
    except IngestInterrupted as interrupted:
        _print(interrupted.report, arguments, {})
        note("interrupted; run it again to go on")
        return INTERRUPTED
    except BulletinError as error:
        note(str(error))
        return code_of(error)
    _print(report, arguments, changes)
    return UNREADABLE if report.account.rejected or unconverted else CLEAN


def _print(report: IngestReport, arguments: argparse.Namespace, changes: Mapping[str, Sequence[Any]]) -> None:
    for words in account_notes(report, arguments.archive):
        note(words)
    put(account_json(report, changes) if arguments.format == "json" else said(account_text(report, arguments.archive)))


def _show_changes(file: str, changes: Sequence[Any]) -> None:
    """What a new reading changes in a record, on stdout: it is what --reparse is asked for."""
    tell(f"{visible(file)}: {len(changes)} changes\n")
    for change in changes[:MAX_CHANGES]:
        put(f"  {visible(change.path)}: {shown_value(change.was)} → {shown_value(change.now)}\n")
    if len(changes) > MAX_CHANGES:
        tell(f"  and {len(changes) - MAX_CHANGES} more\n")


@contextmanager
def _executor(address: str | None) -> Iterator[Executor | None]:
    if address is None:
        yield None
        return
    from bulletin_parse.archive.ingest.cluster import cluster_executor

    with cluster_executor(address) as executor:
        yield executor


@contextmanager
def _ending_on_sigterm() -> Iterator[None]:
    """Lets SIGTERM end a run as Ctrl-C does: a batch system's way to stop a job."""

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
