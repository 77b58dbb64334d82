"""The eras as converters hand them on: from the Word file, from the PDF, and by the styles of converters that are not here."""

from __future__ import annotations

import logging
import random
import subprocess
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from .compose import Composed
from .era import Era
from .make import composed_of, office, truth_text
from .produce import word
from .textstyles import lines_text, model_answer, page_marked, seed_markdown, text_truth, web_export

FROM_WORD = {"pandoc-md": ("markdown-smart", "md"), "pandoc-gfm": ("gfm", "md"), "pandoc-plain": ("plain", "txt")}


def _run(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, timeout=300).stdout.decode("utf-8", "replace")


def _pdfminer(path: Path) -> str:
    from pdfminer.high_level import extract_text

    return extract_text(str(path))


def _markitdown(path: Path) -> str:
    from markitdown import MarkItDown

    return str(MarkItDown().convert(str(path)).text_content)


def _pymupdf4llm(path: Path) -> str:
    import pymupdf4llm

    made: Any = pymupdf4llm.to_markdown(str(path), show_progress=False)
    return str(made)


FROM_PDF: dict[str, tuple[Callable[[Path], str], str]] = {
    "pdftotext": (lambda path: _run("pdftotext", str(path), "-"), "txt"),
    "pdftotext-layout": (lambda path: _run("pdftotext", "-layout", str(path), "-"), "txt"),
    "pdfminer": (_pdfminer, "txt"),
    "markitdown": (_markitdown, "md"),
    "pymupdf4llm": (_pymupdf4llm, "md"),
}
STYLES: dict[str, tuple[Callable[[tuple[Any, ...], random.Random], str], str]] = {
    "seeds": (seed_markdown, "md"),
    "webexport": (web_export, "md"),
    "lines": (lines_text, "txt"),
    "model": (model_answer, "md"),
    "marker": (page_marked, "md"),
}


def _save(folder: Path, era: Era, style: str, ending: str, text: str, composed: Composed) -> int:
    name = f"{style}-{era.name}"
    (folder / f"{name}.{ending}").write_text(text, encoding="utf-8")
    (folder / f"{name}.json").write_text(truth_text(text_truth(composed.truth, text, era, style)), encoding="utf-8")
    return 1


def write_texts(seed: int, wanted: list[Era], folder: Path, printed: Path) -> int:
    """Writes each era's first issue as every converter hands it on; the PDFs are those in the folder of the eras."""
    folder.mkdir(parents=True, exist_ok=True)
    logging.getLogger("pdfminer").setLevel(logging.ERROR)  # it warns of every font that is not embedded
    made = 0
    with TemporaryDirectory() as name:
        scratch = Path(name)
        works = [(era, composed_of(seed, era, 0)) for era in wanted]
        for era, composed in works:
            word.write(composed.flow, era.look, scratch / f"{era.name}.docx")
        office(sorted(scratch.glob("*.docx")), "txt:Text (encoded):UTF8", scratch)
        for era, composed in works:
            source = scratch / f"{era.name}.docx"
            for style, (to, ending) in FROM_WORD.items():
                made += _save(folder, era, style, ending, _run("pandoc", "-f", "docx", "-t", to, str(source)), composed)
            made += _save(folder, era, "office", "txt", source.with_suffix(".txt").read_text(encoding="utf-8-sig"), composed)
            for style, (convert, ending) in FROM_PDF.items():
                made += _save(folder, era, style, ending, convert(printed / f"{era.name}-0.pdf"), composed)
            for style, (write, ending) in STYLES.items():
                made += _save(folder, era, style, ending, write(composed.flow, random.Random(f"{seed}/{style}/{era.name}")), composed)
    return made
