"""Many files, read on all cores."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bulletin_parse.api import parse
from bulletin_parse.arguments import require_jobs, require_several
from bulletin_parse.errors import BulletinError, UnreadableSource
from bulletin_parse.limits import Limits
from bulletin_parse.machine import shared
from bulletin_parse.models import Bulletin
from bulletin_parse.progress import ReadingBar, total_of
from bulletin_parse.reading.ocr.options import OcrOptions, options_of
from bulletin_parse.supervise.messages import Call
from bulletin_parse.supervise.pool import Pool

if TYPE_CHECKING:
    from bulletin_parse.corrections.file import CorrectionsLike
    from bulletin_parse.repair.links.lexicon import Lexicon


def parse_many(
    paths: Iterable[str | os.PathLike[str]],
    *,
    jobs: int | None = None,
    engine: str = "auto",
    template: str | Path | None = None,
    ocr: str | OcrOptions = "auto",
    lexicon: Lexicon | None = None,
    corrections: CorrectionsLike = None,
    limits: Limits | None = None,
) -> Iterator[Bulletin | UnreadableSource]:
    """The bulletin of each file, or the error that says why there is none, in the order of the files.

    Child processes read, one a core, and a few files ahead of what is taken, so that memory stays flat. A file that crashes its process, loops or takes too
    much memory costs itself alone; one that joins several bulletins is a ``SeveralBulletins``, and :func:`bulletin_parse.parse_all` reads it. The processes end
    with the iterator. In a notebook a bar under the cell shows how far the run is.

    Args:
        paths: the files.
        jobs: how many processes; None for one a core, as far as processor affinity and a container's limits have room for them.
        engine: as for :func:`bulletin_parse.parse`.
        template: as for :func:`bulletin_parse.parse`.
        ocr: as for :func:`bulletin_parse.parse`; where files are few, their pages are spread over the processes that are left.
        lexicon: as for :func:`bulletin_parse.parse`.
        corrections: as for :func:`bulletin_parse.parse`.
        limits: what each file may cost; ``seconds`` and, on Linux, ``memory`` are held from outside.

    Raises:
        EngineUnavailable: the engine is unknown or not installed.
        TemplateError: the template cannot be used.
        ChildUnavailable: the system starts no process.
        ArgumentError: one path was given, or a number of processes that is none.

    >>> for path, read in zip(paths, parse_many(paths)):  # doctest: +SKIP
    ...     print(path, read.issue_number if isinstance(read, Bulletin) else read)
    """
    require_several("parse_many()", paths, "parse(path)")
    require_jobs("parse_many()", jobs)
    return _read(paths, jobs, engine, template, ocr, lexicon, corrections, limits or Limits())


def _read(
    paths: Iterable[str | os.PathLike[str]],
    jobs: int | None,
    engine: str,
    template: str | Path | None,
    ocr: str | OcrOptions,
    lexicon: Lexicon | None,
    corrections: CorrectionsLike,
    limits: Limits,
) -> Iterator[Bulletin | UnreadableSource]:
    files, shares = shared(iter(paths), jobs)
    pages = replace(options_of(ocr), jobs=shares.pages)
    options = {"engine": engine, "template": template, "ocr": pages, "lexicon": lexicon, "corrections": corrections, "limits": limits}
    with Pool(limits, shares.files, _parsed) as pool, closing(ReadingBar(total_of(paths))) as bar:
        for answer in pool.map(Call(os.fspath(path), _parsed, (path, options)) for path in files):
            if isinstance(answer, BulletinError) and not isinstance(answer, UnreadableSource):
                raise answer
            bar.advance(rejected=isinstance(answer, UnreadableSource))
            yield answer


def _parsed(path: str | os.PathLike[str], options: dict[str, Any]) -> Bulletin:
    return parse(path, **options)
