"""The baseline: findings that are known and accepted, so that only new ones fail a run.

A finding is known again by what it says: its code, the bulletin's issue number and the folded subject. Neither page, line,
file name nor order counts. Only a bulletin whose number cannot be read is told from others by its file's name.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePath
from typing import Any, NamedTuple

from pydantic import BaseModel, ConfigDict, PositiveInt, ValidationError

from bulletin_parse.errors import ConfigError
from bulletin_parse.models import Finding
from bulletin_parse.text.folding import fold
from bulletin_parse.text.showing import dumped

VERSION = 1


class Key(NamedTuple):
    """What a finding is known by."""

    code: str
    issue_number: int | None
    subject: str
    file: str | None = None


class _Known(BaseModel):
    # Built when a file is read: most runs have none.
    model_config = ConfigDict(defer_build=True, extra="forbid", strict=True)

    code: str
    issue_number: int | None = None
    subject: str = ""
    file: str | None = None
    count: PositiveInt = 1


class _Document(BaseModel):
    model_config = ConfigDict(defer_build=True, extra="forbid", strict=True)

    version: int
    known: list[_Known]


def finding_key(finding: Finding) -> Key:
    """What a finding is known by, wherever it stands."""
    named = finding.issue_number is None and finding.file is not None
    return Key(finding.code, finding.issue_number, fold(finding.subject), PurePath(finding.file or "").name if named else None)


def fingerprint(finding: Finding) -> str:
    """The key as 32 hexadecimal digits, the same on every machine."""
    return hashlib.sha256(json.dumps(finding_key(finding), ensure_ascii=True).encode()).hexdigest()[:32]


def mark_known(findings: Iterable[Finding], baseline: Mapping[Key, int]) -> tuple[Finding, ...]:
    """The findings in their order, those that the baseline holds marked ``known``; one more of a kind than it holds is new.

    What somebody accepted is known already, and needs no place in the baseline.
    """
    left = Counter(baseline)
    marked = []
    for finding in findings:
        if finding.known:
            marked.append(finding)
            continue
        key = finding_key(finding)
        known = left[key] > 0
        left[key] -= known
        marked.append(finding.model_copy(update={"known": known}))
    return tuple(marked)


def baseline_of(findings: Iterable[Finding]) -> Mapping[Key, int]:
    """How often each key occurs among the findings."""
    return Counter(finding_key(finding) for finding in findings if not finding.known)


def baseline_text(baseline: Mapping[Key, int]) -> str:
    """The baseline as JSON text, sorted, so that two versions of the file differ only where findings do."""
    known = [_entry(key, baseline[key]) for key in sorted(baseline, key=_order)]
    return dumped({"version": VERSION, "known": known}) + "\n"


def load_baseline(file: Path) -> Mapping[Key, int]:
    """The baseline in a file.

    Raises:
        ConfigError: the file is missing or holds something else.
    """
    remedy = "Write it anew with --write-baseline"
    try:
        document = _Document.model_validate_json(file.read_bytes())
    except OSError as error:
        raise ConfigError(str(file), f"the baseline cannot be read ({error.strerror})", remedy=remedy) from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"]) or None
        raise ConfigError(str(file), f"it is no baseline ({first['msg']})", place=place, remedy=remedy) from None
    if document.version != VERSION:
        raise ConfigError(str(file), f"the baseline has version {document.version}; version {VERSION} is read", place="version", remedy=remedy)
    counts: Counter[Key] = Counter()
    for known in document.known:
        counts[Key(known.code, known.issue_number, fold(known.subject), known.file)] += known.count
    return counts


def _entry(key: Key, count: int) -> dict[str, Any]:
    entry: dict[str, Any] = {"code": key.code, "issue_number": key.issue_number, "subject": key.subject}
    return entry | ({} if key.file is None else {"file": key.file}) | ({} if count == 1 else {"count": count})


def _order(key: Key) -> tuple[int, str, str, str]:
    return (-1 if key.issue_number is None else key.issue_number, key.code, key.subject, key.file or "")
