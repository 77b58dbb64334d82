"""The same bulletin as .docx and as the PDF that was made of it: `python -m benchmarks.eras.oracle --seed 21 --out build/oracle` compares their records.

Every era is set by Word's producer, whatever prints it otherwise. Two records are equal if they say the same, block by block and kind by kind; aside are
places, the file itself, furniture (a PDF repeats on each page what Word holds once) and spaces: a PDF has none where a line ends between Han and Latin.
"""

from __future__ import annotations

import argparse
import json
import shutil
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

from .era import Era, eras
from .make import composed_of, office, truth_text
from .produce import word

ASIDE = ("where", "places", "furniture", "source", "doubts", "schema_version")
SHOWN = 90  # characters of a value


def write(seed: int, wanted: list[Era], issues: int, out: Path) -> int:
    """Writes bulletins of some eras as Word files, and the PDFs that LibreOffice makes of them; returns how many."""
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    for era in wanted:
        for k in range(issues):
            composed = composed_of(seed, era, k)
            word.write(composed.flow, era.look, out / f"{era.name}-{k}.docx")
            (out / f"{era.name}-{k}.json").write_text(truth_text(composed.truth), encoding="utf-8")
    files = sorted(out.glob("*.docx"))
    office(files, "pdf", out)
    return len(files)


def said(value: Any) -> Any:
    """What a record says, without what is aside."""
    if isinstance(value, dict):
        return {name: said(each) for name, each in value.items() if name not in ASIDE}
    if isinstance(value, list):
        return [said(each) for each in value]
    return "".join(value.split()) if isinstance(value, str) else value


def differences(left: Any, right: Any, path: str = "") -> Iterator[tuple[str, Any, Any]]:
    """Where two records say something else."""
    if isinstance(left, dict) and isinstance(right, dict):
        for name in sorted({*left, *right}):
            yield from differences(left.get(name), right.get(name), f"{path}.{name}".lstrip("."))
    elif isinstance(left, list) and isinstance(right, list) and len(left) == len(right):
        for at, (one, other) in enumerate(zip(left, right, strict=True)):
            yield from differences(one, other, f"{path}[{at}]")
    elif left != right:
        yield path, left, right


def compared(file: Path) -> tuple[str, list[str]]:
    """A Word file's name, and how its record differs from that of the PDF beside it."""
    import bulletin_parse

    records = []
    for each in (file, file.with_suffix(".pdf")):
        try:
            records.append(said(json.loads(bulletin_parse.parse(each).to_json())))
        except bulletin_parse.BulletinError as error:
            return file.stem, [str(error)]
    return file.stem, [f"{path}: {str(one)[:SHOWN]} | {str(other)[:SHOWN]}" for path, one, other in differences(*records)]


def main() -> int:
    """Reads the command line, makes the files, compares them."""
    told = argparse.ArgumentParser(description=__doc__)
    told.add_argument("--seed", type=int, required=True)
    told.add_argument("--out", type=Path, required=True)
    told.add_argument("--issues", type=int, default=3, help="issues of each era")
    told.add_argument("--only", default="", help="eras whose name holds this")
    told.add_argument("--jobs", type=int, default=2)
    asked = told.parse_args()
    wanted = [era for era in eras() if asked.only in era.name]
    write(asked.seed, wanted, asked.issues, asked.out)
    equal: Counter[str] = Counter()
    with ProcessPoolExecutor(asked.jobs) as pool:
        for name, found in pool.map(compared, sorted(asked.out.glob("*.docx")), chunksize=4):
            equal[name.rpartition("-")[0]] += not found
            for line in found:
                print(f"{name}: {line}")
    count = len(wanted) * asked.issues
    whole = sum(number == asked.issues for number in equal.values())
    print(f"{sum(equal.values())} of {count} bulletins of {len(wanted)} eras have one record as .docx and as PDF; all of an era in {whole} of {len(wanted)}")
    return 0 if sum(equal.values()) == count else 1


if __name__ == "__main__":
    raise SystemExit(main())
