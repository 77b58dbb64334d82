"""Files to findings: each file parsed and checked, the archive rules run over all, nothing stopped by a file that cannot be read."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.util import find_spec
from itertools import zip_longest
from pathlib import Path
from typing import BinaryIO, NamedTuple

from bulletin_parse.api import parse, parse_all
from bulletin_parse.arguments import require_file
from bulletin_parse.errors import BulletinError, EngineUnavailable, UnreadableSource
from bulletin_parse.left_out import Ignored
from bulletin_parse.limits import Limits
from bulletin_parse.models import Bulletin, Finding, Findings, Severity
from bulletin_parse.parsing.template import load_template
from bulletin_parse.pathless import Piped, Remote
from bulletin_parse.press.outlets import Outlets, load_outlets
from bulletin_parse.progress import watching
from bulletin_parse.reading.ocr.options import OcrOptions
from bulletin_parse.rules import all_rules, compare, find_rule, finding_of, installed_rules
from bulletin_parse.rules import check as checked
from bulletin_parse.rules.config import Config
from bulletin_parse.rules.outline import Outline, outline_of
from bulletin_parse.rules.registry import Rule
from bulletin_parse.rules.runner import findings_across, pick, severity_of
from bulletin_parse.supervise.messages import Call
from bulletin_parse.supervise.pool import Pool
from bulletin_parse.text.compiled import PATTERNS

ENGINES_DISAGREE = "BP904"

# Engines for a second reading with the module each needs, the quickest first.
_ENGINES = (("pdfium", "pypdfium2"), ("pymupdf", "pymupdf"), ("pdfplumber", "pdfplumber"))


@dataclass(slots=True)
class CheckRun:
    """What a run over files came to: findings, the files that were read, the error of each that was not, and files of folders that are none to read.

    ``numbers`` are the issue numbers of the bulletins that were read.
    """

    findings: list[Finding] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    errors: list[tuple[str, BulletinError]] = field(default_factory=list)
    numbers: set[int] = field(default_factory=set)
    ignored: list[Ignored] = field(default_factory=list)


def check(
    bulletin: Bulletin | str | os.PathLike[str] | bytes | BinaryIO,
    *,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    severities: Mapping[str, Severity] | None = None,
    extra: Iterable[Rule] = (),
    outlets: Outlets | None = None,
) -> Findings:
    """What is wrong in a bulletin, in the order of the rules.

    Args:
        bulletin: the record to check; or a file, which is parsed first (``parse`` takes options of reading, and gives the record).
        select: codes or prefixes to run (``"BP2"``); empty runs all.
        ignore: codes or prefixes to leave out.
        severities: other severities for codes or prefixes.
        extra: rules of one's own, run after the built-in ones.
        outlets: the news outlets that are known, as ``load_outlets`` gives them; None for the built-in table.

    Raises:
        UnknownCode: an option names a code or prefix that no rule has.
        UnreadableSource: the file cannot be read.
        ArgumentError: it is neither a record nor a file.
    """
    if not isinstance(bulletin, Bulletin):
        require_file("check()", bulletin)
        bulletin = parse(bulletin)
    return checked(bulletin, select=select, ignore=ignore, severities=severities, extra=extra, outlets=outlets)


def load_tables() -> None:
    """Loads what every file is checked with, so that processes that are forked from now on have it.

    Raises:
        PluginError: an installed package's rules cannot be loaded.
    """
    all_rules()
    load_outlets()
    load_template()


def check_files(
    found: Iterable[Path | Remote | Piped | Ignored | BulletinError],
    config: Config | None = None,
    *,
    cross_check: bool = False,
    ocr: str | OcrOptions = "auto",
    limits: Limits | None = None,
    pool: Pool | None = None,
    advanced: Callable[[BulletinError | None], object] | None = None,
) -> CheckRun:
    """Parses and checks files; with two or more bulletins the archive rules run as well.

    Args:
        found: files, or errors for arguments that named none; files of folders that are not read are noted.
        config: what to run, and how; its ``archive = false`` leaves the archive rules out.
        cross_check: reads each PDF with a second engine too, and reports where the two disagree.
        ocr: how pages of pictures are recognised, as in ``parse``.
        limits: what each file may cost; None for the stated defaults.
        pool: child processes that read and check the files; None to do it in this one.
        advanced: is told after each file, with the error of one that was not read; None for a bar under the cell in a notebook, and nothing elsewhere.

    Raises:
        UnknownCode: the configuration names a code that no rule has.
        EngineUnavailable: the engine, or a second one for ``cross_check``, is missing.
        TemplateError: the template cannot be used.
        CorrectionError: the file of corrections cannot be used.
        OutletTableError: the table of outlets cannot be used.
    """
    config = config or Config()
    _refuse_unusable_files(config)
    read: list[Examined] = []
    chosen = {rule.code for rule in pick(all_rules(), config.select, config.ignore)}
    run = CheckRun()
    further = (config, limits, cross_check and ENGINES_DISAGREE in chosen, ocr)
    calls = (each if isinstance(each, BulletinError) else Call(each.as_posix(), _examined, (each, *further)) for each in _noted(found, run))
    with watching(found, advanced) as watched:
        for answer in pool.map(calls) if pool else map(_answer, calls):
            if isinstance(answer, UnreadableSource):
                run.errors.append((answer.source, answer))
                run.findings += [finding for finding in _told(answer, config) if finding.code in chosen]
            elif isinstance(answer, BulletinError):
                raise answer
            else:
                read.append(_taken(answer, run))
            watched(answer if isinstance(answer, BulletinError) else None)
    if config.archive is not False:
        run.findings += _across(read, config)
    run.findings = [finding for finding in run.findings if not config.ignores(finding)]
    return run


def _noted(found: Iterable[Path | Remote | Piped | Ignored | BulletinError], run: CheckRun) -> Iterator[Path | Remote | Piped | BulletinError]:
    """What is to be read; what is not is noted on the way."""
    for each in found:
        if isinstance(each, Ignored):
            run.ignored.append(each)
        else:
            yield each


def second_engine(first: str, source: str) -> str:
    """The engine that gives a second opinion after a first one.

    Raises:
        EngineUnavailable: no other is installed.
    """
    for engine, module in _ENGINES:
        if engine != first and find_spec(module) is not None:
            return engine
    raise EngineUnavailable(source, f"there is no engine beside {first} to compare with", remedy="Install one: pip install pymupdf pdfplumber")


class Examined(NamedTuple):
    """What a file came to: its bulletins' outlines, what is wrong in them, and why a second engine could not read it.

    ``bulletins`` are the same whole, where an installed rule on archives may look at anything; else none.
    """

    file: str
    outlines: list[Outline]
    bulletins: list[Bulletin]
    findings: list[Finding]
    second: UnreadableSource | None = None


def _refuse_unusable_files(config: Config) -> None:
    """Reads the files that a configuration names before any bulletin: an error is theirs, and not that of each bulletin."""
    load_outlets(config.path(config.outlets))
    if config.corrections:
        from bulletin_parse.corrections import load_corrections

        load_corrections(str(config.path(config.corrections)))


def _across(read: Sequence[Examined], config: Config) -> Iterator[Finding]:
    """What the archive rules find in the bulletins of all files, if they are several."""
    outlines = [outline for examined in read for outline in examined.outlines]
    if len(outlines) > 1:
        bulletins = [bulletin for examined in read for bulletin in examined.bulletins]
        yield from findings_across(outlines, bulletins, pick(all_rules(), config.select, config.ignore), config.severity)


def _taken(examined: Examined, run: CheckRun) -> Examined:
    """Adds what a file came to, and gives it back without the findings."""
    run.files.append(examined.file)
    run.findings += examined.findings
    run.numbers.update([outline.issue_number for outline in examined.outlines if outline.issue_number is not None])
    if examined.second is not None:
        run.errors.append((examined.file, examined.second.named(examined.file)))
    return examined._replace(findings=[])


def _answer(call: Call | BulletinError) -> Examined | BulletinError:
    """What a call gives in this process."""
    try:
        return call if isinstance(call, BulletinError) else _examined(*call.arguments)
    except UnreadableSource as error:
        return error.named(call.source)


def _examined(
    each: Path | Remote | Piped,
    config: Config,
    limits: Limits | None,
    cross_check: bool,  # noqa: FBT001
    ocr: str | OcrOptions,
) -> Examined:
    bulletins = _read(each, config, limits, ocr=ocr, corrections=config.path(config.corrections))
    findings: list[Finding] = []
    outlets = load_outlets(config.path(config.outlets))
    extra = installed_rules()
    for bulletin in bulletins:
        findings += checked(bulletin, select=config.select, ignore=config.ignore, severities=config.severity, extra=extra, outlets=outlets)
    second = None
    if cross_check:
        try:
            findings += _disagreements(each, bulletins, config, limits)
        except UnreadableSource as error:
            second = error
    file = each.as_posix()  # a record has its file's name alone, findings name the file so that it is found
    findings = [finding.model_copy(update={"file": file}) for finding in findings]
    whole = bulletins if any(rule.scope == "archive" for rule in extra) else []
    PATTERNS.keep()
    return Examined(file, [outline_of(bulletin, file=file) for bulletin in bulletins], whole, findings, second)


def _told(error: UnreadableSource, config: Config) -> list[Finding]:
    """The finding that a file's error is as well."""
    found = finding_of(error)
    return [_weighed(found, config).model_copy(update={"file": error.source})] if found else []


