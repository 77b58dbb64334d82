"""What the parser makes of a set of invented bulletins: `python -m benchmarks.eras.table build/eras/1`, a table by era, producer and converter."""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

from .scoring import compare

PARTS = ("eras", "texts", "conventions", "pages")
START, END = "<!-- eras -->", "<!-- /eras -->"


class Verdict(NamedTuple):
    """One file's verdict: what is wrong, what the findings told that the truth did not expect, and what they missed."""

    part: str
    name: str
    era: str
    producer: str
    wrong: tuple[str, ...]
    told: tuple[str, ...]
    alarms: tuple[str, ...]
    read: bool

    @property
    def kind(self) -> str:
        """perfect, doubted (right, and yet in doubt), told (wrong, and said so), silent or unread."""
        if not self.read:
            return "unread"
        if not self.wrong:
            return "doubted" if any(code.startswith("BP9") for code in self.told) else "perfect"
        return "told" if self.told else "silent"


def judged(truth_file: Path) -> Verdict | None:
    """The verdict of the file beside a truth, or None if there is none."""
    import bulletin_parse
    from bulletin_parse import BulletinError

    truth = json.loads(truth_file.read_text(encoding="utf-8"))
    source = next((path for path in (truth_file.with_suffix(ending) for ending in (".pdf", ".md", ".txt")) if path.exists()), None)
    if source is None:
        return None
    meta = truth["meta"]
    place = (truth_file.parent.name, source.name, meta["era"], meta["producer"])
    try:
        bulletins = bulletin_parse.parse_all(source)
        findings = [one for bulletin in bulletins for one in bulletin_parse.check(bulletin)]
    except BulletinError as error:
        return Verdict(*place, (type(error).__name__,), (), (), read=False)
    allowed = {defect["code"] for defect in meta["defects"]} | set(meta.get("also", ()))
    told = sorted({one.code for one in findings if str(getattr(one.severity, "value", one.severity)) in ("error", "warning")} - allowed)
    alarms = sorted({one.code for one in findings if one.code[:3] in ("BP1", "BP2", "BP3", "BP4", "BP5")} - allowed)
    wrong = wrong_fields(truth, [json.loads(one.to_json()) for one in bulletins])
    return Verdict(*place, wrong, tuple(told), tuple(alarms), read=True)


def wrong_fields(truth: dict[str, Any], records: list[dict[str, Any]]) -> tuple[str, ...]:
    """The fields that are wrong in the record of the truth's issue; `records` stands for a wrong number of bulletins or a wrong other one."""
    got = next((one for one in records if one.get("issue_number") == truth["issue_number"]), records[0])
    others = truth["meta"].get("others", [])
    wrong = [key for key, right in compare(truth, got).items() if not right]
    if len(records) != 1 + len(others) or not all(any(all(compare(other, one).values()) for one in records) for other in others):
        wrong.append("records")
    return tuple(wrong)


def rows(verdicts: list[Verdict], by: str) -> list[str]:
    """A Markdown table of the verdicts' kinds by a property of theirs."""
    groups: dict[str, list[Verdict]] = defaultdict(list)
    for one in verdicts:
        groups[getattr(one, by)].append(one)
    lines = [f"| {by} | files | perfect | of these doubted | wrong and told | wrong and silent | unread |", "|---|---:|---:|---:|---:|---:|---:|"]
    for name, ones in [*sorted(groups.items()), ("all", verdicts)]:
        count = lambda kind, ones=ones: sum(one.kind == kind for one in ones)  # noqa: E731
        right = count("perfect") + count("doubted")
        cells = (name, len(ones), f"{right} ({100 * right / len(ones):.0f} %)", *map(count, ("doubted", "told", "silent", "unread")))
        lines.append("| " + " | ".join(map(str, cells)) + " |")
    return lines


def report(verdicts: list[Verdict], *, failing: bool) -> str:
    """The tables of the parts, and each file that is not right."""
    lines: list[str] = []
    for part in PARTS:
        ones = [one for one in verdicts if one.part == part]
        if not ones:
            continue
        lines += [f"## {part}", ""]
        for by in ("producer", "era") if part != "conventions" else ("producer",):
            lines += [*rows(ones, by), ""]
        alarmed = sum(bool(one.alarms) for one in ones)
        lines += [f"{alarmed} of {len(ones)} files have a finding on their content that the truth does not expect.", ""]
        if failing:
            lines += [f"{one.kind:8} {one.name}: {' '.join(one.wrong)} {list(one.told)}" for one in ones if one.kind != "perfect"]
            lines += [f"alarm    {one.name}: {' '.join(one.alarms)}" for one in ones if one.alarms and not one.wrong]
            lines.append("")
    return "\n".join(lines)


def main() -> int:
    """Reads the command line, judges the set, prints the report."""
    told = argparse.ArgumentParser(description=__doc__)
    told.add_argument("set", type=Path, help="a folder that `make eras` has made")
    told.add_argument("--parts", nargs="*", default=list(PARTS), choices=PARTS)
    told.add_argument("--only", default="", help="files whose name holds this")
    told.add_argument("--jobs", type=int, default=2)
    told.add_argument("--summary", action="store_true", help="the tables alone")
    told.add_argument("--write", type=Path, help="put the tables into this file, between its marks")
    asked = told.parse_args()
    files = [file for part in asked.parts for file in sorted((asked.set / part).glob("*.json")) if asked.only in file.name]
    with ProcessPoolExecutor(asked.jobs) as pool:
        verdicts = [one for one in pool.map(judged, files, chunksize=4) if one]
    if not verdicts:
        print(f"no bulletin in {asked.set}; make some: make eras SEED=1", file=sys.stderr)
        return 2
    print(report(verdicts, failing=not asked.summary))
    if asked.write:
        head, rest = asked.write.read_text(encoding="utf-8").split(START)
        asked.write.write_text(f"{head}{START}\n{report(verdicts, failing=False)}\n{END}{rest.split(END)[1]}", encoding="utf-8")
    return 0 if all(one.kind == "perfect" for one in verdicts) else 1


if __name__ == "__main__":
    raise SystemExit(main())
