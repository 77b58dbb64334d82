"""Bulletins as tidy pandas frames: one row a thing, real dates, integers that may be missing, text that may be missing.

A bulletin is known by ``bulletin``: the first 16 hexadecimal digits of its file's SHA-256, without a file those of its record. Its
number will not do: it may be missing, and stand on two bulletins. The same file twice in a list is ``…`` and ``…-2``.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bulletin_parse.columns import FRAMED, TABLES, Column, FindingScope, Kind, ScopedFinding, framed, parts_of, values
from bulletin_parse.faces import Displayed
from bulletin_parse.models import Bulletin, Finding
from bulletin_parse.rules import check, check_archive

if TYPE_CHECKING:
    import pandas as pd

KEY_DIGITS = 16
# What pandas calls the kinds of columns; JSON is text.
TEXT, INTEGER, DAY, FLAG = "string", "Int64", "datetime64[s]", "boolean"
KINDS: Mapping[Kind, str] = {"text": TEXT, "integer": INTEGER, "day": DAY, "flag": FLAG, "json": TEXT}
# The columns of each frame with their kinds; the first ones are the index.
COLUMNS: Mapping[str, Mapping[str, str]] = {table: {name: KINDS[kind] for name, kind in framed(table).items()} for table in FRAMED}
# What says in each frame of which bulletin a row is, where the frame does not say it already; ``bulletin_day`` is the day that it stands for.
NAMING: Mapping[str, str] = {"issue_number": INTEGER, "bulletin_day": DAY, "file": TEXT}
FRAME_COLUMNS: Mapping[str, Mapping[str, str]] = {table: columns if table == "bulletins" else {**columns, **NAMING} for table, columns in COLUMNS.items()}

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Frames(Displayed):
    """The frames of some bulletins; regions, matter before and after the items, furniture, residue and hidden text are left out.

    ``bulletins`` is indexed by ``bulletin``; ``index`` by (bulletin, entry), ``items`` by (bulletin, item) and ``blocks`` by (bulletin,
    item, block), places from 1 as printed; ``findings`` by ``bulletin``, missing where a finding is about no single one. The last columns of each
    but ``bulletins`` name its bulletin: ``issue_number``, ``bulletin_day`` (of publication, or else its week's last) and ``file``.

    >>> frames.items.join(frames.bulletins.add_prefix("bulletin_"), on="bulletin")  # doctest: +SKIP
    """

    bulletins: pd.DataFrame
    index: pd.DataFrame
    items: pd.DataFrame
    blocks: pd.DataFrame
    findings: pd.DataFrame

    def __repr__(self) -> str:
        return f"<Frames: {', '.join([f'{name} {len(frame):,}' for name, frame in self.tables()])}>"

    def tables(self) -> list[tuple[str, pd.DataFrame]]:
        """The frames with their names."""
        return [(name, getattr(self, name)) for name in COLUMNS]


def to_frames(bulletins: Iterable[Bulletin] | Bulletin) -> Frames:
    """Bulletins, and what the rules find in and across them, as data frames.

    Args:
        bulletins: records, in the order the frames shall have; or one.
    """
    held = [bulletins] if isinstance(bulletins, Bulletin) else list(bulletins)
    keys = unique(frame_key(bulletin) for bulletin in held)
    pairs = list(zip(keys, held, strict=True))
    found = [(*frame_finding_row(key, "bulletin", finding), *_naming("findings", bulletin)) for key, bulletin in pairs for finding in check(bulletin)]
    if len(held) > 1:
        owners = _owners(pairs)
        by_key: Mapping[str | None, Bulletin] = dict(pairs)
        for finding in check_archive(held):
            owner = owners.get((finding.file, finding.issue_number))
            found.append((*frame_finding_row(owner, "archive", finding), *_naming("findings", by_key.get(owner))))
    tables: dict[str, list[Row]] = {table: [] for table in FRAMED}
    for key, bulletin in pairs:
        for table, parts in parts_of(bulletin).items():
            columns = _columns(table)
            named = _naming(table, bulletin)
            tables[table] += [(key, *whose, *values(columns, part), *named) for whose, part in parts]
    return frames_of({**tables, "findings": found})


def frames_of(rows: Mapping[str, Sequence[Row]]) -> Frames:
    """Frames from rows under ``FRAME_COLUMNS``."""
    return Frames(**{table: _frame(table, rows[table]) for table in FRAME_COLUMNS})


def naming_of(table: str) -> list[str]:
    """The columns that a frame has to name the bulletin of a row, beside its own."""
    return [name for name in FRAME_COLUMNS[table] if name not in COLUMNS[table]]


def _naming(table: str, bulletin: Bulletin | None) -> list[Any]:
    """What those columns say of a bulletin."""
    if bulletin is None:
        return [None] * len(naming_of(table))
    said = {"issue_number": bulletin.issue_number, "bulletin_day": bulletin.day, "file": bulletin.source.name if bulletin.source else None}
    return [said[name] for name in naming_of(table)]


def frame_key(bulletin: Bulletin) -> str:
    """What a bulletin is known by in the frames."""
    if bulletin.source:
        return bulletin.source.sha256[:KEY_DIGITS]
    return hashlib.sha256(bulletin.to_json(indent=None).encode("utf-8", "surrogatepass")).hexdigest()[:KEY_DIGITS]


def unique(keys: Iterable[str]) -> list[str]:
    """Keys, those that come again numbered from 2."""
    seen: Counter[str] = Counter()
    result = []
    for key in keys:
        seen[key] += 1
        result.append(key if seen[key] == 1 else f"{key}-{seen[key]}")
    return result


def frame_finding_row(key: str | None, scope: FindingScope, finding: Finding) -> Row:
    """A finding as a row of the frame."""
    return (key, *values(_columns("findings"), ScopedFinding(scope, finding)))


def _columns(table: str) -> list[Column]:
    return [column for column in TABLES[table].columns if column.is_framed]


def _owners(pairs: Sequence[tuple[str, Bulletin]]) -> dict[tuple[str | None, int | None], str]:
    """The bulletin that a finding's file and number name, where they name one alone."""
    names = [(bulletin.source.name if bulletin.source else None, bulletin.issue_number) for _, bulletin in pairs]
    counts = Counter(names)
    return {name: key for name, (key, _) in zip(names, pairs, strict=True) if counts[name] == 1 and name != (None, None)}


def _frame(table: str, rows: Sequence[Row]) -> pd.DataFrame:
    import pandas as pd

    kinds = FRAME_COLUMNS[table]
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(kinds)
    frame = pd.DataFrame({name: _column(values, kind) for (name, kind), values in zip(kinds.items(), columns, strict=True)})
    return frame.set_index(list(TABLES[table].keys))


def _column(values: Sequence[Any], kind: str) -> Any:
    import numpy as np
    import pandas as pd

    if kind == DAY:
        # Seconds: a misread year 3013 is a date too, which nanoseconds do not hold.
        return np.array(values, dtype=DAY)
    if kind == TEXT:
        # Arrow, which may hold the text, has no lone surrogates.
        values = [value if value is None or value.isascii() else value.encode("utf-16", "surrogatepass").decode("utf-16", "replace") for value in values]
    return pd.array(list(values), dtype=kind)  # type: ignore[call-overload]  # the stubs know literal names alone
