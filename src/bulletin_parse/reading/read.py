"""One file to one document, with the engine that suits it."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Literal, cast, get_args

from bulletin_parse.errors import EncryptedSource, EngineUnavailable, LimitExceeded, NoTextLayer, UnreadableSource
from bulletin_parse.limits import meter
from bulletin_parse.reading import markdown, plaintext, sniff
from bulletin_parse.reading.document import Document
from bulletin_parse.reading.protocol import PdfEngine
from bulletin_parse.reading.weight import weigh, weigh_text

Engine = Literal["auto", "pymupdf", "pdfium", "pdfplumber"]
ENGINES: tuple[str, ...] = get_args(Engine)

FONTS_WITHIN = 64 * 1024  # bytes before the file's end

_IF_SUITED = "pymupdf if it suits"
_MODULES = {"pymupdf": "mupdf", "pdfium": "pdfium", "pdfplumber": "plumber", _IF_SUITED: "mupdf_if_suited"}


def read_document(data: bytes, source: str, *, engine: str = "auto") -> Document:
    """The document in a file's bytes.

    Args:
        data: the whole file: PDF, or text in UTF-8, UTF-16 or GB18030.
        source: the file's name, for messages; ``.txt`` names plain text.
        engine: ``auto``, ``pymupdf``, ``pdfium`` or ``pdfplumber``; texts need none.

    Raises:
        UnreadableSource: empty, broken, truncated, or of another format; subclasses say more.
        LimitExceeded: it would cost more than the limits of the parse that goes on allow.
        EngineUnavailable: the engine is unknown or not installed.
    """
    if engine not in ENGINES:
        raise EngineUnavailable(source, f"there is no engine {engine!r}", remedy=f"Choose one of {', '.join(ENGINES)}")
    meter().most("bytes", len(data))
    if sniff.is_pdf(data):
        return _read_pdf(data, source, engine)
    sniff.refuse_other_formats(data, source)
    text = plaintext.decode(data, source)
    weigh_text(text)
    return markdown.read(text, media_type="text/plain" if source.lower().endswith(".txt") else "text/markdown")


def _read_pdf(data: bytes, source: str, engine: str) -> Document:
    expected = sniff.refuse_truncated(data, source)
    weigh(data)
    names = choose(data) if engine == "auto" else (engine,)
    for name in names:
        try:
            document = load(name).read(data, source)
            break
        except (EncryptedSource, LimitExceeded):
            raise
        except UnreadableSource:
            if name == names[-1]:
                raise
            meter().clock()
    if expected is not None and len(document.pages) != expected:
        raise sniff.truncated(source, len(data))
    if not any(page.lines for page in document.pages):
        raise NoTextLayer(source, f"its {len(document.pages)} page(s) hold no text, only pictures")
    return document


def choose(data: bytes) -> tuple[str, ...]:
    """The engines to try for a PDF, the best one first; the next is tried only if one cannot open the file, or leaves it to others.

    MuPDF reads Word's and LibreOffice's PDFs fastest, but Type3 fonts (browsers embed them) several times slower than
    pdfium, and Han fonts that are not embedded with loss; so the fonts decide. ``make bench`` measures both on every
    producer. pdfplumber is the slow last resort.
    """
    if find_spec("pymupdf") is None:
        return ("pdfium", "pdfplumber")
    # Most producers write their fonts last, in plain bytes; where these do not tell, MuPDF looks at the fonts before it reads.
    end = data[-FONTS_WITHIN:]
    if b"/Type3" in end:
        return ("pdfium", "pymupdf", "pdfplumber")
    if end.count(b"/FontFile") >= max(1, end.count(b"/Type0")):
        return ("pymupdf", "pdfium", "pdfplumber")
    return (_IF_SUITED, "pdfium", "pymupdf", "pdfplumber")


def load(name: str) -> PdfEngine:
    """The engine's module; importing it does not import its library."""
    from importlib import import_module

    return cast("PdfEngine", import_module(f"bulletin_parse.reading.{_MODULES[name]}"))
