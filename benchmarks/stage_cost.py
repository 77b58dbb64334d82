"""Where the time of one parse goes, for a PDF with embedded fonts and for a text: each stage as a share of the whole.

usage: python benchmarks/stage_cost.py [FILE …] [--rounds N]
"""

from __future__ import annotations

import argparse
import hashlib
from functools import partial
from pathlib import Path

import bulletin_parse
from bulletin_parse import Source
from bulletin_parse.layout.flow import flow_of
from bulletin_parse.parsing.bulletin import parse_document
from bulletin_parse.parsing.template import load_template
from bulletin_parse.reading.read import read_document
from figures import in_turn, report
from rivals import BARE

DEFAULT = (Path("examples/567-word.pdf"), Path("examples/272-markdown.md"))
TEMPLATE = load_template()


def stages(path: Path, rounds: int) -> None:
    data = path.read_bytes()
    document = read_document(data, path.name)
    source = Source(name=path.name, sha256="", media_type=document.media_type, engine="", engine_version="", pages=None)
    calls = {
        "reading": partial(read_document, data, path.name),
        "layout": partial(flow_of, document, TEMPLATE.layout),
        "layout and parsing": partial(parse_document, document, TEMPLATE, source),
        "hash": lambda: hashlib.sha256(data).hexdigest(),
        "whole": partial(bulletin_parse.parse, data),
    }
    if path.suffix == ".pdf":
        calls["bare text"] = partial(BARE[document.engine], data)
    taken = in_turn(calls, rounds)
    whole = taken["whole"]
    report(f"stage/{path.name}/whole", 1000 * whole, "ms")
    if "bare text" in taken:
        report(f"stage/{path.name}/the engine's plain text", 100 * taken["bare text"] / whole, "%")
    report(f"stage/{path.name}/reading", 100 * taken["reading"] / whole, "%")
    report(f"stage/{path.name}/layout", 100 * taken["layout"] / whole, "%")
    report(f"stage/{path.name}/parsing", 100 * (taken["layout and parsing"] - taken["layout"]) / whole, "%")
    report(f"stage/{path.name}/hash", 100 * taken["hash"] / whole, "%")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path, default=list(DEFAULT))
    parser.add_argument("--rounds", type=int, default=15)
    arguments = parser.parse_args()
    for path in arguments.files:
        stages(path, arguments.rounds)


if __name__ == "__main__":
    main()
