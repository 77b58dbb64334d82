"""The library's front: a path, bytes or text to a bulletin."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from bulletin_parse.arguments import require_file, require_several
from bulletin_parse.discovery import is_url
from bulletin_parse.errors import GarbledText, MissingSource, NotABulletin, SeveralBulletins, UnreadableSource
from bulletin_parse.limits import Limits, metering
from bulletin_parse.models import Bulletin, PageSource, Source
from bulletin_parse.packed import is_member, member_bytes
from bulletin_parse.parsing.bulletin import Parsed, parse_document
from bulletin_parse.parsing.parts import documents_in, first_part, joined_document
from bulletin_parse.parsing.template import Template, load_template, series_of
from bulletin_parse.pathless import Pathless, Piped, Remote
from bulletin_parse.reading.cost import weigh_text
from bulletin_parse.reading.document import Document, Page
from bulletin_parse.reading.read import read_document
from bulletin_parse.remote import downloaded, remote_of
from bulletin_parse.text.compiled import PATTERNS

if TYPE_CHECKING:
    from bulletin_parse.corrections.file import CorrectionsLike
    from bulletin_parse.reading.ocr.options import OcrOptions
    from bulletin_parse.repair.links.lexicon import Lexicon

UNNAMED = "<bytes>"
UNNAMED_TEXT = "<text>"
NAMED = 5  # files inside a portfolio that its error names


def parse(
    source: str | os.PathLike[str] | Remote | Piped | bytes | BinaryIO,
    *,
    name: str | None = None,
    engine: str = "auto",
    template: str | Path | None = None,
    ocr: str | OcrOptions = "auto",
    lexicon: Lexicon | None = None,
    limits: Limits | None = None,
    corrections: CorrectionsLike = None,
) -> Bulletin:
    """The bulletin in a PDF or text.

    Args:
        source: a path, a URL (with the extra ``[remote]``), the file's bytes, or a binary file that is open.
        name: what to call the file in the record and in messages; None for its own name.
        engine: ``auto`` (chooses by the file's fonts), ``pymupdf``, ``pdfium``, ``pdfplumber`` or ``ocr``.
        template: a TOML file with the labels of another series; None for 全国卫生信息化舆情监测周报.
        ocr: ``auto`` recognises pages of pictures if the extra ``bulletin-parse[ocr]`` is installed, ``never`` none, ``always``
            all; or ``OcrOptions``, which choose the processes and the cache as well.
        lexicon: the hosts and path shapes of an archive's links, by which misread ones are repaired (``learnt``).
        limits: what the file may cost; None for the stated defaults.
        corrections: what people corrected: the path of their file, or corrections at hand; those of other files are passed over.

    Raises:
        UnreadableSource: the file cannot be read; ``MissingSource``, ``EncryptedSource``, ``NoTextLayer``, ``NotABulletin`` and ``LimitExceeded`` say why.
        EngineUnavailable: the engine is unknown or not installed.
        TemplateError: the template cannot be used.
        CorrectionError: the file of corrections cannot be used.
        ArgumentError: no file was given, but a text or several paths.

    >>> parse("664.pdf").issue_number  # doctest: +SKIP
    664
    """
    return parse_accounted(source, name=name, engine=engine, template=template, ocr=ocr, lexicon=lexicon, limits=limits, corrections=corrections).bulletin


def parse_accounted(
    source: str | os.PathLike[str] | Remote | Piped | bytes | BinaryIO,
    *,
    name: str | None = None,
    engine: str = "auto",
    template: str | Path | None = None,
    ocr: str | OcrOptions = "auto",
    lexicon: Lexicon | None = None,
    limits: Limits | None = None,
    corrections: CorrectionsLike = None,
) -> Parsed:
    """As :func:`parse`, with the ledger that says of every character what it is."""
    said = _corrections(corrections)
    with opened(source, name, engine, template, ocr, limits) as (document, data, words, origin):
        return said(_parsed_by_any(document, data, words, origin, lexicon, engine, ocr))


def parse_all(
    source: str | os.PathLike[str] | Remote | Piped | bytes | BinaryIO,
    *,
    name: str | None = None,
    engine: str = "auto",
    template: str | Path | None = None,
    ocr: str | OcrOptions = "auto",
    lexicon: Lexicon | None = None,
    limits: Limits | None = None,
    corrections: CorrectionsLike = None,
) -> tuple[Bulletin, ...]:
    """All bulletins in a PDF or text, in order: one of an ordinary file, several of one that joins them.

    Takes and raises what :func:`parse` does, ``SeveralBulletins`` aside. ``source.part`` says of each of several where it stands;
    regions have the file's own pages and lines.
    """
    said = _corrections(corrections)
    with opened(source, name, engine, template, ocr, limits) as (document, data, words, origin):
        try:
            return (said(_parsed_by_any(document, data, words, origin, lexicon, engine, ocr)).bulletin,)
        except SeveralBulletins:
            parts = documents_in(document, words)
            if not parts:  # another engine's reading has several
                raise
        return tuple(
            [said(_parsed(own, words, origin.model_copy(update={"part": (part.first, part.last)}), lexicon, one=False)).bulletin for own, part in parts]
        )


class Opened(NamedTuple):
    """A file that was read: its document, its bytes, the series' words, and what a record says of the file."""

    document: Document
    data: bytes
    words: Template
    origin: Source


@contextmanager
def opened(
    source: str | os.PathLike[str] | Remote | Piped | bytes | BinaryIO,
    name: str | None,
    engine: str,
    template: str | Path | None,
    ocr: str | OcrOptions,
    limits: Limits | None,
) -> Iterator[Opened]:
    """Reads a file; what is done inside is held to its limits too. Takes what :func:`parse` does, and raises what it does before it looks for a bulletin."""
    words = load_template(template)
    limits = limits or Limits()
    data, own_name = bytes_of(source, limits.bytes)
    name = name or own_name
    with metering(limits, name):
        document = read_document(data, name, engine=engine, ocr=ocr)
        yield Opened(document, data, words, source_record(document, data, name, _series(words, template)).read_at(*_paths_of([source])))
    PATTERNS.keep()


def parse_joined(
    sources: Sequence[str | os.PathLike[str] | Remote | Piped | bytes | BinaryIO],
    *,
    name: str | None = None,
    engine: str = "auto",
    template: str | Path | None = None,
    ocr: str | OcrOptions = "auto",
    lexicon: Lexicon | None = None,
    limits: Limits | None = None,
    corrections: CorrectionsLike = None,
) -> Bulletin:
    """The one bulletin whose parts are several files; pages are counted on from file to file.

    ``source.name`` names all files, ``source.sha256`` is that of their bytes one after another.

    Args:
        sources: the parts in order, of one form: all PDFs or pictures, all texts, or all Word documents and web pages.
        name: what to call them in the record and in messages; None for their own names.
        engine: as for :func:`parse`.
        template: as for :func:`parse`.
        ocr: as for :func:`parse`.
        lexicon: as for :func:`parse`.
        limits: what each file may cost.
        corrections: as for :func:`parse`.

    Raises:
        UnreadableSource: a part cannot be read, or forms are mixed; and all that :func:`parse` raises.
    """
    require_several("parse_joined()", sources, "parse(path)")
    words = load_template(template)
    series = _series(words, template)
    said = _corrections(corrections)
    limits = limits or Limits()
    read = [bytes_of(source, limits.bytes) for source in sources]
    whole = name or " + ".join([own_name for _, own_name in read])
    documents = []
    for data, own_name in read:
        with metering(limits, own_name):
            documents.append(read_document(data, own_name, engine=engine, ocr=ocr))
    if len({document.unit for document in documents}) != 1:
        why = "PDFs, texts and Word documents cannot be joined with one another" if documents else "there is nothing to join"
        raise UnreadableSource(whole, why, remedy="Name the parts of one bulletin, of one form")
    if later := first_part(documents, words):
        raise UnreadableSource(whole, f"{read[later][1]} has the index, and {read[0][1]} before it has none", remedy="Name the parts in their order")
    document = joined_document(documents)
    with metering(limits, whole):
        origin = source_record(document, b"".join([data for data, _ in read]), whole, series).read_at(*_paths_of(sources))
        return said(_parsed(document, words, origin, lexicon)).bulletin


def _parsed_by_any(document: Document, data: bytes, words: Template, origin: Source, lexicon: Lexicon | None, engine: str, ocr: str | OcrOptions) -> Parsed:
    """The bulletin in a document, or in what another engine reads in its file where this one's reading is refused in doubt."""
    try:
        return _parsed(document, words, origin, lexicon)
    except NotABulletin as error:
        for other in _other_readings(error, document, data, engine, ocr):
            with suppress(NotABulletin):
                return _parsed(other, words, source_record(other, data, origin.name, origin.template).read_at(*origin.paths), lexicon)
        raise _told_by_its_form(error, document, data) from error


def _parsed(document: Document, words: Template, source: Source, lexicon: Lexicon | None, *, one: bool = True) -> Parsed:
    parsed = parse_document(document, words, source, one=one)
    if any(page.readings for page in document.pages):
        from bulletin_parse.repair import repaired

        parsed = parsed._replace(bulletin=repaired(parsed.bulletin, document, lexicon))
    if any(page.differing for page in document.pages):
        from bulletin_parse.repair.layers import doubted

        parsed = parsed._replace(bulletin=doubted(parsed.bulletin, document))
    if any(page.tilt for page in document.pages):
        from bulletin_parse.repair.places import on_the_page

        parsed = parsed._replace(bulletin=on_the_page(parsed.bulletin, document))
    return parsed


def parse_text(text: str, *, template: str | Path | None = None, limits: Limits | None = None, corrections: CorrectionsLike = None) -> Bulletin:
    """The bulletin in a text or Markdown string; ``corrections`` as for :func:`parse`.

    Raises:
        NotABulletin: the text has neither an index nor items.
        LimitExceeded: the text is longer than ``limits`` allow.
        TemplateError: the template cannot be used.
    """
    from bulletin_parse.reading.text import markdown

    words = load_template(template)
    series = _series(words, template)
    said = _corrections(corrections)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    with metering(limits, UNNAMED_TEXT):
        weigh_text(text)
        document = markdown.read(text)
        data = text.encode("utf-8", "surrogatepass")
        return said(parse_document(document, words, source_record(document, data, UNNAMED_TEXT, series))).bulletin


def _other_readings(error: NotABulletin, document: Document, data: bytes, engine: str, ocr: str | OcrOptions) -> Iterator[Document]:
    """What other engines read in a file that was refused, where one was free to be chosen and the text is in doubt."""
    if engine == "auto" and document.paged:
        from bulletin_parse.reading.pdf.choosing import other_readings

        yield from other_readings(document, data, error.source, garbled=isinstance(error, GarbledText), ocr=ocr)


def _told_by_its_form(error: NotABulletin, document: Document, data: bytes) -> NotABulletin:
    """The error for a file without a bulletin, told as what it is where it is a wrapper round other files."""
    if not document.paged:
        return error
    from bulletin_parse.reading.pdf.attachments import attached_pdfs, is_portfolio

    if is_portfolio(data) and (names := attached_pdfs(data, error.source)):
        inside = ", ".join(names[:NAMED]) + (" …" if len(names) > NAMED else "")
        reason = f"it is a portfolio: its own {len(document.pages)} page(s) hold no bulletin, and PDFs are inside it ({inside})"
        return NotABulletin(error.source, reason, remedy="Take them out, for example with pdfdetach -saveall, and parse them")
    return error


def bytes_of(source: str | os.PathLike[str] | Remote | Piped | bytes | BinaryIO, most: int) -> tuple[bytes, str]:
    """The bytes and the name of a source; of a file, one byte more than ``most`` at the most, which tells that it is too long."""
    if isinstance(source, str) and (remote := remote_of(source)):
        source = remote
    if isinstance(source, Remote):
        return downloaded(source, most), source.name
    if isinstance(source, Piped):
        return source.data, source.name
    require_file("parse()", source)
    if isinstance(source, (bytes, bytearray, memoryview)):
        return bytes(source), UNNAMED
    if isinstance(source, (str, os.PathLike)):
        path = Path(source)
        if is_member(str(path)):
            return member_bytes(str(path), Limits(bytes=most)), path.name
        try:
            with path.open("rb") as file:
                return file.read(min(os.fstat(file.fileno()).st_size, most) + 1 if path.is_file() else most + 1), path.name
        except IsADirectoryError as error:
            raise UnreadableSource(str(path), "it is a directory", remedy="Name the files in it; the commands parse and check look inside") from error
        except FileNotFoundError as error:
            raise MissingSource(str(path), "there is no such file") from error
        except (OSError, ValueError) as error:
            raise UnreadableSource(str(path), f"it cannot be opened ({getattr(error, 'strerror', None) or error})", remedy="Check its permissions") from error
    data = source.read(most + 1)
    if not isinstance(data, bytes):
        raise UnreadableSource(str(getattr(source, "name", UNNAMED)), "the file is open in text mode", remedy="Open it in mode 'rb', or use parse_text")
    return data, Path(str(getattr(source, "name", UNNAMED))).name


def _paths_of(sources: Iterable[object]) -> tuple[str, ...]:
    """The whole paths of files that were read, so that they are found again from another working directory; none where one of them has no path."""
    paths = []
    for source in sources:
        if isinstance(source, Pathless):
            return ()
        name = source if isinstance(source, (str, os.PathLike)) else getattr(source, "name", None)
        if not isinstance(name, (str, os.PathLike)) or (is_url(str(name)) and not os.path.lexists(name)):
            return ()
        paths.append(os.path.abspath(os.fsdecode(name)))  # noqa: PTH100 - as it is named
    return tuple(paths)


def _corrections(given: CorrectionsLike) -> Callable[[Parsed], Parsed]:
    """What makes some corrections on a parsed bulletin; without any, it is as it was."""
    if given is None:
        return lambda parsed: parsed
    from bulletin_parse.corrections.accounting import maker_of

    return maker_of(given)


def _series(words: Template, template: str | Path | None) -> str | None:
    """What a template of one's own is called, None for the built-in one; a path is no part of a record."""
    return series_of(words) if template is not None else None


def source_record(document: Document, data: bytes, name: str, series: str | None = None) -> Source:
    """What a record says of its file."""
    return Source(
        name=name,
        sha256=hashlib.sha256(data).hexdigest(),
        media_type=document.media_type,
        engine=document.engine,
        engine_version=document.engine_version,
        pages=len(document.pages) if document.paged else None,
        template=series,
        complete=not document.damage and not document.unread,
        page_sources=_page_sources(document),
    )


def _page_sources(document: Document) -> tuple[PageSource, ...]:
    """What read each page, where that is more than the document's engine."""
    if not document.unread and not any(page.readings for page in document.pages):
        return ()
    reasons = {page.page: page.reason for page in document.unread}
    return tuple(
        [
            PageSource(page=page.number, engine=page.engine or document.engine, confidence=_confidence(page), unread=reasons.get(page.number))
            for page in document.pages
        ]
    )


def _confidence(page: Page) -> float | None:
    characters = [character.probability for reading in page.readings for character in reading.characters]
    return round(sum(characters) / len(characters), 4) if characters else None
