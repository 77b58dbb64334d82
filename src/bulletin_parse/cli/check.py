"""``bulletin-parse check``: files to findings."""

from __future__ import annotations

import argparse
import os
from collections import Counter
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from bulletin_parse._version import __version__
from bulletin_parse.cli import recognition
from bulletin_parse.cli.account import ignored_notes
from bulletin_parse.cli.arguments import add_convert, add_reading, converted
from bulletin_parse.cli.bar import file_bar
from bulletin_parse.cli.exits import CLEAN, FINDINGS, UNREADABLE, code_of
from bulletin_parse.cli.limits import add_option, limits_of
from bulletin_parse.cli.output import Sink, add_output_options, names_of, sink_of, target_of
from bulletin_parse.cli.stdin import add_stdin_name, found_in, piped_of
from bulletin_parse.cli.terminal import note, takes_colour
from bulletin_parse.errors import BulletinError
from bulletin_parse.left_out import Ignored
from bulletin_parse.machine import shared
from bulletin_parse.pathless import Piped, Remote
from bulletin_parse.plugins import REPORTERS
from bulletin_parse.supervise.pool import Pool
from bulletin_parse.text.wording import counted
from bulletin_parse.writing import Form
from bulletin_parse.writing.atomic import is_partial

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bulletin_parse.checking import CheckRun
    from bulletin_parse.rules.baseline import Key
    from bulletin_parse.rules.config import Config

