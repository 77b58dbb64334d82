"""What parsing costs beside the engine's own text extraction, as ratios measured in one process.

usage: python benchmarks/parse_cost.py [FOLDER …] [--engine NAME] [--rounds N]

For each PDF the file is parsed, and its plain text extracted by the same engine, in turn, N times; the ratio of the two best
times is printed, then the median over the files. Texts are parsed N times; their cost is printed for 10 kB.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import bulletin_parse
from bulletin_parse.errors import BulletinError
from bulletin_parse.reading.read import choose

DEFAULT_FOLDERS = (Path("examples"), Path("../shared/corpus"))


def mupdf_text(data: bytes) -> None:
    """PyMuPDF's plain text of every page."""
    import pymupdf

    with pymupdf.open(stream=data, filetype="pdf") as pdf:
        for page in pdf:
            page.get_text()


def pdfium_text(data: bytes) -> None:
    """pypdfium2's plain text of every page."""
    import pypdfium2

    pdf = pypdfium2.PdfDocument(data)
    for number in range(len(pdf)):
        page = pdf[number]
        text = page.get_textpage()
        text.get_text_range()
        text.close()
        page.close()
    pdf.close()


def plumber_text(data: bytes) -> None:
    """Plain text of every page by pdfplumber."""
    import io
    import logging

    import pdfplumber

    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        for page in pdf.pages:
            page.extract_text()
            page.close()


BARE: dict[str, Callable[[bytes], None]] = {"pymupdf": mupdf_text, "pdfium": pdfium_text, "pdfplumber": plumber_text}


def best_times(first: Callable[[], object], second: Callable[[], object], rounds: int) -> tuple[float, float]:
    """The best time of each of two calls made in turn, in seconds."""
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(rounds):
        for call, taken in zip((first, second), times, strict=True):
            began = time.perf_counter()
            call()
            taken.append(time.perf_counter() - began)
    return min(times[0]), min(times[1])


def measure_pdf(path: Path, engine: str, rounds: int) -> float | None:
    """The ratio for one PDF, or None if it is no readable bulletin."""
    data = path.read_bytes()
    try:
        bulletin_parse.parse(data, engine=engine)
    except BulletinError:
        return None
    name = choose(data, path.name)[0] if engine == "auto" else engine
    ours, bare = best_times(lambda: bulletin_parse.parse(data, engine=engine), lambda: BARE[name](data), rounds)
    print(f"{path.name:32s} {name:10s} parse {1000 * ours:8.2f} ms   bare text {1000 * bare:8.2f} ms   ratio {ours / bare:5.2f}")
    return ours / bare


def measure_text(path: Path, rounds: int) -> float | None:
    """Milliseconds to parse 10 kB of a text."""
    data = path.read_bytes()
    try:
        ours, _ = best_times(lambda: bulletin_parse.parse(data), lambda: None, rounds)
    except BulletinError:
        return None
    cost = 1000 * ours * 10_000 / len(data)
    print(f"{path.name:32s} {'text':10s} parse {1000 * ours:8.2f} ms   {cost:5.2f} ms for 10 kB")
    return cost


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path, default=[folder for folder in DEFAULT_FOLDERS if folder.is_dir()])
    parser.add_argument("--engine", default="auto", choices=["auto", *BARE])
    parser.add_argument("--rounds", type=int, default=7)
    arguments = parser.parse_args()
    files = [path for folder in arguments.folders for path in sorted(folder.rglob("*"))]
    ratios = [ratio for path in files if path.suffix == ".pdf" and (ratio := measure_pdf(path, arguments.engine, arguments.rounds))]
    costs = [cost for path in files if path.suffix in (".md", ".txt") and (cost := measure_text(path, arguments.rounds))]
    if ratios:
        print(f"\nparse / bare text of the same engine: median {statistics.median(ratios):.2f}, worst {max(ratios):.2f}, {len(ratios)} PDFs")
    if costs:
        print(f"text: median {statistics.median(costs):.2f} ms for 10 kB, worst {max(costs):.2f}, {len(costs)} texts")


if __name__ == "__main__":
    main()
