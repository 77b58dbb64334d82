"""A folder of about a thousand malformed PDFs, the same in each run: ``python fuzz/malformed.py FOLDER``.

They are made of the bulletins in examples, tests and (where it is) the shared corpus, or object by object; the file's name tells
what is wrong with it. ``fuzz/malformed_run.py`` runs the command over them.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

import malformed_bytes as of_bytes  # noqa: E402 - the tests' own hostile files are where the line above looks
import malformed_objects as of_objects  # noqa: E402
import malformed_pages as of_pages  # noqa: E402
import malformed_streams as of_streams  # noqa: E402
import malformed_syntax as of_syntax  # noqa: E402

# One bulletin of each producer; of the shared corpus two that are large, and two scans.
SEEDS = ("word", "story", "browser", "typst", "weasyprint", "reportlab-leaders", "unembedded", "chromium-now-1", "seed-665-word")
SCANS = ("scan-qi", "scan-now")
FEW = 4  # for files that hold a whole bulletin and are slow
FOLDERS = (ROOT / "tests" / "fixtures", ROOT.parent / "shared" / "corpus")

# What changes whole files, and what makes files.
OF_SEEDS = (of_bytes.cut, of_bytes.flipped, of_bytes.swapped, of_bytes.mutated, of_bytes.tables, of_bytes.updated, of_bytes.no_pdf)
OF_FEW = (of_pages.pages, of_pages.printed, of_pages.sized)
MADE = (
    of_bytes.encrypted,
    *(of_objects.known, of_objects.boxes, of_objects.trees, of_objects.circles, of_objects.containers),
    *(of_syntax.strings, of_syntax.actions, of_syntax.nesting, of_syntax.lengths),
    *(of_streams.content, of_streams.pictures, of_streams.bombs, of_streams.fonts),
)


def files() -> Iterator[tuple[str, bytes]]:
    """Each file's name and bytes."""
    found = {path.stem: path for folder in FOLDERS for path in sorted(folder.glob("*.pdf"))}
    seeds, scans = ({name: found[name].read_bytes() for name in names if name in found} for names in (SEEDS, SCANS))
    few = {name: seeds[name] for name in list(seeds)[:FEW]}
    families = {make.__name__: make(seeds) for make in OF_SEEDS} | {make.__name__: make(few) for make in OF_FEW}
    families |= {make.__name__: make() for make in MADE} | {"scans": of_bytes.scans(scans)}
    for family, made in families.items():
        yield from ((f"{family}-{name}.pdf", data) for name, data in made)


def write(folder: Path) -> list[Path]:
    """Writes all of them into a folder, which is made.

    Raises:
        FileExistsError: two files have one name, or the folder holds one of them.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, data in files():
        path = folder / name
        with path.open("xb") as file:
            file.write(data)
        written.append(path)
    return written


def main(folder: str) -> int:
    """Writes them, and says how many of which family."""
    written = write(Path(folder))
    for family, count in sorted(Counter(path.name.partition("-")[0] for path in written).items()):
        print(f"{count:5d} {family}")
    print(f"{len(written):5d} files, {sum(path.stat().st_size for path in written) / 1e6:.0f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
