"""What every reporter is given, and the counts and places that several of them print."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple, get_args

from bulletin_parse.models import Finding, LineRegion, PageRegion, Severity
from bulletin_parse.rules.registry import Rule
from bulletin_parse.text.wording import counted

SEVERITIES: tuple[Severity, ...] = get_args(Severity)

# Findings that belong to no single file.
ARCHIVE = "archive"


class UnreadFile(NamedTuple):
    """A file that could not be read, and the message that says why."""

    file: str
    message: str


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome of a run.

    Attributes:
        findings: all of them, known ones included.
        files: the files that were checked, in order.
        unread: the files that could not be.
        rules: the rules there are; reporters take manual pages from them.
        version: this package's version.
        colour: whether to colour text for a terminal.
        show_known: whether text lists known findings as well, and not their number alone.
        statistics: whether text counts the findings of each rule.
        quiet: whether text leaves out the counts.
    """

    findings: tuple[Finding, ...]
    files: tuple[str, ...] = ()
    unread: tuple[UnreadFile, ...] = ()
    rules: tuple[Rule, ...] = ()
    version: str = "0"
    colour: bool = False
    show_known: bool = False
    statistics: bool = False
    quiet: bool = False

    def by_file(self) -> Iterator[tuple[str | None, list[Finding]]]:
        """Each file with findings, in order, and what belongs to no file last, under None."""
        groups: dict[str | None, list[Finding]] = {file: [] for file in (*self.files, *(each.file for each in self.unread))}
        for finding in self.findings:
            groups.setdefault(finding.file, []).append(finding)
        loose = groups.pop(None, [])
        yield from ((file, found) for file, found in groups.items() if found)
        if loose:
            yield None, loose

    def summary(self) -> str:
        """The counts in one line: ``3 findings in 2 of 40 files: 2 errors, 1 info; 1 known; 1 file unreadable``."""
        fresh = [finding for finding in self.findings if not finding.known]
        counts = Counter(finding.severity for finding in fresh)
        parts = [counted(counts[severity], severity) for severity in SEVERITIES if counts[severity]]
        total = len(set(self.files) | {each.file for each in self.unread})
        faulty = len({finding.file for finding in fresh if finding.file is not None})
        line = f"{counted(len(fresh), 'finding')} in {faulty} of {counted(total, 'file')}" if fresh else f"no findings in {counted(total, 'file')}"
        line += f": {', '.join(parts)}" if parts else ""
        line += f"; {len(self.findings) - len(fresh)} known" if len(fresh) < len(self.findings) else ""
        return line + (f"; {counted(len(self.unread), 'file')} unreadable" if self.unread else "")


def place_words(finding: Finding) -> str:
    """Where a finding stands, in a few words: ``page 2``, ``line 21`` or ``paragraph 4``; empty if it has no place."""
    if not finding.where:
        return ""
    first = finding.where[0]
    if isinstance(first, PageRegion):
        return f"page {first.page}"
    return f"line {first.line}" if isinstance(first, LineRegion) else f"paragraph {first.paragraph}"
