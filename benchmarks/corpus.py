"""The files that the benchmarks measure: the examples of this repository, and a shared corpus where one lies beside it."""

from __future__ import annotations

from pathlib import Path

FOLDERS = (Path("examples"), Path("tests/fixtures"), Path("../shared/corpus"))
# What a PDF's producer is called here. LibreOffice writes what Word writes: embedded fonts, printed spaces, justified rows.
PRODUCERS = {"LibreOffice": "word", "Microsoft": "word", "Skia/PDF": "browser", "WeasyPrint": "weasyprint", "Typst": "typst", "ReportLab": "reportlab"}


def files(folders: list[Path] | None = None) -> list[Path]:
    """All PDFs and texts in some folders, by default those that there are of ``FOLDERS``."""
    chosen = folders or [folder for folder in FOLDERS if folder.is_dir()]
    found = [path for folder in chosen for path in sorted(folder.rglob("*")) if path.suffix in (".pdf", ".md", ".txt")]
    return [path for path in found if path.stem != "README"]


def group_of(data: bytes) -> str:
    """The producer of a PDF, in a word; ``browser-type3`` if a browser cut its fonts into Type3 ones."""
    import pymupdf

    with pymupdf.open(stream=data, filetype="pdf") as pdf:
        producer = pdf.metadata.get("producer") or ""
        fonts = {font[2] for page in pdf for font in pdf.get_page_fonts(page.number)}
    name = next((name for sign, name in PRODUCERS.items() if sign in producer), "other")
    return f"{name}-type3" if "Type3" in fonts else name


def readable(folders: list[Path] | None = None, *, most: int = 6) -> tuple[dict[str, list[tuple[Path, bytes]]], list[tuple[Path, bytes]]]:
    """The bulletins that can be parsed: PDFs by producer, at most ``most`` of each from the smallest to the largest, and texts."""
    import bulletin_parse

    groups: dict[str, list[tuple[Path, bytes]]] = {}
    texts = []
    for path in files(folders):
        data = path.read_bytes()
        try:
            bulletin_parse.parse(data, ocr="never")  # pages of pictures are no measure of text
        except bulletin_parse.BulletinError:
            continue
        if path.suffix == ".pdf":
            groups.setdefault(group_of(data), []).append((path, data))
        else:
            texts.append((path, data))
    return {name: _spread(found, most) for name, found in sorted(groups.items())}, texts


def _spread(found: list[tuple[Path, bytes]], most: int) -> list[tuple[Path, bytes]]:
    found = sorted(found, key=lambda pair: len(pair[1]))
    if len(found) <= most:
        return found
    return [found[round(at * (len(found) - 1) / max(1, most - 1))] for at in range(most)]
