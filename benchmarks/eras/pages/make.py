"""Writes the odd pages into a folder, each beside its truth."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pymupdf

from ..compose import Composed
from ..era import Era
from ..make import office, truth_text
from ..produce import web
from ..produce.papers import PAPERS
from .drawing import drawn
from .kind import Kind
from .setting import Layout, placed
from .stock import composed_of


def raw(kind: Kind, composed: Composed, era: Era) -> Any:
    """A document set and drawn here."""
    layout = kind.layout if isinstance(kind.layout, Layout) else kind.layout(composed)
    whole = placed(composed.flow, era.look, layout, PAPERS[era.look.paper])
    return drawn(whole._replace(pieces=kind.order(whole.pieces)), kind.drawer)


def browsed(kind: Kind, composed: Composed, era: Era, path: Path) -> None:
    """A page printed by a browser."""
    page = web.page(composed.flow, era.look, kind.style)
    web.print_page(kind.web(page) if kind.web else page, path)


def docx(kind: Kind, composed: Composed, era: Era, path: Path) -> None:
    """A Word file, changed as the kind wants."""
    from docx import Document

    from ..produce import word

    word.write(composed.flow, era.look, path)
    if kind.office:
        document = Document(str(path))
        kind.office(document)
        document.save(str(path))


def finished(kind: Kind, document: Any, path: Path) -> None:
    """Makes the last changes and saves."""
    if kind.finish:
        kind.finish(document)
    document.subset_fonts()
    path.write_bytes(document.tobytes(garbage=3, deflate=True, no_new_id=True))


def write_pages(seed: int, wanted: list[Kind], folder: Path) -> int:
    """Writes the odd pages; returns how many."""
    folder.mkdir(parents=True, exist_ok=True)
    for kind in wanted:
        composed, era = composed_of(seed, kind)
        path = folder / f"{kind.name}.pdf"
        if kind.maker == "raw":
            finished(kind, raw(kind, composed, era), path)
        elif kind.maker == "browser":
            browsed(kind, composed, era, path)
        else:
            docx(kind, composed, era, path.with_suffix(".docx"))
        path.with_suffix(".json").write_text(truth_text(composed.truth), encoding="utf-8")
    waiting = sorted(folder.glob("*.docx"))
    if waiting:
        office(waiting, "pdf", folder)
    for one in waiting:
        one.unlink()
    for kind in wanted:
        path = folder / f"{kind.name}.pdf"
        if kind.maker != "raw" and kind.finish:
            finished(kind, pymupdf.open("pdf", path.read_bytes()), path)
    if lost := [kind.name for kind in wanted if not (folder / f"{kind.name}.pdf").exists()]:
        raise RuntimeError(f"not printed: {', '.join(lost)}; LibreOffice or the browser did not write them")
    return len(wanted)
