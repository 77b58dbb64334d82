"""Findings as GitHub annotations: workflow commands that the runner turns into notes on the files.

GitHub shows ten errors, ten warnings and ten notices a step and drops the rest without a word, so this reporter stops there and says so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from bulletin_parse.models import Finding, LineRegion
from bulletin_parse.outputs.reporters.report import Report, place_words
from bulletin_parse.text.language import said
from bulletin_parse.text.showing import visible
from bulletin_parse.text.wording import counted

CAP = 10
# One notice is kept for the count of what is not shown.
CAPS = {"error": CAP, "warning": CAP, "notice": CAP - 1}
_COMMANDS = {"error": "error", "warning": "warning", "info": "notice"}


def written(report: Report) -> str:
    """Annotations within the caps, a notice with the number of those left out, and a line with counts. Known findings are not annotated."""
    shown: Counter[str] = Counter()
    lines, hidden = [], 0
    for command, line in _annotations(report):
        if shown[command] < CAPS[command]:
            shown[command] += 1
            lines.append(line)
        else:
            hidden += 1
    if hidden:
        words = f"{counted(hidden, 'more finding')} not shown here; use --format text or sarif to see all"
        lines.append(f"::notice title=bulletin-parse::{said(words)}")
    return "".join(line + "\n" for line in (*lines, f"bulletin-parse: {said(report.summary())}"))


def _annotations(report: Report) -> Iterator[tuple[str, str]]:
    told = {finding.file for finding in report.findings}  # a scan is a finding too
    for unread in report.unread:
        if unread.file in told:
            continue
        yield "error", f"::error file={_property(unread.file)},title={_property(said('unreadable'))}::{_data(said(unread.message))}"
    for finding in report.findings:
        if not finding.known:
            yield _COMMANDS[finding.severity], _annotation(finding)


def _annotation(finding: Finding) -> str:
    properties = {} if finding.file is None else {"file": finding.file}
    first = finding.where[0] if finding.where else None
    if isinstance(first, LineRegion):
        properties |= {"line": str(first.line), "endLine": str(first.end_line)}
    place = f", {said(place_words(finding))}" if finding.where else ""
    properties["title"] = f"{finding.code} {finding.name}{place}"
    listed = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
    return f"::{_COMMANDS[finding.severity]} {listed}::{_data(said(finding.message))}"


def _data(text: str) -> str:
    return visible(text).replace("%", "%25")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
