"""One file to one document: what its bytes are decides what reads it."""

from __future__ import annotations

from bulletin_parse.errors import EngineUnavailable
from bulletin_parse.limits import meter
from bulletin_parse.plugins import ENGINES
from bulletin_parse.reading import sniff
from bulletin_parse.reading.cost import weigh, weigh_text
from bulletin_parse.reading.document import Document
from bulletin_parse.reading.ocr import image_files, recogniser
from bulletin_parse.reading.ocr.options import MODES, OcrOptions, options_of

# What may stand in an engine's place: the best one for the file, and recognition of every page.
MODES_OF_READING = ("auto", "ocr")


def read_document(data: bytes, source: str, *, engine: str = "auto", ocr: str | OcrOptions = "auto") -> Document:
    """The document in a file's bytes.

    Args:
        data: the whole file: PDF, text in UTF-8, UTF-16 or GB18030, a Word document, a web page or a picture.
        source: the file's name, for messages; ``.txt`` names plain text.
        engine: ``auto``, ``ocr``, or a name of ``plugins.ENGINES``; texts need none.
        ocr: ``auto`` recognises pages of pictures if that is installed, ``never`` none, ``always`` all pages; or options.

    Raises:
        UnreadableSource: empty, broken, truncated, or of another format; subclasses say more.
        ReaderMissing: an extra that reads such files is not installed.
        LimitExceeded: it would cost more than the limits of the parse that goes on allow.
        EngineUnavailable: the engine is unknown or not installed.
    """
    refuse_unknown_engine(engine, source)
    mode = ocr if isinstance(ocr, str) else ocr.mode
    if mode not in MODES:
        raise EngineUnavailable(source, f"there is no mode {mode!r} of OCR", remedy=f"Choose one of {', '.join(MODES)}")
    if not isinstance(ocr, str):
        recogniser.refuse_unknown(source, ocr.runtime)
    meter().require("bytes", len(data))
    if sniff.is_pdf(data):
        if engine == "ocr" or mode == "always":
            sniff.check_complete(data, source)
            weigh(data)
            from bulletin_parse.reading.ocr.engine import read

            return read(data, source, options_of(ocr))
        from bulletin_parse.reading.pdf import choosing

        return choosing.read(data, source, engine, ocr)
    if image_files.media_type_of(data):
        return image_files.read(data, source, options_of(ocr))
    if sniff.is_word(data, source):
        from bulletin_parse.reading.office import word

        return word.read(data, source)
    sniff.refuse_other_formats(data, source)
    if sniff.is_web_page(data, source):
        from bulletin_parse.reading.office import web

        return web.read(data, source)
    return _read_text(data, source)


def _read_text(data: bytes, source: str) -> Document:
    from bulletin_parse.reading.text import markdown, plaintext

    text, broken = plaintext.decoded(data, source)
    weigh_text(text)
    document = markdown.read(text, media_type="text/plain" if source.lower().endswith(".txt") else "text/markdown")
    return document._replace(damage=f"{broken} characters are broken") if broken else document


def refuse_unknown_engine(name: str, source: str) -> None:
    """Raises for a name that no engine has.

    Raises:
        EngineUnavailable: says which there are.
    """
    if name not in MODES_OF_READING and name not in ENGINES:
        raise EngineUnavailable(source, f"there is no engine {name!r}", remedy=f"Choose one of {', '.join(('auto', *ENGINES, 'ocr'))}")
