"""A mutation fuzzer over PDFs and texts: ``python fuzz/run.py SECONDS [SEED]``, or ``make fuzz SECONDS=600``.

Each input is parsed and checked in a guarded child process that may crash or hang. A finding is a crash, a passed time limit, an
exception that is none of the package's own, or a character of a text that the ledger does not account for; the input is saved.
Ends with exit code 1 if there are findings.
"""

from __future__ import annotations

import hashlib
import random
import sys
import time
from collections import Counter
from pathlib import Path

from bulletin_parse import BulletinError, EngineCrashed, Guard, Limits
from mutations import mutated_pdf, mutated_text

ROOT = Path(__file__).parents[1]
SEED_FOLDERS = (ROOT / "examples", ROOT / "tests" / "fixtures", ROOT.parent / "shared" / "corpus", ROOT.parent / "shared" / "seeds")
FOUND = ROOT / "fuzz" / "found"
ENGINES = ("auto", "pymupdf", "pdfium", "pdfium", "auto", "pdfplumber")
LIMITS = Limits(seconds=20.0)
PDF_SHARE = 0.6
LARGEST_SEED = 2 << 20


def seeds() -> tuple[list[Path], list[Path]]:
    """The PDFs and texts that mutations start from."""
    files = sorted(file for folder in SEED_FOLDERS if folder.is_dir() for file in folder.iterdir() if file.stat().st_size <= LARGEST_SEED)
    return [file for file in files if file.suffix == ".pdf"], [file for file in files if file.suffix in (".md", ".txt") and file.stem != "README"]


def try_pdf(data: bytes, engine: str) -> str:
    """Parses and checks a PDF in every way that a user can write it out."""
    from bulletin_parse import parse
    from bulletin_parse.outputs import records, summary

    bulletin = parse(data, engine=engine, limits=LIMITS)
    _written(bulletin, records, summary)
    return "a record"


def try_text(text: str) -> str:
    """The same for a text, whose characters must all be accounted for."""
    from bulletin_parse.api import parse_accounted
    from bulletin_parse.outputs import records, summary

    parsed = parse_accounted(text.encode("utf-8", "surrogatepass"), limits=LIMITS)
    _written(parsed.bulletin, records, summary)
    cover = {row.order: bytearray(len(row.text)) for row in parsed.ledger.rows}
    for claim in parsed.ledger.entries():
        for at in range(claim.start, claim.end):
            cover[claim.order][at] += 1
    for row in parsed.ledger.rows:
        if any(count != 1 for count, char in zip(cover[row.order], row.text, strict=True) if not char.isspace()):
            raise AssertionError(f"not every character of row {row.order} is accounted for once")
    return "a record"


def _written(bulletin: object, records: object, summary: object) -> None:
    findings = bulletin.findings
    text = records.to_json([bulletin], several=False) + records.csv_rows(bulletin) + bulletin.to_markdown() + "".join(summary.summary_lines(bulletin))
    assert findings is not None
    assert text


def main(seconds: float, seed: int) -> int:
    """Fuzzes for some seconds and returns the exit code."""
    rng = random.Random(seed)
    pdfs, texts = seeds()
    tried: Counter[str] = Counter()
    findings: Counter[str] = Counter()
    end = time.monotonic() + seconds
    with Guard(LIMITS) as guard:
        while time.monotonic() < end:
            if rng.random() < PDF_SHARE:
                engine, source = rng.choice(ENGINES), rng.choice(pdfs)
                data = _changed(guard, source, rng)
                what = f"pdf with {engine}"
                call = (try_pdf, data, engine)
            else:
                source = rng.choice(texts)
                text = mutated_text(source.read_bytes().decode("utf-8", "replace"), rng)
                data = text.encode("utf-8", "surrogatepass")
                what, call = "text", (try_text, text)
            tried[what] += 1
            try:
                outcome = guard.run(source.name, *call)
            except BulletinError as error:
                outcome = _kind(error)
                if outcome.startswith("!"):
                    findings[f"{what}: {error.reason[:150]}"] += 1
                    _save(data, what, error)
            tried[f"  {outcome}"] += 1
    print(f"{sum(count for name, count in tried.items() if not name.startswith(' '))} inputs in {seconds:.0f} s, seed {seed}")
    for name, count in sorted(tried.items()):
        print(f"{count:7d} {name}")
    print(f"{sum(findings.values())} findings, {len(findings)} kinds")
    for name, count in findings.most_common():
        print(f"{count:7d} {name}")
    return 1 if findings else 0


def _changed(guard: Guard, source: Path, rng: random.Random) -> bytes:
    """A mutation, made in the child: it asks an engine for help with broken files."""
    data, salt = source.read_bytes(), rng.randrange(1 << 30)
    try:
        return guard.run(source.name, _mutation, data, salt)
    except BulletinError:
        return data


def _mutation(data: bytes, salt: int) -> bytes:
    return mutated_pdf(data, random.Random(salt))


def _kind(error: BulletinError) -> str:
    """The error's kind; with ``!`` if it should not have come."""
    wrong = isinstance(error, EngineCrashed) or "the parser failed" in error.reason or getattr(error, "limit", "") in ("seconds", "memory")
    return ("! " if wrong else "") + type(error).__name__ + (f" {error.limit}" if getattr(error, "limit", "") else "")


def _save(data: bytes, what: str, error: BulletinError) -> None:
    FOUND.mkdir(exist_ok=True)
    name = hashlib.sha256(data).hexdigest()[:12]
    (FOUND / f"{name}{'.pdf' if what.startswith('pdf') else '.txt'}").write_bytes(data)
    (FOUND / f"{name}.why").write_text(f"{what}: {error}\n", encoding="utf-8", errors="backslashreplace")


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]) if len(sys.argv) > 1 else 60.0, int(sys.argv[2]) if len(sys.argv) > 2 else time.time_ns() % 1_000_000))
