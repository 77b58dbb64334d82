"""Reading with OCR: whole files, or the pages of a file that an engine could not read."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any, NamedTuple

from bulletin_parse.errors import LimitExceeded, UnreadableSource
from bulletin_parse.limits import meter
from bulletin_parse.reading.document import Document, Line, Page, UnreadPage
from bulletin_parse.reading.ocr import hidden_text, pictures, recogniser
from bulletin_parse.reading.ocr.cache import Cache
from bulletin_parse.reading.ocr.geometry import pages_of
from bulletin_parse.reading.ocr.options import OcrOptions, runtime_of
from bulletin_parse.reading.ocr.reading import PageReading
from bulletin_parse.reading.ocr.scanned import marked_pages, scanned_pages
from bulletin_parse.reading.ocr.workers import default_jobs, read_pictures
from bulletin_parse.reading.pdf.exchanged import exchanged
from bulletin_parse.reading.pdf.keys import units
from bulletin_parse.reading.pdf.opened import opened_pdf
from bulletin_parse.supervise.messages import ask_for_time
from bulletin_parse.text.folding import HAN

NAME = "ocr"
WANTED = "--ocr auto"
LEAST_TEXT = 20  # Han characters of a picture that is a page of text; a seal or a photograph has fewer
NO_LINES = "no line of text was found in its picture"
# A bulletin's first pages hold Han characters; of a file whose first ones hold none the others are not worth minutes.
PROBE = 3
PAGE_SECONDS = 20.0  # what a page may take by the clock, on a machine that is busy
NO_HAN = "it was not recognised: the pages before it hold no Chinese"


def read(data: bytes, source: str, options: OcrOptions | None = None) -> Document:
    """All pages of a PDF, recognised.

    Raises:
        EngineUnavailable: the extra is not installed.
        EncryptedSource: a password is needed.
        UnreadableSource: the file cannot be opened, has no pages, or none of them could be read.
    """
    with opened_pdf(data, source) as pdf:
        count = pictures.page_count(pdf)
    if not count:
        raise UnreadableSource(source, "the PDF has no pages")
    pages, unread = recognise(data, source, range(1, count + 1), options)
    if not any(page.lines for page in pages):
        raise UnreadableSource(source, f"no text could be recognised on its {count} page(s)", remedy="Look at the pages; scan them again at 200 dpi or more")
    return Document(tuple(pages), NAME, recogniser.version(runtime_of(options)), "application/pdf", unread=tuple(unread))


def complete(document: Document, data: bytes, source: str, options: OcrOptions | None = None) -> Document:
    """The document with those of its pages recognised that are pictures or garbled, and with every page named that nothing could read.

    A page with a hidden text layer under its picture keeps that text if recognition agrees with it; one whose text is a page number or a mark keeps that
    besides what is recognised.
    """
    garbled = exchanged(document)
    try:
        return _completed(document, data, source, options, garbled)
    except LimitExceeded:
        raise
    except UnreadableSource as error:  # pdfium draws the pages, and opens fewer broken files than the engine that found them
        numbers = [page.number for page in scanned_pages(document) if page.number not in {page.page for page in garbled}]
        return document._replace(unread=tuple(sorted([*garbled, *[UnreadPage(number, f"it is a picture, and {error.reason}") for number in numbers]])))


class Pictured(NamedTuple):
    """Pages by number: ``bare`` pictures without text, those with a hidden layer of text, and those whose text is a page number or a mark."""

    bare: list[int]
    layered: list[int]
    marked: list[int]


def _completed(document: Document, data: bytes, source: str, options: OcrOptions | None, garbled: Sequence[UnreadPage]) -> Document:
    found = pictured(document, data, source)
    wanted = sorted({*found.bare, *found.layered, *found.marked, *[page.page for page in garbled]})
    if not wanted:
        return document
    if options and options.mode == "never":
        return _without(document, found, garbled, WANTED)
    runtime = runtime_of(options)
    if not recogniser.is_installed(runtime):
        return _without(document, found, garbled, recogniser.EXTRAS[runtime])
    pages, unread = recognise(data, source, wanted, options)
    recognised = {page.number: page for page in pages}
    verdicts = {number: hidden_text.judge(document.pages[number - 1], recognised[number]) for number in found.layered}
    kept = {number for number, verdict in verdicts.items() if verdict.is_trusted}
    kept |= {number for number in found.marked if not _has_text(recognised[number])}
    failed = [page for page in unread if page.page not in kept]
    lost = {page.page for page in failed} & {page.page for page in garbled}  # its garbled text is better than none
    merged: list[Page] = []
    for page in document.pages:
        if page.number in kept or page.number in lost or page.number not in recognised:
            differing = verdicts[page.number].differing if page.number in kept and page.number in verdicts else ()
            merged.append(page._replace(engine=document.engine, differing=differing))
        else:
            merged.append(with_marks(recognised[page.number], page) if page.number in found.marked else recognised[page.number])
    return _of_both(document, merged, failed, recogniser.version(runtime))


def _of_both(document: Document, pages: Sequence[Page], failed: Sequence[UnreadPage], version: str) -> Document:
    """The document of pages of which recognition read some, none or all, named by what read them."""
    by_ocr = sum([page.engine == NAME for page in pages])
    if not by_ocr:
        return document._replace(pages=tuple(pages), unread=tuple(sorted(failed)))
    alone = by_ocr == len(pages)
    engine = NAME if alone else f"{document.engine}+{NAME}"
    return Document(tuple(pages), engine, version if alone else f"{document.engine_version}+{version}", document.media_type, document.damage, tuple(failed))


def _has_text(page: Page) -> bool:
    """Whether a picture holds more Chinese than a seal or a signboard has."""
    return sum([len(HAN.findall(line.text)) for line in page.lines]) >= LEAST_TEXT


def with_marks(recognised: Page, page: Page) -> Page:
    """A recognised page with the lines that the file holds as text beside its picture; where both have a line, the file's is exact."""
    clear = [at for at, line in enumerate(recognised.lines) if not any(_meet(line, own) for own in page.lines)]
    readings = recognised.readings
    return recognised._replace(
        lines=(*[recognised.lines[at] for at in clear], *page.lines),
        readings=tuple([readings[at] for at in clear]) if len(readings) == len(recognised.lines) else readings,
        hidden=page.hidden,
    )


