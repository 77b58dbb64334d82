"""What ingesting costs: two workers against one, a second run against the first, and the parent's memory as the archive grows.

usage: python benchmarks/ingest_cost.py [--bulletins N] [--pdfs N]
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

from figures import report

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from invented import bulletin_pdf, bulletin_text

# Ten thousand weeks end before 2100: the parser takes years of four digits that begin with 19 or 20.
LONG_AGO = date(1905, 1, 6)
_INGEST = """
import resource, sys, time
from bulletin_parse.archive.archive import Archive
began = time.perf_counter()
account = Archive.open(sys.argv[1]).ingest(sys.argv[2], jobs=int(sys.argv[3])).account
assert account.seen == account.stored + account.unchanged, account
print(time.perf_counter() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def ingest(archive: Path, folder: Path, jobs: int) -> tuple[float, float]:
    """The seconds of one ingest in a process of its own, and the peak memory of that process, workers not counted, in MB."""
    done = subprocess.run([sys.executable, "-c", _INGEST, str(archive), str(folder), str(jobs)], capture_output=True, text=True, check=True)
    seconds, kibibytes = done.stdout.split()
    return float(seconds), float(kibibytes) / 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bulletins", type=int, default=10_000)
    parser.add_argument("--pdfs", type=int, default=600)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        pdfs = place / "pdfs"
        pdfs.mkdir()
        for number in range(1, arguments.pdfs + 1):
            (pdfs / f"{number:05}.pdf").write_bytes(bulletin_pdf(bulletin_text(number)))
        workers(place, pdfs)
        few, many = place / "few", place / "many"
        for folder, count in ((few, arguments.bulletins // 10), (many, arguments.bulletins)):
            folder.mkdir()
            for number in range(1, count + 1):
                (folder / f"{number:05}.md").write_text(bulletin_text(number, first_day=LONG_AGO), encoding="utf-8")
        again(place, few, many, arguments.bulletins)


def workers(place: Path, folder: Path) -> None:
    """Two workers against one on PDFs, in turn, the better of two rounds each."""
    taken: dict[int, list[float]] = {1: [], 2: []}
    for round_ in range(2):
        for jobs, times in taken.items():
            times.append(ingest(place / f"{round_}-{jobs}.db", folder, jobs)[0])
    count = len(list(folder.iterdir()))
    report("ingest/pdf/two workers against one", min(taken[1]) / min(taken[2]), "×", ">=1.8")
    report("ingest/pdf/bulletins a second, two workers", count / min(taken[2]), "1/s")


def again(place: Path, few: Path, many: Path, count: int) -> None:
    """A second run against the first, and the parent's memory for ten times the bulletins."""
    _, small = ingest(place / "few.db", few, 2)
    first, large = ingest(place / "many.db", many, 2)
    second, _ = min(ingest(place / "many.db", many, 2) for _ in range(3))
    report(f"ingest/text/first run of {count} against the second", first / second, "×", ">=100")
    report(f"ingest/text/bulletins a second, first run of {count}", count / first, "1/s")
    report(f"ingest/text/bulletins a second, second run of {count}", count / second, "1/s")
    report(f"ingest/parent memory, {count} against {count // 10} bulletins", large / small, "×", "<=1.1")
    report("ingest/parent memory", large, "MB")
    report("ingest/bytes of archive a bulletin", (place / "many.db").stat().st_size / count, "B")


if __name__ == "__main__":
    main()
