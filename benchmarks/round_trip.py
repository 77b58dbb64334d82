"""How many bulletins come back from their Markdown as they were: `python -m benchmarks.round_trip FILE…`."""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator
from typing import Any

from bulletin_parse import BulletinError, parse, parse_text
from bulletin_parse.outputs.markdown import said

SHOWN = 60  # characters of a value that is shown


def main(files: list[str]) -> int:
    """Prints each bulletin that differs with its first difference, and the fields that differ, by how often."""
    read = differing = 0
    fields: Counter[str] = Counter()
    for file in files:
        try:
            bulletin = parse(file)
        except BulletinError as error:
            print(f"{file}: not read: {error}")
            continue
        read += 1
        found = list(_differences(said(bulletin), _again(bulletin.to_markdown())))
        if found:
            differing += 1
            fields.update([re.sub(r"\[\d+\]", "", path) for path, _, _ in found])
            path, was, now = found[0]
            print(f"{file}: {len(found)} differ, first {path}: {was!r:.{SHOWN}} came back as {now!r:.{SHOWN}}")
    print(f"{read - differing} of {read} came back as they were; differing: {dict(fields.most_common())}")
    return 1 if differing else 0


def _again(text: str) -> dict[str, Any]:
    try:
        return said(parse_text(text))
    except BulletinError as error:
        return {"refused": str(error)}


def _differences(was: Any, now: Any, path: str = "") -> Iterator[tuple[str, Any, Any]]:
    if isinstance(was, dict) and isinstance(now, dict):
        for name in {**was, **now}:
            yield from _differences(was.get(name), now.get(name), f"{path}.{name}".removeprefix("."))
    elif isinstance(was, list) and isinstance(now, list) and len(was) == len(now):
        for at, (one, other) in enumerate(zip(was, now, strict=True)):
            yield from _differences(one, other, f"{path}[{at}]")
    elif was != now:
        yield path, was, now


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
