"""What an ingest came to, as text and as JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from bulletin_parse.text.language import ENGLISH, joined, listed, said, spoken
from bulletin_parse.text.showing import dumped, visible
from bulletin_parse.text.wording import counted

if TYPE_CHECKING:
    from bulletin_parse.archive.ingest.report import IngestReport
    from bulletin_parse.left_out import Ignored

NAMED = 3  # files of one kind that a note names
DIFFERS = " is canonical, and differs in "


def account_json(report: IngestReport, changes: Mapping[str, Sequence[Any]]) -> str:
    """The account and all that is told of single files, as one object on one line.

    Args:
        report: the ingest's.
        changes: what changed in each file's record.
    """
    facts: dict[str, Any] = {**report.account._asdict(), "changed": report.changed, "seconds": round(report.seconds, 3), "status": report.status}
    facts["corrections"] = dict(Counter([each.state for each in report.corrections]))
    facts["changes"] = {file: [list(change) for change in found] for file, found in changes.items()}
    facts["rejected_files"] = [
        {"file": each.file, "message": each.message, "findings": [finding.model_dump(mode="json") for finding in each.findings]} for each in report.rejected
    ]
    facts["ignored_files"] = [each._asdict() for each in report.ignored]
    facts["newer"], facts["pruned"] = list(report.newer), list(report.pruned)
    return dumped(facts, indent=None) + "\n"


def account_text(report: IngestReport, archive: str) -> str:
    """The account in one line, and what else happened in a line each."""
    account = report.account
    dry = report.status == "dry run"
    text = (
        f"{visible(archive)}: {counted(account.seen, 'file')} seen = {account.stored} stored + {account.unchanged} unchanged"
        f" + {account.superseded} superseded + {account.rejected} rejected + {account.ignored} ignored, in {report.seconds:.1f} s"
        f"{' (dry run: nothing was written)' if dry else ''}\n"
    )
    if report.corrections:
        states = Counter([each.state for each in report.corrections])
        text += f"corrections: {tallied(states)}\n"
    if report.changed:
        text += f"{counted(report.changed, 'record')} {'would change' if dry else 'changed'}\n"
    return text


def tallied(states: Mapping[str, int]) -> str:
    """How many of each state there are, in the language that is spoken: ``2 made, 1 not needed``; Chinese names the state first."""
    return joined([f"{count} {state}" if spoken() == ENGLISH else f"{said(state)} {count}" for state, count in states.items()])


def account_notes(report: IngestReport, archive: str) -> Iterator[str]:
    """What is told on stderr beside the account: what was ignored and why, what differs, what a newer version had read, what was forgotten."""
    for file, canonical, fields in report.differing:
        more = f" and {len(fields) - 5} more" if len(fields) > 5 else ""
        yield f"{file}: {canonical}{DIFFERS}{', '.join(fields[:5])}{more}"
    numbers = sorted({str(each.issue_number or "?") for each in report.corrections_of_other_files})
    if numbers:
        named = listed(numbers[:NAMED] + ["…"] * (len(numbers) > NAMED))
        yield (
            f"corrections of {named} were not made: the archive does not have their files, or these have changed."
            f" Look at them (bulletin-parse correct list --archive {archive} --state 'other file') and correct anew what is still wrong"
        )
    yield from ignored_notes(report.ignored)
    if any(len(files) > NAMED for files in _kinds(report.ignored).values()):
        yield f"all of them: bulletin-parse list {archive} --status ignored"
    for file in report.pruned:
        yield f"{file}: it is gone, and forgotten"
    if report.newer:
        files = f"{counted(len(report.newer), 'file')} {'was' if len(report.newer) == 1 else 'were'} read by a newer version of this program"
        yield f"{files}, and left as that read them; --reparse reads them with this one"


def ignored_notes(ignored: Iterable[Ignored]) -> Iterator[str]:
    """What is told of the files of folders that are not read: a line for each reason, which names some of them."""
    for (reason, remedy), files in _kinds(ignored).items():
        more = f" and {len(files) - NAMED} more" if len(files) > NAMED else ""
        yield f"{counted(len(files), 'file')} ignored, {reason}: {listed(files[:NAMED])}{more}. {remedy}"


def _kinds(ignored: Iterable[Ignored]) -> dict[tuple[str, str], list[str]]:
    kinds: dict[tuple[str, str], list[str]] = {}
    for each in ignored:
        kinds.setdefault((each.reason, each.remedy), []).append(each.file)
    return kinds
