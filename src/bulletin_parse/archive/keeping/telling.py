"""The history of an archive as lines for people and as JSON for programs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bulletin_parse.archive.store.history import Event
from bulletin_parse.text.language import joined, said
from bulletin_parse.text.showing import dumped, shown_value, visible

MAX_CHANGES = 12  # shown of one record


def history_json(events: Iterable[Event]) -> str:
    """A list of objects; a change is {path, was, now}."""
    facts = [{**event._asdict(), "before": event.before._asdict(), "after": event.after._asdict()} for event in events]
    for each in facts:
        each["changes"] = [change._asdict() for change in each["changes"]]
        each["at"] = each["at"].isoformat()
    return dumped(facts) + "\n"


def history_text(events: Iterable[Event]) -> str:
    """What happened in a line, and under it a line a value."""
    return "".join([f"{line}\n" for event in events for line in _lines(event)])


def _lines(event: Event) -> Iterator[str]:
    number = "–" if event.issue_number is None else str(event.issue_number)
    yield f"{event.at:%Y-%m-%d %H:%M}  {number:>5}  {joined([visible(event.file), said(_why(event))], ': ')}"
    for change in event.changes[:MAX_CHANGES]:
        yield f"  {visible(change.path)}: {shown_value(change.was)} → {shown_value(change.now)}"
    if len(event.changes) > MAX_CHANGES:
        yield f"  {said(f'and {len(event.changes) - MAX_CHANGES} more')}"


def _why(event: Event) -> str:
    if event.cause == "parser":
        return f"read again by version {event.after.parser}, before by {event.before.parser}"
    return {"content": "its file was replaced", "options": "read again with other options", "corrections": "corrected"}.get(event.cause, event.cause)
