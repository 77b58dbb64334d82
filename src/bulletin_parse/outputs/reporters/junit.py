"""Findings as JUnit XML, which most CI servers show: a file is a suite, a finding a case.

Errors and warnings fail, infos pass with a note, known findings are skipped; a file that could not be read is an error.
"""

from __future__ import annotations

import io
from collections import Counter

from junitparser import Error, Failure, JUnitXml, Skipped, TestCase, TestSuite

from bulletin_parse.models import Finding
from bulletin_parse.outputs.reporters.report import ARCHIVE, Report, place_words
from bulletin_parse.text.showing import visible


def written(report: Report) -> str:
    """The XML document as text."""
    found: dict[str | None, list[Finding]] = {file: [] for file in report.files}
    found |= dict(report.by_file())
    unread = {each.file: each.message for each in report.unread}
    document = JUnitXml("bulletin-parse")
    for file in (*(file for file in found if file not in unread), *unread):
        suite = TestSuite(visible(file or ARCHIVE))
        suite.add_testcases(_cases(found.get(file, []), suite.name))
        if file in unread:
            suite.add_testcase(_case("readable", suite.name, Error(visible(unread[file]), "unreadable")))
        elif not found[file]:
            suite.add_testcase(_case("no findings", suite.name))
        document.add_testsuite(suite)
    document.update_statistics()
    out = io.BytesIO()
    document.write(out)
    return out.getvalue().decode("utf-8") + "\n"


def _cases(findings: list[Finding], suite: str) -> list[TestCase]:
    # CI servers follow a case over runs by its name: an ordinal tells two of one name apart.
    seen: Counter[str] = Counter()
    cases = []
    for finding in findings:
        name = f"{finding.code} {finding.name}" + (f" item {finding.item}" if finding.item is not None else "")
        seen[name] += 1
        cases.append(_finding_case(finding, name if seen[name] == 1 else f"{name} ({seen[name]})", suite))
    return cases


def _finding_case(finding: Finding, name: str, suite: str) -> TestCase:
    place = place_words(finding)
    message = visible(f"{place}: {finding.message}" if place else finding.message)
    if finding.known:
        return _case(name, suite, Skipped(f"known: {message}"))
    if finding.severity == "info":
        case = _case(name, suite)
        case.system_out = message
        return case
    return _case(name, suite, Failure(message, finding.severity))


def _case(name: str, suite: str, result: Error | Failure | Skipped | None = None) -> TestCase:
    case = TestCase(name, suite, 0.0)
    if result is not None:
        case.result = [result]
    return case
