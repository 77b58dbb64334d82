"""How well scans are read as they get worse: the table of docs/scans.md, from invented bulletins in four faces.

usage: python benchmarks/scan_table.py [--write docs/scans.md] [--items N] [--only NAME] [--stock unseen|later|fresh|last|final] [--seed N] [--ocr-engine NAME]

Each row scans the same bulletins in another way, parses the scans without a cache, and compares the records with what was
printed. Seconds are of one processor core. ``--stock`` takes bulletins of other words and outlets, and prints what was misread to
stderr; ``--seed`` draws others.
"""

from __future__ import annotations

import argparse
import os
import resource
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pymupdf
from rapidfuzz.distance import Levenshtein

from bulletin_parse import Bulletin, BulletinError, OcrOptions, parse
from bulletin_parse.reading.ocr.options import RUNTIMES
from bulletin_parse.text.folding import fold
from scanned_bulletins import FACES, bulletin, pdf
from scanning import GRADES, Grade, scan
from stock import KNOWN, NAMES, Stock, origin, stock

os.environ["BULLETIN_PARSE_START"] = "spawn"  # a server's children are not ours: their seconds would be nobody's
START, END = "<!-- table -->", "<!-- end of table -->"
SIZES = {"song": 14, "kai": 14, "hei": 12, "serif": 12}
FIRST_SEED = 2000
OFFICE = GRADES["office"]
ROWS: tuple[tuple[str, Grade, int], ...] = (
    ("clean, 200 dpi", GRADES["clean"], 200),
    ("good, 150 dpi", GRADES["good"], 150),
    ("office, 100 dpi", OFFICE, 100),
    ("office, 150 dpi", OFFICE, 150),
    ("office, 200 dpi", OFFICE, 200),
    ("office, 300 dpi", OFFICE, 300),
    ("office, 200 dpi, skew 2°", OFFICE._replace(skew=2.0), 200),
    ("office, 200 dpi, skew −3°", OFFICE._replace(skew=-3.0), 200),
    ("office, 200 dpi, JPEG 20", OFFICE._replace(quality=20), 200),
    ("poor, 200 dpi", GRADES["poor"], 200),
    ("poor, 300 dpi", GRADES["poor"], 300),
    ("fax, 200 dpi", GRADES["fax"], 200),
    ("fax, 300 dpi", GRADES["fax"], 300),
)


class Tally(NamedTuple):
    """What was compared and what was wrong in it."""

    characters: int = 0
    wrong: int = 0
    fields: int = 0
    exact: int = 0
    links: int = 0
    links_exact: int = 0
    links_flagged: int = 0
    pages: int = 0

    def plus(self, other: Tally) -> Tally:
        """Both tallies together."""
        return Tally(*[mine + theirs for mine, theirs in zip(self, other, strict=True)])


def fields_of(record: dict[str, Any]) -> Iterator[tuple[str, object]]:
    """Every field but bodies and links, each by name."""
    for name in ("title", "issue_label", "issue_number", "publisher", "published", "lead", "declared_count", "date_range"):
        yield name, record[name]
    for part, names in (("index", ("number", "title", "source")), ("items", ("number", "title", "source", "published"))):
        for at, each in enumerate(record[part]):
            for name in names:
                yield f"{part}.{at}.{name}", each[name]


def plain(value: object) -> str:
    return fold(str(value or "")).strip("()")


def text_of(record: dict[str, Any]) -> str:
    """All text but the links, folded."""
    parts = [record["lead"], *[f"{entry['title']}{entry['source']}" for entry in record["index"]]]
    for item in record["items"]:
        parts += [item["title"], item["source"], *[block["text"] for block in item["blocks"]]]
    return "".join([plain(part) for part in parts])


class Wrong(NamedTuple):
    """A field that was misread, bodies aside."""

    field: str
    printed: object
    read: object
    is_flagged: bool


def wrong_in(truth: dict[str, Any], read: Bulletin) -> list[Wrong]:
    """The fields and links that differ from what was printed."""
    record = read.to_dict()
    flagged = {doubt.field for doubt in read.doubts}
    got = dict(fields_of(record))
    found = [Wrong(name, value, got.get(name), name in flagged) for name, value in fields_of(truth) if plain(value) != plain(got.get(name))]
    for at, item in enumerate(truth["items"]):
        link = record["items"][at]["link"] if at < len(record["items"]) else None
        if link != item["link"]:
            found.append(Wrong(f"items.{at}.link", item["link"], link, f"items.{at}.link" in flagged))
    return found


