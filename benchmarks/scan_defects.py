"""Whether planted defects are found in scans as well, and nothing else is: each file is scanned, parsed, checked, and compared with its truth.

usage: python benchmarks/scan_defects.py [FILE.pdf …] [--grade office] [--dpi 200] [--jobs N] [--cache DIR]

A file stands beside its truth, NAME.json, whose ``meta`` names the planted codes and those that may follow from them. Without
files it is the ``defect-*`` of the shared corpus. Doubts (BP906) are told apart: they say that something may have been misread,
and are no alarm about the bulletin. Exit code 1 if a defect was missed or something else was found.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from bulletin_parse import OcrOptions, check, parse
from scanning import GRADES, scan

CORPUS = Path("../shared/corpus")
DOUBT = "BP906"


def codes_of(data: bytes | Path, options: OcrOptions) -> list[str]:
    """The codes that a check finds, doubts among them."""
    return [finding.code for finding in check(parse(data, ocr=options))]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--grade", choices=GRADES, default="office")
    parser.add_argument("--dpi", type=int, default=200)
    parser.add_argument("--jobs", type=int)
    parser.add_argument("--cache", type=Path, help="keep what was recognised in this folder")
    chosen = parser.parse_args()
    options = OcrOptions(jobs=chosen.jobs, cache=chosen.cache)
    files = chosen.files or sorted(CORPUS.glob("defect-*.pdf"))
    missed = false = doubts = 0
    for path in files:
        meta = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))["meta"]
        planted = {defect["code"] for defect in meta["defects"]}
        found = codes_of(scan(path, GRADES[chosen.grade], chosen.dpi), options)
        printed = set(codes_of(path, options))
        others = sorted(set(found) - planted - set(meta.get("also") or ()) - printed - {DOUBT})
        lacking = sorted(planted - set(found))
        missed, false, doubts = missed + len(lacking), false + len(others), doubts + found.count(DOUBT)
        print(f"{path.stem}: planted {sorted(planted)}, missed {lacking}, false {others}, doubts {found.count(DOUBT)}", flush=True)
    print(f"{len(files)} files: {missed} defects missed, {false} false alarms, {doubts} doubts")
    return int(bool(missed or false))


if __name__ == "__main__":
    sys.exit(main())
