"""Findings as a JSON list, one object a finding."""

from __future__ import annotations

from bulletin_parse.outputs.reporters.report import Report
from bulletin_parse.text.showing import dumped


def written(report: Report) -> str:
    """``[{code, name, severity, message, file, item, where, …}]``; what could not be read is on stderr alone."""
    return dumped([finding.model_dump(mode="json") for finding in report.findings]) + "\n"
