"""What a new reading changes in a record."""

from __future__ import annotations

import json

from bulletin_parse.archive.store.rows import record_text
from bulletin_parse.matching.differences import Change, changed_values


def changes_between(was: bytes, now: bytes) -> list[Change]:
    """The values in which two packed records differ."""
    return [] if was == now else changed_values(json.loads(record_text(was)), json.loads(record_text(now)))