_Found: TypeAlias = "Path | Remote | Piped | Ignored | BulletinError"
_EPILOG = """\
examples:
  bulletin-parse check 664.pdf                                  one bulletin
  bulletin-parse check archive/ --select BP6                    what is wrong across an archive
  bulletin-parse check archive/ --write-baseline known.json     accept what is there today
  bulletin-parse check archive/ --baseline known.json           report what is new
  bulletin-parse check archive/ --format sarif -o findings.sarif
  bulletin-parse check - --stdin-name 664.md < draft.md         what comes through standard input

Directories are searched for PDFs, texts, Word documents and web pages; what else is in them is named on stderr. With two or
more bulletins the archive rules (BP6) run as well; --no-archive leaves them out. Options win over bulletin-parse.toml and
[tool.bulletin-parse] (docs/ci.md).

Exit codes: 0 clean, 1 findings, 2 usage or configuration, 3 a file could not be read, 4 engine missing; the highest
counts. Errors and warnings are findings; infos are shown and do not fail. Findings that the baseline holds are counted and do
not fail; --show-known prints them, and json, sarif and junit have them, marked.
"""


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser], line: str) -> None:
    """Declares the command; ``line`` tells of it in the list of all."""
    parser = commands.add_parser(
        "check",
        help=line,
        description="Find what is wrong in bulletins, and across an archive of them.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "paths",
        nargs="*",
        metavar="PATH",
        help="a file, a directory, a quoted pattern or - (standard input); without any, the configuration's paths, or else this directory",
    )
    add_stdin_name(parser)
    parser.add_argument("--exclude", action="append", metavar="PATTERN", help="leave out files of this name or path; * spans directories")
    parser.add_argument(
        "--format", "--output-format", choices=REPORTERS, metavar=names_of(REPORTERS), default="text", help="text (default), json, sarif, junit or github"
    )
    parser.add_argument("--select", action="append", metavar="CODES", help="run these codes or prefixes only, parted by commas")
    parser.add_argument("--ignore", action="append", metavar="CODES", help="leave these codes or prefixes out")
    parser.add_argument("--exit-zero", action=argparse.BooleanOptionalAction, help="exit with 0 although there are findings")
    parser.add_argument("--archive", action=argparse.BooleanOptionalAction, help="run the archive rules over two or more bulletins (default)")
    parser.add_argument("--config", metavar="FILE", help="read this configuration; without it the nearest one upward is read")
    parser.add_argument("--baseline", metavar="FILE", help="findings in this file are known and do not fail")
    parser.add_argument("--write-baseline", metavar="FILE", help="write all findings to this file; they are known from then on")
    parser.add_argument("--prune-baseline", action="store_true", help="take out of the baseline what the checked files no longer have")
    parser.add_argument("--show-known", action="store_true", help="print the findings that the baseline holds too, and not their number alone")
    parser.add_argument("--statistics", action="store_true", help="print how often each rule found something (with --format text)")
    parser.add_argument("-q", "--quiet", action="store_true", help="print findings alone: no notes on what was passed over, no progress, no counts")
    parser.add_argument("--color", choices=("auto", "always", "never"), default="auto", help="colour: auto looks at the terminal, NO_COLOR and FORCE_COLOR")
    parser.add_argument("--cross-check", action="store_true", help="read each PDF with two engines and report where they disagree")
    add_convert(parser)
    add_reading(parser, default=None)
    recognition.add_recognition_options(parser)
    parser.add_argument("--corrections", metavar="FILE", help="what people corrected (docs/corrections.md)")
    add_option(parser)
    add_output_options(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Checks the files and prints the findings."""
    from bulletin_parse.rules.baseline import mark_known

    try:
        config = _configured(arguments)
        known = _known(config, arguments)
        piped = piped_of(arguments.paths, arguments.stdin_name, limits_of(arguments).bytes)
        arguments.paths = arguments.paths or [str(config.path(path)) for path in config.paths] or ["."]
        arguments.paths, unconverted = converted(arguments.paths, arguments.convert, limits_of(arguments))
        with _places(arguments, config) as (sink, baseline):
            outcome = _checked(arguments, config, piped)
            if baseline and arguments.write_baseline:
                known = _written(outcome, arguments.write_baseline, baseline)
            elif known:
                known = _without(known, _gone(outcome, known, config), config, baseline)
            outcome.findings = list(mark_known(outcome.findings, known))
            for words in (*[str(unread) for _, unread in outcome.errors], *([] if arguments.quiet else ignored_notes(outcome.ignored))):
                note(words)
            sink.put(_reported(outcome, arguments))
    except BulletinError as error:
        note(str(error))
        return code_of(error)
    fails = any(finding.severity != "info" and not finding.known for finding in outcome.findings)
    found = FINDINGS if fails and not config.exit_zero else CLEAN
    return max([found, UNREADABLE if unconverted else CLEAN, *(code_of(unread) for _, unread in outcome.errors)])


def _checked(arguments: argparse.Namespace, config: Config, piped: Piped | None) -> CheckRun:
    """Checks the files in child processes; a bar shows how far the run is."""
    from bulletin_parse.checking import check_files, load_tables

    load_tables()
    limits = limits_of(arguments)
    found, shares = shared(_wanted(found_in(arguments.paths, piped), config), arguments.jobs)
    name = None if shares.several else piped.file if piped else arguments.paths[0]
    ocr = recognition.recognition_options(arguments, jobs=shares.pages, name=name)
    with Pool(limits, shares.files, check_files) as pool, file_bar(arguments.paths, drawn=shares.several and not arguments.quiet) as bar:
        return check_files(found, config, cross_check=arguments.cross_check, ocr=ocr, limits=limits, pool=pool, advanced=bar.advance)


def _wanted(named: Iterator[_Found], config: Config) -> Iterator[_Found]:
    """The files that are to be checked, each once, without those that are excluded; what the configuration names is no file of theirs."""
    own = [config.file, *map(config.path, (config.baseline, config.corrections, config.template, config.outlets))]
    seen = {os.path.realpath(each) for each in own if each}
    for each in named:
        if isinstance(each, Piped) and config.excludes(Path(each.file)):
            continue
        if isinstance(each, (Path, Ignored)):
            path = each if isinstance(each, Path) else Path(each.file)
            real = os.path.realpath(path)
            if real in seen or config.excludes(path) or is_partial(path):
                continue
            seen.add(real)
        yield each


@contextmanager
def _places(arguments: argparse.Namespace, config: Config) -> Iterator[tuple[Sink, Sink | None]]:
    """Where the report and the new baseline go; whether they may is known before any file is read."""
    # What the configuration names is read as well; a baseline that is written is not.
    read = {
        "config": arguments.config or config.file,
        "template": config.path(config.template),
        "outlets": config.path(config.outlets),
        "corrections": config.path(config.corrections),
        "baseline": None if arguments.write_baseline or arguments.prune_baseline else config.path(config.baseline),
    }
    arguments = argparse.Namespace(**vars(arguments) | {name: None if path is None else str(path) for name, path in read.items()})
    report = target_of(arguments, _form(arguments.format)) if arguments.output else None
    written = arguments.write_baseline or (arguments.prune_baseline and config.baseline and str(config.path(config.baseline)))
    baseline = target_of(arguments, _form(None), written) if written else None
    if report and baseline and report.real() == baseline.real():
        raise report.refused("the report and the baseline name the same file", "Name two")
    with ExitStack() as stack:
        sink = stack.enter_context(sink_of(report, coloured=arguments.format == "text"))
        yield sink, stack.enter_context(sink_of(baseline)) if baseline else None


def _form(reporter: str | None) -> Form:
    """The form of a reporter's output, or of a baseline; what knows them all is loaded if something is written."""
    from bulletin_parse.outputs import forms

    return forms.FINDINGS.get(reporter, Form(f"{reporter} report")) if reporter else forms.BASELINE


def _configured(arguments: argparse.Namespace) -> Config:
    """The configuration file's values, those that an option gives replaced by it."""
    from bulletin_parse.rules import all_rules
    from bulletin_parse.rules.config import Config, find_config, load_config

    file = Path(arguments.config) if arguments.config else find_config(Path())
    config = load_config(file, all_rules()) if file else Config()
    given = {
        "select": _codes(arguments.select),
        "ignore": _codes(arguments.ignore),
        "exclude": None if arguments.exclude is None else (*config.exclude, *arguments.exclude),
        "exit_zero": arguments.exit_zero,
        "archive": arguments.archive,
        "engine": arguments.engine,
        # Paths of the command line start here, those of the file at the file's folder.
        "template": _here(arguments.template),
        "corrections": _here(arguments.corrections),
        "baseline": _here(arguments.baseline),
    }
    return config.model_copy(update={key: value for key, value in given.items() if value is not None})


def _codes(given: list[str] | None) -> tuple[str, ...] | None:
    return None if given is None else tuple(code.strip().upper() for codes in given for code in codes.split(","))


def _here(path: str | None) -> str | None:
    return None if path is None else str(Path(path).absolute())


def _known(config: Config, arguments: argparse.Namespace) -> Mapping[Key, int]:
    """The baseline's findings; a baseline that is to be written is not read before."""
    from bulletin_parse.rules.baseline import load_baseline

    file = None if arguments.write_baseline else config.path(config.baseline)
    return load_baseline(file) if file else {}


def _gone(outcome: CheckRun, known: Mapping[Key, int], config: Config) -> Mapping[Key, int]:
    """What the baseline holds of the checked files and rules, and is not found any more."""
    from bulletin_parse.rules import all_rules, baseline, runner

    codes = {rule.code for rule in runner.pick(all_rules(), config.select, config.ignore) if rule.scope != "archive"}
    files = {Path(file).name for file in outcome.files}
    left = Counter(known)
    left.subtract(baseline.baseline_of(outcome.findings))
    return {
        key: count
        for key, count in left.items()
        if count > 0 and key.code in codes and (key.issue_number in outcome.numbers if key.issue_number is not None else key.file in files)
    }


def _without(known: Mapping[Key, int], gone: Mapping[Key, int], config: Config, sink: Sink | None) -> Mapping[Key, int]:
    """The baseline without what is gone, if it is to be pruned; else that it could be is told."""
    from bulletin_parse.rules.baseline import baseline_text

    file, count = config.path(config.baseline), sum(gone.values())
    what = counted(count, "entry")
    if sink is None:
        if gone:
            note(f"{file}: {what} of the checked files no longer found; --prune-baseline takes them out")
        return known
    kept = Counter(known) - Counter(gone)
    sink.put(baseline_text(kept))
    if gone:
        note(f"{file}: {what} no longer found, and taken out")
    return kept


def _written(outcome: CheckRun, file: str, sink: Sink) -> Mapping[Key, int]:
    from bulletin_parse.rules.baseline import baseline_of, baseline_text

    baseline = baseline_of(outcome.findings)
    sink.put(baseline_text(baseline))
    note(f"{file}: {len(outcome.findings)} findings written")
    return baseline


def _reported(outcome: CheckRun, arguments: argparse.Namespace) -> str:
    from bulletin_parse.outputs.reporters.report import Report, UnreadFile
    from bulletin_parse.rules import all_rules

    report = Report(
        findings=tuple(outcome.findings),
        files=tuple(outcome.files),
        unread=tuple(UnreadFile(file, str(error)) for file, error in outcome.errors),
        rules=all_rules(),
        version=__version__,
        colour=not arguments.output and takes_colour(arguments.color),
        show_known=arguments.show_known,
        statistics=arguments.statistics,
        quiet=arguments.quiet,
    )
    return str(REPORTERS[arguments.format](report))