def _meet(line: Line, other: Line) -> bool:
    across = min(line.x1, other.x1) - max(line.x0, other.x0)
    down = min(line.bottom, other.bottom) - max(line.top, other.top)
    return other.upright and across > (line.x1 - line.x0) / 2 and down > (line.bottom - line.top) / 2


def pictured(document: Document, data: bytes, source: str) -> Pictured:
    """The pages of a document that are pictures, whether there is text with them or not."""
    covered = scanned_pages(document)
    bare = [page.number for page in covered if not page.lines]
    with_text = [page for page in covered if page.lines]
    if not with_text:
        return Pictured(bare, [], [])
    with opened_pdf(data, source) as pdf:
        layered = [page.number for page in with_text if pictures.hides_text(pdf, page.number)]
    marked = marked_pages([page for page in with_text if page.number not in layered])
    return Pictured(bare, layered, [page.number for page in marked])


def _without(document: Document, found: Pictured, garbled: Sequence[UnreadPage], remedy: str) -> Document:
    """The document as it is, with its pages of pictures named, and hidden layers that cannot be text as well."""
    missing = [UnreadPage(number, f"it is a picture without text; {remedy} reads such pages") for number in found.bare]
    missing += [UnreadPage(number, f"it is a picture, and its text is a page number or a mark only; {remedy} reads such pages") for number in found.marked]
    missing += [UnreadPage(page.page, f"{page.reason}; {remedy} reads such pages") for page in garbled]
    for number in found.layered:
        verdict = hidden_text.judge(document.pages[number - 1], None)
        if not verdict.is_trusted:
            missing.append(UnreadPage(number, f"the text under its picture is not to be trusted ({verdict.reason}); {remedy} reads such pages"))
    return document._replace(unread=tuple(sorted({page.page: page for page in reversed(missing)}.values())))


def recognise(data: bytes, source: str, numbers: Sequence[int], options: OcrOptions | None = None) -> tuple[list[Page], list[UnreadPage]]:
    """Some pages of a PDF, recognised; and those of them in which nothing was found.

    Args:
        data: the file's bytes.
        source: its name, for messages.
        numbers: the pages, from 1.
        options: how.

    Raises:
        EngineUnavailable: the extra is not installed.
    """
    options = options or OcrOptions()
    began = time.monotonic()
    recogniser.refuse_missing(source, options.runtime)
    with opened_pdf(data, source) as pdf:
        work = _Recognition(pdf, options, len(numbers), units(data))
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
    return sorted(pages), [UnreadPage(number, failed[number]) for number in sorted(failed)]


class _Recognition:
    """The pages of one file that are recognised: readings, sizes in points, and why others have no reading.

    Args:
        pdf: the file, opened by pdfium.
        options: how.
        count: how many pages there are to read, for the progress.
        sizes: UserUnits by page, where they are not points.
    """

    def __init__(self, pdf: Any, options: OcrOptions, count: int, sizes: Mapping[int, float]) -> None:
        self.readings: dict[int, PageReading] = {}
        self.failed: dict[int, str] = {}
        self.sizes: dict[int, tuple[float, float]] = {}
        self._pdf, self._options, self._count, self._units = pdf, options, count, sizes
        self._cache = Cache(options.cache, recogniser.version(options.runtime))

    def leave(self, numbers: Sequence[int]) -> None:
        """Counts pages as not worth the minutes."""
        for number in numbers:
            self.failed[number] = NO_HAN
            with suppress(Exception):  # a page that cannot even be opened has no size
                self.sizes[number] = pictures.page_size(self._pdf, number, self._units.get(number, 1.0))

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
        for number, reading in read(jobs, jobs=processes, further=self._options.characters, runtime=self._options.runtime) if jobs else ():
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
        return pictures.page_picture(self._pdf, number, self._units.get(number, 1.0))
