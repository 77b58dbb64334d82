"""Reading with OCR: whole files, or the pages of a file that an engine could not read."""

from __future__ import annotations

import time
from collections.abc import Sequence
from contextlib import suppress
from threading import Lock
from typing import Any

from bulletin_parse.errors import EngineUnavailable, LimitExceeded, UnreadableSource
from bulletin_parse.limits import meter
from bulletin_parse.reading.document import Document, Page, Unread
from bulletin_parse.reading.ocr import layer, pictures, recogniser
from bulletin_parse.reading.ocr.cache import Cache
from bulletin_parse.reading.ocr.geometry import pages_of
from bulletin_parse.reading.ocr.options import Options
from bulletin_parse.reading.ocr.reading import PageReading
from bulletin_parse.reading.ocr.scanned import scanned_pages
from bulletin_parse.reading.ocr.workers import default_jobs, read_pictures
from bulletin_parse.supervise.messages import ask_for_time
from bulletin_parse.text.folding import HAN

NAME = "ocr"
WANTED = "--ocr auto"
NO_LINES = "no line of text was found in its picture"
# A bulletin's first pages hold Han characters; of a file whose first ones hold none the others are not worth minutes.
PROBE = 3
PAGE_SECONDS = 20.0  # what a page may take by the clock, on a machine that is busy
NO_HAN = "it was not recognised: the pages before it hold no Chinese"


def version() -> str:
    """The version of rapidocr, whose wheel holds the models."""
    return recogniser.version()


def read(data: bytes, source: str, options: Options | None = None) -> Document:
    """All pages of a PDF, recognised.

    Raises:
        EngineUnavailable: the extra is not installed.
        EncryptedSource: a password is needed.
        UnreadableSource: the file cannot be opened, has no pages, or none of them could be read.
    """
    with pictures.opened(data, source) as pdf:
        count = len(pdf)
    if not count:
        raise UnreadableSource(source, "the PDF has no pages")
    pages, unread = recognise(data, source, range(1, count + 1), options)
    if not any(page.lines for page in pages):
        raise UnreadableSource(source, f"no text could be recognised on its {count} page(s)", remedy="Look at the pages; scan them again at 200 dpi or more")
    return Document(tuple(pages), NAME, version(), "application/pdf", unread=tuple(unread))


def complete(document: Document, data: bytes, source: str, options: Options | None = None) -> Document:
    """The document with those of its pages recognised that are pictures, and with every page named that nothing could read.

    A page with a hidden text layer under its picture keeps that text if recognition agrees with it.
    """
    try:
        return _completed(document, data, source, options)
    except LimitExceeded:
        raise
    except UnreadableSource as error:  # pdfium draws the pages, and opens fewer broken files than the engine that found them
        return document._replace(unread=tuple([Unread(page.number, f"it is a picture, and {error.reason}") for page in scanned_pages(document)]))


def _completed(document: Document, data: bytes, source: str, options: Options | None) -> Document:
    bare, layered = pictured(document, data, source)
    if not bare and not layered:
        return document
    wanted = sorted({*bare, *layered})
    if options and options.mode == "never":
        return _without(document, bare, layered, WANTED)
    if not recogniser.is_installed():
        return _without(document, bare, layered, recogniser.EXTRA)
    pages, unread = recognise(data, source, wanted, options)
    found = {page.number: page for page in pages}
    judged = {number: layer.judge(document.pages[number - 1], found[number]) for number in layered}
    kept = {number for number, verdict in judged.items() if verdict.is_trusted}
    merged = tuple(
        [page._replace(engine=document.engine) if page.number in kept or page.number not in found else found[page.number] for page in document.pages]
    )
    read_by_ocr = [page for page in merged if page.engine == NAME]
    if not read_by_ocr:
        return document
    alone = len(read_by_ocr) == len(merged)
    return Document(
        merged,
        NAME if alone else f"{document.engine}+{NAME}",
        version() if alone else f"{document.engine_version}+{version()}",
        document.media_type,
        document.damage,
        tuple([page for page in unread if page.page not in kept]),
    )


def pictured(document: Document, data: bytes, source: str) -> tuple[list[int], list[int]]:
    """The numbers of pages without text that are pictures, and of those whose text is a hidden layer under one."""
    covered = scanned_pages(document)
    bare = [page.number for page in covered if not page.lines]
    with_text = [page.number for page in covered if page.lines]
    if not with_text:
        return bare, []
    with pictures.opened(data, source) as pdf:
        return bare, [number for number in with_text if pictures.hides_text(pdf, number)]


