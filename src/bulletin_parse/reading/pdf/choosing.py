"""One PDF to one document, with the engine that suits it, and by others where what it read is in doubt."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from importlib.util import find_spec

from bulletin_parse.errors import EncryptedSource, EngineCrashed, EngineUnavailable, LimitExceeded, NoTextLayer, UnreadableSource
from bulletin_parse.limits import meter
from bulletin_parse.plugins import ENGINES
from bulletin_parse.reading import sniff
from bulletin_parse.reading.cost import weigh
from bulletin_parse.reading.document import Document
from bulletin_parse.reading.ocr import recogniser
from bulletin_parse.reading.ocr.options import OcrOptions, options_of
from bulletin_parse.reading.ocr.scanned import scanned_pages
from bulletin_parse.reading.pdf import mupdf
from bulletin_parse.reading.pdf.exchanged import exchanged, strangeness
from bulletin_parse.reading.pdf.exclusive import exclusive
from bulletin_parse.reading.pdf.keys import features
from bulletin_parse.reading.pdf.printed import printed
from bulletin_parse.reading.protocol import load
from bulletin_parse.supervise.messages import deadly_engines, trying
from bulletin_parse.text.folding import HAN

DOUBTFUL = 3  # characters that cannot be what the pages show; from so many on another engine is asked

_LOSSY, _LOSING = "Han fonts that are not embedded, of which this engine loses characters such as ·", ("pymupdf", "pdfplumber")
_SHAPES = 'Look at the pages: if they show text, it is drawn as shapes, which ocr="always" reads; else fetch the file again'
# In the place of an engine: MuPDF, if the fonts of all pages suit it.
_IF_SUITED = "pymupdf if it suits"


def read(data: bytes, source: str, engine: str, ocr: str | OcrOptions) -> Document:
    """The document in a PDF, its pages of pictures recognised where that can be done.

    Args:
        data: the whole file.
        source: the file's name, for messages.
        engine: ``auto``, or a name of ``plugins.ENGINES``.
        ocr: as :func:`bulletin_parse.reading.read.read_document` takes it.

    Raises:
        UnreadableSource: as for :func:`bulletin_parse.reading.read.read_document`.
    """
    document, doubted = _read(data, source, engine)
    return _with_pictures(document, data, source, ocr, doubted=doubted)


def _read(data: bytes, source: str, engine: str) -> tuple[Document, bool]:
    """The document, and whether it may have characters that stand for others."""
    expected = sniff.check_complete(data, source)
    weigh(data)
    chosen = choose(data) if engine == "auto" else ("",)
    names = _surviving(chosen, source) if engine == "auto" else (engine,)
    document = _read_by_first(names, data, source, told=engine == "auto")
    if expected is not None and len(document.pages) != expected:
        raise sniff.truncated(source, len(data))
    # Where MuPDF was chosen the fonts have been looked at.
    if document.engine in _LOSING and not document.damage and chosen[0] in ("", "pdfium") and features(data).foreign:
        document = document._replace(damage=_LOSSY)
    strange = strangeness(document)
    if strange >= DOUBTFUL:
        for other in _others(data, source, names, document):
            if (fewer := strangeness(other)) < strange:
                document, strange = other, fewer
    whole = printed(document, data)
    return whole, strange > 0 or any(page is not before for page, before in zip(whole.pages, document.pages, strict=True))


def _read_by_first(names: Sequence[str], data: bytes, source: str, *, told: bool) -> Document:
    """What the first engine reads that can open a file, and that it suits.

    Args:
        names: engines, the best one first.
        data: the whole file.
        source: its name, for messages.
        told: whether the guard is told which engine reads, since another can stand in for it.
    """
    for name in names:
        try:
            with exclusive(), trying(_engine_of(name)) if told else nullcontext():
                document = mupdf.read_if_suited(data, source) if name == _IF_SUITED else load(name).read(data, source)
            if document is not None:
                return document
        except (EncryptedSource, LimitExceeded):
            raise
        except UnreadableSource:
            if name == names[-1]:
                raise
        meter().clock()
    raise UnreadableSource(source, "no engine reads it")


def _others(data: bytes, source: str, names: Sequence[str], document: Document) -> Iterator[Document]:
    """What further engines read, those aside that cannot open the file or find other pages."""
    tried = {document.engine}
    for name in names:
        engine = _engine_of(name)
        if engine in tried or engine in deadly_engines():
            continue
        tried.add(engine)
        if name == _IF_SUITED:  # the file did not suit it
            continue
        meter().clock()
        try:
            with exclusive(), trying(engine):
                other = load(name).read(data, source)
        except LimitExceeded:
            raise
        except (UnreadableSource, EngineUnavailable):
            continue
        if len(other.pages) == len(document.pages):
            yield other


def other_readings(document: Document, data: bytes, source: str, *, garbled: bool = False, ocr: str | OcrOptions = "auto") -> Iterator[Document]:
    """What other engines than the chosen one read in a PDF whose text is in doubt: of characters that no page shows, or without any Chinese.

    Args:
        document: as it was read.
        data: the whole file.
        source: the file's name, for messages.
        garbled: whether its text was found to be no Chinese that a page can show.
        ocr: as :func:`bulletin_parse.reading.read.read_document` takes it.
    """
    doubtful = garbled or strangeness(document) or not any(HAN.search(line.text) for page in document.pages for line in page.lines)
    if doubtful and document.engine in ENGINES.built_in:
        for other in _others(data, source, [name for name in choose(data) if name != _IF_SUITED], document):
            yield _with_pictures(printed(other, data), data, source, ocr, doubted=True)


def _surviving(names: tuple[str, ...], source: str) -> tuple[str, ...]:
    """Those of some engines of which no process died that read the same file before.

    Raises:
        EngineCrashed: none is left.
    """
    deadly = deadly_engines()
    if not deadly:  # no engine's module is loaded that does not read
        return names
    left = tuple([name for name in names if _engine_of(name) not in deadly])
    if not left:
        raise EngineCrashed(source, f"the processes that read it died, with each engine ({', '.join(sorted(deadly))})", remedy="Repair the file with qpdf")
    return left


def _with_pictures(document: Document, data: bytes, source: str, ocr: str | OcrOptions, *, doubted: bool) -> Document:
    """The document with its pages of pictures recognised, and if ``doubted`` those of exchanged characters, where that can be done, and else named.

    A mode's options are made where pages are recognised: they look for the folder in which readings are kept.

    Raises:
        NoTextLayer: no page has any text.
    """
    pictured = any(page.pictures for page in document.pages)
    if (pictured and scanned_pages(document)) or (doubted and exchanged(document)):
        from bulletin_parse.reading.ocr.engine import complete

        document = complete(document, data, source, options_of(ocr))
    if not any(page.lines for page in document.pages):
        held = f"its {len(document.pages)} page(s) hold"
        if pictured:
            raise NoTextLayer(source, f"{held} no text, only pictures", remedy=_remedy(document, options_of(ocr)))
        raise NoTextLayer(source, f"{held} neither text nor a picture", remedy=_SHAPES)
    return document


def _remedy(document: Document, options: OcrOptions) -> str:
    """What helps where no text was found; empty for the error's own advice, which is to install OCR."""
    if options.mode == "never":
        return 'Let them be recognised: ocr="auto"'
    if any(page.tilt for page in document.pages):
        return "OCR found none either: look at the pages, and scan them again at 200 dpi or more"
    if document.unread and recogniser.is_installed(options.runtime):
        return f"OCR cannot read them: {document.unread[0].reason}. Open it in a viewer to see whether it is whole, or repair it with qpdf"
    return ""


def choose(data: bytes) -> tuple[str, ...]:
    """The engines to try for a PDF, the best one first; the next is tried only if one cannot open the file, or leaves it to others.

    MuPDF reads Word's and LibreOffice's PDFs fastest, but Type3 fonts (browsers embed them) several times slower than
    pdfium, and Han fonts that are not embedded with loss; so the fonts decide. ``make bench`` measures both on every
    producer. pdfplumber is the slow last resort.
    """
    if find_spec("pymupdf") is None:
        return ("pdfium", "pdfplumber")
    said = features(data)
    if said.foreign or said.type3:
        return ("pdfium", "pymupdf", "pdfplumber")
    return ("pymupdf", "pdfium", "pdfplumber") if not said.bare else (_IF_SUITED, "pdfium", "pymupdf", "pdfplumber")


def _engine_of(name: str) -> str:
    """What an engine calls itself in records and messages."""
    return mupdf.NAME if name == _IF_SUITED else load(name).NAME
