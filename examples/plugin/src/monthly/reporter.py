"""Findings as ``code file item``, one a line: ``bulletin-parse check --format lines``."""

from __future__ import annotations

from bulletin_parse import Report


def written(report: Report) -> str:
    """A line for each finding, sorted, and nothing else."""
    return "".join(sorted(f"{finding.code} {finding.file or '-'} {finding.item or '-'}\n" for finding in report.findings))
