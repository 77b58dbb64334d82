"""Whether pdf_oxide could stand behind ``PdfEngine``: what it reads beside MuPDF, how fast, and what malformed files do to it.

usage: python benchmarks/pilot_pdf_oxide.py [FILE …] [--every N]

It needs ``pip install pdf_oxide`` beside the project. For each file: the share of MuPDF's characters that it has too, white space aside, and of those
the share that stand in the same order; how far its spans' lower edges are from MuPDF's baselines, in sizes of the type; links and pictures; and the
processor time of its spans over MuPDF's plain text and over MuPDF's dict. Then whether text that the page does not show is told from text that it
shows. Every Nth malformed file (``fuzz/malformed.py``) is read in a child process of its own limits. docs/dependencies.md says what came of it.
"""

from __future__ import annotations

import argparse
import statistics
import sys
from collections import Counter
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

import pdf_oxide
import pymupdf
from rapidfuzz.distance import Indel

from bulletin_parse import EngineCrashed, Guard, LimitExceeded, Limits
from bulletin_parse.errors import BulletinError
from figures import in_turn, report

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "fuzz"))
EVERY, SECONDS = 7, 10.0
KINDS = ("word", "typst", "weasyprint", "browser", "story", "reportlab-leaders", "unembedded", "typst-floats")


class Reading(NamedTuple):
    """What an engine finds in a file: its characters in order without white space, the lower edge of each text that stands once, links, pictures."""

    characters: str
    edges: dict[str, float]
    size: float
    links: int
    pictures: int


def by_oxide(data: bytes) -> Reading:
    """What pdf_oxide finds."""
    document = pdf_oxide.PdfDocument.from_bytes(data)
    pages = range(document.page_count())
    spans = [span for page in pages for span in document.extract_spans(page)]
    texts = Counter(_bare(span.text) for span in spans)
    edges = {_bare(span.text): span.bbox[1] for span in spans if texts[_bare(span.text)] == 1}
    links = sum(_is_link(note) for page in pages for note in document.get_annotations(page))
    pictures = sum(len(document.page_images(page)) for page in pages)
    return Reading("".join(_bare(span.text) for span in spans), edges, 0.0, links, pictures)


def _is_link(note: Any) -> bool:
    kind = note.get("subtype", "") if isinstance(note, dict) else getattr(note, "subtype", "")
    return str(kind).lower() == "link"


def by_mupdf(data: bytes) -> Reading:
    """What MuPDF finds, its origins measured from the page's foot as pdf_oxide's boxes are."""
    with pymupdf.open(stream=data, filetype="pdf") as document:
        spans, links, pictures = [], 0, 0
        for page in document:
            links += len(page.get_links())
            pictures += len(page.get_image_info())
            for block in page.get_text("dict")["blocks"]:
                spans += [(span, page.rect.height) for line in block.get("lines", ()) for span in line["spans"]]
    texts = Counter(_bare(span["text"]) for span, _ in spans)
    edges = {_bare(span["text"]): high - span["origin"][1] for span, high in spans if texts[_bare(span["text"])] == 1}
    sizes = [span["size"] for span, _ in spans] or [1.0]
    return Reading("".join(_bare(span["text"]) for span, _ in spans), edges, statistics.median(sizes), links, pictures)


def _bare(text: str) -> str:
    return "".join(text.split())


def compare(path: Path, rounds: int = 5) -> None:
    """Reports one file."""
    data, where = path.read_bytes(), f"pdf_oxide/{path.stem}"
    ours, theirs = by_mupdf(data), by_oxide(data)
    common = (Counter(ours.characters) & Counter(theirs.characters)).total()
    report(f"{where}/characters of MuPDF's", 100 * common / max(1, len(ours.characters)), "%")
    report(f"{where}/in the same order", 100 * Indel.normalized_similarity(ours.characters, theirs.characters), "%")
    both = [abs(theirs.edges[text] - edge) / ours.size for text, edge in ours.edges.items() if text and text in theirs.edges]
    report(f"{where}/spans that are one in both", 100 * len(both) / max(1, len(ours.edges)), "%")
    if both:
        report(f"{where}/lower edge from the baseline", statistics.median(both), "sizes")
    print(f"{where}: links {theirs.links} of {ours.links}, pictures {theirs.pictures} of {ours.pictures}")

    def spans() -> None:
        document = pdf_oxide.PdfDocument.from_bytes(data)
        for page in range(document.page_count()):
            document.extract_spans(page)

    def mupdf(kind: str) -> None:
        with pymupdf.open(stream=data, filetype="pdf") as document:
            for page in document:
                page.get_text(kind)

    times = in_turn({"spans": spans, "text": lambda: mupdf("text"), "dict": lambda: mupdf("dict")}, rounds)
    report(f"{where}/spans over MuPDF's plain text", times["spans"] / times["text"], "×")
    report(f"{where}/spans over MuPDF's dict", times["spans"] / times["dict"], "×")


def hidden() -> None:
    """Reports whether anything but its place tells a span that is not painted (text rendering mode 3) from one that is."""
    document = pymupdf.open()
    page = document.new_page()
    for mode in (0, 3):
        page.insert_text((72, 72 + 30 * mode), "shown or not", render_mode=mode)
    made = pdf_oxide.PdfDocument.from_bytes(document.tobytes())
    facts = [name for name in dir(made.extract_spans(0)[0]) if not name.startswith("_") and name not in ("bbox", "page_bbox", "sequence")]
    shown, unshown = ([getattr(span, name) for name in facts] for span in made.extract_spans(0))
    report("pdf_oxide/text that is not shown is told apart", float(shown != unshown), "", ">=1")


def outcome(data: bytes) -> str:
    """What reading a malformed file comes to, in a child process."""
    try:
        return "text" if by_oxide(data).characters else "no text"
    except Exception as error:  # noqa: BLE001  # whatever it raises is what is asked
        return f"error: {type(error).__name__}"


def malformed(every: int) -> None:
    """Every Nth malformed file, each in a child process."""
    from malformed import files

    found: Counter[str] = Counter()
    with Guard(Limits(seconds=SECONDS)) as guard:
        for number, (name, data) in enumerate(files()):
            if number % every == 0:
                found[_told(guard, name, data)] += 1
    for what, times in found.most_common():
        report(f"pdf_oxide/malformed, every {every}th/{what}", times, "files")


def _told(guard: Guard, name: str, data: bytes) -> str:
    try:
        return str(guard.run(name, outcome, data))
    except EngineCrashed:
        return "crash of the process"
    except LimitExceeded as error:
        return f"beyond the limit of {error.limit}"
    except BulletinError as error:
        return f"fault in the child: {type(error).__name__}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path, default=[ROOT / "tests" / "fixtures" / f"{kind}.pdf" for kind in KINDS])
    parser.add_argument("--every", type=int, default=EVERY)
    arguments = parser.parse_args()
    print(f"pdf_oxide {version('pdf_oxide')}, MuPDF {version('pymupdf')}")
    for path in arguments.files:
        compare(path)
    hidden()
    malformed(arguments.every)


if __name__ == "__main__":
    main()
