"""The peak memory of a process that parses one file, beside one that calls the engine's plain text on it. Imports are in both.

usage: python benchmarks/memory_cost.py
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import samples
from figures import peak_megabytes, report

GOAL = "<=1.3"
EXAMPLE = Path("examples/567-word.pdf")

BARE = "import pymupdf\nwith pymupdf.open(sys.argv[1]) as pdf:\n    for page in pdf:\n        page.get_text()"
PARSE = "import bulletin_parse\nbulletin_parse.parse(sys.argv[1], engine='pymupdf')"
# What a loaded parser takes without a file: the difference of the two peaks is what the file took.
LOADED = "import bulletin_parse.api, pymupdf"


def measure(name: str, path: Path) -> None:
    bare, parsed = peak_megabytes(BARE, str(path)), peak_megabytes(PARSE, str(path))
    report(f"memory/{name}/bare engine", bare, "MB")
    report(f"memory/{name}/parse", parsed, "MB")
    report(f"memory/{name}/over the bare engine", parsed / bare, "×", GOAL)


def main() -> None:
    report("memory/loaded, no file", peak_megabytes(LOADED), "MB")
    measure("example", EXAMPLE)
    with tempfile.TemporaryDirectory() as folder:
        for pages, paragraphs in ((100, 46), (1000, 470)):
            path = Path(folder) / f"{pages}.pdf"
            path.write_bytes(samples.pdf(12, paragraphs))
            measure(f"{pages} pages", path)


if __name__ == "__main__":
    main()
