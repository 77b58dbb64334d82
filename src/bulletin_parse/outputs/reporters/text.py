"""Findings for people: grouped by file, one a line, the counts last."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from bulletin_parse.models import Finding
from bulletin_parse.outputs.reporters.report import ARCHIVE, Report, place_words
from bulletin_parse.text.folding import cells, padded
from bulletin_parse.text.language import said
from bulletin_parse.text.showing import visible

_BOLD, _DIM, _RESET = "\x1b[1m", "\x1b[2m", "\x1b[0m"
_COLOURS = {"error": "\x1b[31m", "warning": "\x1b[33m", "info": "\x1b[36m"}


def written(report: Report) -> str:
    """The findings under their files, and a last line with counts."""
    return "".join(line + "\n" for line in _lines(report))


def _lines(report: Report) -> Iterator[str]:
    for file, all_of_file in report.by_file():
        findings = [finding for finding in all_of_file if report.show_known or not finding.known]
        if not findings:
            continue
        yield _painted(visible(_name(file)), _BOLD, report)
        places = [_place(finding) for finding in findings]
        width = max(map(cells, places))
        for place, finding in zip(places, findings, strict=True):
            yield _line(padded(place, width), finding, report)
        yield ""
    if report.statistics and report.findings:
        yield from _statistics(report)
    if report.quiet:
        return
    colour = "" if report.findings or report.unread else _BOLD
    yield _painted(said(report.summary()), colour, report)


def _statistics(report: Report) -> Iterator[str]:
    """How often each rule found something that is not known, the most frequent first."""
    names = {finding.code: finding.name for finding in report.findings}
    counts = Counter([finding.code for finding in report.findings if not finding.known])
    width = len(str(max(counts.values(), default=0)))
    for code, count in sorted(counts.items(), key=lambda each: (-each[1], each[0])):
        yield f"{count:{width}d}  {code} {visible(said(names[code]))}"
    if counts:
        yield ""


def _line(place: str, finding: Finding, report: Report) -> str:
    severity = _painted(padded(said(finding.severity), 7), _COLOURS[finding.severity], report)
    line = f"  {place}  {severity}  {finding.code} {visible(said(finding.message))}"
    return _painted(f"{line} ({said('known')})", _DIM, report) if finding.known else line


def _place(finding: Finding) -> str:
    item = "" if finding.item is None else f"item {finding.item}"
    return said(", ".join(part for part in (place_words(finding), item) if part))


def _name(file: str | None) -> str:
    if file is None:
        return said(ARCHIVE)
    # A runner takes a line that begins with two colons for a command.
    return f"./{file}" if file.startswith(":") else file


def _painted(text: str, colour: str, report: Report) -> str:
    return f"{colour}{text}{_RESET}" if report.colour and colour else text
