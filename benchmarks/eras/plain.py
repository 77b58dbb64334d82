"""The set of conventions: a plain bulletin that differs by one convention each, as a PDF and as a text."""

from __future__ import annotations

import random
import zlib
from dataclasses import replace
from pathlib import Path

from .compose import Composed, compose, joined
from .era import Era
from .make import printed, truth_text
from .textstyles import lines_text, seed_markdown, text_truth
from .writer import issue

SECOND = ("weasyprint", "browser", "typst", "reportlab", "mupdf", "weasyprint")  # who prints those that Word does not


def producer_of(seed: int, name: str) -> str:
    """Word for three of four conventions, and the other producers in turn; browsers are slow and rarer."""
    drawn = zlib.crc32(f"{seed}/{name}".encode())
    return SECOND[drawn // 4 % len(SECOND)] if drawn % 4 == 0 else "word"


def suited(era: Era, producer: str) -> str:
    """The producer, or Word where it cannot print what the era wants."""
    look = era.look
    if look.columns > 1:
        return "word"
    if producer in ("browser", "mupdf", "reportlab") and ("note" in era.features or look.head or look.head_even or look.foot):
        return "word"
    if producer == "mupdf" and (era.index_dots or "\t" in "".join(map(str, era.masthead)) or era.title_link):
        return "word"
    return producer


def composed_of(seed: int, era: Era) -> tuple[Composed, Era]:
    """The bulletin of a convention and the era with its producer."""
    era = replace(era, producer=suited(era, producer_of(seed, era.name)))
    rng = random.Random(f"{seed}/conventions/{era.name}")
    first = issue(rng, era)
    parts = [compose(one, era) for one in (first, *(issue(rng, era, number=first.number + later) for later in range(1, era.several)))]
    return joined(parts) if era.several > 1 else parts[0], era


def write_conventions(seed: int, wanted: list[Era], folder: Path) -> int:
    """Writes the set; returns how many bulletins it has."""
    work = []
    for era in wanted:
        composed, own = composed_of(seed, era)
        work.append((era.name, composed, own))
    printed([one for one in work if not one[2].index_joined], folder)  # all entries in one line: only converters write so
    made = sum(not one[2].index_joined for one in work)
    for name, composed, era in work:
        if name.startswith("page-") or name == "body-note":
            continue  # pages and footnotes are nothing that a text has
        rng = random.Random(f"{seed}/text/{name}")
        markdown = zlib.crc32(name.encode()) % 3 < 2
        text = seed_markdown(composed.flow, rng) if markdown else lines_text(composed.flow, rng)
        (folder / f"{name}-text.{'md' if markdown else 'txt'}").write_text(text, encoding="utf-8")
        truth = text_truth(composed.truth, text, era, "seeds" if markdown else "lines")
        (folder / f"{name}-text.json").write_text(truth_text(truth), encoding="utf-8")
        made += 1
    return made
