"""One file to one document, with the engine that suits it."""

from __future__ import annotations

from importlib.util import find_spec
from types import ModuleType
from typing import TYPE_CHECKING, Literal, cast, get_args

from bulletin_parse.errors import EncryptedSource, EngineUnavailable, NoTextLayer, UnreadableSource
from bulletin_parse.reading import markdown, plaintext, sniff
from bulletin_parse.reading.document import Document
from bulletin_parse.reading.protocol import PdfEngine

if TYPE_CHECKING:
    from bulletin_parse.reading.ocr.engine import Options

Engine = Literal["auto", "pymupdf", "pdfium", "pdfplumber", "ocr"]
ENGINES: tuple[str, ...] = get_args(Engine)
# auto: pages of pictures are recognised if the extra is installed; always: all pages are; never: none is.
Ocr = Literal["auto", "never", "always"]
OCR_MODES: tuple[str, ...] = get_args(Ocr)

FONTS_WITHIN = 64 * 1024  # bytes before the file's end

_MODULES = {"pymupdf": "mupdf", "pdfium": "pdfium", "pdfplumber": "plumber"}


def read_document(data: bytes, source: str, *, engine: str = "auto", ocr: str = "auto", options: Options | None = None) -> Document:
    """The document in a file's bytes.

    Args:
        data: the whole file: PDF, or text in UTF-8, UTF-16 or GB18030.
        source: the file's name, for messages; ``.txt`` names plain text.
        engine: ``auto``, ``pymupdf``, ``pdfium``, ``pdfplumber`` or ``ocr``; texts need none.
        ocr: ``auto`` recognises pages of pictures if that is installed, ``never`` none, ``always`` all pages.
        options: how pages are recognised.

    Raises:
        UnreadableSource: empty, broken, truncated, or of another format; subclasses say more.
        EngineUnavailable: the engine is unknown or not installed.
    """
    if engine not in ENGINES:
        raise EngineUnavailable(source, f"there is no engine {engine!r}", remedy=f"Choose one of {', '.join(ENGINES)}")
    if ocr not in OCR_MODES:
        raise EngineUnavailable(source, f"there is no way {ocr!r} to use OCR", remedy=f"Choose one of {', '.join(OCR_MODES)}")
    if sniff.is_pdf(data):
        if engine == "ocr" or ocr == "always":
            sniff.refuse_truncated(data, source)
            return _module("ocr.engine").read(data, source, options)  # type: ignore[no-any-return]  # imported by name
        return _with_pictures(_read_pdf(data, source, engine), data, source, options if ocr == "auto" else None, ocr)
    sniff.refuse_other_formats(data, source)
    text = plaintext.decode(data, source)
    return markdown.read(text, media_type="text/plain" if source.lower().endswith(".txt") else "text/markdown")


def _read_pdf(data: bytes, source: str, engine: str) -> Document:
    sniff.refuse_truncated(data, source)
    names = choose(data, source) if engine == "auto" else (engine,)
    for name in names:
        try:
            document = load(name).read(data, source)
            break
        except EncryptedSource:
            raise
        except UnreadableSource:
            if name == names[-1]:
                raise
    return document


def _with_pictures(document: Document, data: bytes, source: str, options: Options | None, ocr: str) -> Document:
    """The document with its pages of pictures recognised, where that is wanted and can be done.

    Raises:
        NoTextLayer: no page has any text.
    """
    if ocr == "auto" and any(page.pictures or not page.lines for page in document.pages):
        document = _module("ocr.engine").complete(document, data, source, options)
    if not any(page.lines for page in document.pages):
        never = "" if ocr == "auto" else "Leave --ocr never out, which forbids to recognise them"
        raise NoTextLayer(source, f"its {len(document.pages)} page(s) hold no text, only pictures", remedy=never)
    return document


def choose(data: bytes, source: str) -> tuple[str, ...]:
    """The engines to try for a PDF, the best one first; the next is tried only if one cannot open the file.

    MuPDF reads Word's and LibreOffice's PDFs fastest, but Type3 fonts (browsers embed them) several times slower than
    pdfium, and Han fonts that are not embedded with loss; so the fonts decide. ``make bench`` measures both on every
    producer. pdfplumber is the slow last resort.
    """
    if find_spec("pymupdf") is None:
        return ("pdfium", "pdfplumber")
    # Most producers write their fonts last, in plain bytes; where these do not tell, the engine is asked, which takes longer.
    end = data[-FONTS_WITHIN:]
    embedded = end.count(b"/FontFile") >= max(1, end.count(b"/Type0"))
    if b"/Type3" in end or (not embedded and not load_mupdf().suits(data, source)):
        return ("pdfium", "pymupdf", "pdfplumber")
    return ("pymupdf", "pdfium", "pdfplumber")


def load(name: str) -> PdfEngine:
    """The engine's module; importing it does not import its library."""
    return cast("PdfEngine", _module(_MODULES[name]))


def load_mupdf() -> ModuleType:
    """MuPDF's module, which can also tell which fonts a file uses."""
    return _module("mupdf")


def _module(name: str) -> ModuleType:
    from importlib import import_module

    return import_module(f"bulletin_parse.reading.{name}")