def compared(truth: dict[str, Any], read: Bulletin | None, pages: int) -> tuple[Tally, list[Wrong]]:
    """The tally of one bulletin, and what was wrong."""
    fields, links = len(dict(fields_of(truth))), len(truth["items"])
    whole = text_of(truth)
    if read is None:
        return Tally(len(whole), len(whole), fields, 0, links, 0, 0, pages), []
    wrong = wrong_in(truth, read)
    bad = [each for each in wrong if each.field.endswith(".link")]
    characters = Levenshtein.distance(whole, text_of(read.to_dict()))
    tally = Tally(len(whole), characters, fields, fields - len(wrong) + len(bad), links, links - len(bad), sum(each.is_flagged for each in bad), pages)
    return tally, wrong


class Course(NamedTuple):
    """What a row reads: bulletins of a stock from a seed on, so many items each."""

    stock: Stock
    seed: int
    items: int


def told(wrong: list[Wrong]) -> None:
    """Prints what was misread to stderr."""
    for each in wrong:
        print(f"  {each.field} ({'flagged' if each.is_flagged else 'NOT FLAGGED'})\n    {each.printed}\n    {each.read}", file=sys.stderr, flush=True)


def row_of(name: str, grade: Grade, dpi: int, course: Course, jobs: int, runtime: str) -> str:
    """One row of the table."""
    tally = Tally()
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    for at, face in enumerate(FACES):
        html, truth = bulletin(course.seed + at, items=course.items, stock=course.stock)
        data = scan(pdf(html, face, SIZES[face]), grade, dpi)
        with pymupdf.open(stream=data) as made:
            pages = len(made)
        try:
            read = parse(data, ocr=OcrOptions(cache=None, jobs=jobs, runtime=runtime))
        except BulletinError:
            read = None
        counted, wrong = compared(truth, read, pages)
        tally = tally.plus(counted)
        if course.stock is not stock(KNOWN):
            told(wrong)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) / tally.pages
    cells = [
        name,
        f"{100 * tally.wrong / tally.characters:.2f} %",
        f"{tally.exact}/{tally.fields}",
        f"{tally.links_exact}/{tally.links}",
        f"{tally.links_flagged}/{tally.links - tally.links_exact}",
        f"{seconds:.1f}",
        f"{after.ru_maxrss / 1024:.0f}",
    ]
    return f"| {' | '.join(cells)} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", type=Path, help="put the table into this file, between its marks")
    parser.add_argument("--items", type=int, default=2, help="items a bulletin")
    parser.add_argument("--only", default="", help="rows whose name holds this")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--stock", choices=NAMES, default=KNOWN, help="words and outlets: those that the repairs were written with, or others")
    parser.add_argument("--seed", type=int, default=FIRST_SEED, help="draws other bulletins of the stock")
    parser.add_argument("--ocr-engine", choices=RUNTIMES, default=RUNTIMES[0], help="what runs the models")
    chosen = parser.parse_args()
    course = Course(stock(chosen.stock), chosen.seed, chosen.items)
    written = origin(chosen.stock)
    if written.read_blind_at:
        print(f"stock {chosen.stock}, by {written.author}; read blind at {written.read_blind_at}")
    lines = ["| scan | characters wrong | fields exact | links exact | wrong links flagged | s a page | MB a process |", "|---|---|---|---|---|---|---|"]
    print("\n".join(lines))
    for name, grade, dpi in ROWS:
        if chosen.only in name:
            lines.append(row_of(name, grade, dpi, course, chosen.jobs, chosen.ocr_engine))
            print(lines[-1], flush=True)
    if chosen.write:
        text = chosen.write.read_text(encoding="utf-8")
        head, rest = text.split(START)
        chosen.write.write_text(f"{head}{START}\n{chr(10).join(lines)}\n{END}{rest.split(END)[1]}", encoding="utf-8")


if __name__ == "__main__":
    main()
