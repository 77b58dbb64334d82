"""All odd pages, and the bulletin of each."""

from __future__ import annotations

import random
from typing import Any

from ..compose import Composed, compose
from ..era import Era, era_of
from ..writer import issue
from . import inked, laid, office, stamped, turned, webbed
from .kind import LOOK, Kind

PLAIN: dict[str, Any] = {"items": [3, 3], "paragraphs": [2, 4]}


def kinds() -> tuple[Kind, ...]:
    """All odd pages."""
    return (*laid.KINDS, *inked.KINDS, *stamped.KINDS, *turned.KINDS, *office.KINDS, *webbed.KINDS)


def composed_of(seed: int, kind: Kind) -> tuple[Composed, Era]:
    """The bulletin of a kind, and its look; a running head may hold the issue's number."""
    look = {"indent": 2, **(LOOK if kind.maker != "browser" else {}), **kind.look}
    era = era_of({"name": kind.name, "producer": kind.maker, **PLAIN, **kind.era, "look": look})
    made = kind.change(issue(random.Random(f"{seed}/pages/{kind.name}"), era))
    numbered = {key: text.replace("{n}", str(made.number)) for key, text in look.items() if key in ("head", "head_even")}
    era = era_of({"name": kind.name, "producer": kind.maker, **PLAIN, **kind.era, "look": {**look, **numbered}})
    composed = compose(made, era)
    meta = composed.truth["meta"]
    meta |= {"era": kind.group, "about": kind.about, "annotated": kind.annotated, "skip": [*meta["skip"], *kind.skip]}
    meta["also"] = sorted({*meta["also"], *kind.also})
    if kind.pictured:
        meta["pictured"] = True
    if kind.beside:
        meta["beside"] = list(kind.beside)
    return composed, era
