"""What a worker does with one file: read, parse, check, and make rows, or say why not.

Jobs and outcomes are plain values that cross process borders.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterable
from typing import NamedTuple

from bulletin_parse._version import __version__
from bulletin_parse.api import parse_all
from bulletin_parse.archive.ingest.locations import Remote, fetched
from bulletin_parse.archive.store.canonical import bulletin_key
from bulletin_parse.archive.store.names import name_of
from bulletin_parse.archive.store.outcomes import Failure, Figure, Outcome, ReadFile
from bulletin_parse.archive.store.rows import packed, rows_of
from bulletin_parse.errors import BulletinError, ChildUnavailable, EngineCrashed, LimitExceeded, UnreadableSource
from bulletin_parse.limits import Limits
from bulletin_parse.models import Bulletin, PageRegion
from bulletin_parse.reading.ocr.options import OcrOptions as OcrOptions
from bulletin_parse.rules import check, finding_of
from bulletin_parse.supervise.pool import guard_of_thread


class IngestOptions(NamedTuple):
    """What the reading of a file depends on beside its bytes and the parser's version."""

    engine: str = "auto"
    template: str | None = None
    ocr: str = "auto"
    ocr_engine: str = "onnxruntime"


class Job(NamedTuple):
    """One file to read; where it lies behind a URL, ``remote`` tells how to fetch it.

    ``parser`` is the version that is to read it: a cluster's workers may have another. ``known`` is the hash of the content that is
    stored already: a file that still has it is not parsed.
    """

    file: str
    parser: str = __version__
    known: str | None = None
    options: IngestOptions = IngestOptions()
    limits: Limits = Limits()
    remote: Remote | None = None


def read_guarded(job: Job) -> Outcome:
    """Does a job in a process of its own, bounded in time and memory; whatever goes wrong with the file is in the outcome.

    Raises:
        ChildUnavailable: the system starts no process.
    """
    began = time.perf_counter()
    try:
        outcome: Outcome = guard_of_thread(job.limits).run(job.file, read, job)
        return outcome
    except ChildUnavailable:
        raise
    except BulletinError as error:
        return Outcome(job.file, failure_of(error), seconds=time.perf_counter() - began)


class OtherVersion(BulletinError):
    """A worker has another version of this program than the process that hands it work."""


def failure_of(error: BulletinError) -> Failure:
    """An error as the archive keeps it, with what the rules say of such a file."""
    found = finding_of(error)
    return Failure(type(error), str(error), isinstance(error, (EngineCrashed, LimitExceeded)), (found,) if found else ())


def read(job: Job) -> Outcome:
    """Does a job; whatever goes wrong with the file is in the outcome."""
    began = time.perf_counter()
    sha256, size = None, None
    result: ReadFile | Failure | None
    if job.parser != __version__:
        words = f"the worker that should read it has version {__version__} of this program, not {job.parser}"
        return Outcome(job.file, failure_of(OtherVersion(job.file, words, remedy="Install the same on all machines"))._replace(passing=True))
    try:
        data = fetched(job.remote or job.file, job.limits.bytes)
        size = len(data)
        sha256 = hashlib.sha256(data).hexdigest()
        result = None if sha256 == job.known else _reading(data, job, sha256)
    except BulletinError as error:
        if getattr(error, "limit", None) == "memory":
            raise  # a process with more room decides
        result = failure_of(error.named(job.file))
    except RecursionError:
        result = Failure(UnreadableSource, f"{job.file}: it is nested too deeply")
    return Outcome(job.file, result, sha256, size, time.perf_counter() - began)


def _reading(data: bytes, job: Job, sha256: str) -> ReadFile:
    # Files are read side by side already: each recognises its pages in one process more.
    options = job.options
    ocr = OcrOptions(options.ocr, jobs=1, runtime=options.ocr_engine)
    bulletins = parse_all(data, name=name_of(job.file), engine=options.engine, template=options.template, ocr=ocr, limits=job.limits)
    first, *further = [_reading_of(bulletin, data, job.file, sha256) for bulletin in bulletins]
    return first._replace(further=tuple(further))


def _reading_of(bulletin: Bulletin, data: bytes, file: str, sha256: str) -> ReadFile:
    source = bulletin.source
    if source is None:  # parse always names it
        raise AssertionError(file)
    return ReadFile(
        source.media_type,
        source.engine,
        source.engine_version,
        source.pages,
        source.complete,
        bulletin_key(bulletin, sha256),
        day.isoformat() if (day := bulletin.day) else None,
        packed(bulletin),
        rows_of(bulletin, check(bulletin)),
        tuple(pictures_of(bulletin, data, file)),
    )


def pictures_of(bulletin: Bulletin, data: bytes, name: str) -> Iterable[Figure]:
    """The pictures of a bulletin's figure blocks, in their order."""
    blocks = [
        (item_at, block_at, block) for item_at, item in enumerate(bulletin.items, 1) for block_at, block in enumerate(item.blocks, 1) if block.kind == "figure"
    ]
    regions = [block.where[0] if block.where else None for _, _, block in blocks]
    placed = [region for region in regions if isinstance(region, PageRegion)]
    if len(placed) < len(blocks) or not blocks:  # a text names its pictures and does not hold them
        return [Figure(item_at, block_at) for item_at, block_at, _ in blocks]
    from bulletin_parse.reading.ocr.image_files import as_pdf
    from bulletin_parse.reading.pdf.pictures import Spot, pictures_at

    pictures = pictures_at(as_pdf(data, name), name, [Spot(region.page, region.bbox) for region in placed])
    return [
        Figure(
            item_at,
            block_at,
            picture.media_type,
            len(picture.data),
            picture.width,
            picture.height,
            hashlib.sha256(picture.data).hexdigest(),
            picture.drawn,
            picture.data,
        )
        if picture
        else Figure(item_at, block_at)
        for (item_at, block_at, _), picture in zip(blocks, pictures, strict=True)
    ]
