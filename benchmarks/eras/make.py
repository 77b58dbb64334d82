"""Makes a set of bulletins and their truths in a folder."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from .compose import Composed, compose
from .era import Era, conventions, eras
from .produce import typesetter, web, word
from .verify import lacks
from .writer import issue

BATCH = 60


def truth_text(truth: dict[str, Any]) -> str:
    """A truth as JSON."""
    return json.dumps(truth, ensure_ascii=False, indent=1) + "\n"


def office(files: list[Path], to: str, out: Path) -> None:
    """Converts files by LibreOffice, many in one run."""
    with TemporaryDirectory() as profile:
        for at in range(0, len(files), BATCH):
            command = [
                "soffice",
                f"-env:UserInstallation=file://{profile}",
                "--headless",
                "--convert-to",
                to,
                "--outdir",
                str(out),
                *map(str, files[at : at + BATCH]),
            ]
            subprocess.run(command, check=True, capture_output=True, timeout=1200)


def produced(composed: Composed, era: Era, path: Path) -> None:
    """Prints a bulletin by its era's producer; Word's waits for LibreOffice as a .docx beside."""
    if era.producer == "word":
        word.write(composed.flow, era.look, path.with_suffix(".docx"))
    elif era.producer == "browser":
        web.browser(composed.flow, era.look, path)
    elif era.producer == "weasyprint":
        web.weasyprint(composed.flow, era.look, path)
    elif era.producer == "typst":
        typesetter.write(composed.flow, era.look, path)
    elif era.producer == "reportlab":
        from .produce import paper

        paper.write(composed.flow, era.look, path)
    else:
        from .produce import story

        story.write(composed.flow, era.look, path)


def note_losses(files: list[tuple[Path, dict[str, Any]]]) -> None:
    """Says in a truth that its producer lost a part of the body: LibreOffice drops a letter now and then where a line breaks before a Latin word."""
    for path, truth in files:
        lost = lacks(truth, path)
        said = {block["text"] for item in truth["items"] for block in item["blocks"]}
        if said & set(lost):
            noted = {**truth, "meta": {**truth["meta"], "lost": lost, "skip": [*truth["meta"]["skip"], "body_text", "body_blocks"]}}
            path.with_suffix(".json").write_text(truth_text(noted), encoding="utf-8")


def printed(work: list[tuple[str, Composed, Era]], folder: Path) -> None:
    """Prints bulletins into a folder, each beside its truth, and those of Word beside the .docx that they were made of."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, composed, era in work:
        produced(composed, era, folder / f"{name}.pdf")
        (folder / f"{name}.json").write_text(truth_text(composed.truth), encoding="utf-8")
    waiting = sorted(folder.glob("*.docx"))
    if waiting:
        office(waiting, "pdf", folder)
    if lost := [name for name, _, _ in work if not (folder / f"{name}.pdf").exists()]:
        raise RuntimeError(f"not printed: {', '.join(lost)}; LibreOffice or the browser did not write them")
    note_losses([(folder / f"{name}.pdf", composed.truth) for name, composed, _ in work])


def composed_of(seed: int, era: Era, k: int) -> Composed:
    """The k-th issue of an era for a seed; the first has no tables, figures or notes, so that converters can be held to it."""
    rng = random.Random(f"{seed}/{era.name}/{k}")
    return compose(issue(rng, era, plain=k == 0), era)


def make(seed: int, out: Path, issues: int, parts: tuple[str, ...], only: str) -> int:
    """Makes the parts asked for; returns how many bulletins were made."""
    made = 0
    wanted = [era for era in eras() if only in era.name]
    if "eras" in parts:
        work = [(f"{era.name}-{k}", composed_of(seed, era, k), era) for era in wanted for k in range(issues)]
        shutil.rmtree(out / "eras", ignore_errors=True)
        printed(work, out / "eras")
        made += len(work)
    if "texts" in parts:
        from .texts import write_texts

        shutil.rmtree(out / "texts", ignore_errors=True)
        made += write_texts(seed, wanted, out / "texts", out / "eras")
    if "conventions" in parts:
        from .plain import write_conventions

        shutil.rmtree(out / "conventions", ignore_errors=True)
        made += write_conventions(seed, [one for one in conventions() if only in one.name], out / "conventions")
    if "pages" in parts:
        from .pages.make import write_pages
        from .pages.stock import kinds

        shutil.rmtree(out / "pages", ignore_errors=True)
        made += write_pages(seed, [one for one in kinds() if only in one.name], out / "pages")
    return made