def _read(
    each: Path | Remote | Piped,
    config: Config,
    limits: Limits | None,
    engine: str | None = None,
    ocr: str | OcrOptions = "auto",
    corrections: Path | None = None,
) -> list[Bulletin]:
    """The bulletins in a file."""
    template = config.path(config.template)
    engine = engine or config.engine or "auto"
    return list(parse_all(each, engine=engine, template=template, ocr=ocr, limits=limits, corrections=corrections))


def _disagreements(each: Path | Remote | Piped, read: Sequence[Bulletin], config: Config, limits: Limits | None) -> Iterator[Finding]:
    first = read[0]
    if first.source is None or first.source.pages is None:  # a text has one reading
        return
    if any(page.engine == "ocr" for page in first.source.page_sources):  # there is no second opinion on a picture
        return
    from bulletin_parse.corrections import uncorrected

    again = _read(each, config, limits, second_engine(first.source.engine, first.source.name))
    for one, other in zip_longest(read, again, fillvalue=again[-1]):
        yield from (_weighed(finding, config) for finding in compare(uncorrected(one), other))


def _weighed(finding: Finding, config: Config) -> Finding:
    """A finding that no runner made, with the configured severity."""
    return finding.model_copy(update={"severity": severity_of(find_rule(finding.code), config.severity)})
