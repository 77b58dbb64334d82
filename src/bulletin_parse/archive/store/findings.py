"""The archive's rows of findings as findings again."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from bulletin_parse.columns import FINDINGS
from bulletin_parse.models import Finding

_COLUMNS = [column.name for column in FINDINGS if column.name not in ("scope", "regions")]
_NAMES = [{"item_number": "item"}.get(name, name) for name in _COLUMNS]
# What a statement selects for :func:`finding_of`; the places of a finding, where they are wanted, are its ``regions``.
FINDING_COLUMNS = ", ".join(_COLUMNS)


def finding_of(row: Sequence[Any], regions: str = "[]") -> Finding:
    """The finding that a row is.

    Args:
        row: the values of ``FINDING_COLUMNS``.
        regions: its places, as JSON.
    """
    return Finding.model_validate_json(json.dumps({**dict(zip(_NAMES, row, strict=True)), "where": json.loads(regions)}))
