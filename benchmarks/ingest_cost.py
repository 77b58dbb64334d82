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
from typing import NamedTuple

from figures import peak_megabytes, report

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from invented import bulletin_pdf, bulletin_text

# Ten thousand weeks end before 2100: the parser takes years of four digits that begin with 19 or 20.
LONG_AGO = date(1905, 1, 6)
_INGEST = """
import resource, sys, time
from bulletin_parse import Archive
began = time.perf_counter()
account = Archive.open(sys.argv[1]).ingest(sys.argv[2], jobs=int(sys.argv[3])).account
assert account.seen == account.stored + account.unchanged, account
seconds = time.perf_counter() - began
parent, workers = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
print(seconds, parent.ru_maxrss / 1024, parent.ru_utime + parent.ru_stime, workers.ru_utime + workers.ru_stime)
"""
_ACROSS = "from bulletin_parse.archive.ingest.archive_findings import Across, archive_findings; archive_findings(Across(sys.argv[1]))"


class Cost(NamedTuple):
    """What an ingest in a process of its own took: seconds, the parent's peak memory in MB, CPU seconds of the parent and of its workers."""

    seconds: float
    memory: float
    parent: float
    workers: float


def ingest(archive: Path, folder: Path, jobs: int) -> Cost:
    """One ingest of a folder; nothing may be rejected."""
    done = subprocess.run([sys.executable, "-c", _INGEST, str(archive), str(folder), str(jobs)], capture_output=True, text=True, check=True)
    return Cost(*map(float, done.stdout.split()))


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
    taken: dict[int, list[Cost]] = {1: [], 2: []}
    for round_ in range(2):
        for jobs, costs in taken.items():
            costs.append(ingest(place / f"{round_}-{jobs}.db", folder, jobs))
    count = len(list(folder.iterdir()))
    one, two = (min(costs) for costs in taken.values())
    report("ingest/pdf/two workers against one", one.seconds / two.seconds, "×", ">=1.9")
    report("ingest/pdf/bulletins a second, two workers", count / two.seconds, "1/s")
    of_cpu("pdf", one, count)
    few = place / "few-pdfs"
    few.mkdir()
    for file in sorted(folder.iterdir())[: max(1, count // 6)]:
        (few / file.name).write_bytes(file.read_bytes())
    start = ingest(place / "start.db", few, 1)  # what both pay once: imports, patterns, tables
    report("ingest/pdf/readers that keep the storing process busy", (one.workers - start.workers) / (one.parent - start.parent), "readers", ">=16")


def of_cpu(kind: str, cost: Cost, count: int) -> None:
    """Where the CPU time went, and what two workers could reach if nothing else ran: the parent's work is nobody else's."""
    report(f"ingest/{kind}/worker CPU a bulletin", cost.workers / count * 1000, "ms")
    report(f"ingest/{kind}/parent CPU a bulletin", cost.parent / count * 1000, "ms")
    report(f"ingest/{kind}/best ratio that this allows on two cores", 2 * cost.workers / (cost.workers + cost.parent), "×")


def again(place: Path, few: Path, many: Path, count: int) -> None:
    """A second run against the first, and the parent's memory for ten times the bulletins."""
    small = ingest(place / "few.db", few, 2)
    first = ingest(place / "many.db", many, 2)
    second = min(ingest(place / "many.db", many, 2) for _ in range(3))
    report(f"ingest/text/first run of {count} against the second", first.seconds / second.seconds, "×", ">=100")
    report(f"ingest/text/bulletins a second, first run of {count}", count / first.seconds, "1/s")
    report(f"ingest/text/files a second, second run of {count}", count / second.seconds, "1/s")
    of_cpu("text", first, count)
    report(f"ingest/parent memory, {count} against {count // 10} bulletins", first.memory / small.memory, "×", "<=1.1")
    report("ingest/parent memory", first.memory, "MB")
    with_few, with_many = (peak_megabytes(_ACROSS, str(place / name)) for name in ("few.db", "many.db"))
    report("ingest/archive rules, memory a bulletin", (with_many - with_few) * 1024 / (count - count // 10), "kB")
    report("ingest/archive, bytes a bulletin", (place / "many.db").stat().st_size / count, "B")


if __name__ == "__main__":
    main()
