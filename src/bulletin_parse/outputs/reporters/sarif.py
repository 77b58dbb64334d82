"""Findings as SARIF 2.1.0, which GitHub code scanning and many viewers read.

A PDF has no lines: its findings stand at line 1, with page and rectangle under ``properties``.
"""

from __future__ import annotations

from collections import Counter
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from bulletin_parse.models import Finding, LineRegion, PageRegion, Where
from bulletin_parse.outputs.reporters.report import Report, UnreadFile
from bulletin_parse.rules.baseline import fingerprint
from bulletin_parse.rules.manual import address_of, markdown_of
from bulletin_parse.rules.registry import Rule
from bulletin_parse.text.showing import dumped, visible

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
# The package's own metadata, in which a release writes the documentation's address (release/metadata.py).
_PACKAGE, _ADDRESSES, _DOCUMENTATION = "bulletin-parse", "Project-URL", "Documentation, "
_LEVELS = {"error": "error", "warning": "warning", "info": "note"}

Json = dict[str, Any]


def written(report: Report) -> str:
    """The SARIF log as JSON text."""
    return dumped({"$schema": SCHEMA, "version": "2.1.0", "runs": [_run(report)]}) + "\n"


def documentation() -> str | None:
    """The address of the documentation's first page, as the installed package has it; None where it was built without one."""
    try:
        found = metadata(_PACKAGE).get_all(_ADDRESSES) or ()
    except PackageNotFoundError:  # the sources are used as they lie there
        return None
    return next((line.removeprefix(_DOCUMENTATION) for line in found if line.startswith(_DOCUMENTATION)), None)


def _run(report: Report) -> Json:
    manual = documentation()
    numbers = {rule.code: number for number, rule in enumerate(report.rules)}
    # Where a finding belongs to no file, it is shown on the first one.
    fallback = next(iter((*report.files, *(each.file for each in report.unread))), ".")
    seen: Counter[str] = Counter()
    results = []
    for finding in report.findings:
        mark = fingerprint(finding)
        seen[mark] += 1
        results.append(_result(finding, numbers, fallback, f"{mark}:{seen[mark]}"))
    driver = {
        "name": "bulletin-parse",
        "version": report.version,
        **({"informationUri": manual} if manual else {}),
        "rules": [_rule(rule, manual) for rule in report.rules],
    }
    notes = [_notification(each) for each in report.unread]
    invocation = {"executionSuccessful": not notes, "toolExecutionNotifications": notes}
    return {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "invocations": [invocation], "results": results}


def _rule(rule: Rule, manual: str | None) -> Json:
    """A rule with its whole page, which also stands in the documentation if that has an address: no viewer is led to a page that is not there."""
    address = manual and address_of(rule, manual)
    first = rule.page.split("\n\n", 1)[0].replace("\n", " ") or rule.name
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": first},
        "fullDescription": {"text": first},
        "help": {"text": rule.page or rule.name, "markdown": markdown_of(rule) or rule.name},
        **({"helpUri": address} if address else {}),
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
    }


def _result(finding: Finding, numbers: dict[str, int], fallback: str, mark: str) -> Json:
    result: Json = {
        "ruleId": finding.code,
        **({"ruleIndex": numbers[finding.code]} if finding.code in numbers else {}),
        "level": _LEVELS[finding.severity],
        "message": {"text": _message(finding.message)},
        "locations": [{"physicalLocation": _physical(finding.file or fallback, finding.where)}],
        # GitHub compares primaryLocationLineHash and nothing else.
        "partialFingerprints": {"bulletinFinding/v1": mark, "primaryLocationLineHash": mark},
        "properties": {"issue_number": finding.issue_number, "item": finding.item, "where": [region.model_dump(mode="json") for region in finding.where]},
    }
    if finding.known:
        result["suppressions"] = [{"kind": "external", "status": "accepted", "justification": "The baseline holds this finding."}]
    return result


def _physical(file: str, where: Where = ()) -> Json:
    region: Json = {"startLine": 1}
    first = where[0] if where else None
    if isinstance(first, LineRegion):
        region = {"startLine": max(1, first.line), "endLine": max(1, first.line, first.end_line)}
    elif isinstance(first, PageRegion):
        region["properties"] = {"page": first.page, "bbox": list(first.bbox)}
    return {"artifactLocation": {"uri": _uri(file)}, "region": region}


def _uri(file: str) -> str:
    """A path as a URI reference: relative as given, absolute with the scheme ``file``."""
    path = PurePath(file)
    if path.is_absolute():
        return path.as_uri()
    # A first segment with a colon would be taken for a scheme, so colons are quoted too.
    return quote(path.as_posix().encode("utf-8", "surrogateescape"), safe="/")


def _message(text: str) -> str:
    """A message without the character sequence that viewers take for a link."""
    return visible(text).replace("](", "] (")


def _notification(unread: UnreadFile) -> Json:
    location = {"physicalLocation": _physical(unread.file)}
    return {"level": "error", "message": {"text": _message(unread.message)}, "locations": [location]}