def _without(document: Document, bare: Sequence[int], layered: Sequence[int], remedy: str) -> Document:
    """The document as it is, with its pages of pictures named, and hidden layers that cannot be text as well."""
    missing = [Unread(number, f"it is a picture without text; {remedy} reads such pages") for number in bare]
    for number in layered:
        verdict = layer.judge(document.pages[number - 1], None)
        if not verdict.is_trusted:
            missing.append(Unread(number, f"the text under its picture is not to be trusted ({verdict.reason}); {remedy} reads such pages"))
    return document._replace(unread=tuple(sorted(missing)))


def recognise(data: bytes, source: str, numbers: Sequence[int], options: Options | None = None) -> tuple[list[Page], list[Unread]]:
    """Some pages of a PDF, recognised; and those of them in which nothing was found.

    Args:
        data: the file's bytes.
        source: its name, for messages.
        numbers: the pages, from 1.
        options: how.

    Raises:
        EngineUnavailable: the extra is not installed.
    """
    options = options or Options()
    began = time.monotonic()
    if not recogniser.is_installed():
        raise EngineUnavailable(source, "the engine ocr is not installed", remedy=f"Install it with: {recogniser.EXTRA}")
    with pictures.opened(data, source) as pdf:
        work = _Recognition(pdf, options, len(numbers))
        # Pictures are taken as late as their pages are read: drawing thousands of them takes minutes as well.
        for some in (numbers[:PROBE], numbers[PROBE:]):
            if work.readings and not any(HAN.search(line.text) for reading in work.readings.values() for line in reading.lines):
                work.leave(some)
            elif some:
                ask_for_time(PAGE_SECONDS * len(some))
                work.read(some)
    meter().rest(time.monotonic() - began)
    readings, failed, sizes = work.readings, work.failed, work.sizes
    pages = pages_of([(number, readings[number], *sizes[number]) for number in sorted(readings)], NAME)
    pages += [Page(number, *sizes.get(number, (0.0, 0.0)), (), engine=NAME) for number in failed if number not in readings]
    return sorted(pages), [Unread(number, failed[number]) for number in sorted(failed)]


class _Recognition:
    """The pages of one file that are recognised: readings, sizes in points, and why others have no reading.

    Args:
        pdf: the file, opened by pdfium.
        options: how.
        count: how many pages there are to read, for the progress.
    """

    def __init__(self, pdf: Any, options: Options, count: int) -> None:
        self.readings: dict[int, PageReading] = {}
        self.failed: dict[int, str] = {}
        self.sizes: dict[int, tuple[float, float]] = {}
        self._pdf, self._options, self._count = pdf, options, count
        self._cache = Cache(options.cache, version())
        self._lock = Lock()  # pdfium is not safe among threads

    def leave(self, numbers: Sequence[int]) -> None:
        """Counts pages as not worth the minutes."""
        for number in numbers:
            self.failed[number] = NO_HAN
            with suppress(Exception):  # a page that cannot even be opened has no size
                self.sizes[number] = pictures.page_size(self._pdf, number)

    def read(self, numbers: Sequence[int]) -> None:
        """Reads pages; those of the cache need no recognition."""
        keys: dict[int, str] = {}
        for number in numbers:
            try:
                taken = self._picture(number)
            except LimitExceeded:
                raise
            except Exception as error:  # noqa: BLE001 - one broken page must not take the others with it
                self.failed[number] = f"its picture cannot be taken ({str(error) or type(error).__name__})"
                continue
            self.sizes[number] = (taken.width, taken.height)
            keys[number] = self._cache.key(taken.pixels, self._options.characters)
            if kept := self._cache.get(keys[number]):
                self.readings[number] = kept
        jobs = [(number, lambda number=number: self._picture(number).pixels) for number in keys if number not in self.readings]
        read, processes = self._options.read or read_pictures, self._options.jobs or default_jobs()
        for number, reading in read(jobs, jobs=processes, further=self._options.characters) if jobs else ():
            if isinstance(reading, PageReading):
                self.readings[number] = reading
                self._cache.put(keys[number], reading)
            else:
                self.failed[number] = f"recognition failed ({reading})"
            if self._options.progress:
                self._options.progress(len(self.readings.keys() | self.failed.keys()), self._count)
        for number in keys.keys() & self.readings.keys():
            if not self.readings[number].lines and not pictures.is_blank(self._picture(number).pixels):
                self.failed[number] = NO_LINES

    def _picture(self, number: int) -> Any:
        with self._lock:
            return pictures.page_picture(self._pdf, number)
